"""Which offences stand as decisions: exceptions of the policy, rows of the baseline."""

from __future__ import annotations

import time

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..policy import baseline

if TYPE_CHECKING:
    from ..policy.baseline import Accepted
    from ..policy.settings import Exemption
    from .judge import Violation


class Decisions(NamedTuple):
    """What the project has decided to live with."""

    allow: tuple[Exemption, ...]
    baseline: Accepted
    today: str


def decisions(allow: tuple[Exemption, ...], baseline_file: bytes | None) -> Decisions:
    """Decisions as they stand today; CannotJudge for a baseline that is none."""
    return Decisions(allow, baseline.accepted_by(baseline_file), time.strftime("%Y-%m-%d"))


def is_accepted(offence: Violation, decided: Decisions) -> bool:
    """Whether an exception or the baseline covers the offence where it stands."""
    path = offence.entry.path.decode("utf-8", "surrogateescape")
    if decided.baseline.accepts(path, offence.size, offence.entry.blob.decode()):
        return True
    if not decided.allow:
        return False
    from ..policy import exceptions

    return exceptions.covering(decided.allow, path, offence.size, decided.today) is not None


def expired_note(offence: Violation, decided: Decisions) -> str:
    """What to say where an exception would have covered the offence, had it not run out."""
    if not decided.allow:
        return ""
    from ..policy import exceptions

    path = offence.entry.path.decode("utf-8", "surrogateescape")
    late = exceptions.expired(decided.allow, path, offence.size, decided.today)
    if late is None:
        return ""
    return f"the exception in {late.where} ({late.because}) expired on {late.until}: renew `until` or remove it"
