"""The notebooks that benchmarks run on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench import notebook_files
from commitworthy.notebooks.strip import strip

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("make", "dirty"), [(notebook_files.mixed, True), (notebook_files.texts, True), (notebook_files.clean, False)]
)
def test_the_notebooks_are_what_they_are_called(make: Callable[[int, int], bytes], dirty: bool) -> None:
    content = make(300_000, 1)
    assert content == make(300_000, 1)
    assert 250_000 < len(content) < 500_000
    assert json.loads(content)["nbformat"] == 4
    stripped = strip(content)
    assert (stripped.content is not content) == dirty
    assert stripped.notices == []
