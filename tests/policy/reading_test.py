"""Every error of a policy file, compared whole: the messages are the product."""

from __future__ import annotations

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.policy.options import in_files
from commitworthy.policy.settings import load

ALLOW = '[[block-artifacts.allow]]\npaths = ["/a"]\nbecause = "b"\n'

KEYS = ", ".join(option.key for option in in_files("limit-commit"))

ERRORS: dict[str, tuple[str | bytes, str]] = {
    "an unknown key of a hook": (
        '[block-artifacts]\nmax-sise = "1 MB"',
        '[block-artifacts]: unknown key "max-sise"; did you mean "max-size"?',
    ),
    "an underscore for a dash": (
        "[limit-commit]\nmax_files = 3",
        '[limit-commit]: unknown key "max_files"; did you mean "max-files"?',
    ),
    "a key like no other": (
        "[limit-commit]\nq = 3",
        '[limit-commit]: unknown key "q"; known are ' + KEYS,
    ),
    "an unknown table": (
        "[block-artifact]\n",
        'unknown table [block-artifact]; did you mean "block-artifacts"?',
    ),
    "the prefix of pyproject": (
        "[tool.commitworthy.homes]\n",
        "unknown table [tool]; tables here have no tool.commitworthy prefix, as in [block-artifacts]",
    ),
    "a key outside of the tables": (
        'max-size = "1 MB"',
        ('unknown key "max-size"; known are block-artifacts, strip-notebooks, flag-parameters, limit-commit, '
        "require-lfs, check-push, cards, homes, kinds"),
    ),
    "a hook that is no table": (
        "limit-commit = 3",
        "limit-commit must be a table [limit-commit], not 3",
    ),
    "a size in elephants": (
        '[block-artifacts]\nmax-size = "5 elephants"',
        '[block-artifacts]: max-size must be a size such as "500 kB" or a number of bytes from 0, not "5 elephants"',
    ),
    "a negative size": (
        "[limit-commit]\nmax-size = -1",
        '[limit-commit]: max-size must be a size such as "500 kB" or a number of bytes from 0, not -1',
    ),
    "a size of the wrong type": (
        "[limit-commit]\nmax-size = true",
        '[limit-commit]: max-size must be a size such as "500 kB" or a number of bytes from 0, not a boolean',
    ),
    "a count as a string": (
        '[limit-commit]\nmax-files = "3"',
        '[limit-commit]: max-files must be a whole number from 0, not "3"',
    ),
    "an unknown family of limits": (
        "[block-artifacts.limits]\nmodle = 3",
        '[block-artifacts.limits]: unknown family "modle"; did you mean "model"?',
    ),
    "a limit that is none of the three": (
        '[block-artifacts.limits]\nmodel = "never"',
        '[block-artifacts.limits]: model must be a size such as "500 kB", "none" or "refuse", not "never"',
    ),
    "limits that are a list": (
        "[block-artifacts]\nlimits = []",
        "[block-artifacts]: limits must be a table [block-artifacts.limits], not an array",
    ),
    "an unknown family of homes": (
        '[homes]\nmodels = "lfs"',
        '[homes]: unknown family "models"; did you mean "model"?',
    ),
    "a home with a typing error": (
        '[homes]\nmodel = "mlfow"',
        ("[homes]: model must be one of lfs, dvc, mlflow, delta, an address "
        "(s3://, gs://, az://, abfss://, file://; some also with lfs+, delta+ or mlflow+), a folder or a sentence, "
        'not "mlfow"; did you mean "mlflow"?'),
    ),
    "a home without a bucket": (
        '[homes]\nmodel = "s3://"',
        '[homes]: model must name a bucket, as in s3://bucket/folder, not "s3://"',
    ),
    "a home with a folder in place of the bucket": (
        '[homes]\nmodel = "lfs+s3:///churn"',
        '[homes]: model must name a bucket, as in lfs+s3://bucket/folder, not "lfs+s3:///churn"',
    ),
    "a home without a container": (
        '[homes]\nmodel = "abfss://"',
        ("[homes]: model must name a container, as in abfss://container@account.dfs.core.windows.net/folder, "
        'not "abfss://"'),
    ),
    "a home without a folder": (
        '[homes]\ndata = "delta+file://"',
        '[homes]: data must name a folder, as in delta+file:///mnt/share, not "delta+file://"',
    ),
    "the top of the disk as a home": (
        '[homes]\ndata = "/"',
        '[homes]: data must name a folder, as in /mnt/share, not "/"',
    ),
    "homes that are no table": (
        'homes = "lfs"',
        'homes must be a table [homes], not "lfs"',
    ),
    "an exception without a reason": (
        ALLOW + '[[block-artifacts.allow]]\npaths = ["/b"]',
        "[[block-artifacts.allow]] number 2: because is missing: say why these files belong in git",
    ),
    "a blank reason": (
        ALLOW.replace('"b"', '" "'),
        "[[block-artifacts.allow]] number 1: because is blank: say why these files belong in git",
    ),
    "a reason that is a placeholder": (
        '[[block-artifacts.allow]]\npaths = ["a"]\nbecause = "<why it belongs in git>"',
        '[[block-artifacts.allow]] number 1: because must be the real reason, not "<why it belongs in git>"',
    ),
    "an exception without paths": (
        '[[block-artifacts.allow]]\nbecause = "b"',
        '[[block-artifacts.allow]] number 1: paths is missing: name the files, such as paths = ["tests/golden/**"]',
    ),
    "an exception with empty paths": (
        ALLOW.replace('"/a"', ""),
        "[[block-artifacts.allow]] number 1: paths is empty: name the files, or remove the table",
    ),
    "paths that are one string": (
        ALLOW.replace('["/a"]', '"/a"'),
        '[[block-artifacts.allow]] number 1: paths must be an array of strings, such as ["tests/golden/**"]',
    ),
    "paths that are not strings": (
        ALLOW.replace('"/a"', "3"),
        '[[block-artifacts.allow]] number 1: paths must be an array of strings, such as ["tests/golden/**"]',
    ),
    "a pattern that git would not understand": (
        ALLOW.replace('"/a"', r"'a\'"),
        (r'[[block-artifacts.allow]] number 1: paths: "a\" is not a gitignore pattern; '
        r"escape literal [, \ and !"),
    ),
    "a pattern that is a comment": (
        ALLOW.replace('"/a"', '"#a"'),
        '[[block-artifacts.allow]] number 1: paths: "#a" is a comment in a .gitignore; start it with a backslash',
    ),
    "a pattern that is blank": (
        ALLOW.replace('"/a"', '" "'),
        "[[block-artifacts.allow]] number 1: paths: a pattern is blank; write one or remove it",
    ),
    "an exception with an unknown key": (
        ALLOW + "untill = 2027-06-30",
        '[[block-artifacts.allow]] number 1: unknown key "untill"; did you mean "until"?',
    ),
    "an exception of limit-commit with a size": (
        '[[limit-commit.allow]]\npaths = ["/a"]\nbecause = "b"\nmax-size = 3',
        '[[limit-commit.allow]] number 1: unknown key "max-size"; known are paths, because, until',
    ),
    "an exception until no day": (
        ALLOW + 'until = "soon"',
        '[[block-artifacts.allow]] number 1: until must be a date such as 2027-06-30, not "soon"',
    ),
    "an exception with a bad size": (
        ALLOW + 'max-size = "big"',
        ('[[block-artifacts.allow]] number 1: max-size must be a size such as "500 kB" or a number of bytes from 0, '
        'not "big"'),
    ),
    "exceptions in single brackets": (
        '[block-artifacts.allow]\npaths = ["/a"]',
        "[block-artifacts]: allow must be an array of tables: write [[block-artifacts.allow]], in two brackets",
    ),
    "exceptions that are strings": (
        '[block-artifacts]\nallow = ["/a"]',
        '[[block-artifacts.allow]] number 1: must be a table, not "/a"',
    ),
    "a key that does not print": (
        '[limit-commit]\n"a\\nb" = 3',
        '[limit-commit]: unknown key "a\\nb"; known are ' + KEYS,
    ),
}  # fmt: skip


def said(files: dict[str, bytes | None]) -> str:
    with pytest.raises(CheckError) as error:
        load(files)
    assert len(str(error.value).splitlines()) == 1
    return str(error.value)


@pytest.mark.parametrize(("text", "message"), ERRORS.values(), ids=ERRORS)
def test_an_error_in_commitworthy_toml(text: str, message: str) -> None:
    assert said({"commitworthy.toml": text.encode()}) == f"commitworthy.toml: {message}"


PYPROJECT = {
    "an unknown key of a hook": (
        '[tool.commitworthy.block-artifacts]\nmax-sise = "1 MB"',
        '[tool.commitworthy.block-artifacts]: unknown key "max-sise"; did you mean "max-size"?',
    ),
    "an exception": (
        '[[tool.commitworthy.block-artifacts.allow]]\npaths = ["/a"]',
        "[[tool.commitworthy.block-artifacts.allow]] number 1: because is missing: say why these files belong in git",
    ),
    "an unknown table": (
        "[tool.commitworthy.strip-notebook]",
        'unknown table [tool.commitworthy.strip-notebook]; did you mean "strip-notebooks"?',
    ),
    "a key outside of the tables": (
        "[tool.commitworthy]\nhome = 3",
        '[tool.commitworthy]: unknown key "home"; did you mean "homes"?',
    ),
    "a policy that is no table": (
        "[tool]\ncommitworthy = true",
        "tool.commitworthy must be a table, not a boolean",
    ),
}


@pytest.mark.parametrize(("text", "message"), PYPROJECT.values(), ids=PYPROJECT)
def test_an_error_in_pyproject_names_the_table_as_it_stands_there(text: str, message: str) -> None:
    assert said({"pyproject.toml": text.encode()}) == f"pyproject.toml: {message}"


def test_two_policies() -> None:
    files = {"pyproject.toml": b"[tool.commitworthy]\n", "commitworthy.toml": b""}
    assert said({**files}) == "pyproject.toml has [tool.commitworthy] and commitworthy.toml exists: keep one of them"


def test_a_pyproject_that_only_names_us_leaves_the_other_file_alone() -> None:
    files = {"pyproject.toml": b'[project]\nname = "commitworthy-fan"\n', "commitworthy.toml": b"[homes]\n"}
    assert load({**files}).source == "commitworthy.toml"


GOOD = {
    "an escaped comment sign": r"['\#a']",
    "an escaped exclamation mark": r"['\!a']",
    "a set of characters": "['data[0-9].csv']",
    "an exception to the exception": "['tests/', '!tests/big.bin']",
    "every file": "['**']",
}


@pytest.mark.parametrize("paths", GOOD.values(), ids=GOOD)
def test_odd_patterns_that_git_understands(paths: str) -> None:
    policy = load({"commitworthy.toml": ALLOW.replace('["/a"]', paths).encode()})
    assert len(policy.block_artifacts.allow) == 1
