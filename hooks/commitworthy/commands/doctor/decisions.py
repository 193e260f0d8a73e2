"""Whether what a project has decided still holds: policy, exceptions, baseline."""

from __future__ import annotations

import os
import time

from ...base import wording
from ...base.findings import CheckError, Remedy, Step
from ...base.namedtuple import TYPE_CHECKING
from ...git import index
from ...hooks import context as hook_context
from ...policy import acceptance, settings
from ...remedies.environment import is_open
from ..baseline import has_merge_rule
from . import rules
from .rules import problem, remark, way

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...base.findings import Finding
    from ...hooks.context import HookContext
    from ...policy.acceptance import Row
    from ...policy.settings import Exemption

_SHOWN = 5


def unreadable(error: CheckError) -> Finding:
    """A policy that every hook stumbles over."""
    return problem(
        rules.BAD_POLICY,
        wording.ended(str(error)),
        way("fix it and git add it; until then nothing can be checked"),
    )


def check(context: HookContext) -> Iterator[Finding]:
    """What has expired, what matches nothing any more, what is not staged."""
    for name, place in hook_context.differing_policy_files(context):
        is_staged = name in context.governing
        text = "The copy on disk differs from the staged one, which is used."
        text = text if is_staged else "It is not staged, so it has no effect yet."
        yield problem(rules.NOT_STAGED, text, way("stage it", ("git", "add", place)), path=name)
    paths = [entry.path.decode("utf-8", "surrogateescape") for entry in index.tracked(context.repository)]
    for hook, table in _exemptions(context):
        yield from _stale(hook, table, paths)
    if context.baseline is not None:
        try:
            yield from _rot(acceptance.parse(context.baseline), context)
        except CheckError as error:
            yield unreadable(error)
            return
        if context.baseline and not has_merge_rule(context.repository):
            yield _unmerged(context)


def _unmerged(context: HookContext) -> Finding:
    """A baseline that git merges as any text."""
    attributes_file = context.repository.on_disk(b".gitattributes")
    place, line = os.fsdecode(attributes_file), "\\n%s\\n" if is_open(attributes_file) else "%s\\n"
    steps = Step(("printf", line, acceptance.UNION), (), f">> {place}"), Step(("git", "add", place))
    text = "Two branches that both change the baseline will conflict: no line of .gitattributes says how to merge it."
    return remark(rules.UNMERGED, text, Remedy("keep the rows of both", steps), path=settings.BASELINE_FILE)


def _exemptions(context: HookContext) -> Iterator[tuple[str, Iterable[Exemption]]]:
    """Every table of exceptions of the policy, by the hook it belongs to."""
    for name, table in context.policy._asdict().items():
        for field in ("allow", "keep"):
            yield name.replace("_", "-"), getattr(table, field, ())


def _stale(hook: str, table: Iterable[Exemption], paths: list[str]) -> Iterator[Finding]:
    from ...policy.exceptions import compiled

    today = time.strftime("%Y-%m-%d")
    for row in table:
        shown = ", ".join(row.paths)
        if row.until is not None and row.until < today:
            text = f"The exception of {hook} for {shown} ({row.because}) expired on {row.until}."
            yield remark(rules.EXPIRED, text, way("renew `until`, or remove it"), path=row.where)
        elif not any(map(compiled(row.paths), paths)):
            text = f"The exception of {hook} for {shown} ({row.because}) matches no tracked file."
            yield remark(rules.UNUSED, text, way("remove it, or fix the pattern"), path=row.where)


def _rot(rows: Iterable[Row], context: HookContext) -> Iterator[Finding]:
    """Rows whose path is not tracked any more and whose blob is nowhere."""
    entries = index.tracked(context.repository)
    paths = {entry.path.decode("utf-8", "surrogateescape") for entry in entries}
    blobs = {entry.blob.decode() for entry in entries}
    gone = [row for row in rows if row.path not in paths and row.blob not in blobs]
    if gone:
        files = list(dict.fromkeys(row.path for row in gone))
        names = ", ".join(files[:_SHOWN]) + (", ..." if len(files) > _SHOWN else "")
        said = f"{wording.counted(len(gone), 'row matches', 'rows match')} no tracked file: {names}."
        shrink = way(
            "shrink it",
            ("commitworthy", "baseline"),
            ("git", "add", os.fsdecode(context.repository.on_disk(settings.BASELINE_FILE.encode()))),
        )
        yield remark(rules.ROT, said, shrink, path=settings.BASELINE_FILE)
