"""An audit of many repositories in one process, in two, and on two workers of a Dask scheduler, beside each other.

`python -m bench.organisation FILE` takes a file that lists repositories, as `commitworthy audit` does, and prints a
table.  Needs the extra `cluster`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 120  # seconds until a scheduler has to be there


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine that has so many workers."""
    with tempfile.TemporaryDirectory(prefix="bench-cluster-") as folder, contextlib.ExitStack() as running:

        def start(*words: str) -> None:
            process = subprocess.Popen(
                ["dask", *words, "--no-dashboard"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            running.callback(process.wait)
            running.callback(process.terminate)

        place = os.path.join(folder, "scheduler.json")
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", place)
        end = time.monotonic() + _PATIENCE
        while not os.path.exists(place):
            if time.monotonic() > end:
                raise SystemExit("the scheduler does not start")
            time.sleep(0.1)
        time.sleep(1)
        with open(place, encoding="utf-8") as file:
            address: str = json.load(file)["address"]
        for _ in range(workers):
            start("worker", address, "--nthreads", "1", "--no-nanny")
        _await(address, workers)
        yield address


def _await(address: str, workers: int) -> None:
    distributed: Any = importlib.import_module("distributed")
    with distributed.Client(address) as client:
        client.wait_for_workers(workers, timeout=_PATIENCE)


def audited(listed: str, *words: str) -> tuple[float, Any]:
    """Seconds, and the rows without what differs from run to run, which is nothing."""
    began = time.perf_counter()
    done = subprocess.run(
        ["commitworthy", "audit", listed, "--format", "json", *words], stdout=subprocess.PIPE, check=False
    )
    return time.perf_counter() - began, json.loads(done.stdout)


def main(listed: str, rounds: int = 3) -> None:
    """Print a table; SystemExit where the rows are not the same everywhere."""
    with cluster(2) as address:
        ways = {
            "one process (`--jobs 1`)": ("--jobs", "1"),
            "two processes (`--jobs 2`)": ("--jobs", "2"),
            "two Dask workers": ("--scheduler", address),
        }
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        expected: Any = None
        for _ in range(rounds):
            for way, words in ways.items():
                taken, report = audited(listed, *words)
                seconds[way].append(taken)
                expected = report if expected is None else expected
                if report != expected:
                    raise SystemExit(f"{way}: other rows than before")
    first = next(iter(seconds.values()))
    total = expected["total"]
    print(f"{total['repositories']} repositories, {total['all_refs']:,} bytes; the rows are the same.\n")
    print("| | seconds | of one process |")
    print("|---|---:|---:|")
    for way, taken_by_it in seconds.items():
        ratio = statistics.median(one / other for one, other in zip(taken_by_it, first, strict=True))
        print(f"| {way} | {statistics.median(taken_by_it):.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
