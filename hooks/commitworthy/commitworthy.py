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
# With this module, which is loaded while git answers.
_LOADED = [together.script(hook) for hook in together.IN_ONE]


def check(call: Call) -> list[Finding]:
    """What each hook finds; a blob is refused once, by the first that objects to it."""
    return together.judge(call, together.IN_ONE)
