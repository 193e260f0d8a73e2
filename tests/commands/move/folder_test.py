"""Files that are moved to a folder, and fetched from it: nothing has to be installed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from commitworthy.base import wording
from tests.moving import (
    CARD,
    MODEL,
    NAME,
    STEPS,
    TRAIN,
    card,
    cloned,
    draft,
    kept,
    killed,
    refused_as_changed,
    share,
    state,
    trained,
)
from tests.repo import Outcome, Repo
from tests.samples import model, noise

SHA = hashlib.sha256(MODEL).hexdigest()
SIZE = wording.show(len(MODEL))
KEPT = f"{NAME}/{SHA[:12]}/churn.pkl"


def test_a_moved_file_is_renamed_by_moving_it_again(repo: Repo) -> None:
    """As docs/move.md says; the card of the old name goes, and other clones get the file under its new one."""
    trained(repo)
    assert repo.run("move", NAME).status == 0
    repo.commit()
    new = "models/new.pkl"
    assert repo.shell(f"mv {NAME} {new} && commitworthy move {new} && git rm {CARD}").status == 0
    assert repo.git("diff", "--cached", "--name-status", "--no-renames").splitlines() == [
        "M\tmodels/.gitignore", f"D\t{CARD}", f"A\t{new}.dvc"
    ]  # fmt: skip
    repo.commit()
    assert repo.run("check-cards", "--all-files") == Outcome(0, "", "")
    clone = cloned(repo)
    assert clone.run("fetch").status == 0
    assert Path(clone.path(new)).read_bytes() == MODEL


def test_a_staged_model_is_moved_proven_and_left_as_a_card(repo: Repo) -> None:
    folder = trained(repo)
    repo.git("add", NAME)
    outcome = repo.run("move", NAME)
    assert outcome == Outcome(
        0,
        f"to file://{folder}: 1 file, {SIZE}\n"
        f"{NAME} -> {folder}/{KEPT}: {SIZE}, read back and verified\n"
        "1 card is staged; the files stay on disk and are ignored.  Commit when you like.\n"
        "Other clones, CI and images get them with: commitworthy fetch\n",
        "",
    )
    assert kept(folder) == [KEPT]
    assert (folder / KEPT).read_bytes() == Path(repo.path(NAME)).read_bytes() == MODEL
    staged = repo.git("diff", "--cached", "--name-status").splitlines()
    assert staged == ["A\tmodels/.gitignore", f"A\t{CARD}"]
    assert repo.git("status", "--porcelain").splitlines() == ["A  models/.gitignore", f"A  {CARD}"]
    assert repo.git("show", ":models/.gitignore") == "/churn.pkl"
    assert card(repo) == {
        "frozen": True,
        "desc": "churn.pkl, moved out of git by commitworthy",
        "deps": [{"path": f"{folder}/{KEPT}", "size": len(MODEL)}],
        "outs": [
            {
                "md5": hashlib.md5(MODEL).hexdigest(),
                "size": len(MODEL),
                "hash": "md5",
                "path": "churn.pkl",
                "type": "model",
                "push": False,
            }
        ],
        "meta": {
            "commitworthy": {
                "schema": 1,
                "sha256": SHA,
                "format": {"family": "model", "name": "pickle"},
                "origin": {"commit": repo.head(), "dirty": False},
                "made-by": {"script": "src/train.py", "line": 4, "call": "joblib.dump"},
            }
        },
    }


def test_the_commit_passes_and_another_clone_gets_the_bytes(repo: Repo) -> None:
    folder = trained(repo)
    repo.git("add", NAME)
    repo.install_hooks()
    assert [finding["code"] for finding in repo.refused()] == ["ART001"]
    assert repo.run("move", NAME).status == 0
    repo.passes()
    clone = cloned(repo)
    assert clone.run("fetch") == Outcome(
        0, f"from folders of this machine: 1 file, {SIZE}\n{NAME}: was fetched and verified\n", ""
    )
    assert Path(clone.path(NAME)).read_bytes() == MODEL
    assert clone.git("status", "--porcelain") == ""
    assert clone.run("fetch") == Outcome(0, f"{NAME}: is there, as its card says\n", "")
    assert kept(folder) == [KEPT]


def test_a_second_run_changes_no_byte(repo: Repo) -> None:
    folder = trained(repo)
    assert repo.run("move", NAME).status == 0
    before, times = state(repo, folder), {place: place.stat().st_mtime_ns for place in folder.rglob("*")}
    outcome = repo.run("move", NAME)
    assert outcome.status == 0
    assert "the card is as it was" in outcome.out
    assert state(repo, folder) == before
    assert {place: place.stat().st_mtime_ns for place in folder.rglob("*")} == times


def test_two_repositories_make_the_same_card(repo: Repo, tmp_path: Path) -> None:
    trained(repo)
    other = Repo(tmp_path / "other")
    repo.git("clone", "--quiet", ".", str(other.top))
    other.git("remote", "remove", "origin")
    other.write(NAME, MODEL)
    for each in (repo, other):
        assert each.run("move", NAME).status == 0
    assert Path(repo.path(CARD)).read_bytes() == Path(other.path(CARD)).read_bytes()


def test_a_model_that_was_trained_again_needs_update_and_both_can_be_had(repo: Repo) -> None:
    folder = trained(repo)
    repo.run("move", NAME)
    first = repo.commit("first")
    repo.write(NAME, model(500))
    before = state(repo, folder)
    line = f"{CARD}: is the card of other content: to update it to the file as it is now, add --update"
    assert repo.run("move", NAME) == Outcome(2, "", f"commitworthy: {line}\n")
    assert state(repo, folder) == before
    assert repo.run("move", "--update", NAME).status == 0
    second = repo.commit("second")
    assert len(kept(folder)) == 2
    clone = cloned(repo)
    for commit, content in ((second, model(500)), (first, MODEL), (second, model(500))):
        clone.git("checkout", "--quiet", commit)
        outcome = clone.run("fetch")
        assert (outcome.status, outcome.err) == (0, "")
        assert Path(clone.path(NAME)).read_bytes() == content


def test_fetch_leaves_a_changed_file_alone_without_force(repo: Repo) -> None:
    trained(repo)
    repo.run("move", NAME)
    repo.commit()
    repo.write(NAME, b"mine, and nowhere else")
    line = "was changed on disk, so it was left: keep it (commitworthy move --update) or replace it (fetch --force)"
    for words in ([], ["--check"]):
        assert repo.run("fetch", *words) == Outcome(1, f"{NAME}: {line}\n", "")
        assert Path(repo.path(NAME)).read_bytes() == b"mine, and nowhere else"
    assert repo.run("fetch", "--force").status == 0
    assert Path(repo.path(NAME)).read_bytes() == MODEL


@pytest.mark.parametrize(("word", "shown"), [("x", '"x"'), ("-3", '"-3"'), ("1.5", '"1.5"')])
def test_files_at_once_are_a_number(repo: Repo, word: str, shown: str) -> None:
    trained(repo)
    outcome = repo.run("fetch", f"--jobs={word}")
    line = f"commitworthy fetch: error: argument --jobs: must be a whole number from 0, not {shown}"
    assert (outcome.status, outcome.err.splitlines()[-1]) == (2, line)


@pytest.mark.parametrize(
    "setting", ["log.follow true", "log.showRoot false", "diff.orderFile /no", "diff.relative true"]
)
def test_settings_of_git_do_not_hide_an_earlier_version(repo: Repo, setting: str) -> None:
    trained(repo)
    repo.run("move", NAME)
    repo.commit()
    repo.write(NAME, model(500))
    repo.run("move", "--update", NAME)
    repo.write(NAME, MODEL)
    repo.git("config", *setting.split())
    line = f"{NAME}: is an earlier version: commitworthy fetch brings the one of its card\n"
    assert repo.run("fetch", "--check", cwd="src") == Outcome(1, line, "")
    assert repo.run("cards", "--unused", cwd="src") == Outcome(
        0, "", "commitworthy: looked at 2 objects: none unused\n"
    )


def test_check_only_looks(repo: Repo) -> None:
    trained(repo)
    repo.run("move", NAME)
    repo.commit()
    os.unlink(repo.path(NAME))
    expected = Outcome(1, f"{NAME}: is not there: commitworthy fetch brings it\n", "")
    assert repo.run("fetch", "--check") == expected
    assert not os.path.exists(repo.path(NAME))
    assert repo.run("fetch", "--check", "models") == expected
    assert repo.run("fetch", CARD, "--check") == expected
    line = f"{NAME}x: there is no card for it: check the name, or move the file first"
    assert repo.run("fetch", f"{NAME}x") == Outcome(2, "", f"commitworthy: {line}\n")


def test_the_staged_refusals_go_by_family_and_nothing_else_does(repo: Repo) -> None:
    folder = trained(repo)
    repo.stage(NAME).stage("data/a.bin", noise(200_000)).stage("notes.md", "text\n")
    outcome = repo.run("move", "--staged", "--format", "json")
    assert outcome.status == 0
    assert [(row["path"], row["how"]) for row in outcome.findings()] == [(NAME, "sent"), ("data/a.bin", "sent")]
    assert repo.run("move", "--staged") == Outcome(0, "nothing that is staged has to be moved\n", "")
    assert repo.tracked() == [
        "README.md", "commitworthy.toml", "data/.gitignore", "data/a.bin.dvc", "models/.gitignore", CARD, "notes.md",
        "src/train.py",
    ]  # fmt: skip
    assert len(kept(folder)) == 2


def test_who_names_what_was_moved_is_told(repo: Repo) -> None:
    trained(repo)
    for name in ("tests/test_churn.py", "Dockerfile", ".github/workflows/ci.yml", "serve/app.py", "serve/b.py"):
        repo.stage(name, f"COPY ../{NAME} .\n")
    repo.stage("other/churn.pkl.py", "x = 'churn.pkl.gz', 'xchurn.pkl'\n")
    repo.stage("README.md", f"{NAME} is our model\n")
    repo.stage("binary", b"\0churn.pkl")
    repo.commit()
    outcome = repo.run("move", f"../{NAME}", cwd="src")
    assert outcome.out.splitlines()[-1] == (
        "Named in .github/workflows/ci.yml, Dockerfile, other/churn.pkl.py and 3 more: where that runs, commitworthy "
        "fetch comes first."
    ), "the program that writes it is none of them"
    (row,) = repo.run("move", "--format", "json", "--update", NAME).findings()
    assert row["how"] == "found"


def test_of_a_name_that_others_have_the_path_is_looked_for(repo: Repo) -> None:
    folder = share(repo)
    repo.write("a/x.pkl", MODEL)
    repo.stage("b/x.pkl", MODEL)
    repo.stage("reads_a.py", "open('a/x.pkl')\n")
    repo.stage("reads_b.py", "open('b/x.pkl')\n")
    out = repo.run("move", "a/x.pkl").out
    assert out.splitlines()[-1] == "Named in reads_a.py: where that runs, commitworthy fetch comes first."
    # Of many the folders: programs do not name each.
    repo.stage("all.py", "glob('many')\n")
    for number in range(30):
        repo.write(f"many/{number}.pkl", model(number))
    outcome = repo.run("move", "--to", str(folder), *(f"many/{number}.pkl" for number in range(30)))
    assert outcome.out.splitlines()[-1] == "Named in all.py: where that runs, commitworthy fetch comes first."


def test_an_output_of_a_pipeline_is_told_since_dvc_takes_no_card_for_it(repo: Repo) -> None:
    trained(repo)
    repo.stage("dvc.lock", f"stages:\n  train:\n    cmd: python x.py\n    outs:\n    - path: {NAME}\n")
    line = f"DVC takes no card for an output of a stage: take it out of dvc.yaml ({NAME})."
    assert repo.run("move", NAME).out.splitlines()[-1] == line


def test_in_a_sparse_checkout_an_ignore_file_keeps_its_lines(repo: Repo) -> None:
    trained(repo)
    assert repo.run("move", NAME).status == 0
    repo.stage("models/other.pkl", model(7))
    repo.commit()
    clone = cloned(repo)
    clone.git("sparse-checkout", "set", "--no-cone", "/*", "!/models/")
    assert not os.path.exists(clone.path("models/.gitignore"))
    assert clone.run("check-cards") == Outcome(0, "", "")
    clone.write("models/other.pkl", model(7))
    assert clone.run("move", "models/other.pkl").status == 0
    assert Path(clone.path("models/.gitignore")).read_text() == "/churn.pkl\n/other.pkl\n"
    assert clone.git("show", ":models/.gitignore") == "/churn.pkl\n/other.pkl"


def test_a_dry_run_changes_nothing(repo: Repo) -> None:
    folder = trained(repo)
    repo.git("add", NAME)
    before = state(repo, folder)
    outcome = repo.run("move", "--dry-run", NAME)
    assert outcome == Outcome(0, f"to file://{folder}: 1 file, {SIZE}\n{NAME} -> file://{folder}\n", "")
    assert state(repo, folder) == before


def test_json_says_where_it_went(repo: Repo) -> None:
    folder = trained(repo)
    (row,) = repo.run("move", "--format", "json", NAME).findings()
    assert row == {
        "path": NAME, "card": CARD, "home": f"file://{folder}", "address": f"{folder}/{KEPT}", "version": None,
        "sha256": SHA, "size": len(MODEL), "how": "sent",
    }  # fmt: skip
    os.unlink(repo.path(NAME))
    (fetched,) = repo.run("fetch", "--format", "json").findings()
    assert fetched == {key: row[key] for key in row if key != "home"} | {"how": "fetched"}


def test_what_the_user_has_in_the_ignore_file_stays_unstaged(repo: Repo) -> None:
    trained(repo)
    repo.write("models/.gitignore", "# mine\n*.tmp")
    repo.commit()
    repo.write("models/.gitignore", "# mine\n*.tmp\n/not-yet\n")
    assert repo.run("move", NAME).status == 0
    assert repo.git("show", ":models/.gitignore") == "# mine\n*.tmp\n/churn.pkl"
    assert Path(repo.path("models/.gitignore")).read_text() == "# mine\n*.tmp\n/not-yet\n/churn.pkl\n"
    repo.write("other/.gitignore", "/*.pkl\n")
    repo.write("other/a.pkl", MODEL)
    assert repo.run("move", "other/a.pkl").status == 0
    assert Path(repo.path("other/.gitignore")).read_text() == "/*.pkl\n", "it is ignored already"


def test_names_with_anything_that_prints_in_them(repo: Repo) -> None:
    folder = share(repo)
    names = ["with space.pkl", "données.pkl", "%41#?&+.pkl", "'quo\"te.pkl", "-x.pkl", "[a]*.pkl", "!bang.pkl",
             "#h.pkl", ":(top)x.pkl", "$(oops).pkl", "~.pkl", "yes", "1", "null.pkl", "a: b.pkl", "- c.pkl",
             "2020-01-01"]  # fmt: skip
    for number, name in enumerate(names):
        repo.write(f"models/{name}", model(100 + number))
    outcome = repo.run("move", "--to", str(folder), "--", *(f"models/{name}" for name in names))
    assert (outcome.status, outcome.err) == (0, "")
    assert repo.git("status", "--porcelain", "--untracked-files=all", "-z", "models").count("A  ") == len(names) + 1
    repo.commit()
    clone = cloned(repo)
    assert clone.run("fetch").status == 0
    for number, name in enumerate(names):
        assert Path(clone.path(f"models/{name}")).read_bytes() == model(100 + number)
    assert clone.git("status", "--porcelain") == ""


def test_from_a_folder_below_the_top(repo: Repo) -> None:
    trained(repo)
    assert repo.run("move", "churn.pkl", cwd="models").status == 0
    repo.commit()
    os.unlink(repo.path(NAME))
    assert repo.run("fetch", "churn.pkl", cwd="models").status == 0
    assert Path(repo.path(NAME)).read_bytes() == MODEL


def test_a_policy_may_demand_that_a_card_says_more(repo: Repo) -> None:
    folder = trained(repo)
    with open(repo.path("commitworthy.toml"), "a") as file:
        file.write('[cards]\nrequire = ["params", "metrics", "because"]\n')
    repo.git("add", "commitworthy.toml")
    line = f"{NAME}: the policy requires --params and --metrics and --because for the card of a model"
    assert repo.run("move", NAME) == Outcome(2, "", f"commitworthy: {line}\n")
    repo.write("p.yaml", "model: {max_depth: 12, since: 2026-01-02}\ndb: {password: hunter2}\n")
    repo.write("m.json", '{"auc": 0.91}')
    words = ["--params", "p.yaml", "--metrics", "m.json", "--because", "the last\u00a0one", "--made-by", "src/train.py"]
    assert repo.run("move", *words, NAME).status == 0
    notes = card(repo)["meta"]["commitworthy"]
    assert notes["params"] == {"model": {"max_depth": 12, "since": "2026-01-02"}, "db": {"password": "..."}}
    assert notes["metrics"] == {"auc": 0.91}
    assert notes["because"] == "the last\u00a0one"
    assert notes["made-by"] == {"script": "src/train.py"}
    assert kept(folder) == [KEPT]


def test_a_card_that_stays_need_not_say_more_and_one_that_is_written_must(repo: Repo) -> None:
    folder = trained(repo)
    repo.write("models/net/saved_model.pb", b"\x08\x01\x12\x0a" + MODEL)
    assert repo.run("move", NAME, "models/net").status == 0
    with open(repo.path("commitworthy.toml"), "a") as file:
        file.write('[cards]\nrequire = ["because"]\n')
    repo.git("add", "commitworthy.toml")
    repo.commit()
    outcome = repo.run("move", NAME, "models/net")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.count(", the card is as it was\n") == 2
    assert repo.git("status", "--porcelain") == ""
    repo.write("models/new.pkl", model(500))
    required = "the policy requires --because for the card of a model"
    for name, words in ((NAME, ["--update", NAME]), ("models/new.pkl", [NAME, "models/net", "models/new.pkl"])):
        assert repo.run("move", *words) == Outcome(2, "", f"commitworthy: {name}: {required}\n")
    assert [name for name in kept(folder) if "new" in name] == []
    assert repo.git("status", "--porcelain") == "?? models/new.pkl"


def test_credentials_reach_no_card(repo: Repo) -> None:
    trained(repo)
    repo.git("remote", "add", "origin", "https://kim:s3cr3t-t0ken@git.example.org/team/churn.git")
    repo.write("p.yaml", "url: postgresql://kim:hunter2@db/x\napi_key: abcd\nnote: Bearer xyzzy12345\n")
    outcome = repo.run("move", "--params", "p.yaml", "--because", "see https://a:b@h.org/x", NAME)
    assert outcome.status == 0
    text = Path(repo.path(CARD)).read_text()
    assert card(repo)["meta"]["commitworthy"]["origin"]["remote"] == "https://git.example.org/team/churn.git"
    for secret in ("s3cr3t", "hunter2", "abcd\n", "xyzzy", "a:b@"):
        assert secret not in text + outcome.out + outcome.err


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("git@h.org:team/churn.git", "git@h.org:team/churn.git"),
        ("ssh://git@h.org/team/churn", "ssh://git@h.org/team/churn"),
        ("https://t0k3n@h.org/team/churn?token=x", "https://h.org/team/churn"),
        ("codecommit::https://kim:hunter2@h.org/x", "codecommit::https://...@h.org/x"),
        ("ext::sh -c 'curl https://kim:hunter2@h.org'", "ext::sh -c 'curl https://...@h.org'"),
        ("kim:hunter2@h.org:x", "...@h.org:x"),
    ],
)
def test_a_remote_is_written_without_credentials(repo: Repo, url: str, shown: str) -> None:
    trained(repo)
    repo.git("config", "remote.origin.url", url)
    assert repo.run("move", NAME).status == 0
    assert card(repo)["meta"]["commitworthy"]["origin"]["remote"] == shown


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_next_run_ends_in_the_same_state(repo: Repo, step: str, when: str) -> None:
    folder = trained(repo)
    repo.git("add", NAME)
    killed(repo, step, when, "move", NAME)
    in_index = NAME in repo.tracked()
    assert in_index == ((step, when) != ("stage", "after"))
    assert in_index or CARD in repo.tracked()
    assert Path(repo.path(NAME)).read_bytes() == MODEL
    sent = {place: place.stat().st_mtime_ns for place in folder.rglob("*")}
    assert repo.run("move", NAME).status == 0
    assert {place: place.stat().st_mtime_ns for place in folder.rglob("*") if place in sent} == sent, "sent once"
    assert repo.git("status", "--porcelain").splitlines() == ["A  models/.gitignore", f"A  {CARD}"]
    assert kept(folder) == [KEPT]
    notes = card(repo)["meta"]["commitworthy"]
    assert notes["origin"] == {"commit": repo.head(), "dirty": False}
    assert notes["made-by"] == {"script": "src/train.py", "line": 4, "call": "joblib.dump"}


def test_a_fetch_that_was_stopped_goes_on(repo: Repo) -> None:
    folder = share(repo)
    content = noise(3_000_000)
    repo.write("a.bin", content)
    repo.run("move", "a.bin")
    os.unlink(repo.path("a.bin"))
    sha = hashlib.sha256(content).hexdigest()
    half = repo.write(draft("a.bin", content), content[:1_000_000])
    (inner,) = [found for found in folder.rglob("a.bin") if found.is_file()]
    # What is there is not read again: its first part could not be.
    with open(inner, "r+b") as file:
        file.write(b"?" * 1000)
    assert repo.run("fetch").status == 0
    assert Path(repo.path("a.bin")).read_bytes() == content
    assert not os.path.exists(half)
    os.unlink(repo.path("a.bin"))
    outcome = repo.run("fetch")
    wrong = hashlib.sha256(inner.read_bytes()).hexdigest()[:12]
    line = (
        f"a.bin: what {inner} holds is not what the card says (sha256 {wrong}... "
        f"instead of {sha[:12]}...), so nothing was written"
    )
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert [name for name in os.listdir(repo.top) if name.startswith((".commitworthy-draft", "a.bin"))] == ["a.bin.dvc"]


def test_a_draft_that_is_not_ours_is_begun_anew(repo: Repo) -> None:
    share(repo)
    repo.write("a.bin", noise(3000))
    repo.run("move", "a.bin")
    os.unlink(repo.path("a.bin"))
    repo.write(draft("a.bin", noise(3000)), b"x" * 5000)
    assert repo.run("fetch").status == 0
    assert Path(repo.path("a.bin")).read_bytes() == noise(3000)


def test_files_of_the_same_content_in_one_folder_are_fetched_side_by_side(repo: Repo) -> None:
    share(repo)
    names = [f"d/{number}.bin" for number in range(6)]
    for name in names:
        repo.write(name, noise(300_000))
    assert repo.run("move", *names).status == 0
    for name in names:
        os.unlink(repo.path(name))
    outcome = repo.run("fetch")
    assert (outcome.status, outcome.err) == (0, "")
    assert all(Path(repo.path(name)).read_bytes() == noise(300_000) for name in names)


@pytest.mark.parametrize("older", [False, True], ids=["where none was", "in place of an earlier version"])
def test_what_is_written_while_others_are_fetched_is_left(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, *, older: bool
) -> None:
    from commitworthy.commands import fetch

    trained(repo)
    repo.run("move", NAME)
    repo.commit()
    repo.write(NAME, model(500))
    repo.run("move", "--update", NAME)
    os.unlink(repo.path(NAME))
    if older:
        repo.write(NAME, MODEL)
    really = fetch.fetch

    def late(*words: object) -> object:
        repo.write(NAME, b"trained while others were fetched")
        return really(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(fetch, "fetch", late)
    outcome = repo.run("fetch")
    line = f"{NAME}: changed on disk, so nothing was written; run again"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert Path(repo.path(NAME)).read_bytes() == b"trained while others were fetched"
    assert [name for name in os.listdir(repo.path("models")) if "draft" in name] == []


def test_a_file_that_changes_meanwhile_stays_in_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    trained(repo)
    repo.git("add", NAME)
    refused_as_changed(repo, NAME, "ask", lambda: repo.write(NAME, model(500)), monkeypatch)


def test_what_reads_back_as_something_else_stays_in_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.commands.move import steps

    folder = trained(repo)
    repo.git("add", NAME)
    really = steps.upload
    before = repo.git("ls-files", "--stage")

    def flipped(into: object, key: str, *words: object) -> object:
        stored = really(into, key, *words)  # type: ignore[arg-type]
        content = bytearray(Path(key).read_bytes())
        content[100] ^= 1
        Path(key).write_bytes(content)
        return stored

    monkeypatch.setattr(steps, "upload", flipped)
    content = bytearray(MODEL)
    content[100] ^= 1
    other = hashlib.sha256(content).hexdigest()
    line = (
        f"{folder}/{KEPT}: reads back as sha256 {other[:12]}... instead of {SHA[:12]}...: nothing was taken out of git; "  # noqa: E501
        "run again, and if it stays so, ask whoever keeps the store"
    )
    outcome = repo.run("move", NAME)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert repo.git("ls-files", "--stage") == before
    assert not os.path.exists(repo.path(CARD))


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 5\n"


def refusals(repo: Repo) -> dict[str, tuple[list[str], str]]:
    """Words for `move`, and the line that they end in."""
    folder = trained(repo)
    repo.write("p.pkl", POINTER)
    (repo.top / "link.pkl").symlink_to(NAME)
    (repo.top / "linked").symlink_to("models")
    Repo.init(repo.top / "sub").write("a.pkl", MODEL)
    repo.write("own.pkl", MODEL)
    repo.write("own.pkl.dvc", "outs:\n- md5: 4397cf2e2e0d1d4b4bbd5e1a4b4f7e3c\n  path: own.pkl\n")
    repo.write(b"\xff.pkl", MODEL)
    repo.write("back\\slash.pkl", MODEL)
    repo.write("list.yaml", "- 1\n")
    repo.stage("twice.pkl", model(10)).write("twice.pkl", model(11))
    os.mkfifo(repo.path("pipe"))
    signed = "https://b.s3.amazonaws.com/k?X-Amz-Signature=abc"
    return {
        "no such file": (["no.pkl"], "no.pkl: no such file: check the name"),
        "a link": (["link.pkl"], "link.pkl: is a symbolic link: move the file that it leads to"),
        "through a link": (
            ["linked/churn.pkl"],
            "linked/churn.pkl: linked is a symbolic link: name the file by its real path",
        ),
        "a pipe": (["pipe"], "pipe: is not a file"),
        "outside": (["../share/x"], "../share/x: is outside of this repository"),
        "in another repository": (
            ["sub/a.pkl"],
            "sub/a.pkl: is in another repository, sub (a submodule?): run move in there",
        ),
        "a pointer": (["p.pkl"], "p.pkl: is a pointer, not the file: get the file first (git lfs pull)"),
        "DVC's own": (["own.pkl"], "own.pkl.dvc: is DVC's own: keep the file there, or run `dvc remove own.pkl.dvc`"),
        "a card": (["own.pkl.dvc"], "own.pkl.dvc: stays in git: it is a card, or one of git's own files"),
        "git's own": ([".gitignore"], ".gitignore: stays in git: it is a card, or one of git's own files"),
        "no UTF-8": (
            [os.fsdecode(b"\xff.pkl")],
            "\\xff.pkl: has characters that do not print, or is not UTF-8, so that no card can name it: rename it first",  # noqa: E501
        ),
        "a backslash": (
            ["back\\slash.pkl"],
            "back\\slash.pkl: is not the name of a file beside the card, so that no card can name it: rename it first",
        ),
        "staged otherwise": (
            ["twice.pkl"],
            "twice.pkl: what is staged is not the file on disk, and would be lost: git add it first",
        ),
        "nothing": ([], "move: name files, or say --staged"),
        "both": (["--staged", NAME], "move: name files or say --staged, not both"),
        "an empty name": ([""], "move: a path is empty: name the file"),
        "a presigned URL": (
            ["--to", signed, NAME],
            (
                "https://b.s3.amazonaws.com/k: has credentials in it, as a presigned URL has: name the bucket and the "
                "folder alone"
            ),
        ),
        "a user": (
            ["--to", "s3://key:secret@bucket/x", NAME],
            "s3://...@bucket/x: has credentials in it, as a presigned URL has: name the bucket and the folder alone",
        ),
        "another scheme": (
            ["--to", "https://example.org/x", NAME],
            (
                "https://example.org/x: no home for files: use lfs, dvc, an address (s3://, gs://, az://, abfss://, "
                "file://) or a folder"
            ),
        ),
        "no bucket": (["--to", "s3:///x", NAME], "s3:///x: names no bucket: write it as s3://bucket/folder"),
        "no name of a bucket": (
            ["--to", "s3://a+b/x", NAME],
            (
                "s3://...: no home for files: use lfs, dvc, an address (s3://, gs://, az://, abfss://, file://) or a "
                "folder"
            ),
        ),
        "an address that leads upwards": (
            ["--to", "s3://bucket/../x", NAME],
            "s3://bucket/../x: leads upwards, so that no card can name it: choose another home",
        ),
        "a home of two lines": (
            ["--to", f"{folder}/a\nb", NAME],
            f"{folder}/a\\nb: is not an address, so that no card can name it: choose another home",
        ),
        "no home of files": (
            ["--to", "delta", NAME],
            (
                f"{NAME}: its home takes no files from commitworthy: write it to a Delta table: "
                'df.write.format("delta").save(...), or deltalake.write_deltalake(...)'
            ),
        ),
        "a share that is not mounted": (
            ["--to", f"{folder}/no", NAME],
            f"{folder}/no: no such folder: mount the share, or make the folder",
        ),
        "a folder of the repository": (
            ["--to", f"file://{repo.top}/models", NAME],
            f"{repo.top}/models: is inside of the repository: name a folder elsewhere as the home",
        ),
        "a relative folder": (
            ["--to", "file://share", NAME],
            "file://share: the folder of a home is an absolute path, as in file:///mnt/share or /mnt/share",
        ),
        "no home at all": (
            ["--to", "foo", NAME],
            "foo: no home for files: use lfs, dvc, an address (s3://, gs://, az://, abfss://, file://) or a folder",
        ),
        "no parameters": (["--params", "no.yaml", NAME], "--params no.yaml: no such file: check the name"),
        "no mapping": (
            ["--metrics", "list.yaml", NAME],
            "--metrics list.yaml: holds no mapping: use a YAML or JSON file of names and values",
        ),
        "no program": (
            ["--made-by", "list.yaml", NAME],
            "--made-by list.yaml: is not tracked, so nobody else can look at it: git add it first",
        ),
    }


def test_what_cannot_be_moved_is_one_line_and_nothing_is_changed(repo: Repo) -> None:
    known = refusals(repo)
    folder = repo.top.parent / "share"
    before = state(repo, folder)
    for name, (words, line) in known.items():
        outcome = repo.run("move", *words)
        assert outcome == Outcome(2, "", f"commitworthy: {line}\n"), name
        assert state(repo, folder) == before, name


@pytest.mark.parametrize("update", [(), ("--update",)], ids=["", "with --update"])
def test_what_dvc_wrote_is_never_replaced(repo: Repo, update: tuple[str, ...]) -> None:
    folder = trained(repo)
    repo.write(CARD, "outs:\n- md5: 4397cf2e2e0d1d4b4bbd5e1a4b4f7e3c\n  path: churn.pkl\n")
    before = state(repo, folder)
    line = f"{CARD}: is DVC's own: keep the file there, or run `dvc remove {CARD}`"
    assert repo.run("move", *update, NAME) == Outcome(2, "", f"commitworthy: {line}\n")
    assert state(repo, folder) == before


def test_a_folder_that_cannot_be_written_is_one_line(repo: Repo) -> None:
    folder = trained(repo)
    (folder / "models").write_text("a file where the folder should be")
    repo.git("add", NAME)
    before = repo.git("ls-files", "--stage")
    outcome = repo.run("move", NAME)
    line = f"{folder}/{KEPT}: cannot be written (Not a directory): check the folder and its space"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert repo.git("ls-files", "--stage") == before


def test_one_file_that_fails_leaves_the_others_moved(repo: Repo) -> None:
    folder = trained(repo)
    repo.write("b.pkl", model(10))
    (folder / "b.pkl").write_text("in the way")
    outcome = repo.run("move", NAME, "b.pkl")
    assert outcome.status == 2
    assert outcome.err.startswith(f"commitworthy: {folder}/b.pkl/")
    assert CARD in repo.tracked()
    assert not os.path.exists(repo.path("b.pkl.dvc"))


def test_without_a_commit_there_is_no_origin(unborn: Repo) -> None:
    folder = unborn.top.parent / "share"
    folder.mkdir()
    unborn.write(NAME, MODEL)
    assert unborn.run("move", "--to", str(folder), NAME).status == 0
    assert "origin" not in card(unborn)["meta"]["commitworthy"]
    assert unborn.tracked() == ["models/.gitignore", CARD]


def test_objects_named_by_sha256(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    trained(repo)
    repo.git("add", NAME)
    assert repo.run("move", NAME).status == 0
    assert NAME not in repo.tracked()
    assert CARD in repo.tracked()


def test_processes_of_git_do_not_grow_with_the_files(repo: Repo) -> None:
    from tests.processes_test import processes

    share(repo)
    counts = []
    for number in (30, 60):
        for each in range(number):
            repo.write(f"m{number}/{each}.pkl", model(each + number))
        names = [f"m{number}/{each}.pkl" for each in range(number)]
        moved = processes(repo, "move", *names)
        repo.commit()
        for name in names:
            os.unlink(repo.path(name))
        counts.append((moved, processes(repo, "fetch", f"m{number}")))
    assert counts[0] == counts[1]


def test_the_program_is_told_by_its_syntax(repo: Repo) -> None:
    trained(repo)
    assert "joblib.dump" in TRAIN
    repo.write("src/other.py", 'import pickle\nwith open("churn.pkl", "wb") as f:\n    pickle.dump(1, f)\n')
    repo.commit()
    repo.run("move", NAME)
    notes = card(repo)["meta"]["commitworthy"]
    assert "made-by" not in notes
    assert notes["candidates"] == [
        {"script": "src/other.py", "line": 3, "call": "pickle.dump"},
        {"script": "src/train.py", "line": 4, "call": "joblib.dump"},
    ]
    assert json.dumps(notes["candidates"])
