"""What becomes of a dirty notebook, and what is said of it: asked of one after the other."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...remedies import environment
from . import messages
from .rewrite import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...base.findings import Finding
    from ...blobs.notebooks import Dirty, NotebookScan
    from ...git.write import Originals
    from ...remedies.environment import Environment
    from .parents import ParentNotebooks, Standing


class NotebookReporter:
    """Settles each notebook that is news, and words it; `around` is looked at for the first one that needs it.

    `options` are the flags of this call, which a remedy that strips needs as well.  What is old is passed over, or with
    `tells_old` told and left as it is.  `is_large` tells what block-artifacts would refuse with its outputs.
    """

    def __init__(
        self,
        parents: ParentNotebooks,
        options: tuple[str, ...],
        is_large: Callable[[Dirty], bool],
        *,
        tells_old: bool,
    ) -> None:
        self.parents = parents
        self.is_large = is_large
        self.options = options
        self.tells_old = tells_old
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
        if not notebook.has_changes():
            return
        standing = self.parents.standing(notebook)
        if self.tells_old or not standing.is_old:
            yield from self._settled(seeking, notebook, standing)

    def _settled(self, seeking: NotebookScan, notebook: Dirty, standing: Standing) -> Iterator[Finding]:
        if self.around is None and seeking.repository.is_real():
            self.around = environment.nearby(seeking.repository)
        entry, options = notebook.entry, self.options
        is_tracked = self.tells_old and entry is not None and not entry.staged
        was_there = standing.is_old or standing.kept_as is not None or is_tracked
        told = was_there or seeking.stripper.settings.check
        if was_there and "--on-disk" not in options:
            # Of what is only told the next call would only tell as well.
            options = (*options, "--on-disk")
        try:
            outcome = settle(seeking.repository, notebook, seeking.stripper, None if told else self._keep)
        except CheckError as problem:
            seeking.problems.append(str(problem))
            return
        outcome = outcome._replace(is_large=self.is_large(notebook))
        if standing.kept_as is not None:
            yield messages.renamed(notebook, outcome, self.around, options, standing.kept_as)
        else:
            tell = messages.found if told else messages.rewritten
            yield from tell(notebook, outcome, self.around, options)

    def _keep(self, place: bytes) -> str:
        if self.originals is None:
            from ...git.write import Originals

            self.originals = Originals()
        return self.originals.keep(place)
