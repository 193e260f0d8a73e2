"""Sums to the byte, and what a blob is, however a repository keeps its objects."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from commitworthy.git import packs
from tests.commands.audit.history import BRANCHES, POINTER, audit, blobs, build, commit, usage
from tests.luck import seeds
from tests.processes_test import processes
from tests.repo import Outcome, Repo, run
from tests.samples import model, noise, prose, random_bytes, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def loose(top: Path) -> Repo:
    return build(top)


def packed(top: Path) -> Repo:
    repo = build(top)
    repo.git("gc", "--quiet", "--prune=now")
    return repo


def of_two_packs(top: Path) -> Repo:
    """With an index over both, and with some objects in both."""
    repo = build(top)
    repo.git("repack", "-dq")
    commit(repo, "2021-01-01", {"later.bin": noise(130_000, 3)})
    repo.git("repack", "-dq")
    listed = repo.git("rev-list", "--objects", "--no-object-names", "HEAD").encode()
    repo.git("pack-objects", "--quiet", ".git/objects/pack/pack", send=listed + b"\n")
    repo.git("multi-pack-index", "write")
    assert len(list((repo.top / ".git/objects/pack").glob("*.pack"))) == 3
    return repo


def of_sha256(top: Path) -> Repo:
    repo = build(top, "--object-format=sha256")
    repo.git("gc", "--quiet", "--prune=now")
    return repo


def borrowing(top: Path) -> Repo:
    origin = build(top.parent / "origin")
    origin.git("gc", "--quiet", "--prune=now")
    origin.git("clone", "--quiet", "--mirror", "--shared", str(origin.top), str(top / ".git"))
    repo = Repo(top)
    repo.git("config", "core.bare", "false")
    return repo


def bare(top: Path) -> Repo:
    origin = packed(top.parent / "origin")
    origin.git("clone", "--quiet", "--mirror", "--no-local", str(origin.top), str(top))
    return Repo(top)


def with_a_commit_graph(top: Path) -> Repo:
    repo = packed(top)
    repo.git("commit-graph", "write", "--reachable")
    repo.git("repack", "-adq", "--write-bitmap-index")
    return repo


KEPT = [loose, packed, of_two_packs, of_sha256, borrowing, bare, with_a_commit_graph]


def ids_in(repo: Repo, *words: str) -> set[str]:
    """The blobs that these words lead to, all refs where there are none."""
    listed = repo.git("rev-list", "--objects", "--no-object-names", *(words or ("--all",))).encode()
    lines = repo.git("cat-file", "--batch-check=%(objecttype) %(objectname)", send=listed + b"\n").splitlines()
    return {line.split()[1] for line in lines if line.startswith("blob ")}


@pytest.mark.parametrize("kept", KEPT)
def test_sums_are_those_of_git_to_the_byte(tmp_path: Path, kept: Callable[[Path], Repo]) -> None:
    repo = kept(tmp_path / "repo")
    report, rows = audit(repo), blobs(repo)
    assert report["clone"] == {
        "branches_tags": usage(repo, *BRANCHES, "HEAD"),
        "depth1": usage(repo, "--no-walk", "HEAD"),
        "all_refs": usage(repo, "--all", "HEAD"),
    }
    assert sum(report["objects"].values()) == report["clone"]["all_refs"]
    assert report["clone"]["all_refs"] > report["clone"]["branches_tags"] > report["clone"]["depth1"] > 0
    total = report["total"]
    assert total["packed"] == report["objects"]["blob"] == sum(int(row["packed"]) for row in rows)
    assert total["size"] == sum(int(row["size"]) for row in rows)
    assert total["packed"] == total["tip"] + total["tag"] + total["history"] + total["server"]
    for key in total:
        assert sum(sums[key] for sums in report["families"].values()) == total[key]
    for key in ("blobs", "size", "packed"):
        assert sum(row[key] for row in report["formats"].values()) == total[key]
    assert sum(folder["packed"] for folder in report["folders"]) == total["packed"]
    assert sum(folder["history"] for folder in report["folders"]) == total["history"] + total["server"]
    assert {row["id"] for row in rows} == ids_in(repo)
    assert len(rows) == total["blobs"]
    assert (report["missing"], report["unreadable"], report["lower_bound"]) == (0, 0, False)


EXPECTED = {
    ("README.md", 12): ("text", "tip", "", "2020-01-01"),
    ("src/a.py", 6): ("text", "tip", "", "2020-01-01"),
    ("data/train.csv", 200_000): ("data", "history", "ART001", "2020-02-01"),
    ("data/train.csv", 300_000): ("data", "history", "ART001", "2020-03-01"),
    ("data/train.csv", 400_000): ("data", "tip", "ART001", "2020-04-01"),
    ("big.bin", 250_000): ("binary", "tag", "ART001", "2020-04-01"),
    ("link", 8): ("link", "tip", "", "2020-04-01"),
    ("weights.bin", 134): ("pointer", "tip", "", "2020-04-01"),
    ("side.md", 5000): ("text", "tip", "", "2020-06-01"),
    ("commitworthy.toml", 0): ("empty", "tip", "", "2020-06-01"),
    ("alone.bin", 150_000): ("binary", "tag", "ART001", ""),
    ("", 3000): ("text", "tag", "", ""),
    ("pulled.bin", 120_000): ("binary", "server", "ART001", "2020-08-01"),
}


@pytest.mark.parametrize("kept", KEPT)
def test_each_blob_is_named_by_its_content_and_placed(tmp_path: Path, kept: Callable[[Path], Repo]) -> None:
    rows = blobs(kept(tmp_path / "repo"))
    found = {(row["path"], int(row["size"])): row for row in rows}
    told = {key: (row["family"], row["state"], row["verdict"], row["since"]) for key, row in found.items()}
    models = {key: value for key, value in told.items() if value[0] == "model"}
    assert {key: value for key, value in told.items() if key in EXPECTED} == EXPECTED
    assert sorted((path, *value) for (path, _), value in models.items()) == [
        ("model.pkl", "model", "tag", "ART001", "2020-02-01"),
        ("notes.txt", "model", "tip", "ART004", "2020-03-01"),
    ]
    (moved,) = [row for row in rows if row["path"] == "notes.txt"]
    assert moved["paths"] == "2"
    assert len(rows) == len(EXPECTED) + 2 + (kept is of_two_packs)


def test_verdicts_are_those_of_check_push(tmp_path: Path) -> None:
    repo = packed(tmp_path / "repo")
    html = b"<html>\n" + b"text of a page\n" * 1000
    literal = html + random_bytes(90_000).hex().encode() + b"\n"
    commit(repo, "2021-01-01", {"page.html": html * 20, "embedded.html": literal, "tests/a.pkl": noise(60_000)})
    commit(repo, "2021-02-01", {"page.html": html * 40, "MLproject": "", "mlruns/0/meta.yaml": "a: 1\n"})
    repo.git("update-ref", "-d", "refs/pull/1/head")
    ids: set[str] = set()
    for ref in repo.git("for-each-ref", "--format=%(refname)").splitlines():
        outcome = repo.run("check-push", "--from-ref", "0" * 40, "--to-ref", ref, "--format", "json", "--all")
        ids |= {finding["blob"] for finding in outcome.findings() if finding["code"].startswith("ART")}
    refused = {row["id"]: row["path"] for row in blobs(repo) if row["verdict"]}
    assert ids <= set(refused)
    # A finding names the largest version at a path.
    paths = {path for blob, path in refused.items() if blob in ids}
    assert paths == set(refused.values())


RULES = {"ART001", "ART002", "ART003", "ART004", "ART005", "LFS002"}


def with_routes(top: Path, folders: int) -> Repo:
    """Each folder routes its own files, which lie in git as they are."""
    repo = Repo.init(top)
    for number in range(folders):
        repo.write(f"{number}/.gitattributes", f"{number}-* filter=lfs\n")
        for file in range(5):
            repo.write(f"{number}/{number}-{file}", f"{number} {file}\n")
    repo.git("-c", "filter.lfs.clean=cat", "add", "--all")
    repo.git("commit", "--quiet", "--no-verify", "--message", "raw")
    repo.git("repack", "-adq")
    return repo


@pytest.mark.long
def test_processes_do_not_grow_with_attributes_files(tmp_path: Path) -> None:
    few, many = with_routes(tmp_path / "few", 2), with_routes(tmp_path / "many", 400)
    assert audit(many)["policy"]["rules"] == {"LFS002": 2000}
    assert processes(few, "audit") == processes(many, "audit")


def refused_at_a_push(repo: Repo) -> set[tuple[str, str]]:
    """Rule and path of each blob that check-push refuses, whatever else it says of trees at the tips."""
    found: set[tuple[str, str]] = set()
    for ref in repo.git("for-each-ref", "--format=%(refname)", "refs/heads").splitlines():
        outcome = repo.run("check-push", "--from-ref", "0" * 40, "--to-ref", ref, "--format", "json", "--all")
        found |= {(finding["code"], finding["path"]) for finding in outcome.findings() if finding["code"] in RULES}
    return found


def test_what_a_commit_routes_to_lfs_and_holds_as_it_is_is_refused_as_by_check_push(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo")
    commit(repo, "2021-01-01", {"before.png": noise(3000), "sub/x.dat": noise(2000, 1), "data.csv": "a,b\n1,2\n"})
    # Of a clone without git-lfs.
    repo.write(".gitattributes", "[attr]large filter=lfs\n*.png large\n*.csv filter=lfs -text\nkept.png !filter\n")
    repo.write("sub/.gitattributes", "x.* large\n")
    repo.commit()
    added: dict[str, str | bytes] = {
        "raw.png": noise(4000, 2),
        "kept.png": noise(4001, 3),
        "sub/x.dat": noise(4002, 4),
        "new.csv": "a\n2\n",
    }
    added |= {"pointer.png": POINTER, "empty.png": "", "model.csv": model(50)}
    for name, content in added.items():
        repo.write(name, content)
    for name in ("raw.png", "kept.png", "pointer.png", "empty.png", "sub/x.dat", "new.csv", "model.csv"):
        blob = repo.git("hash-object", "-w", "--no-filters", name)
        repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
    repo.git("mv", "data.csv", "moved.csv")
    repo.git("commit", "--quiet", "--no-verify", "--message", "raw")
    repo.git("update-index", "--force-remove", ".gitattributes")
    repo.git("commit", "--quiet", "--no-verify", "--message", "no routes")
    told = {(row["verdict"], row["path"]) for row in blobs(repo) if row["verdict"]}
    assert told == {
        ("LFS002", "raw.png"), ("LFS002", "sub/x.dat"), ("LFS002", "new.csv"), ("LFS002", "model.csv"),
        ("LFS002", "data.csv"),
    }  # fmt: skip
    # Each blob under the path that it had first; a finding names the one that is routed.
    expected = {(code, "moved.csv" if path == "data.csv" else path) for code, path in told}
    assert refused_at_a_push(repo) == expected
    report = audit(repo)
    assert report["policy"]["rules"] == {"LFS002": 5}
    # Their home is Git LFS, whatever the policy says of text.
    assert repo.run("audit", "--plan", str(tmp_path / "plan")).status == 0
    include = "--include=data.csv,model.csv,moved.csv,new.csv,raw.png,sub/x.dat\n"
    assert f"$ git lfs migrate import --everything {include}" in (tmp_path / "plan.md").read_text()
    repo.git("config", "core.bare", "true")
    assert audit(repo) == report


def test_the_policy_of_head_and_the_baseline_decide(tmp_path: Path) -> None:
    repo = packed(tmp_path / "repo")
    allow = '[[block-artifacts.allow]]\npaths = ["data/**"]\nbecause = "golden"\n'
    commit(repo, "2021-01-01", {"commitworthy.toml": f'{allow}[block-artifacts.limits]\nbinary = "200 kB"\n'})
    told = {(row["path"], row["verdict"], row["accepted"]) for row in blobs(repo) if row["verdict"]}
    assert told == {
        ("data/train.csv", "ART001", "yes"),
        ("big.bin", "ART001", "no"),
        ("model.pkl", "ART001", "no"),
        ("notes.txt", "ART004", "no"),
    }
    policy = audit(repo)["policy"]
    assert (policy["source"], policy["adopted"]) == ("commitworthy.toml", "2020-06-01")
    assert (policy["refused"]["blobs"], policy["accepted"]["blobs"], policy["at_tips"]["blobs"]) == (3, 3, 1)
    assert (policy["refused"]["first"], policy["rules"]) == ("2020-02-01", {"ART001": 2, "ART004": 1})


# One by one, since one may take back what another does.
SETTINGS = {
    "diff.relative": "true", "diff.orderFile": "nowhere", "log.showSignature": "true", "log.mailmap": "true",
    "log.decorate": "full", "log.showRoot": "false", "diff.renames": "copies", "diff.ignoreSubmodules": "all",
    "i18n.logOutputEncoding": "UTF-16",
}  # fmt: skip


def test_no_setting_changes_the_report(tmp_path: Path) -> None:
    repo = packed(tmp_path / "repo")
    expected = audit(repo, "--authors")
    for name, value in SETTINGS.items():
        repo.git("config", name, value)
        assert audit(repo, "--authors") == expected, name
        repo.git("config", "--unset", name)


def test_a_malformed_policy_is_one_line(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo")
    commit(repo, "2021-01-01", {"commitworthy.toml": "[block-artifacts]\nmax-sice = 1\n"})
    outcome = repo.run("audit")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "max-sice" in outcome.err


# What a clone may lack.


def clone(origin: Repo, *options: str) -> Repo:
    origin.git("config", "uploadpack.allowFilter", "true")
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    top = origin.top.parent / "clone"
    origin.git("clone", "--quiet", *options, f"file://{origin.top}", str(top))
    return Repo(top)


@pytest.mark.parametrize("missing", ["blob:none", "blob:limit=1k", "tree:0"])
def test_what_a_partial_clone_lacks_is_counted_and_never_fetched(
    tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    partial = clone(packed(tmp_path / "repo"), f"--filter={missing}", "--no-checkout")
    before = partial.git("count-objects", "-v")
    trace = tmp_path / "trace"
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TRACE2", str(trace))
        report = audit(partial)
        outcome = partial.run("audit")
    assert "fetch-pack" not in trace.read_text()
    assert partial.git("count-objects", "-v") == before
    lacking = partial.git("rev-list", "--objects", "--all", "--missing=print", "--quiet").count("?")
    assert report["missing"] >= lacking > 0
    assert report["lower_bound"]
    assert f"note: {report['missing']} objects are not in this clone and not fetched" in outcome.out
    assert "at least " in outcome.out
    undated = "trees are missing, so dates and commits are not known: git fetch --refetch --no-filter"
    no_policy = "this partial clone lacks the policy of HEAD, so the defaults are used"
    expected = {"blob:none": [no_policy], "blob:limit=1k": [], "tree:0": [undated, no_policy]}
    assert report["notes"] == expected[missing]


def test_blobs_that_are_gone_are_counted_without_a_promise(tmp_path: Path) -> None:
    repo = build(tmp_path / "repo")
    blob = repo.git("rev-parse", "v1:big.bin")
    (repo.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    report = audit(repo)
    assert (report["missing"], report["lower_bound"]) == (1, True)
    assert report["clone"]["branches_tags"] == usage(repo, *BRANCHES, "HEAD", "--missing=allow-any")
    assert blob not in {row["id"] for row in blobs(repo)}


def test_a_shallow_clone_says_so(tmp_path: Path) -> None:
    shallow = clone(packed(tmp_path / "repo"), "--depth=1")
    report = audit(shallow)
    assert (report["commits"], report["lower_bound"]) == (1, True)
    assert report["notes"] == ["this clone is shallow: older commits are not counted: git fetch --unshallow"]
    assert report["clone"]["branches_tags"] == usage(shallow, *BRANCHES, "HEAD")


def damage(place: Path, at: int) -> None:
    place.chmod(0o644)
    content = bytearray(place.read_bytes())
    content[at : at + 40] = bytes(40)
    place.write_bytes(bytes(content))


def test_a_damaged_pack_is_named(tmp_path: Path) -> None:
    repo = packed(tmp_path / "repo")
    (pack,) = (repo.top / ".git/objects/pack").glob("*.pack")
    damage(pack, 30)
    outcome = repo.run("audit")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"commitworthy: damaged in {pack.name}: run git fsck (")
    assert outcome.err.count("\n") == 1
    outcome = run(tmp_path, "audit", "repo")
    assert outcome.err.startswith(f"commitworthy: repo: damaged in {pack.name}: run git fsck (")


def test_a_head_without_a_commit_is_said(tmp_path: Path) -> None:
    """As of a mirror whose default branch is gone."""
    repo = packed(tmp_path / "repo")
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    report = audit(repo)
    assert report["clone"]["depth1"] == 0 < report["clone"]["branches_tags"]
    assert report["policy"]["source"] is None
    assert report["notes"] == ["HEAD leads to no commit, so depth 1 is empty and the policy is that of the defaults"]


@pytest.mark.parametrize("content", ["{top}/.git/objects", "{other}/.git/objects", "/nowhere"])
def test_alternates_in_a_circle_or_without_an_end_are_no_matter(tmp_path: Path, content: str) -> None:
    repo, other = packed(tmp_path / "repo"), packed(tmp_path / "other")
    expected = audit(repo)
    for here, there in ((repo, other), (other, repo)):
        line = content.format(top=here.top, other=there.top)
        (here.top / ".git/objects/info/alternates").write_text(f"{line}\n")
    assert audit(repo) == expected


def objects_in_pack(repo: Repo) -> tuple[Path, dict[str, int]]:
    """The only pack, and where each of its objects begins."""
    (index,) = (repo.top / ".git/objects/pack").glob("*.idx")
    # Of a git that must be told the format of the ids outside of a repository.
    listed = subprocess.run(
        ["git", "show-index"], cwd=repo.top, input=index.read_bytes(), capture_output=True, check=True
    ).stdout
    offsets = {line.split()[1]: int(line.split()[0]) for line in listed.decode().splitlines()}
    return index.with_suffix(".pack"), offsets


def test_a_damaged_blob_is_counted_and_the_rest_told(tmp_path: Path) -> None:
    repo = packed(tmp_path / "repo")
    pack, offsets = objects_in_pack(repo)
    damage(pack, offsets[repo.git("rev-parse", "v1:big.bin")] + 100)
    report = audit(repo)
    assert (report["unreadable"], report["missing"], report["lower_bound"]) == (1, 0, True)
    assert report["families"]["unread"]["blobs"] == 1
    assert report["families"]["model"]["blobs"] == 2
    assert "note: 1 blob is damaged or could not be read, and not identified: run git fsck" in repo.run("audit").out


@pytest.mark.parametrize("kinds", [{"commit", "tag"}, pytest.param({"blob", "tree"}, marks=pytest.mark.long)])
def test_whichever_object_is_damaged_it_is_said(tmp_path: Path, kinds: set[str]) -> None:
    """A git may take it for missing, or leave it out without a word, where a commit-graph leads past it."""
    repo = packed(tmp_path / "repo")
    pack, offsets = objects_in_pack(repo)
    whole = pack.read_bytes()
    wanted = [name for name in offsets if repo.git("cat-file", "-t", name) in kinds]
    pack.chmod(0o644)
    for name in wanted:
        start = offsets[name]
        other_kind = bytes([whole[start] ^ 0x30])
        # What is compressed, behind two bytes of kind and size; then the kind.
        for at, wrong in ((start + 3, bytes(8)), (start, other_kind)):
            pack.write_bytes(whole[:at] + wrong + whole[at + len(wrong) :])
            outcome = repo.run("audit", "--format", "json")
            if outcome.status:
                assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1), name
                continue
            report = json.loads(outcome.out)
            assert report["lower_bound"], name
            is_named = f"damaged in {pack.name}: run git fsck" in report["notes"]
            assert is_named if report["missing"] else report["unreadable"], name


def test_a_repository_without_a_commit_costs_nothing(unborn: Repo) -> None:
    report = audit(unborn)
    assert report["clone"] == {"branches_tags": 0, "depth1": 0, "all_refs": 0}
    assert (report["commits"], report["blobs"], report["growth"]) == (0, [], None)
    assert unborn.run("audit").out.startswith("repo: 0 commits, 0 blobs, 0 refs\n")


def nobody_reads(pipe: Path) -> bool:
    """Whether nobody has the pipe open to read, soon: what was killed is gone after a moment."""
    for _ in range(1000):
        try:
            os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("words", [(), ("repo",)])
def test_a_pipe_that_git_waits_for_is_given_up_with_that_git(tmp_path: Path, words: tuple[str, ...]) -> None:
    """It lies in a repository that came from somebody else."""
    repo = packed(tmp_path / "repo")
    pipe = repo.top / ".git/packed-refs"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    place, name = (tmp_path, "repo") if words else (repo.top, "this repository")
    outcome = run(place, "audit", "--max-seconds", "1", *words)
    remedy = "give it more with --max-seconds, or run it where there is more memory"
    assert outcome == Outcome(2, "", f"commitworthy: {name}: took longer than 1 second: {remedy}\n")
    assert nobody_reads(pipe), "git is left, which waits"


def test_outside_of_a_repository_and_where_there_is_none(tmp_path: Path, repo: Repo) -> None:
    inside = repo.top / "sub"
    inside.mkdir()
    for words, place in ((["nowhere"], "nowhere: "), ([str(inside)], f"{inside}: not inside a git repository")):
        outcome = repo.run("audit", *words)
        assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert place in outcome.err


def test_a_hundred_thousand_refs(repo: Repo) -> None:
    head = repo.head()
    lines = [f"{head} refs/{kind}/{number}\n" for kind in ("heads", "tags") for number in range(50_000)]
    (repo.top / ".git/packed-refs").write_text(
        "# pack-refs with: peeled fully-peeled sorted\n" + "".join(sorted(lines))
    )
    report = audit(repo)
    assert report["refs"] == 100_001
    assert report["clone"]["all_refs"] == usage(repo, "--all")


def test_refs_of_remotes_may_lead_to_anything(tmp_path: Path) -> None:
    """As those of a mirror do whose tags are fetched to refs/remotes."""
    repo = build(tmp_path / "repo")
    repo.git("update-ref", "refs/remotes/o/blob", repo.git("hash-object", "-w", "--stdin", send=prose(4000)))
    repo.git("update-ref", "refs/remotes/o/tag", repo.git("rev-parse", "v1"))
    repo.git("update-ref", "refs/remotes/o/tree", repo.git("mktree", send=b""))
    repo.git("tag", "--delete", "v1")
    report = audit(repo)
    assert report["clone"]["branches_tags"] == usage(repo, *BRANCHES, "HEAD")
    assert report["clone"]["all_refs"] == usage(repo, "--all")
    assert ("", "4000", "tip") in {(row["path"], row["size"], row["state"]) for row in blobs(repo)}


def test_what_another_work_tree_has_checked_out_is_no_part_of_a_clone(tmp_path: Path, repo: Repo) -> None:
    other = Repo(tmp_path / "other")
    repo.git("worktree", "add", "--quiet", "--detach", str(other.top))
    other.write("a.bin", noise(3000))
    other.commit()
    report = audit(repo)
    assert report["clone"]["branches_tags"] == usage(repo, *BRANCHES, "HEAD") < report["clone"]["all_refs"] - 3000
    assert report["clone"]["all_refs"] == usage(repo, "--all")
    assert {row["path"]: row["state"] for row in blobs(repo)} == {"README.md": "tip", "a.bin": "server"}
    assert audit(other)["clone"]["branches_tags"] == usage(other, *BRANCHES, "HEAD") > 3000
    repo.git("checkout", "--quiet", "--detach")
    repo.write("b.bin", noise(5000, 1))
    repo.commit()
    assert audit(other)["clone"]["branches_tags"] == usage(other, *BRANCHES, "HEAD") < 5000


@pytest.mark.parametrize("seconds", ["9" * 25, "-" + "9" * 25, "9" * 5000, "12x", ""], ids=len)
def test_a_time_that_is_none_is_the_first_day(repo: Repo, seconds: str) -> None:
    tree = repo.git("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor A <a@example.org> {seconds} +0000\ncommitter A <a@example.org> 1 +0000\n\nx\n"
    repo.git(
        "update-ref",
        "HEAD",
        repo.git("hash-object", "-t", "commit", "--literally", "-w", "--stdin", send=text.encode()),
    )
    assert [row["since"] for row in blobs(repo)] == ["1970-01-01"]
    assert repo.run("audit").status == 0


def test_folders_deeper_than_python_recurses(repo: Repo) -> None:
    lines = [b"commit refs/heads/main\ncommitter A <a@example.org> 1500000000 +0000\ndata 1\nx\n"]
    for number in range(60):
        content = b"%d\n" % number * 500
        lines.append(b"M 100644 inline %d/%sf\ndata %d\n%s\n" % (number, b"a/" * 600, len(content), content))
    repo.git("fast-import", "--quiet", "--force", send=b"".join(lines))
    report = audit(repo)
    assert sum(folder["files"] for folder in report["folders"]) == 60
    assert sum(folder["packed"] for folder in report["folders"]) == report["total"]["packed"]


def test_a_blob_at_very_many_paths(repo: Repo) -> None:
    lines = [b"commit refs/heads/main\ncommitter A <a@example.org> 1500000000 +0000\ndata 1\nx\n"]
    lines += [b"M 100644 inline %d/__init__.py\ndata 0\n\n" % number for number in range(5000)]
    repo.git("fast-import", "--quiet", "--force", send=b"".join(lines))
    assert [(row["path"], row["paths"]) for row in blobs(repo)] == [("0/__init__.py", "5000")]


def random_history(chance: random.Random) -> bytes:
    """A stream for git fast-import: folders, files and merges of up to four parents, whose trees are anything."""
    lines: list[bytes] = []
    for number in range(1, 80):
        parents = chance.sample(range(1, number), min(number - 1, chance.choice((1, 1, 1, 2, 2, 4))))
        lines.append(b"commit refs/heads/b%d\nmark :%d\n" % (number % 7, number))
        lines.append(b"committer A <a@example.org> %d +0000\ndata 1\nx\n" % (1_500_000_000 + number * 1000))
        for at, parent in enumerate(parents):
            lines.append(b"%s :%d\n" % (b"merge" if at else b"from", parent))
        for _ in range(chance.randrange(6)):
            path = b"/".join(b"%d" % chance.randrange(4) for _ in range(chance.randrange(1, 5)))
            if chance.random() < 0.2:
                lines.append(b"D %s\n" % path)
            else:
                content = b"%d\n" % chance.randrange(60) * chance.randrange(1, 400)
                mode = chance.choice((b"100644", b"100755", b"120000"))
                lines.append(b"M %s inline %s.txt\ndata %d\n%s\n" % (mode, path, len(content), content))
        lines.append(b"\n")
    return b"".join(lines)


@pytest.mark.parametrize("seed", seeds(*range(6)))
def test_any_history_with_merges_is_counted_to_the_byte(tmp_path: Path, seed: int) -> None:
    """Also those in which a merge has what none of its parents has, and what refs lead to that are of no clone."""
    repo = Repo.init(tmp_path / "repo", "--initial-branch=b1")
    repo.git("fast-import", "--quiet", "--force", send=random_history(random.Random(seed)))
    for number in (0, 2, 4, 6):
        repo.git("update-ref", f"refs/pull/{number}/head", f"b{number}")
        repo.git("update-ref", "-d", f"refs/heads/b{number}")
    repo.git("tag", "a-tree", "refs/pull/2/head^{tree}")
    repo.git("tag", "a-commit", "refs/pull/4/head~1")
    if seed % 2:
        repo.git("repack", "-adq")
    report = audit(repo)
    assert report["clone"] == {
        "branches_tags": usage(repo, *BRANCHES, "HEAD"),
        "depth1": usage(repo, "--no-walk", "HEAD"),
        "all_refs": usage(repo, "--all"),
    }
    assert report["clone"]["branches_tags"] < report["clone"]["all_refs"]
    assert report["total"]["packed"] == report["objects"]["blob"]
    rows = blobs(repo)
    assert {row["id"] for row in rows} == ids_in(repo)
    assert {row["id"] for row in rows if row["state"] == "server"} == ids_in(repo) - ids_in(repo, *BRANCHES, "HEAD")
    for row in rows[:: max(1, len(rows) // 10)]:
        names = repo.git("log", "--all", "--format=%as", "--reverse", f"--find-object={row['id']}", "-m").split()
        assert row["since"] == names[0]


def test_nothing_is_written(tmp_path: Path) -> None:
    """Not to ask for attributes either, where those of this clone alone must be left out."""
    repo = packed(tmp_path / "repo")
    commit(repo, "2021-01-01", {".gitattributes": "*.dat filter=lfs\n"})
    (repo.top / ".git/info").mkdir(exist_ok=True)
    (repo.top / ".git/info/attributes").write_text("*.bin filter=lfs\n")

    def state() -> dict[str, tuple[int, int]]:
        places = [os.path.join(folder, name) for folder, _, names in os.walk(repo.top) for name in names]
        return {place: (os.stat(place).st_mtime_ns, os.stat(place).st_size) for place in places}

    before = state()
    for form in ("text", "json", "csv"):
        assert repo.run("audit", "--format", form).status == 0
    assert state() == before
    assert set(audit(repo)["policy"]["rules"]) == {"ART001", "ART004"}


# Heads of blobs that are kept as differences.


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("by_id", [True, False], ids=["base by id", "base by distance"])
def test_the_head_of_a_difference_is_put_together(tmp_path: Path, object_format: str, by_id: bool) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={object_format}")
    rows, contents = table(300_000), {}
    for number in range(12):
        start = number * 700
        content = rows[start : start + 5000] + b"edited %d\n" % number + rows[4000 * number : 250_000 - 99 * number]
        contents[repo.git("hash-object", "-w", "--stdin", send=content)] = content
    listed = "".join(f"{blob} a.csv\n" for blob in contents).encode()
    base = () if by_id else ("--delta-base-offset",)
    repo.git("pack-objects", "--quiet", *base, ".git/objects/pack/pack", send=listed)
    heads = packs.BulkHeads([os.fsencode(repo.top / ".git/objects")], {b.encode(): n for n, b in enumerate(contents)})
    try:
        assert [heads.head(number, 10_000, 8192, whole=True) for number in range(12)].count(None) >= 10
        for number, content in enumerate(contents.values()):
            assert heads.head(number, 10_000, 8192) == (len(content), content[:8192])
        assert sorted(heads.in_order(range(12))) == list(range(12))
    finally:
        heads.close()


@pytest.mark.parametrize("kept", [packed, of_sha256])
def test_a_cut_or_scrambled_pack_gives_no_head(tmp_path: Path, kept: Callable[[Path], Repo]) -> None:
    repo = kept(tmp_path / "repo")
    ids = {blob.encode(): number for number, blob in enumerate(sorted(ids_in(repo)))}
    (pack,) = (repo.top / ".git/objects/pack").glob("*.pack")
    whole = pack.read_bytes()
    pack.chmod(0o644)
    for content in (b"", whole[:40], whole[:12] + random_bytes(len(whole) - 12), whole[:12] + b"\xff" * len(whole)):
        pack.write_bytes(content)
        heads = packs.BulkHeads([os.fsencode(repo.top / ".git/objects")], ids)
        assert [heads.head(number, 9000, 8192) for number in ids.values()].count(None) >= len(ids) - 1
        heads.close()


def test_a_difference_that_begins_as_something_else_is_told(tmp_path: Path) -> None:
    """The base is a text, and what is kept as a difference to it begins as a model."""
    repo = Repo.init(tmp_path / "repo")
    text = prose(200_000)
    commit(repo, "2020-01-01", {"a.txt": text})
    commit(repo, "2020-01-02", {"a.txt": model(20) + text[:150_000]})
    repo.git("gc", "--quiet")
    rows = {row["size"]: row["family"] for row in blobs(repo)}
    assert rows == {"200000": "text", str(len(model(20)) + 150_000): "model"}


def test_json_is_one_line(tmp_path: Path) -> None:
    outcome = build(tmp_path / "repo").run("audit", "--format", "json")
    assert outcome.out.count("\n") == 1
    assert json.loads(outcome.out)["schema"] == 1
