"""`commitworthy baseline` accepts what is there, and after that only shrinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.names import NAMES_THAT_HURT, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo
from tests.samples import noise, parquet, table

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = ".commitworthy-baseline"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
OLD: dict[str, tuple[str, str | bytes]] = {
    "block-artifacts": ("d.bin", noise(200_000)),
    "strip-notebooks": ("d.ipynb", DIRTY),
    "flag-parameters": ("d.py", "model = Adam(p, learning_rate=1e-3)\n"),
}
STAGE_IT = f"Stage it to make it take effect: git add {FILE}\n"


def rows(repo: Repo) -> list[str]:
    return (repo.top / FILE).read_text("utf-8").splitlines()


@pytest.fixture
def legacy(repo: Repo) -> Repo:
    """Two files that are over their limit, in HEAD."""
    repo.write("a.csv", table(200_000))
    repo.write("sub/b.csv", table(300_000))
    repo.commit()
    return repo


def test_it_makes_a_file_that_is_sorted_and_accepts_what_is_there(legacy: Repo) -> None:
    assert legacy.run("baseline") == Outcome(0, f"{FILE}: 2 rows.\n{STAGE_IT}", "")
    blobs = [legacy.git("rev-parse", f":{name}") for name in ("a.csv", "sub/b.csv")]
    assert rows(legacy) == [
        f"block-artifacts\tblocked-artifact\ta.csv\t200000\t{blobs[0]}",
        f"block-artifacts\tblocked-artifact\tsub/b.csv\t300000\t{blobs[1]}",
    ]
    assert len(legacy.judge("--all-files")) == 2
    legacy.stage(FILE)
    assert legacy.judge("--all-files") == []


def test_below_the_top_it_is_staged_from_there(legacy: Repo) -> None:
    outcome = legacy.run("baseline", cwd="sub")
    assert outcome.out.endswith(f": git add ../{FILE}\n")
    assert legacy.shell(outcome.out.rpartition(": ")[2], "sub").status == 0
    assert FILE in legacy.tracked()


def test_a_second_run_changes_nothing(legacy: Repo) -> None:
    legacy.run("baseline")
    before = (legacy.top / FILE).stat().st_mtime_ns
    assert legacy.run("baseline") == Outcome(0, f"{FILE}: unchanged, 2 rows.\n", "")
    assert (legacy.top / FILE).stat().st_mtime_ns == before


def test_below_the_top_it_does_the_same(legacy: Repo) -> None:
    there = STAGE_IT.replace(FILE, f"../{FILE}")
    assert legacy.run("baseline", cwd="sub") == Outcome(0, f"{FILE}: 2 rows.\n{there}", "")
    assert not (legacy.top / "sub" / FILE).exists()


def test_what_is_gone_is_taken_out(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.git("rm", "--quiet", "a.csv")
    assert legacy.run("baseline").out == f"{FILE}: 1 row (2 before).\n{STAGE_IT}"


def test_what_is_new_is_left_out_unless_asked_for(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.stage("c.csv", table(250_000))
    assert legacy.run("baseline").out == (
        f"{FILE}: unchanged, 2 rows.\n"
        "1 new finding was not added, since a baseline only shrinks.\n"
        "To see what is new: commitworthy check --all-files\n"
        "To accept it too: commitworthy baseline --add\n"
    )
    assert legacy.run("baseline", "--add").out == f"{FILE}: 3 rows (2 before).\n{STAGE_IT}"


def test_a_smaller_file_lowers_its_row(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.stage("a.csv", table(150_000))
    assert legacy.run("baseline").status == 0
    assert "\t150000\t" in rows(legacy)[0]
    legacy.stage(FILE)
    legacy.commit()
    legacy.stage("a.csv", table(200_000))
    assert legacy.judge() == [("a.csv", "blocked-artifact")]


def test_a_renamed_file_takes_its_row_along(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.git("mv", "a.csv", "z.csv")
    assert legacy.run("baseline").status == 0
    assert [row.split("\t")[2] for row in rows(legacy)] == ["sub/b.csv", "z.csv"]


def test_a_file_that_is_renamed_and_made_smaller_is_followed(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.commit()
    legacy.git("mv", "a.csv", "z.csv")
    legacy.stage("z.csv", table(190_000))
    (finding,) = legacy.run("block-artifacts", "--format", "json").findings()
    assert finding["accepted_as"] == "a.csv"
    assert finding["message"].endswith("; accepted only under its old name a.csv.")
    first = finding["remedies"][0]
    assert first == {
        "text": "follow it in the baseline",
        "command": "commitworthy baseline && git add .commitworthy-baseline",
    }
    assert legacy.run("baseline").status == 0
    assert [row.split("\t")[2:4] for row in rows(legacy)] == [["sub/b.csv", "300000"], ["z.csv", "190000"]]
    legacy.stage(FILE)
    assert legacy.judge() == legacy.judge("--all-files") == []
    # Grown it is none of those.
    legacy.git("reset", "--hard", "--quiet")
    legacy.git("mv", "a.csv", "z.csv")
    legacy.stage("z.csv", table(210_000))
    (finding,) = legacy.run("block-artifacts", "--format", "json").findings()
    assert ("accepted_as" in finding, "old name" in finding["message"]) == (False, False)
    assert "was not added, since a baseline only shrinks" in legacy.run("baseline").out


def test_a_file_that_nothing_accepts_may_be_renamed_and_made_smaller(legacy: Repo) -> None:
    legacy.git("mv", "a.csv", "z.csv")
    legacy.stage("z.csv", table(190_000))
    assert legacy.judge() == []
    legacy.stage("z.csv", table(210_000))
    assert legacy.judge() == [("z.csv", "blocked-artifact")]


@pytest.mark.parametrize("content", [lambda size: parquet(size, size), lambda size: noise(size, size)])
def test_binary_data_that_is_accepted_may_shrink_for_every_hook(repo: Repo, content: Callable[[int], bytes]) -> None:
    repo.write("d.bin", content(200_000))
    repo.commit()
    repo.run("baseline")
    repo.commit()
    assert [row.split("\t")[0] for row in rows(repo)] == ["block-artifacts", "require-lfs"]
    repo.stage("d.bin", content(150_000))
    assert repo.run("check").status == repo.run("require-lfs").status == 0
    repo.git("commit", "--quiet", "--no-verify", "--message", "less")
    assert repo.run("check", "--all-files").status == 0
    again = repo.run("baseline").out
    assert "not added" not in again
    assert [row.split("\t")[0] for row in rows(repo)] == ["block-artifacts", "require-lfs"]
    repo.stage(FILE)
    repo.stage("d.bin", content(160_000))
    assert repo.run("require-lfs").status == 1


def test_what_an_exception_allows_needs_no_row(legacy: Repo) -> None:
    assert legacy.run("allow", "a.csv", "--because", "golden").status == 0
    legacy.stage("commitworthy.toml")
    legacy.run("baseline")
    assert len(rows(legacy)) == 1


def test_a_clean_repository_gets_an_empty_file(repo: Repo) -> None:
    assert repo.run("baseline") == Outcome(0, f"{FILE}: 0 rows.\n{STAGE_IT}", "")
    repo.stage(FILE)
    repo.stage("a.csv", table(200_000))
    assert repo.judge("--all-files") == [("a.csv", "blocked-artifact")]


@pytest.mark.long
def test_every_name_comes_back(repo: Repo) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.write(name, noise(200_000, seed=number))
    repo.commit()
    assert repo.run("baseline").status == 0
    assert len(rows(repo)) == 2 * len(NAMES_THAT_HURT), "for block-artifacts, and for require-lfs"
    assert all(line.isprintable() or "\t" in line for line in rows(repo))
    repo.stage(FILE)
    assert repo.judge("--all-files") == repo.judge("--all-files", hook="require-lfs") == []
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.stage(name, noise(200_000 - 1, seed=100 + number))
    assert repo.judge("--all-files") == repo.judge() == []
    for number, name in enumerate(NAMES_THAT_HURT):
        repo.stage(name, noise(200_001, seed=200 + number))
    assert len(repo.judge()) == len(NAMES_THAT_HURT)


def test_two_branches_merge_line_by_line(legacy: Repo) -> None:
    legacy.stage(".gitattributes", f"{FILE} merge=union\n")
    legacy.run("baseline")
    legacy.commit()
    for branch, name in (("one", "c.csv"), ("two", "d.csv")):
        legacy.git("switch", "--quiet", "--create", branch, "main")
        legacy.stage(name, table(210_000 + ord(name[0])))
        assert legacy.run("baseline", "--add").status == 0
        legacy.commit(branch)
    legacy.git("merge", "--quiet", "--no-edit", "one")
    assert len(rows(legacy)) == 4
    assert legacy.judge("--all-files") == []


def test_a_broken_baseline_is_left_alone(legacy: Repo) -> None:
    legacy.write(FILE, "garbage\n")
    outcome = legacy.run("baseline")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"commitworthy: {FILE}:1: ")
    assert rows(legacy) == ["garbage"]


@pytest.mark.parametrize("name", ["a.bin", b"latin-\xe9.bin"], ids=ascii)
def test_damage_is_2_and_writes_nothing(repo: Repo, name: str | bytes) -> None:
    repo.stage(name, noise(200_000))
    blob = repo.git("rev-parse", b":" + raw(name))
    repo.shell(f"rm -f .git/objects/{blob[:2]}/{blob[2:]} *.bin")
    outcome = repo.run("baseline")
    assert outcome.status == 2
    assert not (repo.top / FILE).exists()


def test_the_baseline_itself_has_no_limit(repo: Repo) -> None:
    row = f"block-artifacts\tblocked-artifact\told/{{}}.bin\t200000\t{'a' * 40}\n"
    repo.stage(FILE, "".join(row.format(number) for number in range(7000)))
    assert (repo.top / FILE).stat().st_size > 500 * 1024
    assert repo.judge() == repo.judge("--all-files") == []


def gone_from(repo: Repo, name: str = "a.csv") -> str:
    """Delete a file of the tree; the blob that history keeps."""
    blob = repo.git("rev-parse", f":{name}")
    repo.git("rm", "--quiet", name)
    repo.commit("delete it")
    return blob


def test_history_accepts_what_only_history_has_and_nothing_new_there(legacy: Repo) -> None:
    blob = gone_from(legacy)
    assert legacy.run("baseline").out == f"{FILE}: 1 row.\n{STAGE_IT}"
    assert legacy.run("baseline", "--history").out == f"{FILE}: 2 rows (1 before).\n{STAGE_IT}"
    assert f"block-artifacts\tblocked-artifact\ta.csv\t0\t{blob}" in rows(legacy)
    legacy.stage(FILE).commit()
    assert legacy.run("check-push", "--all-files").status == 0
    legacy.stage("a.csv", table(150_000))
    assert legacy.judge() == [("a.csv", "blocked-artifact")]


def test_rows_of_history_stay_without_being_looked_for_again(legacy: Repo) -> None:
    gone_from(legacy)
    legacy.run("baseline", "--history")
    legacy.stage(FILE).commit()
    assert legacy.run("baseline").out == f"{FILE}: unchanged, 2 rows.\n"


def test_history_does_not_accept_what_has_come_since(legacy: Repo) -> None:
    legacy.run("baseline")
    legacy.stage("c.csv", table(250_000)).commit()
    outcome = legacy.run("baseline", "--history")
    assert outcome.out.startswith(f"{FILE}: unchanged, 2 rows.\n")
    assert "1 new finding was not added, since a baseline only shrinks." in outcome.out


def test_a_blob_of_history_that_comes_back_is_accepted_where_it_is(legacy: Repo) -> None:
    gone_from(legacy)
    legacy.run("baseline", "--history")
    legacy.stage(FILE).commit()
    legacy.git("revert", "--no-edit", "HEAD^")
    assert legacy.judge("--all-files") == []
    assert "\ta.csv\t200000\t" in "".join(rows(legacy)) or legacy.run("baseline").status == 0
    assert [row for row in rows(legacy) if "\ta.csv\t200000\t" in row]


@pytest.mark.parametrize("hook", OLD)
def test_the_remedy_that_accepts_what_is_there_adds_to_a_baseline_that_exists(legacy: Repo, hook: str) -> None:
    legacy.run("baseline")
    legacy.stage(FILE)
    name, content = OLD[hook]
    legacy.stage(name, content)
    legacy.commit()
    check = ["--check"] if hook == "strip-notebooks" else []
    outcome = legacy.run(hook, "--all-files", *check)
    assert outcome.status == 1
    accept = next(line for line in outcome.out.splitlines() if "accept all that is already there" in line)
    assert legacy.shell(accept.partition(":")[2]).status == 0
    assert legacy.run(hook, "--all-files", *check).status == 0


def test_a_malformed_baseline_is_named_as_one_beside_a_large_notebook(repo: Repo) -> None:
    repo.stage(FILE, "<<<<<<< HEAD\n")
    repo.stage("a.ipynb", notebook(code(f"[{STREAM}]", "3", source='"' + "x" * 2_000_000 + '"')))
    assert repo.run("block-artifacts") == Outcome(
        2,
        "",
        f"commitworthy: {FILE} has conflicts; to keep the rows of both sides: commitworthy baseline"
        f" && git add {FILE}\n",
    )
