"""Which home a repository has, and what is said for each."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
import yaml

from commitworthy.base import markup
from commitworthy.parameters.config_target import (
    ConfigTarget,
    Reader,
    blocks,
    command_line,
    decide,
    expression,
    options,
    reading,
    replacement,
    reserved,
    tracked_paths,
)
from commitworthy.parameters.keys import keyed
from tests.parameters.make import found, literal

if TYPE_CHECKING:
    from commitworthy.parameters.keys import ConfigEntry

FILES = {
    "pyproject.toml": "[tool.kedro]\n",
    "a/pyproject.toml": "[project]\n",
    "conf/config.yaml": "defaults:\n  - model: rf\n",
    "conf/db.yaml": "url: x\n",
    "config.yaml": "model:\n  class_path: net.Net\n",
    "configs/base.yaml": "defaults:\n  - model: rf\n",
    "configs/eval.yaml": "defaults:\n  - model: rf\n",
    "configs/train.yaml": "defaults:\n  - model: rf\n",
    "w/dvc.yaml": "stages:\n  a: {cmd: python a.py, wdir: src}\n  b: {cmd: python b.py}\n",
}
ARGPARSE = "parser = argparse.ArgumentParser()\nparser.add_argument('--x')\n"
MAIN = "@hydra.main()\ndef main(cfg): ...\n"
READS = 'import yaml\nparams = yaml.safe_load(open("params.yaml"))\n'
CASES: dict[str, tuple[str, str, list[str], ConfigTarget]] = {
    "nothing": ("src/a.py", "", ["src/a.py"], ConfigTarget("plain", "params.yaml")),
    "a params.yaml": ("src/a.py", "", ["params.yaml"], ConfigTarget("plain", "params.yaml")),
    "the nearest": ("p/src/a.py", "", ["params.yaml", "p/config.yml"], ConfigTarget("plain", "p/config.yml")),
    "DVC": ("src/a.py", "", ["dvc.yaml", "conf/config.yaml"], ConfigTarget("dvc", "params.yaml")),
    "DVC in a folder": ("p/src/a.py", "", ["p/dvc.yaml", "dvc.yaml"], ConfigTarget("dvc", "p/params.yaml")),
    "DVC in another folder of its own": (
        "w/src/a.py", "", ["w/dvc.yaml"], ConfigTarget("dvc", "w/params.yaml", listed="../params.yaml"),
    ),
    "DVC in the folder of dvc.yaml": ("w/b.py", "", ["w/dvc.yaml"], ConfigTarget("dvc", "w/params.yaml")),
    "DVC for data alone": ("src/a.py", "", [".dvc/config"], ConfigTarget("plain", "params.yaml")),
    "Kedro with DVC": (
        "src/p/nodes.py", "", ["pyproject.toml", ".dvc/config", "dvc.yaml", "conf/base/parameters.yml"],
        ConfigTarget("kedro", "conf/base/parameters.yml", "params", "conf/base/catalog.yml"),
    ),
    "a config of Lightning's command line": ("a.py", "", ["config.yaml"], ConfigTarget("plain", "params.yaml")),
    "DVC of another project": ("q/a.py", "", ["p/dvc.yaml"], ConfigTarget("plain", "params.yaml")),
    "Kedro": (
        "src/p/nodes.py", "", ["pyproject.toml", "conf/base/parameters_train.yml", "conf/base/catalog.yml"],
        ConfigTarget("kedro", "conf/base/parameters_train.yml", "params", "conf/base/catalog.yml"),
    ),
    "Kedro by its project file": (
        "src/p/nodes.py", "", ["pyproject.toml"],
        ConfigTarget("kedro", "conf/base/parameters.yml", "params", "conf/base/catalog.yml"),
    ),
    "a folder of Kedro's pipelines": (
        "src/p/pipelines/train/a.py", "", ["pyproject.toml"],
        ConfigTarget("kedro", "conf/base/parameters.yml", "params", "conf/base/catalog.yml"),
    ),
    "a program beside Kedro's": ("src/backend/a.py", "", ["pyproject.toml"], ConfigTarget("plain", "params.yaml")),
    "a module of a package": (
        "a/p/b.py", "", ["a/pyproject.toml", "a/p/__init__.py"], ConfigTarget("argument", "a/p/b.py", ""),
    ),
    "a module of a package with a file of parameters": (
        "a/p/b.py", "", ["a/pyproject.toml", "a/p/__init__.py", "a/params.yaml"],
        ConfigTarget("argument", "a/p/b.py", ""),
    ),
    "a module of a package that reads its file of parameters": (
        "a/p/b.py", READS, ["a/pyproject.toml", "a/p/__init__.py", "a/params.yaml"],
        ConfigTarget("plain", "a/params.yaml"),
    ),
    "a module of a package that reads a file that is not there": (
        "a/p/b.py", READS, ["a/pyproject.toml", "a/p/__init__.py"],
        ConfigTarget("argument", "a/p/b.py", ""),
    ),
    "a module of a package that asks for such a file": (
        "a/p/b.py", 'def f(): return open("params.yaml")\n', ["a/pyproject.toml", "a/p/__init__.py", "a/params.yaml"],
        ConfigTarget("argument", "a/p/b.py", ""),
    ),
    "a module of a package whose docstring reads like code": (
        "a/p/b.py", '"""Learns\nwith care.\n"""\n', ["a/pyproject.toml", "a/p/__init__.py"],
        ConfigTarget("argument", "a/p/b.py", ""),
    ),
    "a module of a package that offers something": (
        "a/p/b.py", '\n__all__ = ["f"]\nif __name__ == "__main__":\n    f()\n', ["a/pyproject.toml", "a/p/__init__.py"],
        ConfigTarget("argument", "a/p/b.py", ""),
    ),
    "a DAG of Airflow's": ("a/dags/b/c.py", "", ["params.yaml"], ConfigTarget("plain", "a/dags/params.yaml")),
    "a DAG within a package": (
        "a/dags/b.py", "", ["a/pyproject.toml", "a/dags/__init__.py"], ConfigTarget("plain", "a/dags/params.yaml"),
    ),
    "a program in a folder that is sent away": (
        "apps/x/lib/a.py", "", ["apps/x/app.yaml", "requirements.txt"], ConfigTarget("plain", "apps/x/params.yaml"),
    ),
    "such a program where there is a config": (
        "apps/x/a.py", "", ["apps/x/Dockerfile", "params.yaml"], ConfigTarget("plain", "params.yaml"),
    ),
    "a DAG beside a config": ("dags/c.py", "", ["dags/config.yml"], ConfigTarget("plain", "dags/config.yml")),
    "a program of a package": (
        "a/p/b.py", 'if __name__ == "__main__":\n', ["a/pyproject.toml", "a/p/__init__.py"],
        ConfigTarget("plain", "params.yaml"),
    ),
    "a folder of modules that nobody builds": ("p/b.py", "", ["p/__init__.py"], ConfigTarget("plain", "params.yaml")),
    "a project file of another kind": ("a/b.py", "", ["a/pyproject.toml"], ConfigTarget("plain", "params.yaml")),
    "Hydra": ("src/a.py", MAIN, ["conf/config.yaml"], ConfigTarget("hydra", "conf/config.yaml", "cfg")),
    "a conf folder that is not Hydra's": ("src/a.py", "", ["conf/db.yaml"], ConfigTarget("plain", "params.yaml")),
    "Hydra without defaults": (
        "src/a.py", MAIN, ["conf/db.yaml"], ConfigTarget("hydra", "conf/db.yaml", "cfg"),
    ),
    "a program that Hydra does not start": (
        "src/a.py", "import hydra\n# @hydra.main\n", ["conf/config.yaml"], ConfigTarget("plain", "params.yaml"),
    ),
    "such a program with a file of parameters": (
        "src/a.py", "", ["conf/config.yaml", "settings.yaml"], ConfigTarget("plain", "settings.yaml"),
    ),
    "Hydra's main config": (
        "src/a.py", MAIN, ["configs/eval.yaml", "configs/train.yaml"],
        ConfigTarget("hydra", "configs/train.yaml", "cfg"),
    ),
    "Hydra's main config of two": (
        "src/a.py", MAIN, ["configs/base.yaml", "configs/train.yaml"],
        ConfigTarget("hydra", "configs/train.yaml", "cfg"),
    ),
    "Hydra's config of the file": (
        "src/eval.py", "import hydra\n@hydra.main(config_path='../configs', config_name='eval.yaml')\n",
        ["configs/eval.yaml", "configs/train.yaml"], ConfigTarget("hydra", "configs/eval.yaml", "cfg"),
    ),
    "Hydra without a config": ("a.py", "@hydra.main()\n", [], ConfigTarget("hydra", "conf/config.yaml", "cfg")),
    "Hydra's argument": (
        "a.py", "import hydra\ndef f(x): ...\n@hydra.main(\n    version_base=None,\n)\ndef main(conf):\n", [],
        ConfigTarget("hydra", "conf/config.yaml", "conf"),
    ),
    "papermill": (
        "a.ipynb",
        '{"metadata": {"tags": ["x", "parameters"]}}',
        [],
        ConfigTarget("papermill", "a.ipynb", ""),
    ),
    "a tag in a program": ("a.py", '"tags": ["parameters"]', [], ConfigTarget("plain", "params.yaml")),
    "MLproject": ("src/a.py", "", ["MLproject"], ConfigTarget("mlproject", "MLproject", "args")),
    "argparse": ("a.py", ARGPARSE, [], ConfigTarget("argparse", "a.py", "parser")),
    "argparse after DVC": ("a.py", ARGPARSE, ["dvc.yaml"], ConfigTarget("dvc", "params.yaml")),
    "click": ("a.py", "@click.option('--x')\n", [], ConfigTarget("click", "a.py", "click")),
    "typer": ("a.py", "app = typer.Typer()\n", [], ConfigTarget("typer", "a.py", "typer")),
    "pydantic": ("a.py", "class Settings(BaseSettings):\n", [], ConfigTarget("settings", "a.py", "Settings")),
    "a dataclass": ("a.py", "@dataclass\nclass TrainConfig:\n", [], ConfigTarget("dataclass", "a.py", "TrainConfig")),
    "a dataclass of something else": ("a.py", "@dataclass\nclass Point:\n", [], ConfigTarget("plain", "params.yaml")),
}  # fmt: skip


@pytest.mark.parametrize(("path", "content", "tracked", "target"), CASES.values(), ids=CASES)
def test_the_home_of_a_file(path: str, content: str, tracked: list[str], target: ConfigTarget) -> None:
    assert decide(path, content, tracked_paths(tracked), lambda name: FILES.get(name, "")) == target


def test_a_command_line_is_a_second_choice() -> None:
    assert command_line("a.py", ARGPARSE) == ConfigTarget("argparse", "a.py", "parser")
    assert command_line("a.py", "class S(BaseSettings):\n") is None


def wanted() -> list[ConfigEntry]:
    made = found("model", max_depth=12, lr=1e-3, solver="no", betas=(0.9, 0.99))
    return list(keyed([(made, "train")])[0])


PLAIN = ConfigTarget("plain", "conf/params.yaml")
HYDRA = ConfigTarget("hydra", "conf/config.yaml", "cfg")
LOADED = (
    'import yaml; params = yaml.safe_load((Path(__file__).resolve().parents[1] / "%s").read_text(encoding="utf-8"))'
)
SAID = {
    "plain": (PLAIN, 'params["model"]["max_depth"]', LOADED % "conf/params.yaml"),
    "dvc": (
        ConfigTarget("dvc", "params.yaml"),
        'params["model"]["max_depth"]',
        LOADED % "params.yaml"
        + "; list model.max_depth, model.lr, model.solver, model.betas under params of the stage in dvc.yaml",
    ),
    "dvc in another folder": (
        ConfigTarget("dvc", "params.yaml", listed="../params.yaml"),
        'params["model"]["max_depth"]',
        LOADED % "params.yaml" + "; list model.max_depth, model.lr, model.solver, model.betas of ../params.yaml under "
        "params of the stage in dvc.yaml",
    ),
    "hydra": (HYDRA, "cfg.model.max_depth", "cfg from @hydra.main; a run overrides it as model.max_depth=..."),
    "kedro": (
        ConfigTarget("kedro", "p.yml", "params", "c.yml"), '"params:model.max_depth"',
        "among the inputs of its node, and an argument of the function",
    ),
    "papermill": (ConfigTarget("papermill", "a.ipynb", ""), "max_depth", "papermill -p sets it for a run"),
    "mlproject": (
        ConfigTarget("mlproject", "MLproject", "args"), "args.max_depth", "passed on by the command of the entry point",
    ),
    "argparse": (ConfigTarget("argparse", "a.py", "parser"), "args.max_depth", ""),
    "click": (ConfigTarget("click", "a.py", "click"), "max_depth", ""),
    "typer": (ConfigTarget("typer", "a.py", "typer"), "max_depth", ""),
    "argument": (ConfigTarget("argument", "a.py", ""), "max_depth", ""),
    "settings": (ConfigTarget("settings", "a.py", "TrainConfig"), "train_config.max_depth", ""),
}  # fmt: skip


@pytest.mark.parametrize(("target", "code", "how"), SAID.values(), ids=SAID)
def test_the_expression_for_each_home(target: ConfigTarget, code: str, how: str) -> None:
    assert expression(target, wanted()[0]) == code
    assert reading(target, wanted(), Reader("src/train.py", imports="import yaml; ")) == how
    ast.parse(replacement(target, wanted()))


LINES = {
    "argparse": [
        'parser.add_argument("--max-depth", type=int, default=12)',
        'parser.add_argument("--lr", type=float, default=0.001)',
        "parser.add_argument(\"--solver\", type=str, default='no')",
        'parser.add_argument("--betas", type=float, nargs="+", default=(0.9, 0.99))',
    ],
    "click": [
        '@click.option("--max-depth", type=int, default=12)',
        '@click.option("--lr", type=float, default=0.001)',
        "@click.option(\"--solver\", type=str, default='no')",
        '@click.option("--betas", type=float, multiple=True, default=(0.9, 0.99))',
    ],
    "typer": [
        "max_depth: int = 12,",
        "lr: float = 0.001,",
        "solver: str = 'no',",
        "betas: tuple[float, float] = (0.9, 0.99),",
    ],
    "settings": [
        "max_depth: int = 12",
        "lr: float = 0.001",
        "solver: str = 'no'",
        "betas: tuple[float, float] = (0.9, 0.99)",
    ],
    "papermill": ["max_depth = 12", "lr = 0.001", "solver = 'no'", "betas = (0.9, 0.99)"],
}


@pytest.mark.parametrize("kind", LINES)
def test_the_lines_of_homes_in_code(kind: str) -> None:
    (block,) = blocks(SAID[kind][0], wanted())
    assert block.lines == LINES[kind]


def test_the_parameters_of_an_entry_point() -> None:
    (block,) = blocks(SAID["mlproject"][0], wanted())
    assert yaml.safe_load("\n".join(block.lines)) == {
        "parameters": {
            "max_depth": {"type": "float", "default": 12},
            "lr": {"type": "float", "default": 0.001},
            "solver": {"type": "string", "default": "no"},
            "betas": {"type": "string", "default": "(0.9, 0.99)"},
        }
    }


def test_kedro_keeps_files_in_its_catalog() -> None:
    group = keyed([(found("paths", "read_csv", path="data/01_raw/train.csv", folder="out"), "a")])[0]
    target = SAID["kedro"][0]
    (block,) = blocks(target, group)
    assert (block.text, block.lines[:3]) == (
        "move to c.yml:",
        ["train:", "  type: pandas.CSVDataset", "  filepath: data/01_raw/train.csv"],
    )
    assert replacement(target, group) == '"train", "folder"'


def test_what_tells_two_of_one_name_apart_stays_without_sections() -> None:
    two = [(found("model", "XGBRegressor", max_depth=3), "a"), (found("model", "XGBRegressor", max_depth=4), "a")]
    group = [one for several in keyed(two) for one in several]
    for kind in ("argparse", "papermill", "mlproject", "settings"):
        lines = "".join(line for block in blocks(SAID[kind][0], group) for line in block.lines)
        assert "xgb" in lines
        assert len(set(replacement(SAID[kind][0], group).split(", "))) == 2


def test_a_secret_stays_out_of_every_home() -> None:
    secret = found("db")._replace(literals=(literal("password", "hunter2", secret=True),))
    group = keyed([(secret, "a")])[0]
    for target, *_ in SAID.values():
        said = [line for block in blocks(target, group) for line in block.lines] + [replacement(target, group)]
        assert "hunter2" not in "".join(said)
        assert replacement(target, group) == 'os.environ["DB_PASSWORD"]'
    assert "hunter2" not in "".join(options(SAID["argparse"][0], group))


def test_a_config_file_of_many_programs_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    real = markup.from_yaml

    def from_yaml(text: str | bytes) -> object:
        parsed.append(text)
        return real(text)

    monkeypatch.setattr(markup, "from_yaml", from_yaml)
    text = "shared_by_many_programs: 3\n"
    target, tracked = ConfigTarget("plain", "params.yaml"), tracked_paths(["params.yaml"])
    trees = [reserved(target, f"a = {number}\n", tracked, lambda _: text).tree for number in range(10)]
    assert trees == [{"shared_by_many_programs": 3}] * 10
    assert parsed == [text]
