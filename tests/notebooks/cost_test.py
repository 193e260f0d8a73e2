"""What stripping may cost: modules, memory, time."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

import commitworthy
from commitworthy.notebooks.strip import strip, stripped_size
from commitworthy.notebooks.strip_options import DEFAULT
from tests.notebooks.make import STREAM, code, markdown, notebook
from tests.notebooks.peers import by_nbstripout

SOURCES = Path(commitworthy.__file__).parent.parent
HEAVY = set("typing re json json.decoder pathlib dataclasses enum functools contextlib tempfile shutil codecs".split())
SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
from commitworthy.notebooks.strip import strip
changed = strip(sys.stdin.buffer.read()).changes
print(len(changed), *sorted(set(sys.modules) - before))
"""


def imported(content: bytes) -> tuple[int, set[str]]:
    """How many changes a bare interpreter makes to `content`, and the modules that it takes in for that."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", SCRIPT, str(SOURCES)], input=content, capture_output=True, check=True
    )
    number, *modules = done.stdout.decode().split()
    return int(number), set(modules)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (notebook(code(source='"é"') + "," + markdown('"source": ""')), 0),
        (notebook(code(f"[{STREAM}]", "3", '{"collapsed": true, "keep_output": false}')), 3),
    ],
    ids=["a clean notebook", "a dirty one"],
)
def test_no_heavy_import(text: str, changes: int) -> None:
    number, modules = imported(text.encode())
    assert number == changes
    assert not modules & (HEAVY - {"codecs"})
    walked = {"commitworthy.notebooks.spans", "commitworthy.notebooks.plan"}
    assert bool(modules & walked) == bool(changes)


def large(outputs: int, lines: int) -> bytes:
    output = {
        "output_type": "stream",
        "name": "stdout",
        "text": [f"step {number} of many\n" for number in range(lines)],
    }
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output], "source": ["x\n"] * 9}
    return json.dumps(
        {"cells": [cell] * outputs, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1
    ).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_63_a_large_notebook_takes_little_memory_beside_itself(end: str) -> None:
    content = large(60, 8000).replace(b"\n", end.encode())
    assert len(content) > 12 << 20
    tracemalloc.start()
    try:
        size = stripped_size(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(content) / 2
    assert size == len(strip(content).content)


def test_63_less_than_half_the_time_of_nbstripout() -> None:
    content = large(20, 4000)
    start = time.process_time()
    ours = strip(content).content
    middle = time.process_time()
    theirs = by_nbstripout(content, DEFAULT)
    end = time.process_time()
    assert json.loads(ours)["cells"][0]["outputs"] == json.loads(theirs)["cells"][0]["outputs"] == []
    assert middle - start < (end - middle) / 2


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [' + " " * 3_000_000 + "]}",
        '{"cells": [' + "{}," * 60_000 + "{}]}",
        '{"cells": [{' + '"metadata": {"a": 1},' * 30_000 + '"outputs": [1]}]}',
        '{"cells": [{"metadata": {' + '"collapsed": 1,' * 30_000 + '"outputs": [1]}}]}',
        '{"cells": [{"outputs": [' + "[]," * 1_000_000 + "[]]}]}",
        '{"cells": [{' + '"outputs": [1],' * 30_000 + '"outputs": [1]}]}',
        "\n" * 3_000_000 + '{"cells": []}',
    ],
    ids=[
        "blanks",
        "cells",
        "members",
        "volatile members",
        "outputs",
        "outputs of one cell many times",
        "leading line ends",
    ],
)
def test_a_hostile_notebook_takes_no_more_than_linear_time(text: str) -> None:
    start = time.process_time()
    assert stripped_size(text.encode()) is not None
    assert time.process_time() - start < 5
