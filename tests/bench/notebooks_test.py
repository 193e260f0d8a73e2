"""The bench of strip-notebooks runs, with whichever peers there are.  Nothing here looks at a clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench import environment, notebook_files
from commitworthy.notebooks.strip import strip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RUN = os.path.join(environment.ROOT, "bench", "notebooks.py")


@pytest.mark.parametrize("work", ["1 of 18 kB, dirty", "1 of 18 kB, clean"])
def test_a_small_workload_runs(tmp_path: Path, work: str) -> None:
    place = tmp_path / "page.md"
    command = [sys.executable, RUN, "--python", sys.executable, "--rounds", "1", "--only", work, "--write", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"| {work} (1) | python -c pass |" in done.stdout
    assert "|  | strip-notebooks |" in done.stdout
    assert "|  | nbstripout |" in done.stdout
    assert place.read_text() == done.stdout


@pytest.mark.parametrize(
    ("make", "dirty"), [(notebook_files.mixed, True), (notebook_files.texts, True), (notebook_files.clean, False)]
)
def test_the_notebooks_are_what_they_are_called(make: Callable[[int, int], bytes], dirty: bool) -> None:
    content = make(300_000, 1)
    assert content == make(300_000, 1)
    assert 250_000 < len(content) < 500_000
    assert json.loads(content)["nbformat"] == 4
    stripped = strip(content)
    assert (stripped.content is not content) == dirty
    assert stripped.notices == []
