"""argparse that names the option which was meant."""

from __future__ import annotations

import argparse

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, NoReturn

_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """A parser whose complaint about an unknown option ends with the nearest one; options are written in full.

    Every command takes `--debug`, of which the message about a bug tells; no help has room for it.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)

    # What argparse declares of it is overloaded, for spaces of names that nobody here has.
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does."""
        if "--debug" not in self._option_string_actions:
            self.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Ends the process with 2."""
        words = message.removeprefix(_UNKNOWN).split() if message.startswith(_UNKNOWN) else []
        # Most command lines are right, and these take a while to load.
        import difflib

        from ..base import secrets

        # Without the dashes, which all have in common.
        options = [option[2:] for option in self._option_string_actions if option.startswith("--")]
        found = [difflib.get_close_matches(word.partition("=")[0].lstrip("-"), options, 1) for word in words]
        near = next((some[0] for some in found if some), "")
        # Words may be names of files that others chose.
        message = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in secrets.line(message))
        super().error(f"{message}; did you mean --{near}?" if near else message)


def wide(prog: str) -> argparse.HelpFormatter:
    """The help of a command with many options: 80 columns everywhere, and the lines of its description as they are."""
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=24, width=80)
