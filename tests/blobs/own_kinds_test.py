"""What a team's own kinds change in a verdict, and what they leave alone."""

from __future__ import annotations

import json

import pytest

from commitworthy.blobs import scan
from commitworthy.blobs.judge import refined
from commitworthy.policy.settings import OwnKind
from tests.repo import Repo
from tests.samples import SAMPLES, look, random_bytes

MAGIC = OwnKind("acme-model", "model", (".acme",), b"ACME")
NAMED = OwnKind("acme-table", "data", (".tbl", ".log2"))
LATER = OwnKind("acme-late", "data", (), b"LATE", 16)
KINDS = (MAGIC, NAMED, LATER)
TEXT = b"ACME, but the words of a text\n" * 3

CASES = {
    "a magic beats unknown binary content": ("a.bin", b"ACME\0\1" + random_bytes(100), "acme-model"),
    "a magic beats text": ("a.txt", TEXT, "acme-model"),
    "a magic beats a name": ("a.pt", b"ACME\0\1" + random_bytes(100), "acme-model"),
    "a magic further in": ("a", bytes(16) + b"LATE" + random_bytes(100), "acme-late"),
    "a magic beats a zip of anything": ("a", SAMPLES["zip"](), "own-zip"),
    "a magic does not hide what a zip is known to hold": ("a", SAMPLES["torch"](), "torch"),
    "a magic does not hide a known format": ("a", SAMPLES["gguf"](), "gguf"),
    "a magic elsewhere is none": ("a", b"\0ACME" + random_bytes(100), "binary"),
    "a suffix names unknown binary content": ("a.TBL", b"\0\1" + random_bytes(100), "acme-table"),
    "a suffix names text": ("a.log2", b"words\n", "acme-table"),
    "a suffix names no known format": ("a.tbl", SAMPLES["parquet"](), "parquet"),
    "a suffix beside a magic names nothing": ("a.acme", b"\0\1" + random_bytes(100), "binary"),
    "an empty file stays empty": ("a.tbl", b"", "empty"),
    "a pointer stays a pointer": (
        "a.tbl",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0a" * 32 + b"\nsize 9\n",
        "lfs-pointer",
    ),
}


@pytest.mark.parametrize(("path", "content", "name"), CASES.values(), ids=CASES)
def test_what_a_kind_names(path: str, content: bytes, name: str) -> None:
    kinds = (*KINDS, OwnKind("own-zip", "data", (), b"PK\3\4"), OwnKind("own-gguf", "data", (), b"GGUF"))
    assert refined(look(path, content), path.encode(), content, kinds).format == name


def test_the_evidence_says_that_the_policy_knows_it() -> None:
    content = b"ACME\0" + random_bytes(100)
    assert refined(look("a.txt", content), b"a.txt", content, KINDS) == (
        "model", "acme-model", "acme-model (a kind of this repository's policy)",
        "content: ACME at 0, as the policy says", True,
    )  # fmt: skip
    assert not refined(look("a.acme", content), b"a.acme", content, KINDS).disguised
    unprintable = OwnKind("b", "data", (), b"\0\xff", 1)
    assert refined(look("a", b"\0\0\xff"), b"a", b"\0\0\xff", (unprintable,)).evidence.startswith(
        "content: 00 FF at 1,"
    )


POLICY = '[[kinds]]\nname = "acme-model"\nfamily = "model"\nmagic = "ACME"\n'


def test_a_commit_is_judged_by_the_kinds_of_its_policy(repo: Repo) -> None:
    repo.stage("small.acme", b"ACME\0\1\2\3")
    assert repo.judge() == []
    repo.stage("commitworthy.toml", POLICY)
    assert repo.judge() == [("small.acme", "blocked-artifact")]
    answer = json.loads(repo.run("which", "--format", "json", "small.acme").out)
    assert (answer["family"], answer["format"], answer["rule"]) == ("model", "acme-model", "blocked-artifact")


def test_remembered_verdicts_are_of_the_same_kinds(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MANY", "REMEMBERED"):
        monkeypatch.setattr(scan, name, 2)
    repo.write("a.acme", b"ACME\0\1\2\3")
    repo.write("b.py", "x = 1\n")
    repo.commit()
    assert repo.judge("--all-files") == []
    repo.write("commitworthy.toml", POLICY)
    repo.commit()
    assert repo.judge("--all-files") == [("a.acme", "blocked-artifact")]
