"""Every regular expression of the source takes time in proportion to the text, whatever the text.

The patterns are collected, so that a new one is covered: those that modules hold, and those in calls of `re`.  Each is
fed texts that are made from it: what it repeats, what it begins with, and a match that breaks off, over and over.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.modules import MODULES, PACKAGE, each, of_each, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = frozenset("compile match search fullmatch findall finditer split sub subn".split())
# Given by a policy, and not by the source.
OF_USERS = {
    ("notebooks/strip_options.py", "expression"),
    ("notebooks/select.py", "expression"),
    ("base/globs.py", "''.join(piece)"),  # repeats nothing: tests/base/globs_test.py
}

SIZE = 4_000
# Linear patterns take some 20 ns a character; what takes longer than this is measured at two lengths.
QUICK = 0.2e-6
# So many seconds for a few dozen characters.
LONG = 0.02
# Four times the text: four times the time, and sixteen times where it is squared.
TIMES = 4
MOST = 8.0


def dotted(path: Path) -> str:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def held(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value of a module, and in its tuples, lists and dicts."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 4:
        for item in value.values():
            yield from held(item, depth + 1)
    elif isinstance(value, (tuple, list, frozenset, set)) and depth < 4:
        for item in value:
            yield from held(item, depth + 1)


def written(path: Path, module: object) -> Iterator[tuple[str, int, str | bytes | None]]:
    """Of each call of `re`: the expression as it is written, its line, and the pattern, None where that is unknown."""
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in CALLS):
            continue
        text = ast.unparse(node.args[0])
        try:
            pattern = eval(text, {"__builtins__": {}}, vars(module))
        except (NameError, TypeError):
            pattern = None
        yield text, node.lineno, pattern if isinstance(pattern, (str, bytes)) else None


def collected() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for path in MODULES:
        if path.name == "__main__.py" or not re.search(r"\bre\b", path.read_text("utf-8")):
            continue
        module = importlib.import_module(dotted(path))
        patterns = [pattern for name, value in vars(module).items() if name != "re" for pattern in held(value)]
        patterns += [re.compile(text) for _, _, text in written(path, module) if text is not None]
        for pattern in patterns:
            found.setdefault(f"{each(path)}: {pattern.pattern!r}"[:120], pattern)
    return found


PATTERNS = collected()


def test_the_patterns_of_the_source_are_found() -> None:
    assert len(PATTERNS) > 20
    assert any("add_argument" in name for name in PATTERNS)


@of_each(MODULES)
def test_no_pattern_is_out_of_sight(path: Path) -> None:
    """One that is made while we run cannot be measured here: build it at the top of its module."""
    source = path.read_text("utf-8")
    assert "import re as" not in source
    assert "from re import" not in source
    if "import re\n" not in source or path.name == "__main__.py":
        return
    unknown = {
        (each(path), text)
        for text, _, pattern in written(path, importlib.import_module(dotted(path)))
        if pattern is None
    }
    assert unknown <= OF_USERS


def parts(pattern: re.Pattern[Any]) -> tuple[list[str], list[str]]:
    """Texts that single parts of the pattern match, and texts that all of it may match, with short repetitions."""
    tree = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    atoms: dict[str, None] = {}
    whole = _walk(tree, atoms)
    return list(atoms), whole


def _walk(tree: Any, atoms: dict[str, None]) -> list[str]:
    """A few texts for a sequence; `atoms` takes in those of each item."""
    made = [""]
    for operator, value in tree:
        name = str(operator)
        options = _item(name, value, atoms)
        for option in options:
            if option:
                atoms.setdefault(option)
        made = [start + option for start in made for option in options[:3]][:24] if options else made
    return made


def _item(name: str, value: Any, atoms: dict[str, None]) -> list[str]:
    if name == "LITERAL":
        return [chr(value)]
    if name in ("NOT_LITERAL", "ANY"):
        return ["a", "\x00", " "]
    if name == "IN":
        return _of_class(value)
    if name == "BRANCH":
        return [text for branch in value[1] for text in _walk(branch, atoms)[:2]][:12]
    if name == "SUBPATTERN":
        return _walk(value[3], atoms)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = value
        texts = _walk(inner, atoms)
        return [*(text * max(1, least) for text in texts[:4]), *([""] if least == 0 else [])]
    if name in ("ASSERT", "ASSERT_NOT"):
        _walk(value[1], atoms)
    return []


def _of_class(items: Any) -> list[str]:
    """Characters of a class: the ends of each range, and what its categories have."""
    tests = re._parser.SubPattern(re._parser.State(), [(re._constants.IN, items)])  # type: ignore[attr-defined]
    one = re._compiler.compile(tests)  # type: ignore[attr-defined]
    known = "aA0_-. \n\t\"'()[]{}/\\:;=@#?!*+,<>%&xe9Z|~^$\x00é"
    return [char for char in known if one.match(char)][:6]


def texts(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """The worst that can be made of a pattern, each text of about `size` characters."""
    atoms, whole = parts(pattern)
    usual = [
        "a",
        "A",
        "0",
        "_",
        " ",
        "\n",
        " \n",
        "\t",
        '"',
        "'",
        "(",
        "[",
        "{",
        "/",
        ".",
        "-",
        "=",
        ":",
        ";",
        "@",
        "#",
    ]
    single = list(dict.fromkeys([*atoms[:20], *usual]))
    starts = list(
        dict.fromkeys(["", *(text[:at] for text in whole[:4] for at in (len(text) // 2, len(text) - 1, len(text)))])
    )
    pairs = [one + other for one in atoms[:6] for other in atoms[:6] if one != other]
    broken = [text[:at] for text in whole[:6] for at in range(1, len(text))][:40]
    for again in filter(
        None, dict.fromkeys([*single, *pairs, *broken, *(text + " " for text in broken[:9]), *whole[:4]])
    ):
        times = max(1, size // len(again))
        for start in starts[:4]:
            yield start + again * times
        yield again * times + "\x00!"


def taken(pattern: re.Pattern[Any], text: str | bytes, tries: int = 1) -> float:
    """Seconds of CPU for all matches in a text, the best of several tries."""
    best = float("inf")
    for _ in range(tries):
        start = time.process_time()
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
        best = min(best, time.process_time() - start)
    return best


def slow(pattern: re.Pattern[Any]) -> list[str]:
    """The beginnings of texts that take more time than their length explains."""
    # What doubles with each character would not come back from long ones, and what is cubed hardly from longer ones.
    for size in (*range(12, 64, 4), SIZE // 16, SIZE // 4):
        for text in fed(pattern, size):
            if taken(pattern, text) > LONG and taken(pattern, text, 3) > LONG:
                return [repr(text[:60])]
    for text, longer in zip(fed(pattern, SIZE), fed(pattern, TIMES * SIZE), strict=True):
        if taken(pattern, text) > len(text) * QUICK:
            first = taken(pattern, text, 3)
            if first > len(text) * QUICK and taken(pattern, longer, 2) > MOST * first:
                return [repr(text[:60])]
    return []


def fed(pattern: re.Pattern[Any], size: int) -> list[Any]:
    made = list(texts(pattern, size))
    return [text.encode("utf-8", "replace") for text in made] if isinstance(pattern.pattern, bytes) else made


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_time_in_proportion_to_the_text(name: str) -> None:
    pattern = PATTERNS[name]
    assert not slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\s*@hydra",
        r"(\w+)\.add_argument\(",
        r"(a+)+b",
        r"(?:a|b|ab)*c",
        r"\"tags\": \[[^\]]*\"x\"",
        r"[^/]*a[^/]*\.yml$",
        r"\s+$",
        r"x*y",
    ],
)
def test_one_that_does_not_is_seen(pattern: str) -> None:
    assert slow(re.compile(pattern, re.MULTILINE))
