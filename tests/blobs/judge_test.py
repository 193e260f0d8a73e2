"""Limits of one family do not reach another."""

from __future__ import annotations

import io
import zipfile

import pytest

from commitworthy.blobs.judge import BLOCKED, BlobSource, judge, question
from commitworthy.git.index import Entry
from commitworthy.git.objects import HEAD_SIZE, Blob
from commitworthy.policy.settings import LIMITS, BlockArtifacts
from tests.repo import Repo
from tests.samples import noise, prose, table

LARGE_TEXT = ("notes.txt", prose(600_000))
LARGE_TABLE = ("rows.csv", table(300_000))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), [("notes.txt", "large-file"), ("rows.csv", "blocked-artifact")]),
        (("--limit", "data=none"), [("notes.txt", "large-file")]),
        (("--limit", "text=none"), [("rows.csv", "blocked-artifact")]),
        (("--limit", "text=none", "--limit", "data=none"), []),
        (("--limit", "text=refuse", "--limit", "data=none"), [("notes.txt", "large-file"), ("small.md", "large-file")]),
    ],
)
def test_a_limit_is_one_familys(repo: Repo, words: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    for name, content in (LARGE_TEXT, LARGE_TABLE, ("small.md", b"# Small\n")):
        repo.stage(name, content)
    assert repo.judge(*words) == expected


@pytest.mark.parametrize(("size", "asks"), [(300_000, True), (256 * 1024**2, True), (256 * 1024**2 + 1, False)])
def test_the_end_of_a_huge_blob_is_not_asked_for(size: int, asks: bool) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("first.txt", noise(200_000))
        archive.writestr("second.txt", "x")
    content = packed.getvalue()
    asked: list[int] = []

    def tail(_: bytes, length: int) -> bytes:
        asked.append(length)
        return content[-length:]

    blob = Blob(Entry(b"a.zip", b"0" * 40), size, content[:HEAD_SIZE])
    violation = judge(
        blob,
        BlockArtifacts(),
        BlobSource(tail, lambda _: content, lambda _, length: content[:length], lambda _: (content,)),
    )
    assert violation is not None
    assert violation.rule == BLOCKED
    assert bool(asked) == asks


def test_what_is_measured_in_a_text_depends_on_its_size_and_the_limits() -> None:
    entry, ordinary = Entry(b"notes.txt", b"0" * 40), BlockArtifacts()
    of_kinds = {family: ordinary.limit(family) for family in LIMITS}
    literals = repr((100 * 1024 + 1, False, False, False))
    assert question(entry, 100 * 1024, "text", ordinary) == ""
    # Below the limit of text it has to be text to its end.
    assert question(entry, 100 * 1024 + 1, "text", ordinary) == repr((100 * 1024 + 1, True, True, False))
    assert question(entry, 500 * 1024, "text", ordinary) == repr((100 * 1024 + 1, True, True, False))
    assert question(entry, 500 * 1024 + 1, "text", ordinary) == literals
    assert question(entry, 16 * 1024**2, "text", ordinary) == literals
    assert question(entry, 16 * 1024**2 + 1, "text", ordinary) == ""
    unlimited = BlockArtifacts(None, {**of_kinds, "text": None})
    assert question(entry, 16 * 1024**2 + 1, "text", unlimited) == repr((100 * 1024 + 1, True, True, False))
    lock = Entry(b"poetry.lock", b"0" * 40)
    assert question(lock, 100 * 1024 + 1, "text", ordinary) == repr((100 * 1024 + 1, True, True, True))
    assert question(entry, 16 * 1024**2, "media", ordinary) == ""
