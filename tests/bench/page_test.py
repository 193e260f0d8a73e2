"""The pages of results."""

from __future__ import annotations

import os
import re
from textwrap import dedent

import pytest

from bench import environment, page
from bench.page import TWIN, Goal, Page, Programs, Result, Workload
from bench.repositories import Repository
from bench.run import PAGES
from bench.timer import UNIT, Figures

MB = 1024**2
PEER = "check-added-large-files"
EMPTY = Page("some.md", "Some", "About it.\n", lambda *_: ())
PROGRAMS = Programs("scripts", "scratch")


def workload(*goals: Goal, kind: str = "", entries: int = 0) -> Workload:
    return Workload("1 staged file", Repository, lambda *_: [], 9, PEER, goals, (), kind, entries)


def figures(name: str, peak: int = 16 * MB, peers: float | None = None, twins: float | None = None) -> Figures:
    peer = PEER if peers else ""
    return Figures(name, 1025.06, 1024.0, 2.506, peak, peer, peers, peers, twins, 4)


def written(*results: Result) -> list[str]:
    return page.written(EMPTY, [("date", "2026-01-02")], results).partition("- date: 2026-01-02\n")[2].splitlines()


def test_figures_and_goals() -> None:
    goals = (
        Goal("block-artifacts", UNIT, 2.7),
        Goal("block-artifacts", PEER, 0.6),
        Goal("block-artifacts", "MB", 17),
        Goal("block-artifacts", "s", 1),
        Goal("block-artifacts", TWIN, 1.02),
    )
    found = (figures(UNIT), figures("block-artifacts", 17 * MB, 0.626), figures(PEER, 22 * MB))
    assert "\n".join(written(Result(workload(*goals), 9, 0.44, found))) == dedent("""
        ## Goals

        | work | case | goal | measured | holds |
        |---|---|---|---:|---|
        | 1 staged file | block-artifacts | <= 2.7 P | 2.51 P | yes |
        | 1 staged file | block-artifacts | <= 0.6 of check-added-large-files | 0.626 | **no** |
        | 1 staged file | block-artifacts | <= 17 MB | 17 MB | yes |
        | 1 staged file | block-artifacts | <= 1 s | 1.03 s | **no** |

        ## Figures

        ### 1 staged file

        rounds: 9, load: 0.4, the peer is check-added-large-files

        | case | median ms | least ms | P | of the peer | CPU, of the same | peak MB | git |
        |---|---:|---:|---:|---:|---:|---:|---:|
        | python -c pass | 1025.1 | 1024.0 | 2.51 |  |  | 16 | 4 |
        | block-artifacts | 1025.1 | 1024.0 | 2.51 | 0.63 | 0.63 | 17 | 4 |
        | check-added-large-files | 1025.1 | 1024.0 | 2.51 |  |  | 22 | 4 |""")


def test_without_goals_there_is_no_table_of_them() -> None:
    lines = written(Result(workload(), 9, 0.0, (figures(UNIT),)))
    assert "## Goals" not in lines
    assert "## Memory" not in lines
    assert lines[3] == "### 1 staged file"


def test_more_peers_than_one_are_named() -> None:
    lines = written(Result(workload(), 9, 0.0, (figures("a", peers=2), figures("b", peers=3)._replace(peer="x"))))
    assert lines[-1] == "| b | 1025.1 | 1024.0 | 2.51 | 3.00 | 3.00 | 16 | 4 | x |"
    assert lines[-2].endswith(f"| {PEER} |")


def test_another_install_has_its_column_and_its_goals() -> None:
    found = (figures(UNIT), figures("block-artifacts", twins=1.034))
    lines = written(Result(workload(Goal("block-artifacts", TWIN, 1.02)), 9, 0.0, found))
    assert (
        "| 1 staged file | block-artifacts | <= 1.02 of the other install | 1.03 of the other install | **no** |"
        in (lines)
    )
    assert lines[-1].endswith("| 4 | 1.03 |")
    assert lines[-2].endswith("| 4 |  |")


def test_memory_of_a_further_entry() -> None:
    few = Result(workload(kind="clean", entries=1000), 1, 0.0, (figures(UNIT), figures("a", 20 * MB)))
    many = Result(workload(kind="clean", entries=11_000), 1, 0.0, (figures(UNIT), figures("a", 30 * MB)))
    other = Result(workload(kind="debt", entries=5000), 1, 0.0, (figures("a", 90 * MB),))
    lines = written(few, many, other)
    assert lines[lines.index("## Memory") + 2 :][:4] == [
        "| work | case | kB for each further entry |",
        "|---|---|---:|",
        "| 1 staged file | a | 1.02 |",
        "",
    ]


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.name)
def test_the_page_in_the_docs_is_what_the_command_writes(made: Page) -> None:
    with open(os.path.join(environment.ROOT, "docs", made.name), encoding="utf-8") as file:
        text = file.read()
    assert text.startswith(made.text() + "\n- date: ")
    scale = re.search("(?m)^- scale: (.*)$", text)
    workloads = made.workloads(PROGRAMS, float(scale[1]) if scale else 1)
    assert re.findall("(?m)^### (.*)$", text) == [workload.name for workload in workloads]
    for each in workloads:
        for goal in each.goals:
            assert goal.of == TWIN or f"| {each.name} | {goal.case} | <= {goal.limit:g} " in text.replace("\\|", "|")


@pytest.mark.parametrize("scale", [1, 0.01])
def test_workloads_of_a_page_are_told_apart_by_name(scale: float) -> None:
    for made in PAGES:
        names = [workload.name for workload in made.workloads(PROGRAMS, scale)]
        assert len(set(names)) == len(names)
