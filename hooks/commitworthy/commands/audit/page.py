"""An audit as a page to be shown: one file, without a network."""

from __future__ import annotations

from ...base import wording
from ...base.namedtuple import TYPE_CHECKING
from . import charts
from .markup import document, dot, text
from .text import WHERE, at_tips, behind, counts, notes, noun, pointers, refusals, rewrites, total_saving, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .report import Failure, Report, Row

# More rows than these nobody reads, and the page must stay small.
_ROWS = 50
_WORST = 20


def page(report: Report) -> str:
    """The page of one repository."""
    name = report["repository"]
    return document(
        f"{name}: what a clone costs",
        [
            "<header>",
            f"<h1>{text(name)}: what a clone costs</h1>",
            f'<p class="soft">{counts(report)}</p></header><main>',
            *(f'<p class="note">{text(note)}</p>' for note in notes(report)),
            *_figures(report),
            *_sentences(report),
            *_where(report),
            *_when(report),
            *_largest(report),
            *_rewritten(report),
            *_families(report),
            "</main>",
            *_footer(),
        ],
    )


def _figures(report: Report) -> Iterator[str]:
    clone, total = report["clone"], report["total"]
    of_clone = total["tip"] + total["tag"] + total["history"]
    share = total["history"] / of_clone if of_clone else 0
    figures = [
        ("a clone: all branches and tags", _size(report, clone["branches_tags"])),
        ("its newest commit alone (depth 1)", _size(report, clone["depth1"])),
        ("all refs, as the server keeps them", _size(report, clone["all_refs"])),
        ("of the bytes of its files are only in history", f"{share:.0%}"),
        ("smaller after a rewrite, about", wording.show(report["rewrite"]["history"]["clone"])),
    ]
    yield '<dl class="figures">'
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    yield "</dl>"


def _size(report: Report, size: int) -> str:
    return f"{'≥ ' if report['lower_bound'] else ''}{wording.show(size)}"


def _sentences(report: Report) -> Iterator[str]:
    for line in (refusals(report["policy"]), *rewrites(report), *pointers(report)):
        yield f"<p>{text(wording.capitalised(line.strip()))}.</p>"


def _where(report: Report) -> Iterator[str]:
    if not report["folders"]:
        return
    yield "<h2>Where the bytes are</h2>"
    yield '<p class="soft">Area: packed bytes of all versions, of all refs. Hatched: at no tip.</p>'
    yield "<figure>" + _key(report) + charts.treemap(report["folders"]) + "</figure>"
    yield "<details><summary>The same as a table</summary>"
    rows = [
        (
            _head(charts.name_of(folder)),
            _number("packed", folder["packed"]),
            _number("at no tip", folder["history"]),
            _cell("mostly", next(iter(folder["families"]))),
        )
        for folder in report["folders"]
    ]
    yield from _table("Packed bytes by folder", ("folder", "packed", "at no tip", "mostly"), rows)
    yield "</details>"


def _key(report: Report) -> str:
    items = (
        f"<li>{dot(family)}{text(family)} {wording.show(sums['packed'])}</li>"
        for family, sums in report["families"].items()
    )
    return f'<ul class="key" aria-label="Families">{"".join(items)}</ul>'


def _when(report: Report) -> Iterator[str]:
    if report["growth"] is None:
        return
    yield "<h2>How they came</h2>"
    yield '<p class="soft">Packed bytes of all refs, by the day on which a commit first brought them.</p>'
    yield f"<figure>{charts.growth(report)}</figure>"


def _largest(report: Report) -> Iterator[str]:
    rows = [_blob(row) for row in report["blobs"][:_ROWS]]
    if not rows:
        return
    names = ["path", "what it is", "packed", "unpacked", "since", "commit", "where", "policy"]
    names += ["author"] if any(row["author"] for row in report["blobs"]) else []
    yield "<h2>The largest</h2>"
    yield from _table("The blobs that take most, packed; a column's name sorts", tuple(names), rows)


def _blob(row: Row) -> tuple[str, ...]:
    cells = (
        _head(row["path"] or "(no path)"),
        f'<td data-name="what it is">{dot(row["family"])}{text(noun(row["label"]))}</td>',
        _number("packed", row["packed"]),
        _number("unpacked", row["size"]),
        _cell("since", row["since"] or "", "w"),
        _cell("commit", (row["commit"] or "")[:8], "w"),
        _cell("where", WHERE[row["state"]]),
        _cell("policy", verdict(row) if row["verdict"] else ""),
    )
    return (*cells, _cell("author", row["author"])) if row["author"] else cells


def _rewritten(report: Report) -> Iterator[str]:
    rows = [
        (
            _head(row["path"]),
            _cell("versions", f"{row['versions']:,}", "n", row["versions"]),
            _number("packed", row["packed"]),
            _number("unpacked", row["size"]),
        )
        for row in report["rewritten"][:_ROWS]
    ]
    if rows:
        yield "<h2>Most often rewritten</h2>"
        yield from _table("The paths with most versions", ("path", "versions", "packed", "unpacked"), rows)


def _families(report: Report) -> Iterator[str]:
    rows = [
        (
            _head(family),
            _cell("blobs", f"{sums['blobs']:,}", "n", sums["blobs"]),
            _number("packed", sums["packed"]),
            _number("unpacked", sums["size"]),
            _number("at a tip", at_tips(sums)),
            _number("at no tip", behind(sums)),
        )
        for family, sums in report["families"].items()
    ]
    if rows:
        names = ("family", "blobs", "packed", "unpacked", "at a tip", "at no tip")
        yield "<h2>Families</h2>"
        yield from _table("All blobs by family", names, rows)


def _footer() -> Iterator[str]:
    yield (
        '<footer class="soft"><p>Made by commitworthy audit. Packed is what a blob takes on disk; unpacked is its size '
        "as a file; kB, MB and GB count in 1,024s. On GitHub a rewrite does not free what refs/pull keep.</p></footer>"
    )


# Tables.


def _table(caption: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    heads = "".join(
        f'<th scope="col" class="{"n" if name in _NUMBERS else "w"}"><button type="button">{name}</button></th>'
        for name in names
    )
    yield f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>"
    yield from (f"<tr>{''.join(row)}</tr>" for row in rows)
    yield "</tbody></table>"


_NUMBERS = frozenset(
    ("packed", "unpacked", "versions", "blobs", "at a tip", "at no tip", "a clone", "all refs", "refused",
     "a rewrite")
)  # fmt: skip


def _head(name: str, link: str = "") -> str:
    shown = text(name)
    return f'<th scope="row"><a href="{link}">{shown}</a></th>' if link else f'<th scope="row">{shown}</th>'


def _number(name: str, size: int) -> str:
    return _cell(name, wording.show(size), "n", size)


def _cell(name: str, value: str, kind: str = "", number: int | None = None) -> str:
    kinds = f' class="{kind}"' if kind else ""
    key = "" if number is None else f' data-value="{number}"'
    return f'<td data-name="{name}"{kinds}{key}>{text(value)}</td>'


# Many repositories.


def overview(reports: Sequence[Report | Failure], links: Mapping[str, str]) -> str:
    """The page of many repositories; `links` has the address of the page of each."""
    done = [report for report in reports if "clone" in report]
    failed = [report for report in reports if "error" in report]
    done.sort(key=lambda report: -report["clone"]["branches_tags"])
    count = wording.counted(len(done), "repository", "repositories")
    return document(
        f"{count}: what clones cost",
        [
            f"<header><h1>{count}: what clones cost</h1></header><main>",
            *_sum(done),
            *_worst(done, links),
            *_all(done, links),
            *_failed(failed),
            "</main>",
            *_footer(),
        ],
    )


def _sum(done: Sequence[Report]) -> Iterator[str]:
    figures = [
        ("clones of all", wording.show(sum(report["clone"]["branches_tags"] for report in done))),
        ("their newest commits alone", wording.show(sum(report["clone"]["depth1"] for report in done))),
        ("all refs, as servers keep them", wording.show(sum(report["clone"]["all_refs"] for report in done))),
        (
            "refused by their policies, of all refs",
            wording.show(sum(report["policy"]["refused"]["packed"] for report in done)),
        ),
        ("smaller after rewrites, about", wording.show(total_saving(done))),
    ]
    yield '<dl class="figures">'
    yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    yield "</dl>"


def _worst(done: Sequence[Report], links: Mapping[str, str]) -> Iterator[str]:
    """Those that a rewrite would help most."""
    worst = sorted(done, key=lambda report: -report["rewrite"]["history"]["clone"])[:_WORST]
    worst = [report for report in worst if report["rewrite"]["history"]["clone"]]
    if worst:
        yield "<h2>Where a rewrite gives back most</h2><ol>"
        for report in worst:
            name, link = text(report["repository"]), links.get(report["repository"], "")
            shown = f'<a href="{link}">{name}</a>' if link else name
            saving, clone = report["rewrite"]["history"]["clone"], report["clone"]["branches_tags"]
            yield f"<li>{shown}: about {wording.show(saving)} of {wording.show(clone)}</li>"
        yield "</ol>"


def _all(done: Sequence[Report], links: Mapping[str, str]) -> Iterator[str]:
    names = ["repository", "a clone", "all refs", "refused", "a rewrite", "refused since", "policy since", "growth"]
    if not any(report["policy"]["adopted"] for report in done):
        names.remove("policy since")
    rows = []
    for report in done:
        cells = {
            "repository": _head(report["repository"], links.get(report["repository"], "")),
            "a clone": _number("a clone", report["clone"]["branches_tags"]),
            "all refs": _number("all refs", report["clone"]["all_refs"]),
            "refused": _number("refused", report["policy"]["refused"]["packed"]),
            "a rewrite": _number("a rewrite", report["rewrite"]["history"]["clone"]),
            "refused since": _cell("refused since", report["policy"]["refused"]["first"] or "", "w"),
            "policy since": _cell("policy since", report["policy"]["adopted"] or "", "w"),
            "growth": f'<td data-name="growth">{charts.sparkline(report["growth"])}</td>',
        }
        rows.append([cells[name] for name in names])
    if rows:
        yield "<h2>All repositories</h2>"
        yield from _table("What clones take; refused is of all refs; a column's name sorts", names, rows)


def _failed(failed: Sequence[Failure]) -> Iterator[str]:
    if failed:
        yield "<h2>Could not be checked</h2><ul>"
        yield from (f"<li>{text(row['repository'])}: {text(row['error'])}</li>" for row in failed)
        yield "</ul>"
