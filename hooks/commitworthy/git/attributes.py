"""The `filter` attribute of paths, as git sees it.

What counts is what everybody has: the `.gitattributes` files in the index, or in a commit.  Two sources are private
to a clone: `core.attributesFile` is switched off by a setting, but `info/attributes` is always read, so that where it
exists git is asked from an empty repository that borrows the index and the objects of this one.
"""

from __future__ import annotations

import os
import stat

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import objects, process

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from typing import Any, TypeVar

    from .repository import Repository

    Row = TypeVar("Row")

FILE = b".gitattributes"
# Whether *.pt takes M.PT in must not depend on the file system.
_SAME_EVERYWHERE = ("-c", f"core.attributesFile={os.devnull}", "-c", "core.ignoreCase=false")


class AttributeView(NamedTuple):
    """How git is asked: settings of its command line and its environment.

    `cached` reads attributes from the index, else from the work tree.  `above` leads from the current directory to
    where paths count from.
    """

    settings: tuple[str, ...] = ()
    cached: bool = True
    environment: Mapping[str, str | None] = {}
    above: bytes = b""


def is_file(path: bytes) -> bool:
    """Whether git reads attributes from a file of that name."""
    return path == FILE or path.endswith(b"/" + FILE)


def deepest(path: bytes, files: Container[bytes]) -> bytes:
    """Of attributes files the one that has the last word about the path; the one at the top if there is no other."""
    folders = path.split(b"/")[:-1]
    for depth in range(len(folders), 0, -1):
        place = b"/".join([*folders[:depth], FILE])
        if place in files:
            return place
    return FILE


def shared(repository: Repository) -> AttributeView:
    """Attributes as everybody has them, from the index."""
    if not os.path.exists(repository.attributes or _private()):
        return AttributeView(_SAME_EVERYWHERE, above=repository.to_top, environment={"GIT_ATTR_NOSYSTEM": "1"})
    return AttributeView(_SAME_EVERYWHERE, environment=_without_private(repository))


def _private() -> bytes:
    """Where attributes stand that only this clone has."""
    place = process.run("rev-parse", "--path-format=absolute", "--git-path", "info/attributes")
    return place.removesuffix(b"\n")


def of_clone(repository: Repository) -> AttributeView:
    """Attributes from the index, and from the private sources of this clone."""
    return AttributeView(above=repository.to_top)


def of_work_tree(repository: Repository) -> AttributeView:
    """Attributes as `git add` takes them: from the files on disk, and from the private sources."""
    return AttributeView(cached=False, above=repository.to_top)


def filters(repository: Repository, paths: Iterable[bytes], view: AttributeView | None = None) -> dict[bytes, str]:
    """The `filter` of each path from the top: "lfs", "unset", "unspecified", "set", or another driver.

    By default as everybody has it.
    """
    return values("filter", paths, view or shared(repository))


def values(attribute: str, paths: Iterable[bytes], view: AttributeView) -> dict[bytes, str]:
    """The value of an attribute at each path from the top."""
    wanted = list(paths)
    if not wanted:
        return {}
    if not view.cached:
        refuse_pipes(view.above, wanted, FILE)
    # check-attr takes names relative to the current directory and gives them back as they were.
    send = b"".join([view.above + path + b"\0" for path in wanted])
    cached = ("--cached",) if view.cached else ()
    words = (*view.settings, "check-attr", *cached, "-z", "--stdin", attribute)
    fields = process.run(*words, send=send, settings=view.environment).split(b"\0")
    known: dict[bytes, str] = {}
    for value in set(fields[2::3]):
        known[value] = value.decode("utf-8", "surrogateescape")
    return dict(zip(wanted, map(known.__getitem__, fields[2::3]), strict=True))


def refuse_pipes(above: bytes, paths: Iterable[bytes], name: bytes) -> None:
    """CheckError where a file of this name that git reads for the paths is a pipe: git would wait for its end."""
    folders = {b""}
    for path in paths:
        while path := path.rpartition(b"/")[0]:
            if path in folders:
                break
            folders.add(path)
    for folder in sorted(folders):
        place = above + (folder + b"/" if folder else b"") + name
        try:
            mode = os.lstat(place).st_mode
        except (OSError, ValueError):
            continue
        if stat.S_ISFIFO(mode):
            raise CheckError(f"{os.fsdecode(place)}: is a pipe, which git would read forever: remove it")


# The attributes files of a commit: path and blob of each.
AttributeState = tuple[tuple[bytes, bytes], ...]


def filters_then(
    repository: Repository, files: Iterable[tuple[bytes, bytes]], paths: Iterable[bytes]
) -> dict[bytes, str]:
    """As `filters`, had the `.gitattributes` files been `files` (path and blob), such as those of a commit."""
    state = tuple(files)
    several = AttributeQueries(repository)
    try:
        several.add([state])
        return several.filters(state, paths)
    finally:
        several.close()


class AttributeQueries:
    """Filters under the attributes files of several commits, which lie in one index, each in a folder of its own.

    So two gits serve all that are added at once.  A file at the top that has macros, which count nowhere else, takes
    two for itself.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        # None for those that say nothing of filters.
        self._places: dict[AttributeState, tuple[bytes, AttributeView] | None] = {}
        self._asked: dict[str, process.Process] = {}
        self._folder: Any = None
        self._view = AttributeView()

    def close(self) -> None:
        """Let the gits go, and what was written for them."""
        for git in self._asked.values():
            process.abandon(git)
        if self._folder:
            self._folder.cleanup()

    def add(self, states: Iterable[AttributeState]) -> None:
        """Make ready to be asked for these, which are best given all at once."""
        new = [state for state in dict.fromkeys(states) if state not in self._places]
        self._places.update(dict.fromkeys(new))
        speaking, with_macros = _words_in({blob for state in new for _, blob in state})
        new = [state for state in new if any(blob in speaking for _, blob in state)]
        alone = [state for state in new if any(path == FILE and blob in with_macros for path, blob in state)]
        together = [state for state in new if state not in alone]
        for state in alone:
            self._write({state: b""})
        if together:
            self._write({state: b"%d/" % number for number, state in enumerate(together)})

    def filters(self, state: AttributeState, paths: Iterable[bytes]) -> dict[bytes, str]:
        """The `filter` of each path from the top under attributes files that were added."""
        wanted, place = list(dict.fromkeys(paths)), self._places[state]
        if not place:
            return dict.fromkeys(wanted, "unspecified")
        folder, view = place
        names = [folder + path for path in wanted]
        found = _asked_of_one(self._asked, names, view) or values("filter", names, view).values()
        return dict(zip(wanted, found, strict=True))

    def _write(self, states: dict[AttributeState, bytes]) -> None:
        """An index with the attributes files of each state in its folder.

        `git check-attr --source` would do, but is newer than the git we promise to work with.
        """
        if not self._folder:
            import tempfile

            self._folder = tempfile.TemporaryDirectory(prefix="commitworthy-")
            self._view = shared(self._repository)
        index = os.path.join(self._folder.name, str(len(os.listdir(self._folder.name))))
        view = self._view._replace(environment={**self._view.environment, "GIT_INDEX_FILE": index})
        rows = (b"100644 %s\t%s%s\0" % (blob, folder, path) for state, folder in states.items() for path, blob in state)
        process.run("update-index", "-z", "--index-info", send=b"".join(rows), settings=view.environment)
        self._places.update({state: (folder, view) for state, folder in states.items()})


# More are answered faster by a git that need not answer each at once.
_FEW = 1000
_READ = 1 << 16


def _asked_of_one(asked: dict[str, process.Process], names: list[bytes], view: AttributeView) -> list[str]:
    """The filters, from the one git that is asked for all of an index; empty where they are many."""
    if not names or len(names) > _FEW:
        return []
    index = str(view.environment["GIT_INDEX_FILE"])
    if index not in asked:
        settings = {**view.environment, "GIT_FLUSH": "1"}
        asked[index] = process.talk(
            *view.settings, "check-attr", "--cached", "-z", "--stdin", "filter", settings=settings
        )
    git, found = asked[index], []
    for some in process.bunches([view.above + name for name in names]):
        process.ask(git, some, end=b"\0")
        answer = bytearray()
        # Of each a name, the attribute and its value.
        while answer.count(0) < 3 * len(some):
            piece = os.read(git.answer.fileno(), _READ)
            if not piece:
                process.finish(git)
                raise CheckError("git check-attr stopped before it answered: run git fsck")
            answer += piece
        found += bytes(answer).split(b"\0")[2::3]
    return [value.decode("utf-8", "surrogateescape") for value in found]


def _words_in(files: Iterable[bytes]) -> tuple[set[bytes], set[bytes]]:
    """The blobs that have the word filter, and those that may have macros; of one that is not here both may be."""
    names = [blob.decode() for blob in dict.fromkeys(files)]
    speaking = {name.encode() for name in names}
    with_macros = set(speaking)
    try:
        for found in objects.contents_of(names):
            if found and b"filter" not in found[1]:
                speaking.discard(found[0])
            if found and b"[attr]" not in found[1]:
                with_macros.discard(found[0])
    except CheckError:
        # Some gits, told not to fetch, die at a blob that is not here.
        pass
    return speaking, with_macros


def _without_private(repository: Repository) -> dict[str, str | None]:
    """The environment in which this index and these objects belong to a repository with nothing else in it."""
    lines = process.run("rev-parse", "--path-format=absolute", "--git-path", "index").removesuffix(b"\n")
    objects = process.run("rev-parse", "--path-format=absolute", "--git-path", "objects").removesuffix(b"\n")
    bare = os.path.abspath(os.path.join(os.fsdecode(repository.memory), f"bare-{repository.object_format}"))
    if not os.path.exists(os.path.join(bare, "HEAD")):
        # In quarantine git refuses to write refs, also those of another repository.
        alone: dict[str, str | None] = dict.fromkeys((*_OUR_REPOSITORY, "GIT_QUARANTINE_PATH"))
        form = f"--object-format={repository.object_format}"
        process.run("init", "--quiet", "--bare", "--template=", form, "--", bare, settings=alone)
    return dict.fromkeys(_OUR_REPOSITORY) | {
        "GIT_DIR": bare,
        "GIT_INDEX_FILE": os.fsdecode(lines),
        "GIT_OBJECT_DIRECTORY": os.fsdecode(objects),
        "GIT_ATTR_NOSYSTEM": "1",
    }


# What git's environment may say of the repository at hand, in a hook and in its frameworks.
_OUR_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")


# The attributes files that commits of history have.


def files(commit: str) -> list[tuple[bytes, bytes]]:
    """Path and blob of each attribute file in a commit."""
    return [pair for pair in objects.files(commit, (FILE,)) if is_file(pair[0])]


# So many attributes files of commits are asked for at once.
_AT_ONCE = 100_000


def routed(
    queries: AttributeQueries, rows: Iterable[tuple[bytes, bytes, Row]], files: Iterable[bytes]
) -> Iterator[list[Row]]:
    """Of rows with a commit and a path those whose path that commit routes to Git LFS, batch by batch.

    `files` are all attributes files that there may be; of a commit only those are looked for that lie above a path, so
    that many of them in other folders cost nothing.
    """
    above = _Above(files)
    batch: list[tuple[bytes, bytes, Row]] = []
    asked: dict[tuple[bytes, bytes], None] = {}
    for row in rows:
        commit, path, _ = row
        if places := above.of(path):
            batch.append(row)
            asked.update(dict.fromkeys((commit, place) for place in places))
        if max(len(batch), len(asked)) >= _AT_ONCE:
            yield _routed(queries, batch, above, asked)
            batch, asked = [], {}
    yield _routed(queries, batch, above, asked)


def _routed(
    queries: AttributeQueries, batch: list[tuple[bytes, bytes, Row]], above: _Above,
    asked: Iterable[tuple[bytes, bytes]],
) -> list[Row]:  # fmt: skip
    blobs = _blobs_at(asked)
    alike: dict[AttributeState, list[tuple[bytes, Row]]] = {}
    for commit, path, row in batch:
        state = tuple((file, blobs[commit, file]) for file in above.of(path) if (commit, file) in blobs)
        alike.setdefault(state, []).append((path, row))
    queries.add(alike)
    found: list[Row] = []
    for state, rows in alike.items():
        filters = queries.filters(state, [path for path, _ in rows])
        found += [row for path, row in rows if filters[path] == "lfs"]
    return found


class _Above:
    """The attributes files that have a say about a path, the last word last."""

    def __init__(self, files: Iterable[bytes]) -> None:
        self._files = frozenset(files)
        self._known: dict[bytes, tuple[bytes, ...]] = {b"": (FILE,) if FILE in self._files else ()}

    def of(self, path: bytes) -> tuple[bytes, ...]:
        """Those of a path."""
        folder = path.rpartition(b"/")[0]
        new, at = [], folder
        while at not in self._known:
            new.append(at)
            at = at.rpartition(b"/")[0]
        for below in reversed(new):
            place, upper = b"%b/%b" % (below, FILE), self._known[below.rpartition(b"/")[0]]
            self._known[below] = (*upper, place) if place in self._files else upper
        return self._known[folder]


def _blobs_at(places: Iterable[tuple[bytes, bytes]]) -> dict[tuple[bytes, bytes], bytes]:
    """The blob at each path of a commit, where there is one."""
    wanted = [(commit, path) for commit, path in places if b"\n" not in path]
    send = [b"%b:%b" % place for place in wanted]
    # Each line is answered by one, so that they can be told apart by their number.
    lines = process.lines("cat-file", "--batch-check=%(objectname) %(objecttype)", send=send) if send else []
    return {place: line[:-5] for place, line in zip(wanted, lines, strict=True) if line.endswith(b" blob")}


# Which ignore rule matches a tracked path.


def rules(repository: Repository, paths: Iterable[bytes]) -> dict[bytes, str]:
    """`.gitignore:3` for each path from the top that an ignore rule matches although it is in the index."""
    wanted = list(paths)
    if not wanted:
        return {}
    refuse_pipes(repository.to_top, wanted, b".gitignore")
    # Behind a folder, `:(top)x` is a name.
    above = b"./" + repository.to_top
    send = b"".join(above + path + b"\0" for path in wanted)
    answer = process.run("check-ignore", "--no-index", "--verbose", "-z", "--stdin", send=send, accept=(0, 1)).split(
        b"\0"
    )
    found = {}
    for number in range(0, len(answer) - 3, 4):
        source, line, pattern, path = answer[number : number + 4]
        if not pattern.startswith(b"!"):
            found[path[len(above) :]] = f"{source.decode('utf-8', 'surrogateescape')}:{line.decode()}"
    return found


def is_shared(rule: str) -> bool:
    """Whether an ignore rule, such as `data/.gitignore:3`, is one that everybody has."""
    file = rule.rpartition(":")[0]
    return (file == ".gitignore" or file.endswith("/.gitignore")) and not os.path.isabs(file)
