"""What `strip` takes away with its default options, and that it takes nothing else."""

from __future__ import annotations

import json

import pytest

from commitworthy.notebooks.refusals import lines_at
from commitworthy.notebooks.results import Notice
from commitworthy.notebooks.strip import is_clean, strip
from commitworthy.notebooks.strip_options import DEFAULT_RULES
from tests.notebooks.make import STREAM, code, emptied, markdown, marked, notebook


def lay_out(text: str, indent: str | int | None) -> str:
    return json.dumps(json.loads(text), indent=indent) + "\n"


def indented(unit: str) -> str:
    """A cell in the layout of Jupyter, with another unit of indentation."""
    lines = """{
>"cells": [
>>{
>>>"cell_type": "code",
>>>"execution_count": «12¦null»,
>>>"metadata": {},
>>>"outputs": «[
>>>>{
>>>>>"name": "stdout",
>>>>>"output_type": "stream",
>>>>>"text": []
>>>>}
>>>]¦[]»,
>>>"source": ["a]", "\\n]"]
>>}
>],
>"metadata": {},
>"nbformat": 4,
>"nbformat_minor": 4
}
"""
    return lines.replace(">", unit)


LAYOUT = {
    "2: an output and a count, in one line": notebook(code(emptied(), "«3¦null»")),
    "3: one space": indented(" "),
    "3: two spaces": indented("  "),
    "3: four spaces": indented("    "),
    "3: tabs": indented("\t"),
    "3: no indentation": indented(""),
    "3: indentation that changes from line to line": indented("  ").replace("  ", "\t", 5),
    "3: compact": '{"cells":[{"cell_type":"code","execution_count":«1¦null»,"outputs":«[{}]¦[]»,"source":[]}]}',
    "3: blanks before colons": '{"cells" : [{"outputs"\n:\t«[1]¦[]» ,"execution_count" :«1¦null»}]}',
    "4: CRLF": indented(" ").replace("\n", "\r\n"),
    "5: CR alone": indented(" ").replace("\n", "\r"),
    "6: no final newline": indented(" ").rstrip("\n"),
    "6: two final newlines": indented(" ") + "\n",
    "6: blanks before and after": " \n" + indented(" ") + " \t\r\n",
    "7: a byte order mark": "\ufeff" + indented(" "),
    "8: escapes and characters of every kind": notebook(
        code(emptied(), source='"\\u00e9 \\/ \\ud83d\\ude00 😀 \u2028 é \\"outputs\\": [1]"')
    ),
    "9: keys in another order": '{"nbformat": 4, "cells": [{"source": "", "outputs": «[1]¦[]», "cell_type": "code"}]}',
    "10: a source that is a text": notebook(code(emptied(), source='"a\\nb"')),
    "10: a source with several line ends in an item": notebook(code(emptied(), source='["a\\nb\\n", "c"]')),
    "10: an empty source": notebook(code(emptied(), source="[]")),
    "11: numbers as they are spelled": notebook(
        code(emptied()), '{"a": [1e400, 1.10, 1E5, -0.0, 123456789012345678901234567890]}'
    ),
    "13: a lone surrogate in a source": notebook(code(emptied(), source='"\\ud800"')),
    "13: a lone surrogate in an output": notebook(code(emptied('{"text": "\\ud800"}'))),
    "13: a lone surrogate in a key": notebook(code(emptied(), metadata='{"\\udfff": 1}')),
    "26: a count of 5,000 digits": notebook(code(count="«" + "9" * 5000 + "¦null»")),
    "27: a count that is a text": notebook(code(count='«"7"¦null»')),
    "27: a count that is an empty text": notebook(code(count='«""¦null»')),
    "27: a count of 0": notebook(code(count="«0¦null»")),
    "28: outputs twice, the first full": '{"cells": [{"outputs": «[1]¦[]», "outputs": []}]}',
    "28: outputs twice, the last full": '{"cells": [{"outputs": [], "outputs": «[1]¦[]»}]}',
    "28: outputs, spelled with an escape": '{"cells": [{"outp\\u0075ts": «[1]¦[]», "outputs": []}]}',
    "29: a count twice": '{"cells": [{"execution_count": «1¦null», "execution_count": «2¦null»}]}',
    "30: cells twice": '{"cells": [{"outputs": «[1]¦[]»}], "cells": [{"outputs": «[2]¦[]»}]}',
    "30: cells twice, the last empty": '{"cells": [{"outputs": «[1]¦[]»}], "cells": []}',
    "34: outputs on a markdown cell": notebook(markdown('"outputs": «[1]¦[]», "source": ""')),
    "35: outputs that are null": '{"cells": [{"outputs": null, "execution_count": «2¦null»}]}',
    "35: outputs that are no list": '{"cells": [{"outputs": «{"a": 1}¦[]»}, {"outputs": «"a"¦[]»}, {"outputs": {}}]}',
    "39: keep_output that is a text": notebook(code(emptied(), metadata='{"keep_output": "false"}')),
    "39: keep_output that is false": notebook(code(emptied(), metadata='{"keep_output": false}')),
    "40: tags and other settings": notebook(
        code(
            emptied(),
            metadata='{"tags": ["parameters"], "slideshow": {"slide_type": "skip"}, "nbgrader": {"grade": true}, '
            '"deletable": false, "jupyter": {"source_hidden": true}, "raw_mimetype": "text/x"}',
        )
    ),
    "41: the first member of the metadata": notebook(code(metadata='{«"collapsed": true, »"a": 1}')),
    "41: the middle member": notebook(code(metadata='{"a": 1, «"scrolled": true, »"b": 2}')),
    "41: the last member": notebook(code(metadata='{"a": 1«, "ExecuteTime": {"end": 1}»}')),
    "41: the only member": notebook(code(metadata='{«"execution": {"iopub": "now"}»}')),
    "41: all of several members": notebook(code(metadata='{« "hidden": true,\n "heading_collapsed": true\n»}')),
    "41: two runs of members": notebook(code(metadata='{«"hidden": 1, "scrolled": 1, »"a": 1«, "collapsed": 1»}')),
    "41: a member that is there twice": notebook(code(metadata='{«"hidden": 1, »"a": 1«, "hidden": 2»}')),
    "42: who ran it on Colab": notebook(
        code(
            metadata='{"id": "abc", "colab": {«"base_uri": "https://localhost:8080/", »"cellView": "form"}«, '
            '"executionInfo": {"user": {"displayName": "A", "photoUrl": "http", "userId": "1"}}, "outputId": "x"»}'
        )
    ),
    "42: of two members of one name, both": notebook(
        code(metadata='{"colab": {«"height": 1»}, "colab": {"cellView": 1}}')
    ),
    "42: a name that has the dot itself": notebook(code(metadata='{«"colab.height": 1»}')),
    "43: widgets with a state": notebook("", '{«"widgets": {"state": {}}, »"a": 1}'),
    "43: widgets alone": notebook("", '{«"widgets": {"application/vnd.jupyter.widget-state+json": {}}»}'),
    "44: the version of the language": notebook(
        "",
        '{"language_info": {"name": "python"«, "version": "3.11.7"»}, "kernelspec": {"display_name": "conda-env-x"}}',
    ),
    "45: an attachment": notebook(
        code(emptied()) + ", " + markdown(f'"attachments": {{"a.png": {{"image/png": "{"A" * 9000}"}}}}, "source": ""')
    ),
    "46: ids, also where one has none": notebook(
        '{"cell_type": "code", "id": "a-b", "outputs": «[1]¦[]», "source": ""}, {"cell_type": "raw", "source": ""}'
    ),
    "48: format 3, two worksheets": '{"metadata": {"name": ""«, "signature": "x"»}, "nbformat": 3, '
    '"nbformat_minor": 0, "worksheets": [{"cells": [{"cell_type": "code", "collapsed": false, "input": "1", '
    '"language": "python", "metadata": {}, "outputs": «[{"output_type": "pyout", "prompt_number": 1}]¦[]», '
    '"prompt_number": «1¦null»}], '
    '"metadata": {}}, {"cells": [{"cell_type": "code", "input": "", "outputs": «[1]¦[]»}]}]}',
    "48: format 2": '{"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "prompt_number": «4¦null», '
    '"outputs": «[{"output_type": "stream"}]¦[]»}]}], "metadata": {}}',
    "49: no format, no metadata": '{"cells": [{"outputs": «[1]¦[]»}]}',
    "49: a minor version that is a float": notebook(code(emptied()), version='"nbformat": 4, "nbformat_minor": 5.0'),
    "49: a format to come": notebook(code(emptied()), version='"nbformat": 5, "nbformat_minor": 0'),
}


@pytest.mark.parametrize("text", LAYOUT.values(), ids=LAYOUT)
def test_only_what_is_marked_goes(text: str) -> None:
    before, after = marked(text)
    stripped = strip(before)
    assert stripped.content == after
    assert stripped.content is not before
    assert stripped.changes
    assert strip(after).content is after
    assert not strip(after).changes


SAME = {
    "1: clean": notebook(code()),
    "1: clean, in the layout of Jupyter": lay_out(notebook(code(metadata='{"tags": ["a"]}') + "," + code()), 1),
    "23: no cells": notebook(""),
    "23: worksheets without cells": '{"nbformat": 3, "worksheets": [{"metadata": {}}]}',
    "31: metadata of a markdown cell": notebook(
        markdown('"metadata": {"outputs": [1], "execution_count": 5}, "source": ""')
    ),
    "32: a source that looks like outputs": notebook(code(source='"\\"outputs\\": [1], \\"execution_count\\": 3"')),
    "33: metadata of the notebook": notebook(
        code(), '{"outputs": [1], "cells": [{"outputs": [1]}], "execution_count": 2, "collapsed": true}'
    ),
    "35: outputs that are null": '{"cells": [{"outputs": null}]}',
    "36: blanks within empty outputs": notebook(code("[ ]")),
    "36: a line end within empty outputs": '{"cells": [{"outputs": [\n ]}]}',
    "the names of cell metadata in the notebook's own": notebook("", '{"scrolled": 1, "colab": {"height": 1}}'),
    "metadata that is no object": notebook(code(metadata='["collapsed"]'), '"widgets"'),
    "a kernel": notebook("", '{"kernelspec": {"display_name": "conda-env-x", "name": "x"}}'),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_a_clean_notebook_is_the_very_same_object(text: str) -> None:
    content = text.encode()
    stripped = strip(content)
    assert stripped.content is content
    assert (stripped.changes, stripped.kept, stripped.notices) == ([], [], [])


NOTICES = {
    "12: a constant that JSON does not have": (
        notebook(code(emptied()), '{"a": [NaN, -Infinity]}'),
        Notice("NaN or Infinity, which JSON does not have"),
    ),
    "34: outputs where none belong": (
        notebook(markdown('"outputs": «[1]¦[]», "source": ""')),
        Notice("non-code cell has outputs", 0),
    ),
    "38: a tag against metadata": (
        notebook(code("[1]", metadata='{"keep_output": false, "tags": ["keep_output"]}')),
        Notice("outputs kept: the tag keep_output overrides the metadata keep_output", 0),
    ),
    "39: a text for a truth": (
        notebook(code(emptied(), metadata='{"keep_output": "false"}')),
        Notice("the metadata keep_output is not true or false; treated as false", 0),
    ),
    "39: a text for a truth, of the notebook": (
        notebook(code(emptied()), '{"keep_output": "false"}'),
        Notice("the notebook's keep_output is not true or false; treated as false"),
    ),
    "46: an id twice in a clean notebook": (
        notebook('{"cell_type": "raw", "id": "a", "source": ""}, {"cell_type": "raw", "id": "a", "source": ""}'),
        Notice('duplicate cell id "a"', 1),
    ),
    "49: a clean notebook of a format to come": (
        notebook(code(), version='"nbformat": 5, "nbformat_minor": 0'),
        Notice("format 5 is newer than format 4, the newest one supported"),
    ),
}


@pytest.mark.parametrize(("text", "notice"), NOTICES.values(), ids=NOTICES)
def test_what_its_author_should_know(text: str, notice: Notice) -> None:
    before, after = marked(text)
    stripped = strip(before)
    assert stripped.content == after
    assert stripped.notices == [notice]


def test_a_constant_in_outputs_is_gone_with_them() -> None:
    assert strip(notebook(code("[NaN]")).encode()).notices == []


def test_changes_tell_cell_line_bytes_and_outputs() -> None:
    text = indented(" ").replace('"metadata": {},', '"metadata": {«"collapsed": true»},', 1)
    before, after = marked(text)
    stripped = strip(before)
    assert stripped.content == after
    changes = sorted(stripped.changes, key=lambda change: change.offset)
    told = [(change.kind, change.cell, change.outputs, change.key) for change in changes]
    assert told == [("count", 0, 0, ""), ("metadata", 0, 0, "cell.metadata.collapsed"), ("outputs", 0, 1, "")]
    assert lines_at(before, [change.offset for change in changes]) == [5, 6, 7]
    assert sum(change.size for change in changes) == len(before) - len(after)


def test_cells_are_counted_through_the_worksheets() -> None:
    sheet = '{"cells": [{"outputs": [1]}, {"outputs": [1, 2]}]}'
    stripped = strip(f'{{"nbformat": 3, "worksheets": [{sheet}, {sheet}]}}'.encode())
    assert [(change.cell, change.outputs) for change in stripped.changes] == [(0, 1), (1, 2), (2, 1), (3, 2)]


def test_what_is_seen_at_once_to_be_clean() -> None:
    """All else is read once more, which takes longer; so only a test can tell that nothing is read in vain."""
    clean = notebook(code(), '{"kernelspec": {"name": "python3"}}') + " \n"
    assert is_clean(clean.encode(), DEFAULT_RULES)
    assert is_clean(notebook(", ".join((code(), markdown('"id": "a"')))).encode(), DEFAULT_RULES)
    for text in (
        clean.replace('{"cells"', '{"worksheets": [], "cells"'),
        clean.replace('"cells"', '"sells"'),
        clean.replace('"nbformat": 4', '"nbformat": 3'),
        clean.replace('"outputs": []', '"outputs": [1]'),
        clean.replace('"execution_count": null', '"execution_count": 1'),
        notebook(", ".join([markdown('"id": "a"')] * 2)),
        clean + "x",
        " " + clean,
    ):
        assert not is_clean(text.encode(), DEFAULT_RULES), text


def test_only_outputs_that_go_are_counted() -> None:
    stripped = strip(notebook(code(f"[{STREAM}, {STREAM}]", "3")).encode())
    assert [(change.kind, change.outputs) for change in stripped.changes] == [("count", 0), ("outputs", 2)]
