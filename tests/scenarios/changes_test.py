"""Scenarios 5, 7, 10, 11, 13 to 16, 19, 20: what a change is, and where its bytes are."""

from __future__ import annotations

import os

import pytest

from tests.names import NAMES_THAT_HURT, in_json, raw
from tests.repo import Repo
from tests.samples import noise, table

LEGACY = noise(5_000_000)
LARGE = noise(600_000)
SHOWN = {in_json(name) for name in NAMES_THAT_HURT}


def each_large() -> list[bytes]:
    """Contents over the limit, as many as there are names that hurt."""
    return [noise(102_401, seed=number) for number in range(len(NAMES_THAT_HURT))]


def test_scenario_05_a_pure_rename_costs_nothing_whatever_the_names(repo: Repo) -> None:
    repo.install_hooks()
    for number, content in enumerate(each_large()):
        repo.write(f"model-{number}.bin", content)
    repo.commit()
    repo.shell("rm model-*.bin")
    for name, content in zip(NAMES_THAT_HURT, each_large(), strict=True):
        repo.write(name, content)
    repo.git("add", "--all")
    repo.passes()


def test_scenario_05_a_pure_rename_of_a_large_file_costs_nothing(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("model.pt", LEGACY)
    repo.commit()
    repo.git("mv", "model.pt", "new name.pt")
    repo.passes()


def test_scenario_07_a_copy_costs_nothing_whatever_the_names(repo: Repo) -> None:
    # The case wants a note in verbose mode; there is no such mode.
    repo.install_hooks()
    repo.write("model.bin", LARGE)
    repo.commit()
    for name in NAMES_THAT_HURT:
        repo.stage(name, LARGE)
    repo.passes()


def test_scenario_07_what_is_new_beside_a_copy_is_refused(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("model.pt", LEGACY)
    repo.commit()
    repo.stage("copy.pt", LEGACY)
    repo.stage("other.pt", LEGACY + b"x")
    assert [finding["path"] for finding in repo.refused()] == ["other.pt"]


def test_scenario_07_a_revert_costs_nothing_but_only_to_what_head_still_has(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("a.bin", LARGE)
    repo.commit()
    repo.git("rm", "--quiet", "--cached", "a.bin")
    repo.passes()
    repo.stage("a.bin")
    assert [finding["path"] for finding in repo.refused()] == ["a.bin"]


def test_scenario_10_a_symbolic_link_that_becomes_a_large_file_is_refused(repo: Repo) -> None:
    repo.install_hooks()
    places = [repo.write(name) for name in NAMES_THAT_HURT]
    for place in places:
        os.unlink(place)
        os.symlink("/nowhere", place)
    repo.commit()
    for name, place, content in zip(NAMES_THAT_HURT, places, each_large(), strict=True):
        os.unlink(place)
        repo.stage(name, content)
    findings = repo.refused()
    assert {finding["path"] for finding in findings} == SHOWN
    assert not [finding for finding in findings if "grew" in finding["message"]]


def test_scenario_10_a_large_file_that_becomes_a_link_passes(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("a.bin", LARGE)
    repo.commit()
    repo.shell("ln -sf README.md a.bin && git add a.bin")
    repo.passes()


AFTER_STAGING = {
    "scenario 11: truncated on disk": ": > a.bin",
    "scenario 11: replaced on disk by text": "echo text > a.bin",
    "scenario 11: replaced on disk by a link": "ln -sf README.md a.bin",
    "scenario 11: replaced on disk by a folder": "rm a.bin && mkdir a.bin && touch a.bin/inside",
    "scenario 13: deleted on disk": "rm a.bin",
    "scenario 13: its folder is deleted": "rm -r sub",
}


@pytest.mark.parametrize("then", AFTER_STAGING.values(), ids=AFTER_STAGING)
def test_scenario_11_and_13_the_staged_blob_counts_not_the_file(repo: Repo, then: str) -> None:
    repo.install_hooks()
    repo.stage("a.bin", LARGE)
    repo.stage("sub/b.bin", noise(600_000, seed=1))
    assert repo.shell(then).status == 0
    expected = [("a.bin", "blocked-artifact"), ("sub/b.bin", "blocked-artifact")]
    assert repo.judge() == expected
    assert repo.judge("--all-files") == expected
    assert repo.judge("a.bin", "sub/b.bin") == expected
    assert [(finding["path"], finding["rule"]) for finding in repo.refused()] == expected


def test_scenario_13_a_staged_file_deleted_on_disk_is_refused_whatever_its_name(repo: Repo) -> None:
    repo.install_hooks()
    for name, content in zip(NAMES_THAT_HURT, each_large(), strict=True):
        repo.stage(name, content)
        os.unlink(repo.path(name))
    assert {finding["path"] for finding in repo.refused()} == SHOWN


def test_scenario_11_a_tracked_file_truncated_on_disk_is_judged_in_ci(repo: Repo) -> None:
    repo.write("a.bin", LARGE)
    repo.commit()
    repo.shell(": > a.bin")
    assert repo.judge("--all-files") == repo.judge("a.bin") == [("a.bin", "blocked-artifact")]
    assert repo.judge() == []


def test_scenario_14_an_intent_to_add_is_not_part_of_the_commit(repo: Repo) -> None:
    repo.install_hooks()
    for name in NAMES_THAT_HURT:
        repo.write(name, LARGE)
        repo.git("add", "--intent-to-add", "--", name, GIT_LITERAL_PATHSPECS="1")
    repo.stage("b.txt", "text\n")
    assert repo.judge() == repo.judge("--all-files") == []
    repo.passes()


def test_scenario_15_a_deletion_passes_whatever_the_name(repo: Repo) -> None:
    repo.install_hooks()
    for name, content in zip(NAMES_THAT_HURT, each_large(), strict=True):
        repo.write(name, content)
    repo.commit()
    repo.git("rm", "--quiet", "--", *NAMES_THAT_HURT, GIT_LITERAL_PATHSPECS="1")
    repo.passes()


def test_scenario_16_a_file_that_is_not_checked_out_is_judged_whatever_its_name(repo: Repo) -> None:
    for name, content in zip(NAMES_THAT_HURT, each_large(), strict=True):
        repo.write(name, content)
    repo.commit()
    listed = b"".join(raw(name) + b"\0" for name in NAMES_THAT_HURT)
    repo.git("update-index", "--skip-worktree", "-z", "--stdin", send=listed)
    for name in NAMES_THAT_HURT:
        os.unlink(repo.path(name))
    assert {path for path, _ in repo.judge("--all-files")} == SHOWN


def test_scenario_16_a_sparse_index_hides_nothing(repo: Repo) -> None:
    repo.write("in/a.txt", "text\n")
    repo.write("out/deep/big.bin", LARGE)
    repo.commit()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    assert not (repo.top / "out").exists()
    assert "040000" in repo.git("ls-files", "--sparse", "--stage")
    assert repo.judge("--all-files") == [("out/deep/big.bin", "blocked-artifact")]
    assert repo.judge("--all-files", cwd="in") == [("out/deep/big.bin", "blocked-artifact")]


def test_scenario_19_links_and_submodules_hold_no_content(repo: Repo) -> None:
    repo.install_hooks()
    other = Repo.init(repo.top.parent / "other")
    other.write("model.bin", LARGE)
    other.commit()
    repo.git("submodule", "--quiet", "add", str(other.top), "data.parquet")
    repo.shell("ln -s nowhere model.pt && ln -s data.parquet/model.bin a.bin && git add model.pt a.bin")
    assert repo.judge("model.pt", "a.bin", "data.parquet") == []
    repo.passes()
    assert repo.judge("--all-files") == []


@pytest.mark.parametrize("name", ["a.parquet", "b.pkl", "c.onnx", "d.csv", "e.so", "f.ipynb", "g.zip", "h"])
def test_scenario_20_an_empty_file_passes(repo: Repo, name: str) -> None:
    repo.install_hooks()
    repo.git("config", "filter.lfs.clean", "cat")
    repo.stage(".gitattributes", "* filter=lfs\n")
    repo.stage(name, b"")
    repo.passes()
    assert repo.judge("--all-files") == []


def test_a_mode_alone_is_no_change_of_content(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("run.csv", table(200_000))
    repo.commit()
    repo.git("update-index", "--chmod=+x", "run.csv")
    # A framework hands over the name.
    assert repo.judge("run.csv") == []
    repo.passes()
