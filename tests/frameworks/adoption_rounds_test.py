"""After adoption: each way out that is printed of each debt, a budget, a push, other places to stand in.

`adoption_test.py` sets the project up and takes the first way out; here all of them are taken, one after the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.frameworks.adopting import DEBTS, Debt, adopt, notebook
from tests.frameworks.conftest import CONFIG
from tests.pushing import remote
from tests.repo import Repo
from tests.samples import SAMPLES, parquet, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.frameworks.conftest import Framework

_COMMAND = re.compile(r"^(?:git|commitworthy|dvc|printf|\(cd) ")
_WAY = re.compile(r"^ {4}(?:or )?([a-z][^:]*):(?: +(\S.*))?$")


def ways(out: str) -> Iterator[tuple[str, str]]:
    """The text and the command of each remedy; prek prints what a hook says two columns further in."""
    indent = 2 if re.search(r"^- description: ", out, re.MULTILINE) else 0
    lines = [line[indent:] if line.startswith("  ") else line for line in out.splitlines()]
    for number, line in enumerate(lines):
        match = _WAY.match(line)
        if match:
            command = match[2] or lines[number + 1].strip()
            # Getting outputs back is no way to a commit: they are stripped again.
            if _COMMAND.match(command) and not match[1].endswith("get the original back"):
                yield match[1], command


def paste(repo: Repo, command: str, cwd: str = "") -> None:
    """As printed; only what stands in <> is for the user to write."""
    done = repo.shell(re.sub(r"'<[^>]*>'", "'golden file'", command), cwd)
    assert done.status == 0, (command, done)
    told = re.search(r"git add (\S+)$", done.out.strip())
    if told and "allow" in command:
        repo.git("add", told[1])


def again(repo: Repo) -> None:
    repo.git("reset", "--quiet", "--hard", "before")
    repo.git("clean", "-qfdx")


def take_each_way(repo: Repo, framework: Framework, name: str, content: str | bytes) -> list[str]:
    """Refused, pasted, passed and green afterwards, for each way; their texts."""
    again(repo)
    repo.stage(name, content)
    refused = framework.commit(repo)
    assert refused.status == 1, refused
    found = dict.fromkeys(ways(refused.out))
    for _, command in found:
        again(repo)
        repo.stage(name, content)
        assert framework.commit(repo).status == 1
        paste(repo, command)
        outcome = framework.commit(repo, "--allow-empty")
        assert outcome.status == 0, (command, outcome)
        assert framework.run(repo, "--all-files").status == 0, command
    return [text for text, _ in found]


EXPECTED = {
    "models/new.joblib": ["keep it out of git", "send it to Git LFS", "allow it, with the reason"],
    "data/new.csv": ["keep it out of git", "send it to Git LFS", "allow it, with the reason"],
    "new.ipynb": [
        "stage it",
        "if it has changes that are not staged, stage the stripped version alone",
        "keep its outputs, with the reason",
    ],
    "data/new.parquet": ["send it to Git LFS", "keep it out of git", "allow it, with the reason"],
    "new.py": ["move it, in code and config", "allow the whole file"],
}


@pytest.mark.long
@pytest.mark.parametrize("debt", DEBTS, ids=lambda debt: debt.name)
def test_every_way_out_ends_in_a_commit_that_passes(adopted: Repo, framework: Framework, debt: Debt) -> None:
    assert set(take_each_way(adopted, framework, debt.name, debt.content)) == set(EXPECTED[debt.name])


@pytest.mark.long
def test_a_commit_of_too_many_bytes(adopted: Repo, framework: Framework) -> None:
    for number in range(30):
        adopted.stage(f"corpus/{number}.txt", prose(400_000) + b"%d\n" % number)
    refused = framework.commit(adopted)
    assert refused.status == 1
    assert "LIM001 commit-too-large: " in refused.out
    found = dict(ways(refused.out))
    assert set(found) == {"take the largest part out of this commit", "allow it, with the reason"}
    paste(adopted, found["allow it, with the reason"])
    assert framework.commit(adopted).status == 0
    assert framework.run(adopted, "--all-files").status == 0


@pytest.mark.long
def test_a_push_after_adoption(adopted: Repo, framework: Framework) -> None:
    remote(adopted)
    adopted.stage("README.md", "hello\n")
    assert framework.commit(adopted).status == 0
    assert adopted.try_git("push", "--quiet", "origin", "main", **framework.environment()).status == 0
    adopted.stage("models/secret.onnx", SAMPLES["onnx"]()).commit("in a hurry")
    adopted.stage("README.md", "hello again\n")
    assert framework.commit(adopted).status == 0
    adopted.git("tag", "--force", "before")
    refused = adopted.try_git("push", "origin", "main", **framework.environment(), NO_COLOR="1")
    assert refused.status == 1
    assert re.search(r"models/secret\.onnx: ART001 blocked-artifact: .* committed in ", refused.out)
    found = dict(ways(refused.out))
    assert len(found) == 3
    for command in found.values():
        again(adopted)
        paste(adopted, command)
        framework.commit(adopted)
        outcome = adopted.try_git("push", "--dry-run", "origin", "main", **framework.environment(), NO_COLOR="1")
        assert outcome.status == 0, (command, outcome)


@pytest.mark.long
def test_from_below_the_top_of_a_linked_work_tree(adopted: Repo, framework: Framework) -> None:
    adopted.git("worktree", "add", "--quiet", str(adopted.top.parent / "linked"), "-b", "linked")
    linked = Repo(adopted.top.parent / "linked")
    linked.stage("deep/down/m.onnx", SAMPLES["onnx"]())
    refused = framework.commit(linked, cwd="deep/down")
    assert refused.status == 1
    paste(linked, dict(ways(refused.out))["send it to Git LFS"], cwd="deep/down")
    assert framework.commit(linked, cwd="deep/down").status == 0
    assert linked.git("cat-file", "blob", "HEAD:deep/down/m.onnx").startswith("version https://git-lfs")
    assert linked.run("doctor", cwd="deep/down").status == 0
    other = remote(adopted)
    assert linked.try_git("push", "origin", "linked", **framework.environment()).status == 0
    assert list((other.top / "lfs" / "objects").rglob("*")), "git-lfs uploads beside the framework"


PROJECTS = {
    "Kedro": (
        {
            "pyproject.toml": '[tool.kedro]\npackage_name = "shop"\nproject_name = "shop"\nkedro_init_version = "1"\n',
            "conf/base/parameters.yml": "seed: 1\n",
            "src/shop/nodes.py": "def fit(data):\n    return data\n",
        },
        "src/shop/nodes.py", "conf/base/parameters.yml", "params:model.lr", "send it to Git LFS",
    ),
    "DVC": (
        {".dvc/config": "", "dvc.yaml": "stages: {}\n", "params.yaml": "seed: 1\n", "src/train.py": "import dvc.api\n"},
        "src/train.py", "params.yaml", 'params["model"]["lr"]', "send it to DVC",
    ),
    "Hydra": (
        {
            "configs/train.yaml": "seed: 1\n",
            "src/train.py": "import hydra\n\n\n@hydra.main(config_path='../configs', config_name='train')\n"
            "def main(cfg):\n    pass\n",
        },
        "src/train.py", "configs/train.yaml", "cfg.model.lr", "send it to Git LFS",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PROJECTS)
def test_each_kind_of_project_is_told_its_own_place(repo: Repo, framework: Framework, kind: str) -> None:
    files, script, config, expression, home = PROJECTS[kind]
    repo.git("lfs", "install", "--local", "--skip-repo")
    for name, content in files.items():
        repo.write(name, content)
    repo.write("eda.ipynb", notebook("old\n"))
    repo.write("data.csv", table(300_000))
    repo.commit()
    adopt(repo, framework)
    assert framework.run(repo, "--all-files").status == 0
    repo.stage(script, (repo.top / script).read_text() + "\n\nAdam(model.parameters(), lr=3e-4)\n")
    repo.stage("m.onnx", SAMPLES["onnx"]()).stage("data/new.parquet", parquet(200_000))
    refused = framework.commit(repo)
    assert refused.status == 1
    assert f"move to {config}:" in refused.out
    assert re.search(rf"and write in the code: .*{re.escape(expression)}", refused.out)
    assert home in dict(ways(refused.out))
    assert CONFIG in repo.tracked()
