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
from ..cards import card as cards
from ..formats import pointers
from ..formats.detect import HEAD_SIZE
from ..git import index, objects, process, repository
from ..git.index import Entry
from ..git.objects import Blob, Missing
from ..hooks import context as hook_context
from ..hooks.block_artifacts import hook as block_artifacts
from ..hooks.require_lfs import accepted, parents, routes, rules
from ..policy.acceptance import acceptance
from ..policy.parser import Parser
from ..remedies.homes import home_of, shown
from ..report.escape import for_json, for_terminal
from ..report.text import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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

    `violation` is what block-artifacts has against it, or `lfs` what require-lfs has: the one that the hooks report.
    `exception` accepts it, or a row of the baseline does.  `by_default` where the policy names no home.
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
    by_default: bool = False
    lfs: LfsViolation | None = None

    @property
    def accepted(self) -> str | None:
        """What accepts the violation."""
        return "exception" if self.exception else "baseline" if self.in_baseline else None


class Known(NamedTuple):
    """What the repository of a file says: of a tracked one the answer, of each what it accepts."""

    accepting: Acceptance
    answer: Answer | CheckError | None


def run(words: list[str]) -> int:
    """Print an answer for each file; exit status 2 if one cannot be read."""
    args = _parser().parse_args(words)
    names = [os.fsencode(name) for name in args.files]
    known: dict[bytes, Known] = {}
    for top, inside in _by_repository(names).items():
        known |= _of_other(top, inside) if top else _of_repository(inside)
    status = 0
    for name in names:
        try:
            write_lines(_lines(name, known[name], args.format), sys.stdout.buffer)
        except (OSError, CheckError) as error:
            _complain(path_text(name), error)
            status = 2
    return status


def _lines(name: bytes, known: Known, format_: str) -> Iterator[str]:
    """What there is to say of one file; CheckError or OSError where it cannot be read."""
    answer = known.answer
    if isinstance(answer, CheckError):
        raise answer
    if answer is None and os.path.isdir(name) and (card := card_beside(name.rstrip(b"/"))):
        return _of_folder(path_text(name.rstrip(b"/")), card, format_)
    answer = answer or _judged(blob_on_disk(name), source_on_disk(name), known.accepting, tracked=False, has_dvc=False)
    return _json(answer) if format_ == "json" else _text(answer, name)


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


def _by_repository(names: Iterable[bytes]) -> dict[bytes, dict[bytes, bytes]]:
    """The files by the top of their repository, "" for the one we are in or none; how each is called from there."""
    found: dict[bytes, dict[bytes, bytes]] = {}
    own = repository.top_above(repository.current_folder())
    for name in names:
        folder, base = os.path.split(name)
        folder = os.path.realpath(folder or b".")
        top = b"" if "GIT_DIR" in os.environ else repository.top_above(folder)
        if top in (b"", own):
            found.setdefault(b"", {})[name] = name
        else:
            found.setdefault(top, {})[name] = os.path.relpath(os.path.join(folder, base), top)
    return found


def _of_other(top: bytes, names: Mapping[bytes, bytes]) -> dict[bytes, Known]:
    """What a repository elsewhere says of its files, under the names that the user gave."""
    before = os.getcwdb()
    os.chdir(top)
    try:
        known = _of_repository(names)
    except CheckError as error:
        raise CheckError(f"{path_text(top)}: {error}") from None
    finally:
        os.chdir(before)
    return {
        name: found._replace(answer=found.answer._replace(path=path_text(name)))
        if isinstance(found.answer, Answer)
        else found
        for name, found in known.items()
    }


def _of_repository(names: Mapping[bytes, bytes]) -> dict[bytes, Known]:
    """What the repository of the current directory says of files, each with its name from here."""
    here = _repository()
    policy, baseline = hook_context.policy_in({}, {})
    if here:
        context = hook_context.prepare(hook_context.Invocation([], True, {}))
        settings = block_artifacts.weighing(context, context.policy.block_artifacts, context.baseline)
        policy, baseline = context.policy._replace(block_artifacts=settings), context.baseline
    accepting = acceptance("block-artifacts", policy, baseline)
    tracked: dict[bytes, Answer | CheckError] = {}
    if here:
        asked = {_path(name, here) for name in names.values()}
        entries = [entry for entry in index.tracked(here) if entry.path in asked]
        tracked = _of_tracked(here, entries, accepting)
        _add_routes(here, entries, tracked, acceptance("require-lfs", policy, baseline))
    return {name: Known(accepting, tracked.get(_path(inside, here))) for name, inside in names.items()}


def _of_tracked(here: Repository, entries: Sequence[Entry], accepting: Acceptance) -> dict[bytes, Answer | CheckError]:
    """Path from the top -> what there is to say of a tracked file; one git reads them all."""
    has_dvc = process.succeeds("cat-file", "-e", ":.dvc/config")
    found: dict[bytes, Answer | CheckError] = {}
    for blob in objects.read(here, entries):
        if isinstance(blob, Missing):
            found[blob.entry.path] = CheckError("its content is not in this clone: fetch it, then run again")
            continue
        try:
            answer = _judged(blob, source_of(blob), accepting, tracked=True, has_dvc=has_dvc)
        except CheckError as error:
            found[blob.entry.path] = error
        else:
            found[blob.entry.path] = answer
    return found


def _add_routes(
    here: Repository, entries: Sequence[Entry], tracked: dict[bytes, Answer | CheckError], accepting: Acceptance
) -> None:
    """Puts in what require-lfs refuses of files that block-artifacts lets pass, and what should be pointers."""
    judged = {path: answer for path, answer in tracked.items() if isinstance(answer, Answer)}
    violations, _ = routes.find(here, [entry for entry in entries if entry.path in judged], accepting.policy)
    refused = [violation for violation in violations if violation.rule not in rules.WARNINGS]
    for violation in parents.at_home_in_lfs(refused, accepting.policy):
        answer = judged[violation.entry.path]
        exception = accepted.exception(violation, accepting)
        in_baseline = accepted.is_accepted(violation, accepting) and not exception
        is_open = not exception and not in_baseline
        if answer.violation and not (is_open and (answer.accepted or violation.rule == rules.NOT_A_POINTER)):
            continue
        is_unrouted = violation.rule == rules.UNROUTED
        tracked[violation.entry.path] = answer._replace(
            home="lfs" if is_unrouted or not answer.pointer else answer.home,
            by_default=is_unrouted and answer.sniff.family not in accepting.policy.homes,
            violation=None,
            lfs=violation,
            exception=exception,
            in_baseline=in_baseline,
        )


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
        by_default=found.family not in policy.homes,
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
            "rule": refused.rule.name if (refused := answer.violation or answer.lfs) else None,
            "accepted": answer.accepted,
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
    refused = answer.violation or answer.lfs
    if refused is None:
        return f"home: {answer.home}; within its limits"
    home = f"{answer.home}, by default" if answer.by_default else answer.home
    said = f"home: {home}; {refused.rule.code} {refused.rule.name}: {_reason(answer)}"
    if answer.exception:
        by = f"the exception in {answer.exception.where} ({answer.exception.because})"
        return f"{said}, but accepted by {for_terminal(by)}"
    return f"{said}, but accepted by the baseline" if answer.in_baseline else said


def _reason(answer: Answer) -> str:
    """Why it is refused."""
    violation = answer.violation
    if violation is None:
        return answer.lfs.rule.summary if answer.lfs else ""
    if violation.limit:
        return f"over its limit of {wording.show_apart(violation.size, violation.limit)[1]}"
    return "refused at any size" if violation.limit == 0 else "refused by its path"


def _complain(name: str, error: Exception) -> None:
    from ..report.text import complain

    complain(f"{name}: {getattr(error, 'strerror', None) or error}")
