"""Many blobs at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from commitworthy.blobs import scan
from commitworthy.git import index, repository
from commitworthy.policy.settings import BlockArtifacts
from tests.samples import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

    from tests.repo import Repo


def test_whoever_watches_is_told_of_each_file(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def watch(what: str, items: Iterable[Any], total: int, step: int = 1) -> Iterator[Any]:
        told.append((what, total, step))
        for item in items:
            told.append(item.entry.path)
            yield item

    repo.write("a.csv", table(200_000))
    repo.commit()
    monkeypatch.chdir(repo.top)
    here = repository.answer(repository.ask())
    found = scan.find(here, index.tracked(here), BlockArtifacts(), watch=watch)
    assert [violation.entry.path for violation in found.violations] == [b"a.csv"]
    assert told == [("artifacts", 2, 1), b"README.md", b"a.csv"]


def test_what_is_known_of_a_file_is_not_known_of_the_same_under_another_name(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table by its name and a text by its name; both at the top, and the names end alike."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    for number in range(20):
        repo.write(f"{number}.txt", f"{number}\n")
    repo.write("a.csv", table(200_000))
    repo.write("b.v", table(200_000))
    repo.commit()
    for _ in range(3):
        assert repo.judge("--all-files") == [("a.csv", "blocked-artifact")]
