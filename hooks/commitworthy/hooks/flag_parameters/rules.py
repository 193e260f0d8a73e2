"""The rules of flag-parameters by their names, and the one about comments that accept nothing."""

from __future__ import annotations

from ...base.findings import CheckError, Rule
from ...base.namedtuple import TYPE_CHECKING
from ...parameters.rules import RULES

if TYPE_CHECKING:
    from ...parameters.find import SearchOptions

UNUSED = Rule("PAR901", "unused-ignore", "a comment or tag that accepts nothing")
ALL = (*sorted((row.rule for row in RULES), key=lambda rule: rule.code), UNUSED)
_SETS = ("default", "all")


def check(options: SearchOptions) -> None:
    """CheckError for the name of a rule that there is not."""
    known = {word for rule in ALL for word in (rule.name, rule.code)} | set(_SETS)
    wanted = [("select", options.select), ("ignore", options.ignore)]
    wanted += [("per-file-ignores", rules) for _, rules in options.per_file_ignores]
    for key, words in wanted:
        for word in words:
            if word not in known:
                raise CheckError(f"flag-parameters: {key} names an unknown rule {_quoted(word)}{_nearest(word)}")


def _quoted(word: str) -> str:
    from ...policy.convert import quoted

    return quoted(word)


def _nearest(word: str) -> str:
    from ...base import wording

    found = wording.nearest(word.replace("_", "-"), [name for rule in ALL for name in (rule.name, rule.code)])
    return f"; did you mean {_quoted(found)}?" if found else "; commitworthy explain lists them"
