"""What a rewrite of history gives back: the bytes of the blobs that go, less what others need in their place.

A blob that stays and was kept as a difference to one that goes must be kept whole, or as a difference to another one.
What trees and emptied commits give back comes on top, so the figure is rather too small than too large.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from ...git import inventory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ...git.inventory import Blobs
    from .report import Rewrite, Saving
    from .scan import Scan


def refused(scan: Scan, numbers: Iterable[int], *, at_tips: bool) -> list[int]:
    """The blobs that the policy refuses and nothing accepts; those at the tip of a branch only if `at_tips`."""
    reached, verdicts = scan.inventory.blobs.reached, scan.verdicts
    return [
        number
        for number in numbers
        if number in verdicts and not verdicts[number].accepted and (at_tips or not reached[number] & inventory.TIP)
    ]


def rewrite(scan: Scan, numbers: Iterable[int]) -> Rewrite:
    """What goes away with the refused blobs among these."""
    everything = refused(scan, numbers, at_tips=True)
    history = refused(scan, everything, at_tips=False)
    bases = inventory.bases(scan.inventory.blobs) if everything else {}
    blobs = scan.inventory.blobs
    return {"history": _saving(blobs, bases, history), "everything": _saving(blobs, bases, everything)}


def _saving(blobs: Blobs, bases: Mapping[int, int], numbers: list[int]) -> Saving:
    of_clone = [number for number in numbers if blobs.reached[number] & inventory.CLONE]
    return {
        "blobs": len(numbers),
        "size": sum(blobs.sizes[number] for number in of_clone),
        "packed": sum(blobs.packed[number] for number in of_clone),
        "clone": saved(blobs, bases, of_clone),
        "all_refs": saved(blobs, bases, numbers),
    }


def saved(blobs: Blobs, bases: Mapping[int, int], going: Collection[int]) -> int:
    """Bytes that packs get smaller by without the blobs that are `going`; `bases` has what each blob differs from."""
    gone = set(going)
    kept: set[int] = set()
    whole: dict[int, int] = {}
    for number, base in bases.items():
        if number in gone or base not in gone:
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
    return max(sum(blobs.packed[number] for number in gone - kept) - sum(whole.values()), 0)
