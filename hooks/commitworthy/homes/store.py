"""What every store can do, and where each is opened."""

from __future__ import annotations

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol

    from .address import Address

    Progress = Callable[[int], object]
    """Is told the bytes of each piece as it passes."""

    class Store(Protocol):
        """One bucket, or the folders of this machine.  Keys are those of `Address`.

        Whatever goes wrong is a CheckError with one line that says what to do; what is not there is None.
        """

        endpoint: str
        """Where it is, if not at the cloud's own; as a card has it."""

        def reach(self, home: Address) -> None:
            """CheckError where there is no way to it: no such bucket or folder, or a secret that is wrong."""

        def keeps_versions(self, home: Address) -> bool:
            """Whether what is written below `home` gets a version, by which it can be read forever."""

        def head(self, key: str, version: str = "") -> StoredObject | None:
            """What is there, without its bytes."""

        def put(self, key: str, place: bytes, sha256: str, progress: Progress) -> StoredObject:
            """Copy the file at `place`, of this hash, there; nobody ever sees a part of it."""

        def read(self, key: str, version: str, start: int, size: int) -> Iterator[bytes]:
            """Its bytes from `start` on, piece by piece; of more than `size` in all none is read."""

        def copy(self, source: str, key: str) -> bool:
            """Let what is kept at `source` be at `key` as well, without a way over this machine; whether it could."""

        def keys(self, prefix: str) -> Iterator[str]:
            """All that is kept below `prefix`."""


class MissingObjectError(CheckError):
    """What was to be read is not there."""


class StoredObject(NamedTuple):
    """An object: bytes, etag and version as its store has them, "" for none; `sha256` as it was given with `put`."""

    size: int
    etag: str = ""
    version: str = ""
    sha256: str = ""


def open_store(address: Address, endpoint: str) -> Store:
    """The store of an address; CheckError where its extra is not installed, or credentials are missing.

    `endpoint` is where it is, "" for the cloud's own hosts.
    """
    if address.scheme == "file":
        from .folder import Folder

        return Folder()
    from .bucket import open_bucket

    return open_bucket(address, endpoint)


def key_for(store: Store, home: Address, path: str, sha256: str, *, by_hash: bool = False) -> str:
    """The key of a file: its path, and where the store keeps no versions its hash, so that no later one replaces it.

    With `by_hash` in any store, for what knows folders and no versions.
    """
    if not by_hash and store.keeps_versions(home):
        return home.below(path).key
    return home.below(f"{path}/{sha256[:12]}/{path.rpartition('/')[2]}").key


def home_of(address: str, path: str, sha256: str) -> str:
    """The home in which a file has this address, "" where its key is another."""
    for end in (f"/{path}/{sha256[:12]}/{path.rpartition('/')[2]}", f"/{path}"):
        if address.endswith(end):
            return address.removesuffix(end)
    return ""
