"""Change the source in one place at a time and see whether a test fails: `python -m bench.mutants --write docs`.

A mutant is one change of a syntax tree: another comparison, another constant, a statement left out.  The tests that run
the changed lines, by coverage, run in a forked child that has pytest and the large libraries loaded, in a copy of the
project, which the processes that the tests start import as well.  A mutant that no test notices is a survivor: it needs
a test, or an entry in `equivalent_mutants.toml` with the reason why no test can notice it.

The environment needs `pip install -e '.[test,bench]'`.  To measure which test runs what takes longer than all tests:
`--measured FILE` keeps it, and `python -m bench.mutants --measured FILE tests/git` measures only these tests again.
Exit status 1: below the goal.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bench import asking
from bench.mutations import Uses, mutants_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.mutations import Mutant

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGE = "hooks/commitworthy"
FOLDERS = ("git/", "policy/", "blobs/", "notebooks/")
EQUIVALENT = os.path.join(TOP, "bench", "equivalent_mutants.toml")
# These start programs, and run little of the package in their own process.
_NOT_MEASURED = ("tests/imports_test.py", "tests/frameworks", "tests/bench")
# Loaded once, before the first fork; nothing of our own may be, for each child loads the changed source.
_LIBRARIES = ("hypothesis", "identify.identify", "jsonschema", "nbformat", "numpy", "yaml")
# Percent of the mutants that a test has to notice.
GOAL = 85
# Of the tests that run a line: so many of one function, so many in all, so many seconds together.
_OF_ONE_FUNCTION, _TESTS, _SECONDS = 3, 100, 60
# A test of so many seconds is quick enough: what it runs beside counts for more.
_QUICK = 0.2
# Seconds for a child to start, and how much longer than when they were measured its tests may take.
_START, _SLOWER = 20, 5
_BYTES_OF_MEMORY, _BYTES_OF_A_FILE = 8 << 30, 1 << 30
KILLED, SURVIVED, TIMED_OUT, NO_TEST, KNOWN = "killed", "survived", "timed out", "no test", "equivalent"


class Measured(NamedTuple):
    """Seconds of each test that passed, and the lines that it runs: path in the package -> a bit for each line."""

    seconds: dict[str, float]
    lines: dict[str, dict[str, int]]


def main() -> int:
    options = _parser().parse_args()
    began = time.monotonic()
    sources = read_sources()
    mutants = [mutant for path in sorted(sources) if is_asked(path) for mutant in mutants_of(path, sources[path])]
    known = read_equivalent(mutants)
    sample = draw(mutants, options.number, options.seed)
    # A test that was ended may leave a disk that it has mounted, which must not cost all that is known by then.
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        copies = [copy_project(os.path.join(folder, str(number))) for number in range(options.jobs)]
        measured = _measured(options, copies[0])
        tests = choose(sample, measured, sources)
        results = _results_before(options.results, sample) | {mutant: KNOWN for mutant in sample if mutant in known}
        asked = [mutant for mutant in sample if mutant not in results]
        check_found((test for mutant in asked for test in tests[mutant]), copies[0])
        for mutant, result in run(asked, tests, measured.seconds, copies):
            results[mutant] = result
            line = f"{result}: {mutant}\n"
            sys.stderr.write(f"{len(results)}/{len(sample)} {line}")
            if options.results:
                with open(options.results, "a", encoding="utf-8") as file:
                    file.write(line)
    text, share = _page(options, len(mutants), results, known, time.monotonic() - began)
    asking.publish(text, options.write and os.path.join(options.write, "mutants.md"))
    return share < GOAL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument(
        "tests", nargs="*", metavar="TESTS", help="to measure again (default: all, if there is no FILE)"
    )
    parser.add_argument("--number", type=int, default=400, metavar="N", help="of mutants (default: 400)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="from which they are drawn (default: 0)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes at a time (default: 2)")
    parser.add_argument("--measured", type=os.path.abspath, metavar="FILE", help="where to keep which test runs what")
    parser.add_argument("--results", type=os.path.abspath, metavar="FILE", help="of a run before: only survivors run")
    parser.add_argument("--write", type=os.path.abspath, metavar="PATH", help="write the page into this folder too")
    return parser


def read_sources() -> dict[str, bytes]:
    """Path in the package -> source of each of its modules."""
    top = os.path.join(TOP, PACKAGE)
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names if name.endswith(".py")]
    sources = {}
    for path in paths:
        with open(path, "rb") as file:
            sources[os.path.relpath(path, top)] = file.read()
    return sources


def is_asked(path: str) -> bool:
    return path.startswith(FOLDERS)


def draw(mutants: Iterable[Mutant], number: int, seed: int) -> list[Mutant]:
    """So many, in a random order; where the source changes elsewhere, nearly the same ones again."""
    count: Counter[str] = Counter()

    def place(mutant: Mutant) -> bytes:
        change = f"{mutant.path}\n{mutant.text}\n{mutant.before}\n{mutant.after}"
        count[change] += 1
        return hashlib.sha256(f"{seed} {count[change]} {change}".encode()).digest()

    return sorted(mutants, key=place)[:number]


def _results_before(file: str | None, sample: Iterable[Mutant]) -> dict[Mutant, str]:
    """Of an earlier run of the same source what was noticed then, which stays so with more tests."""
    if not file or not os.path.exists(file):
        return {}
    before = {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            result, _, mutant = line.rstrip("\n").partition(": ")
            before[mutant] = result
    noticed = (KILLED, TIMED_OUT)
    return {mutant: before[str(mutant)] for mutant in sample if before.get(str(mutant), "") in noticed}


def read_equivalent(mutants: Iterable[Mutant], place: str = EQUIVALENT) -> dict[Mutant, str]:
    """Each mutant that is known to be equivalent, with the reason; an entry that fits none is an error."""
    with open(place, "rb") as file:
        entries = tomllib.load(file)["equivalent"]
    by_text = defaultdict(list)
    for mutant in mutants:
        by_text[mutant.path, mutant.text, mutant.before, mutant.after].append(mutant)
    known = {}
    for entry in entries:
        fitting = by_text[entry["module"], entry["line"], entry["before"], entry["after"]]
        if not fitting:
            raise SystemExit(f"{place}: no mutant fits this entry any more: {entry}")
        known.update(dict.fromkeys(fitting, entry["reason"]))
    return known


def copy_project(target: str) -> str:
    """Copy what git tracks, or would, to a folder that is no repository; the folder."""
    command = ["git", "-C", TOP, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0"):
        if name and os.path.isfile(os.path.join(TOP, name)):
            os.makedirs(os.path.dirname(os.path.join(target, name)), exist_ok=True)
            shutil.copy(os.path.join(TOP, name), os.path.join(target, name))
    return target


class _Recorder:
    """A plugin of pytest that writes down how long each test took that passed."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.seconds: dict[str, float] = defaultdict(float)
        self.others: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.others.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        with open(self.file, "w", encoding="utf-8") as file:
            json.dump({test: seconds for test, seconds in self.seconds.items() if test not in self.others}, file)


def _measured(options: argparse.Namespace, copy: str) -> Measured:
    """What was measured before, with the named tests measured again; all of them where nothing was."""
    before = Measured({}, {})
    if options.measured and os.path.exists(options.measured):
        with open(options.measured, encoding="utf-8") as file:
            before = Measured(*json.load(file))
    if before.seconds and not options.tests:
        return before
    new = measure(copy, options.tests, options.jobs)
    kept = [test for test in before.seconds if not test.startswith(tuple(options.tests))]
    seconds = {**{test: before.seconds[test] for test in kept}, **new.seconds}
    measured = Measured(seconds, {**{test: before.lines[test] for test in kept}, **new.lines})
    if options.measured:
        with open(options.measured, "w", encoding="utf-8") as file:
            json.dump(measured, file)
    return measured


def measure(copy: str, tests: Sequence[str], jobs: int) -> Measured:
    """Run the tests with coverage, each in a context of its own."""
    folder = os.path.join(copy, ".measured")
    os.makedirs(folder, exist_ok=True)
    data, settings, seconds = (os.path.join(folder, name) for name in ("data", "settings", "seconds"))
    with open(settings, "w", encoding="utf-8") as file:
        file.write(f"[run]\ndata_file = {data}\nrelative_files = true\nsource = commitworthy\n")
    words = ["-n", str(jobs), "--cov=commitworthy", f"--cov-config={settings}", "--cov-context=test", "--cov-report="]
    words += [f"--ignore={path}" for path in _NOT_MEASURED if path not in tests]
    pid = _start(copy, [*words, *(tests or ["tests"])], [_Recorder(seconds)], is_silent=False)
    os.waitpid(pid, 0)
    with open(seconds, encoding="utf-8") as file:
        return read_coverage(data, json.load(file))


def read_coverage(data: str, seconds: dict[str, float]) -> Measured:
    """What each test that passed runs, from the data that coverage wrote."""
    coverage = importlib.import_module("coverage").CoverageData(data)
    coverage.read()
    lines: dict[str, dict[str, int]] = {test: {} for test in seconds}
    for file in coverage.measured_files():
        path = file.partition(f"{PACKAGE}/")[2]
        for line, contexts in coverage.contexts_by_lineno(file).items():
            for test in {context.rpartition("|")[0] for context in contexts} & lines.keys():
                lines[test][path] = lines[test].get(path, 0) | 1 << line
    return Measured(seconds, lines)


def choose(mutants: Iterable[Mutant], measured: Measured, sources: Mapping[str, bytes]) -> dict[Mutant, list[str]]:
    """The tests of each mutant, of those that run what it changes: some that are near it, then the others.

    Near are those in files that name what runs on import, or else those of its own folder.  Of each file first those
    that run little else and are quick.
    """
    total = {test: sum(map(int.bit_count, lines.values())) or 1 for test, lines in measured.lines.items()}
    uses = Uses(sources)
    words = {file: _words_of(file) for file in {test.partition("::")[0] for test in measured.seconds}}
    chosen = {}
    for mutant in mutants:

        def worth(test: str, path: str = mutant.path) -> float:
            own = measured.lines[test].get(path, 0).bit_count()
            return own / total[test] / (_QUICK + measured.seconds[test])

        covering = _covering(mutant, measured, uses)
        names = uses.names(mutant.owner)
        near = [test for test in measured.seconds if not names.isdisjoint(words[test.partition("::")[0]])]
        folder = f"tests/{os.path.dirname(mutant.path)}/"
        near = near or [test for test in covering if test.startswith(folder)]
        first = list(_spread(sorted(near, key=worth, reverse=True)))[: _TESTS // 2]
        taken = frozenset(first)
        others = [test for test in dict.fromkeys([*near, *covering]) if test not in taken]
        chosen[mutant] = list(_few([*first, *_spread(sorted(others, key=worth, reverse=True))], measured.seconds))
    return chosen


def _words_of(file: str) -> frozenset[str]:
    place = os.path.join(TOP, file)
    if not os.path.exists(place):
        return frozenset()
    with open(place, encoding="utf-8") as text:
        return frozenset(re.findall(r"\w+", text.read()))


def _covering(mutant: Mutant, measured: Measured, uses: Uses) -> list[str]:
    """The tests that run what is changed; of what runs on import, those that run what uses it."""
    if mutant.owner:
        tiers = [uses.lines(mutant.owner), {mutant.path: uses.modules[mutant.path]}]
    else:
        tiers = [{mutant.path: (2 << last) - (1 << first)} for first, last in (mutant.own, mutant.statement)]
    for wanted in tiers:
        covering = [
            test
            for test, lines in measured.lines.items()
            if any(lines.get(path, 0) & mask for path, mask in wanted.items())
        ]
        if covering:
            return covering
    return []


def _spread(tests: Iterable[str]) -> Iterator[str]:
    """The first test of each file, then the second of each; few of what differs in its data alone."""
    of_function: Counter[str] = Counter()
    by_file = defaultdict(list)
    for test in tests:
        function = test.partition("[")[0]
        of_function[function] += 1
        if of_function[function] <= _OF_ONE_FUNCTION:
            by_file[test.partition("::")[0]].append(test)
    return (test for turn in zip_longest(*by_file.values()) for test in turn if test)


def _few(tests: Sequence[str], seconds: dict[str, float]) -> Iterator[str]:
    spent = 0.0
    for test in tests[:_TESTS]:
        spent += seconds[test]
        if spent > _SECONDS and test != tests[0]:
            return
        yield test


class _Run(NamedTuple):
    """A mutant whose tests run: where, and up to which time of `time.monotonic`."""

    mutant: Mutant
    copy: str
    deadline: float


def run(
    mutants: Iterable[Mutant], tests: dict[Mutant, list[str]], seconds: dict[str, float], copies: Sequence[str]
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with its result, in the order in which they are known; one at a time in each copy."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    waiting, free = list(reversed(list(mutants))), list(copies)
    running: dict[int, _Run] = {}
    while waiting or running:
        while waiting and free:
            mutant = waiting.pop()
            if not tests[mutant]:
                yield mutant, NO_TEST
                continue
            copy = free.pop()
            _install(copy, mutant.path, mutant.changed)
            limit = _START + _SLOWER * sum(seconds[test] for test in tests[mutant])
            words = [
                "-x",
                "--disable-plugin-autoload",
                "-p",
                "no:cacheprovider",
                f"--basetemp={copy}.tmp",
                *tests[mutant],
            ]
            running[_start(copy, words)] = _Run(mutant, copy, time.monotonic() + limit)
        for pid, (mutant, copy, deadline) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            is_late = not ended and time.monotonic() > deadline
            if ended or is_late:
                _end(pid, is_running=not ended)
                del running[pid]
                free.append(copy)
                _install(copy, mutant.path, mutant.source)
                yield mutant, TIMED_OUT if is_late else KILLED if status else SURVIVED
        time.sleep(0.02)


def check_found(tests: Iterable[str], copy: str) -> None:
    """End the run where a test is gone that was there when the tests were measured: to pytest that is a failure."""
    pid = _start(copy, ["--collect-only", "--disable-plugin-autoload", "-p", "no:cacheprovider", *sorted(set(tests))])
    if os.waitpid(pid, 0)[1]:
        sys.exit("mutants: some tests that were measured are gone: measure all of them again, or remove the file")


def _install(copy: str, path: str, source: bytes) -> None:
    """Write a module; with a time that no other version of it had, by which Python knows its compiled files."""
    place = os.path.join(copy, PACKAGE, path)
    before = int(os.stat(place).st_mtime)
    with open(place, "wb") as file:
        file.write(source)
    os.utime(place, (before + 1, before + 1))


def _start(copy: str, words: list[str], plugins: Sequence[object] = (), *, is_silent: bool = True) -> int:
    """Run pytest in a copy of the project, in a forked child that leads a session of its own; its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 3
    try:
        os.setsid()
        os.chdir(copy)
        if is_silent:
            resource.setrlimit(resource.RLIMIT_AS, (_BYTES_OF_MEMORY, _BYTES_OF_MEMORY))
            resource.setrlimit(resource.RLIMIT_FSIZE, (_BYTES_OF_A_FILE, _BYTES_OF_A_FILE))
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
        os.environ["PYTHONPATH"] = os.pathsep.join((os.path.join(copy, "hooks"), copy))
        sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder or ".") != TOP]
        for name in [name for name in sys.modules if name.split(".")[0] in ("bench", "tests", "commitworthy")]:
            if name != __name__:
                del sys.modules[name]
        status = pytest.main(["-q", *words], list(plugins))
    finally:
        os._exit(status)


def _end(pid: int, *, is_running: bool) -> None:
    """End what is left of a child's session."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    if is_running:
        os.waitpid(pid, 0)


_HEAD = """\
# Mutants

Written by `python -m bench.mutants --write docs`.

{number} of the {total} mutants of {folders}, drawn with seed {seed}.  A mutant is a change of the source in one place:
another comparison, another constant, a statement left out.  It is killed where one of the tests that run the changed
line fails; of these at most {tests} and {seconds} seconds run.  A mutant that is known to be equivalent is not run; the
share is of all the others, and the goal is {goal} %.

- date: {date}
- minutes: {minutes:.0f}, {jobs} at a time

| killed | timed out | survived | no test | equivalent | share killed |
|---:|---:|---:|---:|---:|---:|
"""


def _page(
    options: argparse.Namespace, total: int, results: dict[Mutant, str], known: dict[Mutant, str], seconds: float
) -> tuple[str, float]:
    """The page, and the percentage killed."""
    count = Counter(results.values())
    killed = count[KILLED] + count[TIMED_OUT]
    share = 100 * killed / max(1, len(results) - count[KNOWN])
    text = _HEAD.format(
        number=len(results), total=total, folders=", ".join(f"`{folder}`" for folder in FOLDERS), seed=options.seed,
        tests=_TESTS, seconds=_SECONDS, goal=GOAL, date=time.strftime("%Y-%m-%d"), minutes=seconds / 60,
        jobs=options.jobs,
    )  # fmt: skip
    figures = [str(count[result]) for result in (KILLED, TIMED_OUT, SURVIVED, NO_TEST, KNOWN)]
    text += f"| {' | '.join(figures)} | {share:.1f} % |\n"
    for result, title in ((SURVIVED, "Survived"), (NO_TEST, "Run by no test"), (KNOWN, "Equivalent")):
        lines = [
            f"- {mutant}" + (f": {known[mutant]}" if result == KNOWN else "")
            for mutant in results
            if results[mutant] == result
        ]
        if lines:
            text += "\n".join((f"\n## {title}\n", *lines)) + "\n"
    return text, share


if __name__ == "__main__":
    sys.exit(main())
