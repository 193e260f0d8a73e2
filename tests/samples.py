"""The contents of files: of a given size, in the layout of each format, and one tiny valid file a format.

`noise`, `prose` and `table` give exactly as many bytes as they are asked for, the same ones each time.  `SAMPLES` has a
builder for each kind of the table of formats.  Nothing binary is committed: all of it is built here, by hand from the
published layouts or by the standard library.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import lzma
import pickle
import random
import sqlite3
import struct
import tarfile
import wave
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping

from commitworthy.formats.detect import HEAD_SIZE, Detection, sniff

MODEL = {"weights": [value / 3 for value in range(20)], "name": "a", "nested": OrderedDict(a=(1, 2, 3), b=None)}
FLOATS = struct.pack("<64d", *[value / 7 for value in range(64)])


# Contents of a given size.


def noise(size: int, seed: int = 0) -> bytes:
    """Bytes of no known format, the same for the same seed, that neither compress nor look like text."""
    return b"\x00\x01\x02\x03" + random_bytes(size - 4, seed)


def prose(size: int) -> bytes:
    """Plain text of exactly that many bytes."""
    line = b"It is a truth universally acknowledged, that a model in possession of data wants a home.\n"
    return (line * (size // len(line) + 1))[: size - 1] + b"\n"


def table(size: int) -> bytes:
    """Comma-separated values of exactly that many bytes."""
    rows = b"id,value,label\n" + b"".join(b"%d,%d.5,row\n" % (n, n * 7 % 1000) for n in range(size // 10))
    return rows[: size - 1] + b"\n"


def random_bytes(count: int, seed: int = 1) -> bytes:
    """Bytes that compress badly and mean nothing."""
    return random.Random(seed).randbytes(count)


# Layouts.


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


def parquet(size: int = 0, seed: int = 0, magic: bytes = b"PAR1") -> bytes:
    """No rows, no columns: the footer is FileMetaData in Thrift's compact protocol.

    Noise in front of the footer makes it exactly `size` bytes; 0 is for the shortest.
    """
    footer = b"\x15\x02\x19\x1c\x48\x06schema\x15\x00\x00\x16\x00\x19\x0c\x00"
    end = footer + struct.pack("<I", len(footer)) + magic
    return magic + (noise(size - len(magic + end), seed) if size else b"") + end


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
    return struct.pack(">I", 24) + kind.ljust(20, b"\0") + random_bytes(40)


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
    return b"RIFF" + struct.pack("<I", 40) + form + random_bytes(36)


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


def model(size: int = 200) -> bytes:
    """A pickle of so many numbers."""
    return pickle.dumps({"weights": list(range(size))}, protocol=4)


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


PIECES = b"".join(
    field(1, field(1, piece) + b"\x15" + struct.pack("<f", -1.5) + kind)
    for piece, kind in ((b"<unk>", field(3, 2)), (b"<s>", field(3, 3)), (b"an", b""), (b"the", b""))
)
TABLE = b"".join(b"ACGTACGTACGT"[number % 4 :][:8] * 4 + b"\n" for number in range(4))


def dbase() -> bytes:
    """One column, two rows."""
    column = b"A".ljust(11, b"\0") + b"C" + bytes(4) + b"\x05" + bytes(15)
    head = b"\x03\x7e\x0b\x17" + struct.pack("<IHH", 2, 65, 6) + bytes(20)
    return head + column + b"\r" + b" ab   " * 2 + b"\x1a"


def hnswlib() -> bytes:
    """The header of an index of two elements in sixteen dimensions."""
    numbers = struct.pack("<6Q", 0, 10, 2, 204, 196, 132) + struct.pack("<iI", 0, 0)
    return numbers + struct.pack("<3QdQ", 16, 32, 16, 0.36, 200) + random_bytes(400)


def por() -> bytes:
    """Five translated titles of forty characters, a table of 256, the signature; a line end each eighty."""
    text = b"ASCII SPSS PORT FILE".ljust(40) * 5 + b"0" * 256 + b"SPSSPORT" + b"A8/20261123".ljust(80)
    return b"".join(text[start : start + 80] + b"\r\n" for start in range(0, len(text), 80))


def tga(version: int = 2) -> bytes:
    """Two by two pixels; the second version has a footer."""
    image = bytes((0, 0, 2)) + bytes(9) + struct.pack("<HHBB", 2, 2, 24, 0) + random_bytes(12)
    return image + (bytes(8) + b"TRUEVISION-XFILE.\0" if version == 2 else b"")


def tokenizer() -> bytes:
    """The keys in the order in which the library writes them."""
    return (
        b'{"version":"1.0","truncation":null,"padding":null,"added_tokens":[{"id":0,"content":"[UNK]"}],'
        b'"normalizer":null,"model":{"type":"WordLevel","vocab":{"[UNK]":0}}}'
    )


def frames(header: bytes, length: int) -> bytes:
    """Three frames of sound, one behind the other."""
    return (header + random_bytes(length - len(header))) * 3


def elements(*some: tuple[int, int, bytes]) -> bytes:
    """Elements of DICOM: group, element, value; no VR."""
    return b"".join(struct.pack("<HHI", group, element, len(value)) + value for group, element, value in some)


# One tiny valid file a format.

SAMPLES: dict[str, Callable[[], bytes]] = {
    "torch-legacy": lambda: pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({"a": 1}, 2),
    "torch-export": lambda: zipped({"p/data/sample_inputs/model.pt": torch(), "p/archive_format": b"pt2"}),
    "torchscript": lambda: torch("constants.pkl", "code/__torch__.py"),
    "torch": torch,
    "keras": lambda: zipped({"metadata.json": b"{}", "config.json": b"{}", "model.weights.h5": hdf5()}),
    "skops": lambda: zipped({f"{number}.npy": npy() for number in range(40)} | {"schema.json": b"{}"}),
    "joblib": joblib,
    "pickle": lambda: pickle.dumps({"weights": [value / 3 for value in range(20)], "name": "a"}),
    "safetensors": safetensors,
    "gguf": lambda: b"GGUF" + struct.pack("<IQQ", 3, 0, 0),
    "onnx": onnx,
    "keras-h5": lambda: hdf5("model_weights"),
    "parquet": parquet,
    "arrow": lambda: b"ARROW1\0\0" + bytes(40) + b"ARROW1",
    "arrow-stream": lambda: b"\xff\xff\xff\xff" + struct.pack("<II", 48, 16) + bytes(60),
    "feather": lambda: b"FEA1" + bytes(60) + struct.pack("<I", 32) + b"FEA1",
    "orc": lambda: (
        b"ORC\x08\x03\x10\x00"
        + random_bytes(40)
        + b"\x08\x00\x10\x00\x18\x80\x80\x10\x22\x02\x00\x0c\x28\x00\x30\x01ORC\x17"
    ),
    "avro": lambda: b'Obj\x01\x02\x16avro.schema\x0c"null"\0' + random_bytes(16),
    "hdf5": hdf5,
    "npy": npy,
    "npz": lambda: zipped({"a.npy": npy(), "b.npy": npy()}),
    "sqlite": sqlite,
    "duckdb": lambda: random_bytes(8) + b"DUCK" + struct.pack("<Q", 64) + bytes(4000),
    "xlsx": lambda: office("xl/workbook.xml"),
    "ole": lambda: ole("WordDocument"),
    "xls": lambda: ole("Workbook"),
    "csv": lambda: rows(","),
    "tsv": lambda: rows("\t"),
    "jsonl": lambda: b"".join(b'{"id": %d, "text": "a"}\n' % number for number in range(20)),
    "elf": lambda: b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 62, 1) + bytes(40),
    "pe": pe,
    "macho": lambda: b"\xcf\xfa\xed\xfe" + struct.pack("<IIIIIII", 0x01000007, 3, 2, 0, 0, 0, 0),
    "macho-fat": lambda: b"\xca\xfe\xba\xbe" + struct.pack(">IIIIII", 1, 7, 3, 4096, 64, 12) + bytes(80),
    "java-class": lambda: b"\xca\xfe\xba\xbe" + struct.pack(">HHH", 0, 61, 2) + b"\x07\x00\x01" + bytes(20),
    "wasm": lambda: b"\0asm\x01\0\0\0",
    "pyc": lambda: struct.pack("<H", 3495) + b"\r\n" + struct.pack("<III", 0, 1700000000, 60) + b"\xe3" + bytes(40),
    "deb": lambda: ar(b"debian-binary"),
    "static-library": lambda: ar(b"a.o/"),
    "coff": coff,
    "pdf": lambda: (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    ),
    "docx": lambda: office("word/document.xml"),
    "pptx": lambda: office("ppt/presentation.xml"),
    "png": png,
    "jpeg": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9",
    "gif": lambda: b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    "webp": lambda: riff(b"WEBPVP8 "),
    "bmp": bitmap,
    "tiff": lambda: b"II*\0\x08\0\0\0" + bytes(6),
    "jp2": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + sized(b"ftypjp2 "),
    "exr": lambda: b"\x76\x2f\x31\x01\x02\0\0\0channels\0chlist\0" + bytes(30),
    "ico": icon,
    "avif": lambda: sized(b"ftypavif"),
    "heic": lambda: sized(b"ftypheic"),
    "mp4": lambda: sized(b"ftypisom"),
    "psd": lambda: b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 1, 1, 8, 3) + bytes(16),
    "wav": wav,
    "avi": lambda: riff(b"AVI LIST"),
    "flac": lambda: b"fLaC\x80\0\0\x22" + random_bytes(34),
    "ogg": lambda: b"OggS\0\x02" + bytes(8) + random_bytes(40),
    "aiff": lambda: b"FORM" + struct.pack(">I", 46) + b"AIFFCOMM" + random_bytes(38),
    "au": lambda: b".snd" + struct.pack(">IIIII", 24, 4, 3, 8000, 1) + random_bytes(4),
    "mp3": lambda: b"ID3\x04\0\0\0\0\0\x0a" + random_bytes(30),
    "mp3-frames": lambda: (b"\xff\xfb\x90\x64" + bytes(413)) * 3,
    "mkv": lambda: b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska" + random_bytes(40),
    "flv": lambda: b"FLV\x01\x05\0\0\0\x09" + bytes(20),
    "asf": lambda: b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c" + random_bytes(40),
    "mpeg": lambda: b"\0\0\x01\xba\x44\0\x04\0\x04\x01" + random_bytes(40),
    "midi": lambda: b"MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk\0\0\0\x04\0\xff\x2f\0",
    "truetype": lambda: font(b"\0\x01\0\0"),
    "ttc": lambda: b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10" + font(b"\0\x01\0\0"),
    "woff": lambda: b"wOF2\0\x01\0\0" + random_bytes(60),
    "zip": lambda: zipped({"notes/a.txt": b"a", "notes/b.txt": b"b"}),
    "zip-program": lambda: b"#!/usr/bin/env python3\n" + zipped({"__main__.py": b"print()\n"}),
    "gzip": lambda: gzip.compress(b"some notes, nothing more\n", mtime=0),
    "xz": lambda: lzma.compress(b"some notes, nothing more\n"),
    "bzip2": lambda: bz2.compress(b"some notes, nothing more\n"),
    "zstd": lambda: b"\x28\xb5\x2f\xfd\x20\x05\x29\0\0notes",
    "lzma": lambda: lzma.compress(b"some notes, nothing more\n", lzma.FORMAT_ALONE),
    "zlib": lambda: zlib.compress(b"some notes, nothing more\n"),
    "7z": lambda: b"7z\xbc\xaf\x27\x1c\0\x04" + random_bytes(24),
    "tar": tar,
    "tar-v7": tar_v7,
    "jar": lambda: zipped(
        {"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0\n", "A.class": b"\xca\xfe\xba\xbe\0\0\0\x3d"}
    ),
    "wheel": lambda: zipped({"a.py": b"", "a-1.dist-info/WHEEL": b"Wheel-Version: 1.0\n", "a-1.dist-info/RECORD": b""}),
    "egg": lambda: zipped({"a.py": b"", "EGG-INFO/PKG-INFO": b""}),
    "tflite": lambda: struct.pack("<I", 28) + b"TFL3" + bytes(40),
    "ort": lambda: struct.pack("<I", 28) + b"ORTM" + bytes(40),
    "executorch": lambda: struct.pack("<I", 28) + b"ET12" + bytes(40),
    "tf-savedmodel": lambda: field(1, 1) + field(2, field(1, field(5, b"2.15.0")) + field(2, b"")),
    "tf-graphdef": lambda: b"".join(field(1, field(1, b"x%d" % number) + field(2, b"Const")) for number in range(3)),
    "tf-checkpoint": lambda: b"\1\2" + random_bytes(300),
    "ggml": lambda: b"lmgg" + struct.pack("<III", 32000, 4096, 32),
    "catboost": lambda: b"CBM1" + struct.pack("<I", 40) + random_bytes(40),
    "catboost-json": lambda: b'{"features_info":{"float_features":[]},"model_info":{},"oblivious_trees":[]}',
    "xgboost": lambda: b"binf" + struct.pack("<fIII", 0.5, 4, 0, 0) + bytes(100),
    "xgboost-ubjson": lambda: b"{L\0\0\0\0\0\0\0\x07learner{" + random_bytes(20),
    "xgboost-json": lambda: b'{"learner":{"attributes":{},"feature_names":[]},"version":[2,1,0]}',
    "lightgbm": lambda: b"tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\n",
    "fasttext": lambda: struct.pack("<IIII", 793712314, 12, 100, 5) + random_bytes(40),
    "faiss": lambda: b"IxF2" + struct.pack("<IQQQ", 64, 0, 1 << 20, 1 << 20),
    "word2vec": lambda: b"2 4\nking " + struct.pack("<4f", 1, 2, 3, 4) + b"\nqueen " + struct.pack("<4f", 1, 2, 3, 4),
    "crfsuite": lambda: b"lCRF" + struct.pack("<I", 48) + b"FOMC" + bytes(36),
    "marisa": lambda: b"We love Marisa.\0" + random_bytes(40),
    "pmml": lambda: b'<?xml version="1.0"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"></PMML>\n',
    "torchserve": lambda: zipped({"model.pt": torch(), "MAR-INF/MANIFEST.json": b"{}"}),
    "h2o-mojo": lambda: zipped({"model.ini": b"[info]\n", "domains/d000.txt": b"a\n"}),
    "mat5": lambda: b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\x01IM" + bytes(40),
    "hdf4": lambda: b"\x0e\x03\x13\x01" + bytes(40),
    "netcdf": lambda: b"CDF\x01" + bytes(28),
    "nasa-cdf": lambda: b"\xcd\xf3\0\x01\0\0\xff\xff" + bytes(40),
    "lmdb": lambda: bytes(10) + b"\x08\0\0\0\0\0" + b"\xde\xc0\xef\xbe" + bytes(4076),
    "access": lambda: b"\0\x01\0\0Standard Jet DB\0" + random_bytes(40),
    "fits": lambda: b"SIMPLE  =                    T / conforms".ljust(80) + b"END".ljust(2800),
    "root": lambda: b"root\0\0\xf2\xe2" + random_bytes(40),
    "grib": lambda: b"GRIB\0\0\0\x02" + random_bytes(40),
    "bufr": lambda: b"BUFR\0\0\x34\x04" + random_bytes(40),
    "asdf": lambda: b"#ASDF 1.0.0\n#ASDF_STANDARD 1.5.0\n%YAML 1.1\n---\n...\n",
    "mrc": lambda: random_bytes(208) + b"MAP \x44\x44\0\0" + bytes(808),
    "nrrd": lambda: b"NRRD0004\ntype: float\ndimension: 1\nsizes: 1\nencoding: raw\n\n" + bytes(4),
    "nifti": lambda: struct.pack("<I", 348) + bytes(340) + b"n+1\0" + bytes(8),
    "dicom": lambda: bytes(128) + b"DICM\x02\0\0\0UL\x04\0" + bytes(20),
    "edf": lambda: (b"0".ljust(184) + b"512".ljust(8)).ljust(512) + random_bytes(20),
    "tdms": lambda: b"TDSm" + struct.pack("<II", 14, 4713) + random_bytes(40),
    "mcap": lambda: b"\x89MCAP0\r\n" + random_bytes(40),
    "rosbag": lambda: b"#ROSBAG V2.0\n" + struct.pack("<I", 69) + random_bytes(40),
    "sas-xport": lambda: b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!".ljust(80, b"0") * 3,
    "sas7bdat": lambda: bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c" + bytes(80),
    "spss": lambda: b"$FL2@(#) SPSS DATA FILE".ljust(64) + struct.pack("<III", 2, 1, 1) + bytes(90),
    "idl-save": lambda: b"SR\0\x04" + struct.pack(">II", 10, 60) + bytes(60),
    "stata": lambda: b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>\x01\0</K>",
    "stata-old": lambda: b"\x73\x02\x01\0\x01\0" + bytes(100),
    "rds": lambda: b"X\n\0\0\0\x03\0\x04\x03\x01\0\x03\x05\0" + random_bytes(20),
    "rds-text": lambda: b"A\n3\n262914\n197888\n5\nUTF-8\n14\n1\n0.5\n",
    "rdata": lambda: b"RDX3\nX\n\0\0\0\x03" + random_bytes(20),
    "rdata-text": lambda: b"RDA3\nA\n3\n262914\n197888\n5\nUTF-8\n",
    "shapefile": lambda: struct.pack(">I20xI", 9994, 50) + struct.pack("<II", 1000, 1) + bytes(64),
    "flatgeobuf": lambda: b"fgb\x03fgb\0" + random_bytes(40),
    "las": lambda: b"LASF" + bytes(100) + b"\x01" + bytes(130),
    "pcap": lambda: struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1),
    "cram": lambda: b"CRAM\x03\0" + random_bytes(40),
    "bam": lambda: gzip.compress(b"BAM\x01" + bytes(40), mtime=0),
    "bcf": lambda: gzip.compress(b"BCF\x02\x02" + bytes(40), mtime=0),
    "tfevents": lambda: record(b"\x09" + bytes(8) + b"\x1a\x0dbrain.Event:2"),
    "tfrecord": lambda: record(random_bytes(40)),
    "idx": lambda: b"\0\0\x08\x03" + struct.pack(">III", 2, 3, 3) + random_bytes(18),
    "lightgbm-dataset": lambda: b"______LightGBM_Binary_File_Token______\n" + bytes(40),
    "java-serialized": lambda: b"\xac\xed\0\x05sr\0\x11java.util.HashMap" + random_bytes(20),
    "bplist": lambda: b"bplist00\xd0\x08" + bytes(40),
    "matrix-market": lambda: b"%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 0.5\n",
    "vcf": lambda: b"##fileformat=VCFv4.3\n#CHROM\tPOS\tID\n",
    "zarr": lambda: zipped({".zgroup": b"{}", "a/.zarray": b"{}"}),
    "zarr-array": lambda: zipped({".zarray": b"{}", "0.0": random_bytes(20)}),
    "zarr-3": lambda: zipped({"zarr.json": b"{}", "c/0": random_bytes(20)}),
    "ods": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<d/>"}),
    "odt": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<d/>"}),
    "odp": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"<d/>"}),
    "epub": lambda: zipped({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<c/>"}),
    "llvm": lambda: b"BC\xc0\xde\x35\x14\0\0" + random_bytes(40),
    "dex": lambda: b"dex\n035\0" + random_bytes(40),
    "lua": lambda: b"\x1bLua\x54\0\x19\x93\r\n\x1a\n" + random_bytes(20),
    "beam": lambda: b"FOR1" + struct.pack(">I", 40) + b"BEAMAtU8" + random_bytes(36),
    "djvu": lambda: b"AT&TFORM\0\0\x01\0DJVU" + random_bytes(40),
    "mobi": lambda: b"A_Book".ljust(60, b"\0") + b"BOOKMOBI" + random_bytes(40),
    "jxl": lambda: b"\0\0\0\x0cJXL \r\n\x87\n" + random_bytes(40),
    "dds": lambda: b"DDS \x7c\0\0\0" + bytes(120),
    "netpbm": lambda: b"P5\n# a picture\n2 2\n255\n\0\x01\x02\x03",
    "icns": lambda: b"icns\0\0\0\x20" + random_bytes(24),
    "qoi": lambda: b"qoif\0\0\0\x01\0\0\0\x01\x03\0" + bytes(8),
    "ras": lambda: b"\x59\xa6\x6a\x95" + bytes(28),
    "cursor": lambda: riff(b"ACONanih"),
    "caf": lambda: b"caff\0\x01\0\0desc" + random_bytes(40),
    "w64": lambda: b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0" + random_bytes(40),
    "amr": lambda: b"#!AMR\n\x3c" + bytes(31),
    "mpegts": lambda: (b"G\x40\0\x10".ljust(188, b"\xff")) * 4,
    "gltf": lambda: b"glTF" + struct.pack("<II", 2, 12),
    "stl": lambda: b"a part".ljust(80) + struct.pack("<I", 2) + random_bytes(100),
    "ply": lambda: b"ply\nformat binary_little_endian 1.0\nelement vertex 1\nend_header\n\0\x01\x02\x03",
    "fbx": lambda: b"Kaydara FBX Binary  \0\x1a\0" + struct.pack("<I", 7400) + bytes(40),
    "lz4": lambda: b"\x04\x22\x4d\x18\x60\x40\x82" + struct.pack("<I", 0x80000005) + b"notes" + bytes(4),
    "rar": lambda: b"Rar!\x1a\x07\x01\0" + random_bytes(40),
    "cab": lambda: b"MSCF\0\0\0\0" + random_bytes(40),
    "rpm": lambda: b"\xed\xab\xee\xdb\x03\0" + bytes(90),
    "compress": lambda: b"\x1f\x9d\x90" + random_bytes(20),
    "lzip": lambda: b"LZIP\x01\x0c" + random_bytes(40),
    "snappy": lambda: b"\xff\x06\0\0sNaPpY\0\x09\0\0" + random_bytes(9),
    "xar": lambda: b"xar!\0\x1c\0\x01" + bytes(40),
    "squashfs": lambda: b"hsqs" + random_bytes(92),
    "cpio": lambda: b"070701" + b"0" * 104 + b"a\0" + bytes(10),
    "git-bundle": lambda: b"# v2 git bundle\n" + b"0" * 40 + b" refs/heads/main\n\nPACK\0\0\0\x02" + bytes(24),
    "annoy": lambda: b"\1\2" + random_bytes(300),
    "fst": lambda: b"\1\2" + random_bytes(300),
    "brotli": lambda: b"\1\2" + random_bytes(300),
    "film-scan": lambda: b"SDPX" + random_bytes(40),
    "dcx": lambda: b"\xb1\x68\xde\x3a" + random_bytes(40),
    "miff": lambda: b"id=ImageMagick  version=1.0\nclass=DirectClass\n\x0c\n:\x1a" + bytes(8) + random_bytes(16),
    "vicar": lambda: b"LBLSIZE=64  FORMAT='BYTE'  TYPE='IMAGE'".ljust(64, b"\0") + random_bytes(16),
    "pgx": lambda: b"PG ML + 8 2 2\n\0\1\2\3",
    "pam": lambda: b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n\0\1",
    "sound-sample": lambda: b"ALawSoundFile**\0" + random_bytes(40),
    "iff": lambda: b"FORM" + struct.pack(">I", 36) + b"ILBMBMHD" + random_bytes(28),
    "lzop": lambda: b"\x89LZO\0\r\n\x1a\n" + random_bytes(40),
    "lrzip": lambda: b"LRZI\0\6" + random_bytes(40),
    "rzip": lambda: b"RZIP\2\1" + random_bytes(40),
    "arj": lambda: b"\x60\xea" + struct.pack("<HB", 40, 30) + random_bytes(60),
    "filesystem": lambda: (
        bytes(1048) + struct.pack("<I", 2) + bytes(28) + b"\x53\xef" + struct.pack("<H", 1) + bytes(40)
    ),
    "libsvm-model": lambda: b"svm_type c_svc\nkernel_type rbf\ngamma 0.5\nnr_class 2\ntotal_sv 1\nSV\n0.5 1:1\n",
    "arpa": lambda: b"\n\\data\\\nngram 1=2\n\n\\1-grams:\n-1.0\ta\n\n\\end\\\n",
    "hmmer": lambda: b"HMMER3/f [3.3.2 | Nov 2020]\nNAME  a\nLENG  8\n",
    "kenlm": lambda: b"mmap lm http://kheafield.com/code format version 5\n\0" + random_bytes(60),
    "keras-weights": lambda: hdf5("x\0layers\0\0vars\0\0\0\0"),
    "xgboost-dump": lambda: b"booster[0]:\n0:[f0<0.5] yes=1,no=2,missing=1\n\t1:leaf=-0.5\n\t2:leaf=0.5\n",
    "xgboost-dump-json": lambda: (
        b'[\n  { "nodeid": 0, "depth": 0, "split": "f0", "split_condition": 0.5, "yes": 1 }\n]\n'
    ),
    "onnx-json": lambda: b'{"irVersion": "8", "producerName": "a", "graph": {"node": [{"opType": "Add"}]}}',
    "onnx-tensor": lambda: b"\x08\2\x08\3\x10\1" + field(8, b"x") + field(9, random_bytes(24)),
    "compiled-header": lambda: b"gpchC014" + random_bytes(40),
    "rust-metadata": lambda: b"rust\0\0\0\x0a" + random_bytes(40),
    "fiff": lambda: struct.pack(">4I", 100, 31, 20, 0) + random_bytes(40),
    "genome": lambda: struct.pack("<4I", 0x1A412743, 0, 1, 0) + random_bytes(40),
    "genome-index": lambda: b"BAI\1" + struct.pack("<I", 1) + random_bytes(40),
    "dicom-bare": lambda: elements((8, 5, b"ISO_IR 100"), (8, 0x16, b"1.2.84"), (16, 16, b"A^"), (40, 16, b"\4\0")),
    "spacy": lambda: b"\1\2" + random_bytes(300),
    "sqlite-shm": lambda: struct.pack("<II", 3007000, 0) + random_bytes(40),
    "gifti": lambda: b'<?xml version="1.0"?>\n<GIFTI Version="1.0" NumberOfDataArrays="0">\n</GIFTI>\n',
    "genbank": lambda: b"LOCUS       s0    8 bp    DNA\nORIGIN\n        1 acgttgca\n//\n",
    "stockholm": lambda: b"# STOCKHOLM 1.0\n#=GF SQ 1\ns0 ACGT\n//\n",
    "nexus": lambda: b"#NEXUS\nbegin data;\n dimensions ntax=1 nchar=4;\nmatrix\ns0 ACGT\n;\nend;\n",
    "odg": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"<d/>"}),
    "vsdx": lambda: office("visio/document.xml"),
    "3mf": lambda: office("3D/3dmodel.model"),
    "mpegts-timed": lambda: (random_bytes(4) + b"G\x40\0\x10").ljust(192, b"\xff") * 4,
    "aac": lambda: frames(b"\xff\xf1\x4c\x40\x08\x1f\xfc", 64),
    "ac3": lambda: frames(b"\x0b\x77\xe5\x9a\x0c\x40", 768),
    "tta": lambda: b"TTA1\1\0\1\0\x10\0" + random_bytes(40),
    "wavpack": lambda: b"wvpk" + struct.pack("<IH", 100, 0x410) + random_bytes(40),
    "ape": lambda: b"MAC \x96\x0f" + random_bytes(40),
    "ircam": lambda: b"\x64\xa3\2\0" + random_bytes(40),
    "paf": lambda: b" paf\0\0\0\0" + random_bytes(40),
    "avr": lambda: b"2BIT" + bytes(8) + random_bytes(40),
    "h264": lambda: b"\0\0\0\1\x67\xf4\0\x0a" + random_bytes(40),
    "hevc": lambda: b"\0\0\0\1\x40\1\x0c\1" + random_bytes(40),
    "ivf": lambda: b"DKIF\0\0\x20\0VP80" + random_bytes(40),
    "dv": lambda: b"\x1f\7\0\xbf\xf8\x78\x78\x78" + random_bytes(40),
    "mxf": lambda: b"\6\x0e\x2b\x34\2\5\1\1\x0d\1\2\1\1\2\4\0" + random_bytes(40),
    "nut": lambda: b"nut/multimedia container\0" + random_bytes(40),
    "real": lambda: b".RMF\0\0\0\x12" + random_bytes(40),
    "swf": lambda: b"FWS\6" + struct.pack("<I", 48) + random_bytes(40),
    "yuv4mpeg": lambda: b"YUV4MPEG2 W4 H4 F25:1\nFRAME\n" + random_bytes(24),
    "mng": lambda: b"\x8aMNG\r\n\x1a\n" + random_bytes(40),
    "gimp": lambda: b"gimp xcf v011\0" + random_bytes(40),
    "metafile": lambda: b"\xd7\xcd\xc6\x9a" + random_bytes(40),
    "blp": lambda: b"BLP2\1\0\0\0" + random_bytes(40),
    "msp": lambda: b"DanM\x32\0\x28\0" + random_bytes(40),
    "ktx": lambda: b"\xabKTX 11\xbb\r\n\x1a\n" + random_bytes(40),
    "camera-raw": lambda: b"IIRO\x08\0\0\0" + random_bytes(40),
    "radiance": lambda: b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 2\n\2\2\0\2" + random_bytes(12),
    "pfm": lambda: b"Pf\n2 2\n-1.0\n" + bytes(8) + random_bytes(8),
    "im": lambda: b"Image type: RGB image\r\nImage size (x*y): 2*2\r\n".ljust(511, b"\0") + b"\x1a" + random_bytes(12),
    "coreml": lambda: field(1, 4) + field(2, field(1, field(1, b"x"))) + field(303, field(1, b"\1\2")),
    "caffe": lambda: field(1, b"LeNet") + field(100, field(1, b"data") + field(2, b"Data")) * 2,
    "tensorrt": lambda: b"ftrt" + bytes(4) + random_bytes(100),
    "mxnet": lambda: struct.pack("<QQQ", 0x112, 0, 1) + random_bytes(60),
    "hnswlib": hnswlib,
    "usearch": lambda: struct.pack("<II", 4, 8) + random_bytes(32) + b"usearch\2\x15" + random_bytes(40),
    "vowpal-wabbit": lambda: struct.pack("<I", 7) + b"9.10.0\0" + random_bytes(40),
    "sentencepiece": lambda: PIECES,
    "lightgbm-json": lambda: b'{"name":"tree","version":"v4","num_class":1,"num_tree_per_iteration":1,"tree_info":[]}',
    "tokenizer": tokenizer,
    "prophet": lambda: b'{"growth": "linear", "n_changepoints": 25, "specified_changepoints": false}',
    "word2vec-text": lambda: b"2 4\nking 0.125 -0.5 0.25 1.0\nqueen 0.25 -0.5 0.125 0.75\n",
    "arrow-legacy": lambda: struct.pack("<II", 120, 16) + b"\0\0\x0a\0\x0e\0\6\0\5\0\x08\0\x0a\0" + random_bytes(140),
    "mat4": lambda: struct.pack("<5I", 0, 2, 2, 0, 2) + b"a\0" + struct.pack("<4d", 1, 2, 3, 4),
    "mgh": lambda: struct.pack(">7iH", 1, 2, 2, 2, 1, 3, 0, 1).ljust(284, b"\0") + random_bytes(32),
    "trackvis": lambda: b"TRACK\0" + struct.pack("<3h", 4, 4, 4) + bytes(988),
    "mrtrix": lambda: b"mrtrix tracks\ncount: 1\ndatatype: Float32LE\nfile: . 67\nEND\n" + random_bytes(24),
    "kaldi": lambda: b"utt1 \0BFM \4" + struct.pack("<I", 1) + b"\4" + struct.pack("<I", 2) + random_bytes(8),
    "imagine": lambda: b"EHFA_HEADER_TAG\0" + struct.pack("<I", 20) + random_bytes(40),
    "blosc2": lambda: b"\x9e\xa8b2frame\0\xd2" + random_bytes(60),
    "xgboost-dmatrix": lambda: b"\1\xab\xff\xff" + struct.pack("<I", 1) + random_bytes(60),
    "sqlite-wal": lambda: struct.pack(">II", 0x377F0682, 3007000) + random_bytes(40),
    "qs": lambda: b"\x0b\x0e\x0a\x0c" + bytes(4) + random_bytes(40),
    "dbase": dbase,
    "bson": lambda: b"\x15\0\0\0\x10a\0\1\0\0\0\x02b\0\2\0\0\0x\0\0",
    "cbor": lambda: b"\xa2\x61a\x83\1\2\3\x61b\xfb" + struct.pack(">d", 0.5),
    "ubjson": lambda: b"{i\1aU\5i\1bd" + struct.pack(">f", 0.5) + b"}",
    "msgpack": lambda: b"\x82\xa1a\x93\1\2\3\xa1b\xcb" + struct.pack(">d", 0.5),
    "dib": lambda: struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4),
    "lance": lambda: random_bytes(60) + b"LANC",
    "leveldb": lambda: random_bytes(90) + b"\x57\xfb\x80\x8b\x24\x75\x47\xdb",
    "iso": lambda: bytes(32768) + b"\1CD001\1\0" + bytes(2040),
    "pcx": lambda: b"\x0a\5\1\x08" + struct.pack("<4H", 0, 0, 9, 9) + bytes(53) + b"\3" + random_bytes(70),
    "sgi": lambda: b"\1\xda\0\1\0\2" + bytes(510),
    "voc": lambda: b"Creative Voice File\x1a\x1a\0\x0a\1\x29\x11" + random_bytes(20),
    "svx": lambda: b"FORM" + struct.pack(">I", 40) + b"8SVXVHDR" + random_bytes(36),
    "sphere": lambda: b"NIST_1A\n   1024\nsample_rate -i 8000\nend_head\n".ljust(1024) + random_bytes(200),
    "tga": tga,
    "debug-symbols": lambda: b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0" + random_bytes(40),
    "jmod": lambda: b"JM\1\0PK\3\4" + random_bytes(40),
    "disk": lambda: b"QFI\xfb\0\0\0\3" + random_bytes(40),
    "delta-log": lambda: b'{"commitInfo":{"timestamp":1}}\n{"protocol":{"minReaderVersion":1}}\n',
    "libsvm": lambda: b"+1 1:0.7 3:1\n-1 2:0.4 3:0.2\n",
    "sql-dump": lambda: b"-- MySQL dump 10.13\n--\nCREATE TABLE `a` (`b` int);\nINSERT INTO `a` VALUES (1),(2);\n",
    "arff": lambda: b"@RELATION iris\n\n@ATTRIBUTE a NUMERIC\n\n@DATA\n1.0\n",
    "fasta": lambda: b">seq1 first\n" + TABLE,
    "fastq": lambda: b"@seq1\nACGTACGT\n+\nIIIIIIII\n@seq2\nACGTACGT\n+\nIIIIIIII\n",
    "sam": lambda: b"@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:45\n",
    "gff": lambda: b"##gff-version 3\nchr1\ta\tgene\t1\t9\t.\t+\t.\tID=g1\n",
    "spss-portable": por,
    "grid": lambda: b"ncols 4\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2 3 4\n",
    "ecsv": lambda: b"# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: int64}\na\n1\n",
    "vtk": lambda: b"# vtk DataFile Version 3.0\nsphere\nASCII\nDATASET POLYDATA\n",
    "vtk-xml": lambda: b'<?xml version="1.0"?>\n<VTKFile type="PolyData" version="0.1">\n</VTKFile>\n',
    "pcd": lambda: b"# .PCD v.7 - Point Cloud Data file format\nVERSION .7\nFIELDS x y z\nDATA ascii\n",
    "well-log": lambda: b"~VERSION INFORMATION\n VERS. 2.0\n WRAP. NO\n~A\n1 2\n",
    "ply-text": lambda: b"ply\nformat ascii 1.0\nelement vertex 1\nend_header\n0 1 2\n",
    "psv": lambda: b"a|b|c\n1|2|3\n" * 9,
    "geojson": lambda: b'{"type": "FeatureCollection", "features": []}\n',
    "xml-data": lambda: b'<?xml version="1.0"?>\n<kml><Placemark/></kml>\n',
    "atoms": lambda: b"HEADER    A\nATOM      1  CA  ALA A   1       1.000   2.000   3.000\n",
    "harwell-boeing": lambda: b"A title                          key\n  9  1  4  4  0\n",
    "kaldi-text": lambda: b"utt1  [\n  0.5 0.25\n  1.0 0.75 ]\n",
}


def look(path: str, content: bytes) -> Detection:
    """The verdict on a whole file, of which only the head and, on demand, the end are shown."""
    return sniff(
        path.encode(), len(content), content[:HEAD_SIZE], lambda count: content[-count:], lambda count: content[:count]
    )
