"""A branch from before the hooks is merged: what then passes, and how the user learns of it."""

from __future__ import annotations

from tests.repo import Outcome, Repo
from tests.samples import model

FILE = ".commitworthy-baseline"


def test_what_a_merge_brings_in_is_told_by_a_range_and_accepted_by_add(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "old")
    repo.write("m.pkl", model(1000))
    repo.write("t.py", "model.fit(x, epochs=30, learning_rate=0.02)\n")
    repo.commit("before the hooks")
    repo.git("switch", "--quiet", "main")
    assert repo.run("baseline").status == 0
    repo.stage(FILE)
    before = repo.commit("adopt")
    repo.install_hooks("commitworthy")
    repo.git("merge", "--quiet", "--no-edit", "old")
    refused = [("m.pkl", "blocked-artifact"), ("t.py", "hyperparameter-keyword")]
    told = repo.run("check", "--format", "json", "--from-ref", before, "--to-ref", "HEAD")
    assert (told.status, told.rules()) == (1, refused)
    assert repo.run("check", "--format", "json", "--all-files").rules() == refused
    # What the remote has of the branch is not asked about once more.
    assert repo.run("check-push", "--from-ref", "old", "--to-ref", "HEAD") == Outcome(0, "", "")
    assert repo.shell(f"commitworthy baseline --add && git add {FILE} && git commit -qm accept").status == 0
    assert repo.run("check", "--all-files") == Outcome(0, "", "")
