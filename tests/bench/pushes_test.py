"""The oracle of check-push sees what our walk sees.  Nothing here looks at a clock."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from bench import pushes, repositories
from bench.page import Programs
from tests.repo import BIN

if TYPE_CHECKING:
    from pathlib import Path


def test_our_walk_finds_each_blob_once(tmp_path: Path) -> None:
    made = repositories.with_history(str(tmp_path / "r"), 7, 5)
    programs = Programs(str(BIN), "")
    cases = {case.name: case for case in pushes.PAGE.workloads(programs, 1)[0].beside(programs, made)}
    command = [sys.executable, *cases[pushes.ENGINE].command[1:]]
    done = subprocess.run(command, cwd=made.top, capture_output=True, text=True, check=True)
    listed = subprocess.run(
        cases[pushes.ORACLE].command, cwd=made.top, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    sizes = [int(line.split()[2]) for line in listed if " blob " in line]
    assert done.stdout.split() == [str(len(sizes)), str(sum(sizes))]
