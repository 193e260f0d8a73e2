from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import CheckError
from commitworthy.policy.argv import overrides, parser, read, split
from commitworthy.policy.options import EVERY_HOOK, OPTIONS, of_hook
from tests.policy.load_test import imported_by

HOOKS = ("block-artifacts", "limit-commit", "check-push")
HOOKS_WITH_OPTIONS = sorted({option.hook for option in OPTIONS if option.hook not in ("", EVERY_HOOK)})

SPLITS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "only names": (["a", "b c"], [], ["a", "b c"]),
    "nothing at all": ([], [], []),
    "a flag and a name": (["--strict", "a"], ["--strict"], ["a"]),
    "a flag behind a name": (["a", "--strict"], ["--strict"], ["a"]),
    "a flag with its value": (["--max-size", "5MB", "a"], ["--max-size", "5MB"], ["a"]),
    "a flag with its value in one word": (["--max-size=5MB", "a"], ["--max-size=5MB"], ["a"]),
    "a value that is also a path": (["--format", "-x.bin", "a"], ["--format", "-x.bin"], ["a"]),
    "a name with a dash": (["--strict", "-x.bin", "a"], ["--strict"], ["-x.bin", "a"]),
    "a name with a dash and an equals sign": (["-x=1.bin"], [], ["-x=1.bin"]),
    "a name with two dashes": (["--x.bin"], [], ["--x.bin"]),
    "a word with a dash that is no path": (["--strct", "a"], ["--strct"], ["a"]),
    "names behind two dashes": (["--strict", "--", "--strict", "-y"], ["--strict"], ["--", "--strict", "-y"]),
    "a file called as what ends the options": (["--strict", "--", "a"], ["--strict"], ["--", "a"]),
    "help where no file is called so": (["--help"], ["--help"], []),
    "a file called like the short form of help": (["-h"], [], ["-h"]),
    "a dash alone": (["-"], [], ["-"]),
    "a flag of another hook that is no path": (["--max-files", "3"], ["--max-files"], ["3"]),
}
ON_DISK = {"a", "b c", "-x.bin", "-x=1.bin", "--x.bin", "--all", "-h", "--", "--maxkb=99999"}


@pytest.mark.parametrize(("argv", "options", "names"), SPLITS.values(), ids=SPLITS)
def test_split(argv: list[str], options: list[str], names: list[str]) -> None:
    assert split("block-artifacts", argv, ON_DISK.__contains__) == (options, names)


def test_two_dashes_that_are_no_file_only_end_the_options() -> None:
    assert split("block-artifacts", ["--strict", "--", "--strict"], lambda _: False) == (["--strict"], ["--strict"])


@pytest.mark.parametrize("word", ["--all", "--maxkb=99999"])
def test_a_file_called_like_a_flag_is_not_taken_for_it(word: str) -> None:
    with pytest.raises(CheckError, match="is both an option and a file"):
        split("block-artifacts", ["a", word], ON_DISK.__contains__)


def test_a_flag_whose_value_is_missing_is_left_to_the_parser(capsys: pytest.CaptureFixture[str]) -> None:
    for hook, flag in (("block-artifacts", "--max-size"), ("strip-notebooks", "--keep-text")):
        options, _ = split(hook, [flag], ON_DISK.__contains__)
        assert refused(hook, options, capsys) == f"argument {flag}: expected one argument"


def test_names_alone_need_no_parser() -> None:
    code = "from commitworthy.policy.argv import split; split('block-artifacts', ['a', 'b'], bool)"
    assert not imported_by(code) & {"argparse", "re", "typing", "difflib"}


def test_sound_options_need_none_either() -> None:
    code = "from commitworthy.policy.argv import read; read('block-artifacts', ['--all-files', '--maxkb=7'])"
    assert not imported_by(code) & {"argparse", "re", "typing", "difflib"}


def said(hook: str, argv: list[str]) -> dict[tuple[str, str], object]:
    return overrides(hook, vars(parser(hook, "d", "e").parse_args(argv)))


OVERRIDES: dict[str, tuple[str, list[str], dict[str, object]]] = {
    "nothing said": ("block-artifacts", [], {}),
    "a size": ("block-artifacts", ["--max-size", "1MB"], {"max-size": 1024**2}),
    "a size of nothing": ("block-artifacts", ["--max-size", "0"], {"max-size": 0}),
    "kilobytes as in the hook everyone has": ("block-artifacts", ["--maxkb=500"], {"max-size": 512_000}),
    "the last of two forms counts": ("block-artifacts", ["--maxkb", "1", "--max-size", "7"], {"max-size": 7}),
    "limits of families": (
        "block-artifacts",
        ["--limit", "data=1MB", "--limit", "text=none", "--limit", "media=refuse", "--limit", "data=2"],
        {"limits": {"data": 2, "text": None, "media": 0}},
    ),
    "a count": ("limit-commit", ["--max-files", "3"], {"max-files": 3}),
    "the size of a commit": ("limit-commit", ["--max-size", "3"], {"max-size": 3}),
    "flags of every hook are no override": ("limit-commit", ["--strict", "--format", "json"], {}),
    "a hook without options": ("check-push", ["--all"], {}),
}


@pytest.mark.parametrize(("hook", "argv", "expected"), OVERRIDES.values(), ids=OVERRIDES)
def test_overrides(hook: str, argv: list[str], expected: dict[str, object]) -> None:
    assert said(hook, argv) == {(hook, key): value for key, value in expected.items()}
    assert read(hook, argv) == vars(parser(hook, "d", "e").parse_args(argv))


def parsed(hook: str, argv: list[str]) -> dict[str, object] | None:
    """What argparse makes of it; None where it ends the process."""
    try:
        return vars(parser(hook, "d", "e").parse_args(argv))
    except (SystemExit, CheckError):
        return None


FLAGS = sorted({flag.name for option in OPTIONS for flag in option.flags})
VALUES = ["5", "1 MB", "much", "", "-", "--", "-1", "-x y", "data=5", "data=-1", "text", "json", "sarif", "a", "--all"]
FLAG_WORDS = st.sampled_from([*FLAGS, *(f"--no-{flag[2:]}" for flag in FLAGS), "--no", "-h", "--help", "--max", "-"])
WORDS = st.one_of(
    FLAG_WORDS,
    st.sampled_from(VALUES),
    st.builds("{}={}".format, FLAG_WORDS, st.sampled_from([value for value in VALUES if value != "--"])),
)


@given(st.sampled_from(HOOKS_WITH_OPTIONS), st.lists(WORDS, max_size=4))
def test_what_is_read_without_the_parser_is_what_it_would_say(hook: str, argv: list[str]) -> None:
    found = read(hook, argv)
    if found is not None:
        assert found == parsed(hook, argv)


@pytest.mark.parametrize("hook", HOOKS_WITH_OPTIONS)
def test_every_flag_with_every_word_is_read_as_the_parser_does(hook: str) -> None:
    flags = [flag.name for option in (*of_hook(hook), *of_hook(EVERY_HOOK)) for flag in option.flags]
    made = parser(hook, "d", "e")
    for flag in flags:
        for value in VALUES:
            # Of `--flag=--` argparse makes an empty list, and we what it says.
            for argv in ([flag, value], [f"{flag}={value.replace('--', '-')}"]):
                found = read(hook, argv)
                assert found is None or found == vars(made.parse_args(argv)), argv


@pytest.mark.parametrize("hook", HOOKS_WITH_OPTIONS)
def test_every_flag_can_be_read_without_the_parser(hook: str) -> None:
    of_words = {"size": "5", "kilobytes": "5", "count": "5", "limits": "data=5"}
    for option in (*of_hook(hook), *of_hook(EVERY_HOOK)):
        for flag in option.flags:
            kind = flag.kind or option.kind
            word = option.names[0] if kind == "choice" else of_words.get(kind, "word")
            argv = [flag.name, word] if flag.metavar else [flag.name]
            assert read(hook, argv) == parsed(hook, argv) is not None


@pytest.mark.parametrize("hook", HOOKS)
def test_flags_of_every_hook(hook: str) -> None:
    made = parser(hook, "d", "e")
    plain = vars(made.parse_args([]))
    assert {key: plain[key] for key in ("format", "strict", "color", "all_files", "all", "debug")} == {
        "format": "text", "strict": False, "color": "auto", "all_files": False, "all": False, "debug": False,
    }  # fmt: skip
    given = vars(made.parse_args(["--format=github", "--strict", "--color=never", "--all-files", "--all", "--debug"]))
    assert given["format"] == "github"
    assert given["color"] == "never"
    assert given["strict"] is given["all_files"] is given["all"] is given["debug"] is True


def refused(hook: str, argv: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stopped:
        parser(hook, "d", "e").parse_args(argv)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    usage, error = err.splitlines()
    assert usage == f"usage: commitworthy {hook} [options] [FILE ...]"
    return error.removeprefix(f"commitworthy {hook}: error: ")


REFUSED = {
    "a size in elephants": (
        ["--max-size", "5 elephants"],
        'argument --max-size: must be a size such as "500 kB" or a number of bytes from 0, not "5 elephants"',
    ),
    "kilobytes with a unit": (["--maxkb", "5k"], 'argument --maxkb: must be a whole number from 0, not "5k"'),
    "a limit without a family": (
        ["--limit", "5"],
        'argument --limit: must be FAMILY=SIZE, such as data=1MB, not "5"',
    ),
    "a limit of an unknown family": (
        ["--limit", "modle=5"],
        'argument --limit: names an unknown family "modle"; did you mean "model"?',
    ),
    "a percent sign": (["--maxkb", "5%s"], 'argument --maxkb: must be a whole number from 0, not "5%s"'),
    "an unknown flag": (["--strct"], "unrecognized arguments: --strct; did you mean --strict?"),
    "a short one": (["--al"], "unrecognized arguments: --al; did you mean --all?"),
    "the beginning of a flag": (["--max", "5"], "unrecognized arguments: --max 5; did you mean --maxkb?"),
}


@pytest.mark.parametrize(("argv", "message"), REFUSED.values(), ids=REFUSED)
def test_a_bad_value_is_one_line(argv: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused("block-artifacts", argv, capsys) == message


def test_an_unknown_format_names_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    error = refused("limit-commit", ["--format", "xml"], capsys)
    assert error.startswith("argument --format: invalid choice: 'xml' (choose from ")


@pytest.mark.parametrize("hook", HOOKS)
def test_help_fits_a_screen(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    text = parser(hook, "Refuse what does not belong in git.", f"commitworthy {hook} --strict").format_help()
    lines = text.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert lines[-1] == f"example: commitworthy {hook} --strict"
    assert all(line.startswith("  -") for line in lines[lines.index("options:") + 1 : -2])


@pytest.mark.parametrize("words", [["--kernel-name"], ["--keep-type", "--keep-count"], ["--check=x"]])
def test_a_flag_without_its_word_or_with_one_too_many_is_left_to_the_parser(words: list[str]) -> None:
    assert read("strip-notebooks", words) is None
