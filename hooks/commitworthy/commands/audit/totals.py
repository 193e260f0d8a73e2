"""Sums over the blobs of a scan: what takes how much, by family, format, folder and time."""

from __future__ import annotations

import heapq
import time
from array import array
from collections import defaultdict

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...formats.detect import Detection
from ...git import inventory
from . import saving
from .report import HISTORY, SCHEMA, SERVER, STATES, TAG, TIP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...policy.settings import Policy
    from .report import Folder, Format, Growth, Pointers, PolicyReport, Refused, Report, Rewritten, Row, Sums
    from .scan import Scan

_NO_HEAD = Detection("unread", "unread", "content that could not be read", "", False)
_FOLDERS, _PARTS = 48, 24
_SPANS = 100
_LAST_YEAR = 253_402_300_799  # the end of 9999, in seconds


class Options(NamedTuple):
    """`top` is the length of lists (0: all), `since` seconds (None: all of history); `authors` are named if wanted.

    What a rewrite gives back is `exact` also where git needs seconds for it, since it packs some of what is left anew.
    """

    top: int = 20
    since: int | None = None
    authors: bool = False
    exact: bool = False


def report(name: str, scan: Scan, policy: Policy, options: Options) -> Report:
    """The report of a repository called `name`."""
    totals = _Totals(scan, options)
    found = scan.inventory
    clone, head, everything = found.clone, found.head, found.everything
    return {
        "schema": SCHEMA,
        "repository": name,
        "refs": found.refs,
        "commits": len(found.commits.ids),
        "missing": len(found.missing),
        "unreadable": len(scan.unreadable),
        "lower_bound": bool(found.missing or scan.unreadable or found.shallow),
        "notes": _notes(scan),
        "since": None if options.since is None else date(options.since),
        "clone": {"branches_tags": clone.disk, "depth1": head.disk, "all_refs": everything.disk},
        "objects": everything.by_type,
        "total": totals.sums(totals.groups),
        "families": totals.families(),
        "formats": totals.formats(),
        "blobs": list(totals.rows()),
        "rewritten": totals.rewritten(),
        "pointers": totals.pointers(),
        "policy": totals.policy(policy),
        "rewrite": saving.rewrite(scan, totals.numbers, exact=options.exact),
        "folders": totals.folders(),
        "growth": totals.growth(),
    }


def date(seconds: int) -> str | None:
    """The day in UTC, None for what is none."""
    if not 0 <= seconds <= _LAST_YEAR:
        return None
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def rows(scan: Scan, options: Options) -> Iterator[Row]:
    """A row for each of the largest blobs, the largest first."""
    return _Totals(scan, options).rows()


def _notes(scan: Scan) -> list[str]:
    found = scan.inventory
    notes = []
    if found.commits.ids and not found.head.disk:
        notes.append("HEAD leads to no commit, so depth 1 is empty and the policy is that of the defaults")
    if found.shallow:
        notes.append("this clone is shallow: older commits are not counted: git fetch --unshallow")
    if not found.dated:
        notes.append("trees are missing, so dates and commits are not known: git fetch --refetch --no-filter")
    return notes


def state_of(reached: int) -> str:
    """Where a blob is, by the bits of its inventory."""
    if reached & inventory.TIP:
        return TIP
    if reached & inventory.TAG:
        return TAG
    return HISTORY if reached & inventory.CLONE else SERVER


class _Group(NamedTuple):
    """So many blobs of a kind that are in the same place, their bytes unpacked and packed."""

    kind: Detection
    state: str
    blobs: int
    size: int
    packed: int


class _Totals:
    def __init__(self, scan: Scan, options: Options) -> None:
        self.scan, self.options = scan, options
        self.found, self.blobs = scan.inventory, scan.inventory.blobs
        self.ids = list(self.blobs.ids)
        self.authors = list(self.found.commits.names) if options.authors else []
        self.states = [state_of(bits) for bits in range(16)]
        # The last one is for the number -1.
        self.kinds = [*scan.kinds, _NO_HEAD]
        self.families_of = [kind.family for kind in self.kinds]
        self.numbers = self._counted()
        self.groups = self._grouped()

    def _counted(self) -> list[int] | range:
        """The blobs that count: all, or those that came since a day."""
        everything = range(len(self.ids))
        since = self.options.since
        if since is None:
            return everything
        times, commit = self.found.commits.times, self.blobs.commit
        return [number for number in everything if commit[number] >= 0 and times[commit[number]] >= since]

    def _grouped(self) -> list[_Group]:
        """What the blobs of a kind in a place take, since there are few of these and many blobs."""
        kind, reached, sizes, packed = self.scan.kind, self.blobs.reached, self.blobs.sizes, self.blobs.packed
        groups: dict[int, list[int]] = {}
        for number in self.numbers:
            key = kind[number] << 4 | reached[number] & 15
            group = groups.get(key)
            if group is None:
                group = groups[key] = [0, 0, 0]
            group[0] += 1
            group[1] += sizes[number]
            group[2] += packed[number]
        return [_Group(self.kinds[key >> 4], self.states[key & 15], *sums) for key, sums in groups.items()]

    def kind(self, number: int) -> Detection:
        """What a blob is."""
        return self.kinds[self.scan.kind[number]]

    def family(self, number: int) -> str:
        """Its family."""
        return self.families_of[self.scan.kind[number]]

    def state(self, number: int) -> str:
        """Where it is."""
        return self.states[self.blobs.reached[number] & 15]

    def path(self, number: int) -> str:
        """The path that it had first."""
        place = self.blobs.path[number]
        return path_text(self.found.paths[place]) if place >= 0 else ""

    def day(self, number: int) -> str | None:
        """When it came."""
        commit = self.blobs.commit[number]
        return date(self.found.commits.times[commit]) if commit >= 0 else None

    def sums(self, groups: Iterable[_Group]) -> Sums:
        """Of these groups."""
        blobs = size = 0
        packed = dict.fromkeys(STATES, 0)
        for group in groups:
            blobs += group.blobs
            size += group.size
            packed[group.state] += group.packed
        return {
            "blobs": blobs,
            "size": size,
            "packed": sum(packed.values()),
            "tip": packed[TIP],
            "tag": packed[TAG],
            "history": packed[HISTORY],
            "server": packed[SERVER],
        }

    def families(self) -> dict[str, Sums]:
        """Sums by family, what takes most first."""
        groups: dict[str, list[_Group]] = {}
        for group in self.groups:
            groups.setdefault(group.kind.family, []).append(group)
        sums = {family: self.sums(some) for family, some in groups.items()}
        return dict(sorted(sums.items(), key=lambda item: (-item[1]["packed"], item[0])))

    def formats(self) -> dict[str, Format]:
        """Sums by format, what takes most first."""
        found: dict[str, Format] = {}
        for kind, _, blobs, size, packed in self.groups:
            row = found.setdefault(
                kind.format, {"family": kind.family, "label": kind.label, "blobs": 0, "size": 0, "packed": 0}
            )
            row["blobs"] += blobs
            row["size"] += size
            row["packed"] += packed
        return dict(sorted(found.items(), key=lambda item: (-item[1]["packed"], item[0])))

    def rows(self) -> Iterator[Row]:
        """The largest blobs by what they take on disk."""
        packed, ids = self.blobs.packed, self.ids
        top = self.options.top or len(self.ids)
        for number in heapq.nsmallest(top, self.numbers, key=lambda number: (-packed[number], ids[number])):
            yield self._row(number)

    def _row(self, number: int) -> Row:
        kind, commit = self.kind(number), self.blobs.commit[number]
        verdict = self.scan.verdicts.get(number)
        return {
            "id": self.ids[number].decode(),
            "path": self.path(number),
            "paths": 1 + len(self.blobs.others.get(number, ())),
            "family": kind.family,
            "format": kind.format,
            "label": kind.label,
            "size": self.blobs.sizes[number],
            "packed": self.blobs.packed[number],
            "since": self.day(number),
            "commit": self.found.commits.ids[commit].decode() if commit >= 0 else None,
            "author": self._author(commit) if self.options.authors and commit >= 0 else None,
            "state": self.state(number),
            "verdict": verdict.code if verdict else None,
            "accepted": bool(verdict and verdict.accepted),
        }

    def _author(self, commit: int) -> str:
        return path_text(self.authors[self.found.commits.authors[commit]])

    def rewritten(self) -> list[Rewritten]:
        """The paths with most versions, two at least."""
        versions = array("q", [0]) * len(self.found.paths)
        for number in self.numbers:
            for place in self._places(number):
                versions[place] += 1
        places = [place for place, count in enumerate(versions) if count > 1]
        top = self.options.top or len(places)
        chosen = heapq.nsmallest(top, places, key=lambda place: (-versions[place], self.found.paths[place]))
        rows: dict[int, Rewritten] = {
            place: {
                "path": path_text(self.found.paths[place]), "family": "", "versions": versions[place], "size": 0,
                "packed": 0,
            }
            for place in chosen
        }  # fmt: skip
        for number in self.numbers if rows else ():
            for place in self._places(number):
                row = rows.get(place)
                if row is not None:
                    row["size"] += self.blobs.sizes[number]
                    row["packed"] += self.blobs.packed[number]
                    row["family"] = self.family(number)
        return list(rows.values())

    def _places(self, number: int) -> tuple[int, ...]:
        """The numbers of all paths that a blob had."""
        first = self.blobs.path[number]
        return (first, *self.blobs.others.get(number, ())) if first >= 0 else ()

    def pointers(self) -> dict[str, Pointers]:
        """By kind; what several pointers name alike is stored once."""
        found: dict[str, Pointers] = {}
        named: set[tuple[str, str, bool]] = set()
        counted = set(self.numbers) if self.options.since is not None else None
        for number, pointer in self.scan.pointers.items():
            if counted is not None and number not in counted:
                continue
            row = found.setdefault(pointer.kind, {"pointers": 0, "stored": 0, "at_tips": 0})
            row["pointers"] += 1
            oid = pointer.oid or str(number)
            size = pointer.size or 0
            if (pointer.kind, oid, False) not in named:
                named.add((pointer.kind, oid, False))
                row["stored"] += size
            if self.state(number) == TIP and (pointer.kind, oid, True) not in named:
                named.add((pointer.kind, oid, True))
                row["at_tips"] += size
        return found

    def policy(self, policy: Policy) -> PolicyReport:
        """What the policy says of the blobs."""
        verdicts = self.scan.verdicts
        numbers = [number for number in self.numbers if number in verdicts]
        refused = [number for number in numbers if not verdicts[number].accepted]
        rules: dict[str, int] = {}
        for number in refused:
            rules[verdicts[number].code] = rules.get(verdicts[number].code, 0) + 1
        adopted = self.scan.adopted
        return {
            "source": policy.source,
            "adopted": None if adopted is None else date(self.found.commits.times[adopted]),
            "refused": self._refused(refused),
            "at_tips": self._refused([number for number in refused if self.state(number) == TIP]),
            "accepted": self._refused([number for number in numbers if verdicts[number].accepted]),
            "rules": dict(sorted(rules.items())),
        }

    def _refused(self, numbers: list[int]) -> Refused:
        times, commit = self.found.commits.times, self.blobs.commit
        seconds = [times[commit[number]] for number in numbers if commit[number] >= 0]
        return {
            "blobs": len(numbers),
            "size": sum(self.blobs.sizes[number] for number in numbers),
            "packed": sum(self.blobs.packed[number] for number in numbers),
            "first": date(min(seconds)) if seconds else None,
        }

    def folders(self) -> list[Folder]:
        """The tree in some fifty parts: whatever takes most is taken apart first."""
        # Of all versions of a path together, since mostly they are of one family.
        packed: dict[tuple[int, str], int] = {}
        history: dict[tuple[int, str], int] = {}
        for number in self.numbers:
            key = (self.blobs.path[number], self.family(number))
            packed[key] = packed.get(key, 0) + self.blobs.packed[number]
            if not self.blobs.reached[number] & (inventory.TIP | inventory.TAG):
                history[key] = history.get(key, 0) + self.blobs.packed[number]
        root = _Node("")
        for (place, family), size in packed.items():
            path = path_text(self.found.paths[place]) if place >= 0 else ""
            root.grow(path, size, history.get((place, family), 0), family)
        largest = [(-root.packed, 0, root)]
        done: list[_Node] = []
        count = 1
        while largest and len(largest) + len(done) < _FOLDERS:
            _, _, node = heapq.heappop(largest)
            parts = node.parts()
            if not parts:
                done.append(node)
                continue
            for part in parts:
                heapq.heappush(largest, (-part.packed, count, part))
                count += 1
        nodes = sorted(done + [node for _, _, node in largest], key=lambda node: (-node.packed, node.path))
        return [node.folder() for node in nodes if node.packed]

    def growth(self) -> Growth | None:
        """What came when; None where no commit is known."""
        commit, packed = self.blobs.commit, self.blobs.packed
        times = {
            number: time
            for number in {commit[blob] for blob in self.numbers} - {inventory.NEVER}
            if 0 <= (time := self.found.commits.times[number]) <= _LAST_YEAR
        }
        if not times:
            return None
        start = min(times.values())
        end = max(start + 1, *times.values())
        span_of = {number: (time - start) * _SPANS // (end - start + 1) for number, time in times.items()}
        families: dict[str, list[int]] = defaultdict(lambda: [0] * _SPANS)
        for blob in self.numbers:
            at = span_of.get(commit[blob])
            if at is not None:
                families[self.family(blob)][at] += packed[blob]
        for spans in families.values():
            for at in range(1, _SPANS):
                spans[at] += spans[at - 1]
        return {"start": start, "end": end, "families": dict(families)}


class _Node:
    """A folder (its path ends in a slash) or a file, with all versions of what is below it."""

    __slots__ = ("children", "families", "files", "history", "packed", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self.packed = self.history = 0
        self.files = 1
        self.families: dict[str, int] = {}
        self.children: dict[str, _Node] = {}

    def add(self, packed: int, history: int, family: str) -> None:
        self.packed += packed
        self.history += history
        self.families[family] = self.families.get(family, 0) + packed

    def grow(self, path: str, packed: int, history: int, family: str) -> None:
        """Add a file below it, and what it takes to all folders above."""
        node = self
        node.add(packed, history, family)
        *folders, name = path.split("/")
        for folder in folders:
            node = node.child(f"{node.path}{folder}/")
            node.add(packed, history, family)
        node.child(f"{node.path}{name}").add(packed, history, family)

    def child(self, path: str) -> _Node:
        found = self.children.get(path)
        if found is None:
            found = self.children[path] = _Node(path)
        return found

    def count(self) -> int:
        """How many files there are below it, or it stands for."""
        # No recursion: git bounds the depth of a tree far beyond what Python takes.
        files, waiting = 0, [self]
        while waiting:
            node = waiting.pop()
            waiting += node.children.values()
            files += 0 if node.children else node.files
        return files

    def parts(self) -> list[_Node]:
        """Its largest folders and files; the rest of what it has together."""
        nodes = sorted(self.children.values(), key=lambda node: -node.packed)
        large = [node for node in nodes[:_PARTS] if node.children or node.packed * 20 >= self.packed]
        small = [node for node in nodes if node not in large]
        if len(small) <= 1:
            return nodes
        rest = _Node(f"{self.path}*")
        rest.files = sum(node.count() for node in small)
        for node in small:
            rest.packed += node.packed
            rest.history += node.history
            for family, packed in node.families.items():
                rest.families[family] = rest.families.get(family, 0) + packed
        return [*large, rest]

    def folder(self) -> Folder:
        """As the report has it."""
        families = dict(sorted(self.families.items(), key=lambda item: (-item[1], item[0])))
        return {
            "path": self.path,
            "files": self.count(),
            "packed": self.packed,
            "history": self.history,
            "families": families,
        }
