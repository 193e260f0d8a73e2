"""The `[[kinds]]` tables of a policy: what they hold, and every way to get them wrong."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from commitworthy.base.findings import CheckError
from commitworthy.policy.schema import schema
from commitworthy.policy.settings import OwnKind, load
from tests.policy.schema_test import document

ROW = '[[kinds]]\nname = "acme-model"\nfamily = "model"\n'
FAMILIES = "model, executable, data, archive, binary, media, document"

GOOD = {
    "suffixes alone": ('suffixes = [".acme", ".ACM"]', OwnKind("acme-model", "model", (".acme", ".acm"))),
    "a magic as text": ('magic = "ACME"', OwnKind("acme-model", "model", (), b"ACME")),
    "a magic in UTF-8": ('magic = "é"', OwnKind("acme-model", "model", (), b"\xc3\xa9")),
    "a magic in hexadecimal": ('magic-hex = "41 43 00 ff"', OwnKind("acme-model", "model", (), b"AC\0\xff")),
    "a magic further in": ('magic = "AC"\noffset = 8190', OwnKind("acme-model", "model", (), b"AC", 8190)),
}


@pytest.mark.parametrize(("text", "kind"), GOOD.values(), ids=GOOD)
def test_a_row_becomes_a_kind(text: str, kind: OwnKind) -> None:
    if ".ACM" not in text:
        Draft202012Validator(schema()).validate(document(ROW + text))
    assert load({"commitworthy.toml": (ROW + text).encode()}).block_artifacts.kinds == (kind,)


def test_rows_keep_their_order_and_pyproject_may_hold_them() -> None:
    text = ROW + 'magic = "AA"\n' + ROW.replace("acme", "other") + 'magic = "AB"\n'
    text = text.replace("[[kinds]]", "[[tool.commitworthy.kinds]]")
    names = [kind.name for kind in load({"pyproject.toml": text.encode()}).block_artifacts.kinds]
    assert names == ["acme-model", "other-model"]


def test_without_rows_there_are_no_kinds() -> None:
    assert load({"commitworthy.toml": b"[block-artifacts]\n"}).block_artifacts.kinds == ()


BAD = {
    "no table": ("kinds = 3", "kinds must be an array of tables: write [[kinds]], in two brackets"),
    "a single table": ("[kinds]", "kinds must be an array of tables: write [[kinds]], in two brackets"),
    "a row that is no table": ("kinds = [1]", "[[kinds]] number 1: must be a table, not 1"),
    "an unknown key": (ROW + 'sufixes = [".a"]', '[[kinds]] number 1: unknown key "sufixes"; did you mean "suffixes"?'),
    "no name": (
        '[[kinds]]\nfamily = "model"',
        '[[kinds]] number 1: name must be lower-case words such as "acme-model", not nothing',
    ),
    "a name in capitals": (
        ROW.replace("acme-model", "ACME"),
        '[[kinds]] number 1: name must be lower-case words such as "acme-model", not "ACME"',
    ),
    "a family that is like none": (
        ROW.replace('"model"', '"zoo"') + 'suffixes = [".a"]\n',
        f'[[kinds]] number 1: family must be one of {FAMILIES}, not "zoo"',
    ),
    "an unknown family": (
        ROW.replace('"model"', '"modle"'),
        f'[[kinds]] number 1: family must be one of {FAMILIES}, not "modle"; did you mean "model"?',
    ),
    "nothing to know it by": (
        ROW,
        '[[kinds]] number 1: magic or suffixes is required, such as suffixes = [".acme"]',
    ),
    "a suffix without its dot": (
        ROW + 'suffixes = ["acme"]',
        '[[kinds]] number 1: suffixes must be an array of endings with one dot each, such as [".acme"]',
    ),
    "a suffix that is a number": (
        ROW + "suffixes = [3]",
        '[[kinds]] number 1: suffixes must be an array of endings with one dot each, such as [".acme"]',
    ),
    "no suffix": (
        ROW + "suffixes = []",
        '[[kinds]] number 1: suffixes must be an array of endings with one dot each, such as [".acme"]',
    ),
    "a magic of one byte": (ROW + 'magic = "A"', "[[kinds]] number 1: magic must be two bytes or more, not 1"),
    "a magic that is no text": (ROW + "magic = 7", "[[kinds]] number 1: magic must be a string, not 7"),
    "a magic that is not hexadecimal": (
        ROW + 'magic-hex = "xy"',
        '[[kinds]] number 1: magic-hex must be bytes in hexadecimal such as "41 43 4D 45", not "xy"',
    ),
    "both magics": (
        ROW + 'magic = "AB"\nmagic-hex = "4142"',
        "[[kinds]] number 1: magic and magic-hex are mutually exclusive",
    ),
    "an offset beyond what is read": (
        ROW + 'magic = "AB"\noffset = 8191',
        "[[kinds]] number 1: offset must be a whole number from 0 to 8190, not 8191",
    ),
    "an offset without a magic": (
        ROW + 'suffixes = [".a"]\noffset = 1',
        "[[kinds]] number 1: offset requires magic",
    ),
    "the second row": (
        ROW + 'magic = "AB"\n' + ROW,
        '[[kinds]] number 2: magic or suffixes is required, such as suffixes = [".acme"]',
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_an_error_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(CheckError) as caught:
        load({"commitworthy.toml": text.encode()})
    assert str(caught.value) == f"commitworthy.toml: {message}"
