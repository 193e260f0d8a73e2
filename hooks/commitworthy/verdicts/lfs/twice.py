"""Paths that are in git although a `.dvc` file keeps them for it."""

from __future__ import annotations

import bisect

from ...artifacts import outs
from ...git import blobs, index
from ...git.index import Entry
from ...values import TYPE_CHECKING
from . import rules
from .routing import Misfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...git.repository import Repository


def find(repository: Repository, claims: list[Entry], chosen: list[Entry]) -> list[Misfit]:
    """Outputs of the `.dvc` files `claims` that are tracked, where either of both is among the chosen entries."""
    if not claims:
        return []
    named = {entry.path: entry for entry in chosen}
    known = index.tracked(repository) if any(claim.path in named for claim in claims) else chosen
    found = tracked_twice(repository, claims, {entry.path: entry for entry in known})
    return [
        misfit._replace(entry=named.get(misfit.entry.path) or named[misfit.owner]._replace(path=misfit.entry.path))
        for misfit in found
        if misfit.entry.path in named or misfit.owner in named
    ]


def tracked_twice(repository: Repository, claims: Iterable[Entry], entries: Mapping[bytes, Entry]) -> list[Misfit]:
    """One finding for each output that is an entry, or a folder of entries, whose first one then stands for it."""
    paths = sorted(entries)
    found = []
    for blob in blobs.stored(repository, claims, whole=outs.LARGEST):
        if isinstance(blob, blobs.Missing) or blob.content is None:
            continue
        claim = blob.entry
        for out in outs.outs(claim.path, blob.content):
            first = _first(out, paths)
            if first is not None:
                place = out.decode("utf-8", "surrogateescape")
                found.append(Misfit(entries[first], rules.TWICE, 0, owner=claim.path, note=place))
    return found


def _first(out: bytes, paths: list[bytes]) -> bytes | None:
    """The path itself, or the first one below it."""
    for wanted in (out, out + b"/"):
        place = bisect.bisect_left(paths, wanted)
        if place < len(paths) and (paths[place] == out or paths[place].startswith(out + b"/")):
            return paths[place]
    return None
