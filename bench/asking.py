"""What every benchmark is told on its command line, and where its page goes."""

from __future__ import annotations

import argparse
import sys


def parser(description: str | None) -> argparse.ArgumentParser:
    """With `--write`, which all of them have."""
    made = argparse.ArgumentParser(description=description, allow_abbrev=False)
    made.add_argument("--write", metavar="FILE", help="write the page there too")
    return made


def with_python(made: argparse.ArgumentParser, default: str | None = None) -> argparse.ArgumentParser:
    """And the environment to measure: `default`, or one that is made for it."""
    text = "interpreter of an environment that holds all the programs"
    made.add_argument("--python", default=default, metavar="PATH", help=text)
    return made


def with_workloads(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """And which of its workloads to run, how often."""
    made.add_argument("--only", default="", metavar="WORDS", help="only workloads whose name holds this")
    made.add_argument("--rounds", type=int, metavar="N", help="rounds of each workload (default: its own number)")
    return made


def publish(page: str, file: str | None) -> None:
    """Print the page, and write it where it was asked for."""
    sys.stdout.write(page)
    if file:
        with open(file, "w", encoding="utf-8") as written:
            written.write(page)
