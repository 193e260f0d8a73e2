"""The Python of a notebook of Jupyter's or Zeppelin's: of which cells it is the language, and their trees."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from . import ipython
from .source import CodeUnit, ParsedSource, UnreadableSource, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIMETYPES = frozenset(("text/x-python", "text/x-ipython", "application/x-python", "application/x-python-code"))
_NAMES = frozenset("ipython pyspark pyspark3 ipyspark sage sagemath".split())
_DATABRICKS = "application/vnd.databricks.v1+"
_LONGEST = 20
# What may stand before the word where a line sets an exercise: `## Exercise 3`, `<b>EXERCISE</b>: ...`.
_TAG, _MARKS = r"</?[a-z][^<>\n]{0,200}>", "#>*_- \t"
# Paragraphs of a note in which nobody expects parameters of a program.
_BESIDE = frozenset("md sql sh angular html conf".split())


def read_notebook(content: bytes) -> ParsedSource:
    """Cells of Python, those of other languages left out."""
    notebook = _loaded(content, "a notebook")
    if isinstance(notebook, UnreadableSource):
        return ParsedSource([], [notebook])
    if not isinstance(notebook, dict):
        return ParsedSource([], [UnreadableSource("not a notebook: no object at the top")])
    metadata = notebook.get("metadata")
    language = _language(metadata)
    is_databricks = isinstance(metadata, dict) and any(str(key).startswith(_DATABRICKS) for key in metadata)
    units: list[CodeUnit] = []
    unreadable: list[UnreadableSource] = []
    sets_exercises = False
    for number, cell in enumerate(_cells(notebook)):
        text = _code(cell)
        sets_exercises = sets_exercises or _sets_exercise(cell)
        if text is None:
            continue
        rows = lines(text)
        is_python = _is_python(_own_language(cell) or language or "python")
        kind = ipython.kind(rows, is_python=is_python, is_databricks=is_databricks)
        if kind == ipython.OTHER:
            continue
        read = ipython.read(rows)
        if not isinstance(read, UnreadableSource):
            tree, rows = read
            units.append(CodeUnit(number, tree, "\n".join(rows), rows, _cell_tags(cell)))
        elif kind == ipython.PYTHON:
            unreadable.append(read._replace(cell=number))
    other = "" if not language or _is_python(language) or units or unreadable else language
    units = [unit._replace(sets_exercises=True) for unit in units] if sets_exercises else units
    return ParsedSource(units, unreadable, other[:_LONGEST])


def read_note(content: bytes) -> ParsedSource:
    """The Python paragraphs of a Zeppelin note, each a cell."""
    note = _loaded(content, "a Zeppelin note")
    if isinstance(note, UnreadableSource):
        return ParsedSource([], [note])
    paragraphs = _inner(note, "paragraphs")
    units: list[CodeUnit] = []
    unreadable: list[UnreadableSource] = []
    others: list[str] = []
    for number, paragraph in enumerate(paragraphs if isinstance(paragraphs, list) else ()):
        text = _inner(paragraph, "text")
        rows = lines(text) if isinstance(text, str) else [""]
        name, length = _interpreter(rows[0])
        # Without one it is that of the note, which for most is Spark's Scala.
        language = name or _text(note, "defaultInterpreterGroup") or "spark"
        if not _is_python(language):
            others += [language] if rows != [""] and language not in _BESIDE else []
            continue
        if rows[0][length:].strip():
            indent = len(rows[0][length:]) - len(rows[0][length:].lstrip())
            read = ipython.read(rows, [length + indent, *[0] * (len(rows) - 1)]) if length else ipython.read(rows)
        else:
            read = ipython.read(["", *rows[1:]])
        if isinstance(read, UnreadableSource):
            unreadable.append(read._replace(cell=number))
            continue
        tree, rows = read
        units.append(CodeUnit(number, tree, "\n".join(rows), rows))
    return ParsedSource(units, unreadable, "" if units or unreadable or not others else others[0][:_LONGEST])


def _loaded(content: bytes, what: str) -> object:
    """The JSON of a file; UnreadableSource where it is none."""
    import json

    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = f"not {what}: " + str(error).partition(":")[0].lower()
        return UnreadableSource(reason, None, getattr(error, "lineno", 1))


def _interpreter(row: str) -> tuple[str, int]:
    """The interpreter that a paragraph names, `pyspark` of "%spark.pyspark(pool=a)", and how long that is."""
    words = row.split()
    if not words or not words[0].startswith("%"):
        return "", 0
    word, bracket, _ = words[0].partition("(")
    length = row.find(")") + 1 if bracket and ")" in row else row.find(words[0]) + len(words[0])
    return word[1:].rpartition(".")[2], length


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


def _language(metadata: object) -> str:
    """What a notebook is written in: "python" also for a dialect, "" where it does not say.

    A kernel is called what its author liked, so what counts is the language it names, or the MIME type.
    """
    info, spec = _inner(metadata, "language_info"), _inner(metadata, "kernelspec")
    if _text(info, "mimetype").lower() in _MIMETYPES:
        return "python"
    own = _text(info, "name") or _text(spec, "language") or _text(metadata, "language")
    return own or _text(_inner(metadata, _DATABRICKS + "notebook"), "language")


def _own_language(cell: object) -> str:
    """What a cell itself says that it is written in, as notebooks of several languages do; "" where it does not."""
    metadata = _inner(cell, "metadata")
    return (
        _text(_inner(metadata, "vscode"), "languageId")
        or _text(_inner(metadata, "microsoft"), "language")
        or _text(_inner(metadata, "dotnet_interactive"), "language")
        or _text(cell, "language")
    )


def _is_python(language: str) -> bool:
    name = language.lower()
    return "python" in name or name in _NAMES


def _inner(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: object, key: str) -> str:
    found = _inner(value, key)
    return found.strip() if isinstance(found, str) else ""


def _code(cell: object) -> str | None:
    """The source of a code cell; None for any other."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    return _source(cell.get("source", cell.get("input", "")))


def _source(source: object) -> str | None:
    if isinstance(source, list):
        source = "".join([line for line in source if isinstance(line, str)])
    return source if isinstance(source, str) else None


def _sets_exercise(cell: object) -> bool:
    """Whether a cell of text sets an exercise."""
    import re

    text = _source(_inner(cell, "source")) if _text(cell, "cell_type") == "markdown" else None
    for line in (text or "").lower().splitlines():
        if "exercise" in line and re.match(r"exercises?\b", re.sub(_TAG, "", line).lstrip(_MARKS)):
            return True
    return False


def _cell_tags(cell: object) -> tuple[str, ...]:
    tags = _inner(_inner(cell, "metadata"), "tags")
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
