"""Numbers that are none, in every option and every key that takes one: one line, status 2, and never "no limit"."""

from __future__ import annotations

import pytest

from commitworthy.policy.options import IN_FILES, OPTIONS
from tests.repo import Repo

ODD = ["nan", "inf", "-inf", "1e999", "-1", "0x10", "１２", "9" * 40, "", "1_000", "5 xB", "\u212a", "1,5", "+3", "٣"]
KINDS = ("size", "kilobytes", "count", "limits")
FLAGS = [
    (option.hook, flag.name, flag.kind or option.kind)
    for option in OPTIONS
    for flag in option.flags
    if flag.metavar and option.hook and (flag.kind or option.kind) in KINDS
]
KEYS = [(option.hook, option.key, option.kind) for option in IN_FILES if option.hook and option.kind in KINDS]


@pytest.mark.parametrize(("hook", "flag", "kind"), FLAGS, ids=[f"{hook} {flag}" for hook, flag, _ in FLAGS])
def test_no_flag_takes_a_number_that_is_none(repo: Repo, hook: str, flag: str, kind: str) -> None:
    for word in ODD:
        outcome = repo.run(hook, f"{flag}={'data=' if kind == 'limits' else ''}{word}")
        assert (outcome.status, outcome.out) == (2, ""), word
        assert f"error: argument {flag}: must be " in outcome.err, word
        assert "Traceback" not in outcome.err, word


@pytest.mark.parametrize(("hook", "key", "kind"), KEYS, ids=[f"{hook} {key}" for hook, key, _ in KEYS])
def test_no_key_takes_a_number_that_is_none(repo: Repo, hook: str, key: str, kind: str) -> None:
    for word in ["nan", "inf", "-inf", "1e300", "-1", "1" + "0" * 40, "1.5", "true", "1979-05-27", *map(_quoted, ODD)]:
        value = f"{{ data = {word} }}" if kind == "limits" else word
        repo.stage("commitworthy.toml", f"[{hook}]\n{key} = {value}\n")
        outcome = repo.run("block-artifacts")
        assert (outcome.status, outcome.out) == (2, ""), word
        assert outcome.err.startswith("commitworthy: commitworthy.toml: [" + hook), outcome.err
        assert outcome.err.count("\n") == 1, outcome.err
        assert " must be " in outcome.err, outcome.err


DATES = [
    "nan",
    "inf",
    "20270630",
    "2027-6-30",
    "２０２７-06-30",
    "2027-02-30",
    "9" * 40,
    "",
    "0000-01-01",
    "+027-06-30",
]


@pytest.mark.parametrize("date", [*map('"{}"'.format, DATES), "nan", "20270630", "2027-06-30T00:00:00Z", "12:30:00"])
def test_no_last_day_is_taken_that_is_none(repo: Repo, date: str) -> None:
    text = f'[[block-artifacts.allow]]\npaths = ["a"]\nbecause = "b"\nuntil = {date}\n'
    repo.stage("commitworthy.toml", text)
    outcome = repo.run("block-artifacts")
    assert outcome.status == 2
    assert " number 1: until must be a date such as 2027-06-30, not " in outcome.err


def _quoted(word: str) -> str:
    return f'"{word}"'
