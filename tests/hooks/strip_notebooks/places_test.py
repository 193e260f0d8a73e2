"""Where strip-notebooks looks: folders, links, worktrees, subfolders, files that git does not know, no repository."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.names import NAMES_THAT_HURT, word
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo, executable, run

if TYPE_CHECKING:
    from pathlib import Path

HOOK = "strip-notebooks"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
CLEAN = notebook(code())
WHAT = f"stripped 1 output ({len(STREAM)} bytes) and 1 execution count."
ASTRAY = "a broken symbolic link, or one that leads out of the repository: name the file itself"


def other(number: int) -> str:
    """A dirty notebook with a content of its own."""
    return DIRTY.replace('"x"', f'"x{number}"')


def stripped(repo: Repo, *words: str, cwd: str = "") -> list[str]:
    """The paths of the notebooks that a run strips, or would."""
    outcome = repo.run(HOOK, "--format", "json", *words, cwd=cwd)
    assert (outcome.status, outcome.err) == (1 if outcome.out else 0, ""), outcome
    return list(dict.fromkeys(path for path, _ in outcome.rules()))


def is_clean(place: str | Path) -> bool:
    with open(place, encoding="utf-8") as file:
        return STREAM not in file.read()


def test_a_folder_stands_for_all_below_it_tracked_or_not(repo: Repo) -> None:
    repo.write("nb/tracked.ipynb", other(1))
    repo.commit()
    repo.stage("nb/staged.ipynb", other(2))
    repo.write("nb/deep/er/unknown.ipynb", other(3))
    repo.write("nb/notes.txt", other(4))
    repo.write("elsewhere.ipynb", other(5))
    assert stripped(repo, "nb") == ["nb/deep/er/unknown.ipynb", "nb/staged.ipynb", "nb/tracked.ipynb"]
    assert not is_clean(repo.path("elsewhere.ipynb"))
    assert stripped(repo, "--on-disk", ".") == ["elsewhere.ipynb"]


@pytest.mark.parametrize("word", ["nb", "nb/", "./nb", "nb/../nb", "{top}/nb", "."])
def test_however_the_folder_is_named(repo: Repo, word: str) -> None:
    repo.write("nb/a.ipynb", DIRTY)
    assert stripped(repo, word.format(top=repo.top)) == ["nb/a.ipynb"]


def test_from_a_folder_below(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PWD", repo.path("nb"))
    repo.write("nb/a.ipynb", other(1))
    repo.write("b.ipynb", other(2))
    outcome = repo.run(HOOK, "--check", ".", cwd="nb")
    assert outcome.status == 1
    assert "nb/a.ipynb: cell 1: NBK002 cell-outputs" in outcome.out
    assert "strip it:   (cd .. && commitworthy strip-notebooks -- nb/a.ipynb)\n" in outcome.out
    assert stripped(repo, ".", cwd="nb") == ["nb/a.ipynb"]
    assert stripped(repo, "..", cwd="nb") == ["b.ipynb"]


def test_what_starts_us_in_a_folder_below_need_not_say_so(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `make -C nb` and an editor do: PWD is where they were started themselves."""
    monkeypatch.setenv("PWD", str(repo.top))
    repo.write("nb/a.ipynb", other(1))
    outcome = repo.run(HOOK, "--check", ".", cwd="nb")
    assert "strip it:   (cd .. && commitworthy strip-notebooks -- nb/a.ipynb)\n" in outcome.out


def test_a_staged_notebook_from_a_folder_below(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PWD", repo.path("nb"))
    repo.stage("nb/a.ipynb", DIRTY)
    outcome = repo.run(HOOK, "a.ipynb", cwd="nb")
    assert outcome.status == 1
    assert f"nb/a.ipynb: NBK001 dirty-notebook: {WHAT}" in outcome.out
    assert "stage it:                               (cd .. && git add -- nb/a.ipynb)\n" in outcome.out
    assert repo.shell("(cd .. && git add -- nb/a.ipynb)", "nb").status == 0
    assert repo.run(HOOK, cwd="nb") == Outcome(0, "", "")


def test_what_git_ignores_below_a_folder_is_left_alone(repo: Repo) -> None:
    repo.write(".gitignore", "old/\n*.tmp.ipynb\n")
    repo.write("nb/.git/info/exclude", "")
    for name in ("nb/old/a.ipynb", "nb/b.tmp.ipynb", "nb/.ipynb_checkpoints/c-checkpoint.ipynb"):
        repo.write(name, DIRTY)
    (repo.top / "nb/.git/info/exclude").unlink()
    assert stripped(repo, "nb") == []
    # Named itself, a file is what is meant.
    assert stripped(repo, "nb/old/a.ipynb") == ["nb/old/a.ipynb"]


def test_a_repository_within_is_left_alone(repo: Repo) -> None:
    inner = Repo.init(repo.top / "nb" / "inner")
    inner.write("a.ipynb", DIRTY)
    assert stripped(repo, "nb") == stripped(repo, ".") == []


def test_folders_whose_names_hurt(repo: Repo) -> None:
    for name in (*NAMES_THAT_HURT, "*", ":!nb"):
        repo.write(f"{word(name)}/a.ipynb", other(1))
        repo.write("xx/a.ipynb", other(2))
        outcome = repo.run(HOOK, "--format", "json", "--", word(name))
        assert len(outcome.findings()) == 1, name
        assert is_clean(repo.path(f"{word(name)}/a.ipynb"))
        assert not is_clean(repo.path("xx/a.ipynb"))


def test_an_untracked_file_that_is_named(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    blob = repo.git("hash-object", "a.ipynb")
    back = f"    get the original back:   git cat-file blob {blob} > a.ipynb\n"
    report = f"a.ipynb: NBK001 dirty-notebook: {WHAT}\n{back}\n1 finding in 1 file.\n"
    assert repo.run(HOOK, "a.ipynb") == Outcome(1, report, "")
    assert repo.git("cat-file", "blob", blob) + "\n" == DIRTY
    assert repo.run(HOOK, "a.ipynb") == Outcome(0, "", "")


def test_nothing_untracked_is_touched_unasked(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    assert repo.run(HOOK) == repo.run(HOOK, "--all-files") == Outcome(0, "", "")


@pytest.mark.parametrize("slash", ["", "/"])
def test_56_a_folder_named_like_a_notebook(repo: Repo, slash: str) -> None:
    repo.write("x.ipynb/a.ipynb", DIRTY)
    repo.write("b.ipynb", DIRTY)
    outcome = repo.run(HOOK, f"x.ipynb{slash}", "b.ipynb")
    assert (outcome.status, outcome.err) == (2, "commitworthy: x.ipynb: is a folder, not a notebook: rename it\n")
    assert is_clean(repo.path("x.ipynb/a.ipynb"))
    assert is_clean(repo.path("b.ipynb"))


def test_a_name_of_nothing(repo: Repo) -> None:
    line = "no.ipynb: no such file in the index or on disk: check the name"
    assert repo.run(HOOK, "no.ipynb") == Outcome(2, "", f"commitworthy: {line}\n")


@pytest.mark.parametrize("known", ["staged", "untracked"])
def test_56_a_link_stays_and_what_it_leads_to_is_stripped_once(repo: Repo, known: str) -> None:
    repo.write("nb/a.ipynb", DIRTY)
    os.symlink("nb/a.ipynb", repo.path("l.ipynb"))
    os.symlink("l.ipynb", repo.path("m.ipynb"))
    os.symlink("nb", repo.path("lnb"))
    if known == "staged":
        repo.git("add", "--all")
    assert stripped(repo, "l.ipynb", "m.ipynb", "nb/a.ipynb", "lnb", "lnb/a.ipynb") == ["nb/a.ipynb"]
    assert os.readlink(repo.path("l.ipynb")) == "nb/a.ipynb"
    assert is_clean(repo.path("nb/a.ipynb"))
    assert not os.path.islink(repo.path("nb/a.ipynb"))


def test_56_a_link_that_is_found_below_a_folder_is_not_followed(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "mine.ipynb").write_text(DIRTY)
    os.symlink(tmp_path / "mine.ipynb", repo.path("l.ipynb"))
    assert stripped(repo, ".") == []
    repo.git("add", "--all")
    assert repo.run(HOOK) == repo.run(HOOK, "--all-files") == Outcome(0, "", "")
    assert not is_clean(tmp_path / "mine.ipynb")


@pytest.mark.parametrize("leads", ["nowhere.ipynb", "../outside.ipynb", "l.ipynb"])
def test_56_a_link_astray(repo: Repo, leads: str) -> None:
    (repo.top.parent / "outside.ipynb").write_text(DIRTY)
    os.symlink(leads, repo.path("l.ipynb"))
    repo.stage("a.ipynb", DIRTY)
    outcome = repo.run(HOOK, "l.ipynb", "a.ipynb")
    assert (outcome.status, outcome.err) == (2, f"commitworthy: l.ipynb: {ASTRAY}\n")
    assert "1 finding in 1 file." in outcome.out
    assert not is_clean(repo.top.parent / "outside.ipynb")


def test_a_file_that_cannot_be_read(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    os.chmod(repo.path("a.ipynb"), 0)
    # No mode stops root, who therefore has to give up the right to that.
    giving_up = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    outcome = repo.shell(shlex.join([*giving_up, executable("commitworthy"), HOOK, "a.ipynb"]))
    assert outcome == Outcome(2, "", "commitworthy: a.ipynb: cannot be read: check its permissions\n")


def test_a_pipe_blocks_nobody(repo: Repo) -> None:
    os.mkfifo(repo.path("a.ipynb"))
    assert repo.run(HOOK, "a.ipynb") == Outcome(2, "", "commitworthy: a.ipynb: cannot be read: check its permissions\n")


def test_a_linked_worktree(repo: Repo) -> None:
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.top.parent / "linked")
    linked.stage("nb/a.ipynb", DIRTY)
    linked.write("nb/b.ipynb", other(1))
    assert stripped(linked, "nb") == ["nb/a.ipynb", "nb/b.ipynb"]
    assert repo.run(HOOK) == Outcome(0, "", "")


def test_a_first_commit(unborn: Repo) -> None:
    unborn.stage("a.ipynb", DIRTY)
    assert stripped(unborn) == ["a.ipynb"]
    unborn.stage("a.ipynb")
    assert stripped(unborn) == []


def test_a_notebook_that_is_only_announced_is_judged_as_the_file_it_is(repo: Repo) -> None:
    """`git add --intent-to-add` puts an empty blob into the index, which is nobody's notebook."""
    repo.write("a.ipynb", DIRTY)
    repo.git("add", "--intent-to-add", "a.ipynb")
    assert repo.run(HOOK) == Outcome(0, "", "")
    assert stripped(repo, "a.ipynb") == ["a.ipynb"]
    repo.write("a.ipynb", DIRTY)
    assert stripped(repo, "--all-files") == ["a.ipynb"]
    assert repo.run(HOOK, "--all-files") == Outcome(0, "", "")


class TestOutside:
    """Where there is no repository."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        place = tmp_path / "outside"
        (place / "nb" / "deep").mkdir(parents=True)
        (place / "nb" / "a.ipynb").write_text(DIRTY)
        (place / "nb" / "deep" / "b.ipynb").write_text(DIRTY)
        for hidden in (".ipynb_checkpoints", ".venv"):
            (place / "nb" / hidden).mkdir()
            (place / "nb" / hidden / "c.ipynb").write_text(DIRTY)
        return place

    def test_files_and_folders(self, folder: Path) -> None:
        outcome = run(folder, HOOK, "nb/a.ipynb")
        assert outcome == Outcome(1, f"nb/a.ipynb: NBK001 dirty-notebook: {WHAT}\n\n1 finding in 1 file.\n", "")
        outcome = run(folder, HOOK, "--format", "json", "nb", "nb/deep/b.ipynb")
        assert [path for path, _ in outcome.rules()] == ["nb/deep/b.ipynb"]
        assert run(folder, HOOK, ".") == Outcome(0, "", "")
        assert not is_clean(folder / "nb" / ".venv" / "c.ipynb")

    def test_check_says_how_to_strip(self, folder: Path) -> None:
        outcome = run(folder, HOOK, "--check", "nb/a.ipynb")
        assert outcome.status == 1
        assert "    strip it:   commitworthy strip-notebooks -- nb/a.ipynb\n" in outcome.out
        assert not is_clean(folder / "nb" / "a.ipynb")

    def test_56_links(self, folder: Path) -> None:
        os.symlink("nb/a.ipynb", folder / "l.ipynb")
        os.symlink("nb/deep", folder / "ldeep")
        os.symlink("no.ipynb", folder / "d.ipynb")
        outcome = run(folder, HOOK, "--format", "json", "l.ipynb", "nb/a.ipynb", "ldeep")
        assert outcome.status == 1
        assert [path for path, _ in outcome.rules()] == ["nb/a.ipynb", "nb/deep/b.ipynb"]
        assert os.readlink(folder / "l.ipynb") == "nb/a.ipynb"
        assert run(folder, HOOK, "d.ipynb") == Outcome(2, "", f"commitworthy: d.ipynb: {ASTRAY}\n")

    def test_56_a_folder_named_like_a_notebook(self, folder: Path) -> None:
        (folder / "x.ipynb").mkdir()
        line = "commitworthy: x.ipynb: is a folder, not a notebook: rename it\n"
        assert run(folder, HOOK, "x.ipynb") == Outcome(2, "", line)

    def test_a_name_of_nothing(self, folder: Path) -> None:
        line = "commitworthy: no.ipynb: no such file: check the name\n"
        assert run(folder, HOOK, "no.ipynb") == Outcome(2, "", line)

    def test_a_policy_of_the_current_folder_counts(self, folder: Path) -> None:
        (folder / "commitworthy.toml").write_text('[[strip-notebooks.keep]]\npaths = ["nb/**"]\nbecause = "x"\n')
        assert run(folder, HOOK, "nb") == Outcome(0, "", "")

    @pytest.mark.parametrize("words", [(), ("--all-files",)])
    def test_nothing_named_is_no_pass(self, folder: Path, words: tuple[str, ...]) -> None:
        outcome = run(folder, HOOK, *words)
        assert (outcome.status, outcome.out) == (2, "")
        assert "not inside a git repository" in outcome.err
