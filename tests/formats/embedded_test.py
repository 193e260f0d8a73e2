from __future__ import annotations

import base64
import textwrap

import pytest

from commitworthy.formats import whole_text
from commitworthy.formats.whole_text import LONGEST_HASH, Embedded, find, long_pieces
from tests.samples import random_bytes

CODE = b"import base64\n\n\ndef weights():\n    return DATA\n\n\n"
BASE64 = base64.b64encode(random_bytes(30_000))
URL_BASE64 = base64.urlsafe_b64encode(random_bytes(30_000))
HEX = random_bytes(30_000).hex().encode()


def wrapped(text: bytes, width: int, before: str = "", after: str = "\n") -> bytes:
    return "".join(before + line + after for line in textwrap.wrap(text.decode(), width)).encode()


@pytest.mark.parametrize(
    ("literal", "encoding", "size"),
    [
        pytest.param(b'DATA = "' + BASE64 + b'"\n', "base64", 40_000, id="base64 on one line"),
        pytest.param(b'DATA = """\n' + wrapped(BASE64, 76) + b'"""\n', "base64", 40_000, id="base64 in 76 columns"),
        pytest.param(b"DATA = (\n" + wrapped(BASE64, 64, '    "', '"\n') + b")\n", "base64", 40_000, id="quoted lines"),
        pytest.param(b"DATA = [\n" + wrapped(BASE64, 60, "  b'", "',\n") + b"]\n", "base64", 40_000, id="a list"),
        pytest.param(b"D = ''\\\n" + wrapped(BASE64, 72, "'", "' +\\\r\n") + b"''\n", "base64", 40_000, id="CRLF"),
        pytest.param(b'{"image/png": "' + wrapped(BASE64, 76, after="\\n") + b'"}\n', "base64", 40_000, id="in JSON"),
        pytest.param(b"D = '" + URL_BASE64 + b"'\n", "base64", 40_000, id="for URLs"),
        pytest.param(b"D = bytes.fromhex('" + HEX + b"')\n", "hex", 60_000, id="hex on one line"),
        pytest.param(b"D = '''\n" + wrapped(HEX, 64) + b"'''\n", "hex", 60_000, id="hex in 64 columns"),
        pytest.param(b"D = '" + HEX.upper() + b"'\n", "hex", 60_000, id="hex in capitals"),
    ],
)
def test_data_in_code(literal: bytes, encoding: str, size: int) -> None:
    found = find(CODE + literal + CODE, 30_000)
    assert found is not None
    assert found.encoding == encoding
    assert size - 100 <= found.size <= size
    assert found.line in (8, 9)
    assert find(CODE + literal + CODE, size + 1) is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"The quick brown fox jumps over the lazy dog.\n" * 2000, id="prose"),
        pytest.param(b"var a=function(b,c){return b.d(c)+e[f]};" * 3000, id="minified JavaScript"),
        pytest.param(b'"integrity": "sha512-' + BASE64[:86] + b'==",\n', id="a hash"),
        pytest.param(b"".join(b'"a": "sha512-%s==",\n' % BASE64[n : n + 86] for n in range(900)), id="a lock file"),
        pytest.param(b"".join(b"--hash=sha256:%s \\\n" % HEX[n : n + 64] for n in range(900)), id="requirements"),
        pytest.param(b"-" * 60_000, id="a row of dashes"),
        pytest.param((b"=" * 79 + b"\n") * 900, id="rules of equals signs"),
        pytest.param((b"ACGTTGCA" * 9 + b"\n") * 900, id="FASTA"),
        pytest.param((b"Sample01" * 9 + b"\n") * 900, id="one word over and over"),
        pytest.param((b"0123456789" * 7 + b"\n") * 900, id="digits"),
        pytest.param((b"averylongidentifierwithoutanybreaks" * 2 + b"\n") * 900, id="words without blanks"),
        pytest.param(b"".join(b"layers.%d.Self_Attn.q_proj-weight-0123456789\n" % n for n in range(900)), id="names"),
        pytest.param(b'x = "' + BASE64[:20_000] + b'"\n', id="a literal below the limit"),
    ],
)
def test_what_is_no_data_in_code(content: bytes) -> None:
    assert find(content, 30_000) is None


def test_the_first_large_literal_is_named() -> None:
    content = b"a = '" + BASE64[:400] + b"'\nb = 1\nc = '" + BASE64[:4000] + b"'\n"
    assert find(content, 1000) == Embedded(3, 4000, "base64")


@pytest.mark.long
def test_the_quick_look_passes_over_nothing_that_the_search_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a literal begins, however it is wrapped, and up to the last byte that is asked for."""
    for width in (40, 64, 76, 128, 30_000):
        for before in range(0, 40_000, 997):
            literal = wrapped(BASE64, width, '    "', '",\n')
            content = b"x = 1.5;\n" * (before // 9) + literal + CODE
            found = find(content, 30_000)
            with monkeypatch.context() as patch:
                patch.setattr(whole_text, "_may_hold", lambda *_: True)
                assert found == find(content, 30_000) is not None
                at_most = found.size if found else 0
                assert find(content, at_most) == found
            assert find(content, at_most) == found
            assert find(content, at_most + 1) is None


def test_long_runs_are_found_wherever_they_begin() -> None:
    for before in range(0, 1100, 37):
        content = b"." * before + BASE64[: LONGEST_HASH + 1] + b"." * 700
        assert list(long_pieces(content)) == [(before, LONGEST_HASH + 1)]
        assert list(long_pieces(content.replace(BASE64[300:301], b"."))) == []
