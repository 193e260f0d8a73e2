"""The truth table as values: every cell has its rule, and every rule its cell."""

from __future__ import annotations

import itertools

import pytest

from commitworthy.formats import pointers
from commitworthy.formats.pointers import Pointer
from commitworthy.hooks.require_lfs import rules
from tests.lfs import pointer

LFS = Pointer("lfs", "0" * 64, 5, canonical=True)


def test_every_cell_is_there() -> None:
    rows = (rules.CANONICAL, rules.NONCANONICAL, rules.CONTENT)
    columns = (rules.LFS, rules.OTHER, rules.NONE)
    assert set(rules.TABLE) == set(itertools.product(rows, columns, (True, False)))
    assert {name for name in rules.TABLE.values() if name} <= set(rules.BY_NAME)


def test_only_a_canonical_pointer_under_a_route_is_sound() -> None:
    sound = {cell for cell, name in rules.TABLE.items() if not name}
    assert sound == {(rules.CANONICAL, rules.LFS, True), (rules.CANONICAL, rules.LFS, False)}


@pytest.mark.parametrize(
    ("value", "own", "column"),
    [
        ("lfs", (), rules.LFS),
        ("LFS", (), rules.OTHER),
        ("lfs-custom", (), rules.OTHER),
        ("lfs-custom", ("lfs-custom",), rules.LFS),
        ("annex", (), rules.OTHER),
        ("git-crypt", (), rules.OTHER),
        ("set", (), rules.NONE),
        ("unset", (), rules.NONE),
        ("unspecified", (), rules.NONE),
    ],
)
def test_only_exactly_lfs_is_lfs(value: str, own: tuple[str, ...], column: str) -> None:
    assert rules.route_of(value, own) == column


@pytest.mark.parametrize("kind", ["dvc", "git-annex", "git-crypt"])
def test_what_others_keep_is_its_own_route(kind: str) -> None:
    row = rules.blob_of(LFS._replace(kind=kind))
    assert rules.rule(row, rules.NONE) == rules.rule(row, rules.OTHER) == ""
    assert rules.rule(row, rules.LFS) == "not-a-pointer", "git-lfs would make a pointer of it"


TEXT = pointer(b"x").encode()


@pytest.mark.parametrize(
    ("loose", "why"),
    [
        (TEXT.replace(b"\n", b"\r\n"), "its lines end in CRLF"),
        (TEXT.replace(b"git-lfs", b"hawser"), "it has an old version line"),
        (TEXT[:-1], "its last line has no line ending"),
        (TEXT + b"\n\n", "it has extra lines"),
        (b"\n" + TEXT, "it has text before the first line"),
        (TEXT.replace(b"size 1", b"size 01"), "its lines are in the wrong order"),
    ],
)
def test_why_a_pointer_is_loose_and_what_it_should_be(loose: bytes, why: str) -> None:
    found = pointers.recognise(b"a", len(loose), loose)
    assert found is not None
    assert not found.canonical
    assert pointers.noncanonical_reason(loose) == why
    assert pointers.canonical(loose) == TEXT


def test_extensions_are_kept_in_order() -> None:
    lines = [f"ext-{number}-x sha256:{'0' * 64}".encode() for number in (1, 0)]
    version, oid, size = TEXT.split(b"\n")[:3]
    loose = b"\n".join([version, *lines, oid, size, b""])
    assert pointers.canonical(loose) == b"\n".join([version, *sorted(lines), oid, size, b""])
