from __future__ import annotations

import pytest

from commitworthy.formats import binary
from commitworthy.formats.detect import HEAD_SIZE, sniff
from tests.samples import SAMPLES, hdf5, look, random_bytes, tga


@pytest.mark.parametrize("offset", [8192, 16384, 32768, 65536])
def test_hdf5_behind_a_long_user_block(offset: int) -> None:
    for path in ("a", "a.txt", "a.h5"):
        assert look(path, hdf5(user_block=offset)).format == "hdf5"
    assert look("a", hdf5(user_block=offset - 512)).format == "binary"


def test_old_tga_images_are_known_by_their_size() -> None:
    assert look("a", tga(1)).format == "tga"
    assert look("a", tga(1) + b"x").format == "binary"


@pytest.mark.parametrize("name", ["lance", "leveldb", "iso", "tga"])
def test_without_the_rest_of_the_file_it_stays_unknown(name: str) -> None:
    content = b"\0\1" + random_bytes(9000) if name != "iso" else bytes(32768)
    assert sniff(b"a", len(content) + 90_000, content[:HEAD_SIZE]).format == "binary"
    assert look("a", SAMPLES[name]()).format == name


def test_the_rest_of_a_huge_file_is_not_asked_for() -> None:
    def never(count: int) -> bytes:
        raise AssertionError(count)

    assert sniff(b"a", binary.LARGEST_SOUGHT + 1, b"\0\1" + random_bytes(9000), never, never).format == "binary"


def test_the_rest_of_text_and_of_what_the_head_tells_is_not_asked_for() -> None:
    def never(count: int) -> bytes:
        raise AssertionError(count)

    for path, content in ((b"a.py", b"x = 1\n"), (b"a", SAMPLES["parquet"]()), (b"a", SAMPLES["sqlite"]())):
        assert sniff(path, 10**6, content, never, never).format in ("python", "parquet", "sqlite")
