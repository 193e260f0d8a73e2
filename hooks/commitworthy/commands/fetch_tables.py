"""The part of `fetch` that brings rows back from Delta tables, as parquet files beside their cards."""

from __future__ import annotations

import os

from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..cards import load, seen
from ..cards.card import CardError
from ..git import objects, process, repository
from ..git.incoming import IncomingFile
from ..homes import delta, table
from ..hooks.check_cards import history
from . import card_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..cards.load import LoadCard
    from ..git.repository import Repository


class TableFile(NamedTuple):
    """A card of a load, its `path`, and that of the parquet `file` that has its rows, both from the top."""

    path: bytes
    file: bytes
    card: LoadCard


class Found(NamedTuple):
    """The cards that were asked for, a line for each that is none, and the names that are left for other cards."""

    files: list[TableFile]
    problems: list[str]
    others: list[bytes]


def find(here: Repository, names: Iterable[bytes]) -> Found:
    """The cards at `names`: of a card, of what was loaded or of its parquet that one, of a folder all below it."""
    wanted = list(names)
    words = ("ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard", "--")
    listed = process.run(*words, ":(top,glob)**/*" + load.SUFFIX.decode()).split(b"\0")[:-1]
    files: list[TableFile] = []
    problems: list[str] = []
    others = dict(zip(repository.from_top(here, wanted), wanted, strict=True)) if wanted else {}
    asked = list(others)
    for path in sorted(set(listed)):
        file = objects.on_disk(here.on_disk(path), follow=False)
        if file is None:
            continue
        source, problem = path.removesuffix(load.SUFFIX), ""
        exact, found = {path, source}, None
        try:
            found = _parsed(path, source, file.content)
            exact.add(found.file)
        except CardError as error:
            problem = card_files.unusable(path, error)
        if asked and not any(name in exact or not name or path.startswith(name + b"/") for name in asked):
            continue
        for name in exact:
            others.pop(name, None)
        files += [found] if found else []
        problems += [problem] if problem else []
    return Found(files, problems, list(others.values()))


def with_files(here: Repository, names: Sequence[bytes]) -> tuple[Found, card_files.Found]:
    """The same, and the cards of files at `names`."""
    tables = find(here, names)
    # No name at all stands for all cards.
    is_done = bool(names) and not tables.others
    return tables, card_files.Found([], []) if is_done else card_files.find(here, tables.others)


def _parsed(path: bytes, source: bytes, content: bytes) -> TableFile:
    card = load.parse(content)
    folder = path[: len(path) - len(path.rpartition(b"/")[2])]
    if source != folder + card.name.encode():
        raise CardError("source: path is not the file that the card is called after")
    return TableFile(path, folder + card.parquet().encode(), card)


def sha256(here: Repository, file: TableFile) -> str | None:
    """The hash of the rows in the file on disk; "" where it has none that can be read, None where it is not there."""
    place = here.on_disk(file.file)
    if not os.path.lexists(place):
        return None
    if os.path.islink(place) or not os.path.isfile(place):
        return ""
    try:
        return table.sha256(table.read(place, path_text(file.file)))
    except CheckError:
        # That of a library that is missing is told before: reading asks for it first.
        table.library()
        return ""


def earlier(files: Iterable[TableFile]) -> dict[bytes, set[str]]:
    """Path of each card -> the hashes that it has had in any commit: those rows can be had again."""
    pairs = history.in_history([file.path for file in files])
    blobs = sorted({blob.decode() for _, blob in pairs})
    known = {found[0]: found[1] for found in objects.contents_of(blobs) if found}
    hashes: dict[bytes, set[str]] = {}
    for path, blob in pairs:
        try:
            hashes.setdefault(path, set()).add(load.parse(known[blob]).sha256)
        except (KeyError, CardError):
            continue
    return hashes


def fetch(here: Repository, file: TableFile) -> None:
    """Write the rows of the version that the card names; CheckError where they are others than it says."""
    card = file.card
    address = delta.address_of(delta.PREFIX + card.table)
    before = seen.state_of(here.on_disk(file.file))
    rows = delta.DeltaStore(address).rows(delta.uri(address), card.version, card.rows)
    if table.sha256(rows) != card.sha256:
        where = f"{card.table} version {card.version}"
        raise CheckError(f"{path_text(file.file)}: {where} has other rows than its card says")
    content = table.parquet(rows)
    with IncomingFile(here, file.file, card.sha256, seen.unchanged(before)) as incoming:
        incoming.restart()
        incoming.write(content)
        incoming.finish()
