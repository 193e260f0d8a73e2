"""What a holder makes of the literals of one program: where they go, what is edited, and how that is proved."""

from __future__ import annotations

import ast

from ...base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .module import Candidate, Edit, Left

    Proof = Callable[[ast.Module, ast.Module, object], str]
    """Old tree, new tree, and the config file as its parser reads it; "" where they are one program, else the reason.

    Both trees may be changed.
    """


class Place(NamedTuple):
    """The program and its config file, both as paths from the top of the repository, with forward slashes.

    `name` is the class that holds settings, or Kedro's catalog; `config` is what the config file has, as its parser
    reads it; `groups` are the folders beside it, each a choice of configs.  Of a key in the sections `composed` another
    file may have the last word.  `is_starred`: another module takes all names of the program, by `import *`.
    `nodes` are the names of functions that pipelines of Kedro run, None where that is not known.
    `bases` are those of each class of the repository, by their last names.
    """

    path: str
    file: str
    name: str = ""
    config: object = None
    groups: frozenset[str] = frozenset()
    composed: frozenset[str] = frozenset()
    is_starred: bool = False
    nodes: frozenset[str] | None = None
    bases: Mapping[str, frozenset[str]] = {}


class Plan(NamedTuple):
    """What is moved, what is left, and the edits of the text.

    Of `kept` the values go to the config file, and the code stays as it is.  `notes` are lines for the user.
    """

    moved: Sequence[Candidate]
    left: Sequence[Left]
    edits: Sequence[Edit]
    proof: Proof
    notes: Sequence[str] = ()
    kept: Sequence[Candidate] = ()


class Unproved(Exception):  # noqa: N818 (it is not an error of the program that is read)
    """A rewritten program that was not proved to be the one of before; nothing may be written."""
