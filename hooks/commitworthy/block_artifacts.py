"""Block large files, data, models and binaries: judge each blob by what it is and by its size."""

from __future__ import annotations

from .call import report_missing
from .values import TYPE_CHECKING
from .verdicts import offences

if TYPE_CHECKING:
    from .call import Call
    from .findings import Finding

HOOK = "block-artifacts"
SUMMARY = "Block large files, data, models and binaries, judged as git will store them."
EXAMPLE = "commitworthy block-artifacts --max-size '1 MB'"


def check(call: Call) -> list[Finding]:
    """Findings for the chosen entries; nothing but the judgement of each blob is done where there are none."""
    settings = call.policy.block_artifacts
    judged = offences.find(call.repository, call.entries, settings)
    if judged.missing:
        report_missing(call, judged.missing)
    if not judged.offences:
        return []
    from .verdicts import accepted, parents, say

    decided = accepted.decisions(settings.allow, call.baseline)
    open_ones = [offence for offence in judged.offences if not accepted.is_accepted(offence, decided)]
    found = parents.news(call.repository, open_ones, settings, decided)
    return say.findings(HOOK, call.repository, call.policy.homes, found, decided) if found else []
