"""What is staged and what is tracked: index entries, never files on disk."""

from __future__ import annotations

import os
import stat

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import process
from .repository import from_top

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .process import Process
    from .repository import Repository

REGULAR = (b"100644", b"100755")
LINK = b"120000"
# Of more files git is asked about all.
_NAMED = 100
_LISTED = ("ls-files", "--stage", "-z", "--full-name", "--")


class Entry(NamedTuple):
    """A regular file in the index.

    `old` is the blob that HEAD has at this path, None where it has no regular file.
    `staged` tells a change against HEAD from an entry listed because it is tracked.  A `link` is a symbolic one, whose
    blob is its target; such entries are in no list but those that are named for them.  `base` is the commit that a
    range starts from, where the change is one that commits have made.
    """

    path: bytes
    blob: bytes
    old: bytes | None = None
    staged: bool = False
    link: bool = False
    base: str = ""

    @property
    def state(self) -> str:
        """Where its blob is: "committed" (in a range), "staged" or "tracked"."""
        return "committed" if self.base and self.staged else "staged" if self.staged else "tracked"


def ask_staged(base: str = "HEAD") -> Process:
    """Start the question what differs between `base` and the index."""
    # Not `git diff`: it obeys the user's configuration of renames, order and relative paths.
    return process.start(
        "diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--ita-invisible-in-index", base, "--"
    )


class Staged(NamedTuple):
    """What differs between HEAD and the index.

    `entries` are regular files added or changed, with new content or a new mode.  `removed` are HEAD's regular
    files, with their blobs, where the index has none.  `links` are symbolic links added or changed.  Submodules are in
    none of them, nor are the paths that are still to be merged, which are in `unmerged`.
    """

    entries: list[Entry]
    removed: list[Entry]
    links: tuple[Entry, ...] = ()
    unmerged: frozenset[bytes] = frozenset()


def staged(question: Process, object_format: str) -> Staged:
    """The answer to `ask_staged`."""
    accept = (0, 128)
    answer = question.answer.read()
    if process.close(question, accept=accept) == 0:
        return _changes(answer)
    if process.succeeds("rev-parse", "--quiet", "--verify", "HEAD"):
        # HEAD is there, so the failure is a real one: ask again and let git say it.
        return _changes(process.run(*question.arguments))
    return _changes(process.finish(ask_staged(empty_tree(object_format))))


def empty_tree(object_format: str) -> str:
    """The id of the tree without entries, which git knows without storing it."""
    import hashlib

    return hashlib.new(object_format, b"tree 0\0", usedforsecurity=False).hexdigest()


def has_commit() -> bool:
    """Whether HEAD names a commit; False before the first one."""
    return process.succeeds("rev-parse", "--quiet", "--verify", "HEAD")


def _changes(answer: bytes) -> Staged:
    """Records of `diff-index --raw -z`: `:MODE MODE ID ID STATUS NUL PATH NUL`."""
    entries, removed, links, unmerged = [], [], [], []
    fields = answer.split(b"\0")
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, mode, old, new, status = head.split(b" ")
        before = old if old_mode[1:] in REGULAR else None
        if status == b"U":
            unmerged.append(path)
            continue
        if mode in REGULAR:
            entries.append(Entry(path, new, before, True))
        elif before:
            removed.append(Entry(path, before))
        if mode == LINK:
            links.append(Entry(path, new, old if before or old_mode[1:] == LINK else None, True, True))
    return Staged(entries, removed, tuple(links), frozenset(unmerged))


def ask_tracked() -> Process:
    """Start the question what the index holds, from the top whatever the current directory."""
    return process.start(*_LISTED, ":/")


def all_tracked(question: Process) -> list[Entry]:
    """The answer to `ask_tracked` or `ask_like`: regular files in the index; of an unmerged path both sides."""
    return files(process.finish(question))


def files(answer: bytes) -> list[Entry]:
    """The regular files in an answer of `ls-files --stage -z`; of an unmerged path both sides."""
    return list(_entries(answer.split(b"\0")))


def tracked_links(answer: bytes) -> tuple[Entry, ...]:
    """The symbolic links in such an answer."""
    if not answer.startswith(LINK) and b"\0" + LINK + b" " not in answer:
        return ()
    records = (record.partition(b"\t") for record in answer.split(b"\0") if record.startswith(LINK))
    return tuple(Entry(path, head.split(b" ")[1], link=True) for head, _, path in records if head[-1:] != b"1")


def tracked(repository: Repository, paths: Iterable[bytes] | None = None) -> list[Entry]:
    """`all_tracked`, or those of them at `paths`, a folder standing for everything below it."""
    answer = listing(repository)
    return files(answer) if paths is None else at(answer, paths)


def listing(repository: Repository) -> bytes:
    """What the index holds, as `ls-files --stage -z` says it."""
    whole = (repository.to_top.decode(),) if repository.to_top else ()
    return process.run(*_LISTED, *whole)


def at(answer: bytes, paths: Iterable[bytes]) -> list[Entry]:
    """Of an answer of `ls-files --stage -z` the regular files at `paths` and below them."""
    wanted = set(paths)
    if b"" in wanted:
        return list(_entries(answer.split(b"\0")))
    # A framework hands over the files in batches; making entries of all the others would be most of the work.
    records = list(_records_at(answer, sorted(wanted)))
    others = wanted.difference([record[record.find(b"\t") + 1 :] for record in records])
    found = list(_entries(records))
    return found + _below(answer, others) if others else found


def _records_at(answer: bytes, paths: list[bytes]) -> Iterator[bytes]:
    """The records of sorted `paths`, in one pass since git sorts as well; a path that has none ends the search."""
    width = answer.find(b"\t")
    end = 0
    for path in paths:
        named = b"\t%b\0" % path
        at = answer.find(named, end)
        # A path may itself end in a tab and this one.
        while at >= 0 and answer.rfind(b"\0", 0, at) + 1 != at - width:
            at = answer.find(named, at + 1)
        if at < 0:
            return
        # Of an unmerged path there are several.
        while answer.startswith(named, at):
            end = at + len(named)
            yield answer[at - width : end - 1]
            at = end + width


def _below(answer: bytes, paths: set[bytes]) -> list[Entry]:
    """The entries at `paths`, of which most are folders, and below them."""
    folders = tuple([path + b"/" for path in paths])
    records = ((record, record[record.find(b"\t") + 1 :]) for record in answer.split(b"\0"))
    return list(_entries(record for record, path in records if path in paths or path.startswith(folders)))


def ask_like(*patterns: str, icase: bool = False) -> Process:
    """Start the question which files in the index, anywhere below the top, have a base name that matches a glob."""
    magic = "top,glob,icase" if icase else "top,glob"
    return process.start(*_LISTED, *(f":({magic})**/{pattern}" for pattern in patterns))


def like(*patterns: str, icase: bool = False) -> list[Entry]:
    """The answer to `ask_like`: regular files."""
    return all_tracked(ask_like(*patterns, icase=icase))


def _entries(records: Iterable[bytes]) -> Iterator[Entry]:
    """Records of `ls-files --stage -z`: `MODE ID STAGE TAB PATH`."""
    tab = 0
    for record in records:
        # One width in all of a repository, so that it is sought once.
        tab = tab or record.find(b"\t")
        if record.startswith(REGULAR) and record[tab - 1] != 49:  # stage 1 is the common ancestor
            yield Entry(record[tab + 1 :], record[7 : tab - 2])


def untracked_like(pattern: str) -> list[bytes]:
    """Paths of files that are on disk and not in the index, ignored ones too, whose base name matches."""
    return process.run("ls-files", "--others", "-z", "--full-name", "--", f":(top,glob)**/{pattern}").split(b"\0")[:-1]


def announced() -> frozenset[bytes]:
    """Paths of `git add --intent-to-add`, for which the index has an empty blob as long as nothing is staged."""
    return frozenset(_on_disk("--diff-filter=A").split(b"\0")) - {b""}


def differing_on_disk(paths: Iterable[bytes] = ()) -> frozenset[bytes]:
    """Paths whose work-tree file is missing or not what the index holds; of many, by git's stat data alone.

    Of all tracked files, or of `paths` from the top.  It serves hints, never a verdict: git runs filters for it, and
    where one of them fails, the rest is not known.
    """
    asked = frozenset(paths)
    # Git looks at few files by their names, and at many faster without.
    specs = [os.fsdecode(b":(top,literal)" + path) for path in asked] if len(asked) <= _NAMED else ()
    found = frozenset(_on_disk("--", *specs, accept=(0, 128)).split(b"\0")) - {b""}
    found = found & asked if asked else found
    return _changed(found) if found and len(found) <= _NAMED else found


def _changed(paths: frozenset[bytes]) -> frozenset[bytes]:
    """Of paths that `diff-files` names those whose content differs: it names a file that was only copied or touched."""
    specs = [os.fsdecode(b":(top,literal)" + path) for path in sorted(paths)]
    # Without locks it leaves the index alone, and git diff would not.
    settings = {**_no_filters_of_the_clone(), "GIT_OPTIONAL_LOCKS": "0"}
    try:
        answer = process.run("status", "--porcelain", "--no-renames", "-z", "-uno", "--", *specs, settings=settings)
    except CheckError:
        return paths
    # Two letters, of the index and of the file, and a blank stand before the path.
    return frozenset(line[3:] for line in answer.split(b"\0") if line[1:2] not in (b"", b" ")) & paths


def _on_disk(*options: str, accept: tuple[int, ...] = (0,)) -> bytes:
    """What `diff-files` names: paths from the top, whatever the current directory.

    Nothing where a pipe lies at the top, or on the way there, for the attributes: git would wait for its end.
    """
    folder = os.getcwd()
    while True:
        place = os.path.join(folder, ".gitattributes")
        if os.path.lexists(place) and stat.S_ISFIFO(os.lstat(place).st_mode):
            return b""
        if folder == os.path.dirname(folder) or os.path.lexists(os.path.join(folder, ".git")):
            break
        folder = os.path.dirname(folder)
    return process.run("diff-files", "--name-only", "-z", *options, accept=accept, settings=_no_filters_of_the_clone())


def _no_filters_of_the_clone() -> dict[str, str]:
    """Settings under which git starts no filter that this clone's own configuration names, but git-lfs.

    A repository may come from anybody.  What the user has set for all repositories is the user's.
    """
    asked = process.run("config", "--show-scope", "-z", "--get-regexp", r"^filter\..*\.(clean|process)$", accept=(0, 1))
    fields = os.fsdecode(asked).split("\0")
    drivers = dict.fromkeys(
        key.rpartition(".")[0]
        for scope, (key, _, value) in zip(fields[::2], (one.partition("\n") for one in fields[1::2]), strict=False)
        if scope in ("local", "worktree") and value not in _OF_GIT_LFS
    )
    # A process that is none comes before any other command of its filter.
    pairs = [(f"{name}.{key}", value) for name in drivers for key, value in (("process", ""), ("required", "false"))]
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    made = {"GIT_CONFIG_COUNT": str(first + len(pairs))} if pairs else {}
    for number, (name, value) in enumerate(pairs, first):
        made |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return made


# As `git lfs install --local` writes them.
_OF_GIT_LFS = ("git-lfs filter-process", "git-lfs filter-process --skip", "git-lfs clean -- %f")


# Which index entries a run judges: file names are a filter, the index is the truth.


class Selection(NamedTuple):
    """`untracked` holds names of files on disk that are not in the index, `absent` names of nothing at all.

    `astray` are symbolic links that lead nowhere or out of the work tree, where links are followed.  `links` are
    symbolic links that are tracked, where all that is tracked was asked for; none of them stands among the `entries`.
    """

    entries: list[Entry]
    untracked: list[bytes]
    absent: list[bytes]
    astray: tuple[bytes, ...] = ()
    links: tuple[Entry, ...] = ()


def everything(question: Process, changes: list[Entry]) -> Selection:
    """All tracked files, of which `index.ask_tracked` asked; those with a staged change as that change."""
    answer = process.finish(question)
    return Selection(_with_changes(files(answer), changes), [], [], links=tracked_links(answer))


def named(repository: Repository, changes: list[Entry], names: list[bytes], *, files_too: bool = False) -> Selection:
    """The entries at `names`, which are relative to the current directory; a folder stands for all below it.

    With `files_too` also for files below it that git does not know, and a symbolic link for what it leads to.
    """
    staged = {entry.path: entry for entry in changes}
    # At a commit a framework hands over the staged paths themselves, often by the thousand.
    if not repository.prefix and staged.keys() >= set(names):
        return Selection([staged[name] for name in dict.fromkeys(names)], [], [])
    paths = dict.fromkeys(from_top(repository, names))
    found = _at(repository, changes, paths)
    return _with_files(repository, changes, paths, found) if files_too else found


def with_folders(path: bytes) -> list[bytes]:
    """The path, each folder that it lies in, and the top."""
    parts = path.split(b"/")
    return [b"/".join(parts[:count]) for count in range(len(parts) + 1)]


def as_merged(repository: Repository, chosen: Selection) -> Selection:
    """During a merge what is as in HEAD is a change too: a framework names all that was in conflict.

    Taken from either side it is in the tree of a parent, and the commit makes nothing worse.
    """
    if not os.path.lexists(os.path.join(os.path.dirname(repository.memory), b"MERGE_HEAD")):
        return chosen
    entries = [entry if entry.staged else entry._replace(old=entry.blob, staged=True) for entry in chosen.entries]
    return chosen._replace(entries=entries)


def _at(repository: Repository, changes: list[Entry], paths: Iterable[bytes]) -> Selection:
    answer = listing(repository)
    entries = _with_changes(at(answer, paths), changes)
    links = tracked_links(answer)
    tracked = {entry.path for entry in entries}.union(*(with_folders(link.path) for link in links))
    unknown = [path for path in paths if path not in tracked and not _is_passed_over(repository, path)]
    on_disk = [os.path.lexists(repository.on_disk(path)) for path in unknown]
    return Selection(
        entries,
        [path for path, exists in zip(unknown, on_disk, strict=True) if exists],
        [path for path, exists in zip(unknown, on_disk, strict=True) if not exists],
        links=links,
    )


def _with_files(repository: Repository, changes: list[Entry], paths: Iterable[bytes], found: Selection) -> Selection:
    """Of `paths`, for which git has `found` entries, also links and what is below folders.

    The folders themselves come too, so that one that is named like a file can be told from one.
    """
    from . import untracked

    settled = {entry.path for entry in found.entries}.union(found.absent)
    odd = {path: untracked.target(repository, path) for path in paths if path not in settled}
    if any(path != leads for path, leads in odd.items()):
        led = dict.fromkeys(odd.get(path, path) for path in paths)
        astray = tuple(path for path, leads in odd.items() if leads is None)
        known = [path for path in led if path is not None]
        return _with_files(repository, changes, known, _at(repository, changes, known))._replace(astray=astray)
    folders = [path for path in odd if os.path.isdir(repository.on_disk(path) or b".")]
    more = [path for path in untracked.below(folders) if not os.path.islink(repository.on_disk(path))]
    return found._replace(untracked=list(dict.fromkeys((*found.untracked, *folders, *more))))


def _with_changes(entries: list[Entry], changes: list[Entry]) -> list[Entry]:
    staged = {entry.path: entry for entry in changes}
    return [staged.get(entry.path, entry) for entry in entries]


def _is_passed_over(repository: Repository, path: bytes) -> bool:
    """Folders and symbolic links hold no content of their own to judge."""
    place = repository.on_disk(path) or b"."
    return os.path.islink(place) or os.path.isdir(place)
