"""Folders that are one artifact: moved, checked and fetched as a whole; the home is a folder, too."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import commitworthy
from commitworthy.base import wording
from commitworthy.cards import card as cards
from tests.lfs import pointer
from tests.moving import card, cloned, draft, kept, refused_as_changed, share, state
from tests.repo import Outcome, Repo
from tests.samples import noise

NAME = "data/era.zarr"
CARD = f"{NAME}.dvc"
STAGED = "1 card is staged; the files stay on disk and are ignored.  Commit when you like."
OTHERS = "Other clones, CI and images get them with: commitworthy fetch"
TO_GET = "keep it (commitworthy move --update) or replace it (fetch --force)"


def chunks(count: int = 4) -> dict[str, bytes]:
    """The files of a Zarr store: two of text, and a chunk each, one of them further down."""
    found = {f"{number}.0": noise(2_000 + number, number) for number in range(count)}
    return {".zarray": b"{}", ".zattrs": b"{}", **found, "sub/c/0": noise(3_000, 99)}


def written(repo: Repo, files: dict[str, bytes], name: str = NAME) -> Path:
    for path, content in files.items():
        repo.write(f"{name}/{path}", content)
    return Path(repo.path(name))


def content(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(place.relative_to(folder)): place.read_bytes() for place in folder.rglob("*") if place.is_file()}


def sha_of(files: dict[str, bytes]) -> str:
    """What `sha256` of a folder is, without any help of the program."""
    lines = [
        f"{hashlib.sha256(files[path]).hexdigest()} {len(files[path])} {path}\n"
        for path in sorted(files, key=str.encode)
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


FILES = chunks()
SHA = sha_of(FILES)
SIZE = wording.show(sum(map(len, FILES.values())))
BASE = f"{NAME}/{SHA[:12]}/era.zarr"


@pytest.fixture
def stored(repo: Repo) -> Path:
    """The home; in the repository a store lies on disk that nobody has staged."""
    folder = share(repo)
    written(repo, FILES)
    return folder


@pytest.fixture
def moved(repo: Repo, stored: Path) -> Repo:
    assert repo.run("move", NAME).status == 0
    repo.commit()
    return repo


def test_a_store_is_moved_proven_and_left_as_one_card(repo: Repo, stored: Path) -> None:
    outcome = repo.run("move", f"{NAME}/")
    assert outcome == Outcome(
        0,
        f"to {stored}: 1 folder, {SIZE}\n{NAME} -> {stored}/{BASE}: 7 files, {SIZE}, read back and verified\n"
        f"{STAGED}\n{OTHERS}\n",
        "",
    )
    assert kept(stored) == sorted(f"{BASE}/{path}" for path in FILES)
    assert content(stored / BASE) == FILES
    assert repo.git("show", ":data/.gitignore") == "/era.zarr/"
    assert repo.git("status", "--porcelain").splitlines() == ["A  data/.gitignore", f"A  {CARD}"]
    size, listed = sum(map(len, FILES.values())), card(repo, CARD)
    lines = listed["meta"]["commitworthy"].pop("files").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == sorted(FILES)
    assert listed == {
        "frozen": True,
        "desc": "era.zarr, moved out of git by commitworthy",
        "deps": [{"path": f"{stored}/{BASE}", "size": size, "nfiles": 7}],
        "outs": [{"size": size, "nfiles": 7, "path": "era.zarr", "type": "data", "push": False}],
        "meta": {
            "commitworthy": {
                "schema": 2,
                "sha256": SHA,
                "format": {"family": "data", "name": "zarr-array"},
                "origin": {"commit": repo.head(), "dirty": False},
            }
        },
    }


def test_another_clone_gets_all_of_it(moved: Repo, stored: Path) -> None:
    clone = cloned(moved)
    assert clone.run("fetch", "--check") == Outcome(1, f"{NAME}: 7 files not there\n", "")
    assert clone.run("fetch") == Outcome(
        0, f"from folders of this machine: 7 files, {SIZE}\n{NAME}: 7 files fetched and verified\n", ""
    )
    assert content(Path(clone.path(NAME))) == FILES
    assert clone.git("status", "--porcelain") == ""
    assert clone.run("fetch", f"{NAME}/0.0") == Outcome(0, f"{NAME}: 7 files there already\n", "")
    assert clone.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")
    assert clone.run("check-cards") == Outcome(0, "", "")
    shown = f"{NAME}: 7 files, {SIZE}, sha256 {SHA[:12]}, {stored}/{BASE}\n"
    assert clone.run("cards") == Outcome(0, shown, "")
    (stored / "stray").write_bytes(b"x")
    assert clone.run("cards", "--unused") == Outcome(
        0, f"{stored}/stray\n", "commitworthy: looked at 8 objects: 1 unused\n"
    )


def test_a_second_run_changes_no_byte(moved: Repo, stored: Path) -> None:
    before, times = state(moved, stored), {place: place.stat().st_mtime_ns for place in stored.rglob("*")}
    assert moved.run("move", NAME).status == 0
    assert state(moved, stored) == before
    # Only the commit that it comes from is another.
    assert moved.run("move", "--update", NAME).status == 0
    assert {place: place.stat().st_mtime_ns for place in stored.rglob("*")} == times


def test_of_a_store_that_was_written_to_only_what_changed_travels(moved: Repo, stored: Path) -> None:
    first = moved.head()
    new = FILES | {"1.0": noise(500, 7), "8.0": noise(600, 8)}
    del new["2.0"]
    os.unlink(moved.path(f"{NAME}/2.0"))
    written(moved, new)
    line = f"{CARD}: is the card of other content: to update it to the file as it is now, add --update"
    assert moved.run("move", NAME) == Outcome(2, "", f"commitworthy: {line}\n")
    (row,) = moved.run("move", "--update", "--format", "json", NAME).findings()
    assert (row["how"], row["files"], row["sent"], row["sha256"]) == ("sent", 7, 2, sha_of(new))
    base = stored / f"{NAME}/{sha_of(new)[:12]}/era.zarr"
    assert content(base) == new
    for path in FILES.keys() & new.keys() - {"1.0"}:
        assert (base / path).samefile(stored / BASE / path), "it takes no space twice"
    second = moved.commit("second")
    clone = cloned(moved)
    for commit, files in ((second, new), (first, FILES), (second, new)):
        clone.git("checkout", "--quiet", commit)
        outcome = clone.run("fetch")
        assert (outcome.status, outcome.err) == (0, "")
        there = content(Path(clone.path(NAME)))
        assert {path: there[path] for path in files} == files
    # What an earlier card has listed is not in this one.
    assert outcome.out.splitlines()[-1] == f"    {NAME}/2.0: is not in the card, so it was left"
    assert there.keys() - new.keys() == {"2.0"}


@pytest.mark.parametrize("copies", [True, False], ids=["with links", "on a share without links"])
def test_what_another_one_has_put_there_is_not_taken_for_the_same(
    moved: Repo, stored: Path, monkeypatch: pytest.MonkeyPatch, *, copies: bool
) -> None:
    from commitworthy.homes.folder import Folder

    new = written(moved, {"1.0": noise(500, 7)})
    key = stored / f"{NAME}/{sha_of(content(new))[:12]}/era.zarr"
    (key / "sub/c").mkdir(parents=True)
    (key / "sub/c/0").write_bytes(noise(3_000, 98))
    if not copies:
        monkeypatch.setattr(Folder, "copy", lambda *_: False)
    outcome = moved.run("move", "--update", NAME)
    assert outcome.status == 2
    assert "reads back as sha256" in outcome.err
    (key / "sub/c/0").unlink()
    (row,) = moved.run("move", "--update", "--format", "json", NAME).findings()
    assert content(key) == content(new)
    assert row["sent"] == (0 if copies else 1)


def test_a_card_that_names_another_place_gives_it_to_nobody(moved: Repo, stored: Path, tmp_path: Path) -> None:
    private = tmp_path / "private"
    for path, what in FILES.items():
        (private / path).parent.mkdir(parents=True, exist_ok=True)
        (private / path).write_bytes(what)
    moved.write(CARD, Path(moved.path(CARD)).read_text().replace(f"{stored}/{BASE}", str(private)))
    written(moved, {"1.0": noise(500, 7)})
    assert moved.run("move", "--update", "--to", str(stored), NAME).status == 0
    assert not any(place.stat().st_nlink > 1 for place in private.rglob("*") if place.is_file())


KILLED = """
import os, signal, sys, threading
from commitworthy import cli
from commitworthy.commands.move import steps
name, when = sys.argv[1], int(sys.argv[2])
really, lock, calls = getattr(steps, name), threading.Lock(), []
def killed(*words, **named):
    with lock:
        calls.append(None)
        if len(calls) == when:
            os.kill(os.getpid(), signal.SIGKILL)
    return really(*words, **named)
setattr(steps, name, killed)
cli.main(sys.argv[3:])
"""


@pytest.mark.parametrize(
    ("step", "when"), [("upload", 1), ("upload", 5), ("read_back", 4), ("notes", 1), ("write_cards", 1), ("stage", 1)]
)
def test_killed_in_between_the_next_run_ends_in_the_same_state(repo: Repo, stored: Path, step: str, when: int) -> None:
    repo.git("add", NAME)
    package = str(Path(commitworthy.__file__).parent.parent)
    command = [sys.executable, "-c", KILLED, step, str(when), "move", NAME]
    done = subprocess.run(command, cwd=repo.top, check=False, env={**os.environ, "PYTHONPATH": package})
    assert done.returncode == -9
    assert f"{NAME}/0.0" in repo.tracked(), "nothing leaves git before all is proven"
    whole = [place for place in stored.rglob("*") if place.is_file() and "draft" not in place.name]
    sent = {place: place.stat().st_mtime_ns for place in whole}
    assert repo.run("move", NAME).status == 0
    assert {place: place.stat().st_mtime_ns for place in sent} == sent, "sent once"
    assert content(stored / BASE).items() >= FILES.items()
    assert repo.git("status", "--porcelain").splitlines() == ["A  data/.gitignore", f"A  {CARD}"]


def test_a_file_that_is_written_meanwhile_leaves_all_in_git(
    repo: Repo, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("add", NAME)
    refused_as_changed(repo, NAME, "upload", lambda: repo.write(f"{NAME}/9.0", b"new"), monkeypatch)


def test_tracked_and_ignored_files_of_it_are_told_and_go_along(repo: Repo, stored: Path) -> None:
    repo.write(".gitignore", "*.tmp\n")
    repo.stage(f"{NAME}/.zattrs").stage(".gitignore")
    repo.git("commit", "--quiet", "--message", "by hand")
    repo.write(f"{NAME}/a.tmp", "x")
    outcome = repo.run("move", NAME)
    assert outcome.out.splitlines()[1:3] == [
        f"{NAME}: 1 file of it in git: the card takes their place",
        f"{NAME}: 1 file of it ignored by git: moved like the others",
    ]
    assert repo.git("diff", "--cached", "--name-status").splitlines() == [
        "A\tdata/.gitignore", f"A\t{CARD}", f"D\t{NAME}/.zattrs"
    ]  # fmt: skip
    assert os.path.exists(repo.path(f"{NAME}/.zattrs"))
    # Where git ignores all of it there is nothing to tell.
    repo.write("runs/a.zarr/.zattrs", "{}")
    repo.write("runs/.gitignore", "*.zarr/\n")
    assert len(repo.run("move", "--to", str(stored), "runs/a.zarr").out.splitlines()) == 4
    assert Path(repo.path("runs/.gitignore")).read_text() == "*.zarr/\n"


def test_what_is_staged_and_nowhere_else_is_not_lost(repo: Repo, stored: Path) -> None:
    repo.stage(f"{NAME}/0.0", b"staged alone")
    repo.write(f"{NAME}/0.0", FILES["0.0"])
    line = f"{NAME}/0.0: what is staged is not the file on disk, and would be lost: git add it first"
    assert repo.run("move", NAME) == Outcome(2, "", f"commitworthy: {line}\n")


def test_what_cannot_be_a_part_of_a_folder_is_one_line(repo: Repo, stored: Path, tmp_path: Path) -> None:
    place = Path(repo.path(NAME))
    repo.write("empty/in/x")
    os.unlink(repo.path("empty/in/x"))
    (repo.top / "link").symlink_to(place)

    def refused(line: str, *names: str) -> None:
        before = state(repo, stored)
        assert repo.run("move", *(names or [NAME])) == Outcome(2, "", f"commitworthy: {line}\n")
        assert state(repo, stored) == before

    refused("empty: is a folder without files: there is nothing to move", "empty")
    refused("move: this is the whole repository: name a folder in it", ".")
    refused(f"{NAME}: is in a folder that is named as well: name one of them", "data", NAME)
    refused(f"{NAME}/0.0: is in a folder that is named as well: name one of them", NAME, f"{NAME}/0.0")
    refused("link: is a symbolic link: move the file that it leads to", "link")
    no_home = "is no home for it as one: name a store, as in --to s3://bucket/folder, or"
    refused(f"{NAME}: is a folder, and lfs {no_home} pack it with tar first", "--to", "lfs", NAME)
    refused(f"{NAME}: is a folder, and dvc {no_home} run: dvc add {NAME}", "--to", "dvc", NAME)
    (place / "sub/odd").symlink_to(place / "0.0")
    refused(f"{NAME}/sub/odd: is a symbolic link: put the file in its place")
    (place / "sub/odd").unlink()
    os.mkfifo(place / "sub/odd")
    refused(f"{NAME}/sub/odd: is not a file: remove it first")
    (place / "sub/odd").unlink()
    (place / "sub/.git").mkdir()
    refused(f"{NAME}/sub/.git: is the folder of another repository: run move in there, or remove it")
    (place / "sub/.git").rmdir()
    (place / "sub/a\nb").write_bytes(b"x")
    reason = "has characters that do not print, or is not UTF-8, so that no card can list it: rename it first"
    refused(f"{NAME}/sub/a\\nb: {reason}")
    (place / "sub/a\nb").unlink()
    (place / "churn.pkl.dvc").write_bytes(b"outs: []\n")
    line = "is a card itself: name the folder that is one artifact, not one above"
    refused(f"{NAME}/churn.pkl.dvc: {line}")
    (place / "churn.pkl.dvc").unlink()
    (place / "p").write_text(pointer(b"x"))
    refused(f"{NAME}/p: is a pointer, not the file: get the file first (git lfs pull)")
    (place / "p").unlink()
    deep = place.joinpath(*"a" * 33)
    deep.mkdir(parents=True)
    reason = "is deeper than 32 folders, or longer than 1,024 bytes, so that no card can list it: rename it first"
    refused(f"{NAME}/{'/'.join('a' * 33)}: {reason}")


def test_no_more_files_than_a_card_lists(repo: Repo, stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "MOST_FILES", 6)
    line = (
        f"{NAME}: has more than 6 files, which no card lists: write larger chunks or shards, or pack it with tar first"
    )
    assert repo.run("move", NAME) == Outcome(2, "", f"commitworthy: {line}\n")


def test_a_file_in_a_moved_folder_goes_with_the_folder(moved: Repo, stored: Path) -> None:
    line = f"{NAME}/0.0: is in {NAME}, which has a card as a whole: move that one with --update"
    assert moved.run("move", f"{NAME}/0.0") == Outcome(2, "", f"commitworthy: {line}\n")
    assert moved.run("which", NAME, f"{NAME}/0.0").out == (
        f"{NAME}: a folder of 7 files, {SIZE}\n"
        "    family: data; format: zarr-array\n"
        f"    card: {CARD}, {stored}/{BASE}\n"
        f"{NAME}/0.0: unknown binary content, 2 kB, the file on disk\n"
        "    family: binary; format: binary\n"
        "    content: a NUL byte in the first 8 KiB\n"
        "    home: git; within its limits\n"
        f"    in a folder with a card: {CARD}, {stored}/{BASE}\n"
    )


def test_fetch_goes_on_where_it_was_stopped_and_leaves_what_is_not_its_own(moved: Repo, stored: Path) -> None:
    place = Path(moved.path(NAME))
    (place / "0.0").write_bytes(b"mine")
    (place / "1.0").unlink()
    (place / "sub/c/0").unlink()
    (place / "sub/c").rmdir()
    (place / "notes.txt").write_text("mine as well")
    half = Path(moved.write(draft(f"{NAME}/1.0", FILES["1.0"]), FILES["1.0"][:500]))
    left = (
        f"    {NAME}/0.0: was changed on disk, so it was left: {TO_GET}\n"
        f"    {NAME}/notes.txt: is not in the card, so it was left\n"
    )
    assert moved.run("fetch", "--check") == Outcome(
        1, f"{NAME}: 4 files there already, 2 files not there, 1 file changed on disk\n{left}", ""
    )
    outcome = moved.run("fetch")
    size = wording.show(len(FILES["1.0"]) + len(FILES["sub/c/0"]))
    assert outcome == Outcome(
        1,
        f"from folders of this machine: 2 files, {size}\n"
        f"{NAME}: 2 files fetched and verified, 4 files there already, 1 file changed on disk\n{left}",
        "",
    )
    assert not half.exists()
    assert content(place) == FILES | {"0.0": b"mine", "notes.txt": b"mine as well"}
    (row,) = moved.run("fetch", "--force", "--format", "json", NAME).findings()
    assert (row["how"], row["files"], row["fetched"]) == ("fetched", 7, 1)
    assert (row["changed"], row["others"]) == ([], [f"{NAME}/notes.txt"])
    assert content(place) == FILES | {"notes.txt": b"mine as well"}


def test_a_file_of_it_that_is_not_what_the_card_says_is_not_written(moved: Repo, stored: Path) -> None:
    clone = cloned(moved)
    changed = bytearray(FILES["1.0"])
    changed[7] ^= 1
    (stored / BASE / "1.0").write_bytes(changed)
    outcome = clone.run("fetch")
    assert (outcome.status, len(outcome.err.splitlines())) == (2, 1)
    assert outcome.err.startswith(f"commitworthy: {NAME}/1.0: what {stored}/{BASE}/1.0 holds is not what the card says")
    assert content(Path(clone.path(NAME))) == {path: what for path, what in FILES.items() if path != "1.0"}
    for path in ("2.0", "3.0"):
        (stored / BASE / path).unlink()
    assert clone.run("cards", "--online") == Outcome(
        1,
        f"{CARD}: CRD101 lost-object: {stored}/{BASE}/2.0 is not there.  So it is with 1 more of its folder.\n\n"
        f"{CARD}: CRD102 altered-object: {stored}/{BASE}/1.0 has other content than the card says.\n\n"
        "2 findings in 1 file.\n",
        "",
    )


@pytest.mark.parametrize("where", [NAME, f"{NAME}/sub", "data"])
def test_nothing_is_fetched_through_a_link(moved: Repo, tmp_path: Path, where: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    clone = cloned(moved)
    text = Path(clone.path(CARD)).read_text()
    if where == "data":
        moved.git("-C", str(clone.top), "rm", "-rq", "--cached", "data")
        for place in Path(clone.path("data")).iterdir():
            place.unlink()
        Path(clone.path("data")).rmdir()
        (outside / "era.zarr.dvc").write_text(text)
    Path(clone.path(where)).parent.mkdir(exist_ok=True)
    Path(clone.path(where)).symlink_to(outside)
    before = sorted(os.listdir(outside))
    outcome = clone.run("fetch", *([CARD] if where == "data" else []))
    assert outcome.status == 2
    if where != "data":
        line = f"{where}: is a symbolic link, so nothing was written: put a folder in its place"
        assert outcome.err == f"commitworthy: {line}\n"
    assert sorted(os.listdir(outside)) == before
    Path(clone.path(where)).unlink()
    if where != "data":
        Path(clone.path(where)).write_text("a file")
        line = f"{where}: is not a folder, so nothing was written: put a folder in its place"
        assert clone.run("fetch") == Outcome(2, "", f"commitworthy: {line}\n")


def test_check_cards_tells_how_a_folder_differs(moved: Repo) -> None:
    place = Path(moved.path(NAME))

    def said() -> list[str]:
        return [finding["message"] for finding in moved.run("check-cards", "--format", "json").findings()]

    (place / f".commitworthy-draft-0-{'a' * 20}").write_bytes(b"half")
    assert said() == []
    (place / "0.0").write_bytes(FILES["0.0"][::-1])
    assert said() == [f"{NAME} on disk is not as the card says: 1 file differs."]
    (place / "1.0").write_bytes(b"x")
    (place / "2.0").unlink()
    (place / "a").write_bytes(b"x")
    (place / "b").symlink_to(place / "a")
    assert moved.run("check-cards") == Outcome(
        1,
        f"{CARD}: CRD005 stale-card: {NAME} on disk is not as the card says: 2 files differ, 1 file is not there, "
        "2 files are not in the card.\n"
        f"    update the card to the file as it is now:   commitworthy move --update -- {NAME}\n"
        f"    or go back to the file of the card:         commitworthy fetch --force -- {NAME}\n\n"
        "1 finding in 1 file.\n",
        "",
    )
    assert moved.run("fetch", "--force").status == 0
    (finding,) = moved.run("check-cards", "--format", "json").findings()
    assert finding["message"] == f"{NAME} on disk is not as the card says: 2 files are not in the card."
    assert [remedy["command"] for remedy in finding["remedies"]] == [
        f"commitworthy move --update -- {NAME}", f"commitworthy fetch --check -- {NAME}"
    ]  # fmt: skip
    (place / "a").unlink()
    (place / "b").unlink()
    assert said() == []


def test_what_was_hashed_is_not_hashed_again(moved: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.cards import seen

    past = time.time_ns() - 10**10
    for place in Path(moved.path(NAME)).rglob("*"):
        os.utime(place, ns=(past, past))
    hashed, really = [], seen.sha256

    def counted(place: bytes) -> object:
        hashed.append(place)
        return really(place)

    monkeypatch.setattr(seen, "sha256", counted)
    # A change of the time of a file counts as one, and is two seconds old for nobody.
    monkeypatch.setattr(seen, "_TICK", -1)
    assert moved.run("check-cards").status == 0
    assert len(hashed) == 7
    assert moved.run("check-cards").status == moved.run("move", "--update", NAME).status == 0
    assert len(hashed) == 7
    Path(moved.path(f"{NAME}/3.0")).write_bytes(FILES["3.0"])
    assert moved.run("check-cards").status == 0
    assert hashed[7:] == [moved.path(f"{NAME}/3.0").encode()] or len(hashed) == 8


def test_a_folder_that_is_in_git_or_not_ignored_is_told_with_what_to_do(moved: Repo) -> None:
    moved.stage(f"{NAME}/0.0", None, "--force")
    (finding,) = moved.run("check-cards", "--format", "json").findings()
    assert (finding["code"], finding["remedies"][0]["command"]) == ("CRD003", f"git rm -r --cached --quiet -- {NAME}")
    assert moved.shell(finding["remedies"][0]["command"]).status == 0
    moved.write("data/.gitignore", "")
    moved.git("add", "data/.gitignore")
    (finding,) = moved.run("check-cards", "--format", "json").findings()
    assert finding["code"] == "CRD004"
    assert moved.shell(finding["remedies"][0]["command"]).status == 0
    assert Path(moved.path("data/.gitignore")).read_text().strip() == "/era.zarr/"
    for place in sorted(Path(moved.path(NAME)).rglob("*"), reverse=True):
        place.rmdir() if place.is_dir() else place.unlink()
    assert moved.run("check-cards") == Outcome(0, "", ""), "a folder that is not here is fine"


@pytest.mark.long
def test_a_card_with_thousands_of_files_is_no_large_text(repo: Repo) -> None:
    members = [cards.Member(f"c/{number}", 7, hashlib.sha256(b"%d" % number).hexdigest()) for number in range(7_000)]
    files = tuple(cards.by_path(members))
    made = cards.Card("f.zarr", 7 * 7_000, cards.hash_of(files), "/share/f.zarr", family="data", files=files)
    repo.write("f.zarr.dvc", cards.render(made))
    repo.write(".gitignore", "/f.zarr/\n")
    repo.git("add", ".")
    assert os.path.getsize(repo.path("f.zarr.dvc")) > 512_000
    for hook in ("block-artifacts", "limit-commit", "check-cards", "commitworthy", "require-lfs"):
        assert repo.run(hook) == Outcome(0, "", ""), hook
        assert repo.run(hook) == Outcome(0, "", ""), "also from memory"
    repo.commit()
    assert repo.run("check-push", "--from-ref", "HEAD~1", "--to-ref", "HEAD") == Outcome(0, "", "")
    (row,) = repo.run("which", "--format", "json", "f.zarr.dvc").findings()
    assert (row["pointer"], row["home"]) == ("dvc", "/share/f.zarr")
    repo.write("f.zarr.dvc", cards.render(made).replace(b" 7 c/17\n", b" 7 c/16\n"))
    repo.git("add", ".")
    assert [row["rule"] for row in repo.run("block-artifacts", "--format", "json").findings()] == ["large-file"]


def test_a_refused_part_of_a_store_goes_with_all_of_it(repo: Repo) -> None:
    share(repo)
    written(repo, {"saved_model.pb": b"\x08\x01\x12\x0a" + noise(300), "variables/a.bin": noise(200_000)}, "models/net")
    repo.git("add", "models")
    findings = repo.run("block-artifacts", "--format", "json").findings()
    assert {finding["remedies"][0]["command"] for finding in findings} == {"commitworthy move -- models/net"}
    assert repo.run("move", "--staged").status == 0
    assert repo.tracked()[-3:] == ["models/.gitignore", "models/net.dvc", "src/train.py"]
    assert card(repo, "models/net.dvc")["meta"]["commitworthy"]["format"] == {
        "family": "model",
        "name": "tf-savedmodel",
    }
