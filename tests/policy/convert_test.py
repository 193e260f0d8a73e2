from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from commitworthy.policy import convert
from commitworthy.policy.options import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable

    Converter = Callable[..., object]

ACCEPTED: dict[str, tuple[Converter, object, object]] = {
    "a size with a unit": (convert.size, "500 kB", 512_000),
    "a size in bytes": (convert.size, 4096, 4096),
    "a size of nothing": (convert.size, 0, 0),
    "a number of kilobytes": (convert.kilobytes, "500", 512_000),
    "a count": (convert.count, 3, 3),
    "a count of none": (convert.count, 0, 0),
    "a count as a word": (convert.whole, "12", 12),
    "a limit with a unit": (convert.limit, "1 MB", 1024**2),
    "a limit of none": (convert.limit, "none", None),
    "a limit that refuses": (convert.limit, "refuse", 0),
    "a limit in capitals": (convert.limit, "None", None),
    "a home that is a word": (convert.home, "dvc", "dvc"),
    "a home that is a bucket": (convert.home, "s3://team-data/churn", "s3://team-data/churn"),
    "a home in Azure": (convert.home, "abfss://c@a.dfs.core.windows.net/x", "abfss://c@a.dfs.core.windows.net/x"),
    "a home that is a sentence": (convert.home, "ask  Kim\nfirst", "ask Kim first"),
    "a reason over two lines": (convert.reason, " golden\n files ", "golden files"),
    "a choice": (lambda value: convert.choice(value, ("text", "json")), "json", "json"),
    "no words": (convert.words, [], []),
    "some words": (convert.words, ["a", "b c"], ["a", "b c"]),
    "a TOML date": (convert.date, dt.date(2027, 6, 30), "2027-06-30"),
    "a date as a string": (convert.date, "2027-06-30", "2027-06-30"),
}

REFUSED: dict[str, tuple[Converter, object, str]] = {
    "a size in elephants": (convert.size, "5 elephants", 'not "5 elephants"'),
    "a size that is negative": (convert.size, -1, "must be a size such as"),
    "a size that is a negative string": (convert.size, "-1 kB", 'not "-1 kB"'),
    "a size that is a boolean": (convert.size, True, "not a boolean"),
    "a size that is a float": (convert.size, 1.5, "not a float"),
    "a size of more digits than Python reads": (convert.size, "9" * 5000, f'not "{"9" * 57}..."'),
    "a count that is a string": (convert.count, "3", 'not "3"'),
    "a count that is negative": (convert.count, -3, "not -3"),
    "a count that is a boolean": (convert.count, False, "not a boolean"),
    "a word that is no count": (convert.whole, "1e3", 'not "1e3"'),
    "a count with more digits than Python reads": (convert.whole, "9" * 5000, "must be a whole number"),
    "a count of more digits than Python prints": (convert.count, -(10**5000), "not a number that large"),
    "a choice that there is not": (
        lambda value: convert.choice(value, ("text", "json")),
        "xml",
        'text, json, not "xml"',
    ),
    "a choice that is a number": (lambda value: convert.choice(value, ("text", "json")), 3, "text, json, not 3"),
    "a text that is a number": (convert.text, 3, "must be a string, not 3"),
    "words that are one": (convert.words, "ab", 'an array of strings, not "ab"'),
    "words of which one is none": (convert.words, ["a", ""], "an array of strings"),
    "words of which one is a number": (convert.words, ["a", 3], "an array of strings"),
    "kilobytes with a unit": (convert.kilobytes, "500kB", 'not "500kB"'),
    "a limit that is a list": (convert.limit, [], "not an array"),
    "a limit of another word": (convert.limit, "never", '"none" or "refuse", not "never"'),
    "a home with a typing error": (convert.home, "dcv", 'did you mean "dvc"?'),
    "a home like nothing known": (convert.home, "q", 'sentence, not "q"'),
    "a bucket without a name": (convert.home, "s3://", 'not "s3://"'),
    "a home that is a number": (convert.home, 3, "not 3"),
    "a reason that is blank": (convert.reason, " \n", "is blank"),
    "a reason that is a number": (convert.reason, 3, "must be a string, not 3"),
    "a day that no month has": (convert.date, "2027-02-30", 'not "2027-02-30"'),
    "a date of another country": (convert.date, "30.06.2027", 'not "30.06.2027"'),
    "a date without dashes": (convert.date, "20270630", "must be a date"),
    "a date with a time": (convert.date, dt.datetime(2027, 6, 30, tzinfo=dt.UTC), "not a date or time"),
}


@pytest.mark.parametrize(("function", "value", "made"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(function: Converter, value: object, made: object) -> None:
    assert function(value) == made


@pytest.mark.parametrize(("function", "value", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(function: Converter, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=r"^(must be|must name|is blank)") as error:
        function(value)
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_family_limit_of_the_command_line() -> None:
    assert convert.family_limit("data=1MB", FAMILIES) == ("data", 1024**2)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("data", 'must be FAMILY=SIZE, such as data=1MB, not "data"'),
        ("dta=1MB", 'names an unknown family "dta"; did you mean "data"?'),
        ("data=big", 'must be a size such as "500 kB", "none" or "refuse", not "big"'),
    ],
)
def test_a_bad_family_limit_of_the_command_line(word: str, said: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011, the text is compared whole
        convert.family_limit(word, FAMILIES)
    assert str(error.value) == said


def test_what_is_quoted_stays_on_its_line() -> None:
    assert convert.quoted("a\nb\x1b[31mé") == '"a\\nb\\x1b[31mé"'


def test_without_a_near_name_all_are_given() -> None:
    assert convert.nearest("zzz", ("max-size", "allow")) == "; known are max-size, allow"


def test_an_underscore_is_near_to_a_dash() -> None:
    assert convert.nearest("MAX_SIZE", ("max-size", "allow")) == '; did you mean "max-size"?'


def test_a_folder_without_a_scheme_is_no_store_of_git_lfs_or_delta() -> None:
    for kind in ("lfs", "delta"):
        with pytest.raises(ValueError, match=r"^must be one of ") as error:
            convert.home(f"{kind}+/mnt/share")
        assert str(error.value) == (
            "must be one of lfs, dvc, mlflow, delta, an address (s3://, gs://, az://, abfss://, file://; some also "
            f'with lfs+, delta+ or mlflow+), a folder or a sentence, not "{kind}+/mnt/share"'
        )
        assert convert.home(f"{kind}+file:///mnt/share") == f"{kind}+file:///mnt/share"
