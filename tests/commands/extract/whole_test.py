# ruff: noqa: E501
"""Programs to which one more key is more than that: they hand the config on whole, change it, or look at names."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.commands.extract.learn import LEARN

if TYPE_CHECKING:
    from tests.repo import Repo

DATACLASS = """\
from dataclasses import asdict, dataclass
from learn import RandomForestClassifier
@dataclass
class Config:
    out: str = "x"
config = Config()
def fit(out): return RandomForestClassifier(max_depth=9, out=out)
"""
ARGPARSE = """\
import argparse
from learn import RandomForestClassifier
def fit(out): return out
parser = argparse.ArgumentParser()
parser.add_argument("--out")
args = parser.parse_args([])
"""
HYDRA = """\
import hydra
def fit(max_depth=0, out=""): print(max_depth, out)
RandomForestClassifier = fit
@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg):
    {}
main()
"""
LOADED = 'import os, yaml\nfrom learn import RandomForestClassifier\nos.chdir(os.path.dirname(__file__))\nparams = yaml.safe_load(open("params.yaml"))\n'
WHOLE = "max_depth = 9 stays: {} is handed on whole, so that {} more would be an argument more"
FIELD, OPTION, KEY = WHOLE.format("config", "a field"), WHOLE.format("args", "an option"), WHOLE.format("cfg", "a key")


class Case(NamedTuple):
    """A program, what its config file has, a line of it afterwards, and the line on what stays."""

    text: str
    holds: str = ""
    stays: str = ""
    config: tuple[str, str] = ("", "")


CASES = {
    "a dataclass by asdict": Case(DATACLASS + "print(fit(**asdict(config)))\n", stays=FIELD),
    "a dataclass by another name": Case(DATACLASS + "words = vars(config)\nprint(fit(**words))\n", stays=FIELD),
    "a dataclass by its dict": Case(DATACLASS + "print(fit(**config.__dict__))\n", stays=FIELD),
    "a dataclass of which one field is handed on": Case(
        DATACLASS + "print(fit(**dict(out=config.out)))\n", "max_depth=config.max_depth"
    ),
    "a dataclass that gets a field from outside": Case(
        DATACLASS + 'config.max_depth = len("abc")\nprint(fit(1), config.max_depth)\n', stays="max_depth = 9 stays: Config has max_depth already"
    ),
    "argparse by another name": Case(
        ARGPARSE + "words = vars(args)\nprint(RandomForestClassifier(max_depth=9), fit(**words))\n", stays=OPTION
    ),
    "argparse with more beside it": Case(
        ARGPARSE + "words = {**vars(args)}\nprint(RandomForestClassifier(max_depth=9), fit(**words))\n", stays=OPTION
    ),
    "argparse in a class, whose methods do not see it": Case(
        "import argparse\nfrom learn import RandomForestClassifier\nclass Run:\n    parser = argparse.ArgumentParser()\n"
        '    parser.add_argument("--out")\n    args = parser.parse_args([])\n'
        "    model = RandomForestClassifier(n_estimators=500)\n"
        "    def fit(self): return RandomForestClassifier(max_depth=9)\nprint(Run.model, Run().fit())\n",
        "n_estimators=args.n_estimators",
        "max_depth = 9 stays: args is not to be had in fit(); hand it over first, or say --holder plain",
    ),
    "argparse and a list of lists": Case(
        ARGPARSE + "print(RandomForestClassifier(hidden_layer_sizes=[[64, 32], [1, 2]]))\n",
        stays="hidden_layer_sizes = [[64, 32], [1, 2]] stays: an option has no type for it",
    ),
    "argparse and a word of Python": Case(
        ARGPARSE.replace("RandomForestClassifier", "XGBRegressor")
        + 'more = {"lambda": 1.5, "objective": "reg:squarederror"}\nprint(XGBRegressor(**more))\n',
        '"lambda": args.lambda_value',
    ),
    "click and a capital letter": Case(
        "import click\nfrom learn import SVC\n@click.command()\n@click.option('--out')\ndef main(out):\n"
        "    print(SVC(C=12.5))\nmain()\n",
        '@click.option("--C", "C", type=float, default=12.5)',
    ),
    "hydra": Case(
        HYDRA.format("fit(max_depth=9, **cfg)"), stays=KEY, config=("conf/config.yaml", "out: a\n")
    ),
    "hydra, a section by another name": Case(
        HYDRA.format("words = cfg.model\n    RandomForestClassifier(max_depth=9, **words)"),
        "max_depth=cfg.random_forest.max_depth",
        config=("conf/config.yaml", "model:\n  out: b\n"),
    ),
    "hydra, a section that is set": Case(
        HYDRA.format('cfg.model = {"out": "b"}\n    RandomForestClassifier(max_depth=9)'),
        stays="max_depth = 9 stays: the program gives cfg values of its own there",
        config=("conf/config.yaml", "model:\n  out: b\n"),
    ),
    "params, a section by another name": Case(
        LOADED + 'words = params["model"]\nprint(RandomForestClassifier(max_depth=9, **words))\n',
        'max_depth=params["random_forest"]["max_depth"]',
        config=("params.yaml", "model:\n  out: b\n"),
    ),
    "params, another value of the same thing in another section": Case(
        LOADED + "print(RandomForestClassifier(max_depth=9))\n",
        stays="max_depth = 9 stays: params.yaml has another value for models.RandomForest.max_depth: 7",
        config=("params.yaml", "models:\n  RandomForest:\n    max_depth: 7\n"),
    ),
    "params, by another name": Case(
        LOADED + "words = dict(params)\nprint(RandomForestClassifier(max_depth=9, **words))\n",
        stays=WHOLE.format("params", "a key"),
        config=("params.yaml", "out: b\n"),
    ),
    "params, a section that is set": Case(
        LOADED + 'params["model"] = {}\nprint(RandomForestClassifier(max_depth=9))\n',
        'max_depth=parameters["model"]["max_depth"]',
        config=("params.yaml", "out: b\n"),
    ),
    "params, a method that changes it": Case(
        LOADED + "params.update(model={})\nprint(RandomForestClassifier(max_depth=9))\n",
        'max_depth=parameters["model"]["max_depth"]',
        config=("params.yaml", "out: b\n"),
    ),
}  # fmt: skip


def printed(repo: Repo) -> str:
    env = {**os.environ, "PYTHONPATH": str(repo.top)}
    command = [sys.executable, repo.path("train.py")]
    done = subprocess.run(command, cwd=repo.top, capture_output=True, text=True, env=env, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_program_prints_the_same(repo: Repo, case: Case) -> None:
    repo.write("learn.py", LEARN)
    repo.write("train.py", case.text)
    if case.config[0]:
        repo.write(*case.config)
        repo.git("add", case.config[0])
    expected = printed(repo)
    outcome = repo.run("extract", "train.py")
    said = [line.partition(": ")[2] for line in outcome.out.splitlines() if " stays: " in line]
    assert (outcome.status, outcome.err, said) == (bool(case.stays), "", [case.stays] if case.stays else [])
    with open(repo.path("train.py"), encoding="utf-8") as file:
        after = file.read()
    assert case.holds in after
    assert (after == case.text) is not bool(case.holds)
    assert printed(repo) == expected


def test_what_would_not_compile_is_not_written(repo: Repo) -> None:
    text = "from __future__ import annotations; batch_size = 64\nprint(batch_size)\n"
    repo.write("train.py", text)
    outcome = repo.run("extract", "train.py")
    reason = "the rewritten file would not compile: from __future__ imports must occur at the beginning of the file"
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"commitworthy: train.py: {reason}, so nothing was written\n"
    with open(repo.path("train.py"), encoding="utf-8") as file:
        assert file.read() == text
