"""What a commit accepts: the exceptions of its policy and the rows of its baseline, for one hook.

Each hook asks the same of it, of the commit in the making and of the parents alike.
"""

from __future__ import annotations

import time

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import baseline

if TYPE_CHECKING:
    from .baseline import HookRows
    from .settings import Exemption, Policy


class Acceptance(NamedTuple):
    """`allow` are the exceptions of the hook and `rows` its rows of `baseline`, the file; `today` is an ISO date."""

    policy: Policy
    baseline: bytes | None
    allow: tuple[Exemption, ...]
    rows: HookRows
    today: str

    def has_exception(self, path: str, size: int = 0, shared: tuple[Exemption, ...] = ()) -> bool:
        """Whether an exception accepts `size` bytes at `path`: one of the hook, or of the `shared` ones."""
        allow = self.allow + shared
        if not allow:
            return False
        from . import exceptions

        return exceptions.covering(allow, path, size, self.today) is not None

    def expired_note(self, path: str, size: int = 0, shared: tuple[Exemption, ...] = ()) -> str:
        """What to say where an exception would accept this, had it not expired; "" otherwise."""
        allow = self.allow + shared
        if not allow:
            return ""
        from . import exceptions

        late = exceptions.expired(allow, path, size, self.today)
        if late is None:
            return ""
        return f"the exception in {late.where} ({late.because}) expired on {late.until}: renew `until` or remove it"

    def has_blob(self, path: str, size: int, blob: bytes) -> bool:
        """Whether a row or an exception of block-artifacts accepts a blob, in hex, of `size` bytes at `path`."""
        return self.rows.accept_blob(path, size, blob) or self.has_exception(path, size)


def acceptance(hook: str, policy: Policy, baseline_file: bytes | None) -> Acceptance:
    """What `policy` and the content of a baseline accept for `hook` today; CheckError for a malformed baseline."""
    allow: dict[str, tuple[Exemption, ...]] = {
        "block-artifacts": policy.block_artifacts.allow,
        "require-lfs": policy.require_lfs.allow,
        "flag-parameters": policy.flag_parameters.allow,
    }
    rows = baseline.of_hook(baseline_file or b"", hook)
    return Acceptance(policy, baseline_file, allow.get(hook, ()), rows, time.strftime("%Y-%m-%d"))
