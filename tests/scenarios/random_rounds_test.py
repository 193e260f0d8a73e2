"""Random changes under all hooks: what is refused can be mended by pasting, and what passes leaves `--all-files` green.

The combined hook has to refuse exactly where one of the single hooks does.  Of what is refused one finding after
another is mended by one of its remedies, as printed, until nothing is left; whoever mends needs no more rounds than
there are files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import given, note

from tests.lfs import ROUTE, set_up
from tests.notebooks.make import STREAM, code, notebook
from tests.samples import model, parquet, prose, table
from tests.scenarios.harness import UNDO, Project, Step, examples, replay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.repo import Outcome, Repo

SINGLE = ("block-artifacts", "require-lfs", "flag-parameters", "strip-notebooks --check")
REASONS = ("'<why it belongs in git>'", "'<why its outputs belong in git>'", "'<why they may stay in the code>'")
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


class Everything(Project):
    NAMES = (
        "a.pkl", "old/b.pkl", "data/c.parquet", "data/d é.parquet", "e.csv", "eda.ipynb", "old/f.ipynb", "train.py",
        "old/train.py", "notes.txt", "-g", "lfs/h.parquet",
    )  # fmt: skip
    KINDS = sorted(CONTENTS)
    NUMBERS = range(1, 5)
    REMEDIES = (UNDO, "1", "2", "3", "4")  # the number of the remedy that is pasted
    CHANGES = (
        "write", "write", "write", "write", "move", "move", "copy", "swap", "remove", "link", "mode", "route",
        "unroute", "baseline", "switch", "merge",
    )  # fmt: skip
    MENDED = (0, 2)  # 2 is for what cannot be judged, such as a script that was renamed to a notebook
    ROUNDS = len(NAMES)
    POLICY = '[block-artifacts]\nlimits = {data = "5 kB"}\n'
    ATTRIBUTES = f"lfs/** {ROUTE}\n.commitworthy-baseline merge=union\n*.toml merge=union\n"
    OLD: ClassVar[Mapping[str, str | bytes]] = {
        "old/b.pkl": model(),
        "old/f.ipynb": CONTENTS["dirty notebook"](1),
        "old/train.py": script(1),
        "lfs/h.parquet": parquet(9_000),
    }

    @staticmethod
    def set_up(repo: Repo) -> None:
        set_up(repo)

    def content(self, step: Step) -> str | bytes:
        return CONTENTS[step.kind](step.number)

    def judge(self, *words: str) -> Outcome:
        """The combined hook, after each hook on its own: they refuse together or not at all."""
        alone = {hook: self.repo.run(*hook.split(), *words).status for hook in SINGLE}
        together = self.repo.run("commitworthy", "--format", "json", *words)
        assert together.status == max(alone.values()), (alone, together)
        return together

    def mend(self, step: Step, outcome: Outcome) -> None:
        """Paste one of the commands of the first finding: that of the step, counted from the first."""
        finding = next(finding for finding in outcome.findings() if finding["level"] == "error")
        commands = [remedy["command"] for remedy in finding["remedies"] if remedy["command"]]
        command = commands[int(step.remedy) % len(commands)]
        for reason in REASONS:
            command = command.replace(reason, "'said so'")
        note(f"{finding['path']}: {finding['rule']}: {command}")
        done = self.repo.shell(command)
        assert done.status == 0, (command, done)

    def holds(self) -> None:
        outcome = self.judge("--all-files")
        assert outcome.status == 0, f"a commit that passed has turned --all-files red: {outcome}"

    def route(self, step: Step) -> None:
        with self.place(".gitattributes").open("a", encoding="utf-8") as lines:
            lines.write(f"{ROUTES[step.number - 1]} {ROUTE}\n")

    def unroute(self, step: Step) -> None:
        place = self.place(".gitattributes")
        lines = place.read_text("utf-8").splitlines(keepends=True)
        place.write_text("".join(lines[:-1] if step.number > 1 else lines[1:]), "utf-8")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Everything.template(tmp_path_factory)


@examples(4)
@given(steps=Everything.steps(6))
def test_random_rounds_end_green(template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    replay(Everything, template, tmp_path_factory.mktemp("random") / "repo", steps)


@pytest.mark.long
@examples(60)
@given(steps=Everything.steps(12))
def test_many_random_rounds_end_green(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    replay(Everything, template, tmp_path_factory.mktemp("random") / "repo", steps)
