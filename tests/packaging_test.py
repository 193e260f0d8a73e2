"""What is published: the archive with all that is in git, and the wheel that installs the command."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import NamedTuple

import pytest

import commitworthy
from tests.luck import INSTALL

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
NAME = f"commitworthy-{commitworthy.__version__}"
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, sys.argv[1])(sys.argv[2]))"


def tracked() -> list[str]:
    """What git has; the archive itself has no more to be compared with."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout of the repository")
    # Its folder named, git reads it also where it belongs to somebody else, as in a container of CI.
    command = ["git", "--git-dir=.git", "ls-files", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]


class Built(NamedTuple):
    """The names in the archive and in the wheel that is built from it, and what the wheel says of itself."""

    archive: frozenset[str]
    wheel: dict[str, bytes]


def build(what: str, folder: Path, out: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, what, str(out)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stderr}\n{INSTALL}"
    return out / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built as pip does it: the archive from a checkout, the wheel from the archive."""
    folder = tmp_path_factory.mktemp("build")
    for name in tracked():
        (folder / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "checkout" / name)
    with tarfile.open(build("build_sdist", folder / "checkout", folder)) as archive:
        # Python 3.11.3 and older have no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder / "archive")
        names = frozenset(archive.getnames())
    with zipfile.ZipFile(build("build_wheel", folder / "archive" / NAME, folder)) as wheel:
        return Built(names, {name: wheel.read(name) for name in wheel.namelist()})


def test_the_archive_has_all_that_is_in_git(built: Built) -> None:
    assert {f"{NAME}/{name}" for name in tracked()} <= built.archive


def test_the_wheel_has_the_modules_the_schema_and_the_licence(built: Built) -> None:
    modules = {name.removeprefix("hooks/") for name in tracked() if name.startswith("hooks/")}
    others = {
        f"{NAME}.data/data/share/commitworthy/commitworthy.schema.json",
        *(f"{NAME}.dist-info/{name}" for name in
          ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "top_level.txt")),
    }  # fmt: skip
    assert set(built.wheel) == modules | others


def test_the_wheel_says_where_everything_is(built: Built) -> None:
    said = HeaderParser().parsestr(built.wheel[f"{NAME}.dist-info/METADATA"].decode())
    assert {line.partition(",")[0] for line in said.get_all("Project-URL", [])} == {
        "Source", "Documentation", "Changelog", "Issues",
    }  # fmt: skip
    assert set(said.get_all("Provides-Extra", [])) == set(PROJECT["optional-dependencies"])
    assert "commitworthy = commitworthy.cli:command" in built.wheel[f"{NAME}.dist-info/entry_points.txt"].decode()
