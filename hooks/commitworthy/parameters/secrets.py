"""Values that look like credentials, whatever the rule that found them: what is marked here is printed nowhere."""

from __future__ import annotations

import re

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .found import Found, Literal

_NAMES = re.compile(
    r"passw|passphrase|pwd$|secret|api_?key|access_?key|private_?key|credential|auth_?token", re.IGNORECASE
)
_TOKEN = re.compile(r"token$", re.IGNORECASE)
# So many characters have no tokens that models read, such as [UNK].
_LONG = 16
_FORMS = re.compile(
    r"://[^/@\s]*:[^/@\s]+@"  # a password in an address
    r"|[?&;](?:sig|token|password|pwd|key|accountkey|sharedaccesskey)=[^&;\s]+"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[opsu]_\w{20,}|\bgithub_pat_\w{20,}|\bxox[abpr]-[\w-]{10,}|\bsk-[\w-]{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----",
    re.IGNORECASE,
)


def guarded(found: Iterable[Found]) -> tuple[Found, ...]:
    """The findings, with each literal that looks like a credential marked as secret."""
    return tuple(one._replace(literals=tuple(map(_guarded, one.literals))) for one in found)


def looks_secret(name: str, text: str) -> bool:
    """Whether a name promises a secret, or a text has the form of one."""
    if _NAMES.search(name) or (_TOKEN.search(name) and len(text) >= _LONG):
        return True
    return _FORMS.search(text) is not None


def _guarded(literal: Literal) -> Literal:
    if literal.secret or not any(looks_secret(literal.name, text) for text in _texts(literal.value)):
        return literal
    return literal._replace(secret=True)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, bytes):
        return [value.decode("latin-1")]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item)]
    return []
