"""Damaged, spliced and invented files: a verdict on each, within stated bounds, the same twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial

import pytest

from commitworthy.formats.binary import OPENERS
from commitworthy.formats.compressed import LARGEST, Inside
from commitworthy.formats.detect import FAMILIES, HEAD_SIZE, Detection, View, sniff
from tests.luck import seeds
from tests.samples import SAMPLES

NAMES = [
    b"a",
    b"a.txt",
    b"a.bin",
    b"a.json",
    b"a.py",
    b"a.sql",
    b"a.xml",
    b"a.pkl.gz",
    b"a.csv.bz2",
    b"a.zip",
    b"a.h5",
    b"",
]
# A zip's directory and the longest comment from the end; a block of bzip2, or an HDF5 user block, from the start.
MOST_END = (1 << 20) + 65536 + 22 + 512
MOST_START = 1 << 20
MOST_CALLS = 6
MOST_OPENED = 2
SLOWEST = 2.0  # seconds of the processor, so that a loaded machine is no fault; a verdict takes a thousandth of that


class Reader:
    """Counts the bytes that a verdict asks for."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.calls: list[int] = []

    def tail(self, count: int) -> bytes:
        self.calls.append(count)
        assert 0 <= count <= MOST_END
        return self.content[-count:] if count else b""

    def start(self, count: int) -> bytes:
        self.calls.append(count)
        assert 0 <= count <= MOST_START
        return self.content[:count]


INFLATED: list[int] = []


@pytest.fixture(autouse=True)
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look into a container leaves the number of bytes that came out."""
    for name, opener in OPENERS.items():
        monkeypatch.setitem(OPENERS, name, partial(noted, opener))


def noted(opener: Callable[[View], Inside | None], view: View) -> Inside | None:
    inside = opener(view)
    INFLATED.append(len(inside.content) if inside else 0)
    return inside


def judged(name: bytes, content: bytes, size: int) -> Detection:
    reader = Reader(content)
    INFLATED.clear()
    began = time.process_time()
    found = sniff(name, size, content[:HEAD_SIZE], reader.tail, reader.start)
    assert time.process_time() - began < SLOWEST
    assert len(reader.calls) <= MOST_CALLS
    assert len(INFLATED) <= MOST_OPENED
    assert sum(INFLATED) <= MOST_OPENED * LARGEST
    return found


def changed(content: bytearray, chance: random.Random, others: list[bytes]) -> bytes:
    """One to eight changes: bits, bytes, runs, cuts, repeats, parts of other samples."""
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(content) + 1)
        other = chance.choice(others)
        start = chance.randrange(len(other) + 1)
        how = chance.randrange(7)
        if how == 0 and content:
            content[place - 1] ^= 1 << chance.randrange(8)
        elif how == 1 and content:
            content[place - 1] = chance.choice(b'\0\1\x7f\x80\xff\n {["(')
        elif how == 2:
            content[place : place + chance.randrange(40)] = chance.randbytes(chance.randrange(40))
        elif how == 3:
            del content[place : place + chance.randrange(200)]
        elif how == 4:
            content[place:place] = other[start : start + chance.randrange(400)]
        elif how == 5:
            content[place:place] = content[max(0, place - 50) : place] * chance.randrange(1, 200)
        else:
            content[:] = content[:place] + other[start:]
        del content[300_000:]
    return bytes(content)


@pytest.mark.parametrize("seed", range(4))
def test_a_few_damaged_files(seed: int) -> None:
    fuzz(seed, 1500)


@pytest.mark.long
@pytest.mark.parametrize("seed", seeds(*range(1000, 1040)))
def test_many_damaged_files(seed: int) -> None:
    fuzz(seed, 2000)


def fuzz(seed: int, count: int) -> None:
    """Verdicts on `count` files made from `seed`; what fails is shown with it."""
    chance = random.Random(seed)
    others = [make() for make in SAMPLES.values()]
    for number in range(count):
        content = changed(bytearray(chance.choice(others)), chance, others)
        size = chance.choice([len(content), len(content), len(content), 0, 1, 10**6, 10**13])
        name = chance.choice(NAMES)
        note = f"seed {seed}, file {number}, {name!r}, size {size}, {content[:64]!r}"
        try:
            found = judged(name, content, size)
            assert found == judged(name, content, size)
            assert found.family in FAMILIES
            assert found.format
            assert found.evidence
        except Exception as error:
            raise AssertionError(note) from error
