"""Look at a repository, show what it takes to use the hooks here, and write it."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
import time
from collections import Counter
from importlib import metadata

from ... import __version__, cli
from ...base import secrets, wording
from ...base.findings import CheckError, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import judge
from ...formats import pointers
from ...formats.table import own_suffix
from ...git import attributes, objects, overlay, process, write
from ...hooks import context as hook_context
from ...hooks.hook import HOOKS, load_file_hooks
from ...notebooks.strip import stripped_size
from ...policy import acceptance, exceptions, settings
from ...policy.allow import add_exemption, pattern_for
from ...policy.parser import Parser
from ...remedies import environment
from ...remedies.homes import home_of
from ...report import progress
from ...report.escape import command, for_terminal
from ...report.text import write_lines
from . import adoption
from .adoption import FileChange
from .entry import HookEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...blobs.judge import Violation
    from ...git.contents import File
    from ...git.repository import Repository
    from ...hooks.context import HookContext
    from ...policy.acceptance import Row


# Where this installation came from, for the `repo:` and `rev:` of a configuration.


class Installation(NamedTuple):
    """A repository that frameworks can clone, and a revision of it."""

    repo: str
    rev: str


def installed_from() -> Installation | None:
    """The repository that pip was told to install from; None for an index, an archive or a folder."""
    try:
        text = metadata.distribution("commitworthy").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    told = json.loads(text) if text else {}
    vcs = told.get("vcs_info", {})
    if vcs.get("vcs") != "git":
        return None
    tag = f"v{__version__}"
    return Installation(secrets.address(told["url"]), tag if vcs.get("requested_revision") == tag else vcs["commit_id"])


# What a repository holds that the hooks have something to say about: counted before anything is written.


# A notebook above this is not parsed here.
_LARGEST = 32 * 1024 * 1024


class Notebooks(NamedTuple):
    """How many have outputs, and how many bytes of the blobs are outputs, counts and volatile metadata.

    `broken` are paths of files that are called notebooks and are none.
    """

    number: int
    size: int
    broken: tuple[str, ...]


class Survey(NamedTuple):
    """`rows` are those of a baseline, by hook; `violations` the artifacts among them; both of tracked files."""

    files: int
    rows: dict[str, list[Row]]
    violations: list[Violation]
    notebooks: Notebooks


def look(context: HookContext) -> Survey:
    """Ask every hook for what it finds in tracked files; CheckError where a blob is not here."""
    rows = {name: list(hook.baseline(context)) for name, hook in load_file_hooks().items()}
    return Survey(
        len(context.entries), rows, _violations(context, rows.get("block-artifacts", [])), _notebooks(context)
    )


def _violations(context: HookContext, rows: Iterable[Row]) -> list[Violation]:
    """The artifacts behind the rows, looked at once more: a row does not say of what format they are."""
    paths = {row.path.encode("utf-8", "surrogateescape") for row in rows}
    entries = [entry for entry in context.entries if entry.path in paths]
    found = [judge.judge(blob, context.policy.block_artifacts) for blob in objects.read(context.repository, entries)
             if isinstance(blob, objects.Blob)]  # fmt: skip
    return sorted(filter(None, found), key=lambda violation: violation.entry.path)


def _notebooks(context: HookContext) -> Notebooks:
    entries = [entry for entry in context.entries if entry.path.endswith(b".ipynb")]
    number = size = 0
    broken = []
    for blob in objects.read(context.repository, entries):
        if isinstance(blob, objects.Missing) or blob.size > _LARGEST:
            continue
        left = blob.size if pointers.recognise(blob.entry.path, blob.size, blob.head) else _left(blob)
        if left is None:
            broken.append(blob.entry.path.decode("utf-8", "surrogateescape"))
        elif left < blob.size:
            number, size = number + 1, size + blob.size - left
    return Notebooks(number, size, tuple(sorted(broken)))


def _left(blob: objects.Blob) -> int | None:
    """Bytes that stripping leaves; None for what is no notebook."""
    try:
        return stripped_size(objects.content(blob.entry.blob))
    except CheckError:
        return blob.size


def sentences(found: Survey) -> list[str]:
    """What was found, one line a kind; what is not there is not mentioned."""
    said = []
    if found.violations:
        total = wording.show(sum(violation.size for violation in found.violations))
        formats = {violation.sniff.format for violation in found.violations}
        said.append(
            f"{wording.counted(len(found.violations), 'artifact')}, {total}, {wording.counted(len(formats), 'type')}"
        )
    if found.notebooks.number:
        notebooks = wording.counted(found.notebooks.number, "notebook")
        said.append(f"{notebooks} with {wording.show(found.notebooks.size)} of outputs")
    literals = found.rows.get("flag-parameters", [])
    if literals:
        files = len({row.path for row in literals})
        parameters = wording.counted(sum(row.times or 1 for row in literals), "parameter")
        said.append(f"{parameters} in {wording.counted(files, 'file')}")
    types = found.rows.get("require-lfs", [])
    if types:
        said.append(f"{wording.counted(len(types), 'file')} not routed to Git LFS")
    return said


# The single lines of what `init` writes, and how it shows them.


_ROUTED = ("model", "data", "archive", "binary")
_BROKEN = "unreadable notebook; predates these hooks"
_HABITS = ((b".ipynb", ".ipynb_checkpoints/"), (b".py", "__pycache__/"))


def with_exceptions(files: Mapping[str, bytes], carried: list[FileChange], broken: tuple[str, ...]) -> list[FileChange]:
    """The policy with an exception for files that are called notebooks and are none: every run would end in 2."""
    known: dict[str, bytes | None] = {name: files.get(name) for name in settings.POLICY_FILES}
    known |= {change.path: change.new for change in carried}
    keep, today = settings.load(known).strip_notebooks.keep, time.strftime("%Y-%m-%d")
    patterns = [pattern_for(path) for path in broken if exceptions.covering(keep, path, 0, today) is None]
    if not patterns:
        return carried
    name, content = add_exemption(known, "strip-notebooks", patterns, _BROKEN, None, None)
    return [FileChange(name, files.get(name), content)]


def no_routes(context: HookContext, found: Survey) -> str:
    """What is to be said of types of artifacts whose home is Git LFS: they get no route; "" where there are none.

    A route for the whole type would take in the files that lie in git as they are: those show as modified from then on,
    and are refused when they are renamed.  So the remedy for a new file routes that file.  Nothing is said where
    git-lfs is neither installed nor in use.
    """
    if not (shutil.which("git-lfs") or _uses_lfs(context)):
        return ""
    has_dvc = process.succeeds("cat-file", "-e", ":.dvc/config")
    known = attributes.filters(context.repository, [violation.entry.path for violation in found.violations])
    files: dict[str, int] = {}
    for violation in found.violations:
        family = violation.sniff.family
        suffix = own_suffix(violation.entry.path, violation.sniff)
        is_ours = family in _ROUTED and home_of(family, context.policy.homes, has_dvc=has_dvc) == "lfs"
        if suffix and is_ours and known[violation.entry.path] != "lfs":
            files[suffix] = files.get(suffix, 0) + 1
    some = [f"*{suffix} ({wording.counted(count, 'file')})" for suffix, count in files.items()]
    return f"no route for {', '.join(some)}, stored as regular blobs: each new file gets its own route" if some else ""


def _uses_lfs(context: HookContext) -> bool:
    return "lfs" in attributes.filters(context.repository, [entry.path for entry in context.entries]).values()


def patterns(context: HookContext, found: Survey) -> list[str]:
    """Lines for `.gitignore`: what tools have left behind, and what they will leave behind here."""
    wanted = {violation.litter.pattern: violation.litter.root.encode("utf-8", "surrogateescape") + b"/x"
              for violation in found.violations if violation.litter}  # fmt: skip
    for ending, pattern in _HABITS:
        if any(entry.path.endswith(ending) for entry in context.entries):
            wanted.setdefault(pattern, pattern.encode() + b"x")
    known = attributes.rules(context.repository, wanted.values())
    return [pattern for pattern, sample in wanted.items() if sample not in known]


def adding(context: HookContext, names: list[str]) -> Iterator[str]:
    """The command that stages what was written; of what an ignore rule would keep out, a warning."""
    ignored = attributes.rules(context.repository, [name.encode() for name in names])
    places = [os.fsdecode(context.repository.on_disk(name.encode())) for name in names]
    words = ["git", "add", *(["--force"] if ignored else []), "--", *places]
    yield f"    {command((Step(tuple(words)),))}"
    for name, rule in ignored.items():
        yield f"    # {name.decode()} is ignored by {for_terminal(rule)}: uncommitted, it has no effect for others"


def uploading(context: HookContext) -> Iterator[str]:
    """The command that makes a push upload to Git LFS; it must come before a framework's hook.

    Also where nothing is routed yet: the first file that is would be pushed without its content.
    """
    place = environment.hook()
    if (shutil.which("git-lfs") or _uses_lfs(context)) and not environment.work(context.repository, place):
        steps = environment.repair_steps(place, os.fsdecode(place))
        yield from [f"    {command(steps)}"] if steps else ()


def installing() -> str:
    """The command that puts the hooks of git in place."""
    if shutil.which("pre-commit"):
        return "pre-commit install"
    return "prek install" if shutil.which("prek") else "pip install pre-commit && pre-commit install"


def shown(change: FileChange) -> Iterator[str]:
    """A file's new lines; of a baseline only how many."""
    path = for_terminal(change.path)
    if change.new is None:
        yield ""
        yield f"{path}: not changed: {change.note}." if change.old is not None else f"{path}: {change.note}."
        return
    if change.is_one:
        yield ""
        yield f"{path}{' (new)' if change.old is None else ''}"
        yield from _lines(change)
    if change.note:
        yield "" if not change.is_one else f"    {change.note}"
        if not change.is_one:
            yield f"{path}: {change.note}"


def _lines(change: FileChange) -> Iterator[str]:
    new = (change.new or b"").decode("utf-8", "surrogateescape").splitlines()
    if change.path == acceptance.FILE:
        yield f"    {wording.counted(len(new), 'row')}: existing findings, accepted from now on"
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


_LOCAL = "Everyone who commits here needs commitworthy installed; or use --repo URL --rev REV."
SUMMARY = "Set up the hooks here (a dry run without --write)."


def run(words: list[str]) -> int:
    """Show the plan, or carry it out; exit status 0, also where there is nothing to do."""
    args = _parser().parse_args(words)
    context = hook_context.prepare(hook_context.Invocation([], True, {}))._replace(
        watch=progress.watch(sys.stderr, os.environ)
    )
    # Before the survey, which takes its time: whoever writes to them meanwhile is not overwritten.
    lying = _files(context.repository)
    found = look(context)
    changes = _changes(args, context, found, {name: file.content for name, file in lying.items()})
    if args.write:
        write.save_all(context.repository, _targets(context.repository, changes, lying))
    write_lines(_report(args, context, found, changes), sys.stdout.buffer)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy init",
        description=SUMMARY + "  Existing files are baselined; new changes are checked.",
        epilog="example: commitworthy init && commitworthy init --write",
        allow_abbrev=False,
    )
    parser.add_argument("--write", action="store_true", help="write the files; without it nothing is written")
    parser.add_argument(
        "--replace", action="store_true", help="remove check-added-large-files and nbstripout, keeping their settings"
    )
    parser.add_argument(
        "--hook",
        action="append",
        metavar="ID",
        choices=[*_one_by_one(), cli.COMBINED],
        help="the hooks to set up (default: all, one by one)",
    )
    parser.add_argument(
        "--repo", metavar="URL", help="where pre-commit gets the hooks: a URL, or local for the program on PATH"
    )
    parser.add_argument("--rev", metavar="REV", help="the tag or commit of --repo")
    parser.add_argument("--no-lfs", action="store_true", help="leave Git LFS out")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _one_by_one() -> list[str]:
    """All hooks but the one that runs several: users skip, configure and see them one by one."""
    return [hook for hook in HOOKS if hook != cli.COMBINED]


def _entry(args: argparse.Namespace) -> HookEntry:
    hooks = tuple(args.hook or _one_by_one())
    if args.repo == "local":
        return HookEntry("local", "", hooks)
    if args.repo:
        if secrets.address(args.repo) != args.repo:
            raise CheckError("init: --repo contains credentials, which would be committed: leave them out")
        if not args.rev:
            raise CheckError(f"init: --repo {args.repo} needs --rev, a tag or commit of that repository")
        return HookEntry(args.repo, args.rev, hooks)
    source = installed_from()
    return HookEntry(source.repo, args.rev or source.rev, hooks) if source else HookEntry("local", "", hooks)


def _files(here: Repository) -> dict[str, File]:
    """The files that may change, as they are on disk; CheckError for one that must not."""
    names = (*adoption.CONFIG_FILES, *settings.POLICY_FILES, ".gitattributes", ".gitignore", acceptance.FILE)
    return {name: file for name in names if (file := write.read(here, name))}


def _targets(here: Repository, changes: list[FileChange], lying: Mapping[str, File]) -> Iterator[write.Target]:
    for change in changes:
        if change.is_one and change.new is not None:
            seen = lying[change.path].state if change.path in lying else None
            yield write.Target(write.place_of(here, change.path), change.new, seen)


def _changes(
    args: argparse.Namespace, context: HookContext, found: Survey, files: Mapping[str, bytes]
) -> list[FileChange]:
    made = adoption.configuration(files, _entry(args), replace=args.replace)
    wanted, lost = adoption.carried(files) if args.replace else ({}, [])
    carried = adoption.policy(files, wanted) if context.policy.source is None else []
    made += with_exceptions(files, carried, found.notebooks.broken)
    made += [FileChange(word, None, None, "has no counterpart here: see docs/policy.md") for word in lost]
    if not args.no_lfs and (note := no_routes(context, found)):
        old = files.get(".gitattributes")
        made.append(FileChange(".gitattributes", old, old or b"", note))
    made.append(adoption.ignores(files.get(".gitignore"), patterns(context, found)))
    return [*made, _baseline(found, files, made)]


def _baseline(found: Survey, files: Mapping[str, bytes], made: list[FileChange]) -> FileChange:
    """What is there, as the hooks will see it once the other files are staged; a baseline that exists stays."""
    old = files.get(acceptance.FILE)
    if old is not None:
        return FileChange(acceptance.FILE, old, old)
    rows = found.rows
    written = {change.path: change.new for change in made if change.is_one and change.new is not None}
    governing = {path: new for path, new in written.items() if path in settings.POLICY_FILES}
    if governing:
        with overlay.as_if_added(governing):
            rows = look(hook_context.prepare(hook_context.Invocation([], True, {}))).rows
    content = acceptance.render(row for some in rows.values() for row in some)
    return FileChange(acceptance.FILE, None, content)


def _report(args: argparse.Namespace, context: HookContext, found: Survey, changes: list[FileChange]) -> Iterator[str]:
    said = "; ".join(sentences(found)) or "nothing to report"
    yield f"Looked at {wording.counted(found.files, 'tracked file')}: {said}."
    yield "What history holds beside them, and what a clone costs: commitworthy audit"
    for change in changes:
        yield from shown(change)
    names = [change.path for change in changes if change.is_one]
    yield ""
    if not names:
        is_there = all(change.new is not None for change in changes)
        rest = "everything is in place" if is_there else "the rest is to be done by hand, see above"
        yield f"Nothing to write: {rest}."
    elif not args.write:
        if _entry(args).repo == "local" and not {*names}.isdisjoint(adoption.CONFIG_FILES) and not args.repo:
            yield _LOCAL
        yield "Nothing was written.  To write it:   commitworthy init --write" + _again(args)
    else:
        yield "Written.  What to do next:"
        yield from adding(context, names)
        yield from () if args.no_lfs else uploading(context)
        yield f"    {installing()}"
        yield "    git commit -m 'Add commitworthy hooks'"


def _again(args: argparse.Namespace) -> str:
    """The options as they were given."""
    words = ["--replace"] if args.replace else []
    words += [word for hook in args.hook or () for word in ("--hook", hook)]
    words += ["--repo", args.repo] if args.repo else []
    words += ["--rev", args.rev] if args.rev else []
    words += ["--no-lfs"] if args.no_lfs else []
    return "".join(f" {shlex.quote(for_terminal(word))}" for word in words)
