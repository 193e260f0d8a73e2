"""The demo, played for real: what it shows, and that it leaves nothing behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

import commitworthy
from commitworthy.cli import COMBINED, ON_PUSH
from commitworthy.hooks.hook import FILE_HOOKS, HOOKS
from tests.repo import HANGS, Repo

SOURCE = Path(commitworthy.__file__).parent
HOSTILE = """\
[core]
\thooksPath = /nowhere/hooks
\texcludesFile = ~/ignore-everything
\tautocrlf = true
\teditor = false
[commit]
\tgpgSign = true
\tverbose = true
[user]
\tuseConfigOnly = true
[init]
\tdefaultBranch = spoilt
\ttemplateDir = ~/template
[alias]
\ttyped = !false
[color]
\tui = always
"""


class Demo(NamedTuple):
    """How it ended, and what was left in its folder for temporary files."""

    status: int
    out: str
    err: str
    temporary: Path

    def typed(self) -> list[str]:
        return [line.strip()[2:] for line in self.out.splitlines() if line.startswith("   $ ")]


class Scene:
    """A place to play the demo in."""

    def __init__(self, folder: Path, package: Path = SOURCE) -> None:
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.home = folder / "home"
        self.home.mkdir()
        self.package = package

    def start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        program = (
            f"import sys; sys.path.insert(0, {str(self.package.parent)!r}); "
            "from commitworthy.cli import main; sys.exit(main())"
        )
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
        given = {"HOME": str(self.home), "TMPDIR": str(self.temporary)}
        return subprocess.Popen(
            [sys.executable, "-c", program, "demo", *words],
            cwd=self.folder,
            env={**kept, **given, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def play(self, *words: str, **environment: str) -> Demo:
        process = self.start(*words, **environment)
        out, err = process.communicate(timeout=HANGS)
        return Demo(process.returncode, out.decode(), err.decode(), self.temporary)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One demo for all who only look at it."""
    return Scene(tmp_path_factory.mktemp("demo")).play()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One whose project is kept, in colour."""
    return Scene(tmp_path_factory.mktemp("kept")).play("--keep", FORCE_COLOR="1")


def project_of(kept: Demo) -> Path:
    return Path(kept.out.splitlines()[-1].partition(": ")[2])


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path / "scene")


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_it_ends_well_and_silently_on_standard_error(demo: Demo) -> None:
    assert (demo.status, demo.err) == (0, "")


def test_it_leaves_nothing_behind(demo: Demo) -> None:
    assert files_below(demo.temporary) == []


def test_it_is_some_hundred_lines_of_plain_text(demo: Demo) -> None:
    assert 80 <= demo.out.count("\n") <= 210
    assert "\x1b" not in demo.out
    assert str(demo.temporary) not in demo.out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("bin/predict: ART001 blocked-artifact: An ELF executable, 87.9 kB", id="an executable"),
        pytest.param("data/customers.csv: ART001 blocked-artifact: CSV data, 179.9 kB", id="a table above its limit"),
        pytest.param("data/features.parquet: ART001 blocked-artifact: Parquet data, 234.4 kB", id="a Parquet file"),
        pytest.param("models/churn.pkl: ART001 blocked-artifact: A pickle, ", id="a pickled model"),
        pytest.param("mlruns/0/meta.yaml: ART003 run-litter: MLflow leaves this", id="a trace of MLflow"),
        pytest.param("explore-checkpoint.ipynb: ART003 run-litter: Jupyter leaves this", id="a checkpoint of Jupyter"),
        pytest.param("tests/golden/scores.parquet: ART001", id="a golden file"),
        pytest.param(
            "notebooks/explore.ipynb: NBK001 dirty-notebook: stripped 1 output (39.2 kB) and 1 execution count.",
            id="a notebook that has been run",
        ),
        pytest.param(
            "train.py:10:45: PAR101 hyperparameter-keyword: n_estimators = 400, max_depth = 20 in "
            "RandomForestClassifier(); params.yaml:2 already has n_estimators: 400; "
            "params.yaml:3 has another value, max_depth: 12.",
            id="a number in the code",
        ),
        pytest.param("legacy/survey_2019.csv: ART001 blocked-artifact: CSV data, ", id="old debt over all files"),
        pytest.param("data/embeddings.npy: ART001 blocked-artifact: A NumPy array, 312.6 kB, staged", id="news"),
        pytest.param("data/regions.npz: LFS001 unrouted-artifact: NumPy arrays, 12 kB, staged", id="a new type"),
        pytest.param(
            '(2026-09-07, "Wider model") as an ordinary git blob (models are refused at any size); deleted or replaced '
            "since, but history keeps it.",
            id="added and deleted in a push",
        ),
        pytest.param("error: failed to push some refs to '../churn.git'", id="the push does not arrive"),
        pytest.param("commit: LIM002 too-many-files: 600 new paths (limit 500 a commit): frames/ 600.", id="too many"),
        pytest.param(".commitworthy-baseline: 3 rows.", id="the baseline"),
        pytest.param("commitworthy.toml: block-artifacts now allows tests/golden/scores.parquet.", id="an exception"),
    ],
)
def test_what_a_user_would_see(demo: Demo, words: str) -> None:
    assert words in demo.out


@pytest.mark.parametrize("path", ["README.md", "train.py"])
def test_what_belongs_in_git_is_not_mentioned_as_a_finding(demo: Demo, path: str) -> None:
    assert f"   {path}: " not in demo.out.replace("train.py: moved 1 literal to params.yaml", "")
    assert f"\n   {path}\n" in demo.out, "git ls-files lists it after the commit"


def test_the_ways_out_are_typed_as_they_were_printed(demo: Demo) -> None:
    printed = "\n".join(line for line in demo.out.splitlines() if "$ " not in line)
    pasted = [line for line in demo.typed() if line.startswith("git rm ") and "--cached" in line]
    assert len(pasted) == 5
    assert all(line in printed for line in pasted)
    reason = "golden file of the loader tests"
    allowing = [line for line in demo.typed() if line.startswith("commitworthy allow")]
    assert allowing == [f"commitworthy allow --because '{reason}' -- tests/golden/scores.parquet"]


def test_refused_and_passed_take_turns(demo: Demo) -> None:
    assert re.findall(r"=> exit status (\d)", demo.out) == ["1", "0", "1", "0", "1", "1", "1", "1"]


def without_place(played: str) -> str:
    """Without the scene with a folder as a home, which shows where that is: another one each time."""
    return re.sub(r"(?s)\n\d+\. Moved.*?\n\d+\. ", "\n", played)


@pytest.mark.long
def test_it_plays_under_a_hostile_configuration(scene: Scene, demo: Demo) -> None:
    (scene.home / ".gitconfig").write_text(HOSTILE)
    (scene.home / "ignore-everything").write_text("*\n")
    hooks = scene.home / "template" / "hooks"
    hooks.mkdir(parents=True)
    (hooks / "commit-msg").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "commit-msg").chmod(0o755)
    played = scene.play(GIT_CONFIG_GLOBAL=str(scene.home / ".gitconfig"), LC_ALL="de_DE.UTF-8", LANGUAGE="de")
    assert (played.status, played.err, without_place(played.out)) == (0, "", without_place(demo.out))


@pytest.mark.long
def test_it_plays_inside_a_hook_of_a_linked_work_tree(repo: Repo, scene: Scene, demo: Demo) -> None:
    repo.git("worktree", "add", "--quiet", "../linked")
    linked = Repo(repo.top.parent / "linked")
    before = (repo.git("for-each-ref"), linked.git("status", "--porcelain"), files_below(linked.top))
    place = linked.git("rev-parse", "--absolute-git-dir")
    played = scene.play(
        GIT_DIR=place,
        GIT_WORK_TREE=str(linked.top),
        GIT_INDEX_FILE=f"{place}/index",
        GIT_PREFIX="sub/",
        GIT_AUTHOR_DATE="@0 +0000",
        GIT_CONFIG_PARAMETERS="'core.hooksPath'='/nowhere'",
        GIT_LITERAL_PATHSPECS="1",
        PRE_COMMIT="1",
        GITHUB_ACTIONS="true",
    )
    assert (played.status, played.err, without_place(played.out)) == (0, "", without_place(demo.out))
    assert (repo.git("for-each-ref"), linked.git("status", "--porcelain"), files_below(linked.top)) == before


@pytest.mark.long
def test_the_current_directory_is_neither_needed_nor_touched(scene: Scene) -> None:
    before = files_below(scene.folder)
    (scene.folder / "commitworthy.py").write_text("raise SystemExit('the wrong one')\n")
    assert scene.play().status == 0
    assert files_below(scene.folder) == sorted([*before, "commitworthy.py"])


def _copied(folder: Path, module: str, old: str, new: str) -> Path:
    """The package as a wheel would put it elsewhere, with one change."""
    package = folder / "site" / "commitworthy"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    text = (package / module).read_text()
    assert old in text
    (package / module).write_text(text.replace(old, new))
    return package


@pytest.mark.long
def test_the_package_that_plays_is_the_one_that_judges(tmp_path: Path) -> None:
    package = _copied(tmp_path, "blobs/judge.py", '"ART003", "run-litter"', '"ART003", "other-litter"')
    played = Scene(tmp_path / "scene", package).play()
    assert played.status == 0
    assert "ART003 other-litter" in played.out


@pytest.mark.long
def test_a_kept_project_goes_on_judging(kept: Demo) -> None:
    assert (kept.status, kept.err) == (0, "")
    top = project_of(kept)
    assert top.is_relative_to(kept.temporary)
    repo = Repo(top)
    assert ".commitworthy-baseline" in repo.tracked()
    repo.git("restore", "--staged", "frames")
    repo.stage("late.npy", (top / "data/embeddings.npy").read_bytes())
    refused = repo.shell("git commit -m late")
    assert refused.status == 1
    assert "late.npy: ART001" in refused.err


def test_every_hook_stands_in_the_project_alone_or_in_the_combined_one(kept: Demo) -> None:
    hooks = project_of(kept) / ".git" / "hooks"
    scripts = {stage: (hooks / stage).read_text() for stage in ("pre-commit", "pre-push")}
    ran = {stage: [hook for hook in HOOKS if f"commitworthy {hook} " in script] for stage, script in scripts.items()}
    assert set(ran["pre-commit"]) == {COMBINED, *HOOKS} - {*FILE_HOOKS, *ON_PUSH}
    assert ran["pre-push"] == list(ON_PUSH)


def test_every_hook_finds_something(demo: Demo) -> None:
    families = {"ART", "NBK", "LFS", "PAR", "LIM"}
    assert set(re.findall(r"\b([A-Z]{3})\d{3} ", demo.out)) == families
    assert "deleted or replaced since, but history keeps it" in demo.out, "check-push, which has the codes of blobs"


def test_the_same_blob_is_said_once(demo: Demo) -> None:
    first = demo.out.partition("\n2. ")[0]
    named = re.findall(r"^   (\S+): [A-Z]{3}\d{3} ", first, re.MULTILINE)
    assert len(named) == len(set(named)) == 9


def test_colour_where_it_is_asked_for(kept: Demo, demo: Demo) -> None:
    assert "\x1b[31mART001\x1b[0m" in kept.out
    assert "\x1b[1m$ git add .\x1b[0m" in kept.out
    plain = without_place(re.sub(r"\x1b\[\d*m", "", kept.out)).splitlines()
    # At the end each says what becomes of its project.
    assert plain[:-1] == without_place(demo.out).splitlines()[:-2]


def test_without_git_one_line_says_so(scene: Scene) -> None:
    played = scene.play(PATH=str(scene.home))
    assert played.status == 2
    assert played.err == "commitworthy: git is not on PATH: install git, or add its folder to PATH\n"
    assert files_below(scene.temporary) == []


@pytest.mark.parametrize(
    ("module", "old", "new", "complaint"),
    [
        pytest.param(
            "policy/settings.py",
            '"data": 100 * 1024',
            '"data": 100 * 1024**2',
            "`git commit -m 'Churn model'` did not say 'data/customers.csv: ART001'",
            id="another output",
        ),
        pytest.param(
            "hooks/limit_commit/hook.py",
            "if context.repository.prefix",
            "if True or context.repository.prefix",
            "`git add frames && git commit -m 'Frames'` ended with status 0 instead of 1",
            id="another status",
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_step_that_goes_differently_ends_with_2(
    tmp_path: Path, module: str, old: str, new: str, complaint: str
) -> None:
    played = Scene(tmp_path / "scene", _copied(tmp_path, module, old, new)).play()
    assert played.status == 2
    assert played.err == f"commitworthy: demo: {complaint}: please report it\n"
    assert files_below(played.temporary) == []


@pytest.mark.parametrize("lines", [4, 60], ids=["before the first commit", "in the middle"])
def test_an_interrupt_leaves_nothing_behind(scene: Scene, lines: int) -> None:
    process = scene.start()
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    assert files_below(scene.temporary) != []
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=HANGS)
    assert process.returncode == 130
    time.sleep(0.3)  # whatever was still running would write now
    assert files_below(scene.temporary) == []


def test_a_reader_who_leaves_early_leaves_nothing_behind(scene: Scene) -> None:
    process = scene.start()
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait(HANGS) == 2
    assert complaint == b""
    assert files_below(scene.temporary) == []
