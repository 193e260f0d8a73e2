"""check-push as its users meet it: whole messages, remedies pasted, and ways to say what is pushed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from commitworthy.hooks.block_artifacts import pushed as artifacts_pushed
from commitworthy.hooks.hook import load_pushed_hooks
from commitworthy.hooks.require_lfs import pushed as lfs_pushed
from tests import lfs
from tests.pasting import is_ignored, pasted
from tests.pushing import install, passes, push, refused, remote, rules, without_ids
from tests.repo import Repo, executable
from tests.samples import table

if TYPE_CHECKING:
    from typing import Any

    from commitworthy.hooks.protocol import PushedHook

# Type checkers compare each module with the Protocol.
PUSHED: dict[str, PushedHook] = {"block-artifacts": artifacts_pushed, "require-lfs": lfs_pushed}
PLACE = 'committed in X (DATE, "add the data") as an ordinary git blob'
HEAD_LINE = f"data.csv: ART001 blocked-artifact: CSV data, 293 kB, {PLACE}"
IGNORING = "printf '%s\\n' /data.csv >> .gitignore && git add .gitignore"
NOWHERE = "no such commit in this clone: fetch it, or check the name"


def test_each_hook_that_has_something_to_say_of_a_push_is_asked() -> None:
    assert load_pushed_hooks() == PUSHED


@pytest.fixture
def pushing(repo: Repo) -> Repo:
    remote(repo)
    install(repo)
    return repo


def add_data(repo: Repo, name: str = "data.csv", size: int = 300_000) -> str:
    repo.write(name, table(size))
    repo.write("code.py", name)
    return repo.commit("add the data")


def work(repo: Repo, name: str = "later.py") -> str:
    repo.write(name, name)
    return repo.commit("work on")


def without_command(outcome_text: str) -> str:
    """Without what git adds itself."""
    return outcome_text.partition("error: failed to push")[0]


def test_where_git_lfs_is_missing_it_is_said(pushing: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    lfs.machine_without_lfs(monkeypatch, pushing.top.parent / "bin")
    add_data(pushing)
    (finding,) = pushing.run("check-push", "--format", "json").findings()
    texts = [way["text"] for way in finding["remedies"]]
    assert texts[1] == "or install git-lfs and send it to Git LFS in all these commits"


def test_the_message_for_the_last_commit(pushing: Repo) -> None:
    install(pushing, "check-push")
    pushing.git("lfs", "install", "--local", "--skip-repo")
    add_data(pushing)
    outcome = push(pushing)
    assert without_ids(without_command(outcome.out)) == (
        f"{HEAD_LINE} (limit 100 kB).\n"
        "    take it out of the last commit:\n"
        f"        git rm --cached --quiet -- data.csv && {IGNORING}"
        " && git commit --amend --no-edit --allow-empty --quiet\n"
        "    or send it to Git LFS in all these commits:\n"
        "        git lfs migrate import --yes --skip-fetch --include-ref=refs/heads/main --exclude-ref=X"
        " --include=/data.csv\n"
        "    or allow it, with the reason, and commit that:   "
        "commitworthy allow --because '<why it belongs in git>' -- data.csv\n"
        "\n"
        "1 finding in 1 file.\n"
    )


def test_the_message_for_a_recent_commit(pushing: Repo) -> None:
    install(pushing, "check-push")
    add_data(pushing)
    pushing.git("rm", "--quiet", "data.csv")
    work(pushing)
    lines = without_ids(push(pushing).out).splitlines()
    assert lines[:2] == [
        f"{HEAD_LINE} (limit 100 kB); deleted or replaced since, but history keeps it.",
        "    take it out of commit X by a rebase:",
    ]
    assert lines[2].strip() == (
        "git -c 'sequence.editor=sed -i.old 1s/^[a-z]*/edit/' rebase -i --no-rebase-merges --empty=drop 'X^'"
        f" && git rm --cached --quiet -- data.csv && {IGNORING} && git commit --amend --no-edit --allow-empty --quiet"
        " && git rebase --continue"
    )


def test_the_message_for_what_was_deleted_and_added_again(pushing: Repo) -> None:
    install(pushing, "check-push")
    add_data(pushing)
    pushing.git("rm", "--quiet", "data.csv")
    pushing.commit("delete the data")
    add_data(pushing)
    first = without_ids(push(pushing).out).splitlines()[0]
    assert first == f"{HEAD_LINE} (limit 100 kB); re-added in 1 later commit."


def test_the_message_for_several_commits(pushing: Repo) -> None:
    install(pushing, "check-push")
    add_data(pushing)
    add_data(pushing, "more.csv", 310_000)
    lines = without_ids(push(pushing).out).splitlines()
    assert (
        lines[2] == "    take the blobs out of history (commit your work first; the files are deleted from disk too):"
    )
    assert lines[3].strip() == (
        "printf '%s\\n' ID ID > \"$(git rev-parse --git-dir)/refused-blobs\" && git filter-repo --force"
        " --refs '^X' refs/heads/main --strip-blobs-with-ids \"$(git rev-parse --git-dir)/refused-blobs\""
        " && printf '%s\\n' /data.csv /more.csv >> .gitignore && git add .gitignore"
        " && git commit --quiet --message 'Ignore what is kept out of git' -- .gitignore"
    )
    assert "2 findings in 2 files." in lines


def last_commit(repo: Repo) -> None:
    add_data(repo)


def recent_commit(repo: Repo) -> None:
    add_data(repo)
    work(repo)


def deleted_again(repo: Repo) -> None:
    add_data(repo)
    repo.git("rm", "--quiet", "data.csv")
    work(repo)


def changed_later(repo: Repo) -> None:
    add_data(repo)
    repo.write("data.csv", table(1000))
    work(repo)


def grown(repo: Repo) -> None:
    """A file that was small at the remote, in the last commit but one."""
    repo.write("data.csv", table(1000))
    repo.commit()
    repo.git("push", "--quiet", "--no-verify")
    add_data(repo)
    work(repo)


def grown_last(repo: Repo) -> None:
    repo.write("data.csv", table(1000))
    repo.commit()
    repo.git("push", "--quiet", "--no-verify")
    add_data(repo)


def twice(repo: Repo) -> None:
    add_data(repo)
    add_data(repo, "more.csv", 310_000)
    work(repo)


def several_versions(repo: Repo) -> None:
    for size in (300_000, 320_000, 310_000):
        add_data(repo, size=size)
    work(repo)


def behind_a_merge(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "side")
    add_data(repo)
    repo.git("switch", "--quiet", "main")
    work(repo)
    repo.git("merge", "--quiet", "--no-edit", "side")


def in_an_evil_merge(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "side")
    work(repo, "side.py")
    repo.git("switch", "--quiet", "main")
    work(repo)
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    add_data(repo)


def only_the_data(repo: Repo) -> None:
    """A commit that is empty without it."""
    repo.write("data.csv", table(300_000))
    repo.commit("add the data")
    work(repo)


def names_that_hurt(repo: Repo) -> None:
    for number, name in enumerate((":(top)x.csv", "-x.csv", "new\nline.csv", "*.csv", "quo'te.csv")):
        repo.write(name, table(300_000 + number))
    repo.commit("add the data")
    work(repo)


def old_commit(repo: Repo) -> None:
    add_data(repo)
    for number in range(25):
        work(repo, f"{number}.py")


HISTORIES = (
    last_commit, recent_commit, deleted_again, changed_later, grown, grown_last, twice, several_versions,
    behind_a_merge,
    in_an_evil_merge, only_the_data, names_that_hurt, old_commit,
)  # fmt: skip


@pytest.mark.parametrize("make", HISTORIES, ids=lambda make: make.__name__)
def test_the_way_out_removes_the_blob_and_nothing_else(pushing: Repo, make: Any) -> None:
    make(pushing)
    before = code(pushing)
    findings = refused(pushing)
    pasted(pushing, findings[0], "take ") if len(findings) == 1 else paste_text(pushing)
    assert code(pushing) == before
    passes(pushing)
    gone = {brought["blob"] for finding in findings for brought in finding["brought"]}
    sent = set(Repo(pushing.top.parent / "origin.git").git("rev-list", "--objects", "--all").split())
    assert not gone & sent


@pytest.mark.parametrize("make", [last_commit, recent_commit, twice, names_that_hurt], ids=lambda make: make.__name__)
def test_what_is_taken_out_is_ignored_from_then_on(pushing: Repo, make: Any) -> None:
    make(pushing)
    findings = refused(pushing)
    pasted(pushing, findings[0], "take ") if len(findings) == 1 else paste_text(pushing)
    for path in (finding["path"] for finding in findings):
        pushing.write(path, "x")
        assert is_ignored(pushing, path), path
    assert pushing.git("status", "--porcelain") == ""


def test_where_a_later_commit_has_an_ignore_file_the_line_comes_on_top(pushing: Repo) -> None:
    add_data(pushing)
    pushing.write(".gitignore", "*.log\n")
    work(pushing)
    (finding,) = refused(pushing)
    pasted(pushing, finding, "take it out of commit")
    assert pushing.git("show", "HEAD:.gitignore") == "*.log\n/data.csv"
    assert pushing.git("log", "-1", "--format=%s") == "Ignore what is kept out of git"
    passes(pushing)


@pytest.mark.parametrize("later", [False, True])
def test_a_commit_that_is_empty_then_is_said_to_be(pushing: Repo, later: bool) -> None:
    pushing.write("data.csv", table(1000))
    pushing.commit()
    pushing.git("push", "--quiet", "--no-verify")
    pushing.write("data.csv", table(300_000))
    pushing.commit("grown")
    if later:
        work(pushing)
    (finding,) = refused(pushing)
    text = finding["remedies"][0]["text"]
    assert text.endswith(" (the commit is then empty)")
    pasted(pushing, finding, "take ")
    passes(pushing)


def legacy(repo: Repo) -> None:
    """A model from before the policy, deleted again, and one that is still there."""
    add_data(repo)
    repo.git("rm", "--quiet", "data.csv")
    repo.write("more.csv", table(310_000))
    repo.commit("more")


CONFIG = "repos:\n  - repo: local\n    hooks:\n      - {id: commitworthy}\n"


@pytest.mark.needs_lfs
@pytest.mark.parametrize("has_baseline", [False, True])
@pytest.mark.parametrize(
    ("name", "content"),
    [("commitworthy.toml", ""), (".pre-commit-config.yaml", CONFIG), ("pyproject.toml", "[tool.commitworthy]\n")],
)
def test_what_is_older_than_the_policy_is_accepted_first(
    repo: Repo,
    name: str,
    content: str,
    has_baseline: bool,
) -> None:
    remote(repo, filled=False)
    install(repo)
    repo.write("pyproject.toml", "[project]\n")
    legacy(repo)
    repo.write(name, content)
    if has_baseline:
        repo.write(".commitworthy-baseline", "")
    repo.commit("the policy")
    for finding in refused(repo, "origin", "main"):
        assert [way["text"] for way in finding["remedies"]] == [
            "accept it, for it is older than the policy",
            "or allow it, with the reason, and commit that",
            "or take the blobs out of history (commit your work first; the files are deleted from disk too)",
            "or send it to Git LFS in all these commits",
        ]
    pasted(repo, finding, "accept it")
    passes(repo, "origin", "main")
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("is_there", [True, False])
def test_a_raw_file_under_a_route_that_is_older_than_the_policy_is_accepted_first(repo: Repo, is_there: bool) -> None:
    remote(repo, filled=False)
    install(repo)
    lfs.route(repo, "*.csv")
    add_raw(repo)
    if not is_there:
        repo.git("rm", "--quiet", "data.csv")
        repo.commit("gone")
    repo.write("commitworthy.toml", "")
    repo.commit("the policy")
    (finding,) = refused(repo, "origin", "main")
    assert finding["rule"] == "not-a-pointer"
    assert finding["remedies"][0]["text"] == "accept it, for it is older than the policy"
    pasted(repo, finding, "accept it")
    passes(repo, "origin", "main")


def add_raw(repo: Repo) -> None:
    """A file that was staged where git-lfs was not set up."""
    repo.write("data.csv", table(300_000))
    repo.git(
        "-c", "filter.lfs.clean=cat", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false", "add", "--all"
    )
    repo.git("commit", "--quiet", "--no-verify", "--message", "raw")


@pytest.mark.parametrize("raw", [False, True])
def test_of_what_another_remote_has_every_rewriting_says_so(repo: Repo, raw: bool) -> None:
    remote(repo)
    install(repo)
    if raw:
        lfs.route(repo, "*.csv")
        add_raw(repo)
    else:
        last_commit(repo)
    remote(repo, "other")
    (finding,) = refused(repo, "origin", "main")
    first, *others = [way["text"] for way in finding["remedies"]]
    assert first == (
        "accept it, for others may have these commits" if raw else "allow it, with the reason, and commit that"
    )
    assert {text.partition("; ")[2] for text in others} == {"others may have these commits: agree with them first"}
    if raw:
        pasted(repo, finding, "accept it")
        passes(repo, "origin", "main")


def test_what_is_partly_newer_than_the_policy_is_not_accepted_as_a_whole(pushing: Repo) -> None:
    legacy(pushing)
    pushing.write("commitworthy.toml", "")
    pushing.commit("the policy")
    add_data(pushing, "new.csv", 320_000)
    for finding in refused(pushing):
        assert finding["remedies"][0]["text"].startswith("take the blobs out of history")


def test_where_another_remote_has_the_commits_nothing_is_rewritten_first(pushing: Repo) -> None:
    last_commit(pushing)
    remote(pushing, "other")
    (finding,) = refused(pushing, "origin", "main")
    first, *others = [way["text"] for way in finding["remedies"]]
    assert first == "allow it, with the reason, and commit that"
    assert others[0] == "or take it out of the last commit; others may have these commits: agree with them first"
    pasted(pushing, finding, "allow it")
    pushing.commit("allow it")
    passes(pushing, "origin", "main")


@pytest.mark.parametrize("fetched", [False, True])
def test_without_known_remotes_the_reflog_says_who_made_the_commits(
    repo: Repo,
    fetched: bool,
) -> None:
    """A repository that knows no remote: its commits were made here, or pulled from an address."""
    last_commit(repo)
    there = repo
    if fetched:
        there = Repo.init(repo.top.parent / "pulled")
        there.git("pull", "--quiet", str(repo.top), "main")
    remote(there, filled=False)
    (finding,) = there.run("check-push", "origin", "--format", "json").findings()
    assert finding["remedies"][0]["text"].startswith("allow it" if fetched else "take it out of the last commit")


def test_commits_that_were_merged_by_moving_forward_were_not_made_here(repo: Repo) -> None:
    there = Repo.init(repo.top.parent / "there")
    there.git("pull", "--quiet", str(repo.top), "main")
    last_commit(repo)
    there.git("fetch", "--quiet", str(repo.top), "main:other")
    there.git("merge", "--quiet", "other")
    remote(there, filled=False)
    (finding,) = there.run("check-push", "origin", "--format", "json").findings()
    assert finding["remedies"][0]["text"].startswith("allow it")


def code(repo: Repo) -> dict[str, str]:
    """The files that belong there."""
    return {name: repo.git("show", f"HEAD:{name}") for name in repo.tracked() if name.endswith(".py")}


def paste_text(repo: Repo) -> None:
    """The first command of the text, as several findings share it."""
    text = repo.run("check-push").out.splitlines()
    start = next(number for number, line in enumerate(text) if line.startswith("    take "))
    command = text[start + 1] if text[start].endswith(":") else text[start].partition(":   ")[2]
    done = repo.shell(command)
    assert done.status == 0, (command, done)


@pytest.mark.parametrize("make", [last_commit, recent_commit, twice, behind_a_merge, changed_later])
def test_git_lfs_takes_it_in_all_commits(pushing: Repo, make: Any) -> None:
    pushing.git("lfs", "install", "--local", "--skip-repo")
    make(pushing)
    for finding in refused(pushing):
        pasted(pushing, finding, "send it to Git LFS")
    install(pushing)
    assert pushing.run("check-push").status == 0
    assert pushing.git("cat-file", "blob", "HEAD:code.py") in ("data.csv", "more.csv")


def test_an_exception_lets_it_pass(pushing: Repo) -> None:
    add_data(pushing)
    (found,) = refused(pushing)
    pasted(pushing, found, "allow it")
    pushing.commit("allow it")
    passes(pushing)


def test_another_branch_is_rewritten_where_it_is(pushing: Repo) -> None:
    pushing.git("switch", "--quiet", "--create", "side")
    recent_commit(pushing)
    pushing.git("switch", "--quiet", "main")
    (found,) = refused(pushing, "origin", "side")
    pasted(pushing, found, "take it out of commit")
    passes(pushing, "origin", "side")


@pytest.mark.parametrize("options", [(), ("--annotate", "--message", "m")], ids=["light", "annotated"])
@pytest.mark.parametrize("make", [last_commit, recent_commit], ids=lambda make: make.__name__)
def test_a_tag_is_rewritten_where_it_stands(pushing: Repo, make: Any, options: tuple[str, ...]) -> None:
    """No commit made now is what a tag names."""
    pushing.git("switch", "--quiet", "--detach")
    make(pushing)
    pushing.git("tag", *options, "v1")
    pushing.git("switch", "--quiet", "main")
    (found,) = refused(pushing, "origin", "v1")
    pasted(pushing, found, "take the blobs out of history")
    passes(pushing, "origin", "v1")


def test_from_below_the_top_the_commands_go_there_first(pushing: Repo) -> None:
    add_data(pushing, "sub/data.csv")
    (found,) = refused(pushing, cwd="sub")
    pasted(pushing, found, "take it out of the last commit", "sub")
    passes(pushing)


def run_with(repo: Repo, given: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [executable("commitworthy"), "check-push", *words]
    return subprocess.run(command, cwd=repo.top, input=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("line", ["x", "refs/heads/main abc refs/heads/main def", "a b c d e f"])
def test_what_git_would_not_write_is_an_error(pushing: Repo, line: str) -> None:
    done = run_with(pushing, line + "\n", "origin", "address")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"commitworthy: malformed ref line on stdin: {line}\n"


def test_nothing_on_standard_input_is_nothing_to_push(pushing: Repo) -> None:
    last_commit(pushing)
    assert run_with(pushing, "", "origin", "address").returncode == 0


def test_a_tip_that_is_not_there_is_an_error(pushing: Repo) -> None:
    gone = "1" * 40
    done = run_with(pushing, f"refs/heads/x {gone} refs/heads/x {'0' * 40}\n", "origin", "address")
    assert done.returncode == 2
    assert done.stderr == f"commitworthy: refs/heads/x: object {gone} is missing or damaged: run git fsck\n"


def test_by_hand_it_judges_what_git_push_would_send(pushing: Repo) -> None:
    assert pushing.run("check-push").status == 0
    last_commit(pushing)
    assert pushing.run("check-push", "--format", "json").rules() == [("data.csv", "blocked-artifact")]
    remote(pushing, "other")
    assert pushing.run("check-push", "other", "--format", "json").rules() == []


@pytest.mark.parametrize("key", ["branch.main.pushRemote", "remote.pushDefault", "branch.main.remote"])
def test_by_hand_the_remote_is_the_one_of_git_push(pushing: Repo, key: str) -> None:
    last_commit(pushing)
    remote(pushing, "other")
    pushing.git("config", "branch.main.remote", "origin")
    pushing.git("config", key, "other")
    assert pushing.run("check-push").status == 0


def test_all_files_is_the_whole_history(pushing: Repo) -> None:
    deleted_again(pushing)
    pushing.git("push", "--quiet", "--no-verify")
    assert pushing.run("check-push").status == 0
    assert pushing.run("check-push", "--all-files", "--format", "json").rules() == [("data.csv", "blocked-artifact")]


def test_a_start_of_zeros_is_a_new_branch(pushing: Repo) -> None:
    """What GitHub and GitLab hand to CI where a branch is new; the clone has its remote's refs, also this one."""
    last_commit(pushing)
    pushing.git("push", "--quiet", "--no-verify", "origin", "main:refs/heads/new")
    words = ("check-push", "--format", "json", "--from-ref", "0" * 40, "--to-ref", pushing.head())
    assert pushing.run(*words).rules() == [("data.csv", "blocked-artifact")]


def test_a_start_that_a_forced_push_left_behind(pushing: Repo) -> None:
    last_commit(pushing)
    gone = "1" * 40
    outcome = pushing.run("check-push", "--format", "json", "--refuse-unseen", "--from-ref", gone)
    assert (outcome.status, outcome.rules()) == (1, [("data.csv", "blocked-artifact")])
    assert outcome.err == (
        f"commitworthy: {gone} is not in this clone (a forced push?): "
        "checked all commits that no other remote ref has\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from-ref", "nowhere"], f"nowhere: {NOWHERE}"),
        (["--from-ref", "HEAD", "--to-ref", "nowhere"], f"nowhere: {NOWHERE}"),
        (list("abc"), "check-push takes a remote and its address, as git passes them to a pre-push hook"),
    ],
)
def test_a_command_line_without_sense_is_an_error(pushing: Repo, words: list[str], said: str) -> None:
    outcome = pushing.run("check-push", *words)
    assert (outcome.status, outcome.out, outcome.err) == (2, "", f"commitworthy: {said}\n")


def test_before_the_first_commit_there_is_nothing_to_push(unborn: Repo) -> None:
    outcome = unborn.run("check-push")
    assert (outcome.status, outcome.err) == (
        2,
        "commitworthy: refs/heads/main: no commits to push yet: commit first\n",
    )


def test_a_policy_that_is_none_is_an_error(pushing: Repo) -> None:
    pushing.write("commitworthy.toml", "[block-artifact]\n")
    pushing.commit()
    outcome = push(pushing)
    assert outcome.status != 0
    assert "commitworthy: commitworthy.toml: unknown table [block-artifact]" in outcome.out


def test_a_subject_may_hold_anything(pushing: Repo) -> None:
    install(pushing, "check-push")
    pushing.write("data.csv", table(300_000))
    pushing.commit("\x1b[31mred\x1b[0m \u202e ::error::x ##[command] " + "long " * 20)
    outcome = push(pushing)
    assert "\x1b" not in outcome.out
    assert "\u202e" not in outcome.out
    assert "##[" not in outcome.out


def test_a_push_of_nothing_new_asks_little(pushing: Repo) -> None:
    code = "import sys; from commitworthy import cli; cli.main(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "check-push"], cwd=pushing.top, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "commitworthy.cli" in loaded
    heavy = {"subprocess", "tempfile", "pathspec", "tomllib", "json", "commitworthy.hooks.check_push.messages"}
    assert not heavy & loaded


def test_one_report_for_what_several_refs_share(pushing: Repo) -> None:
    last_commit(pushing)
    pushing.git("branch", "second")
    pushing.git("tag", "v1")
    assert rules(refused(pushing, "origin", "main", "second", "v1")) == [("data.csv", "blocked-artifact")]
