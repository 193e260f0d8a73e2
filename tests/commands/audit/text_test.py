"""What is printed: one screen, and rows of CSV; what options change."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.commands.audit.history import audit, blobs, build, commit, usage
from tests.repo import Repo
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Repo:
    repo = build(tmp_path / "project")
    repo.git("gc", "--quiet", "--prune=now")
    return repo


def told(repo: Repo, *words: str) -> str:
    """The text, in which each size of something packed is SIZE: how small it gets is zlib's matter."""
    outcome = repo.run("audit", *words)
    assert (outcome.status, outcome.err) == (0, "")
    return re.sub(r" *\b[\d.]+ (bytes|kB|MB)\b", " SIZE", outcome.out)


SCREEN = """\
project: 8 commits, 15 blobs, 6 refs
    a clone SIZE   all branches and tags
    depth 1 SIZE   its newest commit alone
    all refs SIZE   what the server keeps, also for refs/pull and the like

family          blobs     packed   unpacked   at a tip  at no tip
binary              3 SIZE SIZE SIZE SIZE
data                3 SIZE SIZE SIZE SIZE
model               2 SIZE SIZE SIZE SIZE
text                4 SIZE SIZE SIZE SIZE
pointer             1 SIZE SIZE SIZE SIZE
link                1 SIZE SIZE SIZE SIZE
empty               1 SIZE SIZE SIZE SIZE
all                15 SIZE SIZE SIZE SIZE
formats: unknown binary content SIZE, CSV data SIZE, pickle SIZE, text SIZE, Git LFS pointer SIZE

largest
 SIZE  big.bin  (unknown binary content, SIZE unpacked, 2020-04-01, a5222601, at a tag, ART001)
 SIZE  alone.bin  (unknown binary content, SIZE unpacked, at a tag, ART001)
 SIZE  pulled.bin  (unknown binary content, SIZE unpacked, 2020-08-01, 25fe862f, only in other refs, ART001)

most often rewritten
 SIZE  data/train.csv  (3 versions)

Git LFS: 1 pointer stands for SIZE stored elsewhere, SIZE of it at the tips
policy (commitworthy.toml): refuses 8 blobs, SIZE, from 2020-02-01 on; 2 blobs, SIZE of these at a branch's tip
rewrite: removing 6 blobs that no branch has at its tip makes a clone about SIZE smaller: commitworthy audit --plan FILE
    as files these weigh SIZE, in git SIZE: compressed, and as deltas to each other
rewrite: removing all of them, once moved elsewhere, about SIZE smaller
commitworthy is used here since 2020-06-01
"""


def test_one_screen(project: Repo) -> None:
    assert told(project, "--top", "3") == SCREEN
    assert told(project).count("\n") <= 45


def test_what_only_the_server_has_makes_no_clone_smaller(repo: Repo) -> None:
    commit(repo, "2021-01-01", {"a.bin": noise(150_000)})
    repo.git("update-ref", "refs/pull/1/head", "HEAD")
    repo.git("reset", "--quiet", "--hard", "HEAD~1")
    repo.git("gc", "--quiet", "--prune=now")
    lines = told(repo).splitlines()
    assert [line for line in lines if line.startswith(("rewrite: ", "    as files"))] == [
        "rewrite: a clone gets no smaller; what is refused and no branch has at its tip takes SIZE in other refs"
    ]


def test_the_figures_on_the_screen_are_those_of_the_json(project: Repo) -> None:
    from commitworthy.base.wording import show

    report, text = audit(project), project.run("audit").out
    sizes = [*report["clone"].values(), *(sums["packed"] for sums in report["families"].values())]
    sizes += [report["rewrite"][part]["clone"] for part in ("history", "everything")]
    sizes += [report["policy"]["refused"]["packed"], report["policy"]["at_tips"]["packed"], 123_456_789]
    for size in sizes:
        assert f" {show(size)}" in text


def test_only_what_came_since_a_day(project: Repo) -> None:
    report = audit(project, "--since", "2020-04-01")
    assert {row["path"] for row in report["blobs"]} == {
        "data/train.csv", "big.bin", "weights.bin", "link", "side.md", "commitworthy.toml", "pulled.bin",
    }  # fmt: skip
    assert (report["since"], report["policy"]["refused"]["first"]) == ("2020-04-01", "2020-04-01")
    assert report["clone"] == audit(project)["clone"]
    assert report["rewritten"] == []
    text = told(project, "--since", "2020-04-01")
    assert text.startswith("project: 8 commits, 7 blobs since 2020-04-01, 6 refs\n")
    assert "\nlargest since 2020-04-01\n" in text


def test_rewritten_since_a_day_are_those_with_most_versions_since_then(repo: Repo) -> None:
    for number in range(9):
        commit(repo, f"2020-01-0{number + 1}", {"old.csv": f"{number}\n", "new.csv": "0\n"})
    for number in range(3):
        commit(repo, f"2021-01-0{number + 1}", {"new.csv": f"1{number}\n"})
    commit(repo, "2021-01-05", {"old.csv": "last\n"})
    rows = audit(repo, "--since", "2021-01-01", "--top", "1")["rewritten"]
    assert [(row["path"], row["versions"]) for row in rows] == [("new.csv", 3)]
    rows = audit(repo, "--top", "1")["rewritten"]
    assert [(row["path"], row["versions"]) for row in rows] == [("old.csv", 10)]


def test_a_day_that_is_none(project: Repo) -> None:
    outcome = project.run("audit", "--since", "yesterday")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("argument --since: not a date such as 2026-11-30: 'yesterday'\n")


def test_authors_are_named_only_where_they_are_asked_for(project: Repo) -> None:
    for words in ([], ["--format", "json"], ["--format", "csv"]):
        assert "example.org" not in project.run("audit", *words).out
        assert "A. Author <author@example.org>" in project.run("audit", "--authors", *words).out


def test_a_clone_that_is_too_large_fails(project: Repo) -> None:
    size = usage(project, "--branches", "--tags", "HEAD")
    assert project.run("audit", "--fail-over", str(size)).status == 0
    assert project.run("audit", "--fail-over", str(size - 1)).status == 1
    assert project.run("audit", "--fail-over", "much").status == 2


def test_lists_are_as_long_as_asked(project: Repo) -> None:
    for number, words in ((15, ["--top", "0"]), (15, []), (4, ["--top", "4"])):
        assert len(audit(project, *words)["blobs"]) == number
        assert len(blobs(project, *words)) == number
    packed = [row["packed"] for row in audit(project)["blobs"]]
    assert packed == sorted(packed, reverse=True)


# Each as a path, and as the cell that a spreadsheet gets.
HOSTILE = {
    "=cmd|calc": "'=cmd|calc",
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    "+1+1.csv": "'+1+1.csv",
    "-2": "'-2",
    "@SUM(1)": "'@SUM(1)",
    'a,b"c;d': 'a,b"c;d',
    "new\nline": "new\\nline",
    "esc\x1b[2J": "esc\\x1b[2J",
    "\udcff.bin": "\\xff.bin",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
}


def test_names_are_no_formula_no_line_and_no_command(repo: Repo) -> None:
    for number, name in enumerate(HOSTILE):
        repo.write(os.fsencode(name), noise(4000, number))
    repo.commit()
    assert {row["path"] for row in blobs(repo)} == {*HOSTILE.values(), "README.md"}
    text = repo.run("audit", "--top", "0").out
    assert "\x1b" not in text
    assert "new\\nline" in text
    names = {name.replace("\udcff", "\\xff") for name in HOSTILE}
    assert {row["path"] for row in audit(repo)["blobs"]} == {*names, "README.md"}


def test_a_long_path_is_shortened_in_its_middle(repo: Repo) -> None:
    repo.write(f"{'a' * 50}/{'b' * 50}/model.bin", noise(4000))
    repo.commit()
    assert f"{'a' * 28}...{'b' * 19}/model.bin" in repo.run("audit").out
