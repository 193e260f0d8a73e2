"""Bring moved files back from their homes, each verified by the hash in its card."""

from __future__ import annotations

import argparse
import json
import os
import sys

from ..base import wording
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..cards import card as cards
from ..cards import seen
from ..git import index, repository
from ..git.incoming import IncomingFile
from ..git.write import TEMPORARY
from ..homes import access, dvc
from ..hooks.check_cards import history
from ..policy.convert import whole
from ..policy.parser import Parser, wide
from ..report.escape import for_json, for_json_line, for_terminal
from ..report.text import complain, write_lines
from . import card_files, fetch_tables, transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..cards.seen import Known
    from ..git.repository import Repository
    from ..homes.access import Stores
    from ..homes.address import Address
    from ..homes.store import Store
    from .card_files import CardFile

SUMMARY = "Restore moved files from their homes, and verify them."
# What became of a file, or would: there and as its card says; absent; an earlier version that a card has stood for;
# changed by somebody; brought.
THERE, ABSENT, OLDER, CHANGED, FETCHED = "there", "absent", "older", "changed", "fetched"


# So many lines about what could not be fetched, which of a folder may be thousands.
_SHOWN = 50


class Answer(NamedTuple):
    """What became of the file of one card, or of all in its folder: `parts` are those, `others` are not in the card."""

    file: CardFile
    how: str
    parts: Mapping[bytes, str] = {}
    others: tuple[bytes, ...] = ()


class _Found(NamedTuple):
    """What the file of a card was when it was looked at, and its state just before; None where there was no file."""

    how: str
    state: tuple[int, ...] | None


def run(words: list[str]) -> int:
    """Fetch what is not there; exit status 1 where a changed file was left, or with --check anything is to be done."""
    args = _parser().parse_args(words)
    here = repository.answer(repository.ask())
    if args.trust:
        access.trust(args.trust)
    tables, found = fetch_tables.with_files(here, [os.fsencode(name) for name in args.paths])
    known = seen.load(here.memory)
    obstacles = {file.path: _obstacle(here, file) for file in found.files if file.card.files}
    problems = [*found.problems, *filter(None, obstacles.values())]
    found = found._replace(files=[file for file in found.files if not obstacles.get(file.path)])
    files = [part for file in found.files for part in file.parts()]
    states = _states(here, files, known)
    how = {path: state.how for path, state in states.items()}
    if not args.check:
        how, more = _fetch(args, here, files, states, known)
        problems += more
    answers = [answer for file in found.files if (answer := _answer(here, file, how))]
    if tables.files or tables.problems:
        more_answers, more = _tables(args, here, tables)
        answers, problems = [*answers, *more_answers], [*problems, *more]
    seen.save(here.memory, known)
    write_lines(_lines(args, answers, problems), sys.stdout.buffer)
    complain(
        *problems[:_SHOWN], *([f"and {len(problems) - _SHOWN:,} more like these"] if len(problems) > _SHOWN else [])
    )
    if problems:
        return 2
    left = (CHANGED,) if not args.check else (CHANGED, ABSENT, OLDER)
    return 1 if any(answer.how in left for answer in answers) else 0


def _tables(args: argparse.Namespace, here: Repository, found: fetch_tables.Found) -> tuple[list[Answer], list[str]]:
    """The same for the rows of Delta tables, of which each is fetched whole."""
    answers, problems = [], list(found.problems)
    try:
        hashes = {file.path: fetch_tables.sha256(here, file) for file in found.files}
        differing = [file for file in found.files if hashes[file.path] not in (None, file.card.sha256)]
        earlier = fetch_tables.earlier(differing) if differing else {}
    except CheckError as problem:
        return [], [*problems, str(problem)]
    for file in found.files:
        there = hashes[file.path]
        how = THERE if there == file.card.sha256 else OLDER if there in earlier.get(file.path, ()) else CHANGED
        how = ABSENT if there is None else how
        if not args.check and (how in (ABSENT, OLDER) or (how == CHANGED and args.force)):
            try:
                fetch_tables.fetch(here, file)
                how = FETCHED
            except CheckError as problem:
                problems.append(str(problem))
                continue
        place = here.on_disk(file.file)
        size = os.path.getsize(place) if os.path.isfile(place) else 0
        name = path_text(file.file).rpartition("/")[2]
        card = cards.Card(name, size, file.card.sha256, file.card.table, str(file.card.version))
        answers.append(Answer(card_files.CardFile(file.path, file.file, card), how))
    return answers, list(dict.fromkeys(problems))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy fetch",
        description=SUMMARY + "\nWithout PATH all of them.",
        epilog="example: commitworthy fetch models",
        formatter_class=wide,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a moved file, its card, or a folder")
    parser.add_argument("--check", action="store_true", help="only show which files differ; fetch nothing")
    parser.add_argument("--force", action="store_true", help="replace files that were changed on disk")
    parser.add_argument(
        "--jobs", metavar="N", type=_jobs, default=transfer.JOBS, help="files at once (default: %(default)s)"
    )
    parser.add_argument("--trust", metavar="HOST", help="let credentials go to this host; dvc: let DVC run")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    return parser


def _jobs(word: str) -> int:
    try:
        return max(whole(word), 1)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _obstacle(here: Repository, file: CardFile) -> str:
    """A line where the folder of a card, or one in it, is a link or a file; "" where nothing is in the way."""
    parts = {part.file.rpartition(b"/")[0] for part in file.parts()}
    for folder in sorted({above for part in parts for above in index.with_folders(part)[1:]}):
        place = here.on_disk(folder)
        if os.path.islink(place) or (os.path.lexists(place) and not os.path.isdir(place)):
            kind = "a symbolic link" if os.path.islink(place) else "not a folder"
            return f"{path_text(folder)}: is {kind}, so nothing was written: put a folder in its place"
    return ""


def _states(here: Repository, files: Sequence[CardFile], known: Known) -> dict[bytes, _Found]:
    """Path of each file -> what is on disk there."""
    found: dict[bytes, _Found] = {}
    differing = []
    for file in files:
        place = here.on_disk(file.file)
        state = seen.state_of(place)
        holds = seen.holds(known, file.file, place, file.card.size, file.card.sha256)
        if holds is None:
            found[file.file] = _Found(ABSENT, None)
        elif holds:
            found[file.file] = _Found(THERE, state)
        else:
            differing.append((file, state))
    earlier = history.earlier(list(dict.fromkeys(file.path for file, _ in differing)))
    for file, state in differing:
        hashes = {sha256 for _, sha256 in earlier.get(file.file, ())}
        found[file.file] = _Found(OLDER if _hash(here, known, file) in hashes else CHANGED, state)
    return found


def _hash(here: Repository, known: Known, file: CardFile) -> str:
    """The hash of a file that is there; "" of one that somebody writes to."""
    place = here.on_disk(file.file)
    remembered = known.get(file.file)
    if remembered and remembered[0] == seen.state_of(place):
        return remembered[1]
    found = seen.sha256(place)
    if found is None:
        return ""
    seen.note(known, file.file, found[1], found[0])
    return found[0]


def _fetch(
    args: argparse.Namespace, here: Repository, files: Sequence[CardFile], states: dict[bytes, _Found], known: Known
) -> tuple[dict[bytes, str], list[str]]:
    """Bring what is to be brought; path of each file -> what became of it, and a line for each that could not be."""
    wanted = (ABSENT, OLDER, CHANGED) if args.force else (ABSENT, OLDER)
    todo = [file for file in files if states[file.file].how in wanted]
    how = {path: state.how for path, state in states.items()}
    failed, problems = _with_dvc(args, here, [file for file in todo if not file.card.address])
    stores, opened = access.Stores(), []
    sources: dict[str, list[int]] = {}
    for file in (file for file in todo if file.card.address):
        try:
            store, where = stores.of_card(file.card)
            opened.append(file)
            sources.setdefault(_source(store, where), []).append(file.card.size)
        except CheckError as problem:
            failed.add(file.file)
            problems.append(str(problem))
    _announce(args, sources)
    results = transfer.each(
        opened,
        lambda file, progress: fetch(here, stores, file, states[file.file].state, progress),
        lambda file: file.card.size,
        "fetching",
        args.jobs,
    )
    for file, result in results:
        if isinstance(result, CheckError):
            failed.add(file.file)
            problems.append(str(result))
        else:
            seen.note(known, file.file, result, file.card.sha256)
    how |= {file.file: FETCHED for file in todo}
    # One line for all whose host is not to be reached.
    return {path: word for path, word in how.items() if path not in failed}, list(dict.fromkeys(problems))


def _answer(here: Repository, file: CardFile, how: Mapping[bytes, str]) -> Answer | None:
    """What became of a card, by what did of its files; None where one could not be fetched, which a line tells."""
    if not file.card.files:
        return Answer(file, how[file.file]) if file.file in how else None
    parts = {part.file: how[part.file] for part in file.parts() if part.file in how}
    if len(parts) < len(file.card.files):
        return None
    place = file.file + b"/"
    found = (place + path for path in seen.below(here.on_disk(file.file)))
    # What an earlier run has left to go on with is nobody's.
    draft = TEMPORARY.encode()
    others = (path for path in found if path not in parts and not path.rpartition(b"/")[2].startswith(draft))
    whole = next(word for word in (CHANGED, FETCHED, OLDER, ABSENT, THERE) if word in parts.values())
    return Answer(file, whole, parts, tuple(sorted(others)))


def _with_dvc(args: argparse.Namespace, here: Repository, files: Sequence[CardFile]) -> tuple[set[bytes], list[str]]:
    """Have DVC bring what its own remote holds; paths of cards whose file is not what they say, and a line for each."""
    if not files:
        return set(), []
    try:
        dvc.run(here, ["pull", "--force"] if args.force else ["pull"], [file.path for file in files])
    except CheckError as problem:
        return {file.file for file in files}, [str(problem)]
    wrong = [file for file in files if (seen.sha256(here.on_disk(file.file)) or ("",))[0] != file.card.sha256]
    line = "what DVC brought is not what its card says: look at it before you use it"
    return {file.file for file in wrong}, [f"{path_text(file.file)}: {line}" for file in wrong]


def fetch(
    here: Repository,
    stores: Stores,
    file: CardFile,
    found: tuple[int, ...] | None,
    progress: Callable[[int], object],
) -> tuple[int, ...]:
    """Bring one file, going on where an earlier run was stopped; its state.

    CheckError where it is another than the card says, and where what is there is no longer as it was `found`.
    """
    card = file.card
    store, where = stores.of_card(card)
    with IncomingFile(here, file.file, card.sha256, seen.unchanged(found)) as incoming:
        size, sha256 = incoming.receive(
            card.size, lambda start: store.read(where.key, card.pinned, start, card.size), progress
        )
        if size != card.size or sha256 != card.sha256:
            incoming.discard()
            raise CheckError(
                f"{path_text(file.file)}: what {card.address} holds is not what the card says "
                f"(sha256 {sha256[:12]}... instead of {card.sha256[:12]}...), so nothing was written"
            )
        return seen.identity(incoming.finish())


def _source(store: Store, where: Address) -> str:
    """Where bytes come from: what the user says of the host comes before what a card says."""
    root = f"{where.scheme}://{where.root}" if where.root else "folders of this machine"
    return f"from {root}" + (f" at {store.endpoint}" if store.endpoint else "")


def _announce(args: argparse.Namespace, sources: Mapping[str, Sequence[int]]) -> None:
    """Where the bytes come from, and the sizes of the files, before the first of them does."""
    stream = sys.stderr if args.format == "json" else sys.stdout
    for named, sizes in sources.items():
        line = f"{named}: {wording.counted(len(sizes), 'file')}, {wording.show(sum(sizes))}"
        write_lines([for_terminal(line)], stream.buffer)
    stream.flush()


_SAID = {
    THERE: "is there, as its card says",
    ABSENT: "is not there: commitworthy fetch brings it",
    OLDER: "is an earlier version: commitworthy fetch brings the one of its card",
    CHANGED: "was changed on disk, so it was left: keep it (commitworthy move --update) or replace it (fetch --force)",
    FETCHED: "was fetched and verified",
}


def _lines(args: argparse.Namespace, answers: Sequence[Answer], problems: Sequence[str]) -> Iterator[str]:
    for answer in answers:
        name = path_text(answer.file.file)
        if args.format == "json":
            row: dict[str, object] = {
                "path": for_json(name),
                "card": for_json(path_text(answer.file.path)),
                "address": answer.file.card.address,
                "version": answer.file.card.version or None,
                "sha256": answer.file.card.sha256,
                "size": answer.file.card.size,
                "how": answer.how,
            }
            if answer.parts:
                row |= {
                    "files": len(answer.parts),
                    "fetched": sum(how == FETCHED for how in answer.parts.values()),
                    "changed": [for_json(path_text(path)) for path, how in answer.parts.items() if how == CHANGED],
                    "others": [for_json(path_text(path)) for path in answer.others],
                }
            yield for_json_line(json.dumps(row))
        elif answer.parts:
            yield from map(for_terminal, _of_folder(answer))
        else:
            yield for_terminal(f"{name}: {_SAID[answer.how]}")
    if args.format == "text" and not answers and not problems:
        yield "no cards here"


def _of_folder(answer: Answer) -> Iterator[str]:
    """A line of how many of its files are what, and lines of those that were left."""
    counts = [(word, sum(how == word for how in answer.parts.values())) for word in _COUNTED]
    words = [f"{wording.counted(count, 'file')} {_COUNTED[word]}" for word, count in counts if count]
    yield f"{path_text(answer.file.file)}: {', '.join(words)}"
    changed = [path for path, how in answer.parts.items() if how == CHANGED]
    for paths, said in ((changed, _SAID[CHANGED]), (answer.others, "is not in the card, so it was left")):
        yield from (f"    {path_text(path)}: {said}" for path in paths[:_NAMED])
        if len(paths) > _NAMED:
            yield f"    and {len(paths) - _NAMED:,} more"


_NAMED = 10
_COUNTED = {
    FETCHED: "fetched and verified",
    THERE: "there already",
    ABSENT: "not there",
    OLDER: "of an earlier version",
    CHANGED: "changed on disk",
}
