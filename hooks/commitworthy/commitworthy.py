"""The hooks that judge and strip, in one process: notebooks are stripped, the rest is judged."""

from __future__ import annotations

from . import together
from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from .call import Call
    from .findings import Finding

HOOK = "commitworthy"
SUMMARY = "All hooks but limit-commit and check-push, in one process."
FILES_TOO = True
EXAMPLE = "commitworthy commitworthy --all-files"
# Loaded while git works on its answers.
JUDGES_WITH = (*together.IN_ONE, "verdicts.notebooks.look", "verdicts.parameters.search")


def check(call: Call) -> list[Finding]:
    """What each hook finds; a blob is refused once, by the first that objects to it."""
    return together.judge(call, together.IN_ONE)
