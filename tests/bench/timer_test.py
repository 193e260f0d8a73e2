"""The timer: whole processes, in turns, as ratios."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.timer import MEMORY, UNIT, Case, Figures, measure

ROOT = Path(__file__).parent.parent.parent
PASS = Case(UNIT, (sys.executable, "-c", "pass"))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def python(name: str, program: str) -> Case:
    return Case(name, (sys.executable, "-c", program))


def measured(tmp_path: Path, *cases: Case, rounds: int = 2, peer: str = "") -> dict[str, Figures]:
    beside = [case._replace(peer=case.peer or peer) for case in cases]
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    return {found.name: found for found in measure(beside, str(top), os.environ, rounds)}


def test_the_unit_is_one_of_itself(tmp_path: Path) -> None:
    unit = measured(tmp_path, PASS)[UNIT]
    assert unit.units == 1.0
    assert unit.peers is None
    assert unit.milliseconds > 0


@pytest.mark.long
def test_what_waits_takes_its_time(tmp_path: Path) -> None:
    found = measured(tmp_path, PASS, python("slow", "import time; time.sleep(2)"), peer="slow")
    assert found["slow"].milliseconds >= 2000
    assert found["slow"].units > 1.5
    assert found["slow"].peers == 1.0
    assert (found[UNIT].peers or 9) < 0.7


def test_waiting_is_no_work_and_working_is(tmp_path: Path) -> None:
    found = measured(
        tmp_path,
        PASS,
        python("sleeps", "import time; time.sleep(0.5)"),
        python("works", "import time\nwhile time.process_time() < 0.5: pass"),
        peer=UNIT,
    )
    assert (found["works"].work or 0) > 3
    assert (found["sleeps"].work or 9) < (found["works"].work or 0)


def test_memory_of_a_child_counts_as_well(tmp_path: Path) -> None:
    """In a process of its own: the peak of a child begins with the size of the process that starts it."""
    grandchild = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'bytearray(300_000_000)'])"
    program = f"""
import pathlib, sys
sys.path.insert(0, {str(ROOT)!r})
from tests.bench.timer_test import PASS, UNIT, measured, python
found = measured(pathlib.Path({str(tmp_path)!r}), PASS, python("large", {grandchild!r}), rounds=1)
print(found["large"].peak, found[UNIT].peak)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    large, unit = map(int, done.stdout.split())
    assert unit < 290_000_000 < large


def test_an_unexpected_status_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="refused: exit status 3 where 0 was due"):
        measured(tmp_path, python("refused", "raise SystemExit(3)"))


def test_an_expected_status_is_one(tmp_path: Path) -> None:
    assert "refused" in measured(tmp_path, python("refused", "raise SystemExit(3)")._replace(status=3))


def test_cases_take_turns_after_a_round_that_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "log"
    cases = [python(name, f"open({str(log)!r}, 'a').write({name!r})") for name in "abc"]
    measured(tmp_path, *cases, rounds=3)
    counted = "abc"
    assert log.read_text() == "cab" + "abc" + "bca" + "cab" + counted


@pytest.mark.long
def test_the_first_round_does_not_count(tmp_path: Path) -> None:
    slow_once = "import os, time; os.path.exists('warm') or time.sleep(5); open('warm', 'w')"
    assert measured(tmp_path, python("warms up", slow_once), rounds=1)["warms up"].milliseconds < 5000


def test_a_case_reads_what_it_is_given(tmp_path: Path) -> None:
    given = tmp_path / "names"
    given.write_text("one two")
    check = "import sys; sys.exit(sys.stdin.read() != 'one two')"
    assert "reads" in measured(tmp_path, python("reads", check)._replace(given=str(given)))


def test_a_case_runs_in_the_folder_and_its_environment(tmp_path: Path) -> None:
    (tmp_path / "r" / ".git").mkdir(parents=True)
    check = f"import os, sys; sys.exit(os.getcwd() != {os.path.realpath(tmp_path / 'r')!r} or 'HOME' in os.environ)"
    assert measure([python("here", check)], str(tmp_path / "r"), {"PATH": os.environ["PATH"]}, 1)


def test_each_case_has_a_memory_of_its_own(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = f"""
import os, sys
place = {MEMORY!r} + "/seen"
seen = open(place).read() if os.path.exists(place) else ""
os.makedirs({MEMORY!r}, exist_ok=True)
open(place, "w").write(seen + "NAME")
open({str(log)!r}, "a").write(f"NAME:{{seen}} ")
"""
    cases = [python(name, program.replace("NAME", name)) for name in "ab"]
    measured(tmp_path, cases[0], cases[1]._replace(forget=True), rounds=2)
    assert log.read_text().split() == ["b:", "a:", "a:a", "b:", "b:", "a:aa", "a:aaa", "b:"]
    assert not (tmp_path / "repository" / MEMORY).exists()
    assert [entry.name for entry in tmp_path.iterdir() if "bench" in entry.name] == []


def test_git_processes_are_counted(tmp_path: Path) -> None:
    found = measured(tmp_path, python("two", "import os; os.system('git version; git version')"), rounds=1)
    assert found["two"].git == 2


def test_ratios_are_those_of_peer_and_twin(tmp_path: Path) -> None:
    slow = python("slow", "import time; time.sleep(0.5)")
    found = measured(tmp_path, PASS, slow._replace(peer=UNIT, twin="twin"), slow._replace(name="twin"))["slow"]
    assert (found.peer, found.peers) == (UNIT, found.units)
    assert 0.7 < (found.twins or 0) < 1.4
    assert 500 <= found.least <= found.milliseconds
