# ruff: noqa: E501
"""Every home of parameters with the program that it belongs to, run before and after, and with another value."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests import luck
from tests.commands.extract.learn import LEARN
from tests.repo import BIN

if TYPE_CHECKING:
    from tests.repo import Repo


def run(repo: Repo, *words: str) -> str:
    """What a program prints, on either stream, at the top."""
    env = {**os.environ, "PYTHONPATH": str(repo.top), "HYDRA_FULL_ERROR": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=repo.top, capture_output=True, text=True, env=env, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Case(NamedTuple):
    """Files, the program among them, the words that set another value, and the lines about what is moved and stays."""

    files: dict[str, str]
    program: str
    words: tuple[str, ...]
    other: str
    said: list[str]
    after: dict[str, str]


ARGPARSE = """\
import argparse
from learn import RandomForestClassifier


def helper():
    return RandomForestClassifier(max_depth=3)


def fit(args, depth):
    return RandomForestClassifier(min_samples_leaf=100, depth=depth)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out")
    args = parser.parse_args()
    m = RandomForestClassifier(n_estimators=500, learning_rate=0.05, hidden_layer_sizes=[64, 32], kernel_size=(3, 3))
    print(m, helper(), fit(args, 1))


main()
"""
CLICK = """\
import click
from learn import RandomForestClassifier


@click.command()
@click.option("--out", default="x")
def main(out="y"):
    learning_rate = 0.3
    m = [RandomForestClassifier(n_estimators=500, hidden_layer_sizes=[64, 32]) for _ in range(2)]
    print(m, learning_rate, out)


def helper():
    return RandomForestClassifier(max_depth=3)


main()
"""
TYPER = """\
import typer
from learn import RandomForestClassifier

app = typer.Typer()


@app.command()
def main(
    out: str = "x",
):
    print(RandomForestClassifier(n_estimators=500, optimizer="adam", hidden_layer_sizes=[64, 32]), out)


app()
"""
HYDRA = """\
import hydra
from learn import RandomForestClassifier


def helper():
    return RandomForestClassifier(max_depth=3)


def fit(config):
    return RandomForestClassifier(max_depth=7)


@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg):
    m = RandomForestClassifier(n_estimators=500, learning_rate=1e-05, hidden_layer_sizes=[64, 32])
    print(m, helper(), fit(cfg))


main()
"""
OMEGACONF = """\
from omegaconf import OmegaConf
from learn import RandomForestClassifier

cfg = OmegaConf.load("conf/train.yaml")


def fit():
    return RandomForestClassifier(n_estimators=500, kernel_size=(3, 3))


print(fit(), cfg.data.path)
"""
DATACLASS = """\
from dataclasses import dataclass
from learn import RandomForestClassifier


@dataclass(frozen=True)
class TrainConfig:
    epochs: int = 3

    def twice(self):
        return 2 * self.epochs


config = TrainConfig()


def fit(name):
    return RandomForestClassifier(n_estimators=500, hidden_layer_sizes=[64, 32])


print(fit("a"), config.twice())
"""
PYDANTIC = """\
from pydantic_settings import BaseSettings
from learn import RandomForestClassifier


class Settings(BaseSettings):
    epochs: int = 3


settings = Settings()
print(RandomForestClassifier(n_estimators=500), settings.epochs)
"""
STAYS_ARGS = "train.py:6:45: max_depth = 3 stays: args is not available in helper(); make it an argument of helper(), or use --holder plain"
CASES = {
    "argparse": Case(
        {"train.py": ARGPARSE},
        "train.py",
        ("--n-estimators", "7", "--hidden-layer-sizes", "1", "2"),
        "RandomForestClassifier([('hidden_layer_sizes', [1, 2]), ('kernel_size', (3, 3)), ('learning_rate', 0.05), ('n_estimators', 7)])",
        [
            "train.py: moved 5 literals to options of the command line",
            "    model.min_samples_leaf = 100",
            "    model.n_estimators = 500",
            "    model.learning_rate = 0.05",
            "    model.hidden_layer_sizes = [64, 32]",
            "    model.kernel_size = (3, 3)",
            STAYS_ARGS,
        ],
        {
            "train.py": """\
    parser.add_argument("--out")
    parser.add_argument("--min-samples-leaf", type=int, default=100)
    parser.add_argument("--n-estimators", type=int, default=500)
    parser.add_argument("--learning-rate", type=float, default=0.05)
    parser.add_argument("--hidden-layer-sizes", type=int, nargs="+", default=[64, 32])
    parser.add_argument("--kernel-size", type=int, nargs="+", default=(3, 3))
    args = parser.parse_args()
"""
        },
    ),
    "click": Case(
        {"train.py": CLICK},
        "train.py",
        ("--n-estimators", "7", "--learning-rate-param", "0.5"),
        "RandomForestClassifier([('hidden_layer_sizes', [64, 32]), ('n_estimators', 7)])",
        [
            "train.py: moved 3 literals to options of the command line",
            "    train.learning_rate = 0.3",
            "    model.n_estimators = 500",
            "    model.hidden_layer_sizes = [64, 32]",
            "train.py:14:45: max_depth = 3 stays: helper() is no click command; use --holder plain",
        ],
        {
            "train.py": """\
@click.option("--out", default="x")
@click.option("--learning-rate-param", type=float, default=0.3)
@click.option("--n-estimators", type=int, default=500)
@click.option("--hidden-layer-sizes", type=int, multiple=True, default=[64, 32])
def main(out="y", *, learning_rate_param, n_estimators, hidden_layer_sizes):
    learning_rate = learning_rate_param
    m = [RandomForestClassifier(n_estimators=n_estimators, hidden_layer_sizes=list(hidden_layer_sizes)) for _ in range(2)]
"""
        },
    ),
    "typer": Case(
        {"train.py": TYPER},
        "train.py",
        ("--n-estimators", "7", "--hidden-layer-sizes", "5"),
        "RandomForestClassifier([('hidden_layer_sizes', [5]), ('n_estimators', 7), ('optimizer', 'adam')])",
        [
            "train.py: moved 3 literals to options of the command line",
            "    model.n_estimators = 500",
            "    model.optimizer = 'adam'",
            "    model.hidden_layer_sizes = [64, 32]",
        ],
        {
            "train.py": """\
def main(
    out: str = "x", n_estimators: int = 500, optimizer: str = "adam", hidden_layer_sizes: list[int] = [64, 32],
):
"""
        },
    ),
    "hydra": Case(
        {"train.py": HYDRA, "conf/config.yaml": "data:\n  path: x  # ours\n"},
        "train.py",
        ("model.n_estimators=7", "model.hidden_layer_sizes=[1]"),
        "RandomForestClassifier([('hidden_layer_sizes', [1]), ('learning_rate', 1e-05), ('n_estimators', 7)])",
        [
            "train.py: moved 4 literals to conf/config.yaml",
            "    model.random_forest.max_depth = 7",
            "    model.n_estimators = 500",
            "    model.learning_rate = 1e-05",
            "    model.hidden_layer_sizes = [64, 32]",
            "train.py:6:45: max_depth = 3 stays: cfg is not available in helper(); make it an argument of helper(), or use --holder plain",
        ],
        {
            "conf/config.yaml": "data:\n  path: x  # ours\nmodel:\n  n_estimators: 500\n  learning_rate: 1.0e-05\n"
            "  hidden_layer_sizes: [64, 32]\n  random_forest:\n    max_depth: 7\n",
        },
    ),
    "omegaconf": Case(
        {"train.py": OMEGACONF, "conf/train.yaml": "data:\n  path: x  # ours\n"},
        "train.py",
        (),
        "",
        [
            "train.py: moved 2 literals to conf/train.yaml",
            "    model.n_estimators = 500",
            "    model.kernel_size = (3, 3)",
        ],
        {"train.py": "n_estimators=cfg.model.n_estimators, kernel_size=tuple(cfg.model.kernel_size))"},
    ),
    "a dataclass": Case(
        {"train.py": DATACLASS},
        "train.py",
        (),
        "",
        [
            "train.py: moved 2 literals to fields of TrainConfig",
            "    model.n_estimators = 500",
            "    model.hidden_layer_sizes = [64, 32]",
        ],
        {
            "train.py": "    epochs: int = 3\n    n_estimators: int = 500\n    hidden_layer_sizes: tuple[int, ...] = (64, 32)\n",
        },
    ),
    "pydantic": Case(
        {"train.py": PYDANTIC},
        "train.py",
        (),
        "",
        ["train.py: moved 1 literal to fields of Settings", "    model.n_estimators = 500"],
        {"train.py": "    epochs: int = 3\n    n_estimators: int = 500\n"},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_program_prints_the_same_and_takes_another_value(repo: Repo, case: Case) -> None:
    repo.write("learn.py", LEARN)
    for name, text in case.files.items():
        repo.stage(name, text)
    before = run(repo, case.program)
    outcome = repo.run("extract", case.program)
    assert outcome.err == ""
    assert outcome.out.splitlines()[:-1] == case.said
    for name, part in case.after.items():
        with open(repo.path(name)) as file:
            assert part in file.read()
    assert run(repo, case.program) == before
    if case.words:
        assert case.other in run(repo, case.program, *case.words)
    repo.git("add", "--all")
    again = repo.run("extract", case.program)
    assert [line for line in again.out.splitlines() if "moved" in line] == []
    assert repo.git("diff") == ""
    assert repo.shell(outcome.out.splitlines()[-1].removeprefix("To undo: ")).status == 0
    for name, text in case.files.items():
        with open(repo.path(name)) as file:
            assert file.read() == text


DVC_YAML = """\
stages:
  prepare:
    cmd: python prepare.py
    outs: [data.txt]
  # the model
  train:
    cmd: python src/train.py > out.txt
    deps:
      - src/train.py
    params:
      - data.path   # kept
    outs:
      - out.txt
"""


@pytest.mark.long
def test_dvc_sees_that_a_value_has_changed(repo: Repo) -> None:
    luck.need_module("dvc")
    repo.write("learn.py", LEARN)
    repo.write("prepare.py", "open('data.txt', 'w').write('x')\n")
    repo.stage("dvc.yaml", DVC_YAML).stage("params.yaml", "data:\n  path: x\n")
    repo.stage(
        "src/train.py", "from learn import RandomForestClassifier\nprint(RandomForestClassifier(n_estimators=500))\n"
    )
    repo.git("add", "--all")
    dvc = str(BIN / "dvc")
    setup = f"{dvc} init --quiet && export PYTHONPATH=$PWD PATH={BIN}:$PATH DVC_NO_ANALYTICS=1"
    assert (
        repo.shell(f"{setup} && {dvc} repro --quiet && cat out.txt").out
        == "RandomForestClassifier([('n_estimators', 500)])\n"
    )
    outcome = repo.run("extract", "src/train.py")
    assert outcome.out.splitlines()[:-1] == [
        "src/train.py: moved 1 literal to params.yaml",
        "    model.n_estimators = 500",
        "    dvc.yaml now lists under params of the stage train: model.n_estimators",
        "    DVC takes that stage for changed; if its outputs are up to date: dvc commit train",
    ]
    with open(repo.path("dvc.yaml")) as file:
        assert file.read() == DVC_YAML.replace("  # kept\n", "  # kept\n      - model.n_estimators\n")
    env = {"PYTHONPATH": str(repo.top), "PATH": f"{BIN}:{os.environ['PATH']}", "DVC_NO_ANALYTICS": "1"}
    assert repo.shell(f"{dvc} status", **env).out.startswith("train:\n")
    # By itself it asks, and nobody is there to answer.
    assert repo.shell(f"{dvc} commit --quiet --force train && {dvc} status", **env).out.startswith(
        "Data and pipelines "
    )
    assert repo.shell(f"{dvc} repro --quiet && export X=1 ; cat out.txt", PYTHONPATH=str(repo.top)).out.startswith(
        "RandomForestClassifier([('n_estimators', 500)])"
    )
    repo.shell("sed -i s/500/7/ params.yaml")
    assert repo.shell(f"{dvc} status", **env).out.splitlines()[-2:] == [
        "\t\tparams.yaml:",
        "\t\t\tmodified:           model.n_estimators",
    ]
    assert (
        repo.shell(f"{dvc} repro --quiet && cat out.txt", **env).out
        == "RandomForestClassifier([('n_estimators', 7)])\n"
    )
    # And back, all three of them.
    repo.shell("sed -i s/7/500/ params.yaml")
    assert repo.shell(outcome.out.splitlines()[-1].removeprefix("To undo: ")).status == 0
    assert repo.git("diff", "--stat", "--", "dvc.yaml", "params.yaml", "src") == ""


@pytest.mark.long
def test_a_path_that_a_stage_names_too_can_be_written_there_as_is_said(repo: Repo) -> None:
    luck.need_module("dvc")
    pipeline = (
        "stages:\n  train:\n    cmd: python train.py\n    deps:\n      - train.py\n    outs:\n      - data/out.csv\n"
    )
    repo.stage("dvc.yaml", pipeline).stage("params.yaml", "seed: 3\n").write("data/.keep", "")
    repo.stage(
        "train.py",
        "out_path = 'data/out.csv'\nopen(out_path, 'w').write('x')\n",
    )
    outcome = repo.run("extract", "train.py")
    assert outcome.out.splitlines()[:-1] == [
        "train.py: moved 1 literal to params.yaml",
        "    paths.out_path = 'data/out.csv'",
        "    dvc.yaml has data/out.csv too, under outs of the stage train: write ${paths.out_path} there",
        "    dvc.yaml now lists under params of the stage train: paths.out_path",
        "    DVC takes that stage for changed; if its outputs are up to date: dvc commit train",
    ]
    repo.shell(
        "sed -i 's#- data/out.csv#- ${paths.out_path}#' dvc.yaml && sed -i s#data/out.csv#data/new.csv# params.yaml"
    )
    env = {"PATH": f"{BIN}:{os.environ['PATH']}", "DVC_NO_ANALYTICS": "1"}
    assert (
        repo.shell(f"{BIN / 'dvc'} init --quiet && {BIN / 'dvc'} repro --quiet && ls data/*.csv", **env).out
        == "data/new.csv\n"
    )


def options(lines: str) -> str:
    """A program with options, and what it does with them."""
    start = "import argparse\nimport json\nfrom learn import RandomForestClassifier\n"
    before = 'parser = argparse.ArgumentParser()\nparser.add_argument("--json")\nargs = parser.parse_args()\n'
    return f"{start}{before}{lines}print(RandomForestClassifier(max_depth=12))\n"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        # An option of that name is read, and no method called.
        ("print(args.json)\n", ""),
        ("print(args.__dict__)\n", "all of args is used by args.__dict__, which would see the new option"),
        ("print(args._get_kwargs())\n", "all of args is used by args._get_kwargs, which would see the new option"),
        # Another dict is unpacked, which has it among its values.
        ('words = {"epochs": args.json, "logger": [args]}\nprint(json.dumps({}, **{"indent": words["epochs"]}))\n', ""),
        ("words = dict(default=args)\nprint(json.dumps(3, **words))\n", ""),
        ("print(dict(**{**vars(args)}))\n", "args is unpacked into a call, where a new option would be a new argument"),
        ("print(max(1, 2, **dict(vars(args), json=3)) if 0 else 1)\n", "args is unpacked into a call, where a new option would be a new argument"),
        # A variable of another function.
        ('def query(day):\n    args = json.dumps(f"{day}")\n    return f"q({args})"\nprint(query(1))\n', ""),
        ('def again():\n    return args\ndef query():\n    args = again()\n    return f"q({args})"\n', "all of args is used by string formatting, which would see the new option"),
        ('def query(args):\n    args = json.loads("3")\n    return f"q({args})"\n', "all of args is used by string formatting, which would see the new option"),
    ],
)  # fmt: skip
def test_what_sees_all_options_is_no_other_thing_of_that_name(repo: Repo, lines: str, reason: str) -> None:
    repo.write("learn.py", LEARN)
    repo.stage("train.py", options(lines))
    before = run(repo, "train.py")
    outcome = repo.run("extract", "train.py")
    stays = (
        [f"train.py:{5 + 2 + lines.count(chr(10))}:40: max_depth = 12 stays: {reason}; use --holder plain"]
        if reason
        else []
    )
    said = [line for line in outcome.out.splitlines() if "stays" in line]
    assert (outcome.status, said) == (1 if reason else 0, stays)
    assert run(repo, "train.py") == before


KEDRO = """\
import pandas as pd
from learn import RandomForestClassifier


def train(frame):
    return RandomForestClassifier(n_estimators=500)


def load():
    return pd.read_csv("data/raw/train.csv")
"""
PIPELINE = """\
from kedro.pipeline import Node, node, pipeline
from . import nodes
from .nodes import train as fit_model


def create_pipeline(**kwargs):
    return pipeline([node(fit_model, "frame", "model"), Node(name="load", func=nodes.load, outputs="frame", inputs=None)])
"""


def test_kedro_gets_its_config_and_the_change_of_the_code_is_printed(repo: Repo) -> None:
    repo.stage("conf/base/parameters.yml", "epochs: 3  # ours\n").stage("conf/base/catalog.yml", "")
    repo.stage("pyproject.toml", "[tool.kedro]\n").stage("src/x/nodes.py", KEDRO)
    repo.stage("src/x/pipeline.py", PIPELINE)
    outcome = repo.run("extract", "src/x/nodes.py")
    assert (outcome.status, outcome.out.splitlines()[:-1]) == (
        1,
        [
            'src/x/nodes.py:6:48: n_estimators = 500 stays: it goes to conf/base/parameters.yml; add the argument n_estimators to train(), and "params:model.n_estimators" to the inputs of its node',
            "src/x/nodes.py:10:24: path = 'data/raw/train.csv' stays: it is a file for Kedro's catalog; add it to conf/base/catalog.yml, and \"train\" to the inputs or outputs of the node of load()",
        ],
    )
    with open(repo.path("src/x/nodes.py")) as file:
        assert file.read() == KEDRO
    with open(repo.path("conf/base/parameters.yml")) as file:
        assert file.read() == "epochs: 3  # ours\nmodel:\n  n_estimators: 500\n"
    again = repo.run("extract", "src/x/nodes.py")
    assert (again.status, again.out) == (1, "\n".join([*outcome.out.splitlines()[:-1], ""]))
    # Kedro itself reads it.
    script = (
        "from kedro.config import OmegaConfigLoader\n"
        "print(OmegaConfigLoader('conf', base_env='base', default_run_env='base')['parameters'])\n"
    )
    repo.write("read.py", script)
    assert run(repo, "read.py").splitlines()[-1] == "{'epochs': 3, 'model': {'n_estimators': 500}}"


KEDRO_HELPERS = """\
import mlflow
import pandas as pd
from learn import RandomForestClassifier


class Model:
    def fit(self):
        return RandomForestClassifier(n_estimators=500)


def load():
    return pd.read_csv("data/raw/train.csv")


def train(frame):
    def inner():
        return RandomForestClassifier(max_depth=12)

    mlflow.log_artifact("data/best/model.pkl")
    return inner()
"""


def test_kedro_gets_no_key_for_what_no_node_runs(repo: Repo) -> None:
    repo.stage("conf/base/parameters.yml", "epochs: 3\n").stage("conf/base/catalog.yml", "")
    repo.stage("pyproject.toml", "[tool.kedro]\n").stage("src/x/pipelines/fit/steps.py", KEDRO_HELPERS)
    pipeline = 'from kedro.pipeline import node\nfrom .steps import train\nfit = node(train, "frame", "model")\n'
    repo.stage("src/x/pipelines/fit/pipeline.py", pipeline)
    outcome = repo.run("extract", "src/x/pipelines/fit/steps.py")
    assert (
        outcome.status,
        [line.partition(" stays: ")[2] for line in outcome.out.splitlines() if "stays" in line],
    ) == (
        1,
        [
            "fit() is the function of no node; make it an argument, and pass it in from a node",
            "load() is the function of no node; make it an argument, and pass it in from a node",
            'it goes to conf/base/parameters.yml; add the argument max_depth to train(), and "params:model.max_depth" to the inputs of its node',
            'it goes to conf/base/parameters.yml; add the argument model to train(), and "params:paths.model" to the inputs of its node',
        ],
    )
    with open(repo.path("conf/base/parameters.yml")) as file:
        assert "n_estimators" not in file.read()


SERVICE = """\
# Serves what kedro made.
from learn import RandomForestClassifier

threshold = 0.4


def serve():
    def inner():
        return RandomForestClassifier(n_estimators=500)

    return inner(), threshold


print(*serve())
"""


def test_a_program_beside_the_nodes_of_kedro_can_have_a_file(repo: Repo) -> None:
    repo.write("learn.py", LEARN)
    repo.stage("conf/base/parameters.yml", "epochs: 3\n").stage("pyproject.toml", "[tool.kedro]\n")
    repo.stage("app/serve.py", SERVICE).stage("src/x/pipelines/fit/nodes.py", "n_estimators = 500\n")
    outcome = repo.run("extract", "app/serve.py", "src/x/pipelines/fit/nodes.py")
    assert [line.partition(" stays: ")[2] for line in outcome.out.splitlines()] == [
        "it is outside of functions, and Kedro gives parameters to functions; use --holder plain",
        "serve() is the function of no node; pass it in, or use --holder plain",
        "it is outside of functions, and Kedro gives parameters to functions; make it an argument of one",
    ]
    before = run(repo, "app/serve.py")
    done = repo.run("extract", "--holder", "plain", "app/serve.py")
    assert (done.status, done.out.splitlines()[0]) == (0, "app/serve.py: moved 2 literals to params.yaml")
    assert run(repo, "app/serve.py") == before


STEPS = """\
from learn import RandomForestClassifier

def train(frame):
    return RandomForestClassifier(max_depth=7)

def helper(frame):
    return RandomForestClassifier(n_estimators=500)
"""


@pytest.mark.parametrize(
    "pipeline",
    [
        "from .steps import helper, train\nnodes = [node(one, 'x', 'y') for one in [train]]\n",
        "from . import steps\nfor one in (steps.train,):\n    nodes.append(node(func=one, inputs='x', outputs='y'))\n",
        "from .steps import train as fit\nSTEPS = {'fit': fit}\nfit_node = node(STEPS['fit'], 'x', 'y')\n",
        "from .steps import train\nrun = partial(train, depth=3)\nrun_node = node(run, 'x', 'y')\n",
        "from .steps import train\nn = node(inputs='x', outputs='y', func=partial(\n    train, depth=3))\n",
        "from .steps import train\nn = node(logged(train), 'x', 'y')\n",
        "from .steps import train\nn = node(lambda frame: train(frame), 'x', 'y')\n",
    ],
    ids=["a comprehension", "a loop", "a dict", "a variable", "partial over lines", "wrapped", "lambda"],
)
def test_kedro_runs_also_what_a_node_is_given_in_a_variable(repo: Repo, pipeline: str) -> None:
    repo.stage("conf/base/parameters.yml", "epochs: 3\n").stage("pyproject.toml", "[tool.kedro]\n")
    repo.stage("src/x/pipelines/fit/steps.py", STEPS)
    head = "from kedro.pipeline import node\nfrom functools import partial\nnodes = []\n"
    repo.stage("src/x/pipelines/fit/pipeline.py", f"{head}{pipeline}print(helper(1), 'helper')  # helper\n")
    outcome = repo.run("extract", "src/x/pipelines/fit/steps.py")
    assert [line.partition(" stays: ")[2] for line in outcome.out.splitlines() if "stays" in line] == [
        'it goes to conf/base/parameters.yml; add the argument max_depth to train(), and "params:model.max_depth" to the inputs of its node',
        "helper() is the function of no node; make it an argument, and pass it in from a node",
    ]


@pytest.mark.long
def test_papermill_sets_what_was_moved(repo: Repo) -> None:
    luck.need_module("papermill")
    import json

    cells: list[object] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["print('start')"]},
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": ["learning_rate = 0.3\n", "print(learning_rate)"]},
    ]  # fmt: skip
    spec = {"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}}
    repo.stage("a.ipynb", json.dumps({"cells": cells, "metadata": spec, "nbformat": 4, "nbformat_minor": 4}, indent=1))
    assert repo.run("extract", "a.ipynb").status == 0
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "a.ipynb", "b.ipynb", "-p", "learning_rate", "0.9", "--no-progress-bar"],
        cwd=repo.top, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with open(repo.path("b.ipynb")) as file:
        printed = [output["text"] for cell in json.load(file)["cells"] for output in cell.get("outputs", ())]
    assert printed == [["start\n"], ["0.9\n"]]


LIBRARY = """\
from learn import RandomForestClassifier, loggers, torch

threshold = 0.4


class Trainer:
    def fit(self, frame):
        def inner():
            return RandomForestClassifier(n_estimators=500, hidden_layer_sizes=[64, 32])

        return inner()

    @property
    def model(self):
        return RandomForestClassifier(max_depth=5)

    def __getitem__(self, key, **more):
        return RandomForestClassifier(max_depth=4)

    def evaluate(self, model):
        model.eval()
        return RandomForestClassifier(learning_rate=0.3)

    def show(self):
        return RandomForestClassifier(max_depth=8), locals()


def fit(frame, /, **options):
    return RandomForestClassifier(max_depth=6)


def train(frame, *more, max_depth=3):
    return [RandomForestClassifier(max_depth=7), frame, max_depth]


@loggers.register("file")
@torch.no_grad()
def log(frame):
    return RandomForestClassifier(max_depth=2)


@torch.no_grad()
def score(frame):
    return RandomForestClassifier(batch_size=2 * 32, hidden_layer_sizes=[(64, 1), (32, 1)])
"""


DECORATORS = """
class torch:
    no_grad = staticmethod(lambda: lambda f: f)
class loggers:
    register = staticmethod(lambda name: lambda f: f)
"""


def test_a_library_gets_arguments_since_no_file_is_installed_with_it(repo: Repo) -> None:
    repo.write("learn.py", LEARN + DECORATORS)
    repo.stage("pyproject.toml", "[project]\nname = 'x'\n").stage("src/x/__init__.py", "").stage(
        "src/x/fit.py", LIBRARY
    )
    outcome = repo.run("extract", "src/x/fit.py")
    assert outcome.out.splitlines()[:-1] == [
        "src/x/fit.py: moved 6 literals to default arguments",
        "    n_estimators = 500",
        "    hidden_layer_sizes = [64, 32]",
        "    learning_rate = 0.3",
        "    max_depth = 7",
        "    batch_size = 64",
        "    hidden_layer_sizes = [(64, 1), (32, 1)]",
        "src/x/fit.py:3:13: threshold = 0.4 stays: it is outside of functions, and an installed package has no config file; use --holder plain if it is never installed",
        "src/x/fit.py:15:49: max_depth = 5 stays: model() is a property, which takes no arguments; make it an argument of __init__() by hand",
        "src/x/fit.py:18:49: max_depth = 4 stays: __getitem__() is called by Python itself, which passes no other arguments; make it an argument of __init__() by hand",
        "src/x/fit.py:25:49: max_depth = 8 stays: show() calls locals(), which would see the new argument; add it by hand if that is fine",
        "src/x/fit.py:29:45: max_depth = 6 stays: fit() takes **options, and a new argument could take one of them; add it by hand under a free name",
        "src/x/fit.py:39:45: max_depth = 2 stays: the decorator @loggers.register may look at the arguments of log(); add one by hand if not",
    ]
    with open(repo.path("src/x/fit.py")) as file:
        after = file.read()
    assert "    def fit(self, frame, *, n_estimators=500, hidden_layer_sizes=(64, 32)):\n" in after
    assert "def score(frame, *, batch_size=2 * 32, hidden_layer_sizes=((64, 1), (32, 1))):\n" in after
    repo.write(
        "use.py",
        "import sys; sys.path.insert(0, 'src')\nfrom x.fit import Trainer, score, train\n"
        "print(Trainer().fit(1), train(1, 2), score(1))\n",
    )
    assert run(repo, "use.py") == (
        "RandomForestClassifier([('hidden_layer_sizes', [64, 32]), ('n_estimators', 500)]) "
        "[RandomForestClassifier([('max_depth', 7)]), 1, 3] "
        "RandomForestClassifier([('batch_size', 64), ('hidden_layer_sizes', [(64, 1), (32, 1)])])\n"
    )
    # Where it is run by itself, a file will do.
    repo.stage("src/x/fit.py", LIBRARY + '\n\nif __name__ == "__main__":\n    train(1)\n')
    assert "to params.yaml" in repo.run("extract", "src/x/fit.py").out


SCRIPT = """\
from learn import RandomForestClassifier

model = RandomForestClassifier(n_estimators=500)
print(model)
"""


@pytest.mark.parametrize(
    ("other", "home"),
    [
        (("README.md", ""), "params.yaml"),
        (("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    fit = x.fit:main\n"), ""),
        (("src/x/use.py", "from . import (\n    fit,\n)\n"), ""),
        (("src/x/use.py", "from . import (  # (both)\n    other,\n    fit,\n)\n"), ""),
        (("src/x/use.py", "from x import other, \\\n    fit\n"), ""),
        (("src/x/use.py", "import os; from x import fit\n"), ""),
        (("src/x/use.py", "try: import x.fit\nexcept ImportError: pass\n"), ""),
        (("src/x/use.py", "import os  # fit\n"), "params.yaml"),
        (("tests/fit_test.py", "import x.fit\n"), ""),
        (("src/x/other.py", "from x.fitting import fits\n"), "params.yaml"),
    ],
)
def test_a_script_within_a_package_reads_a_file(repo: Repo, other: tuple[str, str], home: str) -> None:
    repo.write("learn.py", LEARN)
    repo.stage("setup.py", "import setuptools\n").stage("src/x/__init__.py", "").stage(*other)
    repo.stage("src/x/fit.py", SCRIPT)
    before = run(repo, "src/x/fit.py")
    outcome = repo.run("extract", "src/x/fit.py")
    if home:
        assert outcome.out.splitlines()[0] == f"src/x/fit.py: moved 1 literal to {home}"
        assert run(repo, "src/x/fit.py") == before
    else:
        reason = "it is outside of functions, and an installed package has no config file; use --holder plain if it is never installed"
        assert (outcome.status, outcome.out) == (1, f"src/x/fit.py:3:45: n_estimators = 500 stays: {reason}\n")


@pytest.mark.parametrize(
    ("path", "used"), [("src/x/__init__.py", False), ("src/x/fit.py", True)], ids=["the package itself", "imported"]
)
def test_what_others_import_is_installed_also_where_it_can_be_run(repo: Repo, path: str, used: bool) -> None:
    repo.stage("setup.py", "import setuptools\n").stage("src/x/__init__.py", "")
    repo.stage("src/x/use.py", "from x.fit import model\n" if used else "")
    text = "def model():\n    return RandomForestClassifier(max_depth=7)\n\n\nif __name__ == '__main__':\n    print(model())\n"
    repo.stage(path, "from learn import RandomForestClassifier\nprint(1)\n" + text)
    assert repo.run("extract", path).out.splitlines()[0] == f"{path}: moved 1 literal to default arguments"


@pytest.mark.parametrize(
    ("line", "home"), [("", "default arguments"), ('params = yaml.safe_load(open("params.yaml"))', "params.yaml")]
)
def test_a_library_takes_a_file_only_where_it_names_it(repo: Repo, line: str, home: str) -> None:
    repo.stage("setup.py", "import setuptools\n").stage("src/x/__init__.py", "").stage("params.yaml", "a: 1\n")
    repo.stage("src/x/use.py", "from x.fit import model\n")
    text = f"import yaml\n{line}\n\ndef model():\n    return RandomForestClassifier(max_depth=7)\n"
    repo.stage("src/x/fit.py", text)
    assert repo.run("extract", "src/x/fit.py").out.splitlines()[0] == f"src/x/fit.py: moved 1 literal to {home}"


def test_a_second_run_moves_no_bounds_of_what_the_first_has_moved(repo: Repo) -> None:
    arms = "".join(
        f"    {word} {low} <= odds <= {low + 1}: factor = {low / 10}\n"
        for word, low in (("if", 7), ("elif", 9), ("elif", 12))
    )
    repo.stage(
        "train.py",
        f"def stake(odds):\n{arms}    return factor\n\n\nbatch_size = 64\nprint(stake(len('seventy')), batch_size)\n",
    )
    assert repo.run("extract", "train.py").out.splitlines()[0] == "train.py: moved 1 literal to params.yaml"
    repo.git("add", ".")
    outcome = repo.run("extract", "train.py")
    assert (outcome.status, outcome.err) == (0, "")
    assert "moved" not in outcome.out


def test_a_second_run_moves_nothing_of_two_records(repo: Repo) -> None:
    """Of which the one value has a key of its own."""
    text = (
        '{} = make({{"name": "Fossil", "val_split": 0.2, "threshold": 3, "seed": {}, "kind": "family", "by": "x"}})\n'
    )
    repo.stage("train.py", text.format("old", 987) + text.format("new", 654))
    assert repo.run("extract", "train.py").out.splitlines()[0] == "train.py: moved 2 literals to params.yaml"
    repo.git("add", ".")
    assert repo.run("extract", "train.py").out == "Nothing to move.\n"


def test_a_second_run_moves_nothing_of_a_record_that_the_first_has_changed(repo: Repo) -> None:
    text = 'config = make({"name": "Fossil", "val_split": 0.2, "threshold": 3, "seed": 987, "kind": "family", "by": "x"})\n'
    repo.stage("train.py", text)
    repo.run("extract", "train.py")
    repo.git("add", ".")
    assert '"seed": params["seed"]' in repo.git("show", ":train.py")
    assert repo.run("extract", "train.py").out == "Nothing to move.\n"


METHODS = "    def fit(self): pass\n    def decision_function(self): pass\n"


@pytest.mark.parametrize(
    ("base", "methods", "known"),
    [
        ("base.BaseEstimator", "", "is"),
        ("base.ClusterMixin", "", "is"),
        ("Ours", METHODS, "may be"),
        ("OurClassifier", "", "may be"),
        ("nn.Module", METHODS, ""),
        ("Theirs", METHODS, ""),
        ("LikeClassifier", "", ""),
        ("", METHODS, ""),
        ("Built", "", "is"),
        ("EncoderMixin", "", ""),
    ],
)
def test_an_estimator_of_scikit_learn_gets_no_argument_that_is_no_attribute(
    repo: Repo, base: str, methods: str, known: str
) -> None:
    repo.stage("pyproject.toml", "[build-system]\n").stage("src/x/__init__.py", "\n")
    text = f"class A({base}):\n    def __init__(self):\n        self.model = RandomForestClassifier(max_depth=7)\n"
    head = "from sklearn import base\nfrom learn import Ours, RandomForestClassifier\n"
    # What is known of the classes of other modules.
    repo.stage(
        "src/x/base.py",
        "class Theirs(abc.ABC): ...\nclass LikeClassifier(Theirs, Generic[T]): ...\nclass Built(Mid): ...\n",
    )
    repo.stage("src/x/mid.py", "class Mid(\n    base.BaseEstimator,\n    metaclass=abc.ABCMeta,\n): ...\n")
    repo.stage("src/x/fit.py", head + text + methods)
    reason = f"A {known} an estimator of scikit-learn, which needs every argument of __init__() as an attribute; add both by hand"
    outcome = repo.run("extract", "src/x/fit.py")
    if not known:
        assert outcome.out.splitlines()[0] == "src/x/fit.py: moved 1 literal to default arguments"
        return
    assert (outcome.status, outcome.out) == (1, f"src/x/fit.py:5:55: max_depth = 7 stays: {reason}\n")


PREPARE = """\
import os

output = os.path.join("data", "prepared", "train.tsv")
print(output)
"""
STAGE = "stages:\n  prepare:\n    cmd: python {} data/data.xml\n    deps:\n    - data/data.xml\n    params:{}\n    outs:\n    - data\n"
KEYS = ("paths.data", "paths.prepared", "paths.train")
TO_LIST = [f"      - {key}" for key in KEYS]
TOO = "    dvc.yaml has data too, under outs of the stage prepare: {}"
HERE, SAME = TOO.format("write ${paths.data} there"), TOO.format("keep the two the same")
STAGES = {
    "a list": (
        STAGE.format("src/prepare.py", "\n    - prepare.seed"),
        STAGE.format("src/prepare.py", "\n    - prepare.seed" + "".join(f"\n    - {key}" for key in KEYS)),
        [
            HERE,
            "    dvc.yaml now lists under params of the stage prepare: paths.data, paths.prepared, paths.train",
            "    DVC takes that stage for changed; if its outputs are up to date: dvc commit prepare",
        ],
    ),
    "a list on one line": (
        STAGE.format("src/prepare.py", " [prepare.seed]"),
        STAGE.format("src/prepare.py", " [prepare.seed]"),
        [HERE, "    list under params of the stage prepare in dvc.yaml:", *TO_LIST],
    ),
    "of another program": (
        STAGE.format("src/other.py", " [prepare.seed]"),
        STAGE.format("src/other.py", " [prepare.seed]"),
        ["    no stage of dvc.yaml runs src/prepare.py; list under params of the one that does:", *TO_LIST],
    ),
    "run in a folder of its own": (
        STAGE.format("prepare.py", "\n    - prepare.seed\n    wdir: src"),
        STAGE.format("prepare.py", "\n    - prepare.seed\n    wdir: src"),
        [
            SAME,
            "    list under params of the stage prepare in dvc.yaml:",
            "      - ../params.yaml:",
            *(f"          - {key}" for key in KEYS),
        ],
    ),
    "run in a folder of its own, with all of it listed": (
        STAGE.format("prepare.py", "\n    - ../params.yaml:\n      - paths\n    wdir: src"),
        STAGE.format("prepare.py", "\n    - ../params.yaml:\n      - paths\n    wdir: src"),
        [SAME],
    ),
    "no YAML": (
        "stages: [\n",
        "stages: [\n",
        ["    dvc.yaml cannot be read; list under params of its stage:", *TO_LIST],
    ),
}


@pytest.mark.parametrize(("before", "after", "said"), STAGES.values(), ids=STAGES)
def test_the_stage_lists_the_keys_or_the_lines_to_add_are_printed(
    repo: Repo, before: str, after: str, said: list[str]
) -> None:
    repo.stage("dvc.yaml", before).stage("params.yaml", "prepare:\n  seed: 3\n").stage("src/prepare.py", PREPARE)
    printed = run(repo, "src/prepare.py")
    outcome = repo.run("extract", "src/prepare.py")
    moved = ["    paths.data = 'data'", "    paths.prepared = 'prepared'", "    paths.train = 'train.tsv'"]
    assert (outcome.status, outcome.err) == (0, "")
    head = "src/prepare.py: moved 3 literals to params.yaml"
    assert outcome.out.splitlines()[:-1] == [head, *moved, *said]
    assert (repo.top / "dvc.yaml").read_text() == after
    assert run(repo, "src/prepare.py") == printed
