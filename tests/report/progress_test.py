"""Progress: on a terminal alone, after a second, one line, wiped away."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from commitworthy.git.index import Entry
from commitworthy.report import progress
from tests.repo import Repo, executable
from tests.samples import prose

pty = pytest.importorskip("pty", reason="not on this system")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def clock(*times: float) -> object:
    """Each call tells the next of the times."""
    left = iter(times)
    return lambda: next(left)


ITEMS = [Entry(b"a.txt", b""), Entry(b"b\x1b.txt", b""), Entry(b"c\xff.txt", b"")]


def shown(*times: float) -> list[str]:
    terminal = Terminal()
    watch = progress.watch(terminal, {}, clock(*times))  # type: ignore[arg-type]
    assert watch
    assert list(watch("artifacts", ITEMS, 3000)) == ITEMS
    return terminal.getvalue().split("\r\x1b[K")


def test_it_is_silent_for_a_second() -> None:
    assert shown(0.0, 0.1, 0.5, 0.9) == [""]


def test_then_it_says_how_far_how_fast_and_what_and_wipes_it_away() -> None:
    assert shown(0.0, 0.5, 1.0, 2.0) == [
        "",
        "artifacts: 2 of 3,000 files, 2/s  b\\x1b.txt",
        "artifacts: 3 of 3,000 files, 2/s  c\\xff.txt",
        "",
    ]


def test_not_every_file_is_a_line() -> None:
    assert len(shown(0.0, 1.5, 1.55, 1.59)) == 3


@pytest.mark.parametrize(
    ("stream", "environ"),
    [(io.StringIO(), {}), (Terminal(), {"PRE_COMMIT": "1"}), (Terminal(), {"TERM": "dumb"})],
    ids=["no terminal", "inside of a framework", "a terminal that cannot wipe"],
)
def test_where_nobody_looks_there_is_none(stream: io.StringIO, environ: dict[str, str]) -> None:
    assert progress.watch(stream, environ) is None


def test_it_is_wiped_away_also_where_the_work_is_broken_off() -> None:
    terminal = Terminal()
    watch = progress.watch(terminal, {}, clock(0.0, 5.0))  # type: ignore[arg-type]
    assert watch
    going = watch("artifacts", ITEMS, 3)
    next(going)
    next(going)
    going.close()  # type: ignore[attr-defined]
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_short_run_on_a_real_terminal_writes_none_and_the_report_is_whole(repo: Repo) -> None:
    for number in range(300):
        repo.write(f"{number}.txt", prose(50) + b"%d" % number)
    repo.commit()
    out = Path(repo.top.parent / "out")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(repo.top)
        os.execv("/bin/sh", ["sh", "-c", f"{executable('commitworthy')} check --all-files > {out}"])
    said = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert (out.read_bytes(), said) == (b"", b"")
    assert sys.platform == "linux"
