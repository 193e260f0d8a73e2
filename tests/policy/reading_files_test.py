"""Policy files that cannot be read at all."""

from __future__ import annotations

import pytest

from tests.policy.reading_test import said

BROKEN: dict[str, tuple[bytes, str]] = {
    "a syntax error": (
        b"[block-artifacts]\nmax-size =\n",
        ": not valid TOML: Invalid value (at line 2, column 11)",
    ),
    "a day that no month has": (
        b"[x]\na = 2027-02-30\n",
        ": not valid TOML: Invalid date or datetime (at line 2, column 5)",
    ),
    "bytes that are not UTF-8": (
        b"# commitworthy\n# caf\xe9\n",
        ":2: not UTF-8; save the file as UTF-8",
    ),
    "a byte order mark": (
        b"\xef\xbb\xbf# commitworthy\n",
        ": starts with a byte order mark; save it as UTF-8 without one",
    ),
    "UTF-16 of an editor on Windows": (
        "[homes]".encode("utf-16"),
        ": starts with a byte order mark; save it as UTF-8 without one",
    ),
    "more brackets than can be read": (
        b"a = " + b"[" * 100_000,
        ": nested too deeply",
    ),
    "more digits than Python reads": (
        b"a = " + b"9" * 5000,
        ": a number has more digits than Python reads",
    ),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_read(data: bytes, message: str) -> None:
    assert said({"commitworthy.toml": data}) == f"commitworthy.toml{message}"


def test_a_broken_pyproject_that_speaks_of_us() -> None:
    assert said({"pyproject.toml": b"[tool.commitworthy\n"}).startswith("pyproject.toml: not valid TOML: Expected ']'")
