"""Tables as Arrow has them: read from a file, given the types that Delta keeps, and hashed by their values.

Needs pyarrow (extra `delta`), which only the functions here import.
"""

from __future__ import annotations

import hashlib
import os

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import extras

if TYPE_CHECKING:
    from typing import Any

_READERS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".feather": "feather",
    ".arrow": "feather",
    ".jsonl": "json",
    ".ndjson": "json",
}
# Delta has no unsigned integers; delta-rs would take 200 for -56.
_WIDER = {"uint8": "int16", "uint16": "int32", "uint32": "int64", "halffloat": "float32"}
_SAME = ("large_string", "string_view", "large_binary", "binary_view")


def is_table(name: str) -> bool:
    """Whether a file is called as a table that can be read."""
    return os.path.splitext(name)[1].lower() in _READERS


def library(part: str = "") -> Any:
    """Pyarrow, or a part of it; CheckError where it is not installed."""
    return extras.load(f"pyarrow.{part}" if part else "pyarrow", "a Delta table")


def read(place: bytes, name: str) -> Any:
    """The table in a file, as Delta keeps it; CheckError for what is no table, or has columns that Delta has not."""
    suffix = os.path.splitext(name)[1].lower()
    if suffix not in _READERS:
        raise CheckError(f"{name}: is no table that Delta takes: csv, tsv, parquet, feather, arrow, jsonl or ndjson")
    part = library(_READERS[suffix])
    try:
        with open(place, "rb") as file:
            if suffix == ".tsv":
                found = part.read_csv(file, parse_options=part.ParseOptions(delimiter="\t"))
            else:
                function = {"csv": "read_csv", "json": "read_json"}.get(_READERS[suffix], "read_table")
                found = getattr(part, function)(file)
    except OSError as error:
        raise CheckError(f"{name}: cannot be read ({error.strerror or _line(error)})") from None
    except library("lib").ArrowException as error:
        raise CheckError(f"{name}: is no table that can be read: {_line(error)}") from None
    return as_delta(found, name)


def as_delta(found: Any, name: str) -> Any:
    """The same rows in types that Delta has; CheckError where one would lose something."""
    arrow = library()
    names = found.schema.names
    twice = next((column for column in names if names.count(column) > 1), None)
    if twice is not None:
        raise CheckError(f"{name}: has two columns called {twice!r}, and Delta has one of a name")
    if not names:
        raise CheckError(f"{name}: has no columns")
    fields = [arrow.field(field.name, _type(field.type, f"{name}: {field.name}")) for field in found.schema]
    try:
        return found.replace_schema_metadata(None).cast(arrow.schema(fields))
    except library("lib").ArrowException as error:
        raise CheckError(f"{name}: a value does not fit: {_line(error)}") from None


def _type(kind: Any, where: str) -> Any:
    """The type of Delta that has all values of this one."""
    arrow, types, text = library(), library("types"), str(kind)
    plain = types.is_signed_integer(kind) or types.is_boolean(kind) or text in ("float", "double", "string", "binary")
    if plain or text == "date32[day]" or text.startswith("decimal128"):
        found = kind
    elif text in _WIDER:
        found = getattr(arrow, _WIDER[text])()
    elif text in _SAME:
        found = arrow.string() if "string" in text else arrow.binary()
    elif text == "uint64":
        found = arrow.decimal128(20, 0)
    elif text == "date64[ms]":
        found = arrow.date32()
    elif types.is_timestamp(kind):
        found = arrow.timestamp("us", "UTC" if kind.tz else None)
    elif types.is_dictionary(kind):
        found = _type(kind.value_type, where)
    elif types.is_struct(kind):
        inner = (kind.field(number) for number in range(kind.num_fields))
        found = arrow.struct([arrow.field(field.name, _type(field.type, f"{where}.{field.name}")) for field in inner])
    elif types.is_list(kind) or types.is_large_list(kind):
        found = arrow.list_(arrow.field("element", _type(kind.value_type, where)))
    else:
        raise CheckError(f"{where}: is of the type {text}, which Delta does not have: change it, or leave it out")
    return found


def columns(found: Any) -> list[dict[str, str]]:
    """Name and type of each column, in their order."""
    return [{"name": field.name, "type": str(field.type)} for field in found.schema]


def sha256(found: Any) -> str:
    """The hash of names, types and values, in the order of the rows; whatever the pieces that the table lies in."""
    digest = hashlib.sha256()
    for field, column in zip(found.schema, found.columns, strict=True):
        digest.update(f"{field.name!r}: {field.type}\n".encode())
        for stream in _streams(column, field.type):
            digest.update(stream)
    return digest.hexdigest()


def _streams(column: Any, kind: Any) -> list[bytes]:
    """One digest each of which values are there, of their lengths, and of themselves; of nested ones inside out."""
    arrow, compute, types = library(), library("compute"), library("types")
    array = arrow.concat_arrays(column.chunks) if column.num_chunks else arrow.array([], kind)
    found = [_digest(array.is_valid().cast(arrow.uint8()), 1)]
    if types.is_struct(kind):
        for number in range(kind.num_fields):
            inner = compute.struct_field(array, number)
            found += _streams(arrow.chunked_array([inner]), inner.type)
    elif types.is_list(kind):
        found.append(_digest(compute.list_value_length(array).fill_null(0), 4))
        inner = array.flatten()
        found += _streams(arrow.chunked_array([inner]), inner.type)
    elif types.is_string(kind) or types.is_binary(kind):
        array = array.cast(arrow.large_binary()).fill_null(b"")
        found.append(_digest(compute.binary_length(array), 8))
        offsets, data = array.buffers()[1:]
        ends = memoryview(offsets).cast("q") if len(array) else [0]
        start, end = (ends[array.offset + at] for at in (0, len(array)))
        found.append(hashlib.sha256(memoryview(data)[start:end] if data and end > start else b"").digest())
    elif types.is_boolean(kind):
        found.append(_digest(array.fill_null(False).cast(arrow.uint8()), 1))
    elif types.is_decimal(kind):
        # As text: what lies under a null is anything.
        text = array.cast(arrow.string()).fill_null("")
        found += _streams(arrow.chunked_array([text]), text.type)
    else:
        width = kind.bit_width // 8
        found.append(_digest(array.view(f"int{kind.bit_width}").fill_null(0), width))
    return found


def _digest(array: Any, width: int) -> bytes:
    """Of the bytes of values of fixed width."""
    data = array.buffers()[1]
    start = array.offset * width
    return hashlib.sha256(memoryview(data)[start : start + len(array) * width] if data else b"").digest()


def parquet(found: Any) -> memoryview:
    """The bytes of a parquet file."""
    sink = library().BufferOutputStream()
    library("parquet").write_table(found, sink)
    return memoryview(sink.getvalue())


def _line(error: Exception) -> str:
    from ..base import secrets

    return secrets.line(" ".join(str(error).split())[:200])
