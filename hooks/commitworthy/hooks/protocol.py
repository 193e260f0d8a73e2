"""What a hook's modules offer; mypy compares each with it.  Not imported at run time, where `typing` costs too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..base.findings import Finding
    from ..blobs.history import RangeScan
    from ..policy.acceptance import Row
    from .context import HookContext, Invocation
    from .push_context import PolicyGroup, Push


class Hook(Protocol):
    """The module of a hook; `hooks/<hook>/hook.py` holds all of it.

    The context of a hook that checks what is to be committed is a `HookContext`, that of one that checks a push is
    a `Push`; `prepare` makes it.  `check` raises CheckError for what it cannot check at all.
    """

    NAME: str
    SUMMARY: str
    EXAMPLE: str
    OPERANDS: str
    """What it takes besides options, as `--help` shows it."""
    ACCEPTS_UNTRACKED: bool
    """Whether it also checks files that git does not know."""

    @property
    def PRELOAD(self) -> tuple[str, ...]:  # noqa: N802 (a constant of the module)
        """Modules that every check needs, imported while git works on its answers."""

    @property
    def MODES(self) -> Mapping[str, str]:  # noqa: N802 (a constant of the module)
        """Options and operands that ask for something else than a check, and the command that does it."""

    def prepare(self, invocation: Invocation) -> Any:
        """What the command line asks for, with what git says of it."""

    def check(self, context: Any) -> list[Finding]:
        """The findings that stop a commit or a push."""


class FileHook(Hook, Protocol):
    """A hook that checks files one by one, so that a baseline can accept those that are there."""

    def baseline(self, context: HookContext) -> Iterator[Row]:
        """The rows that accept what it finds; CheckError for a blob that is not in this clone."""


class PushedHook(Protocol):
    """The module `hooks/<hook>/pushed.py` of a hook that also has something to say of what a push sends."""

    def check_pushed(self, push: Push, group: PolicyGroup, scan: RangeScan) -> list[Finding]:
        """The findings of the group's commits, whose blobs are scanned already.

        It adds to `scan.refused` what it reports, and to `scan.missing` what it could not look at.
        """
