"""`NamedTuple` without importing `typing` or `collections`.

Importing `typing` costs nine tenths of a bare interpreter start and `collections` a sixth, which every
commit would pay.  Type checkers see the real thing; at run time a class statement of the same form makes a
tuple with the same behaviour.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 (exported)

    Watch = Callable[..., Iterator[Any]]
    """Hands items through and shows how far one is: (what is done, items, how many there are, what one stands for)."""
else:
    try:
        from _collections import _tuplegetter as _field  # reads a field in C; as `collections.namedtuple` does
    except ImportError:

        def _field(number, doc):
            return property(lambda self: self[number], doc=doc)

    _compiled = {}

    def _maker(fields, defaults):
        """Makes a tuple of these fields.

        Compiled from text, since a loop over the fields would make each value four times as dear; once for each number
        of fields, whose names are put in.  With a line before them, since a field may be called anything else.
        """
        count = len(fields)
        if count not in _compiled:
            words = ", ".join([f"_{number}" for number in range(count)])
            _compiled[count] = eval(f"lambda _cls, {words}: _new(_cls, ({words},))").__code__  # noqa: S307 (our own)
        code = _compiled[count].replace(co_varnames=("_cls", *fields))
        return type(_maker)(code, {"_new": tuple.__new__}, None, defaults)

    class _FromAnnotations(type):
        """Turns the annotations of a class body into the fields of a tuple."""

        def __new__(meta, name, bases, body):
            if not bases:
                return type.__new__(meta, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            maker = _maker(fields, tuple(defaults.values()))
            own = {"__new__": maker, "__slots__": (), "__match_args__": fields, "_fields": fields}
            readers = {field: _field(number, None) for number, field in enumerate(fields)}
            body = {key: value for key, value in body.items() if key != "__annotations__"}
            return type(name, (_Named,), {**body, **readers, **own, "_field_defaults": defaults})

    class _Named(tuple):
        """What all values can do beside what tuples can."""

        __slots__ = ()

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes):
            return type(self)(**{**self._asdict(), **changes})

        def __repr__(self):
            return f"{type(self).__name__}({', '.join([f'{key}={value!r}' for key, value in self._asdict().items()])})"

        def __getnewargs__(self):
            return tuple(self)

    class NamedTuple(metaclass=_FromAnnotations):
        """Base of all our values: immutable, compared by content."""
