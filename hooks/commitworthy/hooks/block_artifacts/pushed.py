"""What block-artifacts has against the blobs of a push: each finding names its commit."""

from __future__ import annotations

from ...base import wording
from ...base.findings import BLOB, Finding, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import history, judge
from ...git import objects, ranges, refs
from ..push_context import Push, accepted_at, accepted_now, before_policy, group_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...base.findings import Remedy
    from ...blobs.history import HistoryEntry, PushViolation, RangeScan
    from ...git.repository import Repository
    from ...policy.acceptance import Acceptance, Row
    from ...policy.settings import BlockArtifacts, Policy
    from ..push_context import PolicyGroup

HOOK = "block-artifacts"


def check_pushed(push: Push, group: PolicyGroup, scan: RangeScan) -> list[Finding]:
    """A finding for each path, all with the one removal that serves them together."""
    if not scan.violations:
        return []
    accepted = accepted_now(group, HOOK)
    violations = _new_to_remote(push, group, scan.violations, accepted)
    scan.refused.update(violation.introduced.blob for violation in violations)
    return _findings(push, group, violations, accepted) if violations else []


def _new_to_remote(
    push: Push, group: PolicyGroup, violations: list[PushViolation], accepted: Acceptance
) -> list[PushViolation]:
    """The first violation of each blob that neither a decision nor the history outside of the range excuses.

    A blob that a commit just outside of the range has, unaccepted there, was as bad before (renames, copies); and so
    was a larger violation of the same kind at the same path.
    """
    from . import messages

    first: dict[bytes, PushViolation] = {}
    for violation in violations:
        if not messages.is_accepted(violation.violation, accepted):
            first.setdefault(violation.introduced.blob, violation)
    edges = ranges.edges(group.wanted)[: ranges.MOST_EDGES] if first and group.wanted.tips else []
    if not edges:
        return list(first.values())
    held = {blob for edge in edges for _, blob in objects.files(edge) if blob in first}
    ours = [violation.violation for violation in first.values()]
    before = messages.violations_before(push.repository, ours, edges, lambda commit: _limits_at(push, group, commit))
    legacy = messages.ParentViolations(old for old, was_accepted in before if not was_accepted)

    def is_old(violation: PushViolation) -> bool:
        if violation.violation.rule == judge.NOT_A_POINTER:
            return violation.introduced.blob in held
        return legacy.excuse(violation.violation) is not None

    return [violation for violation in first.values() if not is_old(violation)]


def _limits_at(push: Push, group: PolicyGroup, commit: str) -> tuple[BlockArtifacts, Acceptance]:
    accepted = accepted_at(push, group, HOOK, commit)
    return history.counted(accepted.policy.block_artifacts, accepted.baseline), accepted


def _findings(push: Push, group: PolicyGroup, violations: list[PushViolation], accepted: Acceptance) -> list[Finding]:
    from ...remedies import homes, rewriting

    target = rewriting.push_target(push.repository, group.wanted, group.tips, at_server=push.at_server)
    has_dvc = any(objects.is_there(f"{tip}:.dvc/config") for tip in group.wanted.tips[:1])
    entries = history.history_entries(group.wanted, violations)
    families = {entry.violation.sniff.family for entry in entries}
    home_of = {family: homes.home_of(family, group.policy.homes, has_dvc=has_dvc) for family in families}
    to_lfs = [entry for entry in entries if home_of[entry.violation.sniff.family] == "lfs"]
    older = before_policy(group, (entry.commit.id for entry in entries if entry.commit))
    plan = rewriting.plan(push.repository, entries, to_lfs, target, older)
    findings = []
    for versions in history.by_path(entries):
        largest = versions[0]
        remedies = rewriting.remedies_of(largest, home_of[largest.violation.sniff.family], plan)
        findings.append(_finding(push.hook, versions, accepted, remedies))
    return findings


def _finding(hook: str, versions: list[HistoryEntry], accepted: Acceptance, remedies: tuple[Remedy, ...]) -> Finding:
    """What is said of one path: the largest version is named, and the number of the others."""
    from . import messages
    from .messages import NewViolation

    largest, *others = versions
    violation = largest.violation
    smaller = f"and {wording.counted(len(others), 'other version')} of it" if others else ""
    notes = [note for note in (smaller, *largest.notes(), accepted.expired_note(largest.path, violation.size)) if note]
    introduced = [change for version in versions for change in version.introduced]
    in_tip = any(version.in_tip for version in versions)
    return Finding(
        hook,
        violation.rule,
        messages.message(NewViolation(violation, place=largest.place), notes),
        largest.path,
        line=violation.line,
        remedies=remedies,
        facts={
            **messages.facts(violation),
            **history.facts(largest.commit, violation.entry.blob, introduced, in_tip=in_tip),
        },
        scope=BLOB,
    )


def baseline_of_history(repository: Repository, policy: Policy, present: Collection[str]) -> Iterator[Row]:
    """A row for each violation in the history of HEAD whose blob is not among those `present`.

    It accepts its blob alone: nothing new at its path, however small.
    """
    from ...policy.acceptance import GONE, Row
    from .messages import is_accepted

    head = refs.resolve("HEAD")
    if not head:
        return
    push = Push(repository, refs.tips([refs.Update("HEAD", head)]), (), "", [], [])
    group = group_of(push, policy, None)
    settings = history.counted(policy.block_artifacts, None)
    accepted = accepted_now(group, HOOK)
    known = set(present)
    for violation, introduced in history.scan_range(repository, group.wanted, group.tips, settings).violations:
        blob = introduced.blob.decode()
        if blob not in known and not is_accepted(violation, accepted):
            known.add(blob)
            yield Row(HOOK, violation.rule.name, path_text(introduced.path), GONE, blob)
