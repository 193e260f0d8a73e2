"""The truth table as values: every cell has its rule, and every rule its cell."""

from __future__ import annotations

import itertools

import pytest

from commitworthy.formats import lfs_routes, pointers
from commitworthy.formats.pointers import Pointer
from commitworthy.hooks.require_lfs import rules as lfs_rules
from tests.lfs import pointer

LFS = Pointer("lfs", "0" * 64, 5, canonical=True)


def test_every_cell_is_there() -> None:
    rows = (lfs_routes.CANONICAL, lfs_routes.LOOSE, lfs_routes.CONTENT)
    columns = (lfs_routes.LFS, lfs_routes.OTHER, lfs_routes.NONE)
    assert set(lfs_routes.TABLE) == set(itertools.product(rows, columns, (True, False)))
    assert {name for name in lfs_routes.TABLE.values() if name} <= set(lfs_rules.BY_NAME)


def test_only_a_canonical_pointer_under_a_route_is_sound() -> None:
    sound = {cell for cell, name in lfs_routes.TABLE.items() if not name}
    assert sound == {(lfs_routes.CANONICAL, lfs_routes.LFS, True), (lfs_routes.CANONICAL, lfs_routes.LFS, False)}


@pytest.mark.parametrize(
    ("value", "own", "column"),
    [
        ("lfs", (), lfs_routes.LFS),
        ("LFS", (), lfs_routes.OTHER),
        ("lfs-custom", (), lfs_routes.OTHER),
        ("lfs-custom", ("lfs-custom",), lfs_routes.LFS),
        ("annex", (), lfs_routes.OTHER),
        ("git-crypt", (), lfs_routes.OTHER),
        ("set", (), lfs_routes.NONE),
        ("unset", (), lfs_routes.NONE),
        ("unspecified", (), lfs_routes.NONE),
    ],
)
def test_only_exactly_lfs_is_lfs(value: str, own: tuple[str, ...], column: str) -> None:
    assert lfs_routes.route_of(value, own) == column


@pytest.mark.parametrize("kind", ["dvc", "git-annex", "git-crypt"])
def test_what_others_keep_is_its_own_route(kind: str) -> None:
    row = lfs_routes.blob_of(LFS._replace(kind=kind))
    assert lfs_routes.rule(row, lfs_routes.NONE) == lfs_routes.rule(row, lfs_routes.OTHER) == ""
    assert lfs_routes.rule(row, lfs_routes.LFS) == "not-a-pointer", "git-lfs would make a pointer of it"


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (b"a", pointer(b"x").encode()),
        (b"a", b"\n" + pointer(b"x").encode()),
        (b"a", b"/annex/objects/SHA256E-s900000--0a.bin\n"),
        (b"a", b"\0GITCRYPT\0" + b"x" * 2000),
        (b"a.DVC", b"outs:\n- md5: 0a\n  path: a\n"),
        (b"a", b"plain text\n"),
        (b"a", b""),
        (b"a", b"version https://git-lfs.github.com/spec/v1\n" + b"x" * 1000),
    ],
)
def test_the_fast_look_sees_what_the_slow_one_sees(path: bytes, head: bytes) -> None:
    assert lfs_routes.recognise(path, len(head), head) == pointers.recognise(path, len(head), head)


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
