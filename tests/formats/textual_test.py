"""Formats that are text: variants, and prose that begins as they do."""

from __future__ import annotations

import pytest

from tests.samples import look, random_bytes

FORMATS = {
    "vectors whose first line goes beyond the head": (b"9000 900\nking" + b" 0.0125" * 900 + b"\n", "word2vec-text"),
    "libsvm with comments": (b"1 1:0.5 2:1 # first\n-1 2:0.25 7:1e-3\n", "libsvm"),
    "libsvm with queries": (b"3 qid:1 1:1 2:1\n2 qid:1 1:0 2:1\n", "libsvm"),
    "libsvm with several labels": (b"1,3 1:1 2:1\n2 1:0 2:1\n", "libsvm"),
    "a Prophet model as a JSON string": (b'"{\\"growth\\": \\"linear\\", \\"n_changepoints\\": 25}"', "prophet"),
    "a tokenizer, pretty": (
        b'{\n  "version": "1.0",\n  "truncation": null,\n  "padding": null,\n  "added_tokens": [\n  ]\n}',
        "tokenizer",
    ),
    "the first commit of a Delta table": (b'{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}\n', "delta-log"),
    "a dump of a recent MariaDB": (
        b"/*!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\nINSERT INTO `a` VALUES (1);\n",
        "sql-dump",
    ),
    "a linear model": (b"solver_type L2R_LR\nnr_class 2\nlabel 1 -1\nnr_feature 2\nbias -1\nw\n0.5\n", "libsvm-model"),
    "a dump of PostgreSQL": (
        b"--\n-- PostgreSQL database dump\n--\n\nCOPY public.a (b) FROM stdin;\n1\n\\.\n",
        "sql-dump",
    ),
}


@pytest.mark.parametrize(("content", "name"), FORMATS.values(), ids=FORMATS)
def test_a_variant_is_known(content: bytes, name: str) -> None:
    assert look("a.txt", content).format == name


PROSE = {
    "two numbers and a sentence": b"12 30\nking 0.5 of the 0.25\n",
    "a list of times": b"1 1:30 start\n2 2:45 end\n",
    "a falling index": b"1 2:0.5 1:1\n1 2:0.5 1:1\n",
    "a dump without rows": b"--\n-- PostgreSQL database dump\n--\nCREATE TABLE a (b int);\n",
    "settings of a protocol": b'{"protocol": {"name": "https"}, "port": 1}\n',
    "an action without its end": b'{"commitInfo": {\n  "a": 1}}\n',
    "growth in settings": b'{"growth": 3, "changepoints": 1}',
    "tokens in settings": b'{"added_tokens": [], "version": 1}',
    "a quotation": b"> so he said\n> and went\n",
    "a quotation without a blank": b">>> x = 1\n>>> y = 2\n",
    "a decorator": b"@cache\ndef f(x):\n    return x\n+\n",
    "a grid of words": b"ncols are many\nnrows are few\n",
    "XML about VTK": b"<p>the element <VTKFile> is the root</p>\n",
    "a relation": b"@relation is a word\n",
}


@pytest.mark.parametrize("content", PROSE.values(), ids=PROSE)
def test_what_begins_alike_is_text(content: bytes) -> None:
    assert look("a.txt", content)[:2] == ("text", "text")


STRAYS = {
    "a terminal's bell in a manual": ("a.md", b"words and words\n" * 20 + b"\7", "text"),
    "control bytes in a macro": ("a.vim", b"map * 1G/INIT\x16\x0dj\n" * 4, "text"),
    "one control byte in nine": ("a.txt", b"eight by\1" * 30, "binary"),
    "a stray NUL": ("a.txt", b"words and words\n" * 90 + b"\0", "binary"),
    "compressed noise": ("a.py", random_bytes(900).replace(b"\0", b"\1"), "binary"),
}


@pytest.mark.parametrize(("path", "content", "family"), STRAYS.values(), ids=STRAYS)
def test_a_few_stray_control_bytes_make_no_binary(path: str, content: bytes, family: str) -> None:
    assert look(path, content).family == family
