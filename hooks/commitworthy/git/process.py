"""Starts git, and nothing else does.

Input goes through an unnamed file and so do git's complaints; only the answer is a pipe.  So nothing can
deadlock, several processes can run side by side, and a long answer can be read bit by bit or left unread.

`os.posix_spawn` serves where it exists: importing `subprocess` costs as much as starting the interpreter.
"""

from __future__ import annotations

import os

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO, TypeVar

    Answer = TypeVar("Answer")

# The real objects, no download, no lock on the index.
_SETTINGS = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    # The real parents.  A place that cannot be: at an empty file git would remind of a better way than grafts.
    "GIT_GRAFT_FILE": os.path.join(os.devnull, "none"),
}
# `git check-ignore` dies of these.  No name is ever handed to git as a pattern, so nothing is lost without them.
_CONFLICTING = ("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS")
# Above this size git streams a blob out of a pack instead of loading it whole.  A repository may come from anybody, and
# so what its configuration names is not started for a look: no monitor of files, no hook.
_BEFORE_COMMAND = (
    *("git", "-c", "core.bigFileThreshold=1m", "-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
)
# These start nothing, and are asked where the hooks are and what is set.
_ASKED_OF_SETTINGS = ("rev-parse", "config")
_KILLED = 9
# What every pipe takes at once (`PIPE_BUF` of Linux; macOS has more).
_PIPE = 4096
# So many are answered faster by a git of their own, which need not answer each at once.
_MANY = 5000
# Longer answers, in bytes, are asked for again.
_SHORT = 65_536


class Process(NamedTuple):
    """A running git: its answer, its complaints, and how to end and await it; `questions` where it is `asked`."""

    arguments: tuple[str, ...]
    answer: BinaryIO
    complaints: BinaryIO
    wait: Callable[[], int]
    kill: Callable[[], None]
    questions: BinaryIO | None = None


def start(
    *arguments: str,
    send: bytes | None = None,
    source: Process | None = None,
    given: BinaryIO | None = None,
    settings: Mapping[str, str | None] = {},
) -> Process:
    """Start git with `send`, the answer of another process, or what is `given`, on its standard input.

    A `source` gives its answer away, and is closed after the process that reads it; `given` is closed here.  `settings`
    go into git's environment; None takes a variable away.
    """
    return _start(arguments, given or (source.answer if source else _given(send)), settings)


class ProcessPool:
    """Within, a git that is asked bit by bit is kept for whoever asks next: one serves all refs of a push.

    So the number of processes does not grow with what is asked for.
    """

    # Gits that have answered all they were asked, by their words; None outside.
    idle: dict[tuple[str, ...], list[Process]] | None = None
    # Short answers, by words and input: nothing changes meanwhile, and each policy of a push has the same questions.
    told: dict[object, bytes] | None = None
    owner = 0

    def __enter__(self) -> None:
        ProcessPool.idle, ProcessPool.told, ProcessPool.owner = {}, {}, os.getpid()

    def __exit__(self, *_: object) -> None:
        idle, ProcessPool.idle, ProcessPool.told = ProcessPool.idle or {}, None, None
        for several in idle.values():
            for process in several:
                abandon(process)


def keeps() -> bool:
    """Whether gits are kept; a process that was forked off shares none with its parent."""
    return ProcessPool.idle is not None and ProcessPool.owner == os.getpid()


def rest(process: Process) -> None:
    """Keep a git that has answered all that it was asked, or let it go."""
    if ProcessPool.idle is not None and keeps():
        ProcessPool.idle.setdefault(process.arguments, []).append(process)
    else:
        abandon(process)


def talk(*arguments: str, settings: Mapping[str, str | None] = {}) -> Process:
    """Start git to be asked bit by bit: what is written to `questions` is answered one after the other."""
    if ProcessPool.idle is not None and keeps() and ProcessPool.idle.get(arguments) and not settings:
        return ProcessPool.idle[arguments].pop()
    reading, writing = os.pipe()
    questions = open(writing, "wb", buffering=0)  # noqa: SIM115 (as long as git runs)
    try:
        return _start(arguments, open(reading, "rb"), settings)._replace(questions=questions)
    except CheckError:
        questions.close()
        raise


def _start(arguments: tuple[str, ...], given: BinaryIO, settings: Mapping[str, str | None]) -> Process:
    kept = {name: value for name, value in os.environ.items() if name not in _CONFLICTING}
    changed = {**kept, **_SETTINGS, **settings}
    environment = {name: value for name, value in changed.items() if value is not None}
    complaints = _unnamed_file(b"")
    reading, writing = os.pipe()
    try:
        before = ("git",) if arguments[0] in _ASKED_OF_SETTINGS else _BEFORE_COMMAND
        wait, kill = _spawn((*before, *arguments), environment, given.fileno(), writing, complaints.fileno())
    except FileNotFoundError:
        os.close(reading)
        complaints.close()
        raise CheckError("git is not on PATH: install git, or add its folder to PATH") from None
    except OSError as error:
        os.close(reading)
        complaints.close()
        raise CheckError(f"git on PATH cannot be started ({error.strerror}): check that it is executable") from None
    finally:
        os.close(writing)
        given.close()
    return Process(arguments, open(reading, "rb"), complaints, wait, kill)


def converse(*arguments: str) -> tuple[Process, BinaryIO]:
    """Start a git that answers line by line; the process, and where to write the lines.  To be closed before it."""
    reading, writing = os.pipe()
    names = open(writing, "wb")  # noqa: SIM115 (as long as git runs)
    try:
        # Whatever the environment says: a line that is not sent on would be awaited forever.
        return start(*arguments, given=open(reading, "rb"), settings={"GIT_FLUSH": "1"}), names
    except CheckError:
        names.close()
        raise


def finish(process: Process, *, accept: tuple[int, ...] = (0,)) -> bytes:
    """The whole answer; CheckError in git's own words if the exit status is not in `accept`."""
    answer = process.answer.read()
    close(process, accept=accept)
    return answer


def close(process: Process, *, accept: tuple[int, ...] = (0,)) -> int:
    """Await a process whose answer has been read; its exit status."""
    if process.questions:
        process.questions.close()
    process.answer.close()
    status = process.wait()
    with process.complaints as complaints:
        if status not in accept:
            complaints.seek(0)
            raise CheckError(_refusal(process.arguments, status, complaints.read()))
    return status


def abandon(process: Process) -> None:
    """End a process whose answer is no longer wanted."""
    process.kill()
    if process.questions:
        process.questions.close()
    process.answer.close()
    process.wait()
    process.complaints.close()


def run(
    *arguments: str,
    send: bytes | None = None,
    accept: tuple[int, ...] = (0,),
    settings: Mapping[str, str | None] = {},
) -> bytes:
    """Start, await, answer."""
    told = {} if ProcessPool.told is None or settings or not keeps() else ProcessPool.told
    answer = told.get((arguments, send))
    if answer is None:
        answer = finish(start(*arguments, send=send, settings=settings), accept=accept)
        if len(answer) + len(send or b"") <= _SHORT:
            told[arguments, send] = answer
    return answer


def succeeds(*arguments: str) -> bool:
    """Whether git exits 0."""
    process = start(*arguments)
    process.answer.read()
    return close(process, accept=tuple(range(-64, 256))) == 0


def lines(*arguments: str, send: Sequence[bytes]) -> list[bytes]:
    """The line that git, such as `cat-file --batch-check`, gives for each line that it is sent."""
    if keeps() and len(send) <= _MANY:
        return list(exchange(*arguments, send=send, read=_line))
    words = (arguments[0], "--buffer", *arguments[1:])
    return run(*words, send=b"".join([line + b"\n" for line in send])).split(b"\n")[:-1]


def _line(git: Process) -> bytes:
    line = git.answer.readline()
    if not line:
        raise CheckError(f"git {git.arguments[0]} stopped before it answered: run git fsck")
    return line.removesuffix(b"\n")


def answers(*arguments: str, send: Sequence[bytes], read: Callable[[Process], Answer]) -> Generator[Answer]:
    """What is read of git, such as `cat-file --batch`, for each line that it is sent."""
    if keeps() and len(send) <= _MANY:
        yield from exchange(*arguments, send=send, read=read)
        return
    git = start(arguments[0], "--buffer", *arguments[1:], send=b"".join([line + b"\n" for line in send]))
    try:
        for _ in send:
            yield read(git)
    except BaseException:
        abandon(git)
        raise
    close(git)


def exchange(*arguments: str, send: Sequence[bytes], read: Callable[[Process], Answer]) -> Iterator[Answer]:
    """What is read of a git for each line that it is sent; all of it must be, for git to serve the next who asks."""
    git = talk(*arguments)
    try:
        for some in bunches(send):
            ask(git, some)
            for _ in some:
                yield read(git)
    except BaseException:
        abandon(git)
        raise
    rest(git)


def ask(git: Process, questions: Iterable[bytes], end: bytes = b"\n") -> None:
    """Ask at once what is one of the `bunches`; CheckError where git has died."""
    assert git.questions is not None
    try:
        git.questions.write(b"".join([question + end for question in questions]))
    except OSError:
        raise CheckError("git stopped early: run git fsck") from None


def bunches(questions: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """So many at once as any pipe takes: else we would wait for git to read on, and git for us."""
    start = size = 0
    for number, question in enumerate(questions):
        size += len(question) + 1
        if size > _PIPE and number > start:
            yield questions[start:number]
            start, size = number, len(question) + 1
    if start < len(questions):
        yield questions[start:]


def _refusal(arguments: tuple[str, ...], status: int, complaints: bytes) -> str:
    while arguments[0] == "-c":
        arguments = arguments[2:]
    words = " ".join(complaints.decode("utf-8", "surrogateescape").split())
    if words.startswith("fatal: not a git repository (or any"):
        return "not inside a git repository; cd into one or run `git init`"
    return f"git {arguments[0]} failed: {words or f'exit status {status}'}"


def _given(send: bytes | None) -> BinaryIO:
    return open(os.devnull, "rb") if send is None else _unnamed_file(send)


def _unnamed_file(content: bytes) -> BinaryIO:
    if system.FILES_IN_MEMORY:
        file: BinaryIO = open(os.memfd_create("commitworthy"), "w+b")  # noqa: SIM115
    else:
        import tempfile

        file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(content)
    file.seek(0)
    return file


def _posix_spawn(
    command: tuple[str, ...], environment: dict[str, str], given: int, answer: int, complaints: int
) -> tuple[Callable[[], int], Callable[[], None]]:
    actions = [(os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate((given, answer, complaints))]
    pid = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    return (
        lambda: os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]),
        lambda: os.kill(pid, _KILLED),
    )


def _popen(
    command: tuple[str, ...], environment: dict[str, str], given: int, answer: int, complaints: int
) -> tuple[Callable[[], int], Callable[[], None]]:
    import subprocess

    process = subprocess.Popen(command, env=environment, stdin=given, stdout=answer, stderr=complaints)
    return process.wait, process.kill


def _spawn(
    command: tuple[str, ...], environment: dict[str, str], given: int, answer: int, complaints: int
) -> tuple[Callable[[], int], Callable[[], None]]:
    start = _posix_spawn if system.SPAWNS else _popen
    return start(command, environment, given, answer, complaints)
