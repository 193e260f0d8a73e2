"""Folders that are one artifact, to and from S3: in a bucket that keeps versions, and in one that does not."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import commitworthy
from tests.luck import at_length
from tests.moving import card, cloned
from tests.repo import Outcome, Repo, executable
from tests.samples import noise
from tests.stores import INSTALL, PLAIN, S3, VERSIONED, tampering

NAME = "data/era.zarr"
CARD = f"{NAME}.dvc"


def content(folder: Path) -> dict[str, bytes]:
    return {str(place.relative_to(folder)): place.read_bytes() for place in folder.rglob("*") if place.is_file()}


def versions(s3: S3, bucket: str, prefix: str) -> dict[str, int]:
    """How often each key below a prefix was written."""
    found: dict[str, int] = {}
    pages = s3.client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    for row in (row for page in pages for row in page.get("Versions", [])):
        key = row["Key"].removeprefix(prefix)
        found[key] = found.get(key, 0) + 1
    return found


def project(repo: Repo, home: str) -> Repo:
    repo.write("commitworthy.toml", f'[homes]\ndata = "{home}"\n')
    repo.write("README.md", "era\n")
    repo.commit()
    return repo


def small(repo: Repo) -> Path:
    """A store of ten chunks."""
    files = {".zarray": b"{}", ".zattrs": b"{}", **{f"{number}.0": noise(900, number) for number in range(9)}}
    for path, what in (files | {"sub/c/%41 é": noise(700, 11)}).items():
        repo.write(f"{NAME}/{path}", what)
    return Path(repo.path(NAME))


KILLED = """
import os, signal, sys, threading
from commitworthy import cli
from commitworthy.homes import bucket
really, lock, calls, when = bucket.Bucket.put, threading.Lock(), [], int(sys.argv[1])
def killed(*words):
    with lock:
        calls.append(None)
        if len(calls) == when:
            os.kill(os.getpid(), signal.SIGKILL)
    return really(*words)
bucket.Bucket.put = killed
cli.main(sys.argv[2:])
"""


@pytest.mark.parametrize("count", [100, pytest.param(2_000, marks=pytest.mark.long)])
def test_a_zarr_store_killed_in_between_changed_cloned_and_read(repo: Repo, s3: S3, prefix: str, count: int) -> None:
    zarr = pytest.importorskip("zarr", reason=f"zarr is not installed: {INSTALL}")
    numpy = importlib.import_module("numpy")
    project(repo, f"s3://{VERSIONED}/{prefix}")
    values = numpy.random.default_rng(7).integers(0, 2**31, (count, 50), "int32")
    place = Path(repo.path(NAME))
    store = zarr.create_array(str(place), shape=values.shape, chunks=(1, 50), dtype="int32")
    store[:] = values
    assert len(content(place)) == count + 1
    package = str(Path(commitworthy.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(count // 2), "move", NAME],
        cwd=repo.top,
        check=False,
        env={**os.environ, "PYTHONPATH": package},
    )
    assert done.returncode == -9
    assert not os.path.exists(repo.path(CARD))
    there = versions(s3, VERSIONED, f"{prefix}/{NAME}/")
    assert 0 < len(there) < count
    (row,) = repo.run("move", "--format", "json", NAME).findings()
    assert (row["files"], row["sent"]) == (count + 1, count + 1 - len(there))
    assert versions(s3, VERSIONED, f"{prefix}/{NAME}/") == dict.fromkeys(content(place), 1), "each was sent once"
    repo.commit()
    store[7, :] = 5
    changed = values.copy()
    changed[7, :] = 5
    (row,) = repo.run("move", "--update", "--format", "json", NAME).findings()
    assert row["sent"] == 1
    written = versions(s3, VERSIONED, f"{prefix}/{NAME}/")
    assert [key for key, times in written.items() if times > 1] == ["c/7/0"]
    assert repo.run("check-cards").status == 0
    repo.commit()
    clone = cloned(repo)
    (fetched,) = clone.run("fetch", "--format", "json").findings()
    assert (fetched["how"], fetched["fetched"]) == ("fetched", count + 1)
    assert content(Path(clone.path(NAME))) == content(place)
    assert (zarr.open_array(clone.path(NAME), mode="r")[:] == changed).all()
    clone.git("checkout", "--quiet", "HEAD~1")
    (fetched,) = clone.run("fetch", "--format", "json").findings()
    assert fetched["fetched"] == 1
    assert (zarr.open_array(clone.path(NAME), mode="r")[:] == values).all()
    assert clone.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")


@pytest.mark.long
def test_dvc_pulls_the_versions_that_the_card_names(repo: Repo, s3: S3, prefix: str) -> None:
    pytest.importorskip("dvc_s3", reason=f"dvc-s3 is not installed: {INSTALL}")
    place = small(project(repo, f"s3://{VERSIONED}/{prefix}"))
    assert repo.run("move", NAME).status == 0
    repo.commit()
    # A colleague writes another chunk in place of one, and one beside it.
    for key in ("3.0", "new"):
        s3.client.put_object(Bucket=VERSIONED, Key=f"{prefix}/{NAME}/{key}", Body=b"another")
    files, before = content(place), card(repo, CARD)
    shutil.rmtree(place)
    for words in (["init", "--quiet"], ["pull", "--quiet", CARD]):
        subprocess.run([executable("dvc"), *words], cwd=repo.top, check=True, capture_output=True)
    assert content(place) == files
    assert card(repo, CARD) == before


@pytest.mark.parametrize("kind", [at_length("a bucket without versions"), "a folder"])
@pytest.mark.long
def test_without_versions_dvc_updates_it(repo: Repo, s3: S3, prefix: str, tmp_path: Path, kind: str) -> None:
    pytest.importorskip("dvc_s3", reason=f"dvc-s3 is not installed: {INSTALL}")
    share = tmp_path / "share"
    share.mkdir()
    place = small(project(repo, str(share) if kind == "a folder" else f"s3://{PLAIN}/{prefix}"))
    assert repo.run("move", NAME).status == 0
    files, before = content(place), card(repo, CARD)
    shutil.rmtree(place)
    for words in (["init", "--quiet"], ["update", "--quiet", CARD]):
        subprocess.run([executable("dvc"), *words], cwd=repo.top, check=True, capture_output=True)
    assert content(place) == files
    assert card(repo, CARD)["meta"] == before["meta"]
    assert repo.run("fetch", "--check").status == 0, "what DVC adds to a card is no harm"


def test_without_versions_the_store_copies_what_is_the_same(repo: Repo, s3: S3, prefix: str) -> None:
    place = small(project(repo, f"s3://{PLAIN}/{prefix}"))
    assert repo.run("move", NAME).status == 0
    repo.commit()
    first = content(place)
    (place / "3.0").write_bytes(b"another chunk")
    (row,) = repo.run("move", "--update", "--format", "json", NAME).findings()
    assert (row["files"], row["sent"]) == (12, 1)
    repo.commit()
    clone = cloned(repo)
    for commit, files in (("HEAD", content(place)), ("HEAD~1", first)):
        clone.git("checkout", "--quiet", commit)
        assert clone.run("fetch").status == 0
        assert content(Path(clone.path(NAME))) == files
        assert clone.run("cards", "--online").status == 0
    assert repo.run("cards", "--unused") == Outcome(0, "", "commitworthy: looked at 24 objects: none unused\n")


def test_a_byte_that_flips_on_the_way_back_leaves_the_folder_in_git(
    repo: Repo, s3: S3, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(project(repo, f"s3://{VERSIONED}/{prefix}"))
    repo.git("add", NAME)
    before = repo.git("ls-files", "--stage")
    with tampering(s3.endpoint, "5.0") as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        outcome = repo.run("move", NAME)
    assert (outcome.status, len(outcome.err.splitlines())) == (2, 1)
    assert f"{prefix}/{NAME}/5.0: reads back as sha256" in outcome.err
    assert repo.git("ls-files", "--stage") == before
    assert not os.path.exists(repo.path(CARD))
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    (row,) = repo.run("move", "--format", "json", NAME).findings()
    assert row["sent"] == 0, "all of it arrived"


def test_versions_that_were_purged_are_counted(repo: Repo, s3: S3, prefix: str) -> None:
    small(project(repo, f"s3://{VERSIONED}/{prefix}"))
    assert repo.run("move", NAME).status == 0
    repo.commit()
    for path in ("2.0", "4.0", "6.0"):
        key = f"{prefix}/{NAME}/{path}"
        (version,) = s3.versions(key)
        s3.client.delete_object(Bucket=VERSIONED, Key=key, VersionId=version)
    (finding,) = repo.run("cards", "--online", "--format", "json").findings()
    assert finding["code"] == "CRD101"
    assert finding["message"].startswith("version ")
    assert finding["message"].endswith("/2.0 is not there.  So it is with 2 more of its folder.")
    clone = cloned(repo)
    outcome = clone.run("fetch")
    assert (outcome.status, len(outcome.err.splitlines())) == (2, 3)
    assert len(content(Path(clone.path(NAME)))) == 12 - 3 + 3, "drafts of those that are gone"
