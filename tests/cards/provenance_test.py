"""Which call wrote a file, by syntax alone."""

from __future__ import annotations

import json

import pytest

from commitworthy.cards import provenance
from commitworthy.cards.provenance import Writer

PATH = "models/churn.pkl"
FOUND = {
    "a call": ('joblib.dump(m, "models/churn.pkl")', 1, "joblib.dump"),
    "its name alone": ('dump(m, "churn.pkl")', 1, "dump"),
    "a longer path": ('m.save("/home/kim/proj/models/churn.pkl")', 1, "m.save"),
    "a keyword": ('m.to_pickle(path="models/churn.pkl")', 1, "m.to_pickle"),
    "the name of a path": ('OUT = "models/churn.pkl"\n\njoblib.dump(m, OUT)', 3, "joblib.dump"),
    "a path of pathlib": ('(Path("models") / "churn.pkl").write_bytes(b)', 1, "write_bytes"),
    "a path that is put together": ('joblib.dump(m, f"{folder}/churn.pkl")', 1, "joblib.dump"),
    "os.path": ('joblib.dump(m, os.path.join("models", "churn.pkl"))', 1, "joblib.dump"),
    "an open file": ('with open("models/churn.pkl", "wb") as f:\n    pickle.dump(m, f)', 2, "pickle.dump"),
    "an open path": ('with Path("churn.pkl").open("wb") as f:\n    pickle.dump(m, f)', 2, "pickle.dump"),
    "open alone": ('f = open("models/churn.pkl", mode="wb")', 1, "open"),
    "in a function": ('def f():\n    for x in y:\n        m.save_model("models/churn.pkl")', 3, "m.save_model"),
}
NOT_FOUND = {
    "it is read": 'm = joblib.load("models/churn.pkl")',
    "it is opened to be read": 'f = open("models/churn.pkl", "rb")',
    "no mode": 'f = open("models/churn.pkl")',
    "another file": 'joblib.dump(m, "models/churn2.pkl")',
    "another folder": 'joblib.dump(m, "other/churn.pkl")',
    "the end of a name": 'joblib.dump(m, "xchurn.pkl")',
    "a comment": '# joblib.dump(m, "models/churn.pkl")',
    "no program": 'joblib.dump(m, "models/churn.pkl"',
    "two values": 'OUT = "a"\nOUT = "models/churn.pkl"\njoblib.dump(m, OUT)',
}


@pytest.mark.parametrize(("code", "line", "call"), FOUND.values(), ids=FOUND)
def test_a_call_that_writes_is_found(code: str, line: int, call: str) -> None:
    found = provenance.writers([(b"src/a.py", code.encode())], [PATH, "x/other.pkl"])
    assert found == {PATH: [Writer("src/a.py", line, call)], "x/other.pkl": []}


@pytest.mark.parametrize("code", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_does_not_write_it_is_not_claimed(code: str) -> None:
    assert provenance.writers([(b"src/a.py", code.encode())], [PATH]) == {PATH: []}


def test_a_notebook_has_cells() -> None:
    cells = [
        {"cell_type": "code", "source": ["x = 1\n"]},
        {"cell_type": "code", "source": ["%time\n", 'm.save("churn.pkl")']},
    ]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()
    (writer,) = provenance.writers([(b"a.ipynb", notebook)], [PATH])[PATH]
    assert writer.plain() == {"script": "a.ipynb", "cell": 2, "line": 2, "call": "m.save"}


LOCK = b"""\
schema: '2.0'
stages:
  train:
    cmd: python src/train.py
    params:
      params.yaml:
        model.max_depth: 12
    outs:
    - path: models/churn.pkl
      md5: x
  plain:
    cmd: make b
    outs:
    - path: b.csv
"""


def test_the_lock_of_a_pipeline_says_it() -> None:
    assert provenance.stages(LOCK) == {
        "models/churn.pkl": {
            "stage": "train",
            "command": "python src/train.py",
            "params": {"params.yaml": {"model.max_depth": 12}},
        },
        "b.csv": {"stage": "plain", "command": "make b"},
    }


@pytest.mark.parametrize(
    "content", [b"", b"[", b"stages: 1", b"stages: {a: 1}", b"stages: {a: {outs: [1, {path: 2}]}}"]
)
def test_another_file_of_that_name_says_nothing(content: bytes) -> None:
    assert provenance.stages(content) == {}
