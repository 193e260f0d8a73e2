"""The truth table on real repositories: what the blob is, where the index routes it, what the work tree says.

git-lfs makes the pointers, with it and without it the verdict is the same, each way out is pasted, and
`git lfs fsck --pointers` is asked after the commit.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests import lfs
from tests.pasting import pasted
from tests.repo import Repo
from tests.samples import parquet

NAME = "x.parquet"
CONTENT = parquet(9_000)
LINES = {"lfs": f"*.parquet {lfs.ROUTE}\n", "other": "*.parquet filter=annex\n", "none": "*.txt text\n"}
RAW = "the staged blob is the file itself (8.8 kB)"
LOST = "everyone else would get the pointer in place of the file"
ON_DISK = "Only the .gitattributes on disk routes this to Git LFS, not the staged one: "
CRLF = "A Git LFS pointer to 8.8 kB that is not canonical (its lines end in CRLF): it shows as modified in every clone"
PARQUET = "Parquet data, 8.8 kB, staged as an ordinary git blob: "


class Cell(NamedTuple):
    """`blob`, where the `staged` attributes and those on `disk` route it; and what is said, with the first way out."""

    blob: str
    staged: str
    disk: str
    rule: str = ""
    message: str = ""
    way: str = ""


# "disk" is lfs or not; "pointer" is what git-lfs writes, "loose" the same with CRLF, "raw" the file.
CELLS = (
    Cell("pointer", "lfs", "lfs"),
    Cell("pointer", "lfs", "none"),
    Cell("pointer", "other", "lfs", "unstaged-route", ON_DISK + LOST, "stage the route"),
    Cell(
        "pointer", "other", "other", "misrouted-pointer",
        "A Git LFS pointer to 8.8 kB, but .gitattributes routes it to the filter annex, not to lfs", "route it",
    ),
    Cell("pointer", "none", "lfs", "unstaged-route", ON_DISK + LOST, "stage the route"),
    Cell(
        "pointer", "none", "none", "orphaned-pointer",
        "A Git LFS pointer to 8.8 kB, but .gitattributes does not route it: "
        "everyone would get the pointer in place of the file", "route it",
    ),
    Cell(
        "loose", "lfs", "lfs", "loose-pointer",
        CRLF,
        "stage it again as a pointer",
    ),
    Cell(
        "loose", "lfs", "none", "loose-pointer",
        CRLF,
    ),
    Cell("loose", "other", "lfs", "unstaged-route", ON_DISK + LOST),
    Cell(
        "loose", "other", "other", "misrouted-pointer",
        "A Git LFS pointer to 8.8 kB, but .gitattributes routes it to the filter annex, not to lfs",
    ),
    Cell("loose", "none", "lfs", "unstaged-route", ON_DISK + LOST),
    Cell(
        "loose", "none", "none", "orphaned-pointer",
        "A Git LFS pointer to 8.8 kB, but .gitattributes does not route it: "
        "everyone would get the pointer in place of the file",
    ),
    Cell(
        "raw", "lfs", "lfs", "not-a-pointer",
        ".gitattributes routes this to Git LFS, but the staged blob is the file itself (8.8 kB)",
        "stage it again as a pointer",
    ),
    Cell(
        "raw", "lfs", "none", "not-a-pointer",
        "The staged .gitattributes routes this to Git LFS, but the staged blob is the file itself (8.8 kB), "
        "and the .gitattributes on disk no longer does", "restore the staged route",
    ),
    Cell("raw", "other", "lfs", "unstaged-route", ON_DISK + RAW, "stage the route"),
    Cell(
        "raw", "other", "other", "unrouted-artifact",
        PARQUET + ".gitattributes sends it to the filter annex, not to Git LFS", "send it to Git LFS",
    ),
    Cell("raw", "none", "lfs", "unstaged-route", ON_DISK + RAW, "stage the route"),
    Cell(
        "raw", "none", "none", "unrouted-artifact",
        PARQUET + "no line in .gitattributes sends *.parquet to Git LFS", "send it to Git LFS",
    ),
)  # fmt: skip
# Where fsck, asked after the commit, says another thing than we, and why it is wrong.
FSCK_IS_WRONG = {
    ("pointer", "none"): "it looks at routed paths alone, so a pointer that nothing routes is none of its business",
    ("pointer", "other"): "the same",
    ("loose", "none"): "the same",
    ("loose", "other"): "the same",
    ("raw", "none"): "an artifact that nobody routed is no pointer's fault",
    ("raw", "other"): "the same",
}


def cell(of: Cell) -> str:
    return f"{of.blob}, index {of.staged}, disk {of.disk}"


def build(repo: Repo, of: Cell) -> Repo:
    """The blob staged as the cell says, whatever filters would have made of it; the file on disk is the content."""
    lfs.set_up(repo)
    repo.write(NAME, CONTENT)
    # It also puts the object into the store.
    made = repo.git("lfs", "clean", "--", NAME, send=CONTENT) + "\n"
    assert made == lfs.pointer(CONTENT)
    blob = {"pointer": made.encode(), "loose": made.replace("\n", "\r\n").encode(), "raw": CONTENT}[of.blob]
    oid = repo.git("hash-object", "-w", "--stdin", send=blob)
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{oid},{NAME}")
    repo.stage(".gitattributes", LINES[of.staged])
    repo.write(".gitattributes", LINES[of.disk])
    return repo


@pytest.mark.parametrize("of", CELLS, ids=cell)
@pytest.mark.parametrize("has_lfs", [True, False], ids=["git-lfs", "no git-lfs"])
def test_each_cell_says_its_own(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, of: Cell, has_lfs: bool
) -> None:
    build(repo, of)
    if not has_lfs:
        lfs.tear_down(repo)
        lfs.machine_without_lfs(monkeypatch, tmp_path / "bin")
    outcome = repo.run("require-lfs", "--format", "json")
    if not of.rule:
        assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
        return
    (finding,) = outcome.findings()
    assert (outcome.status, finding["path"], finding["rule"]) == (1, NAME, of.rule)
    assert finding["message"] == of.message + "."
    if not has_lfs and of.blob == "raw":
        commands = [way["command"] for way in finding["remedies"] if way["command"] and "renormalize" in way["command"]]
        assert all("git lfs install" in command for command in commands)


@pytest.mark.parametrize("of", [of for of in CELLS if of.way], ids=cell)
def test_the_first_way_out_mends_it(repo: Repo, of: Cell) -> None:
    build(repo, of)
    pasted(repo, lfs.only(repo), of.way)
    assert lfs.passes(repo)
    assert lfs.stored(repo, NAME) == lfs.pointer(CONTENT).removesuffix("\n")
    assert "filter=lfs" in repo.git("show", ":.gitattributes")


@pytest.mark.parametrize("of", [of for of in CELLS if of.disk in (of.staged, "none")], ids=cell)
def test_fsck_agrees_after_the_commit_where_it_is_right(repo: Repo, of: Cell) -> None:
    build(repo, of)
    repo.git("checkout", "--", ".gitattributes")
    repo.git("commit", "--quiet", "--message", "as staged")
    # Of disks that differ it knows nothing, and of the state before the commit neither.
    says_ok = repo.try_git("lfs", "fsck", "--pointers").status == 0
    assert says_ok == (not of.rule or (of.blob, of.staged) in FSCK_IS_WRONG)
    assert bool(lfs.judge(repo, "--all-files")) == bool(of.rule)
