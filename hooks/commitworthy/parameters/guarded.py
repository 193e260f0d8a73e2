"""Findings as they may be shown: what may be a credential is taken out here, before anything is worded or written."""

from __future__ import annotations

from ..base import secrets
from ..base.namedtuple import TYPE_CHECKING
from .found import FoundParameter, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


# A number with so many digits is a password where its name says so; `secret=1` is a switch.
_LEAST = 1000


def guarded(found: Iterable[FoundParameter]) -> tuple[FoundParameter, ...]:
    """The findings without what may be a credential: such a literal loses its value, whatever its rule."""
    return tuple(one._replace(literals=tuple(map(_guarded, one.literals))) for one in found)


def _guarded(literal: Literal) -> Literal:
    name = secrets.name(literal.name)
    shown = _shown(literal.name, literal.value)
    if shown == literal.value:
        return literal if name == literal.name else literal._replace(name=name)
    # Of a list the text, as its items alone would say nothing.
    text = shown if isinstance(shown, str) else repr(shown)
    return literal._replace(name=name, value=None, secret=True, shown=text if any(map(str.isalnum, text)) else "")


def _shown(name: str, value: object) -> object:
    """The value as far as it may be shown."""
    if isinstance(value, bytes):
        text = value.decode("latin-1")
        shown = _shown(name, text)
        return value if shown == text else shown
    if isinstance(value, str):
        return secrets.HIDDEN if secrets.may_be_secret(name, value) else secrets.shown(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_shown(name, item) for item in value)
    if isinstance(value, (int, float)) and abs(value) >= _LEAST and secrets.names_secret(name):
        return secrets.HIDDEN
    return value
