"""The kinds of artifacts that a policy adds to the table.

A team's own signature is surer than our guess: it beats what we know by name, text, and unknown binaries, and also a
container such as zip that we only know from outside.  It never hides a pointer or a format that our table knows by
its content.  A suffix without a signature names only what we have no name for: text and unknown binaries.
"""

from __future__ import annotations

from ...artifacts.kinds import is_disguise
from ...artifacts.sniff import Sniff
from ...artifacts.suffixes import suffix_of
from ...values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...policy.settings import OwnKind

_NAMELESS = ("text", "binary")
# What is in these is not known, else they would go by another format.
_CONTAINERS = frozenset(("zip", "tar", "gzip", "bzip2", "xz", "lzma", "zlib", "zstd", "lz4"))


def refined(found: Sniff, path: bytes, head: bytes, kinds: Iterable[OwnKind]) -> Sniff:
    """`found`, or what the first kind that fits says instead."""
    if found.family in ("pointer", "empty"):
        return found
    weak = found.evidence.startswith("name: ") or found.family in _NAMELESS or found.format in _CONTAINERS
    suffix = suffix_of(path)
    for kind in kinds if weak else ():
        if kind.magic and head.startswith(kind.magic, kind.offset):
            disguised = bool(kind.suffixes) and suffix not in kind.suffixes and is_disguise(kind.family, suffix)
            return Sniff(kind.family, kind.name, _label(kind), f"content: {_where(kind)}", disguised)
    for kind in kinds if found.family in _NAMELESS else ():
        if not kind.magic and suffix in kind.suffixes:
            return Sniff(kind.family, kind.name, _label(kind), f"name: {suffix}", False)
    return found


def _label(kind: OwnKind) -> str:
    return f"{kind.name} (a kind of this repository's policy)"


def _where(kind: OwnKind) -> str:
    shown = kind.magic.decode("ascii") if kind.magic.isalnum() else kind.magic.hex(" ").upper()
    return f"{shown} at {kind.offset:,}, as the policy says"
