"""The page of the rules, rendered from the rules themselves."""

from __future__ import annotations

from ...base.findings import ERROR, Explanation
from ...base.namedtuple import TYPE_CHECKING
from ...parameters.rules import RULES
from .rules import UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...base.findings import Rule
    from ...parameters.rules.rule import ParameterRule

_HEAD = """\
# The rules of flag-parameters

Each rule knows one role that a literal can have. Codes and names never change. `select`, `ignore`, `per-file-ignores`
and comments take either. Written from the rules: `COMMITWORTHY_WRITE_DOCS=1 pytest tests/docs_test.py`.
"""


def page() -> str:
    """Markdown: one section a rule, in the order of the codes."""
    return "\n".join([_HEAD, *(section(rule) for rule in ordered())])


def ordered() -> list[ParameterRule]:
    """All rules by their codes."""
    return sorted(RULES, key=lambda rule: rule.rule.code)


def section(rule: ParameterRule) -> str:
    """What the rule is for, and code that it flags and code that it accepts."""
    lines = [
        f"## {rule.rule.code} {rule.rule.name}",
        "",
        f"{_sentence(rule.rule.summary)} {_state(rule)}",
        "",
        rule.why,
        "",
    ]
    lines += ["```python", *_block("flagged", rule.flagged), "", *_block("accepted", rule.accepted), "```", ""]
    if rule.exempt:
        lines += [f"Never flagged: {rule.exempt}.", ""]
    return "\n".join(lines)


def table(rules: Iterable[Rule]) -> str:
    """Markdown: one row a rule."""
    off = {one.rule for one in RULES if not one.default}
    rows = ["| code | name | what it says |", "|---|---|---|"]
    named = ((rule, " (off unless selected)" if rule in off else "") for rule in rules)
    return "\n".join([*rows, *(f"| {rule.code} | {rule.name} | {rule.summary}{note} |" for rule, note in named)])


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _state(rule: ParameterRule) -> str:
    level = "A finding is an error." if rule.level == ERROR else "A finding is a warning."
    goes_to = f" In a config file it stands under `{rule.section}`." if rule.section else ""
    return level + goes_to + ("" if rule.default else " Off unless selected.")


def _block(title: str, examples: tuple[str, ...]) -> list[str]:
    made = [f"# {title}"]
    for example in examples:
        made += example.rstrip("\n").split("\n")
    return made


# The rules of flag-parameters, explained from what each rule carries itself.


_FIX = (
    "Move the value into a config file and pass it in; a command-line argument or the default of a signature will do "
    "as well. The finding prints the lines for the config file. A value that belongs in the code is accepted, with the "
    "reason, by `# commitworthy: ignore[{name}] reason` on its line, or by an exception of the policy."
)


def _explanation(rule: ParameterRule) -> Explanation:
    summary = rule.rule.summary
    exempt = f" Never flagged: {rule.exempt}." if rule.exempt else ""
    off = "" if rule.default else " Off unless `select` names it."
    example = "\n".join(["# flagged", *rule.flagged, "", "# accepted", *rule.accepted])
    fix = _FIX.format(name=rule.rule.name)
    return Explanation(rule.rule, f"{summary[:1].upper()}{summary[1:]}.{exempt}{off}", rule.why, fix, example)


_UNUSED = Explanation(
    UNUSED,
    "A `# commitworthy: ignore[...]` comment or a tag accepts nothing: what it once accepted has gone, or it names "
    "another rule.",
    "Comments that accept nothing hide the next finding on their line.",
    "Remove the comment, or mend the name of the rule.",
    "src/train.py:12: PAR901 unused-ignore: the comment accepts nothing.",
)

ALL = (*map(_explanation, ordered()), _UNUSED)
