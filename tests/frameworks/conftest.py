"""pre-commit and prek with our hooks, as users run them; their environments are built once for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from filelock import FileLock

from tests.luck import at_length
from tests.repo import BIN, FOREIGN, GITCONFIG, IDENTITY, Outcome, Repo, executable, isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

TOP = Path(__file__).parents[2]
CONFIG = ".pre-commit-config.yaml"
FRAMEWORKS = ("pre-commit", "prek")
# Of each kind of test at least one is tried with both every day; the rest with the faster one, with both at length.
BOTH_EVERY_DAY = pytest.mark.parametrize("framework", FRAMEWORKS, indirect=True)


class Framework(NamedTuple):
    """One of the two programs, the repository our hooks come from, and where the environments are."""

    name: str
    source: Path
    home: Path

    def environment(self) -> dict[str, str]:
        return {"PRE_COMMIT_HOME": str(self.home / "pre-commit"), "PREK_HOME": str(self.home / "prek")}

    def config(self, *hooks: str, args: Sequence[str] = (), more: str = "") -> str:
        """A configuration with these hooks."""
        lines = [f"repos:\n- repo: {self.source}\n  rev: {Repo(self.source).head()}\n  hooks:\n"]
        for hook in hooks or ("block-artifacts",):
            lines.append(f"  - id: {hook}\n")
            lines.append(f"    args: [{', '.join(args)}]\n" if args else "")
            lines.append(f"    {more}\n" if more else "")
        return "".join(lines)

    def call(self, repo: Repo, *words: str | bytes, cwd: str = "") -> Outcome:
        """The program started in a shell of the user's."""
        place = str(repo.top / cwd)
        done = subprocess.run(
            [executable(self.name), *words],
            cwd=place,
            env={**os.environ, **self.environment(), "PWD": place},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(errors="replace"), "")

    def run(self, repo: Repo, *words: str | bytes, cwd: str = "") -> Outcome:
        return self.call(repo, "run", "--color=never", *words, cwd=cwd)

    def install(self, repo: Repo, *stages: str) -> None:
        """The hooks of git that call the program."""
        for stage in stages or ("pre-commit", "pre-merge-commit"):
            outcome = self.call(repo, "install", "--hook-type", stage)
            assert outcome.status == 0, outcome

    def commit(self, repo: Repo, *words: str, cwd: str = "") -> Outcome:
        """A commit as the user makes it, through the installed hooks."""
        return repo.try_commit(*words, cwd=cwd, **self.environment(), NO_COLOR="1")


def make_source(folder: Path) -> None:
    """A repository with the files of this checkout, or of the archive that is published, but for those git ignores."""
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    git = ["git", f"--git-dir={folder / '.git'}", f"--work-tree={TOP}"]
    for words in (["add", "--all", "--", ".", ":!tests", ":!bench"], ["commit", "--quiet", "--message", "v1"]):
        subprocess.run([*git, *words], cwd=TOP, check=True)
    subprocess.run(["git", "reset", "--quiet", "--hard"], cwd=folder, check=True)


def build(home: Path) -> None:
    """Source and environments; nothing of the machine's own settings but how to reach a package index."""
    source, project = home / "source", home / "project"
    source.mkdir(parents=True)
    (home / ".gitconfig").write_text(GITCONFIG)
    make_source(source)
    repo = Repo.init(project)
    for name in FRAMEWORKS:
        framework = Framework(name, source, home)
        repo.write(CONFIG, framework.config())
        repo.git("add", CONFIG)
        outcome = framework.call(repo, "install-hooks")
        assert outcome.status == 0, outcome


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with everything, built by whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = shared / "frameworks"
    with FileLock(shared / "frameworks.lock"), pytest.MonkeyPatch.context() as patch:
        if not (home / "ready").exists():
            for name in [name for name in os.environ if name.startswith(FOREIGN)]:
                patch.delenv(name)
            for name, value in IDENTITY.items():
                patch.setenv(name, value)
            # As in every test. prek may need pip, which is here, while the python3 of Debian has none.
            patch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
            patch.setenv("HOME", str(home))
            patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
            patch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
            shutil.rmtree(home, ignore_errors=True)
            build(home)
            (home / "ready").touch()
    return home


@pytest.fixture(params=[at_length("pre-commit"), "prek"])
def framework(prepared: Path, request: pytest.FixtureRequest) -> Framework:
    return Framework(request.param, prepared / "source", prepared)


@pytest.fixture
def prek(prepared: Path) -> Framework:
    return Framework("prek", prepared / "source", prepared)


@pytest.fixture
def project(repo: Repo, framework: Framework) -> Repo:
    """A repository that uses block-artifacts."""
    repo.write(CONFIG, framework.config())
    repo.commit()
    return repo


@pytest.fixture(scope="session")
def adopted_once(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each framework a messy project after adoption, tagged `before`: tests get copies."""
    from tests.frameworks.adopting import adopt, messy

    tops = {}
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("home"))
        for name in FRAMEWORKS:
            repo = Repo.init(tmp_path_factory.mktemp(name) / "repo")
            repo.git("lfs", "install", "--local", "--skip-repo")
            messy(repo)
            adopt(repo, Framework(name, prepared / "source", prepared))
            repo.git("tag", "before")
            tops[name] = repo.top
    return tops


@pytest.fixture
def adopted(adopted_once: dict[str, Path], framework: Framework, tmp_path: Path) -> Repo:
    """The messy project, after adoption."""
    return Repo.copied(adopted_once[framework.name], tmp_path / "repo")
