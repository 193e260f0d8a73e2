"""What a user sees of block-artifacts: whole texts, JSON lines, exit statuses."""

# ruff: noqa: E501 (texts stand as users see them)
from __future__ import annotations

import base64
import pickle
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.repo import Outcome, Repo
from tests.samples import SAMPLES, noise, parquet, prose, table

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = noise(200_000)


class Case(NamedTuple):
    """What is done after the first commit, and the whole text that follows."""

    prepare: Callable[[Repo], object]
    text: str


def blocked(repo: Repo) -> None:
    repo.stage("data/train.parquet", parquet(2_000_040))


def many_models(repo: Repo) -> None:
    for name in ("m.pkl", "sub/n.pkl"):
        repo.stage(name, pickle.dumps({name: 1}, 4))


def grown(repo: Repo) -> None:
    repo.write("old.csv", table(50_000))
    repo.commit()
    repo.stage("old.csv", table(150_000))


def litter(repo: Repo) -> None:
    repo.stage("nb/.ipynb_checkpoints/a-checkpoint.ipynb", "{}")


def routed(repo: Repo) -> None:
    repo.stage(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    repo.stage("a.bin", LARGE)


def expired(repo: Repo) -> None:
    rows = '[[block-artifacts.allow]]\npaths = ["a.bin"]\nbecause = "golden"\nuntil = 2020-01-31\n'
    repo.stage("commitworthy.toml", rows)
    repo.stage("a.bin", LARGE)


def ignored(repo: Repo) -> None:
    repo.stage(".gitignore", "# data\n*.bin\n")
    repo.stage("a.bin", LARGE, "--force")


def tracked(repo: Repo) -> None:
    repo.write("a.bin", LARGE)
    repo.commit()


CASES = {
    "blocked": Case(
        blocked,
        """\
data/train.parquet: ART001 blocked-artifact: Parquet data, 1.9 MB, staged as an ordinary git blob (limit 100 kB).
    keep it out of git:             git rm --cached -- data/train.parquet && printf '%s\\n' /data/train.parquet >> .gitignore && git add .gitignore
    or send it to Git LFS:          git lfs install && git lfs track '*.parquet' && git add .gitattributes && git add --renormalize -- data/train.parquet
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- data/train.parquet

1 finding in 1 file.
""",
    ),
    "two of one cause": Case(
        many_models,
        """\
m.pkl: ART001 blocked-artifact: A pickle, 25 bytes, staged as an ordinary git blob (models are refused at any size).
sub/n.pkl: ART001 blocked-artifact: A pickle, 29 bytes, staged as an ordinary git blob (models are refused at any size).
    keep it out of git:             git rm --cached -- m.pkl sub/n.pkl && printf '%s\\n' /m.pkl /sub/n.pkl >> .gitignore && git add .gitignore
    or send it to Git LFS:          git lfs install && git lfs track '*.pkl' && git add .gitattributes && git add --renormalize -- m.pkl sub/n.pkl
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- m.pkl sub/n.pkl

2 findings in 2 files.
""",
    ),
    "large": Case(
        lambda repo: repo.stage("a.txt", prose(600_000)),
        """\
a.txt: ART002 large-file: Text, 585.9 kB, staged as an ordinary git blob (limit 500 kB).
    keep it out of git:             git rm --cached -- a.txt && printf '%s\\n' /a.txt >> .gitignore && git add .gitignore
    or send it to Git LFS:          git lfs install && git lfs track --filename -- /a.txt && git add .gitattributes && git add --renormalize -- a.txt
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- a.txt

1 finding in 1 file.
""",
    ),
    "grown": Case(
        grown,
        """\
old.csv: ART001 blocked-artifact: CSV data, grew from 48.8 kB to 146.5 kB, staged as an ordinary git blob (limit 100 kB).
    go back to the committed version:   git restore --staged -- old.csv
    or keep it out of git:              git rm --cached -- old.csv && printf '%s\\n' /old.csv >> .gitignore && git add .gitignore
    or send it to Git LFS:
        git lfs install && printf '%s\\n' '/old.csv filter=lfs diff=lfs merge=lfs -text' >> .gitattributes && git add .gitattributes && git add --renormalize -- old.csv
    or allow it, with the reason:       commitworthy allow --because '<why it belongs in git>' -- old.csv

1 finding in 1 file.
""",
    ),
    "run litter": Case(
        litter,
        """\
nb/.ipynb_checkpoints/a-checkpoint.ipynb: ART003 run-litter: Jupyter leaves this behind when it runs.
    keep it out of git:             git rm -r --cached --force -- nb/.ipynb_checkpoints && printf '%s\\n' .ipynb_checkpoints/ >> .gitignore && git add .gitignore
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- nb/.ipynb_checkpoints/a-checkpoint.ipynb

1 finding in 1 file.
""",
    ),
    "disguised": Case(
        lambda repo: repo.stage("clf.txt", pickle.dumps({"a": 1}, 4)),
        """\
clf.txt: ART004 disguised-artifact: A pickle by content although the name says .txt, 21 bytes, staged as an ordinary git blob (models are refused at any size).
    keep it out of git:             git rm --cached -- clf.txt && printf '%s\\n' /clf.txt >> .gitignore && git add .gitignore
    or send it to Git LFS:          git lfs install && git lfs track --filename -- /clf.txt && git add .gitattributes && git add --renormalize -- clf.txt
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- clf.txt

1 finding in 1 file.
""",
    ),
    "no format behind the name": Case(
        lambda repo: repo.stage("img/a.gif", noise(200_000)),
        """\
img/a.gif: ART004 disguised-artifact: Unknown binary content although the name says .gif, 195.3 kB, staged as an ordinary git blob (limit 100 kB).
    keep it out of git:             git rm --cached -- img/a.gif && printf '%s\\n' /img/a.gif >> .gitignore && git add .gitignore
    or send it to Git LFS:          git lfs install && git lfs track --filename -- img/a.gif && git add .gitattributes && git add --renormalize -- img/a.gif
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- img/a.gif

1 finding in 1 file.
""",
    ),
    "embedded": Case(
        lambda repo: repo.stage("a.py", b'x = 1\ny = "%b"\n' % base64.b64encode(LARGE)),
        """\
a.py:2: ART005 embedded-data: A base64 literal of 260.4 kB in a text file (limit 100 kB, as for data).
    move the data to a separate file and read it from there
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- a.py

1 finding in 1 file.
""",
    ),
    "not a pointer": Case(
        routed,
        """\
a.bin: LFS002 not-a-pointer: .gitattributes routes this to Git LFS, but the staged blob is the file itself (195.3 kB).
    stage it again as a pointer:   git lfs install && git add --renormalize -- a.bin

1 finding in 1 file.
""",
    ),
    "an exception that has run out": Case(
        expired,
        """\
a.bin: ART001 blocked-artifact: Unknown binary content, 195.3 kB, staged as an ordinary git blob (limit 100 kB); the exception in commitworthy.toml (golden) expired on 2020-01-31: renew `until` or remove it.
    keep it out of git:             git rm --cached -- a.bin && printf '%s\\n' /a.bin >> .gitignore && git add .gitignore
    or send it to Git LFS:          git lfs install && git lfs track --filename -- /a.bin && git add .gitattributes && git add --renormalize -- a.bin
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- a.bin

1 finding in 1 file.
""",
    ),
    "ignored, and added by force": Case(
        ignored,
        """\
a.bin: ART001 blocked-artifact: Unknown binary content, 195.3 kB, staged as an ordinary git blob (limit 100 kB); .gitignore:2 ignores it, so it was added with `git add --force`.
    keep it out of git:             git rm --cached -- a.bin
    or send it to Git LFS:          git lfs install && git lfs track --filename -- /a.bin && git add .gitattributes && git add --renormalize -- a.bin
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- a.bin

1 finding in 1 file.
""",
    ),
    "an executable": Case(
        lambda repo: repo.stage("predict", SAMPLES["elf"]()),
        """\
predict: ART001 blocked-artifact: An ELF executable, 64 bytes, staged as an ordinary git blob (executables are refused at any size).
    keep it out of git:             git rm --cached -- predict && printf '%s\\n' /predict >> .gitignore && git add .gitignore
    or build it where it runs, or attach it to a release
    or allow it, with the reason:   commitworthy allow --because '<why it belongs in git>' -- predict

1 finding in 1 file.
""",
    ),
}  # fmt: skip


@pytest.mark.needs_lfs
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_text_of_a_commit(repo: Repo, case: Case) -> None:
    repo.install_hooks("block-artifacts")
    case.prepare(repo)
    outcome = repo.try_commit()
    assert (outcome.status, outcome.out) == (1, case.text)


@pytest.mark.needs_lfs
def test_the_text_of_all_files_offers_the_baseline(repo: Repo) -> None:
    tracked(repo)
    assert (
        repo.run("block-artifacts", "--all-files").out
        == """\
a.bin: ART001 blocked-artifact: Unknown binary content, 195.3 kB, tracked as an ordinary git blob (limit 100 kB).
    keep it out of git:                    git rm --cached -- a.bin && printf '%s\\n' /a.bin >> .gitignore && git add .gitignore
    or send it to Git LFS:                 git lfs install && git lfs track --filename -- /a.bin && git add .gitattributes && git add --renormalize -- a.bin
    or allow it, with the reason:          commitworthy allow --because '<why it belongs in git>' -- a.bin
    or accept all that is already there:   commitworthy baseline --add && git add .commitworthy-baseline

1 finding in 1 file.
"""
    )


def test_a_policy_that_is_not_staged_is_told_of(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n')
    note = "commitworthy.toml on disk differs from the staged one, which is used; to use the one on disk: git add commitworthy.toml"
    outcome = repo.run("block-artifacts")
    unstaged = "commitworthy.toml is not staged, so it has no effect yet; to use it: git add commitworthy.toml"
    assert (outcome.status, outcome.err) == (1, f"commitworthy: {unstaged}\n")
    repo.stage("commitworthy.toml")
    assert repo.run("block-artifacts") == Outcome(0, "", "")
    repo.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 kB"\n')
    repo.stage("b.bin", noise(2_000_000))
    assert repo.run("block-artifacts").err == f"commitworthy: {note}\n"


def test_a_project_file_without_a_policy_is_no_policy(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    repo.write("pyproject.toml", '[project]\nname = "a"\n')
    assert repo.run("block-artifacts").err == ""


KEYS = [
    "hook", "code", "rule", "level", "path", "cell", "line", "column", "end_line", "end_column", "message", "remedies",
    "size", "limit", "family", "format", "evidence",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_json_line_has_every_key_in_order(repo: Repo, case: Case) -> None:
    case.prepare(repo)
    outcome = repo.run("block-artifacts", "--format", "json")
    assert outcome.status == 1
    for finding in outcome.findings():
        assert list(finding) == KEYS
        assert (finding["hook"], finding["level"]) == ("block-artifacts", "error")
        assert case.text.startswith(finding["path"]) or finding["path"] in case.text
        assert f"{finding['code']} {finding['rule']}: {finding['message']}" in case.text
        for remedy in finding["remedies"]:
            assert list(remedy) == ["text", "command"]
    assert len(outcome.findings()) == case.text.count("ordinary git blob") or len(outcome.findings()) == 1


def test_the_facts_of_a_json_line(repo: Repo) -> None:
    blocked(repo)
    (finding,) = repo.run("block-artifacts", "--format", "json").findings()
    assert {key: finding[key] for key in ("size", "limit", "family", "format", "line")} == {
        "size": 2_000_040,
        "limit": 102_400,
        "family": "data",
        "format": "parquet",
        "line": None,
    }
    assert finding["evidence"].startswith("content: PAR1")


def test_github_gets_annotations(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage("a%b.bin", LARGE)
    line = "::error file=a%25b.bin,title=ART001 blocked-artifact::Unknown binary content, 195.3 kB, staged"
    assert repo.run("block-artifacts", "--format", "github").out.startswith(line)
    assert "::error" not in repo.run("block-artifacts").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    both = repo.run("block-artifacts").out
    assert both.startswith("a%b.bin: ART001")
    assert line in both


def test_colour_is_for_terminals(repo: Repo) -> None:
    repo.stage("a.bin", LARGE)
    assert "\x1b[" not in repo.run("block-artifacts").out
    assert "\x1b[31mART001\x1b[0m" in repo.run("block-artifacts", "--color", "always").out


def test_twenty_of_a_cause_are_shown(repo: Repo) -> None:
    for number in range(23):
        repo.stage(f"{number:02}.bin", noise(102_401, seed=number))
    outcome = repo.run("block-artifacts")
    assert outcome.out.count(": ART001") == 20
    assert "... and 3 more; --all shows them\n" in outcome.out
    assert outcome.out.endswith(
        "\n23 findings in 23 files.\n"
        "    by rule:    ART001 blocked-artifact 23\n"
        "    largest:    22.bin 100 kB, 21.bin 100 kB, 20.bin 100 kB, 19.bin 100 kB, 18.bin 100 kB\n"
    )
    assert repo.run("block-artifacts", "--all").out.count(": ART001") == 23
    assert len(repo.run("block-artifacts", "--format", "json").findings()) == 23
