"""The vocabulary of every hook: rules, findings, remedies, and the one error."""

from __future__ import annotations

from .namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR = "error"
WARNING = "warning"
# What a finding is about: a blob as a whole, a place in a file, or none that has a path.
BLOB, FILE, COMMIT, PUSH, CLONE = "blob", "file", "commit", "push", "clone"
# The key of `Finding.facts` for the old name of a file, under which alone the baseline or an exception accepts this.
ACCEPTED_AS = "accepted_as"


class CheckError(Exception):
    """No verdict is possible; ends in exit status 2.

    The text is one line that says what is wrong, where, and what to do.
    """


class Rule(NamedTuple):
    """What a finding is an instance of; the code never changes once published."""

    code: str
    name: str
    summary: str


class Explanation(NamedTuple):
    """What `commitworthy explain` and the pages in docs/ say of a rule, in whole sentences of plain Markdown.

    `what` the rule looks at and when it speaks, `why` that matters, how to `fix` it, and an `example`: code, and the
    finding as it is printed.
    """

    rule: Rule
    what: str
    why: str
    fix: str
    example: str = ""


class Step(NamedTuple):
    """One shell command of a remedy.

    `words` and `args` are single words, quoted when printed; `args` of the same step are
    merged when one remedy serves several findings.  `tail` is shell text, taken as it is.  `into` is the file that the
    answer replaces; such a step stands once for each finding.  `over` is the beginning of a blob's id: unless the file
    is that blob, the step is not taken but says so, and nothing else is overwritten.
    """

    words: tuple[str, ...]
    args: tuple[str, ...] = ()
    tail: str = ""
    into: str = ""
    over: str = ""


class Remedy(NamedTuple):
    """A way out: a sentence and, where there is one, the commands that do it.

    `lines` are text to paste into a file, below a sentence that says which; then there are no commands.
    """

    text: str
    steps: tuple[Step, ...] = ()
    lines: tuple[str, ...] = ()


class Finding(NamedTuple):
    """One thing to say.  Lines and columns count from 1, columns in characters; cells from 0.

    `path` is relative to the top of the repository, undecodable bytes as surrogate escapes.
    `message` is the part behind `CODE rule-name:`.  `facts` are the further keys of the JSON line.
    `scope` is what it is about: BLOB, FILE, COMMIT, PUSH or CLONE.
    """

    hook: str
    rule: Rule
    message: str
    path: str | None = None
    level: str = ERROR
    cell: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    remedies: tuple[Remedy, ...] = ()
    facts: Mapping[str, object] = {}
    scope: str = FILE


def path_text(path: bytes) -> str:
    """A path as git has it, as the text of a finding; undecodable bytes as surrogate escapes."""
    return path.decode("utf-8", "surrogateescape")
