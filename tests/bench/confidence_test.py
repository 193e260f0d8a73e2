"""The figures of the page about confidence, on labels of two small files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bench import confidence
from bench.confidence import measured, share, wilson

if TYPE_CHECKING:
    from pathlib import Path

CODE = "model = SVC(C=5, degree=4)\npage_size    = 500\nprint(7)\nseed(3)\n"


def label(line: int, start: int, end: int, kind: str) -> dict[str, Any]:
    return {
        "repo": "a/b", "path": "train.py", "cell": None, "line": line, "col": start, "end_line": line, "end_col": end,
        "label": kind,
    }  # fmt: skip


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    (tmp_path / "a__b").mkdir()
    (tmp_path / "a__b" / "train.py").write_text(CODE)
    rows = [label(1, 15, 16, "positive"), label(1, 25, 26, "negative"), label(2, 16, 19, "positive"),
            label(3, 7, 8, "positive")]  # fmt: skip
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def test_each_literal_is_counted_once_at_its_level(labels: Path) -> None:
    found = measured("one", str(labels / "labels.jsonl"), str(labels))
    counted = sorted((claim.rule, claim.level, claim.label) for claim in found.claims)
    assert counted == [
        ("PAR101", "certain", "negative"),
        ("PAR101", "certain", "positive"),
        ("PAR104", "likely", "positive"),
        ("PAR302", "certain", ""),
    ]
    assert found.missed == ["script"]


def test_a_region_bounds_what_counts_as_outside(labels: Path) -> None:
    region = {"path": "a__b/train.py", "whole": False, "first": [None, 1], "last": [None, 3]}
    (labels / "regions.jsonl").write_text(json.dumps(region) + "\n")
    found = measured("one", str(labels / "labels.jsonl"), str(labels), str(labels / "regions.jsonl"))
    assert [claim for claim in found.claims if not claim.label] == []


def test_the_table_of_the_sets(labels: Path) -> None:
    found = measured("one", str(labels / "labels.jsonl"), str(labels))
    text = confidence._of_sets("Now", [found])
    assert text.startswith("\n## Now\n")
    assert "| one, certain | 1 | 1 | 0 | 1 | 0.500 (0.09-0.91) | 0.333 (0.06-0.79) | 0.333 (0.06-0.79) |\n" in text
    assert "| one, certain and likely | 2 | 1 | 0 | 1 |" in text
    assert "all together" not in text
    assert "| all together, certain and likely | 4 | 2 | 0 | 2 |" in confidence._of_sets("Now", [found, found])


def test_the_doubts_learn_no_bound(labels: Path) -> None:
    """What they leave certain is so also where half of it was false before."""
    found = measured("one", str(labels / "labels.jsonl"), str(labels)).claims
    certain = confidence._certain(confidence._WAYS["doubts of the rules"], found, found)
    assert [claim.level for claim in certain] == ["certain"] * 3
    assert confidence._certain(confidence._WAYS["precision of the rule"], found[:2], found[:2]) == []


def test_intervals_are_those_of_wilson() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert wilson(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-3)
    assert (share(1, 2), share(0, 0)) == ("0.500 (0.09-0.91)", "-")
