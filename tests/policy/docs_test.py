from __future__ import annotations

import pytest

from commitworthy.policy.options import OPTIONS
from commitworthy.policy.schema import options_table


@pytest.mark.parametrize(
    "row",
    [
        "| key | flag | default | meaning |\n|---|---|---|---|\n",
        "| `max-size` | `--max-size SIZE` | 10 MB | most bytes of new blobs in one commit |\n",
        "| `max-files` | `--max-files COUNT` | 500 | most new paths in one commit |\n",
        "| `allow` | - | none | blobs at these paths do not count |\n",
        "| - | `--all-files` | off | no effect: the staged change is checked as a whole |\n",
    ],
)
def test_a_row_of_the_table_of_limit_commit(row: str) -> None:
    assert row in options_table("limit-commit")


def test_the_limits_of_the_families_are_the_default() -> None:
    assert "| model refuse, executable refuse, data 100 kB, " in options_table("block-artifacts")


def test_a_bar_does_not_end_the_cell() -> None:
    assert "| - | `--format text\\|json\\|github` | text | output format |" in options_table("*")
    assert "| - | `--strict` | off | treat warnings as errors |" in options_table("*")


@pytest.mark.parametrize("hook", sorted({option.hook for option in OPTIONS}))
def test_every_option_has_a_row_of_four_cells(hook: str) -> None:
    lines = options_table(hook).replace("\\|", "/").splitlines()
    assert len(lines) == 2 + sum(option.hook == hook for option in OPTIONS)
    assert {line.count("|") for line in lines} == {5}
