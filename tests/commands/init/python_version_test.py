"""Which Python a configuration names for our hooks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from commitworthy.commands.init import adoption, python_version
from commitworthy.commands.init.entry import HookEntry

OURS = HookEntry("https://example.org/commitworthy", "v1", ("commitworthy", "check-push"))
OLD = (
    "python3.10", "python3.10.13", "3.9", "python310", "python2", "python2.7", "pypy3.9", "/usr/bin/python3.8",
    "~/x/python3.10", r"C:\Python\python3.10.exe", 3.1, 2, "==3.10", "cpython@3.10",
)  # fmt: skip
FINE = (
    "python3", "python", "default", "system", "python3.11", "python3.12", "3.13.1", "python311", "/usr/bin/python3.11",
    "/opt/py/bin/python", "pypy3.11", 3, ">=3.8", "", None,
)  # fmt: skip


def test_the_oldest_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=" + ".".join(map(str, python_version.OLDEST))


@pytest.mark.parametrize("version", OLD)
def test_it_is_too_old(version: object) -> None:
    assert python_version.is_too_old(version)


@pytest.mark.parametrize("version", FINE)
def test_it_is_not_too_old(version: object) -> None:
    assert not python_version.is_too_old(version)


def written(name: str, text: str, entry: HookEntry = OURS) -> str:
    (change,) = adoption.configuration({name: text.encode()}, entry, replace=False)
    assert change.new is not None
    return change.new.decode()


HEAD = "default_language_version:\n  python: {}\nrepos: []\n"
YAML, TOML = ".pre-commit-config.yaml", "prek.toml"


def test_each_of_our_hooks_gets_its_own_where_the_default_is_too_old() -> None:
    assert written(YAML, HEAD.format("python3.10")).endswith("""\
  - repo: https://example.org/commitworthy
    rev: v1
    hooks:
      - id: commitworthy
        language_version: python3
      - id: check-push
        language_version: python3
""")
    assert written(TOML, '[default_language_version]\npython = "python3.10"\n').endswith("""\
hooks = [
  { id = "commitworthy", language_version = "python3" },
  { id = "check-push", language_version = "python3" },
]
""")


@pytest.mark.parametrize(
    "text", [HEAD.format("python3.11"), "default_language_version:\n  node: '18'\nrepos: []\n", "repos: []\n"]
)
def test_else_they_get_none(text: str) -> None:
    assert " language_version" not in written(YAML, text)


def test_the_hook_for_cards_gets_its_own_beside_hooks_that_the_framework_installs() -> None:
    there = "- repo: https://example.org/c\n  rev: v9\n  hooks:\n  - id: commitworthy\n    # of the first\n"
    text = HEAD.format("python3.10").replace("repos: []\n", f"repos:\n{there}\n# the end\n")
    local = HookEntry("local", "", ("commitworthy", "check-cards"))
    assert written(YAML, text, local).endswith(
        f"{there}  - id: check-cards\n    language_version: python3\n\n# the end\n"
    )


def test_what_runs_the_installed_program_gets_none() -> None:
    local = HookEntry("local", "", ("check-push",))
    assert " language_version" not in written(YAML, HEAD.format("python3.10"), local)
