"""What each rule means, for people: `commitworthy explain`, the pages in docs/rules, the rules of a SARIF document.

A hook plugs in by one line of `MODULES`: the module that holds its explanations as `ALL`.
"""

from __future__ import annotations

from importlib import import_module

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from ..findings import Explanation

MODULES = {
    "block-artifacts": "artifacts",
    "strip-notebooks": "notebooks",
    "require-lfs": "lfs",
    "flag-parameters": "parameters",
    "limit-commit": "budget",
    "check-push": "pushes",
    "doctor": "clone",
}


def of_hook(hook: str) -> tuple[Explanation, ...]:
    """The explanations of the rules that a hook speaks of, in the order of its page; none for a hook without rules."""
    if hook not in MODULES:
        return ()
    found: tuple[Explanation, ...] = import_module(f".{MODULES[hook]}", __package__).ALL
    return found


def of_all() -> dict[Explanation, tuple[str, ...]]:
    """Each explanation once, in the order of codes, with the hooks that speak of its rule."""
    hooks: dict[Explanation, tuple[str, ...]] = {}
    for hook in MODULES:
        for explanation in of_hook(hook):
            hooks[explanation] = (*hooks.get(explanation, ()), hook)
    return dict(sorted(hooks.items(), key=lambda item: item[0].rule.code))


def find(word: str) -> Explanation | None:
    """The explanation of a rule, by its code or its name, however written."""
    wanted = word.strip().lower().replace("_", "-")
    for explanation in of_all():
        if wanted in (explanation.rule.code.lower(), explanation.rule.name):
            return explanation
    return None
