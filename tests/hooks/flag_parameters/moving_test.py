"""The commands of `commitworthy extract` that flag-parameters prints: what is pasted works, in the order printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.repo import Repo

HOOK = "flag-parameters"
FOUR = '''\
"""Four findings."""
import pandas as pd
from learn import SVC, RandomForestClassifier


def fit():
    frame = pd.read_csv("/home/ann/train.csv")
    first = RandomForestClassifier(n_estimators=500)
    second = SVC(C=5)
    third = SVC(C=7, gamma=0.1)
    return frame, first, second, third
'''


def ways(finding: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(way["text"], way["command"]) for way in finding["remedies"]]


def moves(repo: Repo) -> list[tuple[str, str]]:
    """The command that moves each finding, with its words."""
    return [
        (text, command)
        for finding in repo.run(HOOK, "--format", "json").findings()
        for text, command in ways(finding)[:1]
        if command
    ]


def test_four_remedies_of_one_file_can_be_pasted_one_after_the_other(repo: Repo) -> None:
    repo.stage("src/multi.py", FOUR)
    printed = moves(repo)
    assert printed == [
        ("move it, in code and config", "commitworthy extract src/multi.py:path --staged"),
        ("move it, in code and config", "commitworthy extract src/multi.py:n_estimators --staged"),
        ("move each C, in code and config", "commitworthy extract src/multi.py:C --staged"),
        ("move it, in code and config", "commitworthy extract src/multi.py:gamma --staged"),
    ]
    counts = []
    for _, command in printed:
        done = repo.shell(command)
        assert done.status == 0, done
        counts.append(len(repo.run(HOOK, "--format", "json").findings()))
    assert counts == [3, 2, 0, 0]
    assert done.out == "src/multi.py:gamma: nothing is flagged in the file\n"
    assert repo.git("show", ":params.yaml") == (
        "paths:\n  train: /home/ann/train.csv\nmodel:\n  n_estimators: 500\n  C: 5\n  svc:\n    C: 7\n    gamma: 0.1"
    )


def test_one_command_for_all_of_them_is_printed_first_below(repo: Repo) -> None:
    repo.stage("src/multi.py", FOUR)
    lines = repo.run(HOOK).out.splitlines()
    at = lines.index("Or, for several of these at once:")
    assert lines[at + 1] == "    move all that is flagged in the file:   commitworthy extract --staged src/multi.py"
    assert lines[at + 2].startswith("    allow the whole file:")
    assert repo.shell(lines[at + 1].partition(":   ")[2]).status == 0
    assert repo.run(HOOK).out == ""


def test_one_finding_keeps_its_line(repo: Repo) -> None:
    repo.stage("src/a.py", "from learn import SVC\n\nmodel = SVC(C=5)\n").stage(
        "b.py", "from learn import SVC\nSVC(C=5)\n"
    )
    assert [command for _, command in moves(repo)] == [
        "commitworthy extract b.py:2 --staged",
        "commitworthy extract src/a.py:3 --staged",
    ]


def test_a_name_says_where_others_are(repo: Repo) -> None:
    repo.stage("a.py", "from learn import SVC\n\nSVC(C=5)\n")
    outcome = repo.run("extract", "a.py:gamma")
    assert outcome.out == (
        "a.py:gamma: nothing is flagged under the name gamma; what is flagged in the file is at a.py:3\n"
    )
    assert repo.run("extract", "a.py:C").out.startswith("a.py: moved 1 literal to params.yaml\n")


SCRIPT = """\
import argparse
from learn import SVC


def train(frame):
    return SVC(C=5).fit(frame)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    args = parser.parse_args()
    train(args.data)
"""


def test_a_function_that_gets_no_args_is_moved_to_a_file(repo: Repo) -> None:
    repo.stage("train.py", SCRIPT)
    ((text, command),) = moves(repo)
    assert (text, command) == (
        "move it to params.yaml, in code and config",
        "commitworthy extract train.py:6 --holder plain --staged",
    )
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    (by_hand,) = [text for text, _ in ways(finding) if "write in the code" in text]
    assert by_hand.startswith("and write in the code: args.C   (extract leaves it: ")
    assert "train()" in by_hand
    assert repo.shell(command).status == 0
    assert repo.run(HOOK).out == ""


NODE = """\
from learn import SVC


def fit(frame):
    return SVC(C=5).fit(frame)
"""


@pytest.mark.parametrize("path", ["src/p/pipelines/train/fit.py", "src/p/nodes.py"])
def test_a_node_of_kedro_is_changed_by_hand(repo: Repo, path: str) -> None:
    repo.stage("pyproject.toml", "[tool.kedro]\n").stage("conf/base/parameters.yml", "a: 1\n").stage(path, NODE)
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert ways(finding)[:2] == [
        ("move to conf/base/parameters.yml:\nmodel:\n  C: 5", None),
        (
            'and write in the code: "params:model.C"   (among the inputs of its node, and an argument of the function)',
            None,
        ),
    ]


def test_a_service_beside_kedro_gets_a_file_of_its_own(repo: Repo) -> None:
    repo.stage("pyproject.toml", "[tool.kedro]\n").stage("conf/base/parameters.yml", "a: 1\n")
    repo.stage("src/backend/service.py", NODE)
    ((_, command),) = moves(repo)
    assert repo.shell(command).status == 0
    assert repo.git("show", ":params.yaml") == "model:\n  C: 5"


def test_a_module_of_a_package_gets_an_argument(repo: Repo) -> None:
    repo.stage("pyproject.toml", "[project]\nname = 'p'\n").stage("p/__init__.py", "").stage("p/fit.py", NODE)
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert ways(finding)[:3] == [
        ("move it, in code and config", "commitworthy extract p/fit.py:5 --staged"),
        ("or make it an argument, with the value as its default:\nC = 5", None),
        ("and write in the code: C", None),
    ]
    assert repo.shell("commitworthy extract p/fit.py:5 --staged").status == 0
    assert repo.git("show", ":p/fit.py").endswith("def fit(frame, *, C=5):\n    return SVC(C=C).fit(frame)")


@pytest.mark.parametrize(("bases", "known"), [("BaseEstimator", "is an"), ("Base", "may be an")])
def test_the_signature_of_an_estimator_stays(repo: Repo, bases: str, known: str) -> None:
    repo.stage("pyproject.toml", "[project]\nname = 'p'\n").stage("p/__init__.py", "")
    methods = (
        "    def fit(self, X):\n        self.model = SVC(C=5).fit(X)\n\n    def transform(self, X):\n        return X\n"
    )
    repo.stage("p/fit.py", f"from learn import {bases}, SVC\n\n\nclass T({bases}):\n{methods}")
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert not any("commitworthy extract" in (command or "") for _, command in ways(finding))
    tried = repo.run("extract", "p/fit.py")
    assert tried.status == 1
    assert tried.out == (
        f"p/fit.py:6:28: C = 5 stays: T {known} estimator of scikit-learn, which reads the signature of fit();"
        " make it an argument of __init__() by hand\n"
    )


def test_nothing_keeps_a_credential(repo: Repo) -> None:
    repo.stage("a.py", 'DB_URL = "postgresql://ann:hunter2@db.acme.io/prod"\n')
    (finding,) = repo.run(HOOK, "--format", "json").findings()
    assert ways(finding) == [
        ("may be a secret: set it in the environment, and never in git", None),
        ('and write in the code: os.environ["DB_URL"]', None),
    ]


# ---- another value of the same thing


@pytest.mark.parametrize(
    ("config", "code", "claims"),
    [
        ("paths:\n  train: /home/ann/train.csv\n", 'from dvclive import Live\nLive("results/train")\n', False),
        ("paths:\n  train: data/raw/train\n", 'import pandas as pd\npd.read_csv("/data/new/train")\n', False),
        ("paths:\n  train: data/train.parquet\n", 'import pandas as pd\npd.read_csv("/data/train.csv")\n', False),
        ("paths:\n  train: data/train.csv\n", 'import pandas as pd\npd.read_csv("/data/train.csv")\n', True),
        ("model:\n  C: auto\n", "from learn import SVC\nSVC(C=5)\n", False),
        ("model:\n  C: 7\n", "from learn import SVC\nSVC(C=5)\n", True),
    ],
    ids=["a folder and a file", "two folders", "two formats", "one format", "a text and a number", "two numbers"],
)
def test_another_value_is_claimed_of_the_same_kind_alone(repo: Repo, config: str, code: str, claims: bool) -> None:
    repo.stage("params.yaml", config).stage("a.py", code)
    findings = repo.run(HOOK, "--format", "json", "a.py").findings()
    assert findings
    assert any("has another value" in finding["message"] for finding in findings) == claims
    assert ("has another value" in repo.run("extract", "a.py").out) == claims
