"""The proof stops a rewritten program that is not the program of before, whatever made it so."""

from __future__ import annotations

import ast

import pytest

from commitworthy.parameters import keys, yaml_edit
from commitworthy.parameters.extract import module, program, proof
from commitworthy.parameters.extract.holders import argparse_options, plain, text_cell
from commitworthy.parameters.extract.module import Edit
from commitworthy.parameters.extract.plan import Place, Unproved
from commitworthy.parameters.find import find

PROGRAM = b"""\
from learn import Sequential

model = Sequential(max_depth=12, kernel_size=(3, 3), learning_rate=1e-3)
"""
PLACE = Place("src/train.py", "params.yaml")


def entries(content: bytes, path: str = PLACE.path) -> list[keys.ConfigEntry]:
    found = find(path, content).found
    return [entry for group in keys.keyed([(one, "train") for one in found]) for entry in group]


def extracted(content: bytes = PROGRAM, config: bytes = b"") -> program.Extraction:
    return program.extract(content, config, entries(content), PLACE)


def test_what_is_right_passes() -> None:
    done = extracted()
    assert done.config == b"model:\n  max_depth: 12\n  kernel_size: [3, 3]\n  learning_rate: 1.0e-03\n"
    assert (
        done.content
        == b"""\
from learn import Sequential
from pathlib import Path
import yaml

params = yaml.safe_load(Path(__file__).resolve().parents[1].joinpath("params.yaml").read_text(encoding="utf-8"))

model = Sequential(max_depth=params["model"]["max_depth"], kernel_size=tuple(params["model"]["kernel_size"]), \
learning_rate=params["model"]["learning_rate"])
"""
    )


@pytest.mark.parametrize(
    ("code", "value", "same"),
    [
        ('f"a{{b}}"', "a{b}", True),
        ('"a" f"b"', "ab", True),
        ('f""', "", True),
        ('f"a"', "b", False),
        ('f"1"', 1, False),
        ('f"{a}"', "", False),
        ('f"a{a}"', "a", False),
    ],
)
def test_an_f_string_is_the_text_that_it_is_where_nothing_is_filled_in(code: str, value: object, same: bool) -> None:
    assert proof.is_literal(ast.parse(code, mode="eval").body, value) is same


def with_edits(monkeypatch: pytest.MonkeyPatch, change: object) -> str:
    """The reason for which a plan with changed edits is refused."""
    real = plain.plan

    def planned(*words: object) -> object:
        plan = real(*words)  # type: ignore[arg-type]
        return plan._replace(edits=[change(edit) for edit in plan.edits])  # type: ignore[operator]

    with pytest.raises(Unproved) as refused:
        program.extract(PROGRAM, b"", entries(PROGRAM), PLACE, planned)  # type: ignore[arg-type]
    return str(refused.value)


def replaced(old: str, new: str) -> object:
    def change(edit: Edit) -> Edit:
        return edit._replace(put=edit.put.replace(old, new))

    return change


NOTHING = "line 3 would read {}, which nothing gives a value"
FAULTS = {
    "a wrong key": (replaced('["max_depth"]', '["maxdepth"]'), NOTHING.format("params['model']['maxdepth']")),
    "the key of another value": (replaced('["max_depth"]', '["learning_rate"]'), "line 3 would get another value"),
    "a list for a tuple": (replaced("tuple(", "list("), "line 3 would get another value"),
    "neither list nor tuple": (replaced("tuple(", "(") , "line 3 would get another value"),
    "a section that is no value": (replaced('["max_depth"]', ""), "line 3 would get another value"),
    "another name": (replaced('params["model"]', 'param["model"]'), NOTHING.format("param['model']['max_depth']")),
    "another file": (replaced("params.yaml", "param.yaml"), "what was added does not read params.yaml"),
    "another folder": (replaced("parents[1]", "parents[0]"), "what was added does not read params.yaml"),
    "no loader": (replaced("params = ", "x = "), "what was added does not read params.yaml"),
    "more than a loader": (
        replaced("import yaml\n", "import yaml; import os; os.remove('x')\n"),
        "more was added than what reads the config file",
    ),
    "no Python": (replaced("tuple(", "tuple(("), "the rewritten file would not parse"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_stopped(monkeypatch: pytest.MonkeyPatch, change: object, reason: str) -> None:
    assert with_edits(monkeypatch, change) == f"src/train.py: {reason}, so nothing was written"


@pytest.mark.parametrize("by", [(-1, 0), (1, 0), (0, -1), (0, 1), (1, 1), (-1, -1)])
def test_a_shifted_span_is_stopped(monkeypatch: pytest.MonkeyPatch, by: tuple[int, int]) -> None:
    def shifted(edit: Edit) -> Edit:
        if '"max_depth"' not in edit.put:
            return edit
        return Edit(edit.start + by[0], edit.end + by[1], edit.put)

    assert "so nothing was written" in with_edits(monkeypatch, shifted)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"1.0e-03", b"1e-3"),
        (b"12", b"12.0"),
        (b"12", b'"12"'),
        (b"[3, 3]", b"[3, 3.0]"),
        (b"12", b""),
    ],
)
def test_a_config_that_reads_otherwise_is_stopped(monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes) -> None:
    real = yaml_edit.append

    def append(file: str, content: bytes, wanted: list[keys.ConfigEntry]) -> yaml_edit.Appended:
        appended = real(file, content, wanted)
        return appended._replace(content=appended.content.replace(old, new))

    monkeypatch.setattr(yaml_edit, "append", append)
    with pytest.raises(Unproved, match="line 3 would get another value, so nothing was written"):
        extracted()


def test_an_option_that_is_not_there_is_named_at_the_line_of_the_program_as_it_is() -> None:
    text = (
        b"import argparse\nimport os\n\nparser = argparse.ArgumentParser()\nargs = parser.parse_args()\n"
        b"table = open(os.path.join('data', 'sample_freeze.tsv'))\n"
    )

    def planned(*words: object) -> object:
        plan = argparse_options.plan(*words)  # type: ignore[arg-type]
        return plan._replace(
            edits=[edit._replace(put=edit.put.replace("args.sample", "args.simple")) for edit in plan.edits]
        )

    with pytest.raises(Unproved) as refused:
        program.extract(text, b"", entries(text, "a.py"), Place("a.py", "a.py", "parser"), planned)  # type: ignore[arg-type]
    reason = "line 6 would read args.simple_freeze, which nothing gives a value"
    assert str(refused.value) == f"a.py: {reason}, so nothing was written"


CELLS = b"""\
# Databricks notebook source
from learn import Sequential
threshold = 0.7

# COMMAND ----------

model = Sequential(max_depth=12, kernel_size=(3, 3))
"""
OTHER = "{} would mean something else"
FAULTS_OF_CELLS = {
    "another value": (replaced("max_depth = 12", "max_depth = 13"), "line 7 would get another value"),
    "another value of a statement": (replaced("threshold = 0.7", "threshold = 0.8"), OTHER.format("threshold")),
    "a text for a number": (replaced("max_depth = 12", 'max_depth = "12"'), "line 7 would get another value"),
    "a list for a tuple": (replaced("tuple(", "list("), "line 7 would get another value"),
    "another name": (replaced("max_depth =", "depth ="), "line 7 would read max_depth, which nothing gives a value"),
    "more than values": (
        replaced("max_depth = 12", "max_depth = print(12)"), "the cell for parameters would hold more than values"
    ),
    "a name that is taken": (replaced("max_depth = 12", "model = 12"), OTHER.format("model")),
}  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), FAULTS_OF_CELLS.values(), ids=FAULTS_OF_CELLS)
def test_a_planted_fault_in_a_cell_is_stopped(change: object, reason: str) -> None:
    place = Place("a.py", "a.py")

    def planned(*words: object) -> object:
        plan = text_cell.plan(*words)  # type: ignore[arg-type]
        return plan._replace(edits=[change(edit) for edit in plan.edits])  # type: ignore[operator]

    right = program.extract(CELLS, b"", entries(CELLS, "a.py"), place, text_cell.plan, is_notebook=True)
    assert len(right.moved) == 3
    with pytest.raises(Unproved) as refused:
        program.extract(CELLS, b"", entries(CELLS, "a.py"), place, planned, is_notebook=True)  # type: ignore[arg-type]
    assert str(refused.value) == f"a.py: {reason}, so nothing was written"


VALUES = {
    "3": 3, "3.0": 3.0, "-3": -3, "-0.0": -0.0, "'a'": "a", "(1, 2)": (1, 2), "[1, 2]": [1, 2], "[(1, 2)]": [(1, 2)],
    "{1, 2}": {1, 2}, "True": True, "b'a'": b"a", "0x10": 16, "1_000": 1000, "'a' 'b'": "ab", "u'a'": "a", "None": None,
}  # fmt: skip


@pytest.mark.parametrize("text", VALUES)
def test_a_literal_is_only_its_own_value(text: str) -> None:
    node = ast.parse(text, mode="eval").body
    same = [other for other, value in VALUES.items() if proof.is_literal(node, value)]
    assert text in same
    assert {repr(VALUES[other]) for other in same} == {repr(VALUES[text])}


def test_a_reference_that_was_there_before_stays_a_reference() -> None:
    head = b"import yaml\n\n"
    text = head + b"params = yaml.safe_load(open('params.yaml'))\nepochs = params['train']['epochs']\nbatch_size = 64\n"
    done = program.extract(text, b"train:\n  epochs: 3\n", entries(text, "train.py"), Place("train.py", "params.yaml"))
    assert done.content == text.replace(b"64", b'params["train"]["batch_size"]')
    assert done.config == b"train:\n  epochs: 3\n  batch_size: 64\n"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        module.applied("abc", [Edit(0, 2, ""), Edit(1, 3, "")])
