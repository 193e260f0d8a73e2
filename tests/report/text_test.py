"""The text on a terminal, compared whole: the messages are the product."""

from __future__ import annotations

import io
from textwrap import dedent

import pytest

from commitworthy.base.findings import WARNING, Finding, Remedy, Rule, Step
from commitworthy.report.text import render, wants_color
from tests.report.samples import BLOCKED, DATE, blocked, date, disguised, large_commit


def shown(*findings: Finding, color: bool = False, show_all: bool = False, cap: int = 20) -> str:
    return "".join(f"{line}\n" for line in render(findings, color=color, show_all=show_all, cap=cap))


def said(text: str) -> str:
    return dedent(text).removeprefix("\n")


def with_ways(*remedies: Remedy) -> Finding:
    return Finding("block-artifacts", BLOCKED, "Parquet data.", "x", remedies=remedies)


def test_nothing_found_is_nothing_said() -> None:
    assert shown() == ""


def test_one_finding_with_two_ways_out() -> None:
    assert shown(blocked("data/train set.parquet")) == said("""
        data/train set.parquet: ART001 blocked-artifact: Parquet data, 48.2 MB (limit 500 kB).
            keep it out of git:   git rm --cached -- 'data/train set.parquet' && printf '%s\\n' '/data/train set.parquet' >> .gitignore
            or send it to LFS:    git lfs track '*.parquet'

        1 finding in 1 file.
        """)  # noqa: E501


def test_one_block_of_remedies_for_one_cause() -> None:
    findings = [blocked("a.parquet"), disguised("clf.txt"), blocked("b"), date("x.py", line=41, column=23)]
    assert shown(*findings) == said("""
        a.parquet: ART001 blocked-artifact: Parquet data, 48.2 MB (limit 500 kB).
        b: ART001 blocked-artifact: Parquet data, 48.2 MB (limit 500 kB).
            keep it out of git:   git rm --cached -- a.parquet b && printf '%s\\n' /a.parquet /b >> .gitignore
            or send it to LFS:    git lfs track '*.parquet'

        clf.txt: ART004 disguised-artifact: a pickle by content, text by name.

        x.py:41:23: PAR003 hard-coded-date: `start="2021-01-01"`.
            move it to conf/train.yaml and pass it in

        4 findings in 4 files.
        """)


def test_other_words_are_another_cause() -> None:
    lfs = Remedy("send it to LFS", (Step(("git", "lfs", "track"), ("*.csv",)),))
    dvc = Remedy("send it to LFS", (Step(("dvc", "add"), ("*.csv",)),))
    tail = Remedy("send it to LFS", (Step(("dvc", "add"), ("*.csv",), "|| true"),))
    assert shown(with_ways(lfs), with_ways(dvc), with_ways(tail)) == said("""
        x: ART001 blocked-artifact: Parquet data.
            send it to LFS:   git lfs track '*.csv'

        x: ART001 blocked-artifact: Parquet data.
            send it to LFS:   dvc add '*.csv'

        x: ART001 blocked-artifact: Parquet data.
            send it to LFS:   dvc add '*.csv' || true

        3 findings in 1 file.
        """)


def test_more_than_the_cap_are_counted_and_the_remedy_serves_all_of_them() -> None:
    findings = [disguised("z"), *(blocked(f"{number}") for number in range(5))]
    assert shown(*findings, cap=2) == said("""
        z: ART004 disguised-artifact: a pickle by content, text by name.

        0: ART001 blocked-artifact: Parquet data, 48.2 MB (limit 500 kB).
        1: ART001 blocked-artifact: Parquet data, 48.2 MB (limit 500 kB).
        ... and 3 more; --all shows them
            keep it out of git:   git rm --cached -- 0 1 2 3 4 && printf '%s\\n' /0 /1 /2 /3 /4 >> .gitignore
            or send it to LFS:    git lfs track '*.parquet'

        6 findings in 6 files.
            by rule:    ART001 blocked-artifact 5, ART004 disguised-artifact 1
        """)


@pytest.mark.parametrize(("count", "hidden"), [(20, []), (21, ["... and 1 more; --all shows them"])])
def test_twenty_of_a_cause_are_shown(count: int, hidden: list[str]) -> None:
    lines = shown(*(disguised(f"{number}") for number in range(count))).splitlines()
    assert lines[20 : lines.index("")] == hidden


def test_of_each_rule_so_many_causes_are_shown() -> None:
    def finding(path: str, rule: Rule) -> Finding:
        return with_ways(Remedy("move it:", (), (f"{path}: 1",)))._replace(path=path, rule=rule)

    findings = [finding(path, BLOCKED) for path in "abcd"] + [finding("e", DATE)]
    lines = shown(*findings, cap=2).splitlines()
    assert [line.partition(":")[0] for line in lines if line and not line.startswith(" ")] == [
        "a", "b", "e", "... and 2 more of ART001; --all shows them", "5 findings in 5 files."
    ]  # fmt: skip
    assert "more of" not in shown(*findings, cap=2, show_all=True)


def test_the_cap_counts_for_each_rule_of_a_cause() -> None:
    ways = blocked("x").remedies
    findings = [*(blocked(f"{number}") for number in range(3)), disguised("4")._replace(remedies=ways)]
    lines = shown(*findings, cap=2).splitlines()
    assert [line.partition(":")[0] for line in lines[:4]] == ["0", "1", "... and 1 more; --all shows them", "4"]
    assert lines[4].startswith("    keep it out of git:")


def test_a_last_resort_of_several_causes_stands_below_them_once() -> None:
    def finding(path: str, lines: str) -> Finding:
        move = Remedy("move it:", (), (lines,))
        allow = Remedy("or allow it", (Step(("allow", "--"), (path,)),))
        return Finding("flag-parameters", BLOCKED, "A number.", path, remedies=(move, allow, Remedy("or ask")))

    alone = with_ways(Remedy("move it:", (), ("z: 3",)), Remedy("or call"))
    assert shown(finding("a", "x: 1"), finding("b", "y: 2"), finding("c", "y: 2"), alone) == said("""
        a: ART001 blocked-artifact: A number.
            move it:
                x: 1
            or ask

        b: ART001 blocked-artifact: A number.
        c: ART001 blocked-artifact: A number.
            move it:
                y: 2
            or ask

        x: ART001 blocked-artifact: Parquet data.
            move it:
                z: 3
            or call

        Or, for several of these at once:
            allow it:   allow -- a b c

        4 findings in 4 files.
        """)


def renamed(old: str, new: str, rule: Rule = BLOCKED) -> Finding:
    ways = (Remedy("follow it", (Step(("commitworthy", "baseline")),)), Remedy("or allow it"))
    return Finding("flag-parameters", rule, f"accepted as {old}.", new, remedies=ways, facts={"accepted_as": old})


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (
            [("src/a.py", "lib/a.py"), ("src/d/b.py", "lib/d/b.py")],
            "lib/: 2 findings in 2 files, accepted only under their old names in src/: ART001 2.",
        ),
        (
            [("a.py", "lib/a.py"), ("b.py", "lib/b.py")],
            "lib/: 2 findings in 2 files, accepted only under their old names: ART001 2.",
        ),
        (
            [("src/a.py", "a.py"), ("src/b.py", "b.py")],
            "renamed files: 2 findings in 2 files, accepted only under their old names in src/: ART001 2.",
        ),
        (
            [("src/a.py", "lib/a.py"), ("src/b.py", "lib/c.py")],
            "renamed files: 2 findings in 2 files, accepted only under their old names: ART001 2.",
        ),
        (
            [("a.py", "b\n.py"), ("a.py", "b\n.py")],
            "b\\n.py: 2 findings, accepted only under its old name a.py: ART001 2.",
        ),
    ],
)
def test_renamed_files_are_one_line_with_one_command(names: list[tuple[str, str]], line: str) -> None:
    text = shown(*(renamed(old, new) for old, new in names))
    assert text.splitlines()[:3] == [line, "    follow it:   commitworthy baseline", ""]


def test_the_rules_of_renamed_files_are_counted_and_all_shows_them() -> None:
    findings = [renamed("a/x", "b/x"), renamed("a/y", "b/y", DATE), renamed("a/y", "b/y", DATE)]
    assert shown(*findings).splitlines()[0].endswith(": PAR003 2, ART001 1.")
    assert len(shown(*findings, show_all=True).splitlines()) == 7


def test_one_finding_of_a_renamed_file_is_shown_as_it_is() -> None:
    assert shown(renamed("a", "b")).startswith("b: ART001 blocked-artifact: accepted as a.\n")


def test_a_long_report_ends_in_what_is_most() -> None:
    sizes = {f"data/raw/{number}/x": number * 1024 for number in range(1, 4)} | {"m\n.bin": 1023, "dirty.ipynb": -2}
    findings = [blocked(path)._replace(facts={"size": size}) for path, size in sizes.items()]
    findings += [date(f"{name}/x.py") for name in "abcdef"]
    assert shown(*findings, cap=3).split("11 files.\n")[1] == (
        "    by rule:    PAR003 hard-coded-date 6, ART001 blocked-artifact 5\n"
        "    by folder:  data/raw/ 3, ./ 2, a/ 1, b/ 1, c/ 1, others 3\n"
        "    largest:    data/raw/3/x 3 kB, data/raw/2/x 2 kB, data/raw/1/x 1 kB\n"
    )


def test_all_means_all() -> None:
    text = shown(*(disguised(f"{number}.txt") for number in range(30)), show_all=True)
    assert "more" not in text
    assert "29.txt: ART004" in text


def test_a_long_command_goes_below_its_text_in_one_piece() -> None:
    fits = Remedy("keep it", (Step(("git", "rm", "x" * 132)),))
    long = Remedy("or send it off", (Step(("git", "rm", "y" * 131)),))
    assert shown(with_ways(fits, Remedy("or ask"), long)) == said(f"""
        x: ART001 blocked-artifact: Parquet data.
            keep it:
                git rm {"x" * 132}
            or ask
            or send it off:   git rm {"y" * 131}

        1 finding in 1 file.
        """)


@pytest.mark.parametrize(("length", "lines"), [(160, 1), (161, 2)])
def test_a_line_holds_160_characters(length: int, lines: int) -> None:
    word = "x" * (length - len("    keep it:   "))
    assert len(shown(with_ways(Remedy("keep it", (Step((word,)),)))).splitlines()) == 3 + lines


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        pytest.param(date("a.py"), "a.py: PAR003", id="a file"),
        pytest.param(date("a.py", line=3), "a.py:3: PAR003", id="a line"),
        pytest.param(date("a.py", line=3, column=1), "a.py:3:1: PAR003", id="a column"),
        pytest.param(date("a.py", column=1), "a.py: PAR003", id="a column without a line says nothing"),
        pytest.param(date("n.ipynb", cell=6, line=2, column=9), "n.ipynb: cell 7, line 2: PAR003", id="a notebook"),
        pytest.param(date("n.ipynb", cell=0), "n.ipynb: cell 1: PAR003", id="the first cell"),
        pytest.param(large_commit(), "commit: warning: LIM001", id="the whole commit, as a warning"),
        pytest.param(disguised("a", level=WARNING), "a: warning: ART004", id="a warning about a file"),
        pytest.param(disguised("été/日本"), "été/日本: ART004", id="any script"),
        pytest.param(disguised("a\n\x1b[2Jb"), "a\\n\\x1b[2Jb: ART004", id="controls in a name"),
        pytest.param(disguised("caf\udce9"), "caf\\xe9: ART004", id="a name that is not UTF-8"),
        pytest.param(disguised("::error::x"), "./::error::x: ART004", id="a name that commands GitHub's runner"),
        pytest.param(disguised("  ::error::x"), "./  ::error::x: ART004", id="the same behind blanks"),
        pytest.param(disguised("a ##[add-mask]x"), "a #\\x23[add-mask]x: ART004", id="the older form, anywhere"),
        pytest.param(disguised(":x"), ":x: ART004", id="a single colon is nothing to hide"),
    ],
)
def test_a_line_begins_with_the_place(finding: Finding, line: str) -> None:
    rest = " disguised-artifact: a pickle by content, text by name."
    ends = {
        "ART004": rest,
        "PAR003": ' hard-coded-date: `start="2021-01-01"`.',
        "LIM001": " large-commit: adds 61 MB (limit 50 MB).",
    }
    assert shown(finding).splitlines()[0] == line + ends[finding.rule.code]


def test_messages_and_remedies_are_escaped_and_commands_quoted() -> None:
    way = Remedy("ask\x1b", (Step(("echo", "\u202e")),))
    finding = Finding("h", BLOCKED, "`x\u202e\n::error::`.", "x", remedies=(way, Remedy("or\n::stop")))
    assert shown(finding) == said("""
        x: ART001 blocked-artifact: `x\\u202e\\n::error::`.
            ask\\x1b:   echo $'\\xe2\\x80\\xae'
            or\\n::stop

        1 finding in 1 file.
        """)


@pytest.mark.parametrize(
    ("findings", "line"),
    [
        pytest.param([disguised("a")], "1 finding in 1 file.", id="one"),
        pytest.param([disguised("a"), blocked("a")], "2 findings in 1 file.", id="two in a file"),
        pytest.param([disguised("a"), disguised("b")], "2 findings in 2 files.", id="two in two files"),
        pytest.param(
            [disguised("a"), disguised("b"), disguised("c", level=WARNING)],
            "2 errors, 1 warning in 3 files.",
            id="warnings are counted apart",
        ),
        pytest.param(
            [disguised("a"), *[disguised("a", level=WARNING)] * 2],
            "1 error, 2 warnings in 1 file.",
            id="one error, two warnings",
        ),
        pytest.param([disguised("a", level=WARNING)], "1 warning in 1 file.", id="a warning alone"),
        pytest.param([large_commit()], "1 warning.", id="no file to name"),
        pytest.param([disguised("a"), large_commit()], "1 error, 1 warning in 1 file.", id="the commit is no file"),
    ],
)
def test_the_last_line_counts(findings: list[Finding], line: str) -> None:
    assert shown(*findings).splitlines()[-1] == line


def test_colour_marks_path_and_code_and_leaves_commands_alone() -> None:
    text = shown(blocked("a.parquet", line=3), disguised("b", level=WARNING), large_commit(), color=True)
    assert text == said("""
        \x1b[1ma.parquet\x1b[0m:3: \x1b[31mART001\x1b[0m blocked-artifact: Parquet data, 48.2 MB (limit 500 kB).
            keep it out of git:   git rm --cached -- a.parquet && printf '%s\\n' /a.parquet >> .gitignore
            or send it to LFS:    git lfs track '*.parquet'

        \x1b[1mb\x1b[0m: warning: \x1b[33mART004\x1b[0m disguised-artifact: a pickle by content, text by name.

        \x1b[1mcommit\x1b[0m: warning: \x1b[33mLIM001\x1b[0m large-commit: adds 61 MB (limit 50 MB).

        1 error, 2 warnings in 2 files.
        """)


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "terminal", "environ", "wanted"),
    [
        pytest.param("auto", True, {}, True, id="a terminal gets colour"),
        pytest.param("auto", False, {}, False, id="a pipe gets none"),
        pytest.param("auto", True, {"TERM": "xterm-256color"}, True, id="a terminal with a name"),
        pytest.param("auto", True, {"TERM": "dumb"}, False, id="a dumb terminal gets none"),
        pytest.param("auto", True, {"NO_COLOR": "1"}, False, id="NO_COLOR is honoured"),
        pytest.param("auto", True, {"NO_COLOR": ""}, True, id="an empty NO_COLOR does not count"),
        pytest.param("auto", False, {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR reaches a pipe"),
        pytest.param("auto", True, {"FORCE_COLOR": "1", "TERM": "dumb"}, True, id="FORCE_COLOR beats a dumb terminal"),
        pytest.param("auto", False, {"FORCE_COLOR": ""}, False, id="an empty FORCE_COLOR does not count"),
        pytest.param("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, id="NO_COLOR beats FORCE_COLOR"),
        pytest.param("always", False, {"NO_COLOR": "1"}, True, id="an argument beats the environment"),
        pytest.param("never", True, {"FORCE_COLOR": "1"}, False, id="so does its opposite"),
    ],
)
def test_colour_is_wanted(choice: str, terminal: bool, environ: dict[str, str], wanted: bool) -> None:
    assert wants_color(choice, Terminal() if terminal else io.BytesIO(), environ) is wanted


def test_lines_to_paste_stand_below_their_sentence() -> None:
    way = Remedy("move to params.yaml:", lines=("model:", "  C: 5", "x\x1b[31m"))
    assert shown(with_ways(way, Remedy("and write in the code: C"))) == said("""
        x: ART001 blocked-artifact: Parquet data.
            move to params.yaml:
                model:
                  C: 5
                x\\x1b[31m
            and write in the code: C

        1 finding in 1 file.
        """)


def test_one_fact_in_many_places_is_shown_with_three_of_them() -> None:
    ways = (Remedy("move to params.yaml:", lines=("seed: 42",)),)
    same = [Finding("flag-parameters", BLOCKED, "seed = 42.", f"{name}.py", remedies=ways) for name in "abcde"]
    assert shown(*same) == said("""
        a.py: ART001 blocked-artifact: seed = 42.
        b.py: ART001 blocked-artifact: seed = 42.
        c.py: ART001 blocked-artifact: seed = 42.
        ... and 2 more; --all shows them
            move to params.yaml:
                seed: 42

        5 findings in 5 files.
        """)
    assert "more" not in shown(*same, show_all=True)
    other = same[0]._replace(message="seed = 42 in f().")
    assert "more" not in shown(*same[1:4], other), "other words are another fact"


def test_other_lines_are_another_cause() -> None:
    one, two = (with_ways(Remedy("move:", lines=(line,))) for line in ("a: 1", "a: 2"))
    assert shown(one, two).count("move:") == 2
