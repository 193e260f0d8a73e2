"""How far a hook is enforced: observe, new, all, and the day from which that holds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from commitworthy.policy.settings import Enforcement
from tests.notebooks.make import STREAM, code, notebook
from tests.pushing import install, remote
from tests.repo import Repo
from tests.samples import model, noise

if TYPE_CHECKING:
    pass

TODAY = dt.date.today()
YESTERDAY, TOMORROW = ((TODAY + dt.timedelta(days=days)).isoformat() for days in (-1, 1))
DIRTY, CLEAN = notebook(code(STREAM, count="3")), notebook(code())
PROGRAM = "model = Ridge(alpha=0.35)\n"


def violate(repo: Repo, number: int = 1) -> None:
    """One file for each hook that checks files."""
    repo.stage(f"m{number}.bin", noise(200_000, seed=number))
    repo.stage(f"n{number}.ipynb", DIRTY)
    repo.stage(f"t{number}.py", PROGRAM)
    repo.stage(f"p{number}.pkl", model())


HOOKS = {
    "block-artifacts": "m1.bin",
    "strip-notebooks": "n1.ipynb",
    "flag-parameters": "t1.py",
    "require-lfs": "p1.pkl",
}
OF_ONE_COMMIT = {"limit-commit": "max-files = 1\n"}


def policy(repo: Repo, *hooks: str, level: str = "observe", since: str = "", more: str = "") -> None:
    day = f"from = {since}\n" if since else ""
    repo.stage("commitworthy.toml", "".join(f'[{hook}]\nenforce = "{level}"\n{day}{more}' for hook in hooks))


@pytest.mark.parametrize("hook", HOOKS)
def test_what_is_observed_is_printed_and_passes(repo: Repo, hook: str) -> None:
    violate(repo)
    assert repo.run(hook).status == 1
    repo.write("n1.ipynb", DIRTY)
    policy(repo, hook)
    outcome = repo.run(hook)
    assert (outcome.status, outcome.err) == (
        0,
        f"commitworthy: {hook} only observes (commitworthy.toml), so it refuses nothing\n",
    )
    assert f"{HOOKS[hook]}:" in outcome.out
    assert " warning" in outcome.out.splitlines()[-1]
    assert "finding" not in outcome.out.splitlines()[-1]
    assert {finding["level"] for finding in repo.run(hook, "--format", "json").findings()} == {"warning"}
    strict = repo.run(hook, "--strict")
    assert (strict.status, strict.err) == (1, "")


def test_a_notebook_is_observed_in_one_line(repo: Repo) -> None:
    repo.stage("n.ipynb", notebook(f"{code(f'[{STREAM}]', '3')}, {code(f'[{STREAM}]', '4')}"))
    policy(repo, "strip-notebooks")
    what = f"staged with 2 outputs ({2 * len(STREAM)} bytes) and 2 execution counts."
    lines = repo.run("strip-notebooks").out.splitlines()
    assert [line for line in lines if "NBK" in line] == [f"n.ipynb: warning: NBK001 dirty-notebook: {what}"]
    checked = repo.run("strip-notebooks", "--check", "--format", "json")
    assert [rule for _, rule in checked.rules()].count("dirty-notebook") == 0
    assert len(checked.findings()) == 4


@pytest.mark.parametrize("command", ["commitworthy", "check"])
def test_one_hook_observes_beside_others_that_refuse(repo: Repo, command: str) -> None:
    violate(repo)
    policy(repo, "block-artifacts", "require-lfs", "flag-parameters")
    outcome = repo.run(command)
    assert outcome.status == 1
    assert outcome.err.count(" only observes ") == 2  # what block-artifacts says of a blob, require-lfs does not
    assert "n1.ipynb: NBK001 dirty-notebook" in outcome.out or "n1.ipynb: cell 1: NBK002" in outcome.out
    policy(repo, *HOOKS)
    repo.write("n1.ipynb", DIRTY)
    repo.stage("n1.ipynb")
    assert repo.run(command).status == 0


def test_a_notebook_is_not_written_and_its_remedy_strips_it(repo: Repo) -> None:
    repo.stage("n1.ipynb", DIRTY)
    policy(repo, "strip-notebooks")
    (first, *_) = repo.run("strip-notebooks", "--format", "json", "n1.ipynb").findings()
    assert (repo.top / "n1.ipynb").read_text() == DIRTY
    assert repo.shell(first["remedies"][0]["command"]).status in {0, 1}
    assert (repo.top / "n1.ipynb").read_text() == CLEAN


def test_a_commit_is_observed(repo: Repo) -> None:
    violate(repo)
    policy(repo, "limit-commit", more="max-files = 1\n")
    outcome = repo.run("limit-commit")
    assert (outcome.status, outcome.out.partition("LIM")[0]) == (0, "commit: warning: ")


@pytest.mark.parametrize("hook", ["check-push", "block-artifacts"])
def test_a_push_is_observed(repo: Repo, hook: str) -> None:
    remote(repo)
    install(repo, "check-push")
    policy(repo, hook)
    repo.write("data.bin", noise(300_000))
    repo.commit()
    outcome = repo.try_git("push", "origin", "HEAD:refs/heads/new")
    assert outcome.status == 0
    assert "data.bin: warning: ART001" in outcome.out
    assert f"{hook} only observes (commitworthy.toml), so it refuses nothing" in outcome.out


@pytest.mark.parametrize("command", ["commitworthy", "check"])
def test_all_refuses_what_is_old_too(repo: Repo, command: str) -> None:
    violate(repo)
    repo.commit("old debt")
    repo.run("baseline")
    repo.commit("accept it")
    assert repo.run(command, "--all-files").status == 0
    policy(repo, *HOOKS, level="all")
    outcome = repo.run(command, "--all-files", "--format", "json")
    assert {finding["path"] for finding in outcome.findings()} == {"m1.bin", "n1.ipynb", "t1.py", "p1.pkl"}
    commands = [way["command"] or "" for finding in outcome.findings() for way in finding["remedies"]]
    assert not [command for command in commands if command.startswith("commitworthy baseline")]


@pytest.mark.parametrize("hook", HOOKS)
def test_all_refuses_what_a_parent_has(repo: Repo, hook: str) -> None:
    violate(repo)
    repo.commit("old debt")
    for old in HOOKS.values():
        repo.git("mv", old, f"moved-{old}")
    if hook == "flag-parameters":
        repo.stage("moved-t1.py", PROGRAM + "x = 1\n")
    assert repo.run(hook).status == 0
    policy(repo, hook, level="all")
    assert repo.run(hook, "--format", "json").status == 1


@pytest.mark.parametrize("accepted", [False, True], ids=["in HEAD", "in the baseline"])
def test_all_rewrites_no_old_notebook(repo: Repo, *, accepted: bool) -> None:
    old = notebook(code(f"[{STREAM}]", count="3"))
    for name in ("a", "b", "edited"):
        repo.write(f"{name}.ipynb", old)
    repo.commit("old debt")
    if accepted:
        repo.run("baseline")
        repo.commit("accept it")
    policy(repo, "strip-notebooks", level="all")
    repo.git("mv", "b.ipynb", "moved.ipynb")
    repo.stage("edited.ipynb", old.replace('"x"', '"y"'))
    outcome = repo.run("strip-notebooks", "--all-files")
    strip = "commitworthy strip-notebooks --on-disk -- a.ipynb moved.ipynb"
    assert outcome.status == 1
    assert strip in outcome.out
    assert "edited.ipynb: NBK001 dirty-notebook: stripped" in outcome.out
    assert (repo.top / "a.ipynb").read_text() == (repo.top / "moved.ipynb").read_text() == old
    assert '"outputs": []' in (repo.top / "edited.ipynb").read_text()
    assert repo.run("strip-notebooks", "a.ipynb").status == 1
    assert (repo.top / "a.ipynb").read_text() == old
    repo.shell(strip)
    assert '"outputs": []' in (repo.top / "a.ipynb").read_text()


def test_all_is_not_told_clean_by_what_was_accepted_before(repo: Repo) -> None:
    """Verdicts on many tracked files are remembered, also those that the baseline accepts."""
    for number in range(60):
        repo.stage(f"s{number}.py", f"model = Ridge(alpha=0.{number + 1})\n")
    repo.commit("old debt")
    repo.run("baseline")
    repo.commit("accept it")
    for _ in range(2):
        assert repo.run("flag-parameters", "--all-files").status == 0
    policy(repo, "flag-parameters", level="all")
    repo.commit("all")
    assert len(repo.run("flag-parameters", "--all-files", "--format", "json").findings()) == 60


@pytest.mark.parametrize(
    ("level", "since", "today"),
    [
        ("observe", "", "observe"),
        ("new", "", "new"),
        ("all", "", "all"),
        ("new", TOMORROW, "observe"),
        ("all", TOMORROW, "new"),
        ("new", TODAY.isoformat(), "new"),
        ("all", YESTERDAY, "all"),
    ],
)
def test_until_the_day_comes_the_level_before_holds(level: str, since: str, today: str) -> None:
    assert Enforcement(level, since).today() == today


def test_the_day_is_said(repo: Repo) -> None:
    violate(repo)
    policy(repo, "block-artifacts", level="new", since=TOMORROW)
    outcome = repo.run("block-artifacts")
    assert (outcome.status, outcome.err) == (
        0,
        f"commitworthy: block-artifacts only observes until {TOMORROW} (commitworthy.toml), so it refuses nothing\n",
    )
    policy(repo, "block-artifacts", level="new", since=YESTERDAY)
    assert repo.run("block-artifacts").status == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('enforce = "observed"', 'enforce must be one of observe, new, all, not "observed"'),
        ('from = "soon"', 'from must be a date such as 2027-06-30, not "soon"'),
        (
            'enforce = "observe"\nfrom = 2027-06-30',
            'from says when enforce = "new" or "all" begins: leave it out, or write one of them',
        ),
    ],
)
@pytest.mark.parametrize("hook", [*HOOKS, "limit-commit", "check-push"])
def test_nonsense_is_one_line(repo: Repo, hook: str, text: str, problem: str) -> None:
    repo.stage("commitworthy.toml", f"[{hook}]\n{text}\n")
    outcome = repo.run("block-artifacts")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"commitworthy: commitworthy.toml: [{hook}]: {problem}")
