"""Several hooks on one call."""

from __future__ import annotations

from commitworthy.findings import Finding, Rule
from commitworthy.together import once_a_blob
from tests.repo import Outcome, Repo, noise

FIRST = Rule("ART001", "blocked-artifact", "")
SECOND = Rule("LFS001", "unrouted", "")


def test_a_blob_is_refused_by_the_first_that_objects() -> None:
    facts = {"family": "data"}
    large = Finding("block-artifacts", FIRST, "large", "a.parquet", facts=facts)
    type_of_it = Finding("require-lfs", SECOND, "unrouted", "a.parquet", facts=facts)
    other = Finding("require-lfs", SECOND, "unrouted", "b.onnx", facts=facts)
    literal = Finding("flag-parameters", Rule("PAR001", "x", ""), "lr", "a.parquet", line=3)
    assert once_a_blob([large, type_of_it, other, literal]) == [large, other, literal]


def test_one_hook_may_say_two_things_of_a_blob() -> None:
    facts = {"family": "data"}
    both = [Finding("require-lfs", rule, "", "a.parquet", facts=facts) for rule in (FIRST, SECOND)]
    assert once_a_blob(both) == both


def test_the_hook_says_what_its_parts_say(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    repo.stage("b.py", "x = 1\n")
    assert repo.run("commitworthy").out == repo.run("block-artifacts").out
    assert repo.run("commitworthy").status == 1
    repo.git("rm", "--cached", "--quiet", "a.bin")
    assert repo.run("commitworthy") == Outcome(0, "", "")
