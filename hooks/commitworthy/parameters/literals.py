"""A literal that was found, and what the code around it tells of it."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..base.findings import Rule


class KeyWords(NamedTuple):
    """What a key can be called by: the thing that is compared, which bound it is ("min" or "max"), and what is set."""

    subject: str = ""
    bound: str = ""
    target: str = ""


NO_WORDS = KeyWords()


class Template(NamedTuple):
    """`a/{x}.csv`, and `.format(x=x)` which makes of it what `f"a/{x}.csv"` was; `fill` is "" where nothing does.

    `text` has only `{}` where a text cannot be filled so; `token` is the code itself, to tell two of them apart.
    """

    text: str = ""
    fill: str = ""
    token: str = ""


NO_TEMPLATE = Template()


class Literal(NamedTuple):
    """One literal under the name a colleague would look for, such as `n_estimators`.

    `value` is what Python reads: number, text, or a list or tuple of them; None where it holds more than literals (an
    f-string) or must not be shown.  `secret` tells that it may carry credentials: then it is never printed nor
    written, and `shown` is what may be said of it, "" for nothing.
    Lines and columns count from 1, columns in characters; the end is exclusive.
    `rule` is the one that claims it, which may be another than that of the finding; None for what is made by hand.
    `words` are what the code around it calls it, `template` is what is known of a text that Python puts together.
    """

    name: str
    value: object
    line: int
    column: int
    end_line: int
    end_column: int
    secret: bool = False
    shown: str = ""
    rule: Rule | None = None
    words: KeyWords = NO_WORDS
    template: Template = NO_TEMPLATE

    def __hash__(self) -> int:
        """By its name and span, since a value may be a list."""
        return hash((self.name, self.line, self.column, self.end_line, self.end_column))
