"""Every hook over the staged change, named files, all files or a range of commits, in one process; writes nothing."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import stat
import sys

from .. import __version__, cli
from ..base.findings import ERROR, CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git import overlay, write
from ..hooks import combined, explanations
from ..hooks import context as hook_context
from ..hooks.hook import FILE_HOOKS
from ..policy.options import DOCUMENTS, LINES
from ..policy.parser import Parser, wide
from ..report import documents, progress, text
from ..report.documents import Run
from ..report.escape import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..base.findings import Finding
    from ..git.index import Entry
    from ..hooks.context import HookContext

SUMMARY = "Run the hooks on staged, named or all files, or on a range."
# Whatever a policy says, nothing is rewritten here.
WRITE_NOTHING = {("strip-notebooks", "check"): True}
# Judges what one commit adds, which a range of commits is not.
OF_ONE_COMMIT = ("limit-commit",)
# Looks at every card, whatever was named.
OF_CARDS = ("check-cards",)
# Standard output and the like, also where a shell has led them into a file: that is open already.
_STREAMS = ("/dev/", "/proc/")
_USAGE = """\
commitworthy check [FILE ... | --staged | --all-files]
       commitworthy check --from-ref A --to-ref B"""


def run(words: list[str]) -> int:
    """Report what the hooks find; exit status 0, 1 for findings, 2 where something could not be judged."""
    args = _parser().parse_args(words)
    _refuse_nonsense(args)
    span = None if args.to_ref is None else overlay.resolve(args.from_ref, args.to_ref)
    with overlay.as_if_staged(span) if span else contextlib.nullcontext():
        context = hook_context.prepare(_request(args))._replace(watch=progress.watch(sys.stderr, os.environ))
        if span:
            entries, links = _committed(context.entries, span.base), _committed(context.links, span.base)
            context = context._replace(entries=entries, links=tuple(links), ranged=True)
        hooks = (*FILE_HOOKS, *OF_CARDS) if span else (*FILE_HOOKS, *OF_ONE_COMMIT, *OF_CARDS)
        found = hook_context.of_call(combined.run(context, hooks), context, strict=args.strict)
        if found and not span:
            context.notes.extend(hook_context.differing_policy(context))
        if args.files:
            context.notes.extend(hook_context.differing_files(context))
        _report(args, found, hooks, context)
    if context.problems:
        return cli.UNJUDGED
    return cli.FOUND if any(finding.level == ERROR for finding in found) else cli.CLEAN


def _committed(entries: Iterable[Entry], base: str) -> list[Entry]:
    """What is as if staged, marked as what commits since `base` have changed."""
    return [entry._replace(base=base) for entry in entries]


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy check",
        usage=_USAGE,
        description="Runs the hooks in one process; writes nothing.  Default: the staged change.",
        epilog="example: commitworthy check --all-files --format sarif --output report.sarif",
        formatter_class=wide,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="check these files, tracked or staged")
    parser.add_argument("--staged", action="store_true", help="check the staged change")
    parser.add_argument("--all-files", action="store_true", help="check every tracked file")
    parser.add_argument("--from-ref", metavar="A", help="check what B changed since it left A, as one change")
    parser.add_argument("--to-ref", metavar="B", help="the other end; neither has to be checked out")
    parser.add_argument("--format", choices=(*LINES, *DOCUMENTS), default="text", metavar="F", help=_choices())
    parser.add_argument("--output", metavar="FILE", help="write the report there; the text is printed as well")
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--all", action="store_true", help="show all findings of each rule")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", metavar="WHEN", help="auto, always or never"
    )
    return parser


def _choices() -> str:
    return f"{', '.join((*LINES, *DOCUMENTS))}; default: text"


def _refuse_nonsense(args: argparse.Namespace) -> None:
    ways = {
        "file names": bool(args.files),
        "--staged": args.staged,
        "--all-files": args.all_files,
        "--from-ref": args.from_ref is not None or args.to_ref is not None,
    }
    chosen = [name for name, said in ways.items() if said]
    if len(chosen) > 1:
        raise CheckError(f"check: {' and '.join(chosen)} are mutually exclusive")
    if (args.from_ref is None) != (args.to_ref is None):
        raise CheckError("check: --from-ref and --to-ref must be used together")


def _request(args: argparse.Namespace) -> hook_context.Invocation:
    names = [os.fsencode(name) for name in args.files]
    staged = not names and not args.all_files
    return hook_context.Invocation(names, args.all_files, WRITE_NOTHING, files_too=bool(names), staged=staged)


def _report(args: argparse.Namespace, found: list[Finding], hooks: tuple[str, ...], context: HookContext) -> None:
    """The report to a file, and the text beside it; or the report alone, on standard output."""
    if args.output:
        _save(context, args.output, _content(args, found, hooks, context))
        _print(args, "text", found, context)
    elif args.format in DOCUMENTS:
        sys.stdout.buffer.write(_content(args, found, hooks, context))
        sys.stdout.flush()
    else:
        _print(args, args.format, found, context)
    text.complain(*context.notes, *context.problems)


def _print(
    args: argparse.Namespace,
    format: str,  # noqa: A002 (named as the option)
    found: list[Finding],
    context: HookContext,
) -> None:
    text.write(
        found,
        format=format,
        stream=sys.stdout.buffer,
        color=text.wants_color(args.color, sys.stdout, os.environ),
        show_all=args.all,
        github_too=os.environ.get("GITHUB_ACTIONS") == "true",
        memory=context.repository.memory,
    )


def _content(args: argparse.Namespace, found: list[Finding], hooks: tuple[str, ...], context: HookContext) -> bytes:
    """What the file holds: a document, or lines without colour."""
    if args.format in DOCUMENTS:
        told = tuple(explanations.of_all())
        return documents.content(
            args.format,
            Run(text.ordered(found), hooks, told, tuple(map(without_secrets, context.problems)), __version__),
        )
    stream = io.BytesIO()
    text.write(found, format=args.format, stream=stream, color=False, show_all=True, github_too=False)
    return stream.getvalue()


def _save(context: HookContext, place: str, content: bytes) -> None:
    """Write the report where the user wants it, which may be anywhere: also out of the work tree, or into a pipe.

    But a name inside the work tree stays inside, whatever links a repository has put there.
    """
    folder = os.path.dirname(place) or "."
    if not os.path.isdir(folder):
        raise CheckError(f"--output {place}: there is no folder {folder}: make it first, or name another file")
    try:
        write.refuse_obstacle(context.repository, place)
        seen = os.stat(place) if os.path.exists(place) else None
        if seen and (not stat.S_ISREG(seen.st_mode) or os.path.abspath(place).startswith(_STREAMS)):
            with open(place, "wb") as stream:
                stream.write(content)
        else:
            write.save(context.repository, place, content, seen)
    except OSError as error:
        raise CheckError(f"--output {place}: {error.strerror}: name a file that can be written") from None
    except CheckError as problem:
        raise CheckError(f"--output {problem}") from None
