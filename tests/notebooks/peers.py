"""The oracles from outside: nbformat's schema, and what nbstripout makes of a notebook."""

from __future__ import annotations

import io
import json
import warnings

import nbformat
import nbstripout  # type: ignore[import-untyped]

from commitworthy.notebooks.strip_options import StripOptions

KEYS = """
    metadata.signature metadata.widgets cell.metadata.collapsed cell.metadata.ExecuteTime cell.metadata.execution
    cell.metadata.heading_collapsed cell.metadata.hidden cell.metadata.scrolled
    """.split()


def check_schema(content: bytes, major: int, minor: int) -> None:
    """Raises what the schema has against it; `nbformat.validate` would mend some of that unasked."""
    nbformat.validator.get_validator(major, minor).validate(json.loads(content))  # type: ignore[no-untyped-call]


def by_nbstripout(content: bytes, options: StripOptions) -> bytes:
    """With the options that correspond."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = nbformat.read(io.StringIO(content.decode()), nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
        made = nbstripout.strip_output(
            parsed,
            options.keep_output or None,
            options.keep_count,
            keep_id=True,
            extra_keys=KEYS,
            drop_empty_cells=options.drop_empty_cells,
            drop_tagged_cells=options.drop_tagged,
            keep_output_types=set(options.keep_types),
            drop_output_types=set(options.drop_types),
        )
        return str(nbformat.writes(made)).encode()  # type: ignore[no-untyped-call]


def joined(value: object, key: str = "") -> object:
    """With every text in one piece, however it is split into lines."""
    if isinstance(value, dict):
        return {name: joined(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        if key in ("source", "text", "text/plain", "image/png"):
            return "".join(value)
        return [joined(inner) for inner in value]
    return value
