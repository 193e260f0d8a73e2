"""The card of a load into a Delta table: which version of which table has the rows of a file.

It is no `.dvc` file, since no tool brings the bytes of the file back; its rows come back as parquet.  What is read
comes out of a repository, which may be anybody's, and is checked before anything follows from it.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .card import CardError, parsed, refused_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

SUFFIX = b".delta.yaml"
_SCHEMA = 1
_LARGEST = 2**60
_HEX = frozenset("0123456789abcdef")


class LoadCard(NamedTuple):
    """What such a card says.

    `table` is the address of the table, `sha256` the hash of the names, types and values of its rows; `columns` are
    name and type of each.  `name`, `size` and `source_sha256` are of the file that was loaded, `notes` the other keys
    of ours.
    """

    name: str
    size: int
    source_sha256: str
    table: str
    version: int
    rows: int
    sha256: str
    columns: tuple[Mapping[str, str], ...] = ()
    notes: Mapping[str, Any] = {}

    def parquet(self) -> str:
        """The name of the file that `fetch` writes: never that of a file with other bytes."""
        stem, dot, suffix = self.name.rpartition(".")
        return self.name if suffix == "parquet" else f"{stem if dot else suffix}.parquet"


def path_of(file: bytes) -> bytes:
    """The path of the card of a file."""
    return file + SUFFIX


def render(card: LoadCard) -> bytes:
    """The bytes of a card, which `parse` reads back."""
    import yaml

    document = {
        "desc": f"the rows of {card.name}, loaded into a Delta table by commitworthy; not a copy of its bytes",
        "delta": {
            "table": card.table,
            "version": card.version,
            "rows": card.rows,
            "sha256": card.sha256,
            "columns": [dict(column) for column in card.columns],
        },
        "source": {"path": card.name, "size": card.size, "sha256": card.source_sha256},
        "meta": {"commitworthy": {"schema": _SCHEMA, **card.notes}},
    }
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=2**20)
    return text.encode()


def parse(content: bytes) -> LoadCard:
    """The card in a file; CardError with the reason where it cannot be relied on."""
    document = parsed(content)
    table, source = _table(document, "delta"), _table(document, "source")
    notes = _table(_table(document, "meta"), "commitworthy")
    if notes.get("schema") != _SCHEMA:
        raise CardError("its schema is missing, or of a newer commitworthy")
    name = source.get("path")
    if not isinstance(name, str) or refused_name(name):
        raise CardError("source: path is not the name of a file beside the card")
    address = table.get("table")
    if not isinstance(address, str) or not address.isprintable():
        raise CardError("delta: table is not an address")
    columns = table.get("columns")
    if not isinstance(columns, list) or not all(isinstance(column, dict) for column in columns):
        raise CardError("delta: columns is not a list of mappings")
    return LoadCard(
        name,
        _number(source, "size"),
        _digest(source),
        address,
        _number(table, "version"),
        _number(table, "rows"),
        _digest(table),
        tuple(columns),
        {key: value for key, value in notes.items() if key != "schema"},
    )


def _table(document: object, key: str) -> dict[str, Any]:
    found = document.get(key) if isinstance(document, dict) else None
    if not isinstance(found, dict):
        raise CardError(f"{key} is not a mapping")
    return found


def _number(table: Mapping[str, Any], key: str) -> int:
    found = table.get(key)
    if type(found) is not int or not 0 <= found < _LARGEST:
        raise CardError(f"{key} is not a whole number from 0")
    return found


def _digest(table: Mapping[str, Any]) -> str:
    found = table.get("sha256")
    if not isinstance(found, str) or len(found) != 64 or not _HEX.issuperset(found):
        raise CardError("sha256 is not 64 digits of lower-case hexadecimal")
    return found
