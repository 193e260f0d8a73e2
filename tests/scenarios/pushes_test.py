"""Scenarios 49 to 56: real pushes to real bare repositories, through git's own pre-push hook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.names import NAMES_THAT_HURT, in_json
from tests.pushing import install, passes, push, refused, remote, rules
from tests.repo import Repo
from tests.samples import noise

BIG = noise(900_000)


@pytest.fixture
def pushing(repo: Repo) -> Repo:
    """A repository with a remote that has its main branch, and the hook."""
    remote(repo)
    install(repo)
    return repo


def commit_big(repo: Repo, name: str | bytes = "big.bin", message: str = "add it") -> str:
    repo.write(name, BIG)
    return repo.commit(message)


def delete(repo: Repo, name: str = "big.bin") -> str:
    repo.git("rm", "--quiet", "--", name)
    return repo.commit("delete it")


def branch(repo: Repo, name: str, start: str = "main") -> None:
    repo.git("switch", "--quiet", "--create", name, start)


def refs(repo: Repo) -> list[str]:
    return repo.git("for-each-ref", "--format=%(refname)").split()


def test_what_is_small_passes_in_silence(pushing: Repo) -> None:
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    outcome = push(pushing)
    assert (outcome.status, outcome.out) == (0, "")
    passes(pushing)


def test_scenario_49_a_merge_brings_the_other_branch(pushing: Repo) -> None:
    branch(pushing, "other")
    pushing.write("conf", "theirs")
    added = commit_big(pushing)
    pushing.git("switch", "--quiet", "main")
    pushing.write("conf", "ours")
    pushing.commit()
    pushing.git("merge", "--quiet", "other", check=False)
    pushing.write("conf", "both")
    pushing.commit("merge")
    (found,) = refused(pushing)
    assert (found["path"], found["commit"]) == ("big.bin", added)


def test_an_evil_merge_is_named_itself(pushing: Repo) -> None:
    branch(pushing, "other")
    pushing.write("a", "a")
    pushing.commit()
    pushing.git("switch", "--quiet", "main")
    pushing.git("merge", "--quiet", "--no-ff", "--no-commit", "other")
    merge = commit_big(pushing)
    (found,) = refused(pushing)
    assert (found["path"], found["commit"]) == ("big.bin", merge)


def test_scenario_50_what_is_deleted_again_is_in_history(pushing: Repo) -> None:
    added = commit_big(pushing)
    delete(pushing)
    (found,) = refused(pushing)
    assert (found["path"], found["rule"], found["commit"], found["in_tip"]) == (
        "big.bin", "blocked-artifact", added, False
    )  # fmt: skip
    assert found["subject"] == "add it"


@pytest.mark.parametrize("order", [("clean", "dirty"), ("dirty", "clean")])
def test_scenario_51_of_two_refs_both_are_judged(pushing: Repo, order: tuple[str, str]) -> None:
    branch(pushing, "clean")
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    branch(pushing, "dirty")
    commit_big(pushing)
    pushing.git("switch", "--quiet", "main")
    assert rules(refused(pushing, "origin", *order)) == [("big.bin", "blocked-artifact")]


def test_scenario_51_a_branch_that_is_not_checked_out_is_judged(pushing: Repo) -> None:
    branch(pushing, "other")
    commit_big(pushing)
    pushing.git("switch", "--quiet", "main")
    assert rules(refused(pushing, "origin", "other")) == [("big.bin", "blocked-artifact")]


def test_scenario_52_new_branches_tags_and_deletions(pushing: Repo) -> None:
    origin = Repo(pushing.top.parent / "origin.git")
    branch(pushing, "new")
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    passes(pushing, "origin", "new")
    pushing.git("tag", "light")
    pushing.git("tag", "--annotate", "--message", "m", "heavy")
    pushing.git("tag", "--annotate", "--message", "m", "nested", "heavy")
    passes(pushing, "origin", "--tags")
    passes(pushing, "origin", "--delete", "new", "light")
    assert refs(origin) == ["refs/heads/main", "refs/tags/heavy", "refs/tags/nested"]


@pytest.mark.parametrize("options", [(), ("--annotate", "--message", "m")], ids=["light", "annotated"])
def test_scenario_52_a_tag_alone_brings_its_commit(pushing: Repo, options: tuple[str, ...]) -> None:
    commit_big(pushing)
    pushing.git("tag", *options, "v1")
    pushing.git("tag", "--annotate", "--message", "m", "v2", "v1")
    pushing.git("reset", "--quiet", "--hard", "HEAD^")
    assert rules(refused(pushing, "origin", "v2")) == [("big.bin", "blocked-artifact")]


@pytest.mark.parametrize(("revision", "path"), [("HEAD:big.bin", "refs/tags/loose"), ("HEAD^{tree}", "big.bin")])
def test_a_tag_may_hold_a_blob_or_a_tree_without_a_commit(pushing: Repo, revision: str, path: str) -> None:
    commit_big(pushing)
    pushing.git("tag", "--annotate", "--message", "m", "loose", revision)
    pushing.git("reset", "--quiet", "--hard", "HEAD^")
    (found,) = refused(pushing, "origin", "loose")
    assert (found["path"], found["rule"], found["commit"]) == (path, "blocked-artifact", None)
    assert "tagged without a commit" in found["message"]


def test_scenario_52_an_empty_remote_gets_the_whole_history(repo: Repo) -> None:
    commit_big(repo)
    delete(repo)
    remote(repo, filled=False)
    install(repo)
    outcome = push(repo, "origin", "main")
    assert outcome.rules() == [("big.bin", "blocked-artifact")]
    assert "no known commits on origin, so the whole history was checked" in outcome.out
    assert repo.run("baseline", "--history").status == 0
    repo.stage(".commitworthy-baseline").commit("accept what is old")
    passes(repo, "origin", "main")


def test_scenario_52_a_root_commit(unborn: Repo) -> None:
    remote(unborn, filled=False)
    install(unborn)
    commit_big(unborn)
    assert rules(refused(unborn, "origin", "main")) == [("big.bin", "blocked-artifact")]


def test_a_forced_push_is_judged_from_where_they_part(pushing: Repo) -> None:
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    passes(pushing)
    pushing.git("reset", "--quiet", "--hard", "HEAD^")
    commit_big(pushing)
    assert rules(refused(pushing, "--force")) == [("big.bin", "blocked-artifact")]


def test_a_remote_that_is_ahead_is_no_obstacle(pushing: Repo) -> None:
    other = Repo(pushing.top.parent / "other")
    pushing.git("clone", "--quiet", str(pushing.top.parent / "origin.git"), str(other.top))
    other.write("b.py", "y = 2\n")
    other.commit()
    other.git("push", "--quiet")
    commit_big(pushing)
    assert rules(refused(pushing, "--force")) == [("big.bin", "blocked-artifact")]


def test_a_remote_by_its_address_is_known(pushing: Repo) -> None:
    address = str(pushing.top.parent / "origin.git")
    commit_big(pushing)
    pushing.git("push", "--quiet", "--no-verify")
    pushing.write("a.py", "x = 1\n")
    pushing.commit()
    passes(pushing, address, "main")


def bring(repo: Repo, how: str) -> None:
    """A raw model, by a way on which no pre-commit hook runs."""
    start = repo.head()
    commit = commit_big(repo, "model.onnx")
    if how == "revert":
        repo.git("push", "--quiet", "--no-verify")
        deleted = delete(repo, "model.onnx")
        repo.git("push", "--quiet", "--no-verify")
        repo.git("revert", "--no-edit", deleted)
        return
    patch = repo.git("format-patch", "--binary", "--stdout", "-1") + "\n"
    repo.git("reset", "--quiet", "--hard", start)
    repo.write("a.py", "x = 1\n")
    repo.commit()
    if how == "cherry-pick":
        repo.git("cherry-pick", commit)
    elif how == "am":
        repo.git("am", "--quiet", send=patch.encode("utf-8", "surrogateescape"))
    else:
        repo.git("branch", "side", commit)
        repo.git("rebase", "--quiet", "main", "side")
        repo.git("switch", "--quiet", "main")
        repo.git("merge", "--quiet", "--ff-only", "side")


@pytest.mark.parametrize("how", ["cherry-pick", "am", "rebase", "revert"])
def test_scenario_53_what_no_commit_hook_saw_is_caught_at_the_push(pushing: Repo, how: str) -> None:
    bring(pushing, how)
    assert rules(refused(pushing)) == [("model.onnx", "blocked-artifact")]
    in_ci = pushing.run("check-push", "--format", "json", "--from-ref", "origin/main", "--to-ref", "HEAD")
    assert (in_ci.status, in_ci.rules()) == (1, [("model.onnx", "blocked-artifact")])


def test_scenario_54_a_range_that_is_not_checked_out(repo: Repo) -> None:
    start = repo.head()
    branch(repo, "feat")
    commit_big(repo, "x.bin")
    repo.git("switch", "--quiet", "main")
    repo.write("x.bin", "small")
    outcome = repo.run("check-push", "--format", "json", "--from-ref", start, "--to-ref", "feat")
    assert (outcome.status, outcome.rules()) == (1, [("x.bin", "blocked-artifact")])
    assert repo.run("check-push", "--from-ref", "feat", "--to-ref", "main").status == 0


def shallow(repo: Repo) -> Repo:
    """A clone of depth 1 of a history with a large file, which is gone, and one that is there."""
    commit_big(repo, "gone.bin")
    delete(repo, "gone.bin")
    repo.write("there.bin", noise(300_000, 1))
    repo.commit()
    made = Repo(repo.top.parent / "shallow")
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(made.top))
    return made


def test_scenario_55_a_shallow_clone_judges_the_tree_and_says_so(repo: Repo) -> None:
    start = repo.head()
    clone = shallow(repo)
    words = ("check-push", "--format", "json", "--from-ref", start)
    outcome = clone.run(*words)
    assert (outcome.status, outcome.rules()) == (1, [("there.bin", "blocked-artifact")])
    assert f"{start} is not in this shallow clone: checked all commits of HEAD" in outcome.err
    assert "this clone is shallow: commits before its oldest ones were not checked" in outcome.err
    strict = clone.run(*words, "--refuse-unseen")
    assert (strict.status, strict.rules()) == (2, [("there.bin", "blocked-artifact")])


def test_scenario_55_a_push_from_a_shallow_clone_is_judged_whole(repo: Repo) -> None:
    clone = shallow(repo)
    install(clone)
    clone.write("a.py", "x = 1\n")
    clone.commit()
    passes(clone, "origin", "main:new")
    commit_big(clone)
    assert rules(refused(clone, "origin", "main:new")) == [("big.bin", "blocked-artifact")]


@pytest.mark.parametrize("kind", ["blob:none", "blob:limit=1k"])
def test_scenario_56_a_partial_clone_asks_the_network_for_nothing(
    repo: Repo, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start = repo.head()
    commit_big(repo)
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(repo.top.parent / "partial")
    repo.git("clone", "--quiet", f"--filter={kind}", "--no-checkout", f"file://{repo.top}", str(clone.top))
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2", str(trace))
    words = ("check-push", "--format", "json", "--from-ref", start)
    outcome = clone.run(*words)
    assert (outcome.status, outcome.rules()) == (0, [])
    assert outcome.err == (
        "commitworthy: 1 blob was not checked: this partial clone does not hold their content; "
        "fetch it, then run again\n"
    )
    assert clone.run(*words, "--refuse-unseen").status == 2
    assert "fetch-pack" not in trace.read_text()
    assert trace.read_text().count("child_start") == 0


def test_a_push_of_very_many_tags(pushing: Repo) -> None:
    commit_big(pushing)
    rows = "".join(f"create refs/tags/v{number} {pushing.head()}\n" for number in range(300))
    pushing.git("update-ref", "--stdin", send=rows.encode())
    (found,) = refused(pushing, "origin", "--tags")
    assert found["path"] == "big.bin"


def test_names_that_hurt_are_found(pushing: Repo) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        pushing.write(name, noise(150_000, number))
    pushing.commit()
    assert sorted(path for path, _ in rules(refused(pushing))) == sorted(map(in_json, NAMES_THAT_HURT))


def test_from_a_linked_worktree_and_from_below_the_top(pushing: Repo) -> None:
    linked = Repo(pushing.top.parent / "linked")
    pushing.git("worktree", "add", "--quiet", "-b", "side", str(linked.top))
    linked.write("sub/big.bin", BIG)
    linked.commit()
    assert rules(refused(linked, "origin", "side")) == [("sub/big.bin", "blocked-artifact")]
    assert rules(refused(linked, "origin", "side", cwd="sub")) == [("sub/big.bin", "blocked-artifact")]


def test_from_a_bare_repository(pushing: Repo) -> None:
    commit_big(pushing)
    bare = Repo(pushing.top.parent / "bare.git")
    pushing.git("clone", "--quiet", "--bare", str(pushing.top), str(bare.top))
    bare.git("remote", "set-url", "origin", str(pushing.top.parent / "origin.git"))
    bare.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
    install(bare)
    assert rules(refused(bare, "origin", "main")) == [("big.bin", "blocked-artifact")]


def test_the_policy_is_that_of_the_tip(pushing: Repo) -> None:
    commit_big(pushing)
    pushing.write("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["big.bin"]\nbecause = "golden"\n')
    assert rules(refused(pushing)) == [("big.bin", "blocked-artifact")]
    pushing.commit("allow it")
    (pushing.top / "commitworthy.toml").unlink()
    passes(pushing)


def test_each_tip_has_its_own_policy(pushing: Repo) -> None:
    branch(pushing, "lax")
    pushing.write("commitworthy.toml", '[homes]\nbinary = "dvc"\n[block-artifacts]\nlimits = {binary = "none"}\n')
    commit_big(pushing, "lax.bin")
    branch(pushing, "strict", "main")
    pushing.write("strict.bin", noise(150_000, 5))
    pushing.commit()
    assert rules(refused(pushing, "origin", "lax", "strict")) == [("strict.bin", "blocked-artifact")]


def test_a_legacy_blob_may_move_and_shrink_and_not_grow(repo: Repo) -> None:
    commit_big(repo)
    remote(repo)
    install(repo)
    repo.git("mv", "big.bin", "moved.bin")
    repo.commit()
    passes(repo)
    repo.write("moved.bin", BIG[:800_000])
    repo.commit()
    passes(repo)
    repo.write("moved.bin", BIG + b"more")
    repo.commit()
    assert rules(refused(repo)) == [("moved.bin", "blocked-artifact")]


def test_a_blob_under_many_names_is_one_finding(pushing: Repo) -> None:
    pushing.write("a.bin", BIG)
    pushing.write("b.bin", BIG)
    pushing.commit()
    (found,) = refused(pushing)
    assert [brought["path"] for brought in found["brought"]] == ["a.bin", "b.bin"]
    assert "; also as b.bin" in found["message"]


def test_versions_of_a_file_are_one_finding_that_names_the_largest(pushing: Repo) -> None:
    for number, size in enumerate((200_000, 400_000, 300_000)):
        pushing.write("a.bin", noise(size, number))
        pushing.commit(f"version {number}")
    (found,) = refused(pushing)
    assert (found["size"], found["subject"], found["in_tip"]) == (400_000, "version 1", True)
    assert "and 2 other versions of it" in found["message"]
    assert len({brought["blob"] for brought in found["brought"]}) == 3
    assert all(brought["blob"] in found["remedies"][0]["command"] for brought in found["brought"])


def test_a_raw_blob_under_a_route_is_found_in_every_commit_at_any_size(pushing: Repo) -> None:
    pushing.write(".gitattributes", "*.dat filter=lfs diff=lfs merge=lfs -text\n")
    pushing.write("sub/.gitattributes", "*.own filter=lfs\n")
    pushing.write("a.dat", "raw, since nobody has git-lfs here\n")
    pushing.write("sub/b.own", "raw\n")
    pushing.write("empty.dat", "")
    pushing.commit()
    pushing.git("rm", "--quiet", "a.dat", ".gitattributes", "sub/.gitattributes")
    pushing.write("c.dat", "not routed any more\n")
    pushing.commit()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 5\n"
    pushing.write(".gitattributes", "*.ptr filter=lfs\n")
    pushing.write("d.ptr", pointer)
    pushing.commit()
    assert rules(refused(pushing)) == [("a.dat", "not-a-pointer"), ("sub/b.own", "not-a-pointer")]


def test_a_route_that_is_gone_at_the_tip_counted_in_its_commit(pushing: Repo) -> None:
    pushing.write(".gitattributes", "*.dat filter=lfs\n")
    pushing.write("a.dat", "raw\n")
    pushing.commit()
    pushing.git("rm", "--quiet", ".gitattributes", "a.dat")
    pushing.commit()
    assert rules(refused(pushing)) == [("a.dat", "not-a-pointer")]


def test_a_remote_of_which_only_the_ref_is_known_is_judged_from_there(repo: Repo) -> None:
    """`git push ADDRESS`: no remote has it, but git says what the ref is there."""
    commit_big(repo)
    origin = remote(repo)
    repo.git("remote", "remove", "origin")
    install(repo)
    repo.write("a.py", "x = 1\n")
    repo.commit()
    passes(repo, str(origin.top), "main")


def test_the_budget_says_nothing_of_a_whole_history(repo: Repo) -> None:
    repo.write("commitworthy.toml", "[check-push]\nmax-blobs = 1\n")
    repo.commit()
    remote(repo, filled=False)
    install(repo)
    passes(repo, "origin", "main")


def test_the_budget_counts_each_blob_once(pushing: Repo) -> None:
    pushing.write("commitworthy.toml", '[check-push]\nmax-size = "100 kB"\nmax-blobs = 3\n')
    for number in range(3):
        pushing.write(f"{number}.txt", noise(20_000, number).hex())
        pushing.write(f"again{number}.txt", noise(20_000, number).hex())
    pushing.commit()
    findings = refused(pushing)
    assert [(found["code"], found["path"]) for found in findings] == [("PSH001", None), ("PSH002", None)]
    assert findings[0]["message"] == "117.2 kB in 4 new blobs (limit 100 kB a push)."
    assert findings[1]["message"] == "4 new blobs (limit 3 a push)."


def test_a_renamed_folder_costs_no_budget(pushing: Repo) -> None:
    for number in range(3):
        pushing.write(f"old/{number}.bin", noise(90_000, number))
    pushing.write("commitworthy.toml", '[check-push]\nmax-size = "100 kB"\nmax-blobs = 2\n')
    pushing.commit()
    pushing.git("push", "--quiet", "--no-verify")
    pushing.git("mv", "old", "new")
    pushing.commit()
    passes(pushing)


def test_a_missing_blob_is_no_silent_pass(pushing: Repo) -> None:
    commit_big(pushing)
    lost = pushing.git("rev-parse", "HEAD:big.bin")
    delete(pushing)
    (pushing.top / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    outcome = pushing.run("check-push", "--format", "json")
    assert outcome.status == 2
    assert f"big.bin: blob {lost} of commit" in outcome.err
