"""Names as the words they are made of: `rf__max_depth`, `maxDepth` and `max-depth` all say max, depth."""

from __future__ import annotations

_KNOWN: dict[str, tuple[str, ...]] = {}


def words(name: str) -> tuple[str, ...]:
    """The lower-case words of `name`, digits at their end removed; remembered, since names come again and again."""
    found = _KNOWN.get(name)
    if found is None:
        found = _KNOWN[name] = _split(name)
    return found


def _split(name: str) -> tuple[str, ...]:
    text = name.rpartition("__")[2] or name
    if text != text.lower() and text != text.upper():
        text = _humps(text)
    parts = text.replace("-", "_").replace(".", "_").replace(" ", "_").replace("/", "_").lower().split("_")
    return tuple(part.rstrip("0123456789") or part for part in parts if part)


def _humps(name: str) -> str:
    """`maxDepth` and `KMeansCV` with a line between their words."""
    made: list[str] = []
    for at, char in enumerate(name):
        if char.isupper() and at:
            before, after = name[at - 1], name[at + 1 : at + 2]
            if before.islower() or before.isdigit() or (before.isupper() and after.islower()):
                made.append("_")
        made.append(char)
    return "".join(made)


def is_constant(name: str) -> bool:
    """Whether it is written as a constant: `MAX_DEPTH`, `DATA`; a single letter is a name of mathematics."""
    return len(name) > 1 and name.isupper()


def is_class(name: str) -> bool:
    """Whether it is written as a class: `KMeans`, `Adam`, `SVC`, `PCA`."""
    return name[:1].isupper()
