from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import CheckError
from commitworthy.policy import acceptance
from commitworthy.policy.acceptance import Row, accepted, merge_for_writing, parse, render

A, B, C = "a" * 40, "b" * 40, "c" * 64


def blob(path: str, size: int, oid: str = A, rule: str = "blocked-artifact") -> Row:
    return Row("block-artifacts", rule, path, size, oid)


def literal(name: str, times: int, path: str = "train.py", scope: str = "fit") -> Row:
    return Row("flag-parameters", "hard-coded-date", path, scope=scope, name=name, times=times)


def notebook(path: str, oid: str) -> Row:
    return Row("strip-notebooks", "dirty-notebook", path, blob=oid)


ROWS = {
    "a blob": (blob("a/b.bin", 5), f"block-artifacts\tblocked-artifact\ta/b.bin\t5\t{A}"),
    "a notebook": (notebook("n.ipynb", C), f"strip-notebooks\tdirty-notebook\tn.ipynb\t{C}"),
    "a route": (
        Row("require-lfs", "not-a-pointer", "m.pt", blob=B),
        f"require-lfs\tnot-a-pointer\tm.pt\t{B}",
    ),
    "a literal": (literal("lr", 2), "flag-parameters\thard-coded-date\ttrain.py\tfit\tlr\t2"),
    "a literal of the module": (
        literal("lr", 2, scope=""),
        "flag-parameters\thard-coded-date\ttrain.py\t\tlr\t2",
    ),
    "a path with a blank": (blob("a b ", 5), f"block-artifacts\tblocked-artifact\ta b \t5\t{A}"),
    "a path beyond ASCII": (blob("données/é", 5), f"block-artifacts\tblocked-artifact\tdonnées/é\t5\t{A}"),
    "a path with a TAB": (blob("a\tb", 5), f"block-artifacts\tblocked-artifact\ta\\x09b\t5\t{A}"),
    "a path with a newline": (blob("a\r\nb", 5), f"block-artifacts\tblocked-artifact\ta\\x0d\\x0ab\t5\t{A}"),
    "a path with a backslash": (blob("a\\x41", 5), f"block-artifacts\tblocked-artifact\ta\\\\x41\t5\t{A}"),
    "a path that is not UTF-8": (blob("caf\udce9", 5), f"block-artifacts\tblocked-artifact\tcaf\\xe9\t5\t{A}"),
    "a path that a terminal obeys": (
        blob("\x1b\x9b", 5),
        f"block-artifacts\tblocked-artifact\t\\x1b\\xc2\\x9b\t5\t{A}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "line"), ROWS.values(), ids=ROWS)
def test_a_row_is_a_line(row: Row, line: str) -> None:
    assert render([row]) == line.encode() + b"\n"
    assert parse(line.encode() + b"\n") == (row,)


PATHS = st.binary(min_size=1, max_size=12).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
OIDS = st.sampled_from([A, B, C])
ANY_ROW = st.one_of(
    st.builds(blob, PATHS, st.integers(0, 2**63), OIDS),
    st.builds(notebook, PATHS, OIDS),
    st.builds(literal, PATHS, st.just(1), PATHS, PATHS),
)


@given(st.lists(ANY_ROW, max_size=6))
def test_what_is_written_is_read_back(rows: list[Row]) -> None:
    data = render(rows)
    assert set(parse(data)) == set(rows)
    assert render(parse(data)) == data


@given(st.lists(ANY_ROW, max_size=6), st.randoms())
def test_the_same_facts_are_the_same_bytes(rows: list[Row], random: object) -> None:
    again = [*rows, *rows]
    random.shuffle(again)  # type: ignore[attr-defined]
    data = render(rows)
    assert render(again) == data
    assert data.splitlines(keepends=True) == sorted(data.splitlines(keepends=True))


@given(st.text())
@pytest.mark.long
def test_any_text_of_a_notebook_can_be_a_name(name: str) -> None:
    assert parse(render([literal(name or "x", 1)])) == (literal(name or "x", 1),)


def test_half_a_surrogate_pair_in_a_name_does_not_stop_the_baseline() -> None:
    data = render([literal("\ud800", 1)])
    assert render(parse(data)) == data


def test_line_ends_of_windows_and_blank_lines() -> None:
    rows = (blob("a", 1), blob("b", 2, B))
    assert parse(b"\r\n" + render(rows).replace(b"\n", b"\r\n") + b"\n") == rows


def test_a_last_line_without_an_end() -> None:
    assert parse(render([blob("a", 1)]).rstrip()) == (blob("a", 1),)


def test_after_a_union_merge_the_larger_count_holds() -> None:
    lines = render([literal("lr", 2)]) + render([literal("lr", 5)]) + render([literal("lr", 3), literal("seed", 1)])
    assert parse(lines) == (literal("lr", 5), literal("seed", 1))


LINE = ROWS["a blob"][1]

NOT_ROWS = {
    "the first side of a conflict": (
        "<<<<<<< HEAD",
        "a conflict marker; commitworthy baseline keeps the rows of both sides",
    ),
    "the middle of a conflict": (
        "=======",
        "a conflict marker; commitworthy baseline keeps the rows of both sides",
    ),
    "the last side of a conflict": (
        ">>>>>>> topic",
        "a conflict marker; commitworthy baseline keeps the rows of both sides",
    ),
    "the base of a conflict": (
        "||||||| 1234567",
        "a conflict marker; commitworthy baseline keeps the rows of both sides",
    ),
    "an unknown hook": (
        LINE.replace("block-", "bloc-"),
        (
            'unknown hook "bloc-artifacts"; a row begins with one of '
            "block-artifacts, strip-notebooks, require-lfs, flag-parameters"
        ),
    ),
    "a comment": (
        "# ours",
        (
            'unknown hook "# ours"; a row begins with one of '
            "block-artifacts, strip-notebooks, require-lfs, flag-parameters"
        ),
    ),
    "blanks for TABs": (
        LINE.replace("\t", " "),
        f'unknown hook "{LINE[:57]}..."; a row begins with one of '.replace("\t", " ")
        + "block-artifacts, strip-notebooks, require-lfs, flag-parameters",
    ),
    "a missing column": (
        LINE.rpartition("\t")[0],
        "not a row of block-artifacts, which is rule path size blob, separated by TAB",
    ),
    "a column too many": (
        LINE + "\t",
        "not a row of block-artifacts, which is rule path size blob, separated by TAB",
    ),
    "a size that is no number": (LINE.replace("\t5\t", "\t5 kB\t"), 'the size is not a whole number: "5 kB"'),
    "a size that is negative": (LINE.replace("\t5\t", "\t-5\t"), 'the size is not a whole number: "-5"'),
    "a size in other digits": (LINE.replace("\t5\t", "\t٣\t"), 'the size is not a whole number: "٣"'),
    "a short object id": (LINE[:-1], f'not an object id: "{A[:-1]}"'),
    "an object id of other letters": (LINE[:-1] + "z", f'not an object id: "{A[:-1]}z"'),
    "an empty path": (LINE.replace("a/b.bin", ""), "the path is empty"),
    "a lone backslash": (LINE.replace("a/b", "a\\b"), "a backslash that is neither \\\\ nor \\xNN"),
    "a cut escape": (LINE.replace("a/b.bin", "a\\x4"), "a backslash that is neither \\\\ nor \\xNN"),
    "an escape that is no number": (LINE.replace("a/b.bin", "\\x+4"), "a backslash that is neither \\\\ nor \\xNN"),
}


@pytest.mark.parametrize(("line", "message"), NOT_ROWS.values(), ids=NOT_ROWS)
def test_what_is_not_a_row_is_named_with_its_line(line: str, message: str) -> None:
    with pytest.raises(CheckError) as error:
        parse(f"{LINE}\n{line}\r\n{LINE}\n".encode())
    assert str(error.value) == f".commitworthy-baseline:2: {message}"


ROWS_IN_FORCE = [blob("a.csv", 100, A), blob("a.csv", 50, B), notebook("n.ipynb", C)]

ACCEPTED = {
    "the blob at its path": ("a.csv", 100, A, True),
    "the blob under another path": ("moved.csv", 100, A, True),
    "an older blob of the same path": ("a.csv", 50, B, True),
    "a new blob that shrank": ("a.csv", 99, C, True),
    "a new blob of the recorded size": ("a.csv", 100, C, True),
    "a new blob that grew": ("a.csv", 101, C, False),
    "a new blob under another path": ("b.csv", 1, "d" * 40, False),
    "a blob that another hook accepts": ("m.bin", 1, C, False),
    "an empty blob under another path": ("b.csv", 0, "d" * 40, False),
}


@pytest.mark.parametrize(("path", "size", "oid", "verdict"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepts(path: str, size: int, oid: str, verdict: bool) -> None:
    assert accepted(ROWS_IN_FORCE).accepts(path, size, oid) is verdict
    assert accepted(reversed(ROWS_IN_FORCE)).accepts(path, size, oid) is verdict


def test_no_rows_accept_nothing() -> None:
    assert not accepted([]).accepts("", 0, "")


ALL = ("block-artifacts", "strip-notebooks", "require-lfs", "flag-parameters")

MERGES: dict[str, tuple[list[Row] | None, list[Row], list[Row], list[Row]]] = {
    "the first file takes all": (None, [blob("a", 9), literal("lr", 2)], [blob("a", 9), literal("lr", 2)], []),
    "what is gone leaves": ([blob("a", 9), blob("b", 9, B)], [blob("a", 9)], [blob("a", 9)], []),
    "what shrank keeps its smaller size": ([blob("a", 9)], [blob("a", 5, B)], [blob("a", 5, B)], []),
    "what moved has its new path": ([blob("a", 9)], [blob("z", 9)], [blob("z", 9)], []),
    "what grew is left out": ([blob("a", 9)], [blob("a", 10, B)], [], [blob("a", 10, B)]),
    "what is new is left out": ([blob("a", 9)], [blob("a", 9), blob("b", 1, B)], [blob("a", 9)], [blob("b", 1, B)]),
    "an empty file accepts nothing": ([], [blob("a", 9)], [], [blob("a", 9)]),
    "a notebook that moved": ([notebook("a", A)], [notebook("b", A)], [notebook("b", A)], []),
    "a notebook that changed": ([notebook("a", A)], [notebook("a", B)], [], [notebook("a", B)]),
    "a notebook is no blob of block-artifacts": ([notebook("a", A)], [blob("b", 1, A)], [], [blob("b", 1, A)]),
    "fewer of a literal": ([literal("lr", 5)], [literal("lr", 2)], [literal("lr", 2)], []),
    "more of a literal": ([literal("lr", 2)], [literal("lr", 5)], [literal("lr", 2)], [literal("lr", 5)]),
    "another literal": ([literal("lr", 2)], [literal("seed", 1)], [], [literal("seed", 1)]),
}


@pytest.mark.parametrize(("old", "found", "kept", "left_out"), MERGES.values(), ids=MERGES)
def test_a_baseline_only_shrinks(old: list[Row] | None, found: list[Row], kept: list[Row], left_out: list[Row]) -> None:
    assert merge_for_writing(old, found, add=False, judged=ALL) == (tuple(kept), tuple(left_out))


@pytest.mark.parametrize(("old", "found"), [case[:2] for case in MERGES.values()], ids=MERGES)
def test_with_add_everything_found_is_kept(old: list[Row] | None, found: list[Row]) -> None:
    assert merge_for_writing(old, found, add=True, judged=ALL) == (tuple(found), ())


@pytest.mark.parametrize("add", [False, True])
def test_rows_of_a_hook_that_did_not_judge_stay(add: bool) -> None:
    old = [notebook("n", A), blob("a", 9)]
    assert merge_for_writing(old, [], add) == ((notebook("n", A),), ())


def test_a_row_of_a_blob_accepts_no_other_rule_of_it() -> None:
    old = Row("require-lfs", "unrouted", "m.pkl", blob="a" * 40)
    new = old._replace(rule="not-a-pointer")
    assert merge_for_writing([old], [new], add=False, judged=("require-lfs",)) == ((), (new,))


def rows_of_a_team() -> bytes:
    return b"".join(
        sorted(
            [
                b"block-artifacts\tblocked-artifact\tm/%d.pkl\t%d\t%040x\n" % (number, number * 10, number)
                for number in range(300)
            ]
            + [b"flag-parameters\tseed\tsrc/%d.py\t\tseed\t%d\n" % (number, number % 3 + 1) for number in range(300)]
            + [b"require-lfs\tunrouted-artifact\tm/%d.pkl\t%040x\n" % (number, number) for number in range(300)]
            + [b"strip-notebooks\tdirty-notebook\tn/%d.ipynb\t%040x\n" % (number, number) for number in range(300)]
        )
    )


def shuffled(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[::2] + lines[1::2])


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data,
        shuffled,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data[:-1],
        lambda data: b"\n" + data + b"\n\n",
    ],
    ids=["as written", "after a union merge", "line ends of Windows", "without its last end", "blank lines"],
)
@pytest.mark.parametrize("hook", acceptance.COLUMNS)
def test_rows_looked_up_in_the_text_are_those_that_are_parsed(hook: str, change: Callable[[bytes], bytes]) -> None:
    data = change(rows_of_a_team())
    parsed = [row for row in acceptance.parse(data) if row.hook == hook]
    rows = acceptance.of_hook(data, hook)
    assert len(parsed) == 300
    for row in parsed:
        assert rows.at(row.path) == [row]
    assert rows.at("m/1") == rows.at("") == rows.at("0") == rows.at("seed") == []
    if hook != "flag-parameters":
        assert rows.blobs() == {row.blob.encode() for row in parsed}
        assert rows.pairs() == {(row.rule.encode(), row.blob.encode()) for row in parsed}


@pytest.mark.parametrize("name", ["tab\tbed", "back\\slash", "new\nline", "dé", "latin-\udce9", "\u202e"])
def test_odd_paths_are_found_in_the_text(name: str) -> None:
    row = Row("block-artifacts", "large-file", name, 7, "a" * 40)
    assert acceptance.of_hook(acceptance.render([row]), "block-artifacts").at(name) == [row]


def test_a_scope_that_is_spelt_like_a_path_is_none() -> None:
    row = Row("flag-parameters", "seed", "a.py", scope="b.py", name="c.py", times=1)
    rows = acceptance.of_hook(acceptance.render([row]), "flag-parameters")
    # The first paths are searched for, the others looked up.
    for _ in range(20):
        assert (rows.at("a.py"), rows.at("b.py"), rows.at("c.py")) == ([row], [], [])


@pytest.mark.parametrize(
    "line", [b"garbage", b"<<<<<<< ours", b"another-hook\ta\tb", b"require-lfs\tx\ty", b"a\tb\tc\td\te"]
)
@pytest.mark.parametrize("place", [0, 250, 600, 1200])
def test_what_is_no_row_is_told_wherever_it_is(line: bytes, place: int) -> None:
    lines = rows_of_a_team().splitlines()
    data = b"\n".join([*lines[:place], line, *lines[place:]]) + b"\n"
    for hook in acceptance.COLUMNS:
        with pytest.raises(CheckError, match=f"^{acceptance.FILE}:{place + 1}: "):
            acceptance.of_hook(data, hook)


def test_of_two_rows_at_a_path_the_larger_size_holds() -> None:
    rows = [Row("block-artifacts", rule, "a", size, "a" * 40) for rule, size in (("x", 5), ("y", 9), ("z", 7))]
    by_text = acceptance.of_hook(acceptance.render(rows), "block-artifacts")
    assert [by_text.accept_blob("a", size, b"b" * 40) for size in (9, 10)] == [True, False]
    assert by_text.accept_blob("elsewhere", 10**9, b"a" * 40)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_hook_whose_name_begins_like_another_is_unknown(place: int) -> None:
    lines = render([blob("a", 1), blob("b", 2)]).splitlines(keepends=True)
    lines.insert(place, lines[0].replace(b"block-artifacts", b"block-artifactsx"))
    with pytest.raises(CheckError, match='unknown hook "block-artifactsx"'):
        acceptance.of_hook(b"".join(lines), "block-artifacts")


def test_a_count_has_at_most_19_digits() -> None:
    row = literal("lr", 3)
    assert parse(render([row]).replace(b"\t3\n", b"\t" + b"9" * 19 + b"\n"))[0].times == 10**19 - 1
    with pytest.raises(CheckError, match="the count is not a whole number"):
        parse(render([row]).replace(b"\t3\n", b"\t" + b"9" * 20 + b"\n"))


def test_an_empty_blob_that_was_accepted_stays_so() -> None:
    rows = acceptance.of_hook(render([blob("a", 0)]), "block-artifacts")
    assert rows.accept_blob("a", 0, b"f" * 40)
    assert not rows.accept_blob("a", 1, b"f" * 40)


def test_a_file_as_we_write_it_needs_no_reading_as_a_whole() -> None:
    """What is read as a whole has the same rows, and takes longer."""
    data = rows_of_a_team()
    assert acceptance._is_in_order(data)
    assert acceptance._is_in_order(b"")
    for other in (data + data, data.replace(b"\n", b"\r\n"), data[:-1], b"\n".join(data.splitlines()[::-1]) + b"\n"):
        assert not acceptance._is_in_order(other)


def test_the_blobs_of_a_rule_are_those_of_all_its_rows() -> None:
    rows = [blob("a", 5), blob("b", 6, B, "large-file"), blob("c", 7, C)]
    found = acceptance.of_hook(render(rows), "block-artifacts")
    assert found.blobs_of("blocked-artifact") == {A.encode(), C.encode()}
    assert found.blobs_of("large-file") == {B.encode()}
    assert found.blobs_of("run-litter") == frozenset()
