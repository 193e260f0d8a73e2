"""What a configuration is to say once our hooks are in it, whatever language it is written in."""

from __future__ import annotations

from typing import cast

from ...base.namedtuple import TYPE_CHECKING
from .replaced import stands_in
from .stages import STAGES, TYPES, Quiet

if TYPE_CHECKING:
    from typing import Any

    from .entry import HookEntry

    Document = dict[str, Any]


def wanted(document: Document, entry: HookEntry | None, quiet: Quiet, *, replace: bool) -> Document:
    """The document with the entry as its last repository, with `replace` without the hooks that ours stand in for."""
    made = dict(document)
    repos = [_with_stages(repo, number, quiet) for number, repo in enumerate(made.get("repos") or [])]
    if replace:
        repos = [left for repo in repos if (left := stripped(repo)) is not None]
    if entry is not None:
        made[TYPES] = types(made, entry)
        plain = entry.plain()
        if entry.below is None:
            repos.append(plain)
        else:
            there = repos[entry.below]
            repos[entry.below] = {**there, "hooks": [*there["hooks"], *cast("list[object]", plain["hooks"])]}
        if quiet.default:
            made[STAGES] = [*quiet.default]
    made["repos"] = repos
    return made


def types(document: Document, entry: HookEntry) -> list[str]:
    """The hooks of git to install; pre-commit alone is what is installed where nothing is said."""
    return list(dict.fromkeys([*(document.get(TYPES) or []), *entry.installed]))


def stripped(repo: Document) -> Document | None:
    """A repository without the replaced hooks; None where none of its hooks is left."""
    hooks = repo.get("hooks") or []
    left = [hook for hook in hooks if not stands_in(hook)]
    if len(left) == len(hooks):
        return repo
    return {**repo, "hooks": left} if left else None


def _with_stages(repo: Document, number: int, quiet: Quiet) -> Document:
    if not any((number, place) in quiet.hooks for place in range(len(repo.get("hooks") or []))):
        return repo
    hooks = [
        {**hook, "stages": [*quiet.stages]} if (number, place) in quiet.hooks else hook
        for place, hook in enumerate(repo["hooks"])
    ]
    return {**repo, "hooks": hooks}
