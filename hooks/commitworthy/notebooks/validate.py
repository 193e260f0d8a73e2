"""Does a notebook meet the schema of its format?  Asked on request only, since nbformat is ten interpreter starts."""

from __future__ import annotations

import json
import warnings


def fault(content: bytes) -> str | None:
    """What the schema has against a notebook that `strip` took, in one line; None if nothing.

    `nbformat.validate` mends some faults unasked, so the schema itself is asked.
    """
    notebook = json.loads(content.removeprefix(b"\xef\xbb\xbf").decode(), parse_int=_number)
    major, minor = notebook.get("nbformat"), notebook.get("nbformat_minor", 0)
    if not isinstance(major, int) or not isinstance(minor, int):
        return "It has no format number (nbformat, nbformat_minor)"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbformat import current_nbformat, validator

        if major > current_nbformat:
            return f"It is of format {major}.{minor}, for which nbformat has no schema"
        schema = validator.get_validator(major, minor)  # type: ignore[no-untyped-call]
        if schema is None:
            return f"It is of format {major}.{minor}, for which nbformat has no schema"
        error = next(iter(schema.iter_errors(notebook)), None)
    return None if error is None else f"It is not valid for format {major}.{minor}: {_said(error)}"


def _number(digits: str) -> int:
    """Thousands of digits, which `int` refuses, are no reason to fail: the schema asks for an integer, not which."""
    return int(digits[:18])


def _said(error: object) -> str:
    """The place and the first line of what is wrong, which may quote a whole cell."""
    place = ".".join(map(str, getattr(error, "absolute_path", None) or getattr(error, "path", ()) or ()))
    text = " ".join(str(getattr(error, "message", error)).split())
    return f"{place or 'the notebook'}: {text if len(text) <= 120 else text[:117] + '...'}"
