"""The part of a config file that takes up what was found: good keys, and YAML to paste."""

from __future__ import annotations

import re

from ..values import TYPE_CHECKING, NamedTuple
from . import scalars

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from .found import Found, Literal

    Key = tuple[str, ...]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What a class name says beside the model, as in RandomForestClassifier.
_KINDS = ("_classifier", "_regressor")
_SHOWN = 60
# Sections whose values are bounds.
_RANGES = ("decision", "filter", "period")


class Keyed(NamedTuple):
    """A literal and its place in a config file, such as `("model", "max_depth")`."""

    key: Key
    literal: Literal


class _Keys(NamedTuple):
    """The keys that have a value, and those above them.

    Of a section and name: the key that a value got with a number, and the next number, since there may be thousands.
    """

    taken: dict[Key, object]
    above: set[Key]
    numbered: dict[tuple[str, str, object], Key]
    next: dict[tuple[str, str], int]

    def take(self, key: Key, value: object) -> bool:
        """Whether the key can have the value, which it then has."""
        parents = {key[:length] for length in range(1, len(key))}
        if key in self.taken and self.taken[key] == value:
            return True
        if key in self.taken or key in self.above or parents & self.taken.keys():
            return False
        self.taken[key] = value
        self.above.update(parents)
        return True


def keyed(found: Sequence[tuple[Found, str]]) -> list[tuple[Keyed, ...]]:
    """The literals of each finding with their keys; beside a finding stands the stem of its file.

    One key has one value: a second one gets the callee into its key, then the stem, then a number.
    """
    keys = _Keys({}, set(), {}, {})
    return [
        tuple(
            Keyed(_free(keys, one, name, literal, stem), literal)
            for name, literal in zip(_names(one), one.literals, strict=True)
        )
        for one, stem in found
    ]


def _names(found: Found) -> list[str]:
    """The names that a config file should have: a threshold says so, and the two bounds of a range are told apart."""
    names = [literal.name for literal in found.literals]
    bounds: dict[str, set[object]] = {}
    for literal in found.literals:
        bounds.setdefault(literal.name, set()).add(literal.value if isinstance(literal.value, (int, float)) else None)
    return [
        _name(found.section, name, literal.value, bounds[name])
        for name, literal in zip(names, found.literals, strict=True)
    ]


def _name(section: str, name: str, value: object, values: set[Any]) -> str:
    if section == "seed":
        return "seed"
    if section == "paths" and name == "path" and isinstance(value, str):
        return snake(re.split(r"[/\\]", value.rstrip("/\\"))[-1].partition(".")[0]) or name
    if len(values) == 2 and None not in values and section in _RANGES:
        return f"{name}_{'min' if value == min(values) else 'max'}"
    return f"{name}_threshold" if section == "decision" and "thresh" not in name.lower() else name


def _free(keys: _Keys, found: Found, name: str, literal: Literal, stem: str) -> Key:
    value = (type(literal.value), repr(literal.value), literal.secret, literal.shown)
    for key in _candidates(found, name, stem):
        if keys.take(key, value):
            return key
    return keys.numbered.get((found.section, name, value)) or _numbered(keys, found.section, name, value)


def _candidates(found: Found, name: str, stem: str) -> list[Key]:
    section = (found.section,) if found.section not in ("", name) else ()
    callee, file = snake(found.callee), snake(stem)
    between = ((), (callee,) if callee else (), (file,), (file, callee) if callee else (file,)) if section else ((),)
    return [(*section, *names, name) for names in dict.fromkeys(between)]


def _numbered(keys: _Keys, of: str, name: str, value: object) -> Key:
    section = (of,) if of not in ("", name) else ()
    number = keys.next.get((of, name), 2)
    while True:
        # The section itself may be the name of a value.
        for key in ((*section, f"{name}_{number}"), (f"{of}_{number}", name)):
            if keys.take(key, value):
                keys.next[of, name] = number
                keys.numbered[of, name, value] = key
                return key
        number += 1


def snake(name: str) -> str:
    """`RandomForestClassifier` as `random_forest`, `train-model 2` as `train_model_2`."""
    words = re.sub(r"\W+", "_", _HUMP.sub("_", name)).strip("_").lower()
    for kind in _KINDS:
        words = words.removesuffix(kind) or words
    return words


def lines(wanted: Iterable[Keyed], depth: int = 0) -> list[str]:
    """YAML; what has no value there stands as a comment."""
    once: dict[Key, Keyed] = {}
    for one in wanted:
        once.setdefault(one.key, one)
    sections: dict[str, list[Keyed]] = {}
    made: list[str] = []
    for key, one in once.items():
        if len(key) - depth > 1:
            sections.setdefault(key[depth], []).append(one)
        else:
            made.extend(_entry(key, one.literal))
    for section, inner in sections.items():
        made += [f"{scalars.quoted(section)}:", *(f"  {line}" for line in lines(inner, depth + 1))]
    return made


def _entry(key: Key, literal: Literal) -> list[str]:
    if is_writable(literal):
        return scalars.entry(key[-1], literal.value) or []
    name = scalars.quoted(key[-1])
    if literal.secret:
        return [f"# {name}: {said_of(literal)}, not for git: {environment(key)}"]
    if literal.value is None:
        return [f"# {name}: its text is put together in the code; write the fixed part here"]
    return [f"# {name}: {_cut(ascii(literal.value))} has no form in YAML; write it as text and convert it"]


def is_writable(literal: Literal) -> bool:
    """Whether a config file may hold the value, and can."""
    return not literal.secret and literal.value is not None and scalars.flow(literal.value) is not None


def environment(key: Key) -> str:
    """The expression that reads a secret where it belongs."""
    *sections, own = [re.sub(r"\W+", "_", part).upper() for part in key]
    if sections and own.startswith(sections[-1]):
        sections.pop()
    name = "_".join([*sections, own]) if sections or own not in ("DB", "DATABASE") else f"{own}_URL"
    return f'os.environ["{name}"]'


def said_of(literal: Literal) -> str:
    """What a secret is called: of one that is shown in part only that part is known to be none."""
    return "may be a secret" if literal.shown else "a secret"


def shown(literal: Literal) -> str:
    """`max_depth = 12`; a value that is secret or unknown stays out, or that part of it."""
    if literal.shown:
        return f"{literal.name} = {_cut(ascii(literal.shown))} (cut where it may hold credentials)"
    if literal.secret:
        return f"{literal.name} holds credentials, not shown here"
    return literal.name if literal.value is None else f"{literal.name} = {_cut(repr(literal.value))}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
