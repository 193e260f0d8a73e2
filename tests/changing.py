"""Random changes of a repository: what the tests of several hooks do to files and branches, step by step."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, note, settings

from tests.repo import Repo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def examples(number: int) -> settings:
    """As many examples, the same ones in every run that does not explore."""
    return settings(max_examples=number, suppress_health_check=CHECKS)


class Changing:
    """A copy of a template.  A step names its change, two files and a number that settles conflicts."""

    def __init__(self, top: Path) -> None:
        self.repo = Repo(top)

    def place(self, name: str) -> Path:
        return self.repo.top / name

    def is_plain(self, name: str) -> bool:
        return self.place(name).is_file() and not self.place(name).is_symlink()

    def copy(self, step: Any) -> None:
        there = self.place(step.second)
        if self.is_plain(step.first) and not there.is_symlink() and step.first != step.second:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.place(step.first), there)

    def move(self, step: Any) -> None:
        self.copy(step)
        if step.first != step.second:
            self.remove(step)

    def swap(self, step: Any) -> None:
        if self.is_plain(step.first) and self.is_plain(step.second):
            ours, theirs = self.place(step.first).read_bytes(), self.place(step.second).read_bytes()
            self.place(step.first).write_bytes(theirs)
            self.place(step.second).write_bytes(ours)

    def remove(self, step: Any) -> None:
        self.place(step.first).unlink(missing_ok=True)

    def link(self, step: Any) -> None:
        place = self.place(step.first)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to("commitworthy.toml")

    def mode(self, step: Any) -> None:
        if self.is_plain(step.first):
            self.place(step.first).chmod(self.place(step.first).stat().st_mode ^ 0o111)

    def other(self) -> str:
        return "side" if self.repo.git("branch", "--show-current") == "main" else "main"

    def switch(self, step: Any) -> None:
        self.repo.git("switch", "--quiet", self.other())

    def merge(self, step: Any) -> None:
        """The other branch comes in; a conflict is settled by taking one side, file by file."""
        self.repo.git("merge", "--quiet", "--no-commit", "--no-ff", self.other(), check=False)
        unmerged = self.repo.git("diff", "--name-only", "--diff-filter=U", "-z").split("\0")
        for name in filter(None, unmerged):
            side = "--ours" if step.number % 2 else "--theirs"
            if self.repo.try_git("checkout", side, "--", name).status:
                self.repo.git("rm", "--quiet", "--cached", "--", name, check=False)
                self.place(name).unlink(missing_ok=True)

    def take_back(self) -> None:
        """Undo all that is not committed."""
        self.repo.git("reset", "--quiet", "--hard")
        self.repo.git("clean", "--quiet", "-fdx")


def replay(make: Callable[[Path], Any], template: Path, folder: Path, steps: Sequence[Any]) -> None:
    """Do the steps, one by one, in a copy of the template."""
    shutil.copytree(template, folder, symlinks=True)
    try:
        project = make(folder)
        for step in steps:
            note(str(step))
            project.do(step)
    finally:
        shutil.rmtree(folder)
