"""What becomes of a dirty notebook, and what is said of it: asked of one after the other."""

from __future__ import annotations

from ...findings import CannotJudge
from ...values import TYPE_CHECKING
from .. import surroundings
from . import files, parents, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...findings import Finding
    from ...git.originals import Originals
    from ..surroundings import Surroundings
    from .parents import Decided, RulesOf
    from .search import Dirty, Search


class Teller:
    """Settles each notebook that is news, and words it; `around` is looked at for the first one that needs it."""

    def __init__(self, known: Decided, rules_of: RulesOf) -> None:
        self.known = known
        self.rules_of = rules_of
        self.around: Surroundings | None = None
        self.originals: Originals | None = None

    def close(self) -> None:
        """Let the git end that stores originals."""
        if self.originals:
            self.originals.close()

    def tell(self, seeking: Search, notebook: Dirty) -> Iterator[Finding]:
        """The findings for a notebook; under `check` nothing is written."""
        yield from say.remarks(notebook)
        if seeking.stripper.settings.validate:
            yield from say.faults(notebook)
        if notebook.has_changes() and parents.is_news(notebook, self.known, self.rules_of):
            yield from self._settled(seeking, notebook)

    def _settled(self, seeking: Search, notebook: Dirty) -> Iterator[Finding]:
        if self.around is None and seeking.repository.is_real():
            self.around = surroundings.nearby(seeking.repository)
        told = seeking.stripper.settings.check
        tell = say.found if told else say.rewritten
        try:
            outcome = files.settle(seeking.repository, notebook, seeking.stripper, None if told else self._keep)
        except CannotJudge as problem:
            seeking.problems.append(str(problem))
        else:
            yield from tell(notebook, outcome, self.around)

    def _keep(self, place: bytes) -> str:
        if self.originals is None:
            from ...git.originals import Originals

            self.originals = Originals()
        return self.originals.keep(place)
