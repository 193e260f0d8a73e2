"""What each rule means, for people: `commitworthy explain`, the pages in docs/rules, the rules of a SARIF document.

The module `explanations` of each hook holds them as `ALL`.  To each comes what the hook prints, from
`examples.py`, which tests/docs_test.py writes.
"""

from __future__ import annotations

from ..base.findings import Explanation
from ..blobs import judge
from .examples import PRINTED
from .hook import HOOKS, module

MODULES = {
    **{hook: f"hooks.{hook.replace('-', '_')}.explanations" for hook in HOOKS if hook != "commitworthy"},
    "doctor": "commands.doctor.explanations",
}

# Of the rule that both block-artifacts and require-lfs have.
NOT_A_POINTER = Explanation(
    judge.NOT_A_POINTER,
    "`.gitattributes` routes the path to Git LFS, but the blob that git will store is the file itself, or a pointer "
    "that a merge or an editor has broken.",
    "It happens where git-lfs is not installed or not set up, or when the route came after the file. The file is then "
    "in git in full, and shows as modified for everyone with git-lfs. With a damaged pointer the next `git add` stores "
    "its text as the object, and the content is lost to everyone.",
    "Set up git-lfs (`git lfs install`) and stage the file again with `git add --renormalize`: the printed command "
    "does both. For a damaged pointer take the version of one side of the merge, or the last good one; never stage it.",
)


def of_hook(hook: str) -> tuple[Explanation, ...]:
    """The explanations of the rules that a hook speaks of, in the order of its page; none for a hook without rules."""
    if hook not in MODULES:
        return ()
    return tuple(
        explanation._replace(example=explanation.example + PRINTED.get(explanation.rule.code, ""))
        for explanation in module(MODULES[hook]).ALL
    )


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
