"""What is said about a finding of require-lfs."""

from __future__ import annotations

from ... import sizes
from ...values import TYPE_CHECKING, NamedTuple
from .. import damaged
from ..blobs.messages import capitalised
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...findings import Rule
    from .route import Route
    from .routing import Misfit


class Case(NamedTuple):
    """A misfit with what explains it: `rule` is what it is called here.

    `paths` are all that share the finding, the misfit's own first; `done` is what --fix did: "written" or "staged".
    `place` tells where in history the blob stands, such as "committed in 1a2b3c4"; "" for what is staged or tracked.
    """

    misfit: Misfit
    rule: Rule
    paths: tuple[bytes, ...]
    route: Route | None = None
    on_disk: str = "unspecified"
    notes: tuple[str, ...] = ()
    done: str = ""
    place: str = ""


def message(case: Case, max_size: int | None = None) -> str:
    """One sentence: fact, number, limit; then what else is known."""
    said = _large(case, max_size or 0) if case.rule == rules.LARGE else _SAYERS[case.rule.code](case)
    return "; ".join([said, *case.notes]) + "."


def is_raw(misfit: Misfit) -> bool:
    """Whether the blob is the file itself."""
    return misfit.pointer is None and misfit.damage is None


def _where(misfit: Misfit) -> str:
    return "staged" if misfit.entry.staged else "tracked"


def _the(case: Case, noun: str) -> str:
    return f"the {noun} {case.place}" if case.place else f"the {_where(case.misfit)} {noun}"


def _pointer(misfit: Misfit) -> str:
    if misfit.damage:
        return damaged.said(misfit.damage)
    size = misfit.pointer.size if misfit.pointer else None
    return "a Git LFS pointer" if size is None else f"a Git LFS pointer to {sizes.show(size)}"


def _unrouted(case: Case) -> str:
    misfit = case.misfit
    assert misfit.sniff is not None
    assert case.route is not None
    more, where = len(case.paths) - 1, case.place or _where(misfit)
    others = "" if not more else f", as {'is 1 more file' if more == 1 else f'are {more} more files'} of its type"
    what = f"{capitalised(misfit.sniff.label)}, {sizes.show(misfit.size)}, {where} as an ordinary git blob"
    return f"{what}{others}: {_no_route(misfit, case.route)}"


def _no_route(misfit: Misfit, route: Route) -> str:
    if misfit.value == "unset":
        return f"{route.place} takes it out of Git LFS (-filter)"
    if misfit.value in ("unspecified", "set", ""):
        one = len(route.patterns) == 1
        return f"no line in {route.place} sends {route.patterns[0] if one else 'them'} to Git LFS"
    return f"{route.place} sends it to the filter {misfit.value}, not to Git LFS"


def _not_a_pointer(case: Case) -> str:
    misfit = case.misfit
    said = "The staged .gitattributes routes" if case.on_disk != "lfs" else ".gitattributes routes"
    kept = f"the file itself ({sizes.show(misfit.size)})"
    if misfit.damage:
        kept = damaged.said(misfit.damage)
    elif misfit.sniff is not None and misfit.sniff.family == "pointer":
        kept = f"{misfit.sniff.label} ({sizes.show(misfit.size)})"
    disk = ", and the one on disk no longer does" if case.on_disk != "lfs" else ""
    return f"{said} this to Git LFS, but {_the(case, 'blob')} is {kept}{disk}"


def _unstaged(case: Case) -> str:
    misfit = case.misfit
    said = "Only the .gitattributes on disk routes this to Git LFS, not the staged one"
    return f"{said}: {_lost(misfit)}"


def _private(case: Case) -> str:
    said = "Only attributes that are private to this clone route this to Git LFS (info/attributes, core.attributesFile)"
    return f"{said}: {_lost(case.misfit)}"


def _lost(misfit: Misfit) -> str:
    if is_raw(misfit):
        return f"the {_where(misfit)} blob is the file itself ({sizes.show(misfit.size)})"
    return "everyone else would get the pointer in place of the file"


def _orphaned(case: Case) -> str:
    taken_out = " but takes it out (-filter)" if case.misfit.value == "unset" else ""
    said = f"{capitalised(_pointer(case.misfit))}, and .gitattributes does not route it{taken_out}"
    return f"{said}: everyone would get the pointer in place of the file"


def _misrouted(case: Case) -> str:
    misfit = case.misfit
    return f"{capitalised(_pointer(misfit))}, but .gitattributes routes it to the filter {misfit.value}, not to lfs"


def _loose(case: Case) -> str:
    misfit = case.misfit
    return f"{capitalised(_pointer(misfit))} that is not canonical ({misfit.note}): it shows as modified in every clone"


def _large(case: Case, limit: int) -> str:
    size, most = sizes.show_apart(case.misfit.size, limit)
    return f"{capitalised(size)} in Git LFS, says {_the(case, 'pointer')} (limit {most})"


def _absent(case: Case) -> str:
    said = f"{capitalised(_pointer(case.misfit))} whose content is neither in this clone nor in HEAD"
    return f"{said}: unless the server has it, it will not push"


def _twice(case: Case) -> str:
    owner = case.misfit.owner.decode("utf-8", "surrogateescape")
    place = case.misfit.note
    what = "It is" if place == case.paths[0].decode("utf-8", "surrogateescape") else f"The folder {place} is"
    return f"{what} in git, and also an output of {owner}, which keeps it for DVC"


def _lint(case: Case) -> str:
    lint = case.misfit.lint
    assert lint is not None
    return lint.fact


_SAYERS: Mapping[str, Callable[[Case], str]] = {
    rules.UNROUTED.code: _unrouted,
    rules.NOT_A_POINTER.code: _not_a_pointer,
    rules.UNSTAGED.code: _unstaged,
    rules.PRIVATE.code: _private,
    rules.ORPHANED.code: _orphaned,
    rules.MISROUTED.code: _misrouted,
    rules.LOOSE.code: _loose,
    rules.ABSENT.code: _absent,
    rules.TWICE.code: _twice,
    rules.DEAD.code: _lint,
    rules.INCOMPLETE.code: _lint,
    rules.CASE.code: _lint,
}
