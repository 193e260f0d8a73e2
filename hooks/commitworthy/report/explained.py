"""An explanation as a page of Markdown."""

from __future__ import annotations

from ..base import wording
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..base.findings import Explanation

_MADE = "<!-- Made by `commitworthy explain --markdown`; a test writes it anew. -->"


def page(explanation: Explanation, hooks: Iterable[str]) -> Iterator[str]:
    """The lines of docs/rules/CODE.md."""
    rule = explanation.rule
    yield f"# {rule.code} {rule.name}"
    yield ""
    yield _MADE
    yield ""
    yield f"{wording.capitalised(rule.summary)}. Reported by {_links(hooks)}."
    for title, said in (
        ("What it finds", explanation.what),
        ("Why", explanation.why),
        ("What to do", explanation.fix),
        ("Example", f"```text\n{explanation.example}\n```"),
    ):
        yield ""
        yield f"## {title}"
        yield ""
        yield said


def index(explanations: Mapping[Explanation, Iterable[str]]) -> Iterator[str]:
    """The lines of docs/rules/README.md."""
    yield "# Rules"
    yield ""
    yield _MADE
    yield ""
    yield "`commitworthy explain RULE` says the same in a terminal."
    yield ""
    yield "| code | name | what it finds | hook |"
    yield "|---|---|---|---|"
    for explanation, hooks in explanations.items():
        rule = explanation.rule
        yield f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} | {_links(hooks)} |"


def _links(hooks: Iterable[str]) -> str:
    pages = {"doctor": "adopting"}
    return ", ".join(f"[{hook}](../{pages.get(hook, hook)}.md)" for hook in hooks)
