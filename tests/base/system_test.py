"""What depends on the system, as on each of three; what is tried here is a Python that has no more than theirs."""

from __future__ import annotations

import errno
import importlib.util
import io
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commitworthy.base import system
from tests.moving import MODEL, NAME, trained
from tests.repo import Outcome, Repo, run
from tests.samples import model, table
from tests.shown import dirty_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

# What Python's documentation calls "Unix" or "Linux" only, of what we use.
LINUX_ONLY = ("O_PATH", "memfd_create", "sched_getaffinity", "listxattr", "getxattr", "setxattr", "removexattr")
POSIX_ONLY = (
    *("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "pread", "posix_spawnp", "fork", "geteuid", "fchown", "killpg"),
    *("setsid", "getpgid", "getuid"),
)
LACKING = {"nt": (*LINUX_ONLY, *POSIX_ONLY), "darwin": LINUX_ONLY}
ELSEWHERE = {"Windows": "nt", "macOS": "darwin"}


def as_on(there: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it comes out there, in place of ours; and a Python without what it lacks there."""
    if sys.platform != "linux":
        pytest.skip("Linux plays the other systems; here all tests run on one of them")
    for name in LACKING[there]:
        monkeypatch.delattr(os, name, raising=False)
    with monkeypatch.context() as loading:
        loading.setattr(sys, "platform", {"nt": "win32"}.get(there, there))
        if there == "nt":
            loading.setattr(os, "name", there)
            loading.setattr(os, "supports_dir_fd", set())
        spec = importlib.util.spec_from_file_location("commitworthy.base.system", system.__file__)
        assert spec
        assert spec.loader
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
    for name, value in vars(loaded).items():
        if name.strip("_").isupper():
            monkeypatch.setattr(system, name, value)
    if there == "nt":
        for name in ("fcntl", "resource"):
            monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.setattr(os, "supports_fd", os.supports_fd - {os.chmod})
        monkeypatch.setattr(shutil, "_use_fd_functions", False)
        for change in (os.replace, os.unlink):
            monkeypatch.setattr(os, change.__name__, refusing_what_is_open(change))
    return loaded


def refusing_what_is_open(change: Callable[..., None]) -> Callable[..., None]:
    """As Windows does, which knows no folders that are held open either."""

    def changed(*names: Any, **folders: int | None) -> None:
        assert not any(folder is not None for folder in folders.values())
        opened = set()
        for number in os.listdir("/proc/self/fd"):
            try:
                opened.add(os.readlink(f"/proc/self/fd/{number}"))
            except OSError:
                continue
        for name in names:
            if os.path.realpath(os.fsdecode(name)) in opened:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        change(*names)

    return changed


@pytest.fixture(params=list(ELSEWHERE.values()), ids=list(ELSEWHERE))
def elsewhere(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def legacy(repo: Repo) -> Iterator[Outcome]:
    """What is found in a project, and what is written to it."""
    repo.stage(".gitattributes", "*.h5 filter=lfs diff=lfs merge=lfs -text\n")
    repo.stage("data/train.csv", table(300_000))
    repo.stage("notes.txt", model(1000))
    repo.stage("a.h5", "version https://git-lfs.github.com/spec/v1\n")
    repo.stage("train.py", "model = RandomForestClassifier(n_estimators=500)\n")
    repo.stage("eda.ipynb", dirty_notebook())
    yield repo.run("check")
    yield repo.run("check", "--format", "sarif")
    yield repo.run("commitworthy", "train.py", "data/train.csv")
    yield repo.run("strip-notebooks")
    repo.commit()
    yield repo.run("check-push", "--all-files")
    yield repo.run("audit", "--format", "json")
    yield repo.run("allow", "data/train.csv", "--because", "the rows of the tutorial")
    yield repo.run("extract", "train.py")
    yield repo.run("init", "--write", "--repo", "local")
    repo.commit()
    yield repo.run("commitworthy", "--all-files")
    yield repo.run("doctor")


def many(repo: Repo) -> Iterator[Outcome]:
    """More files than one process reads, in packs, with a link among them."""
    for number in range(2_100):
        content = number.to_bytes(4, "big") * (2_300 if number % 300 else 50_000)
        repo.write(f"bins/{number:04}.bin", content)
    repo.write("real.ipynb", dirty_notebook())
    Path(repo.path("link.ipynb")).symlink_to("real.ipynb")
    repo.commit()
    repo.git("repack", "-adq")
    yield repo.run("block-artifacts", "--all-files")
    yield repo.run("strip-notebooks", "--all-files")
    yield repo.run("audit")


def moved(repo: Repo) -> Iterator[Outcome]:
    """A model that goes to its home and comes back."""
    trained(repo)
    yield repo.run("move", NAME)
    os.unlink(repo.path(NAME))
    yield repo.run("fetch")
    assert Path(repo.path(NAME)).read_bytes() == MODEL
    repo.write(f"{NAME}.dvc", Path(repo.path(f"{NAME}.dvc")).read_text())
    yield repo.run("fetch", "--check")
    yield repo.run("cards", "--online")
    yield repo.run("check-cards", f"{NAME}.dvc")


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2027-01-31T12:00:00+0000")


def played(story: Callable[[Repo], Iterator[Outcome]], top: Path) -> tuple[list[Outcome], dict[str, bytes]]:
    repo = Repo.init(top / "work")
    told = list(story(repo))
    files = {
        str(place.relative_to(repo.top)): place.read_bytes()
        for place in sorted(repo.top.rglob("*"))
        if place.is_file() and ".git" not in place.relative_to(repo.top).parts
    }
    return told, files


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize(
    "story", [legacy, pytest.param(many, marks=pytest.mark.long), moved], ids=["legacy", "many", "moved"]
)
def test_the_same_is_found_and_written_everywhere(
    story: Callable[[Repo], Iterator[Outcome]], elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = played(story, tmp_path / "here")
    shutil.rmtree(tmp_path / "here")
    as_on(elsewhere, monkeypatch)
    told, files = played(story, tmp_path / "here")
    for outcome, expected in zip(told, here[0], strict=True):
        assert outcome == expected
    assert files == here[1]
    assert [outcome.err for outcome in here[0] if outcome.status == 2] == []


@pytest.mark.parametrize("there", ["here", *ELSEWHERE.values()])
def test_nothing_is_written_behind_a_link(
    there: str, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside.ipynb"
    outside.write_text(dirty_notebook())
    Path(repo.path("a.ipynb")).symlink_to(outside)
    repo.stage("a.ipynb")
    (tmp_path / "folder").mkdir()
    Path(repo.path("linked")).symlink_to(tmp_path / "folder")
    if there != "here":
        as_on(there, monkeypatch)
    repo.run("strip-notebooks")
    assert outside.read_text() == dirty_notebook()
    with pytest.raises(OSError, match="symbolic links"):
        system.open_file(repo.path("a.ipynb"))
    assert repo.run("check", "--output", "linked/report.json", "--format", "sarif").status == 2
    assert not list((tmp_path / "folder").iterdir())


def test_a_server_without_bounds_takes_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    as_on("nt", monkeypatch)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    outcome = run(repo.top, "pre-receive")
    problem = "pre-receive: cannot limit time and memory on this system: run it on Linux or macOS"
    assert outcome == Outcome(2, "", f"commitworthy: could not check; push rejected: {problem}\n")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("models/churn.pkl", ""),
        ("c:churn.pkl", "names a drive or a stream here"),
        ("a.txt::$DATA", "names a drive or a stream here"),
        ("..\\outside", "has a backslash, which separates folders here"),
        ("a/NUL", "names a device here"),
        ("a/com1.txt", "names a device here"),
        ("community/com.txt", ""),
        ("a /b", "has a part that ends with a dot or a space, which is dropped here"),
        ("a/b.", "has a part that ends with a dot or a space, which is dropped here"),
    ],
)
def test_a_path_that_is_another_file_on_windows(path: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.astray(path) == ""
    monkeypatch.setattr(system, "WINDOWS", True)
    assert system.astray(path) == reason


@pytest.mark.parametrize(
    "name", [".git", ".GIT", "git~1", "GIT~1", ".git ", ".git.", ".g\u200cit", ".git::$INDEX_ALLOCATION"]
)
def test_git_s_own_folder_in_all_its_names(name: str) -> None:
    assert system.is_git_folder(name)


@pytest.mark.parametrize("name", [".github", ".gitignore", "git", "a.git", "git~2", ""])
def test_what_is_not_git_s_own_folder(name: str) -> None:
    assert not system.is_git_folder(name)


def test_a_path_as_git_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.with_slashes(b"a\\b/c") == b"a\\b/c"
    monkeypatch.setattr(system, "WINDOWS", True)
    assert system.with_slashes(b"a\\b/c") == b"a/b/c"


@pytest.mark.parametrize(
    ("windows", "environ", "wanted"),
    [
        (False, {}, True),
        (False, {"TERM": "dumb"}, False),
        (True, {}, False),
        (True, {"WT_SESSION": "1"}, True),
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "dumb", "WT_SESSION": "1"}, False),
    ],
)
def test_which_terminals_take_colours(
    windows: bool,
    environ: dict[str, str],
    wanted: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(system, "WINDOWS", windows)
    assert system.takes_escapes(Terminal(), environ) is wanted
    assert not system.takes_escapes(io.StringIO(), environ)


def test_where_settings_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", "C:/Users/ann/AppData/Roaming")
    assert system.settings_folder() == os.path.expanduser("~/.config")
    monkeypatch.setattr(system, "WINDOWS", True)
    assert system.settings_folder() == "C:/Users/ann/AppData/Roaming"


@pytest.mark.parametrize("windows", [True, False])
def test_a_program_is_found_on_the_path(windows: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tool"
    program.write_text("#!/bin/sh\n")
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(system, "WINDOWS", windows)
    path = os.pathsep.join((str(tmp_path), "/nowhere"))
    assert system.which("tool", path) is None
    program.chmod(0o755)
    assert system.which("tool", path) == str(program)
    assert system.which("folder", path) is None


def test_what_windows_refuses_is_refused_in_these_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a file that is renamed while it is open would pass them."""
    as_on("nt", monkeypatch)
    place = tmp_path / "a"
    with place.open("w"), pytest.raises(PermissionError):
        os.replace(place, tmp_path / "b")
    os.replace(place, tmp_path / "b")
    assert not hasattr(os, "fork")
    assert (system.NO_LINK, system.FORKS, system.SPAWNS, system.HOLDS_FOLDERS) == (0, False, False, False)
