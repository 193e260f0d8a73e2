"""Random rounds: one generator of repositories and of steps, and one way to play them.

A scenario is a class below `Project`: its names, contents and policy, how it judges what is staged, how it mends what
is refused, and `holds`, the invariant that is asked for after every step.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st

from tests.repo import Outcome, Repo, isolate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)
UNDO = "undo"


def examples(number: int) -> settings:
    """As many examples, the same ones in every run that does not explore."""
    return settings(max_examples=number, suppress_health_check=CHECKS)


class Step(NamedTuple):
    """One change of one or two files, and what is done where it is refused: `UNDO`, or a way to mend it."""

    change: str
    first: str
    second: str
    kind: str
    number: int
    remedy: str

    def __str__(self) -> str:
        return " ".join(map(str, self))


class Project:
    """A copy of the template, and the steps that can be done in it.

    `CHANGES` names methods of the class, as often as they are to come.  `OLD` are the files of the first commit, which
    its baseline accepts.  `STATUSES` are those that judging may end with, `MENDED` those that it may end with once it
    was mended, `BASELINE` those of `commitworthy baseline`.
    """

    NAMES: ClassVar[Sequence[str]]
    KINDS: ClassVar[Sequence[str]]
    NUMBERS: ClassVar[Sequence[int]]
    REMEDIES: ClassVar[Sequence[str]]
    CHANGES: ClassVar[Sequence[str]]
    OLD: ClassVar[Mapping[str, str | bytes]]
    POLICY: ClassVar[str]
    ATTRIBUTES: ClassVar[str] = ".commitworthy-baseline merge=union\ncommitworthy.toml merge=union\n"
    STATUSES: ClassVar[Sequence[int]] = (0, 1, 2)
    MENDED: ClassVar[Sequence[int]] = (0,)
    BASELINE: ClassVar[Sequence[int]] = (0,)
    ROUNDS: ClassVar[int] = 1

    def __init__(self, top: Path) -> None:
        self.repo = Repo(top)

    # What a scenario says.

    def content(self, step: Step) -> str | bytes:
        """What is written into the first file."""
        raise NotImplementedError

    def judge(self) -> Outcome:
        """The verdict on what is staged, as JSON lines."""
        raise NotImplementedError

    def mend(self, step: Step, outcome: Outcome) -> None:
        """Do as the remedies say, staged and all."""
        raise NotImplementedError

    def holds(self) -> None:
        """Assert the invariant."""
        raise NotImplementedError

    @staticmethod
    def set_up(repo: Repo) -> None:
        """Prepare the empty repository of the template."""

    # The generator.

    @classmethod
    def steps(cls, at_most: int) -> st.SearchStrategy[list[Step]]:
        """Lists of three steps or more."""
        step = st.builds(
            Step, *map(st.sampled_from, (cls.CHANGES, cls.NAMES, cls.NAMES, cls.KINDS, cls.NUMBERS, cls.REMEDIES))
        )
        return st.lists(step, min_size=3, max_size=at_most)

    @classmethod
    def template(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """A green repository with old files in its baseline, and a branch `side` like it."""
        with pytest.MonkeyPatch.context() as patch:
            isolate(patch, tmp_path_factory.mktemp("home"))
            repo = Repo.init(tmp_path_factory.mktemp("template") / "repo")
            cls.set_up(repo)
            for name, content in {"commitworthy.toml": cls.POLICY, ".gitattributes": cls.ATTRIBUTES, **cls.OLD}.items():
                repo.write(name, content)
            repo.git("add", "--all")
            assert repo.run("baseline").status == 0
            repo.commit()
            repo.git("branch", "side")
        return repo.top

    # The player.

    def do(self, step: Step) -> None:
        getattr(self, step.change)(step)
        self.stage()
        outcome = self.judge()
        assert outcome.status in self.STATUSES, outcome
        if outcome.status == 1 and step.remedy != UNDO:
            outcome = self.mended(step, outcome)
        if outcome.status == 0:
            self.repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", str(step))
        else:
            note(f"refused: {outcome.rules()}")
            self.take_back()
        self.holds()

    def mended(self, step: Step, outcome: Outcome) -> Outcome:
        """The verdict after mending, round by round."""
        for _ in range(self.ROUNDS):
            self.mend(step, outcome)
            outcome = self.judge()
            if outcome.status != 1:
                break
        assert outcome.status in self.MENDED, f"the remedies do not help: {outcome}"
        return outcome

    def stage(self) -> None:
        self.repo.git("add", "--all")

    def take_back(self) -> None:
        """Undo all that is not committed."""
        self.repo.git("reset", "--quiet", "--hard")
        self.repo.git("clean", "--quiet", "-fdx")

    def place(self, name: str) -> Path:
        return self.repo.top / name

    def is_plain(self, name: str) -> bool:
        return self.place(name).is_file() and not self.place(name).is_symlink()

    # The changes that every scenario may name.

    def write(self, step: Step) -> None:
        if not self.place(step.first).is_symlink():
            self.repo.write(step.first, self.content(step))

    def copy(self, step: Step) -> None:
        there = self.place(step.second)
        if self.is_plain(step.first) and not there.is_symlink() and step.first != step.second:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.place(step.first), there)

    def move(self, step: Step) -> None:
        self.copy(step)
        if step.first != step.second:
            self.remove(step)

    def swap(self, step: Step) -> None:
        if self.is_plain(step.first) and self.is_plain(step.second):
            ours, theirs = self.place(step.first).read_bytes(), self.place(step.second).read_bytes()
            self.place(step.first).write_bytes(theirs)
            self.place(step.second).write_bytes(ours)

    def remove(self, step: Step) -> None:
        self.place(step.first).unlink(missing_ok=True)

    def link(self, step: Step) -> None:
        place = self.place(step.first)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to("commitworthy.toml")

    def mode(self, step: Step) -> None:
        if self.is_plain(step.first):
            self.place(step.first).chmod(self.place(step.first).stat().st_mode ^ 0o111)

    def baseline(self, step: Step) -> None:
        assert self.repo.run("baseline").status in self.BASELINE

    def accept(self, step: Step) -> None:
        """A file is written and accepted in one go."""
        self.write(step)
        self.stage()
        assert self.repo.run("baseline", "--add").status in self.BASELINE

    def other(self) -> str:
        return "side" if self.repo.git("branch", "--show-current") == "main" else "main"

    def switch(self, step: Step) -> None:
        self.repo.git("switch", "--quiet", self.other())

    def merge(self, step: Step) -> None:
        """The other branch comes in; a conflict is settled by taking one side, file by file."""
        self.repo.git("merge", "--quiet", "--no-commit", "--no-ff", self.other(), check=False)
        unmerged = self.repo.git("diff", "--name-only", "--diff-filter=U", "-z").split("\0")
        for name in filter(None, unmerged):
            side = "--ours" if step.number % 2 else "--theirs"
            if self.repo.try_git("checkout", side, "--", name).status:
                self.repo.git("rm", "--quiet", "--cached", "--", name, check=False)
                self.place(name).unlink(missing_ok=True)


def replay(project: type[Project], template: Path, folder: Path, steps: Sequence[Step]) -> None:
    """Do the steps, one by one, in a copy of the template."""
    shutil.copytree(template, folder, symlinks=True)
    try:
        player = project(folder)
        for step in steps:
            note(str(step))
            player.do(step)
    finally:
        shutil.rmtree(folder)
