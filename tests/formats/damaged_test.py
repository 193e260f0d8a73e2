"""Checks behind short signatures: what one of them asks for is changed, and the file is no longer of that format."""

from __future__ import annotations

import struct

import pytest

from tests.samples import SAMPLES, field, look, random_bytes

# Kind -> offset and bytes that are put there.
CHANGES = {
    "aac": [(3, b"\0\0\0"), (2, b"\x7c"), (64, b"\0")],
    "ac3": [(5, b"\xff"), (2, b"\xff\xff\xff\xff")],
    "wavpack": [(8, b"\xff\xff")],
    "swf": [(4, b"\xff\xff\xff\xff"), (3, b"\xff"), (1, b"XY")],
    "iff": [(4, b"\xff\xff"), (8, b"ilbm")],
    "pcx": [(64, b"\1"), (65, b"\0"), (4, b"\xff\xff")],
    "arj": [(2, b"\xff\xff"), (4, b"\xff")],
    "filesystem": [(1048, b"\xff"), (1080, b"\0"), (1082, b"\xff")],
    "onnx-tensor": [(5, b"\x7f"), (4, b"\x11")],
    "dicom-bare": [(0, b"\1"), (4, b"\xff\xff\xff\xff"), (18, b"\1")],
    "keras-weights": [(712, bytes(40))],
    "gifti": [(24, b"G")],
    "xgboost-dump": [(12, b"some")],
    "xgboost-dump-json": [(2, b"  [")],
    "libsvm-model": [(42, b"n_classes")],
    "onnx-json": [(2, b"irversion")],
}


@pytest.mark.parametrize(("kind", "change"), [(kind, each) for kind, some in CHANGES.items() for each in some])
def test_a_changed_structure_is_another_format(kind: str, change: tuple[int, bytes]) -> None:
    content = bytearray(SAMPLES[kind]())
    assert look("a", bytes(content)).format == kind
    offset, new = change
    assert content[offset : offset + len(new)] != new
    content[offset : offset + len(new)] = new
    assert look("a", bytes(content)).format != kind


def test_fat_is_a_file_system_too() -> None:
    sector = (b"\xeb\x3c\x90mkfs.fat".ljust(54, b"\0") + b"FAT16   ").ljust(510, b"\0") + b"\x55\xaa"
    assert look("a.img", sector + bytes(2000)).format == "filesystem"
    assert look("a", sector[:54] + b"NTFS    " + sector[62:] + bytes(2000)).format == "binary"


def test_explicit_dicom_without_a_preamble() -> None:
    elements = [
        (2, 0, b"UL", b"\4\0\0\0"),
        (2, 2, b"UI", b"1.2.84"),
        (8, 5, b"CS", b"ISO_IR 100"),
        (16, 16, b"PN", b"A^"),
    ]
    content = b"".join(struct.pack("<HH2sH", *some[:3], len(some[3])) + some[3] for some in elements)
    assert look("a.txt", content).format == "dicom-bare"


UBJSON = {
    "a counted object": (b"{#i\2i\1ai\1i\1bU\5", True),
    "a counted list": (b"[#U\2i\1i\2", True),
    "a typed list": (b"[$d#i\2" + struct.pack(">2f", 0.5, 1), True),
    "a count that is none": (b"{#x\2i\1ai\1", False),
    "a type without a count": (b"[$d\1\2\3\4", False),
    "a type that is none": (b"[$q#i\2\1\2", False),
    "more than the file holds": (b"[$d#l\x7f\xff\xff\xff\1", False),
}


@pytest.mark.parametrize(("content", "sound"), UBJSON.values(), ids=UBJSON)
def test_counted_ubjson(content: bytes, sound: bool) -> None:
    assert (look("a", content).format == "ubjson") is sound


@pytest.mark.parametrize("name", ['we\\"ird', "spa ced", "x" * 300])
def test_names_of_tensors_may_hold_anything(name: str) -> None:
    header = b'{"%b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}' % name.encode()
    assert look("a.bin", struct.pack("<Q", len(header)) + header + bytes(4)).format == "safetensors"


def test_r_data_of_either_byte_order() -> None:
    assert look("a.bin", b"B\n\3\0\0\0\0\4\3\0" + random_bytes(20)).format == "rds"


def test_a_model_is_no_tensor_and_the_other_way_round() -> None:
    assert look("a.pb", SAMPLES["onnx"]()).format == "onnx"
    assert look("a.pb", field(2, 1) + field(1, 3) + field(9, bytes(12))).format != "onnx-tensor"


def test_a_tokenizer_is_data() -> None:
    assert look("tokenizer.json", SAMPLES["tokenizer"]())[:3] == ("data", "tokenizer", "a tokenizer (JSON)")
    assert look("package.json", b'{"version": "1.0", "name": "a", "added_tokens": []}').family == "text"
