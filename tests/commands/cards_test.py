"""The list of cards, and what the stores say of them; here the store is a folder."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from commitworthy.base import wording
from commitworthy.cards import card as cards
from commitworthy.git import objects
from tests.moving import CARD, MODEL, NAME, TRAIN, cloned, got_back, kept, trained
from tests.repo import Outcome, Repo
from tests.samples import model


@pytest.fixture
def moved(repo: Repo) -> Repo:
    trained(repo)
    assert repo.run("move", "--because", "it is good", NAME).status == 0
    repo.commit()
    return repo


def place(repo: Repo) -> Path:
    (name,) = kept(repo.top.parent / "share")
    return repo.top.parent / "share" / name


def test_the_list_says_what_it_is_where_it_is_and_who_made_it(moved: Repo) -> None:
    sha = place(moved).parent.name
    size = wording.show(len(MODEL))
    line = f"{NAME}: {size}, sha256 {sha}, {place(moved)}, made by src/train.py:4, because it is good\n"
    assert moved.run("cards") == Outcome(0, line, "")
    assert moved.run("cards", "models") == moved.run("cards", NAME) == moved.run("cards", CARD) == Outcome(0, line, "")
    (row,) = moved.run("cards", "--format", "json").findings()
    assert (row["path"], row["card"], row["address"], row["gone"]) == (NAME, CARD, str(place(moved)), [])
    assert row["notes"]["because"] == "it is good"


def test_what_is_gone_is_shown_and_no_error(moved: Repo) -> None:
    moved.git("rm", "--quiet", "src/train.py")
    text = Path(moved.path(CARD)).read_text()
    commit = moved.git("rev-parse", "HEAD~1")
    moved.write(CARD, text.replace(commit, "0123456789ab" + commit[12:]))
    outcome = moved.run("cards")
    assert outcome.status == 0
    assert outcome.out.endswith(
        "because it is good, commit 0123456789ab is not in this clone, src/train.py is no longer tracked\n"
    )
    assert moved.run("check-cards").status == 0


def test_online_asks_the_store(moved: Repo) -> None:
    assert moved.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")
    home = place(moved)
    home.chmod(0o644)
    content = bytearray(MODEL)
    content[100] ^= 1
    for what, message in (
        (bytes(content), f"CRD102 altered-object: {home} has other content than the card says."),
        (model(500), f"CRD102 altered-object: {home} has {wording.show(len(model(500)))}, and the card says "),
    ):
        home.write_bytes(what)
        outcome = moved.run("cards", "--online")
        assert outcome.status == 1
        assert outcome.out.startswith(f"{CARD}: {message}")
    home.unlink()
    assert moved.run("cards", "--online") == Outcome(
        1, f"{CARD}: CRD101 lost-object: {home} is not there.\n\n1 finding in 1 file.\n", ""
    )
    (row,) = moved.run("cards", "--online", "--format", "json").findings()
    assert (row["hook"], row["code"], row["path"], row["remedies"]) == ("cards", "CRD101", CARD, [])


def test_a_card_that_is_none_is_a_line_and_the_others_are_listed(moved: Repo) -> None:
    moved.write("b.pkl.dvc", "commitworthy: [\n")
    outcome = moved.run("cards")
    line = f"b.pkl.dvc: is not a card that can be used: not valid YAML (line 2): {got_back('b.pkl.dvc')}"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert outcome.out.startswith(NAME)


@pytest.mark.parametrize("name", ["models/other.pkl.dvc", "a [b]'s.pkl.dvc"])
def test_the_committed_card_comes_back_by_the_command_that_is_told(moved: Repo, name: str) -> None:
    moved.git("mv", CARD, name)
    moved.commit()
    good = Path(moved.path(name)).read_bytes()
    moved.stage(name, "commitworthy: [\n")
    said = moved.run("fetch", cwd="src").err
    command = said[said.index("(git restore") + 1 : said.index("), or move the file again")]
    subprocess.run(command, shell=True, check=True, cwd=moved.path("src"))
    assert Path(moved.path(name)).read_bytes() == good
    assert moved.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<<<<<<< ours\n", "has two sides of a merge in it: keep one (git checkout --ours or --theirs)"),
        ("meta: {commitworthy: {schema: 9}}\nouts: [{}]\n", "was written by a newer commitworthy: install that"),
    ],
)
def test_where_another_fix_is_known_that_alone_is_told(moved: Repo, content: str, reason: str) -> None:
    moved.write(CARD, content + "# commitworthy:\n")
    line = f"commitworthy: {CARD}: is not a card that can be used: {reason}\n"
    assert moved.run("cards") == Outcome(2, "", line)


def test_unused_objects_are_those_that_no_commit_of_any_ref_names(moved: Repo) -> None:
    share = moved.top.parent / "share"
    moved.git("branch", "old")
    moved.write(NAME, model(500))
    moved.run("move", "--update", NAME)
    moved.commit()
    assert moved.run("cards", "--unused") == Outcome(0, "", "commitworthy: looked at 2 objects: none unused\n")
    (share / "stray.pkl").write_bytes(b"x")
    said = "commitworthy: looked at 3 objects: 1 unused\n"
    assert moved.run("cards", "--unused") == Outcome(0, f"{share}/stray.pkl\n", said)
    (row,) = moved.run("cards", "--unused", "--format", "json").findings()
    assert row == {"address": f"{share}/stray.pkl"}
    moved.write(NAME, model(600))
    moved.run("move", "--update", NAME)
    assert moved.run("cards", "--unused").out == f"{share}/stray.pkl\n", "what is only staged is used, too"
    moved.git("reset", "--quiet", "--hard")
    assert len(moved.run("cards", "--unused").out.splitlines()) == 2
    assert len(kept(share)) == 4


def test_where_history_ends_early_nothing_is_called_unused(moved: Repo) -> None:
    moved.write(NAME, model(500))
    moved.run("move", "--update", NAME)
    moved.commit()
    shallow = Repo(moved.top.parent / "shallow")
    moved.git("clone", "--quiet", "--depth=1", f"file://{moved.top}", str(shallow.top))
    line = "this clone is shallow, and older commits may name what looks unused: git fetch --unshallow"
    assert shallow.run("cards", "--unused") == Outcome(2, "", f"commitworthy: {line}\n")
    shallow.git("fetch", "--quiet", "--unshallow")
    assert shallow.run("cards", "--unused") == Outcome(0, "", "commitworthy: looked at 2 objects: none unused\n")


def test_of_a_card_that_cannot_be_read_nobody_knows_what_it_names(moved: Repo) -> None:
    text = Path(moved.path(CARD)).read_text()
    moved.stage(CARD, text.replace("schema: 1", "schema: 2")).commit("by a newer one")
    moved.stage(CARD, text).commit()
    note = "note: 1 version of a card cannot be read, so an object that it names may be listed as unused"
    assert moved.run("cards", "--unused").err.splitlines()[1:] == [f"commitworthy: {note}"]
    moved.write("b.pkl.dvc", "commitworthy: [\n")
    note = "note: 2 versions of cards cannot be read, so an object that they name may be listed as unused"
    assert moved.run("cards", "--unused").err.splitlines()[1:] == [f"commitworthy: {note}"]


def test_what_json_has_no_word_for_is_a_text(moved: Repo) -> None:
    with open(moved.path(CARD), "a") as file:
        file.write("    metrics: {2026-01-02: .nan, big: .inf, day: 2026-01-02, auc: 0.5}\n")
    (row,) = moved.run("cards", "--format", "json").findings()
    assert row["notes"]["metrics"] == {"2026-01-02": "nan", "big": "inf", "day": "2026-01-02", "auc": 0.5}


def test_a_share_that_is_not_mounted_has_lost_nothing(moved: Repo) -> None:
    share = moved.top.parent / "share"
    share.rename(moved.top.parent / "elsewhere")
    line = f"{share}: no such folder: mount the share, or make the folder"
    for words in (["--online"], ["--unused"]):
        assert moved.run("cards", *words) == Outcome(2, "", f"commitworthy: {line}\n")


def test_of_a_file_that_is_too_large_for_a_card_little_is_read(moved: Repo) -> None:
    text = Path(moved.path(CARD)).read_text()
    for name, content in (("ours.bin.dvc", text), ("theirs.bin.dvc", "outs:\n- path: theirs.bin\n")):
        moved.write(name, content)
        os.truncate(moved.path(name), 5_000_000)
    outcome = moved.run("cards")
    assert outcome.err == (
        f"commitworthy: ours.bin.dvc: is not a card that can be used: larger than 4 MB: {got_back('ours.bin.dvc')}\n"
    )
    read = objects.on_disk(os.fsencode(moved.path("ours.bin.dvc")), most=cards.MOST)
    assert read is not None
    assert len(read.content) == cards.MOST
    moved.git("add", "ours.bin.dvc", "theirs.bin.dvc")
    (finding,) = moved.run("check-cards", "--format", "json").findings()
    assert finding["message"] == "It cannot be relied on: larger than 4 MB."


def test_a_card_of_dvc_s_own_is_left_to_dvc(moved: Repo) -> None:
    moved.write("own.pkl.dvc", "outs:\n- md5: 4397cf2e2e0d1d4b4bbd5e1a4b4f7e3c\n  size: 1\n  path: own.pkl\n")
    assert moved.run("cards").out.count("\n") == 1
    line = "own.pkl.dvc: is DVC's own and no card of commitworthy: use dvc pull"
    assert moved.run("cards", "own.pkl.dvc") == Outcome(2, "", f"commitworthy: {line}\n")


def test_no_cards(repo: Repo) -> None:
    assert repo.run("cards") == Outcome(0, "no cards here\n", "")
    assert repo.run("fetch") == Outcome(0, "no cards here\n", "")
    assert repo.run("cards", "--online") == Outcome(0, "0 cards: all objects are there\n", "")


def test_another_clone_lists_the_same(moved: Repo) -> None:
    assert cloned(moved).run("cards").out == moved.run("cards").out
    assert "joblib" in TRAIN
    assert json.loads(moved.run("cards", "--format", "json").out)
    assert os.path.exists(moved.path(NAME))
