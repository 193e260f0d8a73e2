"""Homes that are kept by a program of their own, Git LFS and DVC: it is run, and what it did is verified."""

from __future__ import annotations

import os

from ...base import markup
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...cards import card as cards
from ...cards import seen
from ...formats import pointers
from ...git import index, objects, process, write
from ...homes import dvc, lfs
from ...remedies import environment
from ...remedies.steps import lfs_filename
from .. import which
from . import steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ...cards.card import Card
    from ...git.repository import Repository
    from .plan import Moving
    from .steps import Hashed, Told


def keeps(home: str) -> bool:
    """Whether a program keeps what goes to this home; Git LFS also where it does so in a bucket."""
    return home in ("lfs", "dvc") or home.startswith(lfs.PREFIX)


def to_lfs(here: Repository, home: str, files: Sequence[tuple[Moving, Hashed]]) -> None:
    """Route the files to Git LFS and stage them as pointers; CheckError where one is not the pointer of its file."""
    if not environment.has_lfs():
        raise CheckError("git-lfs is not installed: https://git-lfs.com, or name another home with --to")
    if not environment.lfs_is_set_up():
        raise CheckError("Git LFS is not set up in this clone: git lfs install")
    if home != "lfs" and (problem := lfs.mismatch(lfs.canonical(home), lfs.setting())):
        raise CheckError(problem)
    names = {moving.path: lfs_filename(moving.name) for moving, _ in files}
    for path, name in names.items():
        if name is None:
            raise CheckError(f"{path_text(path)}: git lfs track cannot name it: rename it, or choose another home")
    write.refuse_obstacle(here, write.place_of(here, ".gitattributes"))
    top = os.fsdecode(here.to_top) or "."
    process.run("-C", top, "lfs", "track", "--filename", "--", *(name or "" for name in names.values()))
    # A raw file that the index has is as it was to git, unless it is told to filter it again.
    tracked = {entry.path for entry in index.tracked(here, names)}
    _add(top, [path for path in names if path in tracked], "--renormalize")
    _add(top, [b".gitattributes", *(path for path in names if path not in tracked)], "--force")
    heads = {
        blob.entry.path: b"" if isinstance(blob, objects.Missing) else blob.head
        for blob in objects.stored(here, index.tracked(here, names))
    }
    for moving, hashed in files:
        head = heads.get(moving.path, b"")
        pointer = pointers.recognise(moving.path, len(head), head)
        if pointer is None or pointer.kind != "lfs" or pointer.oid != hashed.sha256:
            raise CheckError(f"{moving.name}: is not staged as its pointer: commitworthy require-lfs says why")


def _add(top: str, paths: Sequence[bytes], option: str) -> None:
    if paths:
        words = ("add", option, "--pathspec-from-file=-", "--pathspec-file-nul")
        process.run("-C", top, "--literal-pathspecs", *words, send=b"".join(path + b"\0" for path in paths))


def card_of_same(here: Repository, moving: Moving, sha256: str = "") -> Card | None:
    """The card of ours for a file that DVC keeps, where the file is still that one; None where there is none."""
    card = which.card_beside(here.on_disk(moving.path))
    if card is None or card.address:
        return None
    found = sha256 or (seen.sha256(here.on_disk(moving.path)) or ("",))[0]
    return card if card.sha256 == found else None


def to_dvc(here: Repository, files: Sequence[tuple[Moving, Hashed]], told: Told, *, update: bool) -> None:
    """Hand the files to DVC, upload them, and give DVC's pointers what ours say; the index is as it was on failure.

    The card of a file that is as it was says what it said, unless `update` is set.
    """
    paths = [moving.path for moving, _ in files]
    known = {moving.path: card_of_same(here, moving, hashed.sha256) for moving, hashed in files if not update}
    moved = set(paths)
    before = [record for record in index.listing(here).split(b"\0") if record.partition(b"\t")[2] in moved]
    try:
        # DVC takes nothing that git tracks.
        write.stage_in_place_of(here, {record.partition(b"\t")[2] for record in before}, {})
        dvc.run(here, ["add"], paths)
        dvc.run(here, ["push"], [cards.path_of(path) for path in paths])
        outcomes = [steps.Outcome(moving, _card(here, moving, hashed), "sent") for moving, hashed in files]
    except BaseException:
        write.put_back(before)
        raise
    notes: dict[bytes, Mapping[str, Any]] = {path: card.notes for path, card in known.items() if card}
    notes |= steps.notes(here, [outcome for outcome in outcomes if outcome.moving.path not in notes], told)
    targets = []
    for outcome in outcomes:
        path = cards.path_of(outcome.moving.path)
        file = objects.on_disk(here.on_disk(path), follow=False)
        assert file is not None
        content = cards.with_notes(file.content, outcome.card.sha256, notes[outcome.moving.path])
        targets.append(write.Target(write.place_of(here, path_text(path)), content, file.state))
    write.save_all(here, targets)
    steps.stage(here, outcomes, steps.ignore(here, paths))


def _card(here: Repository, moving: Moving, hashed: Hashed) -> cards.Card:
    """What DVC wrote, where it speaks of this very file."""
    file = objects.on_disk(here.on_disk(cards.path_of(moving.path)), follow=False)
    try:
        document = markup.from_yaml(file.content) if file else None
        (out,) = document["outs"]  # type: ignore[index]
        md5, size = out["md5"], out["size"]
    except (markup.UnreadableDocument, KeyError, TypeError, ValueError):
        md5 = size = None
    if (md5, size) != (hashed.md5, hashed.state[0]):
        raise CheckError(f"{moving.name}: DVC tracks other content than is on disk: run again when it is finished")
    if seen.state_of(here.on_disk(moving.path)) is None:
        raise CheckError(f"{moving.name}: DVC left no regular file: set cache.type to copy or reflink")
    return cards.Card(moving.name.rpartition("/")[2], hashed.state[0], hashed.sha256, md5=hashed.md5)
