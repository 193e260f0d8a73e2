"""Block large files, data, models and binaries: judge each blob by what it is and by its size."""

from __future__ import annotations

from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import scan
from ...policy.settings import ALL
from ..context import accepted_at, accepted_now, report_missing, with_old
from ..context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from ..hook import FILES, NO_MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...base.findings import Finding
    from ...policy.acceptance import Acceptance, Row
    from ...policy.settings import BlockArtifacts
    from ..context import HookContext

NAME = "block-artifacts"
SUMMARY = "Block large files, data, models and binaries."
EXAMPLE = "commitworthy block-artifacts --max-size '1 MB'"
OPERANDS = FILES
PRELOAD = ()
ACCEPTS_UNTRACKED = False
MODES = NO_MODES
# Quotes apart.
_STRIPPING = (b"strip-notebooks", b"id: commitworthy", b"id = commitworthy", b"commitworthy commitworthy")


def check(context: HookContext) -> list[Finding]:
    """Findings for the chosen entries; nothing but the judgement of each blob is done where there are none."""
    context = with_old(context, NAME)
    settings = weighing(context, context.policy.block_artifacts, context.baseline)
    judged = _judged(context, settings, context.baseline)
    if judged.missing:
        report_missing(context, judged.missing)
    if not judged.violations:
        return []
    from . import messages

    accepted = accepted_now(context, NAME)
    violations = [one for one in judged.violations if not messages.is_accepted(one, accepted)]
    if context.policy.level(NAME) == ALL:
        new = [messages.NewViolation(violation) for violation in violations]
    else:
        new = messages.new_violations(
            context.repository, violations, lambda commit: _limits_at(context, commit), judged.facts
        )
    return messages.findings(NAME, context.repository, context.policy.homes, new, accepted) if new else []


def _judged(context: HookContext, settings: BlockArtifacts, baseline_file: bytes | None) -> scan.BlobScan:
    judged = scan.find(context.repository, context.entries, settings, baseline_file, context.watch)
    return scan.with_links(judged, context.repository, context.links, settings) if context.links else judged


def _limits_at(context: HookContext, commit: str) -> tuple[BlockArtifacts, Acceptance]:
    accepted = accepted_at(context, NAME, commit)
    return weighing(context, accepted.policy.block_artifacts, accepted.baseline), accepted


def weighing(context: HookContext, settings: BlockArtifacts, baseline_file: bytes | None) -> BlockArtifacts:
    """A notebook counts as strip-notebooks would leave it where that runs, and as it is in a range and elsewhere."""
    if not context.ranged and (context.stripping or _are_stripped(context.configs)):
        return settings

    # Asked of large notebooks alone, so that nobody else loads what answers; and asked of git for the first one.
    known: list[tuple[bool, Callable[[bytes, bytes], bool | None] | None]] = []

    def count(path: bytes, blob: bytes) -> bool | None:
        from ...blobs import history, notebooks

        if not known:
            from ...git import hooks

            scripts = () if context.ranged else tuple(found.content for found in hooks.hooks(("pre-commit",)))
            known.append((_are_stripped(scripts), history.counted(settings, baseline_file).outputs_count))
        stripped, counting = known[0]
        # One that the policy keeps is as it is in any case, which an exception from stripping does not excuse here.
        if not context.ranged and (stripped or notebooks.stripper(settings.notebooks).keeps(path)):
            return None
        return counting and counting(path, blob)

    return settings._replace(outputs_count=count)


def _are_stripped(configs: tuple[bytes, ...]) -> bool:
    """Whether any of these, of a framework or a hook of git's own, runs strip-notebooks."""
    return any(word in config.translate(None, b"\"'") for config in configs for word in _STRIPPING)


def baseline(context: HookContext) -> Iterator[Row]:
    """What a baseline accepts: every violation that no exception covers; CheckError where a blob is not here."""
    from ...policy.acceptance import Row, acceptance
    from . import messages

    settings = context.policy.block_artifacts
    judged = _judged(context, settings, None)
    for (entry,) in judged.missing:
        raise CheckError(f"{path_text(entry.path)}: its content is not in this clone: fetch it, then run again")
    accepted = acceptance(NAME, context.policy, None)
    for violation in judged.violations:
        if not messages.is_accepted(violation, accepted):
            path = path_text(violation.entry.path)
            yield Row(NAME, violation.rule.name, path, violation.size, violation.entry.blob.decode())
