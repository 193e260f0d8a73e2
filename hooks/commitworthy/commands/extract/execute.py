"""`--execute`: the programs run before and after, each in a copy of the work tree, and what they print is compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile

from ...base import wording
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import write
from ...git.repository import NOWHERE
from ...git.write import Target
from ...homes import extras

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...git.repository import Repository

    Change = tuple[str, bytes]
    """The path of a file from the top, and its new content."""

# Seconds that a program may run.
_LONGEST = 600
# Bytes of a work tree that is copied, twice.
_LARGEST = 1024**3
_NOT_COPIED = (".git", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache", ".pytest_cache", "mlruns")
# What no two runs have alike, and what stands for it.
_VOLATILE = (
    (re.compile(r"^(?:CPU times|Wall time|Last executed|time):.*$", re.MULTILINE), ""),
    (re.compile(r"\b0x[0-9a-fA-F]{4,16}\b"), "0x"),
    (re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?"), "DAY"),
    (re.compile(r"\b[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?\b"), "TIME"),
    (re.compile(r"\b[0-9]{1,12}(?:\.[0-9]{1,18})? ?(?:ns|µs|us|ms|s|sec|secs|seconds|it/s|s/it)\b"), "SPAN"),
)


def check(here: Repository, paths: Sequence[str], changes: Sequence[Change]) -> None:
    """CheckError where a program prints something else once the files are changed, or cannot be compared."""
    top = os.path.realpath(os.fsdecode(here.to_top) or os.curdir)
    size = _size(top)
    if size > _LARGEST:
        raise CheckError(
            f"--execute: runs in a copy of the work tree, which is {wording.show(size)}; at most "
            f"{wording.show(_LARGEST)} is copied: leave out --execute"
        )
    for path in paths:
        before = _printed(here, top, path, ())
        after = _printed(here, top, path, changes)
        if before == after:
            continue
        if _printed(here, top, path, ()) != before:
            reason = "prints something else in each run, so nothing was written"
            raise CheckError(f"{path}: {reason}: set its seeds, or leave out --execute")
        old, new = _first_difference(before, after)
        raise CheckError(f"{path}: prints {new!r} in place of {old!r} afterwards, so nothing was written")


def _size(top: str) -> int:
    total = 0
    for folder, names, files in os.walk(top):
        names[:] = [name for name in names if name not in _NOT_COPIED]
        total += sum(os.lstat(os.path.join(folder, file)).st_size for file in files)
    return total


def _printed(here: Repository, top: str, path: str, changes: Sequence[Change]) -> list[str]:
    """The lines that a program prints in a copy of the work tree with these changes."""
    with tempfile.TemporaryDirectory(prefix="commitworthy-") as folder:
        copy = os.path.join(os.path.realpath(folder), "copy")
        shutil.copytree(top, copy, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        targets = []
        for name, content in changes:
            place = os.path.join(copy, name)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            targets.append(Target(place, content, os.lstat(place) if os.path.lexists(place) else None))
        write.save_all(NOWHERE, targets)
        place = os.path.join(copy, path)
        inside = os.path.join(copy, os.fsdecode(here.prefix))
        text = _of_notebook(path, place) if path.endswith(".ipynb") else _of_program(path, place, inside)
    text = text.replace(copy, "")
    for pattern, instead in _VOLATILE:
        text = pattern.sub(instead, text)
    return text.split("\n")


def _of_program(path: str, place: str, folder: str) -> str:
    # That of the user, where we are in an environment of our own.
    python = shutil.which("python3") or shutil.which("python") or sys.executable
    environ = {"MPLBACKEND": "Agg", **os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [python, place],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CheckError(f"{path}: ran for more than {_LONGEST} seconds, so nothing was written") from None
    if done.returncode:
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"])[-1]
        raise CheckError(f"{path}: ends in status {done.returncode}, so nothing was written: {last}")
    return done.stdout.decode("utf-8", "replace")


def _of_notebook(path: str, place: str) -> str:
    nbclient = extras.load("nbclient", "--execute of a notebook")
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = nbformat.read(place, as_version=4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(
        notebook, timeout=_LONGEST, kernel_name="", resources={"metadata": {"path": os.path.dirname(place)}}
    )
    client.kernel_name = notebook.metadata.get("kernelspec", {}).get("name") or "python3"
    try:
        client.execute()
    except CellExecutionError as error:
        raise CheckError(f"{path}: cannot be run, so nothing was written: {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise CheckError(f"{path}: cannot be run, so nothing was written: {str(error).splitlines()[0]}") from None
    except NoSuchKernel:
        if client.kernel_name == "python3":
            extras.load("ipykernel", "--execute of a notebook")
        raise CheckError(
            f"{path}: its kernel {client.kernel_name} is not installed: jupyter kernelspec list shows those that are"
        ) from None
    lines: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", ()):
            lines += [_shown(output) for output in cell.outputs]
    return "\n".join(lines)


def _shown(output: dict[str, object]) -> str:
    data = output.get("data")
    text = data.get("text/plain", "") if isinstance(data, dict) else output.get("text", "")
    return str(text).rstrip("\n")


def _first_difference(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    pairs = zip([*before, ""], [*after, ""], strict=False)
    old, new = next(((old, new) for old, new in pairs if old != new), ("", ""))
    return old[:60], new[:60]
