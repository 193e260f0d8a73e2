"""Show what a clone costs and why, for one repository or for many."""

from __future__ import annotations

import argparse
import os
import sys

from ...base import parallel, system
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...policy import convert
from ...policy.parser import Parser
from ...report.text import complain, write_lines
from . import output, targets
from .one import audited
from .totals import Options, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .report import Failure, Report
    from .targets import Target

SUMMARY = "Show what a clone costs and why, over all of history."
_TOP, _TOP_ON_SCREEN = 20, 8
_DAY = 86_400  # seconds
# Each repository takes files of ours, and `select` takes those below 1,024.
_MOST_JOBS = 256
# A file system takes 255 bytes, some of which are for a number and a suffix.
_LONGEST = 100


def run(words: list[str]) -> int:
    """Exit status 0; 1 where a clone is larger than `--fail-over`; 2 where a repository could not be audited."""
    args = _parser().parse_args(words)
    if args.scheduler:
        from . import cluster

        refusal = cluster.refusal(args.scheduler, insecure=args.insecure)
        if refusal:
            raise CheckError(f"--scheduler {args.scheduler}: {refusal}")
    wanted = targets.targets(args.repositories)
    if len(wanted) > 1 or any(map(os.path.isfile, args.repositories)):
        return _many(args, wanted)
    for option in ("cache", "scheduler"):
        if getattr(args, option):
            raise CheckError(f"--{option} is for many repositories: pass a file that lists them")
    return _one(args, wanted[0])


class _Seen(NamedTuple):
    """What comes of an audit: its report, the lines of CSV and what to say of a plan, where these are asked for."""

    report: Report
    blobs: list[str]
    planned: list[str]


def _one(args: argparse.Namespace, target: Target) -> int:
    if args.plan and args.since is not None:
        raise CheckError("--plan is for all of history: leave out --since")
    with targets.on_disk(target, _limits(args)) as folder:
        seen = _in_time(args.max_seconds, target, lambda: _seen(args, target, folder))
    if args.html:
        from . import page

        output.save(args.html, page.page(seen.report))
    complain(*seen.planned)
    write_lines(_lines(args, seen), sys.stdout.buffer)
    return _status(args, [seen.report])


def _in_time(seconds: int, target: Target, look: Callable[[], _Seen]) -> _Seen:
    """What is seen, in a process of its own: a pipe in the `.git` of somebody else has git wait forever."""
    ((_, found),) = parallel.apart([target], lambda _: _caught(look), 1, seconds)
    if isinstance(found, parallel.Lost):
        name = target.name or "this repository"
        raise CheckError(f"{name}: {found}: give it more with --max-seconds, or run it where there is more memory")
    if isinstance(found, Exception):
        raise found
    seen: _Seen = found
    return seen


def _caught(look: Callable[[], _Seen]) -> _Seen | Exception:
    """What is seen, or what is to be raised where it is awaited."""
    try:
        return look()
    except CheckError as problem:
        return problem
    except Exception as problem:  # noqa: BLE001 (raised there)
        import traceback

        # For --debug: a traceback does not get to another process.
        problem.add_note(traceback.format_exc())
        return problem


def _seen(args: argparse.Namespace, target: Target, folder: str) -> _Seen:
    try:
        audit = audited(folder, _options(args), _name_of(target.name) if target.is_address else "")
    except CheckError as problem:
        # Whoever is in a repository knows which one it is.
        raise CheckError(f"{target.name}: {problem}" if target.name else str(problem)) from None
    planned: list[str] = []
    blobs: list[str] = []
    if args.plan:
        from . import plan

        planned = plan.write(args.plan, audit)
    if args.format == "csv":
        from . import tables

        # All blobs, unless a number is named.
        blobs = list(tables.as_csv(rows(audit.scan, _options(args)._replace(top=args.top or 0))))
    return _Seen(audit.report, blobs, planned)


def _lines(args: argparse.Namespace, seen: _Seen) -> Iterable[str]:
    from . import tables, text

    if args.format == "json":
        return [tables.as_json(seen.report)]
    if args.format == "csv":
        return seen.blobs
    return text.lines(seen.report, _TOP_ON_SCREEN if args.top is None else args.top)


def _many(args: argparse.Namespace, wanted: list[Target]) -> int:
    if args.plan:
        raise CheckError("--plan is for one repository: pass one")
    from ...report import progress
    from . import cluster, many, tables, text

    show = progress.counter(sys.stderr, os.environ, "repositories")
    tasks = many.tasks_of(wanted, _options(args), _limits(args), args.cache)
    run = cluster.on_cluster(args.scheduler) if args.scheduler else many.in_processes(args.jobs)
    reports = many.audits(tasks, args.cache, run, show)
    if args.html:
        _pages(args.html, reports)
    if args.format == "json":
        lines: Iterable[str] = [tables.many_as_json(reports)]
    elif args.format == "csv":
        lines = tables.many_as_csv(reports)
    else:
        lines = text.overview(reports, _TOP if args.top is None else args.top)
    write_lines(lines, sys.stdout.buffer)
    if any("error" in report for report in reports):
        return 2
    return _status(args, [report for report in reports if "clone" in report])


def _pages(place: str, reports: list[Report | Failure]) -> None:
    """The page over all of them, and a page for each in a folder beside it."""
    from urllib.parse import quote

    from . import page

    folder = f"{os.path.splitext(place)[0]}-pages"
    links: dict[str, str] = {}
    for number, report in enumerate(reports):
        if "clone" in report:
            name = f"{number + 1}-{_name_of(report['repository'])}.html"
            links[report["repository"]] = f"{quote(os.path.basename(folder))}/{name}"
            output.save(os.path.join(folder, name), page.page(report), folders=True)
    output.save(place, page.overview(reports, links))


def _name_of(address: str) -> str:
    """The last part of an address or a path, in so many letters as any file system and any page takes."""
    name = address.rstrip("/").removesuffix(".git").replace("\\", "/").rpartition("/")[2].rpartition(":")[2]
    letters = (letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)
    return "".join(letters)[:_LONGEST]


def _status(args: argparse.Namespace, reports: list[Report]) -> int:
    largest = max((report["clone"]["branches_tags"] for report in reports), default=0)
    return 1 if args.fail_over is not None and largest > args.fail_over else 0


def _limits(args: argparse.Namespace) -> targets.Limits:
    return targets.Limits(args.max_seconds, args.max_disk)


def _options(args: argparse.Namespace) -> Options:
    return Options(_TOP if args.top is None else args.top, args.since, args.authors, exact=bool(args.plan))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy audit",
        usage="commitworthy audit [options] [REPO ...]",
        description=SUMMARY,
        epilog="example: commitworthy audit --html audit.html",
    )
    parser.add_argument("repositories", nargs="*", metavar="REPO", help="folder, URL, or a file that lists them")
    form = "text, json or csv (default: text)"
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", metavar="FORMAT", help=form)
    parser.add_argument("--html", type=_place, metavar="FILE", help="also write a page to be shown, without a network")
    parser.add_argument("--plan", type=_place, metavar="FILE", help="write what to strip, and what to tell the team")
    parser.add_argument("--top", type=_whole, metavar="N", help="length of each list (8 as text, else 20); 0 shows all")
    parser.add_argument("--since", type=_date, metavar="DATE", help="count only what came on this day or later")
    parser.add_argument("--authors", action="store_true", help="name the authors, with their addresses")
    parser.add_argument("--fail-over", type=_size, metavar="SIZE", help="exit with 1 if a clone is larger")
    processors = min(system.processors(), _MOST_JOBS)
    parser.add_argument("--jobs", type=_jobs, metavar="N", default=processors, help="repositories at once")
    parser.add_argument("--scheduler", metavar="URL", help="a Dask cluster at tls://HOST:PORT does the work")
    parser.add_argument("--insecure", action="store_true", help="allow tcp:// to another machine")
    parser.add_argument(
        "--cache", type=_place, metavar="FOLDER", help="journal: a second run audits only what has moved"
    )
    parser.add_argument("--max-seconds", type=_seconds, metavar="N", default=3600, help="for each repository (3600)")
    parser.add_argument("--max-disk", type=_size, metavar="SIZE", default=20 * 1024**3, help="of each clone (20 GB)")
    return parser


def _whole(word: str) -> int:
    try:
        return convert.whole(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _place(word: str) -> str:
    if not word:
        raise argparse.ArgumentTypeError("must not be empty")
    return word


def _jobs(word: str) -> int:
    return _from_one_to(_MOST_JOBS, word)


def _seconds(word: str) -> int:
    return _from_one_to(_DAY, word)


def _from_one_to(most: int, word: str) -> int:
    number = _whole(word)
    if not 1 <= number <= most:
        raise argparse.ArgumentTypeError(f"must be from 1 to {most:,}, not {word}")
    return number


def _size(word: str) -> int:
    try:
        return convert.size(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _date(word: str) -> int:
    """The seconds at the beginning of a day in UTC."""
    import calendar
    import time

    try:
        return calendar.timegm(time.strptime(word, "%Y-%m-%d"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date such as 2026-11-30: {word!r}") from None
