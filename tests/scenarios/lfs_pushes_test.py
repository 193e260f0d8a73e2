"""What require-lfs asks of the tip, at real pushes to real bare repositories, with real pointers of git-lfs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.pre_receive_test import remote_rules
from tests.lfs import ROUTE, VERSION, pointer, route, set_up, stored
from tests.names import NAMES_THAT_HURT, in_json
from tests.pasting import pasted
from tests.pushing import install, passes, push, refused, remote, rules, without_ids
from tests.repo import Repo
from tests.samples import model, parquet

if TYPE_CHECKING:
    from typing import Any

SMALL = '[block-artifacts]\nlimits = {model = "1 MB"}\n'
WEIGHTS = model()
ORPHANED, UNROUTED, LOOSE = "orphaned-pointer", "unrouted-artifact", "loose-pointer"
CRLF = pointer(WEIGHTS).replace("\n", "\r\n")


@pytest.fixture
def pushing(repo: Repo) -> Repo:
    """A repository with git-lfs and a policy that lets small models into git, and a remote that has its main branch."""
    set_up(repo)
    repo.write("commitworthy.toml", SMALL)
    repo.commit()
    remote(repo)
    install(repo)
    return repo


@pytest.fixture
def server(pushing: Repo) -> Repo:
    """The remote, which judges instead."""
    pushing.git("config", "core.hooksPath", "none")
    made = Repo(pushing.top.parent / "origin.git")
    install(made, "pre-receive --format json", "pre-receive")
    return made


def test_attributes_that_only_one_clone_has_route_nothing_that_is_pushed(pushing: Repo) -> None:
    # Another file speaks of Git LFS, so that routes are looked at.
    route(pushing, "*.pkl")
    pushing.commit()
    pushing.write(".git/info/attributes", "*.txt filter=private\n")
    pushing.write("notes.txt", "just text\n")
    pushing.commit()
    pushing.write(".git/info/attributes", "*.txt filter=lfs\n")
    passes(pushing)


def commit(repo: Repo, name: str | bytes, content: str | bytes, message: str = "add it") -> str:
    repo.write(name, content)
    return repo.commit(message)


def orphan(repo: Repo) -> None:
    commit(repo, "a.pkl", pointer(WEIGHTS))


def unrouted(repo: Repo) -> None:
    commit(repo, "a.pkl", WEIGHTS)


def loose(repo: Repo) -> None:
    """A pointer that somebody without git-lfs has edited: what git stores is not what git-lfs writes."""
    route(repo, "*.pkl").stage("a.pkl", WEIGHTS)
    blob = repo.git("hash-object", "-w", "--stdin", "--no-filters", send=CRLF.encode())
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},a.pkl")
    repo.git("commit", "--quiet", "--no-verify", "--message", "add it")


def routed(repo: Repo) -> None:
    route(repo, "*.pkl")
    commit(repo, "a.pkl", WEIGHTS)
    assert stored(repo, "a.pkl").startswith(VERSION)


def unroute(repo: Repo) -> None:
    """A later commit takes the line away, and nothing else."""
    repo.git("rm", "--quiet", "--cached", ".gitattributes")
    repo.git("commit", "--quiet", "--no-verify", "--message", "drop the route")
    (repo.top / ".gitattributes").unlink()


def route_deleted(repo: Repo) -> None:
    routed(repo)
    repo.git("push", "--quiet", "--no-verify")
    unroute(repo)


def routed_late(repo: Repo) -> None:
    """The remote has the raw file; a line for it comes alone."""
    unrouted(repo)
    repo.git("push", "--quiet", "--no-verify")
    route(repo, "*.pkl")
    repo.git("commit", "--quiet", "--no-verify", "--message", "route it")


def misrouted(repo: Repo) -> None:
    repo.write("sub/.gitattributes", "*.pkl filter=other")
    commit(repo, "sub/a.pkl", pointer(WEIGHTS))


def large(repo: Repo) -> None:
    repo.write("commitworthy.toml", SMALL + '[require-lfs]\nmax-size = "1 kB"\n')
    repo.commit()
    repo.git("push", "--quiet", "--no-verify")
    route(repo, "*.parquet")
    commit(repo, "a.parquet", parquet(9_000))


def twice(repo: Repo) -> None:
    repo.write("a.dvc", f"outs:\n- path: a.txt\n  md5: {'ab' * 16}\n")
    commit(repo, "a.txt", "text")


def twice_in_dvc(repo: Repo) -> None:
    assert repo.shell("dvc init --quiet").status == 0
    repo.commit()
    repo.git("push", "--quiet", "--no-verify")
    twice(repo)


def raw_then_routed(repo: Repo) -> None:
    """Both in one push; no commit brings a raw file under its own route."""
    unrouted(repo)
    route(repo, "*.pkl")
    repo.git("commit", "--quiet", "--no-verify", "--message", "route it")


CASES: dict[str, tuple[Any, str, str]] = {
    "an orphaned pointer": (orphan, "a.pkl", ORPHANED),
    "an artifact that nothing routes": (unrouted, "a.pkl", UNROUTED),
    "a loose pointer": (loose, "a.pkl", LOOSE),
    "a line deleted later": (route_deleted, "a.pkl", ORPHANED),
    "a line without its files": (routed_late, "a.pkl", "not-a-pointer"),
    "a line that came too late": (raw_then_routed, "a.pkl", "not-a-pointer"),
    "another filter": (misrouted, "sub/a.pkl", "misrouted-pointer"),
    "a large one": (large, "a.parquet", "large-in-lfs"),
    "one that DVC has": (twice, "a.txt", "tracked-twice"),
}


@pytest.mark.parametrize(("make", "path", "rule"), CASES.values(), ids=CASES)
def test_it_is_refused_once(pushing: Repo, make: Any, path: str, rule: str) -> None:
    make(pushing)
    assert rules(refused(pushing)) == [(path, rule)]


@pytest.mark.parametrize(("make", "path", "rule"), CASES.values(), ids=CASES)
def test_a_server_refuses_it_too(pushing: Repo, server: Repo, make: Any, path: str, rule: str) -> None:
    (server.top / "hooks/pre-receive").rename(server.top / "hooks/kept")
    make(pushing)
    (server.top / "hooks/kept").rename(server.top / "hooks/pre-receive")
    before = server.git("rev-parse", "main")
    outcome = push(pushing)
    assert (outcome.status, remote_rules(outcome.out)) == (1, [(path, rule)]), outcome
    assert server.git("rev-parse", "main") == before


def test_a_server_accepts_what_is_sound(pushing: Repo, server: Repo) -> None:
    (server.top / "info").mkdir(exist_ok=True)
    (server.top / "info/attributes").write_text("*.pkl -filter\n")
    routed(pushing)
    outcome = push(pushing)
    assert (outcome.status, outcome.out) == (0, ""), outcome


def test_a_server_with_attributes_of_its_own_goes_by_those_of_all(pushing: Repo, server: Repo) -> None:
    (server.top / "info").mkdir(exist_ok=True)
    (server.top / "info/attributes").write_text("*.pkl filter=lfs\n")
    route(pushing, "*.pt")
    orphan(pushing)
    assert remote_rules(push(pushing).out) == [("a.pkl", ORPHANED)]


WAYS = {
    "an orphaned pointer": (orphan, "route it in a new commit"),
    "an artifact, out of history": (unrouted, "take it out of the last commit"),
    "an artifact, to Git LFS": (unrouted, "send it to Git LFS"),
    "a loose pointer": (loose, "write it as git-lfs does in a new commit"),
    "a line deleted later": (route_deleted, "route it in a new commit"),
    "a line without its files": (routed_late, "make it a pointer in a new commit"),
    "a line that came too late": (raw_then_routed, "make it a pointer in a new commit"),
    "another filter": (misrouted, "route it in a new commit"),
    "a large one": (large, "take it out of the last commit"),
    "one that DVC has, kept in git": (twice_in_dvc, "keep it in git only"),
    "one that DVC has": (twice, "leave it to DVC in a new commit"),
}


@pytest.mark.parametrize(("make", "way"), WAYS.values(), ids=WAYS)
def test_the_way_out_works_after_the_fact(pushing: Repo, make: Any, way: str) -> None:
    make(pushing)
    before = pushing.head()
    (found,) = refused(pushing)
    pasted(pushing, found, way)
    assert pushing.head() != before
    install(pushing)
    passes(pushing)
    assert pushing.git("status", "--porcelain", "--untracked-files=no") == ""


@pytest.mark.parametrize("make", [orphan, loose, route_deleted], ids=lambda make: make.__name__)
def test_from_another_branch_the_command_goes_there_first(pushing: Repo, make: Any) -> None:
    make(pushing)
    pushing.git("branch", "side")
    pushing.git("reset", "--quiet", "--hard", "origin/main")
    (found,) = refused(pushing, "origin", "side")
    pasted(pushing, found, found["remedies"][0]["text"])
    assert pushing.git("symbolic-ref", "HEAD") == "refs/heads/side"
    passes(pushing, "origin", "side")


def test_a_tag_is_moved(pushing: Repo) -> None:
    orphan(pushing)
    pushing.git("tag", "v1")
    pushing.git("reset", "--quiet", "--hard", "HEAD^")
    (found,) = refused(pushing, "origin", "v1")
    pasted(pushing, found, "route it in a new commit and move the tag")
    passes(pushing, "origin", "v1")


def test_from_below_the_top_the_command_goes_there_first(pushing: Repo) -> None:
    commit(pushing, "sub/a.pkl", pointer(WEIGHTS))
    (found,) = refused(pushing, cwd="sub")
    pasted(pushing, found, "route it", "sub")
    passes(pushing)


@pytest.mark.parametrize("make", [unrouted, large], ids=lambda make: make.__name__)
def test_an_exception_lets_it_pass(pushing: Repo, make: Any) -> None:
    make(pushing)
    (found,) = refused(pushing)
    pasted(pushing, found, "allow it, with the reason, and commit that")
    pushing.commit("allow it")
    passes(pushing)


@pytest.mark.parametrize("make", [orphan, unrouted, loose], ids=lambda make: make.__name__)
def test_the_baseline_lets_it_pass(pushing: Repo, make: Any) -> None:
    make(pushing)
    pushing.git("config", "core.hooksPath", "none")
    assert pushing.run("baseline").status == 0
    pushing.git("add", ".commitworthy-baseline")
    pushing.git("commit", "--quiet", "--message", "accept it")
    pushing.git("config", "--unset", "core.hooksPath")
    passes(pushing)


@pytest.mark.parametrize("make", [orphan, unrouted, loose, misrouted, twice], ids=lambda make: make.__name__)
def test_what_the_remote_has_is_no_news(pushing: Repo, make: Any) -> None:
    make(pushing)
    pushing.git("push", "--quiet", "--no-verify")
    commit(pushing, "code.py", "x = 1\n")
    passes(pushing)
    pushing.write("other/.gitattributes", f"*.npy {ROUTE}\n")
    commit(pushing, ".gitattributes", (pushing.top / ".gitattributes").read_text() if make is loose else "*.md text\n")
    passes(pushing, "origin", "main", "main:refs/heads/new")


def test_a_debt_that_moves_is_no_news(pushing: Repo) -> None:
    unrouted(pushing)
    pushing.git("push", "--quiet", "--no-verify")
    pushing.git("mv", "a.pkl", "b.pkl")
    pushing.commit()
    passes(pushing)


def test_an_empty_remote_is_told_of_everything(pushing: Repo) -> None:
    orphan(pushing)
    commit(pushing, "b.pkl", WEIGHTS)
    remote(pushing, "empty", filled=False)
    assert rules(refused(pushing, "empty", "main")) == [("a.pkl", ORPHANED), ("b.pkl", UNROUTED)]


def test_what_is_mended_in_a_later_commit_passes(pushing: Repo) -> None:
    orphan(pushing)
    route(pushing, "*.pkl").commit()
    passes(pushing)


def test_several_tips_are_judged_and_each_thing_is_said_once(pushing: Repo) -> None:
    orphan(pushing)
    pushing.git("tag", "v1")
    pushing.git("branch", "side")
    commit(pushing, "b.pkl", pointer(b"b"))
    found = refused(pushing, "origin", "main", "side", "v1")
    assert sorted(rules(found)) == [("a.pkl", ORPHANED), ("b.pkl", ORPHANED)]


def test_a_merge_is_measured_by_all_that_the_remote_has(pushing: Repo) -> None:
    """A pointer of one branch and the attributes of the other: good in each, and together."""
    pushing.git("switch", "--quiet", "--create", "side")
    routed(pushing)
    pushing.git("push", "--quiet", "--no-verify", "origin", "side")
    pushing.git("switch", "--quiet", "main")
    commit(pushing, ".gitattributes", "*.md text\n")
    pushing.git("push", "--quiet", "--no-verify")
    pushing.git("merge", "--quiet", "--strategy", "ours", "side")
    pushing.git("checkout", "--quiet", "side", "--", "a.pkl")
    pushing.git("commit", "--quiet", "--amend", "--no-edit", "--no-verify")
    assert rules(refused(pushing)) == [("a.pkl", ORPHANED)]


def test_what_block_artifacts_refuses_is_said_once(pushing: Repo) -> None:
    (pushing.top / "commitworthy.toml").unlink()
    commit(pushing, "a.pkl", WEIGHTS)
    assert rules(refused(pushing)) == [("a.pkl", "blocked-artifact")]


def test_a_raw_file_under_its_route_is_said_once(pushing: Repo) -> None:
    pushing.git("lfs", "uninstall", "--local", "--skip-repo")
    route(pushing, "*.pkl")
    commit(pushing, "a.pkl", WEIGHTS)
    assert rules(refused(pushing)) == [("a.pkl", "not-a-pointer")]


def test_content_that_is_not_here_and_lines_that_only_warn_are_for_the_commit(pushing: Repo) -> None:
    pushing.write(".gitattributes", "*.pkl filter=lfs\n")
    commit(pushing, "a.pkl", pointer(b"nowhere"))
    passes(pushing)


def test_a_dead_line_is_refused_and_says_what_to_write(pushing: Repo) -> None:
    commit(pushing, ".gitattributes", f"models/ {ROUTE}\n")
    (found,) = refused(pushing)
    assert (found["path"], found["rule"], found["line"]) == (".gitattributes", "dead-attribute-line", 1)
    assert found["remedies"][0]["text"] == f"write instead, in a new commit: models/** {ROUTE}"


@pytest.mark.parametrize("hidden", ["a.pkl", "sub/.gitattributes"])
def test_a_partial_clone_says_what_it_could_not_judge(pushing: Repo, hidden: str) -> None:
    """The file, or what routes it."""
    if hidden != "a.pkl":
        commit(pushing, hidden, "*.pt filter=lfs")
    unrouted(pushing)
    pushing.git("push", "--quiet", "--no-verify")
    origin = Repo(pushing.top.parent / "origin.git")
    origin.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(pushing.top.parent / "clone")
    pushing.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{origin.top}", str(clone.top))
    start = clone.head()
    clone.git("cat-file", "blob", "HEAD:commitworthy.toml")
    if hidden != "a.pkl":
        clone.git("cat-file", "blob", "HEAD:a.pkl")
    blob = clone.git("hash-object", "-w", "--stdin", send=f"*.pkl {ROUTE}\n".encode())
    clone.git("read-tree", "HEAD")
    clone.git("update-index", "--add", "--cacheinfo", f"100644,{blob},.gitattributes")
    tree = clone.git("write-tree", "--missing-ok")
    clone.git("update-ref", "HEAD", clone.git("commit-tree", tree, "-p", "HEAD", "-m", "route it"))
    words = ("check-push", "--format", "json", "--from-ref", start)
    outcome = clone.run(*words)
    assert (outcome.status, outcome.rules()) == (0, [])
    assert outcome.err == (
        "commitworthy: 1 blob was not checked: this partial clone does not hold their content; "
        "fetch it, then run again\n"
    )
    assert clone.run(*words, "--refuse-unseen").status == 2


def test_a_damaged_blob_under_a_new_route_is_a_problem(pushing: Repo) -> None:
    routed_late(pushing)
    blob = pushing.git("rev-parse", "HEAD:a.pkl")
    (pushing.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    outcome = pushing.run("check-push", "--format", "json")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f"commitworthy: a.pkl: blob {blob} of commit {pushing.head()[:12]} is missing or damaged in the object store: "
        "run git fsck\n"
    )


@pytest.mark.parametrize("kind", ["orphan", "loose"])
def test_names_that_hurt(pushing: Repo, kind: str) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        text = pointer(b"%d" % number)
        pushing.write(name, text if kind == "orphan" else text.replace("\n", "\r\n"))
    pushing.commit()
    if kind == "loose":
        pushing.write(".gitattributes", f"* {ROUTE}\ncommitworthy.toml -filter\n.gitattributes -filter\n")
        pushing.commit("route all")
    found = [one for one in refused(pushing) if one["rule"] != "not-a-pointer"]
    expected = ORPHANED if kind == "orphan" else LOOSE
    assert {(one["path"], one["rule"]) for one in found} >= {(in_json(name), expected) for name in NAMES_THAT_HURT}
    for one in found:
        pasted(pushing, one, one["remedies"][0]["text"])
    left = pushing.run("check-push", "--format", "json").rules()
    assert not {path for path, _ in left} & set(map(in_json, NAMES_THAT_HURT)), left
    assert not (pushing.top / "oops").exists()


def without_command(text: str) -> str:
    return text.partition("error: failed to push")[0]


def test_the_message_of_an_orphaned_pointer(pushing: Repo) -> None:
    install(pushing, "check-push")
    commit(pushing, "a.pkl", pointer(WEIGHTS))
    commit(pushing, "b.pkl", pointer(b"b"))
    assert without_ids(without_command(push(pushing).out)) == (
        "a.pkl: LFS004 orphaned-pointer: A Git LFS pointer to 429 bytes, but .gitattributes does not route it: "
        'everyone would get the pointer in place of the file; at the tip of main, X (DATE, "add it").\n'
        "b.pkl: LFS004 orphaned-pointer: A Git LFS pointer to 1 byte, but .gitattributes does not route it: "
        'everyone would get the pointer in place of the file; at the tip of main, X (DATE, "add it").\n'
        "    route it in a new commit:\n"
        "        printf '%s\\n' '*.pkl filter=lfs diff=lfs merge=lfs -text' >> .gitattributes"
        " && git add -- .gitattributes && git commit --quiet --message 'Route to Git LFS' -- .gitattributes\n"
        "\n"
        "2 findings in 2 files.\n"
    )


def test_the_message_of_an_unrouted_artifact(pushing: Repo) -> None:
    install(pushing, "check-push")
    unrouted(pushing)
    assert without_ids(without_command(push(pushing).out)) == (
        'a.pkl: LFS001 unrouted-artifact: A pickle, 429 bytes, committed in X (DATE, "add it") as an ordinary '
        "git blob: no line in .gitattributes sends *.pkl to Git LFS.\n"
        "    take it out of the last commit:\n"
        "        git rm --cached --quiet -- a.pkl && printf '%s\\n' /a.pkl >> .gitignore && git add .gitignore"
        " && git commit --amend --no-edit --allow-empty --quiet\n"
        "    or send it to Git LFS in all these commits:\n"
        "        git lfs migrate import --yes --skip-fetch --include-ref=refs/heads/main --exclude-ref=X"
        " --include=/a.pkl\n"
        "    or allow it, with the reason, and commit that:   "
        "commitworthy allow --hook require-lfs --because '<why it belongs in git>' -- a.pkl\n"
        "\n"
        "1 finding in 1 file.\n"
    )


def test_the_facts_name_the_commit_and_the_blob(pushing: Repo) -> None:
    unrouted(pushing)
    (found,) = refused(pushing)
    assert (found["hook"], found["code"], found["subject"]) == ("check-push", "LFS001", "add it")
    assert (found["commit"], found["blob"]) == (pushing.head(), pushing.git("rev-parse", "HEAD:a.pkl"))
    assert found["brought"] == [{"commit": found["commit"], "path": "a.pkl", "blob": found["blob"]}]
    assert found["in_tip"] is True
