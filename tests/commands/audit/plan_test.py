"""The plan: what it strips, and what that gives back when git filter-repo really does it."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commitworthy.commands.audit import saving
from commitworthy.git import inventory
from tests.commands.audit.history import audit, build, commit
from tests.luck import seeds
from tests.repo import Outcome, Repo, executable
from tests.samples import model, noise, prose, random_bytes

if TYPE_CHECKING:
    from collections.abc import Callable


def packs(repo: Repo) -> int:
    """Bytes of all packs."""
    folder = repo.top / ("objects/pack" if (repo.top / "objects").is_dir() else ".git/objects/pack")
    return sum(place.stat().st_size for place in folder.glob("*.pack"))


def mirrored(repo: Repo, top: Path) -> Repo:
    repo.git("clone", "--quiet", "--mirror", "--no-local", f"file://{repo.top}", str(top))
    mirror = Repo(top)
    mirror.git("gc", "--quiet", "--prune=now")
    return mirror


def stripped(repo: Repo, ids: Path) -> int:
    """How much smaller the packs are, once git filter-repo has taken these blobs out."""
    before = packs(repo)
    command = [executable("git-filter-repo"), "--force", "--quiet", "--strip-blobs-with-ids", str(ids)]
    subprocess.run(command, cwd=repo.top, check=True, capture_output=True)
    repo.git("gc", "--quiet", "--prune=now")
    return before - packs(repo)


def rows(chance: random.Random, count: int) -> bytes:
    lines = (f"{number},{chance.random():.9f},{chance.choice('abc')}\n" for number in range(count))
    return b"id,value,label\n" + "".join(lines).encode()


def growing_tables(repo: Repo, chance: random.Random) -> None:
    """A table that starts small and grows, edited on the way, and is gone in the end."""
    table = rows(chance, 1000)
    for number in range(25):
        table += rows(chance, 500)
        at = chance.randrange(len(table))
        table = table[:at] + b"edited,%d\n" % number + table[at:]
        repo.write("data/train.csv", table)
        repo.write(f"src/{number}.py", prose(3000 + number))
        repo.commit()
    (repo.top / "data/train.csv").unlink()
    repo.commit()


def models(repo: Repo, chance: random.Random) -> None:
    """Models that compress badly, replaced by others, and one that stays."""
    for number in range(12):
        repo.write("model.pkl", model(300) + random_bytes(80_000, chance.randrange(10**9)))
        repo.write("notes.md", prose(2000 + 500 * number))
        repo.commit()
    repo.write("model.pkl", model(10))
    repo.commit()


def shrinking_tables(repo: Repo, chance: random.Random) -> None:
    """The first versions are refused; the later ones, which differ little, are not."""
    table = rows(chance, 20_000)
    for number in range(12):
        repo.write("data.csv", table[: 500_000 - 40_000 * number])
        repo.commit()


def both_ways(repo: Repo, chance: random.Random) -> None:
    """Sizes above and below the limit by turns, so that differences cross it."""
    table = rows(chance, 14_000)
    for number in range(17):
        repo.write("data.csv", table[: (60_000, 180_000)[number % 2] + 777 * number])
        repo.write("model.pkl", model(200 + number))
        repo.commit()
    (repo.top / "model.pkl").unlink()
    repo.commit()


def notebooks(repo: Repo, chance: random.Random) -> None:
    """Outputs of images, stripped in the end, among much text that stays."""
    for number in range(6):
        image = random_bytes(500_000, chance.randrange(10**9)).hex()
        repo.write("a.ipynb", f'{{"cells": [{{"outputs": ["{image}"]}}], "nbformat": 4, "n": {number}}}\n')
        repo.write(f"doc/{number}.md", rows(chance, 2000))
        repo.commit()
    repo.write("a.ipynb", '{"cells": [], "nbformat": 4}\n')
    repo.commit()


HISTORIES = [growing_tables, models, shrinking_tables, both_ways, notebooks]


@pytest.mark.parametrize("seed", seeds(1, 2))
@pytest.mark.parametrize("history", HISTORIES)
def test_a_rewrite_gives_back_what_was_predicted(
    repo: Repo, tmp_path: Path, history: Callable[[Repo, random.Random], None], seed: int
) -> None:
    history(repo, random.Random(seed))
    mirror = mirrored(repo, tmp_path / "mirror.git")
    place = tmp_path / "plan"
    at_once = audit(mirror)["rewrite"]["history"]
    exact = json.loads(mirror.run("audit", "--plan", str(place), "--format", "json").out)["rewrite"]["history"]
    assert at_once["blobs"] == exact["blobs"] == len(place.read_text().split()) > 0
    got = stripped(mirror, place)
    for predicted in (at_once, exact):
        assert 0.95 * got <= predicted["all_refs"] <= 1.01 * got


@pytest.mark.parametrize(("count", "words"), [(4, ()), (40, ("--plan",))])
@pytest.mark.long
def test_what_is_left_may_compress_worse_than_what_goes(
    repo: Repo, tmp_path: Path, count: int, words: tuple[str, ...]
) -> None:
    """All that compresses badly stays, and was a delta to what goes; larger lots are packed anew only for a plan."""
    for number in range(count):
        table = random_bytes(45_000, number).hex().encode() + b"\n" + b"0,0,0\n" * 8000
        repo.write(f"{number}.csv", table)
        repo.commit()
        repo.write(f"{number}.csv", table[:93_000])
        repo.commit()
    repo.write("model.pkl", model(300) + random_bytes(20_000 * count, 1))
    repo.commit()
    (repo.top / "model.pkl").unlink()
    repo.commit()
    mirror = mirrored(repo, tmp_path / "mirror.git")
    place = tmp_path / "plan"
    outcome = mirror.run("audit", "--format", "json", *(part for word in words for part in (word, str(place))))
    predicted = json.loads(outcome.out)["rewrite"]["history"]
    assert mirror.run("audit", "--plan", str(place)).status == 0
    got = stripped(mirror, place)
    assert predicted["packed"] > 2 * got
    assert 0.95 * got <= predicted["all_refs"] <= 1.01 * got


def test_why_it_gives_back_less_than_the_files_weigh_is_said(repo: Repo) -> None:
    shrinking_tables(repo, random.Random(1))
    repo.git("gc", "--quiet", "--prune=now")
    report = audit(repo)
    saving, going = report["rewrite"]["history"], [row for row in report["blobs"] if row["verdict"]]
    assert saving["blobs"] == len(going) == 8
    assert [saving[key] for key in ("size", "packed")] == [sum(row[key] for row in going) for key in ("size", "packed")]
    assert saving["clone"] < saving["packed"] < saving["size"]
    lines = sizes(repo.run("audit").out).splitlines()
    why = (
        "    as files these weigh SIZE, in git SIZE: compressed, and as deltas to each other; SIZE of that stays, "
        "since blobs that are kept are deltas to them"
    )
    assert lines[lines.index(why) - 1].startswith("rewrite: removing 8 blobs that no branch has at its tip ")


def test_differences_that_lead_to_each_other_come_to_an_end() -> None:
    """As of two packs that hold the same blobs: of one, each may be looked up in another pack."""
    blobs = inventory.Blobs()
    for number in range(4):
        blobs.add(b"%040d" % number, 1000, 100 + number)
    # 0 and 1 are differences to each other, and 2, which stays, to 0.
    assert saving.saved(blobs, {0: 1, 1: 0, 2: 0}, [0, 1, 3]) == 103


def sizes(text: str) -> str:
    """With SIZE for how small something packs, and PLAN for where the plan is."""
    return re.sub(r"\b[\d.]+ (bytes|kB|MB)\b", "SIZE", re.sub(r"\S*/project\.ids", "PLAN", text))


WORDS = """\
# Removing 6 blobs from the history of project

A clone becomes about SIZE smaller (of SIZE), all refs about SIZE (of SIZE). Emptied commits and folders come on top. \
The blobs are refused by the policy, and no branch has them at its tip.

As files these weigh SIZE, in git SIZE: compressed, and as deltas to each other.

3 blobs are in the tree of a tag: those releases lose these files.

| packed | versions | path | what it is |
|---:|---:|---|---|
| SIZE | 1 | `big.bin` | unknown binary content |
| SIZE | 1 | `alone.bin` | unknown binary content |
| SIZE | 1 | `pulled.bin` | unknown binary content |
| SIZE | 1 | `model.pkl` | a pickle |
| SIZE | 2 | `data/train.csv` | CSV data |

## Tell the team first

> On <day> we rewrite the history of project to take large files out. Afterwards every commit has a new id.
>
> - Before that: push all you have, also branches that nobody else knows. Merge or close open pull requests.
> - On that day, from <hour> to <hour>: do not push.
> - Afterwards: delete your clone and clone anew. Do not pull into an old clone or merge an old branch:
>   either brings everything back. Move what is left in an old clone by `git format-patch` and `git am`.
> - Links to commits, forks and caches of CI go stale. The old history is kept in <place> until <day>.

## Then

In a fresh clone, and with a copy of the old one put away:

```console
$ git clone --mirror --no-local <url> rewritten.git && cd rewritten.git
$ git filter-repo --strip-blobs-with-ids PLAN
$ git push --force --all <url> && git push --force --tags <url>
```

Then protect the branches again, and turn on `commitworthy check-push` or `pre-receive`, so that nobody pushes the old \
history. On GitHub the server keeps the blobs for `refs/pull`, which only its support can remove; \
clones do not fetch them.

## Still at the tip of a branch

2 refused blobs (SIZE), which this plan leaves alone. To keep the files:

Git LFS, in all of history; a rewrite like the one above:

```console
$ git lfs migrate import --everything --include=data/moved.txt,data/train.csv,notes.txt
```
"""


@pytest.fixture
def project(tmp_path: Path) -> Repo:
    repo = build(tmp_path / "project")
    repo.git("gc", "--quiet", "--prune=now")
    return repo


def test_the_words_and_the_ids(project: Repo, tmp_path: Path) -> None:
    before = project.git("for-each-ref")
    place = tmp_path / "project.ids"
    outcome = project.run("audit", "--plan", str(place), "--format", "json")
    said = f"{place}: 6 ids for git filter-repo; {place}.md: what to tell the team first. Nothing was rewritten."
    assert (outcome.status, outcome.err) == (0, f"commitworthy: {said}\n")
    assert sizes(Path(f"{place}.md").read_text()) == WORDS
    names = ("v1:big.bin", "v1:model.pkl", "v1~2:data/train.csv", "v1~1:data/train.csv", "a-tree:alone.bin")
    expected = [project.git("rev-parse", name) for name in (*names, "refs/pull/1/head:pulled.bin")]
    assert sorted(place.read_text().split()) == sorted(expected)
    assert project.git("for-each-ref") == before


@pytest.mark.needs_lfs
@pytest.mark.long
def test_the_command_for_the_tips_moves_them_all(project: Repo, tmp_path: Path) -> None:
    (project.top / "commitworthy.toml").unlink()
    commit(project, "2021-01-01", {"odd [1], *.bin": noise(130_000, 9), "it's.bin": noise(140_000, 8)})
    project.run("audit", "--plan", str(tmp_path / "plan"))
    (line,) = [line[2:] for line in (tmp_path / "plan.md").read_text().splitlines() if "lfs migrate" in line]
    outcome = project.shell(f"git lfs install --local && {line} --yes")
    assert outcome.status == 0, outcome
    assert audit(project)["policy"]["at_tips"]["blobs"] == 0


def test_homes_of_the_policy_are_named(project: Repo, tmp_path: Path) -> None:
    commit(project, "2021-01-01", {"commitworthy.toml": '[homes]\ndata = "dvc"\nmodel = "s3://key:secret@bucket/x"\n'})
    project.run("audit", "--plan", str(tmp_path / "plan"))
    words = (tmp_path / "plan.md").read_text()
    assert "\n1 path to dvc first, then make this plan again.\n" in words
    assert "secret" not in words


def test_more_paths_than_a_command_holds(repo: Repo, tmp_path: Path) -> None:
    for number in range(30):
        repo.write(f"{number:02}.pkl", model(50 + number))
    repo.commit()
    repo.run("audit", "--plan", str(tmp_path / "plan"))
    assert "$ git lfs migrate import --everything --include='*.pkl'\n" in (tmp_path / "plan.md").read_text()
    for number in range(30):
        (repo.top / f"{number:02}.pkl").unlink()
    repo.commit()
    repo.run("audit", "--plan", str(tmp_path / "plan"))
    words = (tmp_path / "plan.md").read_text()
    assert words.startswith("# Removing 30 blobs from the history of repo\n")
    assert "| | 10 more paths | |\n" in words


@pytest.mark.needs_lfs
def test_files_without_a_suffix_are_moved_and_no_other(repo: Repo, tmp_path: Path) -> None:
    for number in range(30):
        repo.write(f"data/{number:02}", model(50 + number))
    repo.commit()
    repo.run("audit", "--plan", str(tmp_path / "plan"))
    (line,) = [line[2:] for line in (tmp_path / "plan.md").read_text().splitlines() if "lfs migrate" in line]
    assert repo.shell(f"git lfs install --local && {line} --yes").status == 0
    assert audit(repo)["policy"]["at_tips"]["blobs"] == 0
    assert audit(repo)["pointers"]["lfs"]["pointers"] == 30
    assert not repo.git("show", "HEAD:README.md").startswith("version https://git-lfs")


def test_a_plan_is_for_all_of_history(repo: Repo, tmp_path: Path) -> None:
    outcome = repo.run("audit", "--plan", str(tmp_path / "plan"), "--since", "2020-01-01")
    assert outcome == Outcome(2, "", "commitworthy: --plan is for all of history: leave out --since\n")
    assert not (tmp_path / "plan").exists()


def test_where_nothing_is_refused_the_plan_is_empty(repo: Repo, tmp_path: Path) -> None:
    repo.run("audit", "--plan", str(tmp_path / "plan"))
    assert (tmp_path / "plan").read_text() == ""
    words = "# Removing 0 blobs from the history of repo\n\nThe policy refuses nothing that no branch has at its tip.\n"
    assert (tmp_path / "plan.md").read_text() == words
