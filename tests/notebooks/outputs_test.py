"""Single outputs by size, type, MIME type and text."""

from __future__ import annotations

import pytest

from commitworthy.notebooks.strip import strip
from commitworthy.notebooks.strip_options import StripOptions
from tests.notebooks.make import code, emptied, marked, notebook, options

OUT = '{"name": "stdout", "output_type": "stream", "text": ["step 1\\n"]}'
ERR = '{"name": "stderr", "output_type": "stream", "text": "warn"}'
ERROR = '{"ename": "E", "evalue": "", "output_type": "error", "traceback": ["boom"]}'
FIGURE = '{"data": {"text/plain": ["<Figure>"], "image/png": "AAAA"}, "metadata": {}, "output_type": "display_data"}'
TEXT_OF_FIGURE = FIGURE.replace(', "image/png": "AAAA"', '«, "image/png": "AAAA"»')
PICTURE = '{"data": {"image/png": "AAAA", "image/svg+xml": "B"}, "metadata": {}, "output_type": "display_data"}'
LARGE = '{"name": "stdout", "output_type": "stream", "text": "' + "a" * 2_000_000 + '"}'


def format_3(outputs: str) -> str:
    return f'{{"nbformat": 3, "worksheets": [{{"cells": [{{"outputs": [{outputs}]}}]}}]}}'


CASES: dict[str, tuple[StripOptions, str]] = {
    "50: outputs up to a size": (options(max_output=1024), notebook(code(f"[{OUT}«, {LARGE}»]"))),
    "50: outputs of just that size": (options(max_output=len(OUT)), notebook(code(f"[{OUT}]"))),
    "50: outputs of one byte more": (options(max_output=len(OUT) - 1), notebook(code(f"[«{OUT}»]"))),
    "51: outputs kept by type and name": (
        options(keep_types=("stream:stdout",)),
        notebook(code(f"[«{ERR}, »{OUT}«, {ERROR}»]")),
    ),
    "51: outputs kept by type": (options(keep_types=("stream",)), notebook(code(f"[«{ERROR}, »{ERR}, {OUT}]"))),
    "51: outputs dropped by type": (options(drop_types=("error",)), notebook(code(f"[{OUT}, «{ERROR}, »{FIGURE}]"))),
    "51: outputs dropped by type from a kept cell": (
        options(drop_types=("stream:stderr",)),
        notebook(code(f"[{OUT}«, {ERR}»]", metadata='{"keep_output": true}')),
    ),
    "51: nothing is kept of a cell that says no, although only some are dropped": (
        options(drop_types=("stream:stderr",)),
        notebook(code(emptied(f"{OUT}, {ERR}"), metadata='{"keep_output": false}')),
    ),
    "51: what is dropped beats what is kept": (
        options(keep_types=("stream",), drop_types=("stream:stderr",)),
        notebook(code(f"[«{ERR}, »{OUT}«, {FIGURE}»]")),
    ),
    "51: pictures dropped": (
        options(drop_mimes=("image/*",)),
        notebook(code(f"[{OUT}, {TEXT_OF_FIGURE}«, {PICTURE}»]")),
    ),
    "51: only plain text kept": (
        options(keep_mimes=("text/plain",)),
        notebook(code(f"[«{OUT}, »{TEXT_OF_FIGURE}]")),
    ),
    "51: pictures of format 3 dropped": (
        options(drop_mimes=("image/*",)),
        format_3('{"output_type": "display_data"«, "png": "A"», "text": "a"}, {"output_type": "stream", "text": "b"}'),
    ),
    "51: results of format 3 kept by today's name": (
        options(keep_types=("execute_result",)),
        format_3('{"output_type": "pyout"}«, {"output_type": "stream"}»'),
    ),
    "outputs kept by their text": (options(keep_text=("^step",)), notebook(code(f"[{OUT}«, {ERR}, {ERROR}»]"))),
    "outputs dropped by their text": (options(drop_text=("boo",)), notebook(code(f"[{OUT}«, {ERROR}»]"))),
    "outputs dropped by text beyond ASCII": (
        options(drop_text=("größe",)),
        notebook(code('[«{"text": ["gr\\u00f6", "ße"]}, »{"text": "gross"}]')),
    ),
    "outputs that are no objects": (options(keep_types=("stream",)), notebook(code(f"[«1, »{OUT}]"))),
    "all outputs dropped by an option leave brackets": (
        options(keep_types=("error",)),
        notebook(code(f"[«\n {OUT},\n {ERR}\n»]")),
    ),
}


@pytest.mark.parametrize(("chosen", "text"), CASES.values(), ids=CASES)
def test_only_what_is_marked_goes(chosen: StripOptions, text: str) -> None:
    before, after = marked(text)
    assert strip(before, chosen).content == after
    assert strip(after, chosen).content is after


def test_kept_by_an_option_is_told() -> None:
    stripped = strip(notebook(code(f"[{OUT}, {ERR}]")).encode(), options(max_output=len(OUT) - 1))
    assert [(kept.cell, kept.reason, kept.outputs, kept.size) for kept in stripped.kept] == [(0, "option", 1, len(ERR))]
    assert [(change.outputs, change.size) for change in stripped.changes] == [(1, len(OUT))]


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("text", "text/plain"),
        ("html", "text/html"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("latex", "text/latex"),
        ("javascript", "application/javascript"),
        ("json", "application/json"),
        ("pdf", "application/pdf"),
    ],
)
def test_representations_of_format_3_go_by_the_types_of_today(name: str, mime: str) -> None:
    other = "png" if name == "text" else "text"
    before, after = marked(format_3(f'{{"output_type": "pyout"«, "{name}": "A"», "{other}": "B"}}'))
    assert strip(before, options(drop_mimes=(mime,))).content == after


def test_a_stream_is_known_by_its_name_in_each_format() -> None:
    kept = options(keep_types=("stream:stderr",))
    for text in (
        notebook(code(f"[«{OUT}, »{ERR}]")),
        format_3('«{"output_type": "stream", "stream": "stdout"}, »{"output_type": "stream", "stream": "stderr"}'),
    ):
        before, after = marked(text)
        assert strip(before, kept).content == after


def test_the_text_of_an_output_is_one_string_or_many() -> None:
    kept = options(keep_text=("^a.*b$",))
    texts = ('"text": "a b"', '"text": ["a ", "b"]', '"data": {"text/plain": "a b"}', '"traceback": ["a ", "b"]')
    outputs = ", ".join(f"{{{text}}}" for text in texts)
    before, after = marked(notebook(code(f'[{outputs}«, {{"text": "a"}}, {{"text": 1}}»]')))
    assert strip(before, kept).content == after
