"""The outputs that a `.dvc` file keeps for git: YAML with a list `outs` of mappings, each with a `path`.

Facts: the schema in DVC's documentation of `.dvc` files.  An output with `cache: false` stays in git.
"""

from __future__ import annotations

from ..base import markup
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1024 * 1024


def outs(path: bytes, content: bytes) -> list[bytes]:
    """Paths from the top of all outputs of the `.dvc` file at `path`; none where it is not one."""
    import posixpath

    known = _mapping(_without_sources(content))
    folder = posixpath.join(posixpath.dirname(path), _bytes(known.get("wdir")))
    joined = (posixpath.normpath(posixpath.join(folder, out)) for out in _paths(known))
    # An output outside of the repository, or at an address, has no entry in git.
    return [out for out in joined if not out.startswith((b"../", b"/")) and b":/" not in out]


def _without_sources(content: bytes) -> bytes:
    """The same but for the block `deps`, which may list thousands of files and names no output."""
    before, key, behind = content.partition(b"\ndeps:\n")
    at = 0
    while behind[at : at + 1] in (b" ", b"-"):
        at = behind.find(b"\n", at) + 1 or len(behind)
    return before + b"\n" + behind[at:] if key else content


def _paths(known: dict[str, object]) -> Iterator[bytes]:
    listed = known.get("outs")
    for out in listed if isinstance(listed, list) else ():
        if isinstance(out, dict) and out.get("cache") is not False and isinstance(out.get("path"), str):
            yield _bytes(out["path"])


def _bytes(value: object) -> bytes:
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else b""


def _mapping(content: bytes) -> dict[str, object]:
    try:
        known = markup.from_yaml(content)
    except markup.UnreadableDocument:
        return {}
    return known if isinstance(known, dict) else {}
