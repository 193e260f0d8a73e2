"""Commands are for pasting: what the shell receives is what we meant, and what is seen is what is run."""

from __future__ import annotations

import os
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commitworthy.base.findings import Step
from commitworthy.report.escape import command, for_terminal, quote


@pytest.mark.parametrize(
    "word",
    ["data/train.parquet", "--cached", "a_b-c.d", "user@host:/x", "50%", "a=b", "1,2", "+x"],
)
def test_an_ordinary_word_stays_bare(word: str) -> None:
    assert quote(word) == word


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        pytest.param("", "''", id="an empty word is still a word"),
        pytest.param("my data.csv", "'my data.csv'", id="a blank"),
        pytest.param("*.parquet", "'*.parquet'", id="a pattern"),
        pytest.param("it's", """'it'"'"'s'""", id="a single quote"),
        pytest.param("a\\b", "'a\\b'", id="a backslash"),
        pytest.param("$(reboot)", "'$(reboot)'", id="a substitution"),
        pytest.param("~root", "'~root'", id="a tilde"),
        pytest.param("wow!x", "'wow!x'", id="history in an interactive bash"),
        pytest.param("=ls", "'=ls'", id="a program's path in zsh"),
        pytest.param("données/été.csv", "'données/été.csv'", id="accents stay readable"),
        pytest.param("日本.csv", "'日本.csv'", id="any script stays readable"),
        pytest.param("a\nb", "$'a\\nb'", id="a line end stays on the line"),
        pytest.param("a\tb\rc", "$'a\\tb\\rc'", id="tab and carriage return"),
        pytest.param("\x1b[31mred", "$'\\x1b[31mred'", id="a terminal sequence"),
        pytest.param("\u202egnp.exe", "$'\\xe2\\x80\\xaegnp.exe'", id="text from right to left"),
        pytest.param("a\u200bb", "$'a\\xe2\\x80\\x8bb'", id="a blank of no width"),
        pytest.param("9.41\u202fAM", "$'9.41\\xe2\\x80\\xafAM'", id="a blank that is not the usual one"),
        pytest.param("caf\udce9", "$'caf\\xe9'", id="a byte that is not UTF-8"),
        pytest.param("\udce9f", "$'\\xe9f'", id="a byte before a hexadecimal digit"),
        pytest.param("\ud800", "$'\\xed\\xa0\\x80'", id="half a pair from Windows does not raise"),
        pytest.param("it's\\!\n", "$'it\\'s\\\\\\x21\\n'", id="quote, backslash and history among controls"),
        pytest.param("été\n", "$'été\\n'", id="accents beside controls"),
        pytest.param("##[stop-commands]x", "$'\\x23\\x23[stop-commands]x'", id="a command to GitHub's runner"),
    ],
)
def test_quotes_what_a_shell_would_read_otherwise(word: str, quoted: str) -> None:
    assert quote(word) == quoted


WORDS = st.lists(st.binary(max_size=12).map(lambda word: word.replace(b"\0", b"")), min_size=1, max_size=8)
TRICKY = st.lists(st.text("'\"\\!$`#[]=~é日\u202e\n\t\x1b \udcff\udc80\U000e0041", max_size=8), min_size=1)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
@given(words=WORDS | TRICKY.map(lambda words: [word.encode("utf-8", "surrogateescape") for word in words]))
@example(words=[b"it's", b"\xff\xc3\xa9'\n", b"-n", b"!!\x07", b"##[add-mask]x", b"=ls"])
@pytest.mark.long
def test_bash_receives_the_very_bytes(locale: str, words: list[bytes]) -> None:
    quoted = [quote(word.decode("utf-8", "surrogateescape")) for word in words]
    script = "printf '%s\\0' " + " ".join(quoted)
    environ = {**os.environ, "LC_ALL": locale}
    assert subprocess.run(["bash", "-c", script.encode()], capture_output=True, env=environ, check=True).stdout == (
        b"\0".join(words) + b"\0"
    )


@given(st.text())
def test_a_quoted_word_is_seen_as_it_is(word: str) -> None:
    assert for_terminal(quote(word)) == quote(word)


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        pytest.param((Step(("git", "status")),), "git status", id="words alone"),
        pytest.param((Step(("git", "add", "--"), ("a b", "-c")),), "git add -- 'a b' -c", id="words and arguments"),
        pytest.param(
            (Step(("git", "rm", "--cached", "--"), ("x",)), Step(("echo", "/x"), (), ">> .gitignore")),
            "git rm --cached -- x && echo /x >> .gitignore",
            id="two steps, the second with a tail that is left as it is",
        ),
        pytest.param((), "", id="no steps"),
    ],
)
def test_joins_steps_to_one_command(steps: tuple[Step, ...], text: str) -> None:
    assert command(steps) == text
