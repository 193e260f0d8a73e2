"""Real notebooks put to the test: `python -m tests.notebooks.corpus FOLDER`.

Every `*.ipynb` below the folder is copied into a scratch repository, staged, and stripped by the real command.  Then
nothing outside of the named spans may have changed, nothing may be left where the command was content, a second run
must have nothing to do, and nbstripout with the options that correspond must come to the same meaning.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from commitworthy.notebooks.strip_options import StripOptions
from tests.notebooks import oracle
from tests.notebooks.peers import by_nbstripout, joined
from tests.repo import IDENTITY, Repo, executable

HOOK = "strip-notebooks"
# Its own keys; the others of the group are those that nbformat drops by itself as it writes.
AS_NBSTRIPOUT = ("--group=jupyter",)


class Report(NamedTuple):
    """How many notebooks there were, which were refused and why, and every violation as `file: what`.

    `kept` are those that say themselves what they keep, of which the oracle knows nothing; `apart` are those of which
    nbstripout makes something else, or nothing.
    """

    notebooks: int
    stripped: int
    refused: list[str]
    kept: list[str]
    violations: list[str]
    apart: list[str]

    def text(self) -> str:
        head = f"{self.notebooks} notebooks, {self.stripped} stripped, {len(self.refused)} refused"
        parts = {
            "kept": self.kept,
            "refused": self.refused,
            "not as nbstripout": self.apart,
            "OFFENCE": self.violations,
        }
        return "\n".join([head, *(f"{name}: {line}" for name, lines in parts.items() for line in lines)])


def examine(folder: Path, scratch: Path) -> Report:
    """Strip what is below `folder` in repositories of our own below `scratch`."""
    names, contents = _copied(folder, scratch / "repo")
    repo = Repo(scratch / "repo")
    first = _run(repo, "--format=json")
    messages = {finding["path"]: finding["message"] for finding in _findings(first) if finding["code"] == "NBK001"}
    refused = {line.split(":")[1].strip(): line for line in first.stderr.decode().splitlines()}
    report = Report(len(names), len(messages), _named(names, refused), [], [], [])
    for name, before in contents.items():
        after = (repo.top / name).read_bytes()
        message = messages.get(name)
        if message and "kept" in message:
            report.kept.append(f"{names[name]}: {message}")
            continue
        violation = _violation(before, after, name in refused, message is not None)
        report.violations.extend([f"{names[name]}: {violation}"] if violation else [])
    _again(repo, refused, {name: (repo.top / name).read_bytes() for name in names}, report)
    _beside_nbstripout(scratch / "peer", contents, names, refused, report)
    return report


def _copied(folder: Path, top: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """Original name and content by the name in the scratch repository, each content once."""
    repo = Repo.init(top)
    repo.commit("first")
    names: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    for path in sorted(path for path in folder.rglob("*.ipynb") if path.is_file()):
        content = path.read_bytes()
        name = hashlib.sha256(content).hexdigest()[:16] + ".ipynb"
        if name not in names:
            names[name], contents[name] = str(path.relative_to(folder)), content
            repo.write(name, content)
    repo.git("add", "--all")
    return names, contents


def _run(repo: Repo, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([executable("commitworthy"), HOOK, *words], cwd=repo.top, capture_output=True, check=False)


def _findings(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, str]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def _named(names: dict[str, str], lines: dict[str, str]) -> list[str]:
    return [f"{names.get(name, '?')}: {line.partition(': ')[2]}" for name, line in lines.items()]


def _violation(before: bytes, after: bytes, refused: bool, stripped: bool) -> str:
    if not stripped and before != after:
        return "changed, though it was refused or clean"
    if refused:
        return ""
    try:
        oracle.same_but_for_the_policy(before, after)
    except AssertionError as error:
        return f"another change: {error}"
    return "outputs left" if oracle.outputs_left(after) else ""


def _again(repo: Repo, refused: dict[str, str], contents: dict[str, bytes], report: Report) -> None:
    repo.git("add", "--all")
    second = _run(repo, "--format=json")
    if second.returncode != (2 if refused else 0) or any(found["level"] == "error" for found in _findings(second)):
        report.violations.append(f"a second run: exit {second.returncode}, {second.stdout[:500]!r}")
    changed = [name for name, content in contents.items() if (repo.top / name).read_bytes() != content]
    report.violations.extend(f"{name}: changed by a second run" for name in changed)
    left = [path.name for path in repo.top.iterdir() if path.name.startswith(".commitworthy")]
    report.violations.extend(f"{name}: left behind" for name in left)


def _beside_nbstripout(
    top: Path, contents: dict[str, bytes], names: dict[str, str], refused: dict[str, str], report: Report
) -> None:
    repo = Repo.init(top)
    for name, content in contents.items():
        repo.write(name, content)
    repo.git("add", "--all")
    _run(repo, *AS_NBSTRIPOUT)
    for name, content in contents.items():
        if name in refused:
            continue
        try:
            theirs = json.loads(by_nbstripout(content, StripOptions()))
        except Exception as error:  # noqa: BLE001 (whatever it dies of)
            report.apart.append(f"{names[name]}: it fails: {type(error).__name__}: {str(error)[:100]}")
            continue
        ours = json.loads((repo.top / name).read_bytes())
        _forget_invented_ids(ours, theirs)
        place = _difference(joined(ours), joined(theirs))
        if place:
            report.apart.append(f"{names[name]}: {place}")


def _forget_invented_ids(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """A cell of format 4.5 without an id gets a random one from nbformat, and none from us."""
    for cell, other in zip(ours.get("cells", ()), theirs.get("cells", ()), strict=False):
        if "id" not in cell:
            other.pop("id", None)


def _difference(ours: object, theirs: object, path: str = "") -> str:
    """The first place where two values differ, and what stands there."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in (*ours, *(key for key in theirs if key not in ours)):
            if key not in ours or key not in theirs:
                who, value = ("ours", ours[key]) if key in ours else ("theirs", theirs[key])
                return f"{path}.{key}: only in {who}: {value!r:.60}"
            if found := _difference(ours[key], theirs[key], f"{path}.{key}"):
                return found
        return ""
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return next((found for at, (one, other) in pairs if (found := _difference(one, other, f"{path}[{at}]"))), "")
    return "" if ours == theirs else f"{path}: {ours!r:.60} / {theirs!r:.60}"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="corpus-") as scratch:
        os.environ.update(IDENTITY)
        report = examine(Path(sys.argv[1]), Path(scratch))
    sys.stdout.write(report.text() + "\n")
    return bool(report.violations)


if __name__ == "__main__":
    sys.exit(main())
