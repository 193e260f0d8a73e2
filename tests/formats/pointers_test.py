from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.formats.pointers import Pointer, recognise

OID = "0a" * 32
URL = b"https://git-lfs.github.com/spec/v1"
PLAIN = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 900000\n".encode()
EXTENDED = PLAIN.replace(b"oid", b"ext-0-case sha256:" + b"1b" * 32 + b"\noid")


@pytest.mark.parametrize(
    ("content", "canonical"),
    [
        pytest.param(PLAIN, True, id="as git-lfs writes it"),
        pytest.param(EXTENDED, True, id="with an extension"),
        pytest.param(PLAIN.replace(b"\n", b"\r\n"), False, id="with CRLF"),
        pytest.param(PLAIN[:-1], False, id="without the last line feed"),
        pytest.param(PLAIN + b"\n\n", False, id="with blank lines behind"),
        pytest.param(b"\n " + PLAIN, False, id="with blanks in front"),
        pytest.param(PLAIN.replace(b"\noid", b"\n\noid"), False, id="with a blank line within"),
        pytest.param(PLAIN.replace(b"https://git-lfs.github", b"https://hawser.github"), False, id="second URL"),
        pytest.param(PLAIN.replace(URL, b"http://git-media.io/v/2"), False, id="first URL"),
        pytest.param(PLAIN.replace(b"900000", b"0900000"), False, id="with a zero in front of the size"),
    ],
)
def test_spellings_of_lfs_pointers(content: bytes, canonical: bool) -> None:
    assert recognise(b"a.parquet", len(content), content) == Pointer("lfs", OID, 900000, canonical)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(PLAIN.replace(b"0a0a", b"0A0A"), id="upper-case hash"),
        pytest.param(PLAIN.replace(b"sha256:0a", b"sha256:"), id="short hash"),
        pytest.param(PLAIN.replace(b"sha256", b"md5"), id="other hash"),
        pytest.param(PLAIN.replace(b"size ", b"size  "), id="two blanks"),
        pytest.param(PLAIN.replace(b"900000", b"-1"), id="negative size"),
        pytest.param(PLAIN.replace(b"size 900000\n", b""), id="no size"),
        pytest.param(PLAIN + b"key value\n", id="a further key"),
        pytest.param(PLAIN.replace(b"spec/v1", b"spec/v2"), id="unknown version"),
        pytest.param(b"size 1\n" + PLAIN, id="keys out of order"),
        pytest.param(b"A pointer looks so:\n" + PLAIN, id="prose in front"),
        pytest.param(PLAIN + b"\nand so on.\n", id="prose behind"),
        pytest.param(EXTENDED.replace(b"ext-0-case", b"ext-case"), id="extension without a number"),
        pytest.param(PLAIN + b"\n" * (1024 - len(PLAIN)), id="1,024 bytes"),
    ],
)
def test_what_is_no_lfs_pointer(content: bytes) -> None:
    assert recognise(b"a.md", len(content), content) is None


def test_a_large_file_that_begins_as_a_pointer_is_none() -> None:
    assert recognise(b"a", 1023, PLAIN) is not None
    assert recognise(b"a", 1024, PLAIN) is None


DVC = b"outs:\n- md5: 0a1b2c.dir\n  size: 300\n  nfiles: 2\n  hash: md5\n  path: images\n"


@pytest.mark.parametrize(
    ("content", "oid", "size"),
    [
        pytest.param(DVC, "0a1b2c.dir", 300, id="one output"),
        pytest.param(DVC.replace(b"\n", b"\r\n"), "0a1b2c.dir", 300, id="CRLF"),
        pytest.param(b"md5: ff\nfrozen: true\ndeps:\n- path: x\n  size: 9\n" + DVC, "0a1b2c.dir", 300, id="an import"),
        pytest.param(DVC + b"- md5: ee\n  size: 30\n  path: b\nmeta: x\n", "0a1b2c.dir", 330, id="two outputs"),
        pytest.param(b"outs:\n- path: a\n  etag: '9'\n", "9", None, id="from a bucket"),
        pytest.param(b"outs:\n  - path: a\n", "", None, id="not computed yet"),
        pytest.param(DVC.replace(b"300", b"9" * 5000), "0a1b2c.dir", None, id="a size beyond any file"),
        pytest.param(DVC + b"- size: " + b"9" * 30 + b"\n  path: b\n", "0a1b2c.dir", None, id="one of two beyond any"),
    ],
)
def test_dvc_files(content: bytes, oid: str, size: int | None) -> None:
    assert recognise(b"data/images.dvc", len(content), content) == Pointer("dvc", oid, size, True)
    assert recognise(b"data/images.yaml", len(content), content) is None


@pytest.mark.parametrize("content", [b"", b"outs:\n", b"stages:\n- path: a\n", b"not yaml"])
def test_what_is_no_dvc_file(content: bytes) -> None:
    assert recognise(b"a.dvc", len(content), content) is None


@pytest.mark.parametrize(
    ("key", "size"),
    [
        ("SHA256E-s900000--0a1b.tar.gz", 900000),
        ("MD5-s12-m1700000000--ff", 12),
        ("WORM-m5--a name", None),
        ("URL--http&c%%example.org", None),
    ],
)
def test_annex_pointers(key: str, size: int | None) -> None:
    content = f"/annex/objects/{key}\n".encode()
    assert recognise(b"a.bin", len(content), content) == Pointer("git-annex", key, size, True)
    assert recognise(b"a.bin", 40000, content) is None


@pytest.mark.parametrize("content", [b"/annex/objects/\n", b"/annex/objects/a.txt\n", b"/annex/objects/SHA1--a/b\n"])
def test_what_is_no_annex_pointer(content: bytes) -> None:
    assert recognise(b"a", len(content), content) is None


def test_git_crypt_tells_the_size_of_what_is_in_git() -> None:
    assert recognise(b"key.pem", 1022, b"\0GITCRYPT\0" + bytes(1012)) == Pointer("git-crypt", "", 1000, True)


@given(st.binary(max_size=300), st.integers(0, 2000), st.sampled_from([b"a", b"a.dvc"]))
def test_any_bytes(tail: bytes, size: int, path: bytes) -> None:
    for start in (
        b"version https://git-lfs.github.com/spec/v1\n",
        b"/annex/objects/",
        b"outs:\n- ",
        b"\0GITCRYPT\0",
        b"",
    ):
        recognise(path, size, start + tail)
