"""Which programs are the user's own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commitworthy.base import system
from commitworthy.remedies import environment


@pytest.mark.parametrize(
    ("name", "mark", "is_found"),
    [("py_env-python3.11", ".install_state_v2", False), ("python-x", ".prek-hook.json", False), (".venv", "", True)],
)
def test_a_hook_does_not_take_its_own_environment_for_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, mark: str, is_found: bool
) -> None:
    """`language: system` runs what the user's shell finds, which then is the user's."""
    program = tmp_path / name / "bin" / "commitworthy"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    if mark:
        (tmp_path / name / mark).write_text("")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / name))
    monkeypatch.setattr(sys, "executable", str(program.parent / "python"))
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setenv("PRE_COMMIT", "1")
    found = system.which("commitworthy", environment._users_path())
    assert found == (str(program) if is_found else None)
