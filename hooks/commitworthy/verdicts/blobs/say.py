"""From offences to findings: what is said, with what facts, and what to do."""

from __future__ import annotations

import os

from ...findings import Finding
from ...git import attributes, ignores, index
from ...values import TYPE_CHECKING
from .. import damaged, homes, rules, surroundings
from ..remedies import in_words
from .accepted import expired_note
from .messages import message
from .remedies import path_of, remedies, whole_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...findings import Remedy
    from ...git.repository import Repository
    from .accepted import Decisions
    from .judge import Offence
    from .parents import News


def findings(
    hook: str, repository: Repository, chosen_homes: Mapping[str, str], found: list[News], decided: Decisions
) -> list[Finding]:
    """One finding for each offence that is news."""
    paths = [news.offence.entry.path for news in found]
    filters = attributes.filters(repository, paths)
    ignored = ignores.rules(repository, paths)
    around = surroundings.look(repository, paths)
    routed = _denied([_as_routed(news, filters) for news in found], filters)
    places = tuple({news.routing for news in routed if news.routing})
    around = around._replace(obstacles={**around.obstacles, **surroundings.obstacles(repository, places)})
    unended = frozenset(place for place in places if surroundings.is_open(repository.on_disk(os.fsencode(place))))
    whole = whole_types(routed)
    broken = [news.offence.entry.path for news in routed if news.offence.damage]
    versions, content = damaged.good_versions(broken), damaged.on_disk(repository, broken)
    made = []
    for news in routed:
        home = homes.home_of(news.offence.sniff.family, chosen_homes, has_dvc=around.has_dvc)
        damage = news.offence.damage
        if damage:
            path = news.offence.entry.path
            ways = in_words(damaged.ways_out(path, damage, versions, content, around), around)
        else:
            ways = remedies(news, home, around, whole, unended)
        made.append(_finding(hook, news, _notes(news, ignored, decided), ways))
    return made


def _as_routed(news: News, filters: dict[bytes, str]) -> News:
    """A raw blob under a route to LFS is first of all not a pointer."""
    offence = news.offence
    if offence.rule == rules.LITTER or offence.entry.link or filters.get(offence.entry.path) != "lfs":
        return news
    return news._replace(offence=offence._replace(rule=rules.NOT_A_POINTER))


def _denied(found: list[News], filters: dict[bytes, str]) -> list[News]:
    """With the attributes file that has to change where one says that a path does not go to Git LFS."""
    if all(filters.get(news.offence.entry.path) in ("lfs", "unspecified", None) for news in found):
        return found
    files = frozenset(entry.path for entry in index.like(".gitattributes") if attributes.is_file(entry.path))
    return [
        news._replace(routing=os.fsdecode(attributes.deepest(path, files)))
        if filters.get(path := news.offence.entry.path) not in ("lfs", "unspecified", None)
        else news
        for news in found
    ]


def _notes(news: News, ignored: dict[bytes, str], decided: Decisions) -> list[str]:
    path, moved = news.offence.entry.path, news.accepted_as
    rule = ignored.get(path)
    # Of what is tracked already nobody knows whether the rule was there first.
    so = "so it was added by force" if news.offence.entry.staged else "yet it is tracked"
    notes = (
        f"{rule} ignores it, {so}" if rule else "",
        f"what accepts {moved.decode('utf-8', 'surrogateescape')} does not reach it" if moved else "",
        expired_note(news.offence, decided),
    )
    return [note for note in notes if note]


def _finding(hook: str, news: News, notes: list[str], ways: tuple[Remedy, ...]) -> Finding:
    offence = news.offence
    return Finding(
        hook,
        offence.rule,
        message(news, notes),
        path_of(offence),
        line=offence.line,
        remedies=ways,
        facts=facts(offence),
    )


def facts(offence: Offence) -> dict[str, object]:
    """The further keys of the JSON line."""
    return {
        "size": offence.size,
        "limit": offence.limit,
        "family": offence.sniff.family,
        "format": offence.sniff.format,
        "evidence": offence.sniff.evidence,
    }
