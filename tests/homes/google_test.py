"""Moves to Google Cloud Storage, on a server of ours that speaks its XML API; Google's own was not tried."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commitworthy.base import wording
from tests.gcs import BUCKET, GCS, account, google
from tests.moving import CARD, MODEL, NAME, card, cloned, draft
from tests.repo import Outcome, Repo
from tests.samples import noise
from tests.stores import INSTALL

if TYPE_CHECKING:
    from collections.abc import Iterator

SHA = hashlib.sha256(MODEL).hexdigest()
SIZE = wording.show(len(MODEL))
HOME = f"gs://{BUCKET}/proj"
# What the server calls the first object.
FIRST = "1700000000000001"
KEY = f"proj/{NAME}/{SHA[:12]}/churn.pkl"


@pytest.fixture
def gcs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GCS]:
    pytest.importorskip("obstore", reason=f"obstore is not installed: {INSTALL}")
    for name in list(os.environ):
        if name.startswith("GOOGLE_"):
            monkeypatch.delenv(name)
    with google(tmp_path) as (held, place):
        monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT", str(place))
        yield held
        assert held.complaints == []


@pytest.fixture
def project(repo: Repo, gcs: GCS) -> Repo:
    repo.stage("commitworthy.toml", f'[homes]\nmodel = "{HOME}"\nbinary = "{HOME}"\n')
    repo.stage(NAME, MODEL)
    return repo


def test_moved_committed_cloned_and_fetched(project: Repo, gcs: GCS) -> None:
    assert project.run("move", NAME) == Outcome(
        0,
        f"to {HOME}: 1 file, {SIZE}\n"
        f"{NAME} -> gs://{BUCKET}/{KEY} version {FIRST}: {SIZE}, read back and verified\n"
        "1 card is staged; the files stay on disk and are ignored.  Commit when you like.\n"
        "Other clones, CI and images get them with: commitworthy fetch\n",
        "",
    )
    assert list(gcs.objects) == [KEY], "no object of ours to show versions: a generation is no promise"
    assert gcs.objects[KEY].content == MODEL
    assert gcs.objects[KEY].metadata == {"x-goog-meta-sha256": SHA}
    dependency = card(project)["deps"][0]
    assert dependency == {
        "path": f"gs://{BUCKET}/{KEY}",
        "etag": hashlib.md5(MODEL).hexdigest(),
        "size": len(MODEL),
        "version_id": FIRST,
        "fs_config": {"version_aware": True},
    }
    project.commit()
    clone = cloned(project)
    assert clone.run("fetch") == Outcome(
        0, f"from gs://{BUCKET}: 1 file, {SIZE}\n{NAME}: was fetched and verified\n", ""
    )
    assert Path(clone.path(NAME)).read_bytes() == MODEL
    assert clone.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")
    asked = len(gcs.asked)
    os.unlink(project.path(CARD))
    (row,) = project.run("move", "--format", "json", NAME).findings()
    assert row["how"] == "found"
    assert not [line for line in gcs.asked[asked:] if line.startswith("PUT")]


def test_a_large_file_goes_in_parts_and_a_fetch_goes_on(project: Repo, gcs: GCS) -> None:
    content = noise(20_000_000)
    project.stage("big.bin", content)
    assert project.run("move", "big.bin").status == 0
    (found,) = gcs.objects.values()
    assert found.content == content
    assert found.metadata == {"x-goog-meta-sha256": hashlib.sha256(content).hexdigest()}
    assert sum(line.endswith("?partNumber,uploadId") for line in gcs.asked) == 3
    os.unlink(project.path("big.bin"))
    project.write(draft("big.bin", content), content[:5_000_001])
    assert project.run("fetch").status == 0
    assert Path(project.path("big.bin")).read_bytes() == content


def test_the_same_bytes_are_the_same_whatever_their_generation(project: Repo, gcs: GCS) -> None:
    project.run("move", NAME)
    project.commit()
    clone = cloned(project)
    gcs.put(KEY, MODEL, {"x-goog-meta-sha256": SHA})
    assert clone.run("cards", "--online").status == 0
    assert clone.run("fetch").status == 0
    os.unlink(clone.path(NAME))
    gcs.put(KEY, MODEL[:-1] + b"x", {})
    outcome = clone.run("fetch")
    assert outcome.status == 2
    assert outcome.err.endswith(f" instead of {SHA[:12]}...), so nothing was written\n")
    assert not os.path.exists(clone.path(NAME))
    for content, code in ((b"other", "CRD102"), (None, "CRD101")):
        gcs.put(KEY, content, {}) if content else gcs.objects.clear()
        (finding,) = clone.run("cards", "--online", "--format", "json").findings()
        assert finding["code"] == code
    assert clone.run("fetch").err.endswith(
        " is not there: somebody deleted it, or a lifecycle rule of the bucket did\n"
    )


def test_what_the_store_refuses_is_one_line_and_nothing_is_changed(
    project: Repo, gcs: GCS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    before = project.git("ls-files", "--stage")
    outcome = project.run("move", "--to", "gs://nothing/x", NAME)
    assert (outcome.status, outcome.err) == (
        2,
        "commitworthy: gs://nothing: no such bucket: check the name, or make it\n",
    )
    url = json.loads((tmp_path / "account.json").read_text())["gcs_base_url"]
    other = account(tmp_path / "other.json", rsa.generate_private_key(65537, 2048), url)
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT", str(other))
    outcome = project.run("move", NAME)
    line = f"gs://{BUCKET}: the credentials are wrong (AuthenticationRequired): check the key and its secret"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert "PRIVATE KEY" not in outcome.out + outcome.err
    assert gcs.objects == {}
    assert project.git("ls-files", "--stage") == before


def test_unused_objects_of_many_pages(project: Repo, gcs: GCS) -> None:
    project.run("move", NAME)
    for number in range(1_500):
        gcs.put(f"proj/old/{number:04}", b"x", {})
    outcome = project.run("cards", "--unused")
    assert outcome.out.splitlines() == [f"gs://{BUCKET}/proj/old/{number:04}" for number in range(1_500)]
    assert outcome.err == "commitworthy: looked at 1,501 objects: 1,500 unused\n"
