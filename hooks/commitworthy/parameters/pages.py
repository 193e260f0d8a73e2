"""The page of the rules, rendered from the rules themselves."""

from __future__ import annotations

from ..findings import ERROR
from ..values import TYPE_CHECKING
from .rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..findings import Rule
    from .rules.rule import ParameterRule

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
