"""Random changes under all hooks: what is refused can be mended by pasting, and what passes leaves `--all-files` green.

The combined hook has to refuse exactly where one of the single hooks does.  Of what is refused one finding after
another is mended by one of its remedies, as printed, until nothing is left; whoever mends needs no more rounds than
there are files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.changing import Changing, examples, replay
from tests.lfs import ROUTE, set_up
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo, isolate
from tests.samples import model, parquet, prose, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLICY = """\
[block-artifacts]
limits = {data = "5 kB"}
"""
SINGLE = ("block-artifacts", "require-lfs", "flag-parameters", "strip-notebooks --check")
REASONS = ("'<why it belongs in git>'", "'<why its outputs belong in git>'", "'<why they may stay in the code>'")
NAMES = (
    "a.pkl", "old/b.pkl", "data/c.parquet", "data/d é.parquet", "e.csv", "eda.ipynb", "old/f.ipynb", "train.py",
    "old/train.py", "notes.txt", "-g", "lfs/h.parquet",
)  # fmt: skip
ROUTES = ("*.pkl", "*.parquet", "lfs/**", "data/d?é.parquet")


def script(number: int) -> str:
    return f'from sklearn.svm import SVC\n\nmodel = SVC(C=0.{number}, kernel="rbf")\nmodel.fit(*load("a.csv"))\n'


CONTENTS: dict[str, Callable[[int], str | bytes]] = {
    "model": lambda number: model(number * 100),
    "parquet": lambda number: parquet(3_000 * number, number),
    "table": lambda number: table(2_000 * number),
    "text": lambda number: prose(100 * number),
    "script": script,
    "clean script": lambda number: f"print({number})\n",
    "notebook": lambda number: notebook(code(source=f'"{number}"')),
    "dirty notebook": lambda number: notebook(code(f"[{STREAM}]", str(number), source=f'"{number}"')),
}


class Step(NamedTuple):
    """One change, and which of the remedies is pasted where it is refused; 0 is for undoing it."""

    change: str
    first: str
    second: str
    kind: str
    number: int
    remedy: int

    def __str__(self) -> str:
        return " ".join(map(str, self))


CHANGES = (
    "write", "write", "write", "write", "move", "move", "copy", "swap", "remove", "link", "mode", "route", "unroute",
    "baseline", "switch", "merge",
)  # fmt: skip
STEPS = st.builds(
    Step,
    st.sampled_from(CHANGES),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.sampled_from(sorted(CONTENTS)),
    st.integers(1, 4),
    st.integers(0, 4),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A green repository with git-lfs, old debts in its baseline, and a branch `side` like it."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("home"))
        made = set_up(Repo.init(tmp_path_factory.mktemp("template") / "repo"))
        made.write("commitworthy.toml", POLICY)
        made.write(".gitattributes", f"lfs/** {ROUTE}\n.commitworthy-baseline merge=union\n*.toml merge=union\n")
        made.write("old/b.pkl", model())
        made.write("old/f.ipynb", CONTENTS["dirty notebook"](1))
        made.write("old/train.py", script(1))
        made.write("lfs/h.parquet", parquet(9_000))
        made.git("add", "--all")
        assert made.run("baseline").status == 0
        made.commit()
        made.git("branch", "side")
    return made.top


class Project(Changing):
    """A copy of the template, and the steps that can be done in it."""

    def do(self, step: Step) -> None:
        getattr(self, step.change)(step)
        self.repo.git("add", "--all")
        self.commit(step)
        outcome = self.judge("--all-files")
        assert outcome.status == 0, f"a commit that passed has turned --all-files red: {outcome}"

    def judge(self, *words: str) -> Outcome:
        """The combined hook, after each hook on its own: they refuse together or not at all."""
        alone = {hook: self.repo.run(*hook.split(), *words).status for hook in SINGLE}
        together = self.repo.run("commitworthy", "--format", "json", *words)
        assert together.status == max(alone.values()), (alone, together)
        return together

    def commit(self, step: Step) -> None:
        """Commit what the hooks let pass, after mending."""
        outcome = self.judge()
        for _ in NAMES if step.remedy else ():
            if outcome.status != 1:
                break
            self.mend(step, next(finding for finding in outcome.findings() if finding["level"] == "error"))
            outcome = self.judge()
        # 2 is for what cannot be judged, such as a script that was renamed to a notebook.
        assert outcome.status in ((0, 2) if step.remedy else (0, 1, 2)), f"the remedies do not help: {outcome}"
        if outcome.status == 0:
            self.repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", str(step))
        else:
            self.take_back()

    def mend(self, step: Step, finding: dict[str, Any]) -> None:
        """Paste one of the commands: that of the step, counted from the first."""
        commands = [way["command"] for way in finding["remedies"] if way["command"]]
        command = commands[step.remedy % len(commands)]
        for reason in REASONS:
            command = command.replace(reason, "'said so'")
        note(f"{finding['path']}: {finding['rule']}: {command}")
        done = self.repo.shell(command)
        assert done.status == 0, (command, done)

    def write(self, step: Step) -> None:
        if not self.place(step.first).is_symlink():
            self.repo.write(step.first, CONTENTS[step.kind](step.number))

    def route(self, step: Step) -> None:
        with self.place(".gitattributes").open("a", encoding="utf-8") as lines:
            lines.write(f"{ROUTES[step.number - 1]} {ROUTE}\n")

    def unroute(self, step: Step) -> None:
        place = self.place(".gitattributes")
        lines = place.read_text("utf-8").splitlines(keepends=True)
        place.write_text("".join(lines[:-1] if step.number > 1 else lines[1:]), "utf-8")

    def baseline(self, step: Step) -> None:
        assert self.repo.run("baseline").status == 0


@examples(4)
@given(steps=st.lists(STEPS, min_size=3, max_size=6))
def test_random_rounds_end_green(template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    replay(Project, template, tmp_path_factory.mktemp("random") / "repo", steps)


@pytest.mark.long
@examples(60)
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_many_random_rounds_end_green(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Project, template, tmp_path_factory.mktemp("random") / "repo", steps)
