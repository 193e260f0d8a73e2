"""From what stands in history to findings: each names its commit and the way out."""

from __future__ import annotations

import os

from ..base import secrets, wording
from ..base.findings import BLOB, PUSH, Finding, Remedy, Rule
from ..base.namedtuple import TYPE_CHECKING
from ..git import objects, process, ranges, refs
from ..remedies import environment, homes, pointer_repair, rewriting
from . import push_history
from .block_artifacts import messages
from .block_artifacts.messages import message
from .block_artifacts.remedies import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..git.ranges import IntroducedBlob
    from ..git.refs import Tip
    from ..git.repository import Repository
    from ..policy.acceptance import Acceptance
    from ..policy.settings import CheckPush
    from ..remedies.environment import Environment
    from .check_push.checks import PolicyGroup
    from .push_history import HistoryEntry, PushViolation

TOO_LARGE = Rule("PSH001", "push-too-large", "the new blobs of one push are larger than its budget")
TOO_MANY = Rule("PSH002", "too-many-blobs", "one push brings more new blobs than its budget")


def findings(
    hook: str, repository: Repository, part: PolicyGroup, found: list[PushViolation], decided: Acceptance
) -> list[Finding]:
    """A finding for each path, all with the one removal that serves them together."""
    wanted = part.wanted()
    around, place = environment_of(hook, repository), place_of(hook, part)
    has_dvc = any(objects.is_there(f"{tip}:.dvc/config") for tip in wanted.tips[:1])
    standings = push_history.history_entries(wanted, found)
    at_home = {one: homes.home_of(one, part.policy.homes, has_dvc=has_dvc) for one in _families(standings)}
    to_lfs = [one for one in standings if at_home[one.news.offence.sniff.family] == "lfs"]
    broken = frozenset(one.first.path for one in standings if one.news.offence.damage) if around else frozenset()
    place = place._replace(broken=broken - pointer_repair.on_disk(repository, broken))
    way = rewriting.RemediationPlan(
        rewriting.removal(standings, place),
        rewriting.migration(to_lfs, place),
        around,
        rewriting.stripping(list(filter(rewriting.has_outputs, standings)), place, around),
    )
    return [
        _finding(
            hook,
            versions,
            decided,
            rewriting.remedies(versions[0], at_home[versions[0].news.offence.sniff.family], way),
        )
        for versions in push_history.by_path(standings)
    ]


def environment_of(hook: str, repository: Repository) -> Environment | None:
    """What the remedies depend on; None where nobody pastes them, at a server."""
    return None if hook == "pre-receive" or not _has_work_tree() else environment.look(repository, [])


def place_of(hook: str, part: PolicyGroup) -> rewriting.PushTarget:
    """What is pushed, from where."""
    wanted, at_server = part.wanted(), hook == "pre-receive"
    edges = ranges.edges(wanted) if wanted.known or wanted.alternates else []
    head = "" if at_server else refs.default_remote()[0]
    tips = part.tips if at_server else as_branches(part, head)
    return rewriting.PushTarget(wanted, tips, edges, head, at_server or _has_filter_repo())


def _families(standings: list[HistoryEntry]) -> set[str]:
    return {one.news.offence.sniff.family for one in standings}


def as_branches(part: PolicyGroup, head: str) -> list[Tip]:
    """The tips, but for an expression such as `HEAD~2` the branch that is checked out, where that has it."""
    expressions = {tip.id.encode() for tip in part.tips if not tip.update.ref.startswith("refs/")}
    here = refs.resolve("HEAD") if expressions else ""
    if not here:
        return part.tips
    on_branch = {here.encode(), *ranges.within(part.wanted()._replace(tips=(here,)), expressions)} & expressions
    return [
        tip._replace(update=tip.update._replace(ref=head, tip=here), id=here)
        if tip.id.encode() in on_branch and not tip.update.ref.startswith("refs/")
        else tip
        for tip in part.tips
    ]


def _finding(hook: str, versions: list[HistoryEntry], decided: Acceptance, remedies: tuple[Remedy, ...]) -> Finding:
    """What is said of one path: the largest version is named, and the number of the others."""
    one, *others = versions
    offence = one.news.offence
    smaller = f"and {len(others)} other {'version' if len(others) == 1 else 'versions'} of it" if others else ""
    notes = [
        note
        for note in (smaller, *push_history.notes(one), decided.expired_note(path_of(offence), offence.size))
        if note
    ]
    facts = {**messages.facts(offence), **_facts(versions)}
    text = message(one.news, notes)
    return Finding(
        hook, offence.rule, text, path_of(offence), line=offence.line, remedies=remedies, facts=facts, scope=BLOB
    )


def _facts(versions: list[HistoryEntry]) -> dict[str, object]:
    """The further keys of the JSON line."""
    one = versions[0]
    return {
        "blob": one.first.blob.decode(),
        "commit": one.commit.id if one.commit else None,
        "date": one.commit.date if one.commit else None,
        "subject": secrets.line(one.commit.subject) if one.commit else None,
        "in_tip": any(version.in_tip for version in versions),
        "brought": brought(one for version in versions for one in version.brought),
    }


def brought(several: Iterable[IntroducedBlob]) -> list[dict[str, object]]:
    """The commits, paths and blobs that a finding stands for."""
    return [
        {
            "commit": one.commit.decode() or None,
            "path": one.path.decode("utf-8", "surrogateescape"),
            "blob": one.blob.decode(),
        }
        for one in several
    ]


def _has_work_tree() -> bool:
    return process.run("rev-parse", "--is-inside-work-tree").strip() == b"true"


def _has_filter_repo() -> bool:
    import shutil

    return shutil.which("git-filter-repo") is not None or os.path.exists(
        os.path.join(os.fsdecode(process.run("--exec-path").strip()), "git-filter-repo")
    )


def budget(hook: str, count: int, size: int, limits: CheckPush, beside: int = 0) -> list[Finding]:
    """A finding for each limit that the whole push passes; `beside` are bytes of commits, tags and names."""
    found = []
    keep = Remedy("keep data out of git, or push in parts; the limits stand in [check-push] of the policy")
    if size + beside > limits.max_bytes:
        whole = size if size > limits.max_bytes else size + beside
        total, limit = wording.show_apart(whole, limits.max_bytes)
        others = "" if whole == size else f" and in commits, tags and names ({wording.show(beside)})"
        text = f"{total} in {count} new {'blob' if count == 1 else 'blobs'}{others} (limit {limit} a push)."
        facts: dict[str, object] = {"size": whole, "limit": limits.max_bytes}
        found.append(Finding(hook, TOO_LARGE, text, remedies=(keep,), facts=facts, scope=PUSH))
    if count > limits.max_blobs:
        text = f"{count:,} new blobs (limit {limits.max_blobs:,} a push)."
        found.append(
            Finding(
                hook, TOO_MANY, text, remedies=(keep,), facts={"count": count, "limit": limits.max_blobs}, scope=PUSH
            )
        )
    return found
