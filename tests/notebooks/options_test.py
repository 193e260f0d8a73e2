"""Every option beside the defaults."""

from __future__ import annotations

import json

import pytest

from commitworthy.notebooks.strip import strip
from commitworthy.notebooks.strip_options import StripOptions, check
from tests.notebooks.make import STREAM, code, emptied, markdown, marked, notebook, options
from tests.notebooks.peers import check_schema

TAGGED = '{"tags": ["x", "größe"]}'
PYTHON = (
    '{"kernelspec": {"display_name": «"conda-env-x"¦"Python 3 (ipykernel)"», "language": "python", '
    '"name": «"x"¦"python3"»}}'
)


CASES: dict[str, tuple[StripOptions, str]] = {
    "counts kept": (options(keep_count=True), notebook(code(emptied(), "3"))),
    "counts kept in kept outputs": (
        options(keep_count=True, keep_output=True),
        notebook(code('[{"execution_count": 3, "output_type": "execute_result"}]', "3", '{«"collapsed": true»}')),
    ),
    "outputs kept": (options(keep_output=True), notebook(code(f"[{STREAM}]", "«3¦null»"))),
    "outputs kept but where the cell says no": (
        options(keep_output=True),
        notebook(code(emptied(), metadata='{"keep_output": false}')),
    ),
    "37: initialisation cells stripped": (
        options(strip_init_cells=True),
        notebook(code(emptied(), metadata='{"init_cell": true}')),
    ),
    "43: widgets kept": (options(keep_widgets=True), notebook("", '{"widgets": {"a": {"state": {}}}}')),
    "44: a Python kernel normalised": (options(normalize_kernel=True), notebook("", PYTHON)),
    "44: another kernel normalised": (
        options(normalize_kernel=True),
        notebook("", '{"kernelspec": {"display_name": «"R 4.1"¦"ir"», "language": "R", "name": "ir"}}'),
    ),
    "44: a kernel without a language, which language_info has": (
        options(normalize_kernel=True, groups=()),
        notebook(
            "",
            '{"kernelspec": {"name": «"x"¦"python3"»}, "language_info": {"name": "python", "version": "3.11"}}',
        ),
    ),
    "44: a kernel set": (
        options(kernel_name="größe"),
        notebook("", '{"kernelspec": {"display_name": «"a"¦"gr\\u00f6\\u00dfe"», "name": "größe"}}'),
    ),
    "45: attachments that no source names": (
        options(drop_unused_attachments=True),
        notebook(
            markdown(
                '"attachments": {«"a.png": {}, »"b ü.png": {}«, "c.png": {}»}, "source": ["![b](attachment:b%20ü.png)"]'
            )
        ),
    ),
    "45: every attachment": (
        options(drop_unused_attachments=True),
        notebook(markdown('"attachments": {«"a.png": {}, "b.png": {}»}, "source": "a.png"')),
    ),
    "47: ids in sequence": (
        options(ids="sequential"),
        notebook('{"id": «"z"¦"0"», "outputs": []}, {"outputs": «[1]¦[]»}, {"id": "2"}, {"id": «"y"¦"3"»}'),
    ),
    "47: ids in sequence, of the cells that are left": (
        options(ids="sequential", drop_tagged=("x",)),
        notebook(f'«{{"id": "a", "metadata": {TAGGED}}}, »{{"id": «"b"¦"0"»}}'),
    ),
    "47: ids dropped": (
        options(ids="drop"),
        notebook(
            '{"cell_type": "raw", «"id": "a", »"metadata": {}, "source": ""}',
            version='"nbformat": 4, "nbformat_minor": «5¦4»',
        ),
    ),
    "47: ids dropped, minor version a float": (
        options(ids="drop"),
        notebook('{«"id": "a"»}', version='"nbformat_minor": «5.0¦4», "nbformat": 4'),
    ),
    "47: ids dropped from a format to come": (
        options(ids="drop"),
        notebook('{«"id": "a"»}', version='"nbformat_minor": 5, "nbformat": 5'),
    ),
    "52: the first cell dropped, being empty": (
        options(drop_empty_cells=True),
        notebook("«" + markdown('"source": []') + f", »{code()}"),
    ),
    "52: the middle and the last": (
        options(drop_empty_cells=True),
        notebook(code() + "«, " + code(source='" \\n"') + "», " + code() + "«, " + code(source='["", " "]') + "»"),
    ),
    "52: every cell": (options(drop_empty_cells=True), notebook("«\n " + code(source='""') + "\n»")),
    "52: a cell without a source stays": (options(drop_empty_cells=True), notebook('{"cell_type": "raw"}')),
    "52: tagged cells": (
        options(drop_tagged=("x",)),
        notebook(f"{code()}«, {code('[1]', metadata=TAGGED)}»"),
    ),
    "52: cells with a tag beyond ASCII": (
        options(drop_tagged=("größe",)),
        notebook(
            f"«{code(metadata=TAGGED)}, »{code()}«, " + code(metadata=TAGGED.replace("öß", "\\u00f6\\u00df")) + "»"
        ),
    ),
    "keys of the notebook": (
        options(strip_keys=("metadata.kernelspec", "metadata.a.b")),
        notebook("", '{«"kernelspec": {}, »"a": {«"b": 1»}, "c": {"b": 1}}'),
    ),
    "keys by a glob": (
        options(strip_keys=("cell.metadata.azure*", "cell.metadata.a.*")),
        notebook(code(metadata='{«"azureml": 1, »"a": {«"b": 1, "c": 2»}, "b": {"c": 1}}')),
    ),
    "keys with dots": (
        options(strip_keys=("metadata.application/vnd.databricks.v1+notebook",)),
        notebook("", '{«"application/vnd.databricks.v1+notebook": {}»}'),
    ),
    "keys beyond ASCII": (
        options(strip_keys=("metadata.größe",)),
        notebook("", '{«"größe": 1, "gr\\u00f6\\u00dfe": 2»}'),
    ),
    "members of the cell": (
        options(strip_keys=("cell.attachments", "cell.metadata.name")),
        notebook(markdown('«"attachments": {}, »"metadata": {«"name": "a", "collapsed": true»}, "source": ""')),
    ),
    "keys kept": (
        options(keep_keys=("cell.metadata.scrolled", "metadata.language_info.version")),
        notebook(code(metadata='{"scrolled": true«, "collapsed": true»}'), '{"language_info": {"version": "3"}}'),
    ),
    "all of the metadata but one key": (
        options(strip_keys=("cell.metadata.*", "metadata.*"), keep_keys=("cell.metadata.tags", "metadata.a.b")),
        notebook(code(metadata='{«"name": "n", »"tags": []«, "x": 1»}'), '{«"z": {}, »"a": {«"c": 1, »"b": 2}}'),
    ),
    "a group less": (options(groups=("jupyter",)), notebook("", '{"language_info": {"version": "3"}}')),
    "a group more": (options(groups=("papermill",)), notebook(code(metadata='{«"papermill": {}»}'))),
}


@pytest.mark.parametrize(("chosen", "text"), CASES.values(), ids=CASES)
def test_only_what_is_marked_goes(chosen: StripOptions, text: str) -> None:
    before, after = marked(text)
    assert strip(before, chosen).content == after
    assert strip(after, chosen).content is after


def test_widgets_without_a_state_are_told() -> None:
    content = notebook("", '{"widgets": {"a": {"version_major": 2}}}').encode()
    (notice,) = strip(content, options(keep_widgets=True)).notices
    assert "no state" in notice.text


def test_dropped_cells_are_told() -> None:
    stripped = strip(notebook(f"{code()}, {code('[1]', '2', TAGGED)}").encode(), options(drop_tagged=("x",)))
    assert [(change.kind, change.cell) for change in stripped.changes] == [("cell", 1)]


def test_47_without_ids_the_notebook_is_valid() -> None:
    cell = '{"cell_type": "raw", "id": "a", "metadata": {}, "source": ""}'
    content = strip(notebook(cell).encode(), options(ids="drop")).content
    assert json.loads(content)["nbformat_minor"] == 4
    check_schema(content, 4, 4)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (options(groups=("jupiter",)), "'jupiter' is not a group"),
        (options(strip_keys=("collapsed",)), "'collapsed' is not a key"),
        (options(keep_keys=("metadata",)), "'metadata' is not a key"),
        (options(strip_keys=("metadata..a",)), "'metadata..a' is not a key"),
        (options(strip_keys=("cell.source",)), "every cell needs"),
        (options(strip_keys=("cell.*",)), "every cell needs"),
        (options(strip_keys=("cell.out*",)), "every cell needs"),
        (options(ids="new"), "'new' is not one of"),
        (options(keep_text=("(",)), "not a regular expression"),
    ],
)
def test_options_that_cannot_be_meant(chosen: StripOptions, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check(chosen)
    with pytest.raises(ValueError, match=words):
        strip(notebook(code()).encode(), chosen)


def test_without_ids_a_notebook_is_of_the_last_format_that_has_none() -> None:
    for minor, kept in ((3, 3), (4, 4), (5, 4), (6, 4)):
        text = notebook("", version=f'"nbformat": 4, "nbformat_minor": {minor}')
        stripped = strip(text.encode(), options(ids="drop"))
        assert stripped.content.endswith(f'"nbformat_minor": {kept}}}\n'.encode())
        assert [change.kind for change in stripped.changes] == ["format"] * (minor > 4)


def test_each_group_has_keys_of_its_own() -> None:
    keys = {
        "jupyter": "collapsed", "colab": "outputId", "deepnote": "source_hash", "kaggle": "_uuid",
        "papermill": "papermill", "vscode": "vscode",
    }  # fmt: skip
    for group, key in keys.items():
        own = f'«"{key}": 1, »'
        metadata = ", ".join(f'"{other}": 1' for other in keys.values() if other != key)
        before, after = marked(notebook(code(metadata=f"{{{own}{metadata}}}")))
        assert strip(before, options(groups=(group,))).content == after
