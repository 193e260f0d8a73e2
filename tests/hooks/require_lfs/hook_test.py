"""require-lfs as it is called: types, lines, decisions, `--fix`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commitworthy.blobs import scan
from commitworthy.hooks.require_lfs import routes as lfs_routes
from tests import lfs
from tests.pasting import pasted
from tests.repo import Repo
from tests.samples import model, noise, parquet, table

if TYPE_CHECKING:
    from commitworthy.blobs.judge import Identity
    from commitworthy.git.index import Entry
    from commitworthy.hooks.require_lfs.routes import LfsViolation
    from commitworthy.policy.settings import Policy

NPY = b"\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (20,), }" + b" " * 59 + b"\n"
WRITE_IT = f"printf '%s\\n' '*.parquet {lfs.ROUTE}' >> .gitattributes && git add .gitattributes"


@pytest.fixture
def ready(repo: Repo) -> Repo:
    return lfs.set_up(repo)


def routes(repo: Repo, *words: str) -> list[list[str]]:
    """The patterns of the lines that each finding asks for."""
    found = repo.run("require-lfs", "--format", "json", *words).findings()
    return [[line.removesuffix(f" {lfs.ROUTE}") for line in finding["routes"]] for finding in found]


# What needs a route, and the line for it.
def test_each_type_is_one_finding(ready: Repo) -> None:
    for number in range(3):
        ready.stage(f"data/{number}.parquet", parquet(9_000, seed=number))
    ready.stage("m.pkl", model())
    outcome = ready.run("require-lfs")
    assert outcome.status == 1
    assert (
        outcome.out
        == f"""\
data/0.parquet: LFS001 unrouted-artifact: Parquet data, 8.8 kB, staged as an ordinary git blob, \
as are 2 more files of its type: no line in .gitattributes sends *.parquet to Git LFS.
    send it to Git LFS:
        {WRITE_IT} && git add --renormalize -- data/0.parquet data/1.parquet data/2.parquet
    or allow it, with the reason:   commitworthy allow --hook require-lfs --because '<why it belongs in git>' \
-- data/0.parquet data/1.parquet data/2.parquet

m.pkl: LFS001 unrouted-artifact: A pickle, 429 bytes, staged as an ordinary git blob: \
no line in .gitattributes sends *.pkl to Git LFS; also reported by block-artifacts; one fix covers both.
    send it to Git LFS:
        printf '%s\\n' '*.pkl {lfs.ROUTE}' >> .gitattributes && git add .gitattributes && git add --renormalize -- m.pkl
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- m.pkl

Or, for several of these at once:
    keep it out of git:
        git rm --cached -- data/0.parquet data/1.parquet data/2.parquet m.pkl && \
printf '%s\\n' /data/0.parquet /data/1.parquet /data/2.parquet /m.pkl >> .gitignore && git add .gitignore

2 findings in 2 files.
"""
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", table(90_000)),
        ("a.txt", b"text\n"),
        ("a.ipynb", b'{"cells": []}\n'),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 90),
        ("a.parquet", b""),
        ("tests/a.npy", NPY + bytes(160)),
        ("sub/fixtures/deep/m.pkl", model()),
        ("Tests/ML/m.pkl", model()),
        ("bin/run", b"\x7fELF\x02\x01\x01" + bytes(90)),
        ("data/.DS_Store", noise(300)),
        ("lightning_logs/version_0/checkpoints/last.ckpt", model()),
    ],
)
def test_what_needs_no_route(ready: Repo, name: str, content: bytes) -> None:
    ready.stage(name, content)
    assert lfs.passes(ready)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.npy", NPY + bytes(160)),
        ("weights", noise(300)),
        ("a.zip", b"PK\3\4\x14\0\0\0\0\0" + bytes(90)),
        ("notes.txt", model()),
        ("tests.npy", NPY + bytes(160)),
        ("tests/a.npy", NPY + bytes(160_000)),
    ],
)
def test_what_needs_one_at_any_size(ready: Repo, name: str, content: bytes) -> None:
    ready.stage(name, content)
    assert lfs.judge(ready) == [(name, "unrouted-artifact")]


@pytest.mark.parametrize(
    ("files", "line"),
    [
        (["a.parquet"], "*.parquet"),
        (["a.bin", "b.bin"], "*.bin"),
        (["a.PT"], "*.[pP][tT]"),
        (["a.tar.gz"], "*.tar.gz"),
        (["a"], "/a"),
        (["sub/a.txt"], "/sub/a.txt"),
        (["a b.json"], '"/a b.json"'),
        (["a*[b].txt"], '"/a\\\\*\\\\[b].txt"'),
        (["#a"], "/#a"),
        (["!a"], "/!a"),
        (['"a"'], '"/\\"a\\""'),
        (["a.b c"], '"/a.b c"'),
        ([".pkl"], "/.pkl"),
        (["img/a.png"], "/img/a.png"),
    ],
)
def test_the_narrowest_good_line(ready: Repo, files: list[str], line: str) -> None:
    for number, name in enumerate(files):
        ready.stage(name, noise(300, seed=number))
    assert routes(ready) == [[line]]
    assert ready.run("require-lfs", "--fix", "--stage").status == 1
    assert ready.run("require-lfs").err == ""
    assert lfs.passes(ready)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("readme.bin", b"text\n"),
        ("tests/small.bin", noise(300, seed=5)),
        ("tests/large.bin", noise(200_000, seed=5)),
        ("allowed/a.bin", noise(300, seed=5)),
    ],
    ids=["text", "a small fixture", "a large fixture", "one that may stay"],
)
def test_a_suffix_shared_with_what_stays_is_no_type(ready: Repo, name: str, content: bytes) -> None:
    ready.stage("commitworthy.toml", '[[require-lfs.allow]]\npaths = ["allowed/**"]\nbecause = "small"\n')
    ready.stage(name, content).commit()
    ready.stage("a.bin", noise(300)).stage("sub/b.bin", noise(300, seed=1))
    assert routes(ready) == [["/a.bin", "/sub/b.bin"]]
    (finding,) = ready.run("require-lfs", "--format", "json").findings()
    assert finding["files"] == ["a.bin", "sub/b.bin"]
    pasted(ready, finding, "send it to Git LFS")
    assert lfs.passes(ready)
    assert lfs.passes(ready, "a.bin", "sub/b.bin")


def test_old_files_of_the_type_are_taken_along_where_that_is_asked(ready: Repo) -> None:
    ready.stage("old.bin", noise(300)).commit()
    ready.stage("new.bin", noise(300, seed=1))
    finding = lfs.only(ready)
    assert (finding["files"], finding["routes"]) == (["new.bin"], [f"/new.bin {lfs.ROUTE}"])
    alone, whole = (
        f"printf '%s\\n' '{pattern} {lfs.ROUTE}' >> .gitattributes && git add .gitattributes && "
        for pattern in ("/new.bin", "*.bin")
    )
    assert [(way["text"], way["command"]) for way in finding["remedies"][:2]] == [
        ("send it to Git LFS", f"{alone}git add --renormalize -- new.bin"),
        ("or send all of its type to Git LFS, the old ones too", f"{whole}git add --renormalize -- '*.bin'"),
    ]
    pasted(ready, finding, "send all of its type")
    assert lfs.passes(ready)
    assert lfs.stored(ready, "old.bin") != "raw"


def test_a_line_below_the_top_beats_one_at_the_top(ready: Repo) -> None:
    lfs.route(ready, "*.bin")
    ready.stage("sub/.gitattributes", "*.bin -filter\n").commit()
    ready.stage("sub/deep/a.bin", noise(300))
    finding = lfs.only(ready)
    assert finding["message"].endswith("git blob: sub/.gitattributes excludes it from Git LFS (-filter).")
    pasted(ready, finding, "send it to Git LFS")
    assert lfs.passes(ready)
    assert "filter=lfs" in ready.git("show", ":sub/.gitattributes")


def test_a_last_line_without_an_end_stays_a_line(ready: Repo) -> None:
    ready.stage(".gitattributes", "*.txt text").commit()
    ready.stage("a.bin", noise(300))
    pasted(ready, lfs.only(ready), "send it to Git LFS")
    assert ready.git("show", ":.gitattributes") == f"*.txt text\n*.bin {lfs.ROUTE}"


# Homes, decisions, the baseline.
@pytest.mark.parametrize("home", ["mlflow", "dvc", "s3://bucket/models", "ask the data team"])
def test_what_lives_elsewhere_needs_no_route(ready: Repo, home: str) -> None:
    ready.stage("commitworthy.toml", f'[homes]\nmodel = "{home}"\n')
    ready.stage("m.pkl", model()).stage("a.npy", NPY + bytes(160))
    assert lfs.judge(ready) == [("a.npy", "unrouted-artifact")]


def test_a_project_of_dvc_routes_nothing_to_lfs(ready: Repo) -> None:
    ready.stage(".dvc/config", "").stage("m.pkl", model())
    assert lfs.passes(ready)


@pytest.mark.parametrize("hook", ["require-lfs", "block-artifacts"])
def test_one_exception_serves_both(ready: Repo, hook: str) -> None:
    ready.stage("commitworthy.toml", f'[[{hook}.allow]]\npaths = ["*.pkl"]\nbecause = "small"\n')
    ready.stage("m.pkl", model())
    assert lfs.passes(ready)
    assert bool(ready.judge()) == (hook == "require-lfs")


def test_an_exception_of_content_is_none_of_pointers(ready: Repo) -> None:
    ready.stage("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["*.bin"]\nbecause = "small"\n')
    ready.stage("a.bin", lfs.pointer(b"a"))
    assert lfs.judge(ready) == [("a.bin", "orphaned-pointer")]
    ready.stage("commitworthy.toml", '[[require-lfs.allow]]\npaths = ["*.bin"]\nbecause = "samples"\n')
    assert lfs.passes(ready)


@pytest.mark.parametrize(("size", "found"), [("1 kB", 0), ("300", 0), ("299", 1)])
def test_an_exception_has_a_size(ready: Repo, size: str, found: int) -> None:
    text = f'[[require-lfs.allow]]\npaths = ["*.bin"]\nmax-size = "{size}"\nbecause = "small"\n'
    ready.stage("commitworthy.toml", text)
    ready.stage("a.bin", noise(300))
    assert len(lfs.judge(ready)) == found


def test_an_exception_runs_out_and_is_named(ready: Repo) -> None:
    text = '[[require-lfs.allow]]\npaths = ["*.bin"]\nbecause = "for now"\nuntil = 2020-01-01\n'
    ready.stage("commitworthy.toml", text)
    ready.stage("a.bin", noise(300))
    assert "; the exception in commitworthy.toml (for now) expired on 2020-01-01: " in lfs.only(ready)["message"]


def test_pasting_the_exception(ready: Repo) -> None:
    ready.stage("a.npy", NPY + bytes(160))
    finding = lfs.only(ready)
    assert "--hook require-lfs" in finding["remedies"][-1]["command"], "block-artifacts has nothing against it"
    pasted(ready, finding, "allow it")
    ready.stage("commitworthy.toml")
    assert lfs.passes(ready)


@pytest.mark.parametrize("blank", ["\n", "\t", "\v", "\f"])
def test_a_pointer_behind_white_space_is_one_that_git_lfs_would_write_differently(ready: Repo, blank: str) -> None:
    """git-lfs trims all of these."""
    lfs.route(ready, "*.pt")
    ready.stage("a.pt", blank + lfs.pointer(b"a"))
    assert lfs.judge(ready, "--all-files") == [("a.pt", "loose-pointer")]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.bin", noise(300), "unrouted-artifact"),
        ("a.bin", lfs.pointer(b"a").encode(), "orphaned-pointer"),
        ("a.pt", noise(300), "not-a-pointer"),
        ("a.pt", lfs.pointer(b"a").replace("\n", "\r\n").encode(), "loose-pointer"),
        ("sub/.gitattributes", b"data/ filter=lfs -text\n", "dead-attribute-line"),
    ],
)
def test_the_baseline_accepts_what_is_there(ready: Repo, name: str, content: bytes, rule: str) -> None:
    lfs.route(ready, "*.pt")
    lfs.tear_down(ready)
    ready.stage(name, content).commit()
    assert lfs.judge(ready, "--all-files") == [(name, rule)]
    assert ready.run("baseline").status == 0
    rows = (ready.top / ".commitworthy-baseline").read_text().splitlines()
    blob = ready.git("rev-parse", f":{name}")
    assert f"require-lfs\t{rule}\t{name}\t{blob}" in rows
    ready.stage(".commitworthy-baseline")
    assert lfs.passes(ready, "--all-files")
    if rule != "dead-attribute-line":
        ready.git("mv", name, f"z{name}")
        assert lfs.passes(ready, "--all-files")


def test_whether_content_is_here_is_no_row(ready: Repo) -> None:
    lfs.route(ready, "*.bin")
    ready.stage("a.bin", lfs.pointer(b"a"))
    assert ready.run("baseline").out.startswith(".commitworthy-baseline: 0 rows.")


# --fix
def test_fix_writes_the_line_once_and_touches_no_index(ready: Repo) -> None:
    ready.stage("x.parquet", parquet(9_000)).stage("y.parquet", parquet(9_000, seed=1))
    before = ready.git("ls-files", "--stage")
    outcome = ready.run("require-lfs", "--fix")
    assert outcome.status == 1
    assert (
        outcome.out
        == f"""\
x.parquet: LFS001 unrouted-artifact: Parquet data, 8.8 kB, staged as an ordinary git blob, as is 1 more file of its \
type: no line in .gitattributes sends *.parquet to Git LFS; now written to .gitattributes: *.parquet {lfs.ROUTE}.
    stage it:   git add .gitattributes && git add --renormalize -- x.parquet y.parquet

1 finding in 1 file.
"""
    )
    written = (ready.top / ".gitattributes").read_text()
    assert written == f"*.parquet {lfs.ROUTE}\n"
    again = ready.run("require-lfs", "--fix")
    assert again.status == 1
    assert "stage the route:   git add .gitattributes && git add --renormalize -- x.parquet y.parquet" in again.out
    assert (ready.top / ".gitattributes").read_text() == written
    assert ready.git("ls-files", "--stage") == before
    ready.shell("git add .gitattributes && git add --renormalize -- x.parquet y.parquet")
    assert ready.run("require-lfs", "--fix").status == 0


def test_fix_keeps_other_lines_and_their_ends(ready: Repo) -> None:
    ready.write(".gitattributes", "*.txt text\r\n# the end")
    ready.stage("x.parquet", parquet(9_000))
    ready.run("require-lfs", "--fix")
    assert (ready.top / ".gitattributes").read_bytes() == (
        b"*.txt text\r\n# the end\r\n" + f"*.parquet {lfs.ROUTE}\r\n".encode()
    )


def test_64_fix_and_stage_then_the_second_run_passes(ready: Repo) -> None:
    ready.write(".gitattributes", "*.txt text\n")
    ready.commit()
    ready.write(".gitattributes", "*.txt text\n*.md text\n")
    ready.stage("x.parquet", parquet(9_000)).stage("b.txt", "staged\n")
    ready.write("b.txt", "on disk\n")
    outcome = ready.run("require-lfs", "--fix", "--stage")
    assert outcome.status == 1
    assert outcome.out.splitlines()[0].endswith(f"; now staged in .gitattributes: *.parquet {lfs.ROUTE}.")
    assert lfs.stored(ready, "x.parquet") == lfs.pointer(parquet(9_000)).removesuffix("\n")
    # Nothing else: neither other lines of the file nor other files.
    assert ready.git("show", ":.gitattributes") == f"*.txt text\n*.parquet {lfs.ROUTE}"
    assert (ready.top / ".gitattributes").read_text() == f"*.txt text\n*.md text\n*.parquet {lfs.ROUTE}\n"
    assert ready.git("show", ":b.txt") == "staged"
    before = ready.git("ls-files", "--stage")
    assert ready.run("require-lfs", "--fix", "--stage").status == 0
    assert ready.git("ls-files", "--stage") == before


def test_stage_below_the_top(ready: Repo) -> None:
    ready.stage("sub/a.parquet", parquet(9_000))
    assert ready.run("require-lfs", "--fix", "--stage", cwd="sub").status == 1
    assert lfs.passes(ready)
    assert lfs.stored(ready, "sub/a.parquet") != "raw"
    assert not (ready.top / "sub/.gitattributes").exists()


def test_stage_after_fix(ready: Repo) -> None:
    ready.stage("a.parquet", parquet(9_000))
    ready.run("require-lfs", "--fix")
    assert ready.run("require-lfs", "--fix", "--stage").status == 1
    assert ready.run("require-lfs", "--fix", "--stage").status == 0
    assert ready.git("diff") == ""


def test_stage_of_what_the_user_routes_on_disk(ready: Repo) -> None:
    ready.stage("a.parquet", parquet(9_000))
    ready.write(".gitattributes", f"/a.* {lfs.ROUTE}\n")
    assert ready.run("require-lfs", "--fix", "--stage").status == 1
    assert ready.git("show", ":.gitattributes") == f"/a.* {lfs.ROUTE}"
    assert lfs.passes(ready)


def test_stage_of_raw_files_under_a_route(ready: Repo) -> None:
    lfs.route(ready, "*.bin").commit()
    lfs.tear_down(ready)
    ready.stage("a.bin", noise(300))
    lfs.set_up(ready)
    assert ready.run("require-lfs", "--fix", "--stage").status == 1
    assert lfs.passes(ready)


def test_stage_leaves_alone_what_differs_on_disk(ready: Repo) -> None:
    ready.stage("a.parquet", parquet(9_000))
    ready.write("a.parquet", parquet(9_000, seed=1))
    outcome = ready.run("require-lfs", "--fix", "--stage")
    assert outcome.status == 1
    assert "a.parquet on disk differs from what is staged, so it was skipped: git add it, then run again" in outcome.err
    assert lfs.stored(ready, "a.parquet") == "raw"


@pytest.mark.parametrize("variable", ["PRE_COMMIT", "GIT_INDEX_FILE"])
def test_stage_refuses_inside_a_hook(ready: Repo, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    ready.stage("a.parquet", parquet(9_000))
    before = ready.git("ls-files", "--stage")
    monkeypatch.setenv(variable, ".git/index" if variable == "GIT_INDEX_FILE" else "1")
    outcome = ready.run("require-lfs", "--fix", "--stage", "a.parquet")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "commitworthy: require-lfs: --fix --stage changes the index and cannot run inside a hook: "
        "run it in a terminal\n"
    )
    assert not (ready.top / ".gitattributes").exists()
    assert ready.git("ls-files", "--stage") == before


def test_stage_inside_a_real_hook(ready: Repo) -> None:
    ready.install_hooks("require-lfs --fix --stage")
    ready.stage("a.parquet", parquet(9_000))
    outcome = ready.try_commit()
    assert outcome.status == 1
    assert "cannot run inside a hook" in outcome.out


def test_stage_without_fix_is_half_a_wish(ready: Repo) -> None:
    outcome = ready.run("require-lfs", "--stage")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--stage requires --fix" in outcome.err


def test_stage_without_git_lfs_says_so(ready: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lfs.tear_down(ready)
    ready.stage("a.parquet", parquet(9_000))
    before = ready.git("ls-files", "--stage")
    outcome = ready.run("require-lfs", "--fix", "--stage")
    assert "nothing was staged, since Git LFS is not set up here: git lfs install, then run" in outcome.err
    lfs.machine_without_lfs(monkeypatch, tmp_path / "bin")
    outcome = ready.run("require-lfs", "--fix", "--stage")
    assert outcome.status == 1
    assert "nothing was staged, since git-lfs is not on PATH: install it, then run the same" in outcome.err
    assert ready.git("ls-files", "--stage") == before
    assert (ready.top / ".gitattributes").read_text() == f"*.parquet {lfs.ROUTE}\n"


def test_fix_is_no_key_of_a_policy(ready: Repo) -> None:
    ready.stage("commitworthy.toml", "[require-lfs]\nfix = true\n")
    outcome = ready.run("require-lfs")
    assert outcome.status == 2
    assert 'unknown key "fix"' in outcome.err


# Trouble.
def test_damage_is_2_and_the_others_are_judged(ready: Repo) -> None:
    ready.stage("a.bin", noise(300)).stage("b.npy", NPY + bytes(160))
    blob = ready.git("rev-parse", ":a.bin")
    ready.shell(f"rm -f a.bin .git/objects/{blob[:2]}/{blob[2:]}")
    outcome = ready.run("require-lfs")
    assert outcome.status == 2
    assert "b.npy: LFS001" in outcome.out
    assert f"a.bin: blob {blob} is missing or damaged in the object store: run git fsck" in outcome.err


def test_a_bad_baseline_is_2(ready: Repo) -> None:
    ready.stage(".commitworthy-baseline", "garbage\n").stage("a.bin", noise(300))
    outcome = ready.run("require-lfs")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("commitworthy: .commitworthy-baseline:1: ")


def test_half_an_object_is_none(ready: Repo) -> None:
    lfs.route(ready, "*.bin")
    ready.stage("a.bin", noise(300))
    assert lfs.passes(ready)
    (place,) = [place for place in (ready.top / ".git/lfs/objects").rglob("*") if place.is_file()]
    place.chmod(0o644)
    place.write_bytes(noise(200))
    assert lfs.judge(ready) == [("a.bin", "missing-object")]


# Many tracked files, of which the clean ones are remembered.
def test_what_is_remembered_hangs_on_the_routes(ready: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MANY", "REMEMBERED"):
        monkeypatch.setattr(scan, name, 2)
    for number in range(5):
        ready.stage(f"{number}.csv", f"{number}\n")
    ready.commit()
    assert lfs.passes(ready, "--all-files")
    assert (ready.top / ".git/commitworthy/routed").is_file()
    with monkeypatch.context() as patch:
        patch.setattr(lfs_routes, "_judge_of", None)
        assert lfs.passes(ready, "--all-files"), "nothing is judged again"
    ready.write(".gitattributes", f"*.csv {lfs.ROUTE}\n")
    ready.git("add", ".gitattributes")
    ready.git("commit", "--quiet", "--message", "a route")
    assert lfs.judge(ready, "--all-files") == [(f"{number}.csv", "not-a-pointer") for number in range(5)]
    ready.stage("commitworthy.toml", '[[require-lfs.allow]]\npaths = ["*.csv"]\nbecause = "text"\n')
    assert lfs.passes(ready, "--all-files")


def test_of_many_files_those_accepted_without_a_route_are_not_looked_at_until_a_route_comes(
    ready: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_MANY", "REMEMBERED"):
        monkeypatch.setattr(scan, name, 2)
    for number in range(4):
        ready.stage(f"{number}.pkl", model(number))
    ready.commit()
    assert ready.run("baseline").status == 0
    ready.git("add", ".commitworthy-baseline")
    ready.commit()
    judged: list[bytes] = []
    of_content = lfs_routes._of_content

    def watched(entry: Entry, what: Identity, value: str, policy: Policy) -> LfsViolation | None:
        judged.append(entry.path)
        return of_content(entry, what, value, policy)

    with monkeypatch.context() as patch:
        patch.setattr(lfs_routes, "_of_content", watched)
        assert lfs.passes(ready, "--all-files")
        assert judged
        for number in range(4):
            ready.git("mv", f"{number}.pkl", f"moved_{number}.pkl")
        ready.stage("a.txt", "a\n")
        assert lfs.passes(ready), "renamed, which is staged"
    assert b"a.txt" in judged
    assert not any(path.endswith(b".pkl") for path in judged)
    ready.git("reset", "--quiet", "--hard")
    ready.stage("new.pkl", model(9))
    assert lfs.judge(ready, "--all-files") == [("new.pkl", "unrouted-artifact")]
    ready.git("rm", "--quiet", "--force", "new.pkl")
    ready.stage("0.pkl", model(8))
    assert lfs.judge(ready, "--all-files") == [("0.pkl", "unrouted-artifact")], "another blob at an accepted path"
    ready.git("reset", "--quiet", "--hard")
    lfs.route(ready, "1.pkl").git("commit", "--quiet", "--message", "a route")
    assert lfs.judge(ready, "--all-files") == [("1.pkl", "not-a-pointer")]


def test_two_processes_say_the_same_as_one(ready: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    lfs.route(ready, "*.pt")
    lfs.tear_down(ready)
    for number in range(6):
        ready.stage(f"{number}.pt", noise(300, seed=number))
        ready.stage(f"{number}.onnx", lfs.pointer(b"%d" % number))
    alone = lfs.judge(ready)
    for name in ("_MANY", "REMEMBERED"):
        monkeypatch.setattr(scan, name, 2)
    assert sorted(lfs.judge(ready)) == sorted(alone)
    assert len(alone) == 12


def test_a_filter_that_cannot_run_is_no_trouble(ready: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lfs.route(ready, "*.bin")
    place = ready.write("a.bin", noise(300))
    # From the future, so that git does not trust the time of the file and looks into it, through the filter.
    os.utime(place, (4e9, 4e9))
    ready.stage("a.bin").commit()
    ready.stage("m.pkl", model())
    lfs.machine_without_lfs(monkeypatch, tmp_path / "bin")
    assert ready.try_git("diff-files", "--name-only").status == 128, "git itself fails here"
    assert lfs.judge(ready) == [("m.pkl", "unrouted-artifact")]
    assert "git-lfs is not on PATH" in ready.run("require-lfs", "--fix", "--stage").err
