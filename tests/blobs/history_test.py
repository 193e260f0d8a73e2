"""What a range of history brings, and what is said of where it is."""

from __future__ import annotations

import pytest

from commitworthy.blobs import history
from commitworthy.blobs.history import HeavyObject, RangeScan
from commitworthy.git import ranges, refs, repository
from commitworthy.git.ranges import Range
from commitworthy.git.refs import Update
from commitworthy.policy.settings import BlockArtifacts
from tests.repo import Repo
from tests.samples import noise

# Most bytes of a commit or a tag.
LIMIT = 500 * 1024
SIZE = 200_000


def range_of(repo: Repo, *tips: str) -> Range:
    """All that these bring to the first commit of the repository."""
    return Range(tips, (repo.git("rev-list", "--max-parents=0", "HEAD"),))


def scan(wanted: Range) -> RangeScan:
    here = repository.answer(repository.ask())
    tips = refs.tips(Update(f"refs/heads/{number}", tip) for number, tip in enumerate(wanted.tips))
    return history.scan_range(here, wanted, tips, BlockArtifacts())


def test_a_commit_or_a_tag_may_weigh_as_much_as_text_and_no_byte_more(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.top)
    head, who = repo.head(), "A <a@example.org> 1800000000 +0000"
    commit = f"tree {repo.git('rev-parse', 'HEAD^{tree}')}\nparent {head}\nauthor {who}\ncommitter {who}\n\n"
    for kind, start in (("commit", commit), ("tag", f"object {head}\ntype commit\ntag t\ntagger {who}\n\n")):
        ids = [repo.git("hash-object", "-t", kind, "-w", "--stdin", send=start.ljust(size - 1, "x").encode() + b"\n")
               for size in (LIMIT, LIMIT + 1)]  # fmt: skip
        found = scan(range_of(repo, *ids))
        name = "refs/heads/1" if kind == "tag" else ""
        assert found.heavy == [HeavyObject(kind, ids[1].encode(), LIMIT + 1, name)]
        assert found.other_size == 2 * LIMIT + 1


def test_what_is_said_of_a_blob_names_the_commit_that_brought_it(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    repo.write("a.bin", noise(SIZE))
    first = repo.commit("Add it")
    repo.git("mv", "a.bin", "b.bin")
    wanted = range_of(repo, second := repo.commit("Move it"))
    entries = history.history_entries(wanted, scan(wanted).violations)
    assert [(entry.path, entry.in_tip) for entry in entries] == [("a.bin", False), ("b.bin", True)]
    (entry, _) = entries
    blob = repo.git("rev-parse", "HEAD:b.bin")
    date = repo.git("log", "-1", "--format=%as", first)
    assert entry.place == f'committed in {first[:8]} ({date}, "Add it")'
    assert entry.notes() == [
        "also as b.bin",
        "re-added in 1 later commit",
        "deleted or replaced since, but history keeps it",
    ]
    assert history.facts(entry.commit, blob.encode(), entry.introduced, in_tip=entry.in_tip) == {
        "blob": blob,
        "commit": first,
        "date": date,
        "subject": "Add it",
        "in_tip": False,
        "brought": [
            {"commit": first, "path": "a.bin", "blob": blob},
            {"commit": second, "path": "b.bin", "blob": blob},
        ],
    }


def test_of_too_many_tips_nothing_is_said_of_what_they_have(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    monkeypatch.setattr(ranges, "MOST_EDGES", 3)
    repo.write("a.bin", noise(SIZE))
    repo.commit()
    repo.git("rm", "--quiet", "a.bin")
    tips = [repo.commit(f"tip {number}") for number in range(4)]
    for number, in_tip in ((3, False), (4, True)):
        wanted = range_of(repo, *tips[:number])
        (entry,) = history.history_entries(wanted, scan(wanted).violations)
        assert entry.in_tip is in_tip, number
