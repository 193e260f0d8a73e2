"""Random changes: where `--all-files` was green and the commit passes, `--all-files` is green.

Limits are small (`max-size = "100 bytes"`), so that files are.  Each change is staged and judged as at a commit; what
is refused is undone, or mended as the remedies say (`allow`, `baseline --add`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.changing import Changing, examples, replay
from tests.repo import Repo, isolate
from tests.samples import noise, prose, table

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
[block-artifacts]
max-size = "100 bytes"

[[block-artifacts.allow]]
paths = ["free/", "commitworthy.toml", ".gitattributes"]
because = "anything goes"

[[block-artifacts.allow]]
paths = ["capped/**"]
max-size = "250 bytes"
because = "up to a size"
"""
CONTENTS = {"csv": table, "bin": noise, "txt": prose}
FOLDERS = ("", "free/", "capped/")
NAMES = tuple(f"{folder}{name}" for folder in FOLDERS for name in ("a.csv", "b.bin", "c.txt", "d"))
SIZES = (60, 100, 101, 150, 200, 250, 251, 400)


class Step(NamedTuple):
    """One change, and what is done where it is refused: undo, allow, or accept."""

    change: str
    first: str
    second: str
    kind: str
    number: int
    refused: str

    def __str__(self) -> str:
        return " ".join(map(str, self))


CHANGES = (
    "write", "write", "write", "shrink", "grow", "move", "move", "copy", "swap", "remove", "link", "mode",
    "baseline", "accept", "forget", "switch", "merge", "lower", "unallow",
)  # fmt: skip
STEPS = st.builds(
    Step,
    st.sampled_from(CHANGES),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.sampled_from(sorted(CONTENTS)),
    st.sampled_from(SIZES),
    st.sampled_from(("undo", "allow", "accept")),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A green repository with old files in its baseline, and a branch `side` like it."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("home"))
        made = Repo.init(tmp_path_factory.mktemp("template") / "repo")
        made.write("commitworthy.toml", POLICY)
        made.write(".gitattributes", ".commitworthy-baseline merge=union\ncommitworthy.toml merge=union\n")
        made.write("a.csv", table(250))
        made.write("b.bin", noise(400))
        made.write("free/c.txt", prose(400))
        made.write("capped/d", noise(200, seed=1))
        made.git("add", "--all")
        assert made.run("baseline").status == 0
        made.commit()
        made.git("branch", "side")
    return made.top


class Project(Changing):
    """A copy of the template, and the steps that can be done in it."""

    def green(self) -> bool:
        return self.repo.run("block-artifacts", "--all-files").status == 0

    def do(self, step: Step) -> None:
        getattr(self, step.change)(step)
        self.commit(step)
        assert self.green(), "a commit that passed has turned --all-files red"

    def commit(self, step: Step) -> None:
        """Stage everything and commit what the hook lets pass."""
        self.repo.git("add", "--all")
        outcome = self.repo.run("block-artifacts", "--format", "json")
        if outcome.status == 1 and step.refused == "allow":
            for finding in outcome.findings():
                self.repo.run("allow", "--because", "said so", "--", finding["path"])
        elif outcome.status == 1 and step.refused == "accept":
            self.repo.run("baseline", "--add")
        if outcome.status == 1 and step.refused != "undo":
            self.repo.git("add", "--all")
            outcome = self.repo.run("block-artifacts", "--format", "json")
            assert outcome.status == 0, "the remedy does not help"
        assert outcome.status in (0, 1), outcome
        if outcome.status == 0:
            self.repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", str(step))
        else:
            note(f"refused: {outcome.rules()}")
            self.take_back()

    def write(self, step: Step) -> None:
        if not self.place(step.first).is_symlink():
            self.repo.write(step.first, CONTENTS[step.kind](step.number))

    def resize(self, name: str, change: int) -> None:
        if self.is_plain(name):
            place = self.place(name)
            content = place.read_bytes()
            place.write_bytes(content[:change] if change < 0 else content + content[: change or 1])

    def shrink(self, step: Step) -> None:
        self.resize(step.first, -30)

    def grow(self, step: Step) -> None:
        self.resize(step.first, 30)

    def baseline(self, step: Step) -> None:
        assert self.repo.run("baseline").status == 0

    def accept(self, step: Step) -> None:
        self.write(step)
        self.repo.git("add", "--all")
        assert self.repo.run("baseline", "--add").status == 0

    def forget(self, step: Step) -> None:
        """A file goes, and its row with it."""
        self.remove(step)
        self.repo.git("add", "--all")
        assert self.repo.run("baseline").status == 0

    def lower(self, step: Step) -> None:
        """A file shrinks in the very commit that takes its row out of the baseline.

        Not a row that another file needs: a commit is not judged by files it leaves alone.
        """
        self.resize(step.first, -20)
        rows = self.repo.top / ".commitworthy-baseline"
        others = [line for line in self.repo.git("ls-files", "--stage").splitlines() if line[50:] != step.first]
        needed = {line[7:47] for line in others}
        lines = rows.read_text().splitlines(keepends=True)
        rows.write_text("".join(line for line in lines if f"\t{step.first}\t" not in line or line[-41:-1] in needed))

    def unallow(self, step: Step) -> None:
        """The exceptions that were added go again, and the files that they covered with them."""
        (self.repo.top / "commitworthy.toml").write_text(POLICY)
        self.repo.git("add", "--all")
        for path, _ in self.repo.run("block-artifacts", "--all-files", "--format", "json").rules():
            (self.repo.top / path).unlink(missing_ok=True)


@examples(25)
@given(steps=st.lists(STEPS, min_size=3, max_size=8))
def test_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Project, template, tmp_path_factory.mktemp("random") / "repo", steps)


@pytest.mark.long
@examples(400)
@given(steps=st.lists(STEPS, min_size=3, max_size=15))
def test_many_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Project, template, tmp_path_factory.mktemp("random") / "repo", steps)
