"""The benchmark of check-push runs, and its oracle sees what our walk sees.  Nothing here looks at a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.pushes import ENGINE, LAST, ORACLE, WHOLE

ROOT = Path(__file__).parents[2]


def test_it_writes_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    words = ["--small", "--python", sys.executable, "--write", str(page)]
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "pushes.py"), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert text == done.stdout
    assert "| 20 commits, 60 blobs (1) | python -c pass |" in text
    for name in (ORACLE, ENGINE, WHOLE, LAST):
        assert f"| {name.replace('|', chr(92) + '|')} |" in text


def test_the_page_in_the_docs_has_the_goal() -> None:
    text = (ROOT / "docs" / "benchmarks-push.md").read_text()
    assert "10,000 commits, 100,000 blobs" in text
    assert "(goal 2)" in text
