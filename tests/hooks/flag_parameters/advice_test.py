"""What a finding says to write, written: the program prints the same before and after, from wherever it is run."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.parameters.looking import notebook
from tests.processes_test import processes
from tests.repo import Repo

if TYPE_CHECKING:
    from pathlib import Path

HOOK = "flag-parameters"
# What stands for the libraries in these programs: it prints what it is given.
FAKE = "def {}(*args, **values):\n    print('{}', args, sorted(values.items()))\n\n\n"
SVC = FAKE.format("SVC", "SVC")


def run(repo: Repo, path: str, *words: str, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [sys.executable, str(repo.top / path), *words], cwd=cwd or repo.top, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def remedies(finding: dict[str, Any]) -> dict[str, str]:
    """The text of each remedy by how it begins, lines to paste left as they are."""
    found = {}
    for remedy in finding["remedies"]:
        head, _, lines = remedy["text"].partition("\n")
        head = head.removeprefix("and ").removeprefix("or ")
        name, _, rest = head.partition(": ")
        found[name if rest else head.rstrip(":")] = rest or lines
    return found


def follow(repo: Repo, path: str, *words: str) -> list[dict[str, str]]:
    """Put into the program what its findings say; what is to be pasted elsewhere comes back."""
    findings = repo.run(HOOK, "--format", "json", "--whole-file", path, *words).findings()
    assert findings
    text = (repo.top / path).read_text()
    lines = text.split("\n")
    spans: dict[tuple[int, int, int], str] = {}
    said = []
    loads: dict[str, None] = {}
    for finding in findings:
        known = remedies(finding)
        said.append(known)
        written = known["write in the code"]
        code, _, how = written.removesuffix(")").partition("   (")
        for part in how.split("; "):
            if part.startswith(("import ", "from ")) or " = yaml" in part:
                loads[part] = None
        (tuple_,) = ast.parse(f"({code},)").body
        assert isinstance(tuple_, ast.Expr)
        assert isinstance(tuple_.value, ast.Tuple)
        for literal, expression in zip(finding["literals"], tuple_.value.elts, strict=True):
            assert literal["line"] == literal["end_line"]
            spans[literal["line"], literal["column"], literal["end_column"]] = ast.unparse(expression)
    for (line, start, end), code in sorted(spans.items(), reverse=True):
        row = lines[line - 1]
        lines[line - 1] = row[: start - 1] + code + row[end - 1 :]
    repo.write(path, "\n".join([*loads, *lines]))
    return said


def added(repo: Repo, path: str, lines: str) -> None:
    """Paste lines at the end of a file."""
    place = repo.top / path
    repo.write(path, (place.read_text() if place.exists() else "") + lines + "\n")


PLAIN = {
    "a number": "SVC(C=5)\n",
    "small numbers": "SVC(tol=1e-5, C=0.1)\n",
    "a list that is changed": "x = dict(hidden_layer_sizes=[100, 50])\nSVC(hidden_layer_sizes=[100, 50])\n",
    "a tuple": "SVC(betas=(0.9, 0.99), C=5)\n",
    "a tuple of tuples": "SVC(lr=[(1, 2), (3, 4)])\n",
    "texts that YAML takes for others": "SVC(kernel='no', C=5)\n",
    "an f-string": "import sys\nclass A:\n    b = 'q'\nname = 'x'\nprint(open(f'/dev/null').read(), 1)\n"
    "def read_csv(p):\n    print(p)\nread_csv(f'data/{name}_{A.b!r}.csv')\nread_csv(f'data/{{{name}}}.csv')\n",
    "filters with lambdas": "def drop(n, f):\n    print(n, [f(v) for v in (1, 39, 50)])\n"
    "drop('Age', lambda x: x >= 39)\ndrop('Overall', lambda x: x < 45)\ndrop('Age', lambda x: x < 45)\n",
    "one name, two values": "def f():\n    SVC(C=5)\ndef g():\n    SVC(C=6)\nf(); g(); SVC(C=7)\n",
    "a variable called params": "params = {'num_leaves': 31, 'learning_rate': 0.05}\nSVC(**params)\n",
    "a variable called yaml's way": "def params():\n    SVC(C=5)\nparams()\n",
}


@pytest.mark.parametrize("code", PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("path", ["train.py", "src/deep/train.py"])
def test_a_program_with_a_yaml_file_prints_the_same(repo: Repo, tmp_path: Path, code: str, path: str) -> None:
    repo.stage(path, SVC + code)
    before = run(repo, path)
    follow(repo, path, "--write-params", "params.yaml")
    repo.git("add", "--all")
    assert "params.yaml" in (repo.top / path).read_text()
    assert run(repo, path) == before
    assert run(repo, path, cwd=tmp_path) == before


def test_a_config_file_beside_the_folder_of_the_program(repo: Repo, tmp_path: Path) -> None:
    repo.stage("conf/params.yaml", "# ours\n")
    repo.stage("src/a/train.py", SVC + "SVC(C=5)\n")
    before = run(repo, "src/a/train.py")
    follow(repo, "src/a/train.py", "--write-params", "conf/params.yaml")
    assert run(repo, "src/a/train.py", cwd=tmp_path) == before
    assert (repo.top / "conf/params.yaml").read_text() == "# ours\nmodel:\n  C: 5\n"


@pytest.mark.parametrize("path", ["src/train.py", "src/train.ipynb"])
def test_the_line_that_reads_the_config_file_is_not_flagged(repo: Repo, path: str) -> None:
    code = "from learn import SVC\nSVC(C=5)\n"
    make = notebook(code).decode() if path.endswith(".ipynb") else code
    repo.stage(path, make).stage("runs/deep.yaml", "# ours\n")
    (finding,) = repo.run(HOOK, "--format", "json", "--write-params", "runs/deep.yaml", path).findings()
    written, _, how = remedies(finding)["write in the code"].removesuffix(")").partition("   (")
    code = "\n".join([*how.split("; "), f"SVC(C={written})", ""])
    assert "runs/deep.yaml" in code
    repo.stage(path, notebook(code).decode() if path.endswith(".ipynb") else code)
    assert repo.run(HOOK, "--whole-file", "--confidence", "possible", path).out == ""


def test_from_a_folder_the_message_and_what_is_written_are_one(repo: Repo) -> None:
    """The file is named as seen from the folder that the user is in."""
    repo.stage("src/train.py", SVC + "SVC(C=5)\n")
    before = run(repo, "src/train.py")
    outcome = repo.run(HOOK, "--format", "json", "--write-params", "params.yaml", "train.py", cwd="src")
    (finding,) = outcome.findings()
    assert remedies(finding)["move to src/params.yaml"] == "model:\n  C: 5"
    assert (repo.top / "src/params.yaml").read_text() == "model:\n  C: 5\n"
    repo.git("add", "--all")
    follow(repo, "src/train.py", "--write-params", "src/params.yaml")
    assert run(repo, "src/train.py") == before


def test_a_program_that_reads_the_file_already_reads_it_once(repo: Repo) -> None:
    repo.stage("params.yaml", "model:\n  gamma: 0.5\n")
    code = SVC + "import yaml\n\nconf = yaml.safe_load(open('params.yaml'))\nSVC(C=5, gamma=conf['model']['gamma'])\n"
    repo.stage("train.py", code)
    before = run(repo, "train.py")
    follow(repo, "train.py", "--write-params", "params.yaml")
    assert (repo.top / "train.py").read_text() == code.replace("C=5", "C=conf['model']['C']")
    assert run(repo, "train.py") == before


def test_a_key_that_is_spread_takes_no_other(repo: Repo) -> None:
    repo.stage("params.yaml", "model:\n  gamma: 0.5\n")
    head = (
        "import yaml\n\nparams = yaml.safe_load(open('params.yaml'))\n\n\ndef SVC(gamma, C=1):\n    print(gamma, C)\n"
    )
    repo.stage("train.py", head + "\n\nSVC(**params['model'])\nSVC(0, C=5)\n")
    before = run(repo, "train.py")
    follow(repo, "train.py", "--write-params", "params.yaml")
    assert run(repo, "train.py") == before
    assert yaml.safe_load((repo.top / "params.yaml").read_text()) == {"model": {"gamma": 0.5}, "svc": {"C": 5}}


# ---- command lines


MANY = "SVC(C=5.5, hidden_layer_sizes=[100, 50], betas=(0.9, 0.99), kernel='poly', lags=[[8, 4], [2, 1]])"
ARGPARSE = "import argparse\n\n{}parser = argparse.ArgumentParser()\nparser.add_argument('--c', type=int, default=3)\n"


def test_options_of_argparse_give_back_the_same(repo: Repo) -> None:
    parse = "args = parser.parse_args()"
    repo.stage("train.py", f"{ARGPARSE.format(SVC)}{parse}\nprint(args.c)\n{MANY.replace('C=5.5', 'c=5, C=5')}\n")
    before = run(repo, "train.py")
    (said,) = follow(repo, "train.py")
    text = (repo.top / "train.py").read_text()
    repo.write("train.py", text.replace(parse, said["make it an option of the command line"] + "\n" + parse))
    assert run(repo, "train.py") == before
    after = run(repo, "train.py", "--C", "0.5", "--lags", "[[1], [2]]", "--hidden-layer-sizes", "7", "8")
    assert after != before
    for said_now in ("('C', 0.5)", "('lags', [[1], [2]])", "('hidden_layer_sizes', [7, 8])"):
        assert said_now in after


def test_one_option_has_one_value(repo: Repo) -> None:
    """Also where options are the second choice, and the findings two."""
    repo.stage("dvc.yaml", "stages: {}\n")
    parse = "args = parser.parse_args()"
    calls = "def f(x):\n    SVC(C=5).fit(x)\n    NuSVC(C=7).fit(x)\n    LinearSVC(C=5).fit(x)\n"
    repo.stage("train.py", f"{ARGPARSE.format('')}{parse}\n{calls}")
    findings = repo.run(HOOK, "--format", "json").findings()
    assert [remedies(finding)["make it an option of the command line"] for finding in findings] == [
        'parser.add_argument("--C", type=float, default=5)',
        'parser.add_argument("--nu-svc-C", type=float, default=7)',
        'parser.add_argument("--C", type=float, default=5)',
    ]


def test_options_of_click_give_back_the_same(repo: Repo) -> None:
    own = "@click.option('--x', default=3)\n"
    repo.stage("train.py", f"import click\n\n{SVC}@click.command()\n{own}def main(x):\n    {MANY}\n\nmain()\n")
    before = run(repo, "train.py")
    (said,) = follow(repo, "train.py")
    options = said["make it an option of the command line"]
    names = [row.split('"')[1].strip("-").replace("-", "_") for row in options.split("\n")]
    text = (repo.top / "train.py").read_text().replace(own, options + "\n" + own)
    repo.write("train.py", text.replace("main(x)", f"main(x, {', '.join(names)})"))
    assert run(repo, "train.py") == before
    assert "('C', 0.5)" in run(repo, "train.py", "--C", "0.5")


@pytest.mark.long
def test_parameters_of_typer_give_back_the_same(repo: Repo) -> None:
    head = f"import typer\nfrom typing import Annotated\n\n{SVC}"
    repo.stage("train.py", f"{head}def main(x: int = 3):\n    {MANY}\n\ntyper.run(main)\n")
    before = run(repo, "train.py")
    (said,) = follow(repo, "train.py")
    text = (repo.top / "train.py").read_text()
    lines = said["make it an option of the command line"]
    repo.write("train.py", text.replace("x: int = 3", f"{lines} x: int = 3"))
    assert run(repo, "train.py") == before
    assert "('C', 0.5)" in run(repo, "train.py", "--C", "0.5")


def test_fields_of_a_dataclass_give_back_the_same(repo: Repo) -> None:
    head = "from dataclasses import dataclass, field\n\n\n@dataclass\nclass TrainConfig:\n    C: int = 3\n\n\n"
    repo.stage("train.py", f"{head}{SVC}train_config = TrainConfig()\nprint(train_config.C)\n{MANY}\n")
    before = run(repo, "train.py")
    (said,) = follow(repo, "train.py")
    fields = said["make it a field of TrainConfig"].replace("\n", "\n    ")
    text = (repo.top / "train.py").read_text().replace("    C: int = 3\n", f"    C: int = 3\n    {fields}\n")
    repo.write("train.py", text)
    assert run(repo, "train.py") == before


# ---- Hydra


HYDRA = """\
import hydra
from hydra.utils import instantiate


class ModelCheckpoint:
    def __init__(self, every_n_epochs, betas=None, lr=None):
        print(every_n_epochs, betas, lr)


class Adam:
    def __init__(self, lr, n_layers=None):
        print(lr, n_layers)


@hydra.main(config_path="conf", config_name="config", version_base=None)
def train(config):
    instantiate(config.model)
    instantiate(config.optimizer)
    {}


if __name__ == "__main__":
    train()
"""
CONF = {
    "conf/config.yaml": (
        "defaults:\n  - _self_\n  - model: adam\n  - /group@callbacks: adam\n\n"
        "optimizer:\n  _target_: __main__.Adam\n  lr: 0.5\n\nhydra:\n  run:\n    dir: .\n"
    ),
    "conf/model/adam.yaml": "_target_: __main__.Adam\nlr: 0.1\nn_layers: 1\n",
    "conf/group/adam.yaml": "_target_: __main__.Adam\nlr: 0.2\n",
}


@pytest.mark.parametrize(
    ("code", "tree"),
    [
        ("ModelCheckpoint(every_n_epochs=10)", {"model_checkpoint": {"every_n_epochs": 10}}),
        (
            "ModelCheckpoint(3, betas=[0.5, 0.9], lr=0.3)",
            # A position is less certain than a keyword, so it is a finding of its own.
            {"params": {"every_n_epochs": 3}, "model_checkpoint": {"betas": [0.5, 0.9], "lr": 0.3}},
        ),
        ("Adam(0, n_layers=8)", {"adam": {"n_layers": 8}}),
        ("Adam(lr=0.75)", {"adam": {"lr": 0.75}}),
    ],
)
@pytest.mark.long
def test_no_key_goes_where_hydra_makes_an_object(repo: Repo, code: str, tree: dict[str, Any]) -> None:
    for path, text in CONF.items():
        repo.stage(path, text)
    repo.stage("main.py", HYDRA.format(code))
    before = run(repo, "main.py")
    follow(repo, "main.py", "--write-params", "conf/config.yaml")
    assert run(repo, "main.py") == before
    after = yaml.safe_load((repo.top / "conf/config.yaml").read_text())
    assert {key: value for key, value in after.items() if key not in ("defaults", "optimizer", "hydra")} == tree
    assert "config." in (repo.top / "main.py").read_text().partition("optimizer)")[2]


@pytest.mark.long
def test_a_value_that_hydra_has_already_is_read(repo: Repo) -> None:
    for path, text in CONF.items():
        repo.stage(path, text)
    repo.stage("main.py", HYDRA.format("Adam(lr=0.1)"))
    before = run(repo, "main.py")
    (said,) = follow(repo, "main.py")
    assert said["write in the code"] == "config.model.lr"
    assert run(repo, "main.py") == before


RF = """\
from learn import RandomForestClassifier

RandomForestClassifier(max_depth=12)
"""
SUMMARY = "model_summary:\n  _target_: lightning.pytorch.callbacks.RichModelSummary\n  max_depth: {}\n"


@pytest.mark.parametrize("depth", [-1, 12])
@pytest.mark.parametrize("path", ["jobs/train_model.py", "notebooks/model.ipynb", "src/net/model.py"])
def test_a_program_that_hydra_does_not_start_is_told_nothing_of_its_config(repo: Repo, path: str, depth: int) -> None:
    """Hook and extract say the same: no `cfg`, and not the depth of a summary."""
    repo.stage("configs/train.yaml", "defaults:\n  - _self_\n  - callbacks: default\n")
    repo.stage("configs/callbacks/default.yaml", SUMMARY.format(depth))
    repo.stage(path, notebook(RF).decode() if path.endswith(".ipynb") else RF)
    (finding,) = repo.run(HOOK, "--format", "json", path).findings()
    assert finding["message"] == "max_depth = 12 in RandomForestClassifier()."
    known = remedies(finding)
    assert known["write in the code"].startswith("params[")
    assert known["move to params.yaml"] == "model:\n  max_depth: 12"
    moved = repo.run("extract", path)
    assert moved.status == 0
    if not path.endswith(".ipynb"):
        assert moved.out.startswith(f"{path}: moved 1 literal to params.yaml\n    model.max_depth = 12\n")


# ---- what a config file has already


def message(repo: Repo, *words: str) -> str:
    (finding,) = repo.run(HOOK, "--format", "json", *words).findings()
    return str(finding["message"])


OTHER_THINGS = {
    "of another thing": "generator:\n  n_layers: 8\n",
    "of another thing below a section": "model:\n  generator:\n    n_layers: 8\n",
    "of two things": "generator:\n  n_layers: 8\nencoder:\n  n_layers: 8\n",
    "of another kind": "model:\n  n_layers: '8'\n",
}


@pytest.mark.parametrize("text", OTHER_THINGS.values(), ids=OTHER_THINGS)
def test_a_key_of_another_thing_is_not_offered(repo: Repo, text: str) -> None:
    repo.stage("conf/net.yaml", text)
    repo.stage("gan.py", "d = Discriminator(n_layers=8)\n")
    said = message(repo, "gan.py")
    assert "already has" not in said


def test_a_config_of_the_project_beside_is_not_offered(repo: Repo) -> None:
    repo.stage("one/conf/model/net.yaml", "n_layers: 8\n")
    for path in ("one/src/gan.py", "two/gan.py", "one_more/gan.py"):
        repo.stage(path, "d = Discriminator(n_layers=8)\n")
    findings = repo.run(HOOK, "--format", "json").findings()
    assert [finding["path"] for finding in findings if "already has" in finding["message"]] == ["one/src/gan.py"]


OWN_THINGS = {
    "of a section": "model:\n  n_layers: 8\n",
    "of the thing": "discriminator:\n  n_layers: 8\n",
    "of its initials": "model:\n  rf:\n    n_layers: 8\n",
    "of the program": "gan:\n  n_layers: 8\n",
}


@pytest.mark.parametrize("text", OWN_THINGS.values(), ids=OWN_THINGS)
def test_a_key_of_the_same_thing_is_offered(repo: Repo, text: str) -> None:
    repo.stage("params.yaml", text)
    callee = "RandomForest" if "rf" in text else "Discriminator"
    code = FAKE.format(callee, "made") + f"{callee}(n_layers=8)\n"
    repo.stage("gan.py", code)
    before = run(repo, "gan.py")
    assert "params.yaml:" in message(repo, "gan.py")
    follow(repo, "gan.py")
    assert run(repo, "gan.py") == before


def test_another_number_of_tokens_is_no_secret(repo: Repo) -> None:
    repo.stage("params.yaml", "models:\n  ChatOpenAI:\n    max_tokens: 1000\n    num_key_value_heads: 4\n")
    repo.stage("a.py", "chat = ChatOpenAI(max_tokens=500, num_key_value_heads=4)\n")
    outcome = repo.run(HOOK, "--format", "json", "--write-params", "params.yaml")
    assert outcome.findings()[0]["message"] == (
        "max_tokens = 500, num_key_value_heads = 4 in ChatOpenAI(); params.yaml:4 already has num_key_value_heads: 4; "
        "params.yaml:3 has another value, max_tokens: 1000."
    )
    assert yaml.safe_load((repo.top / "params.yaml").read_text())["models"]["ChatOpenAI"]["max_tokens"] == 1000
    assert "model" not in yaml.safe_load((repo.top / "params.yaml").read_text())


def test_another_value_is_left_and_said(repo: Repo) -> None:
    repo.stage("params.yaml", "models:\n  LogisticRegression:\n    max_iter: 1000\n")
    repo.stage("fit.py", "def f(X, y):\n    return LogisticRegression(C=0.3, max_iter=500).fit(X, y)\n")
    outcome = repo.run(HOOK, "--format", "json", "--write-params", "params.yaml")
    (finding,) = outcome.findings()
    assert finding["message"] == (
        "C = 0.3, max_iter = 500 in LogisticRegression(); params.yaml:3 has another value, max_iter: 1000."
    )
    known = remedies(finding)
    assert known["move to params.yaml"] == "model:\n  C: 0.3"
    assert known["write in the code"].startswith('params["model"]["C"]   (import yaml; ')
    assert known["params.yaml:3 and the code differ in max_iter"].startswith(
        'make them the same, then write in the code: params["models"]["LogisticRegression"]["max_iter"]   ('
    )
    has = "has models.LogisticRegression.max_iter: 1000, but the code has max_iter = 500"
    assert outcome.err.splitlines() == [
        "commitworthy: params.yaml: added 1 key: model.C; the code still has the literals",
        f"commitworthy: params.yaml: {has}; nothing was changed",
    ]
    after = (repo.top / "params.yaml").read_text()
    assert yaml.safe_load(after) == {"models": {"LogisticRegression": {"max_iter": 1000}}, "model": {"C": 0.3}}
    again = repo.run(HOOK, "--format", "json", "--write-params", "params.yaml")
    assert (repo.top / "params.yaml").read_text() == after
    assert again.findings()[0]["message"].count("already has C: 0.3") == 1


def test_what_the_message_says_is_what_is_written(repo: Repo) -> None:
    """Also where the file has a value in the place of a section, and where it is not the one that is there."""
    repo.stage("config.yaml", "model: resnet\n")
    repo.stage("fit.py", SVC + "SVC(C=5)\n")
    before = run(repo, "fit.py")
    (said,) = follow(repo, "fit.py", "--write-params", "config.yaml")
    assert said["move to config.yaml"] == "svc:\n  C: 5"
    assert yaml.safe_load((repo.top / "config.yaml").read_text()) == {"model": "resnet", "svc": {"C": 5}}
    assert run(repo, "fit.py") == before
    repo.stage("fit.py", SVC + "SVC(gamma=5)\n")
    (finding,) = repo.run(HOOK, "--format", "json", "fit.py", "--write-params", "new.yaml").findings()
    assert remedies(finding)["move to new.yaml"] == "model:\n  gamma: 5"
    assert (repo.top / "new.yaml").read_text() == "model:\n  gamma: 5\n"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("model: null\n", "net"),
        ("model: {}\n", "net"),
        ("model: {lr: 0.1}  # inline\n", "net"),
        ("base: &base\n  lr: 1\nmodel: *base\n", "net"),
        ("model: &model\n  lr: 1\nother:\n  <<: *model\n", "net"),
        ("model: &model {lr: 1}\n", "net"),
        ("model: &model\n  lr: 1\n", "model"),
        ("model:  # of the model\n  lr: 1\n", "model"),
        ("model:\n", "model"),
    ],
)
def test_no_line_is_to_be_added_to_what_is_written_inline(repo: Repo, text: str, section: str) -> None:
    repo.stage("params.yaml", text)
    repo.stage("a.py", f"{FAKE.format('Net', 'Net')}Net(n_layers=8)\n")
    before = run(repo, "a.py")
    (finding,) = repo.run(HOOK, "--format", "json", "a.py").findings()
    assert remedies(finding)["move to params.yaml"] == f"{section}:\n  n_layers: 8"
    outcome = repo.run(HOOK, "--write-params", "params.yaml", "a.py")
    assert (
        outcome.err == f"commitworthy: params.yaml: added 1 key: {section}.n_layers; the code still has the literals\n"
    )
    assert yaml.safe_load((repo.top / "params.yaml").read_text())[section]["n_layers"] == 8
    repo.write("params.yaml", text)
    assert repo.run("extract", "a.py").status == 0
    assert run(repo, "a.py") == before
    assert yaml.safe_load((repo.top / "params.yaml").read_text())[section]["n_layers"] == 8


def test_the_number_of_git_processes_does_not_grow_with_config_files(repo: Repo) -> None:
    for path, text in CONF.items():
        repo.stage(path, text)
    repo.stage("main.py", HYDRA.format("Adam(lr=0.1)"))
    few = processes(repo, HOOK, status=1)
    for number in range(20):
        repo.stage(f"conf/group{number}/adam.yaml", f"_target_: __main__.Adam\nlr: 0.{number}1\n")
        repo.stage(f"p{number}/conf/config.yaml", "defaults:\n  - group: adam\n")
        repo.stage(f"p{number}/main.py", HYDRA.format(f"Adam(lr=0.{number}1)"))
    assert processes(repo, HOOK, status=1) == few


# ---- Kedro, papermill and notebooks


def test_a_kedro_project_with_dvc_data_is_kedro(repo: Repo) -> None:
    repo.stage("pyproject.toml", "[tool.kedro]\npackage_name = 'p'\n")
    repo.stage(".dvc/config", "[core]\n")
    repo.stage("conf/base/parameters.yml", "options:\n  test_size: 0.2\n")
    repo.stage("conf/base/catalog.yml", "raw:\n  type: pandas.CSVDataset\n  filepath: data/01_raw/other.csv\n")
    repo.stage("src/p/nodes.py", "def f(x):\n    return SVC(C=5).fit(x), pd.read_csv('data/01_raw/raw.csv')\n")
    first, second = repo.run(HOOK, "--format", "json", "src/p/nodes.py").findings()
    assert remedies(first)["move to conf/base/parameters.yml"] == "model:\n  C: 5"
    assert (
        remedies(first)["write in the code"]
        == '"params:model.C"   (among the inputs of its node, and an argument of the function)'
    )
    known = remedies(second)
    assert known["move to conf/base/catalog.yml"].startswith("read_csv_raw:\n  type: pandas.CSVDataset\n")
    assert known["write in the code"].startswith('"read_csv_raw"')


CELLS = {
    "Databricks": "# Databricks notebook source\n{}\n",
    "jupytext": "# ---\n# jupyter:\n#   jupytext:\n#     main_language: python\n# ---\n\n# %%\n{}\n",
    "magics": "# %%\n%matplotlib inline\n{}\n",
}
IN_TEXT = {
    "jupytext": ("a.py", "# ---\n# jupyter:\n#   jupytext:\n#     main_language: python\n# ---\n\n# +\n{}\n", False),
    "marimo": ("a.py", "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n    {}\n    return\n", True),
    "Quarto": ("a.qmd", "```{{python}}\n{}\n```\n", False),
}


@pytest.mark.parametrize(("path", "text", "has_file"), IN_TEXT.values(), ids=IN_TEXT)
def test_no_command_is_offered_that_moves_nothing(repo: Repo, path: str, text: str, has_file: bool) -> None:
    repo.stage(path, text.format("model = SVC(C=5)"))
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    known = remedies(finding)
    assert next(iter(known)) == "move to params.yaml"
    assert ("__file__" in known["write in the code"]) == has_file
    tried = repo.run("extract", f"{path}:{finding['line']}")
    assert "C = 5 stays: it is in a marimo notebook" in tried.out or "has no __file__ to find a config" in tried.out
    assert not (repo.top / "params.yaml").exists()


@pytest.mark.parametrize("text", CELLS.values(), ids=CELLS)
def test_a_notebook_that_is_text_is_moved_to_a_cell(repo: Repo, text: str) -> None:
    repo.stage("a.py", text.format("model = SVC(C=5)"))
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    known = remedies(finding)
    assert next(iter(known)) == "move it, in code and config"
    assert "__file__" not in known["write in the code"]
    tried = repo.run("extract", f"a.py:{finding['line']}")
    assert tried.out.startswith("a.py: moved 1 literal to a cell for parameters\n")
    repo.git("add", "a.py")
    assert repo.run(HOOK).out == ""


def test_a_program_of_cells_is_moved(repo: Repo) -> None:
    repo.stage("a.py", "# %%\nmodel = SVC(C=5)\n")
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert next(iter(remedies(finding))) == "move it, in code and config"
    assert repo.run("extract", "a.py:2").out.startswith("a.py: moved 1 literal to params.yaml\n")


def test_a_notebook_reads_from_its_own_folder(repo: Repo) -> None:
    repo.stage("params.yaml", "a: 1\n")
    cell = '{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["SVC(C=5)"]}'
    repo.stage("nb/a.ipynb", f'{{"cells": [{cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 4}}')
    repo.stage("nb/b.py", "# Databricks notebook source\nSVC(C=5)\n")
    for finding in repo.run(HOOK, "--format", "json").findings():
        assert remedies(finding)["write in the code"] == (
            'params["model"]["C"]   (import yaml; from pathlib import Path; params = yaml.safe_load('
            'Path("../params.yaml").read_text(encoding="utf-8")))'
        )
