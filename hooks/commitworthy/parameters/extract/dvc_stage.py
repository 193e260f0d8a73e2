"""The `params:` list of a stage in `dvc.yaml`: without a key in it DVC does not see that the value has changed."""

from __future__ import annotations

import posixpath
import shlex

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ..config_target import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    import yaml


class Stages(NamedTuple):
    """`dvc.yaml` as it is to be, and lines for the user on what was added or is theirs to add."""

    content: bytes
    notes: tuple[str, ...]


def with_params(file: str, content: bytes, program: str, moved: Mapping[str, object]) -> Stages:
    """`dvc.yaml` with the keys listed by each stage that runs the program; `program` counts from the folder of it.

    `moved` are the keys with their values.  What cannot be added as text, or belongs to no stage that runs the program,
    is said instead: the lines to add.  So is a path that the stage names too, as what it reads or writes.
    """
    keys = list(moved)
    try:
        text = content.decode("utf-8-sig")
        tree, root = markup.from_yaml(text), markup.nodes_of_yaml(text, ends=False)
    except ValueError:
        return Stages(content, _to_list(f"{file} cannot be read; list under params of its stage:", keys))
    stages = tree.get("stages") if isinstance(tree, dict) else None
    stages = stages if isinstance(stages, dict) else {}
    names = [name for name, stage in stages.items() if runs(stage, program)]
    if not names:
        return Stages(
            content, _to_list(f"no stage of {file} runs {program}; list under params of the one that does:", keys)
        )
    notes: list[str] = []
    for name in names:
        notes += _named_too(file, str(name), stages[name], moved)
        # DVC looks for params.yaml in the folder that the stage is run in.
        params = posixpath.relpath("params.yaml", str(stages[name].get("wdir", ".")))
        missing = [key for key in keys if not _has(stages[name], key, params)]
        if not missing:
            continue
        if params != "params.yaml":
            notes += [f"list under params of the stage {name} in {file}:", f"  - {params}:"]
            notes += [f"      - {key}" for key in missing]
            continue
        longer = _added(text, root, str(name), missing)
        if longer is None or not _is_right(tree, longer, str(name), missing):
            notes += _to_list(f"list under params of the stage {name} in {file}:", missing)
            continue
        notes.append(f"{file} now lists under params of the stage {name}: {', '.join(missing)}")
        commit = f"dvc commit {shlex.quote(str(name))}"
        notes.append(f"DVC takes that stage for changed; if its outputs are up to date: {commit}")
        text = longer
        tree, root = markup.from_yaml(text), markup.nodes_of_yaml(text, ends=False)
        stages = tree["stages"]
    mark = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
    return Stages(mark + text.encode(), tuple(notes))


def _named_too(file: str, name: str, stage: dict[str, Any], moved: Mapping[str, object]) -> Iterator[str]:
    """A line on each path that moved and that a stage names by itself: changed in one place alone it would be wrong."""
    for part in ("deps", "outs", "metrics", "plots"):
        listed = stage.get(part)
        rows = listed if isinstance(listed, list) else []
        paths = {str(path) for row in rows for path in (row if isinstance(row, dict) else [row])}
        for key, value in moved.items():
            if isinstance(value, str) and posixpath.normpath(value) in map(posixpath.normpath, paths):
                # In a folder of its own a stage has no values of this file.
                way = "keep the two the same" if "wdir" in stage else f"write ${{{key}}} there"
                yield f"{file} has {value} too, under {part} of the stage {name}: {way}"


def _to_list(text: str, keys: Iterable[str]) -> tuple[str, ...]:
    """What is left to the user: a sentence, and the lines to paste."""
    return (text, *(f"  - {key}" for key in keys))


def _has(stage: dict[str, Any], key: str, file: str) -> bool:
    """Whether a stage lists a key of a file, or a section that it is in; a bare key is one of `params.yaml`."""
    params = stage.get("params", [])
    found: set[str] = set()
    for one in params if isinstance(params, list) else []:
        if isinstance(one, str) and file == "params.yaml":
            found.add(one)
        elif isinstance(one, dict):
            inner = one.get(file, ())
            if inner is None:
                return True
            found.update(inner if isinstance(inner, list) else ())
    parts = key.split(".")
    return any(".".join(parts[:length]) in found for length in range(1, len(parts) + 1))


def _added(text: str, root: yaml.MappingNode, name: str, keys: Iterable[str]) -> str | None:
    """The text with items more in the list, or with a list; None where it is written inline."""
    import yaml

    stage = _value(_value(root, "stages"), name)
    if not isinstance(stage, yaml.MappingNode) or stage.flow_style or not stage.value:
        return None
    params = _value(stage, "params")
    rows = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    if params is None:
        indent = " " * stage.value[0][0].start_mark.column
        lines = [f"{indent}params:{end}", *(f"{indent}  - {key}{end}" for key in keys)]
        at = _last(stage) + 1
    elif isinstance(params, yaml.SequenceNode) and not params.flow_style and params.value:
        first = params.value[0].start_mark
        dash = rows[first.line].index("-")
        lines = [f"{rows[first.line][:dash]}- {key}{end}" for key in keys]
        at = _last(params) + 1
    else:
        return None
    head = "".join(rows[:at])
    gap = end if head and not head.endswith("\n") else ""
    return head + gap + "".join(lines) + "".join(rows[at:])


def _value(node: Any, key: str) -> Any:
    import yaml

    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _last(node: yaml.Node) -> int:
    """The last line, from 0, that a node is written on."""
    import yaml

    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return max(map(_last, last)) if isinstance(last, tuple) else _last(last)
    mark = node.end_mark
    line: int = mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line
    return line


def _is_right(before: Any, text: str, name: str, keys: Sequence[str]) -> bool:
    """Whether the keys are in the list of the stage and nothing else differs."""
    try:
        after = markup.from_yaml(text)
        stage = after["stages"][name]
        if stage["params"][-len(keys) :] != list(keys):
            return False
        stage["params"] = stage["params"][: -len(keys)]
        if "params" not in before["stages"][name]:
            del stage["params"]
    except (ValueError, LookupError, TypeError):
        return False
    return repr(after) == repr(before)
