from __future__ import annotations

from collections import Counter

import pytest

from commitworthy.formats.binary import CHECKS, OPENERS, _match
from commitworthy.formats.detect import FAMILIES, HEAD_SIZE, Kind, View, sniff
from commitworthy.formats.table import KINDS, SUFFIX_FAMILIES, own_suffix
from tests.samples import SAMPLES, look, random_bytes

KIND_OF = {kind.id: kind for kind in KINDS}
BY_PATH = {"tf-checkpoint": "m/a.ckpt-9.data-00000-of-00002"}
# Known by marks beyond the head.
DISTANT = {"lance", "leveldb", "iso", "tga"}
MIMETYPES = {"ods", "odt", "odp", "odg", "epub"}
BY_CONTENT = [
    kind.id
    for kind in KINDS
    if (kind.magic or kind.check or kind.members or kind.id in MIMETYPES | DISTANT) and kind.id not in BY_PATH
]
BY_NAME = [kind.id for kind in KINDS if kind.id not in BY_CONTENT and kind.id not in BY_PATH]
# A format and the rows further down whose marks it bears too.
SPECIAL = {
    "joblib": {"pickle"},
    "torch-legacy": {"pickle"},
    "torchscript": {"torch"},
    "keras-h5": {"hdf5"},
    "keras-weights": {"hdf5"},
    "ole": {"xls"},
    "avif": {"mp4"},
    "aiff": {"iff"},
    "svx": {"iff"},
    "heic": {"mp4"},
    "deb": {"static-library"},
    "tar": {"tar-v7"},
    "tfevents": {"tfrecord"},
    "word2vec-text": {"word2vec"},
    "bam": {"gzip"},
    "bcf": {"gzip"},
}
# Marks at the end of the file, or the size is part of the check.
END_NEEDED = {
    "torch-export",
    "wheel",
    "egg",
    "zip-program",
    "skops",
    "onnx",
    "onnx-tensor",
    "swf",
    "iff",
    "tf-savedmodel",
    "tf-graphdef",
    "idx",
    "stl",
    "dbase",
    "bson",
    "cbor",
    "msgpack",
    "libsvm",
    "word2vec-text",
    *DISTANT,
}


def verdict(path: str, content: bytes) -> str:
    return look(path, content).format


def test_every_format_has_one_row_and_one_sample() -> None:
    assert [kind for kind, rows in Counter(kind.id for kind in KINDS).items() if rows > 1] == []
    assert {kind.id for kind in KINDS} ^ set(SAMPLES) == set(), "in one of the two alone"


def test_the_table_is_sound() -> None:
    assert {kind.family for kind in KINDS} <= set(FAMILIES)
    assert {kind.check for kind in KINDS if kind.check} == set(CHECKS)
    assert {kind.opens for kind in KINDS if kind.opens} <= set(OPENERS)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in SUFFIX_FAMILIES)


@pytest.mark.parametrize("name", BY_CONTENT)
def test_is_recognised_under_any_name(name: str) -> None:
    content = SAMPLES[name]()
    own = [f"a{suffix}" for suffix in KIND_OF[name].suffixes.split()]
    assert {path: verdict(path, content) for path in (*own, "a.txt", "a.py", "a.dat", "a", "")} == dict.fromkeys(
        (*own, "a.txt", "a.py", "a.dat", "a", ""), name
    )


@pytest.mark.parametrize("name", BY_PATH)
def test_is_recognised_by_its_path_where_nothing_else_tells(name: str) -> None:
    content = SAMPLES[name]()
    assert verdict(BY_PATH[name], content) == name
    assert verdict("a.dat", content) == "binary"


@pytest.mark.parametrize("name", BY_NAME)
def test_is_recognised_by_name_where_there_is_no_mark(name: str) -> None:
    content = SAMPLES[name]()
    for suffix in KIND_OF[name].suffixes.split():
        assert verdict("a" + suffix, content) == name
        assert verdict("A" + suffix.upper(), content) == name


@pytest.mark.parametrize("name", BY_CONTENT)
def test_is_claimed_by_no_other_row(name: str) -> None:
    content = SAMPLES[name]()
    view = View(b"", len(content), content[:HEAD_SIZE], content, None, 9)
    claims = {kind.id for kind in KINDS if _claims(view, kind)}
    container = {kind.id for kind in KINDS if kind.opens}
    assert (
        claims
        - {name}
        - SPECIAL.get(name, set())
        - (container if KIND_OF[name].members or name in MIMETYPES else set())
        == set()
    )


def _claims(view: View, kind: Kind) -> bool:
    if kind.magic:
        return any(_match(view, magic, kind, False) for magic in kind.magic)
    return bool(kind.check and (not kind.starts or view.head[0] in kind.starts) and CHECKS[kind.check](view))


@pytest.mark.parametrize("name", [name for name in BY_CONTENT if name not in END_NEEDED])
def test_the_head_is_enough(name: str) -> None:
    content = SAMPLES[name]()
    whole = KIND_OF[name].opens or KIND_OF[name].members or name in MIMETYPES
    head = content if whole else content + random_bytes(HEAD_SIZE)
    assert sniff(b"a", len(head) + 1_000_000, head[:HEAD_SIZE]).format == name


@pytest.mark.parametrize("name", BY_CONTENT)
def test_a_text_suffix_is_a_disguise_and_none_is_not(name: str) -> None:
    content = SAMPLES[name]()
    for path, disguised in ((b"a.txt", True), (b"a.py", True), (b"a.bin", False), (b"a", False), (b"v1.2", False)):
        assert sniff(path, len(content), content).disguised is disguised
    for suffix in KIND_OF[name].suffixes.split():
        assert not sniff(b"a" + suffix.encode(), len(content), content).disguised


@pytest.mark.parametrize(
    ("path", "name", "suffix"),
    [
        ("data/a.parquet", "parquet", ".parquet"),
        ("data/A.PARQUET", "parquet", ".PARQUET"),
        ("a.pkl", "joblib", ".pkl"),
        ("a.h5", "hdf5", None),
        ("a.bin", "torch", None),
        ("a.dat", "npy", None),
        ("a", "npy", None),
        ("a.txt", "pickle", None),
        ("a.csv", "csv", None),
        ("a.jsonl", "jsonl", None),
        ("a.libsvm", "libsvm", ".libsvm"),
        ("a.zip", "zip", ".zip"),
        ("a.zip", "npz", None),
        ("a.png", "png", ".png"),
        ("a.png", "pickle", None),
    ],
)
def test_own_suffix(path: str, name: str, suffix: str | None) -> None:
    content = SAMPLES[name]()
    assert own_suffix(path.encode(), sniff(path.encode(), len(content), content)) == suffix
