"""A messy project, real commits, and what the hooks say about them."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...policy.parser import Parser
from ...remedies.steps import PLACEHOLDER
from ...report import text
from . import project, scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .scratch import Stage

SUMMARY = "Watch the hooks at work on a throw-away repository."
_REASON = "golden file of the loader tests"
_COLOR = re.compile(r"\x1b\[\d*m")


class ShellLine(NamedTuple):
    """What is typed; the exit status it must end with; words that its output must hold.

    With `tell` the status is shown also where it is 0.
    """

    typed: str
    status: int = 0
    says: tuple[str, ...] = ()
    tell: bool = False


class Scene(NamedTuple):
    """One step of the story.  With `pastes`, the first ways out that the scene before printed come first."""

    title: str
    why: str
    lines: tuple[ShellLine, ...]
    files: Callable[[], dict[str, bytes]] | None = None
    pastes: bool = False


# A new hook brings its files in project, and a scene or some more words here.
STORY = (
    Scene(
        "Commit everything",
        "Code, data, a model, a program, a notebook and files left behind by tools are staged at once.",
        (
            ShellLine("git add ."),
            ShellLine(
                "git commit -m 'Churn model'",
                1,
                (
                    "data/customers.csv: ART001",
                    "models/churn.pkl: ART001",
                    "bin/predict: ART001",
                    "mlruns/",
                    "ART003",
                    "notebooks/explore.ipynb: NBK001 dirty-notebook: stripped 1 output",
                ),
            ),
        ),
        project.afternoon,
    ),
    Scene(
        "Paste the remedies",
        "The first remedy of each finding, as printed; the golden file of the tests may stay, with a reason.",
        (),
        pastes=True,
    ),
    Scene(
        "Commit again",
        "The hooks print nothing when they find nothing.  The files are still on disk.",
        (
            ShellLine("git commit --quiet -m 'Churn model'", tell=True),
            ShellLine("git ls-files", 0, ("train.py", "tests/golden")),
        ),
    ),
    Scene(
        "A number in the code",
        "Someone tries deeper trees, but the config file has another value for this parameter.",
        (
            ShellLine(
                "git commit -a -m 'Deeper trees'",
                1,
                ("train.py:10:", "PAR101", "params.yaml:3 has another value, max_depth: 12"),
            ),
            ShellLine("git restore --staged --worktree train.py"),
        ),
        project.deeper,
    ),
    Scene(
        "Move it to the config",
        "A number that no config file has yet; code and config are rewritten, and proved to be the same program.",
        (
            ShellLine("commitworthy extract train.py", 0, ("min_samples_leaf = 20", "To undo:")),
            ShellLine("git commit --quiet -a -m 'Larger leaves'"),
        ),
        project.leaves,
    ),
    Scene(
        "Old debt",
        "Files that were committed before the hooks were set up.",
        (
            ShellLine("git add legacy && git commit --quiet --no-verify -m 'Scorer of 2019'"),
            ShellLine("commitworthy block-artifacts --all-files | grep ART", 0, ("survey_2019.csv", "scorer.pkl")),
        ),
        project.old_debt,
    ),
    Scene(
        "Accept it once",
        "The baseline lists existing findings, so a run over all files (as in CI) and the push pass.",
        (
            ShellLine("commitworthy baseline", 0, ("3 rows",)),
            ShellLine("git add .commitworthy-baseline && git commit --quiet -m 'Accept what is there'"),
            ShellLine("commitworthy check --all-files && git push --quiet origin main", tell=True),
        ),
    ),
    Scene(
        "What is new is still refused",
        "The baseline covers existing files only; a new type of artifact also needs a Git LFS route.",
        (
            ShellLine(
                "git add data && git commit -m 'Embeddings'",
                1,
                ("data/embeddings.npy: ART001", "data/regions.npz: LFS001 unrouted-artifact"),
            ),
            ShellLine("git restore --staged data"),
        ),
        project.news,
    ),
    Scene(
        "Added and deleted again",
        "A model is committed with --no-verify and deleted again.  It would still be in every clone.",
        (
            ShellLine("git add models/wider.pkl && git commit --quiet --no-verify -m 'Wider model'"),
            ShellLine("git rm --quiet models/wider.pkl && git commit --quiet -m 'Not better'"),
            ShellLine(
                "git push origin main",
                1,
                ("models/wider.pkl: ART001", "deleted or replaced since, but history keeps it"),
            ),
        ),
        project.detour,
    ),
    Scene(
        "Moved to its home, and found again",
        "The policy names a folder (a bucket would do) for models: one command carries the model there and proves it.",
        (
            ShellLine('mkdir ../share && printf \'[homes]\\nmodel = "%s"\\n\' "${PWD%/*}/share" >> commitworthy.toml'),
            ShellLine("git add commitworthy.toml models/today.pkl"),
            ShellLine("git commit -m 'Model of today'", 1, ("models/today.pkl: ART001", "commitworthy move -- models")),
            ShellLine("commitworthy move -- models/today.pkl", 0, ("read back and verified",)),
            ShellLine("git commit --quiet -m 'Model of today' && git ls-files models", 0, ("models/today.pkl.dvc",)),
            ShellLine(
                "git clone --quiet . ../colleague && cd ../colleague && commitworthy fetch",
                0,
                ("models/today.pkl: was fetched and verified",),
            ),
        ),
        project.trained,
    ),
    Scene(
        "Too much for one commit",
        "600 files, each of them small.",
        (ShellLine("git add frames && git commit -m 'Frames'", 1, ("LIM002 too-many-files",)),),
        project.many,
    ),
)


def run(words: list[str]) -> int:
    """Play the story in a temporary folder; CheckError where git is missing or a step goes differently."""
    args = _parser().parse_args(words)
    if args.keep:
        folder = tempfile.mkdtemp(prefix="commitworthy-demo-")
        _play(folder)
        _say("", f"The project and its hooks are kept here: {os.path.join(folder, 'churn')}")
    else:
        with tempfile.TemporaryDirectory(prefix="commitworthy-demo-") as folder:
            _play(folder)
        _say("", "The project is deleted; commitworthy demo --keep keeps it.")
        _say("To set up the hooks in your own repository: commitworthy init")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy demo",
        description=SUMMARY + "  It takes a few seconds, needs git, and changes none of your files.",
        epilog="example: commitworthy demo --keep",
    )
    parser.add_argument("--keep", action="store_true", help="keep the repository and print its path")
    return parser


def _play(folder: str) -> None:
    color = text.wants_color("auto", sys.stdout, os.environ)
    stage = scratch.build(folder, color=color)
    _say("A data-science project in a throw-away repository, with the hooks in its pre-commit and pre-push.")
    said = ""
    for number, scene in enumerate(STORY, 1):
        _say("", _bold(f"{number}. {scene.title}", color=color), f"   {scene.why}", "")
        if scene.files:
            stage.write(scene.files())
        for line in (*_pasted(scene, said), *scene.lines):
            said = _typed(line, stage, color=color)


def _typed(line: ShellLine, stage: Stage, *, color: bool) -> str:
    """Run a line and show it with its output, which is given back."""
    _say("   " + _bold(f"$ {line.typed}", color=color))
    status, said = stage.type(line.typed)
    _say(*(f"   {shown}" if shown else "" for shown in said.rstrip().splitlines()))
    if status or line.tell:
        _say(f"   => exit status {status}")
    plain = _COLOR.sub("", said)
    missing = [words for words in line.says if words not in plain]
    if status != line.status:
        raise CheckError(f"demo: `{line.typed}` ended with status {status} instead of {line.status}: please report it")
    if missing:
        raise CheckError(f"demo: `{line.typed}` did not say {missing[0]!r}: please report it")
    return plain


def _pasted(scene: Scene, said: str) -> Iterator[ShellLine]:
    """The first command under each group of findings, with the reason filled in where one is asked for."""
    if not scene.pastes:
        return
    for block in said.split("\n\n"):
        if block.startswith(text.TOGETHER):
            continue
        ways = [line for line in block.splitlines() if line.startswith("    ")]
        if ways:
            command = ways[1] if ways[0].endswith(":") else ways[0].partition(":  ")[2]
            yield ShellLine(command.strip().replace(PLACEHOLDER, _REASON))


def _bold(words: str, *, color: bool) -> str:
    return f"\x1b[1m{words}\x1b[0m" if color else words


def _say(*lines: str) -> None:
    text.write_lines(lines, sys.stdout.buffer)
