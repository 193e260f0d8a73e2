"""gitignore patterns of the policy, checked.  Imported only for what is to be matched."""

from __future__ import annotations

from .. import globs
from ..values import TYPE_CHECKING
from .convert import quoted

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path is meant by `patterns`, in the order of a .gitignore; ValueError for one that is none."""
    for pattern in patterns:
        _check(pattern)
    return globs.compiled(patterns)


def _check(pattern: str) -> None:
    if not pattern.strip():
        raise ValueError("a pattern is blank; name the files it stands for")
    if pattern.startswith("#"):
        raise ValueError(f"{quoted(pattern)} is a comment in a .gitignore; begin it with a backslash")
    if globs.parse(pattern) is None:
        raise ValueError(f"{quoted(pattern)} is not a gitignore pattern; escape [, \\ and ! that stand for themselves")
