"""The verdict on every tracked file: what it is, how large, where it belongs, and which rule objects."""

from __future__ import annotations

from .. import sizes
from ..artifacts import pointers
from ..git import attributes, blobs
from ..report.escape import for_terminal
from ..values import TYPE_CHECKING
from ..verdicts.blobs import accepted
from ..verdicts.blobs.judge import identify, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..call import Call
    from ..git.blobs import Blob
    from ..verdicts.blobs.accepted import Decisions


def lines(call: Call) -> Iterator[str]:
    """One a file, by path."""
    settings = call.policy.block_artifacts
    decided = accepted.decisions(settings.allow, call.baseline)
    routed = attributes.filters(call.repository, [entry.path for entry in call.entries])
    for blob in sorted(blobs.read(call.repository, call.entries), key=lambda blob: blob.entry.path):
        path = for_terminal(blob.entry.path.decode("utf-8", "surrogateescape"))
        if isinstance(blob, blobs.Missing):
            yield f"{path}: not in this clone"
            continue
        route = ", routed to LFS" if routed.get(blob.entry.path) == "lfs" else ""
        pointer = pointers.recognise(blob.entry.path, blob.size, blob.head)
        what = f"{pointer.kind} pointer" if pointer else identify(blob, settings).label
        yield f"{path}: {for_terminal(what)}, {sizes.show(blob.size)}{route}: {_verdict(call, blob, decided)}"
    yield ""


def _verdict(call: Call, blob: Blob, decided: Decisions) -> str:
    offence = judge(blob, call.policy.block_artifacts)
    if offence is None:
        return "fine"
    said = f"{offence.rule.code} {offence.rule.name}"
    return f"{said}, accepted" if accepted.is_accepted(offence, decided) else said
