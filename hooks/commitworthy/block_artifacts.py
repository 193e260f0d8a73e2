"""Block large files, data, models and binaries: judge each blob by what it is and by its size."""

from __future__ import annotations

from .call import policy_of, report_missing
from .findings import CannotJudge
from .values import TYPE_CHECKING
from .verdicts.blobs import offences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .policy.baseline import Row
    from .policy.settings import BlockArtifacts
    from .verdicts.blobs.accepted import Decisions

HOOK = "block-artifacts"
SUMMARY = "Block large files, data, models and binaries."
EXAMPLE = "commitworthy block-artifacts --max-size '1 MB'"


def check(call: Call) -> list[Finding]:
    """Findings for the chosen entries; nothing but the judgement of each blob is done where there are none."""
    settings = call.policy.block_artifacts
    judged = offences.find(call.repository, call.entries, settings, call.baseline, call.watch)
    if judged.missing:
        report_missing(call, judged.missing)
    if not judged.offences:
        return []
    from .verdicts.blobs import accepted, parents, say

    decided = accepted.decisions(settings.allow, call.baseline)
    open_ones = [offence for offence in judged.offences if not accepted.is_accepted(offence, decided)]
    found = parents.news(call.repository, open_ones, lambda commit: _rules_of(call, commit), judged.facts)
    return say.findings(HOOK, call.repository, call.policy.homes, found, decided) if found else []


def _rules_of(call: Call, commit: str) -> tuple[BlockArtifacts, Decisions]:
    """Limits and decisions as a commit has them; those of today where it has none that can be read."""
    from .verdicts.blobs import accepted

    try:
        policy, rows = policy_of(call, commit)
        return policy.block_artifacts, accepted.decisions(policy.block_artifacts.allow, rows)
    except CannotJudge:
        settings = call.policy.block_artifacts
        return settings, accepted.decisions(settings.allow, call.baseline)


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: every offence that no exception covers; CannotJudge where a blob is not here."""
    from .policy.baseline import Row
    from .verdicts.blobs import accepted

    settings = call.policy.block_artifacts
    judged = offences.find(call.repository, call.entries, settings, watch=call.watch)
    for (entry,) in judged.missing:
        path = entry.path.decode("utf-8", "surrogateescape")
        raise CannotJudge(f"{path}: its content is not in this clone: fetch it, then try again")
    decided = accepted.decisions(settings.allow, None)
    for offence in judged.offences:
        if not accepted.is_accepted(offence, decided):
            path = offence.entry.path.decode("utf-8", "surrogateescape")
            yield Row(HOOK, offence.rule.name, path, offence.size, offence.entry.blob.decode())
