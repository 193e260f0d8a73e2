"""move and fetch beside `aws s3 cp` and DVC, against a SeaweedFS of our own: `python -m bench.moves --write docs`.

Takes some minutes.  Everything runs on one machine, the server too, so the server is most of what is timed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.commands import (
    BIN,
    Cases,
    dvc,
    dvc_project,
    git,
    head,
    large_file,
    main,
    measured,
    ours,
    project,
    tables,
    timed,
)
from tests.stores import VERSIONED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stores import S3

SMALL_FILES, SMALL = 2_000, 2_000
CARDS = 1_000
P = "python -I -S -c pass"


def aws(endpoint: str, *words: str) -> list[str]:
    return [str(BIN / "aws"), "--endpoint-url", endpoint, "s3", "cp", *words]


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

    def copied(number: int, folder: Path) -> tuple[float, float]:
        (folder / "aws").mkdir()
        where = f"s3://{VERSIONED}/aws{number}/big.bin"
        return timed(aws(endpoint, "--only-show-errors", "big.bin", where), large_file(folder / "aws"))

    def copied_back(number: int, folder: Path) -> tuple[float, float]:
        where = f"s3://{VERSIONED}/aws{number}/big.bin"
        return timed(aws(endpoint, "--only-show-errors", where, "back.bin"), folder / "aws")

    def moved(number: int, folder: Path) -> tuple[float, float]:
        place = large_file(project(folder / "ours"))
        return timed(ours("move", "--to", f"s3://{VERSIONED}/big{number}", "big.bin"), place)

    def fetched(_: int, folder: Path) -> tuple[float, float]:
        (folder / "ours" / "big.bin").unlink()
        return timed(ours("fetch"), folder / "ours")

    def pushed(number: int, folder: Path) -> tuple[float, float]:
        place = large_file(dvc_project(folder / "dvc", f"s3://{VERSIONED}/dvc{number}", endpoint))
        return dvc(place, ["add", "big.bin"], ["push"])

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


def page(s3: S3, rounds: int) -> list[str]:
    results = {
        "2,000 files of 2 kB": measured(small_cases(s3.endpoint), rounds),
        "200 MB": measured(large_cases(s3.endpoint), rounds),
        "1,000 cards": measured(card_cases(), rounds),
    }
    lines = [
        *head("Benchmarks of move, fetch and check-cards", "moves", _ABOUT, rounds),
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
    return [*lines, *tables(results, peaks=True)]


if __name__ == "__main__":
    main(__doc__, "benchmarks-move.md", page)
