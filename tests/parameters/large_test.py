"""Programs that a machine wrote: much of one kind, which must not cost its square; the limit is some hundredfold."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.repo import Repo, executable

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{one}: &{one} [{','.join([f'*{before}'] * 9)}]\n" for before, one in zip("abcdefghi", "bcdefghij", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{one}: &{one} {{<<: [{','.join([f'*{before}'] * 9)}]}}\n"
    for before, one in zip("abcdefghi", "bcdefghij", strict=True)
)
PROGRAMS = {
    "a name of a million letters": ("a" * 1_000_000 + " = 0.001\n", 1),
    "twenty thousand values of one name": (
        "".join(f"n_estimators = {number}\n" for number in range(2, 20_000)),
        19_998,
    ),
    "twenty thousand calls": ("".join(f"m = SVC(C={number}.5)\n" for number in range(20_000)), 20_000),
    "thirty thousand comments": (
        "".join(
            f"n_estimators = {number}  # commitworthy: ignore[hyperparameter-variable] so\n"
            for number in range(2, 30_000)
        ),
        0,
    ),
    "a number of a million digits": (f"n_estimators = 0x{'f' * 1_000_000}\nmax_depth = [0x{'f' * 100_000}, 7]\n", 0),
}


def call(repo: Repo, *words: str) -> subprocess.CompletedProcess[str]:
    command = [executable("commitworthy"), "flag-parameters", *words]
    return subprocess.run(command, cwd=repo.top, capture_output=True, text=True, timeout=50, check=False)


@pytest.mark.parametrize("program", PROGRAMS)
def test_much_of_one_kind_is_judged(repo: Repo, program: str) -> None:
    text, literals = PROGRAMS[program]
    repo.stage("a.py", text)
    done = call(repo, "--format", "json")
    assert (done.returncode, done.stderr) == (1 if literals else 0, "")
    assert sum(len(json.loads(line)["literals"]) for line in done.stdout.splitlines()) == literals


@pytest.mark.parametrize("bomb", [BOMB, MERGES], ids=["aliases", "merges"])
def test_a_config_file_that_stands_for_billions_of_values_is_left_alone(repo: Repo, bomb: str) -> None:
    repo.write("params.yaml", bomb)
    repo.stage("a.py", "n_estimators = 500\n")
    done = call(repo, "--write-params", "params.yaml")
    assert (done.returncode, done.stderr) == (
        2,
        "commitworthy: params.yaml:7: too large once its aliases are followed; mend it or name another file\n",
    )
    assert (repo.top / "params.yaml").read_text() == bomb
