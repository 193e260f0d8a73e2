"""Moves to Azure's storage, on Azurite, which keeps no versions: keys with hashes, as in any store without them.

Azurite is a program of npm (`npm install azurite`), so these skip where it is not on PATH; `.ci/run` installs it.
Its emulator mode has one port, so there is one at a time on a machine.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import os
import shutil
import socket
import subprocess
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests import lfs_agent
from tests.moving import CARD, MODEL, NAME, card, cloned
from tests.repo import Outcome, Repo
from tests.samples import noise
from tests.stores import INSTALL

if TYPE_CHECKING:
    from collections.abc import Iterator

# The account of every emulator, as Microsoft documents it; no secret.
ACCOUNT = "devstoreaccount1"
ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
PORT = 10_000
SHA = hashlib.sha256(MODEL).hexdigest()


def made_container(name: str) -> None:
    """Put Container, signed with the shared key (Microsoft: "Authorize with Shared Key")."""
    when = formatdate(usegmt=True)
    headers = f"x-ms-date:{when}\nx-ms-version:2021-08-06"
    # Eleven standard headers, none of which is sent.
    text = "PUT" + "\n" * 12 + f"{headers}\n/{ACCOUNT}/{ACCOUNT}/{name}\nrestype:container"
    digest = hmac.new(base64.b64decode(ACCOUNT_KEY), text.encode(), hashlib.sha256).digest()
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    connection.request(
        "PUT",
        f"/{ACCOUNT}/{name}?restype=container",
        headers={
            "x-ms-date": when,
            "x-ms-version": "2021-08-06",
            "Authorization": f"SharedKey {ACCOUNT}:{base64.b64encode(digest).decode()}",
        },
    )
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()
    connection.close()


@pytest.fixture(scope="module")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    pytest.importorskip("obstore", reason="obstore is not installed: pip install -e '.[test-move]'")
    program = shutil.which("azurite-blob")
    if program is None:
        pytest.skip("Azurite is not installed: npm install --global azurite")
    folder = tmp_path_factory.mktemp("azurite")
    with FileLock(Path(folder).parents[1] / "azurite.lock"):
        command = [program, "--silent", "--location", str(folder), "--skipApiVersionCheck", "--disableTelemetry"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", PORT), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < end
                    assert server.poll() is None
                    time.sleep(0.1)
            made_container("team")
            yield
        finally:
            server.terminate()
            server.wait()


@pytest.fixture
def project(repo: Repo, azurite: None, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in list(os.environ):
        if name.startswith("AZURE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AZURE_STORAGE_USE_EMULATOR", "true")
    repo.stage("commitworthy.toml", '[homes]\nmodel = "az://team/proj"\n')
    repo.stage(NAME, MODEL)
    return repo


def test_moved_committed_cloned_and_fetched(project: Repo) -> None:
    outcome = project.run("move", NAME)
    assert (outcome.status, outcome.err) == (0, "")
    dependency = card(project)["deps"][0]
    assert dependency["path"] == f"az://team/proj/{NAME}/{SHA[:12]}/churn.pkl"
    assert "version_id" not in dependency
    project.commit()
    clone = cloned(project)
    assert clone.run("fetch").status == 0
    assert Path(clone.path(NAME)).read_bytes() == MODEL
    assert clone.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")
    os.unlink(project.path(CARD))
    (row,) = project.run("move", "--format", "json", NAME).findings()
    assert row["how"] == "found"


def test_no_container_is_one_line(project: Repo) -> None:
    outcome = project.run("move", "--to", "az://nothing/x", NAME)
    line = "az://nothing: no such bucket: check the name, or make it"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert NAME in project.tracked()


@pytest.fixture
def emulated(repo: Repo, azurite: None, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in list(os.environ):
        if name.startswith("AZURE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AZURE_STORAGE_USE_EMULATOR", "true")
    return repo


@pytest.mark.needs_lfs
def test_git_lfs_without_a_server(emulated: Repo) -> None:
    home = "lfs+az://team/lfs"
    lfs_agent.project(emulated, home)
    content = noise(9_000_000)
    emulated.write("a.bin", content)
    emulated.commit()
    assert lfs_agent.push(emulated) == Outcome(0, "", "")
    clone = lfs_agent.cloned(emulated, "clone", home)
    assert clone.try_git("lfs", "pull").status == 0
    assert Path(clone.path("a.bin")).read_bytes() == content


def test_rows_in_a_delta_table(emulated: Repo) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason=f"pyarrow is not installed: {INSTALL}")
    pytest.importorskip("deltalake", reason=f"deltalake is not installed: {INSTALL}")
    emulated.stage("train.csv", "id\n1\n2\n")
    for version in (0, 1):
        outcome = emulated.run("move", "--update", "--to", "delta+az://team/lake", "train.csv")
        where = f"az://team/lake/train.csv version {version}"
        assert f"train.csv -> {where}: {2 + version} rows, 1 column, read back and equal\n" in outcome.out, outcome
        assert emulated.run("fetch", "--force").status == 0
        assert parquet.read_table(emulated.path("train.parquet")).num_rows == 2 + version
        emulated.write("train.csv", "id\n1\n2\n3\n")
