"""`NamedTuple` without importing `typing`.

Importing `typing` costs nine tenths of a bare interpreter start, which every
commit would pay.  Type checkers see the real thing; at run time a class
statement of the same form builds the same `collections.namedtuple`.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 (exported)
else:
    from collections import namedtuple

    class _FromAnnotations(type):
        """Turns the annotations of a class body into the fields of a tuple."""

        def __new__(meta, name, bases, body):
            if not bases:
                return super().__new__(meta, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])  # noqa: PYI024
            body = {key: value for key, value in body.items() if key != "__annotations__"}
            return type(name, (made,), {"__slots__": (), **body})

    class NamedTuple(metaclass=_FromAnnotations):
        """Base of all our values: immutable, compared by content."""
