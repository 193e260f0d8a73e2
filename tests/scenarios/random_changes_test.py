"""Random changes: where `--all-files` was green and the commit passes, `--all-files` is green.

Limits are small (`max-size = "100 bytes"`), so that files are.  Each change is staged and judged as at a commit; what
is refused is undone, or mended as the remedies say (`allow`, `baseline --add`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given

from tests.samples import noise, prose, table
from tests.scenarios.harness import UNDO, Project, Step, examples, replay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.repo import Outcome

CONTENTS = {"csv": table, "bin": noise, "txt": prose}
FOLDERS = ("", "free/", "capped/")


class Artifacts(Project):
    NAMES = tuple(f"{folder}{name}" for folder in FOLDERS for name in ("a.csv", "b.bin", "c.txt", "d"))
    KINDS = sorted(CONTENTS)
    NUMBERS = (60, 100, 101, 150, 200, 250, 251, 400)
    REMEDIES = (UNDO, "allow", "accept")
    CHANGES = (
        "write", "write", "write", "shrink", "grow", "move", "move", "copy", "swap", "remove", "link", "mode",
        "baseline", "accept", "forget", "switch", "merge", "lower", "unallow",
    )  # fmt: skip
    STATUSES = (0, 1)
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
    OLD: ClassVar[Mapping[str, str | bytes]] = {
        "a.csv": table(250),
        "b.bin": noise(400),
        "free/c.txt": prose(400),
        "capped/d": noise(200, seed=1),
    }

    def content(self, step: Step) -> bytes:
        return CONTENTS[step.kind](step.number)

    def judge(self) -> Outcome:
        return self.repo.run("block-artifacts", "--format", "json")

    def mend(self, step: Step, outcome: Outcome) -> None:
        if step.remedy == "accept":
            self.repo.run("baseline", "--add")
        for finding in outcome.findings() if step.remedy == "allow" else ():
            self.repo.run("allow", "--because", "said so", "--", finding["path"])
        self.stage()

    def holds(self) -> None:
        outcome = self.repo.run("block-artifacts", "--all-files")
        assert outcome.status == 0, f"a commit that passed has turned --all-files red: {outcome}"

    def resize(self, name: str, change: int) -> None:
        if self.is_plain(name):
            place = self.place(name)
            content = place.read_bytes()
            place.write_bytes(content[:change] if change < 0 else content + content[: change or 1])

    def shrink(self, step: Step) -> None:
        self.resize(step.first, -30)

    def grow(self, step: Step) -> None:
        self.resize(step.first, 30)

    def forget(self, step: Step) -> None:
        """A file goes, and its row with it."""
        self.remove(step)
        self.stage()
        self.baseline(step)

    def lower(self, step: Step) -> None:
        """A file shrinks in the very commit that takes its row out of the baseline.

        Not a row that another file needs: a commit is not judged by files it leaves alone.
        """
        self.resize(step.first, -20)
        rows = self.place(".commitworthy-baseline")
        others = [line for line in self.repo.git("ls-files", "--stage").splitlines() if line[50:] != step.first]
        needed = {line[7:47] for line in others}
        lines = rows.read_text().splitlines(keepends=True)
        rows.write_text("".join(line for line in lines if f"\t{step.first}\t" not in line or line[-41:-1] in needed))

    def unallow(self, step: Step) -> None:
        """The exceptions that were added go again, and the files that they covered with them."""
        self.place("commitworthy.toml").write_text(self.POLICY)
        self.stage()
        for path, _ in self.repo.run("block-artifacts", "--all-files", "--format", "json").rules():
            self.place(path).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Artifacts.template(tmp_path_factory)


@examples(10)
@given(steps=Artifacts.steps(8))
@pytest.mark.long
def test_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Artifacts, template, tmp_path_factory.mktemp("random") / "repo", steps)


@pytest.mark.long
@examples(400)
@given(steps=Artifacts.steps(15))
def test_many_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Artifacts, template, tmp_path_factory.mktemp("random") / "repo", steps)
