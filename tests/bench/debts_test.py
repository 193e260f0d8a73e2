"""The repositories of old debt: the same each time, comparable with the design's figures, and accepted."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bench import debts, environment
from tests.repo import BIN

if TYPE_CHECKING:
    from pathlib import Path

    from bench.repositories import Repository

OURS = str(BIN / "commitworthy")


def rows(made: Repository) -> dict[str, int]:
    """Rows of each hook."""
    hooks = [line.split(b"\t")[0].decode() for line in made.git("show", "HEAD:.commitworthy-baseline").splitlines()]
    return {hook: hooks.count(hook) for hook in sorted({hook for hook in hooks if not hook.startswith("#")})}


def test_the_same_arguments_make_the_same_commit(tmp_path: Path) -> None:
    made = [debts.legacy(str(tmp_path / name), OURS, 0.01) for name in "ab"]
    assert made[0].git("rev-parse", "HEAD") == made[1].git("rev-parse", "HEAD")


def test_the_legacy_repository_is_of_artifacts(tmp_path: Path) -> None:
    made = debts.legacy(str(tmp_path / "r"), OURS, 0.01)
    found = rows(made)
    assert found["block-artifacts"] == 35
    assert found["require-lfs"] == 30
    assert len(made.tracked()) == 55 + len(("README.md", ".commitworthy-baseline"))
    assert b"count: 0\n" in made.git("count-objects", "-v")


def test_the_mixed_repository_is_of_parameters(tmp_path: Path) -> None:
    made = debts.mixed(str(tmp_path / "r"), OURS, 0.02)
    found = rows(made)
    assert found["block-artifacts"] == 2 + 2 + 2
    assert found["require-lfs"] == 2 + 2
    # Seeds of a file share a row.
    assert 430 < found["flag-parameters"] < 650
    assert "strip-notebooks" not in found


@pytest.mark.parametrize("name", debts.MADE)
def test_all_hooks_pass(tmp_path: Path, name: str) -> None:
    made = debts.MADE[name](str(tmp_path / "r"), OURS, 0.01)
    done = subprocess.run([OURS, "commitworthy", "--all-files"], cwd=made.top, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert made.git("status", "--porcelain") == b""


def test_what_is_not_accepted_is_reported(tmp_path: Path) -> None:
    made = debts.not_accepted(str(tmp_path / "r"), 100)
    for hook, count in (("block-artifacts", 100), ("require-lfs", 1), ("flag-parameters", 100)):
        done = subprocess.run([OURS, hook, "--format", "json"], cwd=made.top, capture_output=True, check=False)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert 0.8 * count <= len(found) <= 1.2 * count


def test_the_command_makes_one(tmp_path: Path) -> None:
    words = ["legacy", str(tmp_path / "r"), "--scale", "0.002", "--ours", OURS]
    subprocess.run([sys.executable, "-m", "bench.debts", *words], cwd=environment.ROOT, check=True)
    assert (tmp_path / "r" / ".commitworthy-baseline").exists()
