"""Whole commands against a SeaweedFS of our own, for `bench.moves`, `bench.homes` and `bench.lfs`.

Each case is a process, in turn in each round; the ratios are of medians.  The extra `test-move` has the server.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.stores import KEY, S3, SECRET, seaweedfs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BIN = Path(sys.executable).parent
LARGE = 200_000_000


class Figure(NamedTuple):
    """Seconds of each round, and the largest process in MB."""

    seconds: list[float]
    peak: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


Cases = dict[str, "Callable[[int, Path], tuple[float, float]]"]
"""What is timed in a round of this number, in a folder of the round: seconds and peak MB."""
Results = dict[str, dict[str, Figure]]
"""By work and case."""


def timed(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak MB of a process, which has to succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def measured(cases: Cases, rounds: int) -> dict[str, Figure]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="bench-commands-") as folder:
            for name, case in cases.items():
                found[name].append(case(number, Path(folder)))
    return {
        name: Figure([seconds for seconds, _ in runs], max(peak for _, peak in runs)) for name, runs in found.items()
    }


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def project(folder: Path) -> Path:
    """A repository with a commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    git(folder, "config", "user.email", "bench@example.org")
    git(folder, "config", "user.name", "bench")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "first")
    return folder


def large_file(folder: Path) -> Path:
    """The folder, with big.bin in it."""
    # Bit by bit: the size of this process counts as that of those it starts.
    with open(folder / "big.bin", "wb") as file:
        file.writelines(os.urandom(LARGE // 100) for _ in range(100))
    return folder


def ours(*words: str) -> list[str]:
    return [str(BIN / "commitworthy"), *words]


def dvc(place: Path, *commands: Sequence[str]) -> tuple[float, float]:
    """DVC, once or several times: the sum of seconds, and the largest peak."""
    runs = [timed([str(BIN / "dvc"), *words, "--quiet"], place) for words in commands]
    return sum(seconds for seconds, _ in runs), max(peak for _, peak in runs)


def dvc_project(folder: Path, url: str, endpoint: str) -> Path:
    """A project whose files DVC pushes to that address."""
    place = project(folder)
    remote = ["remote", "add", "--default", "store", url]
    dvc(place, ["init"], remote, ["remote", "modify", "store", "endpointurl", endpoint])
    return place


def head(title: str, module: str, about: str, rounds: int) -> list[str]:
    """The lines of a page above its tables; `about` has the places of processors, load and rounds."""
    return [
        f"# {title}",
        "",
        f"Written by `python -m bench.{module} --write docs`.",
        "",
        about.format(processors=os.cpu_count(), load=os.getloadavg()[1], rounds=rounds),
    ]


def tables(results: Results, *, peaks: bool = False) -> Iterator[str]:
    """The lines of a table for each work, with or without the memory of the largest process."""
    for work, figures in results.items():
        yield from ("", f"## {work[:1].upper()}{work[1:]}", "")
        yield "| case | median s | least s |" + " peak MB |" * peaks
        yield "|---|---:|---:|" + "---:|" * peaks
        for name, figure in figures.items():
            row = f"| {name} | {figure.median:.2f} | {min(figure.seconds):.2f} |"
            yield row + f" {figure.peak:.0f} |" * peaks


def main(about: str | None, page: str, lines: Callable[[S3, int], list[str]]) -> None:
    """Start the server, and write or print the page whose lines are made with it, in so many rounds."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", metavar="FOLDER", help="write the page there; else it is printed")
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="bench-weed-") as folder, seaweedfs(Path(folder)) as s3:
        os.environ.update(
            AWS_ENDPOINT_URL=s3.endpoint,
            AWS_ACCESS_KEY_ID=KEY,
            AWS_SECRET_ACCESS_KEY=SECRET,
            AWS_DEFAULT_REGION="us-east-1",
            AWS_EC2_METADATA_DISABLED="true",
            DVC_NO_ANALYTICS="1",
            GIT_CONFIG_GLOBAL=os.devnull,
        )
        text = "\n".join(lines(s3, args.rounds)) + "\n"
    if args.write:
        (Path(args.write) / page).write_text(text)
    else:
        print(text)
