"""Whatever happens, the file is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import select
import signal
import stat
import struct
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commitworthy.base import system
from commitworthy.base.findings import CheckError
from commitworthy.git import repository
from commitworthy.git import write as saving
from commitworthy.git.write import TEMPORARY
from tests.repo import HANGS, Repo

resource = pytest.importorskip("resource", reason="not on this system")

OLD = b"old" * 40_000
NEW = b"new!" * 40_000
NOBODY = 65534


def save(place: str, content: bytes, seen: os.stat_result | None = None) -> int:
    """Outside of a repository, as the file lies there now."""
    if seen is None and os.path.exists(place):
        seen = os.stat(place)
    return saving.save(repository.NOWHERE, place, content, seen)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    found = tmp_path / "a.ipynb"
    found.write_bytes(OLD)
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def start(work: Callable[[], object]) -> int:
    """A process of its own that does `work`: exits 0, or 3 for a refusal, 4 for anything else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the child does not use
        child = os.fork()
    if child:
        return child
    status = 4
    try:
        work()
        status = 0
    except CheckError:
        status = 3
    finally:
        os._exit(status)


def outcome(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_content_is_replaced_and_nothing_is_left(place: Path) -> None:
    assert save(str(place), NEW) == 0
    assert place.read_bytes() == NEW
    assert names(place.parent) == ["a.ipynb"]


def test_an_interrupt_as_soon_as_the_draft_is_there_leaves_none(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python tells of a signal when the call during which it came has done its work."""
    really = os.open

    def interrupted(name: str, flags: int, *mode: int, dir_fd: int | None = None) -> int:
        number = really(name, flags, *mode, dir_fd=dir_fd)
        if not name.startswith(TEMPORARY):
            return number
        os.close(number)
        assert len(names(place.parent)) == 2
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(str(place), NEW)
    assert names(place.parent) == ["a.ipynb"]
    assert place.read_bytes() == OLD


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o640, 0o200, 0o4755])
def test_57_the_mode_is_kept(place: Path, mode: int) -> None:
    place.chmod(mode)
    save(str(place), NEW)
    assert stat.S_IMODE(place.stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_gets_the_usual_mode(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        save(str(tmp_path / "new"), NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o666 & ~mask


def test_56_a_symbolic_link_stays_one(place: Path) -> None:
    link = place.parent / "sub" / "b.ipynb"
    link.parent.mkdir()
    link.symlink_to("../c.ipynb")
    (place.parent / "c.ipynb").symlink_to("a.ipynb")
    save(str(link), NEW)
    assert str(link.readlink()) == "../c.ipynb"
    assert (place.is_symlink(), place.read_bytes()) == (False, NEW)
    assert names(link.parent) == ["b.ipynb"]


def test_other_names_of_the_file_are_counted(place: Path) -> None:
    os.link(place, place.parent / "b.ipynb")
    assert save(str(place), NEW) == 1
    assert (place.parent / "b.ipynb").read_bytes() == OLD


def refused(path: Path, words: str) -> None:
    with pytest.raises(CheckError) as raised:
        save(str(path), NEW)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_57_a_read_only_file_is_left_alone(place: Path) -> None:
    place.chmod(0o444)
    refused(place, "is read-only")
    assert place.read_bytes() == OLD
    assert names(place.parent) == ["a.ipynb"]


def test_56_a_folder_is_no_notebook(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").mkdir()
    refused(tmp_path / "x.ipynb", "cannot be written")
    assert names(tmp_path) == ["x.ipynb"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "no" / "x.ipynb", "cannot be written (No such file or directory)")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """One that other users reach too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_57_a_read_only_folder(open_folder: Path) -> None:
    place = open_folder / "a.ipynb"
    place.write_bytes(OLD)
    place.chmod(0o666)
    open_folder.chmod(0o555)

    def work() -> None:
        if os.geteuid() == 0:  # whom no mode would stop
            os.setuid(NOBODY)
        save(str(place), NEW)

    assert outcome(start(work)) == 3
    assert place.read_bytes() == OLD
    assert names(open_folder) == ["a.ipynb"]


@pytest.mark.parametrize("limit", [0, 1, 4096, len(NEW) - 1])
def test_58_a_full_disk_loses_nothing(place: Path, limit: int) -> None:
    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        save(str(place), NEW)

    assert outcome(start(work)) == 3
    assert place.read_bytes() == OLD
    assert names(place.parent) == ["a.ipynb"]


def test_a_file_that_somebody_else_wrote_to_is_left_alone(place: Path) -> None:
    seen = place.stat()
    place.write_bytes(b"theirs")
    with pytest.raises(CheckError, match="changed on disk, so nothing was written; run again"):
        save(str(place), NEW, seen)
    assert place.read_bytes() == b"theirs"
    place.unlink()
    with pytest.raises(CheckError, match="changed on disk, so nothing was written; run again"):
        save(str(place), NEW, seen)
    assert names(place.parent) == []


def test_also_when_that_happens_during_the_write(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda number: place.write_bytes(b"theirs"))
    with pytest.raises(CheckError, match="changed on disk, so nothing was written; run again"):
        save(str(place), NEW, place.stat())
    assert place.read_bytes() == b"theirs"
    assert names(place.parent) == ["a.ipynb"]


def test_a_file_as_it_was_read_is_replaced(place: Path) -> None:
    save(str(place), NEW, place.stat())
    assert place.read_bytes() == NEW


def test_an_interrupt_leaves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(number: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(str(place), NEW)
    assert place.read_bytes() == OLD
    assert names(place.parent) == ["a.ipynb"]


@pytest.mark.parametrize("rounds", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_58_a_kill_at_any_moment(place: Path, rounds: int) -> None:
    def work() -> None:
        while True:
            save(str(place), NEW)
            save(str(place), OLD)

    dice = random.Random(7)
    for _ in range(rounds):
        child = start(work)
        time.sleep(dice.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        assert outcome(child) == -signal.SIGKILL
        assert place.read_bytes() in (OLD, NEW)
        left = [name for name in names(place.parent) if name != "a.ipynb"]
        assert all(name.startswith(TEMPORARY) and not name.endswith(".ipynb") for name in left)
        assert len(left) <= 1
        for name in left:
            (place.parent / name).unlink()


def test_61_two_at_once(place: Path) -> None:
    def writing(content: bytes) -> Callable[[], None]:
        def work() -> None:
            for _ in range(30):
                # Who comes second sees that the file has just been written to.
                with contextlib.suppress(CheckError):
                    save(str(place), content)

        return work

    children = [start(writing(OLD)), start(writing(NEW))]
    assert [outcome(child) for child in children] == [0, 0]
    assert place.read_bytes() in (OLD, NEW)
    assert names(place.parent) == ["a.ipynb"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640, 0o666])
def test_a_draft_is_nobody_elses_until_it_is_whole(place: Path, monkeypatch: pytest.MonkeyPatch, mode: int) -> None:
    """Whatever the target lets others do; it gets its mode with its content."""
    place.chmod(mode)
    seen = []
    really = os.write

    def watched(number: int, content: bytes) -> int:
        seen.append(stat.S_IMODE(os.fstat(number).st_mode))
        return really(number, content)

    monkeypatch.setattr(os, "write", watched)
    save(str(place), NEW)
    assert set(seen) == {0o600}
    assert stat.S_IMODE(place.stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o007])
def test_a_draft_of_a_new_file_has_the_usual_mode_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int
) -> None:
    modes = []
    monkeypatch.setattr(os, "fsync", lambda number: modes.append(stat.S_IMODE(os.fstat(number).st_mode)))
    before = os.umask(mask)
    try:
        save(str(tmp_path / "new"), NEW)
    finally:
        os.umask(before)
    assert modes == [0o666 & ~mask]


def attributes(place: Path) -> dict[str, bytes]:
    return {name: os.getxattr(place, name) for name in os.listxattr(place)}


@pytest.fixture
def with_attributes(place: Path) -> Path:
    try:
        os.setxattr(place, "user.k", b"v")
        os.setxattr(place, "user.\u00e9", b"\0\xff")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    return place


def test_extended_attributes_are_kept(with_attributes: Path) -> None:
    before = attributes(with_attributes)
    save(str(with_attributes), NEW)
    assert with_attributes.read_bytes() == NEW
    assert attributes(with_attributes) == before


def acl(*entries: tuple[int, int, int]) -> bytes:
    """As Linux stores it: version 2, then tag, permissions and id of each entry (linux/posix_acl_xattr.h)."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


EVERYBODY = 0xFFFFFFFF
ACL = acl((1, 6, EVERYBODY), (2, 4, NOBODY), (4, 0, EVERYBODY), (16, 4, EVERYBODY), (32, 0, EVERYBODY))


@pytest.mark.parametrize("of_folder", [False, True])
def test_an_acl_is_kept_and_that_of_the_folder_not_added(place: Path, *, of_folder: bool) -> None:
    try:
        if of_folder:
            os.setxattr(place.parent, "system.posix_acl_default", ACL)
        else:
            os.setxattr(place, "system.posix_acl_access", ACL)
    except OSError:
        pytest.skip("this file system has no ACLs")
    before = attributes(place), place.stat().st_mode
    save(str(place), NEW)
    assert (attributes(place), place.stat().st_mode) == before


def test_an_attribute_that_cannot_be_kept_is_a_reason_not_to_write(
    with_attributes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "setxattr", refuses)
    refused(with_attributes, "cannot be written (No space left on device); nothing was changed")
    assert with_attributes.read_bytes() == OLD
    assert names(with_attributes.parent) == ["a.ipynb"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(place: Path) -> None:
    os.chown(place, NOBODY, NOBODY)
    place.chmod(0o6755)
    save(str(place), NEW)
    after = place.stat()
    assert (after.st_uid, after.st_gid, stat.S_IMODE(after.st_mode)) == (NOBODY, NOBODY, 0o6755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_rights_of_an_owner_that_cannot_be_kept_are_not_lent(open_folder: Path) -> None:
    """Somebody else rewrites a file in a folder that all may write to: it is theirs then, and runs as nobody."""
    place = open_folder / "a.ipynb"
    place.write_bytes(OLD)
    place.chmod(0o6757)
    open_folder.chmod(0o777)

    def work() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        save(str(place), NEW)

    assert outcome(start(work)) == 0
    after = place.stat()
    assert (after.st_uid, after.st_gid, stat.S_IMODE(after.st_mode)) == (NOBODY, NOBODY, 0o757)


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_file_is_left_alone(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "x"
    os.mkfifo(place) if kind == "pipe" else place.mkdir()
    refused(place, "cannot be written (not a file); nothing was changed")
    assert names(tmp_path) == ["x"]


def test_a_file_that_came_since_is_not_overwritten(tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.write_bytes(b"theirs")
    with pytest.raises(CheckError, match="changed on disk, so nothing was written; run again"):
        saving.save(repository.NOWHERE, str(place), NEW, None)
    assert place.read_bytes() == b"theirs"


def test_nothing_is_written_through_a_link_that_leads_out_of_the_work_tree(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.chdir(repo.top)
    (repo.top / "out.ipynb").symlink_to(place)
    here = repository.answer(repository.ask())
    with pytest.raises(CheckError, match=r"^out\.ipynb: leads out of the work tree, to .*, so nothing was written"):
        saving.save(here, "out.ipynb", NEW, os.stat(place))
    assert place.read_bytes() == OLD


def test_an_original_that_git_does_not_take_is_told_of_also_where_git_has_died(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.chdir(repo.top)
    originals = saving.Originals()
    try:
        blob = originals.keep(os.fsencode(place))
        assert repo.git("cat-file", "-s", blob) == str(len(OLD))
        git, lines = originals._git, originals._names
        assert git is not None
        assert lines is not None
        git.kill()
        gone = select.poll()
        gone.register(lines, select.POLLERR)
        assert gone.poll(HANGS * 1000)
        with pytest.raises(CheckError, match=r"its original cannot be saved, so it was not changed: git .+"):
            originals.keep(os.fsencode(place))
        assert originals.keep(os.fsencode(place)) == blob
    finally:
        originals.close()


def test_a_file_whose_attributes_cannot_be_listed_is_not_taken_for_one_without(place: Path) -> None:
    with place.open("rb") as file, pytest.raises(FileNotFoundError):
        system.give_attributes(file.fileno(), f"{place}.gone")
