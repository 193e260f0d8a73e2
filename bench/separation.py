"""Findings of flag-parameters per 1,000 lines: does it tell well-kept projects from others?

    python bench/separation.py lightning-hydra-template kedro-starters handson-ml3

Each argument is a work tree, such as a clone of the repositories named in NAMED.  Lines are those of Python files and
of code cells that are not blank; tests and places for settings count, for they are part of keeping a project well.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "hooks"))

from commitworthy.parameters.find import find

if TYPE_CHECKING:
    from collections.abc import Iterator

# Well-kept first: a Hydra and a Kedro template; then notebooks of Kaggle, of a book and of a course.
NAMED = (
    "https://github.com/ashleve/lightning-hydra-template",
    "https://github.com/kedro-org/kedro-starters",
    "https://github.com/mateuszk098/kaggle-notebooks",
    "https://github.com/ageron/handson-ml3",
    "https://github.com/DataTalksClub/mlops-zoomcamp",
)


class Density(NamedTuple):
    """What was counted in one work tree."""

    files: int
    lines: int
    findings: int
    literals: int

    @property
    def rate(self) -> float:
        """Findings in 1,000 lines."""
        return 1000 * self.findings / max(1, self.lines)


def density(top: str) -> Density:
    """Of all tracked programs and notebooks of a work tree."""
    made = Density(0, 0, 0, 0)
    for name in _programs(top):
        with open(os.path.join(top, name), "rb") as file:
            content = file.read()
        found = find(name, content).found
        literals = sum(len(one.literals) for one in found)
        counts = (1, _lines(name, content), len(found), literals)
        made = Density(*(old + new for old, new in zip(made, counts, strict=True)))
    return made


def _programs(top: str) -> Iterator[str]:
    listing = subprocess.run(["git", "-C", top, "ls-files", "-z"], capture_output=True, check=True).stdout
    for raw in filter(None, listing.split(b"\0")):
        name = os.fsdecode(raw)
        place = os.path.join(top, name)
        if name.endswith((".py", ".ipynb")) and os.path.isfile(place) and not os.path.islink(place):
            yield name


def _lines(name: str, content: bytes) -> int:
    if not name.endswith(".ipynb"):
        return sum(bool(line.strip()) for line in content.splitlines())
    try:
        cells = json.loads(content).get("cells", [])
    except ValueError:
        return 0
    sources = ["".join(cell.get("source", "")) for cell in cells if cell.get("cell_type") == "code"]
    return sum(bool(line.strip()) for source in sources for line in source.splitlines())


def main() -> None:
    tops = sys.argv[1:]
    if not tops:
        raise SystemExit(f"{__doc__}\n" + "\n".join(f"git clone --depth 1 {url}" for url in NAMED))
    sys.stdout.write("| repository | files | lines | findings | literals | findings per 1,000 lines |\n")
    sys.stdout.write("|---|---:|---:|---:|---:|---:|\n")
    for top in tops:
        one = density(top)
        name = os.path.basename(os.path.abspath(top))
        sys.stdout.write(
            f"| {name} | {one.files} | {one.lines:,} | {one.findings:,} | {one.literals:,} | {one.rate:.1f} |\n"
        )


if __name__ == "__main__":
    main()
