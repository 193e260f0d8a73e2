"""From violations to findings: which are new, what is said of them, and what to do."""

from __future__ import annotations

import itertools
import os

from ...base import wording
from ...base.findings import ACCEPTED_AS, BLOB, Finding, Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...blobs import judge
from ...formats.detect import is_fixture
from ...git import attributes, index, objects
from ...git.index import Entry
from ...remedies import environment, homes, pointer_repair
from ...remedies.steps import (
    accepting,
    allowing,
    attributes_pattern,
    following,
    ignore,
    in_words,
    lfs_filename,
    lfs_set_up,
    out_of_git,
    pathspec,
    renormalize,
    restage,
    shell_word,
    suffix_pattern,
    untrack,
    whole_type,
    with_own_command,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ...base.findings import Remedy
    from ...blobs.judge import Violation
    from ...blobs.scan import BlobCache
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from ...policy.settings import BlockArtifacts
    from ...remedies.environment import Environment

    LimitsAt = Callable[[str], tuple[BlockArtifacts, Acceptance]]
    """The limits of a commit, and what it accepts."""


# New, grown or legacy: a violation that a parent of the commit shows as badly is not news.
#
# One question decides: is `--all-files` worse off after this commit than before?  A blob that a parent has under some
# path, unaccepted there, was as bad before (renames, copies, reverts, merges).  So was a larger violation of the same
# family at the same path.  An accepted one excuses nothing: what was accepted there must be accepted here. Each parent
# is judged by its own policy and baseline, so that taking away a decision excuses nothing either.


class NewViolation(NamedTuple):
    """A violation that no parent excuses.

    `size_before` is HEAD's size in bytes at this path, where it had one; `accepted_as` the path under which the
    same blob, or a larger one here, is an accepted violation of a parent.  `place` tells where in history it stands,
    such as "committed in 1a2b3c4"; "" for what is staged or tracked.  `in_baseline` where it was a row of the baseline
    that accepted it there, and not an exception.  `routing` is the attributes file, from the top,
    that denies Git LFS to the path; "" where none does.
    """

    violation: Violation
    size_before: int | None = None
    accepted_as: bytes | None = None
    in_baseline: bool = False
    place: str = ""
    routing: str = ""


def is_accepted(violation: Violation, acceptance: Acceptance) -> bool:
    """Whether an exception or the baseline accepts the blob at its path."""
    return acceptance.has_blob(path_text(violation.entry.path), violation.size, violation.entry.blob)


EXCEPTION, BASELINE = "exception", "baseline"


def _accepted_by(violation: Violation, acceptance: Acceptance) -> str:
    """EXCEPTION, BASELINE, or "" where nothing accepts it."""
    path, size = path_text(violation.entry.path), violation.size
    if acceptance.has_exception(path, size):
        return EXCEPTION
    return BASELINE if acceptance.rows.accept_blob(path, size, violation.entry.blob) else ""


def new_violations(
    repository: Repository,
    violations: list[Violation],
    limits_at: LimitsAt,
    facts: BlobCache | None = None,
) -> list[NewViolation]:
    """The staged violations that are new or have grown, and all that are not staged.

    Of a blob in the `facts` nothing is read.
    """
    staged = [violation for violation in violations if violation.entry.staged]
    if not staged:
        return [NewViolation(violation) for violation in violations]
    parents = objects.parents()
    moved = _moved(staged) if parents else {}
    before = list(violations_before(repository, [*staged, *moved.values()], parents, limits_at, facts))
    legacy = ParentViolations(violation for violation, accepted in before if not accepted)
    living = ParentViolations(violation for violation, accepted in before if accepted)
    in_baseline = ParentViolations(violation for violation, accepted in before if accepted == BASELINE)
    sizes = _sizes_at_paths(staged)
    found = []
    for violation in violations:
        if not violation.entry.staged:
            found.append(NewViolation(violation))
            continue
        # A file that was renamed and made smaller is known by its old name.
        there = moved.get(violation.entry.path, violation)
        if legacy.excuse(violation) or legacy.excuse(there):
            continue
        excuse = living.excuse(violation) or living.excuse(there)
        old = excuse.entry if excuse else None
        # `commitworthy baseline` follows a path; a row of this very blob that was taken away it does not bring back.
        is_followed = old is not None and (old.path == violation.entry.path or old.blob != violation.entry.blob)
        has_row = is_followed and in_baseline.excuse(there) is not None
        found.append(NewViolation(violation, sizes.get(violation.entry.path), old and old.path, has_row))
    return found


def _moved(staged: list[Violation]) -> dict[bytes, Violation]:
    """Of violations at new paths those whose file was moved there, as if they were still at the old one."""
    added = {violation.entry.path: violation for violation in staged if not violation.entry.old}
    if not added:
        return {}
    return {
        path: added[path]._replace(entry=added[path].entry._replace(path=old.path))
        for path, old in objects.renamed("HEAD").items()
        if path in added
    }


class ParentViolations:
    """Violations of earlier commits, found by what they may excuse: the same blob, and what is at the same path."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self._by_blob: dict[bytes, Violation] = {}
        self._by_path: dict[bytes, list[Violation]] = {}
        for violation in violations:
            self._by_blob.setdefault(violation.entry.blob, violation)
            self._by_path.setdefault(violation.entry.path, []).append(violation)

    def excuse(self, new: Violation) -> Violation | None:
        """One that is as bad as `new`, or worse."""
        alike = self._by_blob.get(new.entry.blob)
        return alike or next((old for old in self._by_path.get(new.entry.path, ()) if not_worse_than(new, old)), None)


def not_worse_than(new: Violation, old: Violation) -> bool:
    """The same blob, or one at the same path, of the same kind, that has not grown."""
    return new.entry.blob == old.entry.blob or _has_shrunk(old, new)


def _has_shrunk(old: Violation, new: Violation) -> bool:
    return (
        old.entry.path == new.entry.path
        and old.rule == new.rule
        and old.sniff.family == new.sniff.family
        and new.size <= old.size
    )


def violations_before(
    repository: Repository,
    staged: list[Violation],
    commits: list[str],
    limits_at: LimitsAt,
    facts: BlobCache | None = None,
) -> Iterator[tuple[Violation, str]]:
    """What earlier commits show at the paths of the violations, and of their blobs anywhere; and what accepts it."""
    paths = {violation.entry.path for violation in staged}
    ids = {violation.entry.blob for violation in staged}
    for commit in commits:
        entries = [Entry(path, blob) for path, blob in objects.files(commit) if path in paths or blob in ids]
        if any(violation.entry.link for violation in staged):
            links = objects.links(commit)
            entries += [Entry(path, blob, link=True) for path, blob in links if path in paths or blob in ids]
        if not entries:
            continue
        settings, acceptance = limits_at(commit)
        recalled, others = facts.under(settings).parted(entries) if facts else ([], entries)
        # One at a time: of a large blob more can be asked only as long as the next has not been.
        for blob in itertools.chain(recalled, objects.read(repository, others)):
            violation = None if isinstance(blob, objects.Missing) else judge.judge(blob, settings)
            if violation:
                yield violation, _accepted_by(violation, acceptance)


def _sizes_at_paths(staged: list[Violation]) -> dict[bytes, int]:
    """The size of HEAD's blob at each path that had one."""
    old = {violation.entry.path: violation.entry.old for violation in staged if violation.entry.old}
    sizes = objects.sizes_of(old.values())
    return {path: size for path, blob in old.items() if (size := sizes[blob]) is not None}


# From violations to findings: what is said, with what facts, and what to do.


def findings(
    hook: str, repository: Repository, chosen_homes: Mapping[str, str], found: list[NewViolation], accepted: Acceptance
) -> list[Finding]:
    """One finding for each violation that is news."""
    paths = [news.violation.entry.path for news in found]
    filters = attributes.filters(repository, paths)
    ignored = attributes.rules(repository, paths)
    covered = frozenset(path for path, rule in ignored.items() if attributes.is_shared(rule))
    env = environment.look(repository, paths)._replace(ignored=covered)
    routed = _denied([_as_routed(news, filters) for news in found], filters)
    places = tuple({news.routing for news in routed if news.routing})
    if places:
        env = env._replace(obstacles={**env.obstacles, **environment.obstacles(repository, places)})
    unended = frozenset(place for place in places if environment.is_open(repository.on_disk(os.fsencode(place))))
    whole = whole_types(routed)
    broken = [news.violation.entry.path for news in routed if news.violation.damage]
    versions = pointer_repair.good_versions(broken) if broken else {}
    content = pointer_repair.on_disk(repository, broken) if broken else frozenset()
    made = []
    for news in routed:
        home = homes.home_of(news.violation.sniff.family, chosen_homes, has_dvc=env.has_dvc)
        damage = news.violation.damage
        if damage:
            path = news.violation.entry.path
            ways = in_words(pointer_repair.remedies_of(path, damage, versions, content, env), env)
        else:
            ways = remedies(news, home, env, whole, unended)
        made.append(_finding(hook, news, _notes(news, ignored, accepted), ways))
    return made


def _as_routed(news: NewViolation, filters: dict[bytes, str]) -> NewViolation:
    """A raw blob under a route to LFS is first of all not a pointer."""
    violation = news.violation
    if violation.rule == judge.LITTER or violation.entry.link or filters.get(violation.entry.path) != "lfs":
        return news
    return news._replace(violation=violation._replace(rule=judge.NOT_A_POINTER))


def _denied(found: list[NewViolation], filters: dict[bytes, str]) -> list[NewViolation]:
    """With the attributes file that has to change where one says that a path does not go to Git LFS."""
    if all(filters.get(news.violation.entry.path) in ("lfs", "unspecified", None) for news in found):
        return found
    files = frozenset(entry.path for entry in index.like(".gitattributes") if attributes.is_file(entry.path))
    return [
        news._replace(routing=os.fsdecode(attributes.deepest(path, files)))
        if filters.get(path := news.violation.entry.path) not in ("lfs", "unspecified", None)
        else news
        for news in found
    ]


def _notes(news: NewViolation, ignored: dict[bytes, str], accepted: Acceptance) -> list[str]:
    path, moved = news.violation.entry.path, news.accepted_as
    rule = ignored.get(path)
    # Of what is tracked already nobody knows whether the rule was there first.
    tracked = "so it was added with `git add --force`" if news.violation.entry.staged else "but it is tracked"
    elsewhere = "" if moved is None else f"accepted only under its old name {path_text(moved)}"
    if moved == path:
        elsewhere = "accepted in the parent commit, but not as it is staged"
    notes = (
        f"{rule} ignores it, {tracked}" if rule else "",
        elsewhere,
        accepted.expired_note(path_of(news.violation), news.violation.size),
    )
    return [note for note in notes if note]


def _finding(hook: str, news: NewViolation, notes: list[str], ways: tuple[Remedy, ...]) -> Finding:
    violation = news.violation
    old = news.accepted_as if news.accepted_as != violation.entry.path else None
    return Finding(
        hook,
        violation.rule,
        message(news, notes),
        path_of(violation),
        line=violation.line,
        remedies=ways,
        facts=facts(violation) | ({ACCEPTED_AS: path_text(old)} if old else {}),
        scope=BLOB,
    )


def facts(violation: Violation) -> dict[str, object]:
    """The further keys of the JSON line."""
    return {
        "size": violation.size,
        "limit": violation.limit,
        "family": violation.sniff.family,
        "format": violation.sniff.format,
        "evidence": violation.sniff.evidence,
    }


# The sentences.


_PLURAL = {
    "model": "models",
    "executable": "executables",
    "archive": "archives",
    "binary": "unknown binaries",
    "document": "documents",
    "notebook": "notebooks",
}


def message(news: NewViolation, notes: list[str]) -> str:
    """One sentence: fact, number, limit; then what else is known."""
    violation = news.violation
    said = _MESSAGES.get(violation.rule.code, _blocked)(news)
    if violation.damage and violation.rule != judge.NOT_A_POINTER:
        notes = [*notes, f"it is {pointer_repair.described(violation.damage)}"]
    return "; ".join([said, *notes]) + "."


def _where(news: NewViolation) -> str:
    return news.place or news.violation.entry.state


def _measured(news: NewViolation) -> str:
    """The sizes and the limit, in words that never print two different numbers alike."""
    violation = news.violation
    grown = news.size_before if news.size_before is not None and news.size_before < violation.size else None
    if not violation.limit:
        family = _PLURAL.get(violation.sniff.family, violation.sniff.family)
        size = wording.show(violation.size)
        if grown:
            size = "grew from {} to {}".format(*wording.show_apart(grown, violation.size))
        return f"{size}, {_where(news)} as an ordinary git blob ({family} are refused at any size)"
    if grown is None:
        size, limit = wording.show_apart(violation.size, violation.limit)
    else:
        before, after, limit = wording.show_apart(grown, violation.size, violation.limit)
        size = f"grew from {before} to {after}"
    return f"{size}, {_where(news)} as an ordinary git blob (limit {limit})"


def _blocked(news: NewViolation) -> str:
    violation = news.violation
    note = f" {violation.note}" if violation.note else ""
    return f"{wording.capitalised(violation.sniff.label)}{note}, {_measured(news)}"


def _disguised(news: NewViolation) -> str:
    violation = news.violation
    suffix = violation.entry.path.decode("utf-8", "surrogateescape").rpartition("/")[2].rpartition(".")[2]
    label = wording.capitalised(violation.sniff.label)
    known = "" if violation.sniff.family == "binary" else " by content"
    return f"{label}{known} although the name says .{suffix}, {_measured(news)}"


def _litter(news: NewViolation) -> str:
    left = news.violation.litter
    assert left is not None
    return f"{left.tool} leaves this behind when it runs" + (f"; {news.place}" if news.place else "")


def _embedded(news: NewViolation) -> str:
    violation = news.violation
    size, limit = wording.show_apart(violation.size, violation.limit or 0)
    place = f" {news.place}" if news.place else ""
    return f"A {violation.note} of {size} in a text file{place} (limit {limit}, as for data)"


def _not_a_pointer(news: NewViolation) -> str:
    violation = news.violation
    size = wording.show(violation.size)
    blob = f"blob {news.place}" if news.place else f"{_where(news)} blob"
    kept = pointer_repair.described(violation.damage) if violation.damage else f"the file itself ({size})"
    return f".gitattributes routes this to Git LFS, but the {blob} is {kept}"


_MESSAGES = {
    judge.DISGUISED.code: _disguised,
    judge.LITTER.code: _litter,
    judge.EMBEDDED.code: _embedded,
    judge.NOT_A_POINTER.code: _not_a_pointer,
}


# What to do, as commands that can be pasted.


def remedies(
    news: NewViolation, home: str, env: Environment, whole: frozenset[str], unended: frozenset[str] = frozenset()
) -> tuple[Remedy, ...]:
    """All ways out, the best first; `home` is where the policy sends this family, `whole` as of `whole_types`.

    `unended` are those of the attributes files that deny Git LFS whose last line has no end.
    """
    violation = news.violation
    rule = violation.rule
    if rule == judge.NOT_A_POINTER:
        found = [restage(violation.entry.path, env)]
    elif rule == judge.LITTER:
        found = [_ignore_litter(violation, env), _allow(violation, env)]
    elif violation.entry.link:
        found = [Remedy("keep it out of git", (untrack(violation.entry.path, env),)), _allow(violation, env)]
    elif rule == judge.EMBEDDED:
        found = [Remedy("move the data to a separate file and read it from there"), _allow(violation, env)]
    elif is_fixture(violation.entry.path):
        found = [_allow(violation, env), _keep_out(violation, env), *_to_home(news, home, env, whole, unended)]
    else:
        ways = _to_home(news, home, env, whole, unended)
        # What one command does, and undoes on any machine, comes first.
        before, after = ([], ways) if homes.moving(path_of(violation), home, env) is None else (ways, [])
        found = [*before, _keep_out(violation, env), *after, _allow(violation, env)]
    found = [*_strip(violation, env), *found]
    if news.size_before is not None and rule != judge.NOT_A_POINTER:
        found.insert(0, _unstage(violation))
    if news.accepted_as is not None and news.in_baseline:
        found.insert(0, following("follow it in the baseline", env))
    elif news.accepted_as not in (None, violation.entry.path) and rule != judge.NOT_A_POINTER:
        allowing_it = _allow(violation, env)
        found = [allowing_it, *(remedy for remedy in found if remedy != allowing_it)]
    if not violation.entry.staged:
        found.append(accepting("accept all that is already there", env))
    return in_words(found, env)


def path_of(violation: Violation) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(violation.entry.path)


def _strip(violation: Violation, env: Environment) -> list[Remedy]:
    """For a notebook that is judged with its outputs."""
    if violation.note != judge.WITH_OUTPUTS:
        return []
    return [with_own_command("strip it", Step(("commitworthy", "strip-notebooks", "--"), (path_of(violation),)), env)]


def _keep_out(violation: Violation, env: Environment) -> Remedy:
    return Remedy("keep it out of git", out_of_git(violation.entry.path, env))


def _ignore_litter(violation: Violation, env: Environment) -> Remedy:
    left = violation.litter
    assert left is not None
    untracking = Step(("git", "rm", "-r", "--cached", "--force", "--"), (pathspec(left.root),))
    return Remedy("keep it out of git", (untracking, *ignore(left.pattern, env)))


def _unstage(violation: Violation) -> Remedy:
    base = violation.entry.base
    where = (f"--source={base[:12]}", "--staged", "--worktree") if base else ("--staged",)
    restoring = Step(("git", "restore", *where, "--"), (pathspec(path_of(violation)),))
    return Remedy("go back to the committed version", (restoring,))


def _to_home(
    news: NewViolation, home: str, env: Environment, whole: frozenset[str], unended: frozenset[str]
) -> list[Remedy]:
    violation = news.violation
    if violation.sniff.family == "executable" and home == "lfs":
        return [Remedy("build it where it runs, or attach it to a release")]
    path = path_of(violation)
    if home == "lfs":
        suffix, was_there = _own_suffix(violation), news.size_before is not None
        text = "send it to Git LFS" if env.has_lfs else "install git-lfs and send it to Git LFS"
        is_whole = suffix.lower() in whole
        routing = _routing(news, env, suffix if is_whole else "", unended)
        sending = Remedy(text, _lfs_steps(violation, env, routing))
        if not suffix or is_whole or was_there or is_fixture(violation.entry.path):
            return [sending]
        return [sending, whole_type(suffix_pattern(suffix), _routing(news, env, suffix, unended), env)]
    if home == "dvc":
        return [Remedy("send it to DVC", (untrack(violation.entry.path, env), *homes.to_dvc(path)))]
    return [homes.moving(path, home, env) or Remedy(homes.sentence(home))]


def whole_types(found: Iterable[NewViolation]) -> frozenset[str]:
    """The suffixes, in lower case, whose files can go to Git LFS as a whole: all that are raw are new, and found here.

    Of new files the remedy makes pointers; a fixture may well stay in git.
    """
    asked: dict[str, set[bytes]] = {}
    for news in found:
        entry = news.violation.entry
        if suffix := _own_suffix(news.violation).lower():
            is_new = entry.staged and entry.old is None and not is_fixture(entry.path)
            asked.setdefault(suffix, set()).update((entry.path,) if is_new else ())
    return homes.types_without_others(asked)


def _own_suffix(violation: Violation) -> str:
    # The table of formats, of which other hooks need nothing for their remedies.
    from ...formats.table import own_suffix

    return own_suffix(violation.entry.path, violation.sniff) or ""


def _lfs_steps(violation: Violation, env: Environment, routing: tuple[Step, Step]) -> tuple[Step, ...]:
    # A file that is gone comes back first: git-lfs 3.6 touches what it tracks, and fails where nothing is.
    *back, adding = renormalize(violation.entry.path, env)
    return (*lfs_set_up(env), *back, *routing, adding, *env.upload)


def _routing(news: NewViolation, env: Environment, suffix: str, unended: frozenset[str]) -> tuple[Step, Step]:
    """Route all of the `suffix`, or where that is "" the path alone, and stage the route.

    `git lfs track` writes at the top, and says "already supported" of a pattern that has a line, whatever that says;
    a file that was in git before may have one.
    """
    path = path_of(news.violation)
    pattern, name = suffix_pattern(suffix) if suffix else "", lfs_filename(path)
    if not news.routing and news.size_before is None:
        if pattern and pattern not in env.attribute_patterns:
            return _staged(Step(("git", "lfs", "track"), (pattern,)))
        if not pattern and name:
            return _staged(Step(("git", "lfs", "track", "--filename", "--"), (name,)))
    from ...formats.attribute_lines import ROUTE

    place = news.routing or ".gitattributes"
    is_open = place in unended or (place == ".gitattributes" and env.attributes_file_is_open)
    line = f"{pattern or attributes_pattern(path[len(place) - len('.gitattributes') :])} {ROUTE}"
    writing = Step(("printf", "\\n%s\\n" if is_open else "%s\\n"), (line,), f">> {shell_word(place)}")
    return _staged(writing, place)


def _staged(routing: Step, place: str = ".gitattributes") -> tuple[Step, Step]:
    adding = Step(("git", "add", place)) if place == ".gitattributes" else Step(("git", "add"), (pathspec(place),))
    return routing, adding


def _allow(violation: Violation, env: Environment) -> Remedy:
    return allowing("allow it, with the reason", (), path_of(violation), env)
