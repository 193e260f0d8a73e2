"""Which types of files lie in git as ordinary blobs, beside those that are asked about."""

from __future__ import annotations

import pytest

from commitworthy.git import index, repository
from commitworthy.remedies import homes
from tests import lfs
from tests.repo import Repo
from tests.samples import noise


@pytest.mark.parametrize("more", [0, 60], ids=["", "more types than patterns are made for"])
def test_a_type_is_whole_where_no_other_raw_file_has_it(repo: Repo, monkeypatch: pytest.MonkeyPatch, more: int) -> None:
    for name in ("asked.pkl", "asked.pt", "other.PT", "asked.bin", "asked.npy"):
        repo.stage(name, noise(2000))
    repo.stage("empty.bin", b"")
    repo.stage("pointer.npy", lfs.pointer(noise(100)))
    repo.stage("small.h5", noise(100))
    repo.stage("below/pt", noise(100))
    monkeypatch.chdir(repo.top)
    suffixes = [".pkl", ".pt", ".bin", ".npy", ".h5", *(f".{number}" for number in range(more))]
    asked = {suffix: [b"asked" + suffix.encode()] for suffix in suffixes}
    whole = frozenset(suffixes) - {".pt", ".h5"}
    assert homes.types_without_others(asked) == whole
    here = repository.answer(repository.ask())
    assert homes.types_without_others(asked, index.tracked(here)) == whole
    assert homes.types_without_others(asked, []) == frozenset(suffixes)
    assert homes.types_without_others({}) == frozenset()
