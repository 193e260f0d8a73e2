"""`commitworthy allow` writes an exception that then counts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.names import NAMES_THAT_HURT, in_json, raw, word
from tests.processes_test import processes
from tests.repo import Outcome, Repo
from tests.samples import noise

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = noise(200_000)
NEITHER = "allow: name the paths, or a file that holds them by --pathspec-from-file"
PROJECT = '[project]\nname = "a"   # kept\n\n[tool.ruff]\nline-length = 100'


def test_a_first_exception_makes_a_policy_file(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    outcome = repo.run("allow", "a.bin", "--because", "golden file")
    assert outcome == Outcome(
        0,
        "commitworthy.toml: block-artifacts now allows /a.bin.\nIt is staged.\n",
        "",
    )
    content = (repo.top / "commitworthy.toml").read_text()
    assert content == '[[block-artifacts.allow]]\npaths = ["/a.bin"]\nbecause = "golden file"\n'
    assert repo.judge() == []


def test_an_exception_that_is_there_is_not_written_twice(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    words = ("allow", "a.bin", "--because", "golden file", "--max-size", "1 MB")
    assert repo.run(*words).out.startswith("commitworthy.toml: block-artifacts now allows /a.bin.\n")
    before = (repo.top / "commitworthy.toml").read_bytes()
    again = Outcome(0, "commitworthy.toml: block-artifacts already allows /a.bin.\nIt is staged.\n", "")
    assert repo.run(*words) == again
    assert repo.run(*words[:-1], "1024 kB") == again
    assert (repo.top / "commitworthy.toml").read_bytes() == before
    assert repo.run(*words[:-2]).out.startswith("commitworthy.toml: block-artifacts now allows /a.bin.\n")


def not_tracked(repo: Repo) -> str:
    repo.write("commitworthy.toml", "# mine\n")
    return "commitworthy.toml"


def changed_on_disk(repo: Repo) -> str:
    repo.stage("pyproject.toml", PROJECT)
    repo.write("pyproject.toml", f"{PROJECT}\n# not yet to be staged\n")
    return "pyproject.toml"


def deleted_on_disk(repo: Repo) -> str:
    repo.stage("commitworthy.toml", "# mine\n")
    (repo.top / "commitworthy.toml").unlink()
    return "commitworthy.toml"


def ignored(repo: Repo) -> str:
    repo.stage(".gitignore", "*.toml\n")
    return "commitworthy.toml"


@pytest.mark.parametrize("prepare", [not_tracked, changed_on_disk, deleted_on_disk, ignored])
def test_what_else_the_file_holds_is_not_staged(repo: Repo, prepare: Callable[[Repo], str]) -> None:
    repo.stage("a.bin", LARGE)
    name = prepare(repo)
    before = repo.git("ls-files", "--stage", name)
    adding = f"git add --force {name}" if prepare is ignored else f"git add {name}"
    assert repo.run("allow", "a.bin", "--because", "golden").out == (
        f"{name}: block-artifacts now allows /a.bin.\nStage it to make it take effect: {adding}\n"
    )
    assert repo.git("ls-files", "--stage", name) == before
    assert repo.judge() == [("a.bin", "blocked-artifact")]
    assert repo.shell(adding).status == 0
    assert repo.judge() == []


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_the_exception_alone_is_staged(repo: Repo, cwd: str) -> None:
    repo.stage("pyproject.toml", PROJECT).stage("sub/here.txt", "x")
    repo.commit()
    repo.write("sub/here.txt", "other")
    repo.stage("a.bin", LARGE)
    assert repo.run("allow", os.path.relpath("a.bin", cwd or "."), "--because", "golden", cwd=cwd).out.endswith(
        "It is staged.\n"
    )
    assert repo.judge() == []
    assert repo.git("diff", "--name-only") == "sub/here.txt"


def test_where_there_is_a_project_file_it_is_appended_to(repo: Repo) -> None:
    repo.stage("pyproject.toml", PROJECT)
    repo.stage("a.bin", LARGE)
    assert repo.run("allow", "a.bin", "--because", "golden").status == 0
    content = (repo.top / "pyproject.toml").read_text()
    assert content.startswith(PROJECT)
    assert content.endswith('\n[[tool.commitworthy.block-artifacts.allow]]\npaths = ["/a.bin"]\nbecause = "golden"\n')
    assert not (repo.top / "commitworthy.toml").exists()
    repo.stage("pyproject.toml")
    assert repo.judge() == []


def test_exceptions_add_up(repo: Repo) -> None:
    for name in ("a.bin", "b.bin", "sub/c.bin"):
        repo.stage(name, noise(200_000, seed=len(name)))
        assert repo.run("allow", name, "--because", "golden").status == 0
    repo.stage("commitworthy.toml")
    assert repo.judge() == []


@pytest.mark.parametrize("cwd", ["", "sub"])
@pytest.mark.long
def test_the_pattern_is_that_of_the_one_file(repo: Repo, cwd: str) -> None:
    repo.stage("sub/here.txt", "x")
    paths = [f"{cwd}/".encode() * bool(cwd) + raw(name) for name in NAMES_THAT_HURT]
    others = [*(path + b"x" for path in paths), *(b"other/" + path for path in paths)]
    for path in paths:
        repo.write(path, LARGE)
    for other in others:
        repo.write(other, noise(200_000, seed=1))
    repo.git("add", "--all")
    for name in NAMES_THAT_HURT:
        assert repo.run("allow", "--because", "golden", "--", word(name), cwd=cwd).status == 0
    repo.stage("commitworthy.toml")
    assert {path for path, _ in repo.judge()} == set(map(in_json, others))
    assert repo.judge("--", *map(word, NAMES_THAT_HURT), cwd=cwd) == []


FOLDERS = {
    "a folder": ("data", "", {"data/a.bin", "data/deep/b.bin"}),
    "a folder with a slash": ("data/", "", {"data/a.bin", "data/deep/b.bin"}),
    "a folder below": ("deep", "data", {"data/deep/b.bin"}),
    "where we stand": (".", "data", {"data/a.bin", "data/deep/b.bin"}),
    "the folder above": ("..", "data/deep", {"data/a.bin", "data/deep/b.bin"}),
    "everything": (".", "", {"data/a.bin", "data/deep/b.bin", "other/data/c.bin"}),
    "a pattern": ("data/*.bin", "", {"data/a.bin"}),
    "a pattern from below": ("*.bin", "data", {"data/a.bin"}),
}


@pytest.mark.parametrize(("word", "cwd", "allowed"), FOLDERS.values(), ids=FOLDERS)
def test_folders_and_patterns_count_from_where_they_are_said(
    repo: Repo, word: str, cwd: str, allowed: set[str]
) -> None:
    names = {"data/a.bin", "data/deep/b.bin", "other/data/c.bin"}
    for number, name in enumerate(sorted(names)):
        repo.stage(name, noise(200_000, seed=number))
    assert repo.run("allow", word, "--because", "golden", cwd=cwd).status == 0
    repo.stage("commitworthy.toml")
    assert names - {path for path, _ in repo.judge()} == allowed


def test_a_file_that_is_larger_than_what_is_allowed_is_named(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.stage("b.bin", noise(120_000))
    outcome = repo.run("allow", "a.bin", "b.bin", "--because", "golden file", "--max-size", "150 kB")
    assert outcome.out == (
        "commitworthy.toml: block-artifacts now allows /a.bin, /b.bin.\nIt is staged.\n"
        "a.bin has 195.3 kB on disk, more than 150 kB: the exception does not cover it.\n"
    )
    assert repo.judge() == [("a.bin", "blocked-artifact")]


@pytest.mark.parametrize("because", ["n/a", "None.", "no reason!", "???", "<why it belongs in git>"])
def test_what_is_no_reason_is_refused(repo: Repo, because: str) -> None:
    repo.stage("a.bin", LARGE)
    assert repo.run("allow", "a.bin", "--because", because).status == 2
    assert not (repo.top / "commitworthy.toml").exists()


def test_until_and_max_size_are_written(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    words = ("--because", 'say "why"', "--until", "2999-12-31", "--max-size", "300 kB")
    assert repo.run("allow", "a.bin", *words).status == 0
    assert (repo.top / "commitworthy.toml").read_text() == (
        '[[block-artifacts.allow]]\npaths = ["/a.bin"]\nmax-size = "300 kB"\n'
        'because = "say \\"why\\""\nuntil = 2999-12-31\n'
    )
    repo.stage("commitworthy.toml")
    assert repo.judge() == []
    repo.stage("a.bin", noise(400_000))
    assert repo.judge() == [("a.bin", "blocked-artifact")]


def test_a_tracked_file_that_is_gone_from_disk_can_be_allowed(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    (repo.top / "a.bin").unlink()
    assert repo.run("allow", "a.bin", "--because", "golden").status == 0


REFUSED = {
    "a variable that is not set": (["", "--because", "x"], "a path is empty: name the file, or . for the folder"),
    "no such file": (["nothing.bin", "--because", "x"], "nothing.bin: no such file, and not a pattern: check the name"),
    "a placeholder": (
        ["a.bin", "--because", "<why it belongs in git>"],
        '--because must be the real reason, not "<why it belongs in git>"',
    ),
    "a blank reason": (["a.bin", "--because", "  "], "is blank"),
    "no date": (["a.bin", "--because", "x", "--until", "soon"], "must be a date such as 2027-06-30"),
    "no size": (["a.bin", "--because", "x", "--max-size", "big"], "must be a size"),
    "a size for the budget": (["a.bin", "--because", "x", "--hook", "limit-commit", "--max-size", "1"], "no max-size"),
    "outside": (["../a.bin", "--because", "x"], "outside of this repository"),
}


@pytest.mark.parametrize(("words", "complaint"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_2_and_writes_nothing(repo: Repo, words: list[str], complaint: str) -> None:
    repo.stage("a.bin", LARGE)
    outcome = repo.run("allow", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert complaint in outcome.err
    assert not (repo.top / "commitworthy.toml").exists()


def test_a_broken_policy_is_left_alone(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.write("commitworthy.toml", "[")
    outcome = repo.run("allow", "a.bin", "--because", "x")
    assert outcome.status == 2
    assert (repo.top / "commitworthy.toml").read_text() == "["


def test_the_file_keeps_its_mode_and_a_link_its_target(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.write("policies/real.toml", "# ours\n")
    repo.shell("chmod 640 policies/real.toml && ln -s policies/real.toml commitworthy.toml")
    assert repo.run("allow", "a.bin", "--because", "x").status == 0
    assert (repo.top / "commitworthy.toml").is_symlink()
    real = repo.top / "policies/real.toml"
    assert real.read_text().startswith("# ours\n")
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("content", "options"),
    [(b"a.bin\nb c.bin\r\n", ()), (b"a.bin\0b c.bin\0", ("--pathspec-file-nul",)), (b"a.bin\nb c.bin", ())],
)
def test_paths_are_read_from_a_file_as_git_does(repo: Repo, content: bytes, options: tuple[str, ...]) -> None:
    repo.write("a.bin")
    repo.write("b c.bin")
    repo.write("list", content)
    outcome = repo.run("allow", "--because", "golden", "--pathspec-from-file=list", *options)
    assert outcome == (
        0,
        "commitworthy.toml: block-artifacts now allows /a.bin, /b c.bin.\nIt is staged.\n",
        "",
    )


def test_of_many_paths_ten_are_named(repo: Repo) -> None:
    names = [f"{number}.bin" for number in range(12)]
    for name in names:
        repo.write(name)
    outcome = repo.run("allow", "--because", "golden", *names)
    assert outcome.out.startswith(
        f"commitworthy.toml: block-artifacts now allows {', '.join(f'/{name}' for name in names[:10])} and 2 more.\n"
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "allow: name the paths, or a file that holds them by --pathspec-from-file"),
        (
            ("x", "--pathspec-from-file=list"),
            "allow: name the paths, or a file that holds them by --pathspec-from-file",
        ),
        (("--pathspec-from-file=gone",), "--pathspec-from-file gone: No such file or directory"),
        (("--pathspec-from-file=list",), "--pathspec-from-file list: no path in it"),
    ],
)
def test_a_list_that_is_none_is_one_line(repo: Repo, words: tuple[str, ...], problem: str) -> None:
    repo.write("list", "\n")
    assert repo.run("allow", "--because", "golden", *words) == (2, "", f"commitworthy: {problem}\n")


def test_many_paths_that_are_gone_are_asked_of_one_git(repo: Repo) -> None:
    names = [f"{number}.bin" for number in range(30)]
    for name in names:
        repo.stage(name, name)
    repo.commit()
    repo.git("rm", "--quiet", "*.bin")
    repo.commit()
    repo.write("commitworthy.toml", "")
    counts = [processes(repo, "allow", "--because", "golden", *some) for some in (names[:1], names)]
    assert counts[0] == counts[1]
