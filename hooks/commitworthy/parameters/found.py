"""What is found: literals that belong in a config file, those of one call, dict or cell together."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..base.findings import Rule


class Literal(NamedTuple):
    """One literal under the name a colleague would look for, such as `n_estimators`.

    `value` is what Python reads: number, text, or a list or tuple of them; None where it holds more than literals (an
    f-string) or must not be shown.  `secret` tells that it may carry credentials: then it is never printed nor
    written, and `shown` is what may be said of it, "" for nothing.
    Lines and columns count from 1, columns in characters; the end is exclusive.
    """

    name: str
    value: object
    line: int
    column: int
    end_line: int
    end_column: int
    secret: bool = False
    shown: str = ""

    def __hash__(self) -> int:
        """By its name and place, since a value may be a list."""
        return hash((self.name, self.line, self.column, self.end_line, self.end_column))


class FoundParameter(NamedTuple):
    """One finding before it is worded.

    `section` is the part of a config file the literals belong to, such as "model", "train", "split" or "paths";
    `callee` the last name of what is called ("" without a call); `scope` the function or class around it, dotted,
    "" at the top of a file or cell.  `cell` is the index in `nb["cells"]`, None outside notebooks.
    """

    rule: Rule
    section: str
    callee: str
    scope: str
    cell: int | None
    literals: tuple[Literal, ...]
