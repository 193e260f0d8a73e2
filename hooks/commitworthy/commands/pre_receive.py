"""Judge pushes where they arrive, so that one setting protects a whole server.

Runs as the pre-receive hook of a bare repository.  What is pushed lies in quarantine until we have spoken, and is
gone if we refuse.  The policy is the server's: that of the default branch as it was before the push, or a file.
"""

from __future__ import annotations

import argparse
import os
import sys

from .. import parts
from ..call import governing_of, policy_in
from ..findings import ERROR, CannotJudge
from ..git import process, pushes, repository
from ..policy import load
from ..policy.convert import size as read_size
from ..policy.convert import whole as read_whole
from ..policy.parsing import Parser
from ..push import Push
from ..report import complaints, text, write
from ..values import TYPE_CHECKING
from ..verdicts.pushes import pushed
from ..verdicts.pushes.pushed import Part
from . import bounds, push_record

if TYPE_CHECKING:
    from ..findings import Finding
    from ..git.repository import Repository

SUMMARY = "Judge pushes to a server: its pre-receive hook."
HOOK = "pre-receive"
# Seconds for what is only asked to say more.
_A_MOMENT = 2
# No server waits longer for a hook than a day.
_LONGEST = 86_400


def run(words: list[str]) -> int:
    """Exit status 0 accepts the push, everything else refuses it."""
    asked = _parser().parse_args(words)
    given = b""
    try:
        with bounds.within(asked.max_seconds, asked.max_memory):
            given = _given()
            status, reason = _judged(asked, given)
    except CannotJudge as problem:
        status, reason = 2, str(problem)
    except (bounds.Late, MemoryError) as limit:
        status, reason = 2, bounds.said(limit, asked.max_seconds, asked.max_memory)
    except Exception as error:  # noqa: BLE001 (a bug must not be a way in, nor end without a word)
        status, reason = 2, f"this is a bug in commitworthy ({type(error).__name__}: {error})"
    return _ended(asked, given, status, reason)


def _parser() -> argparse.ArgumentParser:
    made = Parser(
        prog="commitworthy pre-receive",
        description=SUMMARY + "  Reads the refs from standard input, as git writes them.",
        epilog="example: exec commitworthy pre-receive --max-seconds 60",
        allow_abbrev=False,
    )
    made.add_argument("--policy", metavar="FILE", help="a commitworthy.toml of the server, instead of the branch's")
    made.add_argument("--max-seconds", type=_seconds, default=120, metavar="N", help="give up then (default: 120)")
    made.add_argument("--max-memory", type=_size, metavar="SIZE", help="most memory of a process (default: no bound)")
    made.add_argument(
        "--on-failure", choices=("refuse", "accept"), default="refuse", help="when no verdict is possible (refuse)"
    )
    made.add_argument("--no-override", action="store_true", help="no push option gets past a refusal")
    made.add_argument("--format", choices=("text", "json"), default="text", help="how findings are printed")
    made.add_argument("--all", action="store_true", help="show every finding of a rule")
    return made


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
    """The refs; CannotJudge where there are none, which git never does: then somebody has read them before us."""
    given = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    if not given.strip():
        raise CannotJudge(
            "standard input is empty, and git writes a line for each ref there: a script that reads them first "
            "has to hand them on: refs=$(cat); printf '%s\\n' \"$refs\" | commitworthy pre-receive"
        )
    return given


def _judged(asked: argparse.Namespace, given: bytes) -> tuple[int, str]:
    """Print the findings; exit status, and the problem if there is one."""
    here = repository.answer(repository.ask(), bare=True)
    push = Push(here, pushes.tips(pushes.of_pre_receive(given)), tuple(pushes.all_refs()), "", [], [], {}, True)
    with process.Kept():
        findings = _findings(here, push, asked.policy)
    write.write(
        findings,
        format=asked.format,
        stream=sys.stdout.buffer,
        color=text.wants_color("never", sys.stdout, os.environ),
        show_all=asked.all,
        github_too=False,
    )
    complaints.complain(*push.notes, *push.problems)
    if push.problems:
        return 2, push.problems[0]
    return (1 if any(finding.level == ERROR for finding in findings) else 0), ""


def _findings(here: Repository, push: Push, file: str | None) -> list[Finding]:
    if not push.tips:
        return []
    policy, baseline = policy_in(governing_of("HEAD"), {})
    if file:
        policy = load.load({load.POLICY_FILES[1]: _content(file)})
    part = Part(push.tips, push.known, push.alternates, policy, baseline)
    verdict = pushed.judge(HOOK, here, part, parts.rules_of(push, part))
    at_tips, missing = parts.at_tips(HOOK, push, part, verdict)
    parts.say_unseen(push, part, missing)
    return verdict.findings + at_tips + pushed.over_budget(HOOK, [part], [verdict])


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError as error:
        raise CannotJudge(f"--policy {file}: {error.strerror}") from None


def _ended(asked: argparse.Namespace, given: bytes, status: int, reason: str) -> int:
    """The last word on the push, which is on record where it is not that of the rules."""
    if not status:
        return 0
    override = "" if asked.no_override else push_record.override(os.environ)
    if override:
        return _accepted(given, "overridden", override, f"overridden: {override}", status)
    if status == 2 and asked.on_failure == "accept":
        return _accepted(given, "not judged", reason, f"NOT JUDGED, and accepted all the same: {reason}", status)
    if status == 2:
        complaints.complain(f"NOT JUDGED, and so refused: {reason}")
    if not asked.no_override and _takes_options():
        complaints.complain("to push it all the same, on record: git push -o commitworthy.override='<why>' ...")
    return status


def _accepted(given: bytes, event: str, why: str, line: str, status: int) -> int:
    """Accept, if that could be put on record."""
    try:
        place = push_record.write(event, why, given)
    except (OSError, CannotJudge) as error:
        complaints.complain(f"{line}; but that could not be put on record, so the push is refused: {error}")
        return status
    complaints.complain(f"{line} (on record in {place})")
    return 0


def _takes_options() -> bool:
    """Whether pushes may carry words of their own; no, where git does not say so in a moment."""
    try:
        with bounds.within(_A_MOMENT, None):
            asked = process.run("config", "--type=bool", "--get", "receive.advertisePushOptions", accept=(0, 1, 128))
    except (CannotJudge, bounds.Late, MemoryError):
        return False
    return asked.strip() == b"true"
