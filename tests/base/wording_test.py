"""Sizes as people write them and as messages show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.wording import capitalised, counted, first_of, parse, show, show_apart


@pytest.mark.parametrize(
    ("text", "size"),
    [
        pytest.param("4096", 4096, id="a bare number is bytes"),
        pytest.param("0", 0, id="nothing at all is a size"),
        pytest.param("1 byte", 1, id="one byte, in words"),
        pytest.param("131 bytes", 131, id="bytes in words"),
        pytest.param("7B", 7, id="bytes by their letter"),
        pytest.param("500 kB", 512_000, id="a kB is 1,024 bytes"),
        pytest.param("500KB", 512_000, id="KB is the same"),
        pytest.param("500 KiB", 512_000, id="KiB is the same"),
        pytest.param("500k", 512_000, id="k is the same"),
        pytest.param("2 MB", 2 * 1024**2, id="megabytes"),
        pytest.param("3 gib", 3 * 1024**3, id="gibibytes in small letters"),
        pytest.param("1TB", 1024**4, id="terabytes"),
        pytest.param("1.5MB", 1_572_864, id="a fraction"),
        pytest.param(".5 kB", 512, id="a fraction without its nought"),
        pytest.param("0.1 MB", 104_857, id="a fraction of a byte is dropped"),
        pytest.param("48.2 MB", 50_541_363, id="a size as show prints it"),
        pytest.param("  10  kB ", 10_240, id="blanks around and between"),
        pytest.param("512,001 bytes", 512_001, id="commas between thousands, as show_apart prints them"),
        pytest.param("1,234,567", 1_234_567, id="two commas"),
        pytest.param("8388608.000001 TB", 2**63 + 1_099_511, id="no precision is lost in large numbers"),
    ],
)
def test_reads_a_size(text: str, size: int) -> None:
    assert parse(text) == size


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing written"),
        pytest.param("kB", id="a unit without a number"),
        pytest.param(".", id="a point without a digit"),
        pytest.param(",", id="a comma without a digit"),
        pytest.param("-1 kB", id="less than nothing"),
        pytest.param("1e3", id="scientific notation"),
        pytest.param("1.2.3", id="two points"),
        pytest.param("1,5 MB", id="a decimal comma is not read as 15"),
        pytest.param(",500", id="a comma at the start"),
        pytest.param("1.5,000", id="a comma behind the point"),
        pytest.param("5 parsecs", id="an unknown unit"),
        pytest.param("5 kB 3", id="a number behind the unit"),
        pytest.param("0x10", id="hexadecimal"),
        pytest.param("inf", id="infinity"),
    ],
)
def test_refuses_what_is_not_a_size(text: str) -> None:
    with pytest.raises(ValueError, match="not a size") as caught:
        parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        pytest.param(0, "0 bytes", id="an empty file"),
        pytest.param(1, "1 byte", id="one byte is singular"),
        pytest.param(131, "131 bytes", id="a pointer"),
        pytest.param(1023, "1023 bytes", id="the last number of bytes"),
        pytest.param(1024, "1 kB", id="no nought behind the point"),
        pytest.param(512_000, "500 kB", id="the usual limit"),
        pytest.param(512_001, "500 kB", id="one byte more rounds to the same"),
        pytest.param(1536, "1.5 kB", id="one digit behind the point"),
        pytest.param(1_048_524, "1023.9 kB", id="just below the next unit"),
        pytest.param(1_048_525, "1 MB", id="never 1024 of a unit by rounding"),
        pytest.param(50_541_363, "48.2 MB", id="megabytes"),
        pytest.param(412 * 1024**2, "412 MB", id="whole megabytes"),
        pytest.param(3 * 1024**3, "3 GB", id="gigabytes"),
        pytest.param(5000 * 1024**4, "5000 TB", id="no unit above terabytes"),
    ],
)
def test_shows_a_size(size: int, text: str) -> None:
    assert show(size) == text


@pytest.mark.parametrize(
    ("sizes", "texts"),
    [
        pytest.param((50_541_363, 512_000), ("48.2 MB", "500 kB"), id="different when rounded"),
        pytest.param((512_000, 512_000), ("500 kB", "500 kB"), id="equal sizes may print alike"),
        pytest.param((512_001, 512_000), ("512,001 bytes", "512,000 bytes"), id="one byte over the limit"),
        pytest.param((1, 512_000, 512_001), ("1 byte", "512,000 bytes", "512,001 bytes"), id="one byte stays singular"),
        pytest.param((), (), id="no sizes"),
    ],
)
def test_keeps_different_sizes_apart(sizes: tuple[int, ...], texts: tuple[str, ...]) -> None:
    assert show_apart(*sizes) == texts


@given(st.lists(st.integers(0, 2**50), max_size=4))
def test_different_sizes_never_print_alike(sizes: list[int]) -> None:
    assert len(set(show_apart(*sizes))) == len(set(sizes))


@given(st.integers(0, 2**60))
def test_a_shown_size_reads_back_within_its_rounding(size: int) -> None:
    assert abs(parse(show(size)) - size) <= max(size * 0.06, 1)


@given(st.integers(0, 10**30))
def test_full_bytes_read_back_exactly(size: int) -> None:
    assert parse(f"{size:,} bytes") == size


@given(st.text(max_size=12))
def test_any_text_is_a_size_or_a_value_error(text: str) -> None:
    try:
        size = parse(text)
    except ValueError:
        return
    assert size >= 0


def test_a_number_too_long_for_a_float_is_still_exact() -> None:
    assert parse("1" * 400 + ".0") == int("1" * 400)


@pytest.mark.parametrize(
    ("number", "words", "text"),
    [
        (0, ("row",), "0 rows"),
        (1, ("row",), "1 row"),
        (1200, ("row",), "1,200 rows"),
        (2, ("entry",), "2 entries"),
        (1, ("row matches", "rows match"), "1 row matches"),
        (2, ("row matches", "rows match"), "2 rows match"),
    ],
)
def test_a_number_and_its_noun_agree(number: int, words: tuple[str, ...], text: str) -> None:
    assert counted(number, *words) == text


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a, b"),
        (["a", "b", "c"], "a, b and 1 more"),
        (["a"] * 3_002, "a, a and 3,000 more"),
    ],
)
def test_the_first_of_many_are_named(items: list[str], said: str) -> None:
    assert first_of(items, 2) == said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a pickle", "A pickle"),
        ("clean. and done", "Clean. and done"),
        ("lfs.allowincompletepush lets a push succeed", "lfs.allowincompletepush lets a push succeed"),
        (".gitattributes routes it", ".gitattributes routes it"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_but_a_key_stays_as_it_is(text: str, sentence: str) -> None:
    assert capitalised(text) == sentence
