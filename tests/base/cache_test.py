"""What is remembered between runs changes how long they take, never what they say."""

from __future__ import annotations

import base64
import marshal
import os
import pickle
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base import cache
from commitworthy.blobs import judge, scan
from commitworthy.formats.detect import sniff
from commitworthy.git import objects
from commitworthy.git.index import Entry
from commitworthy.git.objects import Blob
from commitworthy.git.repository import Repository
from tests.notebooks.make import code, notebook
from tests.repo import Repo
from tests.samples import model, noise, prose, table


def test_the_same_key_brings_back_the_value(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "deep" / "folder")
    cache.put(folder, "policy", ("a", b"b"), {"x": [1, None]})
    assert cache.get(folder, "policy", ("a", b"b")) == {"x": [1, None]}
    assert cache.get(folder, "policy", ("a", b"c")) is None
    assert cache.get(folder, "other", ("a", b"b")) is None


@pytest.mark.parametrize("content", [b"", b"nonsense", marshal.dumps(7), marshal.dumps((1, 2, 3)), b"\xff" * 100])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "policy").write_bytes(content)
    assert cache.get(os.fsencode(tmp_path), "policy", "key") is None


def test_another_version_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(os.fsencode(tmp_path), "policy", "key", "value")
    assert cache.get(os.fsencode(tmp_path), "policy", "key") == "value"
    monkeypatch.setattr(cache, "_VERSIONS", ("another", 0))
    assert cache.get(os.fsencode(tmp_path), "policy", "key") is None


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache.put(os.fsencode(tmp_path / "file"), "policy", "key", "value")
    assert cache.get(os.fsencode(tmp_path / "file"), "policy", "key") is None


def remember_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a large repository."""
    for module, name in ((scan, "_MANY"), (scan, "REMEMBERED"), (scan, "_FEW")):
        monkeypatch.setattr(module, name, 4)


def many(repo: Repo) -> None:
    for number in range(30):
        repo.write(f"src/{number}.py", f"x = {number}\n")


@pytest.mark.parametrize("half", ["in one process", "in two processes"])
def test_remembered_verdicts_say_the_same(repo: Repo, monkeypatch: pytest.MonkeyPatch, half: str) -> None:
    remember_few(monkeypatch)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1} if half == "in two processes" else {0})
    many(repo)
    repo.write("old.bin", noise(200_000))
    repo.write("zzz.bin", noise(300_000))
    repo.commit()
    first = repo.judge("--all-files")
    assert first == [("old.bin", "blocked-artifact"), ("zzz.bin", "blocked-artifact")]
    assert (repo.top / ".git/commitworthy/clean").exists()
    assert repo.judge("--all-files") == first


def test_a_file_that_changes_or_moves_is_judged_anew(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.write("a.txt", b"id,value\n" * 20_000)
    repo.commit()
    assert repo.judge("--all-files") == []
    repo.git("mv", "a.txt", "a.csv")
    repo.write("src/1.py", noise(200_000))
    repo.commit()
    assert repo.judge("--all-files") == [("a.csv", "blocked-artifact"), ("src/1.py", "disguised-artifact")]


def test_another_limit_is_another_question(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.write("a.csv", b"1,2\n" * 20_000)
    repo.commit()
    assert repo.judge("--all-files") == []
    assert repo.judge("--all-files", "--max-size", "50 kB") == [("a.csv", "blocked-artifact")]


def test_batches_of_a_framework_add_up(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.commit()
    names = [f"src/{number}.py" for number in range(30)]
    assert repo.judge(*names[:15]) == []
    assert repo.judge(*names[15:]) == []
    judged = seen(monkeypatch)
    for part in (names[:15], names[15:], names[10:20], names):
        assert repo.judge(*part) == []
    assert judged == []


def seen(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The paths of what is judged from here on, in this process."""
    paths: list[bytes] = []

    def noted(blob: Blob, *more: Any) -> object:
        paths.append(blob.entry.path)
        return judge.judge(blob, *more)

    monkeypatch.setattr(scan, "judge", noted)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    return paths


def test_what_is_not_clean_is_judged_again_and_nothing_else_is(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.write("old.bin", noise(200_000))
    repo.commit()
    place = repo.top / ".git/commitworthy/clean"
    assert repo.judge("--all-files") == [("old.bin", "blocked-artifact")]
    judged, size = seen(monkeypatch), place.stat().st_size
    assert repo.judge("--all-files") == [("old.bin", "blocked-artifact")]
    assert (judged, place.stat().st_size) == ([b"old.bin"], size)


def test_what_is_long_gone_is_forgotten(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    place = repo.top / ".git/commitworthy/clean"
    sizes = []
    for number in range(5):
        repo.write("src/3.py", f"y = {number}\n")
        repo.commit()
        assert repo.judge("--all-files") == []
        sizes.append(place.stat().st_size)
    assert len(set(sizes)) == 1


def test_batches_of_a_framework_note_only_what_is_new(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.commit()
    place = repo.top / ".git/commitworthy/clean"
    sizes = []
    for start in range(8):
        for first in range(start, 30, 10):
            assert repo.judge(*[f"src/{number}.py" for number in range(first, min(first + 10, 30))]) == []
        sizes.append(place.stat().st_size)
    assert len(set(sizes)) == 1


def test_pieces_add_up_under_their_own_key(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    cache.add_piece(folder, "clean", "a", b"1\0002", alone=True)
    cache.add_piece(folder, "clean", "a", b"", alone=False)
    cache.add_piece(folder, "clean", "b", b"3", alone=False)
    cache.add_piece(folder, "clean", "a", b"4", alone=False)
    assert cache.records(folder, "clean", "a") == [b"1\0002", b"", b"4"]
    assert cache.records(folder, "clean", "b") == [b"3"]
    cache.add_piece(folder, "clean", "b", b"5", alone=True)
    assert cache.records(folder, "clean", "a") == []
    assert cache.records(folder, "clean", "b") == [b"5"]


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"\0", b"-1\0", b"7", b"7\0", b"%d\0" % 10**18, b"9" * 5000 + b"\0"]
)
def test_a_damaged_file_of_pieces_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "clean").write_bytes(content)
    assert cache.records(os.fsencode(tmp_path), "clean", "key") == []


@given(cut=st.integers(0, 400))
def test_a_piece_that_met_a_full_disk_is_none_nor_are_those_behind_it(cut: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = os.fsencode(place)
        file = Path(place, "clean")
        cache.add_piece(folder, "clean", "key", b"first", alone=True)
        first = file.read_bytes()
        cache.add_piece(folder, "clean", "key", b"second", alone=False)
        whole = file.read_bytes()
        left = whole[:cut]
        file.write_bytes(left)
        sound = {whole: [b"first", b"second"], first: [b"first"], b"": []}
        assert cache.records(folder, "clean", "key") == sound.get(left, [])
        cache.add_piece(folder, "clean", "key", b"third", alone=False)
        assert cache.records(folder, "clean", "key") == ([*sound[left], b"third"] if left in sound else [])


def test_pieces_of_another_version_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.add_piece(os.fsencode(tmp_path), "clean", "key", b"piece", alone=True)
    monkeypatch.setattr(cache, "_VERSIONS", ("another", 0))
    assert cache.records(os.fsencode(tmp_path), "clean", "key") == []


def test_pieces_that_cannot_be_written_are_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for alone in (True, False):
        cache.add_piece(os.fsencode(tmp_path / "file"), "clean", "key", b"piece", alone=alone)
    assert cache.records(os.fsencode(tmp_path / "file"), "clean", "key") == []


@pytest.mark.parametrize(("bytes_a_file", "asked"), [(4096, False), (1, True)])
def test_what_is_remembered_is_not_read_where_it_is_large_against_the_batch(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, bytes_a_file: int, asked: bool
) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.commit()
    assert repo.judge("--all-files") == []
    judged = []
    monkeypatch.setattr(scan, "judge", lambda blob, *_: judged.append(blob))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    monkeypatch.setattr(scan, "_BYTES_A_FILE", bytes_a_file)
    assert repo.judge("--all-files") == []
    assert bool(judged) is asked


def test_a_missing_blob_is_missing_the_second_time_too(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_few(monkeypatch)
    many(repo)
    repo.commit()
    blob = repo.git("rev-parse", ":src/3.py")
    repo.shell(f"rm -f src/3.py .git/objects/{blob[:2]}/{blob[2:]}")
    for _ in range(2):
        outcome = repo.run("block-artifacts", "--all-files")
        assert (outcome.status, outcome.out) == (2, "")
        assert "src/3.py" in outcome.err


def test_the_policy_is_read_once_and_anew_when_it_changes(repo: Repo) -> None:
    repo.stage("a.csv", b"1,2\n" * 50_000)
    repo.stage("commitworthy.toml", '[block-artifacts]\nlimits = { data = "1 MB" }\n')
    assert repo.judge() == []
    assert (repo.top / ".git/commitworthy/policy").exists()
    assert repo.judge() == []
    repo.stage("commitworthy.toml", '[block-artifacts]\nlimits = { data = "1 kB" }\n')
    assert repo.judge() == [("a.csv", "blocked-artifact")]


def test_a_staged_file_that_only_its_past_excuses_is_not_remembered_as_clean(repo: Repo) -> None:
    for number in range(40):
        repo.write(f"src/{number}.py", "print('x')\n")
    repo.write("src/x.py", "Adam(learning_rate=0.001)\n")
    repo.commit()
    repo.git("mv", "src/x.py", "src/y.py")
    assert repo.judge("--all-files", hook="flag-parameters") == []
    repo.commit()
    assert repo.judge("--all-files", hook="flag-parameters") == [("src/y.py", "hyperparameter-keyword")]


def test_a_clean_note_is_no_clean_notebook(repo: Repo) -> None:
    for number in range(20):
        repo.write(f"n{number}.ipynb", notebook(code()))
    repo.write("both.zpln", notebook(code(count="3")).replace("{", '{"paragraphs": [], "name": "x", ', 1))
    repo.commit()
    assert repo.judge("--all-files", "--check", hook="strip-notebooks") == []
    repo.git("mv", "both.zpln", "both.ipynb")
    repo.commit()
    assert repo.judge("--all-files", "--check", hook="strip-notebooks") == [("both.ipynb", "execution-count")]


ACCEPTED: dict[str, tuple[str, str, str | bytes, str]] = {
    "block-artifacts": ("allow", "old.bin", noise(200_000), "blocked-artifact"),
    "strip-notebooks": ("keep", "old.ipynb", notebook(code(count="3")), "execution-count"),
    "require-lfs": ("allow", "old.bin", noise(200_000), "not-a-pointer"),
    "flag-parameters": ("allow", "old.py", "Adam(learning_rate=0.001)\n", "hyperparameter-keyword"),
}


@pytest.mark.parametrize("hook", ACCEPTED)
def test_what_an_exception_let_pass_on_its_last_day_is_found_on_the_next(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    """Nobody commits between the two, so all that is remembered is still there."""
    table, name, content, rule = ACCEPTED[hook]
    monkeypatch.setattr(scan, "_MANY", 4)
    monkeypatch.setattr(time, "strftime", lambda _: "2030-06-30")
    for number in range(40):
        repo.write(f"n{number}.ipynb", notebook(code()))
        repo.write(f"m{number}.py", "print(1)\n")
    repo.write(name, content)
    if hook == "require-lfs":
        repo.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    row = f'paths = ["{name}"]\nbecause = "golden"\nuntil = 2030-06-30\n'
    repo.write("commitworthy.toml", f"[[{hook}.{table}]]\n{row}")
    repo.commit()
    words = ("--check",) if hook == "strip-notebooks" else ()
    for _ in range(2):
        assert repo.judge("--all-files", *words, hook=hook) == []
    monkeypatch.setattr(time, "strftime", lambda _: "2030-07-01")
    assert repo.judge("--all-files", *words, hook=hook) == [(name, rule)]


def memories(repo: Repo) -> list[Path]:
    return sorted(path for path in (repo.top / ".git/commitworthy").iterdir() if path.is_file())


LEGACY = [
    ("a.pkl", "blocked-artifact"),
    ("b.bin", "blocked-artifact"),
    ("c.txt", "embedded-data"),
    ("d.txt", "large-file"),
]


@pytest.fixture
def legacy(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Old artifacts of several kinds among scripts."""
    remember_few(monkeypatch)
    many(repo)
    repo.write("a.pkl", model(2000))
    repo.write("b.bin", noise(200_000))
    repo.write("c.txt", b"x = '" + base64.b64encode(noise(150_000)) + b"'\n" + prose(2000))
    repo.write("d.txt", prose(600_000))
    repo.commit()
    return repo


def asked_to_read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The paths of all whose blobs are read from here on."""
    paths: list[bytes] = []
    real = objects.read

    def noted(repository: Repository, entries: Iterable[Entry]) -> Iterator[Blob | objects.Missing]:
        entries = list(entries)
        paths.extend(entry.path for entry in entries)
        yield from real(repository, entries)

    monkeypatch.setattr(objects, "read", noted)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    return paths


@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs", "commitworthy"])
def test_what_was_refused_is_not_read_again_and_refused_all_the_same(
    legacy: Repo, monkeypatch: pytest.MonkeyPatch, hook: str
) -> None:
    first = legacy.run(hook, "--all-files", "--format", "json")
    assert first.status == 1
    read = asked_to_read(monkeypatch)
    assert legacy.run(hook, "--all-files", "--format", "json") == first
    # Whether a suffix may be routed as a whole is told by all the files that have it, and whether Markdown
    # is a notebook, by its beginning.
    again = {"block-artifacts": set(), "require-lfs": {b"a.pkl", b"b.bin"}}
    assert set(read) <= again.get(hook, {b"a.pkl", b"b.bin", b"README.md"})


def test_other_limits_are_put_to_the_same_facts(legacy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert legacy.judge("--all-files") == LEGACY
    read = asked_to_read(monkeypatch)
    legacy.stage("commitworthy.toml", '[block-artifacts]\nlimits = { text = "1 MB", model = "1 MB" }\n')
    assert legacy.judge("--all-files") == LEGACY[1:3]
    assert {b"a.pkl", b"b.bin", b"c.txt"}.isdisjoint(read)
    legacy.stage("commitworthy.toml", '[block-artifacts]\nlimits = { data = "1 MB" }\n')
    assert legacy.judge("--all-files") == [LEGACY[0], LEGACY[1], LEGACY[3]]
    assert b"c.txt" in read, "what was measured for one limit says nothing for another"


def test_an_exception_and_its_end_are_put_to_the_same_facts(legacy: Repo) -> None:
    allowed = '[[block-artifacts.allow]]\npaths = ["b.bin"]\nbecause = "golden"\n'
    legacy.stage("commitworthy.toml", allowed)
    assert legacy.judge("--all-files") == [LEGACY[0], *LEGACY[2:]]
    legacy.stage("commitworthy.toml", allowed + "until = 2020-01-01\n")
    assert legacy.judge("--all-files") == LEGACY
    legacy.git("rm", "-qf", "commitworthy.toml")
    assert legacy.judge("--all-files") == LEGACY


@pytest.mark.parametrize("hook", ["block-artifacts", "require-lfs"])
def test_a_row_taken_out_of_the_baseline_is_a_refusal_again(legacy: Repo, hook: str) -> None:
    first = legacy.judge("--all-files", hook=hook)
    assert first
    assert legacy.run("baseline").status == 0
    legacy.stage(".commitworthy-baseline")
    assert legacy.judge("--all-files", hook=hook) == []
    rows = (legacy.top / ".commitworthy-baseline").read_text().splitlines(keepends=True)
    legacy.stage(".commitworthy-baseline", "".join(row for row in rows if "b.bin" not in row))
    assert legacy.judge("--all-files", hook=hook) == [one for one in first if one[0] == "b.bin"]
    legacy.git("rm", "-qf", ".commitworthy-baseline")
    assert legacy.judge("--all-files", hook=hook) == first


def test_outputs_that_count_are_counted_anew(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row for them in the baseline, and a hook of git that strips them, are no part of what is remembered."""
    remember_few(monkeypatch)
    many(repo)
    repo.write("n.ipynb", notebook(code(outputs='[{"output_type": "stream", "text": "%s"}]' % ("a" * 600_000))))
    repo.commit()
    refused = [("n.ipynb", "large-file")]
    assert repo.judge("--all-files") == refused
    repo.install_hooks("block-artifacts", "strip-notebooks")
    assert repo.judge("--all-files") == []
    (repo.top / ".git/hooks/pre-commit").unlink()
    assert repo.judge("--all-files") == refused
    (row,) = [line for line in baseline_of(repo) if line.startswith("strip-notebooks\t")]
    repo.stage(".commitworthy-baseline", row)
    assert repo.judge("--all-files") == []
    repo.git("rm", "-qf", ".commitworthy-baseline")
    assert repo.judge("--all-files") == refused


def baseline_of(repo: Repo) -> list[str]:
    assert repo.run("baseline").status == 0
    rows = (repo.top / ".commitworthy-baseline").read_text().splitlines(keepends=True)
    (repo.top / ".commitworthy-baseline").unlink()
    return rows


def test_what_is_behind_a_text_is_remembered_with_how_it_was_sought(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_few(monkeypatch)
    many(repo)
    names = [f"{folder}/uv.lock" for folder in "abcdef"]
    for name in names:
        repo.write(name, prose(150_000) + name.encode() + bytes(range(256)) * 40)
    repo.commit()
    refused = [(name, "disguised-artifact") for name in names]
    assert repo.judge("--all-files") == refused
    read = asked_to_read(monkeypatch)
    assert repo.judge("--all-files") == refused
    assert read == []
    repo.stage("commitworthy.toml", '[block-artifacts]\nlimits = { binary = "1 MB" }\n')
    assert repo.judge("--all-files") == []
    repo.stage("commitworthy.toml", '[block-artifacts]\nlimits = { binary = "140 kB" }\n')
    assert repo.judge("--all-files") == refused


def test_attributes_are_asked_anew(legacy: Repo) -> None:
    first = legacy.judge("--all-files", hook="require-lfs")
    assert ("b.bin", "unrouted-artifact") in first
    legacy.stage(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    assert ("b.bin", "not-a-pointer") in legacy.judge("--all-files", hook="require-lfs")
    legacy.stage(".gitattributes", "*.bin filter=other\n")
    assert ("b.bin", "unrouted-artifact") in legacy.judge("--all-files", hook="require-lfs")


@pytest.mark.parametrize("damage", ["cut", "a bit", "empty", "foreign", "for others to write"])
def test_memory_that_is_damaged_or_open_to_others_is_none(
    legacy: Repo, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    assert legacy.judge("--all-files") == LEGACY
    assert {path.name for path in memories(legacy)} == {"clean", "facts"}
    for place in memories(legacy):
        content = place.read_bytes()
        middle = len(content) // 2
        bit = content[:middle] + bytes((content[middle] ^ 4,)) + content[middle + 1 :]
        made = {"cut": content[:middle], "a bit": bit, "empty": b"", "foreign": marshal.dumps({"a": 1})}
        place.write_bytes(made.get(damage, content))
        place.chmod(0o666 if damage == "for others to write" else 0o600)
    read = asked_to_read(monkeypatch)
    assert legacy.judge("--all-files") == LEGACY
    assert b"b.bin" in read
    assert all(path.stat().st_mode & 0o077 == 0 for path in memories(legacy))


def test_no_single_bit_of_what_is_remembered_can_be_turned(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    cache.add_piece(folder, "facts", "key", b"a fact", alone=True)
    cache.put(folder, "policy", "key", {"limit": 1})
    for name, ask in (("facts", cache.records), ("policy", cache.get)):
        content = (tmp_path / name).read_bytes()
        for bit in range(len(content) * 8):
            turned = bytearray(content)
            turned[bit // 8] ^= 1 << bit % 8
            (tmp_path / name).write_bytes(turned)
            assert not ask(folder, name, "key"), bit


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no users")
def test_what_another_user_owns_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = os.fsencode(tmp_path)
    cache.add_piece(folder, "facts", "key", b"a fact", alone=True)
    cache.put(folder, "policy", "key", 1)
    assert (cache.records(folder, "facts", "key"), cache.get(folder, "policy", "key")) == ([b"a fact"], 1)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    assert (cache.records(folder, "facts", "key"), cache.get(folder, "policy", "key")) == ([], None)


def test_a_module_that_changes_in_place_forgets_verdicts(legacy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert legacy.judge("--all-files") == LEGACY
    number, times, sizes = cache.code()
    monkeypatch.setattr(cache, "code", lambda: (number, times + 1, sizes))
    read = asked_to_read(monkeypatch)
    assert legacy.judge("--all-files") == LEGACY
    assert {b"src/3.py", b"b.bin"} <= set(read)


def test_each_module_counts_in_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.py", "below/b.py", "below/deep/c.py", "__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    monkeypatch.setattr(cache, "_PACKAGE", str(tmp_path))
    before = cache.code()
    assert before[0] == 3
    os.utime(tmp_path / "below/deep/c.py", (1, 1))
    assert cache.code() != before


@pytest.mark.parametrize("name", ["m.pkl", "x.npy", "data.csv", "n.ipynb", "plain", "a.tar.gz", "uv.lock", "w.bin"])
def test_what_a_blob_is_follows_from_its_base_name(name: str) -> None:
    """Facts are kept by it, so that a renamed folder is known."""
    for content in (pickle.dumps([1] * 900), noise(90_000), prose(200_000), table(200_000), b"version https://x\n"):
        found = {
            sniff(folder + name.encode(), len(content), content)
            for folder in (b"", b"a/", b"tests/b.c/", b"x.dist-info/")
        }
        assert len(found) == 1, (name, content[:20])
