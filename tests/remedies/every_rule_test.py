"""Each remedy of each rule, pasted: afterwards the rule has nothing more to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.shown import SHOWN

if TYPE_CHECKING:
    from tests.repo import Repo

# Problems of a clone are doctor's, and all rules of flag-parameters have the same remedies.
RULES = [code for code in SHOWN if not code.startswith(("DOC", "LFS02", "PAR"))] + ["PAR101", "PAR301", "PAR502"]
# What they ask for first nobody can paste, or they undo.
NOT_SILENCING = ("replace the pointer with the real file, then stage it", "or get the original back")
PLACEHOLDER = re.compile(r"'<[^'>]*>'")
# Where a message is to be written anew.
EDITOR = "sh -c 'echo shorter > \"$1\"' --"


def findings(repo: Repo, words: tuple[str, ...], code: str) -> list[dict[str, Any]]:
    return [finding for finding in repo.run(*words, "--format", "json").findings() if finding["code"] == code]


@pytest.mark.parametrize("code", RULES)
def test_each_remedy_silences_the_rule(repo: Repo, code: str) -> None:
    words = SHOWN[code](repo)
    (first, *_) = findings(repo, words, code)
    commands = [
        (way["text"], way["command"])
        for way in first["remedies"]
        if way["command"] and way["text"] not in NOT_SILENCING
    ]
    # Where a placeholder stands for a file with parameters.
    repo.write("because", "lr: 1\n")
    problems = []
    for number, (text, command) in enumerate(commands):
        there = repo.copied(repo.top, repo.top.parent / f"paste {number}") if number < len(commands) - 1 else repo
        to_paste = PLACEHOLDER.sub("because", command.replace("'<its home>'", str(repo.top.parent / "share")))
        done = there.shell(to_paste, GIT_EDITOR=EDITOR)
        # It ends in 1 where it has written, and asks to stage that.
        is_stripped = text == "strip it" and done.status == 1
        if is_stripped:
            there.git("add", "--update")
        left = findings(there, words, code)
        if (done.status and not is_stripped) or left:
            problems.append((text, command, done, left))
    assert not problems
