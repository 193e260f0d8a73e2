"""Why a hook did not fire, and whether this clone is safe."""

from __future__ import annotations

import argparse
import os
import sys

from ... import __version__
from ...base import wording
from ...base.findings import ERROR, CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...blobs.judge import NOT_A_POINTER, identify, judge
from ...formats import pointers
from ...git import attributes, objects, repository
from ...hooks import context as hook_context
from ...hooks.block_artifacts import hook as block_artifacts
from ...hooks.block_artifacts.messages import is_accepted
from ...hooks.context import accepted_now
from ...hooks.require_lfs import parents as lfs_parents
from ...policy.parser import Parser
from ...policy.settings import OBSERVE
from ...report import text
from ...report.escape import for_terminal
from . import decisions, rules, setup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...base.findings import Finding
    from ...git.objects import Blob
    from ...git.repository import Repository
    from ...hooks.context import HookContext
    from ...hooks.require_lfs.routes import LfsViolation
    from ...policy.acceptance import Acceptance
    from ...policy.settings import BlockArtifacts


# The verdict on every tracked file: what it is, how large, where it belongs, and which rule objects.


def lines(context: HookContext) -> Iterator[str]:
    """One a file, by path."""
    settings = block_artifacts.weighing(context, context.policy.block_artifacts, context.baseline)
    accepted = accepted_now(context, "block-artifacts")
    routed = attributes.filters(context.repository, [entry.path for entry in context.entries])
    refused = lfs_parents.refused(context.repository, context.entries, accepted_now(context, "require-lfs"))
    for blob in sorted(objects.read(context.repository, context.entries), key=lambda blob: blob.entry.path):
        path = for_terminal(blob.entry.path.decode("utf-8", "surrogateescape"))
        if isinstance(blob, objects.Missing):
            yield f"{path}: not in this clone"
            continue
        route = ", routed to LFS" if routed.get(blob.entry.path) == "lfs" else ""
        pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
        what = f"{pointer.kind} pointer" if pointer else identify(blob, settings).label
        verdict = _verdict(settings, blob, accepted, refused)
        yield f"{path}: {for_terminal(what)}, {wording.show(blob.size)}{route}: {verdict}"
    yield ""


def _verdict(settings: BlockArtifacts, blob: Blob, accepted: Acceptance, refused: Mapping[bytes, LfsViolation]) -> str:
    violation, route = judge(blob, settings), refused.get(blob.entry.path)
    is_fine = violation is None or is_accepted(violation, accepted)
    if route and (is_fine or route.rule == NOT_A_POINTER):
        return f"{route.rule.code} {route.rule.name}"
    if violation is None:
        return "fine"
    said = f"{violation.rule.code} {violation.rule.name}"
    return f"{said}, accepted" if is_fine else said


SUMMARY = "Find out why a hook did not run; check this clone's setup."


def run(words: list[str]) -> int:
    """Print facts and problems; exit status 1 if there are problems."""
    args = _parser().parse_args(words)
    here = repository.answer(repository.ask())
    found = setup.look(here)
    problems = list(setup.check(found, os.environ))
    if not any(problem.rule == rules.NOT_CONFIGURED for problem in problems):
        problems += setup.unchecked_cards(here, found)
    context: HookContext | None = None
    try:
        context = hook_context.prepare(hook_context.Invocation([], True, {}))
        problems += decisions.check(context)
    except CheckError as error:
        problems.append(decisions.unreadable(error))
    problems += _of_lfs(here, context)
    text.write_lines(_facts(found, context), sys.stdout.buffer)
    if args.prove and context is not None:
        problems = _proved(here, found, context, problems)
    if args.files and context is not None:
        text.write_lines(lines(context), sys.stdout.buffer)
    text.write(
        problems,
        format=args.format,
        stream=sys.stdout.buffer,
        color=text.wants_color("auto", sys.stdout, os.environ),
        show_all=True,
        github_too=False,
    )
    if not problems:
        text.write_lines(["No problems found."], sys.stdout.buffer)
    return 1 if any(problem.level == ERROR for problem in problems) else 0


def _proved(here: Repository, found: setup.Setup, context: HookContext, problems: list[Finding]) -> list[Finding]:
    """Try what must be refused, and say what happened; the problems that are left then."""
    from . import prove

    text.write_lines(prove.files(found, lambda name: setup.read(here, name)), sys.stdout.buffer)
    sys.stdout.flush()
    proof = prove.run(context, found.configured)
    text.write_lines(["", *map(for_terminal, proof.lines), ""], sys.stdout.buffer)
    left = [problem for problem in problems if not (proof.is_proved and problem.rule == rules.UNSURE)]
    return [*left, *proof.problems]


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy doctor",
        description=SUMMARY,
        epilog="example: commitworthy doctor --files",
    )
    parser.add_argument("--files", action="store_true", help="also show the result for every tracked file")
    parser.add_argument(
        "--prove",
        action="store_true",
        help="try it: commit a model and a notebook with outputs to a scratch repository, with the pre-commit hook of "
        "this clone; this runs the hooks that are listed first, at most 60 seconds",
    )
    parser.set_defaults(format="text")
    return parser


def _facts(found: setup.Setup, call: HookContext | None) -> Iterator[str]:
    known = [("commitworthy", f"{__version__}, Python {sys.version.split()[0]}, {sys.executable}")]
    known += setup.facts(found)
    if call is not None:
        known.append(("policy", call.policy.source or "none (using defaults)"))
        observing = [hook for hook in call.policy.enforcement if call.policy.level(hook) == OBSERVE]
        if observing:
            known.append(("observing", f"{', '.join(observing)}: printed, not refused"))
        known.append(
            ("baseline", "none" if call.baseline is None else wording.counted(call.baseline.count(b"\n"), "row"))
        )
    width = max(len(name) for name, _ in known) + 2
    for name, value in known:
        yield f"{for_terminal(name):<{width}}{for_terminal(value)}"
    yield ""


def _of_lfs(here: Repository, context: HookContext | None) -> list[Finding]:
    """What require-lfs knows of a clone that is not set up for Git LFS."""
    from ...hooks.require_lfs import health

    return health.check(here, context.policy.homes if context else {})
