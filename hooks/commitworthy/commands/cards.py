"""List the cards of a repository, and ask the stores whether they still hold what the cards stand for."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys

from ..base import wording
from ..base.findings import CheckError, Finding, path_text
from ..base.namedtuple import TYPE_CHECKING
from ..cards import card as cards
from ..git import index, objects, refs
from ..homes import access, address, folder, mlflow
from ..homes.store import home_of
from ..hooks import context as hook_context
from ..hooks.check_cards import history, rules
from ..policy.options import LINES
from ..policy.parser import Parser, wide
from ..report import jsonlines, text
from ..report.escape import for_json, for_json_line, for_terminal
from . import card_files, fetch_tables, transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..base.findings import Rule
    from ..git.repository import Repository
    from ..homes.access import Stores
    from ..homes.store import Store, StoredObject
    from ..policy.settings import Policy
    from .card_files import CardFile
    from .fetch_tables import TableFile

SUMMARY = "List cards; ask the stores whether they hold the files."
_HOOK = "cards"


def run(words: list[str]) -> int:
    """List, or check; exit status 1 where a store does not hold what a card stands for, 2 where it cannot be asked."""
    args = _parser().parse_args(words)
    context = hook_context.prepare(hook_context.Invocation([], False, {}, staged=True))
    here = context.repository
    if args.trust:
        access.trust(args.trust)
    if args.unused:
        return _unused(args, here, context.policy)
    tables, found = fetch_tables.with_files(here, [os.fsencode(name) for name in args.paths])
    problems = [*found.problems, *tables.problems]
    status = 0
    if args.online:
        status, more = _online(args, found.files)
        problems += more
        if tables.files:
            left = wording.counted(len(tables.files), "Delta table was", "Delta tables were")
            text.complain(f"note: {left} not checked: commitworthy fetch compares the rows")
    elif found.files or tables.files or not problems:
        text.write_lines(_listed(args, found.files, tables.files), sys.stdout.buffer)
    text.complain(*problems)
    return 2 if problems else status


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy cards",
        description=SUMMARY + "\nWithout PATH all of them.",
        epilog="example: commitworthy cards --online",
        formatter_class=wide,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a card, its file, or a folder")
    parser.add_argument("--online", action="store_true", help="ask the stores for each object: size, version, hash")
    parser.add_argument("--unused", action="store_true", help="list objects in the homes that no card of any ref names")
    parser.add_argument("--trust", metavar="HOST", help="let credentials go to this host, in this clone")
    parser.add_argument("--format", choices=LINES, default="text", metavar="F", help=", ".join(LINES))
    return parser


def _listed(args: argparse.Namespace, of_files: Sequence[CardFile], tables: Sequence[TableFile]) -> Iterator[str]:
    """What each card says, and what of it can no longer be looked at here."""
    counts = {file.path: _count(file.card) for file in of_files} | {
        file.path: f"{wording.counted(file.card.rows, 'row')}, {wording.counted(len(file.card.columns), 'column')}"
        for file in tables
    }
    files = [*of_files, *map(_of_table, tables)]
    commits = {str(_origin(file).get("commit", "")) for file in files} - {""}
    asked = sorted(commit for commit in commits if commit.isalnum())
    known = dict(zip(asked, objects.are_there([f"{commit}^{{commit}}" for commit in asked]), strict=True))
    tracked = {path_text(entry.path) for entry in index.like("*.py", "*.ipynb")} if files else set()
    for file in files:
        gone = []
        commit = str(_origin(file).get("commit", ""))
        if commit and not known.get(commit):
            gone.append(f"commit {commit[:12]} is not in this clone")
        scripts = [str(made["script"]) for made in _makers(file) if made.get("script")]
        gone += [f"{script} is no longer tracked" for script in scripts if script not in tracked]
        yield _json(file, gone) if args.format == "json" else _text(file, gone, counts[file.path])
    if not files and args.format == "text":
        yield "no cards here"


def _origin(file: CardFile) -> dict[str, object]:
    found = file.card.notes.get("origin")
    return found if isinstance(found, dict) else {}


def _makers(file: CardFile) -> list[dict[str, object]]:
    """The program that wrote the file, or those that may have."""
    made, others = file.card.notes.get("made-by"), file.card.notes.get("candidates")
    listed = [made, *(others if isinstance(others, list) else ())]
    return [one for one in listed if isinstance(one, dict)]


def _json(file: CardFile, gone: list[str]) -> str:
    card = file.card
    row = {
        "path": for_json(path_text(file.file)),
        "card": for_json(path_text(file.path)),
        "address": card.address or None,
        "version": card.version or None,
        "sha256": card.sha256,
        "size": card.size,
        # A card may have dates and NaN among its parameters.
        "notes": jsonlines.plain(card.notes),
        "files": len(card.files) or None,
        "gone": gone,
    }
    return for_json_line(json.dumps(row, allow_nan=False))


def _of_table(file: TableFile) -> CardFile:
    """The card of a load with the keys of all others: the hash is of the rows, the size of what was loaded."""
    card = file.card
    size, version = card.size, str(card.version)
    shown = cards.Card(card.name, size, card.sha256, card.table, version, notes=card.notes)
    return card_files.CardFile(file.path, cards.file_of(file.path, shown), shown)


def _count(card: cards.Card) -> str:
    """How much there is of it."""
    size = wording.show(card.size)
    return f"{wording.counted(len(card.files), 'file')}, {size}" if card.files else size


def _text(file: CardFile, gone: list[str], count: str) -> str:
    card, makers = file.card, _makers(file)
    words = [f"{path_text(file.file)}: {count}, sha256 {card.sha256[:12]}"]
    words.append(card.address + (f" version {card.version}" if card.version else "") if card.address else "kept by DVC")
    registered = mlflow.name_in(card.notes.get("registry"))
    words += [f"models:/{'/'.join(registered)}"] if registered[0] else []
    if len(makers) == 1:
        maker = makers[0]
        line = f":{maker['line']}" if "line" in maker else ""
        words.append(f"made by {maker.get('script') or maker.get('stage')}{line}")
    elif makers:
        words.append(f"one of {len(makers)} programs may have made it")
    because = card.notes.get("because")
    words += [f"because {because}"] if because else []
    return for_terminal(", ".join([*words, *gone]))


# What only the stores know.


def _online(args: argparse.Namespace, files: Sequence[CardFile]) -> tuple[int, list[str]]:
    """Print a finding for each card whose object is not as it says; the status, and what could not be asked."""
    stores = access.Stores()
    ours = [file for file in files if file.card.address]
    parts = [part for file in ours for part in file.parts()]
    results = transfer.each(parts, lambda file, progress: check(stores, file, progress), lambda _: 1 << 20, "asking")
    problems = [str(result) for _, result in results if isinstance(result, CheckError)]
    findings = _one_each([result for _, result in results if isinstance(result, Finding)])
    more, unasked = _registered(ours)
    findings += more
    problems += unasked
    color = text.wants_color("auto", sys.stdout, os.environ)
    github_too = os.environ.get("GITHUB_ACTIONS") == "true"
    text.write(
        findings, format=args.format, stream=sys.stdout.buffer, color=color, show_all=True, github_too=github_too
    )
    if not findings and not problems and args.format == "text":
        text.write_lines([f"{wording.counted(len(ours), 'card')}: all objects are there"], sys.stdout.buffer)
    if len(ours) < len(files):
        left = wording.counted(len(files) - len(ours), "card was", "cards were")
        text.complain(f"note: {left} not checked: DVC keeps the files, so use dvc status --cloud")
    return (1 if findings else 0), list(dict.fromkeys(problems))


def _registered(files: Sequence[CardFile]) -> tuple[list[Finding], list[str]]:
    """A finding for each card whose version of a model is not in MLflow's registry, or has another hash there."""
    named = [(file, mlflow.name_in(file.card.notes.get("registry"))) for file in files]
    named = [(file, version) for file, version in named if version[0]]
    if not named:
        return [], []
    if not mlflow.tracking_address():
        count = wording.counted(len(named), "entry was", "entries were")
        text.complain(f"note: {count} not looked up in MLflow's registry: set MLFLOW_TRACKING_URI")
        return [], []
    findings = []
    try:
        registry = mlflow.open_registry()
        for file, (name, number) in named:
            is_same = registry.holds(name, number, file.card.sha256)
            what = f"models:/{name}/{number}"
            if is_same is None:
                findings.append(_finding(file, rules.LOST, f"{what} is not in the registry."))
            elif not is_same:
                findings.append(_finding(file, rules.ALTERED, f"{what} is another content than the card says."))
    except CheckError as problem:
        return findings, [str(problem)]
    return findings, []


def _one_each(findings: Iterable[Finding]) -> list[Finding]:
    """One for each card and rule: of a folder the first, with the number of the others."""
    groups: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.path, finding.rule.code), []).append(finding)
    return [
        group[0]._replace(message=f"{group[0].message}  So it is with {len(group) - 1:,} more of its folder.")
        if len(group) > 1
        else group[0]
        for group in groups.values()
    ]


def check(stores: Stores, file: CardFile, progress: Callable[[int], object]) -> Finding | None:
    """What is wrong with the object of a card; CheckError where the store cannot be asked."""
    card = file.card
    store, where = stores.of_card(card)
    there = store.head(where.key, card.pinned)
    if there is None:
        home = home_of(card.address, path_text(file.file), card.sha256)
        if home.startswith("/"):
            folder.refuse_missing(home)
        what = f"version {card.pinned} of {card.address}" if card.pinned else card.address
        return _finding(file, rules.LOST, f"{what} is not there.")
    if there.size != card.size:
        sizes = wording.show_apart(there.size, card.size)
        return _finding(file, rules.ALTERED, f"{card.address} has {sizes[0]}, and the card says {sizes[1]}.")
    known = there.sha256 or _hash(store, where.key, there, card, progress)
    if known != card.sha256 or (there.etag and card.etag and there.etag != card.etag):
        return _finding(file, rules.ALTERED, f"{card.address} has other content than the card says.")
    return None


def _hash(store: Store, key: str, there: StoredObject, card: cards.Card, progress: Callable[[int], object]) -> str:
    """The hash of an object of which the store knows none; the card's where an etag says as much."""
    if there.etag and there.etag == card.etag:
        return card.sha256
    digest = hashlib.sha256()
    for piece in store.read(key, card.pinned, 0, card.size):
        digest.update(piece)
        progress(len(piece))
    return digest.hexdigest()


def _finding(file: CardFile, rule: Rule, message: str) -> Finding:
    return Finding(_HOOK, rule, message, path_text(file.path))


def _unused(args: argparse.Namespace, here: Repository, policy: Policy) -> int:
    """List what the homes of the policy hold and no card of any ref, of the index or on disk names."""
    if refs.is_shallow():
        raise CheckError("this clone is shallow, and older commits may name what looks unused: git fetch --unshallow")
    stores = access.Stores()
    named, unread = _named(here)
    objects_seen = unused = 0
    named_homes = dict.fromkeys(home.removeprefix(mlflow.PREFIX) for home in policy.homes.values())
    homes = [stores.of_home(home) for home in named_homes if address.is_store(home)]
    for where, store in {where: store for store, where in homes}.items():
        prefix = where.key if where.scheme == "file" else where.below("").key
        for key in store.keys(prefix):
            found = where._replace(key=key).text()
            objects_seen += 1
            if found not in named:
                unused += 1
                line = for_json_line(json.dumps({"address": for_json(found)})) if args.format == "json" else found
                text.write_lines([line if args.format == "json" else for_terminal(line)], sys.stdout.buffer)
    # For people, who else would see nothing where nothing is unused.
    text.complain(f"looked at {wording.counted(objects_seen, 'object')}: {f'{unused:,}' if unused else 'none'} unused")
    if unread:
        what = wording.counted(unread, "version of a card", "versions of cards")
        they = "it names" if unread == 1 else "they name"
        text.complain(f"note: {what} cannot be read, so an object that {they} may be listed as unused")
    return 0


def _named(here: Repository) -> tuple[set[str], int]:
    """The addresses in all cards of all commits of all refs, and in those on disk; how many cannot be read."""
    on_disk = card_files.find(here, [])
    named = {part.address for file in on_disk.files for part in file.card.parts()}
    unread = len(on_disk.problems)
    blobs = {blob for _, blob in history.in_history()} | {entry.blob for entry in card_files.tracked()}
    for found in objects.contents_of(sorted(blob.decode() for blob in blobs)):
        if found and not cards.is_ours(found[1]):
            continue
        try:
            named |= {part.address for part in cards.parse(found[1]).parts()} if found else set()
        except cards.CardError:
            unread += 1
        else:
            unread += not found
    return named, unread
