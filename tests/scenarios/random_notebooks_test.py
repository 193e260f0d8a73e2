"""Random changes of notebooks: where `--all-files` was green and the commit passes, `--all-files` is green.

Each change is staged and judged as at a commit; what is refused is undone, or mended as the remedies say: stripped and
staged, kept by policy, or accepted into the baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.changing import Changing, examples, replay
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Repo, isolate

if TYPE_CHECKING:
    from pathlib import Path

HOOK = "strip-notebooks"
POLICY = '[[strip-notebooks.keep]]\npaths = ["kept/"]\nbecause = "the findings are the product"\n'
NAMES = ("a.ipynb", "b.ipynb", "kept/a.ipynb", "kept/b.ipynb", "c.json", "sub/d.zpln", "sub/.ipynb_checkpoints/e.ipynb")


def content(number: int, dirty: bool, note_: bool) -> str:
    if note_:
        results = '{"msg": [1]}' if dirty else "{}"
        return f'{{"paragraphs": [{{"text": "{number}", "results": {results}}}]}}\n'
    outputs = (f"[{STREAM}]", str(number)) if dirty else ("[]", "null")
    return notebook(code(*outputs, source=f'"{number}"'))


class Step(NamedTuple):
    """One change, and what is done where it is refused: undo, strip, keep, or accept."""

    change: str
    first: str
    second: str
    number: int
    dirty: bool
    refused: str

    def __str__(self) -> str:
        return " ".join(map(str, self))


CHANGES = (
    "write", "write", "write", "edit", "move", "move", "copy", "swap", "remove", "link", "mode", "baseline", "accept",
    "switch", "merge", "unkeep",
)  # fmt: skip
STEPS = st.builds(
    Step,
    st.sampled_from(CHANGES),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from(("undo", "strip", "keep", "accept")),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A green repository with old notebooks in its baseline, and a branch `side` like it."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("home"))
        made = Repo.init(tmp_path_factory.mktemp("template") / "repo")
        made.write("commitworthy.toml", POLICY)
        made.write(".gitattributes", ".commitworthy-baseline merge=union\ncommitworthy.toml merge=union\n")
        made.write("a.ipynb", content(1, True, False))
        made.write("kept/a.ipynb", content(2, True, False))
        made.write("sub/d.zpln", content(3, True, True))
        made.git("add", "--all")
        assert made.run("baseline").status == 0
        made.commit()
        made.git("branch", "side")
    return made.top


class Project(Changing):
    """A copy of the template, and the steps that can be done in it."""

    def do(self, step: Step) -> None:
        getattr(self, step.change)(step)
        self.repo.git("add", "--all", "--force")
        self.commit(step)
        outcome = self.repo.run(HOOK, "--all-files", "--check")
        assert outcome.status == 0, f"a commit that passed has turned --all-files red: {outcome}"
        assert self.repo.git("status", "--short") == ""

    def commit(self, step: Step) -> None:
        """Commit what the hook lets pass, after mending."""
        outcome = self.repo.run(HOOK, "--check", "--format", "json")
        assert outcome.status in (0, 1, 2), outcome
        if outcome.status == 1 and step.refused != "undo":
            self.mend(step, sorted({path for path, _ in outcome.rules()}))
            self.repo.git("add", "--all", "--force")
            outcome = self.repo.run(HOOK, "--check", "--format", "json")
            assert outcome.status == 0, f"the remedy does not help: {outcome}"
        if outcome.status == 0:
            self.repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", str(step))
        else:
            note(f"refused: {outcome.rules()}")
            self.take_back()

    def mend(self, step: Step, paths: list[str]) -> None:
        if step.refused == "strip":
            assert self.repo.run(HOOK).status == 1
        elif step.refused == "accept":
            assert self.repo.run("baseline", "--add").status == 0
        else:
            for path in paths:
                assert self.repo.run("allow", "--hook", HOOK, "--because", "said so", "--", path).status == 0

    def write(self, step: Step) -> None:
        if not self.place(step.first).is_symlink():
            self.repo.write(step.first, content(step.number, step.dirty, step.first.endswith(".zpln")))

    def edit(self, step: Step) -> None:
        if self.is_plain(step.first):
            place = self.place(step.first)
            place.write_text(place.read_text().replace(f'"{step.number}"', f'"{step.number % 4 + 1}"'))

    def baseline(self, step: Step) -> None:
        assert self.repo.run("baseline").status in (0, 2)

    def accept(self, step: Step) -> None:
        self.write(step)
        self.repo.git("add", "--all", "--force")
        assert self.repo.run("baseline", "--add").status in (0, 2)

    def unkeep(self, step: Step) -> None:
        """The exceptions that were added go again, and the outputs that they covered with them."""
        self.place("commitworthy.toml").write_text(POLICY)
        self.repo.git("add", "--all", "--force")
        self.repo.run(HOOK, "--all-files")


@examples(25)
@given(steps=st.lists(STEPS, min_size=3, max_size=8))
def test_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Project, template, tmp_path_factory.mktemp("random") / "repo", steps)


@pytest.mark.long
@examples(300)
@given(steps=st.lists(STEPS, min_size=3, max_size=15))
def test_many_random_changes_never_turn_ci_red(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Project, template, tmp_path_factory.mktemp("random") / "repo", steps)
