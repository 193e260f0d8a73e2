"""What a user sees of limit-commit."""

# ruff: noqa: E501 (texts stand as users see them)
from __future__ import annotations

import pytest

from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Outcome, Repo
from tests.samples import noise, prose

PLACEHOLDER = "'<why it belongs in git>'"


def many(repo: Repo, count: int, folder: str = "d", size: int = 20) -> None:
    for number in range(count):
        repo.write(f"{folder}/{number}.txt", f"{folder} {number} ".encode() + prose(size))
    repo.git("add", "--all")


def test_the_text_of_too_many_files(repo: Repo) -> None:
    repo.install_hooks("limit-commit")
    many(repo, 400)
    many(repo, 101, "e")
    outcome = repo.try_commit()
    assert (outcome.status, outcome.out) == (1, """\
commit: LIM002 too-many-files: 501 new paths (limit 500 a commit): d/ 400, e/ 101.
    take the largest part out of this commit:   git restore --staged -- d/
    or keep data out of git (commitworthy block-artifacts shows how), or commit in parts
    or allow it, with the reason:               commitworthy allow --hook limit-commit --because '<why it belongs in git>' -- d/

1 finding.
""")  # fmt: skip


def test_the_text_of_too_many_files_at_the_top(repo: Repo) -> None:
    many(repo, 40, ".")
    many(repo, 5)
    outcome = repo.run("limit-commit", "--max-files", "30")
    assert (outcome.status, outcome.out) == (1, """\
commit: LIM002 too-many-files: 45 new paths (limit 30 a commit): files at the top 40, d/ 5.
    keep data out of git (commitworthy block-artifacts shows how), or commit in parts

1 finding.
""")  # fmt: skip


def test_the_text_of_too_many_bytes(repo: Repo) -> None:
    repo.install_hooks("limit-commit --max-size 1MB")
    for number in range(3):
        repo.stage(f"data/{number}.txt", b"%d" % number + prose(400_000))
    repo.stage("a.txt", prose(1000))
    outcome = repo.try_commit()
    assert (outcome.status, outcome.out) == (1, """\
commit: LIM001 commit-too-large: 1.1 MB in 4 new blobs (limit 1 MB a commit): data/ 1.1 MB, a.txt 1000 bytes.
    take the largest part out of this commit:   git restore --staged -- data/
    or keep data out of git (commitworthy block-artifacts shows how), or commit in parts
    or allow it, with the reason:               commitworthy allow --hook limit-commit --because '<why it belongs in git>' -- data/

1 finding.
""")  # fmt: skip


def test_the_keys_of_a_json_line(repo: Repo) -> None:
    many(repo, 4)
    findings = repo.run("limit-commit", "--format", "json", "--max-files", "3", "--max-size", "50").findings()
    keys = "hook code rule level path cell line column end_line end_column message remedies".split()
    assert [list(finding) for finding in findings] == [[*keys, "size", "limit"], [*keys, "count", "limit"]]
    assert [(finding["hook"], finding["path"]) for finding in findings] == [("limit-commit", None)] * 2


def test_the_limit_itself_passes(repo: Repo) -> None:
    many(repo, 4, size=100)
    size = sum(len(repo.git("cat-file", "blob", f":{name}")) + 1 for name in repo.tracked() if name != "README.md")
    assert repo.run("limit-commit", "--max-files", "4", "--max-size", str(size)) == Outcome(0, "", "")
    assert repo.run("limit-commit", "--max-files", "3").status == 1
    assert repo.run("limit-commit", "--max-size", str(size - 1)).status == 1


FREE = {
    "a renamed folder": "git mv d e",
    "a copied folder": "cp -r d e && git add e",
    "a deleted folder": "git rm -rq d",
    "a changed mode": "chmod +x d/* && git add d",
    "links": "for n in $(seq 20); do ln -s nowhere link$n; done; git add .",
    "intents to add": "for n in $(seq 20); do echo $n > new$n; done; git add -N .",
}


@pytest.mark.parametrize("script", FREE.values(), ids=FREE)
def test_what_brings_no_new_bytes_is_free(repo: Repo, script: str) -> None:
    many(repo, 20)
    repo.commit()
    assert repo.shell(script).status == 0
    assert repo.run("limit-commit", "--max-files", "10", "--max-size", "100") == Outcome(0, "", "")


def test_changed_files_count_their_bytes_and_are_no_new_paths(repo: Repo) -> None:
    many(repo, 20)
    repo.commit()
    many(repo, 20, size=1000)
    assert repo.run("limit-commit", "--max-files", "10", "--max-size", "1 MB") == Outcome(0, "", "")
    assert repo.run("limit-commit", "--max-size", "10 kB").status == 1


def test_a_pointer_weighs_what_it_is_in_git(repo: Repo) -> None:
    repo.git("lfs", "install", "--skip-repo")
    repo.stage(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    repo.stage("a.bin", noise(2_000_000))
    assert repo.run("limit-commit", "--max-size", "1 kB").status == 0


def test_the_first_commit_is_free(unborn: Repo) -> None:
    unborn.install_hooks("limit-commit --max-files 3")
    many(unborn, 20)
    unborn.passes()


def test_a_merge_brings_in_nothing_new(repo: Repo) -> None:
    repo.install_hooks("limit-commit --max-files 3")
    repo.git("switch", "--quiet", "--create", "side")
    many(repo, 20)
    repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.write("other.txt", "x\n")
    repo.commit()
    outcome = repo.try_git("merge", "--no-ff", "--no-edit", "side")
    assert outcome.status == 0, outcome


def test_nothing_staged_is_nothing_to_say(repo: Repo) -> None:
    assert repo.run("limit-commit", "--max-files", "0", "--max-size", "0") == Outcome(0, "", "")
    assert repo.run("limit-commit", "--all-files", "--max-files", "0") == Outcome(0, "", "")


def test_file_names_do_not_change_what_is_measured(repo: Repo) -> None:
    many(repo, 5)
    said = repo.run("limit-commit", "--max-files", "3").out
    assert "5 new paths" in said
    assert repo.run("limit-commit", "--max-files", "3", "d/0.txt").out == said


def test_below_the_top_it_is_silent_for_the_framework_speaks_from_the_top(repo: Repo) -> None:
    # In a workspace a framework starts the hook in each sub-project as well.
    many(repo, 5)
    assert repo.run("limit-commit", "--max-files", "3", cwd="d") == Outcome(0, "", "")


def test_a_commit_from_below_is_measured(repo: Repo) -> None:
    repo.install_hooks("limit-commit --max-files 3")
    many(repo, 5)
    outcome = repo.try_commit(cwd="d")
    assert outcome.status == 1
    assert "(cd .. && git restore --staged -- d/)" in outcome.out


ALLOW = """
[limit-commit]
max-files = 3
[[limit-commit.allow]]
paths = ["d/**"]
because = "a vendored library"
"""


def test_an_exception_takes_files_out_of_the_sum(repo: Repo) -> None:
    repo.stage("commitworthy.toml", ALLOW)
    many(repo, 20)
    assert repo.run("limit-commit").status == 0
    many(repo, 4, "e")
    outcome = repo.run("limit-commit")
    assert outcome.out.startswith(
        "commit: LIM002 too-many-files: 5 new paths (limit 3 a commit): e/ 4, commitworthy.toml 1."
    )


def test_an_exception_that_has_run_out_counts_no_longer(repo: Repo) -> None:
    repo.stage("commitworthy.toml", ALLOW + "until = 2020-01-01\n")
    many(repo, 20)
    assert repo.run("limit-commit").status == 1


FOLDERS = sorted({raw(name).partition(b"/")[0] for name in NAMES_THAT_HURT})


@pytest.mark.parametrize("folder", FOLDERS, ids=ascii)
@pytest.mark.parametrize("text", ["take the largest part out", "or allow it"])
def test_the_commands_work_whatever_the_folder(repo: Repo, folder: bytes, text: str) -> None:
    repo.stage("commitworthy.toml", "[limit-commit]\nmax-files = 3\n")
    repo.stage("star.star", "x")
    repo.passes()
    for number in range(5):
        repo.stage(folder + b"/%d.txt" % number, b"%d\n" % number)
    repo.stage("another.star", "y")
    (finding,) = repo.run("limit-commit", "--format", "json").findings()
    (command,) = [way["command"] for way in finding["remedies"] if way["text"].startswith(text)]
    done = repo.shell(command.replace(PLACEHOLDER, "'a vendored library'") + " && git add commitworthy.toml")
    assert done.status == 0, (command, done)
    assert repo.run("limit-commit") == Outcome(0, "", "")
    assert "another.star" in repo.git("diff", "--cached", "--name-only")
