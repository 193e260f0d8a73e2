"""A plan for a rewrite: the ids to strip, what that gives back, and what to tell the team.  It rewrites nothing."""

from __future__ import annotations

import os

from ...base import wording
from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import judge
from ...git import inventory
from ...remedies.homes import home_of, shown
from ...report.escape import for_terminal, quote
from . import output, saving
from .text import why_less

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...policy.settings import Policy
    from .one import Audit
    from .report import Report
    from .scan import Scan

# More paths than these stand in a command by their suffix.
_PATHS = 20
_GLOB = str.maketrans({letter: f"\\{letter}" for letter in "\\*?["} | {",": "?"})


def write(place: str, audit: Audit) -> list[str]:
    """Write the ids to `place` and the words to a file beside it; what to say of that."""
    going = saving.refused(audit.scan, range(len(audit.scan.kind)), at_tips=False)
    ids = list(audit.scan.inventory.blobs.ids)
    words = f"{place}.md"
    output.save(place, "".join(f"{ids[number].decode()}\n" for number in sorted(going)))
    output.save(words, "\n".join(_words(place, audit, going)) + "\n")
    count = wording.counted(len(going), "id")
    return [f"{place}: {count} for git filter-repo; {words}: what to tell the team first. Nothing was rewritten."]


def _words(place: str, audit: Audit, going: list[int]) -> Iterator[str]:
    report, scan = audit.report, audit.scan
    name, saved, clone = for_terminal(report["repository"]), report["rewrite"]["history"], report["clone"]
    yield f"# Removing {wording.counted(len(going), 'blob')} from the history of {name}"
    yield ""
    if not going:
        yield "The policy refuses nothing that no branch has at its tip."
        yield from _at_tips(scan, audit.policy)
        return
    yield (
        f"A clone becomes about {wording.show(saved['clone'])} smaller (of {wording.show(clone['branches_tags'])}), "
        f"all refs about {wording.show(saved['all_refs'])} (of {wording.show(clone['all_refs'])}). Emptied commits and "
        "folders come on top. The blobs are refused by the policy, and no branch has them at its tip."
    )
    for line in why_less(saved):
        yield ""
        yield f"{wording.capitalised(line)}."
    yield from _warnings(report, scan, going)
    yield ""
    yield "| packed | versions | path | what it is |"
    yield "|---:|---:|---|---|"
    yield from _rows(scan, going)
    yield ""
    yield "## Tell the team first"
    yield ""
    yield from _message(name)
    yield ""
    yield "## Then"
    yield ""
    yield "In a fresh clone, and with a copy of the old one put away:"
    yield ""
    yield "```console"
    yield "$ git clone --mirror --no-local <url> rewritten.git && cd rewritten.git"
    yield f"$ git filter-repo --strip-blobs-with-ids {quote(os.path.abspath(place))}"
    yield "$ git push --force --all <url> && git push --force --tags <url>"
    yield "```"
    yield ""
    yield (
        "Then protect the branches again, and turn on `commitworthy check-push` or `pre-receive`, so that nobody "
        "pushes the old history. On GitHub the server keeps the blobs for `refs/pull`, which only its support can "
        "remove; clones do not fetch them."
    )
    yield from _at_tips(scan, audit.policy)


def _warnings(report: Report, scan: Scan, going: Iterable[int]) -> Iterator[str]:
    tagged = sum(bool(scan.inventory.blobs.reached[number] & inventory.TAG) for number in going)
    blobs = wording.counted(tagged, "blob is", "blobs are")
    if tagged:
        yield ""
        yield f"{blobs} in the tree of a tag: those releases lose these files."
    if report["lower_bound"]:
        yield ""
        yield "This clone lacks objects: make the plan in a complete clone."


def _rows(scan: Scan, going: Iterable[int]) -> Iterator[str]:
    """A row for each path, what takes most first."""
    blobs = scan.inventory.blobs
    by_path: dict[int, list[int]] = {}
    for number in going:
        by_path.setdefault(blobs.path[number], []).append(number)
    packed = {place: sum(blobs.packed[number] for number in numbers) for place, numbers in by_path.items()}
    places = sorted(by_path, key=lambda place: -packed[place])
    for place in places[:_PATHS]:
        path = for_terminal(path_text(scan.inventory.paths[place])) if place >= 0 else ""
        kind = scan.kinds[scan.kind[by_path[place][0]]]
        shown_path = path.replace("|", "\\|").replace("`", "'")
        yield f"| {wording.show(packed[place])} | {len(by_path[place])} | `{shown_path}` | {kind.label} |"
    if len(places) > _PATHS:
        rest = sum(packed[place] for place in places[_PATHS:])
        yield f"| {wording.show(rest)} | | {wording.counted(len(places) - _PATHS, 'more path')} | |"


def _message(name: str) -> Iterator[str]:
    yield f"> On <day> we rewrite the history of {name} to take large files out. Afterwards every commit has a new id."
    yield ">"
    yield "> - Before that: push all you have, also branches that nobody else knows. Merge or close open pull requests."
    yield "> - On that day, from <hour> to <hour>: do not push."
    yield "> - Afterwards: delete your clone and clone anew. Do not pull into an old clone or merge an old branch:"
    yield ">   either brings everything back. Move what is left in an old clone by `git format-patch` and `git am`."
    yield "> - Links to commits, forks and caches of CI go stale. The old history is kept in <place> until <day>."


def _at_tips(scan: Scan, policy: Policy) -> Iterator[str]:
    """What cannot go, since a branch still has it."""
    blobs = scan.inventory.blobs
    everything = saving.refused(scan, range(len(scan.kind)), at_tips=True)
    tips = [number for number in everything if blobs.reached[number] & inventory.TIP]
    if not tips:
        return
    yield ""
    yield "## Still at the tip of a branch"
    yield ""
    size = wording.show(sum(blobs.packed[number] for number in tips))
    yield f"{wording.counted(len(tips), 'refused blob')} ({size}), which this plan leaves alone. To keep the files:"
    homes: dict[str, list[str]] = {}
    for number in tips:
        is_routed = scan.verdicts[number].code == judge.NOT_A_POINTER.code
        home = "lfs" if is_routed else home_of(scan.kinds[scan.kind[number]].family, policy.homes, has_dvc=False)
        places = (blobs.path[number], *blobs.others.get(number, ()))
        homes.setdefault(home, []).extend(path_text(scan.inventory.paths[place]) for place in places if place >= 0)
    for home, paths in homes.items():
        yield ""
        if home == "lfs":
            yield "Git LFS, in all of history; a rewrite like the one above:"
            yield ""
            yield "```console"
            yield f"$ git lfs migrate import --everything --include={quote(','.join(_patterns(paths)))}"
            yield "```"
        else:
            files = wording.counted(len(set(paths)), "path")
            yield f"{files} to {for_terminal(shown(home))} first, then make this plan again."


def _patterns(paths: list[str]) -> list[str]:
    """The paths as git-lfs takes them, or their suffixes where they are many.

    There is always one: an empty list would mean every file.
    """
    different = sorted(set(paths))
    if len(different) <= _PATHS:
        return [path.translate(_GLOB) for path in different]
    suffixes = ((os.path.splitext(path)[1], path) for path in different)
    return sorted({f"*{suffix.translate(_GLOB)}" if suffix else path.translate(_GLOB) for suffix, path in suffixes})
