"""What may be a credential leaves no finding, whatever the rule that found it."""

from __future__ import annotations

import re

import pytest

from commitworthy.parameters.matches import guarded
from tests.parameters.make import found

SECRET = [
    ("password", "hunter2", ""),
    ("db_passwd", "x", ""),
    ("API_KEY", "x", ""),
    ("auth_token", "0123456789abcdef", ""),
    ("url", "postgresql://u:hunter2@host/db", "postgresql://...@host/db"),
    ("url", "https://:pw@host/", "https://...@host/"),
    ("url", "wasbs://c@a.blob.core.windows.net/x?sv=1&sig=abc%3D", "wasbs://c@a.blob.core.windows.net/x?..."),
    ("url", "https://user@host/", "https://...@host/"),
    ("key", "AKIAIOSFODNN7EXAMPLE", ""),
    ("x", "ghp_0123456789012345678901234567890123456789", ""),
    ("x", "-----BEGIN RSA PRIVATE KEY-----\nabc", ""),
    ("x", "data/9e107d9d372bb6826bd81d3542a419d6/a.csv", "data/.../a.csv"),
]
ORDINARY = [
    ("path", "data/train.csv"),
    ("url", "postgresql://host/db"),
    ("pad_token", "[PAD]"),
    ("tokenizer", "bert-base-uncased"),
    ("keyword", "x"),
    ("passes", "x"),
    ("start", "2020-01-01T10:00:00"),
]


@pytest.mark.parametrize(("name", "text", "shown"), SECRET)
def test_a_secret_loses_its_value(name: str, text: str, shown: str) -> None:
    literal = guarded(found("db", **{name: text}).literals[0])
    assert (literal.value, literal.secret, literal.shown) == (None, True, shown)


@pytest.mark.parametrize(("name", "text", "shown"), SECRET)
def test_so_it_does_in_a_list_and_as_bytes(name: str, text: str, shown: str) -> None:
    for value in (["a", text], (1, (text,)), text.encode()):
        literal = guarded(found("db", **{name: value}).literals[0])
        assert literal.secret
        assert literal.value is None
        assert text not in re.sub(r"\w+=", "", repr(literal))  # without the names of the fields
        assert shown in literal.shown


@pytest.mark.parametrize(("name", "text"), ORDINARY)
def test_an_ordinary_value_stays(name: str, text: str) -> None:
    (before,) = found("db", **{name: text}).literals
    assert guarded(before) == before


def test_numbers_are_no_secrets_but_where_their_name_promises_one_they_may_be() -> None:
    numbers = found("model", max_tokens=128, secret=1, n_tokens=4096, seed=12345678).literals
    assert not any(guarded(literal).secret for literal in numbers)
    pin = guarded(found("db", password=12345678).literals[0])
    assert (pin.value, pin.secret) == (None, True)


def test_a_name_that_was_a_text_of_the_source_is_guarded_too() -> None:
    literal = guarded(found("db", **{"https://u:hunter2@host/x?key=1": 0.37}).literals[0])
    assert (literal.name, literal.value, literal.secret) == ("https://...@host/x?...", 0.37, False)
