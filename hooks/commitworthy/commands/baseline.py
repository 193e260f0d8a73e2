"""Accept what is already there, so that only what is new is refused."""

from __future__ import annotations

import argparse
import sys

from ..base import wording
from ..base.findings import path_text
from ..base.namedtuple import TYPE_CHECKING
from ..git import attributes, index, objects, write
from ..hooks import context as hook_context
from ..hooks.hook import FILE_HOOKS, load_file_hooks
from ..policy import acceptance
from ..policy.acceptance import Row
from ..policy.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..git.repository import Repository
    from ..hooks.context import HookContext

SUMMARY = "Accept existing findings; report only new ones."


def run(words: list[str]) -> int:
    """Write the baseline of all tracked files; exit status 0."""
    args = _parser().parse_args(words)
    context = hook_context.prepare(hook_context.Invocation([], True, {}, both_sides=True))
    lying = write.read(context.repository, acceptance.FILE)
    # What is on disk is what gets rewritten.
    current = lying.content if lying else context.baseline
    sides = [side[1] for side in objects.contents_of([f":2:{acceptance.FILE}", f":3:{acceptance.FILE}"]) if side]
    old = _old_rows(current, sides)
    known = None if old is None else (*old, *_renamed(old))
    found = tuple(row for hook in load_file_hooks().values() for row in hook.baseline(context))
    rows, left_out = acceptance.merge_for_writing(known, found, args.add, FILE_HOOKS)
    rows = (*rows, *_of_history(context, (*rows, *found), old or (), search=args.history))
    place = write.place_of(context.repository, acceptance.FILE)
    content = acceptance.render(rows)
    if current is not None and current.replace(b"\r\n", b"\n") == content:
        sys.stdout.write(f"{acceptance.FILE}: unchanged, {wording.counted(len(rows), 'row')}.\n")
    else:
        write.save(context.repository, place, content, lying.state if lying else None)
        dropped = "" if old is None else f" ({len(old):,} before)"
        sys.stdout.write(f"{acceptance.FILE}: {wording.counted(len(rows), 'row')}{dropped}.\n")
        sys.stdout.write(f"Stage it to make it take effect: git add {place}\n")
    if sides and not has_merge_rule(context.repository):
        sys.stdout.write(f"To let git keep both sides by itself: echo '{acceptance.UNION}' >> .gitattributes\n")
    if left_out:
        new = wording.counted(len(left_out), "new finding was", "new findings were")
        sys.stdout.write(
            f"{new} not added, since a baseline only shrinks.\n"
            "To see what is new: commitworthy check --all-files\n"
            "To accept it too: commitworthy baseline --add\n"
        )
    return 0


def has_merge_rule(repository: Repository) -> bool:
    """Whether an attribute says how git merges the baseline: ours, or whatever the team has chosen."""
    path = acceptance.FILE.encode()
    return attributes.values("merge", [path], attributes.shared(repository))[path] != "unspecified"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy baseline",
        description=SUMMARY + "  Writes .commitworthy-baseline, one finding a line; an existing one only shrinks.",
        epilog="example: commitworthy baseline && git add .commitworthy-baseline",
    )
    parser.add_argument("--add", action="store_true", help="also accept findings that are new since then")
    parser.add_argument(
        "--history", action="store_true", help="also accept blobs that are only in history, for check-push"
    )
    return parser


def _old_rows(current: bytes | None, sides: list[bytes]) -> tuple[Row, ...] | None:
    """The rows of the file as it is, or of both sides of a merge that has conflicts; None without either.

    A row too many does no harm: it is dropped with all others that match nothing.
    """
    if sides:
        return acceptance.parse(b"\n".join(sides))
    return None if current is None else acceptance.parse(acceptance.without_markers(current))


def _of_history(
    context: HookContext, tracked: tuple[Row, ...], old: tuple[Row, ...], *, search: bool
) -> tuple[Row, ...]:
    """The rows for blobs that are not tracked any more: found anew where asked for, else those that were there."""
    present = {row.blob for row in tracked if row.hook == "block-artifacts"}
    if search:
        from ..hooks.block_artifacts import pushed

        return tuple(pushed.baseline_of_history(context.repository, context.policy, present))
    gone = (row for row in old if row.hook == "block-artifacts" and row.size == acceptance.GONE)
    return tuple(row for row in gone if row.blob not in present)


def _renamed(rows: tuple[Row, ...]) -> Iterator[Row]:
    """The rows under the names that HEAD has for their blobs, so that what was renamed and then shrank is known."""
    if not rows or not index.has_commit():
        return
    yield from _moved(rows)
    sizes = {row.blob: row for row in rows if row.hook == "block-artifacts"}
    for path, blob in objects.files("HEAD"):
        row = sizes.get(blob.decode())
        if row:
            yield row._replace(path=path_text(path))


def _moved(rows: tuple[Row, ...]) -> Iterator[Row]:
    """Rows that accept more than one blob, under the names that their files are about to have."""
    by_path: dict[str, list[Row]] = {}
    for row in rows:
        if row.times is not None or row.size:
            by_path.setdefault(row.path, []).append(row)
    if by_path:
        for new, old in objects.renamed("HEAD").items():
            yield from (row._replace(path=path_text(new)) for row in by_path.get(path_text(old.path), ()))
