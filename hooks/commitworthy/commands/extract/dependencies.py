"""Whether a project declares PyYAML, which a program needs once it reads its values from a YAML file."""

from __future__ import annotations

import re

from ...base.namedtuple import TYPE_CHECKING
from ...git import objects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...git.repository import Repository

# Where projects declare what they need, each with a word without which it declares nothing.
_FILES = {
    b"pyproject.toml": b"dependencies",
    b"requirements.txt": b"",
    b"environment.yml": b"dependencies",
    b"environment.yaml": b"dependencies",
}
_IMPORTS = re.compile(rb"^[ \t]*(?:import|from) yaml\b", re.MULTILINE)
_DECLARED = re.compile(rb"(?<![\w.-])pyyaml(?![\w.-])", re.IGNORECASE)
# A line that is a comment declares nothing.
_COMMENT = re.compile(rb"^[ \t]*#.*$", re.MULTILINE)


def missing(here: Repository, changes: Iterable[tuple[bytes, bytes]]) -> str:
    """A line for the user where a program imports yaml after a change (old, new) and no file at the top declares it.

    "" also where no file declares anything.
    """
    if not any(_IMPORTS.search(new) and not _IMPORTS.search(old) for old, new in changes):
        return ""
    found = []
    for name, word in _FILES.items():
        file = objects.on_disk(here.on_disk(name))
        text = _COMMENT.sub(b"", file.content) if file else b""
        if file and word in text:
            found.append(name.decode())
        if _DECLARED.search(text):
            return ""
    verb = "does" if len(found) == 1 else "do"
    return f"The program now needs PyYAML, which {' and '.join(found)} {verb} not declare: add pyyaml" if found else ""
