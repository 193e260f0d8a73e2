"""Buckets of S3, Google Cloud Storage and Azure, through obstore, which is asked for nowhere else."""

from __future__ import annotations

import os

from ..base import secrets
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import credentials, extras
from .store import MissingObjectError, StoredObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from .address import Address
    from .store import Progress

    Answer = TypeVar("Answer")

# An object of ours below each home, since no store says more cheaply whether it keeps versions.
MARKER = ".commitworthy"
_MARKER_TEXT = b"Files are kept here by commitworthy; this object shows whether the bucket keeps versions.\n"
# Up to here a file is sent in one request; above, in parts of this size at least, of which a store takes 10,000.
_PART = 8 * 1024 * 1024
_MOST_PARTS = 9_000
_AT_ONCE = 3
_PIECE = 1 << 20
_RETRIES = 2
# Azure's public cloud.
_AZURE = ".core.windows.net"
_TIMEOUT = "600s"
# The key of what we add to each object; stores keep it in lower case.
_SHA256 = "sha256"


def open_bucket(address: Address, endpoint: str) -> Bucket:
    """The bucket of an address; CheckError where obstore is not installed, or credentials are missing."""
    name = f"{address.scheme}://{address.root}"
    obstore = extras.load("obstore", name)
    stores: Any = extras.load("obstore.store", name)
    common: dict[str, Any] = {
        "client_options": {"timeout": _TIMEOUT, "connect_timeout": "10s", "allow_http": endpoint.startswith("http://")},
        "retry_config": {"max_retries": _RETRIES},
    }
    if address.scheme == "s3":
        settings = credentials.of_s3(name)
        if endpoint:
            settings["endpoint"] = endpoint
        store = _made(name, lambda: stores.S3Store(address.root, **settings, **common))
    elif address.scheme == "gs":
        credentials.of_gcs(name)
        # Of Google the file with the credentials says where it is, which is the user's.
        common["client_options"]["allow_http"] = True
        store = _made(name, lambda: stores.GCSStore(address.root, **common))
    else:
        credentials.of_azure(name)
        common["client_options"]["allow_http"] = bool(os.environ.get("AZURE_STORAGE_USE_EMULATOR"))
        container, _, host = address.root.partition("@")
        account = {"account_name": host.partition(".")[0]} if host else {}
        if host and not host.endswith(_AZURE) and not common["client_options"]["allow_http"]:
            # A cloud of its own, as of governments; the client would go to the public one.
            account["endpoint"] = f"https://{host.replace('.dfs.', '.blob.', 1)}"
        store = _made(name, lambda: stores.AzureStore(container, **account, **common))
    return Bucket(obstore, store, address, endpoint)


def _made(name: str, make: Callable[[], Answer]) -> Answer:
    try:
        return make()
    except Exception as error:  # noqa: BLE001 (of a library, said)
        raise CheckError(f"{name}: cannot be opened: {_first_line(error)}") from None


class Bucket:
    """One bucket, or container, with the credentials that the client finds in the environment."""

    def __init__(self, obstore: Any, store: Any, address: Address, endpoint: str) -> None:
        self._obstore, self._store, self._scheme = obstore, store, address.scheme
        self._name = f"{address.scheme}://{address.root}"
        self.endpoint = endpoint
        self._versions: dict[str, bool] = {}

    def reach(self, home: Address) -> None:
        """A bucket that is not there, and a secret that is wrong, are told by nothing as clearly as by a list."""
        self._ask(lambda: list(next(iter(self._obstore.list(self._store, home.key or None, chunk_size=1)), [])))

    def keeps_versions(self, home: Address) -> bool:
        """By an object of ours below the home.

        What a generation of Google's says is no promise: without versioning the next one takes its place.
        """
        key = home.below(MARKER).key
        if key not in self._versions:
            self.reach(home)
            self._versions[key] = self._scheme != "gs" and self._marks_versions(key)
        return self._versions[key]

    def _marks_versions(self, key: str) -> bool:
        there = self.head(key)
        if there and there.version:
            return True
        # One from before the versioning was turned on has none.
        return bool(_version(self._ask(lambda: self._obstore.put(self._store, key, _MARKER_TEXT))))

    def head(self, key: str, version: str = "") -> StoredObject | None:
        """What is there, without its bytes."""
        options = {"head": True, **({"version": version} if version else {})}
        try:
            found = self._ask(lambda: self._obstore.get(self._store, key, options=options), missing=True)
        except FileNotFoundError:
            return None
        meta = found.meta
        known = {str(name).lower(): value for name, value in found.attributes.items()}
        return StoredObject(meta["size"], _etag(meta), _version(meta), str(known.get(_SHA256, "")))

    def put(self, key: str, place: bytes, sha256: str, progress: Progress) -> StoredObject:
        """In one request, or in parts; a store shows an object only when all of it is there."""
        size = os.stat(place).st_size
        attributes = {_SHA256: sha256}
        if size <= _PART:
            with open(place, "rb") as file:
                content = file.read(size + 1)
            answer = self._ask(lambda: self._obstore.put(self._store, key, content, attributes=attributes))
            progress(len(content))
        else:
            part = max(_PART, -(-size // _MOST_PARTS))
            answer = self._ask(
                lambda: self._obstore.put(
                    self._store,
                    key,
                    _pieces(place, progress),
                    attributes=attributes,
                    chunk_size=part,
                    max_concurrency=_AT_ONCE,
                )
            )
        return StoredObject(size, _etag(answer), _version(answer), sha256)

    def read(self, key: str, version: str, start: int, size: int) -> Iterator[bytes]:
        """That version, from `start` on; of an object of another size nothing."""
        options: dict[str, Any] = {"version": version} if version else {}
        options |= {"range": {"offset": start}} if start else {}
        where = f"{self._name}/{key}"
        try:
            found = self._ask(lambda: self._obstore.get(self._store, key, options=options), missing=True)
        except FileNotFoundError:
            what = f"version {version} of {where}" if version else where
            raise MissingObjectError(
                f"{what} is not there: somebody deleted it, or a lifecycle rule of the bucket did"
            ) from None
        if found.meta["size"] != size:
            raise CheckError(f"{where}: has {found.meta['size']:,} bytes instead of {size:,}: somebody replaced it")
        pieces = iter(found.stream(min_chunk_size=_PIECE))
        while (piece := self._ask(lambda: next(pieces, None))) is not None:
            yield memoryview(piece)  # type: ignore[misc]

    def copy(self, source: str, key: str) -> bool:
        """By the store; some copy no object above a size, and then it has to be sent."""
        try:
            self._ask(lambda: self._obstore.copy(self._store, source, key))
        except CheckError:
            return False
        return True

    def keys(self, prefix: str) -> Iterator[str]:
        """All below a prefix but the marker; of each only the newest version counts."""
        lists = iter(self._obstore.list(self._store, prefix or None))
        while (some := self._ask(lambda: next(lists, None))) is not None:
            yield from (meta["path"] for meta in some if meta["path"].rpartition("/")[2] != MARKER)

    def _ask(self, question: Callable[[], Answer], *, missing: bool = False) -> Answer:
        """The answer; FileNotFoundError where that is one, and CheckError for all else that goes wrong."""
        try:
            return question()
        except FileNotFoundError as error:
            if missing and "NoSuchBucket" not in str(error):
                raise
            raise CheckError(f"{self._name}: no such bucket: check the name, or make it") from None
        except CheckError:
            raise
        except Exception as error:  # noqa: BLE001 (of a library, said)
            raise CheckError(f"{self._name}: {explained(error, self.endpoint)}") from None


def explained(error: Exception, endpoint: str) -> str:
    """What went wrong, in one line and with what to do; what the store says itself is in its XML."""
    said = str(error)
    code = said.partition("<Code>")[2].partition("</Code>")[0]
    for codes, reason in _REASONS:
        if code in codes or any(word in said for word in codes if " " in word):
            return reason.format(code=code or "it says no more", host=endpoint or "the cloud")
    if type(error).__name__ in ("PermissionDeniedError", "UnauthenticatedError") or code == "AccessDenied":
        return f"access denied{f' ({code})' if code else ''}: check the credentials and what they may do"
    return f"failed: {_first_line(error)}"


_REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("SignatureDoesNotMatch", "InvalidAccessKeyId", "AuthenticationFailed", "AuthenticationRequired", "401 Una"),
        "the credentials are wrong ({code}): check the key and its secret",
    ),
    (("NoSuchBucket", "ContainerNotFound"), "no such bucket: check the name, or make it"),
    (("ExpiredToken", "TokenRefreshRequired"), "the credentials have expired ({code}): log in again"),
    (
        ("PermanentRedirect", "AuthorizationHeaderMalformed", "301 Moved"),
        "the bucket is in another region ({code}): set AWS_REGION",
    ),
    (("error sending request", "connection refused", "dns error"), "{host} cannot be reached: check the network"),
)


def _first_line(error: Exception) -> str:
    """The first line of what a library says, without the dump behind it."""
    said = str(error).partition("Debug source")[0]
    return secrets.line(" ".join(said.split())[:200]) or type(error).__name__


def _pieces(place: bytes, progress: Progress) -> Iterator[bytes]:
    with open(place, "rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            yield piece
            progress(len(piece))


def _etag(meta: Any) -> str:
    return str(meta.get("e_tag") or "").strip('"')


def _version(meta: Any) -> str:
    """What S3 calls "null" is what was written without one."""
    version = str(meta.get("version") or "")
    return "" if version == "null" else version
