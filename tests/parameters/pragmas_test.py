"""Pragmas and options that take findings away."""

from __future__ import annotations

import pytest

from commitworthy.parameters.find import SearchOptions, find
from tests.parameters.looking import look, notebook, said

ACCEPTED = {
    "on the line": "f(lr=0.1)  # commitworthy: ignore[hyperparameter-keyword] toy",
    "by its code": "f(lr=0.1)  # commitworthy: ignore[PAR101] toy",
    "among others": "f(lr=0.1)  # commitworthy: ignore[seed, PAR101] toy",
    "behind another remark": "f(lr=0.1)  # noqa  # commitworthy: ignore[PAR101] toy",
    "on the line above": "# commitworthy: ignore[PAR101] toy\nf(lr=0.1)",
    "on the first line of the statement": "f(  # commitworthy: ignore[PAR101] toy\n    lr=0.1,\n)",
    "on the line of the literal": "f(\n    lr=0.1,  # commitworthy: ignore[PAR101] toy\n)",
    "on the last line of the literal": "f(periods=[6,\n  12])  # commitworthy: ignore[PAR101] toy",
    "the whole file": "f(lr=0.1)\n# commitworthy: ignore-file because\ng(lr=0.2)",
}
NOT_ACCEPTED = {
    "another rule": "f(lr=0.1)  # commitworthy: ignore[seed] toy",
    "no rule": "f(lr=0.1)  # commitworthy: ignore",
    "an empty rule": "f(lr=0.1)  # commitworthy: ignore[]",
    "another line": "x = None  # commitworthy: ignore[PAR101] toy\nf(lr=0.1)",
    "two lines above": "# commitworthy: ignore[PAR101] toy\n\nf(lr=0.1)",
    "no reason": "f(lr=0.1)  # commitworthy: ignore[PAR101]",
    "no reason but another remark": "f(lr=0.1)  # commitworthy: ignore[PAR101]  # noqa",
    "the placeholder that is printed": "f(lr=0.1)  # commitworthy: ignore[PAR101] <why>",
    "another placeholder": "f(lr=0.1)  # commitworthy: ignore[PAR101] - TODO.",
    "a rule that does not exist beside one that does": "f(lr=0.1)  # commitworthy: ignore[PAR101, PAR999] toy",
    "the whole file without a reason": "f(lr=0.1)\n# commitworthy: ignore-file",
    "another word": "f(lr=0.1)  # commitworthy: accept[PAR101]",
}


@pytest.mark.parametrize("code", ACCEPTED.values(), ids=ACCEPTED)
def test_a_pragma_accepts(code: str) -> None:
    found = look(code)
    assert (found.found, found.pragmas) == ((), ())


@pytest.mark.parametrize("code", NOT_ACCEPTED.values(), ids=NOT_ACCEPTED)
def test_what_accepts_nothing_is_told(code: str) -> None:
    found = look(code)
    assert said(found.found) == ["PAR101 lr=0.1"]
    assert len(found.pragmas) == 1


def test_a_pragma_in_a_text_is_none() -> None:
    found = look("x = '# commitworthy: ignore[PAR101]'; f(lr=0.1)")
    assert (said(found.found), found.pragmas) == (["PAR101 lr=0.1"], ())


def test_a_pragma_without_a_rule_says_what_is_missing() -> None:
    (pragma,) = look("f(lr=0.1)  # commitworthy: ignore").pragmas
    assert (pragma.line, pragma.column, pragma.problem) == (1, 12, "no rule: write ignore[rule-name]")


MISSING = "the comment gives no reason: write one at its end"
PROBLEMS = {
    "ignore[sed] toy": "no rule is called sed: did you mean seed?",
    "ignore[Seed] toy": "no rule is called Seed: did you mean seed?",
    "ignore[par101] toy": "no rule is called par101: did you mean PAR101?",
    "ignore[zzz] toy": "no rule is called zzz",
    f"ignore[{'z' * 300_000}] toy": f"no rule is called {'z' * 60}",
    "ignore[PAR101]": MISSING,
    "ignore[PAR101]: why": MISSING,
    "ignore-file <why>": MISSING,
    "ignore[PAR101] #123": "",
    "ignore[PAR101] see #123  # noqa": "",
}


@pytest.mark.parametrize(("comment", "problem"), PROBLEMS.items(), ids=range(len(PROBLEMS)))
def test_a_pragma_says_what_is_missing(comment: str, problem: str) -> None:
    pragmas = look(f"f(lr=0.1)  # commitworthy: {comment}").pragmas
    assert [pragma.problem for pragma in pragmas] == ([problem] if problem else [])


def test_a_pragma_keeps_its_reason() -> None:
    (pragma,) = look("x = None  # commitworthy: ignore[seed]  fixed by the paper ").pragmas
    assert (pragma.rules, pragma.reason) == (("seed",), "fixed by the paper")


def test_a_pragma_takes_one_literal_of_a_call_and_leaves_the_other() -> None:
    code = "f(\n    lr=0.1,\n    momentum=0.9,  # commitworthy: ignore[PAR101] toy\n)"
    assert said(look(code).found) == ["PAR101 lr=0.1"]


def test_a_pragma_counts_in_its_cell() -> None:
    content = notebook(
        "f(lr=0.1)  # commitworthy: ignore[PAR101] toy",
        "f(lr=0.2)",
        "%time f(lr=0.3)  # commitworthy: ignore[PAR101] toy",
    )
    assert [one.cell for one in find("a.ipynb", content).found] == [1]


def test_a_tag_takes_its_cell() -> None:
    tagged = {"source": "f(lr=0.1)", "metadata": {"tags": ["commitworthy-ignore"]}}
    assert [one.cell for one in find("a.ipynb", notebook(tagged, "f(lr=0.2)")).found] == [1]
    assert look('# %% tags=["commitworthy-ignore"]\nf(lr=0.1)\n').found == ()


OPTIONS = {
    "nothing": (SearchOptions(), ["PAR101 lr=0.1", "PAR302 seed=3"]),
    "a rule that is not asked": (SearchOptions(ignore=("seed",)), ["PAR101 lr=0.1"]),
    "only one rule": (SearchOptions(select=("PAR302",)), ["PAR302 seed=3"]),
    "a name": (SearchOptions(allow_names=("lr",)), ["PAR302 seed=3"]),
    "a callee": (SearchOptions(allow_callees=("f",)), ["PAR302 seed=3"]),
    "a dotted callee": (SearchOptions(allow_callees=("np.random.seed",)), ["PAR101 lr=0.1"]),
    "a settings file": (SearchOptions(config_files=("src/*.py",)), []),
    "a test": (SearchOptions(test_globs=("train.py",)), []),
    "another file": (SearchOptions(test_globs=("other.py",)), ["PAR101 lr=0.1", "PAR302 seed=3"]),
    "a rule in some files": (SearchOptions(per_file_ignores=(("src/**", ("seed",)),)), ["PAR101 lr=0.1"]),
    "a rule in other files": (
        SearchOptions(per_file_ignores=(("lib/**", ("seed",)),)),
        ["PAR101 lr=0.1", "PAR302 seed=3"],
    ),
}


@pytest.mark.parametrize(("options", "expected"), OPTIONS.values(), ids=OPTIONS)
def test_options(options: SearchOptions, expected: list[str]) -> None:
    assert said(look("f(lr=0.1)\nnp.random.seed(3)\n", options=options).found) == expected


@pytest.mark.parametrize(
    "code", ["f(churn_horizon_z=7)", "churn_horizon_z = 7", "p = {'churn_horizon_z': 7}", "f(churn_horizon_z=1)"]
)
def test_names_of_the_teams_own(code: str) -> None:
    options = SearchOptions(extra_hyperparameters=("churn_horizon_z",))
    assert [one.literals[0].name for one in look(code, options=options).found] == ["churn_horizon_z"]
