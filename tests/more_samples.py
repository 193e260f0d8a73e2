"""Tiny valid files of formats told by their structure: id of the kind -> builder.  `samples.py` has the others."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.formats.builders import field, hdf5, noise, office, zipped

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


def frames(header: bytes, length: int) -> bytes:
    """Three frames of sound, one behind the other."""
    return (header + noise(length - len(header))) * 3


def elements(*some: tuple[int, int, bytes]) -> bytes:
    """Elements of DICOM: group, element, value; no VR."""
    return b"".join(struct.pack("<HHI", group, element, len(value)) + value for group, element, value in some)


MORE: dict[str, Callable[[], bytes]] = {
    "film-scan": lambda: b"SDPX" + noise(40),
    "dcx": lambda: b"\xb1\x68\xde\x3a" + noise(40),
    "miff": lambda: b"id=ImageMagick  version=1.0\nclass=DirectClass\n\x0c\n:\x1a" + bytes(8) + noise(16),
    "vicar": lambda: b"LBLSIZE=64  FORMAT='BYTE'  TYPE='IMAGE'".ljust(64, b"\0") + noise(16),
    "pgx": lambda: b"PG ML + 8 2 2\n\0\1\2\3",
    "pam": lambda: b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n\0\1",
    "sound-sample": lambda: b"ALawSoundFile**\0" + noise(40),
    "iff": lambda: b"FORM" + struct.pack(">I", 36) + b"ILBMBMHD" + noise(28),
    "lzop": lambda: b"\x89LZO\0\r\n\x1a\n" + noise(40),
    "lrzip": lambda: b"LRZI\0\6" + noise(40),
    "rzip": lambda: b"RZIP\2\1" + noise(40),
    "arj": lambda: b"\x60\xea" + struct.pack("<HB", 40, 30) + noise(60),
    "filesystem": lambda: (
        bytes(1048) + struct.pack("<I", 2) + bytes(28) + b"\x53\xef" + struct.pack("<H", 1) + bytes(40)
    ),
    "libsvm-model": lambda: b"svm_type c_svc\nkernel_type rbf\ngamma 0.5\nnr_class 2\ntotal_sv 1\nSV\n0.5 1:1\n",
    "arpa": lambda: b"\n\\data\\\nngram 1=2\n\n\\1-grams:\n-1.0\ta\n\n\\end\\\n",
    "hmmer": lambda: b"HMMER3/f [3.3.2 | Nov 2020]\nNAME  a\nLENG  8\n",
    "kenlm": lambda: b"mmap lm http://kheafield.com/code format version 5\n\0" + noise(60),
    "keras-weights": lambda: hdf5("x\0layers\0\0vars\0\0\0\0"),
    "xgboost-dump": lambda: b"booster[0]:\n0:[f0<0.5] yes=1,no=2,missing=1\n\t1:leaf=-0.5\n\t2:leaf=0.5\n",
    "xgboost-dump-json": lambda: (
        b'[\n  { "nodeid": 0, "depth": 0, "split": "f0", "split_condition": 0.5, "yes": 1 }\n]\n'
    ),
    "onnx-json": lambda: b'{"irVersion": "8", "producerName": "a", "graph": {"node": [{"opType": "Add"}]}}',
    "onnx-tensor": lambda: b"\x08\2\x08\3\x10\1" + field(8, b"x") + field(9, noise(24)),
    "compiled-header": lambda: b"gpchC014" + noise(40),
    "rust-metadata": lambda: b"rust\0\0\0\x0a" + noise(40),
    "fiff": lambda: struct.pack(">4I", 100, 31, 20, 0) + noise(40),
    "genome": lambda: struct.pack("<4I", 0x1A412743, 0, 1, 0) + noise(40),
    "genome-index": lambda: b"BAI\1" + struct.pack("<I", 1) + noise(40),
    "dicom-bare": lambda: elements((8, 5, b"ISO_IR 100"), (8, 0x16, b"1.2.84"), (16, 16, b"A^"), (40, 16, b"\4\0")),
    "spacy": lambda: b"\1\2" + noise(300),
    "sqlite-shm": lambda: struct.pack("<II", 3007000, 0) + noise(40),
    "gifti": lambda: b'<?xml version="1.0"?>\n<GIFTI Version="1.0" NumberOfDataArrays="0">\n</GIFTI>\n',
    "genbank": lambda: b"LOCUS       s0    8 bp    DNA\nORIGIN\n        1 acgttgca\n//\n",
    "stockholm": lambda: b"# STOCKHOLM 1.0\n#=GF SQ 1\ns0 ACGT\n//\n",
    "nexus": lambda: b"#NEXUS\nbegin data;\n dimensions ntax=1 nchar=4;\nmatrix\ns0 ACGT\n;\nend;\n",
    "odg": lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"<d/>"}),
    "vsdx": lambda: office("visio/document.xml"),
    "3mf": lambda: office("3D/3dmodel.model"),
    "mpegts-timed": lambda: (noise(4) + b"G\x40\0\x10").ljust(192, b"\xff") * 4,
    "aac": lambda: frames(b"\xff\xf1\x4c\x40\x08\x1f\xfc", 64),
    "ac3": lambda: frames(b"\x0b\x77\xe5\x9a\x0c\x40", 768),
    "tta": lambda: b"TTA1\1\0\1\0\x10\0" + noise(40),
    "wavpack": lambda: b"wvpk" + struct.pack("<IH", 100, 0x410) + noise(40),
    "ape": lambda: b"MAC \x96\x0f" + noise(40),
    "ircam": lambda: b"\x64\xa3\2\0" + noise(40),
    "paf": lambda: b" paf\0\0\0\0" + noise(40),
    "avr": lambda: b"2BIT" + bytes(8) + noise(40),
    "h264": lambda: b"\0\0\0\1\x67\xf4\0\x0a" + noise(40),
    "hevc": lambda: b"\0\0\0\1\x40\1\x0c\1" + noise(40),
    "ivf": lambda: b"DKIF\0\0\x20\0VP80" + noise(40),
    "dv": lambda: b"\x1f\7\0\xbf\xf8\x78\x78\x78" + noise(40),
    "mxf": lambda: b"\6\x0e\x2b\x34\2\5\1\1\x0d\1\2\1\1\2\4\0" + noise(40),
    "nut": lambda: b"nut/multimedia container\0" + noise(40),
    "real": lambda: b".RMF\0\0\0\x12" + noise(40),
    "swf": lambda: b"FWS\6" + struct.pack("<I", 48) + noise(40),
    "yuv4mpeg": lambda: b"YUV4MPEG2 W4 H4 F25:1\nFRAME\n" + noise(24),
    "mng": lambda: b"\x8aMNG\r\n\x1a\n" + noise(40),
    "gimp": lambda: b"gimp xcf v011\0" + noise(40),
    "metafile": lambda: b"\xd7\xcd\xc6\x9a" + noise(40),
    "blp": lambda: b"BLP2\1\0\0\0" + noise(40),
    "msp": lambda: b"DanM\x32\0\x28\0" + noise(40),
    "ktx": lambda: b"\xabKTX 11\xbb\r\n\x1a\n" + noise(40),
    "camera-raw": lambda: b"IIRO\x08\0\0\0" + noise(40),
    "radiance": lambda: b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 2\n\2\2\0\2" + noise(12),
    "pfm": lambda: b"Pf\n2 2\n-1.0\n" + bytes(8) + noise(8),
    "im": lambda: b"Image type: RGB image\r\nImage size (x*y): 2*2\r\n".ljust(511, b"\0") + b"\x1a" + noise(12),
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
    "pcx": lambda: b"\x0a\5\1\x08" + struct.pack("<4H", 0, 0, 9, 9) + bytes(53) + b"\3" + noise(70),
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
