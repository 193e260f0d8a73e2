"""Rules that explain themselves."""

from __future__ import annotations

import re

import pytest

from commitworthy.base.findings import Explanation
from commitworthy.hooks import explanations
from commitworthy.hooks.hook import HOOKS
from tests.repo import Outcome, Repo

ALL = list(explanations.of_all())


@pytest.mark.parametrize("word", ["LFS002", "lfs002", "not-a-pointer", "Not_A_Pointer", " LFS002 "])
def test_a_rule_is_known_by_code_and_by_name(repo: Repo, word: str) -> None:
    outcome = repo.run("explain", word)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("LFS002 not-a-pointer\n    .gitattributes routes it to Git LFS, but ")
    for title in ("\nWhat\n", "\nWhy\n", "\nWhat to do\n", "\nExample\n"):
        assert title in outcome.out


def test_an_explanation_fits_the_width_of_a_screen(repo: Repo) -> None:
    for made in ALL:
        text = repo.run("explain", made.rule.code).out.partition("\nExample\n")[0]
        assert max(map(len, text.splitlines()[2:])) <= 80


def test_without_a_rule_all_are_listed(repo: Repo) -> None:
    lines = repo.run("explain").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[made.rule.code, made.rule.name] for made in ALL]


def test_markdown_is_the_page(repo: Repo) -> None:
    assert repo.run("explain", "--markdown", "ART001").out.startswith("# ART001 blocked-artifact\n\n<!-- Made by ")


def test_a_rule_that_is_none_names_the_nearest(repo: Repo) -> None:
    assert repo.run("explain", "blocked-artefact") == Outcome(
        2, "", "commitworthy: no such rule: blocked-artefact: did you mean blocked-artifact?\n"
    )
    assert repo.run("explain", "x").err == "commitworthy: no such rule: x: commitworthy explain lists all rules\n"


CONFIDENCE = re.compile(r"Confidence: (certain|likely)( \([^()]+\))?(; (likely|possible) if [^;]+)*\.$")


def test_the_confidence_of_a_rule_and_what_lowers_it() -> None:
    graded = {made.rule.code: made.what for made in ALL if " Confidence: " in made.what}
    assert len(graded) > 40
    assert [code for code, what in graded.items() if not CONFIDENCE.search(what)] == []
    assert " Confidence: certain; possible if it stands in what looks like a record, or if " in graded["PAR401"]


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.rule.code)
def test_an_explanation_is_whole(made: Explanation) -> None:
    for text in (made.what, made.why, made.fix):
        assert text[0].isupper() or text[0] == "`"
        assert text.endswith(".")
        assert "  " not in text
        assert text.count("`") % 2 == 0
    assert made.example


def test_each_code_and_name_stands_for_one_rule() -> None:
    assert len({made.rule.code for made in ALL}) == len({made.rule.name for made in ALL}) == len(ALL)
    assert set(explanations.MODULES) < {*HOOKS, "doctor"}
