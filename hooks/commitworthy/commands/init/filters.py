"""The regular expressions of `files:` and `exclude:`, said as patterns of a .gitignore, which a policy takes.

Nothing is matched here: an expression of somebody else may take any time.  It is read, and where it says more than
patterns can say, nothing is made of it.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Tokens = tuple[str, ...]

# Tokens that are more than one character of a pattern.  `_ANY` is any text, slashes too.
_START, _END, _ANY, _ONE = "start", "end", "any", "one"
_MOST = 64
_LONGEST = 2000
_DEEPEST = 20
_PLAIN = frozenset("/-_,:;=@%&~!<>'\" ")
_ESCAPED = frozenset(".*+?^$()[]{}|\\/-_ #&~!'\"")


class _Inexpressible(Exception):  # noqa: N818 (it is not an error of the code)
    """The expression says more than patterns can."""


def patterns(expression: str) -> tuple[str, ...] | None:
    """Patterns that meet the paths in which `re.search` finds `expression`; None where there are none such.

    One difference is left: a pattern for a file means a folder of that name too.
    """
    if len(expression) > _LONGEST:
        return None
    text = expression
    if text.lstrip().startswith("(?x)"):
        text = _without_layout(text.lstrip()[4:])
    try:
        alternatives, rest = _alternatives(text, 0)
        if rest != len(text):
            return None
        found = list(dict.fromkeys(pattern for tokens in alternatives for pattern in _patterns(tokens)))
    except _Inexpressible:
        return None
    return tuple(_merged(found)) if len(found) <= _MOST else None


def means_all(expression: str) -> bool:
    """Whether it is found in every path."""
    made = patterns(expression)
    return made is not None and not {"*", "*?*", "/?*"}.isdisjoint(made)


def _without_layout(text: str) -> str:
    """A verbose expression as one that is not."""
    kept: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            kept.append(text[at : at + 2])
            at += 1
        elif char == "#":
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif not char.isspace():
            kept.append(char)
        at += 1
    return "".join(kept)


def _alternatives(text: str, at: int, depth: int = 0) -> tuple[list[Tokens], int]:
    """What stands from `at` on, up to the end or a closing parenthesis, and where that is."""
    if depth > _DEEPEST:
        raise _Inexpressible
    done: list[Tokens] = []
    current: list[Tokens] = [()]
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            done += current
            current, at = [()], at + 1
            continue
        piece, at = _piece(text, at, depth)
        piece, at = _repeated(piece, text, at)
        current = [(*before, *after) for before in current for after in piece]
        if len(current) + len(done) > _MOST:
            raise _Inexpressible
    return done + current, at


def _piece(text: str, at: int, depth: int) -> tuple[list[Tokens], int]:
    char = text[at]
    if char == "(":
        at += 1
        if text.startswith("?:", at):
            at += 2
        elif text.startswith("?", at):
            raise _Inexpressible
        inner, at = _alternatives(text, at, depth + 1)
        if at >= len(text):
            raise _Inexpressible
        return inner, at + 1
    if char == "[":
        end = text.find("]", at + 1)
        inside = text[at + 1 : end] if end > 0 else ""
        return [(_of_class(inside),)], end + 1
    if char == "\\":
        return [(_of_escape(text[at + 1 : at + 2]),)], at + 2
    token = {"^": _START, "$": _END, ".": _ONE}.get(char) or _literal(char)
    return [(token,)], at + 1


def _of_class(inside: str) -> str:
    if inside in ("^/", "^\\/"):
        return "?"
    if len(inside) == 1:
        return _literal(inside, known=_ESCAPED)
    if inside and all(char.isascii() and (char.isalnum() or char in "_-.") for char in inside):
        return f"[{inside}]"
    raise _Inexpressible


def _of_escape(char: str) -> str:
    if char.isalnum() and char != "d":
        raise _Inexpressible
    return "[0-9]" if char == "d" else _literal(char, known=_ESCAPED)


def _literal(char: str, known: frozenset[str] = _PLAIN) -> str:
    if not char or not (char.isalnum() or char in known):
        raise _Inexpressible
    return f"\\{char}" if char in "*?[]\\" else char


def _repeated(piece: list[Tokens], text: str, at: int) -> tuple[list[Tokens], int]:
    """The piece as often as what follows it says; a star is only known behind a dot or what is no slash."""
    sign = text[at : at + 1]
    if sign not in ("?", "*", "+") or not sign:
        if sign == "{":
            raise _Inexpressible
        return piece, at
    at += 1
    if text[at : at + 1] == "?":  # as few as possible, which changes nothing of whether
        at += 1
    elif text[at : at + 1] == "+":
        raise _Inexpressible
    if sign == "?":
        return [*piece, ()], at
    (only, *_) = piece[0] or ("",)
    if len(piece) > 1 or len(piece[0]) > 1 or only not in (_ONE, "?"):
        raise _Inexpressible
    more = _ANY if only == _ONE else "*"
    return [(more,) if sign == "*" else (only, more)], at


def _patterns(tokens: Tokens) -> Iterator[str]:
    """Those of one sequence; an end that is open goes on with any text."""
    inner = list(tokens)
    inner = inner[1:] if inner[:1] == [_START] else [_ANY, *inner]
    inner = inner[:-1] if inner[-1:] == [_END] else [*inner, _ANY]
    if _START in inner or _END in inner:
        raise _Inexpressible
    made = ["/"]
    for number, token in enumerate(inner):
        following = next((other for other in inner[number + 1 :] if other != _ANY), "")
        if token == _ANY and number and inner[number - 1] == _ANY:
            continue
        made = [after for before in made for after in _grown(before, token, following, number == len(inner) - 1)]
        if len(made) > _MOST:
            raise _Inexpressible
    for pattern in made:
        if pattern.endswith("/"):
            continue  # no path ends so
        short = pattern.removeprefix("/**/")
        yield pattern if "/" in short else short


def _grown(before: str, token: str, following: str, is_last: bool) -> Iterator[str]:
    """`before` with one more token.  Any text is nothing, part of a name, or whole folders between two names."""
    if token == _ONE:
        # A dot that stands for a slash is nobody's meaning.
        yield f"{before}?"
    elif token != _ANY:
        yield before + token
    elif before.endswith("/"):
        if is_last or not following:
            yield f"{before}**/*" if before == "/" else f"{before}**"
        else:
            yield f"{before}*/**" if following == "/" else f"{before}**/*"
    elif is_last or not following:
        yield f"{before}*".replace("**", "*") if before.endswith("*") and not before.endswith("**") else f"{before}*"
        yield f"{before}*/**" if not before.endswith("*") else f"{before}/**"
    elif following == "/":
        yield f"{before}*"
        yield f"{before}*/**"
    else:
        yield f"{before}*"
        yield f"{before}*/**/*"


def _merged(found: Iterable[str]) -> Iterator[str]:
    """`x` at the top and `x` anywhere below are `x` anywhere."""
    known = [*found]
    for pattern in known:
        below = f"/*/**{pattern}"
        if pattern.startswith("/*/**/") and pattern.removeprefix("/*/**") in known:
            continue
        if pattern.startswith("/") and below in known:
            short = pattern.removeprefix("/")
            yield f"**{pattern}" if "/" in short else short
        else:
            yield pattern
