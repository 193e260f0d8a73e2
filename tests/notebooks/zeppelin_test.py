from __future__ import annotations

import pytest

from commitworthy.notebooks.json_scan import NotANotebook
from commitworthy.notebooks.zeppelin import strip_note
from tests.notebooks.make import marked

NOTES = {
    "53: results of every paragraph": '{"paragraphs": [{"text": "%md é", "results": «{"code": "OK", "msg": [{}]}¦{}»},'
    '\n {"results": «{"a": 1}¦{}»}], "name": "n"}\n',
    "53: results twice": '{"paragraphs": [{"results": «[1]¦{}», "results": {}}]}',
    "53: a byte order mark and CRLF": '\ufeff{\r\n"paragraphs":\r\n[{"results" : «"x"¦{}»}]}\r\n',
}


@pytest.mark.parametrize("text", NOTES.values(), ids=NOTES)
def test_only_results_go(text: str) -> None:
    before, after = marked(text)
    stripped = strip_note(before)
    assert stripped.content == after
    assert stripped.changes
    assert strip_note(after).content is after


@pytest.mark.parametrize(
    "text", ['{"paragraphs": []}', '{"paragraphs": [{"results": {}}, {"results": null}, {}]}', '{"paragraphs": [1]}']
)
def test_a_clean_note_is_the_very_same_object(text: str) -> None:
    content = text.encode()
    assert strip_note(content).content is content


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "the file is empty", 1),
        ("[]", "JSON, but not a Zeppelin note", 1),
        ("{}", "JSON, but without paragraphs", 1),
        ('{"paragraphs": {}}', "JSON, but without paragraphs", 1),
        ('{"paragraphs": [{"results": {}}', "the file ends in the middle of the notebook", 1),
        ('{"paragraphs": []}\n}', "text after the end of the notebook", 2),
        ('{\n<<<<<<< HEAD\n"paragraphs": []}', "merge conflict", 2),
        ('{"paragraphs": ' + "[" * 100_000, "nested too deeply", 1),
    ],
)
def test_what_is_no_note(text: str, reason: str, line: int) -> None:
    with pytest.raises(NotANotebook) as raised:
        strip_note(text.encode())
    assert (raised.value.reason, raised.value.line) == (reason, line)


def test_a_note_cut_off_at_every_byte() -> None:
    content = NOTES["53: results of every paragraph"].replace("«", "").replace("»", "").encode()
    for length in range(len(content) - 2):
        with pytest.raises(NotANotebook):
            strip_note(content[:length])
