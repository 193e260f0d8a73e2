"""A notebook: its literals moved to the cell tagged `parameters`, where papermill and readers look for them.

A statement such as `threshold = 0.7` is moved as it is; of other literals a variable takes the place.
"""

from __future__ import annotations

import ast
import builtins
import json
import re

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .. import keys
from . import proof
from .candidates import candidates
from .module import (
    Candidate,
    Edit,
    Left,
    bindings,
    free,
    has_star_import,
    looks_at_its_names,
    parsed,
    read_units,
    replacing,
    walk,
)
from .plan import Unproved
from .program import Extraction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from ..keys import ConfigEntry
    from ..source import CodeUnit
    from .module import Module

    Rewrite = Callable[[bytes, Mapping[int, Sequence[tuple[int, int, str]]], tuple[int, str] | None], bytes]
    """The bytes of a notebook with edits of its cells, by their index, and a new cell tagged `parameters` at one."""

TAG = "parameters"
# Annotations that need no import.
_BUILTIN = ("int", "float", "str", "bool", "list", "tuple")
_WORD = re.compile(r"\w+")
# What gives names values, or asks for them, without saying them.
_BINDS_UNSEEN = re.compile(
    r"^[ \t]*%(?:run|pylab|load|store)\b|\bexec\(|\bget_ipython\(|\b(?:globals|locals)\(|\bNameError\b", re.MULTILINE
)
_RESET = re.compile(r"^[ \t]*%reset(?:_selective)?\b", re.MULTILINE)
_RESTART = re.compile(r"^[^#\n]*\brestartPython\(", re.MULTILINE)
_WHO = re.compile(r"^[ \t]*%whos?(?:_ls)?\b", re.MULTILINE)


class Notebook(NamedTuple):
    """The cells that are Python, by their index, and every name that the code of any cell says.

    `unread` are the words of what is no Python, such as magics; `reason` is why nothing can be added.
    `restart` is the last cell that starts Python anew: what is set above is gone below; `restarts` are all of them.
    """

    modules: Mapping[int, Module]
    names: set[str]
    unread: set[str]
    reason: str
    bound: Mapping[str, Sequence[ast.AST]]
    binds_unseen: bool
    tagged: int | None
    first: int
    restart: int | None = None
    restarts: Sequence[int] = ()


def extract(path: str, content: bytes, entries: Sequence[tuple[int, ConfigEntry]], rewrite: Rewrite) -> Extraction:
    """The entries of one notebook, each with the index of its cell, moved to the cell for parameters.

    Unproved where the new notebook could not be shown to be the old one.
    """
    notebook = json.loads(content)
    if not isinstance(notebook.get("cells"), list):
        reason = "the notebook has an old format; open it and save it as nbformat 4"
        return Extraction(content, b"", (), tuple(Left(entry, reason, cell) for cell, entry in entries))
    read = _read(path, content, notebook)
    taken: list[tuple[int, Candidate]] = []
    left: list[Left] = []
    for cell in sorted({cell for cell, _ in entries}):
        found, others = candidates(read.modules[cell], [entry for at, entry in entries if at == cell], is_yaml=False)
        taken += [(cell, candidate) for candidate in found]
        left += others
    if read.reason:
        left += [Left(one.entry, read.reason, cell) for cell, one in taken]
        taken = []
    if read.restart is not None:
        above = [(cell, candidate) for cell, candidate in taken if cell <= read.restart]
        left += [Left(one.entry, _cleared(read, cell), cell) for cell, one in above]
        taken = [(cell, candidate) for cell, candidate in taken if cell > read.restart]
    if read.tagged is not None:
        above = [(cell, candidate) for cell, candidate in taken if cell < read.tagged]
        reason = f"it is above cell {read.tagged + 1}, tagged parameters; move that cell up, or the literal below it"
        left += [Left(one.entry, reason, cell) for cell, one in above]
        taken = [(cell, candidate) for cell, candidate in taken if cell > read.tagged]
        if read.tagged not in read.modules:
            left += [Left(one.entry, "the cell tagged parameters cannot be read", cell) for cell, one in taken]
            taken = []
    if not taken:
        return Extraction(content, b"", (), tuple(left))
    lines, edits = planned(read, taken)
    rewritten = _written(content, read, lines, edits, rewrite)
    reason = _unproved(path, notebook, content, rewritten, read)
    if reason:
        raise Unproved(f"{path}: {reason}, so nothing was written")
    moved = tuple(candidate.entry for _, candidate in taken)
    return Extraction(rewritten, b"", moved, tuple(left), home="the cell tagged parameters")


def _read(path: str, content: bytes, notebook: Any) -> Notebook:
    units = read_units(path, content)
    codes = {number: code for number, cell in enumerate(notebook["cells"]) if (code := _code(cell)) is not None}
    modules = {unit.cell: parsed(unit, codes[unit.cell]) for unit in units if unit.cell is not None}
    bound: dict[str, list[ast.AST]] = {}
    for module in modules.values():
        for name, nodes in module.bound.items():
            bound.setdefault(name, []).extend(nodes)
    tagged = next((unit.cell for unit in units if TAG in unit.tags), _tagged(notebook))
    restarts = [number for number, code in codes.items() if _RESTART.search(code)]
    restart = max(restarts, default=None)
    first = min((number for number in codes if restart is None or number > restart), default=len(codes))
    read = _known(codes, modules, bound, tagged, first)._replace(restart=restart, restarts=restarts)
    if restart is not None and tagged is not None and tagged <= restart and not read.reason:
        clears = f"cell {restart + 1} restarts Python, which clears what the cell tagged parameters sets"
        return read._replace(reason=f"{clears}; move that cell below it")
    return read


def _cleared(read: Notebook, cell: int) -> str:
    """Why what is above a restart of Python stays there."""
    before = [number for number in read.restarts if number < cell]
    way = f"assign it by hand below cell {before[-1] + 1}" if before else "the literal below it"
    return f"it is above cell {(read.restart or 0) + 1}, which restarts Python; move that cell up, or {way}"


def read_text(module: Module) -> Notebook:
    """A notebook that is a Python file, as one cell."""
    return _known({0: module.text.replace("# MAGIC ", "")}, {0: module}, module.bound, None, 0)


def _known(
    codes: Mapping[int, str],
    modules: Mapping[int, Module],
    bound: Mapping[str, Sequence[ast.AST]],
    tagged: int | None,
    first: int,
) -> Notebook:
    unread = _unread(codes, modules)
    binds_unseen = any(has_star_import(module, 0) for module in modules.values())
    return Notebook(
        modules,
        unread.union(*(module.names for module in modules.values())),
        unread,
        _why_closed(codes, modules),
        bound,
        binds_unseen or any(_BINDS_UNSEEN.search(code) for code in codes.values()),
        tagged,
        first,
    )


def _why_closed(codes: Mapping[int, str], modules: Mapping[int, Module]) -> str:
    """Why a notebook takes no name more."""
    if any(_RESET.search(code) for code in codes.values()):
        return "the notebook clears all names with %reset"
    if any(_WHO.search(code) for code in codes.values()) or any(map(looks_at_its_names, modules.values())):
        return "the notebook lists its own names, and would see the new ones"
    return ""


def _unread(codes: Mapping[int, str], modules: Mapping[int, Module]) -> set[str]:
    """Every word of what is no Python."""
    found: set[str] = set()
    for number, code in codes.items():
        rows = code.splitlines()
        known = modules[number].rows if number in modules else [""] * len(rows)
        for row, read in zip(rows, known, strict=False):
            found.update(_WORD.findall(row) if row != read else ())
    return found


def _code(cell: Any) -> str | None:
    """The source of a code cell; None for any other."""
    source = cell.get("source", "") if cell.get("cell_type") == "code" else None
    return "".join(source) if isinstance(source, list) else source


def _tags(cell: Any) -> Sequence[str]:
    tags = cell.get("metadata", {}).get("tags", ())
    return tags if isinstance(tags, list) else ()


def _tagged(notebook: Any) -> int | None:
    """The first cell with the tag, whatever is in it."""
    cells = enumerate(notebook["cells"])
    return next((number for number, cell in cells if TAG in _tags(cell)), None)


def planned(read: Notebook, taken: Sequence[tuple[int, Candidate]]) -> tuple[list[str], dict[int, list[Edit]]]:
    """The lines for the cell of parameters, a statement each, and the edits of the others."""
    lines: list[str] = []
    edits: dict[int, list[Edit]] = {}
    removed: dict[int, list[ast.stmt]] = {}
    names: dict[tuple[str, ...], str] = {}
    statements = {id(one): _statement(read, read.modules[cell], one) for cell, one in taken}
    # Names of statements first: what has the same key may then read them.
    for cell, candidate in sorted(taken, key=lambda pair: statements[id(pair[1])] is None):
        module = read.modules[cell]
        statement = statements[id(candidate)]
        key = candidate.entry.key
        if statement is not None:
            lines.append(_line(module, statement))
            removed.setdefault(cell, []).append(statement)
            # Of a list the program may make another one.
            if not isinstance(candidate.node, (ast.List, ast.Set)):
                names.setdefault(key, _target(statement))
            continue
        if key not in names:
            # What is bound unseen, as by a star import, may have any plain name.
            suffix = "_param" if read.binds_unseen else ""
            names[key] = free(f"{keys.flat(key)}{suffix}", read.names | set(names.values()))
            lines.append(f"{names[key]} = {_literal(module, candidate)}")
        edits.setdefault(cell, []).append(replacing(module, candidate, names[key]))
    for cell, gone in removed.items():
        edits.setdefault(cell, []).extend(_removals(read.modules[cell], gone))
    return lines, edits


def _statement(read: Notebook, module: Module, candidate: Candidate) -> ast.Assign | ast.AnnAssign | None:
    """The statement at the top of the cell that gives one name the literal, and nothing else ever does."""
    statement = module.parents[candidate.node]
    name = _target(statement)
    if not name or statement not in module.tree.body or module.text.lstrip().startswith("%%") or read.binds_unseen:
        return None
    if isinstance(candidate.node, ast.JoinedStr):
        # papermill takes no f-string for a parameter.
        return None
    assert isinstance(statement, (ast.Assign, ast.AnnAssign))
    if isinstance(statement, ast.AnnAssign) and getattr(statement.annotation, "id", "") not in _BUILTIN:
        return None
    lines = {statement.lineno, statement.end_lineno}
    alone = (
        not any(lines & {other.lineno, other.end_lineno} for other in module.tree.body if other is not statement)
        and not module.text[module.starts[statement.lineno - 1] : module.start(statement)].strip()
    )
    # Further up, a builtin of this name may be meant.
    is_one = len(read.bound[name]) == 1 and name not in read.unread
    return statement if alone and is_one and not hasattr(builtins, name) else None


def _target(statement: ast.AST) -> str:
    """`a` of `a = 1` and `a: int = 1`."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign) and statement.simple:
        targets = [statement.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def _removals(module: Module, statements: Sequence[ast.stmt]) -> list[Edit]:
    """Statements taken out with their lines, those that follow one another at once."""
    runs: list[tuple[int, int]] = []
    for statement in sorted(statements, key=lambda one: one.lineno):
        first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
        runs = [*runs[:-1], (runs[-1][0], last)] if runs and runs[-1][1] == first else [*runs, (first, last)]
    edits = []
    for first, last in runs:
        start, end = module.starts[first], module.starts[last] if last < len(module.starts) else len(module.text)
        if last >= len(module.starts) and first:
            # The last lines: the line end above goes with them.
            start = len(module.text[:start].removesuffix("\n").removesuffix("\r"))
        edits.append(Edit(start, end, ""))
    return edits


def _line(module: Module, statement: ast.stmt) -> str:
    """A statement with the comment behind it."""
    last = statement.end_lineno or statement.lineno
    end = module.starts[last] if last < len(module.starts) else len(module.text)
    return module.text[module.start(statement) : end].rstrip()


def _literal(module: Module, candidate: Candidate) -> str:
    """The literal as it is written, where it can stand on a line of its own."""
    segment = module.text[candidate.start : candidate.end]
    if not isinstance(candidate.node, ast.JoinedStr) and ("\n" not in segment or segment[0] in "([{"):
        return segment
    return repr(candidate.entry.literal.value)


def _written(
    content: bytes, read: Notebook, lines: Sequence[str], edits: dict[int, list[Edit]], rewrite: Rewrite
) -> bytes:
    code = "\n".join(lines)
    if read.tagged is None:
        return rewrite(content, edits, (read.first, code))
    text = read.modules[read.tagged].text
    gap = "\n" if text and not text.endswith("\n") else ""
    return rewrite(content, {**edits, read.tagged: [Edit(len(text), len(text), gap + code)]}, None)


# The proof


def _unproved(path: str, notebook: Any, content: bytes, rewritten: bytes, read: Notebook) -> str:
    """Why the new bytes are not shown to be the old notebook; "" where they are."""
    try:
        after = json.loads(rewritten)
    except ValueError:
        return "the rewritten file would be no JSON"
    old = read_units(path, content)
    new = read_units(path, rewritten)
    at = read.first if read.tagged is None else read.tagged
    if read.tagged is None:
        added = after["cells"].pop(at)
        if added.get("metadata") != {"tags": [TAG]} or added.get("outputs") != []:
            return "the cell that was added is no cell for parameters"
        old_top: list[ast.stmt] = []
        of_added = [unit for unit in new if unit.cell == at]
        new = [unit._replace(cell=_before(unit.cell, at)) for unit in new if unit.cell != at]
    else:
        old_top = next(unit for unit in old if unit.cell == at).tree.body
        of_added = [unit for unit in new if unit.cell == at]
        old, new = ([unit for unit in units if unit.cell != at] for units in (old, new))
    if not of_added or _without_code(notebook) != _without_code(after):
        return "more than code would have changed"
    top = of_added[0].tree.body
    same = len(top) > len(old_top) and all(
        not proof.difference(before, after, lambda _: proof.ABSENT) for before, after in zip(old_top, top, strict=False)
    )
    return another_program(old, new, top[len(old_top) :], read) if same else "the cell for parameters would differ"


def _before(cell: int | None, added: int) -> int | None:
    return cell if cell is None or cell < added else cell - 1


def _without_code(notebook: Any) -> str:
    cells = [{**cell, "source": ""} if cell.get("cell_type") == "code" else cell for cell in notebook["cells"]]
    # As text: NaN, which outputs may hold, is not equal to itself.
    return json.dumps({**notebook, "cells": cells})


def another_program(old: list[CodeUnit], new: list[CodeUnit], added: list[ast.stmt], read: Notebook) -> str:
    """How the cells differ from those of before, `added` being what was written into the cell for parameters."""
    if [unit.cell for unit in old] != [unit.cell for unit in new]:
        return "a cell would not parse"
    values: dict[str, object] = {}
    for statement in added:
        name = _target(statement)
        value = getattr(statement, "value", None)
        if not name or value is None or name in values:
            return "the cell for parameters would hold more than values"
        try:
            values[name] = proof.value_of(value)
        except ValueError:
            return "the cell for parameters would hold more than values"
        if name in read.names and (read.binds_unseen or not _taken_out(old, name, statement)):
            return f"{name} would mean something else"

    def named(node: ast.AST) -> object:
        return values.get(node.id, proof.ABSENT) if isinstance(node, ast.Name) else proof.ABSENT

    found = (proof.difference(before.tree, after.tree, named) for before, after in zip(old, new, strict=True))
    return next(filter(None, found), "")


def _taken_out(units: list[CodeUnit], name: str, moved: ast.stmt) -> bool:
    """Take the one statement that binds a name out of the old cells; whether it is the one that was moved."""
    if sum(len(bindings(walk(unit.tree)).get(name, ())) for unit in units) != 1:
        return False
    for unit in units:
        for statement in unit.tree.body:
            if _target(statement) == name:
                unit.tree.body.remove(statement)
                return not proof.difference(statement, moved, lambda _: proof.ABSENT)
    return False
