"""Walks of self-describing data: what they take, and what they must refuse."""

from __future__ import annotations

import struct

import pytest

from commitworthy.formats import serialized
from commitworthy.formats.detect import View
from tests.samples import SAMPLES, look, random_bytes


def view(content: bytes, size: int | None = None) -> View:
    return View(b"", len(content) if size is None else size, content[:8192], content, None, 0)


MSGPACK = {
    "a map": (b"\x81\xa1a\x01", True),
    "an array of numbers": (b"\xdc\x00\x40" + bytes(range(64)), True),
    "a stream of maps": (b"\x81\xa1a\x01" * 500, True),
    "a long key in UTF-8": (b"\x81\xd9\x22" + "größe".encode() * 4 + b"abcdef\xc3", True),
    "a map with a binary value that goes beyond the head": (b"\x81\xa5vocab\xc5\x23\x28" + b"a" * 9000, True),
    "a string of which the bytes are not UTF-8": (b"\x81\xa2\xff\xfe\x01", False),
    "a map whose key is a list": (b"\x81\x91\x01\x02", False),
    "the code that is never used": (b"\x92\xc1\xc1", False),
    "a number alone": (b"\x01", False),
    "an array that is longer than the file": (b"\xdd\xff\xff\xff\xff" + bytes(60), False),
    "an array of which the end is missing": (b"\x93\x01\x02", False),
}


@pytest.mark.parametrize(("content", "sound"), MSGPACK.values(), ids=MSGPACK)
def test_messagepack(content: bytes, sound: bool) -> None:
    assert bool(serialized.msgpack(view(content))) is sound


CBOR = {
    "a map": (b"\xa1\x61a\x01", True),
    "an array without a length": (b"\x9f\x61a\x61b\x01\xff", True),
    "a tagged value": (b"\x82\xc1\x1a\x00\x00\x00\x01\x61a", True),
    "the tag that stands for a magic number": (b"\xd9\xd9\xf7\x01", True),
    "a break where nothing is open": (b"\x81\xff", False),
    "a reserved code": (b"\x82\x1c\x01", False),
    "a key that is a map": (b"\xa1\xa0\x01", False),
}


@pytest.mark.parametrize(("content", "sound"), CBOR.values(), ids=CBOR)
def test_cbor(content: bytes, sound: bool) -> None:
    assert bool(serialized.cbor(view(content))) is sound


def bson(*elements: bytes) -> bytes:
    body = b"".join(elements) + b"\0"
    return struct.pack("<I", len(body) + 4) + body


BSON = {
    "a number": (bson(b"\x10a\0\1\0\0\0"), True),
    "a string, a document and a list": (
        bson(b"\2s\0\3\0\0\0ab\0", b"\3d\0" + bson(), b"\4l\0" + bson(b"\x100\0\7\0\0\0")),
        True,
    ),
    "two documents": (bson(b"\x08b\0\1") * 2, True),
    "a binary value that goes beyond the head": (bson(b"\5b\0" + struct.pack("<I", 9000) + b"\0" + bytes(9000)), True),
    "an unknown type": (bson(b"\x33a\0\1\0\0\0"), False),
    "a name that is not text": (bson(b"\x10\xff\xfe\1\0\1\0\0\0"), False),
    "a length that is not that of the file": (bson(b"\x10a\0\1\0\0\0") + b"xx", False),
    "a value that goes beyond its document": (bson(b"\2s\0\xff\0\0\0ab\0"), False),
}


@pytest.mark.parametrize(("content", "sound"), BSON.values(), ids=BSON)
def test_bson(content: bytes, sound: bool) -> None:
    assert bool(serialized.bson(view(content))) is sound


UBJSON = {
    "an object": (b"{i\1aU\5}", True),
    "a typed array": (b"[$U#i\3\0\1\2", True),
    "an array of objects": (b"[{i\1aU\5}{i\1aU\6}]", True),
    "an array of strings": (b"[SU\3abcSU\3abc]", True),
    "JSON": (b'{"a": 1}', False),
    "a list in JSON": (b"[1, 2]", False),
}


@pytest.mark.parametrize(("content", "sound"), UBJSON.values(), ids=UBJSON)
def test_ubjson(content: bytes, sound: bool) -> None:
    assert bool(serialized.ubjson(view(content))) is sound


def test_random_bytes_are_none_of_them() -> None:
    found = [look("a", random_bytes(size, seed)).format for seed in range(2000) for size in (60, 9000)]
    assert sum(name != "binary" for name in found) <= 20  # what checksums cannot exclude


@pytest.mark.parametrize("text", ["データの処理を行う", "数据处理的说明", "Привет, как дела"])
@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "gb18030", "big5", "koi8-r", "cp1251", "utf-8"])
def test_text_in_other_scripts_is_none_of_them(text: str, encoding: str) -> None:
    content = (text + "\n").encode(encoding, "ignore") * 300
    for start in range(12):
        assert look("a.txt", content[start:]).family == "text"


def test_control_bytes_decide_nothing_for_messagepack() -> None:
    content = b"\x82\xa4name\xa5alpha\xa4text\xda\x07\xd0" + b"words " * 333 + b"ab"
    assert look("a.txt", content).format == "msgpack"
    assert look("a.txt", SAMPLES["msgpack"]()).format == "msgpack"
