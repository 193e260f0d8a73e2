"""Patterns mean what pathspec, the oracle, and git take them to mean, and cost no more than path times pattern."""

from __future__ import annotations

import random
import subprocess
import time
import warnings
from typing import TYPE_CHECKING

import pytest
from pathspec import GitIgnoreSpec

from commitworthy.base import globs

if TYPE_CHECKING:
    from tests.repo import Repo

SEGMENTS = "** * a b ab a* *b *a*b a? [ab] [!a] [^b] a**b **a \\a \\* a*b* ? []a] [a-b]c *.b a.*".split()
NAMES = "a b ab aab abab ba a.b * c bc aa ]".split()


def pattern(dice: random.Random) -> str:
    words = "/".join(dice.choice(SEGMENTS) for _ in range(dice.randint(1, 4)))
    return dice.choice(["", "", "!"]) + dice.choice(["", "/"]) + words + dice.choice(["", "/"])


def path(dice: random.Random) -> str:
    return "/".join(dice.choice(NAMES) for _ in range(dice.randint(1, 5)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.long
def test_patterns_mean_what_pathspec_takes_them_to_mean(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(2500):
        patterns = tuple(pattern(dice) for _ in range(dice.randint(1, 3)))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                oracle = GitIgnoreSpec.from_lines(patterns, backend="simple")
        except (ValueError, FutureWarning):
            continue
        for name in [path(dice) for _ in range(4)]:
            assert globs.compiled(patterns)(name) is oracle.match_file(name), (patterns, name)


def test_single_patterns_mean_what_git_takes_them_to_mean(repo: Repo) -> None:
    # Left out are a slash behind two stars, which git takes for folders alone, and a backslash before nothing.
    dice = random.Random(7)
    patterns = [one for one in (pattern(dice) for _ in range(150)) if not one.startswith("!") and not one.endswith("/")]
    names = sorted({path(dice) for _ in range(60)})
    for one in patterns:
        repo.write(".git/info/exclude", one + "\n")
        command = ["git", "check-ignore", "--no-index", "-z", "--stdin"]
        send = "".join(f"{name}\0" for name in names)
        done = subprocess.run(command, cwd=repo.top, input=send, capture_output=True, text=True, check=False)
        ignored = set(done.stdout.split("\0")) - {""}
        assert {name for name in names if globs.compiled((one,))(name)} == ignored, one


SLOW = {
    "stars in a name": (lambda n: ("*m" * 8 + "x", "m" * n)),
    "two stars over folders": (lambda n: ("**/a/" * 40 + "x", "a/" * n + "y")),
    "stars in every folder": (lambda n: ("*a*b/" * 40 + "x", "abab/" * n + "y")),
    "question marks behind a star": (lambda n: ("*" + "?" * 200 + "x*" + "?" * 200 + "y", "m" * n)),
    "brackets": (lambda n: ("[a-z]*" * 100 + "9", "a" * n)),
    "folders between two stars": (lambda n: ("**/" + "a/" * 100 + "b/**/x", "a/" * n + "y")),
}


@pytest.mark.parametrize("kind", SLOW)
def test_no_pattern_takes_more_than_path_times_pattern(kind: str) -> None:
    """Twice the path takes about twice the time; a pattern that backtracks would need longer than the sun burns."""
    taken = []
    for length in (4000, 8000):
        text, name = SLOW[kind](length)
        match = globs.compiled((text,))
        start = time.process_time()
        assert not match(name)
        taken.append(time.process_time() - start)
    assert taken[1] < 8 * taken[0] + 0.5


@pytest.mark.parametrize("line", ["", "  ", "# a", "/", "[a", "a[", "a\\", "[z-a]", "a" * 5000, "[[:alpha:]]"])
def test_a_line_that_is_no_pattern_means_nothing(line: str) -> None:
    assert globs.parse(line) is None
    assert not globs.compiled((line,))("a")
