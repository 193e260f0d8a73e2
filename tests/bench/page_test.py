"""The page of results."""

from __future__ import annotations

from textwrap import dedent

from bench import page, repositories
from bench.timer import UNIT, Figures
from bench.workloads import PEER, Goal, Workload

MB = 1024**2


def workload(*goals: Goal) -> Workload:
    return Workload("1 staged file", lambda top: repositories.with_staged(top, 1), lambda *_: [], 9, goals)


FIGURES = (
    Figures(UNIT, 10.04, 1.0, 0.25, 0.3, 16 * MB),
    Figures("block-artifacts", 25.06, 2.506, 0.626, 0.7, 17 * MB),
    Figures(PEER, 40.0, 4.0, 1.0, 1.0, 22 * MB),
)


def test_figures_and_goals() -> None:
    goals = (Goal("block-artifacts", UNIT, 2.7), Goal("block-artifacts", PEER, 0.6), Goal("block-artifacts", "MB", 17))
    lines = page.tables([page.Result(workload(*goals), 9, FIGURES)])
    assert "\n".join(lines) == dedent("""
        ## Goals

        | work | case | goal | measured | holds |
        |---|---|---|---|---|
        | 1 staged file | block-artifacts | <= 2.7 P | 2.51 P | yes |
        | 1 staged file | block-artifacts | <= 0.6 of check-added-large-files | 0.626 | **no** |
        | 1 staged file | block-artifacts | <= 17 MB | 17 MB | yes |

        ## Figures

        | work (rounds) | case | median ms | P | of check-added-large-files | CPU, of the same | peak MB |
        |---|---|---:|---:|---:|---:|---:|
        | 1 staged file (9) | python -c pass | 10.0 | 1.00 | 0.25 | 0.30 | 16 |
        |  | block-artifacts | 25.1 | 2.51 | 0.63 | 0.70 | 17 |
        |  | check-added-large-files | 40.0 | 4.00 | 1.00 | 1.00 | 22 |""")


def test_without_goals_there_is_no_table_of_them() -> None:
    lines = list(page.tables([page.Result(workload(), 9, (FIGURES[0]._replace(peers=None, work=None),))]))
    assert "## Goals" not in lines
    assert lines[-1] == "| 1 staged file (9) | python -c pass | 10.0 | 1.00 |  |  | 16 |"


def test_the_head_says_what_was_measured_where() -> None:
    said = page.head("2026-01-02", "a machine", "git version 2.34", 16)
    assert all(words in said for words in ("2026-01-02", "a machine", "git version 2.34", "below 16 MB"))
    assert "{" not in said
