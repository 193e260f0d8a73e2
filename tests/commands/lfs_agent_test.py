"""Git LFS without a server: the real git-lfs starts our agent, and a folder is the home."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from commitworthy import __version__
from commitworthy.base import wording
from commitworthy.git.incoming import IncomingObject
from commitworthy.homes import lfs as homes_lfs
from tests import lfs
from tests.lfs_agent import cloned, download, key, objects, project, push, sha256, speak, talking, upload
from tests.repo import Outcome, Repo, executable
from tests.samples import model, noise

pytestmark = pytest.mark.needs_lfs

MIB = 1 << 20
NAMES = (
    "with space.bin",
    "données.bin",
    "%41#&+.bin",
    "it's.bin",
    '"quoted".bin',
    "-dash.bin",
    "$(x).bin",
)


def share(repo: Repo, name: str = "share") -> Path:
    folder = repo.top.parent / name
    folder.mkdir(exist_ok=True)
    return folder


def kept(folder: Path) -> list[str]:
    return sorted(str(place.relative_to(folder)) for place in folder.rglob("*") if place.is_file())


@pytest.fixture
def ready(repo: Repo) -> Repo:
    """With a committed file that no push has sent yet."""
    folder = share(repo)
    project(repo, f"lfs+file://{folder}")
    repo.write("a.bin", noise(3 * MIB))
    repo.commit("data")
    return repo


def home(repo: Repo, name: str = "share") -> str:
    return f"lfs+file://{repo.top.parent / name}"


def check_there_and_back(repo: Repo, large: int, small: int) -> None:
    """Push and clone a large file, many small ones and names that hurt; all are equal, and git has pointers only."""
    folder = share(repo)
    project(repo, home(repo))
    contents = {"large.bin": noise(large)}
    contents |= {f"small/{number}.bin": number.to_bytes(4, "big") + noise(1000) for number in range(small)}
    contents |= {f"odd/{name}": name.encode() + noise(500) for name in NAMES}
    for name, content in contents.items():
        repo.write(name, content)
    repo.commit("data")
    assert push(repo) == Outcome(0, "", "")
    assert kept(folder) == sorted(map(key, contents.values()))
    clone = cloned(repo, "clone", home(repo))
    assert clone.try_git("lfs", "pull").status == 0
    for name, content in contents.items():
        assert Path(clone.path(name)).read_bytes() == content
    assert clone.git("status", "--porcelain") == ""
    assert os.listdir(clone.path(".git/lfs/incomplete")) == []
    assert int(clone.git("count-objects", "-v").partition("size: ")[2].partition("\n")[0]) < 5_000, "kB in git"


@pytest.mark.long
def test_a_large_file_many_small_ones_and_odd_names_there_and_back(repo: Repo) -> None:
    check_there_and_back(repo, 20_000_000, 200)


@pytest.mark.long
def test_200_mb_there_and_back(repo: Repo) -> None:
    check_there_and_back(repo, 200_000_000, 200)


@pytest.mark.long
def test_what_is_there_is_not_sent_again(ready: Repo) -> None:
    assert push(ready).status == 0
    folder = share(ready)
    (name,) = kept(folder)
    before = (folder / name).stat()
    assert ready.try_git("lfs", "push", "--all", "origin").status == 0
    assert (folder / name).stat().st_mtime_ns == before.st_mtime_ns
    assert (folder / name).stat().st_ino == before.st_ino


def test_a_copy_of_the_folder_serves_git_lfs_without_us(ready: Repo) -> None:
    content = Path(ready.path("a.bin")).read_bytes()
    push(ready)
    clone = cloned(ready, "clone")
    shutil.copytree(share(ready), clone.path(".git/lfs/objects"), dirs_exist_ok=True)
    clone.git("lfs", "checkout")
    assert Path(clone.path("a.bin")).read_bytes() == content


def test_a_clone_that_is_not_set_up_reads_what_to_run(ready: Repo) -> None:
    push(ready)
    ready.git("lfs", "install", "--skip-repo")
    place = ready.top.parent / "plain"
    outcome = ready.try_git("clone", "--quiet", "--template=", "../origin.git", str(place))
    assert outcome.status == 128
    assert f"{homes_lfs.NO_SERVER}/objects/batch" in outcome.out
    clone = Repo(place)
    assert clone.run("lfs-agent", "--set") == Outcome(
        0,
        f"Git LFS keeps the objects of this clone in {home(ready)} (.git/config).\n"
        "Files that could not be checked out come by: git reset --hard\n",
        "",
    )
    assert clone.try_git("reset", "--quiet", "--hard") == Outcome(0, "", "")
    assert Path(clone.path("a.bin")).read_bytes() == Path(ready.path("a.bin")).read_bytes()
    assert clone.git("status", "--porcelain") == ""


def test_a_push_without_the_settings_goes_nowhere(ready: Repo) -> None:
    push(ready)
    clone = cloned(ready, "clone")
    clone.write("b.bin", noise(5000))
    clone.commit()
    outcome = push(clone)
    assert outcome.status == 1
    assert f"{homes_lfs.NO_SERVER}/objects/batch" in outcome.out
    line = (
        f"this clone is not set up to keep Git LFS objects in {home(ready)}: commitworthy lfs-agent --set {home(ready)}"
    )
    assert clone.run("require-lfs", "--all-files") == Outcome(0, "", f"commitworthy: {line}\n")
    assert clone.run("check", "--all-files").err.endswith(f"commitworthy: {line}\n")
    assert clone.run("lfs-agent", "--set").status == 0
    assert clone.run("require-lfs", "--all-files") == Outcome(0, "", "")
    assert push(clone).status == 0


@pytest.mark.long
def test_the_settings_can_be_given_to_git_clone(ready: Repo) -> None:
    push(ready)
    settings = {
        "lfs.standalonetransferagent": "commitworthy",
        "lfs.customtransfer.commitworthy.path": "commitworthy",
        "lfs.customtransfer.commitworthy.args": "lfs-agent",
        "commitworthy.lfshome": home(ready),
    }
    words = [word for name, value in settings.items() for word in ("--config", f"{name}={value}")]
    ready.git("lfs", "install", "--skip-repo")
    ready.git("clone", "--quiet", "--template=", *words, "../origin.git", "../whole")
    whole = Repo(ready.top.parent / "whole")
    assert Path(whole.path("a.bin")).read_bytes() == Path(ready.path("a.bin")).read_bytes()


@pytest.mark.long
def test_a_bucket_that_the_policy_names_later_is_refused_and_named(ready: Repo) -> None:
    push(ready)
    other = home(ready, "theirs")
    share(ready, "theirs")
    clone = cloned(ready, "clone", home(ready))
    clone.write("commitworthy.toml", f'[homes]\nmodel = "{other}/"\n')
    clone.write("b.bin", noise(5000))
    clone.commit()
    why = (
        f"this clone keeps Git LFS objects in {home(ready)}, and {other} is named instead: nothing goes to either "
        "until you choose one"
    )
    line = f"{why}: commitworthy lfs-agent --set {other}"
    said = f'error initializing custom adapter "commitworthy" worker 0: [2] {line}\n'
    outcome = push(clone)
    assert (outcome.status, outcome.out.startswith(said)) == (1, True), outcome
    outcome = clone.try_git("lfs", "pull")
    assert (outcome.status, outcome.out.startswith(said)) == (2, True), outcome
    assert kept(share(ready, "theirs")) == []
    assert clone.run("require-lfs") == Outcome(0, "", f"commitworthy: {line}\n")
    assert clone.run("lfs-agent", "--set") == Outcome(2, "", f"commitworthy: {line}\n")
    problem = f"clone: LFS025 no-lfs-agent: {why[0].upper()}{why[1:]}.\n"
    assert f"{problem}    set it up:   commitworthy lfs-agent --set {other}\n" in clone.run("doctor").out
    before = clone.git("config", "--list")
    outcome = clone.run("init", "--write")
    assert f".git/config: not changed: {line}\n" in outcome.out
    assert (outcome.status, clone.git("config", "--list")) == (1, before)
    clone.write("c.pkl", model(40))
    assert clone.run("move", "c.pkl") == Outcome(2, f"to {other}/: 1 file\n", f"commitworthy: {line}\n")
    # The user's word, and nothing else, changes it.
    assert clone.run("lfs-agent", "--set", other).out.startswith(
        f"Git LFS keeps the objects of this clone in {other}, no longer in {home(ready)} (.git/config).\n"
    )
    assert clone.run("move", "c.pkl").status == 0
    clone.git("commit", "--quiet", "--no-verify", "--message", "moved")
    assert push(clone) == Outcome(0, "", "")
    assert len(kept(share(ready, "theirs"))) == 2


def test_a_policy_that_cannot_be_read_names_nothing(ready: Repo) -> None:
    ready.stage("commitworthy.toml", "[homes\n")
    assert push(ready).status == 0
    assert len(kept(share(ready))) == 1


def test_init_sets_a_clone_up(repo: Repo) -> None:
    (repo.top / ".git/hooks").mkdir(exist_ok=True)
    share(repo)
    dry = repo.run("init", "--home", home(repo))
    written = (
        "\n.lfsconfig (new)\n    [lfs]\n        url = https://run.commitworthy-lfs-agent--set.invalid\n"
        f"\n.git/config\n    + git-lfs keeps the objects of this clone in {home(repo)}\n"
    )
    assert written in dry.out
    assert homes_lfs.CONFIG not in os.listdir(repo.top)
    assert "commitworthy.lfshome" not in repo.git("config", "--list")
    outcome = repo.run("init", "--home", home(repo), "--write")
    assert outcome.status == 0
    assert written in outcome.out
    assert "    git lfs install\n" in outcome.out
    place = executable("commitworthy")
    assert repo.git("config", "--local", "--get-regexp", "^(lfs|commitworthy)[.]").splitlines() == [
        f"commitworthy.lfshome {home(repo)}",
        "lfs.standalonetransferagent commitworthy",
        f"lfs.customtransfer.commitworthy.path {place}",
        "lfs.customtransfer.commitworthy.args lfs-agent",
    ]
    repo.commit()
    again = repo.run("init")
    assert "Nothing to write: everything is in place.\n" in again.out
    # As in a new clone, which has everything but the settings.
    repo.git("config", "--remove-section", "commitworthy")
    assert repo.run("init", "--write").out.endswith(
        "Written.  What to do next:\n    git lfs pull\n    git lfs install\n    pre-commit install\n"
    )
    assert repo.git("config", "commitworthy.lfshome") == home(repo)


def test_init_leaves_an_agent_and_a_config_of_others(repo: Repo) -> None:
    share(repo)
    repo.write(".lfsconfig", "[lfs]\n    url = https://lfs.example.org\n")
    repo.git("config", "lfs.standalonetransferagent", "theirs")
    outcome = repo.run("init", "--home", home(repo), "--write")
    assert outcome.status == 1
    line = "git-lfs starts another agent here, theirs: git config --unset-all lfs.standalonetransferagent"
    assert f".git/config: not changed: {line}\n" in outcome.out
    assert ".lfsconfig: not changed: it has settings of its own.\n    add to .lfsconfig by hand:\n" in outcome.out
    assert Path(repo.path(".lfsconfig")).read_text() == "[lfs]\n    url = https://lfs.example.org\n"
    assert repo.git("config", "lfs.standalonetransferagent") == "theirs"


@pytest.mark.long
def test_two_linked_work_trees_fetch_the_same_object_at_once(ready: Repo) -> None:
    push(ready)
    clone = cloned(ready, "clone", home(ready))
    places = [str(ready.top.parent / f"tree{number}") for number in range(2)]
    for place in places:
        # One after the other: git itself trips over a second work tree that is being added.
        clone.git("worktree", "add", "--quiet", "--no-checkout", "--detach", place)
    running = [
        subprocess.Popen(["git", "reset", "--quiet", "--hard"], cwd=place, stderr=subprocess.PIPE) for place in places
    ]
    said = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    for place in places:
        assert Path(place, "a.bin").read_bytes() == Path(ready.path("a.bin")).read_bytes()
    assert os.listdir(clone.path(".git/lfs/incomplete")) == []
    # And back.
    tree = Repo(Path(places[0]))
    tree.write("b.bin", noise(9000))
    tree.git("checkout", "--quiet", "-b", "more")
    tree.commit()
    assert tree.try_git("push", "--quiet", "origin", "more").status == 0
    assert len(kept(share(ready))) == 2


def is_locked(place: Path) -> bool:
    with open(place, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_what_is_handed_over_is_locked_until_git_lfs_has_taken_it(ready: Repo, tmp_path: Path) -> None:
    """Two work trees, each waiting for what the other holds, would wait forever."""
    ready.write("b.bin", noise(5000))
    ready.commit()
    push(ready)
    clone = cloned(ready, "clone", home(ready))
    with talking(clone) as (ask, answers):
        assert ask({"event": "init"}) == {}
        for number, name in enumerate(("a.bin", "b.bin")):
            content = Path(ready.path(name)).read_bytes()
            answer = ask(download(content))
            while answer["event"] == "progress":
                answer = next(answers)
            place = Path(answer["path"])
            assert is_locked(place)
            taken = place.rename(tmp_path / f"taken{number}")
            assert taken.read_bytes() == content
        assert not is_locked(tmp_path / "taken0")


def test_whoever_wants_the_same_object_waits_and_begins_anew(tmp_path: Path) -> None:
    oid = sha256(b"abc")
    left: list[bytes] = []

    def second() -> None:
        with IncomingObject(str(tmp_path), oid) as incoming:
            left.extend(incoming.pieces())

    with IncomingObject(str(tmp_path), oid) as first:
        first.write(b"ab")
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.5)
        os.rename(first.place, tmp_path / "taken")
    waiting.join()
    assert left == []
    assert (tmp_path / "taken").read_bytes() == b"ab"


@pytest.mark.long
def test_a_download_goes_on_where_it_was_stopped(ready: Repo) -> None:
    content = Path(ready.path("a.bin")).read_bytes()
    push(ready)
    clone = cloned(ready, "clone", home(ready))
    draft = Path(clone.write(f".git/lfs/incomplete/{sha256(content)}.commitworthy", content[: MIB + 7]))
    first, *others, last = speak(clone, download(content))[1:]
    assert first == {"event": "progress", "oid": sha256(content), "bytesSoFar": MIB + 7, "bytesSinceLast": MIB + 7}
    assert [row["bytesSoFar"] for row in others][-1] == len(content)
    assert last == {"event": "complete", "oid": sha256(content), "path": str(draft)}
    assert draft.read_bytes() == content
    # What an earlier run has left need not be of the object.
    for wrong in (b"x" * 100, content + b"x", noise(len(content))):
        draft.write_bytes(wrong)
        outcome = clone.try_git("lfs", "pull")
        if outcome.status:
            assert not draft.exists()
            assert clone.try_git("lfs", "pull").status == 0
        assert Path(clone.path("a.bin")).read_bytes() == content
        shutil.rmtree(clone.path(".git/lfs/objects"))
        os.unlink(clone.path("a.bin"))
        clone.git("checkout", "--quiet", "HEAD", "--", "a.bin", GIT_LFS_SKIP_SMUDGE="1")


@pytest.mark.long
def test_what_the_home_has_damaged_is_not_taken_and_sent_anew(ready: Repo) -> None:
    push(ready)
    place = share(ready) / kept(share(ready))[0]
    content = place.read_bytes()
    damaged = b"x" + content[1:]
    place.write_bytes(damaged)
    clone = cloned(ready, "clone", home(ready))
    line = f"{place}: is damaged (sha256 {sha256(damaged)[:12]}...), so nothing was written"
    outcome = clone.try_git("lfs", "pull")
    said = f'error transferring "{sha256(content)}": [2] {line}\n'
    assert (outcome.status, outcome.out.startswith(said)) == (2, True), outcome
    assert objects(clone) == []
    assert ready.try_git("lfs", "push", "--all", "origin").status == 0
    assert place.read_bytes() == content
    place.write_bytes(content[:-1])
    outcome = clone.try_git("lfs", "pull")
    short = f"{place}: is not a file of {len(content):,} bytes, which the card says: somebody replaced it"
    assert f"[2] {short}\n" in outcome.out
    os.unlink(place)
    outcome = clone.try_git("lfs", "pull")
    gone = f"{place} is not there: push it from a clone that has it: git lfs push --all REMOTE"
    assert f"[2] {gone}\n" in outcome.out
    assert os.listdir(clone.path(".git/lfs/incomplete")) == []


def test_a_copy_that_is_damaged_here_is_not_sent(ready: Repo) -> None:
    content = Path(ready.path("a.bin")).read_bytes()
    place = Path(ready.path(f".git/lfs/objects/{key(content)}"))
    place.chmod(0o644)
    place.write_bytes(b"x" + content[1:])
    outcome = push(ready)
    line = f"{place}: is damaged, so it was not sent: git lfs fsck"
    assert (outcome.status, f"[2] {line}\n" in outcome.out) == (1, True), outcome
    assert kept(share(ready)) == []


def test_a_folder_that_is_not_mounted_is_one_line(ready: Repo) -> None:
    os.rmdir(share(ready))
    outcome = push(ready)
    line = f"{ready.top.parent / 'share'}: no such folder: mount the share, or make the folder"
    said = f'error initializing custom adapter "commitworthy" worker 0: [2] {line}\n'
    assert (outcome.status, outcome.out.startswith(said), len(outcome.out.splitlines())) == (1, True, 2), outcome
    share(ready)
    assert push(ready) == Outcome(0, "", "")


NONSENSE = {
    "a path for a name": ({"oid": "../../../../x"}, "an object of Git LFS is called by its sha256"),
    "no name": ({"oid": None}, "an object of Git LFS is called by its sha256"),
    "upper case": ({"oid": "A" * 64}, "an object of Git LFS is called by its sha256"),
    "a size below nothing": ({"size": -1}, "{oid}: its size is no number of bytes"),
    "a size that is text": ({"size": "1"}, "{oid}: its size is no number of bytes"),
    "no such file": ({"path": "/nowhere"}, "/nowhere: cannot be read (No such file or directory)"),
}


@pytest.mark.parametrize(("change", "line"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_answered_in_one_line(ready: Repo, change: dict[str, object], line: str) -> None:
    content = noise(100)
    message = {**upload(content, ready.write("x", content)), **change}
    welcome, answer = speak(ready, message)
    assert welcome == {}
    expected = line.format(oid=message["oid"])
    assert answer == {"event": "complete", "oid": message["oid"], "error": {"code": 2, "message": expected}}
    assert kept(share(ready)) == []


def test_a_bug_is_told_to_git_lfs(ready: Repo) -> None:
    _, answer = speak(ready, {key: value for key, value in upload(noise(10), "x").items() if key != "path"})
    assert answer["error"]["message"].startswith(
        f"this is a bug in commitworthy {__version__} (KeyError: 'path'): please report it"
    )


def test_control_characters_reach_no_terminal(ready: Repo) -> None:
    folder = share(ready, "sh\x1b[31mare")
    folder.rmdir()
    ready.git("config", "commitworthy.lfshome", f"lfs+file://{folder}")
    ready.stage("commitworthy.toml", "")
    (answer,) = speak(ready)
    line = f"file://{ready.top.parent}/...: is not an address, so that no card can name it: choose another home"
    assert answer == {"error": {"code": 2, "message": line}}


@pytest.mark.parametrize("where", ["sh are", "it's", "données", "-x"])
def test_homes_and_programs_with_odd_names(repo: Repo, where: str) -> None:
    folder = share(repo, where)
    project(repo, home(repo, where), policy="# none\n")
    programs = repo.top.parent / f"{where} bin"
    programs.mkdir()
    (programs / "commitworthy").symlink_to(executable("commitworthy"))
    repo.git("config", "lfs.customtransfer.commitworthy.path", str(programs / "commitworthy"))
    repo.write("a.bin", noise(4000))
    repo.commit()
    assert push(repo) == Outcome(0, "", "")
    assert len(kept(folder)) == 1


REFUSED = {
    "no such store": ("lfs+ftp://x/y", "ftp://x/y: no home for files: use lfs, dvc, an address ({}) or a folder"),
    "not of Git LFS": ("s3://x/y", "s3://x/y: no home for Git LFS: use lfs+s3://bucket/folder or its like"),
    "a word": ("lfs", "lfs: no home for Git LFS: use lfs+s3://bucket/folder or its like"),
    "a folder": ("lfs+/mnt/x", "lfs+/mnt/x: no home for Git LFS: use lfs+s3://bucket/folder or its like"),
    "a folder from here": (
        "lfs+file://share",
        "file://share: the folder of a home is an absolute path, as in file:///mnt/share or /mnt/share",
    ),
    "a password": (
        "lfs+s3://key:Zq8hT5vN2xL7@team/x",
        "s3://...@team/x: has credentials in it, as a presigned URL has: name the bucket and the folder alone",
    ),
    "nothing": (
        "",
        "lfs-agent: the policy names no home for Git LFS: name it, such as --set lfs+s3://bucket/folder",
    ),
}
KNOWN = "s3://, gs://, az://, abfss://, file://"


@pytest.mark.parametrize(("named", "line"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_home_for_lfs(repo: Repo, named: str, line: str) -> None:
    before = repo.git("config", "--list")
    words = [named] if named else []
    assert repo.run("lfs-agent", "--set", *words) == Outcome(2, "", f"commitworthy: {line.format(KNOWN)}\n")
    assert repo.git("config", "--list") == before


def test_a_repository_without_a_commit_and_a_bare_one_have_nothing_to_check_out(ready: Repo) -> None:
    assert push(ready).status == 0
    said = (
        f"Git LFS keeps the objects of this clone in {home(ready)} (.git/config).\n"
        "Files that are still pointers come by: git lfs pull\n"
    )
    ready.git("clone", "--quiet", "--bare", "--template=", "../origin.git", "../bare.git")
    ready.git("init", "--quiet", "--template=", "../fresh")
    for name in ("bare.git", "fresh"):
        assert Repo(ready.top.parent / name).run("lfs-agent", "--set", home(ready)) == Outcome(0, said, "")
    bare = Repo(ready.top.parent / "bare.git")
    assert bare.try_git("lfs", "fetch", "--all").status == 0
    assert (bare.top / "lfs/objects" / key(Path(ready.path("a.bin")).read_bytes())).is_file()


@pytest.mark.long
def test_objects_are_kept_where_lfs_storage_says(ready: Repo) -> None:
    push(ready)
    clone = cloned(ready, "clone", home(ready))
    clone.git("config", "lfs.storage", str(ready.top.parent / "store"))
    assert clone.try_git("lfs", "pull").status == 0
    content = Path(ready.path("a.bin")).read_bytes()
    assert Path(clone.path("a.bin")).read_bytes() == content
    assert (ready.top.parent / "store/objects" / key(content)).is_file()
    assert objects(clone) == []


def test_another_agent_is_not_replaced(repo: Repo) -> None:
    repo.git("config", "lfs.standalonetransferagent", "theirs")
    line = (
        "git-lfs starts another agent here, theirs: to use ours, run first: "
        "git config --unset-all lfs.standalonetransferagent"
    )
    assert repo.run("lfs-agent", "--set", "lfs+s3://team/x") == Outcome(2, "", f"commitworthy: {line}\n")


def test_a_password_in_the_home_of_a_clone_is_not_printed(ready: Repo) -> None:
    ready.git("config", "commitworthy.lfshome", "lfs+s3://key:Zq8hT5vN2xL7@team/x")
    (answer,) = speak(ready)
    line = (
        f"this clone keeps Git LFS objects in lfs+s3://...@team/x, and {home(ready)} is named instead: nothing goes to "
        f"either until you choose one: commitworthy lfs-agent --set {home(ready)}"
    )
    assert answer == {"error": {"code": 2, "message": line}}
    assert ready.run("lfs-agent", "--set", home(ready)) == Outcome(
        0,
        f"Git LFS keeps the objects of this clone in {home(ready)}, no longer in lfs+s3://...@team/x (.git/config).\n"
        "Files that are still pointers come by: git lfs pull\n",
        "",
    )


def test_an_agent_without_a_home_says_so(ready: Repo) -> None:
    ready.git("config", "--unset", "commitworthy.lfshome")
    ready.stage("commitworthy.toml", "")
    (answer,) = speak(ready)
    line = "this clone has no home for Git LFS: commitworthy lfs-agent --set HOME, such as lfs+s3://..."
    assert answer == {"error": {"code": 2, "message": line}}


def test_move_stages_the_pointer_and_a_push_uploads_it(repo: Repo) -> None:
    project(repo, home(repo))
    folder, content = share(repo), model(300)
    repo.write("models/churn.pkl", content)
    assert repo.run("move", "models/churn.pkl") == Outcome(
        0,
        f"to {home(repo)}: 1 file\nmodels/churn.pkl -> {home(repo)}: {wording.show(len(content))}, "
        "staged as a pointer, a push uploads it\n",
        "",
    )
    assert lfs.stored(repo, "models/churn.pkl") == lfs.pointer(content).removesuffix("\n")
    assert repo.run("commitworthy") == Outcome(0, "", "")
    assert repo.run("which", "models/churn.pkl").status == 0
    repo.commit()
    assert push(repo) == Outcome(0, "", "")
    assert (folder / key(content)).read_bytes() == content


def test_which_and_the_remedy_know_the_home(repo: Repo) -> None:
    project(repo, home(repo))
    repo.stage("models/churn.pkl", model(300))
    (row,) = repo.run("which", "--format", "json", "models/churn.pkl").findings()
    assert row["home"] == home(repo)
    assert "send it to Git LFS:" in repo.run("block-artifacts").out


def test_two_stores_for_git_lfs_are_refused(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[homes]\nmodel = "lfs+s3://team/x"\ndata = "lfs+s3://team/y"\n')
    line = (
        'commitworthy.toml: homes name two stores for Git LFS, "lfs+s3://team/x" and "lfs+s3://team/y": '
        "it keeps all objects of a clone in one"
    )
    assert repo.run("require-lfs") == Outcome(2, "", f"commitworthy: {line}\n")
    repo.stage("commitworthy.toml", '[homes]\nmodel = "lfs+s3://team/x"\ndata = "lfs+s3://team/x/"\narchive = "lfs"\n')
    assert repo.run("require-lfs").status == 0
