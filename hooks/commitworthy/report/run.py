"""What a document tells of one run: the findings, and what they are findings of."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..findings import Explanation, Finding


class Run(NamedTuple):
    """`findings` in order of place; `hooks` that judged, also those with nothing to say.

    `explanations` are those of every rule there is; `problems` are lines about what could not be judged.
    """

    findings: Sequence[Finding]
    hooks: tuple[str, ...]
    explanations: tuple[Explanation, ...]
    problems: tuple[str, ...]
    version: str
