"""Load the rows of files into Delta tables, prove that they are there, and leave a card; `fetch` brings them back."""

from __future__ import annotations

import os

from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...cards import card as cards
from ...cards import load as load_cards
from ...cards import seen
from ...git import objects, write
from ...homes import delta, table
from . import steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...cards.load import LoadCard
    from ...git.repository import Repository
    from .plan import Moving
    from .steps import Hashed


def to_delta(
    here: Repository, home: str, files: Sequence[tuple[Moving, Hashed]], told: steps.Told, *, update: bool
) -> Iterator[tuple[Moving, LoadCard]]:
    """Load one file after the other; each is finished before the next begins."""
    root = delta.address_of(home)
    store = delta.DeltaStore(root)
    for moving, hashed in files:
        known = _known(here, moving)
        if known and known.source_sha256 != hashed.sha256 and not update:
            path = path_text(load_cards.path_of(moving.path))
            other = "is the card of other content: to update it to the file as it is now, add --update"
            raise CheckError(f"{path}: {other}")
        place = here.on_disk(moving.path)
        rows = table.read(place, moving.name)
        if seen.state_of(place) != hashed.state:
            raise steps.changed_meanwhile(moving)
        digest, where = table.sha256(rows), delta.uri(root.below(moving.name))
        loaded = store.load(where, rows, digest, {"commitworthy.source-sha256": hashed.sha256})
        back = store.rows(where, loaded.version, rows.num_rows)
        if table.columns(back) != table.columns(rows) or table.sha256(back) != digest:
            raise CheckError(
                f"{where}: version {loaded.version} reads back as other rows than {moving.name} has: nothing was taken "
                "out of git; run again, and if it stays so, report it"
            )
        card = load_cards.LoadCard(
            moving.name.rpartition("/")[2],
            hashed.state[0],
            hashed.sha256,
            where,
            loaded.version,
            rows.num_rows,
            digest,
            tuple(table.columns(rows)),
        )
        # Nothing that a card says of where its file came from changes by itself.
        if known and known._replace(notes={}) == card and not update:
            card = known
        else:
            outcome = steps.Outcome(moving, cards.Card(card.name, card.size, card.source_sha256), "sent")
            card = card._replace(notes=steps.notes(here, [outcome], told)[moving.path])
        _finish(here, moving, card)
        yield moving, card


def _finish(here: Repository, moving: Moving, card: LoadCard) -> None:
    """The card, the ignore lines of the file and of the parquet, and the index."""
    path = load_cards.path_of(moving.path)
    place = write.place_of(here, path_text(path))
    file = objects.on_disk(os.fsencode(place), follow=False)
    content = load_cards.render(card)
    if file is None or file.content != content:
        write.save_all(here, [write.Target(place, content, file.state if file else None)])
    folder = moving.path[: len(moving.path) - len(card.name.encode())]
    ignored = steps.ignore(here, list(dict.fromkeys([moving.path, folder + card.parquet().encode()])))
    steps.stage_cards(here, [moving.path], [path], ignored)


def _known(here: Repository, moving: Moving) -> LoadCard | None:
    """The card that an earlier load left; None where there is none that can be read: git has what it once said."""
    file = objects.on_disk(here.on_disk(load_cards.path_of(moving.path)), follow=False)
    try:
        return load_cards.parse(file.content) if file else None
    except cards.CardError:
        return None


def row_of(moving: Moving, card: LoadCard) -> Mapping[str, object]:
    """The JSON of what was done, beside its path and home."""
    return {
        "card": path_text(load_cards.path_of(moving.path)),
        "address": card.table,
        "version": str(card.version),
        "sha256": card.sha256,
        "size": card.size,
        "how": "loaded",
    }
