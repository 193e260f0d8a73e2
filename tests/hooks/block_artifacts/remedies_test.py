"""Every printed command is pasted into bash where the user stands, and then the commit goes through."""

from __future__ import annotations

import os
import pickle
import shlex
import shutil
from typing import Any

import pytest

from tests.names import NAMES_THAT_HURT, in_json, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.pasting import PLACEHOLDER, POINTER, blob, commit_what_is_left, is_ignored, pasted, staged
from tests.repo import BIN, Repo, executable
from tests.samples import noise, table

LARGE = noise(200_000)

PLACES = ("", "sub", "sub/deeper")


def each_refused(hooked: Repo) -> list[dict[str, Any]]:
    """The findings of a commit of large files, one for each name that hurts, beside a small file."""
    for name in NAMES_THAT_HURT:
        hooked.stage(name, LARGE)
    hooked.stage("star.star", "a neighbour that `*.star` would match\n")
    findings = hooked.refused()
    assert sorted(finding["path"] for finding in findings) == sorted(map(in_json, NAMES_THAT_HURT))
    return findings


def test_kept_out_of_git_it_stays_on_disk_and_is_ignored(hooked: Repo) -> None:
    for finding in each_refused(hooked):
        pasted(hooked, finding, "keep it out of git")
    assert set(staged(hooked)) & set(map(raw, NAMES_THAT_HURT)) == set()
    assert b"star.star" in staged(hooked)
    assert not is_ignored(hooked, "star.star")
    for name in NAMES_THAT_HURT:
        assert is_ignored(hooked, name), name
        with open(hooked.path(name), "rb") as file:
            assert file.read() == LARGE
    commit_what_is_left(hooked)


def test_allowed_it_passes_once_the_policy_is_staged(hooked: Repo) -> None:
    for finding in each_refused(hooked):
        pasted(hooked, finding, "allow it")
    hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked)
    assert hooked.judge("--all-files") == []
    assert set(map(raw, NAMES_THAT_HURT)) <= set(staged(hooked))


def test_gone_back_to_the_committed_version_nothing_is_staged(hooked: Repo) -> None:
    for name in NAMES_THAT_HURT:
        hooked.write(name, table(50_000))
    hooked.commit()
    for finding in each_refused(hooked):
        pasted(hooked, finding, "go back")
    assert hooked.git("diff", "--cached", "--name-only") == "star.star"
    commit_what_is_left(hooked)


SOME_NAMES = ("a.bin", "sub/a b.bin", "*.star", ":(top)x.bin", "-x.bin", "sub/new\nline.bin")


@pytest.mark.parametrize("text", ["keep it out of git", "send it to Git LFS", "allow it"])
@pytest.mark.parametrize("cwd", PLACES[1:])
def test_the_command_works_where_the_user_stands(hooked: Repo, text: str, cwd: str) -> None:
    for name in SOME_NAMES:
        hooked.stage(name, LARGE)
    findings = hooked.refused(cwd=cwd)
    assert len(findings) == len(SOME_NAMES)
    for finding in findings:
        pasted(hooked, finding, text, cwd)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)
    assert hooked.git("status", "--porcelain", "--ignored=no") == ""


@pytest.mark.parametrize(
    "text",
    ["keep it out of git", pytest.param("send it to Git LFS", marks=pytest.mark.needs_lfs), "allow it"],
)
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_one_command_serves_all_files_of_a_cause(hooked: Repo, text: str, cwd: str) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        hooked.stage(name, noise(200_000, seed=number))
    hooked.install_hooks("block-artifacts --all")
    outcome = hooked.try_commit(cwd=cwd)
    assert outcome.status == 1
    commands = commands_of(outcome.out, text)
    assert 1 <= len(commands) <= 3
    for command in commands:
        done = hooked.shell(command.replace(PLACEHOLDER, "'golden files'"), cwd)
        assert done.status == 0, (command, done)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)


@pytest.mark.parametrize(
    "text",
    ["keep it out of git", pytest.param("send it to Git LFS", marks=pytest.mark.needs_lfs), "allow it"],
)
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_a_command_for_more_than_fifty_files_serves_those_that_are_not_shown_too(
    hooked: Repo, text: str, cwd: str
) -> None:
    names = [
        *(name for name in NAMES_THAT_HURT if raw(name).endswith((b".bin", b".star"))),
        *map("{}.bin".format, range(60)),
    ]
    for number, name in enumerate(names):
        hooked.stage(name, noise(110_000, seed=number))
    hooked.install_hooks("block-artifacts")
    outcome = hooked.try_commit(cwd=cwd)
    assert "more; --all shows them" in outcome.out
    commands = commands_of(outcome.out, text)
    assert max(map(len, commands)) < 2000
    for command in commands:
        done = hooked.shell(command.replace(PLACEHOLDER, "'golden files'"), cwd)
        assert done.status == 0, (command, done)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)


def test_where_no_file_can_be_written_the_command_names_everything(hooked: Repo) -> None:
    names = [f"{number}.bin" for number in range(60)]
    for number, name in enumerate(names):
        hooked.stage(name, noise(110_000, seed=number))
    shutil.rmtree(hooked.path(".git/commitworthy"), ignore_errors=True)
    hooked.write(".git/commitworthy", "in the way\n")
    (command,) = commands_of(hooked.run("block-artifacts").out, "keep it out of git")
    assert hooked.shell(command).status == 0
    commit_what_is_left(hooked)


def test_a_list_of_names_is_forgotten_after_a_day(hooked: Repo) -> None:
    def refuse(kind: str) -> set[str]:
        for number in range(60):
            hooked.stage(f"{number}.{kind}", noise(110_000, seed=number))
        hooked.run("block-artifacts")
        return {name for name in os.listdir(hooked.path(".git/commitworthy")) if name.startswith("refused-")}

    first = refuse("bin")
    assert len(first) == 2  # the paths, and the lines of .gitignore
    for name in first:
        os.utime(hooked.path(f".git/commitworthy/{name}"), (1, 1))
    hooked.git("reset", "--quiet")
    second = refuse("dat")
    assert second
    assert not second & first


def commands_of(printed: str, text: str) -> list[str]:
    """The commands that a text report prints behind remedies which begin so, on their line or below it."""
    lines = [line.strip() for line in printed.splitlines()]
    found = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.removeprefix("or ").startswith(text):
            found.append(line.partition(":")[2].strip() or below)
    return found


DISK = {
    "the file is as it was staged": "true",
    "the file is gone": "rm sub/a.bin",
    "the file has changed since": "echo more >> sub/a.bin",
    "the file is now small": "echo small > sub/a.bin",
}


@pytest.mark.parametrize("then", DISK.values(), ids=DISK)
@pytest.mark.parametrize("text", ["keep it out of git", "send it to Git LFS", "allow it"])
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_whatever_lies_on_disk_the_command_works(hooked: Repo, then: str, text: str, cwd: str) -> None:
    hooked.stage("sub/a.bin", LARGE)
    assert hooked.shell(then).status == 0
    (finding,) = hooked.refused(cwd=cwd)
    pasted(hooked, finding, text, cwd)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)


IGNORE_FILES = {
    "none": None,
    "empty": b"",
    "with a last line end": b"*.log\n",
    "without a last line end": b"*.log",
    "with Windows line ends": b"*.log\r\n",
    "with Windows line ends, but for the last": b"*.tmp\r\n*.log",
}


@pytest.mark.parametrize("content", IGNORE_FILES.values(), ids=IGNORE_FILES)
def test_an_ignore_file_keeps_its_lines(hooked: Repo, content: bytes | None) -> None:
    if content is not None:
        hooked.write(".gitignore", content)
        hooked.commit()
    hooked.stage("a.bin", LARGE)
    (finding,) = hooked.refused()
    pasted(hooked, finding, "keep it out of git")
    assert is_ignored(hooked, "a.bin")
    if content and b"\r" not in content:
        assert is_ignored(hooked, "x.log")
    assert (hooked.top / ".gitignore").read_bytes().startswith(content or b"/a.bin")
    commit_what_is_left(hooked)


def test_a_command_pasted_after_the_file_is_edited_stages_no_other_change(hooked: Repo) -> None:
    hooked.stage("other.txt", "staged\n")
    hooked.write("other.txt", "not staged\n")
    hooked.stage("a.bin", LARGE)
    (finding,) = hooked.refused()
    pasted(hooked, finding, "keep it out of git")
    assert blob(hooked, "other.txt") == "staged"


LITTER = {
    "checkpoints": ["nb/.ipynb_checkpoints/a-checkpoint.ipynb", "nb/.ipynb_checkpoints/b-checkpoint.ipynb"],
    "runs": ["mlruns/0/meta.yaml", "mlruns/0/" + "0a" * 16 + "/metrics/loss"],
    "bytecode": ["pkg/__pycache__/a.cpython-311.pyc"],
    "logs": ["lightning_logs/version_0/metrics.csv", "wandb/run-20240101_120000-abc/files/config.yaml"],
    "names that hurt": ["*dir/.ipynb_checkpoints/-x.ipynb", ":(top)/new\nline/.ipynb_checkpoints/a.ipynb"],
}


@pytest.mark.parametrize("names", LITTER.values(), ids=LITTER)
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_litter_is_kept_out_with_its_whole_folder(hooked: Repo, names: list[str], cwd: str) -> None:
    hooked.stage("xdir/.gitkeep", "")
    for name in names:
        hooked.stage(name, "left: behind\n")
    findings = hooked.refused(cwd=cwd)
    assert {finding["rule"] for finding in findings} == {"run-litter"}
    pasted(hooked, findings[0], "keep it out of git", cwd)
    for finding in findings[1:]:
        if raw(str(finding["path"])) in staged(hooked):
            pasted(hooked, finding, "keep it out of git", cwd)
    assert not set(map(raw, names)) & set(staged(hooked))
    assert b"xdir/.gitkeep" in staged(hooked)
    assert all(is_ignored(hooked, name) for name in names)
    commit_what_is_left(hooked, cwd)


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_all_that_is_there_can_be_accepted(hooked: Repo, cwd: str) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        hooked.write(name, noise(200_000, seed=number))
    hooked.commit()
    findings = hooked.run("block-artifacts", "--all-files", "--format", "json", cwd=cwd).findings()
    assert len(findings) == len(NAMES_THAT_HURT)
    pasted(hooked, findings[0], "accept all", cwd)
    assert hooked.judge("--all-files") == []
    hooked.passes()
    assert hooked.judge("--all-files") == []


@pytest.mark.needs_lfs
def test_no_way_out_is_named_twice(hooked: Repo) -> None:
    hooked.stage("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["ok/**"]\nbecause = "golden"\n')
    hooked.stage("ok/a.bin", LARGE)
    hooked.passes()
    hooked.git("mv", "ok/a.bin", "b.bin")
    (finding,) = hooked.refused()
    texts = [way["text"].removeprefix("or ") for way in finding["remedies"]]
    assert texts == ["allow it, with the reason", "keep it out of git", "send it to Git LFS"]


def test_the_install_line_comes_first_where_the_shell_does_not_find_us(hooked: Repo) -> None:
    path = os.pathsep.join(folder for folder in os.environ["PATH"].split(os.pathsep) if folder != str(BIN))
    hooked.stage("a.bin", LARGE)
    outcome = hooked.shell(f"{shlex.quote(executable('commitworthy'))} block-artifacts --format json", PATH=path)
    (finding,) = outcome.findings()
    command = finding["remedies"][-1]["command"]
    assert command.startswith("pip install ")
    assert " && commitworthy allow --because " in command


@pytest.mark.parametrize("text", ["follow it in the baseline", "go back", "keep it out of git", "allow it"])
def test_an_accepted_file_that_moved_and_then_shrank_has_ways_out(hooked: Repo, text: str) -> None:
    hooked.write("old.bin", LARGE)
    hooked.commit()
    assert hooked.run("baseline").status == 0
    hooked.git("add", ".commitworthy-baseline")
    hooked.passes()
    hooked.git("mv", "old.bin", "new.bin")
    hooked.passes()
    hooked.stage("new.bin", noise(150_000))
    (finding,) = hooked.refused()
    pasted(hooked, finding, text)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked)
    assert hooked.judge("--all-files") == []


def test_a_decision_that_is_taken_back_is_named(hooked: Repo) -> None:
    hooked.stage("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["a.bin"]\nbecause = "golden"\n')
    hooked.stage("a.bin", LARGE)
    hooked.passes()
    hooked.stage("commitworthy.toml", "")
    hooked.stage("a.bin", noise(150_000))
    (finding,) = hooked.refused()
    assert str(finding["message"]).endswith("; accepted in the parent commit, but not as it is staged.")


@pytest.mark.parametrize("text", ["go back", "keep it out of git", "allow it"])
def test_of_an_exception_that_is_taken_back_no_remedy_is_the_baseline(hooked: Repo, text: str) -> None:
    """It only shrinks, and where there is none it would accept everything."""
    hooked.stage("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["a.bin"]\nbecause = "golden"\n')
    hooked.stage("a.bin", LARGE)
    hooked.passes()
    hooked.stage("commitworthy.toml", "")
    hooked.stage("a.bin", noise(150_000))
    (finding,) = hooked.refused()
    assert "baseline" not in " ".join(way["command"] or "" for way in finding["remedies"])
    pasted(hooked, finding, text)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked)


BY_POLICY = (
    "or accept all that is already there: "
    "put the options of this call into the policy, then run commitworthy baseline --add"
)


@pytest.mark.parametrize(
    ("hook", "options", "name", "content"),
    [
        ("block-artifacts", ("--limit", "data=1 kB"), "a.csv", table(50_000)),
        ("flag-parameters", ("--select", "all"), "t.py", b"learning_rate = 0.01\n"),
        ("strip-notebooks", ("--check", "--drop-empty-cells"), "n.ipynb", notebook(code(STREAM)).encode()),
    ],
)
def test_a_baseline_is_no_remedy_under_options_that_it_does_not_know(
    repo: Repo, hook: str, options: tuple[str, ...], name: str, content: bytes
) -> None:
    repo.write(name, content)
    repo.commit()
    for finding in repo.run(hook, "--format", "json", "--all-files", *options).findings():
        assert {way["text"]: way["command"] for way in finding["remedies"]}[BY_POLICY] is None
    without = repo.run(hook, "--format", "json", "--all-files", *[word for word in options if word == "--check"])
    for finding in without.findings():
        assert [way["command"] for way in finding["remedies"] if way["text"].startswith("or accept all")] == [
            "commitworthy baseline --add && git add .commitworthy-baseline"
        ]


DENIALS = {
    "at the top": (".gitattributes", "*.pkl -filter -diff -merge\n", "new.pkl"),
    "at the top, of a name that needs quotes": (".gitattributes", "*.pkl -filter\n", "sub/a b.pkl"),
    "at the top, without an end": (".gitattributes", "*.pkl -filter", "new.pkl"),
    "by taking it back": (".gitattributes", "*.pkl !filter !diff !merge !text\n", "new.pkl"),
    "by another filter": (".gitattributes", "*.pkl filter=other\n", "new.pkl"),
    "in a folder": ("sub/.gitattributes", "*.pkl -filter\n", "sub/deeper/new.pkl"),
    "in a folder, without an end": ("sub/.gitattributes", "*.pkl -filter", "sub/new.pkl"),
    "in a folder whose name hurts": ("s [1]/.gitattributes", "*.pkl -filter\n", "s [1]/new.pkl"),
}


@pytest.mark.parametrize("text", ["send it to Git LFS", "send all of its type"])
@pytest.mark.parametrize(("place", "line", "name"), DENIALS.values(), ids=DENIALS)
@pytest.mark.needs_lfs
def test_a_line_that_denies_git_lfs_is_overruled(hooked: Repo, place: str, line: str, name: str, text: str) -> None:
    hooked.write("old.pkl", pickle.dumps(list(range(4000))))
    hooked.write(place, line)
    hooked.commit()
    assert hooked.run("baseline").status == 0
    hooked.git("add", "--all")
    hooked.git("commit", "--quiet", "--no-verify", "--message", "accepted")
    hooked.stage(name, pickle.dumps(list(range(5000))))
    (finding,) = hooked.refused()
    pasted(hooked, finding, text)
    assert blob(hooked, name).startswith(POINTER)
    commit_what_is_left(hooked)
    assert hooked.judge("--all-files") == []
    assert hooked.git("status", "--porcelain") == ""
