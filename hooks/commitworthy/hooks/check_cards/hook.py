"""Check every card in the index: well-formed, complete, its file ignored and untracked, and as it is on disk.

A moved file is in no commit, so all cards are looked at, whatever is staged.  Nothing is asked of a store.
"""

from __future__ import annotations

import os

from ...base import cache
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...cards import card as cards
from ...cards import seen
from ...git import index, objects
from ..context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from ..context import report_missing
from ..hook import FILES, NO_MODES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ...base.findings import Finding, Rule
    from ...git.index import Entry
    from ...git.repository import Repository
    from ..context import HookContext

NAME = "check-cards"
SUMMARY = "Check that cards are true to the files beside them."
EXAMPLE = "commitworthy check-cards"
OPERANDS = FILES
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES
_REMEMBERED = "cards"
_OF_MODELS = "model"
_CONFLICT = "two sides of a merge changed it, so keep one of them"


class CardFacts(NamedTuple):
    """What this hook wants to know of a card; `told` are the keys of `notes` that the policy may require.

    `reason` says why it is none, and then the rest is empty.  `files` are path, size and sha256 of all in a folder.
    """

    name: str = ""
    size: int = 0
    sha256: str = ""
    family: str = ""
    told: tuple[str, ...] = ()
    reason: str = ""
    files: tuple[tuple[str, int, str], ...] = ()


class CardViolation(NamedTuple):
    """The card at `path` breaks a rule with the `file` it stands for; `detail` is what the message wants to know."""

    rule: Rule
    path: bytes
    file: bytes = b""
    detail: tuple[str, ...] = ()
    size: int = 0


def check(context: HookContext) -> list[Finding]:
    """The findings for all cards of the index; in a workspace only the one at the top speaks."""
    if context.repository.prefix:
        return []
    listing = index.listing(context.repository)
    if cards.SUFFIX + b"\0" not in listing:
        return []
    tracked = index.files(listing)
    entries = [entry for entry in tracked if entry.path.endswith(cards.SUFFIX)]
    facts = _facts(context, entries)
    found = [*_violations(context, facts, {entry.path for entry in tracked})]
    if not found:
        return []
    from . import messages

    return messages.findings(NAME, context.repository, found)


def _facts(context: HookContext, entries: list[Entry]) -> dict[bytes, CardFacts]:
    """Path -> facts of each card; those of a blob are worked out once."""
    memory = context.repository.memory
    key = cache.code()
    remembered: Any = cache.get(memory, _REMEMBERED, key)
    known: dict[bytes, tuple[Any, ...]] = remembered if isinstance(remembered, dict) else {}
    new = {entry.blob: entry for entry in entries if entry.blob not in known}
    missing = []
    for blob in objects.read(context.repository, new.values()):
        if isinstance(blob, objects.Missing):
            missing.append(blob)
            continue
        content = blob.content
        if content is None:
            # Of one that is too large its head is enough to know whose it is.
            content = objects.content(blob.entry.blob) if blob.size < cards.MOST else blob.head.ljust(cards.MOST)
        known[blob.entry.blob] = tuple(_read(content)) if cards.is_ours(content) else ()
    if missing:
        report_missing(context, missing)
    if new:
        # No more than there are, so that it does not grow.
        there = {entry.blob: known[entry.blob] for entry in entries if entry.blob in known}
        cache.put(memory, _REMEMBERED, key, there)
    # Of DVC's own there are none.
    facts = {entry.path: CardFacts(*known[entry.blob]) for entry in entries if known.get(entry.blob)}
    if len({entry.path for entry in entries}) < len(entries):
        from collections import Counter

        sides = Counter(entry.path for entry in entries)
        facts |= {path: CardFacts(reason=_CONFLICT) for path in facts if sides[path] > 1}
    return facts


def _read(content: bytes) -> CardFacts:
    try:
        card = cards.parse(content)
    except cards.CardError as error:
        return CardFacts(reason=str(error))
    told = tuple(key for key in ("params", "metrics", "because") if card.notes.get(key))
    files = tuple((member.path, member.size, member.sha256) for member in card.files)
    return CardFacts(card.name, card.size, card.sha256, card.family, told, files=files)


def _violations(context: HookContext, facts: dict[bytes, CardFacts], tracked: set[bytes]) -> Iterable[CardViolation]:
    from ...base.findings import path_text
    from . import rules

    files = {path: path.rpartition(b"/")[0] for path in facts}
    files = {path: (folder + b"/" if folder else b"") + facts[path].name.encode() for path, folder in files.items()}
    sound = [path for path, fact in facts.items() if not fact.reason]
    # In a sparse checkout neither a card nor the ignore file beside it is on disk.
    here = [path for path in sound if os.path.lexists(context.repository.on_disk(path))]
    # A folder as git names one, with a slash.
    named = [files[path] + (b"/" if facts[path].files else b"") for path in here]
    ignored = _ignored(context, named) | {files[path] for path in {*sound} - {*here}}
    of_files = {} if context.ranged else {files[path]: facts[path] for path in sound}
    stale = _stale(context, of_files)
    first: dict[bytes, bytes] = {}
    # The one that is called as its file is stands before the others.
    for path in sorted(sound, key=lambda path: (path != cards.path_of(files[path]), path)):
        first.setdefault(files[path], path)
    for path, fact in facts.items():
        if not fact.reason and first[files[path]] != path:
            other = f"{path_text(files[path])} has another card, {path_text(first[files[path]])}"
            yield CardViolation(rules.MALFORMED, path, files[path], (other,))
            continue
        if fact.reason:
            yield CardViolation(rules.MALFORMED, path, detail=(fact.reason,))
            continue
        file = files[path]
        missing = tuple(key for key in context.policy.cards.require if key not in fact.told)
        if missing and fact.family == _OF_MODELS:
            yield CardViolation(rules.INCOMPLETE, path, file, missing)
        if file in tracked or (fact.files and any(other.startswith(file + b"/") for other in tracked)):
            yield CardViolation(rules.TRACKED, path, file, ("folder",) if fact.files else ())
        elif file not in ignored and file + b"/" not in ignored:
            yield CardViolation(rules.NOT_IGNORED, path, file, ("folder",) if fact.files else ())
        if file in stale:
            yield CardViolation(rules.STALE, path, file, stale[file], fact.size)


def _ignored(context: HookContext, files: list[bytes]) -> set[bytes]:
    """The files that a `.gitignore`, which everybody has, or a link in place of their folder keeps out of git."""
    from ...git import attributes

    here = context.repository
    # Git dies of a path behind a link.
    folders = {folder for file in files for folder in index.with_folders(file)[1:-1]}
    links = tuple(folder + b"/" for folder in folders if os.path.islink(here.on_disk(folder)))
    behind = {file for file in files if file.startswith(links)} if links else set()
    found = attributes.rules(here, [file for file in files if file not in behind])
    return behind | {path for path, rule in found.items() if attributes.is_shared(rule)}


def _stale(context: HookContext, facts: dict[bytes, CardFacts]) -> dict[bytes, tuple[str, ...]]:
    """The files on disk that are not what their cards say, and how folders differ; one that is not there is fine."""
    here = context.repository
    known = seen.load(here.memory)
    before = dict(known)
    found: dict[bytes, tuple[str, ...]] = {}
    for path, fact in facts.items():
        if fact.files:
            differing = _differing(here, path, fact, known)
            found |= {path: differing} if differing else {}
        elif seen.holds(known, path, here.on_disk(path), fact.size, fact.sha256) is False:
            found[path] = ()
    if known != before:
        seen.save(here.memory, known)
    return found


def _differing(here: Repository, path: bytes, fact: CardFacts, known: seen.Known) -> tuple[str, ...]:
    """How many files of a folder are not as its card says, are not there, or are not in the card; () where none is."""
    from ...git.write import TEMPORARY

    draft = TEMPORARY.encode()
    there = {name for name in seen.below(here.on_disk(path)) if not name.rpartition(b"/")[2].startswith(draft)}
    if not there:
        return ()
    listed = {name.encode(): (size, sha256) for name, size, sha256 in fact.files}
    changed = sum(
        seen.holds(known, path + b"/" + name, here.on_disk(path + b"/" + name), *listed[name]) is not True
        for name in there & listed.keys()
    )
    counts = (changed, len(listed.keys() - there), len(there - listed.keys()))
    return tuple(map(str, counts)) if any(counts) else ()
