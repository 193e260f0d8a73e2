"""Show what a file is, how we know, and where it belongs."""

from __future__ import annotations

import argparse
import json
import os
import sys

from ..base import wording
from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..blobs.judge import NOT_A_POINTER, BlobSource, identify, judge, source_of
from ..cards import card as cards
from ..formats import pointers
from ..formats.detect import HEAD_SIZE
from ..git import index, objects, process, repository
from ..git.index import Entry
from ..git.objects import Blob, Missing
from ..hooks import context as hook_context
from ..hooks.block_artifacts import hook as block_artifacts
from ..hooks.require_lfs import parents as lfs_parents
from ..policy.acceptance import acceptance
from ..policy.parser import Parser
from ..remedies.homes import home_of, shown
from ..report.escape import for_json, for_terminal
from ..report.text import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..base.findings import Rule
    from ..blobs.judge import Violation
    from ..cards.card import Card
    from ..formats.detect import Detection
    from ..git.repository import Repository
    from ..hooks.require_lfs.routes import LfsViolation
    from ..policy.acceptance import Acceptance
    from ..policy.settings import Exemption

SUMMARY = "Show what a file is, how we know, and where it belongs."


class Answer(NamedTuple):
    """What there is to say of one file; `tracked` tells a blob in the index from a file on disk.

    `exception` accepts the violation, or a row of the baseline does.  `route` is what require-lfs refuses of it.
    """

    path: str
    size: int
    sniff: Detection
    pointer: str | None
    home: str
    violation: Violation | None
    tracked: bool
    exception: Exemption | None
    in_baseline: bool
    route: LfsViolation | None = None

    @property
    def rule(self) -> Rule | None:
        """The rule that it breaks; of several, the one that the hooks report."""
        if self.route and (not self.violation or self.accepted or self.route.rule == NOT_A_POINTER):
            return self.route.rule
        return self.violation.rule if self.violation else None

    @property
    def accepted(self) -> str | None:
        """What accepts the violation."""
        return "exception" if self.exception else "baseline" if self.in_baseline else None


def run(words: list[str]) -> int:
    """Print an answer for each file; exit status 2 if one cannot be read."""
    args = _parser().parse_args(words)
    here = _repository()
    policy, baseline = hook_context.policy_in({}, {})
    if here:
        context = hook_context.prepare(hook_context.Invocation([], True, {}))
        settings = block_artifacts.weighing(context, context.policy.block_artifacts, context.baseline)
        policy, baseline = context.policy._replace(block_artifacts=settings), context.baseline
    accepting = acceptance("block-artifacts", policy, baseline)
    names = [os.fsencode(name) for name in args.files]
    known = _of_tracked(here, names, accepting, acceptance("require-lfs", policy, baseline)) if here else {}
    status = 0
    for name in names:
        answer = known.get(_path(name, here))
        try:
            if answer is None and os.path.isdir(name) and (card := card_beside(name.rstrip(b"/"))):
                write_lines(_of_folder(path_text(name.rstrip(b"/")), card, args.format), sys.stdout.buffer)
                continue
            answer = answer or _judged(
                blob_on_disk(name), source_on_disk(name), accepting, tracked=False, has_dvc=False
            )
            if isinstance(answer, CheckError):
                raise answer
        except (OSError, CheckError) as error:
            _complain(path_text(name), error)
            status = 2
        else:
            write_lines(_json(answer) if args.format == "json" else _text(answer, name), sys.stdout.buffer)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy which",
        description=SUMMARY + "  Looks at the staged blob of a tracked file, else at the file.",
        epilog="example: commitworthy which data/*.bin",
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    return parser


def _repository() -> Repository | None:
    try:
        return repository.answer(repository.ask())
    except CheckError:
        return None


def _of_tracked(
    here: Repository, names: Iterable[bytes], accepting: Acceptance, routing: Acceptance
) -> dict[bytes, Answer | CheckError]:
    """Path from the top -> what there is to say, of those of the files that git tracks; one git reads them all."""
    asked = {_path(name, here) for name in names}
    entries = [entry for entry in index.tracked(here) if entry.path in asked]
    has_dvc = process.succeeds("cat-file", "-e", ":.dvc/config")
    found: dict[bytes, Answer | CheckError] = {}
    refused = lfs_parents.refused(here, entries, routing)
    for blob in objects.read(here, entries):
        if isinstance(blob, Missing):
            found[blob.entry.path] = CheckError("its content is not in this clone: fetch it, then run again")
            continue
        try:
            answer = _judged(blob, source_of(blob), accepting, tracked=True, has_dvc=has_dvc)
        except CheckError as error:
            found[blob.entry.path] = error
        else:
            route = refused.get(blob.entry.path)
            home = "lfs" if route and not answer.violation and not answer.pointer else answer.home
            found[blob.entry.path] = answer._replace(route=route, home=home)
    return found


def _path(name: bytes, here: Repository | None) -> bytes:
    try:
        return repository.from_top(here, [name])[0] if here else name
    except CheckError:
        return name


def blob_on_disk(name: bytes) -> Blob:
    """A file that git does not know, as a blob; CheckError for what is no file."""
    if not os.path.isfile(name):
        raise CheckError(
            f"is a folder; pass files, for example {path_text(name).rstrip('/')}/*"
            if os.path.isdir(name)
            else "not a file"
            if os.path.exists(name)
            else f"is not here: commitworthy fetch brings it, by its card {path_text(name)}.dvc"
            if card_beside(name)
            else "no such file"
        )
    with open(name, "rb") as file:
        return Blob(Entry(name, b""), os.fstat(file.fileno()).st_size, file.read(HEAD_SIZE))


def card_beside(name: bytes) -> Card | None:
    """The card of a file or a folder, as it lies beside it; None where there is none that can be used."""
    file = objects.on_disk(cards.path_of(name), follow=False)
    return _as_card(file.content) if file else None


def _of_folder(name: str, card: Card, format_: str) -> Iterator[str]:
    """What there is to say of a folder that has one card."""
    known = card.notes.get("format")
    kind = str(known.get("name", "")) if isinstance(known, dict) else ""
    if format_ == "json":
        evidence = f"its card, {name}.dvc"
        row = {"path": for_json(name), "size": card.size, "family": card.family, "format": kind}
        yield json.dumps(
            row
            | {"evidence": for_json(evidence), "pointer": None, "home": card.address, "rule": None, "accepted": None}
        )
        return
    count = wording.counted(len(card.files), "file")
    yield f"{for_terminal(name)}: a folder of {count}, {wording.show(card.size)}"
    yield f"    family: {for_terminal(card.family)}; format: {for_terminal(kind)}"
    yield f"    card: {for_terminal(f'{name}.dvc')}, {for_terminal(card.address)}"


def _as_card(content: bytes) -> Card | None:
    try:
        return cards.parse(content) if cards.is_ours(content) else None
    except cards.CardError:
        return None


def source_on_disk(name: bytes) -> BlobSource:
    """The bytes of a file that git does not know."""

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


def _judged(blob: Blob, source: BlobSource, accepting: Acceptance, *, tracked: bool, has_dvc: bool) -> Answer:
    policy, path = accepting.policy, path_text(blob.entry.path)
    pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
    is_card = path.endswith(cards.SUFFIX.decode()) and blob.size <= cards.LARGEST
    card = _as_card(source.content(blob.entry.blob)) if is_card else None
    violation = judge(blob, policy.block_artifacts, source)
    if violation is None:
        found = identify(blob, policy.block_artifacts, source)
        # The card of a folder of many files is longer than what else stands for content.
        kind = (pointer and pointer.kind) or ("dvc" if card and card.files else None)
        home = (card and card.address) or kind or "git"
        return Answer(path, blob.size, found, kind, home, None, tracked, None, in_baseline=False)
    # Of what begins as text, and of what git-crypt has enciphered, the judge knows more.
    found = violation.sniff
    return Answer(
        path,
        blob.size,
        found,
        pointer and pointer.kind,
        shown(policy.homes.get(found.family) or home_of(found.family, policy.homes, has_dvc=has_dvc)),
        violation,
        tracked,
        accepting.exception(path, violation.size),
        in_baseline=tracked and accepting.rows.accept_blob(path, violation.size, blob.entry.blob),
    )


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
            "rule": answer.rule.name if answer.rule else None,
            "accepted": answer.accepted if answer.violation and answer.rule == answer.violation.rule else None,
        }
    )


def _text(answer: Answer, name: bytes) -> Iterator[str]:
    what = "the blob in the index" if answer.tracked else "the file on disk"
    yield f"{for_terminal(answer.path)}: {for_terminal(answer.sniff.label)}, {wording.show(answer.size)}, {what}"
    yield f"    family: {answer.sniff.family}; format: {answer.sniff.format}"
    yield f"    {for_terminal(answer.sniff.evidence)}"
    yield f"    {_verdict(answer)}"
    card = card_beside(name)
    if card is not None:
        version = f" version {card.version}" if card.version else ""
        yield f"    card: {for_terminal(f'{answer.path}.dvc')}, {for_terminal(card.address or 'kept by DVC')}{version}"
    while b"/" in name:
        name = name.rpartition(b"/")[0]
        above = card_beside(name)
        if above and above.files:
            yield f"    in a folder with a card: {for_terminal(path_text(name))}.dvc, {for_terminal(above.address)}"


def _verdict(answer: Answer) -> str:
    violation, rule = answer.violation, answer.rule
    if rule and answer.route and rule == answer.route.rule:
        return f"home: {answer.home}; {rule.code} {rule.name}: {rule.summary}"
    if violation is None:
        return f"home: {answer.home}; within its limits"
    limit = "refused at any size" if violation.limit == 0 else "refused by its path"
    if violation.limit:
        limit = f"over its limit of {wording.show_apart(violation.size, violation.limit)[1]}"
    said = f"home: {answer.home}; {violation.rule.code} {violation.rule.name}: {limit}"
    if answer.exception:
        by = f"the exception in {answer.exception.where} ({answer.exception.because})"
        return f"{said}, but accepted by {for_terminal(by)}"
    return f"{said}, but accepted by the baseline" if answer.in_baseline else said


def _complain(name: str, error: Exception) -> None:
    from ..report.text import complain

    complain(f"{name}: {getattr(error, 'strerror', None) or error}")
