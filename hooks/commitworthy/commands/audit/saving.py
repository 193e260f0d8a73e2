"""What a rewrite of history gives back: the bytes of the blobs that go, less what others need in their place.

A blob that stays and was kept as a difference to one that goes must be kept whole, or as a difference to another one.
What trees and emptied commits give back comes on top, so the figure is rather too small than too large.
"""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import inventory

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ...git.inventory import Blobs
    from .report import Rewrite, Saving
    from .scan import Scan

    # Blobs, and an estimate of what they will take more; what they do.
    Repacked = Callable[[list[int], int], int]

# Where what stays in the place of what goes is more than a fiftieth of that, a guess at it is not good enough.
_MATTERS = 50
# Git packs some 10 MB in a second.
_MOST_REPACKED, _MOST_IN_PASSING = 64 * 1024 * 1024, 2 * 1024 * 1024


def refused(scan: Scan, numbers: Iterable[int], *, at_tips: bool) -> list[int]:
    """The blobs that the policy refuses and nothing accepts; those at the tip of a branch only if `at_tips`."""
    reached, verdicts = scan.inventory.blobs.reached, scan.verdicts
    return [
        number
        for number in numbers
        if number in verdicts and not verdicts[number].accepted and (at_tips or not reached[number] & inventory.TIP)
    ]


def rewrite(scan: Scan, numbers: Iterable[int], *, exact: bool) -> Rewrite:
    """What goes away with the refused blobs among these; `exact` where that may take some seconds."""
    everything = refused(scan, numbers, at_tips=True)
    history = refused(scan, everything, at_tips=False)
    bases = inventory.bases(scan.inventory.blobs) if everything else {}
    blobs = scan.inventory.blobs
    repacked = _Repacked(blobs, scan.inventory.paths, _MOST_REPACKED if exact else _MOST_IN_PASSING)
    return {
        "history": _saving(blobs, bases, repacked, history),
        "everything": _saving(blobs, bases, repacked, everything),
    }


def _saving(blobs: Blobs, bases: Mapping[int, int], repacked: Repacked, numbers: list[int]) -> Saving:
    of_clone = [number for number in numbers if blobs.reached[number] & inventory.CLONE]
    return {
        "blobs": len(numbers),
        "size": sum(blobs.sizes[number] for number in of_clone),
        "packed": sum(blobs.packed[number] for number in of_clone),
        "clone": saved(blobs, bases, of_clone, repacked, inventory.CLONE),
        "all_refs": saved(blobs, bases, numbers, repacked),
    }


def saved(
    blobs: Blobs,
    bases: Mapping[int, int],
    going: Collection[int],
    repacked: Repacked | None = None,
    reached: int = 0,
) -> int:
    """Bytes that packs get smaller by without the blobs that are `going`; `bases` has what each blob differs from.

    Of those that stay only what is `reached` counts, as the bits of an inventory say it.
    """
    gone = set(going)
    kept: set[int] = set()
    whole: dict[int, int] = {}
    orphans: list[int] = []
    for number, base in bases.items():
        if number in gone or base not in gone or blobs.reached[number] & reached != reached:
            continue
        chain = [base]
        # Two packs that hold the same blobs may have each as a difference to the other.
        while (below := bases.get(chain[-1])) in gone and below not in chain:
            chain.append(below)
        top = chain[-1]
        if below is not None:
            # Its next base stays: the difference to that is no larger than all between them.
            kept.update(chain)
        else:
            # One of those that differed from it takes its place, as well compressed as it was.
            alike = blobs.packed[top] * blobs.sizes[number] // max(blobs.sizes[top], 1)
            whole[top] = max(whole.get(top, 0), alike - blobs.packed[number])
            orphans.append(number)
    freed, cost = sum(blobs.packed[number] for number in gone - kept), sum(whole.values())
    if repacked and cost * _MATTERS > freed:
        cost = repacked(orphans, cost)
    return max(freed - cost, 0)


class _Repacked:
    """What blobs take more without what they differed from, as git itself packs them anew; each lot once."""

    def __init__(self, blobs: Blobs, paths: Sequence[bytes], most: int) -> None:
        self.blobs, self.paths, self.most = blobs, paths, most
        self.known: dict[tuple[int, ...], int] = {}

    def __call__(self, orphans: list[int], estimate: int) -> int:
        """The estimate, where they are so large that this takes long, or git cannot."""
        if sum(self.blobs.sizes[number] for number in orphans) > self.most:
            return estimate
        lot = tuple(orphans)
        if lot not in self.known:
            try:
                taken = inventory.repacked(self.blobs, self.paths, lot)
            except CheckError:
                return estimate
            self.known[lot] = taken - sum(self.blobs.packed[number] for number in lot)
        return self.known[lot]
