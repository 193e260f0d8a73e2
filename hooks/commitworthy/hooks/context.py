"""One call of a hook: the repository, its policy and baseline, the entries to judge, and how far that is enforced."""

from __future__ import annotations

import os

from ..base import cache, system
from ..base.findings import ERROR, WARNING, CheckError, Remedy, path_text
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..git import index, objects, process, repository
from ..policy import settings
from ..policy.settings import ALL, NEW, OBSERVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from ..base.findings import Finding
    from ..base.namedtuple import Watch
    from ..git.index import Entry
    from ..git.process import Process
    from ..git.repository import Repository
    from ..policy.acceptance import Acceptance
    from ..policy.settings import Policy

GOVERNING = (*settings.POLICY_FILES, settings.BASELINE_FILE)
# What the frameworks are told, which may be to strip notebooks.
CONFIGS = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
ASKED = (*GOVERNING, *CONFIGS)
# Of files that differ on disk so many are named.
_SHOWN = 3
_ASTRAY = "a broken symbolic link, or one that leads out of the repository: name the file itself"


class HookContext(NamedTuple):
    """What a hook works on: `entries` are to be judged, `changes` are all that is staged.

    `governing` maps the policy files and the baseline to their blobs in the index.  `problems` are lines about what
    could not be judged, which end in exit status 2; `notes` are lines that help, without weight.  `broken_notebooks`
    are the paths of what one hook has called no notebook, so that the next one need not.  `overrides` are what the
    command line says, beside what `policy` has of it.  `untracked` are files on disk that the index does not have, as
    paths from the top, and the folders that were named; only a hook that asked for them judges them.  Outside of a
    repository every file is untracked, and `entries` and `changes` are empty.  `removed` are the files that HEAD has
    and the index has not.  `links` are symbolic links, staged or tracked.  Where somebody looks on, `watch` is to be
    handed what is read.  `configs` are the frameworks' configurations in the index; `stripping` where notebooks are
    stripped beside, `ranged` where commits are judged that are made.
    """

    repository: Repository
    policy: Policy
    baseline: bytes | None
    entries: list[Entry]
    changes: list[Entry]
    governing: dict[str, bytes]
    problems: list[str]
    notes: list[str]
    broken_notebooks: set[bytes]
    overrides: Mapping[tuple[str, str], object] = {}
    untracked: tuple[bytes, ...] = ()
    removed: tuple[Entry, ...] = ()
    watch: Watch | None = None
    links: tuple[Entry, ...] = ()
    configs: tuple[bytes, ...] = ()
    stripping: bool = False
    ranged: bool = False


class PendingQueries(NamedTuple):
    """Questions that git works on; `tracked` where every file is to be judged."""

    where: Process
    staged: Process
    policy: Process
    tracked: Process | None


class Invocation(NamedTuple):
    """What the command line asks for; `names` are relative to the current directory.

    `files_too` where the hook also judges files that git does not know, such as those outside of a repository.
    `staged` asks for the staged change in so many words, also of a framework that handed over no names.
    `asked` are the questions that git works on already; `meanwhile` is called before its answers are awaited.
    `both_sides` where an unmerged file counts with both of its sides, for what accepts and refuses nothing.
    """

    names: list[bytes]
    everything: bool
    overrides: Mapping[tuple[str, str], object]
    files_too: bool = False
    staged: bool = False
    asked: PendingQueries | None = None
    meanwhile: Callable[[], object] | None = None
    both_sides: bool = False


def ask(*, everything: bool) -> PendingQueries:
    """Ask git where we are, what is staged and what the policy says, all at once."""
    where, staged, policy = repository.ask(), index.ask_staged(), objects.named(f":{name}" for name in ASKED)
    return PendingQueries(where, staged, policy, index.ask_tracked() if everything else None)


def prepare(invocation: Invocation) -> HookContext:
    """The call, as git's answers make it."""
    asked = invocation.asked or ask(everything=invocation.everything)
    if invocation.meanwhile:
        invocation.meanwhile()
    objects.expect(len(invocation.names))
    try:
        here = repository.answer(asked.where)
    except CheckError:
        for question in asked[1:]:
            if question:
                process.abandon(question)
        if invocation.files_too and invocation.names and not repository.is_near():
            return _outside(invocation)
        raise
    changes, removed, staged_links, unmerged = index.staged(asked.staged, here.object_format)
    answers = objects.answers(asked.policy, len(ASKED))
    governing = dict(zip(GOVERNING, answers[: len(GOVERNING)], strict=True))
    staged = {name: found[1] if found else None for name, found in governing.items()}
    try:
        _refuse_conflicts(here, staged, unmerged, invocation)
        _refuse_lacking(here, staged, unmerged)
    except CheckError:
        if asked.tracked:
            process.abandon(asked.tracked)
        raise
    chosen = index.everything(asked.tracked, changes) if asked.tracked else _select(here, changes, invocation)
    unmerged = frozenset() if invocation.both_sides else unmerged
    return HookContext(
        here,
        _policy(here, staged, invocation),
        staged[settings.BASELINE_FILE],
        [entry for entry in chosen.entries if entry.path not in unmerged] if unmerged else chosen.entries,
        changes,
        {name: found[0] for name, found in governing.items() if found},
        [
            *(f"{path_text(name)}: no such file in the index or on disk: check the name" for name in chosen.absent),
            *(f"{path_text(name)}: {_ASTRAY}" for name in chosen.astray),
            *_conflicts(chosen, unmerged),
        ],
        [] if invocation.files_too else [_not_judged(name) for name in chosen.untracked],
        set(),
        invocation.overrides,
        tuple(chosen.untracked) if invocation.files_too else (),
        tuple(removed),
        links=_links(here, staged_links, chosen, invocation),
        configs=tuple(found[1] for found in answers[len(GOVERNING) :] if found),
    )


def _refuse_conflicts(
    here: Repository, staged: Mapping[str, bytes | None], unmerged: frozenset[bytes], invocation: Invocation
) -> None:
    """CheckError where policy or baseline are still to be merged: without them nobody knows what is accepted."""
    for name in settings.POLICY_FILES:
        if name.encode() in unmerged:
            sides = objects.contents_of([f":2:{name}", f":3:{name}"])
            if any(settings.has_policy({name: side[1]}) for side in sides if side):
                raise CheckError(f"{name} has conflicts: resolve them, then git add {_word(here, name)}")
    if invocation.both_sides:
        return
    name = settings.BASELINE_FILE
    file = objects.on_disk(here.on_disk(name.encode()), follow=False)
    texts = (staged[name], file.content if file else None)
    if name.encode() in unmerged or any(text and settings.has_markers(text) for text in texts):
        raise CheckError(f"{settings.HAS_CONFLICTS} && git add {_word(here, name)}")


def _refuse_lacking(here: Repository, staged: Mapping[str, bytes | None], unmerged: frozenset[bytes]) -> None:
    """CheckError where the clone lacks the content of a staged file: of that, too, git says that there is none."""
    absent = {name.encode() for name, content in staged.items() if content is None} - unmerged
    # Mostly nothing is there, and git need not be asked.
    there = [name for name in absent if os.path.isfile(here.on_disk(name))]
    for entry in index.like(*map(os.fsdecode, there)) if there else ():
        if entry.path in absent:
            raise _lacking(f"{path_text(entry.path)} is staged, but its content")


def _lacking(what: str) -> CheckError:
    return CheckError(f"{what} is not in this clone: git fetch --refetch --no-filter, then run again")


def _word(here: Repository, name: str) -> str:
    """A file at the top, as it is written in a command of the current directory."""
    from ..remedies.steps import shell_word

    return shell_word(os.fsdecode(here.on_disk(name.encode())))


def _conflicts(chosen: index.Selection, unmerged: frozenset[bytes]) -> Iterator[str]:
    """A line about the files that cannot be checked before they are merged."""
    paths = sorted({entry.path for entry in chosen.entries if entry.path in unmerged}) if unmerged else []
    if paths:
        from ..base import wording

        names = wording.first_of([path_text(path) for path in paths], _SHOWN)
        yield f"{names}: not checked, unmerged: resolve the conflicts, then git add"


def _links(
    here: Repository, staged: tuple[Entry, ...], chosen: index.Selection, invocation: Invocation
) -> tuple[Entry, ...]:
    """All that are staged or were asked for.

    A framework hands over what lies on disk, and no disk has a link that is too long.  By hand names are a filter.
    """
    changed = {entry.path for entry in staged}
    found = (*staged, *(entry for entry in chosen.links if entry.path not in changed))
    if not found or not invocation.names or system.framework_runs_us():
        return tuple(entry for entry in found if entry.path.startswith(here.prefix)) if found else ()
    named = set(repository.from_top(here, invocation.names))
    return tuple(entry for entry in found if not named.isdisjoint(index.with_folders(entry.path)))


def _not_judged(name: bytes) -> str:
    return f"{path_text(name)} is not tracked, so it was not checked: git add it first"


def _outside(invocation: Invocation) -> HookContext:
    """Files without a repository, under the policy that lies in the current directory."""
    contents = {name: _on_disk(name) for name in settings.POLICY_FILES}
    from ..git import untracked

    absent = [name for name in invocation.names if not os.path.exists(name)]
    found = untracked.outside(name for name in invocation.names if name not in absent)
    here = repository.NOWHERE
    problems = [
        f"{path_text(name)}: {_ASTRAY if os.path.islink(name) else 'no such file: check the name'}" for name in absent
    ]
    return HookContext(
        here,
        _policy(here, contents, invocation),
        None,
        [],
        [],
        {},
        problems,
        [],
        set(),
        invocation.overrides,
        tuple(found),
    )


def _on_disk(name: str) -> bytes | None:
    file = objects.optional(name.encode())
    return file.content if file else None


def _policy(here: Repository, contents: Mapping[str, bytes | None], invocation: Invocation) -> Policy:
    """The policy; its tables are remembered by the bytes of its files, since reading TOML costs more than judging."""
    files = {name: contents[name] for name in settings.POLICY_FILES}
    if not settings.has_policy(files):
        return settings.build({}, None, invocation.overrides)
    key = tuple(files.items())
    known: Any = cache.get(here.memory, "policy", key)
    if known is None:
        known = settings.tables(files)
        cache.put(here.memory, "policy", key, known)
    tables, source = known
    return settings.build(tables, source, invocation.overrides)


def _select(here: Repository, changes: list[Entry], invocation: Invocation) -> index.Selection:
    if invocation.names:
        chosen = index.named(here, changes, invocation.names, files_too=invocation.files_too)
        return index.as_merged(here, chosen) if system.framework_runs_us() else chosen
    # A framework that hands over no names has filtered them all out.
    return index.Selection([] if system.framework_runs_us() and not invocation.staged else changes, [], [])


def governing_of(revision: str) -> dict[str, tuple[bytes, bytes]]:
    """Blob and content of each policy file and of the baseline, as a commit has them, or as they are staged ("").

    CheckError where the clone lacks one: of that, too, git says that there is no such file.
    """
    names = [f"{revision}:{name}" for name in GOVERNING]
    above = [f"{revision}^{{commit}}", f"{revision}^{{tree}}"] if revision else []
    answers = objects.contents_of([*above, *names])
    found = dict(zip(GOVERNING, answers[len(above) :], strict=True))
    commit, tree = answers[:2] if above else (None, None)
    for name, answer in found.items():
        if commit and not answer and (not tree or b" %b\0" % name.encode() in tree[1]):
            raise _lacking(f"{name} of {revision[:12]}")
    return {name: answer for name, answer in found.items() if answer}


def policy_in(
    governing: Mapping[str, tuple[bytes, bytes]], overrides: Mapping[tuple[str, str], object]
) -> tuple[Policy, bytes | None]:
    """Policy and baseline as `governing_of` found them, under the command line; CheckError if they are none."""
    contents = {name: content for name, (_, content) in governing.items()}
    return settings.load({name: contents.get(name) for name in settings.POLICY_FILES}, overrides), contents.get(
        settings.BASELINE_FILE
    )


def accepted_now(context: HookContext, hook: str) -> Acceptance:
    """Policy, exceptions and baseline as they are staged; CheckError for a malformed baseline."""
    from ..policy.acceptance import acceptance

    return acceptance(hook, context.policy, context.baseline)


def accepted_at(context: HookContext, hook: str, commit: str) -> Acceptance:
    """The same as a commit has them, under the same command line; those of now where it has none that can be read."""
    from ..policy.acceptance import acceptance

    governing = governing_of(commit)
    if {name: blob for name, (blob, _) in governing.items()} == context.governing:
        return accepted_now(context, hook)
    try:
        return acceptance(hook, *policy_in(governing, context.overrides))
    except CheckError:
        return accepted_now(context, hook)


def with_old(context: HookContext, hook: str) -> HookContext:
    """The call, without a baseline where the policy refuses what is old, too; then no parent excuses anything."""
    if context.policy.level(hook) != settings.ALL:
        return context
    governing = {name: blob for name, blob in context.governing.items() if name != settings.BASELINE_FILE}
    return context._replace(baseline=None, governing=governing)


def report_missing(context: HookContext, missing: list[objects.Missing]) -> None:
    """Blobs that are not there: by design in a partial clone, else damage."""
    if objects.in_partial_clone():
        from ..base import wording

        files = wording.counted(len(missing), "file was", "files were")
        context.notes.append(
            f"{files} not checked: this partial clone does not hold their content; fetch it, then run again"
        )
        return
    context.problems.extend(
        f"{path_text(entry.path)}: blob {entry.blob.decode()} is missing or damaged in the object store: run git fsck"
        for (entry,) in missing
    )


def differing_files(context: HookContext) -> list[str]:
    """A line where files that were named by hand differ on disk from what was checked.

    A framework has put the files on disk as they are staged.
    """
    paths = [entry.path for entry in context.entries]
    if not paths or system.framework_runs_us():
        return []
    on_disk = context.repository.on_disk
    differing = [path for path in sorted(index.differing_on_disk(paths)) if os.path.lexists(on_disk(path))]
    if differing:
        from ..git import attributes

        # What another filter than that of git-lfs makes of a file is not known here.
        filters = attributes.filters(context.repository, differing)
        differing = [path for path in differing if filters.get(path) in (None, "unspecified", "lfs")]
    places = [os.fsdecode(on_disk(path)) for path in differing]
    if not places:
        return []
    if len(places) > 1:
        from ..base import wording

        shown = wording.first_of(places, _SHOWN)
        text = f"{len(places):,} files on disk differ from the staged ones, which were checked: {shown}"
        return [f"{text}; to check those on disk, git add them first"]
    from ..remedies.steps import shell_word

    text = f"{places[0]} on disk differs from the staged one, which was checked"
    return [f"{text}; to check the one on disk: git add {shell_word(places[0])}"]


def differing_policy(context: HookContext) -> list[str]:
    """A line for each policy file or baseline whose copy on disk is not the one that counts."""
    differs = "on disk differs from the staged one, which is used; to use the one on disk:"
    unstaged = "is not staged, so it has no effect yet; to use it:"
    return [
        f"{name} {differs if name in context.governing else unstaged} git add {place}"
        for name, place in differing_policy_files(context)
    ]


def differing_policy_files(context: HookContext) -> Iterator[tuple[str, str]]:
    """The name of each policy file or baseline whose copy on disk is not the one that counts, and its place."""
    for name in GOVERNING:
        place = context.repository.on_disk(name.encode())
        file = objects.on_disk(place)
        if file is None:
            continue
        staged = context.governing.get(name)
        if staged is None and not _matters(name, file.content):
            continue
        if staged is None or name.encode() in index.differing_on_disk():
            yield name, os.fsdecode(place)


def _matters(name: str, content: bytes) -> bool:
    """An untracked pyproject.toml without a policy changes nothing."""
    return name != "pyproject.toml" or b"commitworthy" in content


# What becomes of findings where the policy says how far a hook is enforced.


def of_call(findings: list[Finding], context: HookContext, *, strict: bool) -> list[Finding]:
    """The findings of one call: all errors where it is `strict`, else each as its hook is enforced."""
    settled = enforced(findings, context.policy, [] if strict else context.notes)
    if context.overrides:
        from ..policy.options import of_files

        if of_files(context.overrides):
            # A baseline knows the policy, and no options of a call.
            settled = [finding._replace(remedies=tuple(map(_by_policy, finding.remedies))) for finding in settled]
    return as_errors(settled) if strict else settled


def as_errors(findings: list[Finding]) -> list[Finding]:
    """The findings, none of them a warning."""
    return [finding._replace(level=ERROR) for finding in findings]


def enforced(findings: list[Finding], policy: Policy, notes: list[str], also: str = "") -> list[Finding]:
    """The findings, each as its hook is enforced; where one or the hook `also` only observes, they stop nothing.

    `notes` get a line for each hook that observes.
    """
    if not policy.enforcement:
        return findings
    levels = {hook: policy.level(hook) for hook in policy.enforcement}
    settled, observing = [], {}
    for finding in findings:
        observers = [hook for hook in (finding.hook, also) if levels.get(hook) == OBSERVE]
        if observers and finding.level == ERROR:
            observing[observers[0]] = _observing(observers[0], policy)
            settled.append(finding._replace(level=WARNING))
        elif levels.get(finding.hook) == ALL:
            settled.append(finding._replace(remedies=tuple(way for way in finding.remedies if not _is_baseline(way))))
        else:
            settled.append(finding)
    notes.extend(line for line in observing.values() if line not in notes)
    return settled


def _by_policy(remedy: Remedy) -> Remedy:
    if not _is_baseline(remedy):
        return remedy
    return Remedy(f"{remedy.text}: put the options of this call into the policy, then run commitworthy baseline --add")


def _observing(hook: str, policy: Policy) -> str:
    rule = policy.enforcement[hook]
    until = f" until {rule.since}" if rule.level == NEW else ""
    return f"{hook} only observes{until} ({policy.source}), so it refuses nothing"


def _is_baseline(remedy: Remedy) -> bool:
    """Whether it is the baseline, which accepts nothing where old findings are refused, too."""
    return any(step.words[:2] == ("commitworthy", "baseline") for step in remedy.steps)
