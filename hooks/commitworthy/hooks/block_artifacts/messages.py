"""The messages of block-artifacts."""

from __future__ import annotations

import os

from ...base import wording
from ...base.findings import ACCEPTED_AS, BLOB, Finding, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import judge
from ...git import attributes, index
from ...remedies import environment, homes, pointer_repair
from ...remedies.steps import in_words
from .remedies import path_of, remedies, whole_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...base.findings import Remedy
    from ...blobs.judge import Violation
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance
    from .parents import NewViolation

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


# From violations to findings: what is said, with what facts, and what to do.


def findings(
    hook: str, repository: Repository, chosen_homes: Mapping[str, str], found: list[NewViolation], accepted: Acceptance
) -> list[Finding]:
    """One finding for each violation that is news."""
    paths = [news.violation.entry.path for news in found]
    filters = attributes.filters(repository, paths)
    ignored = attributes.rules(repository, paths)
    env = environment.look(repository, paths)
    routed = _denied([_as_routed(news, filters) for news in found], filters)
    places = tuple({news.routing for news in routed if news.routing})
    env = env._replace(obstacles={**env.obstacles, **environment.obstacles(repository, places)})
    unended = frozenset(place for place in places if environment.is_open(repository.on_disk(os.fsencode(place))))
    whole = whole_types(routed)
    broken = [news.violation.entry.path for news in routed if news.violation.damage]
    versions, content = pointer_repair.good_versions(broken), pointer_repair.on_disk(repository, broken)
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
