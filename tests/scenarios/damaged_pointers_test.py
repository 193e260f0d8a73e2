"""A pointer that a merge or an editor broke is never made into an object of its own text."""

# ruff: noqa: E501 (texts stand as users see them)
from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests import lfs
from tests.pasting import pasted
from tests.pushing import remote
from tests.repo import Repo
from tests.samples import noise

TEXTS = {
    "a conflict": f"{lfs.VERSION}<<<<<<< HEAD\noid sha256:{'1' * 64}\nsize 12\n=======\n"
    f"oid sha256:{'2' * 64}\nsize 13\n>>>>>>> b\n",
    "a byte order mark": f"\ufeff{lfs.VERSION}oid sha256:{'1' * 64}\nsize 12\n",
    "cut": f"{lfs.VERSION}oid sha256:{'1' * 64}\n",
    "one more line": f"{lfs.VERSION}oid sha256:{'1' * 64}\nsize 12\nmore\n",
    "another order": f"oid sha256:{'1' * 64}\nsize 12\n{lfs.VERSION}",
    "junk": f"{lfs.VERSION}oid sha256:{'1' * 64}\nsize 12\n\0\0\0\1\2",
}
HOOKS = ("block-artifacts", "require-lfs", "commitworthy", "check")


@pytest.fixture
def ready(repo: Repo) -> Repo:
    """Pointers below a route, in a clone with git-lfs."""
    lfs.route(lfs.set_up(repo), "*.bin").stage("good.bin", noise(300)).commit()
    return repo


@pytest.fixture(params=[*TEXTS.values()], ids=[*TEXTS])
def text(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def damage(repo: Repo, name: str, text: str) -> Repo:
    """As an editor or a merge leaves it: in the index as it is, and on disk."""
    repo.write(name, text)
    oid = repo.git("hash-object", "-w", "--no-filters", "--stdin", send=text.encode())
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{oid},{name}")
    return repo


def is_buried(repo: Repo, name: str, text: str) -> bool:
    """Whether a pointer to the text itself is staged or committed."""
    oid = hashlib.sha256(text.encode()).hexdigest()
    return any(oid in repo.git("show", f"{revision}:{name}", check=False) for revision in ("", "HEAD"))


NAMES = ("new.bin", "good.bin", "sub/-x y.bin", "unrouted.pkl")
# Each hook with each name, each hook with each text, each name with each text; all with all in the long tests.
CASES = [
    pytest.param(hook, name, text, marks=() if (h + n + t) % 4 == 0 else pytest.mark.long, id=f"{hook}-{name}-{damage}")
    for h, hook in enumerate(HOOKS)
    for n, name in enumerate(NAMES)
    for t, (damage, text) in enumerate(TEXTS.items())
]


@pytest.mark.parametrize(("hook", "name", "text"), CASES)
@pytest.mark.parametrize("policy", ["", '[block-artifacts]\nmax-size = "1 B"\n'], ids=["no policy", "all is too large"])
def test_no_remedy_buries_it(ready: Repo, hook: str, name: str, text: str, policy: str) -> None:
    if policy:
        ready.stage("commitworthy.toml", policy).commit()
    damage(ready, name, text)
    findings = ready.run(hook, "--format", "json").findings()
    assert findings or hook == "block-artifacts"
    assert findings or not policy
    for finding in findings:
        assert "damaged Git LFS pointer (" in finding["message"]
        assert ("merge conflict markers" in finding["message"]) == ("<<<<<<<" in text)
        for way in finding["remedies"]:
            assert "lfs track" not in (way["command"] or "")
            if way["command"]:
                damage(ready, name, text)
                assert ready.shell(way["command"]).status == 0, way
                assert ready.run("check").status in ({0} if name != "unrouted.pkl" else {0, 1})
            assert not is_buried(ready, name, text)


@pytest.mark.parametrize("words", [("--fix",), ("--fix", "--stage")])
@pytest.mark.parametrize("name", ["good.bin", "unrouted.pkl"])
def test_fix_leaves_it_alone(ready: Repo, name: str, text: str, words: tuple[str, ...]) -> None:
    routes = ready.git("show", ":.gitattributes")
    damage(ready, name, text)
    for _ in range(2):
        (finding,) = ready.run("require-lfs", "--format", "json", *words).findings()
        assert finding["rule"] == ("not-a-pointer" if name == "good.bin" else "orphaned-pointer")
    assert ready.git("show", f":{name}") == text.removesuffix("\n")
    assert not is_buried(ready, name, text)
    assert (ready.top / ".gitattributes").read_text() == f"{routes}\n"


def test_what_is_said(ready: Repo) -> None:
    damage(
        damage(damage(ready, "a.bin", TEXTS["a conflict"]), "b.bin", TEXTS["a byte order mark"]), "c.x", TEXTS["cut"]
    )
    damage(ready, "good.bin", TEXTS["cut"])
    assert (
        ready.run("require-lfs").out
        == f"""\
a.bin: LFS002 not-a-pointer: .gitattributes routes this to Git LFS, but the staged blob is a damaged Git LFS pointer (merge conflict markers).
    take the version of one side of the merge (git checkout --ours or --theirs), or replace it with the real file, and stage that

b.bin: LFS002 not-a-pointer: .gitattributes routes this to Git LFS, but the staged blob is a damaged Git LFS pointer (starts with a byte order mark).
    write it as git-lfs does:
        printf '%s\\n' 'version https://git-lfs.github.com/spec/v1' 'oid sha256:{"1" * 64}' 'size 12' > b.bin && git add -- b.bin

c.x: LFS004 orphaned-pointer: A damaged Git LFS pointer (its size line is missing), but .gitattributes does not route it: everyone would get the pointer in place of the file.
    restore the pointer from its last good version, or replace it with the real file, and stage that

good.bin: LFS002 not-a-pointer: .gitattributes routes this to Git LFS, but the staged blob is a damaged Git LFS pointer (its size line is missing).
    take the pointer of HEAD (our side of the merge):   git restore --source=HEAD --staged --worktree -- good.bin

4 findings in 4 files.
"""
    )


def conflicted(repo: Repo) -> tuple[str, str]:
    """Both sides of a merge changed the file, and git wrote markers into its pointer."""
    repo.git("switch", "--quiet", "--create", "other")
    repo.stage("good.bin", noise(400)).commit()
    theirs = repo.git("show", "HEAD:good.bin")
    repo.git("switch", "--quiet", "-")
    repo.stage("good.bin", noise(500)).commit()
    assert repo.try_git("merge", "other").status == 1
    text = (repo.top / "good.bin").read_text()
    assert "<<<<<<<" in text
    damage(repo, "good.bin", text)
    return repo.git("show", "HEAD:good.bin"), theirs


@pytest.mark.parametrize("side", [0, 1], ids=["ours", "theirs"])
def test_either_side_of_a_real_merge_can_be_taken(ready: Repo, side: int) -> None:
    wanted = conflicted(ready)[side]
    (finding,) = ready.run("check", "--format", "json").findings()
    assert ready.shell(finding["remedies"][side]["command"]).status == 0
    assert ready.git("show", ":good.bin") == wanted
    ready.install_hooks("check")
    ready.passes()
    assert (ready.top / "good.bin").stat().st_size == (500, 400)[side]


def test_where_head_has_it_damaged_the_last_good_one_is_taken(ready: Repo, text: str) -> None:
    good = ready.git("show", ":good.bin")
    commit = ready.head()
    ready.commit("between")
    damage(ready, "good.bin", text).git("commit", "--quiet", "--no-verify", "--message", "damaged")
    damage(ready, "good.bin", text + "# and again\n")
    (finding,) = ready.run("check", "--format", "json").findings()
    assert finding["remedies"][-1]["text"].endswith(f"take the last good pointer, that of commit {commit[:12]}")
    pasted(ready, finding, "take the last good pointer")
    assert ready.git("show", ":good.bin") == good
    assert ready.run("check").status == 0


def test_the_file_itself_on_disk_is_staged_and_not_overwritten(ready: Repo, text: str) -> None:
    damage(ready, "good.bin", text).write("good.bin", noise(900))
    (finding,) = ready.run("check", "--format", "json").findings()
    (way,) = finding["remedies"]
    assert way["text"] == "stage it again as a pointer"
    pasted(ready, finding, way["text"])
    assert ready.git("show", ":good.bin") == lfs.pointer(noise(900)).removesuffix("\n")
    assert (ready.top / "good.bin").read_bytes() == noise(900)
    assert ready.run("check").status == 0


def test_a_tracked_one_is_found_too(ready: Repo, text: str) -> None:
    damage(ready, "good.bin", text).git("commit", "--quiet", "--no-verify", "--message", "damaged")
    assert ready.run("check", "--all-files", "--format", "json").rules() == [("good.bin", "not-a-pointer")]
    (finding,) = ready.run("require-lfs", "--all-files", "--format", "json").findings()
    pasted(ready, finding, finding["remedies"][0]["text"] if len(finding["remedies"]) > 1 else "accept")
    assert not is_buried(ready, "good.bin", text)


@pytest.mark.parametrize("larger", [True, False])
def test_a_file_that_was_raw_before_excuses_no_damage(repo: Repo, text: str, *, larger: bool) -> None:
    repo.stage("old.bin", noise(5000 if larger else 50)).commit()
    lfs.route(repo, "*.bin").commit()
    damage(repo, "old.bin", text)
    assert ("old.bin", "not-a-pointer") in lfs.judge(repo)


@pytest.mark.parametrize("later", [False, True], ids=["at the tip", "further down"])
@pytest.mark.parametrize("name", ["good.bin", "new.bin"])
def test_a_push_is_refused_and_no_way_out_buries_it(ready: Repo, text: str, name: str, *, later: bool) -> None:
    remote(ready)
    damage(ready, name, text).git("commit", "--quiet", "--no-verify", "--message", "damaged")
    if later:
        ready.stage("other.txt", "text\n").git("commit", "--quiet", "--no-verify", "--message", "later")
    outcome = ready.run("check-push", "--from-ref", "origin/main", "--to-ref", "main", "--format", "json")
    assert outcome.status == 1, outcome
    (finding,) = outcome.findings()
    assert "damaged Git LFS pointer (" in finding["message"]
    commands = [way["command"] or "" for way in finding["remedies"]]
    assert not any("lfs" in command for command in commands)
    assert ready.shell(commands[0]).status == 0, commands
    assert ready.run("check-push", "--from-ref", "origin/main", "--to-ref", "main").status == 0
    assert name in ready.tracked() or name == "new.bin"
    if name == "good.bin":
        ready.commit("all that is left")
    assert not is_buried(ready, name, text)


def test_a_push_does_not_overwrite_the_file_itself(ready: Repo, text: str) -> None:
    remote(ready)
    damage(ready, "good.bin", text).git("commit", "--quiet", "--no-verify", "--message", "damaged")
    ready.write("good.bin", noise(900))
    (finding,) = ready.run("check-push", "--from-ref", "origin/main", "--to-ref", "main", "--format", "json").findings()
    assert ready.shell(finding["remedies"][0]["command"]).status == 0
    assert (ready.top / "good.bin").read_bytes() == noise(900)


def test_a_damaged_one_that_was_pushed_before_its_route_is_restored_on_top(repo: Repo, text: str) -> None:
    lfs.set_up(repo)
    damage(repo, "a.bin", lfs.pointer(noise(300))).git("commit", "--quiet", "--message", "good")
    damage(repo, "a.bin", text).git("commit", "--quiet", "--message", "damaged")
    remote(repo)
    lfs.route(repo, "*.bin").git("commit", "--quiet", "--message", "route", "--", ".gitattributes")
    (finding,) = repo.run("check-push", "--from-ref", "origin/main", "--to-ref", "main", "--format", "json").findings()
    assert "damaged Git LFS pointer (" in finding["message"]
    assert not any("renormalize" in (way["command"] or "") for way in finding["remedies"])
    repo.write("a.bin", text)
    assert repo.shell(finding["remedies"][0]["command"], GIT_LFS_SKIP_SMUDGE="1").status == 0
    assert repo.git("show", "HEAD:a.bin") == lfs.pointer(noise(300)).removesuffix("\n")
    assert repo.run("check-push", "--from-ref", "origin/main", "--to-ref", "main").status == 0


def test_the_search_takes_no_more_processes_for_more_pointers(ready: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.git import process

    start, started = process.start, list[tuple[str, ...]]()

    def counted(*words: str, **more: Any) -> process.Process:
        started.append(words)
        return start(*words, **more)

    monkeypatch.setattr(process, "start", counted)
    counts = []
    for number in range(1, 13):
        damage(ready, f"{number}.bin", TEXTS["cut"])
        if number in {1, 12}:
            started.clear()
            assert len(ready.run("require-lfs", "--format", "json").findings()) == number
            counts.append(len(started))
    assert counts[0] == counts[1]
