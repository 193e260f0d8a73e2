"""The cards of a work tree, as they lie on disk."""

from __future__ import annotations

import os

from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..cards import card as cards
from ..git import index, objects, process, repository
from ..remedies.steps import pathspec, shell_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..cards.card import Card
    from ..git.repository import Repository


class CardFile(NamedTuple):
    """A card, its `path` and that of the `file` it stands for, both from the top."""

    path: bytes
    file: bytes
    card: Card

    def parts(self) -> list[CardFile]:
        """One for each file that the card stands for, which of a folder are many."""
        return [CardFile(self.path, cards.file_of(self.path, part), part) for part in self.card.parts()]


class Found(NamedTuple):
    """The cards that were asked for, and a line for each that is none."""

    files: list[CardFile]
    problems: list[str]


def find(here: Repository, names: Iterable[bytes]) -> Found:
    """The cards at `names`: of a card or its file that one, of a folder all below it; of nothing all that there are."""
    known = _listed(here)
    wanted = list(names)
    paths = repository.from_top(here, wanted)
    chosen = _chosen(known, paths, here) if wanted else dict.fromkeys(sorted(known), False)
    files, problems = [], []
    for path, is_named in chosen.items():
        try:
            found = read(here, path)
        except CheckError as problem:
            problems.append(str(problem))
        else:
            if found:
                files.append(found)
            elif is_named:
                problems.append(f"{path_text(path)}: is DVC's own and no card of commitworthy: use dvc pull")
    return Found(*_without_rivals(files, problems))


def _without_rivals(files: list[CardFile], problems: list[str]) -> tuple[list[CardFile], list[str]]:
    """Without those that stand for one file, of which nobody knows which counts; a line for each such file."""
    by_file: dict[bytes, list[CardFile]] = {}
    for file in files:
        by_file.setdefault(file.file, []).append(file)
    rivals = [
        f"{path_text(name)}: has several cards, {' and '.join(path_text(file.path) for file in some)}: keep one of them"
        for name, some in by_file.items()
        if len(some) > 1
    ]
    return [file for file in files if len(by_file[file.file]) == 1], problems + rivals


def read(here: Repository, path: bytes) -> CardFile | None:
    """The card at a path; None where there is no file, or one of DVC's own.  CheckError for a card that is none."""
    file = objects.on_disk(here.on_disk(path), follow=False, most=cards.MOST)
    if file is None or not cards.is_ours(file.content):
        return None
    try:
        card = cards.parse(file.content)
    except cards.CardError as error:
        raise CheckError(unusable(path, error)) from None
    return CardFile(path, cards.file_of(path, card), card)


def unusable(path: bytes, error: cards.CardError) -> str:
    """The line about a card that is none, and how to get the one that was committed."""
    line = f"{path_text(path)}: is not a card that can be used: {error}"
    if error.fix:
        return line
    name = path_text(path)
    word = shell_word(f":/{name}" if pathspec(name) == name else f":(top,literal){name}")
    restoring = f"git restore --source=HEAD --staged --worktree -- {word}"
    return f"{line}: get the committed one back ({restoring}), or move the file again"


def _listed(here: Repository) -> list[bytes]:
    """All `.dvc` files, tracked or to be: those that git ignores are nobody's cards."""
    words = ("ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard", "--", ":(top,glob)**/*.dvc")
    found = dict.fromkeys(process.run(*words).split(b"\0")[:-1])
    return [path for path in found if os.path.lexists(here.on_disk(path))]


def _chosen(known: list[bytes], paths: list[bytes], here: Repository) -> dict[bytes, bool]:
    """Path of a card -> whether it was named itself."""
    chosen: dict[bytes, bool] = {}
    there = set(known)
    for path in paths:
        if path in there:
            chosen[path] = True
        elif cards.path_of(path) in there:
            chosen[cards.path_of(path)] = True
        elif above := next((card for card in known if path.startswith(card.removesuffix(cards.SUFFIX) + b"/")), None):
            # A file in a folder that has one card.
            chosen[above] = True
        else:
            below = [card for card in known if not path or card.startswith(path + b"/")]
            if not below and not os.path.isdir(here.on_disk(path) or b"."):
                raise CheckError(f"{path_text(path)}: there is no card for it: check the name, or move the file first")
            for card in below:
                chosen.setdefault(card, False)
    return chosen


def tracked() -> list[index.Entry]:
    """The `.dvc` files in the index."""
    return index.like("*.dvc")


def count_tracked() -> int:
    """How many of them are cards of ours."""
    found = objects.contents_of([entry.blob.decode() for entry in tracked()])
    return sum(1 for file in found if file and cards.is_ours(file[1]))
