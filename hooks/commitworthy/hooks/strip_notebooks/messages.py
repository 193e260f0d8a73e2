"""From dirty notebooks to findings: which are new, what is written back, what is said.

One finding for a notebook that was rewritten, one a cell and kind under `--check`.
"""

from __future__ import annotations

import os
from itertools import groupby

from ...base import system, wording
from ...base.findings import ACCEPTED_AS, WARNING, CheckError, Finding, Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs.notebooks import is_empty, is_note, is_notebook, stripper
from ...git import objects, write
from ...notebooks import results
from ...notebooks.json_scan import NotANotebook
from ...notebooks.refusals import lines_at
from ...remedies import environment
from ...remedies.steps import accepting, allowing, alternatives, pathspec, relative_to_cwd, with_own_command
from . import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...base.findings import Rule
    from ...blobs.notebooks import Dirty, NotebookScan, Stripper
    from ...git.index import Entry
    from ...git.repository import Repository
    from ...git.write import Originals
    from ...notebooks.results import Change, KeptOutputs, Stripped
    from ...policy.acceptance import Acceptance
    from ...remedies.environment import Environment

    Keep = Callable[[bytes], str]


# What becomes of a dirty notebook, and what is said of it: asked of one after the other.


class NotebookReporter:
    """Settles each notebook that is news, and words it; `around` is looked at for the first one that needs it.

    `options` are the flags of this call, which a remedy that strips needs as well.  What is old is passed over, or with
    `tells_old` told and left as it is; with `observes` each is told in one line.  `is_large` tells what block-artifacts
    would refuse with its outputs.
    """

    def __init__(
        self,
        parents: ParentNotebooks,
        options: tuple[str, ...],
        is_large: Callable[[Dirty], bool],
        *,
        tells_old: bool,
        observes: bool = False,
    ) -> None:
        self.parents = parents
        self.is_large = is_large
        self.options = options
        self.tells_old = tells_old
        self.observes = observes
        self.around: Environment | None = None
        self.originals: Originals | None = None

    def close(self) -> None:
        """Let the git end that stores originals."""
        if self.originals:
            self.originals.close()

    def tell(self, seeking: NotebookScan, notebook: Dirty) -> Iterator[Finding]:
        """The findings for a notebook; under `check` nothing is written."""
        yield from remarks(notebook)
        if seeking.stripper.settings.validate:
            yield from faults(notebook)
        if not notebook.has_changes():
            return
        standing = self.parents.standing(notebook)
        if self.tells_old or not standing.is_old:
            yield from self._settled(seeking, notebook, standing)

    def _settled(self, seeking: NotebookScan, notebook: Dirty, standing: Standing) -> Iterator[Finding]:
        if self.around is None and seeking.repository.is_real():
            self.around = environment.nearby(seeking.repository)
        entry, options = notebook.entry, self.options
        is_tracked = self.tells_old and entry is not None and not entry.staged
        was_there = standing.is_old or standing.kept_as is not None or is_tracked
        told = was_there or seeking.stripper.settings.check
        if was_there and "--on-disk" not in options:
            # Of what is only told the next call would only tell as well.
            options = (*options, "--on-disk")
        try:
            outcome = settle(seeking.repository, notebook, seeking.stripper, None if told else self._keep)
        except CheckError as problem:
            seeking.problems.append(str(problem))
            return
        outcome = outcome._replace(is_large=self.is_large(notebook))
        if standing.kept_as is not None:
            yield renamed(notebook, outcome, self.around, options, standing.kept_as)
        else:
            tell = observed if self.observes else found if told else rewritten
            yield from tell(notebook, outcome, self.around, options)

    def _keep(self, place: bytes) -> str:
        if self.originals is None:
            from ...git.write import Originals

            self.originals = Originals()
        return self.originals.keep(place)


# Dirty notebooks that a parent of the commit has as well: renames, copies and reverts cost nothing.
#
# As everywhere: what was accepted there, by its policy or its baseline, excuses nothing here.


class ParentPath(NamedTuple):
    """A path of a parent that has one of our blobs."""

    commit: str
    path: bytes


class Standing(NamedTuple):
    """What was there before of a dirty notebook.

    `is_old` where the baseline accepts its blob, or a parent has it as dirty.  `kept_as` is the path under which the
    policy of a parent keeps its outputs; None where none does.
    """

    is_old: bool = False
    kept_as: bytes | None = None


NEW, OLD = Standing(), Standing(is_old=True)


class ParentNotebooks:
    """What is staged of `entries`, beside what the parents have; they are asked for the first dirty notebook.

    Unless `rows_count`, a blob is as old where the baseline of a parent accepts it.
    """

    def __init__(
        self,
        repository: Repository,
        entries: Iterable[Entry],
        accepted: Acceptance,
        accepted_at: Callable[[str], Acceptance],
        *,
        rows_count: bool,
    ) -> None:
        self._repository = repository
        self._blobs = [entry.blob for entry in entries if entry.staged and is_notebook(entry.path)]
        self._accepted, self._accepted_at = accepted, accepted_at
        self._rows_count = rows_count
        self._paths: dict[bytes, list[ParentPath]] | None = None
        self._commits: dict[str, Acceptance] = {}
        self._parents: list[str] = []
        self._renamed: dict[str, dict[bytes, Entry]] = {}

    def standing(self, notebook: Dirty) -> Standing:
        """Whether a dirty notebook is NEW, OLD, or one whose outputs a parent keeps under another name."""
        entry = notebook.entry
        if entry is None:
            return NEW
        if entry.blob in self._accepted.rows.blobs():
            return OLD
        return self._in_parents(notebook, entry) if entry.staged else NEW

    def _in_parents(self, notebook: Dirty, entry: Entry) -> Standing:
        if self._paths is None:
            self._paths = self._find_paths()
        kept_as = None
        for commit, path in self._paths.get(entry.blob, ()):
            # Under another name it was no notebook, and never checked as one.
            if not is_notebook(path) or is_note(path) != is_note(notebook.path):
                continue
            accepted = self._accepted_in(commit)
            if self._rows_count and entry.blob in accepted.rows.blobs():
                continue
            strips = stripper(accepted.policy.strip_notebooks)
            stripped = strips.strip(path, notebook.content)
            if stripped and stripped.content is not notebook.content:
                return OLD
            if strips.keeps(path):
                kept_as = kept_as or path
        return Standing(kept_as=kept_as or self._kept_before_a_rename(notebook))

    def _kept_before_a_rename(self, notebook: Dirty) -> bytes | None:
        """The old name of one that was renamed and edited, where the policy of a parent keeps its outputs."""
        for commit in self._parents:
            strips = stripper(self._accepted_in(commit).policy.strip_notebooks)
            # Most policies keep none: then git need not look for renames.
            if not strips.settings.keep:
                continue
            if commit not in self._renamed:
                self._renamed[commit] = objects.renamed(commit)
            old = self._renamed[commit].get(notebook.path)
            if old and is_notebook(old.path) and strips.keeps(old.path):
                return old.path
        return None

    def _accepted_in(self, commit: str) -> Acceptance:
        if commit not in self._commits:
            self._commits[commit] = self._accepted_at(commit)
        return self._commits[commit]

    def _find_paths(self) -> dict[bytes, list[ParentPath]]:
        """Where the parents of the commit in the making have each of our blobs."""
        paths: dict[bytes, list[ParentPath]] = {blob: [] for blob in self._blobs}
        for commit, files in objects.files_of_parents(self._repository):
            self._parents.append(commit)
            for path, blob in files:
                if blob in paths:
                    paths[blob].append(ParentPath(commit, path))
        return paths


# Writing the stripped notebook back to its file.


WRITTEN = "written"
SEEN = "seen"
CLEAN = "clean"
GONE = "gone"
BROKEN = "broken"


class Outcome(NamedTuple):
    """What became of the file of a dirty notebook.

    `state` is WRITTEN, or why nothing was: the file is CLEAN already, is GONE, or is BROKEN, which `reason` explains.
    `stripped` is what was taken out of the file, or is to be taken out of the blob.  `links` is how many other names
    the file had: they go on holding the old content.  `original` is the blob of what was WRITTEN over, "" outside of
    a repository; `was_in_git` where the index has that very blob.  `is_large` where block-artifacts would refuse the
    notebook once its outputs are kept.  `alone` is mode and blob of the stripped version of what is staged, where the
    file has changes beside it, or a framework may have put some away; else "".
    """

    state: str
    stripped: Stripped
    links: int = 0
    reason: str = ""
    original: str = ""
    was_in_git: bool = False
    is_large: bool = False
    alone: str = ""


def settle(repository: Repository, notebook: Dirty, stripper: Stripper, keep: Keep | None) -> Outcome:
    """Strip the file, which may have changed since it was staged; CheckError if it cannot be written.

    Before that `keep` stores what git does not have of it; without `keep` only what would become of the file.
    """
    place = repository.on_disk(notebook.path)
    file = notebook.file or objects.on_disk(place, follow=notebook.entry is None)
    if file is None:
        return Outcome(GONE, notebook.stripped)
    stripped, was_in_git = notebook.stripped, notebook.entry is not None
    if file.content != notebook.content:
        if is_empty(file.content):
            return Outcome(BROKEN, notebook.stripped, reason="the file is empty")
        try:
            found = stripper.strip(notebook.path, file.content)
        except NotANotebook as error:
            return Outcome(BROKEN, notebook.stripped, reason=str(error))
        if found is None or found.content is file.content:
            return Outcome(CLEAN, notebook.stripped)
        stripped, was_in_git = found, False
    if not keep:
        return Outcome(WRITTEN, stripped)
    if notebook.entry and was_in_git:
        original = notebook.entry.blob.decode()
    else:
        original = keep(place) if repository.is_real() else ""
    links = write.save(repository, os.fsdecode(place), stripped.content, file.state)
    alone = ""
    differs = stripped.content != notebook.stripped.content
    if notebook.entry and not _has_own_index() and (differs or (was_in_git and system.framework_runs_us())):
        mode = "100755" if system.HAS_EXECUTABLE_MODE and file.state.st_mode & 0o100 else "100644"
        alone = f"{mode} {keep(place) if not differs else write.stored(notebook.stripped.content, keep)}"
    return Outcome(WRITTEN, stripped, links, original=original, was_in_git=was_in_git, alone=alone)


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
        remedies=_ways(_staging(notebook, outcome, env, options), notebook, env, outcome, _back(notebook, outcome)),
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


def observed(notebook: Dirty, outcome: Outcome, env: Environment | None, options: tuple[str, ...]) -> Iterator[Finding]:
    """The one finding of a notebook that would have been stripped, where the hook only observes."""
    yield Finding(
        HOOK,
        rules.DIRTY,
        _what_happened(notebook, outcome._replace(state=SEEN if outcome.state == WRITTEN else outcome.state)) + ".",
        path_text(notebook.path),
        remedies=_ways(_stripping(notebook, outcome.state, env, options), notebook, env, outcome),
        facts=_facts(outcome.stripped.changes),
    )


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
    if outcome.state == WRITTEN:
        verb = "keeps" if outcome.links == 1 else "keep"
        links = (
            f"; {wording.counted(outcome.links, 'other name')} of the file {verb} the old content"
            if outcome.links
            else ""
        )
        return f"stripped {what}{links}"
    if outcome.state == SEEN:
        return f"{state} with {what}"
    if outcome.state == CLEAN:
        return f"{state} with {what}, while the file on disk is clean"
    if outcome.state == GONE:
        return f"{state} with {what}, and there is no file on disk to strip"
    return f"{state} with {what}, and the file on disk is not a notebook: {outcome.reason}"


def _staging(notebook: Dirty, outcome: Outcome, env: Environment | None, options: tuple[str, ...]) -> list[Remedy]:
    if notebook.entry is None:
        return []
    state = outcome.state
    if state == WRITTEN:
        adding = (_add(notebook),)
        if not outcome.alone:
            return [Remedy("stage it", adding)]
        # `git add` would stage what was never staged as well.
        # `%b` makes the tab, for which not every shell has a word.
        path = path_text(notebook.path).replace("\\", "\\\\")
        line = f"{outcome.alone}\\t{path}"
        alone = (Step(("printf", "%b\\0"), (line,), "| git update-index -z --index-info"),)
        if outcome.was_in_git:
            text = "if it has changes that are not staged, stage the stripped version alone"
            return [Remedy("stage it", adding), Remedy(text, alone)]
        return [
            Remedy("stage the stripped version alone", alone),
            Remedy("stage it with the changes that were not staged", adding),
        ]
    return _stripping(notebook, state, env, options)


def _stripping(notebook: Dirty, state: str, env: Environment | None, options: tuple[str, ...]) -> list[Remedy]:
    strip = Step(("commitworthy", HOOK, *options, "--"), (path_text(notebook.path),))
    if env is None:
        return [Remedy("strip it", (strip,))]
    if state == CLEAN:
        return [Remedy("stage the clean file", (_add(notebook),))]
    if state == BROKEN:
        return [Remedy("fix the file on disk, then stage it", (_add(notebook),))]
    if state == GONE:
        way = with_own_command("restore the file and strip it", strip, env)
        back = Step(("git", "restore", "--"), (pathspec(path_text(notebook.path)),))
        return [way._replace(steps=(back, *way.steps))]
    return [with_own_command("strip it", strip, env)]


def _back(notebook: Dirty, outcome: Outcome) -> tuple[Step, ...]:
    """The step that restores what was written over, and the one that stages it again if it was staged as it was.

    A framework may have put changes away that it brings back once we have ended: then the file is restored only as long
    as it is what we have left.  Not where git commits from an index of its own, which it then throws away.
    """
    if not outcome.original:
        return ()
    has_own_index = _has_own_index()
    restoring = Step(("git", "cat-file", "blob"), (outcome.original,), into=path_text(notebook.path))
    if system.framework_runs_us() and not has_own_index:
        object_format = "sha1" if len(outcome.original) == 40 else "sha256"
        restoring = restoring._replace(
            over=objects.object_id(outcome.stripped.content, object_format).decode()[:_SHORT]
        )
    return (restoring, _add(notebook)) if outcome.was_in_git or has_own_index else (restoring,)


def _has_own_index() -> bool:
    """Whether git commits from an index of its own (`commit -a`, `commit FILE`), which has all of the file."""
    return os.environ.get("GIT_INDEX_FILE", "").endswith(".lock")


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
