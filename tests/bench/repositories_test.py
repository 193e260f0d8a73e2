"""The repositories that benchmarks run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import repositories


def test_small_files_are_the_same_each_time() -> None:
    assert list(repositories.small_files(40)) == list(repositories.small_files(40))


def test_small_files_are_what_a_project_holds() -> None:
    files = dict(repositories.small_files(200))
    assert len(files) == 200
    assert {Path(path).suffix for path in files} == {".py", ".csv", ".json", ".md", ".yaml", ".ipynb"}
    assert all(1000 <= len(content) < 12_000 for content in files.values())
    assert all(content.isascii() for content in files.values())


def test_the_same_arguments_make_the_same_commit(tmp_path: Path) -> None:
    made = [repositories.with_tracked(str(tmp_path / name), 30) for name in ("a", "b")]
    assert made[0].git("rev-parse", "HEAD") == made[1].git("rev-parse", "HEAD")


def test_staged_files_stand_on_a_commit(tmp_path: Path) -> None:
    made = repositories.with_staged(str(tmp_path / "r"), 12)
    assert len(made.staged()) == 12
    assert made.tracked() == ["README.md", *made.staged()]


def test_a_policy_is_committed(tmp_path: Path) -> None:
    made = repositories.with_staged(str(tmp_path / "r"), 1, policy=b"# commitworthy\n")
    assert made.git("show", "HEAD:pyproject.toml") == b"# commitworthy\n"
    assert len(made.staged()) == 1


def test_tracked_files_lie_in_a_pack(tmp_path: Path) -> None:
    made = repositories.with_tracked(str(tmp_path / "r"), 30)
    assert made.staged() == []
    assert len(made.tracked()) == 31
    assert b"count: 0\n" in made.git("count-objects", "-v")


@pytest.mark.needs_lfs
def test_files_in_git_lfs_are_staged_as_pointers(tmp_path: Path) -> None:
    made = repositories.with_lfs(str(tmp_path / "r"), 20, 5)
    routed = [name for name in made.staged() if name.endswith(".bin")]
    assert len(made.staged()) == 20
    assert len(routed) == 5
    for name in routed:
        assert made.git("show", f":{name}").startswith(b"version https://git-lfs.github.com/spec/v1\n")
    sizes = sorted((tmp_path / "r" / name).stat().st_size for name in routed)
    assert sizes[0] >= 600
    assert 100_000 < sizes[-1] < 610_000


def test_a_large_file_is_staged_whole(tmp_path: Path) -> None:
    made = repositories.with_large(str(tmp_path / "r"), "big.bin", 3_000_000, b"PK")
    assert made.git("cat-file", "-s", ":big.bin") == b"3000000\n"
    assert made.git("show", ":big.bin").startswith(b"PK\0")


def test_nobodys_configuration_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text("[commit]\n\tgpgSign = true\n[core]\n\thooksPath = /nowhere\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", "/nowhere/.git")
    assert repositories.with_staged(str(tmp_path / "r"), 2).staged() != []


def test_only_the_routes_are_staged(tmp_path: Path) -> None:
    made = repositories.with_moved_routes(str(tmp_path / "r"), 5)
    assert made.staged() == [".gitattributes"]
    assert len(made.tracked()) == 7


def test_a_history_has_as_many_commits_and_blobs_as_asked_for(tmp_path: Path) -> None:
    made = repositories.with_history(str(tmp_path / "r"), 7, 5)
    assert made.git("rev-list", "--count", "HEAD") == b"7\n"
    listed = made.git("rev-list", "--objects", "--no-object-names", "HEAD")
    kinds = made.git("cat-file", "--batch-check=%(objecttype)", send=listed).split()
    assert kinds.count(b"blob") == 35
    assert made.git("status", "--porcelain") == b""
