"""For each rule a small repository that shows it, and the command that prints the finding."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from commitworthy.parameters.rules.examples import EXAMPLES
from tests import lfs
from tests.notebooks.make import STREAM, code, notebook
from tests.pushing import remote
from tests.repo import Repo
from tests.samples import joblib, model, noise, parquet, prose, safetensors

Words = tuple[str, ...]
Show = Callable[[Repo], Words]

NOTEBOOK = "notebooks/eda.ipynb"
POINTER = lfs.pointer(parquet(9_000))
CONFIG = ".pre-commit-config.yaml"
HOOK = """\
repos:
- repo: local
  hooks:
  - id: block-artifacts
    name: block-artifacts
    entry: commitworthy block-artifacts
    language: system
    stages: [pre-commit, pre-merge-commit, manual]
"""
EXCEPTION = '[[block-artifacts.allow]]\npaths = ["{}"]\nbecause = "golden file"\n'
PUSHED = ("check-push", "--from-ref", "origin/main", "--to-ref", "HEAD")
DOCTOR = ("doctor",)


def printed(repo: Repo, code: str, show: Show) -> str:
    """The first line of the finding of a rule, as its hook prints it."""
    with mock.patch.dict(os.environ):
        outcome = repo.run(*show(repo))
    lines = [line for line in outcome.out.splitlines() if line[:1].strip() and f" {code} " in line]
    assert lines, outcome
    # Of a folder that is the home of files only its name is to be in an example.
    return lines[0].replace(str(repo.top.parent), "/mnt")


def staged(name: str, content: bytes | str, *words: str, hook: str = "block-artifacts") -> Show:
    """One staged file, and the hook that objects to it."""

    def show(repo: Repo) -> Words:
        repo.stage(name, content)
        return (hook, *words)

    return show


def dirty_notebook() -> str:
    """Fourteen cells with a drawing each, two of which are kept."""
    drawing = json.dumps({"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo" * 20_000}})
    kept = [code(f"[{STREAM}]", str(number), '{"tags": ["keep_output"]}') for number in (1, 2)]
    return notebook(", ".join(kept + [code(f"[{drawing}]", str(number)) for number in range(3, 17)]))


def of_notebook(content: str, *words: str) -> Show:
    """One staged notebook, written as Jupyter writes it."""
    return staged(NOTEBOOK, json.dumps(json.loads(content), indent=1) + "\n", *words, hook="strip-notebooks")


def of_code(text: str, *words: str) -> Show:
    return staged("src/train.py", f"{text}\n", *words, hook="flag-parameters")


def routed(line: str, name: str, content: bytes | str) -> Show:
    """A file that is staged beside this line of `.gitattributes`, where git-lfs is not set up."""

    def show(repo: Repo) -> Words:
        repo.stage(".gitattributes", f"{line}\n")
        repo.stage(name, content)
        return ("require-lfs",)

    return show


def routed_on_disk(place: str) -> Show:
    def show(repo: Repo) -> Words:
        repo.stage("data/train.parquet", parquet(9_000))
        repo.write(place, f"*.parquet {lfs.ROUTE}\n")
        return ("require-lfs",)

    return show


def large_in_lfs(repo: Repo) -> Words:
    lfs.route(repo, "*.onnx")
    repo.stage("models/churn.onnx", lfs.pointer(b"a", 5 * 1024**3))
    return ("require-lfs", "--max-size", "2 GB")


def tracked_twice(repo: Repo) -> Words:
    repo.stage("data/train.csv", "a,b\n1,2\n")
    repo.stage("data/train.csv.dvc", "outs:\n- md5: 4397cf2e2e0d1d4b4bbd5e1a4b4f7e3c\n  path: train.csv\n")
    return ("require-lfs",)


def commit_too_large(repo: Repo) -> Words:
    for number in range(28):
        repo.write(f"images/{number}.txt", noise(10, number).hex() + prose(400_000).decode())
    repo.git("add", "--all")
    return ("limit-commit",)


def too_many_files(repo: Repo) -> Words:
    for number in range(512):
        repo.write(f".venv/lib/{number}.py", f"x = {number}\n")
    repo.git("add", "--all")
    return ("limit-commit",)


def push_of(count: int, size: int, *words: str) -> Show:
    def show(repo: Repo) -> Words:
        remote(repo)
        for number in range(count):
            repo.write(f"data/{number}.txt", f"{number}\n".encode() + prose(size))
        repo.commit()
        return (*PUSHED, *words)

    return show


def heavy_message(repo: Repo) -> Words:
    os.environ["GIT_AUTHOR_DATE"] = os.environ["GIT_COMMITTER_DATE"] = "2027-01-31T12:00:00+0000"
    repo.git("commit", "--quiet", "--amend", "--no-edit", "--reset-author")
    remote(repo)
    repo.stage("a.txt", "a\n")
    message = repo.write("../message", b"Add the data\n\n" + prose(800_000))
    repo.git("commit", "--quiet", "--no-verify", "--file", message)
    return PUSHED


def with_python(repo: Repo) -> None:
    """Our hooks are to be installed, with the Python of the project's other hooks."""
    text = Path(repo.path(CONFIG)).read_text().replace("language: system", "language: python")
    repo.write(CONFIG, f"default_language_version: {{python: python3.10}}\n{text}")


def configured(*changes: Callable[[Repo], object]) -> Show:
    """A clone in which pre-commit and git's own hooks run block-artifacts, and then something is changed."""

    def show(repo: Repo) -> Words:
        repo.write(CONFIG, HOOK)
        for stage in ("pre-commit", "pre-merge-commit"):
            Path(repo.write(f".git/hooks/{stage}", "#!/bin/sh\nexec commitworthy check\n")).chmod(0o755)
        repo.commit()
        for change in changes:
            change(repo)
        return DOCTOR

    return show


def hooks_removed(*stages: str) -> Callable[[Repo], object]:
    def remove(repo: Repo) -> None:
        for stage in stages:
            Path(repo.path(f".git/hooks/{stage}")).unlink()

    return remove


def accepted(repo: Repo) -> None:
    repo.stage("data/old.bin", noise(200_000))
    repo.run("baseline")
    repo.commit()


def rotten(repo: Repo) -> None:
    accepted(repo)
    repo.git("rm", "--quiet", "data/old.bin")


def program(repo: Repo, name: str, script: str) -> None:
    """A program that is found before others of its name."""
    place = Path(repo.write(f"../programs/{name}", f"#!/bin/sh\n{script}\n"))
    place.chmod(0o755)
    os.environ["PATH"] = f"{place.parent}{os.pathsep}{os.environ['PATH']}"


def old_git(repo: Repo) -> None:
    """The git of this machine, which says that it is an old one."""
    real = shutil.which("git")
    program(repo, "git", f'case "$*" in *--version) echo "git version 2.30.2";; *) exec {real} "$@";; esac')


def git_alone(repo: Repo) -> None:
    """A machine without git-lfs."""
    real = shutil.which("git")
    program(repo, "git", f'exec {real} "$@"')
    os.environ["PATH"] = str(repo.top.parent / "programs")


def in_lfs(repo: Repo) -> None:
    lfs.route(repo, "*.onnx")
    repo.stage("models/churn.onnx", POINTER).commit()


def clone_of_lfs(*changes: Callable[[Repo], object]) -> Show:
    """A clone with a file in Git LFS, in which something is changed."""

    def show(repo: Repo) -> Words:
        for change in (in_lfs, *changes):
            change(repo)
        return DOCTOR

    return show


def moved_program(repo: Repo) -> None:
    """An agent for git-lfs in an environment that is no more."""
    repo.run("lfs-agent", "--set", "lfs+s3://team/churn")
    repo.git("config", "lfs.customtransfer.commitworthy.path", "/opt/old/bin/commitworthy")


def moved(*changes: Callable[[Repo], object], words: Words = ("check-cards",)) -> Show:
    """A model that was moved to a folder, and then something is changed."""

    def show(repo: Repo) -> Words:
        home = Path(repo.write("../share/keep", "")).parent
        repo.write("models/churn.pkl", model(400))
        outcome = repo.run("move", "--to", str(home), "models/churn.pkl")
        assert outcome.status == 0, outcome
        for change in changes:
            change(repo)
        return words

    return show


def git_hook(line: str) -> Callable[[Repo], object]:
    """Make a hook of git of one line of shell."""

    def change(repo: Repo) -> None:
        place = Path(repo.write(".git/hooks/pre-commit", f"#!/bin/sh\n{line}\n"))
        place.chmod(0o755)

    return change


def unchecked(repo: Repo) -> None:
    """A card, and hooks that look at none."""
    moved()(repo)
    repo.commit()
    for stage in ("pre-commit", "pre-merge-commit"):
        repo.write(f".git/hooks/{stage}", "#!/bin/sh\nexec commitworthy block-artifacts\n")


def proved(change: Callable[[Repo], object]) -> Show:
    """A clone with a hook, and a trial of it."""

    def show(repo: Repo) -> Words:
        change(repo)
        return (*DOCTOR, "--prove")

    return show


def in_share(repo: Repo) -> Path:
    """The object of the moved model."""
    (place,) = (place for place in (repo.top.parent / "share").rglob("churn.pkl") if place.is_file())
    place.chmod(0o644)
    return place


def garbled(repo: Repo) -> None:
    card = Path(repo.path("models/churn.pkl.dvc"))
    card.write_text("<<<<<<< HEAD\n" + card.read_text())
    repo.git("add", "models")


def required(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[cards]\nrequire = ["params", "metrics"]\n')


def unignored(repo: Repo) -> None:
    repo.stage("models/.gitignore", "*.tmp\n")


SHOWN: dict[str, Show] = {
    "ART001": staged("models/churn.joblib", joblib()),
    "ART002": staged("reports/log.txt", prose(700_000)),
    "ART003": staged("notebooks/.ipynb_checkpoints/eda-checkpoint.ipynb", notebook(code())),
    "ART004": staged("models/notes.txt", model(1000)),
    "ART005": staged("src/logo.py", f'# The logo.\n\nLOGO = "{base64.b64encode(noise(150_000)).decode()}"\n'),
    "CRD001": moved(garbled),
    "CRD002": moved(required),
    "CRD003": moved(lambda repo: repo.stage("models/churn.pkl", None, "--force")),
    "CRD004": moved(unignored),
    "CRD005": moved(lambda repo: repo.write("models/churn.pkl", model(500))),
    "CRD101": moved(lambda repo: in_share(repo).unlink(), words=("cards", "--online")),
    "CRD102": moved(lambda repo: in_share(repo).write_bytes(model(500)), words=("cards", "--online")),
    "LFS001": staged("data/train.parquet", parquet(9_000), hook="require-lfs"),
    "LFS002": routed(f"*.safetensors {lfs.ROUTE}", "weights/v2.safetensors", safetensors()),
    "LFS003": routed_on_disk(".gitattributes"),
    "LFS004": staged("data/train.parquet", POINTER, hook="require-lfs"),
    "LFS005": routed_on_disk(".git/info/attributes"),
    "LFS006": routed("*.parquet filter=annex", "data/train.parquet", POINTER),
    "LFS007": routed(f"*.parquet {lfs.ROUTE}", "data/train.parquet", POINTER.replace("\n", "\r\n")),
    "LFS008": large_in_lfs,
    "LFS009": routed(f"*.onnx {lfs.ROUTE}", "models/churn.onnx", lfs.pointer(b"a", 900_000)),
    "LFS010": tracked_twice,
    "LFS011": routed(f"data/ {lfs.ROUTE}", "a.txt", "a\n"),
    "LFS012": routed("*.parquet filter=lfs", "data/train.parquet", POINTER),
    "LFS013": routed(f"*.parquet {lfs.ROUTE}", "data/OLD.PARQUET", parquet(9_000)),
    "LFS020": clone_of_lfs(git_alone),
    "LFS021": clone_of_lfs(),
    "LFS022": clone_of_lfs(),
    "LFS023": clone_of_lfs(lambda repo: repo.write(".git/info/attributes", "*.onnx -filter\n")),
    "LFS024": clone_of_lfs(lambda repo: repo.git("config", "lfs.allowincompletepush", "true")),
    "LFS025": clone_of_lfs(lambda repo: repo.stage("commitworthy.toml", '[homes]\nmodel = "lfs+s3://team/churn"\n')),
    "LFS026": clone_of_lfs(moved_program),
    "LIM001": commit_too_large,
    "LIM002": too_many_files,
    "PSH001": push_of(24, 90_000, "--max-size", "2 MB"),
    "PSH002": push_of(120, 20, "--max-blobs", "100"),
    "PSH003": heavy_message,
    "NBK001": of_notebook(dirty_notebook()),
    "NBK002": of_notebook(notebook(code(f"[{STREAM}]")), "--check"),
    "NBK003": of_notebook(notebook(code(count="22")), "--check"),
    "NBK004": of_notebook(notebook(code(), '{"language_info": {"name": "python", "version": "3.12.1"}}'), "--check"),
    "NBK005": of_notebook(notebook(f"{code()}, {code(source='[]')}"), "--check", "--drop-empty-cells"),
    # Of what nbformat words nothing: versions of it differ.
    "NBK006": of_notebook(notebook(code(), version='"nbformat": 9, "nbformat_minor": 0'), "--validate"),
    "NBK007": of_notebook(notebook(code(f"[{STREAM}]", metadata='{"keep_output": "false"}'))),
    **{rule: of_code(flagged[0], "--select", rule) for rule, (flagged, _) in EXAMPLES.items()},
    "PAR901": of_code("rows = load()  # commitworthy: ignore[seed] the same every day"),
    "DOC001": configured(old_git),
    "DOC002": lambda repo: DOCTOR,
    "DOC003": configured(hooks_removed("pre-commit", "pre-merge-commit")),
    "DOC004": configured(hooks_removed("pre-merge-commit")),
    "DOC005": configured(lambda repo: repo.git("config", "core.hooksPath", "/opt/hooks")),
    "DOC006": configured(lambda repo: Path(repo.path(".git/hooks/pre-commit")).chmod(0o644)),
    "DOC007": configured(
        lambda repo: repo.write(CONFIG, f"{HOOK}- repo: x\n  rev: y\n  hooks:\n  - id: check-added-large-files\n")
    ),
    "DOC008": configured(lambda repo: repo.write(CONFIG, "repos: [\n")),
    "DOC009": configured(lambda repo: repo.stage("commitworthy.toml", "[block-artefacts]\n")),
    "DOC010": configured(lambda repo: repo.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n')),
    "DOC011": configured(rotten),
    "DOC012": configured(
        lambda repo: repo.stage("commitworthy.toml", EXCEPTION.format("README.md") + "until = 2020-01-01\n")
    ),
    "DOC013": configured(lambda repo: os.environ.update(SKIP="block-artifacts")),
    "DOC014": configured(lambda repo: repo.stage("commitworthy.toml", EXCEPTION.format("tests/golden/**"))),
    "DOC015": configured(git_hook("commitworthy check || true")),
    "DOC016": configured(git_hook("make lint  # commitworthy")),
    "DOC017": proved(git_hook("exit 0")),
    "DOC018": proved(git_hook("echo 'no tests were run'; exit 1")),
    "DOC019": configured(unchecked),
    "DOC020": configured(with_python),
    "DOC021": configured(accepted),
    "DOC022": configured(git_hook("exec /opt/old/bin/commitworthy check")),
}
