"""`commitworthy which` says what a file is, in and outside of a repository."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
from pathlib import Path

import pytest

from tests import lfs
from tests.names import NAMES_THAT_HURT, in_json, raw, word
from tests.notebooks.make import code, notebook
from tests.repo import Outcome, Repo, executable, run
from tests.samples import SAMPLES, model, noise

KEYS = ["path", "size", "family", "format", "evidence", "pointer", "home", "rule", "accepted"]


def said(outcome: Outcome) -> list[dict[str, object]]:
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_the_text_of_a_tracked_file(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    assert repo.run("which", "a.bin") == Outcome(
        0,
        "a.bin: unknown binary content, 195.3 kB, the blob in the index\n"
        "    family: binary; format: binary\n"
        "    content: a NUL byte in the first 8 KiB\n"
        "    home: lfs, by default; ART001 blocked-artifact: over its limit of 100 kB\n",
        "",
    )


def test_the_text_of_an_ordinary_file(repo: Repo) -> None:
    assert repo.run("which", "README.md").out.endswith("    home: git; within its limits\n")


def test_the_json_keys(repo: Repo) -> None:
    repo.stage("m.pkl", pickle.dumps([1], 4))
    (answer,) = said(repo.run("which", "--format", "json", "m.pkl"))
    assert list(answer) == KEYS
    assert answer == {
        "path": "m.pkl", "size": 17, "family": "model", "format": "pickle", "evidence": answer["evidence"],
        "pointer": None, "home": "lfs", "rule": "blocked-artifact", "accepted": None,
    }  # fmt: skip


def test_the_index_counts_for_a_tracked_file_and_the_disk_for_others(repo: Repo) -> None:
    repo.stage("a", noise(200_000))
    repo.write("a", "text\n")
    repo.write("b", noise(300_000))
    sizes = [answer["size"] for answer in said(repo.run("which", "--format", "json", "a", "b"))]
    assert sizes == [200_000, 300_000]


@pytest.mark.parametrize("kind", ["parquet", "torch", "keras", "npz", "xlsx", "sqlite", "orc", "zip", "elf", "png"])
def test_it_works_outside_of_a_repository(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a").write_bytes(SAMPLES[kind]())
    (answer,) = said(run(tmp_path, "which", "--format", "json", "a"))
    assert (answer["path"], answer["format"]) == ("a", kind)


def test_any_name_is_answered_in_one_line(repo: Repo) -> None:
    for name in NAMES_THAT_HURT:
        repo.stage(b"sub/" + raw(name), noise(200_000))
        (answer,) = said(repo.run("which", "--format", "json", "--", word(name), cwd="sub"))
        assert (answer["path"], answer["size"]) == (f"sub/{in_json(name)}", 200_000)
        lines = repo.run("which", "--", word(name), cwd="sub").out.splitlines()
        assert len(lines) == 4
        assert all(line.isprintable() for line in lines), name


POINTERS = {
    "lfs": b"version https://git-lfs.github.com/spec/v1\noid sha256:%b\nsize 900000\n" % (b"a" * 64),
    "git-annex": b"/annex/objects/SHA256E-s900000--0123456789abcdef.bin\n",
}


@pytest.mark.parametrize("kind", POINTERS)
def test_a_pointer_is_at_home_where_it_points(repo: Repo, kind: str) -> None:
    repo.stage(".gitattributes", f"*.pt {lfs.ROUTE}\n" if kind == "lfs" else "")
    repo.stage("m.pt", POINTERS[kind])
    (answer,) = said(repo.run("which", "--format", "json", "m.pt"))
    assert (answer["pointer"], answer["home"], answer["family"], answer["rule"]) == (kind, kind, "pointer", None)


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({".gitattributes": f"*.pkl {lfs.ROUTE}\n", "m.pkl": model(400)}, "LFS002 not-a-pointer"),
        ({"m.pkl": POINTERS["lfs"]}, "LFS004 orphaned-pointer"),
        ({"m.pkl": model(400), "commitworthy.toml": '[block-artifacts]\nlimits = {model = "none"}\n'},
         "LFS001 unrouted-artifact"),
        ({"m.pkl": SAMPLES["parquet"]()}, "LFS001 unrouted-artifact"),
        ({"m.pkl": SAMPLES["parquet"](), "commitworthy.toml": '[homes]\ndata = "s3://team"\n'}, ""),
        ({"m.pkl": model(400)}, "ART001 blocked-artifact"),
    ],
)  # fmt: skip
def test_it_agrees_with_the_hooks_about_git_lfs(repo: Repo, files: dict[str, str | bytes], rule: str) -> None:
    for name, content in files.items():
        repo.stage(name, content)
    answer = repo.run("which", "m.pkl").out.splitlines()[-1]
    listed = next(line for line in repo.run("doctor", "--files").out.splitlines() if line.startswith("m.pkl: "))
    refusal = repo.run("check", "m.pkl").out
    if not rule:
        assert (answer, listed[-6:], refusal) == ("    home: git; within its limits", ": fine", "")
        return
    assert answer.startswith((f"    home: lfs; {rule}: ", f"    home: lfs, by default; {rule}: "))
    assert listed.endswith(f": {rule}")
    assert f"m.pkl: {rule}: " in refusal
    (said_of,) = said(repo.run("which", "--format", "json", "m.pkl"))
    assert (said_of["rule"], said_of["home"]) == (rule.split()[1], "lfs")


@pytest.mark.parametrize("strips", [False, True])
def test_a_notebook_counts_as_the_hook_counts_it(repo: Repo, strips: bool) -> None:
    repo.stage("n.ipynb", notebook(code(f'[{{"output_type": "stream", "name": "stdout", "text": "{"x" * 600_000}"}}]')))
    if strips:
        repo.stage(".pre-commit-config.yaml", "repos:\n- repo: a\n  rev: b\n  hooks:\n  - id: strip-notebooks\n")
    assert ("ART002" in repo.run("block-artifacts", "n.ipynb").out) == (not strips)
    assert ("ART002 large-file" in repo.run("which", "n.ipynb").out) == (not strips)
    listed = [line for line in repo.run("doctor", "--files").out.splitlines() if line.startswith("n.ipynb: ")]
    assert [line.rpartition(": ")[2] for line in listed] == ["fine" if strips else "ART002 large-file"]


def test_the_policy_says_where_it_belongs(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[homes]\nmodel = "mlflow"\n')
    repo.stage("m.pkl", pickle.dumps([1], 4))
    (answer,) = said(repo.run("which", "--format", "json", "m.pkl"))
    assert answer["home"] == "mlflow"


def test_what_require_lfs_alone_refuses_is_said_too(repo: Repo) -> None:
    repo.stage("m.zip", SAMPLES["zip"]())
    refused = (
        "    home: lfs, by default; LFS001 unrouted-artifact: a model, binary data, an archive or an unknown binary "
        "without a Git LFS route"
    )
    assert repo.run("which", "m.zip").out.endswith(f"\n{refused}\n")
    (answer,) = said(repo.run("which", "--format", "json", "m.zip"))
    assert (answer["home"], answer["rule"], answer["accepted"]) == ("lfs", "unrouted-artifact", None)
    assert repo.judge(hook="commitworthy") == [("m.zip", "unrouted-artifact")]
    assert repo.run("baseline").status == 0
    repo.stage(".commitworthy-baseline")
    assert repo.run("which", "m.zip").out.endswith(f"{refused}, but accepted by the baseline\n")
    (answer,) = said(repo.run("which", "--format", "json", "m.zip"))
    assert answer["accepted"] == "baseline"
    for hook in ("block-artifacts", "require-lfs"):
        repo.stage("commitworthy.toml", f'[[{hook}.allow]]\npaths = ["*.zip"]\nbecause = "golden"\n')
        accepted = ", but accepted by the exception in commitworthy.toml (golden)\n"
        assert repo.run("which", "m.zip").out.endswith(f"{refused}{accepted}")


@pytest.mark.parametrize(
    ("policy", "files", "home"),
    [
        ('[homes]\narchive = "lfs"\n', (), "lfs; LFS001"),
        ('[homes]\narchive = "mlflow"\n', (), "git; within its limits"),
        ("", (".dvc/config",), "git; within its limits"),
        ("", ("tests/m.zip",), "git; within its limits"),
    ],
)
def test_require_lfs_speaks_where_the_home_is_lfs(repo: Repo, policy: str, files: tuple[str, ...], home: str) -> None:
    name = next((name for name in files if name.endswith(".zip")), "m.zip")
    for other in files:
        repo.stage(other, "")
    repo.stage(name, SAMPLES["zip"]())
    repo.stage("commitworthy.toml", policy)
    line = repo.run("which", name).out.splitlines()[-1]
    assert line.startswith(f"    home: {home}")
    assert bool(repo.judge(hook="commitworthy")) == ("LFS001" in line)


def test_a_repository_with_dvc_has_dvc_for_its_home(repo: Repo) -> None:
    repo.stage(".dvc/config", "")
    repo.stage("m.pkl", pickle.dumps([1], 4))
    (answer,) = said(repo.run("which", "--format", "json", "m.pkl"))
    assert answer["home"] == "dvc"


def test_what_cannot_be_read_is_2_and_the_others_are_answered(repo: Repo) -> None:
    outcome = repo.run("which", "--format", "json", "nothing", ".", "README.md")
    assert outcome.status == 2
    assert [answer["path"] for answer in said(outcome)] == ["README.md"]
    assert (
        outcome.err
        == "commitworthy: nothing: no such file\ncommitworthy: .: is a folder; pass files, for example ./*\n"
    )


@pytest.mark.parametrize("name", ["m.bin", "sub/caf\u00e9 'n'.bin"])
def test_an_exception_and_the_baseline_are_named(repo: Repo, name: str) -> None:
    repo.stage(name, noise(200_000))
    asked = ("which", "--", name)
    refused = "ART001 blocked-artifact: over its limit of 100 kB"
    assert repo.run("baseline").status == 0
    assert repo.run(*asked).out.endswith(f"    home: lfs, by default; {refused}\n")
    repo.stage(".commitworthy-baseline")
    assert repo.run(*asked).out.endswith(f"    home: lfs, by default; {refused}, but accepted by the baseline\n")
    assert repo.run("allow", "--because", "golden", "--", name).status == 0
    repo.stage("commitworthy.toml")
    (said_of,) = said(repo.run("which", "--format", "json", "--", name))
    assert said_of["accepted"] == "exception"
    assert repo.run(*asked).out.endswith(", but accepted by the exception in commitworthy.toml (golden)\n")
    # A file that git does not know has no blob to be in the baseline; an exception counts for its path.
    repo.git("rm", "--cached", "--quiet", "--", name)
    assert "(golden)" in repo.run(*asked).out
    repo.git("rm", "--cached", "--quiet", "commitworthy.toml")
    assert repo.run(*asked).out.endswith(f"{refused}\n")


def test_an_exception_that_has_expired_or_is_too_small_accepts_nothing(repo: Repo) -> None:
    repo.stage("m.bin", noise(200_000))
    for limit in ("until = 2020-01-01", 'max-size = "150 kB"'):
        repo.stage("commitworthy.toml", f'[[block-artifacts.allow]]\npaths = ["m.bin"]\nbecause = "golden"\n{limit}\n')
        assert repo.run("which", "m.bin").out.endswith("ART001 blocked-artifact: over its limit of 100 kB\n")


def test_many_files_take_as_many_git_processes_as_one(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        repo.stage(f"{number}.bin", noise(200_000, seed=number))
    counts = []
    for names in (["0.bin"], [f"{number}.bin" for number in range(20)]):
        trace = repo.top.parent / f"trace-{len(names)}"
        monkeypatch.setenv("GIT_TRACE2", str(trace))
        assert len(repo.run("which", *names).out.splitlines()) == 4 * len(names)
        counts.append(trace.read_text().count(" start "))
    assert counts[0] == counts[1] > 0


def test_the_card_of_a_moved_file_is_shown(repo: Repo) -> None:
    share = repo.top.parent / "share"
    share.mkdir()
    repo.write("m.pkl", model(400))
    assert repo.run("move", "--to", str(share), "m.pkl").status == 0
    (place,) = (found for found in share.rglob("m.pkl") if found.is_file())
    assert repo.run("which", "m.pkl").out.splitlines()[-1] == f"    card: m.pkl.dvc, {place}"
    (answer,) = repo.run("which", "--format", "json", "m.pkl.dvc").findings()
    assert (answer["pointer"], answer["home"]) == ("dvc", str(place))
    (repo.top / "m.pkl").unlink()
    line = "m.pkl: is not here: commitworthy fetch brings it, by its card m.pkl.dvc"
    assert repo.run("which", "m.pkl") == Outcome(2, "", f"commitworthy: {line}\n")


@pytest.fixture
def nested(repo: Repo) -> Repo:
    """A repository, tracked by none, below a folder that is none; of its file only the blob in the index is large."""
    inner = Repo.init(repo.top.parent / "above" / "in ner")
    inner.stage("data/big.bin", noise(200_000))
    inner.write("data/big.bin", "text\n")
    inner.stage("commitworthy.toml", '[homes]\nbinary = "dvc"\n')
    inner.run("baseline")
    inner.stage(".commitworthy-baseline")
    return inner


REFUSED = "    home: dvc; ART001 blocked-artifact: over its limit of 100 kB, but accepted by the baseline\n"


@pytest.mark.parametrize("place", ["above", "above/beside", "repo", "repo/sub", "repo/sub/in ner"])
@pytest.mark.parametrize("asked", ["relative", "absolute", "through a link"])
def test_a_file_of_another_repository_is_answered_by_that_one(repo: Repo, nested: Repo, place: str, asked: str) -> None:
    base = repo.top.parent
    if place.endswith("sub/in ner"):
        (base / "repo" / "sub").mkdir()
        nested.top.rename(base / place)
        nested, place = Repo(base / place), "repo"
    (base / place).mkdir(exist_ok=True)
    if asked == "through a link":
        (base / place / "link").symlink_to(nested.top)
        name = "link/data/big.bin"
    else:
        file = nested.top / "data" / "big.bin"
        name = str(file) if asked == "absolute" else os.path.relpath(file, base / place)
    outcome = run(base / place, "which", name)
    assert outcome.out.startswith(f"{name}: unknown binary content, 195.3 kB, the blob in the index\n")
    assert outcome.out.endswith(REFUSED)
    (answer,) = said(run(base / place, "which", "--format", "json", name))
    assert (answer["path"], answer["size"], answer["accepted"]) == (name, 200_000, "baseline")


def test_files_of_several_repositories_are_answered_in_the_order_asked(repo: Repo, nested: Repo) -> None:
    repo.stage("commitworthy.toml", '[homes]\nbinary = "mlflow"\n')
    for number, where in enumerate((repo, nested)):
        where.write("loose.bin", noise(200_000, number))
    names = ["../above/in ner/loose.bin", "README.md", "nothing", "../above/in ner/data/big.bin", "loose.bin"]
    outcome = repo.run("which", "--format", "json", *names)
    assert (outcome.status, outcome.err) == (2, "commitworthy: nothing: no such file\n")
    assert [(answer["path"], answer["home"]) for answer in said(outcome)] == [
        (names[0], "dvc"), (names[1], "git"), (names[3], "dvc"), (names[4], "mlflow")
    ]  # fmt: skip
    nested.stage("commitworthy.toml", "[nothing]\n")
    outcome = repo.run("which", *names)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"commitworthy: {nested.top}: commitworthy.toml: unknown table [nothing]")


def test_a_submodule_answers_for_its_files(repo: Repo, nested: Repo) -> None:
    nested.git("commit", "--quiet", "--no-verify", "--message", "first")
    repo.git("submodule", "--quiet", "add", str(nested.top), "lib")
    assert repo.run("which", "lib/data/big.bin").out.endswith(REFUSED)


def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    where = tmp_path / "gone"
    where.mkdir()
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD" && exec "$0" which /etc/hosts', executable("commitworthy")],
        cwd=where, capture_output=True, text=True, check=False,
    )  # fmt: skip
    line = "commitworthy: the current directory no longer exists; cd to another one\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)


def test_each_repository_is_asked_once(repo: Repo, nested: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for many in (1, 20):
        for number in range(many):
            nested.stage(f"{number}.bin", noise(200_000, seed=number))
        trace = repo.top.parent / f"trace-{many}"
        monkeypatch.setenv("GIT_TRACE2", str(trace))
        names = [f"in ner/{number}.bin" for number in range(many)]
        assert len(run(nested.top.parent, "which", *names).out.splitlines()) == 4 * many
        monkeypatch.delenv("GIT_TRACE2")
        counts.append(trace.read_text().count(" start "))
    assert counts[0] == counts[1] > 0
