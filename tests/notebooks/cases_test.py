"""Each of the 66 acceptance cases has a test that names its number."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PLACES = (
    "notebooks/*_test.py",
    "hooks/strip_notebooks/*_test.py",
    "commands/notebook_*_test.py",
    "frameworks/notebooks_test.py",
)
# `test_56_...`, `"56: ..."` and `"56 ..."` as the id of a row, `"""56: ..."""`.
_NAMED = re.compile(r'def test_(\d+)_|^ +"(\d+):? [^"]*":|"""(\d+): ', re.MULTILINE)


def test_all_66() -> None:
    files = [file for places in PLACES for file in TESTS.glob(places)]
    found = {
        int(number) for file in files for row in _NAMED.findall(file.read_text("utf-8")) for number in row if number
    }
    assert set(range(1, 67)) <= found, sorted(set(range(1, 67)) - found)
