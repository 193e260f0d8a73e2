"""gitignore patterns, compiled.  Imported only for what is to be matched: pathspec is three interpreter starts."""

from __future__ import annotations

import re
import warnings
from functools import cache

from pathspec import GitIgnoreSpec

from .convert import quoted


@cache
def compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """`patterns` in the order of a .gitignore; ValueError for one that git would not understand, or that is none."""
    for pattern in patterns:
        _check(pattern)
    return GitIgnoreSpec.from_lines(patterns, backend="simple")


def _check(pattern: str) -> None:
    if not pattern.strip():
        raise ValueError("a pattern is blank; name the files it stands for")
    if pattern.startswith("#"):
        raise ValueError(f"{quoted(pattern)} is a comment in a .gitignore; begin it with a backslash")
    try:
        with warnings.catch_warnings():
            # A bracket that Python's patterns would read in another way than git's is a FutureWarning.
            warnings.simplefilter("error")
            (made,) = GitIgnoreSpec.from_lines((pattern,), backend="simple").patterns
    except (ValueError, re.error, FutureWarning):
        made = None
    if made is None or made.include is None:
        raise ValueError(f"{quoted(pattern)} is not a gitignore pattern; escape [, \\ and ! that stand for themselves")
