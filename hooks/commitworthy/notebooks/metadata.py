"""Members of the metadata that go, at any depth."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from .edits import removals
from .keys import Keys
from .scan import members_within

if TYPE_CHECKING:
    from .edits import Removal
    from .keys import Rules
    from .scan import Member, Scanner

_EVERYTHING = Keys(False, {}, {"*": Keys(True, {}, {})})


def removed(content: bytes, whole: Member, rules: Rules, path: str, scan: Scanner) -> list[Removal]:
    """What goes of the object that is the value of `whole`, at any depth; `rules` begin below it.

    A name to keep beats a name to strip at its own depth and above: what has a kept member below it loses the others.
    """
    found = members_within(content, whole.value, whole.end, scan)
    gone: set[int] = set()
    deeper: list[Removal] = []
    for number, member in enumerate(found):
        below = rules.below(member.key)
        if not below.strip or any(keys.ends for keys in below.keep):
            continue
        ends = any(keys.ends for keys in below.strip)
        if ends and not below.keep:
            gone.add(number)
        else:
            below = below._replace(strip=[_EVERYTHING]) if ends else below
            deeper += removed(content, member, below, f"{path}.{member.key}", scan)
    return removals((whole.value, whole.end), found, gone, path) + deeper
