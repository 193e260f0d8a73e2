"""What every commit pays for: the imports of the clean path."""

from __future__ import annotations

import os
import subprocess
import sys

import commitworthy

SOURCE_ROOT = os.path.dirname(os.path.dirname(commitworthy.__file__))
FORBIDDEN = (
    "typing re subprocess argparse json pathlib dataclasses enum tomllib pathspec logging zipfile pickletools pickle "
    "functools contextlib datetime shutil tempfile struct zlib lzma bz2 commitworthy.formats.binary"
)
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
before = set(sys.modules)
from commitworthy.formats import detect, litter, pointers
# Begin like a model, a log or a table and lack what these need.
NONE = (
    b'{{"name": "a", "version": "1.0"}}', b'{{"version": 2, "added": 1}}', b'[{{"id": 1}}]', b'{{"cells": []}}',
    b"[project]", b"1,2 three", b"- 1:2", b"2024-01-01 10:00:00 up", b"10 PRINT", b"<html>", b"# notes", b"The end",
    b"@decorated",
)
for path in (b"a.py", b"a", b"a.md", b"a.csv", b"a.ipynb", b"data.dvc"):
    for head in (b"import a\\n", b"(define x)\\n", b"class A:\\n", b"version 2\\n", b"") + NONE:
        detect.sniff(path, len(head), head)
print(" ".join(set(sys.modules) - before))
"""


def test_text_imports_nothing_but_the_table() -> None:
    command = [sys.executable, "-I", "-S", "-c", PROGRAM.format(root=SOURCE_ROOT)]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "commitworthy.formats.detect" in imported
    assert "commitworthy.formats.binary" not in imported
    allowed = {"functools"} if "collections" in imported else set()  # namedtuple's own module brings it along
    assert set(imported) & set(FORBIDDEN.split()) <= allowed
