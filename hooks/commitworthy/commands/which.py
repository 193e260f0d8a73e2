"""Show what a file is, how we know, and where it belongs."""

from __future__ import annotations

import argparse
import json
import os
import sys

from ..base import wording
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..blobs.judge import BlobSource, identify, judge, source_of
from ..formats import pointers
from ..formats.detect import HEAD_SIZE
from ..git import index, objects, process, repository
from ..git.index import Entry
from ..git.objects import Blob
from ..policy import acceptance, exceptions, settings
from ..policy.parser import Parser
from ..policy.settings import Policy
from ..remedies.homes import home_of, shown
from ..report.escape import for_json, for_terminal
from ..report.text import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..blobs.judge import Violation
    from ..formats.detect import Detection
    from ..git.repository import Repository
    from ..policy.acceptance import Acceptance

SUMMARY = "Show what a file is, how we know, and where it belongs."


class Answer(NamedTuple):
    """What there is to say of one file; `tracked` tells a blob in the index from a file on disk.

    `accepted` says by what block-artifacts lets a violation pass: "exception", "baseline", or None.
    """

    path: str
    size: int
    sniff: Detection
    pointer: str | None
    home: str
    violation: Violation | None
    tracked: bool
    accepted: str | None
    reason: str


def run(words: list[str]) -> int:
    """Print an answer for each file; exit status 2 if one cannot be read."""
    args = _parser().parse_args(words)
    here = _repository()
    accepting = _accepting(in_repository=here is not None)
    known = {entry.path: entry for entry in index.tracked(here)} if here else {}
    status = 0
    for name in args.files:
        try:
            answer = _answer(os.fsencode(name), here, known, accepting)
        except (OSError, CheckError) as error:
            _complain(name, error)
            status = 2
        else:
            write_lines(_json(answer) if args.format == "json" else _text(answer), sys.stdout.buffer)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy which",
        description=SUMMARY + "  Looks at the staged blob of a tracked file, else at the file.",
        epilog="example: commitworthy which data/*.bin",
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    return parser


def _repository() -> Repository | None:
    try:
        return repository.answer(repository.ask())
    except CheckError:
        return None


def _accepting(*, in_repository: bool) -> Acceptance:
    """The policy, exceptions and baseline as they are staged."""
    names = (*settings.POLICY_FILES, acceptance.FILE) if in_repository else ()
    found = objects.answers(objects.named(f":{name}" for name in names), len(names)) if names else []
    files = {name: answer and answer[1] for name, answer in zip(names, found, strict=True)}
    baseline = files.pop(acceptance.FILE, None)
    policy = settings.load(files) if in_repository else Policy()
    return acceptance.acceptance("block-artifacts", policy, baseline)


def _answer(name: bytes, here: Repository | None, known: dict[bytes, Entry], accepting: Acceptance) -> Answer:
    entry = known.get(_path(name, here))
    if here and entry:
        (blob,) = objects.read(here, [entry])
        if isinstance(blob, objects.Missing):
            raise CheckError("its content is not in this clone: fetch it, then run again")
        return _judged(blob, source_of(blob), accepting, tracked=True)
    return _judged(_file(name), _on_disk(name), accepting, tracked=False)


def _path(name: bytes, here: Repository | None) -> bytes:
    try:
        return repository.from_top(here, [name])[0] if here else name
    except CheckError:
        return name


def _file(name: bytes) -> Blob:
    if not os.path.isfile(name):
        raise CheckError(
            "is a folder; pass files, for example FOLDER/*"
            if os.path.isdir(name)
            else "not a file"
            if os.path.exists(name)
            else "no such file"
        )
    with open(name, "rb") as file:
        return Blob(Entry(name, b""), os.fstat(file.fileno()).st_size, file.read(HEAD_SIZE))


def _on_disk(name: bytes) -> BlobSource:
    def tail(_: bytes, length: int) -> bytes:
        with open(name, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - length))
            return file.read()

    def content(_: bytes) -> bytes:
        with open(name, "rb") as file:
            return file.read()

    def start(_: bytes, length: int) -> bytes:
        with open(name, "rb") as file:
            return file.read(length)

    def pieces(_: bytes) -> Iterator[bytes]:
        with open(name, "rb") as file:
            while piece := file.read(objects.PIECE):
                yield piece

    return BlobSource(tail, content, start, pieces)


def _judged(blob: Blob, source: BlobSource, accepting: Acceptance, *, tracked: bool) -> Answer:
    path, policy = blob.entry.path, accepting.policy
    found = identify(blob, policy.block_artifacts, source)
    pointer = pointers.recognise(path, blob.size, blob.head)
    violation = judge(blob, policy.block_artifacts, source)
    # Of what begins as text, and of what git-crypt has enciphered, the judge knows more.
    found = violation.sniff if violation else found
    home = pointer.kind if pointer else "git"
    accepted, reason = _accepted(violation, accepting) if violation else (None, "")
    if violation:
        home = home_of(found.family, policy.homes, has_dvc=_has_dvc() if tracked else False)
        home = shown(home)
    return Answer(
        path_text(path), blob.size, found, pointer and pointer.kind, home, violation, tracked, accepted, reason
    )


def _accepted(violation: Violation, accepting: Acceptance) -> tuple[str | None, str]:
    """By what a violation is accepted, and the reason that was given."""
    path, size, blob = path_text(violation.entry.path), violation.size, violation.entry.blob
    found = exceptions.covering(accepting.allow, path, size, accepting.today)
    if found:
        return "exception", f"the exception in {found.where} ({found.because})"
    if blob and accepting.rows.accept_blob(path, size, blob):
        return "baseline", "the baseline"
    return None, ""


def _has_dvc() -> bool:
    return process.succeeds("cat-file", "-e", ":.dvc/config")


def _json(answer: Answer) -> Iterator[str]:
    yield json.dumps(
        {
            "path": for_json(answer.path),
            "size": answer.size,
            "family": answer.sniff.family,
            "format": answer.sniff.format,
            "evidence": for_json(answer.sniff.evidence),
            "pointer": answer.pointer,
            "home": answer.home,
            "rule": answer.violation.rule.name if answer.violation else None,
            "accepted": answer.accepted,
        }
    )


def _text(answer: Answer) -> Iterator[str]:
    what = "the blob in the index" if answer.tracked else "the file on disk"
    yield f"{for_terminal(answer.path)}: {for_terminal(answer.sniff.label)}, {wording.show(answer.size)}, {what}"
    yield f"    family: {answer.sniff.family}; format: {answer.sniff.format}"
    yield f"    {for_terminal(answer.sniff.evidence)}"
    yield f"    {_verdict(answer)}"


def _verdict(answer: Answer) -> str:
    violation = answer.violation
    if violation is None:
        return f"home: {answer.home}; OK to commit"
    limit = "refused at any size" if violation.limit == 0 else "refused by its path"
    if violation.limit:
        limit = f"over its limit of {wording.show_apart(violation.size, violation.limit)[1]}"
    said = f"home: {answer.home}; {violation.rule.code} {violation.rule.name}: {limit}"
    return f"{said}, but accepted by {for_terminal(answer.reason)}" if answer.accepted else said


def _complain(name: str, error: Exception) -> None:
    from ..report.text import complain

    complain(f"{name}: {getattr(error, 'strerror', None) or error}")
