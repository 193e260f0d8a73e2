"""Which program wrote a file, told by the syntax of programs and notebooks; nothing is run or imported.

What is looked for is a call that writes and is handed the file's name: `joblib.dump(model, "models/churn.pkl")`, also
under the name of a variable, and `open("churn.pkl", "wb")`, for which the call that is handed the open file speaks.
Where several calls fit, none is claimed.
"""

from __future__ import annotations

import ast

from ..base import markup
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..parameters import source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

# The last part of the names of functions and methods that write what they are handed to a file.
_WRITERS = frozenset(
    """
    dump save savez savez_compressed savetxt savemat save_file save_model save_pretrained save_weights save_to_disk
    to_csv to_parquet to_pickle to_feather to_hdf to_excel to_json to_sql to_netcdf to_zarr to_orc to_stata tofile
    write_csv write_parquet write_ipc write_json write_ndjson write_avro write_table write_feather write_bytes
    write_text sink_parquet sink_csv sink_ipc savefig imwrite imsave write_image write_html export export_model
    write_model make_archive copy copyfile dump_svmlight_file open_file create_dataset saveAsTextFile parquet csv
    """.split()
)
_WRITING_MODES = frozenset("wax")
_LARGEST = 2 * 1024 * 1024
DVC_LOCK = b"dvc.lock"
SUFFIXES = (b".py", b".ipynb")


class Writer(NamedTuple):
    """A call that writes a file: in which program, `line` and `cell` counted from 1, `cell` 0 for none."""

    script: str
    line: int
    call: str
    cell: int = 0

    def plain(self) -> dict[str, Any]:
        """As a card has it."""
        cell = {"cell": self.cell} if self.cell else {}
        return {"script": self.script, **cell, "line": self.line, "call": self.call}


def writers(programs: Iterable[tuple[bytes, bytes]], paths: Iterable[str]) -> dict[str, list[Writer]]:
    """For each path the calls that write it, of the programs given with their contents."""
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(path.rpartition("/")[2], []).append(path)
    found: dict[str, list[Writer]] = {path: [] for paths in by_name.values() for path in paths}
    names = {name: name.encode() for name in by_name}
    for program, content in programs:
        if len(content) > _LARGEST or not any(name in content for name in names.values()):
            continue
        script = program.decode("utf-8", "replace")
        for unit in source.read_source(script, content).units:
            cell = 0 if unit.cell is None else unit.cell + 1
            for written, line, call in _written(unit.tree):
                for path in by_name.get(written.rpartition("/")[2], ()):
                    if _is_same(written, path):
                        found[path].append(Writer(script, line, call, cell))
    return {path: list(dict.fromkeys(calls)) for path, calls in found.items()}


def _is_same(written: str, path: str) -> bool:
    """Whether a name in a program can be the path: one ends in the other, folder by folder."""
    mine = [part for part in written.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    parts = path.split("/")
    length = min(len(mine), len(parts))
    return length > 0 and mine[-length:] == parts[-length:]


def _written(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Name, line and function of each call that writes a file."""
    texts = _constants(tree)
    handles = _handles(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name_of(node.func)
        last = name.rpartition(".")[2]
        if last == "open":
            if _opens_for_writing(node):
                through = handles.get(id(node))
                call, line = through or (name, node.lineno)
                for text in _texts(node, texts):
                    yield text, line, call
        elif last in _WRITERS:
            for text in _texts(node, texts):
                yield text, node.lineno, name


def _constants(tree: ast.Module) -> dict[str, str]:
    """The names that stand for one text alone."""
    found: dict[str, str] = {}
    several = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, texts = node.targets[0].id, list(_texts(node.value, {}))
            if name in found or len(texts) != 1:
                several.add(name)
            else:
                found[name] = texts[0]
    return {name: text for name, text in found.items() if name not in several}


def _handles(tree: ast.Module) -> dict[int, tuple[str, int]]:
    """For each call of `open` in a `with` the function that is handed what it opens, and its line."""
    found: dict[int, tuple[str, int]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.With):
            continue
        for item in node.items:
            if isinstance(item.optional_vars, ast.Name):
                handle = item.optional_vars.id
                calls = [call for stmt in node.body for call in ast.walk(stmt) if isinstance(call, ast.Call)]
                takers = [call for call in calls if any(_is_name(arg, handle) for arg in call.args)]
                for call in [taker for taker in takers if _name_of(taker.func).rpartition(".")[2] in _WRITERS][:1]:
                    found[id(item.context_expr)] = (_name_of(call.func), call.lineno)
    return found


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _opens_for_writing(call: ast.Call) -> bool:
    """Whether a mode says so: the second word of `open`, the first of a method."""
    position = 0 if isinstance(call.func, ast.Attribute) else 1
    modes = [*call.args[position : position + 1], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and _WRITING_MODES & set(mode.value)
        and len(mode.value) <= 4
        for mode in modes
    )  # fmt: skip


def _name_of(node: ast.expr) -> str:
    """`joblib.dump`; of what is called on another call the last names alone."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts += [node.id] if isinstance(node, ast.Name) else []
    return ".".join(reversed(parts))


def _texts(node: ast.AST, known: Mapping[str, str]) -> Iterator[str]:
    """The texts below a node that may be names of files; of one that is put together its last part."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part.value
        elif isinstance(part, ast.Name) and part.id in known:
            yield known[part.id]


def stages(content: bytes) -> dict[str, dict[str, Any]]:
    """What a `dvc.lock` says of the outputs of its stages: path -> stage, command, and parameters where it has any.

    Facts: the schema in DVC's documentation of `dvc.lock`.  Nothing of a file that is none.
    """
    try:
        document = markup.from_yaml(content)
    except markup.UnreadableDocument:
        return {}
    found: dict[str, dict[str, Any]] = {}
    listed = document.get("stages") if isinstance(document, dict) else None
    for name, stage in listed.items() if isinstance(listed, dict) else ():
        outs = stage.get("outs") if isinstance(stage, dict) else None
        for out in outs if isinstance(outs, list) else ():
            path = out.get("path") if isinstance(out, dict) else None
            if isinstance(path, str):
                made = {"stage": str(name), "command": str(stage.get("cmd", ""))}
                params = stage.get("params")
                found[path] = made | ({"params": params} if isinstance(params, dict) else {})
    return found
