"""Look at a repository, show what it takes to use the hooks here, and write it."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import time
from collections import Counter

from ... import cli
from ...base import secrets, wording
from ...base.findings import CheckError, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...formats.table import own_suffix
from ...git import attributes, overlay, write
from ...git import hooks as git_hooks
from ...homes import address, lfs
from ...hooks import context as hook_context
from ...hooks.hook import HOOKS
from ...policy import acceptance, exceptions, settings
from ...policy.allow import pattern_for
from ...policy.options import HOOKS_WITH_POLICY
from ...policy.parser import Parser
from ...policy.settings import OBSERVE
from ...remedies import environment, origin
from ...remedies.homes import home_of
from ...report import progress
from ...report.escape import command, for_terminal
from ...report.text import write_lines
from .. import baseline, card_files
from . import adoption, ci, homes, replaced, survey
from .adoption import FileChange
from .entry import HookEntry
from .replaced import Carried, LeftAlone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...git.objects import File
    from ...git.repository import Repository
    from ...hooks.context import HookContext
    from .policy_text import Value
    from .survey import Survey


# The single lines of what `init` writes, and how it shows them.


_BROKEN = "unreadable notebook; predates these hooks"
_HABITS = ((b".ipynb", ".ipynb_checkpoints/"), (b".py", "__pycache__/"))


def broken_notebooks(files: Mapping[str, bytes], policy: list[FileChange], broken: tuple[str, ...]) -> list[LeftAlone]:
    """Exceptions for files that are called notebooks and are none: every run would end in 2."""
    known = {**files, **{change.path: change.new for change in policy if change.new is not None}}
    keep, today = settings.load(known).strip_notebooks.keep, time.strftime("%Y-%m-%d")
    patterns = tuple(pattern_for(path) for path in broken if exceptions.covering(keep, path, 0, today) is None)
    return [LeftAlone("strip-notebooks", patterns, _BROKEN)] if patterns else []


def no_routes(context: HookContext, found: Survey, chosen: Mapping[str, str]) -> str:
    """What is to be said of types of artifacts whose home is Git LFS: they get no route; "" where there are none.

    A route for the whole type would take in the files that lie in git as they are: those show as modified from then on,
    and are refused when they are renamed.  So the remedy for a new file routes that file.
    """
    has_dvc = homes.has_dvc()
    known = attributes.filters(context.repository, [violation.entry.path for violation in found.violations])
    files: dict[str, int] = {}
    for violation in found.violations:
        family = violation.sniff.family
        suffix = own_suffix(violation.entry.path, violation.sniff)
        is_ours = family in homes.ROUTED and home_of(family, chosen, has_dvc=has_dvc) == "lfs"
        if suffix and is_ours and known[violation.entry.path] != "lfs":
            files[suffix] = files.get(suffix, 0) + 1
    some = [f"*{suffix} ({wording.counted(count, 'file')})" for suffix, count in files.items()]
    return f"no route for {', '.join(some)}, stored as regular blobs: each new file gets its own route" if some else ""


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

    Where Git LFS is neither decided for nor in use, the remedy that routes the first file sees to it.
    """
    place = environment.hook()
    if not environment.work(context.repository, place):
        steps = environment.repair_steps(place, os.fsdecode(place))
        yield from [f"    {command(steps)}"] if steps else ()


def installing(changes: list[FileChange]) -> str:
    """The command that puts the hooks of git in place."""
    paths = {change.path for change in changes}
    if not paths.isdisjoint(adoption.LEFTHOOK_FILES):
        return "lefthook install"
    if not paths.isdisjoint(adoption.HUSKY_FILES):
        return "npx husky"
    if paths.isdisjoint(adoption.YAML_FILES):
        return "prek install" if shutil.which("prek") else "pip install prek && prek install"
    if shutil.which("pre-commit"):
        return "pre-commit install"
    return "prek install" if shutil.which("prek") else "pip install pre-commit && pre-commit install"


def shown(change: FileChange) -> Iterator[str]:
    """A file's new lines, of a baseline only how many; and what is left to the user."""
    path = for_terminal(change.path)
    if change.is_one:
        yield ""
        yield f"{path}{' (new)' if change.old is None else ''}"
        yield from _lines(change)
        yield from [f"    {for_terminal(change.note)}"] if change.note else ()
    elif change.note:
        yield ""
        note = for_terminal(change.note)
        yield f"{path}: not changed: {note}." if change.new is None else f"{path}: {note}"
    if change.by_hand:
        yield f"    add to {path} by hand:"
        yield from (f"        {for_terminal(line)}" for line in change.by_hand)


def settings_lines(carried: Carried) -> Iterator[str]:
    """What became of each setting of a replaced hook."""
    if carried.kept:
        yield ""
        yield "Settings of the replaced hooks that are kept:"
        yield from (f"    {for_terminal(f'{row.said} of {row.hook}: {row.became}')}" for row in carried.kept)
    if carried.lost:
        yield ""
        yield "Settings of the replaced hooks that are not kept:"
        yield from (f"    {for_terminal(f'{row.hook} {row.said}: {row.became}')}" for row in carried.lost)


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
    for sign, lines, others in (("-", old, new), ("+", new, old)):
        for line, above in _surplus(lines, others):
            if above:
                yield f"      {for_terminal(above)}"
            yield f"    {sign} {for_terminal(line)}".rstrip()


def _surplus(lines: list[str], others: list[str]) -> Iterator[tuple[str, str]]:
    """The lines that are not among the others, each with the one above it that they cannot be read without.

    That is the hook that they belong to, or the only line between two of them, such as `hooks:`.
    """
    left = Counter(others)
    above, between = "", 2
    for line in lines:
        left[line] -= 1
        if left[line] < 0:
            is_needed = between == 1 or above.lstrip().startswith(("- id:", "-   id:"))
            yield line, above if is_needed else ""
            above, between = "", 0
        else:
            above, between = line, between + 1


_LOCAL = "Everyone who commits here needs commitworthy installed; or use --repo URL --rev REV."
SUMMARY = "Set up the hooks here (a dry run without --write)."
DEFAULT = (cli.COMBINED, "limit-commit", "check-push")
"""What is set up: one hook for what is in files, one for a commit as a whole, one for a push."""


class Plan(NamedTuple):
    """`changes` of files, what became of the settings of replaced hooks, and the homes once all is written.

    `uses_lfs` where Git LFS is one of them, or in use already.  `agent` is the home that git-lfs is to be told in this
    clone, `refused` why it is not, each "" for nothing.
    """

    changes: list[FileChange]
    carried: Carried
    homes: Mapping[str, str]
    uses_lfs: bool
    agent: str = ""
    refused: str = ""


def run(words: list[str]) -> int:
    """Show the plan, or carry it out; exit status 1 where something of it is left to be written by hand."""
    args = _parser().parse_args(words)
    chosen = homes.chosen(args.home or ())
    context = hook_context.prepare(hook_context.Invocation([], True, {}))._replace(
        watch=progress.watch(sys.stderr, os.environ)
    )
    # Before the survey, which takes its time: whoever writes to them meanwhile is not overwritten.
    lying = _files(context.repository)
    found = survey.look(context)
    plan = _plan(args, context, found, {name: file.content for name, file in lying.items()}, chosen)
    again = _again(words)
    if args.write:
        write.save_all(context.repository, _targets(context.repository, plan.changes, lying))
        if plan.agent:
            lfs.set_up(plan.agent)
    write_lines(_report(args, again, context, found, plan), sys.stdout.buffer)
    return 1 if args.write and (plan.refused or any(change.is_left for change in plan.changes)) else 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy init",
        description=SUMMARY + "  Existing files are baselined; new changes are checked.",
        epilog="example: commitworthy init && commitworthy init --write",
    )
    parser.add_argument("--write", action="store_true", help="write the files; without it nothing is written")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="remove hooks that do the same, such as check-added-large-files and nbstripout, keeping their settings",
    )
    parser.add_argument(
        "--home",
        action="append",
        metavar="HOME",
        help="where artifacts go instead of git: lfs, dvc, mlflow, delta, an address (s3://, lfs+s3://), "
        "a sentence; also FAMILY=HOME",
    )
    parser.add_argument(
        "--hook",
        action="append",
        metavar="ID",
        choices=[*HOOKS],
        help=f"the hooks to set up (default: {', '.join(DEFAULT)}; {adoption.CARDS} where files are moved)",
    )
    parser.add_argument(
        "--repo", metavar="URL", help="where pre-commit gets the hooks: a URL, or local for the program on PATH"
    )
    parser.add_argument("--rev", metavar="REV", help="the tag or commit of --repo")
    parser.add_argument("--no-lfs", action="store_true", help="leave Git LFS out")
    parser.add_argument("--observe", action="store_true", help="for a start: print findings, refuse nothing")
    return parser


def _hook(table: str) -> str:
    """The hook that a table of the policy is about."""
    return adoption.CARDS if table == "cards" else table


def _entry(args: argparse.Namespace) -> HookEntry:
    hooks = tuple(args.hook or DEFAULT)
    if args.repo == "local":
        return HookEntry("local", "", hooks)
    if args.repo:
        if secrets.address(args.repo) != args.repo:
            raise CheckError("init: --repo contains credentials, which would be committed: leave them out")
        if not args.rev:
            raise CheckError(f"init: --repo {args.repo} needs --rev, a tag or commit of that repository")
        return HookEntry(args.repo, args.rev, hooks)
    source = origin.of_git()
    if args.rev and not source:
        raise CheckError(f"init: --rev {args.rev} needs --repo, the repository that it is a tag or commit of")
    return HookEntry(source.repo, args.rev or source.rev, hooks) if source else HookEntry("local", "", hooks)


def _files(here: Repository) -> dict[str, File]:
    """The files that may change, as they are on disk; CheckError for one that must not."""
    names = (
        *adoption.CONFIG_FILES, *adoption.LEFTHOOK_FILES, *adoption.HUSKY_SIGNS, *settings.POLICY_FILES,
        ".gitattributes", ".gitignore", lfs.CONFIG, acceptance.FILE,
    )  # fmt: skip
    return {name: file for name in names if (file := write.read(here, name))}


def _targets(here: Repository, changes: list[FileChange], lying: Mapping[str, File]) -> Iterator[write.Target]:
    for change in changes:
        if change.is_one and change.new is not None:
            seen = lying[change.path].state if change.path in lying else None
            yield write.Target(write.place_of(here, change.path), change.new, seen)


def _plan(
    args: argparse.Namespace,
    context: HookContext,
    found: Survey,
    files: Mapping[str, bytes],
    chosen: Mapping[str, str],
) -> Plan:
    there = [hook.stage for hook in git_hooks.hooks(git_hooks.EVERY_STAGE) if hook.maker in ("pre-commit", "prek")]
    known_policy = settings.load({name: files.get(name) for name in settings.POLICY_FILES})
    observes = args.observe or any(rule.today() == OBSERVE for rule in known_policy.enforcement.values())
    # A framework shows nothing of a hook that passes.
    entry = _entry(args)._replace(keys={"verbose": True} if observes else {})
    wants_cards = any(map(address.is_store, {**known_policy.homes, **chosen}.values())) or card_files.count_tracked()
    if wants_cards and not args.hook:
        # Files will be moved, or are.
        entry = entry._replace(hooks=(*entry.hooks, adoption.CARDS))
    changes = adoption.configuration(files, entry, replace=args.replace, there=there)
    carried = adoption.carried(files) if args.replace else Carried({}, [], [], [])
    tables: dict[str, Mapping[str, Value]] = {"homes": chosen} if chosen else {}
    if args.observe:
        # What the policy says already of a hook is kept.
        tables |= {
            hook: {"enforce": OBSERVE} for hook in HOOKS_WITH_POLICY if _hook(hook) not in known_policy.enforcement
        }
    policy = adoption.policy(files, {**tables, **carried.tables}, carried.exceptions)
    broken = broken_notebooks(files, policy, found.notebooks.broken)
    if broken:
        policy = adoption.policy(files, {**tables, **carried.tables}, [*carried.exceptions, *broken])
    changes += policy
    carried = replaced.written(carried, (line for change in policy for line in change.by_hand))
    known = {**files, **{change.path: change.new for change in policy if change.new is not None}}
    decided = settings.load({name: known.get(name) for name in settings.POLICY_FILES}).homes
    uses_lfs = not args.no_lfs and homes.is_lfs_used(context, decided)
    changes.append(adoption.ignores(files.get(".gitignore"), patterns(context, found)))
    home = lfs.named(decided) if uses_lfs else ""
    changes.append(homes.lfs_config(home, files.get(lfs.CONFIG)))
    agent, refused = homes.agent(home, chosen)
    rows = _baseline(found, files, changes)
    is_open = bool(rows.new) and not baseline.has_merge_rule(context.repository)
    note = no_routes(context, found, decided) if uses_lfs else ""
    changes += [adoption.attribute_lines(files.get(".gitattributes"), [acceptance.UNION] * is_open, note), rows]
    return Plan(changes, carried, decided, uses_lfs, agent, refused)


def _baseline(found: Survey, files: Mapping[str, bytes], changes: list[FileChange]) -> FileChange:
    """What is there, as the hooks will see it once the other files are staged; a baseline that exists stays."""
    old = files.get(acceptance.FILE)
    if old is not None:
        return FileChange(acceptance.FILE, old, old)
    rows = found.rows
    written = {change.path: change.new for change in changes if change.is_one and change.new is not None}
    governing = {path: new for path, new in written.items() if path in settings.POLICY_FILES}
    if governing:
        with overlay.as_if_added(governing):
            rows = survey.rows(hook_context.prepare(hook_context.Invocation([], True, {})))
    content = acceptance.render(row for some in rows.values() for row in some)
    return FileChange(acceptance.FILE, None, content)


def _report(args: argparse.Namespace, again: str, context: HookContext, found: Survey, plan: Plan) -> Iterator[str]:
    """What was found and is written, and what is to be done next; `again` is the command that writes it."""
    yield from (for_terminal(line) for line in survey.summary(found))
    yield from homes.explained(plan.homes) if found.violations else ()
    yield "What is in history, and what a clone costs: commitworthy audit"
    for change in plan.changes:
        yield from shown(change)
    yield from settings_lines(plan.carried)
    if plan.agent:
        yield ""
        yield ".git/config"
        yield f"    + git-lfs keeps the objects of this clone in {for_terminal(plan.agent)}"
    if plan.refused:
        yield ""
        yield f".git/config: not changed: {for_terminal(plan.refused)}"
    names = [change.path for change in plan.changes if change.is_one]
    left = [change for change in plan.changes if change.is_left]
    is_local = _entry(args).repo == "local" and not {*names}.isdisjoint(adoption.CONFIG_FILES)
    pipelines = [*ci.steps(context), *adoption.of_service(plan.changes)] if is_local else []
    yield ""
    if not names and not plan.agent:
        by_hand = "the rest is to be done by hand, see above"
        yield f"Nothing to write: {by_hand if left or plan.refused else 'everything is in place'}."
        yield from _left(again, left)
    elif not args.write:
        if is_local and not args.repo:
            yield _LOCAL
        yield from pipelines
        yield f"Nothing was written.  To write it:   {again}"
    else:
        yield "Written.  What to do next:"
        yield from _left(again, left)
        yield from (f"    # {line}" for line in pipelines)
        yield from adding(context, names) if names else ("    git lfs pull",)
        if any(change.is_broken for change in left):
            return
        yield from uploading(context) if plan.uses_lfs else ()
        install = installing(plan.changes)
        if install.endswith(("pre-commit install", "prek install")):
            yield from _elsewhere()
        yield f"    {install}"
        yield from ["    git commit -m 'Add commitworthy hooks'"] if names else ()


def _elsewhere() -> Iterator[str]:
    """A word about git looking for hooks elsewhere: pre-commit then refuses to install any."""
    setting = git_hooks.setting("core.hooksPath")
    if setting:
        where = f"{for_terminal(setting.value)} ({setting.scope})"
        yield f"    # core.hooksPath is {where}: unset it first, or call commitworthy in the hooks there"


def _left(again: str, left: list[FileChange]) -> Iterator[str]:
    """What the user has to do first."""
    for change in left:
        path = for_terminal(change.path)
        if change.is_broken:
            yield f"    # no hook was added to {path}: fix it, then run: {again}"
        if change.by_hand:
            yield f"    # add the lines above to {path} by hand"
        if change.removed:
            yield f"    # remove {for_terminal(' and '.join(change.removed))} from {path} by hand"


def _again(words: Iterable[str]) -> str:
    """The command that writes, with all the options that were given."""
    others = (shlex.quote(for_terminal(word)) for word in words if word != "--write")
    return " ".join(["commitworthy init --write", *others])
