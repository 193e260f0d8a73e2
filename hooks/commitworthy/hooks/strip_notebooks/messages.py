"""From dirty notebooks to findings: one for a notebook that was rewritten, one a cell and kind under `--check`."""

from __future__ import annotations

import os
from itertools import groupby

from ...base import framework, wording
from ...base.findings import ACCEPTED_AS, WARNING, Finding, Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs.notebooks import is_empty, is_note
from ...git.contents import object_id
from ...notebooks import results
from ...notebooks.refusals import lines_at
from ...remedies.steps import accepting, allowing, alternatives, pathspec, relative_to_cwd, with_own_command
from . import rewrite, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...base.findings import Rule
    from ...blobs.notebooks import Dirty
    from ...notebooks.results import Change, KeptOutputs, Stripped
    from ...remedies.environment import Environment
    from .rewrite import Outcome


# What is said of the contents of a notebook.


_BY = {
    "tag": "by tag",
    "metadata": "by metadata",
    "init_cell": "by init_cell",
    "comment": "by a comment",
    "notebook": "by the notebook's metadata",
    "option": "by the policy",
}
_NOUNS = {
    results.COUNT: "execution count",
    results.METADATA: "metadata entry",
    results.CELL: "cell",
    results.ID: "cell id",
    results.KERNEL: "kernel name",
    results.ATTACHMENT: "attachment",
    results.FORMAT: "format number",
}
_LONGEST_LIST = 3


def contents(stripped: Stripped) -> str:
    """What there is to strip, such as "14 outputs (3.1 MB) and 22 execution counts; 2 cells kept by tag"."""
    parts = [outputs([change for change in stripped.changes if change.kind == results.OUTPUTS])]
    for kind, noun in _NOUNS.items():
        number = sum(change.kind == kind for change in stripped.changes)
        parts.append(wording.counted(number, noun) if number else "")
    listed = in_words([part for part in parts if part])
    return "; ".join([listed, *_kept(stripped.kept)])


def outputs(changes: list[Change]) -> str:
    """`14 outputs (3.1 MB)`, "" without any."""
    number = sum(change.outputs for change in changes)
    size = wording.show(max(0, sum(change.size for change in changes)))
    if not changes:
        return ""
    return f"{wording.counted(number, 'output')} ({size})" if number else f"parts of outputs ({size})"


def in_words(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def names(keys: Iterable[str]) -> str:
    """The first few of them."""
    distinct = list(dict.fromkeys(keys))
    rest = len(distinct) - _LONGEST_LIST
    more = [f"{rest} more"] if rest > 0 else []
    return in_words(distinct[:_LONGEST_LIST] + more)


def _kept(kept: list[KeptOutputs]) -> list[str]:
    reasons = [one.reason for one in kept]
    return [f"{wording.counted(reasons.count(reason), 'cell')} kept {_BY[reason]}" for reason in dict.fromkeys(reasons)]


HOOK = "strip-notebooks"
# Digits of an id that stand for it here.
_SHORT = 12
WHY = "<why its outputs belong in git>"


def rewritten(
    notebook: Dirty, outcome: Outcome, env: Environment | None, options: tuple[str, ...]
) -> Iterator[Finding]:
    """The finding for a notebook whose file was stripped, or could not be."""
    yield Finding(
        HOOK,
        rules.DIRTY,
        _what_happened(notebook, outcome) + ".",
        path_text(notebook.path),
        remedies=_ways(
            _staging(notebook, outcome.state, env, options), notebook, env, outcome, _back(notebook, outcome)
        ),
        facts=_facts(outcome.stripped.changes),
    )


def found(notebook: Dirty, outcome: Outcome, env: Environment | None, options: tuple[str, ...]) -> Iterator[Finding]:
    """The findings of `--check`: `outcome` is what would become of the file."""
    ways = _ways(_stripping(notebook, outcome.state, env, options), notebook, env, outcome)
    changes = sorted(notebook.stripped.changes, key=lambda change: change.offset)
    lines = dict(zip(changes, lines_at(notebook.content, [change.offset for change in changes]), strict=True))
    ordered = sorted(changes, key=_place)
    for (_, rule), group in groupby(ordered, key=_place):
        same = list(group)
        cell, line = same[0].cell, lines[same[0]]
        message = f"{_part(rule, same)}, at line {line} of the file."
        facts = {**_facts(same), "file_line": line}
        yield Finding(HOOK, rule, message, path_text(notebook.path), cell=cell, remedies=ways, facts=facts)


def renamed(
    notebook: Dirty, outcome: Outcome, env: Environment | None, options: tuple[str, ...], old: bytes
) -> Finding:
    """The finding for a notebook whose outputs a parent's policy keeps under the path `old`: nothing was written."""
    state = notebook.entry.state if notebook.entry else "tracked"
    is_same = old == notebook.path
    why = (
        "kept in the parent commit, but not as it is staged"
        if is_same
        else f"accepted only under its old name {path_text(old)}"
    )
    text = "keep its outputs" if is_same else "allow it under its new name"
    first = [_keeping(text, notebook, env, outcome)] if env else []
    ways = alternatives([*first, *_stripping(notebook, outcome.state, env, options)])
    return Finding(
        HOOK,
        rules.DIRTY,
        f"{state} with {contents(notebook.stripped)}; {why}.",
        path_text(notebook.path),
        remedies=tuple(relative_to_cwd(way, env) if env else way for way in ways),
        facts=_facts(notebook.stripped.changes) | ({} if is_same else {ACCEPTED_AS: path_text(old)}),
    )


def remarks(notebook: Dirty) -> Iterator[Finding]:
    """Warnings: what its author should know, though there is nothing to strip."""
    for notice in notebook.stripped.notices:
        message = f"{wording.capitalised(notice.text)}."
        yield Finding(HOOK, rules.REMARK, message, path_text(notebook.path), WARNING, cell=notice.cell)


def faults(notebook: Dirty) -> Iterator[Finding]:
    """What the schema of its format has against it once it is stripped."""
    if is_note(notebook.path) or is_empty(notebook.content):
        return
    from ...notebooks.validate import fault

    said = fault(notebook.stripped.content)
    if said:
        way = Remedy("open it in Jupyter and save it, or fix it by hand")
        yield Finding(HOOK, rules.INVALID, f"{said}.", path_text(notebook.path), remedies=(way,))


def _what_happened(notebook: Dirty, outcome: Outcome) -> str:
    what = contents(outcome.stripped)
    state = notebook.entry.state if notebook.entry else "tracked"
    if outcome.state == rewrite.WRITTEN:
        verb = "keeps" if outcome.links == 1 else "keep"
        links = (
            f"; {wording.counted(outcome.links, 'other name')} of the file {verb} the old content"
            if outcome.links
            else ""
        )
        return f"stripped {what}{links}"
    if outcome.state == rewrite.CLEAN:
        return f"{state} with {what}, while the file on disk is clean"
    if outcome.state == rewrite.GONE:
        return f"{state} with {what}, and there is no file on disk to strip"
    return f"{state} with {what}, and the file on disk is not a notebook: {outcome.reason}"


def _staging(notebook: Dirty, state: str, env: Environment | None, options: tuple[str, ...]) -> list[Remedy]:
    if notebook.entry is None:
        return []
    if state == rewrite.WRITTEN:
        return [Remedy("stage it", (_add(notebook),))]
    return _stripping(notebook, state, env, options)


def _stripping(notebook: Dirty, state: str, env: Environment | None, options: tuple[str, ...]) -> list[Remedy]:
    strip = Step(("commitworthy", HOOK, *options, "--"), (path_text(notebook.path),))
    if env is None:
        return [Remedy("strip it", (strip,))]
    if state == rewrite.CLEAN:
        return [Remedy("stage the clean file", (_add(notebook),))]
    if state == rewrite.BROKEN:
        return [Remedy("fix the file on disk, then stage it", (_add(notebook),))]
    if state == rewrite.GONE:
        way = with_own_command("restore the file and strip it", strip, env)
        back = Step(("git", "restore", "--"), (pathspec(path_text(notebook.path)),))
        return [way._replace(steps=(back, *way.steps))]
    return [with_own_command("strip it", strip, env)]


def _back(notebook: Dirty, outcome: Outcome) -> tuple[Step, ...]:
    """The step that restores what was written over, and the one that stages it again if it was staged as it was.

    A framework may have put changes away that it brings back once we have ended: then the file is restored only as long
    as it is what we have left.  Not where git commits from an index of its own (`commit -a`, `commit FILE`), which it
    then throws away: that had all of the file.
    """
    if not outcome.original:
        return ()
    has_own_index = os.environ.get("GIT_INDEX_FILE", "").endswith(".lock")
    restoring = Step(("git", "cat-file", "blob"), (outcome.original,), into=path_text(notebook.path))
    if framework.runs_us() and not has_own_index:
        object_format = "sha1" if len(outcome.original) == 40 else "sha256"
        restoring = restoring._replace(over=object_id(outcome.stripped.content, object_format).decode()[:_SHORT])
    return (restoring, _add(notebook)) if outcome.was_in_git or has_own_index else (restoring,)


def _ways(
    first: list[Remedy], notebook: Dirty, env: Environment | None, outcome: Outcome, back: tuple[Step, ...] = ()
) -> tuple[Remedy, ...]:
    """The ways out; `back` are the steps that bring the outputs back, where they are gone from the file."""
    if env is None:
        return tuple(first)
    found = first
    if notebook.entry:
        keeping = _keeping("keep its outputs", notebook, env, outcome)
        keeping = keeping._replace(steps=(*keeping.steps, *back))
        accept = [] if notebook.entry.staged else [accepting("accept all that is already there", env)]
        found = [*first, keeping, *accept]
    if back:
        found = [*found, Remedy("get the original back", back[:1])]
    return tuple(relative_to_cwd(remedy, env) for remedy in alternatives(found))


def _keeping(text: str, notebook: Dirty, env: Environment, outcome: Outcome) -> Remedy:
    """Write the exception, and where it is large the one of block-artifacts, which would refuse it next."""
    path = path_text(notebook.path)
    way = allowing(f"{text}, with the reason", ("--hook", HOOK), path, env, WHY)
    size = Step(("commitworthy", "allow", "--because", WHY, "--"), (path,))
    return way._replace(steps=(*way.steps, size)) if outcome.is_large else way


def _add(notebook: Dirty) -> Step:
    return Step(("git", "add", "--"), (pathspec(path_text(notebook.path)),))


def _place(change: Change) -> tuple[int, Rule]:
    return (-1 if change.cell is None else change.cell), rules.OF_KIND.get(change.kind, rules.PART)


def _part(rule: Rule, changes: list[Change]) -> str:
    if rule == rules.OUTPUTS:
        return outputs(changes)
    if rule == rules.COUNT:
        return "an execution count" if len(changes) == 1 else wording.counted(len(changes), "execution count")
    size = wording.show(max(0, sum(change.size for change in changes)))
    keys = names(change.key or change.kind for change in changes)
    return f"{keys} ({size})"


def _facts(changes: list[Change]) -> dict[str, object]:
    """The further keys of the JSON line; `size` is how many bytes go."""
    return {
        "size": sum(change.size for change in changes),
        "outputs": sum(change.outputs for change in changes),
        "counts": sum(change.kind == results.COUNT for change in changes),
        "keys": list(dict.fromkeys(change.key for change in changes if change.key)),
    }
