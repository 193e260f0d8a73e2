"""The table of recognition: our own row, at the cost that is promised."""

from __future__ import annotations

from pathlib import Path

from bench import recognition
from tests.samples import SAMPLES


def test_our_answers_are_formats_and_sources_stay_text(tmp_path: Path) -> None:
    paths = recognition._written(str(tmp_path))
    assert set(paths) == set(SAMPLES)
    row = recognition._measure("commitworthy", recognition._ours, paths, recognition._sources(40), 1)
    assert row.named[0] > 0.99
    assert row.named[2] > 0.9
    assert row.seen > 0.99
    assert row.false == 0


def test_an_answer_that_names_nothing_is_no_name() -> None:
    assert not any(map(recognition._is_named, ("", "data", "text", "binary", "application/octet-stream")))
    assert recognition._is_named("parquet")


def test_the_line_of_a_program() -> None:
    row = recognition.Row("ours", [0.5, 0.25, 1], 0.125, 3, 0.0126, 0.2)
    assert recognition._line(row) == "| ours | 50.0% | 25.0% | 100.0% | 12.5% | 3 | 0.013 | 0.200 |\n"
