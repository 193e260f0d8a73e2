"""Many repositories, each in a process of its own; what is known of one since its refs moved is not looked at again."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile

from ... import __version__
from ...base import cache, parallel
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...report.escape import without_secrets
from . import one
from .output import append, journal
from .report import SCHEMA
from .targets import fingerprint, on_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .report import Failure, Report
    from .targets import Limits, Target
    from .totals import Options

    Run = Callable[[Sequence["Task"]], Iterable[tuple["Task", "Result"]]]

_JOURNAL = "audit.jsonl"


class Task(NamedTuple):
    """One repository to be looked at; `known` is what the journal has of it, under its key.

    `clones` is the folder for a clone of it, None for that of temporary files.
    """

    target: Target
    options: Options
    limits: Limits
    journal: bool = False
    known: tuple[str, Report] | None = None
    clones: str | None = None


class Result(NamedTuple):
    """What came of a task; `key` under which it belongs into the journal, "" where it does not."""

    report: Report | Failure
    key: str = ""


def perform(task: Task) -> Result:
    """Look at one repository; whatever goes wrong with it is a failure with its reason."""
    name = task.target.name
    try:
        key = _key(task) if task.journal else ""
        if task.known and task.known[0] == key:
            return Result(task.known[1])
        with on_disk(task.target, task.limits, task.clones) as folder:
            report = one.audited(folder, task.options, name, alone=True).report
        # What is missing may be fetched without a ref that moves.
        return Result(report, "" if report["lower_bound"] else key)
    except CheckError as problem:
        reason = str(problem).removeprefix(f"{name}: ").removeprefix(f"{task.target.place}: ")
        return Result({"repository": name, "error": without_secrets(reason)})
    except OSError as error:
        return Result({"repository": name, "error": error.strerror or "cannot be read"})
    except Exception as error:  # noqa: BLE001 (one repository must not be the end of all others)
        said = f"this is a bug in commitworthy {__version__} ({type(error).__name__}): please report it"
        return Result({"repository": name, "error": said})


def _key(task: Task) -> str:
    """What a report follows from: the refs, what was asked for, and our own code."""
    facts = (fingerprint(task.target, task.limits), tuple(task.options), SCHEMA, __version__, cache.code())
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def tasks_of(targets: Sequence[Target], options: Options, limits: Limits, folder: str | None) -> list[Task]:
    """A task for each target; `folder` is that of the journal, None for none."""
    known = _read(folder) if folder is not None else {}
    return [Task(target, options, limits, folder is not None, known.get(target.name)) for target in targets]


def audits(
    tasks: Sequence[Task], folder: str | None, run: Run, progress: Callable[[int, int, str], None]
) -> list[Report | Failure]:
    """A report or a failure for each task, in their order; what is new goes into the journal as it comes."""
    found: dict[str, Report | Failure] = {}
    for done, (task, result) in enumerate(run(tasks), 1):
        found[task.target.place] = result.report
        if folder is not None and result.key:
            append(os.path.join(folder, _JOURNAL), json.dumps({"key": result.key, "report": result.report}))
        progress(done, len(tasks), task.target.name)
    return [found[task.target.place] for task in tasks]


def in_processes(jobs: int) -> Run:
    """Runs tasks in processes of this machine."""

    def run(tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        longest = max(task.limits.seconds for task in tasks)
        # A process that takes too long is killed, and puts nothing away.
        with tempfile.TemporaryDirectory(prefix="commitworthy-audit-", ignore_cleanup_errors=True) as clones:
            for task, result in parallel.apart(
                [task._replace(clones=clones) for task in tasks], perform, jobs, longest
            ):
                if isinstance(result, parallel.Lost):
                    result = Result({"repository": task.target.name, "error": str(result)})  # noqa: PLW2901
                yield task, result

    return run


def _read(folder: str) -> dict[str, tuple[str, Report]]:
    """Key and report of the journal, by the name of the repository, the last that there is; no line that is none."""
    found: dict[str, tuple[str, Report]] = {}
    try:
        with journal(os.path.join(folder, _JOURNAL)) as file:
            for line in file:
                try:
                    entry = json.loads(line)
                    found[entry["report"]["repository"]] = (entry["key"], entry["report"])
                except (ValueError, KeyError, TypeError):
                    continue
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CheckError(f"{os.path.join(folder, _JOURNAL)}: {error.strerror}: name another --cache") from None
    return found
