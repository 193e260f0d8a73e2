"""Python in files, notebooks and documents as text and tree: encodings, cells and chunks."""

from __future__ import annotations

import _ast as ast
import sys

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOM = b"\xef\xbb\xbf"
_DATABRICKS = "# Databricks notebook source"
_MAGIC = "# MAGIC "
_VERSION = "{}.{}".format(*sys.version_info[:2])
_JUPYTEXT = "\n#   jupytext:"


class UnreadableSource(NamedTuple):
    """A file or cell that is no Python of ours, `cell` None for the whole file; `line` counts from 1."""

    reason: str
    cell: int | None = None
    line: int = 1


class Region(NamedTuple):
    """The lines `first` to `last`, counted from 1, of one cell in a file of text, with its tags."""

    first: int
    last: int
    tags: frozenset[str]


class CodeUnit(NamedTuple):
    """A text that is parsed on its own: a file, or a cell of a notebook with its index and tags.

    `text` is what was parsed, in which magics are blanked, and `rows` are its lines as the parser counts them.  A file
    of text that is a notebook in all but its name has `regions`.  `sets_exercises` is whether its notebook does.
    """

    cell: int | None
    tree: ast.Module
    text: str
    rows: list[str]
    tags: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    sets_exercises: bool = False


class ParsedSource(NamedTuple):
    """What could be parsed of a file, and what not; `language` is that of a notebook in which nothing is Python."""

    units: list[CodeUnit]
    unreadable: list[UnreadableSource]
    language: str = ""


MARKDOWN, NOTE = ".md", ".zpln"
DOCUMENTS = (".qmd", ".rmd", MARKDOWN, NOTE)
"""What is no program of Python's and no notebook of Jupyter's: nothing is moved in these."""
_KEPT_AS_MARKDOWN = (b"jupytext:", b"kernelspec:", b"marimo-version:")


def is_notebook(path: str) -> bool:
    """Whether the file is a notebook of Jupyter's or Zeppelin's, or a document with chunks of code, by its name."""
    return path.lower().endswith((".ipynb", *DOCUMENTS))


def is_kept_as_markdown(head: bytes) -> bool:
    """Whether Markdown that begins so is a notebook of jupytext, MyST or marimo, by what it says between two `---`."""
    said = head[3:].partition(b"\n---")[0].split(b"\n") if head.startswith(b"---") else ()
    return any(line.strip().startswith(_KEPT_AS_MARKDOWN) for line in said)


def read_source(path: str, content: bytes) -> ParsedSource:
    """What can be parsed of a Python file, a notebook or a document with chunks of code."""
    name = path.lower()
    if name.endswith(".ipynb"):
        from .notebook import read_notebook

        return read_notebook(content)
    if name.endswith(NOTE):
        from .notebook import read_note

        return read_note(content)
    if name.endswith(MARKDOWN) and not is_kept_as_markdown(content):
        return ParsedSource([], [])
    text = _decoded(content)
    if isinstance(text, UnreadableSource):
        return ParsedSource([], [text])
    if name.endswith(DOCUMENTS):
        from .document import read_document

        return read_document(lines(text))
    return _program(text)


def _program(text: str) -> ParsedSource:
    tree, rows = parsed(text), lines(text)
    parts = _regions(text, rows)
    if parts and (isinstance(tree, UnreadableSource) or _MAGIC in text):
        # Editors run `# %%` cells with the magics of IPython in them, and Databricks its own behind `# MAGIC`.
        from . import ipython

        read = ipython.read(*_uncommented(rows, parts))
        if not isinstance(read, UnreadableSource):
            tree, rows = read
            text = "\n".join(rows)
    if isinstance(tree, UnreadableSource):
        return ParsedSource([], [tree])
    if "marimo" in text:
        tree = _with_cells_of_marimo(tree)
    return ParsedSource([CodeUnit(None, tree, text, rows, (), parts)], [])


def _uncommented(rows: list[str], parts: Sequence[Region]) -> tuple[list[str], list[int]]:
    """The lines, and what comes before the Python of each: `# MAGIC ` in the cells that Databricks runs as Python."""
    rows, cuts = list(rows), [0] * len(rows)
    for part in parts:
        magic = [number for number in range(part.first - 1, part.last) if rows[number].startswith(_MAGIC)]
        first = rows[magic[0]][len(_MAGIC) :].split() if magic else []
        if first[:1] in (["%python"], ["%time"], ["%timeit"]):
            for number in magic:
                cuts[number] = len(_MAGIC)
            if first == ["%python"]:
                rows[magic[0]] = _MAGIC
    return rows, cuts


def _with_cells_of_marimo(tree: ast.Module) -> ast.Module:
    """The statements of a marimo notebook as it runs them: those in the functions that are its cells, at the top."""
    body: list[ast.stmt] = []
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and _is_marimo(statement):
            body += [inner for inner in statement.body if inner.__class__ is not ast.Return]
        else:
            body.append(statement)
    return ast.Module(body, tree.type_ignores)


def _is_marimo(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is under `@app.cell` or `@app.cell(hide_code=True)`."""
    for decorator in function.decorator_list:
        name = decorator.func if decorator.__class__ is ast.Call else decorator
        if name.__class__ is ast.Attribute and name.attr == "cell" and name.value.__class__ is ast.Name:
            return True
    return False


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


def parsed(text: str) -> ast.Module | UnreadableSource:
    """The tree of a text, or why there is none; never raises, whatever the text."""
    try:
        tree = compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        message = error.msg or "syntax error"
        is_old = "parenthes" in message and ("print" in message or "exec" in message)
        reason = "Python 2" if is_old else f"not valid Python {_VERSION}: {message}"
        return UnreadableSource(reason, None, error.lineno or 1)
    except (ValueError, OverflowError):
        return UnreadableSource("contains bytes that are not source code")
    except (RecursionError, MemoryError):
        return UnreadableSource("nested too deeply")
    assert isinstance(tree, ast.Module)
    return tree


def lines(text: str) -> list[str]:
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


def _regions(text: str, rows: list[str]) -> tuple[Region, ...]:
    """The cells of a file; none for an ordinary program."""
    if "# %%" not in text and "#%%" not in text and not text.startswith(_DATABRICKS):
        return ()
    starts = [(at, row) for at, row in enumerate(rows, 1) if row.startswith(("# %%", "#%%", "# COMMAND ----------"))]
    if not starts and not text.startswith(_DATABRICKS):
        return ()
    starts = starts if starts and starts[0][0] == 1 else [(1, ""), *starts]
    ends = [*starts[1:], (len(rows) + 1, "")]
    return tuple(
        [
            Region(first, after - 1, _tags(row) | _title(rows[first : after - 1]))
            for (first, row), (after, _) in zip(starts, ends, strict=True)
        ]
    )


def _title(rows: list[str]) -> frozenset[str]:
    """That of a cell of Databricks, `# DBTITLE 1,Parameters`, as a tag."""
    row = next((row for row in rows if row), "")
    return frozenset([row.partition(",")[2].strip().lower()] if row.startswith("# DBTITLE ") else ())


def cells_of_text(text: str) -> tuple[Region, ...]:
    """The cells of a file of text; none for an ordinary program."""
    return _regions(text, lines(text))


def has_cells(text: str) -> bool:
    """Whether a Python file is a notebook of Databricks, or of jupytext with `# %%`, to which a cell can be added."""
    kind = notebook_in_text(text)
    return kind == "databricks" or (kind == "jupyter" and bool(cells_of_text(text)))


def notebook_in_text(text: str) -> str:
    """What runs a Python file as a notebook: "databricks", "marimo" or "jupyter"; "" for a program.

    A file of `# %%` cells is still a program where Python itself can run it.
    """
    if text.startswith(_DATABRICKS):
        return "databricks"
    if "@app.cell" in text and "marimo" in text:
        return "marimo"
    if _JUPYTEXT in text[:2000] or (_regions(text, lines(text)) and isinstance(parsed(text), UnreadableSource)):
        return "jupyter"
    return ""


def _tags(row: str) -> frozenset[str]:
    """Those of `# %% tags=["parameters"]`."""
    _, found, rest = row.partition("tags=[")
    inside = rest.partition("]")[0] if found else ""
    return frozenset(part.strip(" \"'") for part in inside.split(","))
