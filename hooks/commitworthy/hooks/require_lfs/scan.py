"""All that require-lfs may have to say of a run, before decisions and parents are asked."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import scan
from ...git import attributes, index
from ...git.index import Entry
from . import routes
from .routes import LfsViolation

if TYPE_CHECKING:
    from ...blobs.scan import BlobCache
    from ...git.objects import Missing
    from ...git.repository import Repository
    from ...policy.settings import Policy
    from .routes import AttributesChange, LfsViolation


class ScanResult(NamedTuple):
    """Misfits among the chosen entries, misfits that a change of attributes may have made, and blobs not there.

    `facts` are what is known of blobs now.
    """

    chosen: list[LfsViolation]
    rerouted: list[LfsViolation]
    missing: list[Missing]
    facts: BlobCache | None


def look(
    repository: Repository, policy: Policy, entries: list[Entry], change: AttributesChange | None = None
) -> ScanResult:
    """Judge the chosen entries, and those whose route a staged change has moved."""
    asking = index.ask_like("*.dvc") if entries else None
    facts = scan.facts_for(repository, entries, policy.block_artifacts, measured=False)
    found, missing = routes.find(repository, entries, policy, facts)
    moved = routes.changed_routes(repository, change) if change else []
    chosen = {entry.path for entry in entries} if moved else set()
    others = [entry for entry in moved if entry.path not in chosen]
    again, also_missing = routes.find(repository, others, policy, facts)
    again = [misfit._replace(moved=True) for misfit in again]
    claims = index.all_tracked(asking) if asking else []
    return ScanResult(found + _about_files(repository, entries, claims), again, missing + also_missing, facts)


def _about_files(repository: Repository, entries: list[Entry], claims: list[Entry]) -> list[LfsViolation]:
    """What attributes files among the entries say, and paths that `claims`, the `.dvc` files, have."""
    found: list[LfsViolation] = []
    files = [entry for entry in entries if attributes.is_file(entry.path)]
    if files:
        from . import lines

        found += lines.find(files) + lines.other_case(repository, files)
    if claims:
        from . import dvc_claims

        found += dvc_claims.find(repository, claims, entries)
    return found
