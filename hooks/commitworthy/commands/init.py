"""Look at a repository, show what it takes to use the hooks here, and write it."""

from __future__ import annotations

import argparse
import os
import shlex
import sys

from .. import call as calls
from .. import cli, secrets
from ..adoption import plan
from ..adoption.entry import Entry
from ..adoption.plan import Change
from ..findings import CannotJudge
from ..git import proposal, save
from ..policy import baseline, load
from ..policy.parsing import Parser
from ..report import progress
from ..report.escape import for_terminal
from ..report.write import write_lines
from ..values import TYPE_CHECKING
from . import init_lines, survey
from .source import installed_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..call import Call
    from ..git.contents import File
    from ..git.repository import Repository

_LOCAL = "These hooks run what is on PATH, so all who commit here install commitworthy; or give --repo URL --rev REV."
SUMMARY = "Set the hooks up here: looks, shows, and with --write writes."


def run(words: list[str]) -> int:
    """Show the plan, or carry it out; exit status 0, also where there is nothing to do."""
    asked = _parser().parse_args(words)
    call = calls.prepare(calls.Request([], True, {}))._replace(watch=progress.watch(sys.stderr, os.environ))
    # Before the survey, which takes its time: whoever writes to them meanwhile is not overwritten.
    lying = _files(call.repository)
    found = survey.look(call)
    changes = _changes(asked, call, found, {name: file.content for name, file in lying.items()})
    if asked.write:
        save.save_all(call.repository, _targets(call.repository, changes, lying))
    write_lines(_report(asked, call, found, changes), sys.stdout.buffer)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = Parser(
        prog="commitworthy init",
        description=SUMMARY + "  What is there already is accepted in a baseline; what is new is judged.",
        epilog="example: commitworthy init && commitworthy init --write",
        allow_abbrev=False,
    )
    made.add_argument("--write", action="store_true", help="write the files; without it nothing is written")
    made.add_argument(
        "--replace", action="store_true", help="take check-added-large-files and nbstripout out, keeping their settings"
    )
    made.add_argument(
        "--hook",
        action="append",
        metavar="ID",
        choices=[*_one_by_one(), cli.COMBINED],
        help="these hooks (default: all, one by one)",
    )
    made.add_argument(
        "--repo", metavar="URL", help="where frameworks get the hooks: a URL, or local for what is on PATH"
    )
    made.add_argument("--rev", metavar="REV", help="the revision of it")
    made.add_argument("--no-lfs", action="store_true", help="say nothing of Git LFS")
    made.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return made


def _one_by_one() -> list[str]:
    """All hooks but the one that runs several: users skip, configure and see them one by one."""
    return [hook for hook in cli.HOOKS if hook != cli.COMBINED]


def _entry(asked: argparse.Namespace) -> Entry:
    hooks = tuple(asked.hook or _one_by_one())
    if asked.repo == "local":
        return Entry("local", "", hooks)
    if asked.repo:
        if secrets.address(asked.repo) != asked.repo:
            raise CannotJudge("init: --repo holds credentials, and what is written here is committed: leave them out")
        if not asked.rev:
            raise CannotJudge(f"init: --repo {asked.repo} needs --rev, a tag or a commit of it")
        return Entry(asked.repo, asked.rev, hooks)
    source = installed_from()
    return Entry(source.repo, asked.rev or source.rev, hooks) if source else Entry("local", "", hooks)


def _files(here: Repository) -> dict[str, File]:
    """The files that may change, as they are on disk; CannotJudge for one that must not."""
    names = (*plan.CONFIG_FILES, *load.POLICY_FILES, ".gitattributes", ".gitignore", baseline.FILE)
    return {name: file for name in names if (file := save.read(here, name))}


def _targets(here: Repository, changes: list[Change], lying: Mapping[str, File]) -> Iterator[save.Target]:
    for change in changes:
        if change.is_one and change.new is not None:
            seen = lying[change.path].state if change.path in lying else None
            yield save.Target(save.place_of(here, change.path), change.new, seen)


def _changes(asked: argparse.Namespace, call: Call, found: survey.Survey, files: Mapping[str, bytes]) -> list[Change]:
    made = plan.configuration(files, _entry(asked), replace=asked.replace)
    wanted, lost = plan.carried(files) if asked.replace else ({}, [])
    carried = plan.policy(files, wanted) if call.policy.source is None else []
    made += init_lines.with_exceptions(files, carried, found.notebooks.broken)
    made += [Change(word, None, None, "has no counterpart here: see docs/policy.md") for word in lost]
    if not asked.no_lfs and (note := init_lines.no_routes(call, found)):
        old = files.get(".gitattributes")
        made.append(Change(".gitattributes", old, old or b"", note))
    made.append(plan.ignores(files.get(".gitignore"), init_lines.patterns(call, found)))
    return [*made, _baseline(found, files, made)]


def _baseline(found: survey.Survey, files: Mapping[str, bytes], made: list[Change]) -> Change:
    """What is there, as the hooks will see it once the other files are staged; a baseline that exists stays."""
    old = files.get(baseline.FILE)
    if old is not None:
        return Change(baseline.FILE, old, old)
    rows = found.rows
    written = {change.path: change.new for change in made if change.is_one and change.new is not None}
    governing = {path: new for path, new in written.items() if path in load.POLICY_FILES}
    if governing:
        with proposal.as_if_added(governing):
            rows = survey.look(calls.prepare(calls.Request([], True, {}))).rows
    content = baseline.render(row for some in rows.values() for row in some)
    return Change(baseline.FILE, None, content)


def _report(asked: argparse.Namespace, call: Call, found: survey.Survey, changes: list[Change]) -> Iterator[str]:
    said = "; ".join(survey.sentences(found)) or "nothing that the hooks object to"
    yield f"Looked at {found.files:,} tracked files: {said}."
    for change in changes:
        yield from init_lines.shown(change)
    names = [change.path for change in changes if change.is_one]
    yield ""
    if not names:
        is_there = all(change.new is not None for change in changes)
        yield f"Nothing to write: {'all of it is there' if is_there else 'the rest is to be done by hand, see above'}."
    elif not asked.write:
        if _entry(asked).repo == "local" and not {*names}.isdisjoint(plan.CONFIG_FILES) and not asked.repo:
            yield _LOCAL
        yield "Nothing was written.  Write it:   commitworthy init --write" + _again(asked)
    else:
        yield "Written.  What to do next:"
        yield from init_lines.adding(call, names)
        yield from () if asked.no_lfs else init_lines.uploading(call)
        yield f"    {init_lines.installing()}"
        yield "    git commit -m 'Judge what is committed'"


def _again(asked: argparse.Namespace) -> str:
    """The options as they were given."""
    words = ["--replace"] if asked.replace else []
    words += [word for hook in asked.hook or () for word in ("--hook", hook)]
    words += ["--repo", asked.repo] if asked.repo else []
    words += ["--rev", asked.rev] if asked.rev else []
    words += ["--no-lfs"] if asked.no_lfs else []
    return "".join(f" {shlex.quote(for_terminal(word))}" for word in words)
