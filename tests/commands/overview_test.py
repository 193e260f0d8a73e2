"""The list of subcommands fits the manifest of the frameworks and the modules that exist."""

from __future__ import annotations

from pathlib import Path

import yaml

from commitworthy import cli
from commitworthy.hooks.hook import HOOKS
from tests.repo import Repo

TOP = Path(__file__).parents[2]


def test_every_hook_is_in_the_manifest_under_its_name() -> None:
    manifest = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
    assert tuple(entry["id"] for entry in manifest) == HOOKS
    for entry in manifest:
        assert entry["entry"] == f"commitworthy {entry['id']}"
        assert entry["language"] == "python"
        afterwards = {"post-checkout", "post-merge"} if entry["id"] == "check-cards" else set()
        assert set(entry["stages"]) <= {"pre-commit", "pre-merge-commit", "pre-push", "manual"} | afterwards
        assert "files" not in entry, "it belongs to the user"
        by_name = entry["id"] in ("strip-notebooks", "flag-parameters")
        assert by_name or not {"types", "types_or"} & set(entry), "a name must not decide whether content is looked at"


def test_each_subcommand_has_one_line(repo: Repo) -> None:
    lines = repo.run().out.splitlines()
    assert max(map(len, lines)) <= 80
    for name in (*HOOKS, *cli.COMMANDS):
        (line,) = [line for line in lines if line.startswith(f"  {name} ")]
        assert line.endswith(".")
