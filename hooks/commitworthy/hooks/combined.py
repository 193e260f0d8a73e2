"""Several hooks in one process, on one call: the repository, the policy and the index are asked once for all."""

from __future__ import annotations

import os

from ..base.findings import BLOB, CheckError
from ..base.namedtuple import TYPE_CHECKING
from .context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from .hook import FILE_HOOKS, FILES, NO_MODES, load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..base.findings import Finding
    from .context import HookContext

NAME = "commitworthy"
SUMMARY = "The first four hooks in one process."
EXAMPLE = "commitworthy commitworthy --all-files"
OPERANDS = FILES
PRELOAD = (
    *(f"hooks.{name.replace('-', '_')}.hook" for name in FILE_HOOKS),
    "hooks.strip_notebooks.scan",
    "hooks.flag_parameters.scan",
)
ACCEPTS_UNTRACKED = True
MODES = NO_MODES


def check(context: HookContext) -> list[Finding]:
    """The findings of all hooks that check files."""
    return run(context, FILE_HOOKS)


def run(context: HookContext, names: Iterable[str]) -> list[Finding]:
    """The findings of several hooks; a blob is refused once, by the first hook that objects to it.

    A hook that cannot check adds to the problems of the context, and the others still run.
    """
    found: list[Finding] = []
    hooks = {name: load(name) for name in names}
    beside = context._replace(stripping="strip-notebooks" in hooks)
    for hook in hooks.values():
        try:
            found += hook.check(beside)
        except CheckError as problem:
            context.problems.append(str(problem))
    files = [path for path in context.untracked if not os.path.isdir(context.repository.on_disk(path) or b".")]
    if files:
        halves = [name for name, hook in hooks.items() if hook.ACCEPTS_UNTRACKED]
        context.notes.append(_half_judged(context, files, halves))
    # A blob that is not there is missed by every hook that looks for it.
    context.problems[:] = dict.fromkeys(context.problems)
    context.notes[:] = dict.fromkeys(context.notes)
    return once_a_blob(found)


def _half_judged(context: HookContext, files: list[bytes], hooks: list[str]) -> str:
    """Files that git does not know have no blob, no attributes and no history for the other hooks to judge."""
    first = files[0].decode("utf-8", "surrogateescape")
    names = " and ".join(hooks)
    if not context.repository.is_real():
        return f"outside of a repository only {names} can check files"
    if len(files) == 1:
        return f"{first} is not tracked: only {names} checked it; git add it first"
    return f"{first} and {len(files) - 1:,} more are not tracked: only {names} checked them; git add them first"


def once_a_blob(findings: Iterable[Finding]) -> list[Finding]:
    """Without what a later hook says of a blob as a whole that an earlier one has refused as an artifact.

    A finding about several files stays where one of them is news.
    """
    spoken: dict[object, str] = {}
    kept = []
    for finding in findings:
        files = finding.facts.get("files") or [finding.path]
        assert isinstance(files, list)
        hooks = [spoken.setdefault(path, finding.hook) for path in files] if finding.scope == BLOB else []
        if not hooks or finding.hook in hooks:
            kept.append(finding)
    return kept
