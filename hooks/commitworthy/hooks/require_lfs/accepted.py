"""Which findings of require-lfs stand as decisions: exceptions of both hooks, rows of the baseline."""

from __future__ import annotations

import time

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...policy import baseline
from . import rules

if TYPE_CHECKING:
    from ...policy.baseline import HookRows
    from ...policy.settings import Exemption, Policy
    from .routes import LfsViolation

HOOK = "require-lfs"
# What lies in git itself: an exception of block-artifacts says that it may.
CONTENT = (rules.UNROUTED, rules.NOT_A_POINTER)
_RAW = tuple(rule.name for rule in CONTENT)


class Decisions(NamedTuple):
    """`own` and `shared` are the exceptions of require-lfs and block-artifacts, `rows` (rule, blob) of the baseline.

    `listed` are those rows with their paths.
    """

    own: tuple[Exemption, ...]
    shared: tuple[Exemption, ...]
    rows: frozenset[tuple[bytes, bytes]]
    listed: HookRows
    today: str


def decisions(policy: Policy, baseline_file: bytes | None) -> Decisions:
    """Decisions as they stand today; CannotJudge for a baseline that is none."""
    listed = baseline.of_hook(baseline_file or b"", HOOK)
    allow, shared = policy.require_lfs.allow, policy.block_artifacts.allow
    return Decisions(allow, shared, listed.pairs(), listed, time.strftime("%Y-%m-%d"))


def is_accepted(misfit: LfsViolation, decided: Decisions) -> bool:
    """Whether the baseline or an exception covers it where it stands."""
    if (misfit.rule.name.encode(), misfit.entry.blob) in decided.rows or _has_moved(misfit, decided):
        return True
    allowed = _allowing(misfit, decided)
    if not allowed:
        return False
    from ...policy import exceptions

    return exceptions.covering(allowed, path_of(misfit), misfit.size, decided.today) is not None


def _has_moved(misfit: LfsViolation, decided: Decisions) -> bool:
    """Whether an accepted blob was moved or copied to where another rule speaks: there a route may take it in.

    A route that comes over a blob where it lies is news.
    """
    blob = misfit.entry.blob
    if misfit.rule not in CONTENT or not any((rule.encode(), blob) in decided.rows for rule in _RAW):
        return False
    return not any(row.blob == blob.decode() and row.rule in _RAW for row in decided.listed.at(path_of(misfit)))


def expired_note(misfit: LfsViolation, decided: Decisions) -> str:
    """What to say where an exception would have covered it, had it not run out."""
    allowed = _allowing(misfit, decided)
    if not allowed:
        return ""
    from ...policy import exceptions

    late = exceptions.expired(allowed, path_of(misfit), misfit.size, decided.today)
    if late is None:
        return ""
    return f"the exception in {late.where} ({late.because}) expired on {late.until}: renew `until` or remove it"


def _allowing(misfit: LfsViolation, decided: Decisions) -> tuple[Exemption, ...]:
    return decided.own + decided.shared if misfit.rule in CONTENT else decided.own


def path_of(misfit: LfsViolation) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(misfit.entry.path)
