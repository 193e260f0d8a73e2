"""Block large files, data, models and binaries: judge each blob by what it is and by its size."""

from __future__ import annotations

from .call import report_missing
from .git import blobs
from .values import TYPE_CHECKING
from .verdicts.judge import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .verdicts.judge import Offence

HOOK = "block-artifacts"
SUMMARY = "Block large files, data, models and binaries, judged as git will store them."
EXAMPLE = "commitworthy block-artifacts --max-size '1 MB'"


def check(call: Call) -> list[Finding]:
    """Findings for the chosen entries; nothing but the judgement of each blob is done where there are none."""
    offences = list(_offences(call))
    if not offences:
        return []
    from .verdicts import accepted, parents

    decided = accepted.decisions(call.policy.block_artifacts.allow, call.baseline)
    offences = [offence for offence in offences if not accepted.is_accepted(offence, decided)]
    found = parents.news(call.repository, offences, call.policy.block_artifacts, decided)
    if not found:
        return []
    from .verdicts import say

    return say.findings(HOOK, call.repository, call.policy.homes, found, decided)


def _offences(call: Call) -> Iterator[Offence]:
    missing = []
    for blob in blobs.read(call.repository, call.entries):
        if isinstance(blob, blobs.Missing):
            missing.append(blob)
        elif offence := judge(blob, call.policy.block_artifacts):
            yield offence
    if missing:
        report_missing(call, missing)
