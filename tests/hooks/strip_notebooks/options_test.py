"""The options of strip-notebooks, by flag, by policy file, and taken back by a flag."""

from __future__ import annotations

import json

import pytest

from tests.notebooks.make import STREAM, code, markdown, notebook
from tests.repo import Outcome, Repo

HOOK = "strip-notebooks"
SMALL = '{"name": "stderr", "output_type": "stream", "text": "w"}'
ERROR = '{"ename": "E", "evalue": "", "output_type": "error", "traceback": []}'
FIGURE = '{"data": {"image/png": "AA==", "text/plain": "<Figure>"}, "metadata": {}, "output_type": "display_data"}'
RICH = notebook(
    code(f"[{STREAM}, {SMALL}, {ERROR}, {FIGURE}]", "7", '{"colour": 1, "tags": ["x"]}'),
    '{"kernelspec": {"display_name": "c", "name": "env", "language": "python"}, "widgets": {}, "own": {"a": 1}}',
)
EMPTY = notebook(code(source='""') + ", " + code() + ", " + markdown('"metadata": {}, "source": []'))
INIT = notebook(code(f"[{STREAM}]", "null", '{"init_cell": true}'))
ATTACHED = notebook(
    markdown('"metadata": {}, "attachments": {"a.png": {}, "b.png": {}}, "source": "![](attachment:a.png)"')
)
IDS = notebook('{"cell_type": "raw", "id": "z9", "metadata": {}, "source": ""}')

# Flags, the lines of a policy that mean the same, the notebook, and a text that is there only with the option (or, with
# a dash before it, only without it).
CASES = {
    "keep-output": (["--keep-output"], "keep-output = true", RICH, STREAM),
    "keep-count": (["--keep-count"], "keep-count = true", RICH, '"execution_count": 7'),
    "keep-widgets": (["--keep-widgets"], "keep-widgets = true", RICH, '"widgets": {}'),
    "strip-init-cells": (["--strip-init-cells"], "strip-init-cells = true", INIT, "-" + STREAM),
    "50 max-output": (["--max-output", "57"], 'max-output = "57 bytes"', RICH, SMALL),
    "51 keep-types": (["--keep-type", "stream:stderr"], 'keep-types = ["stream:stderr"]', RICH, SMALL),
    "51 drop-types": (["--drop-type", "error"], 'drop-types = ["error"]', RICH, FIGURE),
    "51 keep-mimes": (["--keep-mime", "text/*"], 'keep-mimes = ["text/*"]', RICH, '{"text/plain": "<Figure>"}'),
    "51 drop-mimes": (["--drop-mime", "image/*"], 'drop-mimes = ["image/*"]', RICH, '{"text/plain": "<Figure>"}'),
    "keep-text": (["--keep-text", "^w$"], 'keep-text = ["^w$"]', RICH, SMALL),
    "drop-text": (["--drop-text", "Figure"], 'drop-text = ["Figure"]', RICH, SMALL),
    "groups": (["--group", "colab"], 'groups = ["colab"]', RICH, '"widgets": {}'),
    "strip-keys": (["--strip-key", "metadata.own.*"], 'strip-keys = ["metadata.own.*"]', RICH, '-"a": 1'),
    "keep-keys": (["--keep-key", "metadata.widgets"], 'keep-keys = ["metadata.widgets"]', RICH, '"widgets": {}'),
    "52 drop-empty-cells": (["--drop-empty-cells"], "drop-empty-cells = true", EMPTY, "-markdown"),
    "52 drop-tagged": (["--drop-tagged", "x"], 'drop-tagged = ["x"]', RICH, "-colour"),
    "47 ids sequential": (["--ids", "sequential"], 'ids = "sequential"', IDS, '"id": "0"'),
    "47 ids drop": (["--ids", "drop"], 'ids = "drop"', IDS, '"nbformat_minor": 4'),
    "44 normalize-kernel": (["--normalize-kernel"], "normalize-kernel = true", RICH, "Python 3 (ipykernel)"),
    "kernel-name": (["--kernel-name", "team"], 'kernel-name = "team"', RICH, '"display_name": "team"'),
    "45 drop-unused-attachments": (
        ["--drop-unused-attachments"], "drop-unused-attachments = true", ATTACHED, '-"b.png"',
    ),
}  # fmt: skip


def stripped(repo: Repo, text: str, *words: str) -> str:
    repo.stage("a.ipynb", text)
    outcome = repo.run(HOOK, *words)
    assert outcome.status in (0, 1), outcome
    found = (repo.top / "a.ipynb").read_text()
    json.loads(found)
    return found


def has(found: str, wanted: str) -> bool:
    """Whether a result looks as it does with the option."""
    return wanted[1:] not in found if wanted.startswith("-") else wanted in found


@pytest.mark.parametrize(("flags", "lines", "text", "wanted"), CASES.values(), ids=CASES)
def test_by_flag_and_by_file(repo: Repo, flags: list[str], lines: str, text: str, wanted: str) -> None:
    assert not has(stripped(repo, text), wanted)
    by_flag = stripped(repo, text, *flags)
    assert has(by_flag, wanted)
    repo.stage("commitworthy.toml", f"[strip-notebooks]\n{lines}\n")
    assert stripped(repo, text) == by_flag


SWITCHES = [flags[0] for flags, *_ in CASES.values() if len(flags) == 1]


@pytest.mark.parametrize("flag", SWITCHES)
def test_a_switch_is_taken_back(repo: Repo, flag: str) -> None:
    _, lines, text, wanted = next(case for case in CASES.values() if case[0] == [flag])
    repo.stage("commitworthy.toml", f"[strip-notebooks]\n{lines}\n")
    assert not has(stripped(repo, text, flag.replace("--", "--no-", 1)), wanted)


def test_a_flag_beats_the_file(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[strip-notebooks]\nids = "drop"\n')
    assert '"id": "0"' in stripped(repo, IDS, "--ids", "sequential")


def test_only_the_staged_policy_counts(repo: Repo) -> None:
    repo.write("commitworthy.toml", "[strip-notebooks]\nkeep-count = true\n")
    repo.stage("a.ipynb", RICH)
    outcome = repo.run(HOOK)
    assert outcome.status == 1
    assert "to use it: git add commitworthy.toml" in outcome.err
    assert '"execution_count": null' in (repo.top / "a.ipynb").read_text()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["--group", "jupiter"],
            "'jupiter' is not a group of metadata; there are jupyter, language-version, colab, deepnote, kaggle, ",
        ),
        (["--strip-key", "cell.source"], "strip-notebooks: 'cell.source' would strip a part that every cell needs"),
        (
            ["--strip-key", "tags"],
            "strip-notebooks: 'tags' is not a key; write metadata.NAME, or cell.metadata.NAME for those of the cells",
        ),
        (["--drop-text", "("], "is not a regular expression"),
    ],
)
def test_options_that_cannot_be_meant(repo: Repo, words: list[str], line: str) -> None:
    repo.stage("a.ipynb", RICH)
    outcome = repo.run(HOOK, *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert line in outcome.err
    assert outcome.err.count("\n") == 1
    assert (repo.top / "a.ipynb").read_text() == RICH


def test_validate_asks_the_schema(repo: Repo) -> None:
    text = notebook('{"cell_type": "raw", "source": ""}', version='"nbformat": 4, "nbformat_minor": 4')
    repo.stage("a.ipynb", text)
    assert repo.run(HOOK) == Outcome(0, "", "")
    outcome = repo.run(HOOK, "--validate")
    assert outcome.status == 1
    assert outcome.out.startswith("a.ipynb: NBK006 invalid-notebook: It is not valid for format 4.4: ")
    repo.stage("a.ipynb", EMPTY.replace(": 5}", ": 4}"))
    assert repo.run(HOOK, "--validate") == Outcome(0, "", "")


def test_53_a_zeppelin_note(repo: Repo) -> None:
    text = '{\n  "paragraphs": [ {"text": "%md", "results": {"code": "SUCCESS", "msg": [1]}} ],\n  "id": "2A"\n}\n'
    repo.stage("a.zpln", text)
    outcome = repo.run(HOOK)
    assert outcome.status == 1
    assert "a.zpln: NBK001 dirty-notebook: stripped 1 output (" in outcome.out
    assert (repo.top / "a.zpln").read_text() == text.replace('{"code": "SUCCESS", "msg": [1]}', "{}")
    repo.stage("a.zpln")
    assert repo.run(HOOK, "--validate") == Outcome(0, "", "")
    repo.stage("commitworthy.toml", '[[strip-notebooks.keep]]\npaths = ["a.zpln"]\nbecause = "x"\n')
    repo.stage("a.zpln", text)
    assert repo.run(HOOK) == Outcome(0, "", "")


@pytest.mark.parametrize(("flags", "text"), [(flags, text) for flags, _, text, _ in CASES.values()], ids=CASES)
def test_the_remedy_has_the_options_of_the_call(repo: Repo, flags: list[str], text: str) -> None:
    expected = stripped(repo, text, *flags)
    repo.stage("a.ipynb", text)
    outcome = repo.run(HOOK, "--check", *flags, "a.ipynb")
    strip = next((line for line in outcome.out.splitlines() if line.startswith("    strip it:")), "")
    assert bool(strip) is (expected != text)
    assert repo.shell(strip.partition(":")[2]).status == (1 if strip else 0)
    assert (repo.top / "a.ipynb").read_text() == expected


def test_the_remedy_strips_the_file_on_disk_where_the_call_looked_at_it(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook(code(source='"x"'))).commit()
    repo.write("a.ipynb", notebook(code(f"[{STREAM}]", source='"x"')))
    words = (HOOK, "--check", "--on-disk", "a.ipynb")
    outcome = repo.run(*words)
    assert "commitworthy strip-notebooks --on-disk -- a.ipynb\n" in outcome.out
    strip = next(line for line in outcome.out.splitlines() if line.startswith("    strip it:"))
    assert repo.shell(strip.partition(":")[2]).status == 1
    assert repo.run(*words).status == 0


def test_the_remedy_takes_back_what_the_call_takes_back(repo: Repo) -> None:
    repo.stage("commitworthy.toml", "[strip-notebooks]\nkeep-count = true\n")
    repo.stage("a.ipynb", RICH)
    out = repo.run(HOOK, "--check", "--no-keep-count", "--strip-key", "metadata.it's", "a.ipynb").out
    assert "commitworthy strip-notebooks --no-keep-count '--strip-key=metadata.it'\"'\"'s' -- a.ipynb\n" in out
