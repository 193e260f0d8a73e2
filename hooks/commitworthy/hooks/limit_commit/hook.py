"""What one commit adds, and whether that is too much."""

from __future__ import annotations

import time

from ...base.findings import COMMIT, Finding, Remedy, Rule, Step
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import objects
from ..context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from ..hook import FILES, NO_MODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...policy.settings import Exemption, LimitCommit
    from ..context import HookContext

TOO_LARGE = Rule("LIM001", "commit-too-large", "the new blobs of one commit are larger than the limit")
TOO_MANY = Rule("LIM002", "too-many-files", "one commit adds more paths than the limit")
_NAMED_FOLDERS = 3
_AT_THE_TOP = ""


class Addition(NamedTuple):
    """New blobs with their sizes in bytes, each once, under the first path that brings it; and the new paths."""

    blobs: Mapping[bytes, tuple[bytes, int]]
    paths: list[bytes]

    @property
    def size(self) -> int:
        """Bytes of all new blobs."""
        return sum(size for _, size in self.blobs.values())


def measure(entries: list[Entry]) -> Addition:
    """What `entries` add.  A blob that is not there (partial clone) weighs nothing: it is not new."""
    found = objects.sizes_of(entry.blob for entry in entries)
    first = {entry.blob: (entry.path, found[entry.blob] or 0) for entry in reversed(entries)}
    # A link to what is there is not a file more.
    return Addition(first, [entry.path for entry in entries if entry.old is None and not entry.link])


def exceeded(addition: Addition, limits: LimitCommit) -> bool:
    """Whether either limit is passed."""
    return addition.size > limits.max_bytes or len(addition.paths) > limits.max_files


def without_exempt(entries: list[Entry], allow: tuple[Exemption, ...]) -> list[Entry]:
    """The entries that no exception covers."""
    if not allow:
        return entries
    from ...policy import exceptions

    today = time.strftime("%Y-%m-%d")
    return [
        entry
        for entry in entries
        if exceptions.covering(allow, entry.path.decode("utf-8", "surrogateescape"), 0, today) is None
    ]


def findings(hook: str, repository: Repository, addition: Addition, limits: LimitCommit) -> list[Finding]:
    """A finding for each limit that is passed."""
    found = []
    if addition.size > limits.max_bytes:
        found.append(_too_large(hook, repository, addition, limits.max_bytes))
    if len(addition.paths) > limits.max_files:
        found.append(_too_many(hook, repository, addition, limits.max_files))
    return found


def _too_large(hook: str, repository: Repository, addition: Addition, limit: int) -> Finding:
    from ...base import wording

    folders: dict[str, int] = {}
    for path, size in addition.blobs.values():
        folders[_folder(path)] = folders.get(_folder(path), 0) + size
    total, shown_limit = wording.show_apart(addition.size, limit)
    most = ", ".join(f"{name} {wording.show(folders[name])}" for name in _largest(folders))
    count = len(addition.blobs)
    message = f"{total} in {wording.counted(count, 'new blob')} (limit {shown_limit} a commit): {most}."
    facts = {"size": addition.size, "limit": limit}
    return Finding(hook, TOO_LARGE, message, remedies=_remedies(hook, repository, folders), facts=facts, scope=COMMIT)


def _too_many(hook: str, repository: Repository, addition: Addition, limit: int) -> Finding:
    from ...base import wording

    folders: dict[str, int] = {}
    # One by one, each of several files at the top would be as large a part as any other.
    several = sum(b"/" not in path for path in addition.paths) > 1
    for path in addition.paths:
        folder = _AT_THE_TOP if several and b"/" not in path else _folder(path)
        folders[folder] = folders.get(folder, 0) + 1
    most = ", ".join(f"{name or 'files at the top'} {folders[name]}" for name in _largest(folders))
    message = f"{wording.counted(len(addition.paths), 'new path')} (limit {limit} a commit): {most}."
    facts = {"count": len(addition.paths), "limit": limit}
    return Finding(hook, TOO_MANY, message, remedies=_remedies(hook, repository, folders), facts=facts, scope=COMMIT)


def _folder(path: bytes) -> str:
    top, slash, _ = path.decode("utf-8", "surrogateescape").partition("/")
    return top + slash


def _largest(folders: Mapping[str, int]) -> list[str]:
    return sorted(folders, key=lambda name: (-folders[name], name))[:_NAMED_FOLDERS]


def _remedies(hook: str, repository: Repository, folders: Mapping[str, int]) -> tuple[Remedy, ...]:
    from ...remedies import environment
    from ...remedies.steps import allowing, alternatives, pathspec, relative_to_cwd

    env = environment.nearby(repository)
    keep = Remedy("keep data out of git (commitworthy block-artifacts shows how), or commit in parts")
    largest = _largest(folders)[0]
    if largest == _AT_THE_TOP:
        return (keep,)
    unstaging = Step(("git", "restore", "--staged", "--"), (pathspec(largest),))
    unstage = Remedy("take the largest part out of this commit", (unstaging,))
    allow = allowing("allow it, with the reason", ("--hook", hook), largest, env)
    return tuple(relative_to_cwd(remedy, env) for remedy in alternatives([unstage, keep, allow]))


# Limit what one commit adds: bytes of new blobs, and number of new paths.


NAME = "limit-commit"
SUMMARY = "Limit the bytes and the files that one commit adds."
EXAMPLE = "commitworthy limit-commit --max-size '50 MB' --max-files 1000"
OPERANDS = FILES
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES


def check(context: HookContext) -> list[Finding]:
    """Judges the whole staged change, whatever names are given; says nothing of a root commit.

    In a workspace a framework starts the hook once for each sub-project; only the one at the top speaks.
    """
    changes = [*context.changes, *(link for link in context.links if link.staged)]
    if context.repository.prefix or not changes:
        return []
    limits = context.policy.limit_commit
    if not exceeded(measure(changes), limits):
        return []
    from ...git import objects

    parents = objects.parents()
    if not parents:
        return []
    old = {blob for commit in parents for _, blob in objects.files(commit)}
    if len(changes) > len(context.changes):
        old.update(blob for commit in parents for _, blob in objects.links(commit))
    fresh = without_exempt([entry for entry in changes if entry.blob not in old], limits.allow)
    return findings(NAME, context.repository, measure(fresh), limits)
