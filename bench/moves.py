"""move and fetch beside `aws s3 cp` and DVC, against a SeaweedFS of our own: `python -m bench.moves --write docs`.

Takes some minutes and the extra `test-move`.  Each case is a whole process, in turn in each round; the ratios are of
medians.  Everything runs on one machine, the server too, so the server is most of what is timed.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.stores import KEY, SECRET, VERSIONED, seaweedfs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BIN = Path(sys.executable).parent
SMALL_FILES, SMALL = 2_000, 2_000
LARGE = 200_000_000
CARDS = 1_000
P = "python -I -S -c pass"


class Figure(NamedTuple):
    """Seconds of each round, and the largest process in MB."""

    seconds: list[float]
    peak: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def timed(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak MB of a process, which has to succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def project(folder: Path) -> Path:
    """A repository with a commit, and with DVC in it."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    git(folder, "config", "user.email", "bench@example.org")
    git(folder, "config", "user.name", "bench")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "first")
    return folder


def ours(*words: str) -> list[str]:
    return [str(BIN / "commitworthy"), *words]


def aws(endpoint: str, *words: str) -> list[str]:
    return [str(BIN / "aws"), "--endpoint-url", endpoint, "s3", "cp", *words]


Cases = dict[str, "Callable[[int, Path], tuple[float, float]]"]


def small_cases(endpoint: str) -> Cases:
    """2,000 small files in one call."""

    def files(folder: Path) -> list[str]:
        (folder / "data").mkdir()
        for number in range(SMALL_FILES):
            (folder / "data" / f"{number}.bin").write_bytes(number.to_bytes(4, "big") + os.urandom(SMALL))
        return [f"data/{number}.bin" for number in range(SMALL_FILES)]

    def moved(number: int, folder: Path) -> tuple[float, float]:
        names = files(project(folder / "ours"))
        return timed(ours("move", "--to", f"s3://{VERSIONED}/small{number}", *names), folder / "ours")

    def copied(number: int, folder: Path) -> tuple[float, float]:
        (folder / "aws").mkdir()
        files(folder / "aws")
        where = f"s3://{VERSIONED}/aws{number}"
        return timed(aws(endpoint, "--recursive", "--only-show-errors", "data", where), folder / "aws")

    return {"aws s3 cp --recursive": copied, "commitworthy move": moved}


def large_cases(endpoint: str) -> Cases:
    """200 MB there, and back."""

    def one(folder: Path) -> Path:
        # Bit by bit: the size of this process counts as that of those it starts.
        with open(folder / "big.bin", "wb") as file:
            file.writelines(os.urandom(LARGE // 100) for _ in range(100))
        return folder

    def copied(number: int, folder: Path) -> tuple[float, float]:
        (folder / "aws").mkdir()
        where = f"s3://{VERSIONED}/aws{number}/big.bin"
        return timed(aws(endpoint, "--only-show-errors", "big.bin", where), one(folder / "aws"))

    def copied_back(number: int, folder: Path) -> tuple[float, float]:
        where = f"s3://{VERSIONED}/aws{number}/big.bin"
        return timed(aws(endpoint, "--only-show-errors", where, "back.bin"), folder / "aws")

    def moved(number: int, folder: Path) -> tuple[float, float]:
        place = one(project(folder / "ours"))
        return timed(ours("move", "--to", f"s3://{VERSIONED}/big{number}", "big.bin"), place)

    def fetched(_: int, folder: Path) -> tuple[float, float]:
        (folder / "ours" / "big.bin").unlink()
        return timed(ours("fetch"), folder / "ours")

    def pushed(number: int, folder: Path) -> tuple[float, float]:
        place = one(project(folder / "dvc"))
        dvc = str(BIN / "dvc")
        subprocess.run([dvc, "init", "--quiet"], cwd=place, check=True)
        url = f"s3://{VERSIONED}/dvc{number}"
        subprocess.run([dvc, "remote", "add", "--quiet", "--default", "store", url], cwd=place, check=True)
        subprocess.run([dvc, "remote", "modify", "store", "endpointurl", endpoint], cwd=place, check=True)
        adding = timed([dvc, "add", "--quiet", "big.bin"], place)
        pushing = timed([dvc, "push", "--quiet"], place)
        return adding[0] + pushing[0], max(adding[1], pushing[1])

    return {
        "aws s3 cp, there": copied,
        "commitworthy move, read-back included": moved,
        "dvc add && dvc push": pushed,
        "aws s3 cp, back": copied_back,
        "commitworthy fetch": fetched,
    }


def card_cases() -> Cases:
    """The hook over 1,000 cards."""

    def bare(_: int, folder: Path) -> tuple[float, float]:
        return timed([sys.executable, "-I", "-S", "-c", "pass"], folder)

    def first(_: int, folder: Path) -> tuple[float, float]:
        place, share = project(folder / "cards"), folder / "share"
        share.mkdir()
        for number in range(CARDS):
            (place / f"m{number}.bin").write_bytes(number.to_bytes(4, "big") + os.urandom(SMALL))
        names = [f"m{number}.bin" for number in range(CARDS)]
        subprocess.run(ours("move", "--to", str(share), *names), cwd=place, check=True, stdout=subprocess.DEVNULL)
        git(place, "commit", "--quiet", "--message", "cards")
        shutil.rmtree(place / ".git/commitworthy")
        # Within two seconds of its making a file is hashed anew each time.
        time.sleep(3)
        return timed(ours("check-cards"), place)

    def again(_: int, folder: Path) -> tuple[float, float]:
        return timed(ours("check-cards"), folder / "cards")

    return {P: bare, "check-cards, the first time": first, "check-cards, again": again}


def measured(cases: Cases, rounds: int) -> dict[str, Figure]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="bench-moves-") as folder:
            for name, case in cases.items():
                found[name].append(case(number, Path(folder)))
    return {
        name: Figure([seconds for seconds, _ in runs], max(peak for _, peak in runs)) for name, runs in found.items()
    }


GOALS = (
    ("2,000 files of 2 kB", "commitworthy move", "aws s3 cp --recursive", 3.0),
    ("200 MB", "commitworthy move, read-back included", "aws s3 cp, there", 1.3),
    ("1,000 cards", "check-cards, the first time", P, 35.0),
    ("1,000 cards", "check-cards, again", P, 8.0),
)
MOST_MEMORY = 150
_ABOUT = """\
Against a SeaweedFS with a versioned bucket on the same machine ({processors} processors, load average {load:.1f}),
which is most of what is timed.  Rounds: {rounds}; medians of whole processes, and the memory of the largest one.  Trust
the ratios, not the seconds.  `move` hashes, uploads, reads that version back, writes the card and stages it;
`aws s3 cp` uploads.  Below the memory of the timer itself, some 70 MB, none can be seen."""


def page(results: dict[str, dict[str, Figure]], rounds: int) -> str:
    lines = [
        "# Benchmarks of move, fetch and check-cards",
        "",
        "Written by `python -m bench.moves --write docs`.",
        "",
        _ABOUT.format(processors=os.cpu_count(), load=os.getloadavg()[1], rounds=rounds),
        "",
        "| work | goal | measured | holds |",
        "|---|---|---:|---|",
    ]
    for work, case, peer, most in GOALS:
        ratio = results[work][case].median / results[work][peer].median
        held = "yes" if ratio <= most else "**no**"
        lines.append(f"| {work}: {case} | <= {most:g} of {peer} | {ratio:.2f} | {held} |")
    peak = results["200 MB"]["commitworthy move, read-back included"].peak
    held = "yes" if peak < MOST_MEMORY else "**no**"
    lines.append(f"| 200 MB: memory of commitworthy move | < {MOST_MEMORY} MB | {peak:.0f} MB | {held} |")
    for work, figures in results.items():
        lines += ["", f"## {work}", "", "| case | median s | least s | peak MB |", "|---|---:|---:|---:|"]
        lines += [
            f"| {name} | {figure.median:.2f} | {min(figure.seconds):.2f} | {figure.peak:.0f} |"
            for name, figure in figures.items()
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
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
        )
        results = {
            "2,000 files of 2 kB": measured(small_cases(s3.endpoint), args.rounds),
            "200 MB": measured(large_cases(s3.endpoint), args.rounds),
            "1,000 cards": measured(card_cases(), args.rounds),
        }
    text = page(results, args.rounds)
    if args.write:
        (Path(args.write) / "benchmarks-move.md").write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
