"""What the mutants of a module are, which tests are chosen for them, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import mutants
from bench.mutants import Measured
from bench.mutations import Mutant, mutants_of

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = b'''\
"""A docstring is no code."""

from __future__ import annotations

import os

if TYPE_CHECKING:
    import typing

LIMIT: int = 40


def is_large(size: int, names: list[str], limit: int = LIMIT) -> bool:
    """Nor is this one."""
    try:
        names.append("\xc3\xa9" + f"{size!r}")
    except ValueError:
        return False
    if not names and size >= 1 or size is None:
        raise KeyError(size)
    size += 2
    names[0] = "first"
    size = size // 1
    return size > LIMIT
'''


CHANGES = [
    (10, "40", "41", "LIMIT"),
    (10, "40", "(39)", "LIMIT"),
    (16, 'names.append("é" + f"{size!r}")', "pass", ""),
    (16, '"é" + f"{size!r}"', "('é' - f'{size!r}')", ""),
    (16, '"é"', "''", ""),
    (16, 'f"{size!r}"', "''", ""),
    (18, "return False", "raise", ""),
    (18, "False", "True", ""),
    (19, "not names and size >= 1 or size is None", "(not (not names and size >= 1 or size is None))", ""),
    (19, "not names and size >= 1 or size is None", "((not names and size >= 1) and size is None)", ""),
    (19, "not names and size >= 1", "(not names or size >= 1)", ""),
    (19, "not names", "(names)", ""),
    (19, "size >= 1", "(size > 1)", ""),
    (19, "1", "2", ""),
    (19, "1", "(0)", ""),
    (19, "size is None", "(size is not None)", ""),
    (20, "raise KeyError(size)", "pass", ""),
    (21, "size += 2", "pass", ""),
    (21, "2", "3", ""),
    (21, "2", "(1)", ""),
    (22, 'names[0] = "first"', "pass", ""),
    (22, "0", "1", ""),
    (22, "0", "(-1)", ""),
    (22, '"first"', "''", ""),
    (23, "size = size // 1", "pass", ""),
    (23, "size // 1", "(size * 1)", ""),
    (23, "1", "2", ""),
    (23, "1", "(0)", ""),
    (24, "size > LIMIT", "None", ""),
    (24, "size > LIMIT", "(size >= LIMIT)", ""),
]
TESTS = """\
import subprocess, sys
from commitworthy import x

def test_here():
    assert x.is_large(41, []) is True

def test_elsewhere():
    program = "from commitworthy import x; sys.exit(x.LIMIT == 41)"
    assert subprocess.run([sys.executable, "-c", "import sys; " + program]).returncode == 0
"""
EQUIVALENT = """\
[[equivalent]]
module = "x.py"
line = "size += 2"
before = "size += 2"
after = "pass"
reason = "nobody asks"
"""


def every_mutant() -> list[Mutant]:
    return list(mutants_of("x.py", SOURCE))


def test_each_comparison_constant_and_statement_is_changed_and_no_docstring_or_annotation() -> None:
    assert [(mutant.line, mutant.before, mutant.after, mutant.owner) for mutant in every_mutant()] == CHANGES


def test_every_mutant_of_the_package_is_python_and_differs() -> None:
    sources = mutants.read_sources()
    every = [mutant for path in sources if mutants.is_asked(path) for mutant in mutants_of(path, sources[path])]
    for mutant in mutants.draw(every, 100, 0):
        compile(mutant.changed, mutant.path, "exec")
        assert mutant.changed != mutant.source


def test_the_same_mutants_are_drawn_where_the_source_changes_elsewhere() -> None:
    later = list(mutants_of("x.py", b"import sys\n" + SOURCE))
    drawn, again = (
        [(mutant.text, mutant.after) for mutant in mutants.draw(some, 10, 0)] for some in (every_mutant(), later)
    )
    assert drawn == again
    assert drawn != [(mutant.text, mutant.after) for mutant in mutants.draw(every_mutant(), 10, 1)]


def test_each_mutant_that_is_named_as_equivalent_is_there_with_a_reason() -> None:
    sources = mutants.read_sources()
    every = [mutant for path in sources if mutants.is_asked(path) for mutant in mutants_of(path, sources[path])]
    assert all(mutants.read_equivalent(every).values())


def test_an_entry_that_fits_no_mutant_any_more_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "equivalent.toml"
    file.write_text(EQUIVALENT)
    ((mutant, reason),) = mutants.read_equivalent(every_mutant(), str(file)).items()
    assert (mutant.line, reason) == (21, "nobody asks")
    file.write_text(EQUIVALENT.replace("size += 2", "size += 3"))
    with pytest.raises(SystemExit, match="no mutant fits this entry any more"):
        mutants.read_equivalent(every_mutant(), str(file))


def test_the_tests_that_run_a_changed_line_are_chosen_and_first_those_that_run_little_else() -> None:
    focused, broad, elsewhere = "a.py::one", "a.py::two[1]", "a.py::three"
    lines = {focused: {"x.py": 1 << 21}, broad: {"x.py": 1 << 21 | 1 << 22}, elsewhere: {"x.py": 1 << 22}}
    measured = Measured(dict.fromkeys(lines, 0.1), {**lines, broad: {**lines[broad], "y.py": 1 << 3}})
    chosen = mutants.choose(every_mutant(), measured, {"x.py": SOURCE})
    by_change = {(mutant.line, mutant.after): tests for mutant, tests in chosen.items()}
    assert by_change[21, "pass"] == [focused, broad]
    # It runs on import, and is used in line 24 alone, which no test runs: all that run the module.
    assert by_change[10, "41"] == [focused, elsewhere, broad]


def test_a_mutant_is_killed_where_a_test_fails_in_this_process_or_in_one_that_it_starts(tmp_path: Path) -> None:
    """Neither in our own source: what is changed is a copy."""
    copy = tmp_path / "copy"
    for folder in ("hooks/commitworthy", "tests"):
        (copy / folder).mkdir(parents=True)
    (copy / "hooks/commitworthy/__init__.py").write_text("")
    (copy / "hooks/commitworthy/x.py").write_bytes(SOURCE.replace(b"if TYPE_CHECKING:", b"if False:"))
    (copy / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["hooks"]\n')
    (copy / "tests/x_test.py").write_text(TESTS)
    of_copy = list(mutants_of("x.py", (copy / "hooks/commitworthy/x.py").read_bytes()))
    sample = {(mutant.line, mutant.after): mutant for mutant in of_copy}
    asked = {
        sample[24, "None"]: "killed",
        sample[10, "41"]: "killed",
        sample[10, "(39)"]: "survived",
        sample[22, "''"]: "no test",
    }
    names = ["tests/x_test.py::test_here", "tests/x_test.py::test_elsewhere"]
    tests = {mutant: [] if result == "no test" else names for mutant, result in asked.items()}
    assert dict(mutants.run(asked, tests, dict.fromkeys(names, 1.0), [str(copy)])) == asked
    assert (copy / "hooks/commitworthy/x.py").read_bytes() == of_copy[0].source


def test_a_test_that_is_gone_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "tests/x_test.py").write_text("def test_here():\n    pass\n")
    mutants.check_found(["tests/x_test.py::test_here"], str(tmp_path))
    with pytest.raises(SystemExit, match="some tests that were measured are gone"):
        mutants.check_found(["tests/x_test.py::test_here", "tests/x_test.py::test_gone"], str(tmp_path))
