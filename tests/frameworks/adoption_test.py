"""The whole path of adoption through pre-commit and prek.

A project with old debts sets the hooks up, is green, and refuses each new debt; the command that is printed with the
refusal is pasted, and the commit passes.
"""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING

import pytest

from commitworthy.hooks.hook import HOOKS
from tests.frameworks.adopting import DEBTS, Debt, adopt, messy, notebook
from tests.frameworks.conftest import BOTH_EVERY_DAY, CONFIG, Framework
from tests.repo import Repo
from tests.samples import table

if TYPE_CHECKING:
    pass


def command(out: str, text: str) -> str:
    """The command of the remedy that begins so; a long one stands below."""
    lines = [line.strip() for line in out.splitlines()]
    number = next(number for number, line in enumerate(lines) if line.startswith(f"{text}:"))
    return lines[number].removeprefix(f"{text}:").strip() or lines[number + 1]


@BOTH_EVERY_DAY
def test_a_messy_project_is_green_and_stays_so(adopted: Repo, framework: Framework) -> None:
    outcome = framework.run(adopted, "--all-files")
    assert outcome.status == 0, outcome
    assert (adopted.top / CONFIG).read_text().startswith("# ours\n")
    assert adopted.run("check", "--all-files").status == 0
    assert adopted.run("doctor").status == 0
    assert adopted.git("status", "--porcelain") == ""


def test_old_files_are_renamed_freely(adopted: Repo, framework: Framework) -> None:
    """Had they a new filter, git would take them for modified, and pre-commit stumble over what it put away."""
    adopted.git("mv", "models", "weights")
    adopted.git("mv", "data/old.h5", "first.h5")
    for name in ("weights/clf.pkl", "first.h5", "data/old.csv"):
        os.utime(adopted.path(name), (1, 1))
    adopted.write("train.py", (adopted.top / "train.py").read_text() + "# not staged\n")
    outcome = framework.commit(adopted)
    assert outcome.status == 0, outcome
    adopted.git("restore", "train.py")
    assert framework.run(adopted, "--all-files").status == 0
    assert adopted.git("status", "--porcelain") == ""


@pytest.mark.parametrize("text", ["or send it to Git LFS", "or send all of its type to Git LFS, the old ones too"])
def test_a_new_file_beside_old_ones_goes_to_lfs(adopted: Repo, framework: Framework, text: str) -> None:
    adopted.stage("models/new.pkl", pickle.dumps([0.5] * 999, 4))
    refused = framework.commit(adopted)
    assert refused.status == 1, refused
    assert adopted.shell(command(refused.out, text)).status == 0
    assert framework.commit(adopted).status == 0
    for name in ("models/clf.pkl", "models/new.pkl"):
        os.utime(adopted.path(name), (1, 1))
    assert adopted.git("status", "--porcelain") == ""
    assert framework.run(adopted, "--all-files").status == 0
    assert adopted.git("cat-file", "blob", "HEAD:models/new.pkl").startswith("version https://git-lfs")
    # What has a route of its own takes it along, and the framework puts nothing back in the way of that.
    adopted.git("mv", "models/new.pkl", "newer.pkl")
    again = framework.commit(adopted)
    if text == "or send it to Git LFS":
        assert "newer.pkl: LFS004 orphaned-pointer" in again.out
        assert "unexpected error" not in again.out
        assert adopted.shell(command(again.out, "or route it")).status == 0
        again = framework.commit(adopted)
        # What the framework put away and brought back has another size than git remembers.
        adopted.git("add", "newer.pkl")
    assert again.status == 0, again
    assert adopted.git("status", "--porcelain") == ""
    assert (adopted.top / "newer.pkl").read_bytes() == pickle.dumps([0.5] * 999, 4)


@pytest.mark.parametrize("debt", [debt for debt in DEBTS if debt.hook in HOOKS], ids=lambda debt: debt.name)
def test_a_new_debt_is_refused_and_its_remedy_works(adopted: Repo, framework: Framework, debt: Debt) -> None:
    adopted.stage(debt.name, debt.content)
    before = adopted.head()
    outcome = framework.commit(adopted)
    assert outcome.status == 1, outcome
    assert f"{debt.name}:" in outcome.out
    assert debt.rule in outcome.out
    assert adopted.head() == before
    done = adopted.shell(command(outcome.out, debt.text))
    assert done.status == 0, done
    outcome = framework.commit(adopted, "--allow-empty")
    assert outcome.status == 0, outcome
    assert framework.run(adopted, "--all-files").status == 0


def test_what_goes_to_lfs_is_pushed_with_its_objects(repo: Repo, framework: Framework) -> None:
    """git-lfs does not add its hook to a framework's, and a push then succeeds without them."""
    repo.git("lfs", "install", "--local", "--skip-repo")
    messy(repo)
    source = ["--repo", str(framework.source), "--rev", Repo(framework.source).head()]
    out = repo.run("init", "--write", "--home", "lfs", *source).out
    adding, uploading, *_ = out.partition("What to do next:\n")[2].splitlines()
    assert uploading == "    git lfs install"
    assert [repo.shell(line).status for line in (adding, uploading)] == [0, 0]
    assert framework.call(repo, "install").status == 0
    repo.stage("models/new.pkl", pickle.dumps([0.5] * 999, 4))
    refused = framework.commit(repo)
    assert refused.status == 1, refused
    assert repo.shell(command(refused.out, "or send it to Git LFS")).status == 0
    assert framework.commit(repo).status == 0
    other = Repo.init(repo.top.parent / "other.git", "--bare")
    repo.git("remote", "add", "origin", str(other.top))
    pushed = repo.shell("git push origin HEAD", **framework.environment())
    assert pushed.status == 0, pushed
    assert [place for place in (other.top / "lfs/objects").rglob("*") if place.is_file()]


def test_the_hook_that_runs_the_others_refuses_the_same(repo: Repo, framework: Framework) -> None:
    repo.write(CONFIG, framework.config("commitworthy"))
    repo.commit()
    framework.install(repo)
    repo.stage("a.csv", table(200_000))
    repo.stage("new.ipynb", notebook("new\n"))
    outcome = framework.commit(repo)
    assert outcome.status == 1
    assert "a.csv: ART001 blocked-artifact" in outcome.out
    assert "new.ipynb: NBK001 dirty-notebook" in outcome.out
    assert outcome.out.count("ART001") == 1


def test_a_project_of_prek_is_adopted_by_its_own_file(repo: Repo, prek: Framework) -> None:
    messy(repo)
    (repo.top / CONFIG).unlink()
    repo.write("prek.toml", "# ours\n")
    repo.commit()
    adopt(repo, prek)
    assert prek.run(repo, "--all-files").status == 0
    repo.stage("a.csv", table(200_000))
    assert "a.csv: ART001" in prek.commit(repo).out
