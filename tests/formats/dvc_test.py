"""What a `.dvc` file keeps."""

from __future__ import annotations

import pytest

from commitworthy.formats.dvc import outs

CASES: dict[str, tuple[bytes, list[bytes]]] = {
    "one": (b"outs:\n- md5: 0a\n  size: 5\n  path: a.csv\n", [b"data/a.csv"]),
    "two": (b"outs:\n- path: a\n- path: sub/b\n", [b"data/a", b"data/sub/b"]),
    "in quotes": (b"outs:\n- path: 'it''s: a'\n", [b"data/it's: a"]),
    "above": (b"outs:\n- path: ../a\n", [b"a"]),
    "kept in git": (b"outs:\n- path: a\n  cache: false\n", []),
    "outside": (b"outs:\n- path: ../../a\n- path: /tmp/a\n- path: s3://bucket/a\n", []),
    "with a wdir": (b"wdir: ..\nouts:\n- path: a\n", [b"a"]),
    "no outs": (b"deps:\n- path: a\n", []),
    "with sources": (b"wdir: ..\ndeps:\n- path: s3://b/k\n  files:\n  - relpath: x\nouts:\n- path: a\n", [b"a"]),
    "with sources behind": (b"outs:\n- path: a\ndeps:\n- path: b\n", [b"data/a"]),
    "not a mapping": (b"- outs\n", []),
    "odd outs": (b"outs:\n- a\n- path: 5\n- path:\n", []),
    "outs that are no list": (b"outs: a\n", []),
    "not YAML": (b"outs: [\n\t}", []),
    "not text": (b"\0\xff\xfe", []),
    "a bomb of aliases": (b"a: &a [1]\nb: &b [*a, *a]\nouts: *b\n", []),
    "another tag": (b"outs: !!python/object/apply:os.system ['true']\n", []),
    "nested": (b"outs: " + b"[" * 3000, []),
}


@pytest.mark.parametrize(("content", "found"), CASES.values(), ids=CASES)
def test_outs(content: bytes, found: list[bytes]) -> None:
    assert outs(b"data/a.csv.dvc", content) == found


def test_at_the_top() -> None:
    assert outs(b"a.dvc", b"outs:\n- path: a\n") == [b"a"]
