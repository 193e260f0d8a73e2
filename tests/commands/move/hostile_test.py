"""Cards and homes of a repository that somebody prepared: nothing is written, read or sent that they ask for."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from commitworthy.base import system
from commitworthy.homes.folder import Folder
from tests.moving import CARD, MODEL, NAME, card, draft, trained
from tests.repo import Outcome, Repo
from tests.stores import INSTALL


@pytest.fixture
def moved(repo: Repo) -> Repo:
    trained(repo)
    assert repo.run("move", NAME).status == 0
    repo.commit()
    os.unlink(repo.path(NAME))
    return repo


def forged(repo: Repo, place: str, *where: Any, to: object) -> None:
    """A card with something else in one of its keys."""
    document = card(repo)
    inner = document
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = to
    repo.write(place, yaml.safe_dump(document))


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(place): place.read_bytes() for place in folder.rglob("*") if place.is_file() and ".git/" not in str(place)
    }


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/b", "..", ".git", ".GIT", "x\\y", ".git/config"])
def test_a_card_names_a_file_beside_it_and_nothing_else(moved: Repo, name: str) -> None:
    forged(moved, CARD, "outs", 0, "path", to=name)
    before = everything(moved.top.parent)
    for words in (["fetch"], ["fetch", "--force"], ["cards", "--online"]):
        outcome = moved.run(*words)
        assert outcome.status == 2
        assert outcome.err.startswith(f"commitworthy: {CARD}: is not a card that can be used: outs: path ")
    assert everything(moved.top.parent) == before
    moved.git("add", CARD)
    assert [row["code"] for row in moved.run("check-cards", "--format", "json").findings()] == ["CRD001"]


@pytest.mark.parametrize("held", [True, False], ids=["folders held open", "as on Windows"])
def test_nothing_is_fetched_through_a_link(
    moved: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, held: bool
) -> None:
    monkeypatch.setattr(system, "HOLDS_FOLDERS", held)
    outside = tmp_path / "outside"
    outside.mkdir()
    (moved.top / NAME).symlink_to(outside / "new")
    outcome = moved.run("fetch")
    line = f"{NAME}: is a symbolic link, so nothing was written: remove it first"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    text = (moved.top / CARD).read_text()
    (moved.top / NAME).unlink()
    for place in (moved.top / "models").iterdir():
        place.unlink()
    (moved.top / "models").rmdir()
    (moved.top / "models").symlink_to(outside)
    (outside / "churn.pkl.dvc").write_text(text)
    outcome = moved.run("fetch", CARD)
    assert outcome.status == 2
    assert sorted(os.listdir(outside)) == ["churn.pkl.dvc"]
    # A draft that is a link is no draft.
    (moved.top / "models").unlink()
    moved.git("checkout", "--", "models")
    half = moved.top / draft(NAME, MODEL)
    half.symlink_to(outside / "new")
    outcome = moved.run("fetch")
    assert outcome.status == 2
    assert sorted(os.listdir(outside)) == ["churn.pkl.dvc"]
    half.unlink()
    assert moved.run("fetch").status == 0
    assert Path(moved.path(NAME)).read_bytes() == MODEL


def test_no_drive_is_written_to_on_windows(moved: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    forged(moved, CARD, "outs", 0, "path", to="c:churn.pkl")
    monkeypatch.setattr(system, "HOLDS_FOLDERS", False)
    monkeypatch.setattr(system, "WINDOWS", True)
    outcome = moved.run("fetch")
    line = "models/c:churn.pkl: names a drive or a stream here, so nothing was written"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")


def test_a_folder_in_git_s_own_is_none_of_a_card(moved: Repo) -> None:
    text = (moved.top / CARD).read_text()
    moved.write(".git/hooks/churn.pkl.dvc", text)
    outcome = moved.run("fetch", ".git/hooks/churn.pkl.dvc")
    assert outcome.status == 2
    assert not (moved.top / ".git/hooks/churn.pkl").exists()


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "link", "larger"])
def test_only_a_regular_file_of_that_size_is_read(moved: Repo, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "odd"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "device":
        place = Path("/dev/zero")
    elif kind == "folder":
        place.mkdir()
    elif kind == "link":
        (tmp_path / "secret").write_bytes(MODEL)
        place.symlink_to(tmp_path / "secret")
    else:
        place.write_bytes(MODEL + b"x")
    forged(moved, CARD, "deps", 0, "path", to=str(place))
    outcome = moved.run("fetch")
    assert outcome.status == 2
    assert outcome.err.startswith(f"commitworthy: {place}: ")
    assert not os.path.exists(moved.path(NAME))
    assert [name for name in os.listdir(moved.path("models")) if "draft" not in name] == [".gitignore", "churn.pkl.dvc"]


class Listener(BaseHTTPRequestHandler):
    """Notes whoever asks."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_PUT = do_POST = do_GET  # noqa: N815 (as http.server calls them)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as its base calls it)
        pass


def test_no_host_that_only_the_repository_names_is_asked(moved: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Noting", (Listener,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_address[1]}"
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDX")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-mine")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "mine")
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", "sig=secret-of-mine")
    try:
        for address, endpoint, named in (
            ("s3://team/x", f"http://{host}", host),
            ("abfss://c@evil.example.org/x", None, "evil.example.org"),
            ("abfss://c@other.dfs.core.windows.net/x", None, "other.dfs.core.windows.net"),
        ):
            document = card(moved)
            document["deps"][0] |= {"path": address} | ({"fs_config": {"endpointurl": endpoint}} if endpoint else {})
            document["deps"][0] = {k: v for k, v in document["deps"][0].items() if k != "fs_config" or endpoint}
            moved.write(CARD, yaml.safe_dump(document))
            # What a repository carries is no word of the user's.
            moved.write(".gitconfig", f"[commitworthy]\n\ttrust = {named}\n")
            for words in (["fetch"], ["cards", "--online"]):
                outcome = moved.run(*words)
                assert outcome.status == 2
                assert outcome.err.startswith(f"commitworthy: {named} is named by this repository alone, so your cred")
                assert "secret-of-mine" not in outcome.out + outcome.err
        assert asked == []
    finally:
        server.shutdown()
        server.server_close()


BY_DVC = """\
outs:
- md5: 6dd685b8584852e5d0be4e318972006e
  size: 3
  hash: md5
  path: m.bin
meta:
  commitworthy:
    schema: 1
    sha256: dc47782c19754ee09c979d070aecbc5e36fc52c7f6e3eda90bc6920825715c43
"""
REMOTE = """\
[core]
    remote = x
['remote "x"']
    url = s3://bucket/x
"""
STRANGE = (
    "is the repository's, and may send credentials to any host, or have DVC run any program: look at it, and if you "
)


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        (".dvc/config", REMOTE + "    configpath = ../aws.ini\n", ".dvc/config, line 5"),
        (".dvc/config", REMOTE + "    endpointurl = http://127.0.0.1:9\n", ".dvc/config, line 5"),
        (".dvc/config", REMOTE + "url = ssh://evil.example.org/x\n", ".dvc/config, line 5"),
        (".dvc/config", "[core]\nsite_cache_dir = ../pickles\n", ".dvc/config, line 2"),
        (".dvc/config", REMOTE + "    region = '''x\n    configpath = ../aws.ini'''\n", ".dvc/config, line 5"),
        (".dvc/config", REMOTE + "# \x0b    configpath = ../aws.ini\n", ".dvc/config, line 5"),
        (".dvc/config", REMOTE + "# \u2028    configpath = ../aws.ini\n", ".dvc/config, line 5"),
        (".dvc/config.local", REMOTE, ".dvc/config.local"),
        (".dvc/tmp/index/cache.db", "pickles", ".dvc/tmp/index/cache.db"),
    ],
)
def test_dvc_does_not_run_for_settings_that_only_the_repository_has(
    repo: Repo, name: str, content: str, where: str
) -> None:
    """With `configpath` AWS's library starts whatever program the repository names."""
    pytest.importorskip("dvc", reason=f"DVC is not installed: {INSTALL}")
    ran = repo.top.parent / "ran"
    repo.stage("aws.ini", f"[default]\nregion = us-east-1\ncredential_process = touch {ran}\n")
    repo.stage(".dvc/config", REMOTE)
    repo.stage(name, content)
    repo.stage("m.bin.dvc", BY_DVC)
    line = f"commitworthy: {where}: {STRANGE}trust it run again with --trust dvc\n"
    assert repo.run("fetch") == Outcome(2, "", line)
    repo.stage("big.pkl", MODEL)
    assert repo.run("move", "--to", "dvc", "big.pkl") == Outcome(2, "to dvc: 1 file\n", line)
    assert "big.pkl" in repo.tracked()
    assert not ran.exists()


def test_dvc_runs_once_its_settings_are_trusted(repo: Repo) -> None:
    pytest.importorskip("dvc", reason=f"DVC is not installed: {INSTALL}")
    repo.stage(".dvc/config", REMOTE.replace("s3://bucket/x", str(repo.top.parent / "no")) + "    verify = true\n")
    repo.stage("m.bin.dvc", BY_DVC)
    assert "--trust dvc" in repo.run("fetch").err
    outcome = repo.run("fetch", "--trust", "dvc")
    assert outcome.status == 2
    assert outcome.err.startswith("commitworthy: dvc pull failed: ")


def test_a_file_without_an_end_is_read_to_the_size_of_its_card() -> None:
    endless = "/proc/self/status"
    if not os.path.exists(endless):
        pytest.skip("there is no /proc here")
    assert list(Folder().read(endless, "", 0, 0)) == []


def test_what_is_trusted_is_kept_in_the_clone(moved: Repo) -> None:
    assert moved.run("cards", "--trust", "minio.example.org:9000").status == 0
    assert moved.run("cards", "--trust", "https://MINIO.example.org:9000/x").status == 0
    assert moved.git("config", "--local", "--get-all", "commitworthy.trust") == "minio.example.org:9000"
    line = "--trust a b: name a host, such as minio.example.org:9000"
    assert moved.run("cards", "--trust", "a b") == Outcome(2, "", f"commitworthy: {line}\n")


def test_a_bomb_of_a_card_is_one_line(moved: Repo) -> None:
    lines = ["commitworthy: &a0 [x, x]", *(f"k{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    moved.write("bomb.pkl.dvc", "\n".join(lines) + "\n")
    outcome = moved.run("cards")
    assert outcome.status == 2
    assert outcome.err.startswith(
        "commitworthy: bomb.pkl.dvc: is not a card that can be used: too large once its aliases"
    )
