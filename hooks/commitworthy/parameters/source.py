"""Python files and notebooks as text and tree: their encoding, their cells, and what of IPython in them is Python."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BOM = b"\xef\xbb\xbf"
_DATABRICKS = "# Databricks notebook source"
# Cell magics whose body is the Python of this notebook; "" for a cell without one.
_PYTHON = frozenset(
    """
    time timeit capture prun mprun memit lprun heat wandb debug px autopx python python3 pypy snakeviz pyinstrument
    skip black nb_black local ipytest matplotlib scalene tracemalloc memray_flamegraph
    """.split()
) | {""}
_MOST_MAGICS = 200


class UnreadableSource(NamedTuple):
    """A file or cell that is no Python of ours, `cell` None for the whole file; `line` counts from 1."""

    reason: str
    cell: int | None = None
    line: int = 1


class CodeUnit(NamedTuple):
    """A text that is parsed on its own: a file, or a cell of a notebook with its index and tags.

    `text` is what was parsed, in which magics are blanked, and `rows` are its lines as the parser counts them.
    """

    cell: int | None
    tree: ast.Module
    text: str
    rows: list[str]
    tags: tuple[str, ...] = ()


def units(path: str, content: bytes) -> tuple[list[CodeUnit], list[UnreadableSource]]:
    """What can be parsed of a Python file or a notebook, and what cannot."""
    if path.endswith(".ipynb"):
        return _cell_units(content)
    text = _decoded(content)
    if isinstance(text, UnreadableSource):
        return [], [text]
    tree = _parsed(text)
    if isinstance(tree, UnreadableSource):
        return [], [tree]
    return [CodeUnit(None, tree, text, _lines(text))], []


def _decoded(content: bytes) -> str | UnreadableSource:
    """The text of a file as PEP 263 has it, without its byte order mark."""
    marked = content.startswith(_BOM)
    if marked:
        content = content[3:]
    encoding = "utf-8" if marked or content.isascii() else _declared(content) or "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"not {encoding}: byte 0x{content[error.start]:02X}"
        return UnreadableSource(reason, None, content.count(b"\n", 0, error.start) + 1)
    except (LookupError, UnicodeError, ValueError):
        return UnreadableSource(f"unknown encoding {encoding!r}")


def _declared(content: bytes) -> str:
    """The encoding named in a comment of the first two lines, which any of the three line ends ends."""
    for line in content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2)[:2]:
        text = line.strip()
        if not text.startswith(b"#"):
            if text:
                break
            continue
        _, found, rest = text.partition(b"coding")
        if found and rest[:1] in (b":", b"="):
            words = rest[1:].split()
            name = words[0].decode("latin-1") if words else ""
            return "".join(char for char in name if char.isalnum() or char in "-_.")
    return ""


def _parsed(text: str) -> ast.Module | UnreadableSource:
    """The tree of a text, or why there is none; never raises, whatever the text."""
    try:
        tree = compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        message = error.msg or "syntax error"
        is_old = "parenthes" in message and ("print" in message or "exec" in message)
        return UnreadableSource("Python 2" if is_old else message, None, error.lineno or 1)
    except (ValueError, OverflowError):
        return UnreadableSource("contains bytes that are not source code")
    except (RecursionError, MemoryError):
        return UnreadableSource("nested too deeply")
    assert isinstance(tree, ast.Module)
    return tree


def _lines(text: str) -> list[str]:
    """The lines as the parser counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def columns(line: str) -> Sequence[int]:
    """The column, in characters from 1, of each byte offset in the UTF-8 of a line, its end included."""
    if line.isascii():
        return range(1, len(line) + 2)
    columns: list[int] = []
    for column, char in enumerate(line, 1):
        columns += [column] * len(char.encode("utf-8", "surrogatepass"))
    return [*columns, len(line) + 1]


# Cells in `.py` files: jupytext's `# %%`, and Databricks' `# COMMAND ----------`


class Region(NamedTuple):
    """The lines `first` to `last`, counted from 1, of one cell of a program that is a notebook in all but its name."""

    first: int
    last: int
    tags: frozenset[str]


def regions(text: str, rows: list[str]) -> list[Region]:
    """The cells of a file; none for an ordinary program."""
    if "# %%" not in text and "#%%" not in text and not text.startswith(_DATABRICKS):
        return []
    starts = [(at, row) for at, row in enumerate(rows, 1) if row.startswith(("# %%", "#%%", "# COMMAND ----------"))]
    if not starts:
        return []
    starts = [(1, ""), *starts] if starts[0][0] > 1 else starts
    ends = [*starts[1:], (len(rows) + 1, "")]
    return [Region(first, after - 1, _tags(row)) for (first, row), (after, _) in zip(starts, ends, strict=True)]


def _tags(row: str) -> frozenset[str]:
    """Those of `# %% tags=["parameters"]`."""
    _, found, rest = row.partition("tags=[")
    inside = rest.partition("]")[0] if found else ""
    return frozenset(part.strip(" \"'") for part in inside.split(","))


# The code cells of a notebook


def _cell_units(content: bytes) -> tuple[list[CodeUnit], list[UnreadableSource]]:
    """Cells of Python, those of other languages left out; none of a notebook of another language."""
    import json

    try:
        notebook: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = "not a notebook: " + str(error).partition(":")[0].lower()
        return [], [UnreadableSource(reason, None, getattr(error, "lineno", 1))]
    if not isinstance(notebook, dict):
        return [], [UnreadableSource("not a notebook: no object at the top")]
    units: list[CodeUnit] = []
    unreadable: list[UnreadableSource] = []
    for number, cell in enumerate(_cells(notebook) if _is_python(notebook.get("metadata")) else ()):
        text = _code(cell)
        if text is None or _language(text) not in _PYTHON:
            continue
        tree, parsed = _tree(text)
        if isinstance(tree, UnreadableSource):
            unreadable.append(tree._replace(cell=number))
        else:
            units.append(CodeUnit(number, tree, parsed, _lines(parsed), _cell_tags(cell)))
    return units, unreadable


def _cells(notebook: dict[str, object]) -> Iterator[object]:
    """Those of format 4, else those of the worksheets of format 3, counted through."""
    cells = notebook.get("cells")
    if isinstance(cells, list):
        yield from cells
        return
    sheets = notebook.get("worksheets")
    for sheet in sheets if isinstance(sheets, list) else ():
        inner = sheet.get("cells") if isinstance(sheet, dict) else None
        if isinstance(inner, list):
            yield from inner


def _is_python(metadata: object) -> bool:
    if not isinstance(metadata, dict):
        return True
    info, spec = metadata.get("language_info"), metadata.get("kernelspec")
    names = [info.get("name")] if isinstance(info, dict) else []
    names += [spec.get("language")] if isinstance(spec, dict) else []
    known = [name.lower() for name in names if isinstance(name, str) and name]
    return not known or "python" in known[0] or known[0] in ("ipython", "sage")


def _code(cell: object) -> str | None:
    """The source of a code cell; None for any other."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join([line for line in source if isinstance(line, str)])
    return source if isinstance(source, str) else None


def _cell_tags(cell: object) -> tuple[str, ...]:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


# IPython: what is Python of it, where it is written


def _language(text: str) -> str:
    """The name of the cell magic, "" for a cell without one."""
    head = text.lstrip()
    if not head.startswith("%%"):
        return ""
    return head[2:].split(None, 1)[0] if head[2:].split() else "?"


def _tree(text: str) -> tuple[ast.Module | UnreadableSource, str]:
    """The tree of a cell and the text that it was made of.

    A cell is parsed as it is first; only where that fails its magics are blanked, each with as many characters as it
    had.
    """
    tree = _parsed(text)
    if not isinstance(tree, UnreadableSource):
        return tree, text
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = tree
    for _ in range(_MOST_MAGICS):
        at = min(max(tree.line, 1), len(rows)) - 1
        if not _mask_near(rows, at):
            return first, text
        blanked = "\n".join(rows)
        tree = _parsed(blanked)
        if not isinstance(tree, UnreadableSource):
            return tree, blanked
    return first, text


def _mask_near(rows: list[str], at: int) -> bool:
    """Blank the magic of line `at`, or of the nearest line above it that has one; False where there is none."""
    for number in range(at, max(at - 4, -1), -1):
        masked = _masked(rows[number])
        if masked is not None:
            goes_on = masked.strip() in ("pass", "") and rows[number].rstrip().endswith("\\")
            rows[number] = masked
            while goes_on and number + 1 < len(rows):
                number += 1  # noqa: PLW2901 (the loop ends here)
                goes_on = rows[number].rstrip().endswith("\\")
                rows[number] = ""
            return True
    if at + 1 < len(rows):
        masked = _masked(rows[at + 1])
        if masked is not None:
            rows[at + 1] = masked
            return True
    return False


def _masked(row: str) -> str | None:
    """The line without its magic; None where it has none."""
    bare = row.lstrip()
    indent = row[: len(row) - len(bare)]
    if bare.startswith("%%"):
        return ""
    if bare.startswith("%"):
        return indent + _statement(bare)
    if bare.startswith(("!", "?")) or (bare.rstrip().endswith("?") and not bare.startswith("#")):
        return indent + "pass"
    for mark in ("= %", "=%", "= !", "=!"):
        before, found, after = row.partition(mark)
        if found and not before.rstrip().endswith(("=", "!", "<", ">")) and not after.startswith("="):
            if mark.endswith("%"):
                name = after.split(" ", 1)[0]
                return before + mark[:-1] + " " * (len(name) + 1) + after[len(name) :]
            return before + "= None"
    return None


def _statement(bare: str) -> str:
    """`%time fit(x)` with its statement kept in its place; `pass` for any other magic."""
    name = bare[1:].split(" ", 1)[0]
    if name in ("time", "timeit", "prun", "memit") and " " in bare:
        rest = bare[len(name) + 1 :].lstrip()
        while rest.startswith("-") and " " in rest:
            rest = rest.partition(" ")[2].lstrip()
            if rest[:1].isdigit():
                rest = rest.partition(" ")[2].lstrip()
        gap = len(bare) - len(rest)
        return "pass;" + " " * (gap - 5) + rest if gap >= 5 and rest.strip() else "pass"
    return "pass"
