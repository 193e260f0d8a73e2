"""What the page about extract counts, on a repository of two programs; and what a program does, played."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from bench import extracts, replay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo import Repo

TRAIN = """\
import os, shutil, subprocess
from learn import *
from torch import nn
class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.layer = nn.Linear(size, out_features=12)
    def forward(self, x): return self.layer(x) * 3
def fit(frame):
    open("gone.txt", "w").write("x")
    shutil.rmtree("/nowhere"); os.remove("train.py"); subprocess.run(["rm", "train.py"])
    return RandomForestClassifier(n_estimators=500).fit(frame)
"""


def test_the_figures(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.stage("train.py", TRAIN).stage("rest.py", 'f = f"{SVC(C=12.5)}"\n').commit("all")
    extracts.main([str(repo.top), "--samples", "1"])
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    reason = "it is inside an f-string; assign it to a name above the string first"
    assert [line for line in lines if " ms of " not in line] == [
        "1 repositories",
        "2 programs and notebooks",
        "2 programs with findings",
        "4 literals flagged, certain or likely",
        "4 literals flagged, plain",
        "3 literals moved",
        "3 literals moved, plain",
        "1 changed programs",
        "1 changed programs that compile",
        "1 changed programs played before and after",
        "19 things done by them",
        "1 changed programs that do the same",
        f"1 left: {reason}",
        f"SAMPLE {repo.top.name} rest.py:1:14 C = 12.5 stays: {reason}",
    ]


def events(place: Path, text: str) -> list[str]:
    return replay.events(str(place), [ast.parse(text)], str(place.parent))


def test_a_program_is_played_without_its_libraries_and_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "train.py"
    place.write_text(TRAIN)
    done = events(place, TRAIN)
    assert "torch.nn.Linear(<size>, out_features=12)" in done
    assert "RandomForestClassifier(n_estimators=500)" in done
    assert "RandomForestClassifier().fit(<frame>)" in done
    assert "subprocess.run(['rm', 'train.py'])" in done
    assert [path.name for path in tmp_path.iterdir()] == ["train.py"]
    assert events(place, TRAIN) == done


@pytest.mark.parametrize(
    ("old", "new"), [("500", "501"), ("12", '"12"'), ("* 3", "* 4"), ('"x"', '"y"'), ("size, out", "1, out")]
)
def test_a_program_that_does_something_else_is_known(tmp_path: Path, old: str, new: str) -> None:
    assert events(tmp_path / "train.py", TRAIN.replace(old, new)) != events(tmp_path / "train.py", TRAIN)
