"""Delta tables as a home: rows are loaded into one, and no byte of the file is kept.

deltalake (extra `delta`) is asked for nowhere else.  The endpoint is the user's, never one that a repository names.
"""

from __future__ import annotations

import os

from ..base import secrets
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import access, bucket, credentials, extras, table
from . import address as addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from .address import Address

    Answer = TypeVar("Answer")

PREFIX = addresses.DELTA_PREFIX
_SCHEMES = ("s3", "gs", "az", "file")
# What a version of ours has in its commit; the hash of the rows, as a card has it.
_MARK = "commitworthy.sha256"
_MOST_COMMITS = 100
# One file keeps the order of the rows.
_ONE_FILE = 2**40


class Loaded(NamedTuple):
    """A version of a table, and whether it was written just now."""

    version: int
    is_new: bool


def address_of(home: str) -> Address:
    """The address of such a home, or of a table; CheckError for one that is none, or has credentials in it."""
    found = addresses.home(home.removeprefix(PREFIX))
    if found.scheme not in _SCHEMES or "://" not in home or ".." in found.key.split("/"):
        raise CheckError(f"{secrets.shown(home)}: no home for Delta tables: use delta+s3://bucket/folder or its like")
    return found


def uri(address: Address) -> str:
    """The address of a table, as every reader of Delta takes it."""
    return f"file://{address.key}" if address.scheme == "file" else address.text()


class DeltaStore:
    """The tables of one bucket, or of the folders of this machine."""

    def __init__(self, address: Address) -> None:
        self._name = f"{address.scheme}://{address.root}"
        self._deltalake = extras.load("deltalake", "a Delta table")
        table.library()
        self.endpoint = access.users_endpoint() if address.scheme == "s3" else ""
        self._options = _options(self._name, address.scheme, self.endpoint)

    def load(self, where: str, rows: Any, digest: str, notes: dict[str, str]) -> Loaded:
        """The newest version if it holds these rows, else a new one that does.

        CheckError for a table that somebody else has written: its rows would no longer be the newest.
        """
        before = self._ask(lambda: self._opened(where))
        if before is not None:
            ours = self._of_ours(before)
            if not ours:
                raise CheckError(f"{where}: is a table of somebody else's: choose another home, or another name")
            if ours.get(before.version()) == digest:
                return Loaded(before.version(), is_new=False)
        properties = self._deltalake.CommitProperties(custom_metadata={_MARK: digest, **notes})
        self._ask(
            lambda: self._deltalake.write_deltalake(
                where,
                rows,
                mode="overwrite",
                schema_mode="overwrite",
                target_file_size=_ONE_FILE,
                storage_options=self._options,
                commit_properties=properties,
            )
        )
        # Somebody may have written another version since.
        after = self._of_ours(self._ask(lambda: self._opened(where)))
        return Loaded(max(version for version, known in after.items() if known == digest), is_new=True)

    def rows(self, where: str, version: int, number: int) -> Any:
        """The rows of that version; CheckError where it is not there, or has not so many rows."""
        found = self._ask(lambda: self._opened(where, version))
        if found is None:
            raise CheckError(f"{where}: there is no version {version}: somebody deleted the table, or vacuumed it")
        if self._ask(found.count) != number:
            raise CheckError(f"{where}: version {version} has not the {number:,} rows that the card says")
        return table.as_delta(self._ask(found.to_pyarrow_table), where)

    def _of_ours(self, opened: Any) -> dict[int, str]:
        """Version -> hash of the rows, of the newest versions that we wrote."""
        history = self._ask(lambda: opened.history(_MOST_COMMITS))
        return {row["version"]: str(row[_MARK]) for row in history if _MARK in row}

    def _opened(self, where: str, version: int | None = None) -> Any:
        """The table as it was at a version, else the newest; None where there is none."""
        errors = self._deltalake.exceptions
        try:
            found = self._deltalake.DeltaTable(where, storage_options=self._options)
        except errors.TableNotFoundError:
            return None
        if version is not None and version != found.version():
            try:
                found.load_as_version(version)
            except errors.DeltaError:
                return None
        return found

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except CheckError:
            raise
        except Exception as error:  # noqa: BLE001 (of a library, said)
            raise CheckError(f"{self._name}: {bucket.explained(error, self.endpoint)}") from None


def _options(name: str, scheme: str, endpoint: str) -> dict[str, str]:
    """What deltalake is told beside the environment; CheckError where there are no credentials."""
    if scheme == "s3":
        credentials.of_s3(name)
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        http = {"AWS_ALLOW_HTTP": "true"} if endpoint.startswith("http://") else {}
        own = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": region} if endpoint else {}
        return {**own, **http, "aws_conditional_put": "etag", "max_retries": "2"}
    if scheme == "gs":
        credentials.of_gcs(name)
    elif scheme == "az":
        credentials.of_azure(name)
    return {} if scheme == "file" else {"max_retries": "2"}
