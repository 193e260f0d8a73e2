"""The steps of a move, each of which does nothing where it was done before.

Their order is the promise: nothing leaves the index before the very version that was written has been read back, and
the file on disk is never touched.  A run that is killed between any two of them is finished by the next.
"""

from __future__ import annotations

import concurrent.futures
import hashlib
import os

from ...base import secrets
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...cards import card as cards
from ...cards import provenance, seen
from ...git import attributes, index, objects, process, write
from ...homes.store import key_for
from ...remedies.steps import ignore_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from ...cards.card import Card
    from ...git.repository import Repository
    from ...homes.address import Address
    from ...homes.store import Progress, Store, StoredObject
    from .plan import Moving

_PIECE = 1 << 20
_LARGE = 16 * 1024 * 1024
IGNORE = b".gitignore"


class Hashed(NamedTuple):
    """The hashes of a file, and its state while it was read; `md5` "" where the system forbids it."""

    sha256: str
    md5: str
    state: tuple[int, ...]


class Work(NamedTuple):
    """A file, its hashes and where it goes; `by_hash` as `key_for` has it."""

    moving: Moving
    hashed: Hashed
    into: Store
    home: Address
    by_hash: bool = False


class Outcome(NamedTuple):
    """What became of one file: the card that speaks of it, and whether its bytes were sent, found or known."""

    moving: Moving
    card: Card
    how: str


def hash_file(here: Repository, moving: Moving) -> Hashed:
    """Both hashes; CheckError where the file is written to meanwhile."""
    digests = [hashlib.sha256(), *filter(None, [_md5()])]
    place = here.on_disk(moving.path)
    try:
        before = seen.identity(os.stat(place))
        if before[0] < _LARGE:
            _feed(place, *digests)
        else:
            # Each on a processor of its own takes half of the time.
            with concurrent.futures.ThreadPoolExecutor() as pool:
                list(pool.map(lambda digest: _feed(place, digest), digests))
        after = seen.identity(os.stat(place))
    except OSError as error:
        raise CheckError(f"{moving.name}: cannot be read ({error.strerror})") from None
    if before != after:
        raise changed_meanwhile(moving)
    return Hashed(digests[0].hexdigest(), digests[1].hexdigest() if len(digests) > 1 else "", after)


def _feed(place: bytes, *digests: Any) -> None:
    with open(place, "rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            for digest in digests:
                digest.update(piece)


def _md5() -> Any:
    """None where the system forbids it, as FIPS does; DVC can do without."""
    try:
        return hashlib.md5(usedforsecurity=False)
    except ValueError:
        return None


def changed_meanwhile(moving: Moving) -> CheckError:
    """The error of a file that somebody writes to."""
    return CheckError(f"{moving.name}: changed while it was moved; it stays as it is: run again when it is finished")


def known_card(here: Repository, moving: Moving) -> Card | None:
    """The card that an earlier move left, None where there is none; CheckError for one of DVC's own."""
    path = cards.path_of(moving.path)
    file = objects.on_disk(here.on_disk(path), follow=False, most=cards.MOST)
    if file is None:
        if os.path.lexists(here.on_disk(path)):
            raise CheckError(f"{path_text(path)}: is in the way and no readable file: move it away")
        return None
    if not cards.is_ours(file.content):
        raise CheckError(f"{path_text(path)}: is DVC's own: keep the file there, or run `dvc remove {path_text(path)}`")
    try:
        return cards.parse(file.content)
    except cards.CardError:
        # What it once said is in git; this one says it anew.
        return None


def store(here: Repository, work: Work, progress: Progress) -> Outcome:
    """Put the file where it belongs, unless it is there, and read back what is there; the card that follows."""
    moving, hashed, into, home, by_hash = work
    key = key_for(into, home, moving.name, hashed.sha256, by_hash=by_hash)
    there = ask(into, key, hashed)
    how = "found" if there else "sent"
    found = there or upload(into, key, here.on_disk(moving.path), hashed, progress)
    try:
        read_back(into, key, found, hashed)
    except CheckError:
        if seen.state_of(here.on_disk(moving.path)) != hashed.state:
            raise changed_meanwhile(moving) from None
        raise
    if seen.state_of(here.on_disk(moving.path)) != hashed.state:
        raise changed_meanwhile(moving)
    card = cards.Card(
        moving.name.rpartition("/")[2],
        hashed.state[0],
        hashed.sha256,
        home._replace(key=key).text(),
        found.version,
        found.etag,
        hashed.md5,
        into.endpoint,
        moving.family,
    )
    return Outcome(moving, card, how)


def ask(into: Store, key: str, hashed: Hashed) -> StoredObject | None:
    """What is there already, where it is what we would write: by size, and by hash where the store has kept it."""
    there = into.head(key)
    if there is None or there.size != hashed.state[0]:
        return None
    # Of a key that has the hash in it no more need be asked; that it is true the read-back shows.
    return there if there.sha256 == hashed.sha256 or f"/{hashed.sha256[:12]}/" in key else None


def upload(into: Store, key: str, place: bytes, hashed: Hashed, progress: Progress) -> StoredObject:
    """The bytes go out."""
    return into.put(key, place, hashed.sha256, progress)


def read_back(into: Store, key: str, stored: StoredObject, hashed: Hashed) -> None:
    """Compare the hash of that very version; CheckError where it is another."""
    digest = hashlib.sha256()
    for piece in into.read(key, stored.version, 0, hashed.state[0]):
        digest.update(piece)
    if digest.hexdigest() != hashed.sha256:
        raise CheckError(
            f"{key}: reads back as sha256 {digest.hexdigest()[:12]}... instead of {hashed.sha256[:12]}...: "
            "nothing was taken out of git; run again, and if it stays so, ask whoever keeps the store"
        )


def write_cards(here: Repository, new: Mapping[bytes, Card]) -> None:
    """Each card by its path, all or none."""
    targets = []
    for path, card in new.items():
        place = write.place_of(here, path_text(path))
        file = objects.on_disk(os.fsencode(place), follow=False)
        content = cards.render(card)
        if file is None or file.content != content:
            targets.append(write.Target(place, content, file.state if file else None))
    if targets:
        write.save_all(here, targets)


def ignore(here: Repository, paths: Sequence[bytes]) -> dict[bytes, list[bytes]]:
    """Add a line to the `.gitignore` beside each file that no such file has one for; path of each file -> its lines.

    The path of a folder ends in a slash, as its line does.
    """
    ignored = {path for path, rule in attributes.rules(here, paths).items() if attributes.is_shared(rule)}
    wanted: dict[bytes, list[bytes]] = {}
    for path in paths:
        folder, slash, name = path.removesuffix(b"/").rpartition(b"/")
        line = ignore_pattern(path_text(name)).encode("utf-8", "surrogateescape") + path[len(folder + slash + name) :]
        wanted.setdefault(folder + slash + IGNORE, []).append(line)
    targets, ours = [], {}
    missing = {path for path in paths if path not in ignored}
    # Of a sparse checkout, which leaves it out.
    names = [file for file in wanted if not os.path.lexists(here.on_disk(file))]
    staged = dict(zip(names, objects.contents_of([f":{path_text(file)}" for file in names]), strict=True))
    for file, lines in wanted.items():
        place = write.place_of(here, path_text(file))
        write.refuse_obstacle(here, place)
        before = objects.optional(os.fsencode(place))
        known_to_git = staged.get(file)
        old = before.content if before else known_to_git[1] if known_to_git else b""
        folder = file.removesuffix(IGNORE)
        needed = [line for path, line in zip(_below(paths, folder), lines, strict=True) if path in missing]
        content = with_lines(old, needed)
        known = set(content.splitlines())
        # Also those of an earlier run that was killed before it could stage them.
        ours[file] = [line for line in lines if line in known]
        if content != old or (known_to_git and needed):
            targets.append(write.Target(place, content, before.state if before else None))
    if targets:
        write.save_all(here, targets)
    return {file: lines for file, lines in ours.items() if lines}


def _below(paths: Iterable[bytes], folder: bytes) -> list[bytes]:
    """Those of the paths that lie in a folder itself."""
    names = {path: path.removesuffix(b"/").rpartition(b"/")[0] for path in paths}
    return [path for path, above in names.items() if above == folder.removesuffix(b"/")]


def with_lines(old: bytes, lines: Iterable[bytes]) -> bytes:
    """An ignore file with lines that it does not have yet, at its end."""
    end = b"\r\n" if b"\r\n" in old else b"\n"
    known = set(old.splitlines())
    missing = [line for line in dict.fromkeys(lines) if line not in known]
    gap = end if missing and old and not old.endswith(b"\n") else b""
    return old + gap + b"".join(line + end for line in missing)


def stage(here: Repository, outcomes: Iterable[Outcome], ignored: Mapping[bytes, list[bytes]]) -> None:
    """The file out of the index, its card and the ignore line into it, all in one."""
    done = list(outcomes)
    card_paths = [cards.path_of(outcome.moving.path) for outcome in done]
    stage_cards(here, [outcome.moving.path for outcome in done], card_paths, ignored)


def stage_cards(
    here: Repository, files: Sequence[bytes], card_paths: Iterable[bytes], ignored: Mapping[bytes, list[bytes]]
) -> None:
    """The same for cards that are called otherwise."""
    new = {path: _on_disk(here, path) for path in card_paths}
    names = {file: f":{path_text(file)}" for file in ignored}
    before = dict(zip(names, objects.contents_of(list(names.values())), strict=True))
    for file, lines in ignored.items():
        known = before[file]
        new[file] = with_lines(known[1] if known else b"", lines)
    # Of a folder all that is below it.
    tracked = {entry.path: entry for entry in index.tracked(here, [*new, *files])}
    removed = [path for path in tracked if path not in new]
    unchanged = {
        path
        for path, content in new.items()
        if path in tracked and objects.object_id(content, here.object_format) == tracked[path].blob
    }
    write.stage_in_place_of(here, removed, {path: content for path, content in new.items() if path not in unchanged})


def _on_disk(here: Repository, path: bytes) -> bytes:
    file = objects.on_disk(here.on_disk(path), follow=False)
    if file is None:
        raise CheckError(f"{path_text(path)}: is gone; run again")
    return file.content


# What a card says of where its file came from.


class Told(NamedTuple):
    """What the command line says beside the files: tables of parameters and metrics, the program, and the reason.

    `run` is the id of a run of MLflow.
    """

    params: Mapping[str, Any] | None = None
    metrics: Mapping[str, Any] | None = None
    made_by: str = ""
    because: str = ""
    run: str = ""


def notes(here: Repository, outcomes: Sequence[Outcome], told: Told) -> dict[bytes, dict[str, Any]]:
    """The keys of ours for the card of each file."""
    paths = [outcome.moving.name for outcome in outcomes]
    writers = {} if told.made_by else provenance.writers(_programs(here), paths)
    known = stages(here)
    origin = _origin(here, {outcome.moving.path for outcome in outcomes})
    found = {}
    for outcome in outcomes:
        path = outcome.moving.name
        made: dict[str, Any] = {"format": {"family": outcome.moving.family, "name": outcome.moving.format}}
        made |= {"origin": origin} if origin else {}
        made |= _made_by(writers.get(path, []), known.get(path), told.made_by)
        params = told.params if told.params is not None else known.get(path, {}).get("params")
        made |= {"params": without_secrets(params)} if params is not None else {}
        made |= {"metrics": without_secrets(told.metrics)} if told.metrics is not None else {}
        made |= {"because": secrets.line(told.because)} if told.because else {}
        made |= {"run": secrets.line(told.run)} if told.run else {}
        found[outcome.moving.path] = made
    return found


def _made_by(writers: Sequence[provenance.Writer], stage: Mapping[str, Any] | None, named: str) -> dict[str, Any]:
    """One that is certain as `made-by`; several as `candidates`, since none of them is."""
    if named:
        return {"made-by": {"script": named}}
    if stage:
        command = secrets.line(stage["command"])
        script = {writer.script for writer in writers}
        told = {"stage": stage["stage"], "command": command}
        return {"made-by": {**told, **({"script": script.pop()} if len(script) == 1 else {})}}
    if len(writers) == 1:
        return {"made-by": writers[0].plain()}
    return {"candidates": [writer.plain() for writer in writers]} if writers else {}


def makers(note: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The program that a card's notes name, or those of which one may have written the file."""
    return [note["made-by"]] if "made-by" in note else note.get("candidates", [])


def _programs(here: Repository) -> Iterator[tuple[bytes, bytes]]:
    """Path and content of tracked programs and notebooks, as they lie on disk: what has just run; one at a time."""
    for entry in index.like(*(f"*{suffix.decode()}" for suffix in provenance.SUFFIXES)):
        file = objects.on_disk(here.on_disk(entry.path), follow=False)
        if file:
            yield entry.path, file.content


def stages(here: Repository) -> dict[str, dict[str, Any]]:
    """What the `dvc.lock` files say, by paths from the top."""
    found: dict[str, dict[str, Any]] = {}
    for entry in index.like(provenance.DVC_LOCK.decode()):
        file = objects.on_disk(here.on_disk(entry.path), follow=False)
        folder = path_text(entry.path).removesuffix(provenance.DVC_LOCK.decode())
        if file:
            found |= {folder + out: stage for out, stage in provenance.stages(file.content).items()}
    return found


def _origin(here: Repository, moved: set[bytes]) -> dict[str, Any]:
    """Commit, remote without credentials, and whether anything else differs from that commit; {} before the first."""
    commit = process.run("rev-parse", "--quiet", "--verify", "HEAD", accept=(0, 1)).decode().strip()
    if not commit:
        return {}
    asked = process.run("config", "--get", "remote.origin.url", accept=(0, 1)).decode("utf-8", "replace").strip()
    scheme, found, _ = asked.partition("://")
    # Whatever a helper is handed, as in `helper::https://kim:password@host`, is no address as a whole.
    shown = secrets.address(asked) if scheme.replace("+", "").isalnum() else secrets.line(asked)
    remote = {"remote": shown} if found or "@" in asked else {}
    ours = (
        moved | {cards.path_of(path) for path in moved} | {path.rpartition(b"/")[0] + b"/" + IGNORE for path in moved}
    )
    ours |= {IGNORE}
    changes = index.staged(index.ask_staged(), here.object_format)
    differing = {
        entry.path for entry in (*changes.entries, *changes.removed, *changes.links)
    } | index.differing_on_disk()
    folders = tuple(path + b"/" for path in moved)
    return {
        "commit": commit,
        **remote,
        "dirty": any(path not in ours and not path.startswith(folders) for path in differing),
    }


def without_secrets(value: Any, name: str = "") -> Any:
    """The same tables with `...` for what is a credential, by its name or by its form."""
    if isinstance(value, dict):
        return {str(key): without_secrets(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(item, name) for item in value]
    if isinstance(value, str):
        return secrets.HIDDEN if secrets.may_be_secret(name, value) else secrets.line(value)
    if value is None or isinstance(value, bool | int | float):
        return secrets.HIDDEN if value and secrets.names_secret(name) else value
    return str(value)
