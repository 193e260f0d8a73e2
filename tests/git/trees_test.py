"""Trees, told by a git that is kept and by one for each question: the same of every tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.git import objects, process, ranges
from tests.names import NAMES_THAT_HURT
from tests.repo import Repo

# Each looks, where an answer is cut off, as if it ended there.
LIKE_AN_END = ("end", "end\n", "x\nend\n", "end\nend\n")


def made(repo: Repo) -> list[str]:
    """Commits with hurting names, links, submodules, nothing at all, and more than one read brings."""
    found = [repo.head()]
    for name in (*NAMES_THAT_HURT, *LIKE_AN_END):
        repo.write(name, repr(name))
    found.append(repo.commit())
    for number in range(1000):
        repo.write(f"folder/of a long name/{number}/end\n", str(number))
    (repo.top / "link").symlink_to("end")
    repo.git("add", "--all")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{found[0]},module")
    repo.git("commit", "--quiet", "--message", "many")
    found.append(repo.git("rev-parse", "HEAD"))
    repo.git("rm", "-r", "--quiet", "--cached", ".")
    repo.git("commit", "--quiet", "--message", "nothing")
    return [*found, repo.git("rev-parse", "HEAD")]


@pytest.mark.parametrize("hash_name", ["sha1", "sha256"])
def test_a_kept_git_tells_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hash_name: str) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={hash_name}")
    repo.write("a.py", "x = 1\n")
    repo.commit()
    monkeypatch.chdir(repo.top)
    commits = made(repo)
    pairs = [(before, after) for before in commits for after in commits]
    alone = [list(objects.listed(one)) for one in commits], [list(ranges.differing(*pair)) for pair in pairs]
    with process.ProcessPool():
        assert process.keeps()
        together = [list(objects.listed(one)) for one in commits], [list(ranges.differing(*pair)) for pair in pairs]
    assert not process.keeps()
    assert together == alone
    assert len(alone[0][2]) > 1000


def test_a_kept_git_is_asked_again(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    started = []
    real = process._start

    def noted(arguments: tuple[str, ...], *more: object) -> process.Process:
        started.append(arguments[0])
        return real(arguments, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "_start", noted)
    with process.ProcessPool():
        for _ in range(3):
            assert [path for _, _, path in objects.listed("HEAD")] == [b"README.md"]
            assert objects.compared("HEAD", "HEAD") == []
    assert started == ["cat-file", "diff-tree"]


def test_what_is_not_there_is_said_by_git_in_its_own_words(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    with process.ProcessPool():
        with pytest.raises(CheckError, match="git ls-tree failed: fatal: "):
            list(objects.listed("0" * 39 + "1"))
        (tree, file) = repo.git("rev-parse", "HEAD^{tree}", f"HEAD:{repo.git('ls-files').split()[0]}").split()
        (repo.top / ".git/objects" / tree[:2] / tree[2:]).unlink()
        with pytest.raises(CheckError, match="git ls-tree failed"):
            list(objects.listed("HEAD"))
        # The git that has died of it is not asked again.
        assert process.lines("cat-file", "--batch-check=%(objecttype)", send=[file.encode()]) == [b"blob"]
