"""What an option is: one row of the table."""

from __future__ import annotations

from ..values import NamedTuple


class Flag(NamedTuple):
    """A way to say an option on the command line.  `kind` where its word is not read as the option's kind is."""

    name: str
    metavar: str = ""
    kind: str = ""
    help: str = ""


class Option(NamedTuple):
    """One option.  `hook` is "" for a table at the top level, "*" for a flag that every hook has and no file.

    Kinds: size, count, text, switch (yes or no), words (an array of texts, of which the flag gives one each time),
    limits (family -> size), homes (family -> home), globs (pattern -> words), exceptions and kinds (arrays of tables),
    choice, and flag, which no file has: yes or no, or the text that its metavar stands for.  `names` are the choices,
    or the keys that its table may have.
    """

    hook: str
    key: str
    kind: str
    default: object
    help: str
    flags: tuple[Flag, ...] = ()
    names: tuple[str, ...] = ()
