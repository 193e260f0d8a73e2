"""`--diff`: a patch that git takes."""

from __future__ import annotations

import json
import os

import pytest

from tests.names import NAMES_THAT_HURT, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo

HOOK = "strip-notebooks"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
CLEAN = notebook(code())
PRETTY = json.dumps(json.loads(DIRTY), indent=1) + "\n"
PATCH = """\
--- a/a.ipynb
+++ b/a.ipynb
@@ -2,17 +2,9 @@
  "cells": [
   {
    "cell_type": "code",
-   "execution_count": 3,
+   "execution_count": null,
    "metadata": {},
-   "outputs": [
-    {
-     "name": "stdout",
-     "output_type": "stream",
-     "text": [
-      "1\\n"
-     ]
-    }
-   ],
+   "outputs": [],
    "source": "x"
   }
  ],
"""


def test_a_patch_and_nothing_written(repo: Repo) -> None:
    repo.stage("a.ipynb", PRETTY)
    assert repo.run(HOOK, "--diff") == repo.run(HOOK, "--diff", "a.ipynb") == Outcome(1, PATCH, "")
    assert (repo.top / "a.ipynb").read_text() == PRETTY


def test_a_clean_notebook_gives_none(repo: Repo) -> None:
    repo.stage("a.ipynb", CLEAN)
    assert repo.run(HOOK, "--diff") == Outcome(0, "", "")


@pytest.mark.parametrize(
    "text",
    [PRETTY, DIRTY, DIRTY.strip(), PRETTY.replace("\n", "\r\n"), "\ufeff" + PRETTY, PRETTY.replace('"x"', '"é\u2028"')],
    ids=["indented", "one line", "no line end", "CRLF", "a mark", "characters"],
)
@pytest.mark.parametrize("cached", [[], ["--cached"]], ids=["file", "index"])
def test_git_apply_takes_it(repo: Repo, text: str, cached: list[str]) -> None:
    repo.stage("a.ipynb", text)
    patch = repo.run(HOOK, "--diff").out
    repo.git("apply", *cached, "--whitespace=nowarn", "-", send=patch.encode())
    if not cached:
        repo.stage("a.ipynb")
    assert repo.run(HOOK, "--diff") == Outcome(0, "", "")
    assert STREAM not in repo.git("show", ":a.ipynb")


def test_names_that_hurt(repo: Repo) -> None:
    for name in NAMES_THAT_HURT:
        path = raw(name) + b".ipynb"
        repo.stage(path, PRETTY)
        outcome = repo.run(HOOK, "--diff", "--", os.fsdecode(path))
        assert outcome.status == 1
        assert all(character.isprintable() for character in outcome.out.replace("\n", "").replace("\t", "")), name
        repo.git("apply", "-", send=outcome.out.encode())
        repo.stage(path)
        assert repo.run(HOOK) == Outcome(0, "", "")


def test_from_a_folder_below(repo: Repo) -> None:
    repo.stage("sub/a.ipynb", PRETTY)
    outcome = repo.run(HOOK, "--diff", "a.ipynb", cwd="sub")
    assert outcome.out.startswith("--- a/sub/a.ipynb\n+++ b/sub/a.ipynb\n")
    assert repo.shell(f"git apply - <<'END'\n{outcome.out}END", "sub").status == 0
    repo.stage("sub/a.ipynb")
    assert repo.run(HOOK) == Outcome(0, "", "")


def test_a_broken_notebook_is_said_and_stops_no_other(repo: Repo) -> None:
    repo.stage("a.ipynb", PRETTY)
    repo.stage("b.ipynb", "hello")
    outcome = repo.run(HOOK, "--diff")
    assert (outcome.status, outcome.out) == (2, PATCH)
    assert outcome.err.startswith("commitworthy: b.ipynb:1: not a notebook: ")


def test_what_the_policy_keeps_has_none(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[[strip-notebooks.keep]]\npaths = ["a.ipynb"]\nbecause = "x"\n')
    repo.stage("a.ipynb", PRETTY)
    assert repo.run(HOOK, "--diff") == Outcome(0, "", "")


def test_an_untracked_file_and_a_folder(repo: Repo) -> None:
    repo.write("nb/a.ipynb", PRETTY)
    assert repo.run(HOOK, "--diff", "nb").out == PATCH.replace("/a.ipynb", "/nb/a.ipynb")
