"""What every benchmark is told on its command line, and where its page goes."""

from __future__ import annotations

import argparse
import os
import sys


def parser(description: str | None) -> argparse.ArgumentParser:
    """With `--rounds` and `--write`, which all of them have."""
    made = argparse.ArgumentParser(description=description, allow_abbrev=False)
    made.add_argument("--rounds", type=int, metavar="N", help="of each measurement (default: its own number)")
    made.add_argument("--write", type=os.path.abspath, metavar="PATH", help="write what is printed there too")
    return made


def publish(page: str, file: str | None) -> None:
    """Print the page, and write it where it was asked for."""
    sys.stdout.write(page)
    if file:
        with open(file, "w", encoding="utf-8") as written:
            written.write(page)
