"""`commitworthy` without a subcommand: what there is."""

from __future__ import annotations

import sys

from .. import __version__, cli
from ..base import wording
from ..base.findings import CheckError
from ..hooks.hook import HOOKS, load


def run(words: list[str]) -> int:
    """Print the overview or the version; CheckError for a subcommand that is none."""
    first, *rest = words or ["--help"]
    if first in ("--version", "-V"):
        return _print(f"commitworthy {__version__}\n")
    if first not in ("--help", "-h", "help"):
        raise CheckError(_unknown(first))
    if rest and rest[0] in (*HOOKS, *cli.COMMANDS):
        return cli.main([rest[0], "--help"])
    return _print(_overview())


def _print(text: str) -> int:
    sys.stdout.write(text)
    return 0


def _overview() -> str:
    hooks = "".join(_line(name, load(name).SUMMARY) for name in HOOKS)
    commands = "".join(_line(name, cli.load_command(name).SUMMARY) for name in cli.COMMANDS)
    return (
        "Is this worth committing?  To begin, run in a repository: commitworthy init\n\n"
        f"hooks (check what is staged, or the files named):\n{hooks}\n"
        f"commands:\n{commands}"
        "\nexample: commitworthy check --help\n"
        "Exit status: 0 clean, 1 findings, 2 could not check.\n"
    )


def _line(name: str, summary: str) -> str:
    return f"  {name:<17}{summary}\n"


def _unknown(word: str) -> str:
    if word.startswith("-"):
        return f"{word} goes after a hook or a command, for example: commitworthy check --all-files"
    near = wording.nearest(word, (*HOOKS, *cli.COMMANDS))
    meant = f"did you mean {near}?" if near else "see commitworthy --help"
    return f"no such subcommand: {word}: {meant}"
