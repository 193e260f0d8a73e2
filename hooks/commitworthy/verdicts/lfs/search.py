"""All that require-lfs may have to say of a run, before decisions and parents are asked."""

from __future__ import annotations

from ...git import attributes, index
from ...values import TYPE_CHECKING, NamedTuple
from ..blobs import offences
from . import routing

if TYPE_CHECKING:
    from ...git.blobs import Missing
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.settings import Policy
    from ..blobs.facts import Facts
    from .routing import Change, Misfit


class Looked(NamedTuple):
    """Misfits among the chosen entries, misfits that a change of attributes may have made, and blobs not there.

    `facts` are what is known of blobs now.
    """

    chosen: list[Misfit]
    rerouted: list[Misfit]
    missing: list[Missing]
    facts: Facts | None


def look(repository: Repository, policy: Policy, entries: list[Entry], change: Change | None = None) -> Looked:
    """Judge the chosen entries, and those whose route a staged change has moved."""
    asking = index.ask_like("*.dvc") if entries else None
    facts = offences.facts_for(repository, entries, policy.block_artifacts, measured=False)
    found, missing = routing.find(repository, entries, policy, facts)
    moved = routing.changed_routes(repository, change) if change else []
    chosen = {entry.path for entry in entries} if moved else set()
    others = [entry for entry in moved if entry.path not in chosen]
    again, also_missing = routing.find(repository, others, policy, facts)
    again = [misfit._replace(moved=True) for misfit in again]
    claims = index.all_tracked(asking) if asking else []
    return Looked(found + _about_files(repository, entries, claims), again, missing + also_missing, facts)


def _about_files(repository: Repository, entries: list[Entry], claims: list[Entry]) -> list[Misfit]:
    """What attributes files among the entries say, and paths that `claims`, the `.dvc` files, have."""
    found: list[Misfit] = []
    files = [entry for entry in entries if attributes.is_file(entry.path)]
    if files:
        from . import lines

        found += lines.find(files) + lines.other_case(repository, files)
    if claims:
        from . import twice

        found += twice.find(repository, claims, entries)
    return found
