"""The literals of a notebook in its cell tagged `parameters`, byte by byte and run by a real kernel."""

from __future__ import annotations

import json
import re
from typing import Any

import nbformat
import pytest

from commitworthy.notebooks import cells
from commitworthy.parameters import keys
from commitworthy.parameters.config_target import PAPERMILL, ConfigTarget
from commitworthy.parameters.extract import notebook, plans
from commitworthy.parameters.extract.plan import Unproved
from commitworthy.parameters.extract.program import Extraction
from commitworthy.parameters.find import find

LEARN = """\
class Forest:
    def __init__(self, **k): self.k = k
    def __repr__(self): return f"Forest({sorted(self.k.items())})"
RandomForestClassifier = Forest"""


def made(*codes: str, tagged: str | None = None, minor: int = 5) -> bytes:
    """A notebook as Jupyter writes it."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["# Churn"]}]
    cells += [code(tagged, {"tags": ["parameters"]})] if tagged is not None else []
    cells += [code(text, {}) for text in codes]
    if minor >= 5:
        cells = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells)]
    spec = {"name": "python3", "display_name": "p", "language": "python"}
    return as_jupyter({"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": minor})


def code(text: str, metadata: object) -> dict[str, Any]:
    source = text.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def as_jupyter(book: object) -> bytes:
    return (json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def split(book: dict[str, list[dict[str, object]]]) -> object:
    """Each line a string of its own, as Jupyter writes them."""
    for cell in book["cells"]:
        source = cell["source"]
        cell["source"] = "".join(source).splitlines(keepends=True) if isinstance(source, list) else source
    return book


def extracted(content: bytes, path: str = "a.ipynb") -> Extraction:
    found = find(path, content).found
    groups = keys.keyed([(one, "a") for one in found])
    entries = [
        (one.cell, entry) for one, group in zip(found, groups, strict=True) for entry in group if one.cell is not None
    ]
    return notebook.extract(
        path, content, [(cell, entry) for cell, entry in entries if cell is not None], cells.rewrite
    )


def codes(content: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(content)["cells"] if cell["cell_type"] == "code"]


def test_a_cell_is_made_where_there_is_none() -> None:
    content = made(
        LEARN,
        "m = RandomForestClassifier(n_estimators=500, max_depth=12)\nprint(m)",
        "threshold = 0.7  # tuned\nprint(threshold)",
    )
    done = extracted(content)
    assert codes(done.content) == [
        "threshold = 0.7  # tuned\nn_estimators = 500\nmax_depth = 12",
        LEARN,
        "m = RandomForestClassifier(n_estimators=n_estimators, max_depth=max_depth)\nprint(m)",
        "print(threshold)",
    ]
    assert json.loads(done.content)["cells"][1]["metadata"] == {"tags": ["parameters"]}
    assert (done.left, done.home) == ((), "the cell tagged parameters")
    nbformat.validate(json.loads(done.content))
    assert done.content == as_jupyter(split(json.loads(done.content)))
    assert extracted(done.content).content == done.content


def test_the_cell_that_is_there_takes_more_and_a_name_that_is_taken_is_not_used() -> None:
    done = extracted(
        made(
            LEARN,
            "max_depth = 3\nm = RandomForestClassifier(max_depth=12)\nprint(m, max_depth, alpha)",
            tagged="alpha = 1",
        )
    )
    assert codes(done.content) == [
        "alpha = 1\nmax_depth = 3\nmax_depth_param = 12",
        LEARN,
        "m = RandomForestClassifier(max_depth=max_depth_param)\nprint(m, max_depth, alpha)",
    ]


def test_a_variable_that_is_set_twice_stays_where_it_is() -> None:
    done = extracted(made("epochs = 30\nprint(epochs)", "epochs = epochs + 1"))
    assert codes(done.content) == ["epochs_param = 30", "epochs = epochs_param\nprint(epochs)", "epochs = epochs + 1"]


@pytest.mark.parametrize("unseen", ["from numpy import *", "%run settings.ipynb", "%pylab inline"])
def test_no_statement_is_moved_above_what_may_set_it_too(unseen: str) -> None:
    done = extracted(made(unseen, "epochs = 30\nprint(epochs)"))
    assert codes(done.content) == ["epochs_param = 30", unseen, "epochs = epochs_param\nprint(epochs)"]


def test_no_statement_is_moved_that_hides_a_builtin() -> None:
    done = extracted(made("print(next(iter([1])))", "iter = 500"))
    assert codes(done.content) == ["iter_param = 500", "print(next(iter([1])))", "iter = iter_param"]


def test_two_statements_on_a_line_and_the_last_lines_of_a_cell() -> None:
    done = extracted(made("x = 'é😀'; batch_size = 64\nepochs = 30\nlearning_rate = 1e-3"))
    assert codes(done.content) == [
        "epochs = 30\nlearning_rate = 1e-3\nbatch_size_param = 64",
        "x = 'é😀'; batch_size = batch_size_param",
    ]


def test_lists_and_tuples_over_several_lines() -> None:
    done = extracted(
        made(LEARN, "RandomForestClassifier(hidden_layer_sizes=[64,\n    32], kernel_size=(3, 3))", tagged="")
    )
    assert codes(done.content) == [
        "hidden_layer_sizes = [64,\n    32]\nkernel_size = (3, 3)",
        LEARN,
        "RandomForestClassifier(hidden_layer_sizes=list(hidden_layer_sizes), kernel_size=tuple(kernel_size))",
    ]


def test_tuples_in_a_list_and_f_strings_in_which_nothing_is_filled_in() -> None:
    done = extracted(
        made(
            "import pandas as pd",
            'model = Sequential(hidden_layer_sizes=[(64, 1), (32, 1)])\npath = f"data/a.csv"\npd.read_csv(path)',
            tagged="",
        )
    )
    assert (done.left, codes(done.content)[0]) == ((), "hidden_layer_sizes = [(64, 1), (32, 1)]\na = 'data/a.csv'")


def test_a_calculation_is_moved_as_it_is() -> None:
    content = made(
        "batch_size = 2 * 32\nhidden_layer_sizes = [2 * 32, 8]\nprint(batch_size, hidden_layer_sizes)\n",
        "from learn import RandomForestClassifier\nprint(RandomForestClassifier(n_estimators=10 ** 2))\n",
    )
    done = extracted(content)
    assert [left.reason for left in done.left] == []
    assert codes(done.content)[0] == "batch_size = 2 * 32\nhidden_layer_sizes = [2 * 32, 8]\nn_estimators = 10 ** 2"
    assert codes(done.content)[2].endswith("print(RandomForestClassifier(n_estimators=n_estimators))\n")


def test_a_remedy_is_told_that_a_cell_takes_a_calculation() -> None:
    content = b"# %%\nbatch_size = 2 * 32\nprint(batch_size)\n"
    entries = [entry for group in keys.keyed([(one, "a") for one in find("a.py", content).found]) for entry in group]
    assert [entry.literal.name for entry in entries] == ["batch_size"]
    assert plans.reasons("a.py", content, entries, ConfigTarget(PAPERMILL, "a.py", "")) == {}


def test_what_is_below_a_restart_of_python_gets_a_cell_there() -> None:
    cells_of_it = (
        "threshold = 0.7\nprint(threshold)\n",
        "%pip install learn\ndbutils.library.restartPython()\n",
        "from learn import RandomForestClassifier\nprint(RandomForestClassifier(max_depth=12))\n",
    )
    done = extracted(made(*cells_of_it))
    assert [(left.entry.literal.name, left.reason) for left in done.left] == [
        ("threshold", "it is above cell 3, which restarts Python; move that cell up, or the literal below it")
    ]
    assert codes(done.content) == [
        *cells_of_it[:2],
        "max_depth = 12",
        "from learn import RandomForestClassifier\nprint(RandomForestClassifier(max_depth=max_depth))\n",
    ]
    again = extracted(done.content)
    assert again.content == done.content
    twice = extracted(made("dbutils.library.restartPython()\n", *cells_of_it))
    assert [left.reason for left in twice.left] == [
        "it is above cell 4, which restarts Python; move that cell up, or assign it by hand below cell 2"
    ]
    # What papermill sets has to live on.
    above = extracted(made(*cells_of_it, tagged="epochs = 3\n"))
    assert [left.reason for left in above.left][-1:] == [
        "cell 4 restarts Python, which clears what the cell tagged parameters sets; move that cell below it"
    ]


def test_what_is_above_the_cell_stays() -> None:
    content = json.loads(made("epochs = 30\nprint(epochs)", tagged="alpha = 1"))
    content["cells"].append(content["cells"].pop(1))
    done = extracted(json.dumps(content).encode())
    assert [left.reason for left in done.left] == [
        "it is above cell 3, tagged parameters; move that cell up, or the literal below it"
    ]
    assert done.content == json.dumps(content).encode()


@pytest.mark.parametrize("layout", ["one line", "a tab", "CRLF", "text", "escaped", "minor 2", "four blanks"])
def test_every_byte_that_is_not_code_stays(layout: str) -> None:
    content = made(
        "print('é')\n" + LEARN,
        "m = RandomForestClassifier(max_depth=12)\nprint(m)\nepochs = 30",
        minor=2 if layout == "minor 2" else 5,
    )
    book = json.loads(content)
    if layout == "one line":
        content = json.dumps(book).encode()
    elif layout == "text":
        for cell in book["cells"]:
            cell["source"] = "".join(cell["source"])
        content = json.dumps(book, indent=1).encode()
    elif layout in ("a tab", "four blanks"):
        content = json.dumps(book, indent="\t" if layout == "a tab" else 4, ensure_ascii=False).encode()
    elif layout == "CRLF":
        content = content.replace(b"\n", b"\r\n")
    elif layout == "escaped":
        content = json.dumps(book, indent=1).encode()
    done = extracted(content)
    assert codes(done.content)[0] == "epochs = 30\nmax_depth = 12"
    assert codes(done.content)[2] == "m = RandomForestClassifier(max_depth=max_depth)\nprint(m)"
    assert done.content.isascii() == content.isascii()
    assert (b"\r\n" in done.content, b"\n" in done.content.replace(b"\r\n", b"")) == (
        b"\r\n" in content,
        b"\n" in content.replace(b"\r\n", b""),
    )
    lost = [line for line in content.splitlines() if line not in done.content.splitlines()]
    assert len(lost) <= 3
    if layout not in ("one line", "text", "CRLF"):
        written = json.dumps(json.loads(done.content), ensure_ascii=content.isascii())
        assert re.sub(r"\s", "", done.content.decode()) == re.sub(r"\s", "", written)


def test_an_old_format_is_left() -> None:
    cell = b'{"cell_type": "code", "language": "python", "input": ["epochs = 30"]}'
    old = b'{"nbformat": 3, "worksheets": [{"cells": [%s]}]}' % cell
    done = extracted(old)
    assert [left.reason for left in done.left] == ["the notebook has an old format; open it and save it as nbformat 4"]
    assert done.content == old


def test_an_output_that_is_no_number_is_compared() -> None:
    content = made("epochs = 30\nprint(epochs)").replace(b'"outputs": []', b'"outputs": [NaN]')
    assert codes(extracted(content).content) == ["epochs = 30", "print(epochs)"]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"max_depth = 12", b"max_depth = 13"), (b"max_depth=max_depth", b"max_depth=m"), (b"print(m)", b"print(1)"),
     (b"# Churn", b"# churn"),
     (b"epochs = 30", b"epochs = 31"), (b'"tags": [\n     "parameters"', b'"tags": [\n     "parameter"')],
)  # fmt: skip
def test_a_planted_fault_is_stopped(old: bytes, new: bytes) -> None:
    content = made(LEARN, "m = RandomForestClassifier(max_depth=12)\nprint(m)\nepochs = 30\nprint(epochs)")

    def rewrite(*words: object) -> bytes:
        right = cells.rewrite(*words)  # type: ignore[arg-type]
        assert old in right
        return right.replace(old, new)

    found = find("a.ipynb", content).found
    groups = keys.keyed([(one, "a") for one in found])
    entries = [(one.cell or 0, entry) for one, group in zip(found, groups, strict=True) for entry in group]
    with pytest.raises(Unproved, match="so nothing was written"):
        notebook.extract("a.ipynb", content, entries, rewrite)


def outputs(content: bytes) -> list[str]:
    """What a real kernel prints, times aside."""
    from nbclient import NotebookClient

    whole = json.loads(content)
    for cell in whole["cells"]:
        cell["source"] = "".join(cell["source"])
    book = nbformat.from_dict(whole)  # type: ignore[no-untyped-call]
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    printed = [
        "".join(output.get("text", "") for output in cell.outputs) for cell in book.cells if cell.cell_type == "code"
    ]
    return [re.sub(r"(CPU|Wall).*", "", text) for text in printed if text.strip()]


def test_the_kernel_prints_the_same() -> None:
    content = made(
        LEARN + "\n%pwd\n!echo hi",
        "%%time\nm = RandomForestClassifier(n_estimators=500, max_depth=12)\nprint(m)",
        "files = !echo a\nthreshold = 0.7\nprint(threshold, files)",
        "max_depth = 3\nprint([RandomForestClassifier(max_depth=5, learning_rate=0.05) for _ in range(2)], max_depth)",
        "print(f'{RandomForestClassifier(max_depth=9)}')\nmax_depth += 1",
    )
    done = extracted(content)
    assert [left.reason for left in done.left] == [
        "it is inside an f-string; assign it to a name above the string first"
    ]
    assert len(done.moved) == 5
    assert outputs(done.content) == outputs(content)
