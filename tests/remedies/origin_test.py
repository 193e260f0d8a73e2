"""Where a hook's own source came from, and how others install the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitworthy import __version__
from commitworthy.remedies import origin
from tests.origin import install_from
from tests.repo import Repo

URL, REV = "https://example.org/team/commitworthy", "1" * 40
NAME = f"commitworthy=={__version__}"


def vcs(url: str, **more: str) -> dict[str, object]:
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": REV, **more}}


@pytest.mark.parametrize(
    ("record", "here", "elsewhere"),
    [
        ({}, "", NAME),
        ({"url": ["odd"]}, "", ""),
        (vcs(URL), f"git+{URL}@{REV}", f"git+{URL}@{REV}"),
        (vcs(URL, requested_revision="main"), f"git+{URL}@{REV}", f"git+{URL}@{REV}"),
        (
            vcs(URL, requested_revision=f"v{__version__}"),
            f"git+{URL}@v{__version__}",
            f"git+{URL}@v{__version__}",
        ),
        (vcs(URL.replace("//", "//me:secret@")), f"git+{URL}@{REV}", f"git+{URL}@{REV}"),
        (vcs("file:///srv/commitworthy.git"), f"git+file:///srv/commitworthy.git@{REV}", ""),
        ({"url": f"{URL}/c.whl", "archive_info": {}}, f"{URL}/c.whl", f"{URL}/c.whl"),
        ({"url": "file:///not/here", "dir_info": {}}, "", ""),
        ({"url": "file:///etc/hosts", "archive_info": {}}, "/etc/hosts", ""),
    ],
)
def test_what_was_installed_can_be_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, record: object, here: str, elsewhere: str
) -> None:
    install_from(monkeypatch, tmp_path, record)
    assert (origin.requirement(), origin.shared_requirement()) == (here, elsewhere)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (URL, f"git+{URL}"),
        ("ssh://git@example.org/team/commitworthy", "git+ssh://git@example.org/team/commitworthy"),
        ("../somewhere/on/this/machine", ""),
        ("", ""),
    ],
)
def test_the_address_is_that_of_the_hooks_source_not_of_the_repository_at_hand(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, found: str
) -> None:
    source = Repo.init(repo.top.parent / "so urce")
    head = source.commit()
    if address:
        source.git("remote", "add", "origin", address)
    repo.git("remote", "add", "origin", "https://example.org/the/users/own")
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("GIT_DIR", str(repo.top / ".git"))
    install_from(monkeypatch, tmp_path, {"url": source.top.as_uri(), "dir_info": {}})
    for revision in ("", f"@{head}"):
        assert origin.shared_requirement() == (found and found + revision)
        assert origin.requirement() == (found + revision if found else str(source.top))
        source.git("checkout", "--quiet", "--detach", GIT_DIR=str(source.top / ".git"))
