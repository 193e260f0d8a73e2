"""What audit is measured beside sees the same history.  Nothing here looks at a clock."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from bench import audits, repositories
from bench.page import Programs
from tests.luck import need_lfs
from tests.repo import BIN

if TYPE_CHECKING:
    from pathlib import Path


def test_all_cases_run_and_see_the_same_blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need_lfs()
    made = repositories.with_history(str(tmp_path / "made"), 7, 10)
    bare = tmp_path / "some.git"
    subprocess.run(["git", "clone", "--quiet", "--mirror", "--no-local", made.top, str(bare)], check=True)
    monkeypatch.setenv("BENCH_REPOSITORIES", str(bare))
    *ours, public = audits.PAGE.workloads(Programs(str(BIN), ""), 0.001)
    assert [workload.name for workload in ours] == ["10 commits, 100 blobs", "20 commits, 200 blobs"]
    assert public.name == "some"
    clone = public.build(str(tmp_path / "clone"))
    said = {}
    for case in public.cases(Programs(str(BIN), ""), clone):
        done = subprocess.run(case.command, cwd=clone.top, capture_output=True, text=True, check=True)
        said[case.name] = done.stdout
    walked = [line for line in said[audits.WALK].splitlines() if " blob " in line]
    report = json.loads(said[audits.OURS])
    assert report["total"]["blobs"] == len(walked) == 70
    assert report["total"]["size"] == sum(int(line.split()[2]) for line in walked)
    analysis = (tmp_path / "clone/filter-repo/analysis/README").read_text()
    assert f"Number of commits: {report['commits']}\n" in analysis
