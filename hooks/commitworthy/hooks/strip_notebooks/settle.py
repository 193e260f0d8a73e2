"""What becomes of a dirty notebook, and what is said of it: asked of one after the other."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...remedies import environment
from . import messages
from .rewrite import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...base.findings import Finding
    from ...blobs.notebooks import Dirty, NotebookScan
    from ...git.write import Originals
    from ...remedies.environment import Environment
    from .parents import ParentNotebooks


class NotebookReporter:
    """Settles each notebook that is news, and words it; `around` is looked at for the first one that needs it.

    `options` are the flags of this call, which a remedy that strips needs as well.
    """

    def __init__(self, parents: ParentNotebooks, options: tuple[str, ...]) -> None:
        self.parents = parents
        self.options = options
        self.around: Environment | None = None
        self.originals: Originals | None = None

    def close(self) -> None:
        """Let the git end that stores originals."""
        if self.originals:
            self.originals.close()

    def tell(self, seeking: NotebookScan, notebook: Dirty) -> Iterator[Finding]:
        """The findings for a notebook; under `check` nothing is written."""
        yield from messages.remarks(notebook)
        if seeking.stripper.settings.validate:
            yield from messages.faults(notebook)
        if notebook.has_changes() and self.parents.is_new(notebook):
            yield from self._settled(seeking, notebook)

    def _settled(self, seeking: NotebookScan, notebook: Dirty) -> Iterator[Finding]:
        if self.around is None and seeking.repository.is_real():
            self.around = environment.nearby(seeking.repository)
        told = seeking.stripper.settings.check
        tell = messages.found if told else messages.rewritten
        try:
            outcome = settle(seeking.repository, notebook, seeking.stripper, None if told else self._keep)
        except CheckError as problem:
            seeking.problems.append(str(problem))
        else:
            yield from tell(notebook, outcome, self.around, self.options)

    def _keep(self, place: bytes) -> str:
        if self.originals is None:
            from ...git.write import Originals

            self.originals = Originals()
        return self.originals.keep(place)
