"""Text made safe for where it is shown: a terminal, a CI log, a JSON reader, a workflow command.

File names and file contents are not ours.  They can hold terminal sequences, text that
runs from right to left over its neighbours, bytes that are not UTF-8, and commands to the CI runner.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from ..base.findings import Step

_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}

# Letters and marks by category, yet nothing is seen of them (Unicode: Default_Ignorable_Code_Point).
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

# GitHub's runner obeys `##[name]` and Azure's agent `##vso[name]` anywhere in a line of the log.
_LOG_COMMAND = r"##(?=\w*\[)"

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


# What a text has in it that may have anything to hide: an address, a login, something set, the tokens of providers.
_SIGNS = ("://", "=", "@", "_", "eyJ", "AKIA", "ASIA", "AROA", "AIDA", "AIza", "-----", "sk-", "xox", "xapp", "glpat",
          "gl", "pypi-", "SG.", "ya29", "dapi", "base64", "jdbc:", "earer", "asic ", '":', "pass", "oken", "ecret",
          "redential", "hvs.", "hvb.", "nvapi", "ATATT", "AGE-", "key: ", "Key: ", "--")  # fmt: skip


def without_secrets(text: str) -> str:
    """A sentence as it may be shown, whatever it quotes of git, of a policy or of a commit."""
    if not any(sign in text for sign in _SIGNS):
        return text
    # Imported for the few that need it, since patterns take half an interpreter start.
    from ..base import secrets

    return secrets.line(text)


def for_terminal(text: str) -> str:
    r"""`text` on one line, with everything that cannot be seen spelled out.

    Kept is what `repr` keeps: letters, marks, digits and symbols of any script and the ASCII blank.
    Undecodable bytes (surrogate escapes) become `\xNN`, ASCII controls `\n` or `\x1b`,
    all else `\u202e`, so that `\x85` is always a byte and `\u0085` the control character.
    """
    plain = text.isascii() and text.isprintable()
    return _without_log_commands(text if plain else "".join(map(_visible, text)), r"#\\x23")


def for_json(text: str) -> str:
    r"""Undecodable bytes as `\xNN` and other lone surrogates as `\uNNNN`: strict JSON readers refuse them raw."""
    if text.isascii():
        return text
    return "".join(_visible(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def for_json_line(line: str) -> str:
    r"""The same JSON, in which no string can be taken for a command by a CI runner that reads the log."""
    return _without_log_commands(line, r"#\\u0023")


def for_github_data(text: str) -> str:
    """The message part of a workflow command: `%`, CR and LF escaped as the runner reads them back."""
    return "".join(_DATA.get(char) or _visible(char) for char in text)


def for_github_property(text: str) -> str:
    """The value of a workflow command's property, where `:` and `,` are separators."""
    return "".join(_PROPERTY.get(char) or _visible(char) for char in text)


def _without_log_commands(text: str, instead: str) -> str:
    if "##" not in text:
        return text
    # Imported for the few that need it, since it takes half an interpreter start.
    import re

    return re.sub(_LOG_COMMAND, instead, text)


def _visible(char: str) -> str:
    if char.isprintable() and char not in _UNSEEN:
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return _NAMED.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# Commands that survive being pasted into bash or zsh.


# With what no shell gives a meaning to.  `shlex` asks the same of a regular expression, which takes half an interpreter
# start to load.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")
_ANSI_C = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", "'": "\\'"}
# Older bash expands `!` here when interactive; `##[` would be read by a CI runner.
_ALWAYS_HEX = frozenset("!#")


def quote(word: str) -> str:
    """One shell word that stands for exactly the bytes of `word`.

    Single quotes where the word can be shown as it is; else `$'...'`, which keeps the command
    on one line and names every byte that is invisible or not UTF-8.  POSIX sh lacks `$'...'`.
    """
    if for_terminal(word) != word:
        return "$'" + "".join(map(_ansi_c, word)) + "'"
    # zsh replaces a bare =name by the path of that program.
    if word and _PLAIN.issuperset(word) and not word.startswith("="):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


_PUT_BACK = "pre-commit and prek put unstaged changes back"


def command(steps: tuple[Step, ...]) -> str:
    """The steps joined by `&&`; words and arguments quoted, tails as they are."""
    return " && ".join(map(_step, steps))


def _step(step: Step) -> str:
    words = [quote(word) for word in step.words + step.args]
    if step.into:
        words += [">", quote(step.into)]
    if step.over:
        why = f"{step.into} has changed since ({_PUT_BACK}), so nothing was restored"
        is_ours = f"git hash-object --no-filters -- {quote(step.into)} | grep -q ^{step.over}"
        words = [f"({is_ours} || ! echo {quote(why)}) &&", *words]
    # A tail that closes a subshell stands at the last word, as people write it.
    return " ".join(words) + (step.tail if not words or step.tail in ("", ")") else f" {step.tail}")


def _ansi_c(char: str) -> str:
    if char in _ANSI_C:
        return _ANSI_C[char]
    if char not in _ALWAYS_HEX and for_terminal(char) == char:
        return char
    return "".join(f"\\x{byte:02x}" for byte in _bytes(char))


def _bytes(char: str) -> bytes:
    if "\udc80" <= char <= "\udcff":
        return char.encode("utf-8", "surrogateescape")
    return char.encode("utf-8", "surrogatepass")
