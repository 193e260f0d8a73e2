"""What the schema of its format has against a notebook."""

from __future__ import annotations

import pytest

from commitworthy.notebooks.validate import fault
from tests.notebooks.make import STREAM, code, markdown, notebook

VERSION_4 = '"nbformat": 4, "nbformat_minor": 4'
RAW = '{"cell_type": "raw", "metadata": {}, "source": ""}'
FORMAT_3 = '{"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": []}'
VALID = {
    "format 4.4": notebook(code(f"[{STREAM}]", "3"), version=VERSION_4),
    "a byte order mark": "\ufeff" + notebook(RAW, version=VERSION_4),
    "format 3": FORMAT_3,
    "a count of thousands of digits": notebook(code(count="1" + "0" * 5000), version=VERSION_4),
}
INVALID = {
    "no format": (notebook("", version='"a": 1'), "It has no format number (nbformat, nbformat_minor)"),
    "a format that is a text": (
        notebook("", version='"nbformat": "4"'), "It has no format number (nbformat, nbformat_minor)",
    ),
    "a format to come": (
        notebook("", version='"nbformat": 5, "nbformat_minor": 0'),
        "It is of format 5.0, for which nbformat has no schema",
    ),
    "a cell without metadata": (
        notebook(markdown('"source": ""'), version=VERSION_4), "It is not valid for format 4.4: ",
    ),
    "no ids in format 4.5": (notebook(RAW), "It is not valid for format 4.5: "),
    "no metadata": (f'{{"cells": [], {VERSION_4}}}', "It is not valid for format 4.4: "),
}  # fmt: skip


@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
def test_valid(text: str) -> None:
    assert fault(text.encode()) is None


@pytest.mark.parametrize(("text", "said"), INVALID.values(), ids=INVALID)
def test_invalid(text: str, said: str) -> None:
    found = fault(text.encode())
    assert found is not None
    assert found.startswith(said)
    assert "\n" not in found
    assert len(found) < 250
