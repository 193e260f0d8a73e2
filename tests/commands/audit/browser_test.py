"""The page in a real browser: no error in its console, nothing cut off or overlapping, sorted by keyboard.

Chromium runs without a window, and prints the page after a script of ours has measured it.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.commands.audit.history import build
from tests.luck import NO_SKIPS
from tests.repo import HANGS, Repo, run
from tests.samples import noise

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM and not NO_SKIPS, reason="chromium is not installed: apt install chromium"),
]
WIDTHS = (400, 900, 1600)
# Each leaf of text, with the box that its letters really take, and the boxes that would cut it.
MEASURE = """
<script>
const said = {width: innerWidth, wide: document.documentElement.scrollWidth, cut: [], overlapping: [], texts: 0};
const shown = element => element.getClientRects().length > 0;
const boxes = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const parent = node.parentElement;
  if (!node.textContent.trim() || parent.closest("script,style,title,details:not([open]) > :not(summary)")) continue;
  if (!shown(parent)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const box of range.getClientRects()) {
    if (box.width === 0) continue;
    said.texts += 1;
    boxes.push({box, text: node.textContent.trim()});
    if (box.left + 1 < 0 || box.right - 1 > innerWidth) said.cut.push(node.textContent.trim());
    const chart = parent.closest("svg");
    if (chart) {
      const around = chart.getBoundingClientRect();
      if (box.left + 1 < around.left || box.right - 1 > around.right || box.bottom - 2 > around.bottom)
        said.cut.push(node.textContent.trim());
    }
  }
}
boxes.forEach((one, at) => boxes.slice(at + 1).forEach(other => {
  const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
  const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
  // Lines of one text stand so close that their boxes touch.
  if (wide > 1.5 && high > 5) said.overlapping.push([one.text, other.text]);
}));
const buttons = [...document.querySelectorAll("th button")].filter(button => !button.closest("details"));
const table = buttons[0].closest("table");
const key = (row, at) => Number(row.cells[at].dataset.value);
const packed = [...table.tHead.rows[0].cells].findIndex(cell => ["packed", "a clone"].includes(cell.textContent));
const values = () => [...table.tBodies[0].rows].map(row => key(row, packed));
const press = button => { button.focus(); said.focused = document.activeElement === button; button.click(); };
const head = table.tHead.rows[0].cells[packed];
press(head.querySelector("button"));
said.down = values(); said.sort = [head.getAttribute("aria-sort")];
press(head.querySelector("button"));
said.up = values(); said.sort.push(head.getAttribute("aria-sort"));
parent.postMessage(JSON.stringify(said), "*");
</script>
"""
# In a frame, since no window is as narrow as a telephone.
FRAME = """<!DOCTYPE html><body style="margin:0"><script>
addEventListener("message", told => {
  const place = document.createElement("pre");
  place.id = "said"; place.textContent = told.data;
  document.body.append(place);
});
</script><iframe src="measured.html" width="%d" height="1200" style="border:0"></iframe></body>
"""


def looked_at(page: Path, width: int, *options: str) -> tuple[dict[str, Any], str]:
    """What was measured at that width, and what the console said."""
    measured = page.with_name("measured.html")
    measured.write_text(page.read_text("utf-8").replace("</body>", f"{MEASURE}</body>"), "utf-8")
    frame = page.with_name("frame.html")
    frame.write_text(FRAME % width, "utf-8")
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [
        CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", profile,
        "--enable-logging=stderr", "--force-device-scale-factor=1", "--hide-scrollbars", "--window-size=1700,1300",
        *options, "--virtual-time-budget=10000", "--dump-dom", frame.as_uri(),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(page.parent)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS, env=environment, check=True)
    (found,) = re.findall(r'<pre id="said">(.*?)</pre>', done.stdout, re.DOTALL)
    return json.loads(html.unescape(found)), "\n".join(re.findall(r".*CONSOLE.*", done.stderr))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a history with everything on it: long names, many folders, scripts that look wide."""
    folder = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch:
        from tests.repo import isolate

        isolate(patch, tmp_path_factory.mktemp("home"))
        repo = build(folder / "repo")
        for number in range(60):
            name = f"{'W' * (number % 30 + 1)}/{'数据' * (number % 9)}i{number}/{'name-' * (number % 40)}x.bin"
            repo.write(name, noise(1000 * (number * number % 97) + 1000, number))
        repo.write("<script>console.error(1)</script>.bin", noise(90_000, 70))
        repo.commit()
        assert repo.run("audit", "--html", str(folder / "page.html")).status == 0
        others = ["W" * 70, "数据" * 20]
        for number, name in enumerate(others):
            other = Repo.init(folder / name)
            for version in range(2):
                other.write("a.bin", noise(150_000 * (number + 1), version))
                other.commit()
        words = ["repo", *others, f"nowhere/{'x' * 90}", "--html", "many.html"]
        assert run(folder, "audit", *words).status == 2
    return folder / "page.html"


@pytest.mark.parametrize("options", [(), ("--blink-settings=preferredColorScheme=0",)], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["page.html", "many.html"])
def test_nothing_is_cut_off_overlaps_or_complains(page: Path, name: str, width: int, options: tuple[str, ...]) -> None:
    said, console = looked_at(page.with_name(name), width, *options)
    assert console == ""
    assert said["width"] == width
    assert said["wide"] <= width
    assert (said["cut"], said["overlapping"]) == ([], [])
    assert said["texts"] > (100 if name == "page.html" else 30)


def test_a_column_is_sorted_with_its_button(page: Path) -> None:
    said, _ = looked_at(page, 900)
    assert said["focused"]
    assert said["down"] == sorted(said["down"], reverse=True)
    assert said["up"] == sorted(said["up"])
    assert said["sort"] == ["descending", "ascending"]


def test_the_measure_sees_what_is_wrong(page: Path) -> None:
    wrong = page.with_name("wrong.html")
    style = "<style>td{position:absolute;left:0;top:0}</style><script>console.error('seen')</script>"
    wrong.write_text(page.read_text("utf-8").replace("</head>", f"{style}</head>"), "utf-8")
    said, console = looked_at(wrong, 900)
    assert said["overlapping"]
    assert "seen" in console


def test_the_page_is_printed(page: Path) -> None:
    printed = page.with_name("page.pdf")
    subprocess.run(
        [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         f"--user-data-dir={page.parent / 'profile'}", f"--print-to-pdf={printed}", page.as_uri()],
        capture_output=True, timeout=HANGS, env={**os.environ, "HOME": str(page.parent)}, check=True,
    )  # fmt: skip
    assert printed.read_bytes().startswith(b"%PDF-")
