"""Writing an exception into a policy file as text, so that comments, order and line ends stay."""

from __future__ import annotations

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import convert, parse
from .options import of_hook
from .settings import POLICY_FILES, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def pattern_for(path: str) -> str:
    """The gitignore pattern of exactly this path.

    What a policy file cannot hold, undecodable bytes, and what does not print, becomes `?`, one for each character.
    """
    kept = path.rstrip(" ")
    escaped = "".join(_escaped(char) for char in kept) + "\\ " * (len(path) - len(kept))
    if "/" not in path:
        return "/" + escaped
    return "\\" + escaped if escaped.startswith(("!", "#")) else escaped


def _escaped(char: str) -> str:
    if char in "\\*?[]":
        return "\\" + char
    return char if char == " " or (char.isprintable() and not char.isspace()) else "?"


def add_exemption(  # noqa: PLR0913, PLR0917, one for each thing the command is told
    files: Mapping[str, bytes | None],
    hook: str,
    paths: Sequence[str],
    because: str,
    until: str | None,
    max_size: str | None,
) -> tuple[str, bytes]:
    """The file that carries the policy, or should, and its new contents with one more exception of `hook` at the end.

    The contents are the old ones where they hold that very exception.
    `paths` are patterns; `pattern_for` makes one of a file name.  `max_size` is text such as "2 MB".
    CheckError where the exception or the file is not right; what is returned has been read back.
    """
    before, source = tables(files)
    name = source or _place(files)
    key = _key(hook)
    place = parse.TableLocation(name, (hook, key), 1)
    old = files.get(name) or b""
    raw = parse.document(name, old)
    _check(hook, paths, because, until, max_size)
    new = _appended(old, _stanza(place, paths, because, until, max_size))
    _check_appended(place, raw, new)
    after, _ = tables({name: new})
    if len(after[hook][key]) != len(before.get(hook, {}).get(key, ())) + 1:
        raise CheckError(f"{name}: the exception could not be added; add it by hand")
    *others, added = after[hook][key]
    return name, old if added in others else new


def _place(files: Mapping[str, bytes | None]) -> str:
    """The file for a first policy: pyproject.toml where there is one."""
    project, own = POLICY_FILES
    return project if files.get(project) is not None else own


def _key(hook: str) -> str:
    """The name of the hook's array of exceptions: `allow`, or `keep` where what is allowed is to stay."""
    for option in of_hook(hook):
        if option.kind == "exceptions":
            return option.key
    raise CheckError(f"{hook} has no exceptions")


def _check(hook: str, paths: Sequence[str], because: str, until: str | None, max_size: str | None) -> None:
    fields = next(option.names for option in of_hook(hook) if option.kind == "exceptions")
    if not paths:
        raise CheckError("allow: name at least one path")
    if max_size is not None and "max-size" not in fields:
        raise CheckError(f"allow: the exceptions of {hook} have no max-size; leave it out")
    _require("--because", convert.reason, because)
    if until is not None:
        _require("--until", convert.date, until)
    if max_size is not None:
        _require("--max-size", convert.size, max_size)


def _require(flag: str, function: Callable[[object], object], value: object) -> None:
    try:
        function(value)
    except ValueError as error:
        raise CheckError(f"allow: {flag} {error}") from None


def _stanza(
    place: parse.TableLocation, paths: Sequence[str], because: str, until: str | None, max_size: str | None
) -> list[str]:
    lines = [place.name(), f"paths = {_array(paths)}"]
    if max_size is not None:
        lines.append(f"max-size = {_string(max_size)}")
    lines.append(f"because = {_string(convert.reason(because))}")
    if until is not None:
        lines.append(f"until = {convert.date(until)}")
    return lines


def _array(paths: Sequence[str]) -> str:
    """On one line if it fits, else one path a line."""
    strings = [_string(path) for path in paths]
    line = "[" + ", ".join(strings) + "]"
    return line if len(line) <= 100 else "[\n" + "".join(f"    {string},\n" for string in strings) + "]"


def _string(text: str) -> str:
    """`text` as a basic string of TOML."""
    odd = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(odd.get(char) or (char if char.isprintable() else _code(char)) for char in text) + '"'


def _code(char: str) -> str:
    """An escape, or `?` for an undecodable byte, which TOML has no way to write."""
    number = ord(char)
    return "?" if 0xD800 <= number < 0xE000 else f"\\U{number:08X}"


def _appended(old: bytes, lines: list[str]) -> bytes:
    end = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old else end if old.endswith(b"\n") else end * 2
    text = "\n".join(lines).encode() + b"\n"
    return old + gap + text.replace(b"\n", end)


def _check_appended(place: parse.TableLocation, raw: dict[str, object], new: bytes) -> None:
    """TOML cannot append to what stands inline; then say how it has to be written instead."""
    hook = place.table[0]
    try:
        parse.document(place.source, new)
    except CheckError:
        policy = parse.in_pyproject(raw) if place.source == "pyproject.toml" else raw
        table = (policy or {}).get(hook, {})
        key = place.table[1]
        inline = f"{key} = [...]" if isinstance(table, dict) and key in table else "the policy"
        raise CheckError(
            f"{place.source}: {inline} is written inline, so nothing can be added; write {place.name()} tables"
        ) from None
