"""Which exception covers a path.  Asked only about what would otherwise be a finding."""

from __future__ import annotations

from ..findings import CannotJudge
from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .settings import Exemption


def covering(exemptions: Iterable[Exemption], path: str, size: int, today: str) -> Exemption | None:
    """The first exception that counts on `today` (ISO) and accepts `size` bytes at `path`.

    CannotJudge if a pattern on the way is not one.
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
    from .patterns import compiled

    try:
        return compiled(row.paths)(path)
    except ValueError as error:
        raise CannotJudge(f'{row.where}: paths of the exception "{row.because}": {error}') from None
