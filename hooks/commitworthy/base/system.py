"""Where systems differ, and nowhere else; and which framework started us.

What Python has is asked, not what a system is called, where that will do.

Only Linux has run all of it.  tests/base/system_test.py puts the values of Windows and macOS in place of ours and takes
away what Python lacks there, so what others ask is asked of this module each time, and not kept.
"""

from __future__ import annotations

import io
import os
import sys

from .namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import IO, Any

WINDOWS = os.name == "nt"

# Flags of `os.open`.  O_NONBLOCK: a pipe lying where a file should be must not block us.
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
DRAFT = os.O_RDWR | os.O_CREAT | NO_LINK | _BINARY
MORE = os.O_WRONLY | os.O_APPEND | os.O_CREAT | NO_LINK | getattr(os, "O_NONBLOCK", 0) | _BINARY
FOLDER = getattr(os, "O_DIRECTORY", 0)
# A folder as itself, also one that may be entered but not listed; Linux alone has it.
PATH_ONLY = getattr(os, "O_PATH", 0)

# Whether a folder can be held open and names be looked up from it, so that nobody swaps it for a link meanwhile.
HOLDS_FOLDERS = os.open in os.supports_dir_fd
# Elsewhere a file has one place to read from, and several readers would need a lock.
READS_AT = hasattr(os, "pread")
# Importing `subprocess`, which serves elsewhere, costs as much as starting the interpreter.
SPAWNS = hasattr(os, "posix_spawnp")
FORKS = hasattr(os, "fork")
# A fork of a process that has used macOS's own libraries may crash, so there it only serves where it must.
SHARES_WORK = FORKS and sys.platform == "linux"
# Files without a name or a place.
FILES_IN_MEMORY = hasattr(os, "memfd_create")
# Windows renames and deletes no file that is open.
MOVES_OPEN_FILES = not WINDOWS
# Elsewhere git starts every hook that is there.
HAS_EXECUTABLE_MODE = not WINDOWS
_HAS_USERS = hasattr(os, "geteuid")
_OTHERS_WRITE = 0o022
# HFS+ of macOS takes a name with these for the name without.
_IGNORED = dict.fromkeys((*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF))
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$"))
_NUMBERED_DEVICES = ("com", "lpt")


# Names


def with_slashes(path: bytes) -> bytes:
    """A path of the system as git has it."""
    return path.replace(b"\\", b"/") if WINDOWS else path


def is_git_folder(name: str) -> bool:
    """Whether a part of a path is `.git` on some system: in other letters, by its short name on Windows, ..."""
    name = name.translate(_IGNORED).lower().partition(":")[0].rstrip(" .")
    return name in (".git", "git~1")


def astray(path: str) -> str:
    """Why a path from the top, as git has it, would be another file on Windows; "" elsewhere, and where it is not."""
    if not WINDOWS:
        return ""
    if ":" in path:
        return "names a drive or a stream here"
    if "\\" in path:
        return "has a backslash, which separates folders here"
    for part in path.split("/"):
        if part != part.rstrip(" ."):
            return "has a part that ends with a dot or a space, which is dropped here"
        stem = part.partition(".")[0].rstrip(" ").lower()
        if stem in _DEVICES or (stem[:3] in _NUMBERED_DEVICES and len(stem) == 4 and stem[3].isdigit()):
            return "names a device here"
    return ""


def settings_folder() -> str:
    """Where programs keep what a user has set."""
    # commitworthy: ignore[absolute-path] where the XDG specification says
    return os.environ.get("APPDATA", "") if WINDOWS else os.path.expanduser("~/.config")


def which(program: str, path: str) -> str | None:
    """The place of a program on a search path."""
    if WINDOWS:
        import shutil

        return shutil.which(program, path=path)
    places = (os.path.join(folder or os.curdir, program) for folder in path.split(os.pathsep))
    return next((place for place in places if os.path.isfile(place) and os.access(place, os.X_OK)), None)


# Files


def open_file(place: str | bytes) -> int:
    """A file that is read; OSError for a symbolic link."""
    if not NO_LINK and is_link(place):
        import errno

        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), place)
    return os.open(place, READ | NO_LINK)


def open_regular(place: str | bytes, *, follow: bool) -> tuple[int, os.stat_result] | None:
    """A regular file that is read, and its state; None where there is none, or where it cannot be read.

    A symbolic link is none unless it is to be followed.
    """
    try:
        number = os.open(place, READ) if follow else open_file(place)
    except (OSError, ValueError):
        return None
    state = os.fstat(number)
    # S_ISREG, without `stat`.
    if (state.st_mode & 0o170000) == 0o100000:
        return number, state
    os.close(number)
    return None


def is_link(place: str | bytes) -> bool:
    """Whether it leads elsewhere: a symbolic link, or a junction of Windows."""
    try:
        state = os.lstat(place)
    except (OSError, ValueError):
        return False
    # IO_REPARSE_TAG_SYMLINK is a link to Python already; this is IO_REPARSE_TAG_MOUNT_POINT.
    return (state.st_mode & 0o170000) == 0o120000 or getattr(state, "st_reparse_tag", 0) == 0xA0000003


def is_ours_alone(state: os.stat_result) -> bool:
    """Whether nobody else can have written the file, as far as modes say so."""
    return not _HAS_USERS or (state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_WRITE)


def lock(number: int) -> bool:
    """Whether an open file is ours for as long as it is open; systems without such locks go without."""
    try:
        import fcntl
    except ImportError:
        return True
    import errno

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES)
    return True


def wait_for_lock(number: int) -> None:
    """Until nobody else has the file open under a lock; systems without such locks go without."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(number, fcntl.LOCK_EX)


def give_mode(number: int, place: str, mode: int) -> None:
    """Set the mode of the file that is open as `number` at `place`."""
    os.chmod(number if os.chmod in os.supports_fd else place, mode)


def give_owner(number: int, before: os.stat_result) -> bool:
    """Whether the open file now belongs to whom another belongs: it may not be ours to give away."""
    if not hasattr(os, "fchown"):
        return True
    now = os.fstat(number)
    if (now.st_uid, now.st_gid) == (before.st_uid, before.st_gid):
        return True
    for owner in (before.st_uid, -1):
        try:
            os.fchown(number, owner, before.st_gid)
        except PermissionError:
            continue
        return owner != -1 or now.st_uid == before.st_uid
    return False


_ACL = "system.posix_acl_access"


def give_attributes(number: int, path: str) -> None:
    """All extended attributes that are the user's, and the ACL; of the system's own those that it lets us give.

    Nothing where Python reaches none: macOS has them, so there they are lost.
    """
    if not hasattr(os, "listxattr"):
        return
    import errno

    try:
        names = os.listxattr(path, follow_symlinks=False)
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return
        raise
    if _ACL not in names and _ACL in os.listxattr(number):
        os.removexattr(number, _ACL)  # the folder's, for new files
    for name in names:
        if name.startswith("security.") and name != "security.selinux":
            continue  # about the old content: what it may do, and its signature
        try:
            os.setxattr(number, name, os.getxattr(path, name, follow_symlinks=False))
        except OSError:
            if not name.startswith(("security.", "trusted.")):  # the system's own
                raise


# Processes


def processors() -> int:
    """Those that we may use, which in a container or a job are not all that there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def end_group(leader: int) -> bool:
    """End a process and whatever is left of its group; False where the system has no groups."""
    if not hasattr(os, "killpg"):
        return False
    try:
        os.killpg(leader, _KILL)
    except ProcessLookupError:
        return True
    return True


# The number of a signal is not worth the import of its module.
_KILL = 9


def limit(**most: int) -> Callable[[], None] | None:
    """Bound what this process and those that it starts may take, by names such as `RLIMIT_CPU`.

    What puts the old bounds back; None where the system keeps none.
    """
    try:
        import resource
    except ImportError:
        return None
    before = {getattr(resource, name): resource.getrlimit(getattr(resource, name)) for name in most}
    for (kind, (soft, hard)), wanted in zip(before.items(), most.values(), strict=True):
        known = [wanted, *(bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY)]
        resource.setrlimit(kind, (min(known), hard))

    def restore() -> None:
        for kind, limits in before.items():
            resource.setrlimit(kind, limits)

    return restore


# The screen


def write_utf_8(stream: object) -> None:
    """Have a stream of the interpreter take every text, as UTF-8, which our reports are.

    Windows has a code page for pipes and files, which lacks most letters, and so has an old locale.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def takes_escapes(stream: IO[Any], environ: Mapping[str, str]) -> bool:
    """Whether a stream is a terminal that knows colours; a console of Windows does where its program says so."""
    if environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return not WINDOWS or any(environ.get(name) for name in ("WT_SESSION", "TERM", "TERM_PROGRAM", "ANSICON"))


# Whether pre-commit or prek runs us.


# pre-commit and prek leave these in the environments that they make for hooks.
_MARKS = (".install_state_v1", ".install_state_v2", ".prek-hook.json")


def framework_runs_us() -> bool:
    """Whether a framework has started this process: both set PRE_COMMIT for their hooks."""
    return bool(os.environ.get("PRE_COMMIT"))


def framework_made(environment: str) -> bool:
    """Whether a framework has made a Python environment; `language: system` runs the user's own."""
    return any(os.path.exists(os.path.join(environment, mark)) for mark in _MARKS)
