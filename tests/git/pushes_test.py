"""The lines that git gives to pre-push and pre-receive, and what the other end is known to hold."""

from __future__ import annotations

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import refs
from commitworthy.git.refs import Update
from tests.pushing import remote
from tests.repo import Repo

A, B, ZERO = "a" * 40, "b" * 40, "0" * 40
LONG = "c" * 64


@pytest.mark.parametrize(
    ("given", "updates"),
    [
        ("", []),
        (f"refs/heads/a {A} refs/heads/b {B}\n", [Update("refs/heads/a", A, B)]),
        (f"refs/heads/a {A} refs/heads/a {ZERO}\n", [Update("refs/heads/a", A, "")]),
        (f"(delete) {ZERO} refs/heads/a {B}\n", []),
        (f"HEAD@{{1 day ago}} {A} refs/heads/a {B}\n", [Update("HEAD@{1 day ago}", A, B)]),
        (f"refs/tags/t {LONG} refs/tags/t {'0' * 64}\n", [Update("refs/tags/t", LONG, "")]),
    ],
)
def test_lines_of_pre_push(given: str, updates: list[Update]) -> None:
    assert refs.of_pre_push(given.encode("utf-8", "surrogateescape")) == updates


def test_names_of_refs_need_not_be_utf_8() -> None:
    line = b"refs/heads/\xe9 %b refs/heads/b %b\n" % (A.encode(), ZERO.encode())
    assert refs.of_pre_push(line) == [Update("refs/heads/\udce9", A, "")]
    line = b"%b %b refs/heads/\xe9\n" % (ZERO.encode(), A.encode())
    assert refs.of_pre_receive(line) == [Update("refs/heads/\udce9", A, "")]


def test_lines_of_pre_receive() -> None:
    given = f"{A} {B} refs/heads/a\n{ZERO} {A} refs/heads/b\n{A} {ZERO} refs/heads/c\n"
    assert refs.of_pre_receive(given.encode()) == [Update("refs/heads/a", B, A), Update("refs/heads/b", A, "")]


def test_a_line_of_another_form_is_an_error() -> None:
    with pytest.raises(CheckError, match="malformed ref line on stdin: refs/heads/a"):
        refs.of_pre_receive(b"refs/heads/a\n")


def test_what_a_remote_has_by_name_and_by_address(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remote(repo)
    remote(repo, "other", filled=False)
    monkeypatch.chdir(repo.top)
    address = str(repo.top.parent / "origin.git")
    assert refs.of_remote("origin") == refs.of_remote(address) == [repo.head()]
    assert refs.of_remote("other") == refs.of_remote("orig") == refs.of_remote("https://example.org/*") == []


@pytest.mark.parametrize("name", ["nowhere", "-x", "", "HEAD:nothing", "--all", "1" * 40])
def test_what_names_nothing_is_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(repo.top)
    assert refs.resolve(name) == ""


def test_tips_are_what_is_behind_all_tags(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    for name, what in (("one", "HEAD"), ("two", "one"), ("tree", "HEAD^{tree}"), ("blob", "HEAD:README.md")):
        repo.git("tag", "--annotate", "--message", "m", name, what)
    ids = {name: repo.git("rev-parse", f"refs/tags/{name}") for name in ("two", "tree", "blob")}
    found = refs.tips(Update(name, tip) for name, tip in ids.items())
    assert [(tip.kind, tip.id) for tip in found] == [
        (kind, repo.git("rev-parse", f"{name}^{{}}"))
        for kind, name in (("commit", "two"), ("tree", "tree"), ("blob", "blob"))
    ]


REFSPECS: dict[str, tuple[dict[str, str], dict[str, list[str]]]] = {
    "a remote below another's name": (
        {"origin": "+refs/heads/*:refs/remotes/origin/*", "origin/fork": "+refs/heads/*:refs/remotes/origin/fork/*"},
        {"origin": ["origin/main"], "origin/fork": ["origin/fork/main"]},
    ),
    "refs kept elsewhere": (
        {"origin": "+refs/heads/*:refs/remotes/mirror/*"},
        {"origin": ["mirror/main"], "mirror": []},
    ),
    "one ref alone": ({"origin": "refs/heads/x:refs/remotes/origin/main"}, {"origin": ["origin/main"]}),
    "two that write alike": (
        {"origin": "+refs/heads/*:refs/remotes/origin/*", "other": "+refs/heads/*:refs/remotes/origin/*"},
        {"origin": [], "other": []},
    ),
    "a narrow one within a wide one": (
        {"wide": "+refs/*:refs/remotes/*", "origin": "+refs/heads/*:refs/remotes/origin/*"},
        {"wide": ["mirror/main"], "origin": ["origin/fork/main", "origin/main"]},
    ),
    "a remote that fetches nothing": ({"origin": "^refs/heads/main"}, {"origin": []}),
    "a star within": (
        {"origin": "refs/heads/*:refs/remotes/*/main"},
        {"origin": ["mirror/main", "origin/fork/main", "origin/main"]},
    ),
}


@pytest.mark.parametrize("kind", REFSPECS)
def test_what_a_remote_has_is_what_its_refspecs_write(repo: Repo, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    refspecs, held = REFSPECS[kind]
    monkeypatch.chdir(repo.top)
    ids = {}
    for name in ("origin/main", "origin/fork/main", "mirror/main"):
        ids[repo.git("commit-tree", "-m", name, "HEAD^{tree}")] = name
        repo.git("update-ref", f"refs/remotes/{name}", list(ids)[-1])
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/main")
    for remote_name, refspec in refspecs.items():
        repo.git("config", f"remote.{remote_name}.url", f"/nowhere/{remote_name}")
        repo.git("config", f"remote.{remote_name}.fetch", refspec)
    for remote_name, names in held.items():
        assert sorted(ids[tip] for tip in refs.of_remote(remote_name)) == names
        if remote_name in refspecs:
            assert refs.of_remote(f"/nowhere/{remote_name}") == refs.of_remote(remote_name)


def test_each_commit_has_its_own_blobs_under_the_names(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    first = repo.head()
    repo.write("b", "b")
    second = repo.commit()
    readme, other = repo.git("rev-parse", "HEAD:README.md"), repo.git("rev-parse", "HEAD:b")
    assert refs.files_in([first, second], ["README.md", "b"]) == [(readme, ""), (readme, other)]
    assert refs.files_in([], ["README.md"]) == []


def test_commits_made_here_are_known_whatever_the_encoding_of_logs(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    made = {repo.head(), repo.commit()}
    assert refs.made_here() == made
    repo.git("config", "i18n.logOutputEncoding", "UTF-16")
    assert refs.made_here() == made


def test_where_a_push_goes_by_default(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of these that is set counts, as `git help config` has it."""
    monkeypatch.chdir(repo.top)
    assert refs.default_remote() == ("refs/heads/main", "origin")
    for key, remote_name in (("branch.main.remote", "fork"), ("remote.pushDefault", "mine"),
                             ("branch.main.pushRemote", "theirs")):  # fmt: skip
        repo.git("config", key, remote_name)
        assert refs.default_remote() == ("refs/heads/main", remote_name)
    repo.git("checkout", "--quiet", "--detach")
    assert refs.default_remote() == ("HEAD", "mine")
