"""Random changes of notebooks: where `--all-files` was green and the commit passes, `--all-files` is green.

Each change is staged and judged as at a commit; what is refused is undone, or mended as the remedies say: stripped and
staged, kept by policy, or accepted into the baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given

from tests.notebooks.make import STREAM, code, notebook
from tests.scenarios.harness import UNDO, Project, Step, examples, replay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.repo import Outcome

HOOK = "strip-notebooks"


def zeppelin(number: int, dirty: bool) -> str:
    results = '{"msg": [1]}' if dirty else "{}"
    return f'{{"paragraphs": [{{"text": "{number}", "results": {results}}}]}}\n'


def jupyter(number: int, dirty: bool) -> str:
    outputs = (f"[{STREAM}]", str(number)) if dirty else ("[]", "null")
    return notebook(code(*outputs, source=f'"{number}"'))


class Notebooks(Project):
    NAMES = (
        "a.ipynb", "b.ipynb", "kept/a.ipynb", "kept/b.ipynb", "c.json", "sub/d.zpln", "sub/.ipynb_checkpoints/e.ipynb",
    )  # fmt: skip
    KINDS = ("clean", "dirty")
    NUMBERS = range(1, 5)
    REMEDIES = (UNDO, "strip", "keep", "accept")
    CHANGES = (
        "write", "write", "write", "edit", "move", "move", "copy", "swap", "remove", "link", "mode", "baseline",
        "accept", "switch", "merge", "unkeep",
    )  # fmt: skip
    BASELINE = (0, 2)
    POLICY = '[[strip-notebooks.keep]]\npaths = ["kept/"]\nbecause = "the findings are the product"\n'
    OLD: ClassVar[Mapping[str, str | bytes]] = {
        "a.ipynb": jupyter(1, True),
        "kept/a.ipynb": jupyter(2, True),
        "sub/d.zpln": zeppelin(3, True),
    }

    def content(self, step: Step) -> str:
        write = zeppelin if step.first.endswith(".zpln") else jupyter
        return write(step.number, step.kind == "dirty")

    def judge(self) -> Outcome:
        return self.repo.run(HOOK, "--check", "--format", "json")

    def mend(self, step: Step, outcome: Outcome) -> None:
        if step.remedy == "strip":
            assert self.repo.run(HOOK).status == 1
            # What is kept under another name is written only where that is asked for, as its remedy does.
            kept = [finding["path"] for finding in outcome.findings() if "accepted_as" in finding]
            assert not kept or self.repo.run(HOOK, "--on-disk", "--", *kept).status in {0, 1}
        elif step.remedy == "accept":
            assert self.repo.run("baseline", "--add").status == 0
        else:
            for path in sorted({path for path, _ in outcome.rules()}):
                assert self.repo.run("allow", "--hook", HOOK, "--because", "said so", "--", path).status == 0
        self.stage()

    def holds(self) -> None:
        outcome = self.repo.run(HOOK, "--all-files", "--check")
        assert outcome.status == 0, f"a commit that passed has turned --all-files red: {outcome}"
        assert self.repo.git("status", "--short") == ""

    def stage(self) -> None:
        self.repo.git("add", "--all", "--force")

    def edit(self, step: Step) -> None:
        if self.is_plain(step.first):
            place = self.place(step.first)
            place.write_text(place.read_text().replace(f'"{step.number}"', f'"{step.number % 4 + 1}"'))

    def unkeep(self, step: Step) -> None:
        """The exceptions that were added go again, and the outputs that they covered with them."""
        self.place("commitworthy.toml").write_text(self.POLICY)
        self.stage()
        self.repo.run(HOOK, "--all-files")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Notebooks.template(tmp_path_factory)


@examples(10)
@given(steps=Notebooks.steps(8))
@pytest.mark.long
def test_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Notebooks, template, tmp_path_factory.mktemp("random") / "repo", steps)


@pytest.mark.long
@examples(300)
@given(steps=Notebooks.steps(15))
def test_many_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Notebooks, template, tmp_path_factory.mktemp("random") / "repo", steps)
