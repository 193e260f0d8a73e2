from __future__ import annotations

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.policy.exceptions import covering, expired
from commitworthy.policy.settings import Exemption

TODAY = "2027-06-30"

COVERED = {
    "a file by its whole path": (["/a/b.bin"], "a/b.bin"),
    "a file by its name in any folder": (["b.bin"], "x/y/b.bin"),
    "a file below a folder": (["tests/golden/"], "tests/golden/deep/b.bin"),
    "a file by two stars": (["tests/golden/**"], "tests/golden/deep/b.bin"),
    "a file by its suffix": (["*.parquet"], "data/x.parquet"),
    "a file by the second pattern": (["/x", "/y"], "y"),
    "a name with a newline": (["logs/"], "logs/a\nb"),
    "a name that is not UTF-8": (["caf?.bin"], "caf\udce9.bin"),
    "a name with a bracket": ([r"\[a\].bin"], "[a].bin"),
    "a name with a backslash": ([r"a\\b"], "a\\b"),
}

NOT_COVERED = {
    "another file": (["/a/b.bin"], "a/c.bin"),
    "the same name in another folder": (["/b.bin"], "x/b.bin"),
    "a path in another folder": (["golden/b.bin"], "tests/golden/b.bin"),
    "a name in capitals": (["b.bin"], "B.BIN"),
    "a deeper file by one star": (["a/*.bin"], "a/b/c.bin"),
    "a file that a later pattern takes out": (["tests/", "!tests/big.bin"], "tests/big.bin"),
    "a longer name": (["/b.bin"], "b.bin.old"),
}


@pytest.mark.parametrize(("paths", "path"), COVERED.values(), ids=COVERED)
def test_covered(paths: list[str], path: str) -> None:
    row = Exemption(tuple(paths), "b")
    assert covering([row], path, 10, TODAY) is row


@pytest.mark.parametrize(("paths", "path"), NOT_COVERED.values(), ids=NOT_COVERED)
def test_not_covered(paths: list[str], path: str) -> None:
    assert covering([Exemption(tuple(paths), "b")], path, 10, TODAY) is None


def row(until: str | None = None, max_size: int | None = None, because: str = "b") -> Exemption:
    return Exemption(("*.bin",), because, until, max_size, "pyproject.toml")


DAYS = {
    "without a last day": (None, True),
    "before its last day": ("2027-07-01", True),
    "on its last day": ("2027-06-30", True),
    "after its last day": ("2027-06-29", False),
    "years after": ("2019-12-31", False),
}


@pytest.mark.parametrize(("until", "counts"), DAYS.values(), ids=DAYS)
def test_an_exception(until: str | None, counts: bool) -> None:
    rows = [row(until)]
    assert covering(rows, "a.bin", 10, TODAY) == (rows[0] if counts else None)
    assert expired(rows, "a.bin", 10, TODAY) == (None if counts else rows[0])


SIZES = {"below": (9, True), "exactly": (10, True), "above": (11, False)}


@pytest.mark.parametrize(("size", "accepted"), SIZES.values(), ids=SIZES)
def test_the_size_of_an_exception(size: int, accepted: bool) -> None:
    assert (covering([row(max_size=10)], "a.bin", size, TODAY) is not None) is accepted
    assert (expired([row("2020-01-01", 10)], "a.bin", size, TODAY) is not None) is accepted


def test_the_first_that_accepts_is_named() -> None:
    rows = [row("2020-01-01"), row(max_size=5), row(because="third"), row(because="fourth")]
    assert covering(rows, "a.bin", 10, TODAY) == row(because="third")


def test_an_expired_one_does_not_accept_another_path() -> None:
    assert expired([row("2020-01-01")], "a.csv", 10, TODAY) is None


@pytest.mark.parametrize("pattern", ["a\\", "!", "[z-a]", "[", "[[:alpha:]]x", "/", " "])
def test_a_pattern_that_is_none(pattern: str) -> None:
    with pytest.raises(CheckError, match=r'^pyproject\.toml: paths of the exception "b": .*pattern') as error:
        covering([Exemption((pattern,), "b", where="pyproject.toml")], "a", 1, TODAY)
    assert len(str(error.value).splitlines()) == 1
