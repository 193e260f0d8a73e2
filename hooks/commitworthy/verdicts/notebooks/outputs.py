"""Whether the outputs of a notebook count in its size: where they go into history they do, unless it was decided."""

from __future__ import annotations

from ...values import TYPE_CHECKING
from .parents import accepted_blobs
from .search import stripper

if TYPE_CHECKING:
    from ...policy.settings import BlockArtifacts, StripNotebooks


def counted(settings: BlockArtifacts, baseline_file: bytes | None) -> BlockArtifacts:
    """The same settings for what goes into history as it is."""
    return settings._replace(outputs_count=_Counting(settings.notebooks, baseline_file).asks)


class _Counting:
    """They count unless an exception of strip-notebooks or a row of the baseline keeps them."""

    def __init__(self, settings: StripNotebooks, baseline_file: bytes | None) -> None:
        self._settings, self._file = settings, baseline_file
        self._accepted: frozenset[bytes] | None = None

    def asks(self, path: bytes, blob: bytes) -> bool:
        if self._accepted is None:
            self._accepted = accepted_blobs(self._file)
        return blob not in self._accepted and not stripper(self._settings).keeps(path)
