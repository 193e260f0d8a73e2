"""What `commitworthy explain` says of the rules of flag-parameters, from what each rule carries itself."""

from __future__ import annotations

from ...base.findings import Explanation
from ...base.namedtuple import TYPE_CHECKING
from ...parameters.confidence import DOUBTS, reaches
from ...parameters.rules import RULES
from ...parameters.rules.examples import EXAMPLES
from .rules import UNUSED

if TYPE_CHECKING:
    from ...parameters.rules.rule import ParameterRule

_FIX = (
    "Move the value into a config file and pass it in; a command-line argument or the default of a signature will do "
    "as well. The finding prints the lines for the config file. A value that belongs in the code is accepted, with the "
    "reason, by `# commitworthy: ignore[{name}] reason` on its line, or by an exception of the policy. Its name is "
    "accepted, whatever the value: a commit that changes only the value is reported with `--whole-file` alone."
)

# Rules of addresses, which may hold a password.
_OF_ADDRESSES = ("PAR504", "PAR505", "PAR506")
_CREDENTIAL = (
    " One that may contain credentials is set in the environment and read from there; the finding then offers nothing "
    "that keeps it in the code."
)


def _explanation(rule: ParameterRule) -> Explanation:
    summary = rule.rule.summary
    exempt = f" Never flagged: {rule.exempt}." if rule.exempt else ""
    off = "" if rule.default else " Off unless `select` names it."
    sure = _confidence(rule)
    flagged, accepted = EXAMPLES[rule.rule.code]
    example = "\n".join(["# flagged", *flagged, "", "# accepted", *accepted, "", "# printed for the first one", ""])
    fix = _FIX.format(name=rule.rule.name) + (_CREDENTIAL if rule.rule.code in _OF_ADDRESSES else "")
    return Explanation(rule.rule, f"{summary[:1].upper()}{summary[1:]}.{exempt}{off} {sure}", rule.why, fix, example)


def _confidence(rule: ParameterRule) -> str:
    """How sure its findings are, and what makes some of them less sure."""
    most = f"Confidence: {rule.confidence}" + (f" ({rule.doubt})" if rule.doubt else "")
    lower: dict[str, list[str]] = {}
    for doubt in DOUBTS:
        if doubt.concerns(rule.rule.code) and not reaches(doubt.level, rule.confidence):
            lower.setdefault(doubt.level, []).append(f"if {doubt.reason}")
    return "; ".join([most, *(f"{level} {', or '.join(reasons)}" for level, reasons in lower.items())]) + "."


_UNUSED = Explanation(
    UNUSED,
    "A `# commitworthy: ignore[...]` comment or a tag that accepts nothing: what it once accepted is gone, it names "
    "another rule, or it gives no reason.",
    "Comments that accept nothing hide the next finding on their line.",
    "Remove the comment, fix the name of the rule, or write the reason behind it.",
)

ALL = (*map(_explanation, sorted(RULES, key=lambda rule: rule.rule.code)), _UNUSED)
