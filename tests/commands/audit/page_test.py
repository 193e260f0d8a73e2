"""The page: one well-formed file without an address in it, small, hostile names harmless, every colour readable."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commitworthy.commands.audit import charts, markup, page
from tests.commands.audit.history import audit, build, commit
from tests.names import NAMES_THAT_HURT, raw
from tests.repo import Repo
from tests.samples import noise

if TYPE_CHECKING:
    from pathlib import Path

    from commitworthy.commands.audit.report import Folder, Report


def written(repo: Repo, *words: str) -> str:
    """The page of a repository."""
    place = repo.top.parent / "page.html"
    outcome = repo.run("audit", "--html", str(place), *words)
    assert (outcome.status, outcome.err) == (0, "")
    return place.read_text("utf-8")


def parsed(content: str) -> ET.Element:
    """The page as XML, which it has to be."""
    return ET.fromstring(content)


def texts(root: ET.Element, tag: str) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(tag)]


@pytest.mark.long
def test_thousands_of_folders_with_long_names_are_a_page_below_200_kb(repo: Repo) -> None:
    lines: list[bytes] = []
    paths: set[bytes] = set()
    for version in range(2):
        lines.append(
            b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n" % (15 * 10**8 + version)
        )
        for number in range(version, 3000, 1 + 29 * version):
            path = b"/".join([b"<&%d\xc3\xa9>" % number * 30] * 15) if number % 30 == version else b"%d/a/b" % number
            paths.add(path)
            content = b"%d\n" % (number + version) * (number + 100)
            lines.append(b"M 100644 inline %s/f.bin\ndata %d\n%s\n" % (path, len(content), content))
    repo.git("fast-import", "--quiet", "--force", send=b"".join(lines))
    report = audit(repo)
    assert 24 < len(report["folders"]) < 75
    assert sum(folder["files"] for folder in report["folders"]) == len(paths)
    assert sum(folder["packed"] for folder in report["folders"]) == report["total"]["packed"]
    page = written(repo, "--top", "50")
    parsed(page)
    assert len(page.encode()) < 200_000


def test_what_the_page_says(tmp_path: Path) -> None:
    repo = build(tmp_path / "project")
    repo.git("gc", "--quiet", "--prune=now")
    content = written(repo)
    root = parsed(content)
    assert texts(root, "h1") == ["project: what a clone costs"]
    assert texts(root, "h2") == [
        "Where the bytes are", "How they came", "The largest", "Most often rewritten", "Families",
    ]  # fmt: skip
    assert texts(root, "dt") == [
        "a clone: all branches and tags",
        "its newest commit alone (depth 1)",
        "all refs, as the server keeps them",
        "of the bytes of its files are only in history",
        "smaller after a rewrite, about",
    ]
    from commitworthy.base.wording import show

    report = audit(repo)
    clone = report["clone"]
    assert texts(root, "dd")[:3] == [show(clone[key]) for key in ("branches_tags", "depth1", "all_refs")]
    assert texts(root, "dd")[4] == show(report["rewrite"]["history"]["clone"])
    assert "policy 2020-06-01" in texts(root, "text")
    lines = repo.run("audit").out.splitlines()
    said = [line.strip() for line in lines if line.startswith(("policy (", "rewrite: ", "    as files", "Git LFS: "))]
    assert len(said) == 5
    assert {f"{line[0].upper()}{line[1:]}." for line in said} < set(texts(root, "p"))
    rows = [element for element in root.iter("tr") if element.find("th[@scope='row']") is not None]
    paths = ["".join(row.find("th").itertext()) for row in rows]  # type: ignore[union-attr]
    assert {"big.bin", "data/train.csv", "model.pkl", "notes.txt", "weights.bin", "(no path)"} <= set(paths)
    assert all(button.get("type") == "button" for button in root.iter("button"))
    for image in root.iter("svg"):
        assert image.get("aria-hidden") or image.get("aria-label")


def test_it_needs_no_network_and_is_small(tmp_path: Path) -> None:
    repo = build(tmp_path / "repo")
    for number in range(300):
        repo.write(f"{'folder-' * 20}{number % 60}/{'name' * 50}{number}.bin", noise(2000 + number, number))
    repo.commit()
    content = written(repo, "--top", "0")
    assert not re.search(r"http:|https:|//[a-z]|@import|url\((?!#)|<link|<img|<iframe|src=", content)
    assert len(content.encode()) < 200_000
    assert "default-src 'none'" in content


def test_hostile_names_stay_text(repo: Repo) -> None:
    names = [
        os.fsencode(name)
        for name in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp;", "a' onload='b")
    ]
    for number, name in enumerate([*names, *(raw(name) for name in NAMES_THAT_HURT)]):
        repo.write(name, noise(3000 + number, number))
    repo.commit()
    root = parsed(written(repo, "--top", "50"))
    assert len(list(root.iter("script"))) == 1
    assert not list(root.iter("img"))
    for element in root.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
    assert "<script>alert(1)</script>" in texts(root, "th")


def test_a_repository_without_a_commit_has_a_page(unborn: Repo) -> None:
    assert texts(parsed(written(unborn)), "h1") == ["repo: what a clone costs"]


def test_lower_bounds_are_marked(tmp_path: Path) -> None:
    repo = build(tmp_path / "repo")
    blob = repo.git("rev-parse", "v1:big.bin")
    (repo.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    root = parsed(written(repo))
    assert all(text.startswith("≥ ") for text in texts(root, "dd")[:3])
    notes = [element.text for element in root.iter("p") if element.get("class") == "note"]
    assert notes == ["1 object is not in this clone and not fetched, so all figures are lower bounds"]


def test_a_place_that_cannot_be_written_is_one_line(repo: Repo) -> None:
    outcome = repo.run("audit", "--html", "nowhere/page.html")
    said = "nowhere/page.html: cannot be written (No such file or directory): name another file"
    assert (outcome.status, outcome.out, outcome.err) == (2, "", f"commitworthy: {said}\n")
    (repo.top / "folder").mkdir()
    outcome = repo.run("audit", "--html", "folder")
    assert (outcome.status, outcome.err) == (
        2,
        "commitworthy: folder: cannot be written (Is a directory): name another file\n",
    )
    assert sorted(os.listdir(repo.top)) == [".git", "README.md", "folder"]


@pytest.mark.parametrize("family", markup.COLOURS)
def test_colours_can_be_told_and_read(family: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text, 3 to 1 for what is drawn."""
    back = markup.colour(family)
    assert markup.contrast(markup.ink(back), back) >= 4.5
    for around in (markup.LIGHT, markup.DARK):
        assert markup.contrast(back, around) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(repo: Repo, scheme: str) -> None:
    style = written(repo).partition("<style>")[2].partition("</style>")[0]
    light, dark = re.findall(r":root\{[^}]*?--back[^}]*\}", style)[:2]
    found = dict(re.findall(r"--(\w+):\s*(#\w+)", (light if scheme == "light" else dark).replace("\n", "")))
    whole = {
        name: value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])
        for name, value in found.items()
    }
    for text in ("text", "soft", "link"):
        for back in ("back", "card"):
            assert markup.contrast(whole[text], whole[back]) >= 4.5


SIZES = some.lists(some.integers(1, 10**9), min_size=1, max_size=48)


@given(SIZES)
@pytest.mark.long
def test_tiles_fill_the_field_by_size_and_do_not_overlap(sizes: list[int]) -> None:
    ordered = sorted(sizes, reverse=True)
    boxes = list(charts.squarified(ordered, charts.Box(0, 0, 1000, 400)))
    for size, box in zip(ordered, boxes, strict=True):
        assert box.width * box.height == pytest.approx(size * 400_000 / sum(sizes), rel=1e-6)
        assert box.x >= -1e-6 <= box.y
        assert box.x + box.width <= 1000 + 1e-6
        assert box.y + box.height <= 400 + 1e-6
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = (
                one.x + one.width <= other.x + 1e-6 or other.x + other.width <= one.x + 1e-6
                or one.y + one.height <= other.y + 1e-6 or other.y + other.height <= one.y + 1e-6
            )  # fmt: skip
            assert apart


@given(some.lists(some.tuples(some.text(max_size=60), some.integers(1, 10**9)), min_size=1, max_size=40))
@pytest.mark.long
def test_any_name_gives_a_drawing_and_its_label_fits(named: list[tuple[str, int]]) -> None:
    folders: list[Folder] = [
        {"path": name, "files": 1, "packed": size, "history": size // 2, "families": {"data": size}}
        for name, size in sorted(named, key=lambda item: -item[1])
    ]
    root = parsed(f"<div>{charts.treemap(folders)}</div>")
    for tile in root.iter("g"):
        outer = tile.find("rect")
        assert outer is not None
        right = float(outer.get("x", "")) + float(outer.get("width", ""))
        for label, ground in zip(
            tile.findall("text"), tile.findall("rect")[-len(tile.findall("text")) :], strict=False
        ):
            assert label.text
            assert float(ground.get("x", "")) + float(ground.get("width", "")) <= right + 0.2


def test_a_file_that_is_called_as_the_rest_of_a_folder_is_itself(repo: Repo) -> None:
    repo.write("data/*", noise(9000))
    repo.write("data/other", noise(90, 1))
    repo.commit()
    names = {charts.name_of(folder) for folder in audit(repo)["folders"]}
    assert names == {"data/*", "data/other", "README.md"}
    for number in range(3):
        repo.write(f"data/{number}", noise(95 + number, number + 2))
    repo.commit()
    names = {charts.name_of(folder) for folder in audit(repo)["folders"]}
    assert names == {"data/*", "data/ 4 files", "README.md"}


def test_a_very_long_name_is_cut_at_once() -> None:
    box = charts.Box(0, 0, 100, 100)
    folder: Folder = {"path": "数" * 100_000 + "/model.bin", "files": 1, "packed": 1, "history": 0, "families": {}}
    assert ">…/model.bin<" in "".join(charts._label(folder, box, "#000000"))


def test_growth_ends_at_what_there_is(tmp_path: Path) -> None:
    repo = build(tmp_path / "repo")
    grown = audit(repo)["growth"]
    dated = sum(sizes[-1] for sizes in grown["families"].values())
    undated = [row for row in audit(repo, "--top", "0")["blobs"] if row["since"] is None]
    assert dated == audit(repo)["total"]["packed"] - sum(row["packed"] for row in undated)
    for sizes in grown["families"].values():
        assert sizes == sorted(sizes)


def test_one_commit_and_dates_that_are_none_have_a_page(repo: Repo) -> None:
    commit(repo, "2098-01-01", {"a.bin": noise(5000)})
    repo.git("commit", "--quiet", "--allow-empty", "-m", "x", GIT_AUTHOR_DATE="1970-01-01T00:00:01Z")
    parsed(written(repo))


def test_all_of_a_report_is_in_the_schema(tmp_path: Path) -> None:
    report: Report = audit(build(tmp_path / "repo"))  # type: ignore[assignment]
    assert page.page(report).startswith("<!DOCTYPE html>")
