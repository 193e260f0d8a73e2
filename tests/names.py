"""File names that hurt, as git, a command line and JSON write them.

They hurt shells, patterns, options of git, lines of a file, terminals, the runner of GitHub, and whoever decodes them.
A test takes all of them at once where it can, in one repository: `name` in a failure says which one it was.
"""

from __future__ import annotations

import os

NAMES_THAT_HURT: tuple[str | bytes, ...] = (
    "données.bin",
    "cafe\u0301.bin",
    "with space.bin",
    'quo"te.bin',
    "apo'strophe.bin",
    "tab\tbed.bin",
    "new\nline.bin",
    "x\ntouch oops\n.bin",
    " leading.bin",
    "trailing ",
    "-x.bin",
    "--help",
    ":(top)x.bin",
    "*.star",
    "back\\slash.bin",
    "bidi\u202egnp.bin",
    "line\u2028separator.bin",
    "esc\x1b[31m.bin",
    "carriage\rreturn.bin",
    "::error::x.bin",
    "a[b]?.bin",
    "#hash.bin",
    "!bang.bin",
    "$(touch oops).bin",
    "`touch oops`;&.bin",
    "%0A%s.bin",
    "~.bin",
    "=ls",
    "l" * 200 + ".bin",
    b"latin-\xe9.bin",
    "dé\nossier/*/-x.bin",
)


def raw(name: str | bytes) -> bytes:
    """A name as git stores it."""
    return name if isinstance(name, bytes) else name.encode()


def word(name: str | bytes) -> str:
    """A name as an argument of a program."""
    return os.fsdecode(raw(name))


def in_json(name: str | bytes) -> str:
    r"""A name as the JSON lines show it: undecodable bytes as `\xNN`."""
    return raw(name).decode("utf-8", "backslashreplace")
