"""How git's own languages spell a path: as a pathspec, and in `.gitignore` and `.gitattributes`."""

from __future__ import annotations

_C_STYLE = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def pathspec(path: str) -> str:
    """The word by which `git add` and its like mean this path alone, not as a pattern."""
    magic = path.startswith(":") or any(char in "*?[\\" for char in path)
    return f":(literal){path}" if magic else path


def ignore_pattern(path: str) -> str:
    """The line of the top `.gitignore` for this path alone; `?` is any one byte, for a line end would end the line."""
    kept = path.rstrip(" ")
    escaped = "".join(f"\\{char}" if char in "\\*?[" else "?" if char in "\n\r" else char for char in kept)
    return "/" + escaped + "\\ " * (len(path) - len(kept))


def lfs_filename(path: str) -> str | None:
    """The word by which `git lfs track --filename` means this path alone; None where its line would not match.

    That is so for a backslash, a first `!`, tab and line end.  git-lfs looks in vain for a file whose name has a quote
    or begins or ends with a space, and 3.6 fails at it.  Without a slash a line matches in every folder.
    """
    if path.startswith("!") or path != path.strip() or any(char in '"\\' for char in path) or not path.isprintable():
        return None
    return path if "/" in path else f"/{path}"


def attributes_pattern(path: str) -> str:
    """The pattern of a `.gitattributes` file for one path below its folder, in quotes where it needs them."""
    escaped = "".join(f"\\{char}" if char in "\\*?[" else char for char in path)
    plain = path.isprintable() and not any(char in '"\\*?[' or char.isspace() for char in path)
    return f"/{path}" if plain else f'"/{"".join(map(_c_style, escaped))}"'


def in_any_case(pattern: str) -> str:
    """The pattern with every letter in both of its cases: `*.[pP][tT]`."""
    return "".join(f"[{char.lower()}{char.upper()}]" if char.isascii() and char.isalpha() else char for char in pattern)


def suffix_pattern(suffix: str) -> str:
    """The pattern for all names that end so; in any case of its letters where the suffix is not in lower case."""
    return f"*{suffix if suffix == suffix.lower() else in_any_case(suffix)}"


def _c_style(char: str) -> str:
    return _C_STYLE.get(char) or (f"\\{ord(char):03o}" if char < " " or char == "\x7f" else char)


def shell_word(text: str) -> str:
    """One word of the tail of a command, which is printed as it is."""
    import shlex

    return shlex.quote(text)
