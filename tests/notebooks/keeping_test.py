"""Which cells keep their outputs."""

from __future__ import annotations

import pytest

from commitworthy.notebooks.strip import strip
from tests.notebooks.make import STREAM, code, emptied, marked, notebook
from tests.notebooks.peers import check_schema

RESULT = '{"data": {"text/plain": "2"}, "execution_count": 7, "metadata": {}, "output_type": "execute_result"}'

KEPT = {
    "37: a tag": ("tag", '{"tags": ["a", "keep_output"]}', '"x"', "{}"),
    "37: metadata of the cell": ("metadata", '{"keep_output": true}', '"x"', "{}"),
    "37: metadata of the notebook": ("notebook", "{}", '"x"', '{"keep_output": true}'),
    "37: an initialisation cell": ("init_cell", '{"init_cell": true}', '"x"', "{}"),
    "37: a comment": ("comment", "{}", '["x = 1\\n", "  # commitworthy: keep-output since it is the result\\n"]', "{}"),
    "37: a comment of another language": ("comment", "{}", '"// commitworthy: keep-output\\nx"', "{}"),
    "38: a tag against metadata": ("tag", '{"keep_output": false, "tags": ["keep_output"]}', '"x"', "{}"),
}


@pytest.mark.parametrize(("reason", "metadata", "source", "root"), KEPT.values(), ids=KEPT)
def test_kept_outputs_lose_their_counts_only(reason: str, metadata: str, source: str, root: str) -> None:
    result = RESULT.replace("7", "«7¦null»")
    text = notebook(code(f"[{STREAM}, {result}]", "«7¦null»", metadata, source), root)
    before, after = marked(text)
    stripped = strip(before)
    assert stripped.content == after
    assert [(kept.cell, kept.reason, kept.outputs) for kept in stripped.kept] == [(0, reason, 2)]
    assert strip(after).content is after


@pytest.mark.parametrize(
    ("metadata", "source", "root"),
    [
        ('{"keep_output": "true"}', '"x"', "{}"),
        ('{"keep_output": 1}', '"x"', "{}"),
        ('{"keep_output": false}', '"x"', '{"keep_output": true}'),
        ("{}", '"x"', '{"keep_output": "yes"}'),
        ('{"init_cell": false}', '"x"', "{}"),
        ('{"tags": "keep_output"}', '"x"', "{}"),
        ("{}", "\"x = 'commitworthy: keep-output'\"", "{}"),
        ("{}", '"# commitworthy: keep-outputs"', "{}"),
    ],
)
def test_anything_else_keeps_nothing(metadata: str, source: str, root: str) -> None:
    before, after = marked(notebook(code(emptied(), metadata=metadata, source=source), root))
    assert strip(before).content == after


def test_kept_outputs_of_format_3_get_the_count_that_its_schema_allows() -> None:
    before, after = marked(
        '{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"metadata": {}, "cells": [{"cell_type": '
        '"code", "language": "python", "collapsed": false, "metadata": {"keep_output": true}, "input": "1", "outputs": '
        '[{"output_type": "pyout", "prompt_number": «3¦0», "metadata": {}}], "prompt_number": «3¦null»}]}]}'
    )
    assert strip(before).content == after
    assert strip(after).content is after
    check_schema(after, 3, 0)
