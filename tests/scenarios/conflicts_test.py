"""A merge that is not finished: nothing is checked by half a policy or half a baseline, and nothing is written."""

from __future__ import annotations

import pytest

from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo

FILE = ".commitworthy-baseline"
TOML = "commitworthy.toml"
RESOLVE = "resolve the conflicts, then git add"
HAS_CONFLICTS = (
    f"commitworthy: {FILE} has conflicts; to keep the rows of both sides: commitworthy baseline && git add {FILE}\n"
)
FIT = "model.fit(x, n_estimators=500)\n"
HOOKS = (
    "commitworthy", "block-artifacts", "strip-notebooks", "require-lfs", "flag-parameters", "limit-commit",
    "check-cards", "check",
)  # fmt: skip


def dirty(text: str) -> str:
    return notebook(code(f"[{STREAM}]", "3", source=f'"{text}"'))


def state(repo: Repo) -> tuple[str, dict[str, bytes]]:
    files = {path.name: path.read_bytes() for path in repo.top.iterdir() if path.is_file()}
    return repo.git("status", "--porcelain"), files


def branch(repo: Repo, name: str, **renamed: str) -> None:
    """A branch on which two files are renamed, with the command that is printed for that."""
    repo.git("switch", "--quiet", "--create", name, "main")
    for old, new in renamed.items():
        for ending in ("py", "ipynb"):
            repo.git("mv", f"{old}.{ending}", f"{new}.{ending}")
    assert repo.shell(f"commitworthy baseline && git add {FILE}").status == 0
    repo.commit(name)


@pytest.fixture
def legacy(repo: Repo) -> Repo:
    """Three programs and three notebooks that the baseline accepts."""
    for name in "abc":
        repo.write(f"{name}.py", FIT)
        repo.write(f"{name}.ipynb", dirty(name))
    repo.commit()
    assert repo.run("baseline").status == 0
    repo.stage(FILE)
    repo.commit()
    return repo


@pytest.fixture
def conflict(legacy: Repo) -> Repo:
    branch(legacy, "one", a="aa")
    branch(legacy, "two", b="bb")
    assert f"CONFLICT (content): Merge conflict in {FILE}" in legacy.git("merge", "one", check=False)
    return legacy


@pytest.mark.parametrize("hook", HOOKS)
def test_a_baseline_with_conflicts_stops_every_hook(conflict: Repo, hook: str) -> None:
    before = state(conflict)
    for words in ([hook], [hook, "--all-files"], [hook, "c.ipynb", "bb.py"]):
        if hook in ("limit-commit", "check-cards") and len(words) > 2:
            continue  # they take no files
        assert conflict.run(*words) == Outcome(2, "", HAS_CONFLICTS)
    assert state(conflict) == before


def test_below_the_top_the_command_can_be_pasted_there(conflict: Repo) -> None:
    conflict.write("sub/x")
    outcome = conflict.run("commitworthy", "--all-files", cwd="sub")
    assert outcome == Outcome(2, "", HAS_CONFLICTS.replace("git add ", "git add ../"))
    assert conflict.shell(outcome.err.rpartition(": ")[2], "sub").status == 0
    assert conflict.run("check", "--all-files", cwd="sub") == Outcome(0, "", "")


def test_the_command_keeps_the_rows_of_both_sides_and_no_other(conflict: Repo) -> None:
    assert conflict.run("baseline") == Outcome(
        0,
        f"{FILE}: 6 rows (10 before).\nStage it to make it take effect: git add {FILE}\n"
        f"To let git keep both sides by itself: echo '/{FILE} merge=union' >> .gitattributes\n",
        "",
    )
    paths = [line.split("\t")[2] for line in (conflict.top / FILE).read_text().splitlines()]
    assert paths == ["aa.py", "bb.py", "c.py", "aa.ipynb", "bb.ipynb", "c.ipynb"]
    conflict.stage(FILE)
    assert conflict.run("check", "--all-files") == Outcome(0, "", "")


@pytest.mark.parametrize("style", ["merge", "diff3"])
@pytest.mark.parametrize("hook", ["commitworthy", "strip-notebooks"])
def test_markers_that_were_staged_stop_it_too(conflict: Repo, hook: str, style: str) -> None:
    conflict.git("checkout", f"--conflict={style}", "--", FILE)
    conflict.git("add", "--all")
    before = state(conflict)
    assert conflict.run(hook, "--all-files") == Outcome(2, "", HAS_CONFLICTS)
    assert state(conflict) == before
    assert conflict.shell(f"commitworthy baseline && git add {FILE}").status == 0
    assert conflict.run("check", "--all-files") == Outcome(0, "", "")


def test_markers_that_are_on_disk_alone_stop_it_too(conflict: Repo) -> None:
    conflict.git("reset", "--quiet")
    conflict.git("add", "--all", ":!" + FILE)
    before = state(conflict)
    assert conflict.run("strip-notebooks", "--all-files") == Outcome(2, "", HAS_CONFLICTS)
    assert state(conflict) == before


def test_a_pushed_commit_with_markers_is_not_checked_by_half_a_baseline(conflict: Repo) -> None:
    conflict.git("add", "--all")
    conflict.commit("with markers")
    outcome = conflict.run("check-push", "--from-ref", "main", "--to-ref", "HEAD")
    assert outcome == Outcome(2, "", HAS_CONFLICTS.replace(f" && git add {FILE}", ", then commit it"))


def test_init_stops_and_doctor_names_it(conflict: Repo) -> None:
    before = state(conflict)
    assert conflict.run("init", "--write") == Outcome(2, "", HAS_CONFLICTS)
    assert "DOC009 bad-policy: " + HAS_CONFLICTS.removeprefix("commitworthy: ").rstrip() in conflict.run("doctor").out
    assert state(conflict) == before


def test_one_side_that_has_no_baseline_is_no_reason_to_go_on(legacy: Repo) -> None:
    legacy.git("switch", "--quiet", "--create", "without")
    legacy.git("rm", "--quiet", FILE)
    legacy.commit()
    branch(legacy, "two", b="bb")
    legacy.git("merge", "without", check=False)
    assert f"UD {FILE}" in legacy.git("status", "--porcelain")
    assert legacy.run("commitworthy", "--all-files") == Outcome(2, "", HAS_CONFLICTS)


def test_a_union_of_rows_passes_and_the_next_baseline_drops_what_is_too_many(legacy: Repo) -> None:
    assert legacy.run("init", "--write").status == 0
    legacy.commit()
    branch(legacy, "one", a="aa")
    branch(legacy, "two", b="bb")
    legacy.git("merge", "--quiet", "--no-edit", "one")
    lines = (legacy.top / FILE).read_text().splitlines()
    assert len(lines) > len(set(lines)) > 6, "rows are there twice, and rows of old names"
    assert legacy.run("check", "--all-files") == Outcome(0, "", "")
    assert legacy.run("baseline").out.startswith(f"{FILE}: 6 rows (10 before).\n")
    assert len((legacy.top / FILE).read_text().splitlines()) == 6


def test_a_conflict_that_remains_is_no_reason_for_a_line_that_is_there(legacy: Repo) -> None:
    legacy.stage(".gitattributes", f"/{FILE} merge=union\n")
    legacy.commit()
    legacy.git("switch", "--quiet", "--create", "without")
    legacy.git("rm", "--quiet", FILE)
    legacy.commit()
    branch(legacy, "two", b="bb")
    legacy.git("merge", "without", check=False)
    assert legacy.run("baseline") == Outcome(0, f"{FILE}: unchanged, 6 rows.\n", "")


def test_rows_that_are_there_twice_are_written_once(legacy: Repo) -> None:
    content = (legacy.top / FILE).read_bytes()
    legacy.write(FILE, content + content)
    assert legacy.run("baseline").out.startswith(f"{FILE}: 6 rows (6 before).\n")
    assert (legacy.top / FILE).read_bytes() == content


def two_sides(repo: Repo, **contents: tuple[str, str]) -> None:
    for number, side in enumerate(("one", "two")):
        repo.git("switch", "--quiet", "--create", side, "main")
        for name, texts in contents.items():
            repo.stage(name.replace("_", "."), texts[number])
        repo.commit(side)
    repo.git("merge", "one", check=False)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_policy_with_conflicts_stops_every_hook(legacy: Repo, hook: str) -> None:
    two_sides(legacy, commitworthy_toml=('[homes]\nmodel = "lfs"\n', '[homes]\nmodel = "dvc"\n'))
    before = state(legacy)
    line = f"commitworthy: {TOML} has conflicts: resolve them, then git add {TOML}\n"
    assert legacy.run(hook, "--all-files") == Outcome(2, "", line)
    assert legacy.run("baseline") == Outcome(2, "", line)
    assert state(legacy) == before


@pytest.mark.parametrize("has_policy", [True, False])
def test_of_a_pyproject_only_one_with_a_policy_matters(legacy: Repo, has_policy: bool) -> None:
    ours = "[tool.commitworthy.homes]\n" if has_policy else "[tool.black]\n"
    two_sides(legacy, pyproject_toml=(f'{ours}model = "lfs"\n', '[tool.ruff]\nmodel = "dvc"\n'))
    unfinished = " has conflicts: resolve them, then git add pyproject.toml"
    said = unfinished if has_policy else f": not checked, unmerged: {RESOLVE}"
    assert legacy.run("commitworthy", "--all-files") == Outcome(2, "", f"commitworthy: pyproject.toml{said}\n")
    assert legacy.run("commitworthy").status == (2 if has_policy else 0)


def test_an_unmerged_notebook_or_program_is_not_checked_and_not_written(legacy: Repo) -> None:
    two_sides(legacy, c_ipynb=(dirty("one"), dirty("two")), c_py=(FIT + "one\n", FIT + "two\n"))
    # The file on disk is one of the sides, as it is before `git add`.
    legacy.git("checkout", "--theirs", "--", "c.ipynb", "c.py")
    before = state(legacy)
    line = f"commitworthy: c.ipynb, c.py: not checked, unmerged: {RESOLVE}\n"
    for words in (["--all-files"], ["c.ipynb", "c.py"]):
        assert legacy.run("commitworthy", *words) == Outcome(2, "", line)
    assert legacy.run("strip-notebooks", "--all-files").status == 2
    assert legacy.run("extract", "c.py:1") == Outcome(
        2, "c.py:1: nothing is flagged in the file\n", f"commitworthy: c.py: not checked, unmerged: {RESOLVE}\n"
    )
    assert state(legacy) == before


def test_a_baseline_may_be_merged_before_the_files_are(legacy: Repo) -> None:
    two_sides(legacy, c_ipynb=(dirty("one"), dirty("two")))
    assert legacy.run("baseline", "--add").status == 0
    legacy.git("checkout", "--theirs", "--", "c.ipynb")
    legacy.git("add", "--all")
    assert legacy.run("check", "--all-files") == Outcome(0, "", "")
