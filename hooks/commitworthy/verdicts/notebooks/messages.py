"""What is said of the contents of a notebook."""

from __future__ import annotations

from ... import sizes
from ...notebooks import results
from ...values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...notebooks.results import Change, Kept, Stripped

_BY = {
    "tag": "by tag",
    "metadata": "by metadata",
    "init_cell": "by init_cell",
    "comment": "by a comment",
    "notebook": "by the notebook's metadata",
    "option": "by the policy",
}
_NOUNS = {
    results.COUNT: "execution count",
    results.METADATA: "metadata entry",
    results.CELL: "cell",
    results.ID: "cell id",
    results.KERNEL: "kernel name",
    results.ATTACHMENT: "attachment",
    results.FORMAT: "format number",
}
_LONGEST_LIST = 3


def contents(stripped: Stripped) -> str:
    """What there is to strip, such as "14 outputs (3.1 MB) and 22 execution counts; 2 cells kept by tag"."""
    parts = [outputs([change for change in stripped.changes if change.kind == results.OUTPUTS])]
    for kind, noun in _NOUNS.items():
        number = sum(change.kind == kind for change in stripped.changes)
        parts.append(counted(number, noun) if number else "")
    listed = in_words([part for part in parts if part])
    return "; ".join([listed, *_kept(stripped.kept)])


def outputs(changes: list[Change]) -> str:
    """`14 outputs (3.1 MB)`, "" without any."""
    number = sum(change.outputs for change in changes)
    size = sizes.show(max(0, sum(change.size for change in changes)))
    if not changes:
        return ""
    return f"{counted(number, 'output')} ({size})" if number else f"parts of outputs ({size})"


def counted(number: int, noun: str) -> str:
    """`1 entry`, `3 entries`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("ry") else f"{number} {noun}s"


def in_words(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def names(keys: Iterable[str]) -> str:
    """The first few of them."""
    distinct = list(dict.fromkeys(keys))
    rest = len(distinct) - _LONGEST_LIST
    more = [f"{rest} more"] if rest > 0 else []
    return in_words(distinct[:_LONGEST_LIST] + more)


def _kept(kept: list[Kept]) -> list[str]:
    reasons = [one.reason for one in kept]
    return [f"{counted(reasons.count(reason), 'cell')} kept {_BY[reason]}" for reason in dict.fromkeys(reasons)]
