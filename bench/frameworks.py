"""The four hooks, and the one combined, under the real pre-commit and the real prek, beside three usual hooks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bench.environment import ROOT
from bench.timer import Case

if TYPE_CHECKING:
    from bench.page import Programs
    from bench.repositories import Repository

FRAMEWORKS = ("pre-commit", "prek")
TRIO, FOUR, ONE, NOTHING = "three usual hooks", "our four hooks", "our combined hook", "four hooks that do nothing"
# Of the time of the three usual hooks.
LIMITS = ((f"{FOUR}, cold", 2), (f"{FOUR}, warm", 1), (f"{ONE}, warm", 0.7))
# Below this no cold run of a hook gets that reads programs by Python's own parser.
PARSER = "ast.parse of each program, nothing else"
_PARSE = """\
import ast, sys
for name in sys.stdin.read().split("\\0")[:-1]:
    with open(name, "rb") as file:
        ast.parse(file.read())
"""
HOOKS = ("block-artifacts", "strip-notebooks", "require-lfs", "flag-parameters")
# As the manifests of their projects have them; ruff keeps its cache, and none refuses anything: a baseline is large.
_USUAL = """\
      - id: check-added-large-files
        name: check for added large files
        entry: {scripts}/check-added-large-files --enforce-all --maxkb=100000
        language: system
      - id: nbstripout
        name: nbstripout
        entry: {scripts}/nbstripout
        language: system
        types: [jupyter]
      - id: ruff
        name: ruff
        entry: {scripts}/ruff check --force-exclude --select PLR2004 --exit-zero
        language: system
        types_or: [python, pyi, jupyter]
        require_serial: true
"""
_NOTHING = """\
      - id: nothing-{number}
        name: nothing
        entry: /bin/true
        language: system
"""


def name(framework: str, what: str) -> str:
    """Of a case."""
    return f"{framework}, {what}"


def cases(programs: Programs, repository: Repository) -> list[Case]:
    """All tracked files handed over by each framework; the three usual hooks are the peer."""
    named = programs.names([name for name in repository.tracked() if name.endswith(".py")])
    four, one = _ours(programs, HOOKS), _ours(programs, ("commitworthy",))
    nothing = "".join(_NOTHING.format(number=number) for number in range(len(HOOKS)))
    floor = (programs.path("python"), "-c", _PARSE)
    made = [Case(PARSER, floor, given=named, peer=name(FRAMEWORKS[0], TRIO))]
    for framework in FRAMEWORKS:
        for what, hooks, forget in (
            (TRIO, _USUAL.format(scripts=programs.scripts), False),
            (NOTHING, nothing, False),
            (f"{FOUR}, cold", four, True),
            (f"{FOUR}, warm", four, False),
            (f"{ONE}, cold", one, True),
            (f"{ONE}, warm", one, False),
        ):
            config = programs.file(f"{what}.yaml", f"repos:\n  - repo: local\n    hooks:\n{hooks}")
            command = (programs.path(framework), "run", "--all-files", "--config", config)
            peer = "" if what == TRIO else name(framework, TRIO)
            made.append(Case(name(framework, what), command, peer=peer, forget=forget))
    return made


def _ours(programs: Programs, ids: tuple[str, ...]) -> str:
    """As our own manifest has them, started from the environment that is measured."""
    with open(os.path.join(ROOT, ".pre-commit-hooks.yaml"), encoding="utf-8") as file:
        hooks = file.read().split("- id: ")
    chosen = ["- id: " + hook.rstrip() for hook in hooks if hook.split("\n")[0] in ids]
    text = "\n".join(line for hook in chosen for line in hook.splitlines() if not line.startswith("#"))
    text = text.replace("language: python", "language: system")
    text = text.replace("entry: commitworthy", f"entry: {programs.path('commitworthy')}")
    return "".join(f"      {line}\n" for line in text.splitlines())
