"""The checker of real notebooks, on a few of our own; for a folder of yours: `python -m tests.notebooks.corpus`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.notebooks import corpus, oracle
from tests.notebooks.make import STREAM, code, notebook

DIRTY = notebook(code(f"[{STREAM}]", "3", '{"collapsed": true}') + ", " + code(f"[{STREAM}]", "4"))


def test_ours(tmp_path: Path) -> None:
    """65: stripped, clean, kept, broken, and of an old format."""
    folder = tmp_path / "notebooks"
    texts = {
        "dirty": DIRTY,
        "clean": notebook(code()),
        "kept": notebook(code(f"[{STREAM}]", "3", '{"tags": ["keep_output"]}')),
        "broken": DIRTY[:-4],
        "without ids": notebook(code(source='"y"'), version='"nbformat": 4, "nbformat_minor": 5'),
        "sub/again": DIRTY,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_text(text)
    report = corpus.examine(folder, tmp_path / "scratch")
    assert (report.notebooks, report.stripped) == (5, 2)
    assert [line.partition(":")[0] for line in report.refused] == ["broken.ipynb"]
    assert report.kept == ["kept.ipynb: stripped 1 execution count; 1 cell kept by tag."]
    assert (report.violations, report.apart) == ([], [])
    assert "5 notebooks, 2 stripped, 1 refused\n" in report.text()


@pytest.mark.parametrize(
    ("before", "after"),
    [(DIRTY, DIRTY), (DIRTY, notebook(code() + "," + code())), (DIRTY, notebook(code() + ", " + code(source='"y"')))],
    ids=["outputs left", "a blank less", "another source"],
)
def test_the_oracle_sees_what_is_wrong(before: str, after: str) -> None:
    with pytest.raises(AssertionError):
        oracle.same_but_for_the_policy(before.encode(), after.encode())


def test_the_oracle_takes_what_is_right() -> None:
    oracle.same_but_for_the_policy(DIRTY.encode(), notebook(code() + ", " + code()).encode())
