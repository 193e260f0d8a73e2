"""What looks like a credential is one, whoever found it."""

from __future__ import annotations

import pytest

from commitworthy.parameters.secrets import guarded, looks_secret
from tests.parameters.make import found

SECRET = [
    ("password", "hunter2"),
    ("db_passwd", "x"),
    ("API_KEY", "x"),
    ("auth_token", "0123456789abcdef"),
    ("url", "postgresql://u:hunter2@host/db"),
    ("url", "https://:pw@host/"),
    ("url", "wasbs://c@a.blob.core.windows.net/x?sv=1&sig=abc%3D"),
    ("key", "AKIAIOSFODNN7EXAMPLE"),
    ("x", "ghp_0123456789012345678901234567890123456789"),
    ("x", "-----BEGIN RSA PRIVATE KEY-----\nabc"),
]
ORDINARY = [
    ("path", "data/train.csv"),
    ("url", "https://host/a@b:c"),
    ("url", "postgresql://host/db"),
    ("url", "https://user@host/"),
    ("pad_token", "[PAD]"),
    ("tokenizer", "bert-base-uncased"),
    ("keyword", "x"),
    ("passes", "x"),
    ("start", "2020-01-01T10:00:00"),
]


@pytest.mark.parametrize(("name", "text"), SECRET)
def test_a_secret(name: str, text: str) -> None:
    assert looks_secret(name, text)
    for value in (text, ["a", text], (1, (text,)), text.encode()):
        assert guarded([found("db", **{name: value})])[0].literals[0].secret


@pytest.mark.parametrize(("name", "text"), ORDINARY)
def test_an_ordinary_value(name: str, text: str) -> None:
    assert not looks_secret(name, text)
    assert not guarded([found("db", **{name: text})])[0].literals[0].secret


def test_numbers_are_no_secrets() -> None:
    assert not guarded([found("model", max_tokens=128, secret=1)])[0].literals[1].secret
