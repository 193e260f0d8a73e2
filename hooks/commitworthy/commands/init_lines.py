"""The single lines of what `init` writes, and how it shows them."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter

from ..adoption.plan import Change
from ..artifacts.kinds import own_suffix
from ..findings import Step
from ..git import attributes, ignores, process
from ..policy import baseline, exemptions, load
from ..policy.allow import add_exemption, pattern_for
from ..report.escape import for_terminal
from ..report.shell import command
from ..values import TYPE_CHECKING
from ..verdicts import uploads
from ..verdicts.homes import home_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..call import Call
    from .survey import Survey

_ROUTED = ("model", "data", "archive", "binary")
_BROKEN = "no notebook that can be read, from before the hooks came"
_HABITS = ((b".ipynb", ".ipynb_checkpoints/"), (b".py", "__pycache__/"))


def with_exceptions(files: Mapping[str, bytes], carried: list[Change], broken: tuple[str, ...]) -> list[Change]:
    """The policy with an exception for files that are called notebooks and are none: every run would end in 2."""
    known: dict[str, bytes | None] = {name: files.get(name) for name in load.POLICY_FILES}
    known |= {change.path: change.new for change in carried}
    keep, today = load.load(known).strip_notebooks.keep, time.strftime("%Y-%m-%d")
    patterns = [pattern_for(path) for path in broken if exemptions.covering(keep, path, 0, today) is None]
    if not patterns:
        return carried
    name, content = add_exemption(known, "strip-notebooks", patterns, _BROKEN, None, None)
    return [Change(name, files.get(name), content)]


def no_routes(call: Call, found: Survey) -> str:
    """What is to be said of types of artifacts whose home is Git LFS: they get no route; "" where there are none.

    A route for the whole type would take in the files that lie in git as they are: those show as modified from then on,
    and are refused when they are renamed.  So the remedy for a new file routes that file.  Nothing is said where
    git-lfs is neither installed nor in use.
    """
    if not (shutil.which("git-lfs") or _uses_lfs(call)):
        return ""
    has_dvc = process.succeeds("cat-file", "-e", ":.dvc/config")
    known = attributes.filters(call.repository, [offence.entry.path for offence in found.offences])
    files: dict[str, int] = {}
    for offence in found.offences:
        family = offence.sniff.family
        suffix = own_suffix(offence.entry.path, offence.sniff)
        is_ours = family in _ROUTED and home_of(family, call.policy.homes, has_dvc=has_dvc) == "lfs"
        if suffix and is_ours and known[offence.entry.path] != "lfs":
            files[suffix] = files.get(suffix, 0) + 1
    some = [f"*{suffix} ({count:,} {'file' if count == 1 else 'files'})" for suffix, count in files.items()]
    return f"no route for {', '.join(some)}, which lie in git as they are: a new one gets its own" if some else ""


def _uses_lfs(call: Call) -> bool:
    return "lfs" in attributes.filters(call.repository, [entry.path for entry in call.entries]).values()


def patterns(call: Call, found: Survey) -> list[str]:
    """Lines for `.gitignore`: what tools have left behind, and what they will leave behind here."""
    wanted = {offence.litter.pattern: offence.litter.root.encode("utf-8", "surrogateescape") + b"/x"
              for offence in found.offences if offence.litter}  # fmt: skip
    for ending, pattern in _HABITS:
        if any(entry.path.endswith(ending) for entry in call.entries):
            wanted.setdefault(pattern, pattern.encode() + b"x")
    known = ignores.rules(call.repository, wanted.values())
    return [pattern for pattern, sample in wanted.items() if sample not in known]


def adding(call: Call, names: list[str]) -> Iterator[str]:
    """The command that stages what was written; of what an ignore rule would keep out, a warning."""
    ignored = ignores.rules(call.repository, [name.encode() for name in names])
    places = [os.fsdecode(call.repository.on_disk(name.encode())) for name in names]
    words = ["git", "add", *(["--force"] if ignored else []), "--", *places]
    yield f"    {command((Step(tuple(words)),))}"
    for name, rule in ignored.items():
        yield f"    # {name.decode()} is ignored by {for_terminal(rule)}: what is not in git counts for nobody else"


def uploading(call: Call) -> Iterator[str]:
    """The command that makes a push upload to Git LFS; it must come before a framework's hook.

    Also where nothing is routed yet: the first file that is would be pushed without its content.
    """
    place = uploads.hook()
    if (shutil.which("git-lfs") or _uses_lfs(call)) and not uploads.work(call.repository, place):
        steps = uploads.mending(place, os.fsdecode(place))
        yield from [f"    {command(steps)}"] if steps else ()


def installing() -> str:
    """The command that puts the hooks of git in place."""
    if shutil.which("pre-commit"):
        return "pre-commit install"
    return "prek install" if shutil.which("prek") else "pip install pre-commit && pre-commit install"


def shown(change: Change) -> Iterator[str]:
    """A file's new lines; of a baseline only how many."""
    path = for_terminal(change.path)
    if change.new is None:
        yield ""
        yield f"{path}: left alone, since {change.note}." if change.old is not None else f"{path}: {change.note}."
        return
    if change.is_one:
        yield ""
        yield f"{path}{' (new)' if change.old is None else ''}"
        yield from _lines(change)
    if change.note:
        yield "" if not change.is_one else f"    {change.note}"
        if not change.is_one:
            yield f"{path}: {change.note}"


def _lines(change: Change) -> Iterator[str]:
    new = (change.new or b"").decode("utf-8", "surrogateescape").splitlines()
    if change.path == baseline.FILE:
        rows = len(new)
        yield f"    {rows:,} {'row' if rows == 1 else 'rows'}: what is there already, and is accepted as it is"
        return
    old = (change.old or b"").decode("utf-8", "surrogateescape").splitlines()
    if not old:
        yield from (f"    {for_terminal(line)}".rstrip() for line in new)
        return
    # Whole lines come and go, none moves: so nothing that takes the square of the lines is needed to tell them.
    for mark, lines, others in (("-", old, new), ("+", new, old)):
        left = Counter(others)
        for line in lines:
            left[line] -= 1
            if left[line] < 0:
                yield f"    {mark} {for_terminal(line)}".rstrip()
