from __future__ import annotations

import bz2
import gzip
import lzma
import pickle
import zlib
from collections.abc import Callable

import pytest

from commitworthy.formats.compressed import LARGEST, _lz4_block
from commitworthy.formats.detect import HEAD_SIZE, sniff
from tests.samples import MODEL, SAMPLES, look, npy, random_bytes, rows

COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "xz": lzma.compress,
    "LZMA": lambda content: lzma.compress(content, lzma.FORMAT_ALONE),
    "zlib": zlib.compress,
    "bzip2": bz2.compress,
}


@pytest.mark.parametrize("how", COMPRESSORS)
@pytest.mark.parametrize("path", ["m.pkl", "m.gz", "m", "m.joblib"])
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_compressed_pickle_is_a_model(how: str, path: str, protocol: int) -> None:
    found = look(path, COMPRESSORS[how](pickle.dumps(MODEL, protocol)))
    assert found[:2] == ("model", "pickle")
    assert found.label == f"a pickle, compressed with {how}"
    assert not found.disguised


@pytest.mark.parametrize("how", COMPRESSORS)
def test_compressed_data_is_data_and_compressed_text_an_archive(how: str) -> None:
    compress = COMPRESSORS[how]
    assert look("a.csv.gz", compress(rows(","))).family == "data"
    assert look("a.gz", compress(npy())).format == "npy"
    assert look("a.tgz", compress(SAMPLES["tar"]())).format == "tar"
    assert look("notes.txt.gz", compress(b"only notes\n" * 9)).family == "archive"
    assert look("a.gz", compress(SAMPLES["elf"]())).family == "archive"


def test_what_gives_no_output_is_judged_by_its_name() -> None:
    large = bz2.compress(random_bytes(500_000))
    for path, verdict in ((b"m.pkl.bz2", "pickle"), (b"m.csv.bz2", "csv"), (b"m.bz2", "bzip2")):
        assert sniff(path, len(large), large[:HEAD_SIZE]).format == verdict
    assert look("m.csv.zst", SAMPLES["zstd"]())[:2] == ("data", "csv")


def test_a_block_of_bzip2_that_is_longer_than_the_head_is_read() -> None:
    content = bz2.compress(pickle.dumps({"weights": random_bytes(200_000)}))
    assert look("a", content).format == "pickle"
    assert look("m.csv.bz2", bz2.compress(random_bytes(500_000))).format == "bzip2"


@pytest.mark.parametrize("how", COMPRESSORS)
def test_a_bomb_gives_no_more_than_a_few_kilobytes(how: str) -> None:
    from commitworthy.formats.binary import OPENERS
    from commitworthy.formats.detect import View

    bomb = COMPRESSORS[how](bytes(5_000_000))[:HEAD_SIZE]
    inside = OPENERS[how.lower()](View(b"", len(bomb), bomb, bomb, None, 0))
    assert inside is not None
    assert len(inside.content) <= LARGEST
    assert look("a", bomb).family == "archive"


def test_containers_in_containers_come_to_an_end() -> None:
    content = pickle.dumps(MODEL)
    assert look("a", gzip.compress(gzip.compress(content))).family == "model"
    for _ in range(50):
        content = gzip.compress(content)
    assert look("a", content).family == "archive"


def test_lz4_blocks_are_read() -> None:
    assert _lz4_block(b"\x35abc\x03\x00\x50defgh") == b"abc" + b"abcabcabc" + b"defgh"
