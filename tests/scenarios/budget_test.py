"""Scenarios 47, 48 and 63: many files, and very large ones."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.repo import Repo, executable
from tests.samples import noise, prose

HOOKS = ("block-artifacts --format json", "limit-commit --format json")
MB = 1024**2


def many(repo: Repo, count: int, size: int) -> list[str]:
    """That many different text files, staged."""
    names = [f"data/{number:05}.txt" for number in range(count)]
    for number, name in enumerate(names):
        repo.write(name, b"%08d\n" % number + prose(size - 9))
    repo.git("add", "--all")
    return names


def test_scenario_47_many_files_are_each_fine_and_together_too_much(repo: Repo) -> None:
    repo.install_hooks(*HOOKS)
    many(repo, 2000, 6000)
    bytes_, count = repo.refused()
    assert (bytes_["rule"], bytes_["path"], bytes_["size"]) == ("commit-too-large", None, 12_000_000)
    assert (count["rule"], count["path"], count["count"], count["limit"]) == ("too-many-files", None, 2000, 500)


def test_scenario_47_the_budget_is_the_same_in_one_process_and_in_sixteen(repo: Repo) -> None:
    names = many(repo, 600, 1000)

    def hook(batch: list[str]) -> str:
        words = [executable("commitworthy"), "limit-commit", "--format", "json", *batch]
        return subprocess.run(words, cwd=repo.top, capture_output=True, check=False, text=True).stdout

    with ThreadPoolExecutor(16) as pool:
        batches = set(pool.map(hook, [names[start::16] for start in range(16)]))
    assert batches == {hook([])} == {hook(names)}
    (one,) = batches
    assert one.count("too-many-files") == 1


def test_scenario_47_block_artifacts_says_the_same_in_batches(repo: Repo) -> None:
    names = many(repo, 30, 1000)
    for number in (3, 13, 23):
        repo.stage(names[number], noise(102_401, seed=number))
    whole = repo.judge(*names)
    parts = [finding for start in range(0, 30, 7) for finding in repo.judge(*names[start : start + 7])]
    assert whole == parts == repo.judge() == [(names[number], "disguised-artifact") for number in (3, 13, 23)]


def test_scenario_48_one_blob_under_many_names_counts_once(repo: Repo) -> None:
    repo.install_hooks(*HOOKS)
    for number in range(50):
        repo.stage(f"{number}.txt", prose(400_000))
    repo.passes()


def test_scenario_48_many_blobs_count_each(repo: Repo) -> None:
    repo.install_hooks(*HOOKS)
    for number in range(50):
        repo.write(f"{number}.txt", b"%d\n" % number + prose(400_000))
    repo.git("add", "--all")
    (finding,) = repo.refused()
    assert finding["message"].startswith("19.1 MB in 50 new blobs (limit 10 MB a commit): ")


# Not ru_maxrss for ourselves: a process inherits that from the one that started it.
SCRIPT = """
import resource, sys
from commitworthy import cli
status = cli.main(sys.argv[1:])
(ours,) = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(status, ours, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def kilobytes(repo: Repo, *words: str) -> tuple[int, int, int]:
    """Status, and the most memory that we and that our git took."""
    done = subprocess.run(
        [executable("python"), "-c", SCRIPT, *words], cwd=repo.top, capture_output=True, check=True, text=True
    )
    status, ours, gits = done.stdout.splitlines()[-1].split()
    return int(status), int(ours), int(gits)


@pytest.mark.long
def test_scenario_63_a_large_staged_file_is_not_loaded(repo: Repo) -> None:
    repo.git("config", "core.compression", "0")
    repo.stage("a.bin", noise(MB) * 300)
    (repo.top / "a.bin").unlink()
    status, ours, gits = kilobytes(repo, "block-artifacts")
    assert status == 1
    assert ours < 60_000
    assert gits < 60_000


def test_scenario_63_many_files_take_little_memory(repo: Repo) -> None:
    many(repo, 3000, 100)
    repo.commit()
    status, ours, gits = kilobytes(repo, "block-artifacts", "--all-files")
    assert status == 0
    assert ours < 40_000
    assert gits < 40_000


@pytest.mark.long
def test_scenario_63_a_staged_file_of_two_gigabytes_takes_150_mb(repo: Repo) -> None:
    repo.shell("truncate --size 2G a.bin && printf x >> a.bin")
    repo.stage("a.bin")
    for then in ("true", "rm a.bin"):
        repo.shell(then)
        status, ours, gits = kilobytes(repo, "block-artifacts")
        assert status == 1
        assert max(ours, gits) < 150_000


@pytest.mark.long
def test_scenario_63_a_hundred_thousand_files_take_150_mb(repo: Repo) -> None:
    """How long they take is for `bench/`, beside the peer."""
    many(repo, 100_000, 20)
    repo.commit()
    for _ in ("first", "again"):
        status, ours, gits = kilobytes(repo, "block-artifacts", "--all-files")
        assert status == 0
        assert max(ours, gits) < 150_000
