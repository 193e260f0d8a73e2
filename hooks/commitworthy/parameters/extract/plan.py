"""What a holder makes of the literals of one program: where they go, what is edited, and how that is proved."""

from __future__ import annotations

import ast

from ...base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .module import Candidate, Edit, Left

    Proof = Callable[[ast.Module, ast.Module, object], str]
    """Old tree, new tree, and the config file as its parser reads it; "" where they are one program, else the reason.

    Both trees may be changed.
    """


class Place(NamedTuple):
    """The program and its config file, both as paths from the top of the repository, with forward slashes.

    `name` is the class that holds settings, where there is one; `config_text` the text of the config file.
    """

    path: str
    file: str
    name: str = ""
    config_text: str = ""


class Plan(NamedTuple):
    """What is moved, what is left, and the edits of the text.  `notes` are lines for the user, beside what was done."""

    moved: Sequence[Candidate]
    left: Sequence[Left]
    edits: Sequence[Edit]
    proof: Proof
    notes: Sequence[str] = ()


class Unproved(Exception):  # noqa: N818 (it is not an error of the program that is read)
    """A rewritten program that was not proved to be the one of before; nothing may be written."""
