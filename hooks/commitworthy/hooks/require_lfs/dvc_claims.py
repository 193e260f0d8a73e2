"""Paths that are in git although a `.dvc` file keeps them for it."""

from __future__ import annotations

import bisect

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING
from ...formats import dvc
from ...git import index, objects
from ...git.index import Entry
from . import rules
from .routes import LfsViolation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...git.repository import Repository


def find(repository: Repository, claims: list[Entry], chosen: list[Entry]) -> list[LfsViolation]:
    """Outputs of the `.dvc` files `claims` that are tracked, where either of both is among the chosen entries."""
    if not claims:
        return []
    named = {entry.path: entry for entry in chosen}
    known = index.tracked(repository) if any(claim.path in named for claim in claims) else chosen
    return [
        twice._replace(entry=named.get(twice.entry.path) or named[twice.owner]._replace(path=twice.entry.path))
        for twice in tracked_twice(repository, claims, {entry.path: entry for entry in known})
        if twice.entry.path in named or twice.owner in named
    ]


def tracked_twice(
    repository: Repository, claims: Iterable[Entry], entries: Mapping[bytes, Entry]
) -> list[LfsViolation]:
    """One finding for each output that is an entry, or a folder of entries, whose first one then stands for it."""
    paths = sorted(entries)
    violations = []
    for blob in objects.stored(repository, claims, whole=dvc.LARGEST):
        if isinstance(blob, objects.Missing) or blob.content is None:
            continue
        claim = blob.entry
        for out in dvc.outs(claim.path, blob.content):
            first = _first(out, paths)
            if first is not None:
                violations.append(LfsViolation(entries[first], rules.TWICE, 0, owner=claim.path, note=path_text(out)))
    return violations


def _first(out: bytes, paths: list[bytes]) -> bytes | None:
    """The path itself, or the first one below it."""
    for wanted in (out, out + b"/"):
        place = bisect.bisect_left(paths, wanted)
        if place < len(paths) and (paths[place] == out or paths[place].startswith(out + b"/")):
            return paths[place]
    return None
