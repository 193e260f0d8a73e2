"""`--write-params FILE`: missing keys go into a YAML file as text; the code stays as it is."""

from __future__ import annotations

import os

from ...base import secrets, wording
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import objects, write
from ...parameters import yaml_edit
from ...parameters.yaml_edit import append
from .messages import keyed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...git.repository import Repository
    from ...parameters.yaml_edit import Appended
    from .messages import News


_OTHERS = (".json", ".toml", ".ini", ".py", ".cfg")


def write_params(here: Repository, file: str, news: News) -> Iterator[str]:
    """Append and save; lines about what was done, and about keys that have another value there.

    CannotJudge where the file is no YAML that text can be added to, or a link that leads out of the work tree; then it
    is as it was.
    """
    if file.lower().endswith(_OTHERS):
        raise CheckError(f"--write-params {file}: only YAML is written; name a .yaml file")
    write.refuse_obstacle(here, file)
    before, state = _read(file)
    made = append(file, before, [one for *_, group in keyed(news) for one in group])
    if made.added:
        write.save(here, file, made.content, state)
    return _lines(file, made)


def _read(file: str) -> tuple[bytes, os.stat_result | None]:
    found = objects.on_disk(os.fsencode(file))
    if found:
        return found
    if os.path.exists(file):
        raise CheckError(f"--write-params {file}: is not a file that can be read")
    return b"", None


def _lines(file: str, made: Appended) -> Iterator[str]:
    if made.added:
        count = wording.counted(len(made.added), "key")
        keys = ", ".join(".".join(key) for key in made.added)
        yield f"{file}: added {count}: {keys}; the code still has the literals"
    for one, value in made.others:
        key = ".".join(one.key)
        there = secrets.HIDDEN if secrets.may_be_secret(one.key[-1], str(value)) else secrets.shown(str(value))[:60]
        yield f"{file}: has {key}: {there}, the code {yaml_edit.shown(one.literal)}; nothing was changed"
