"""Tiny valid files of formats told by their structure: id of the kind -> builder.  `samples.py` has the others."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.artifacts.builders import field, noise

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
    return numbers + struct.pack("<3QdQ", 16, 32, 16, 0.36, 200) + noise(400)


def por() -> bytes:
    """Five translated titles of forty characters, a table of 256, the signature; a line end each eighty."""
    text = b"ASCII SPSS PORT FILE".ljust(40) * 5 + b"0" * 256 + b"SPSSPORT" + b"A8/20261123".ljust(80)
    return b"".join(text[start : start + 80] + b"\r\n" for start in range(0, len(text), 80))


def tga(version: int = 2) -> bytes:
    """Two by two pixels; the second version has a footer."""
    image = bytes((0, 0, 2)) + bytes(9) + struct.pack("<HHBB", 2, 2, 24, 0) + noise(12)
    return image + (bytes(8) + b"TRUEVISION-XFILE.\0" if version == 2 else b"")


def tokenizer() -> bytes:
    """The keys in the order in which the library writes them."""
    return (
        b'{"version":"1.0","truncation":null,"padding":null,"added_tokens":[{"id":0,"content":"[UNK]"}],'
        b'"normalizer":null,"model":{"type":"WordLevel","vocab":{"[UNK]":0}}}'
    )


MORE: dict[str, Callable[[], bytes]] = {
    "coreml": lambda: field(1, 4) + field(2, field(1, field(1, b"x"))) + field(303, field(1, b"\1\2")),
    "caffe": lambda: field(1, b"LeNet") + field(100, field(1, b"data") + field(2, b"Data")) * 2,
    "tensorrt": lambda: b"ftrt" + bytes(4) + noise(100),
    "mxnet": lambda: struct.pack("<QQQ", 0x112, 0, 1) + noise(60),
    "hnswlib": hnswlib,
    "usearch": lambda: struct.pack("<II", 4, 8) + noise(32) + b"usearch\2\x15" + noise(40),
    "vowpal-wabbit": lambda: struct.pack("<I", 7) + b"9.10.0\0" + noise(40),
    "sentencepiece": lambda: PIECES,
    "lightgbm-json": lambda: b'{"name":"tree","version":"v4","num_class":1,"num_tree_per_iteration":1,"tree_info":[]}',
    "tokenizer": tokenizer,
    "prophet": lambda: b'{"growth": "linear", "n_changepoints": 25, "specified_changepoints": false}',
    "word2vec-text": lambda: b"2 4\nking 0.125 -0.5 0.25 1.0\nqueen 0.25 -0.5 0.125 0.75\n",
    "arrow-legacy": lambda: struct.pack("<II", 120, 16) + b"\0\0\x0a\0\x0e\0\6\0\5\0\x08\0\x0a\0" + noise(140),
    "mat4": lambda: struct.pack("<5I", 0, 2, 2, 0, 2) + b"a\0" + struct.pack("<4d", 1, 2, 3, 4),
    "mgh": lambda: struct.pack(">7iH", 1, 2, 2, 2, 1, 3, 0, 1).ljust(284, b"\0") + noise(32),
    "trackvis": lambda: b"TRACK\0" + struct.pack("<3h", 4, 4, 4) + bytes(988),
    "mrtrix": lambda: b"mrtrix tracks\ncount: 1\ndatatype: Float32LE\nfile: . 67\nEND\n" + noise(24),
    "kaldi": lambda: b"utt1 \0BFM \4" + struct.pack("<I", 1) + b"\4" + struct.pack("<I", 2) + noise(8),
    "imagine": lambda: b"EHFA_HEADER_TAG\0" + struct.pack("<I", 20) + noise(40),
    "blosc2": lambda: b"\x9e\xa8b2frame\0\xd2" + noise(60),
    "xgboost-dmatrix": lambda: b"\1\xab\xff\xff" + struct.pack("<I", 1) + noise(60),
    "sqlite-wal": lambda: struct.pack(">II", 0x377F0682, 3007000) + noise(40),
    "qs": lambda: b"\x0b\x0e\x0a\x0c" + bytes(4) + noise(40),
    "dbase": dbase,
    "bson": lambda: b"\x15\0\0\0\x10a\0\1\0\0\0\x02b\0\2\0\0\0x\0\0",
    "cbor": lambda: b"\xa2\x61a\x83\1\2\3\x61b\xfb" + struct.pack(">d", 0.5),
    "ubjson": lambda: b"{i\1aU\5i\1bd" + struct.pack(">f", 0.5) + b"}",
    "msgpack": lambda: b"\x82\xa1a\x93\1\2\3\xa1b\xcb" + struct.pack(">d", 0.5),
    "dib": lambda: struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4),
    "lance": lambda: noise(60) + b"LANC",
    "leveldb": lambda: noise(90) + b"\x57\xfb\x80\x8b\x24\x75\x47\xdb",
    "iso": lambda: bytes(32768) + b"\1CD001\1\0" + bytes(2040),
    "pcx": lambda: b"\x0a\5\1\x08" + noise(130),
    "sgi": lambda: b"\1\xda\0\1\0\2" + bytes(510),
    "voc": lambda: b"Creative Voice File\x1a\x1a\0\x0a\1\x29\x11" + noise(20),
    "svx": lambda: b"FORM" + struct.pack(">I", 40) + b"8SVXVHDR" + noise(36),
    "sphere": lambda: b"NIST_1A\n   1024\nsample_rate -i 8000\nend_head\n".ljust(1024) + noise(200),
    "tga": tga,
    "debug-symbols": lambda: b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0" + noise(40),
    "jmod": lambda: b"JM\1\0PK\3\4" + noise(40),
    "disk": lambda: b"QFI\xfb\0\0\0\3" + noise(40),
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
