"""Which findings of require-lfs a commit accepts: exceptions of both hooks, rows of the baseline."""

from __future__ import annotations

from functools import lru_cache

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING
from ...policy import acceptance
from . import rules

if TYPE_CHECKING:
    from ...policy.acceptance import Acceptance, HookRows
    from ...policy.settings import Exemption
    from .routes import LfsViolation

# What lies in git itself: an exception of block-artifacts says that it may.
CONTENT = (rules.UNROUTED, rules.NOT_A_POINTER)
_RAW = tuple(rule.name for rule in CONTENT)


def is_accepted(violation: LfsViolation, accepted: Acceptance) -> bool:
    """Whether the baseline or an exception covers it where it stands."""
    if (violation.rule.name.encode(), violation.entry.blob) in accepted.rows.pairs():
        return True
    if _has_moved(violation, accepted) or _has_shrunk(violation, accepted):
        return True
    return exception(violation, accepted) is not None


def exception(violation: LfsViolation, accepted: Acceptance) -> Exemption | None:
    """The exception that covers it."""
    return accepted.exception(path_of(violation), violation.size, _shared(violation, accepted))


def _has_moved(violation: LfsViolation, accepted: Acceptance) -> bool:
    """Whether an accepted blob was moved or copied to where another rule speaks: there a route may take it in.

    A route that comes over a blob where it lies is new.
    """
    blob = violation.entry.blob
    if violation.rule not in CONTENT or not any((rule.encode(), blob) in accepted.rows.pairs() for rule in _RAW):
        return False
    return not any(row.blob == blob.decode() and row.rule in _RAW for row in accepted.rows.at(path_of(violation)))


def _has_shrunk(violation: LfsViolation, accepted: Acceptance) -> bool:
    """Whether an accepted file is no larger than it was; that is in the row of block-artifacts, ours have no size."""
    if violation.rule != rules.UNROUTED or accepted.baseline is None:
        return False
    path = path_of(violation)
    if not any(row.rule == rules.UNROUTED.name for row in accepted.rows.at(path)):
        return False
    return _of_artifacts(accepted.baseline).accept_blob(path, violation.size, violation.entry.blob)


@lru_cache(maxsize=4)
def _of_artifacts(baseline: bytes) -> HookRows:
    return acceptance.of_hook(baseline, "block-artifacts")


def expired_note(violation: LfsViolation, accepted: Acceptance) -> str:
    """What to say where an exception would have covered it, had it not expired."""
    return accepted.expired_note(path_of(violation), violation.size, _shared(violation, accepted))


def _shared(violation: LfsViolation, accepted: Acceptance) -> tuple[Exemption, ...]:
    return accepted.policy.block_artifacts.allow if violation.rule in CONTENT else ()


def path_of(violation: LfsViolation) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(violation.entry.path)
