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
# Quotes apart.
_STRIPPING = (b"strip-notebooks", b"id: commitworthy", b"id = commitworthy", b"commitworthy commitworthy")


def check(call: Call) -> list[Finding]:
    """Findings for the chosen entries; nothing but the judgement of each blob is done where there are none."""
    settings = _weighing(call, call.policy.block_artifacts, call.baseline)
    judged = _judged(call, settings, call.baseline)
    if judged.missing:
        report_missing(call, judged.missing)
    if not judged.offences:
        return []
    from .verdicts.blobs import accepted, parents, say

    decided = accepted.decisions(settings.allow, call.baseline)
    open_ones = [offence for offence in judged.offences if not accepted.is_accepted(offence, decided)]
    found = parents.news(call.repository, open_ones, lambda commit: _rules_of(call, commit), judged.facts)
    return say.findings(HOOK, call.repository, call.policy.homes, found, decided) if found else []


def _judged(call: Call, settings: BlockArtifacts, baseline_file: bytes | None) -> offences.Judged:
    judged = offences.find(call.repository, call.entries, settings, baseline_file, call.watch)
    return offences.with_links(judged, call.repository, call.links, settings) if call.links else judged


def _rules_of(call: Call, commit: str) -> tuple[BlockArtifacts, Decisions]:
    """Limits and decisions as a commit has them; those of today where it has none that can be read."""
    from .verdicts.blobs import accepted

    try:
        policy, rows = policy_of(call, commit)
        settings, decided = policy.block_artifacts, accepted.decisions(policy.block_artifacts.allow, rows)
    except CannotJudge:
        settings, rows = call.policy.block_artifacts, call.baseline
        decided = accepted.decisions(settings.allow, rows)
    return _weighing(call, settings, rows), decided


def _weighing(call: Call, settings: BlockArtifacts, baseline_file: bytes | None) -> BlockArtifacts:
    """A notebook counts as strip-notebooks would leave it where that runs, and as it is in a range and elsewhere."""
    if not call.ranged and (call.stripping or _are_stripped(call.configs)):
        return settings

    def count(path: bytes, blob: bytes) -> bool | None:
        # Asked of large notebooks alone, so that nobody else loads this.
        from .git import installed
        from .verdicts.notebooks import outputs, search

        # One that the policy keeps is as it is in any case, which an exception from stripping does not excuse here.
        kept = search.stripper(settings.notebooks).keeps(path)
        if not call.ranged and (
            kept or _are_stripped(tuple(hook.content for hook in installed.hooks(("pre-commit",))))
        ):
            return None
        counting = outputs.counted(settings, baseline_file).outputs_count
        return counting and counting(path, blob)

    return settings._replace(outputs_count=count)


def _are_stripped(configs: tuple[bytes, ...]) -> bool:
    """Whether any of these, of a framework or a hook of git's own, runs strip-notebooks."""
    return any(word in config.translate(None, b"\"'") for config in configs for word in _STRIPPING)


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: every offence that no exception covers; CannotJudge where a blob is not here."""
    from .policy.baseline import Row
    from .verdicts.blobs import accepted

    settings = call.policy.block_artifacts
    judged = _judged(call, settings, None)
    for (entry,) in judged.missing:
        path = entry.path.decode("utf-8", "surrogateescape")
        raise CannotJudge(f"{path}: its content is not in this clone: fetch it, then try again")
    decided = accepted.decisions(settings.allow, None)
    for offence in judged.offences:
        if not accepted.is_accepted(offence, decided):
            path = offence.entry.path.decode("utf-8", "surrogateescape")
            yield Row(HOOK, offence.rule.name, path, offence.size, offence.entry.blob.decode())
