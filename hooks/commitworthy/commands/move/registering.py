"""MLflow's registry as a home: what was moved to a bucket gets a name, a number and tags there."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...homes import mlflow
from . import steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ...git.repository import Repository
    from ...homes.mlflow import Registry
    from .plan import Moving
    from .steps import Outcome


def with_bucket(moving: Moving, registry: Registry) -> Moving:
    """The same; where its home is the registry alone with the bucket that the server keeps artifacts in.

    CheckError for a bucket that MLflow's clients do not know.
    """
    if moving.home == mlflow.NAME:
        return moving._replace(home=mlflow.PREFIX + registry.bucket())
    where = moving.home.removeprefix(mlflow.PREFIX)
    if mlflow.is_registry(moving.home) and not where.startswith(mlflow.STORES):
        raise CheckError(f"{moving.home}: MLflow downloads from {', '.join(mlflow.STORES)} alone: name such a bucket")
    return moving


def names(here: Repository, files: Sequence[Moving], name: str) -> dict[bytes, str]:
    """Path -> name in the registry: the one that is given, that of its card, or that of the file.

    CheckError where a file cannot be called so, or two would be the same.
    """
    found: dict[bytes, str] = {}
    for moving in (moving for moving in files if mlflow.is_registry(moving.home)):
        card = steps.known_card(here, moving)
        known = mlflow.name_in(card.notes.get("registry"))[0] if card else ""
        chosen = name or known or mlflow.default_name(moving.name)
        reason = mlflow.refused_name(chosen)
        if reason:
            raise CheckError(f"{moving.name}: {chosen} {reason}")
        if chosen in found.values():
            line = f"another file would be {chosen} in MLflow's registry as well"
            raise CheckError(f"{moving.name}: {line}: move one at a time, with --name")
        found[moving.path] = chosen
    return found


def register(
    registry: Registry,
    sent: Sequence[Outcome],
    notes: Mapping[bytes, dict[str, Any]],
    names: Mapping[bytes, str],
    run: str,
) -> tuple[dict[bytes, dict[str, Any]], list[str]]:
    """The notes with the address in the registry, of all that are or need not be there; a line for each other."""
    found: dict[bytes, dict[str, Any]] = {}
    problems = []
    for outcome in sent:
        moving, card = outcome.moving, outcome.card
        made = notes[moving.path]
        if not mlflow.is_registry(moving.home):
            found[moving.path] = made
            continue
        # MLflow downloads folders.
        source = card.address if card.files else card.address.rpartition("/")[0]
        tags = mlflow.tags(moving.name, card.sha256, made)
        try:
            address = registry.register(names[moving.path], source, tags, run)
        except CheckError as problem:
            problems.append(f"{moving.name}: is in its bucket and not in the registry, so it stays in git: {problem}")
        else:
            found[moving.path] = {**made, "registry": address}
    return found, problems
