"""The workflows of this repository and the recipes on the pages are what their services take."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import commitworthy

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
FORMS = [place for place in sorted((GITHUB / "ISSUE_TEMPLATE").iterdir()) if place.name != "config.yml"]
FILES = [
    *(("github-workflows", place) for place in sorted((GITHUB / "workflows").iterdir())),
    *(("github-issue-forms", place) for place in FORMS),
    ("github-issue-config", GITHUB / "ISSUE_TEMPLATE/config.yml"),
    ("dependabot", GITHUB / "dependabot.yml"),
    ("citation-file-format", ROOT / "CITATION.cff"),
]
# What a recipe begins with, and what reads it.
RECIPES = {
    ".github/workflows/": "github-workflows",
    ".gitlab-ci.yml": "gitlab-ci",
    "azure-pipelines": "azure-pipelines",
}


def errors(schema: str, *places: Path) -> str:
    """What check-jsonschema has against files, by the schemas that it carries."""
    # Azure's schema has patterns that only the lenient reading of regular expressions takes.
    command = [sys.executable, "-m", "check_jsonschema", "--regex-variant", "nonunicode"]
    command += ["--builtin-schema", f"vendor.{schema}", *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def recipes() -> list[tuple[str, str, str]]:
    """Page, schema and text of each recipe whose first line names its file."""
    found = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for block in re.findall(r"```yaml\n(# .*?)```", page.read_text(), re.DOTALL):
            name = block.partition("\n")[0].removeprefix("# ")
            found += [(page.name, schema, block) for start, schema in RECIPES.items() if name.startswith(start)]
    return found


def workflow(name: str) -> dict[Any, Any]:
    known = yaml.safe_load((GITHUB / "workflows" / name).read_text())
    assert isinstance(known, dict)
    return known


@pytest.mark.parametrize(("schema", "place"), FILES, ids=lambda value: getattr(value, "name", value))
def test_a_file_for_github_is_valid(schema: str, place: Path) -> None:
    assert errors(schema, place) == ""


def test_a_file_that_is_not_valid_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("on: push\njobs:\n  a:\n    steps: []\n")
    assert "runs-on" in errors("github-workflows", tmp_path / "a.yml")


@pytest.mark.parametrize("schema", sorted(set(RECIPES.values())))
def test_the_recipes_on_the_pages_are_valid(tmp_path: Path, schema: str) -> None:
    places: list[Path] = []
    for page, reader, text in recipes():
        if reader == schema:
            places.append(tmp_path / f"{page}-{len(places)}.yml")
            places[-1].write_text(text)
    assert places
    assert errors(schema, *places) == ""


def test_the_tests_run_on_each_python_that_is_named_and_on_three_systems() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)}
    matrix = workflow("tests.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert named <= set(matrix["python"])
    assert {row["os"] for row in matrix["include"]} | set(matrix["os"]) == {
        "ubuntu-latest", "macos-latest", "windows-latest",
    }  # fmt: skip
    assert {row["python"] for row in matrix["include"]} <= set(matrix["python"])


def test_the_oldest_git_that_is_tested_is_the_oldest_that_is_named() -> None:
    tested = {row["git"] for row in workflow("tests.yml")["jobs"]["git"]["strategy"]["matrix"]["include"]}
    (named,) = re.findall(r"git (\d+\.\d+) or newer", (ROOT / "README.md").read_text())
    assert tested == {named, "newest"}


def test_only_the_jobs_that_publish_may_write() -> None:
    may: dict[tuple[str, str], object] = {}
    for place in sorted((GITHUB / "workflows").iterdir()):
        known = workflow(place.name)
        assert known["permissions"] == {"contents": "read"}, place.name
        may |= {(place.name, name): job["permissions"] for name, job in known["jobs"].items() if "permissions" in job}
    assert may == {
        ("docs.yml", "deploy"): {"pages": "write", "id-token": "write"},
        ("release.yml", "publish"): {"id-token": "write"},
        ("release.yml", "release"): {"contents": "write"},
    }


def test_the_citation_has_the_version() -> None:
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == commitworthy.__version__
