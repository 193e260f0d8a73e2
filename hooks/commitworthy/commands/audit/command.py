"""Show what a clone costs and why, for one repository or for many."""

from __future__ import annotations

import argparse
import sys
import time

from ...base.namedtuple import TYPE_CHECKING
from ...policy import convert
from ...policy.parser import Parser
from ...report.text import complain, write_lines
from . import output, page, plan, tables, text
from .one import Audit, audited
from .totals import Options, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .report import Report

SUMMARY = "Show what a clone costs and why, over all of history."
_TOP, _TOP_ON_SCREEN = 20, 8


def run(words: list[str]) -> int:
    """Exit status 0; 1 where a clone is larger than `--fail-over`; 2 where a repository could not be audited."""
    args = _parser().parse_args(words)
    targets = args.repositories or [""]
    return _one(args, targets[0])


def _one(args: argparse.Namespace, target: str) -> int:
    audit = audited(target, _options(args))
    if args.html:
        output.save(args.html, page.page(audit.report))
    if args.plan:
        complain(*plan.write(args.plan, audit))
    write_lines(_lines(args, audit), sys.stdout.buffer)
    return _status(args, [audit.report])


def _lines(args: argparse.Namespace, audit: Audit) -> Iterator[str]:
    if args.format == "json":
        yield tables.as_json(audit.report)
    elif args.format == "csv":
        # All blobs, unless a number is named.
        yield from tables.as_csv(rows(audit.scan, _options(args)._replace(top=args.top or 0)))
    else:
        yield from text.lines(audit.report, _TOP_ON_SCREEN if args.top is None else args.top)


def _status(args: argparse.Namespace, reports: list[Report]) -> int:
    largest = max((report["clone"]["branches_tags"] for report in reports), default=0)
    return 1 if args.fail_over is not None and largest > args.fail_over else 0


def _options(args: argparse.Namespace) -> Options:
    return Options(_TOP if args.top is None else args.top, args.since, args.authors)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy audit",
        usage="commitworthy audit [options] [REPO ...]",
        description=SUMMARY,
        epilog="example: commitworthy audit --html audit.html",
        allow_abbrev=False,
    )
    text_of = "folder, also a bare repository; https, ssh or file URL; or a file that lists them (default: this one)"
    parser.add_argument("repositories", nargs="*", metavar="REPO", help=text_of)
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="default: %(default)s")
    parser.add_argument("--html", metavar="FILE", help="also write a page to be shown, without a network")
    parser.add_argument("--top", type=_whole, metavar="N", help="length of each list; 0 shows all (default: 8 or 20)")
    parser.add_argument("--since", type=_date, metavar="DATE", help="count only blobs that came on this day or later")
    parser.add_argument("--authors", action="store_true", help="name the authors, with their e-mail addresses")
    parser.add_argument("--plan", metavar="FILE", help="write what a rewrite would strip, and what to tell the team")
    parser.add_argument("--fail-over", type=_size, metavar="SIZE", help="exit with 1 if a clone is larger")
    return parser


def _whole(word: str) -> int:
    try:
        return convert.whole(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _size(word: str) -> int:
    try:
        return convert.size(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _date(word: str) -> int:
    """The seconds at the beginning of a day in UTC."""
    import calendar

    try:
        return calendar.timegm(time.strptime(word, "%Y-%m-%d"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date such as 2026-11-30: {word!r}") from None
