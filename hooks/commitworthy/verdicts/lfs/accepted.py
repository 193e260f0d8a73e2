"""Which findings of require-lfs stand as decisions: exceptions of both hooks, rows of the baseline."""

from __future__ import annotations

import time

from ...findings import path_text
from ...policy import baseline
from ...values import TYPE_CHECKING, NamedTuple
from . import rules

if TYPE_CHECKING:
    from ...policy.settings import Exemption, Policy
    from .routing import Misfit

HOOK = "require-lfs"
# What lies in git itself: an exception of block-artifacts says that it may.
_CONTENT = (rules.UNROUTED, rules.NOT_A_POINTER)


class Decisions(NamedTuple):
    """`rows` are (rule, blob) of the baseline; `own` and `shared` the exceptions of require-lfs and block-artifacts."""

    own: tuple[Exemption, ...]
    shared: tuple[Exemption, ...]
    rows: frozenset[tuple[bytes, bytes]]
    today: str


def decisions(policy: Policy, baseline_file: bytes | None) -> Decisions:
    """Decisions as they stand today; CannotJudge for a baseline that is none."""
    rows = baseline.of_hook(baseline_file or b"", HOOK).pairs()
    return Decisions(policy.require_lfs.allow, policy.block_artifacts.allow, rows, time.strftime("%Y-%m-%d"))


def is_accepted(misfit: Misfit, decided: Decisions) -> bool:
    """Whether the baseline or an exception covers it where it stands."""
    if (misfit.rule.name.encode(), misfit.entry.blob) in decided.rows:
        return True
    allowed = _allowing(misfit, decided)
    if not allowed:
        return False
    from ...policy import exemptions

    return exemptions.covering(allowed, path_of(misfit), misfit.size, decided.today) is not None


def expired_note(misfit: Misfit, decided: Decisions) -> str:
    """What to say where an exception would have covered it, had it not run out."""
    allowed = _allowing(misfit, decided)
    if not allowed:
        return ""
    from ...policy import exemptions

    late = exemptions.expired(allowed, path_of(misfit), misfit.size, decided.today)
    if late is None:
        return ""
    return f"the exception in {late.where} ({late.because}) expired on {late.until}: renew `until` or remove it"


def _allowing(misfit: Misfit, decided: Decisions) -> tuple[Exemption, ...]:
    return decided.own + decided.shared if misfit.rule in _CONTENT else decided.own


def path_of(misfit: Misfit) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(misfit.entry.path)
