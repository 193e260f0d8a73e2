"""Programs that a machine wrote: much of one kind, which must not cost its square."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.repo import Repo, executable

resource = pytest.importorskip("resource", reason="not on this system")

if TYPE_CHECKING:
    from collections.abc import Callable

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{one}: &{one} [{','.join([f'*{before}'] * 9)}]\n" for before, one in zip("abcdefghi", "bcdefghij", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{one}: &{one} {{<<: [{','.join([f'*{before}'] * 9)}]}}\n"
    for before, one in zip("abcdefghi", "bcdefghij", strict=True)
)
PROGRAMS: dict[str, tuple[Callable[[int], str], Callable[[int], int]]] = {
    "a name of many letters": (lambda n: "a" * 250 * n + " = 0.001\n", lambda n: 1),
    "values of one name": (lambda n: "".join(f"n_estimators = {k + 2}\n" for k in range(n)), lambda n: n),
    "calls": (lambda n: "".join(f"m = SVC(C={k}.5)\n" for k in range(n)), lambda n: n),
    "comments": (
        lambda n: "".join(
            f"n_estimators = {k + 2}  # commitworthy: ignore[hyperparameter-variable] so\n" for k in range(n)
        ),
        lambda n: 0,
    ),
    "a number of many digits": (
        lambda n: f"n_estimators = 0x{'f' * 250 * n}\nmax_depth = [0x{'f' * 25 * n}, 7]\n",
        lambda n: 0,
    ),
}
FEW, TIMES = 500, 8
# Of the processor; only what would never end takes them.
MOST_SECONDS = 120


# Of which a few hundred hide the square.
LAST = "m.fit(x, learning_rate=0.013)\n"
LARGE: dict[str, tuple[str, int, Callable[[int], str]]] = {
    "findings that can be moved": (
        "flag-parameters",
        1000,
        lambda n: "".join(f"m{k}.fit(x, epochs={k}, learning_rate=0.{k + 1})\n" for k in range(n)),
    ),
    "a patch among equal lines": ("extract", 2000, lambda n: "# Generated.\n" * n + LAST),
    "a patch behind one statement": ("extract", 2000, lambda n: "x = " + "\\\n" * n + f"1\n{LAST}"),
}


def call(repo: Repo, *words: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """The command's end, and the seconds of the processor that it took: others who work here do not count."""
    command = [executable("commitworthy"), *words]
    limit = resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS)
    before = os.times()
    done = subprocess.run(
        command,
        cwd=repo.top,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(*limit),
    )
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return done, spent


@pytest.mark.parametrize("program", PROGRAMS)
def test_much_of_one_kind_takes_no_more_than_its_share_of_time(repo: Repo, program: str) -> None:
    """Eight times as much takes eight times as long, start included; its square would be sixty-four times."""
    text, literals = PROGRAMS[program]
    spent = []
    for count in (FEW, FEW * TIMES):
        repo.stage("a.py", text(count))
        done, seconds = call(repo, "flag-parameters", "--format", "json", "--strict")
        assert (done.returncode, done.stderr) == (1 if literals(count) else 0, "")
        assert sum(len(json.loads(line)["literals"]) for line in done.stdout.splitlines()) == literals(count)
        spent.append(seconds)
    assert spent[1] < 3 * TIMES * spent[0], spent


@pytest.mark.parametrize("program", LARGE)
def test_neither_does_what_is_said_of_it(repo: Repo, program: str) -> None:
    command, count, text = LARGE[program]
    spent = []
    for times in (1, TIMES):
        repo.stage("a.py", text(count * times))
        done, seconds = call(repo, command, *(("a.py", "--dry-run") if command == "extract" else ()))
        assert done.returncode == (0 if command == "extract" else 1), done
        spent.append(seconds)
    assert spent[1] < 2 * TIMES * spent[0], spent


@pytest.mark.parametrize("bomb", [BOMB, MERGES], ids=["aliases", "merges"])
def test_a_config_file_that_stands_for_billions_of_values_is_left_alone(repo: Repo, bomb: str) -> None:
    repo.write("params.yaml", bomb)
    repo.stage("a.py", "n_estimators = 500\n")
    done, _ = call(repo, "flag-parameters", "--write-params", "params.yaml")
    assert (done.returncode, done.stderr) == (
        2,
        "commitworthy: params.yaml:7: too large once its aliases are expanded; fix it or name another file\n",
    )
    assert (repo.top / "params.yaml").read_text() == bomb
