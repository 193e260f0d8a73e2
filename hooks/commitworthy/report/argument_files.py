"""Commands for more files than a line can name: the names go to a file under .git, and the command reads that.

The file holds what this very run has refused.  To ask again would be to judge again, perhaps with other options, other
names and another index than a framework's.
"""

from __future__ import annotations

from ..base import cache
from ..base.findings import Remedy, Step
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 50
"""The most arguments that a printed command names."""

_NAME = "refused-"
_A_DAY = 24 * 60 * 60
# These read a list of paths themselves; others are handed it by xargs.
_READERS = (("git", "rm"), ("git", "add"), ("git", "restore"), ("commitworthy", "allow"))


def with_files(remedies: Sequence[Remedy], memory: bytes | None) -> list[Remedy]:
    """The remedies, the arguments of their long commands in files of the folder `memory`, which is that of the cache.

    Where nothing can be written there, or `memory` is None, the commands name everything.
    """
    if memory is None:
        return list(remedies)
    return [remedy._replace(steps=tuple(_with_file(step, memory) for step in remedy.steps)) for remedy in remedies]


def _with_file(step: Step, memory: bytes) -> Step:
    if len(step.args) <= MOST:
        return step
    content = b"".join(b"%b\0" % arg.encode("utf-8", "surrogateescape") for arg in step.args)
    name = f"{_NAME}{cache.checksum(content).decode()}"
    if not cache.write(memory, name, content):
        return step
    cache.forget(memory, _NAME, _A_DAY)
    place = f'"$(git rev-parse --git-dir)/commitworthy/{name}"'
    if step.words[:2] in _READERS:
        words = step.words[:-1] if step.words[-1] == "--" else step.words
        reading = f"--pathspec-from-file={place} --pathspec-file-nul"
    else:
        words, reading = ("xargs", "-0", *step.words), f"< {place}"
    return Step(words, (), reading + (step.tail if step.tail in ("", ")") else f" {step.tail}"))
