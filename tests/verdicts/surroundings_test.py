"""Where a hook's own source came from."""

from __future__ import annotations

import pytest

from commitworthy.verdicts import surroundings
from tests.repo import Repo


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://example.org/team/commitworthy", "git+https://example.org/team/commitworthy"),
        ("ssh://git@example.org/team/commitworthy", "git+ssh://git@example.org/team/commitworthy"),
        ("../somewhere/on/this/machine", ""),
        ("", ""),
    ],
)
def test_the_address_is_that_of_the_hooks_source_not_of_the_repository_at_hand(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, address: str, found: str
) -> None:
    source = Repo.init(repo.top.parent / "source")
    if address:
        source.git("remote", "add", "origin", address)
    repo.git("remote", "add", "origin", "https://example.org/the/users/own")
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("GIT_DIR", str(repo.top / ".git"))
    assert surroundings._published(str(source.top)) == found
