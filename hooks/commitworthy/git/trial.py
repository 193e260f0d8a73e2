"""A scratch repository with what is staged here, and commits tried in it with the hooks of this clone.

The objects are borrowed from this repository, which is read and never written.  There is no remote, and nothing is
signed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import hooks, objects, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Which configuration is read; all else that begins with GIT_ would lead back to the repository of the user.
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_CONFIGURATION = """\
[user]
\tname = canary
\temail = canary@localhost
\tuseConfigOnly = true
[commit]
\tgpgSign = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[core]
\tfsmonitor = false
\teditor = true
[filter "lfs"]
\tprocess =
\tsmudge =
\tclean =
\trequired = false
"""
_STAGE = "pre-commit"
# Of a folder of hooks: files beyond these are not copied.
_LARGEST, _MOST = 4 * 1024 * 1024, 500
_OUTPUT, _BLOCK = 1024 * 1024, 65_536


class Attempt(NamedTuple):
    """`status` of the commit, None where time was over; `said` is what it printed, `blob` what it stored at the path.

    `blob` is b"" where nothing was committed, or not at this path.
    """

    status: int | None
    said: str
    blob: bytes


class Trial(NamedTuple):
    """The folder of the scratch repository, its environment, and the commit that stands for what is staged."""

    top: str
    environment: Mapping[str, str]
    base: str

    def attempt(self, path: str, content: bytes, seconds: float) -> Attempt:
        """Commit one more file, with the pre-commit hook; afterwards all is as before."""
        blob = _git(self, "hash-object", "-w", "--no-filters", "--stdin", send=content).strip().decode()
        place = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content)
        _git(self, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
        status, said = _within(self, ("git", "commit", "--quiet", "--message", "canary"), seconds)
        stored = b""
        if status == 0:
            named = _git(self, "ls-tree", "HEAD", "--", f":(literal){path}")
            stored = _git(self, "cat-file", "blob", named.split()[2].decode()) if named else b""
        for lock in ("index.lock", "HEAD.lock"):
            place = os.path.join(self.top, ".git", lock)
            if os.path.exists(place):  # left by a hook that was stopped
                os.remove(place)
        _git(self, "-c", f"core.hooksPath={os.devnull}", "reset", "--quiet", "--hard", self.base)
        return Attempt(status, said, stored)


def build(folder: str, top: str, missing: Iterable[str]) -> Trial:
    """Make it inside `folder`, which is empty, from the repository whose work tree is at `top`.

    `missing` are files of the work tree that hooks read whether git knows them or not.  CheckError where it fails.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or not name.startswith(("GIT_", "PRE_COMMIT", "COMMITWORTHY_"))
    }
    scratch = Trial(os.path.join(folder, "repository"), environment | {"GIT_LFS_SKIP_SMUDGE": "1"}, "")
    os.mkdir(scratch.top)
    borrowed = process.run("rev-parse", "--path-format=absolute", "--git-path", "objects").removesuffix(b"\n")
    form = process.run("rev-parse", "--show-object-format").decode().strip()
    _git(scratch, "init", "--quiet", "--template=", f"--object-format={form}", "--initial-branch=main")
    with open(os.path.join(scratch.top, ".git", "objects", "info", "alternates"), "wb") as file:
        file.write(borrowed + b"\n")
    with open(os.path.join(scratch.top, ".git", "config"), "a", encoding="utf-8") as file:
        file.write(_CONFIGURATION)
    staged = process.run("ls-files", "--stage", "-z").split(b"\0")
    # Conflicts and submodules are left out.
    whole = [entry for entry in staged if entry and entry.split(b"\t")[0].endswith(b" 0") and entry[:6] != b"160000"]
    _git(scratch, "update-index", "-z", "--index-info", send=b"".join(entry + b"\0" for entry in whole))
    _check_out(scratch, whole)
    none = ("-c", f"core.hooksPath={os.devnull}")
    _git(scratch, *none, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", "what is staged")
    for name in missing:
        source, place = os.path.join(top, name), os.path.join(scratch.top, name)
        if os.path.isfile(source) and not os.path.lexists(place) and os.path.getsize(source) <= _LARGEST:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(source, place)
    _git(scratch, "config", "core.hooksPath", _copy_hooks(top, scratch.top))
    return scratch._replace(base=_git(scratch, "rev-parse", "HEAD").decode().strip())


def _check_out(scratch: Trial, staged: list[bytes]) -> None:
    """The files that are small, as hooks may need them; git takes the others for there."""
    blobs = {entry.partition(b"\t")[2]: entry.split()[1] for entry in staged}
    sizes = objects.sizes_of(blobs.values())
    small = [path for path, blob in blobs.items() if (sizes[blob] or _LARGEST) < _LARGEST or sizes[blob] == 0]
    large = blobs.keys() - {*small}
    _git(
        scratch, "checkout-index", "--force", "--quiet", "-z", "--stdin", send=b"".join(path + b"\0" for path in small)
    )
    _git(scratch, "update-index", "--skip-worktree", "-z", "--stdin", send=b"".join(path + b"\0" for path in large))


def _copy_hooks(top: str, scratch: str) -> str:
    """Copy the folder in which git looks for hooks, and leave out the other stages; the place of the copy."""
    source = os.path.realpath(hooks.folder_of_hooks())
    inside = os.path.relpath(source, os.path.realpath(top))
    is_inside = not inside.startswith(os.pardir) and inside.split(os.sep)[0] != ".git"
    target = os.path.join(scratch, inside) if is_inside else os.path.join(scratch, ".git", "hooks")
    # husky calls the scripts beside its own folder.
    ends = [(source, target)]
    if is_inside and os.path.basename(source) == "_":
        ends.append((os.path.dirname(source), os.path.dirname(target)))
    copied = 0
    for start, end in ends:
        for folder, _, names in os.walk(start):
            place = os.path.join(end, os.path.relpath(folder, start))
            os.makedirs(place, exist_ok=True)
            for name in names:
                file = os.path.join(folder, name)
                is_other = folder == source and name.partition(".")[0] in hooks.ALL and not name.startswith(_STAGE)
                copied += 1
                if is_other or name.endswith(".sample") or copied > _MOST:
                    continue
                if os.path.isfile(file) and os.path.getsize(file) <= _LARGEST:
                    shutil.copy(file, os.path.join(place, name))
    os.makedirs(target, exist_ok=True)
    for name in os.listdir(target):
        if name in hooks.ALL and name != _STAGE:
            os.remove(os.path.join(target, name))  # checked out with the rest
    return target


def _git(trial: Trial, *words: str, send: bytes = b"") -> bytes:
    done = subprocess.run(
        ["git", *words], cwd=trial.top, env=trial.environment, input=send, capture_output=True, check=False
    )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
        raise CheckError(f"doctor: --prove could not make a scratch repository: git {words[0]}: {reason[0]}")
    return done.stdout


def _within(trial: Trial, words: tuple[str, ...], seconds: float) -> tuple[int | None, str]:
    """Exit status, None if it did not end in time, and what it printed; nothing that it started goes on."""
    started = subprocess.Popen(
        words, cwd=trial.top, env=trial.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    said: list[bytes] = []
    reader = threading.Thread(target=_read, args=(started, said), daemon=True)
    reader.start()
    try:
        status: int | None = started.wait(max(seconds, 0))
    except subprocess.TimeoutExpired:
        status = None
    finally:
        _stop(started)
    # What has left its group may hold the pipe for as long as it likes.
    reader.join(1)
    if not reader.is_alive() and started.stdout:
        started.stdout.close()
    return status, b"".join(said).decode("utf-8", "replace")


def _read(started: subprocess.Popen[bytes], said: list[bytes]) -> None:
    """Keep the beginning of what is printed, and take the rest, so that nobody waits for us."""
    assert started.stdout
    left = _OUTPUT
    while block := started.stdout.read1(_BLOCK):  # type: ignore[attr-defined]
        said.append(block[:left])
        left -= len(said[-1])


def _stop(started: subprocess.Popen[bytes]) -> None:
    """End the process and whatever is left of its group."""
    if not system.end_group(started.pid):
        started.kill()
    started.wait()
