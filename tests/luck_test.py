"""The tests' own helpers: a copy of PATH, what skips and what may not, and the seeds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import lfs
from tests.repo import executable

TOP = Path(__file__).parents[1]


def test_a_copy_of_path_holds_what_a_shell_would_run(tmp_path: Path) -> None:
    first, second, copy = tmp_path / "usr bin", tmp_path / "bin", tmp_path / "copy"
    for folder in (first, second):
        for name in ("git", "git-lfs", "both"):
            place = folder / name
            place.parent.mkdir(exist_ok=True)
            place.write_text("#!/bin/sh\n")
            place.chmod(0o755)
        (folder / "X11").symlink_to(".")
        (folder / "gone").symlink_to("nowhere")
        (folder / "loop").symlink_to("loop")
        (folder / "readme").write_text("no program\n")
        (folder / "readme").chmod(0o644)
    (first / "folder").mkdir()
    (second / "folder").symlink_to(second / "git")
    copy.mkdir()
    path = os.pathsep.join([str(first), "", str(tmp_path / "nowhere"), str(second), str(first / "X11")])
    lfs.copied(path, copy, but="git-lfs")
    assert {place.name: os.readlink(place) for place in copy.iterdir()} == {
        "git": str(first / "git"),
        "both": str(first / "both"),
        "folder": str(second / "folder"),
    }


SUITE = """\
import pytest
from tests.luck import need_lfs

@pytest.mark.needs_lfs
def test_marked(): raise AssertionError
def test_asks(): need_lfs()
def test_runs_it(repo): repo.git("lfs", "install", "--local")
def test_pastes_it(repo): repo.shell("git lfs install --local")
def test_other(): pass
"""


def pytest_run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The suite above below a conftest that is ours, on a machine without git-lfs and without pytest-xdist."""
    (folder / "some_test.py").write_text(SUITE)
    (folder / "conftest.py").write_text("from tests.conftest import *\nfrom tests.conftest import _isolated\n")
    if not (folder / "bin").exists():
        (folder / "bin").mkdir()
        lfs.copied(os.environ["PATH"], folder / "bin", but="git-lfs")
    command = [sys.executable, "-m", "pytest", "-c", str(TOP / "pyproject.toml"), "--rootdir", str(folder)]
    # In CI pytest would print each reason twice, at its full length.
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-p", "no:xdist", *words, str(folder)],
        cwd=TOP,
        env={**kept, "PATH": str(folder / "bin"), "PYTHONPATH": f"{TOP}/hooks:{TOP}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_git_lfs_one_line_says_how_many_are_left_out_and_why(tmp_path: Path) -> None:
    done = pytest_run(tmp_path)
    assert done.returncode == 0, done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED")]
    assert line.startswith("SKIPPED [4] ")
    assert line.endswith(": git-lfs is not installed: https://git-lfs.com")
    assert "1 passed, 4 skipped" in done.stdout


def test_in_ci_nothing_may_be_left_out(tmp_path: Path) -> None:
    done = pytest_run(tmp_path, COMMITWORTHY_NO_SKIPS="1")
    assert done.returncode == 1
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    names = {line.partition("::")[2].split()[0] for line in failed}
    assert names == {"test_marked", "test_asks", "test_runs_it", "test_pastes_it"}
    assert done.stdout.count("left out, where nothing may be: Skipped: git-lfs is not installed: https://git") == 4


ROWS = """\
import pytest
from tests.luck import at_length

@pytest.mark.parametrize("a", range(300))
def test_large(a): pass

@pytest.mark.parametrize("a", list("cdfh"))
def test_none_of_its_rows_is_in_the_third(a): pass

@pytest.mark.parametrize("a", range(3))
def test_small(a): pass

@pytest.mark.parametrize("a", ["b", at_length("c")])
def test_chosen_by_hand(a): pass
"""


def test_of_a_large_table_a_third_runs_every_day(tmp_path: Path) -> None:
    place = tmp_path / "tests" / "git" / "rows_test.py"
    place.parent.mkdir(parents=True)
    place.write_text(ROWS)

    def ran(*words: str, **environment: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for line in pytest_run(tmp_path, "-v", "-k", "rows_test", *words, **environment).stdout.splitlines():
            if match := re.search(r"rows_test\.py::(\w+)\[(.*)\] PASSED", line):
                found.setdefault(match[1], set()).add(match[2])
        return found

    some, others, every = ran(), ran("-m", "long"), ran(COMMITWORTHY_EVERY_ROW="1")
    assert 80 <= len(some["test_large"]) <= 120
    assert len(some["test_none_of_its_rows_is_in_the_third"]) == 1
    assert some["test_small"] == set("012")
    assert some["test_chosen_by_hand"] == {"b"}
    assert every["test_chosen_by_hand"] == {"b", "c"}
    assert {name: some[name] | others.get(name, set()) for name in some} == every
    assert not any(some[name] & others[name] for name in others)


def test_the_slow_files_start_first_where_processes_share_the_tests(tmp_path: Path) -> None:
    rows = {"git/a": 9, "homes/small": 1, "homes/large": 2, "frameworks/a": 1, "frameworks/b": 1, "frameworks/large": 3}
    for name, number in rows.items():
        place = tmp_path / "tests" / f"{name}_test.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("".join(f"def test_{row}(): pass\n" for row in range(number)))

    def started(*words: str) -> list[str]:
        out = pytest_run(tmp_path, "-v", *words, str(tmp_path / "tests")).stdout
        return list(dict.fromkeys(re.findall(r"\btests/(.*)_test\.py::test_\d", out)))

    first = ["frameworks/large", "homes/large", "frameworks/a", "homes/small", "frameworks/b", "git/a"]
    assert started("-p", "xdist", "-n", "1") == first
    assert started() == sorted(rows), "one process takes them as they come"


def test_without_the_extra_a_failure_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "lacks_test.py").write_text("import nobody_has_this\n")
    (tmp_path / "late_test.py").write_text("def test_late():\n    import nobody_has_this\n")
    done = pytest_run(tmp_path, "--continue-on-collection-errors")
    assert done.stdout.count("what is missing") == done.stdout.count("pip install -e '.[test]'") == 2
    fake = tmp_path / "fake" / "hypothesis"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'hypothesis'\")\n")
    done = pytest_run(tmp_path, PYTHONPATH=f"{fake.parent}:{TOP}/hooks:{TOP}")
    assert "E   ModuleNotFoundError: No module named 'hypothesis': pip install -e '.[test]'\n" in done.stderr


def test_a_program_of_the_extra_is_named_with_its_command() -> None:
    with pytest.raises(AssertionError, match=r"^nobody-has-this is not installed: pip install -e '.\[test\]'"):
        executable("nobody-has-this")
