"""strip-notebooks under faults: kills, full disks, several processes at once, thousands of notebooks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Repo, executable, run

resource = pytest.importorskip("resource", reason="not on this system")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOOK = "strip-notebooks"
DIRTY = notebook(",\n".join(code(f"[{STREAM}]", "3", source=f'"{number}"') for number in range(400)))
CLEAN = notebook(",\n".join(code(source=f'"{number}"') for number in range(400)))


def start(folder: Path, *words: str, limit: int | None = None) -> subprocess.Popen[bytes]:
    """Our command as a process of its own; no file that it writes grows over `limit` bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [executable("commitworthy"), HOOK, *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limited)  # noqa: PLW1509


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("rounds", [12, pytest.param(300, marks=pytest.mark.long)])
def test_58_a_kill_at_any_moment_loses_nothing(repo: Repo, rounds: int) -> None:
    """Each round rewrites up to thirty notebooks; none is ever anything but the old one or the new one."""
    names = [f"n{number}.ipynb" for number in range(30)]
    for name in names:
        repo.write(name, DIRTY)
    repo.git("add", "--all")
    dice = random.Random(11)
    began = time.monotonic()
    start(repo.top).communicate()
    whole = time.monotonic() - began
    stripped = 0
    for _ in range(rounds):
        for name in names:
            repo.write(name, DIRTY)
        process = start(repo.top)
        # In every phase, and after the end, on a slow machine too.
        time.sleep(dice.random() * 1.5 * whole)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = contents(repo.top)
        assert {found[name] for name in names} <= {DIRTY, CLEAN}
        stripped += sum(found[name] == CLEAN for name in names)
        left = [name for name in found if name not in names and name != "README.md"]
        assert len(left) <= 1
        for name in left:
            assert name.startswith(".commitworthy-draft-")
            assert not name.endswith(".ipynb")
            # Whoever adds everything does not get it committed.
            repo.git("add", "--", name)
            empty = not found[name]
            assert empty or (name, "run-litter") in repo.judge(hook="block-artifacts")
            repo.git("rm", "--quiet", "--force", "--", name)
    assert stripped


@pytest.mark.parametrize("limit", [4096, len(CLEAN) - 1])
def test_58_a_full_disk_loses_nothing(repo: Repo, limit: int) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        repo.stage(name, DIRTY)
    process = start(repo.top, "a.ipynb", "b.ipynb", limit=limit)
    out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    lines = err.decode().splitlines()
    words = "cannot be written (File too large); nothing was changed"
    assert lines == [f"commitworthy: {name}: {words}" for name in ("a.ipynb", "b.ipynb")]
    found = contents(repo.top)
    assert (found["a.ipynb"], found["b.ipynb"]) == (DIRTY, DIRTY)
    assert set(found) == {"README.md", "a.ipynb", "b.ipynb"}


AS_ROOT = () if os.geteuid() == 0 else ("sudo", "--non-interactive")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB; root may mount one, and who becomes root without a password, as in CI."""
    place = tmp_path / "disk"
    place.mkdir()
    options = f"size=256k,mode=700,uid={os.geteuid()}"
    try:
        subprocess.run([*AS_ROOT, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run([*AS_ROOT, "umount", str(place)], check=True)


def test_58_a_disk_that_is_really_full(small_disk: Path) -> None:
    (small_disk / "a.ipynb").write_text(DIRTY)
    with open(small_disk / "filler", "wb", buffering=0) as filler:
        while filler.write(b"x" * 4096) == 4096:
            if os.statvfs(small_disk).f_bavail == 0:
                break
    outcome = run(small_disk, HOOK, "a.ipynb")
    words = "cannot be written (No space left on device); nothing was changed"
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == f"commitworthy: a.ipynb: {words}\n"
    assert set(contents(small_disk)) == {"a.ipynb", "filler"}
    assert (small_disk / "a.ipynb").read_text() == DIRTY
    (small_disk / "filler").unlink()
    assert run(small_disk, HOOK, "a.ipynb").status == 1
    assert (small_disk / "a.ipynb").read_text() == CLEAN


def test_61_several_processes_at_once(repo: Repo) -> None:
    names = [f"n{number}.ipynb" for number in range(10)]
    for name in names:
        repo.write(name, DIRTY)
    repo.git("add", "--all")
    processes = [start(repo.top, *names) for _ in range(4)]
    for process in processes:
        _, err = process.communicate()
        # Who comes second finds the file clean, or sees that it has just been written to.
        assert process.returncode in (1, 2), err
        assert all(b"changed on disk, so nothing was written; run again" in line for line in err.splitlines())
    found = contents(repo.top)
    assert {found[name] for name in names} == {CLEAN}
    assert set(found) == {"README.md", *names}


@pytest.mark.long
def test_62_thousands_of_small_notebooks_in_one_start(repo: Repo) -> None:
    """Memory stays flat: of each further notebook only what is said of it is held, never its content."""
    small = notebook(code(f"[{STREAM}]", "3", source=f'"x{"y" * 30_000}"'))
    peaks = []
    for number in (200, 2000):
        for at in range(number):
            repo.write(f"{number}/n{at}.ipynb", small.replace('"x', f'"{at}'))
        repo.git("add", "--all")
        process = start(repo.top, "--format", "json", str(number))
        assert process.stdout
        lines = process.stdout.read().splitlines()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.communicate()
        assert (process.returncode, len(lines)) == (1, number)
        peaks.append(usage.ru_maxrss)
    assert all(STREAM not in text for text in contents(repo.top / "2000").values())
    assert peaks[1] - peaks[0] < 1800 * 10  # kB, a third of their contents
