"""Nothing is written outside of the work tree, nor into `.git`, whatever links a repository holds."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.commands.init import survey
from commitworthy.git import repository, write
from commitworthy.hooks.context import HookContext
from tests.names import NAMES_THAT_HURT, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo, executable
from tests.samples import noise

DIRTY = notebook(code(f"[{STREAM}]", "3"))
CLEAN = notebook(code())
OTHER = DIRTY.replace('"x"', '"y"')
MODEL = pickle.dumps(list(range(3000)))
COMMANDS = {
    "init": ["init", "--write"],
    "allow": ["allow", "m.pkl", "--because", "a good reason"],
    "baseline": ["baseline"],
    "fix": ["require-lfs", "--all-files", "--fix"],
}
# Which of them write into the file.
WRITERS = {
    ".gitattributes": ("init", "fix"),
    ".gitignore": ("init",),
    ".pre-commit-config.yaml": ("init",),
    "prek.toml": ("init",),
    ".commitworthy-baseline": ("init", "baseline"),
    "pyproject.toml": ("init", "allow"),
    "commitworthy.toml": ("init", "allow"),
}
NOT_FOLLOWED = "is a symbolic link, which git does not follow"


@pytest.fixture
def hostile(repo: Repo) -> Repo:
    """With a model, a notebook and a program, so that every command has something to write."""
    repo.write("m.pkl", MODEL)
    repo.write("n.ipynb", DIRTY)
    repo.write("a.py", "from sklearn.svm import SVC\nm = SVC(C=0.37)\n")
    repo.commit()
    return repo


def everything(folder: Path) -> dict[str, bytes | str]:
    """All that lies there, links as what they name; without what we remember."""
    found: dict[str, bytes | str] = {}
    for place in sorted(folder.rglob("*")):
        name = str(place.relative_to(folder))
        if place.is_symlink():
            found[name] = str(place.readlink())
        elif place.is_file() and ".git/commitworthy" not in name and ".git/objects" not in name:
            found[name] = place.read_bytes()
    return found


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "untracked"])
@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing"])
@pytest.mark.parametrize(
    ("name", "command"), [(name, command) for name, commands in WRITERS.items() for command in commands]
)
def test_a_link_that_leads_out_is_one_line_and_nothing_is_written(
    hostile: Repo, tmp_path: Path, name: str, command: str, *, there: bool, tracked: bool
) -> None:
    target = tmp_path / "home" / ".bashrc"
    target.parent.mkdir()
    if there:
        target.write_text("# mine\n")
    (hostile.top / name).symlink_to("../home/.bashrc")
    if tracked:
        hostile.git("add", "--force", "--", name)
    before = everything(tmp_path)
    outcome = hostile.run(*COMMANDS[command])
    reason = NOT_FOLLOWED if name.startswith(".git") else f"leads out of the work tree, to {target}"
    line = f"{name}: {reason}, so nothing was written: put a file in its place"
    # Of a tracked policy the path that the link holds may be what is complained of: it is no policy.
    assert outcome == Outcome(2, "", f"commitworthy: {line}\n") or (tracked and name.endswith(("toml", "baseline")))
    assert (outcome.status, outcome.out) == (2, "")
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "way",
    ["/absolute", "up/home/.bashrc", "one", ".git/config", ".GIT/hooks/pre-commit", "inner/.git/config", "dots"],
)
def test_no_way_leads_out_or_into_the_folder_of_git(hostile: Repo, tmp_path: Path, way: str) -> None:
    target = tmp_path / "home" / ".bashrc"
    target.parent.mkdir()
    target.write_text("# mine\n")
    (hostile.top / "up").symlink_to("..")
    (hostile.top / "one").symlink_to("two")
    (hostile.top / "two").symlink_to("up/home/.bashrc")
    Repo.init(hostile.top / "inner")
    named = {"/absolute": str(target), "dots": "inner/../up/./home/.bashrc"}.get(way, way)
    (hostile.top / ".commitworthy-baseline").symlink_to(named)
    before = everything(tmp_path)
    for name in ("baseline", "init"):
        outcome = hostile.run(*COMMANDS[name])
        assert (outcome.status, outcome.out) == (2, "")
        assert " leads " in outcome.err
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", [".commitworthy-baseline", "commitworthy.toml", ".pre-commit-config.yaml"])
def test_a_link_in_a_circle_is_named_as_one(hostile: Repo, name: str) -> None:
    (hostile.top / name).symlink_to("circle")
    (hostile.top / "circle").symlink_to(name)
    command = {".commitworthy-baseline": "baseline", "commitworthy.toml": "allow"}.get(name, "init")
    outcome = hostile.run(*COMMANDS[command])
    complaint = f"{name}: is a symbolic link that leads to itself, so nothing was written: put a file in its place"
    assert outcome == Outcome(2, "", f"commitworthy: {complaint}\n")


def test_a_link_that_stays_inside_is_written_through(hostile: Repo) -> None:
    hostile.write("config/hooks.yaml", "repos: []\n")
    (hostile.top / ".pre-commit-config.yaml").symlink_to("config/hooks.yaml")
    (hostile.top / ".commitworthy-baseline").symlink_to("config/baseline")
    assert hostile.run("init", "--write").status == 0
    assert "limit-commit" in (hostile.top / "config/hooks.yaml").read_text()
    assert "m.pkl" in (hostile.top / "config/baseline").read_text()
    assert [name for name in os.listdir(hostile.top) if os.path.islink(hostile.path(name))] == [
        name for name in os.listdir(hostile.top) if name in (".pre-commit-config.yaml", ".commitworthy-baseline")
    ]


def test_two_names_of_one_file_are_not_both_written(hostile: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile.top)
    here = repository.answer(repository.ask())
    (hostile.top / "b").symlink_to("a.py")
    before = everything(hostile.top)
    targets = [write.Target(name, b"new", os.stat("a.py")) for name in ("a.py", "b")]
    with pytest.raises(CheckError) as raised:
        write.save_all(here, targets)
    assert str(raised.value) == "b: is the same file as a.py, so nothing was written: replace one by a copy"
    assert everything(hostile.top) == before


def test_of_several_files_all_are_written_or_none(hostile: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile.top)
    here = repository.answer(repository.ask())
    before = everything(hostile.top)
    targets = [write.Target("a.py", b"new", os.stat("a.py")), write.Target("no/such/folder", b"new", None)]
    with pytest.raises(CheckError) as raised:
        write.save_all(here, targets)
    assert str(raised.value) == "no/such/folder: cannot be written (No such file or directory); nothing was changed"
    assert everything(hostile.top) == before


@pytest.mark.parametrize("words", [[], ["--all-files"], ["data/a.ipynb"], ["--on-disk", "data/a.ipynb"]])
def test_a_notebook_behind_a_linked_folder_is_left_alone(hostile: Repo, tmp_path: Path, words: list[str]) -> None:
    """What is tracked is a file in a folder; what lies there by now is a link to somebody's share."""
    share = tmp_path / "share"
    share.mkdir()
    (share / "a.ipynb").write_text(OTHER)
    hostile.write("data/a.ipynb", OTHER)
    hostile.git("add", "data/a.ipynb")
    (hostile.top / "data/a.ipynb").unlink()
    (hostile.top / "data").rmdir()
    (hostile.top / "data").symlink_to("../share")
    outcome = hostile.run("strip-notebooks", *words)
    assert outcome.status == 2, outcome
    assert (share / "a.ipynb").read_text() == OTHER
    assert os.listdir(share) == ["a.ipynb"]


def test_a_linked_notebook_inside_is_written_through_and_stays_a_link(hostile: Repo) -> None:
    hostile.write("real/a.ipynb", DIRTY)
    (hostile.top / "b.ipynb").symlink_to("real/a.ipynb")
    assert hostile.run("strip-notebooks", "b.ipynb").status == 1
    assert (hostile.top / "b.ipynb").is_symlink()
    assert (hostile.top / "real/a.ipynb").read_text() == CLEAN


@pytest.mark.parametrize("name", ["params.yaml", "conf/params.yaml"])
def test_parameters_go_behind_no_link(hostile: Repo, tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "params.yaml").write_text("mine: 1\n")
    (hostile.top / name.partition("/")[0]).symlink_to("../home/params.yaml" if "/" not in name else "../home")
    outcome = hostile.run("flag-parameters", "--all-files", "--write-params", name)
    line = f"{name}: leads out of the work tree, to {home / 'params.yaml'}, so nothing was written"
    assert outcome == Outcome(2, "", f"commitworthy: {line}: put a file in its place\n")
    assert (home / "params.yaml").read_text() == "mine: 1\n"


def test_a_report_may_be_anywhere_but_not_behind_a_link_of_the_repository(hostile: Repo, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (hostile.top / "report").symlink_to("../home/report")
    (hostile.top / "reports").symlink_to("../home")
    words = ["check", "--all-files", "--format", "json", "--output"]
    for name in ("report", "reports/x", str(hostile.top / "reports/y")):
        outcome = hostile.run(*words, name)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith(f"commitworthy: --output {name}: leads out of the work tree, to {home}/")
    assert os.listdir(home) == []
    (home / "link").symlink_to("there")
    for name in ("../home/report", str(home / "other"), str(home / "link")):
        assert hostile.run(*words, name).status == 1
    assert sorted(os.listdir(home)) == ["link", "other", "report", "there"]


@pytest.mark.parametrize("target", ["/dev/stdout", "/proc/self/fd/1"])
def test_a_report_may_be_a_stream(hostile: Repo, tmp_path: Path, target: str) -> None:
    with open(tmp_path / "all", "wb") as everything:
        command = [executable("commitworthy"), "check", "--all-files", "--format", "json", "--output", target]
        subprocess.run(command, cwd=hostile.top, stdout=everything, check=False)
    assert b"m.pkl: ART001" in (tmp_path / "all").read_bytes()
    command[-1] = "/dev/stderr"
    done = subprocess.run(command, cwd=hostile.top, capture_output=True, check=False)
    assert b'{"hook": "block-artifacts"' in done.stderr


def test_the_lines_of_the_filter_go_behind_no_link(hostile: Repo, tmp_path: Path) -> None:
    target = tmp_path / "outside"
    target.write_text("mine\n")
    (hostile.top / ".gitattributes").symlink_to("../outside")
    (hostile.top / "sub").symlink_to("..")
    for name in (".gitattributes", "sub/outside", "sub/new/.gitattributes"):
        outcome = hostile.run("strip-notebooks", "--install-filter", "--attributes", name)
        assert (outcome.status, outcome.out) == (2, "")
        assert "so nothing was written" in outcome.err
    assert hostile.git("config", "--get", "filter.commitworthy.process", check=False) == ""
    assert sorted(os.listdir(tmp_path)) == ["outside", "repo"]
    assert target.read_text() == "mine\n"


@pytest.mark.parametrize("link", [".gitignore", ".gitattributes"])
@pytest.mark.parametrize("target", ["../outside", "README.md"], ids=["out", "inside"])
@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs"])
def test_no_remedy_writes_through_a_link_that_git_does_not_follow(
    hostile: Repo, tmp_path: Path, link: str, target: str, hook: str
) -> None:
    (tmp_path / "outside").write_text("mine\n")
    (hostile.top / link).symlink_to(target)
    before = everything(tmp_path)
    outcome = hostile.run(
        hook,
        "--all-files",
        "--format",
        "json",
        "--",
    )
    said = 0
    for finding in outcome.findings():
        for remedy in finding["remedies"]:
            if remedy["command"] is None:
                said += f"but {link} is a symbolic link, which git does not follow: put a file" in remedy["text"]
            else:
                assert link not in remedy["command"]
    assert said
    assert everything(tmp_path) == before


def test_a_linked_attributes_file_further_down_is_no_place_for_a_line(hostile: Repo, tmp_path: Path) -> None:
    hostile.write("data/.gitattributes", "*.bin -filter\n")
    hostile.stage("data/x.bin", noise(200_000)).stage("data/.gitattributes").commit()
    (hostile.top / "data/.gitattributes").unlink()
    (hostile.top / "data/.gitattributes").symlink_to("../../outside")
    outcome = hostile.run("require-lfs", "--all-files", "--format", "json", "data/x.bin")
    for finding in outcome.findings():
        assert all("data/.gitattributes" not in (way["command"] or "") for way in finding["remedies"])
    assert hostile.run("require-lfs", "--all-files", "--fix").status == 2
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", ".gitignore"])
@pytest.mark.parametrize("edit", ["grown", "same size and time", "appeared", "gone"])
def test_an_edit_during_the_survey_is_not_overwritten(
    hostile: Repo, monkeypatch: pytest.MonkeyPatch, name: str, edit: str
) -> None:
    place = hostile.top / name
    if edit != "appeared":
        place.write_text("repos: []\n" if name.endswith("yaml") else "# aaaaaa\n")
    really = survey.look
    seen: list[bool] = []

    def edited(call: HookContext) -> survey.Survey:
        if not seen:
            seen.append(True)
            before = place.stat() if place.exists() else None
            if edit == "gone":
                place.unlink()
            elif edit == "same size and time" and before:
                place.write_text(place.read_text().replace("repos: []", "repos: ~ ").replace("aaa", "bbb"))
                os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
            else:
                place.write_text("# my edit\n")
        return really(call)

    monkeypatch.setattr(survey, "look", edited)
    outcome = hostile.run("init", "--write")
    assert outcome == Outcome(2, "", f"commitworthy: {name}: changed on disk, so nothing was written; run again\n")
    assert not (hostile.top / ".commitworthy-baseline").exists()
    assert not [left for left in os.listdir(hostile.top) if left.startswith(write.TEMPORARY)]
    if edit == "grown":
        assert place.read_text() == "# my edit\n"


def test_a_folder_that_is_swapped_for_a_link_meanwhile(
    hostile: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile.write("sub/deep/a.txt", "old\n")
    (tmp_path / "share").mkdir()
    monkeypatch.chdir(hostile.top)
    here = repository.answer(repository.ask())
    really = os.open

    def swapped(name: str, flags: int, *mode: int, dir_fd: int | None = None) -> int:
        if name == "sub":
            (hostile.top / "sub/deep").rename(hostile.top / "moved")
            (hostile.top / "sub/deep").symlink_to("../../share")
        return really(name, flags, *mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(CheckError, match="changed on disk, so nothing was written; run again"):
        write.save(here, "sub/deep/new.txt", b"new\n", None)
    assert os.listdir(tmp_path / "share") == []
    assert os.listdir(hostile.top / "moved") == ["a.txt"]


def test_a_folder_of_git_under_another_name_is_git_s_too(hostile: Repo, tmp_path: Path) -> None:
    (hostile.top / ".git").rename(hostile.top / "meta")
    (hostile.top / ".git").write_text("gitdir: meta\n")
    (hostile.top / ".commitworthy-baseline").symlink_to("meta/hooks/pre-commit")
    outcome = hostile.run("baseline")
    line = f".commitworthy-baseline: leads into git's own folder, to {hostile.top}/meta/hooks/pre-commit"
    assert outcome == Outcome(2, "", f"commitworthy: {line}, so nothing was written: put a file in its place\n")
    assert not (hostile.top / "meta/hooks/pre-commit").exists()


def test_a_name_never_becomes_another_line(repo: Repo) -> None:
    """What `init` and `--fix` write about a file is one line, which routes that file and no other."""
    repo.stage("old.pkl", "text, by no means a model\n" * 10)
    for name in NAMES_THAT_HURT:
        for path in (raw(name), raw(name) + b".pkl"):
            repo.write(b"fixtures/" + path, MODEL)
            repo.write(path, MODEL)
    repo.commit()
    ends = (b" filter=lfs diff=lfs merge=lfs -text", b" !filter !diff !merge !text")
    for words in (["require-lfs", "--all-files", "--fix"], ["init", "--write"]):
        repo.run(*words)
        lines = (
            (repo.top / ".gitattributes")
            .read_bytes()
            .replace(b"/.commitworthy-baseline merge=union\n", b"")
            .split(b"\n")
        )
        assert all(line.endswith(ends) for line in lines if line and not line.startswith(b"#"))
    outcome = repo.run("block-artifacts", "--all-files", "--format", "json")
    for finding in outcome.findings():
        for way in finding["remedies"]:
            if "keep it out of git" in way["text"] and way["command"]:
                assert repo.shell(way["command"]).status == 0
    ignored = (repo.top / ".gitignore").read_bytes().split(b"\n")
    assert all(line[:1] in b"/#" for line in ignored if line)
