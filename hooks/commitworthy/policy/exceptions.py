"""Which exception covers a path.  Asked only about what would otherwise be a finding."""

from __future__ import annotations

from functools import cache

from ..base import globs
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from .convert import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .settings import Exemption


# gitignore patterns of the policy, checked.  Imported only for what is to be matched.


@cache
def compiled(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path is meant by `patterns`, in the order of a .gitignore; ValueError for one that is none."""
    for pattern in patterns:
        _check(pattern)
    return globs.compiled(patterns)


def _check(pattern: str) -> None:
    if not pattern.strip():
        raise ValueError("a pattern is blank; write one or remove it")
    if pattern.startswith("#"):
        raise ValueError(f"{quoted(pattern)} is a comment in a .gitignore; start it with a backslash")
    if globs.parse(pattern) is None:
        raise ValueError(f"{quoted(pattern)} is not a gitignore pattern; escape literal [, \\ and !")


def covering(exemptions: Iterable[Exemption], path: str, size: int, today: str) -> Exemption | None:
    """The first exception that counts on `today` (ISO) and accepts `size` bytes at `path`.

    CheckError if a pattern on the way is not one.
    """
    return _first((row for row in exemptions if not _is_over(row, today)), path, size)


def expired(exemptions: Iterable[Exemption], path: str, size: int, today: str) -> Exemption | None:
    """The first exception that would have covered this, had its last day not passed."""
    return _first((row for row in exemptions if _is_over(row, today)), path, size)


def _is_over(row: Exemption, today: str) -> bool:
    return row.until is not None and row.until < today


def _first(exemptions: Iterable[Exemption], path: str, size: int) -> Exemption | None:
    for row in exemptions:
        if (row.max_size is None or size <= row.max_size) and _matches(row, path):
            return row
    return None


def _matches(row: Exemption, path: str) -> bool:
    try:
        return compiled(row.paths)(path)
    except ValueError as error:
        raise CheckError(f'{row.where}: paths of the exception "{row.because}": {error}') from None
