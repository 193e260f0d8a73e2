"""Scenarios 1, 2, 3 and 61: names and settings that hurt do not change a verdict."""

from __future__ import annotations

import pytest

from tests.names import NAMES_THAT_HURT, in_json, raw, word
from tests.repo import Repo
from tests.samples import noise, parquet, table

LARGE = noise(102_401)


def test_scenario_01_a_name_beyond_ascii_is_shown_as_it_is(repo: Repo) -> None:
    repo.install_hooks("block-artifacts")
    repo.stage("données.parquet", parquet(600_008))
    outcome = repo.try_commit()
    assert outcome.status == 1
    assert outcome.out.startswith("données.parquet: ART001 blocked-artifact: Parquet data, 585.9 kB, staged")


def test_scenario_02_and_03_a_commit_is_refused_whatever_the_name(repo: Repo) -> None:
    repo.install_hooks()
    for name in NAMES_THAT_HURT:
        repo.stage(name, LARGE)
    findings = sorted((finding["path"], finding["rule"]) for finding in repo.refused())
    assert findings == sorted((in_json(name), "blocked-artifact") for name in NAMES_THAT_HURT)


def test_scenario_02_and_03_a_small_file_passes_whatever_the_name(repo: Repo) -> None:
    repo.install_hooks()
    for name in NAMES_THAT_HURT:
        repo.stage(name, b"x\n")
    repo.passes()


def test_scenario_02_a_name_takes_one_line_without_control_characters(repo: Repo) -> None:
    for name in NAMES_THAT_HURT:
        repo.stage(name, LARGE)
        lines = repo.run("block-artifacts").out.splitlines()
        (headline,) = [line for line in lines if "ART001" in line]
        assert headline == lines[0]
        assert all(line.isprintable() for line in lines), name
        assert "\u202e" not in "".join(lines)
        repo.git("reset", "--quiet")


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_scenario_02_a_name_on_the_command_line_is_judged(repo: Repo, cwd: str) -> None:
    repo.stage("sub/other.bin", LARGE)
    for name in NAMES_THAT_HURT:
        path = raw(name) if not cwd else b"sub/" + raw(name)
        repo.stage(path, LARGE)
        # A file called as one of our flags has to come behind `--`.
        words = ("--", word(name)) if name == "--help" else (word(name),)
        assert repo.judge(*words, cwd=cwd) == [(in_json(path), "blocked-artifact")]
        repo.git("reset", "--quiet")


def test_scenario_02_and_03_a_tracked_file_is_judged_whatever_the_name(repo: Repo) -> None:
    for name in NAMES_THAT_HURT:
        repo.write(name, LARGE)
    repo.commit()
    assert sorted(repo.judge("--all-files")) == sorted((in_json(name), "blocked-artifact") for name in NAMES_THAT_HURT)
    assert repo.judge() == []


def test_scenario_02_names_are_never_patterns(repo: Repo) -> None:
    for name in ("*.star", "a.star", "b.star", ":(top)x.bin", "x.bin"):
        repo.stage(name, LARGE)
    assert repo.judge("*.star", ":(top)x.bin") == [("*.star", "blocked-artifact"), (":(top)x.bin", "blocked-artifact")]


def test_scenario_02_both_unicode_forms_of_a_name_are_two_paths(repo: Repo) -> None:
    composed, decomposed = "caf\u00e9.bin", "cafe\u0301.bin"
    repo.stage(composed, LARGE)
    repo.stage(decomposed, b"x\n")
    assert repo.judge(composed) == [(composed, "blocked-artifact")]
    assert repo.judge(decomposed) == []


HOSTILE = {
    "copies count as renames": {"diff.renames": "copies"},
    "paths are relative": {"diff.relative": "true"},
    "the order file is missing": {"diff.orderFile": "no/such/file"},
    "colour is forced": {"color.ui": "always", "color.diff": "always"},
    "paths are quoted": {"core.quotePath": "true"},
    "paths are not quoted": {"core.quotePath": "false"},
    "prefixes are odd": {"diff.noprefix": "true", "diff.mnemonicPrefix": "true"},
    "ids are short": {"core.abbrev": "4"},
    "submodules are ignored": {"diff.ignoreSubmodules": "all"},
    "an external diff stands by": {"diff.external": "false"},
    "advice, trace and pager": {"advice.graftFileDeprecated": "false", "core.pager": "false", "pager.diff": "true"},
    "the file system monitor lies": {"core.fsmonitor": "false", "core.ignoreStat": "true"},
    "untracked files are hidden": {"status.showUntrackedFiles": "no"},
}


@pytest.mark.parametrize("settings", HOSTILE.values(), ids=HOSTILE)
def test_scenario_61_no_setting_of_the_user_changes_a_verdict(repo: Repo, settings: dict[str, str]) -> None:
    repo.write("sub/old.csv", table(50_000))
    repo.write("sub/model.bin", LARGE)
    repo.commit()
    for key, value in settings.items():
        repo.git("config", "--global", key, value)
    repo.install_hooks()
    repo.stage("sub/old.csv", table(150_000))
    repo.stage("données.bin", noise(102_401, seed=1))
    repo.stage("new.bin", noise(102_401, seed=2))
    repo.git("mv", "sub/model.bin", "sub/moved.bin")
    expected = ["données.bin", "new.bin", "sub/old.csv"]
    assert [finding["path"] for finding in repo.refused(cwd="sub")] == expected
    assert [path for path, _ in repo.judge(cwd="sub")] == expected
    assert [path for path, _ in repo.judge("--all-files", cwd="sub")] == expected


ENVIRONMENTS = {
    "literal pathspecs": {"GIT_LITERAL_PATHSPECS": "1"},
    "glob pathspecs": {"GIT_GLOB_PATHSPECS": "1"},
    "pathspecs without case": {"GIT_ICASE_PATHSPECS": "1"},
    "another language": {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
    "no language": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    "a diff program": {"GIT_EXTERNAL_DIFF": "false"},
    "trace": {"GIT_TRACE": "1"},
}


@pytest.mark.parametrize("extra", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_scenario_61_no_variable_of_the_user_changes_a_verdict(repo: Repo, extra: dict[str, str]) -> None:
    repo.install_hooks()
    repo.stage("données.bin", LARGE)
    repo.stage("small.bin", b"x\n")
    assert [finding["path"] for finding in repo.refused(**extra)] == ["données.bin"]
