"""The modules of the package, for tests that read the source."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING

import commitworthy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PACKAGE = Path(commitworthy.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def each(path: Path) -> str:
    """A module as the tests name it."""
    return path.relative_to(PACKAGE).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    """What a module says, parsed once for all tests."""
    return ast.parse(path.read_text("utf-8"))


def of_each(paths: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Decorate a test of one module: it runs on each of these, in one go, and says what is wrong with all of them."""

    assert paths, "a test of no module could not fail"

    def on_all(test: Callable[[Path], None]) -> Callable[[], None]:
        def tested() -> None:
            wrong = []
            for path in paths:
                try:
                    test(path)
                except AssertionError as error:
                    wrong.append(f"{each(path)}: {error}")
            assert not wrong, "\n".join(wrong)

        tested.__name__ = test.__name__
        return tested

    return on_all
