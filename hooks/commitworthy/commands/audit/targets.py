"""Which repositories are meant, and each of them on disk for as long as it is looked at."""

from __future__ import annotations

import contextlib
import os
from collections import Counter

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import inventory, remote
from . import one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# No list of an organisation is longer.
_LARGEST = 16 * 1024 * 1024


class Limits(NamedTuple):
    """What one repository may take: seconds, and bytes of the pack that a clone writes."""

    seconds: float = 3600
    disk: int = 20 * 1024**3


class Target(NamedTuple):
    """A repository: a folder ("" is the one around us) or an address; `name` is what may be shown of it."""

    place: str
    name: str
    is_address: bool = False


def targets(words: Iterable[str]) -> list[Target]:
    """The repositories that the command line means, each once and under a name of its own.

    CheckError for a word that means none.
    """
    found: dict[str, Target] = {}
    for word in words:
        for target in _listed(word) if os.path.isfile(word) else [_target(word)]:
            found.setdefault(target.place, target)
    counts = Counter(target.name for target in found.values())
    # Of two lists, each may have a folder of that name.
    return [
        target._replace(name=target.place) if counts[target.name] > 1 and not target.is_address else target
        for target in found.values()
    ] or [Target("", "")]


def _target(word: str) -> Target:
    if not word:
        raise CheckError("an empty word stands for no repository: pass a folder, a URL, or nothing for this one")
    if remote.is_address(word):
        from ...base import secrets

        return Target(word, secrets.address(word) if "://" in word else secrets.line(word), True)
    return Target(os.path.abspath(word), word)


def _listed(file: str) -> Iterator[Target]:
    """The lines of a file: addresses, and folders as seen from the file; empty ones and those with a # are left out."""
    with open(file, "rb") as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST or b"\0" in content:
        raise CheckError(f"{file}: not a list of repositories: pass a folder, a URL, or a text file with one a line")
    lines = content.decode("utf-8", "surrogateescape").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    if not words:
        raise CheckError(f"{file}: lists no repository")
    for word in words:
        target = _target(word)
        yield target if target.is_address else Target(os.path.abspath(os.path.join(os.path.dirname(file), word)), word)


@contextlib.contextmanager
def on_disk(target: Target, limits: Limits, clones: str | None = None) -> Iterator[str]:
    """The folder of a repository: a clone of it below `clones`, if it has an address, which is gone afterwards."""
    if not target.is_address:
        if target.place and not os.path.isdir(target.place):
            raise CheckError(f"{target.name}: no such folder: pass the folder of a repository, or a URL")
        yield target.place
        return
    refusal = remote.refusal(target.place)
    if refusal:
        raise CheckError(f"{target.name}: {refusal}")
    import tempfile

    with tempfile.TemporaryDirectory(prefix="commitworthy-audit-", dir=clones, ignore_cleanup_errors=True) as folder:
        clone = os.path.join(folder, "clone.git")
        try:
            remote.mirror(target.place, clone, limits.seconds, limits.disk)
        except CheckError as problem:
            raise CheckError(f"{target.name}: {problem}") from None
        yield clone


def fingerprint(target: Target, limits: Limits) -> str:
    """What changes with any of its refs; CheckError where that cannot be asked."""
    if target.is_address:
        refusal = remote.refusal(target.place)
        if refusal:
            raise CheckError(refusal)
        return remote.fingerprint(target.place, limits.seconds)
    with one.inside(target.place):
        return inventory.fingerprint()
