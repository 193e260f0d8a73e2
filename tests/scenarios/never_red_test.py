"""A commit that passed never turns `--all-files` red: where all was green before, all is green after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.repo import Repo
from tests.samples import noise, prose, table

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = """\
[block-artifacts]
max-size = "1 kB"

[[block-artifacts.allow]]
paths = ["allowed/**"]
because = "golden files"

[[block-artifacts.allow]]
paths = ["capped/**"]
max-size = "3 kB"
because = "small golden files"
"""


@pytest.fixture
def green(repo: Repo) -> Repo:
    """A repository with old files that the baseline or an exception accepts, and nothing else to say."""
    repo.install_hooks()
    repo.write("commitworthy.toml", POLICY)
    repo.write("old.csv", table(5000))
    repo.write("old.bin", noise(4000))
    repo.write("notes.txt", prose(3000))
    repo.write("allowed/a.bin", noise(5000, seed=1))
    repo.write("capped/a.bin", noise(2500, seed=2))
    repo.write("small.csv", table(900))
    repo.write(".gitattributes", ".commitworthy-baseline merge=union\n")
    repo.git("add", "--all")
    assert repo.run("baseline").status == 0
    repo.commit()
    assert repo.judge("--all-files") == []
    return repo


def stage(repo: Repo, *commands: str) -> Repo:
    done = repo.shell(" && ".join((*commands, "git add --all")))
    assert done.status == 0, done
    return repo


def link_then_file(repo: Repo) -> None:
    stage(repo, "ln -s small.csv link").passes()
    stage(repo, "rm link").stage("link", noise(2000, seed=9))


MAY_PASS: dict[str, Callable[[Repo], object]] = {
    "a baselined file is renamed": lambda repo: stage(repo, "git mv old.csv new.csv"),
    "a baselined file is copied": lambda repo: stage(repo, "cp old.csv new.csv"),
    "a baselined file shrinks": lambda repo: repo.stage("old.csv", table(4000)),
    "a baselined file becomes small": lambda repo: repo.stage("old.csv", table(500)),
    "a baselined text shrinks": lambda repo: repo.stage("notes.txt", prose(2000)),
    "a baselined file is deleted": lambda repo: stage(repo, "git rm -q old.csv"),
    "a baselined file becomes a link": lambda repo: stage(repo, "ln -sf small.csv old.csv"),
    "a baselined file becomes executable": lambda repo: stage(repo, "chmod +x old.csv"),
    "two baselined files change places": lambda repo: stage(repo, "mv old.csv x", "mv old.bin old.csv", "mv x old.bin"),
    "an allowed file grows": lambda repo: repo.stage("allowed/a.bin", noise(9000)),
    "an allowed file is renamed within its folder": lambda repo: stage(repo, "git mv allowed/a.bin allowed/b.bin"),
    "a capped file grows up to its cap": lambda repo: repo.stage("capped/a.bin", noise(3072)),
}


@pytest.mark.parametrize("change", MAY_PASS.values(), ids=MAY_PASS)
def test_what_is_accepted_moves_and_shrinks_freely(green: Repo, change: Callable[[Repo], object]) -> None:
    change(green)
    green.passes()
    assert green.judge("--all-files") == []


MUST_NOT_PASS: dict[str, tuple[Callable[[Repo], object], str]] = {
    "a baselined file grows": (lambda repo: repo.stage("old.csv", table(5001)), "old.csv"),
    "a renamed file shrinks at its new path": (
        lambda repo: stage(repo, "git mv old.csv new.csv").stage("new.csv", table(4000)), "new.csv",
    ),
    "a copied file shrinks": (lambda repo: repo.stage("new.csv", table(4000)), "new.csv"),
    "an allowed file leaves its folder": (lambda repo: stage(repo, "git mv allowed/a.bin a.bin"), "a.bin"),
    "an allowed file is copied out": (lambda repo: stage(repo, "cp allowed/a.bin a.bin"), "a.bin"),
    "a capped file grows over its cap": (lambda repo: repo.stage("capped/a.bin", noise(3073)), "capped/a.bin"),
    "an allowed file moves under a cap": (
        lambda repo: stage(repo, "git mv allowed/a.bin capped/b.bin"), "capped/b.bin",
    ),
    "a text becomes data by its name": (
        lambda repo: repo.stage("wide.csv", b"1,2\n" * 400).stage("a.txt", "x"), "wide.csv",
    ),
    "a link becomes a large file": (
        link_then_file, "link",
    ),
    "a baselined file is moved and its row is taken out": (
        lambda repo: stage(repo, "git mv old.csv new.csv", ": > .commitworthy-baseline"), "new.csv",
    ),
    "a baselined file shrinks and its row is taken out": (
        lambda repo: stage(repo, ": > .commitworthy-baseline").stage("old.csv", table(4000)), "old.csv",
    ),
    "a limit is lowered under a file that shrinks": (
        lambda repo: repo.stage("commitworthy.toml", POLICY.replace('"1 kB"', '"500 bytes"')).stage(
            "small.csv", table(800)), "small.csv",
    ),
    "an exception is taken away from a file that shrinks": (
        lambda repo: repo.stage("commitworthy.toml", POLICY.replace("allowed/**", "other/**")).stage(
            "allowed/a.bin", noise(4000, seed=3)), "allowed/a.bin",
    ),
    "an exception is taken away from a file that moves": (
        lambda repo: stage(repo, "git mv allowed/a.bin allowed/b.bin").stage(
            "commitworthy.toml", POLICY.replace("allowed/**", "other/**")), "allowed/b.bin",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "path"), MUST_NOT_PASS.values(), ids=MUST_NOT_PASS)
def test_what_would_turn_ci_red_is_refused(green: Repo, change: Callable[[Repo], object], path: str) -> None:
    change(green)
    assert path in [finding["path"] for finding in green.refused()]


def branches(repo: Repo, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """Two commits on two branches, each of which passes; we stand on `main`."""
    repo.git("switch", "--quiet", "--create", "side")
    theirs()
    repo.passes()
    repo.git("switch", "--quiet", "main")
    ours()
    repo.passes()


def test_a_clean_merge_of_green_branches_passes(green: Repo) -> None:
    branches(
        green,
        lambda: green.stage("small.csv", table(1000)),
        lambda: stage(green, "git mv old.csv new.csv", "cp old.bin copy.bin"),
    )
    outcome = green.try_git("merge", "--quiet", "--no-edit", "side")
    assert outcome.status == 0, outcome
    assert green.judge("--all-files") == []


def test_a_conflicted_merge_of_green_branches_passes(green: Repo) -> None:
    branches(green, lambda: green.stage("notes.txt", prose(2000)), lambda: green.stage("notes.txt", b"x" + prose(2500)))
    assert green.try_git("merge", "--quiet", "--no-edit", "side").status == 1
    green.stage("notes.txt", b"x" + prose(2500))
    green.passes()
    assert green.judge("--all-files") == []


def without_row(repo: Repo, path: str) -> None:
    """The file is deleted, and the baseline follows."""
    repo.git("rm", "--quiet", path)
    assert repo.run("baseline").status == 0
    repo.git("add", ".commitworthy-baseline")


def test_a_copy_from_the_other_side_of_a_file_whose_row_is_gone_is_refused(green: Repo) -> None:
    # Each side is green by its own baseline; the merged one no longer accepts the copy.
    branches(green, lambda: without_row(green, "old.bin"), lambda: stage(green, "cp old.bin copy.bin"))
    outcome = green.try_git("merge", "--quiet", "--no-edit", "side")
    assert [(finding["path"], finding["rule"]) for finding in outcome.findings()] == [("copy.bin", "blocked-artifact")]
    assert outcome.status != 0
    # The way out is to accept it again.
    assert green.run("baseline", "--add").status == 0
    green.git("add", ".commitworthy-baseline")
    green.passes()
    assert green.judge("--all-files") == []


def test_what_a_parent_shows_as_red_is_no_fault_of_the_commit(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("old.csv", table(200_000))
    repo.write("old.txt", prose(600_000))
    repo.commit()
    for change in ("git mv old.csv new.csv", "cp new.csv copy.csv", "git mv old.txt other.txt", "git rm -q copy.csv"):
        stage(repo, change)
        repo.passes()
    repo.stage("new.csv", table(150_000))
    repo.passes()


@pytest.mark.parametrize("kind", ["clean", "conflicted", "octopus"])
def test_what_the_other_side_of_a_merge_had_is_no_fault_of_the_merge(repo: Repo, kind: str) -> None:
    # CI was red there before; this commit makes nothing worse.
    repo.install_hooks()
    for number, side in enumerate(("one", "two")):
        repo.git("switch", "--quiet", "--create", side, "main")
        repo.write(f"{side}.bin", noise(200_000, seed=number))
        repo.write("README.md", f"{side}\n" if kind == "conflicted" else "# A project\n")
        repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.write("README.md", "ours\n" if kind == "conflicted" else "# A project\n")
    repo.write("ours.txt", "text\n")
    repo.commit()
    outcome = repo.try_git("merge", "--quiet", "--no-edit", "one", *(["two"] if kind == "octopus" else []))
    assert outcome.status == (1 if kind == "conflicted" else 0), outcome
    if kind == "conflicted":
        repo.stage("README.md", "settled\n")
        assert repo.judge() == []
        repo.stage("new.bin", noise(200_000, seed=9))
        assert [finding["path"] for finding in repo.refused()] == ["new.bin"]
        repo.git("rm", "--quiet", "--cached", "new.bin")
        repo.passes()


def test_a_text_that_becomes_data_is_judged_as_data(repo: Repo) -> None:
    repo.install_hooks()
    rows = b"1,2\n" * 40_000
    repo.stage("rows.txt", b"a document\n" + rows)
    repo.passes()
    repo.git("mv", "rows.txt", "rows.csv")
    assert [(finding["path"], finding["family"]) for finding in repo.refused()] == [("rows.csv", "data")]


def test_a_file_that_becomes_of_another_family_is_not_excused_by_its_size(repo: Repo) -> None:
    repo.install_hooks()
    repo.write("a", prose(900_000))
    repo.commit()
    repo.stage("a", noise(800_000))
    assert [(finding["path"], finding["family"]) for finding in repo.refused()] == [("a", "binary")]
