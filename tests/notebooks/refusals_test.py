"""What is no notebook: refused in plain words, with the line, in bounded time, and never changed."""

from __future__ import annotations

import json
import time

import pytest

from commitworthy.notebooks.json_scan import NotANotebook
from commitworthy.notebooks.strip import strip, stripped_size
from tests.notebooks.make import STREAM, code, notebook

GOOD = notebook(code(f"[{STREAM}]", "3"))
LINES = json.dumps(json.loads(GOOD), indent=1)
DEEP = "[" * 100_000
CONFLICT = "<<<<<<< HEAD\n{0},\n=======\n{0},\n>>>>>>> theirs\n"


def conflict(line: str) -> bytes:
    found = next(text for text in LINES.split("\n") if line in text)
    return LINES.replace(f"{found}\n", CONFLICT.format(found.rstrip(","))).encode()


REFUSED: dict[str, tuple[bytes, str, int]] = {
    "14: an encoded surrogate": (GOOD.encode().replace(b'"x"', b'"\xed\xa0\x80"'), "not UTF-8: byte 0xED at offset", 1),
    "14: latin-1 on the second line": (
        b"\n" + GOOD.encode().replace(b'"x"', b'"\xe9"'),
        "not UTF-8: byte 0xE9 at offset",
        2,
    ),
    "14: latin-1 far on": (
        GOOD.replace('"x"', '"' + "é" * 600_000 + '"').encode() + b"\xff",
        "not UTF-8: byte 0xFF",
        2,
    ),
    "15: UTF-16": (GOOD.encode("utf-16"), "UTF-16 or UTF-32 text; notebooks are UTF-8", 1),
    "15: UTF-16 without a mark": (GOOD.encode("utf-16-le"), "UTF-16 or UTF-32 text; notebooks are UTF-8", 1),
    "16: NUL in a source": (GOOD.encode().replace(b'"x"', b'"\0"'), "a raw control character inside a string", 1),
    "16: a raw tab in a source": (LINES.replace('"x"', '"\t"').encode(), "a raw control character inside a string", 16),
    "16: a raw line end in an output": (GOOD.encode().replace(b"1\\n", b"1\n"), "a raw control character", 1),
    "17: an empty file": (b"", "the file is empty", 1),
    "17: blanks": (b" \n", "the file is empty", 1),
    "17: line ends": (b"\n\n", "the file is empty", 1),
    "18: a word": (b"hello", "not valid JSON: expecting value", 1),
    "18: a web page": (b"<!DOCTYPE html>\n<html></html>", "a web page or XML, not JSON", 1),
    "18: a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer, not JSON", 1),
    "19: cut off": (LINES[:150].encode(), "the file ends in the middle of the notebook", 10),
    "19: cut off in a string": (b'{"cells": [], "abc', "the file ends in the middle of the notebook", 1),
    "20: a conflict between members": (conflict('"execution_count"'), "merge conflict", 5),
    "20: a conflict within outputs": (conflict('"name": "stdout"'), "merge conflict", 9),
    "20: a conflict with CRLF": (conflict('"execution_count"').replace(b"\n", b"\r\n"), "merge conflict", 5),
    "20: nothing but a conflict": (b"<<<<<<< HEAD\n{}\n", "merge conflict", 1),
    "21: a brace too many": (GOOD.encode() + b"}", "text after the end of the notebook", 2),
    "21: two documents": (GOOD.encode() * 2, "text after the end of the notebook", 2),
    "22: null": (b"null", "JSON, but not an object with cells", 1),
    "22: a list": (b"[]", "JSON, but not an object with cells", 1),
    "22: an empty object": (b"{}", "JSON, but without cells", 1),
    "22: cells that are null": (b'{"a": 1,\n"cells": null}', "cells that are not a list", 2),
    "22: cells that are null, and then some": (b'{"cells": null, "cells": []}', "cells that are not a list", 1),
    "22: worksheets that are an object": (b'{"worksheets": {}}', "worksheets that are not a list", 1),
    "22: a worksheet that is a list": (b'{"worksheets": [[]]}', "a worksheet that is not an object", 1),
    "24: a cell that is a number": (b'{"cells": [{},\n 1]}', "cell 2 is not an object", 2),
    "25: a deep source": (notebook(code(source=DEEP)).encode(), "nested too deeply", 1),
    "25: a deep output": (notebook(code(DEEP)).encode(), "nested too deeply", 1),
    "25: deep metadata": (notebook(code(metadata='{"a":' * 100_000)).encode(), "nested too deeply", 1),
    "25: deep metadata of the notebook": (notebook("", DEEP).encode(), "nested too deeply", 1),
    "a comma too many": (GOOD.replace("}]", "},]").encode(), "not valid JSON: ", 1),
    "a comma too few": (GOOD.replace(', "source"', ' "source"').encode(), "not valid JSON: ", 1),
    "a word for a value": (GOOD.replace("null", "None").encode().replace(b"3", b"None"), "not valid JSON: ", 1),
    "single quotes": (b"{'cells': []}", "not valid JSON: ", 1),
    "an error in a large file": (
        json.dumps({"cells": [{"outputs": ["a" * 400_000]}] * 6}, indent=1)[:-1].encode(),
        "the file ends in the middle of the notebook",
        34,
    ),
}


@pytest.mark.parametrize(("content", "reason", "line"), REFUSED.values(), ids=REFUSED)
def test_refused_in_plain_words(content: bytes, reason: str, line: int) -> None:
    start = time.process_time()
    with pytest.raises(NotANotebook) as raised:
        strip(content)
    assert time.process_time() - start < 1
    assert raised.value.reason.startswith(reason)
    assert raised.value.line == line
    assert stripped_size(content) is None


def test_the_offset_of_what_is_not_utf_8() -> None:
    content = notebook(code(source='"é\u2028"')).encode()[:-2] + b"\xff}\n"
    with pytest.raises(NotANotebook, match=f"byte 0xFF at offset {len(content) - 3:,} at line 1"):
        strip(content)


@pytest.mark.parametrize("depth", range(930, 1000, 3))
def test_nesting_near_the_limit_is_stripped_or_refused(depth: int) -> None:
    deep = '{"colab":' * depth + '{"height": 1}' + "}" * depth
    content = notebook(code(f"[{'[' * depth}{']' * depth}]", metadata=deep)).encode()
    try:
        stripped = strip(content)
    except NotANotebook as error:
        assert error.reason == "nested too deeply"  # noqa: PT017
    else:
        assert b'"outputs": []' in stripped.content


@pytest.mark.parametrize("text", [GOOD, LINES, LINES.replace("\n", "\r\n"), notebook(code()), "\ufeff" + GOOD])
def test_19_cut_off_at_every_byte(text: str) -> None:
    content = text.encode()
    end = len(content.rstrip())
    for length in range(end):
        with pytest.raises(NotANotebook):
            strip(content[:length])
    for length in range(end, len(content)):
        strip(content[:length])
