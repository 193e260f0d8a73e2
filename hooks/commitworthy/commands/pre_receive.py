"""Judge pushes where they arrive, so that one setting protects a whole server.

Runs as the pre-receive hook of a bare repository.  What is pushed lies in quarantine until we have spoken, and is
gone if we refuse.  The policy is the server's: that of the default branch as it was before the push, or a file.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import sys
import time

from ..base import system, wording
from ..base.findings import ERROR, CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git import process, refs, repository
from ..hooks.check_push.hook import check_groups
from ..hooks.context import governing_of, policy_in
from ..hooks.push_context import Push, group_of
from ..policy import settings
from ..policy.convert import size as read_size
from ..policy.convert import whole as read_whole
from ..policy.parser import Parser
from ..report import text
from ..report.escape import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FrameType

    from ..base.findings import Finding

SUMMARY = "Check pushes on a server, as its pre-receive hook."
# Seconds for what is only asked to say more.
_A_MOMENT = 2
# No server waits longer for a hook than a day.
_LONGEST = 86_400
# Git processes that we started end by themselves a little after us.
_GRACE = 5
_OPTION = "commitworthy.override="
# Whoever a server says is pushing: over HTTP, GitLab, Gitea and Forgejo, and the account of an SSH login.
_WHO = ("REMOTE_USER", "GL_USERNAME", "GITEA_PUSHER_NAME", "LOGNAME", "USER")
_RECORD = "pre-receive.log"


def run(words: list[str]) -> int:
    """Exit status 0 accepts the push, everything else refuses it."""
    options = _parser().parse_args(words)
    given = b""
    try:
        with _within(options.max_seconds, options.max_memory):
            given = _given()
            status, reason = _judged(options, given)
    except CheckError as problem:
        status, reason = 2, str(problem)
    except (TimeLimitExceeded, MemoryError) as limit:
        status, reason = 2, _bound_met(limit, options.max_seconds, options.max_memory)
    except Exception as error:  # noqa: BLE001 (said, whatever it is)
        status, reason = 2, f"this is a bug in commitworthy ({type(error).__name__}: {error})"
    return _ended(options, given, status, reason)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy pre-receive",
        description=SUMMARY + "  Reads the refs from standard input, as git writes them.",
        epilog="example: exec commitworthy pre-receive --max-seconds 60",
    )
    parser.add_argument("--policy", metavar="FILE", help="a commitworthy.toml on the server, instead of the branch's")
    parser.add_argument(
        "--max-seconds", type=_seconds, default=120, metavar="N", help="give up after N seconds (default: 120)"
    )
    parser.add_argument("--max-memory", type=_size, metavar="SIZE", help="memory limit of each process (default: none)")
    parser.add_argument(
        "--on-failure",
        choices=("refuse", "accept"),
        default="refuse",
        help="for a push that cannot be checked (default: refuse)",
    )
    parser.add_argument("--no-override", action="store_true", help="no push option overrides a rejection")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="output format")
    parser.add_argument("--all", action="store_true", help="show all findings of each rule")
    return parser


def _size(word: str) -> int:
    try:
        return int(str(read_size(word)))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _seconds(word: str) -> int:
    try:
        seconds = read_whole(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not 1 <= seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(f"must be from 1 to {_LONGEST}, not {word}")
    return seconds


def _given() -> bytes:
    """The refs; CheckError where there are none, which git never does: then somebody has read them before us."""
    given = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    if not given.strip():
        raise CheckError(
            "standard input is empty, but git writes a line for each ref to it: a script that reads it first "
            "must pass it on: refs=$(cat); printf '%s\\n' \"$refs\" | commitworthy pre-receive"
        )
    return given


def _judged(options: argparse.Namespace, given: bytes) -> tuple[int, str]:
    """Print the findings; exit status, and the problem if there is one."""
    here = repository.answer(repository.ask(), bare=True)
    tips = refs.tips(refs.of_pre_receive(given))
    push = Push(here, tips, tuple(refs.all_refs()), "", problems=[], notes=[], at_server=True)
    with process.ProcessPool():
        findings = _findings(push, options.policy)
    text.write(
        findings,
        format=options.format,
        stream=sys.stdout.buffer,
        color=text.wants_color("never", sys.stdout, os.environ),
        show_all=options.all,
        github_too=False,
    )
    text.complain(*push.notes, *push.problems)
    if push.problems:
        return 2, push.problems[0]
    return (1 if any(finding.level == ERROR for finding in findings) else 0), ""


def _findings(push: Push, file: str | None) -> list[Finding]:
    if not push.tips:
        return []
    policy, baseline = policy_in(governing_of("HEAD"), {})
    if file:
        policy = settings.load({settings.POLICY_FILES[1]: _content(file)})
    return check_groups(push, [group_of(push, policy, baseline)])


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise CheckError(f"--policy {file}: {error.strerror}") from None


def _ended(options: argparse.Namespace, given: bytes, status: int, reason: str) -> int:
    """The last word on the push, which is on record where it is not that of the rules."""
    if not status:
        return 0
    override = "" if options.no_override else _override_reason(os.environ)
    if override:
        return _accepted(given, "overridden", override, f"overridden: {override}", status)
    if status == 2 and options.on_failure == "accept":
        return _accepted(given, "not judged", reason, f"could not check; push accepted anyway: {reason}", status)
    if status == 2:
        text.complain(f"could not check; push rejected: {reason}")
    if not options.no_override and _takes_options():
        text.complain("to push anyway (recorded on the server): git push -o commitworthy.override='<why>' ...")
    return status


def _accepted(given: bytes, event: str, why: str, line: str, status: int) -> int:
    """Accept, if that could be put on record."""
    try:
        place = _record(event, why, given)
    except (OSError, CheckError) as error:
        text.complain(f"{line}; but this could not be recorded, so the push is rejected: {error}")
        return status
    text.complain(f"{line} (recorded in {place})")
    return 0


def _takes_options() -> bool:
    """Whether pushes may carry words of their own; no, where git does not say so in a moment."""
    try:
        with _within(_A_MOMENT, None):
            setting = process.run("config", "--type=bool", "--get", "receive.advertisePushOptions", accept=(0, 1, 128))
    except (CheckError, TimeLimitExceeded, MemoryError):
        return False
    return setting.strip() == b"true"


# Pushes that were accepted against the rules: asked for with a push option, and put on record.


def _override_reason(environment: Mapping[str, str]) -> str:
    """The reason given with `git push -o commitworthy.override=REASON`, "" for none."""
    number = environment.get("GIT_PUSH_OPTION_COUNT", "0")
    given = (environment.get(f"GIT_PUSH_OPTION_{index}", "") for index in range(int(number)))
    return next((option.removeprefix(_OPTION).strip() for option in given if option.startswith(_OPTION)), "")


def _record(event: str, why: str, given: bytes) -> str:
    """Add a line for each ref to the record; where it is.  OSError if it cannot be written.

    Columns, separated by TAB: time (UTC), what happened, who, ref, old id, new id, reason.
    """
    updates = refs.of_pre_receive(given)
    if not updates:
        raise CheckError("no refs on standard input")
    folder = repository.answer(repository.ask(), bare=True).memory
    os.makedirs(folder, exist_ok=True)
    place = os.path.join(os.fsdecode(folder), _RECORD)
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    who = next((os.environ[name] for name in _WHO if os.environ.get(name)), "?")
    with open(place, "a", encoding="utf-8") as file:
        for update in updates:
            cells = (now, event, who, update.ref, update.old or "-", update.tip, why)
            file.write("\t".join(map(for_terminal, cells)) + "\n")
    return place


# Bounds of time and memory, since others can give work to this process.


class TimeLimitExceeded(Exception):  # noqa: N818 (it is not an error of the code)
    """The time is up."""


@contextlib.contextmanager
def _within(seconds: int, memory: int | None) -> Iterator[None]:
    """Raise TimeLimitExceeded after so many seconds, MemoryError (or git's own complaint) above so many bytes.

    Every git started meanwhile has the same bounds.  CheckError where the system cannot keep them.
    """
    import signal

    # Not the address space: packs are mapped into it, and a mapped file takes no memory of its own.
    bounds = {"RLIMIT_CPU": seconds + _GRACE} | ({} if memory is None else {"RLIMIT_DATA": memory})
    restore = system.limit(**bounds)
    if restore is None:
        raise CheckError("pre-receive: cannot limit time and memory on this system: run it on Linux or macOS")
    signal.signal(signal.SIGALRM, _late)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    except OSError as error:
        raise (MemoryError() if error.errno == errno.ENOMEM else error) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        restore()


def _late(_number: int, _frame: FrameType | None) -> None:
    raise TimeLimitExceeded


def _bound_met(limit: TimeLimitExceeded | MemoryError, seconds: int, memory: int | None) -> str:
    """Which bound was met, in words."""
    if isinstance(limit, TimeLimitExceeded):
        return f"took longer than {wording.counted(seconds, 'second')} (--max-seconds)"
    bound = f" than {wording.show(memory)} (--max-memory)" if memory is not None else " than there is"
    return f"needs more memory{bound}"
