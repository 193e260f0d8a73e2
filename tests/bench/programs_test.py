"""What flag-parameters is measured on."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

from bench import programs, separation
from bench.repositories import Repository, committed
from commitworthy.parameters.find import find

if TYPE_CHECKING:
    from pathlib import Path


def test_a_program_is_one_and_the_same_each_time() -> None:
    made = programs.program(3, 500, tuned=5)
    assert made == programs.program(3, 500, tuned=5)
    assert 500 <= made.count(b"\n") < 530
    ast.parse(made)


def test_only_tuned_programs_hold_parameters() -> None:
    assert find("a.py", programs.program(0, 60, tuned=0)).found == ()
    assert len(find("a.py", programs.program(0, 500, tuned=50)).found) > 20


def test_a_notebook_has_cells_with_and_without() -> None:
    content = programs.notebook(1)
    assert content == programs.notebook(1)
    assert len(json.loads(content)["cells"]) == 20
    assert 2 <= len(find("a.ipynb", content).found) < 20


def test_repositories_are_committed_or_staged(tmp_path: Path) -> None:
    assert programs.one_staged(str(tmp_path / "a")).staged() == ["src/features.py"]
    assert programs.one_staged(str(tmp_path / "b"), is_notebook=True).staged() == ["src/look.ipynb"]
    made = committed(str(tmp_path / "c"), programs.modules(3, 50), programs.notebooks(3))
    assert len(made.tracked()) == 7
    assert made.staged() == []


def test_the_density_of_a_work_tree(tmp_path: Path) -> None:
    made = Repository(str(tmp_path / "a"))
    made.write(
        [("a.py", b"m = SVC(C=5, gamma=0.1)\n\nx = f()\n"), ("b.ipynb", programs.notebook(1)), ("c.ipynb", b"{")]
    )
    made.stage()
    one = separation.density(made.top)
    assert one.files == 3
    assert one.findings == 1 + len(find("b.ipynb", programs.notebook(1)).found)
    assert separation.Density(1, 2000, 5, 9).rate == 2.5
