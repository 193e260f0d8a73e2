"""Builders of files in published layouts, by hand or by the standard library."""

from __future__ import annotations

import contextlib
import io
import json
import pickle
import random
import sqlite3
import struct
import tarfile
import wave
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Mapping

from commitworthy.formats.detect import HEAD_SIZE, Detection, sniff

MODEL = {"weights": [value / 3 for value in range(20)], "name": "a", "nested": OrderedDict(a=(1, 2, 3), b=None)}
FLOATS = struct.pack("<64d", *[value / 7 for value in range(64)])


def noise(count: int, seed: int = 1) -> bytes:
    """Bytes that compress badly and mean nothing."""
    return random.Random(seed).randbytes(count)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file with the members in this order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def npy(descr: str = "<f8", content: bytes = FLOATS) -> bytes:
    """Format 1.0: header length as u16, padded so that the data begins at a multiple of 64."""
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({len(content) // 8},), }}"
    header = header.ljust(-(len(header) + 11) % 64 + len(header)) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + content


def safetensors() -> bytes:
    """u64 length, JSON header, data."""
    header = json.dumps({"weight": {"dtype": "F64", "shape": [64], "data_offsets": [0, len(FLOATS)]}}).encode()
    return struct.pack("<Q", len(header)) + header + FLOATS


def field(number: int, content: bytes | int) -> bytes:
    """One protobuf field: a varint, or bytes with their length."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    """Seven bits a byte, the least first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def onnx() -> bytes:
    """ModelProto with an Identity node from x to y."""
    shape = field(1, field(1, 1) + field(2, field(1, field(1, 3))))
    node = field(1, b"x") + field(2, b"y") + field(3, b"only") + field(4, b"Identity")
    graph = field(1, node) + field(2, b"g") + field(11, field(1, b"x") + field(2, shape))
    graph += field(12, field(1, b"y") + field(2, shape))
    return field(1, 8) + field(2, b"commitworthy") + field(7, graph) + field(8, field(1, b"") + field(2, 13))


def parquet(magic: bytes = b"PAR1") -> bytes:
    """No rows, no columns: the footer is FileMetaData in Thrift's compact protocol."""
    footer = b"\x15\x02\x19\x1c\x48\x06schema\x15\x00\x00\x16\x00\x19\x0c\x00"
    return magic + footer + struct.pack("<I", len(footer)) + magic


def hdf5(group: str = "", user_block: int = 0) -> bytes:
    """Superblock 0 and an empty root group: object header at 96, B-tree at 136, name heap at 680."""
    nowhere = 2**64 - 1
    out = b"\x89HDF\r\n\x1a\n" + bytes((0, 0, 0, 0, 0, 8, 8, 0)) + struct.pack("<HHI", 4, 16, 0)
    out += struct.pack("<QQQQ", user_block, nowhere, 800, nowhere) + struct.pack("<QQIIQQ", 0, 96, 1, 0, 136, 680)
    out += struct.pack("<BxHII4xHHB3xQQ", 1, 1, 1, 24, 0x11, 16, 0, 136, 680)
    out += (b"TREE" + struct.pack("<BBHQQ", 0, 0, 0, nowhere, nowhere)).ljust(544, b"\0")
    heap = b"HEAP\0\0\0\0" + struct.pack("<QQQ", 88, 40, 712) + bytes(8) + group.encode().ljust(32, b"\0")
    heap += struct.pack("<QQ", 1, 48)
    return bytes(user_block) + out + heap.ljust(120, b"\0")


def sqlite() -> bytes:
    """One table, by the library that owns the format."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table t (a integer)")
        return connection.serialize()


def wav() -> bytes:
    """A hundredth of a second of silence."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setparams((1, 2, 8000, 80, "NONE", ""))
        sound.writeframes(bytes(160))
    return target.getvalue()


def tar(form: int = tarfile.GNU_FORMAT) -> bytes:
    """One member."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return target.getvalue()


def tar_v7() -> bytes:
    """As before POSIX: no magic, only the checksum."""
    header = bytearray(tar(tarfile.USTAR_FORMAT)[:512])
    header[257:512] = bytes(255)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


def png() -> bytes:
    """One grey pixel."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x7f")),
        (b"IEND", b""),
    )
    body = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def pe() -> bytes:
    """DOS header, then the PE signature at 128."""
    return (
        (b"MZ" + bytes(58) + struct.pack("<I", 128)).ljust(128, b"\0")
        + b"PE\0\0"
        + struct.pack("<HH", 0x8664, 1)
        + bytes(256)
    )


def ole(stream: str) -> bytes:
    """Header sector, then a directory sector with one name in UTF-16."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHH", 62, 3, 0xFFFE, 9)
    return (
        header.ljust(512, b"\0")
        + "Root Entry".encode("utf-16-le").ljust(128, b"\0")
        + stream.encode("utf-16-le").ljust(128, b"\0")
    )


def coff() -> bytes:
    """x86-64, one section, symbols behind it."""
    return struct.pack("<HHIIIHH", 0x8664, 1, 0, 60, 1, 0, 0) + b".text\0\0\0" + bytes(32) + b".file\0\0\0" + bytes(10)


def ar(member: bytes) -> bytes:
    """One member: a header of sixty bytes, ended by a backquote and a line feed."""
    return b"!<arch>\n" + member.ljust(16) + b"0           0     0     100644  4         `\n\x7fEL\0"


def icon() -> bytes:
    """A directory of one image."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, 40, 22) + bytes(40)


def bitmap() -> bytes:
    """One pixel, 24 bits."""
    return (
        b"BM"
        + struct.pack("<IHHI", 58, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
        + bytes(4)
    )


def font(tag: bytes) -> bytes:
    """An sfnt with five tables."""
    return (
        tag
        + struct.pack(">HHHH", 5, 64, 2, 16)
        + b"".join(name + struct.pack(">III", 1, 92, 4) for name in (b"OS/2", b"cmap", b"glyf", b"head", b"name"))
    )


def sized(kind: bytes) -> bytes:
    """The first box of an ISO base media file, with its brand."""
    return struct.pack(">I", 24) + kind.ljust(20, b"\0") + noise(40)


def record(content: bytes) -> bytes:
    """A TFRecord: length, its masked CRC-32C, content; the content's own checksum is left at zero."""
    length = struct.pack("<Q", len(content))
    crc = 0xFFFFFFFF
    for bit in range(64):
        crc = crc >> 1 ^ 0x82F63B78 * ((crc ^ length[bit // 8] >> bit % 8) & 1)
    crc ^= 0xFFFFFFFF
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    return length + struct.pack("<I", masked) + content + bytes(4)


def riff(form: bytes) -> bytes:
    """A RIFF file with an empty chunk."""
    return b"RIFF" + struct.pack("<I", 40) + form + noise(36)


def office(part: str) -> bytes:
    """Open Packaging: the content types, the relations, the main part."""
    members = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<R/>", part: b"<d/>"}
    return zipped(members, zipfile.ZIP_DEFLATED)


def torch(*more: str) -> bytes:
    """Members as torch.save writes them, and those of TorchScript."""
    value = pickle.dumps(OrderedDict(weight=1), 2)
    return zipped(
        {"m/data.pkl": value, **{f"m/{name}": b"x" for name in more}, "m/data/0": FLOATS, "m/version": b"3\n"}
    )


class NumpyArrayWrapper:
    """Pickled under the name that joblib gives to its own."""


def joblib() -> bytes:
    """An array as joblib writes it: the wrapper's pickle, raw data, then the rest."""
    head = pickle.dumps(NumpyArrayWrapper(), 2)[:-1].replace(f"c{__name__}\n".encode(), b"cjoblib.numpy_pickle\n")
    return head + FLOATS + b"."


def rows(separator: str) -> bytes:
    """A table with a heading."""
    lines = [("id", "height", "weight")] + [(str(row), str(row * 7 % 50 / 9), str(row * 3 % 70)) for row in range(40)]
    return "".join(separator.join(line) + "\n" for line in lines).encode()


def look(path: str, content: bytes) -> Detection:
    """The verdict on a whole file, of which only the head and, on demand, the end are shown."""
    return sniff(
        path.encode(), len(content), content[:HEAD_SIZE], lambda count: content[-count:], lambda count: content[:count]
    )
