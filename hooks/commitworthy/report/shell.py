"""Commands that survive being pasted into bash or zsh."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .escape import for_terminal

if TYPE_CHECKING:
    from ..base.findings import Step

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


def command(steps: tuple[Step, ...]) -> str:
    """The steps joined by `&&`; words and arguments quoted, tails as they are."""
    return " && ".join(map(_step, steps))


def _step(step: Step) -> str:
    words = [quote(word) for word in step.words + step.args]
    if step.into:
        words += [">", quote(step.into)]
    if step.over:
        words = ["git hash-object --no-filters --", quote(step.into), f"| grep -q ^{step.over} &&", *words]
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
