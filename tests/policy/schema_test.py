"""The schema says the same as the reader, document by document."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from commitworthy.base.findings import CheckError
from commitworthy.policy.schema import schema
from commitworthy.policy.settings import load
from tests.policy.load_test import FULL

ALLOW = '[[block-artifacts.allow]]\npaths = ["/a"]\nbecause = "b"\n'


def document(text: str) -> Any:
    """What an editor's validator sees: TOML as JSON, dates as strings."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return plain(tomllib.loads(text))


def validate(value: Any, used: dict[str, Any] | None = None) -> None:
    Draft7Validator(used or schema()).validate(value)


GOOD = {
    "nothing": "",
    "every option": FULL.decode(),
    "an exception": ALLOW,
    "an exception with a date": ALLOW + "until = 2027-06-30",
    "an exception with a date as a string": ALLOW + 'until = "2027-06-30"',
    "an address of Google": '[homes]\ndata = "gs://b/c"',
    "a sentence": '[homes]\ndata = "put it on the share"',
    **{f"a size of {size}": f"[limit-commit]\nmax-size = {size}"
       for size in ("0", '"1.5MB"', '"500 kb"', '"3 GiB"', '"7"', '"7 bytes"', '"1k"', '"9 B"')},
}  # fmt: skip

BAD = {
    "an unknown table": "[block-artifact]",
    "an unknown key": '[block-artifacts]\nmax-sise = "1 MB"',
    "a size of another unit": '[limit-commit]\nmax-size = "5 elephants"',
    "a negative size": "[limit-commit]\nmax-size = -1",
    "a size as a boolean": "[limit-commit]\nmax-size = true",
    "a count as a string": '[limit-commit]\nmax-files = "3"',
    "an unknown family of limits": "[block-artifacts.limits]\nmodle = 3",
    "a limit of another word": '[block-artifacts.limits]\nmodel = "never"',
    "an unknown family of homes": '[homes]\nmodels = "lfs"',
    "a home with a typing error": '[homes]\nmodel = "mlfow"',
    "a bucket without a name": '[homes]\nmodel = "s3://"',
    "an exception without a reason": '[[limit-commit.allow]]\npaths = ["/a"]',
    "an exception with a blank reason": ALLOW.replace('"b"', '" "'),
    "an exception without paths": '[[limit-commit.allow]]\nbecause = "b"',
    "an exception with empty paths": ALLOW.replace('"/a"', ""),
    "a blank pattern": ALLOW.replace('"/a"', '" "'),
    "an exception until no day": ALLOW + 'until = "soon"',
    "an exception of limit-commit with a size": ALLOW.replace("block-artifacts", "limit-commit") + "max-size = 3",
    "an exception in single brackets": '[block-artifacts.allow]\npaths = ["/a"]\nbecause = "b"',
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_a_good_document_is_valid_and_read(text: str) -> None:
    validate(document(text))
    assert load({"commitworthy.toml": text.encode()}).source == "commitworthy.toml"


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_bad_document_is_neither_valid_nor_read(text: str) -> None:
    with pytest.raises(ValidationError):
        validate(document(text))
    with pytest.raises(CheckError):
        load({"commitworthy.toml": text.encode()})


def test_the_same_stands_for_the_table_in_pyproject() -> None:
    """SchemaStore's schema of pyproject.toml refers to the whole document, by its address."""
    document_of_all = {"properties": {"tool": {"properties": {"commitworthy": schema()}}}}
    validate({"tool": {"commitworthy": document(FULL.decode())}}, document_of_all)
    with pytest.raises(ValidationError):
        validate({"tool": {"commitworthy": {"block-artifact": {}}}}, document_of_all)


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(schema())
    assert schema()["$schema"] == "http://json-schema.org/draft-07/schema#", "the draft that SchemaStore asks for"
