"""What has happened to a pointer, in words; and what is no pointer at all."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.formats import damaged_pointers, pointers
from tests.samples import noise, prose

ONE, TWO = b"1" * 64, b"ab" * 32
VERSION = b"version https://git-lfs.github.com/spec/v1\n"
GOOD = VERSION + b"oid sha256:" + ONE + b"\nsize 12\n"
BOM = b"\xef\xbb\xbf"


def conflict(*, whole: bool = False, base: bytes = b"") -> bytes:
    ours, theirs = b"oid sha256:" + ONE + b"\nsize 12\n", b"oid sha256:" + TWO + b"\nsize 13\n"
    above = b"" if whole else VERSION
    ours, theirs = (VERSION + ours, VERSION + theirs) if whole else (ours, theirs)
    return above + b"<<<<<<< HEAD\n" + ours + base + b"=======\n" + theirs + b">>>>>>> other\n"


CONFLICT = "merge conflict markers"
NOT_MENDED = {
    "a conflict": (conflict(), CONFLICT),
    "a conflict of the whole text": (conflict(whole=True), CONFLICT),
    "a conflict with the ancestor": (conflict(base=b"||||||| 1a2b\noid sha256:" + TWO + b"\nsize 9\n"), CONFLICT),
    "a conflict half settled": (GOOD + b"=======\n", CONFLICT),
    "a conflict in CRLF": (conflict().replace(b"\n", b"\r\n"), CONFLICT),
    "cut behind the hash": (GOOD[: GOOD.index(b"size")], "its size line is missing"),
    "cut in the hash": (GOOD[:70], "its size line is missing"),
    "cut in the version": (b"version https://git-lfs.git", "its oid line is missing"),
    "cut in the address": (GOOD[:12], "its version line is missing"),
    "the hash alone": (b"oid sha256:" + ONE + b"\n", "its version line is missing"),
    "a patch": (
        b"-oid sha256:" + TWO + b"\n+oid sha256:" + ONE + b"\n size 12\n",
        "extra text before each line",
    ),
    "no hash": (VERSION + b"size 12\n", "its oid line is missing"),
    "another hash": (GOOD.replace(b"sha256", b"sha512"), "its oid is not a lower-case SHA-256"),
    "a short hash": (GOOD.replace(ONE, ONE[1:]), "its oid is not a lower-case SHA-256"),
    "a size that is none": (GOOD.replace(b"size 12", b"size 12 kB"), "its size is not a number"),
    "a negative size": (GOOD.replace(b"size 12", b"size -12"), "its size is not a number"),
    "no size behind the word": (GOOD.replace(b"size 12", b"size"), "its size line is missing"),
    "two sizes": (GOOD + b"size 13\n", "its size line is there 2 times"),
    "two pointers": (GOOD + GOOD, "its version line is there 2 times"),
    "all in one line": (GOOD.replace(b"\n", b" "), "its oid line is missing"),
}
MENDED = {
    "a byte order mark": (BOM + GOOD, "starts with a byte order mark"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "it is UTF-16"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-le"), "it is UTF-16"),
    "UTF-16 in the other order": (GOOD.decode().encode("utf-16-be"), "it is UTF-16"),
    "quoted": (b"> " + GOOD.replace(b"\n", b"\n> "), "extra text before each line"),
    "commented out": (b"# " + GOOD.replace(b"\n", b"\n# "), "extra text before each line"),
    "one more line": (GOOD + b"more\n", "lines that do not belong in a pointer"),
    "a line between": (GOOD.replace(b"oid", b"# why\noid"), "lines that do not belong in a pointer"),
    "junk behind it": (GOOD + b"\0" * 40, "lines that do not belong in a pointer"),
    "a first line": (b"Downloading\n" + GOOD, "lines that do not belong in a pointer"),
    "no version": (GOOD.removeprefix(VERSION), "its version line is missing"),
    "a version to come": (GOOD.replace(b"v1", b"v2"), "its version line is unknown to git-lfs"),
    "a hash in capitals": (GOOD.replace(ONE, TWO.upper()), "its oid is not a lower-case SHA-256"),
    "another order": (
        b"".join(reversed(GOOD.splitlines(keepends=True))),
        "its lines are not written as git-lfs writes them",
    ),
    "indented": (b"  " + GOOD.replace(b"\n", b"\n  "), "its lines are not written as git-lfs writes them"),
    "tabs": (GOOD.replace(b" ", b"\t"), "its lines are not written as git-lfs writes them"),
    "lone CR": (GOOD.replace(b"\n", b"\r"), "its lines are not written as git-lfs writes them"),
    "padded": (GOOD + b"\n" * 2000, "its lines are not written as git-lfs writes them"),
}
SOUND = {
    "canonical": GOOD,
    "CRLF": GOOD.replace(b"\n", b"\r\n"),
    "no last line end": GOOD.rstrip(),
    "a blank line": GOOD.replace(b"oid", b"\noid"),
    "retired": GOOD.replace(VERSION, b"version http://git-media.io/v/2\n"),
    "older": GOOD.replace(b"git-lfs", b"hawser"),
    "extended": GOOD.replace(b"oid", b"ext-0-foo sha256:" + TWO + b"\noid"),
    "a size with a zero": GOOD.replace(b"12", b"012"),
}
OTHER = {
    "nothing": b"",
    "prose": prose(3000),
    "a page on Git LFS": b"# Pointers\n\nA pointer looks so:\n\n    " + GOOD.replace(b"\n", b"\n    ") + prose(500),
    "a program": b"version = 'https://example.org'\nsize = 12\n",
    "a list of hashes": b"".join(b"sha256:%064d\n" % number for number in range(9)),
    "the start of a word": b"version ",
    "a list": b"- size 12\n- oid none\n",
    "zeros": b"\0" * 100,
    "settings": b"version 2\nsize 10\ncolor red\n",
    "a conflict elsewhere": b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n",
    "DVC": b"outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 12\n  path: x\n",
    "binary": noise(300),
    "too large": GOOD + b"x" * 9000,
}


@pytest.mark.parametrize(("content", "reason"), NOT_MENDED.values(), ids=NOT_MENDED)
def test_what_nobody_can_mend_is_named(content: bytes, reason: str) -> None:
    assert damaged_pointers.damage_of(len(content), content) == (reason, None)


@pytest.mark.parametrize(("content", "reason"), MENDED.values(), ids=MENDED)
def test_what_can_have_meant_one_thing_alone_is_mended(content: bytes, reason: str) -> None:
    damage = damaged_pointers.damage_of(len(content), content)
    assert damage is not None
    assert damage.reason == reason
    assert damage.mended in {GOOD, GOOD.replace(ONE, TWO)}


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND)
def test_what_git_lfs_accepts_is_not_damaged(content: bytes) -> None:
    assert damaged_pointers.damage_of(len(content), content) is None


@pytest.mark.parametrize("content", OTHER.values(), ids=OTHER)
def test_other_texts_are_no_pointers(content: bytes) -> None:
    assert damaged_pointers.damage_of(len(content), content[:8192]) is None


@pytest.mark.needs_lfs
@pytest.mark.parametrize("content", [*(text for text, _ in (*NOT_MENDED.values(), *MENDED.values())), *SOUND.values()])
def test_what_git_lfs_refuses_is_damaged_or_sound(content: bytes) -> None:
    asked = subprocess.run(
        ["git", "lfs", "pointer", "--check", "--stdin"], input=content, capture_output=True, check=False
    )
    # Of some that it takes, such as a size of +12, we say more than it does; that loses nothing.
    assert asked.returncode == 0 or damaged_pointers.damage_of(len(content), content) is not None


@given(st.data())
def test_a_pointer_with_a_line_lost_or_added_never_counts_as_the_file(data: st.DataObject) -> None:
    lines = GOOD.splitlines(keepends=True)
    number = data.draw(st.integers(0, 2))
    if data.draw(st.booleans()):
        lines[number : number + 1] = []
    else:
        lines.insert(number, data.draw(st.binary(min_size=1, max_size=30)).replace(b"\n", b"") + b"\n")
    content = b"".join(lines)
    pointer = pointers.recognise(b"", len(content), content)
    assert pointer is not None or damaged_pointers.damage_of(len(content), content) is not None
