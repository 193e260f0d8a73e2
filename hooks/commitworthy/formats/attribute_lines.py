"""Lines of a `.gitattributes` file that route to Git LFS and do not do what they say.

Facts: `git help attributes`.  Patterns are those of .gitignore but for two: a negative one is forbidden, and one that
ends in a slash matches a folder, which has no attributes.  Macros are defined at the top alone.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DEAD, INCOMPLETE = "dead-attribute-line", "incomplete-route"
ROUTE = "filter=lfs diff=lfs merge=lfs -text"
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
# Git passes over longer lines.
_LONGEST = 2048
_NOT_TEXT = ("-text", "binary")


class AttributeLine(NamedTuple):
    """One line: its number from 1, its text, its pattern unquoted, its attributes; `macro` where it defines one."""

    number: int
    text: str
    pattern: str
    attributes: tuple[str, ...]
    macro: bool = False

    def routes(self) -> bool:
        """Whether it sends what it matches to Git LFS."""
        return "filter=lfs" in self.attributes


class Lint(NamedTuple):
    """What is wrong with a line; `instead` is the line to write, "" where that is for the user to say."""

    line: AttributeLine
    rule: str
    fact: str
    instead: str = ""


def parse(content: bytes) -> list[AttributeLine]:
    """The lines that say something; undecodable bytes as surrogate escapes."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    lines = (_line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return [line for line in lines if line is not None]


def _line(number: int, text: str) -> AttributeLine | None:
    stripped = text.strip(" \t\r")
    if not stripped or stripped.startswith("#") or len(text) > _LONGEST:
        return None
    if stripped.startswith("[attr]"):
        return AttributeLine(number, stripped, stripped.split()[0], tuple(stripped.split()[1:]), macro=True)
    pattern, rest = _pattern(stripped)
    return AttributeLine(number, stripped, pattern, tuple(rest.split()))


def _pattern(text: str) -> tuple[str, str]:
    """The pattern, unquoted if it is in double quotes, and what follows it."""
    if not text.startswith('"'):
        parts = text.split(None, 1)
        return parts[0], parts[1] if len(parts) > 1 else ""
    pattern, rest = "", text[1:]
    while rest and rest[0] != '"':
        char, rest = _unquoted(rest)
        pattern += char
    # Bytes written as octal numbers come one by one.
    return pattern.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"), rest[1:]


def _unquoted(rest: str) -> tuple[str, str]:
    if rest[0] != "\\" or len(rest) < 2:
        return rest[0], rest[1:]
    if len(rest) > 3 and not set(rest[1:4]) - set("01234567"):
        return bytes((int(rest[1:4], 8) & 255,)).decode("utf-8", "surrogateescape"), rest[4:]
    return _ESCAPES.get(rest[1], rest[1]), rest[2:]


def lint(path: bytes, content: bytes) -> list[Lint]:
    """What is wrong in the `.gitattributes` file at `path` from the top."""
    if b"\0" in content:
        whole = AttributeLine(1, "", "", ())
        return [Lint(whole, DEAD, "The file is not UTF-8 (UTF-16?), so git cannot read it: save it as UTF-8")]
    lines = parse(content)
    nested = b"/" in path
    not_text = {line.pattern for line in lines if any(word in line.attributes for word in _NOT_TEXT)}
    return [fault for line in lines if line.routes() for fault in _lint(line, not_text, nested)]


def _lint(line: AttributeLine, not_text: set[str], nested: bool) -> Iterator[Lint]:
    dead = _dead(line, nested)
    if dead:
        yield dead
    elif not_text.isdisjoint((line.pattern, "*")):
        fact = "It lacks -text, so git may change line endings before the file gets to Git LFS"
        yield Lint(line, INCOMPLETE, fact, with_route(_written(line), line))


def with_route(pattern: str, line: AttributeLine) -> str:
    """The line to write for `pattern`: all that git-lfs needs, and what else the line says."""
    extra = [word for word in line.attributes if word not in ROUTE.split() and word != "text" and "text=" not in word]
    return " ".join((pattern, ROUTE, *extra))


def _written(line: AttributeLine) -> str:
    """The pattern as the line has it, quotes and all."""
    if not line.text.startswith('"'):
        return line.text.split(None, 1)[0]
    return line.text[: len(line.text) - len(_pattern(line.text)[1])].rstrip()


def _dead(line: AttributeLine, nested: bool) -> Lint | None:
    pattern = line.pattern
    if line.macro:
        fact = f"Git ignores a macro that is defined in a subfolder: define {pattern} in the .gitattributes at the top"
        return Lint(line, DEAD, fact) if nested else None
    if pattern.startswith("!"):
        taken_out = f"{pattern[1:]} !filter !diff !merge !text"
        return Lint(line, DEAD, f"Git ignores {pattern}, since it begins with !", taken_out)
    if pattern.endswith("/"):
        fact = f"{pattern} matches nothing, since it ends in a slash"
        written = _written(line)
        tail = '"' if written.endswith('"') else ""
        return Lint(line, DEAD, fact, with_route(f"{written.rstrip(f'/{tail}')}/**{tail}", line))
    if pattern.startswith("./"):
        return Lint(
            line,
            DEAD,
            f"{pattern} matches nothing, since it begins with ./",
            with_route(_written(line).replace("./", "/", 1), line),
        )
    cut = [word for word in line.attributes if any(char in word.partition("=")[0] for char in "./*")]
    if cut:
        fact = f"A space ends the pattern, so {cut[0]} is read as an attribute: put the pattern in double quotes"
        return Lint(line, DEAD, fact)
    return None
