"""`--write-params FILE`: missing keys go into a YAML file as text; the code stays as it is."""

from __future__ import annotations

import os

from ...base import secrets, wording
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import objects, write
from ...git.repository import from_top
from ...parameters import yaml_edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...git.repository import Repository
    from ...parameters.keys import ConfigEntry, Key
    from .messages import Advice


def write_params(repository: Repository, file: str, every: Sequence[Advice]) -> Iterator[str]:
    """Append and save; lines about what was done, and about keys that have another value there.

    CheckError where the file is no YAML that text can be added to, or lies outside of the work tree; then it is as it
    was.
    """
    if not file.lower().endswith((".yaml", ".yml")):
        raise CheckError(f"--write-params {file}: only YAML is written; name a .yaml file")
    from_top(repository, [os.fsencode(file)])
    write.refuse_obstacle(repository, file)
    before, state = _read(file)
    appended = yaml_edit.append(file, before, [entry for one in every for entry in one.new])
    if appended.added:
        write.save(repository, file, appended.content, state)
    others = [(entry, value.key, value.value) for one in every for entry, value in one.open]
    others += [(entry, entry.key, value) for entry, value in appended.others]
    return _lines(file, appended.added, others)


def _read(file: str) -> tuple[bytes, os.stat_result | None]:
    found = objects.on_disk(os.fsencode(file))
    if found:
        return found
    if os.path.exists(file):
        raise CheckError(f"--write-params {file}: is not a file that can be read")
    return b"", None


def _lines(file: str, added: Sequence[Key], others: Iterable[tuple[ConfigEntry, Key, object]]) -> Iterator[str]:
    if added:
        count = wording.counted(len(added), "key")
        keys = ", ".join(".".join(key) for key in added)
        yield f"{file}: added {count}: {keys}; the code still has the literals"
    for entry, key, value in others:
        there = secrets.HIDDEN if secrets.may_be_secret(key[-1], str(value)) else secrets.shown(str(value))[:60]
        name = ".".join(map(secrets.name, key))
        yield f"{file}: has {name}: {there}, but the code has {yaml_edit.shown(entry.literal)}; nothing was changed"
