"""An audit on one screen, and the audit of many repositories as a table."""

from __future__ import annotations

from ...base import wording
from ...base.namedtuple import TYPE_CHECKING
from ...report.escape import for_terminal
from .report import HISTORY, SERVER, TAG, TIP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .report import Failure, PolicyReport, Refused, Report, Row, Saving, Sums

WHERE = {
    TIP: "at a branch's tip",
    TAG: "at a tag",
    HISTORY: "only in history",
    SERVER: "only in other refs",
}
_KINDS = {"lfs": "Git LFS", "dvc": "DVC", "git-annex": "git-annex"}
_PATH = 60
_FORMATS = 5


def lines(report: Report, top: int) -> Iterator[str]:
    """The report of one repository, its lists of `top` rows (0: all)."""
    yield _headline(report)
    yield from (f"note: {note}" for note in notes(report))
    yield from _clone(report)
    if report["total"]["blobs"]:
        yield ""
        yield from _families(report)
        yield ""
        yield f"largest{_since(report)}"
        yield from _largest(report["blobs"][: top or None])
    if report["rewritten"]:
        yield ""
        yield f"most often rewritten{_since(report)}"
        yield from _rewritten(report, top)
    yield ""
    yield from pointers(report)
    yield from _policy(report)


def _since(report: Report) -> str:
    return f" since {report['since']}" if report["since"] else ""


def _headline(report: Report) -> str:
    return f"{for_terminal(report['repository'])}: {counts(report)}"


def counts(report: Report) -> str:
    """How many commits, blobs and refs there are."""
    counted = (
        wording.counted(report["commits"], "commit"),
        wording.counted(report["total"]["blobs"], "blob") + _since(report),
        wording.counted(report["refs"], "ref"),
    )
    return ", ".join(counted)


def notes(report: Report) -> Iterator[str]:
    """What could not be seen."""
    yield from report["notes"]
    if report["missing"]:
        objects = wording.counted(report["missing"], "object is", "objects are")
        yield f"{objects} not in this clone and not fetched, so all figures are lower bounds"
    if report["unreadable"]:
        blobs = wording.counted(report["unreadable"], "blob is", "blobs are")
        yield f"{blobs} damaged or could not be read, and not identified: run git fsck"


def _clone(report: Report) -> Iterator[str]:
    clone = report["clone"]
    more = "at least " if report["lower_bound"] else ""
    figures = [
        ("a clone", clone["branches_tags"], "all branches and tags"),
        ("depth 1", clone["depth1"], "its newest commit alone"),
        ("all refs", clone["all_refs"], "what the server keeps, also for refs/pull and the like"),
    ]
    shown = [(name, more + wording.show(size), what) for name, size, what in figures]
    width = max(len(size) for _, size, _ in shown)
    yield from (f"    {name:<10}{size:>{width}}   {what}" for name, size, what in shown)


def _families(report: Report) -> Iterator[str]:
    yield f"{'family':<12}{'blobs':>9}{'packed':>11}{'unpacked':>11}{'at a tip':>11}{'at no tip':>11}"
    rows = list(report["families"].items())
    if len(rows) > 1:
        rows.append(("all", report["total"]))
    for family, sums in rows:
        yield (
            f"{family:<12}{sums['blobs']:>9,}{wording.show(sums['packed']):>11}{wording.show(sums['size']):>11}"
            f"{wording.show(at_tips(sums)):>11}{wording.show(behind(sums)):>11}"
        )
    formats = list(report["formats"].values())[:_FORMATS]
    yield "formats: " + ", ".join(
        f"{for_terminal(noun(row['label']))} {wording.show(row['packed'])}" for row in formats
    )


def at_tips(sums: Sums) -> int:
    """Packed bytes that the tip of a branch or a tag has."""
    return sums["tip"] + sums["tag"]


def behind(sums: Sums) -> int:
    """Packed bytes that no tip has."""
    return sums["history"] + sums["server"]


def _largest(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        about = [
            f"{for_terminal(noun(row['label']))}, {wording.show(row['size'])} unpacked",
            *filter(None, (row["since"], row["commit"] and row["commit"][:8])),
            WHERE[row["state"]],
            *([verdict(row)] if row["verdict"] else []),
            *([for_terminal(row["author"])] if row["author"] else []),
        ]
        yield f"{wording.show(row['packed']):>12}  {shortened(row['path'])}  ({', '.join(about)})"


def noun(label: str) -> str:
    """What something is, without an article, as a list has it."""
    return label.removeprefix("a ").removeprefix("an ")


def verdict(row: Row) -> str:
    """The rule that refuses a blob, in so many words."""
    return f"{row['verdict']}, accepted" if row["accepted"] else row["verdict"] or ""


def _rewritten(report: Report, top: int) -> Iterator[str]:
    for row in report["rewritten"][: top or None]:
        versions = wording.counted(row["versions"], "version")
        yield f"{wording.show(row['packed']):>12}  {shortened(row['path'])}  ({versions})"


def shortened(path: str) -> str:
    """A path as it may be shown, its middle left out where it is long."""
    shown = for_terminal(path) or "(no path)"
    return shown if len(shown) <= _PATH else f"{shown[: _PATH // 2 - 2]}...{shown[-_PATH // 2 + 1 :]}"


def pointers(report: Report) -> Iterator[str]:
    """What pointers stand for, a line for each kind."""
    for kind, row in report["pointers"].items():
        count = wording.counted(row["pointers"], "pointer stands", "pointers stand")
        yield (
            f"{_KINDS.get(kind, kind)}: {count} for {wording.show(row['stored'])} stored elsewhere, "
            f"{wording.show(row['at_tips'])} of it at the tips"
        )


def refusals(policy: PolicyReport) -> str:
    """What the policy refuses, since when, and what of it is still there."""
    refused, tips = policy["refused"], policy["at_tips"]
    name = policy["source"] or "using defaults"
    if not refused["blobs"]:
        return f"policy ({name}): refuses nothing of this"
    return (
        f"policy ({name}): refuses {_blobs_of(refused)}, from {refused['first'] or 'an unknown day'} on; "
        f"{_blobs_of(tips) if tips['blobs'] else 'none'} of these at a branch's tip"
    )


def _policy(report: Report) -> Iterator[str]:
    policy = report["policy"]
    yield refusals(policy)
    if policy["refused"]["blobs"]:
        yield from rewrites(report)
    accepted = policy["accepted"]
    if accepted["blobs"]:
        yield f"accepted by an exception or the baseline: {_blobs_of(accepted)}"
    if policy["adopted"]:
        yield f"commitworthy is used here since {policy['adopted']}"


def _blobs_of(refused: Refused) -> str:
    """Such as "507 blobs, 79.5 MB"."""
    return f"{wording.counted(refused['blobs'], 'blob')}, {wording.show(refused['packed'])}"


def rewrites(report: Report) -> Iterator[str]:
    """What taking the refused blobs out of history would give back."""
    history, everything = report["rewrite"]["history"], report["rewrite"]["everything"]
    if history["blobs"] and not history["clone"]:
        yield (
            f"rewrite: a clone gets no smaller; what is refused and no branch has at its tip takes "
            f"{wording.show(history['all_refs'])} in other refs"
        )
    elif history["blobs"]:
        count = wording.counted(history["blobs"], "blob")
        yield (
            f"rewrite: removing {count} that no branch has at its tip makes a clone about "
            f"{wording.show(history['clone'])} smaller: commitworthy audit --plan FILE"
        )
        yield from (f"    {line}" for line in why_less(history))
    if everything["blobs"] > history["blobs"]:
        yield f"rewrite: removing all of them, once moved elsewhere, about {wording.show(everything['clone'])} smaller"
        if not history["blobs"]:
            yield from (f"    {line}" for line in why_less(everything))


def why_less(saving: Saving) -> Iterator[str]:
    """Why a rewrite gives back less than the files weigh, where it does."""
    stays = saving["packed"] - saving["clone"]
    if saving["clone"] and saving["size"] * 100 > saving["clone"] * 105:
        less = (
            f"as files these weigh {wording.show(saving['size'])}, in git {wording.show(saving['packed'])}: "
            "compressed, and as deltas to each other"
        )
        more = f"; {wording.show(stays)} of that stays, since blobs that are kept are deltas to them"
        yield less + (more if stays * 100 > saving["packed"] else "")


def overview(reports: Sequence[Report | Failure], top: int) -> Iterator[str]:
    """Many repositories: the sum, the worst of them, and those that could not be looked at."""
    done = [report for report in reports if "clone" in report]
    failed = [report for report in reports if "error" in report]
    count = wording.counted(len(done), "repository", "repositories")
    total = sum(report["clone"]["branches_tags"] for report in done)
    yield f"{count}: clones of all take {wording.show(total)}, {wording.show(total_saving(done))} less after a rewrite"
    if done:
        yield ""
        yield f"{'a clone':>12}{'refused':>12}{'a rewrite':>12}  repository"
    worst = sorted(done, key=lambda report: -report["clone"]["branches_tags"])
    for report in worst[: top or None]:
        yield (
            f"{wording.show(report['clone']['branches_tags']):>12}"
            f"{wording.show(report['policy']['refused']['packed']):>12}"
            f"{wording.show(report['rewrite']['history']['clone']):>12}"
            f"  {for_terminal(report['repository'])}{' (lower bound)' if report['lower_bound'] else ''}"
        )
    if top and len(worst) > top:
        yield f"... and {len(worst) - top:,} more; --top 0 shows them"
    if failed:
        yield ""
        yield f"could not be checked: {wording.counted(len(failed), 'repository', 'repositories')}"
        yield from (f"    {for_terminal(row['repository'])}: {for_terminal(row['error'])}" for row in failed)


def total_saving(reports: Sequence[Report]) -> int:
    """What clones of all would get smaller by."""
    return sum(report["rewrite"]["history"]["clone"] for report in reports)
