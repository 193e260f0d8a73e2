"""What the pages are written with: text made safe, colours that can be read, style and the script that sorts.

A page is one file without any address in it, so that it works from a mail or a disk without a network.  It is also
well-formed XML.
"""

from __future__ import annotations

import html

from ...report.escape import for_terminal

# Of mid lightness: at least 3 to 1 against both backgrounds, and black or white can be read on each.
COLOURS = {
    "data": "#c4621a",
    "model": "#b5308f",
    "executable": "#c0392b",
    "archive": "#8c6d31",
    "binary": "#8a63ad",
    "media": "#3b82c4",
    "document": "#4f9a5e",
    "notebook": "#a8861b",
    "text": "#7d8a97",
    "pointer": "#2a9384",
    "link": "#6b8e23",
    "empty": "#8d8d8d",
    "unread": "#a0705a",
}
_OTHER = "#888888"
LIGHT, DARK = "#ffffff", "#12181f"
_LONGEST = 200

_STYLE = """
:root{color-scheme:light dark;--back:#fff;--text:#1c2733;--soft:#55606b;--line:#d5dbe1;--card:#f4f6f8;--link:#0b5cad}
@media(prefers-color-scheme:dark){:root{--back:#12181f;--text:#dde5ec;--soft:#a3b0bc;--line:#33404c;--card:#1b242d;
--link:#7db8f0}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;padding:1.5rem 1rem 3rem;max-width:72rem;background:var(--back);
color:var(--text)}
h1{font-size:1.6rem;line-height:1.2;margin:0;overflow-wrap:anywhere}h2{font-size:1.2rem;margin:2.2rem 0 .4rem}
p{margin:.4rem 0}p,li{overflow-wrap:anywhere}
a{color:var(--link)}.soft,figcaption,caption{color:var(--soft)}caption{text-align:left}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.6rem,1fr));gap:.7rem;margin:1.2rem 0}
.figures div{background:var(--card);border-radius:.5rem;padding:.7rem .9rem}
.figures dd{margin:0;font-size:1.5rem;line-height:1.2;font-weight:650;white-space:nowrap}.figures dt{margin:0}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.note{border-left:.3rem solid #c4621a;padding:.2rem .8rem}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:.5rem 0;list-style:none}
.key svg,td svg.dot{width:.8em;height:.8em;margin-right:.4em;vertical-align:-.05em;flex:none}
figure{margin:0}svg.chart{display:block;width:100%;height:auto}svg.narrow{display:none}
svg text{font-family:ui-monospace,Menlo,Consolas,monospace}.axis{fill:var(--soft)}.grid{stroke:var(--line)}
.mark{stroke:var(--text)}.said{fill:var(--text)}.gap{stroke:var(--back)}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4rem 0}
th,td{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
tbody th{overflow-wrap:anywhere}td{overflow-wrap:break-word}
thead th{white-space:nowrap}.n{text-align:right;white-space:nowrap}.w{white-space:nowrap}
th button{font:inherit;font-weight:650;color:inherit;background:none;border:0;padding:0;cursor:pointer;
text-align:inherit;text-decoration:underline dotted}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
button:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
summary{cursor:pointer}footer{margin-top:2.5rem}
@media(max-width:700px){svg.wide{display:none}svg.narrow{display:block}
table,tbody,tr,td,thead,caption{display:block}thead tr{display:flex;flex-wrap:wrap;gap:.2rem .9rem;border:0}
thead th{border:0;padding:.1rem 0}tbody tr{border-bottom:1px solid var(--line);padding:.5rem 0}
td,td.n{border:0;padding:.05rem 0;text-align:left;white-space:normal;overflow-wrap:anywhere}
td::before{content:attr(data-name) ": ";color:var(--soft)}
tbody th{display:block;border:0;padding:0;font-weight:650}}
@media print{:root{color-scheme:light;--back:#fff;--text:#000;--soft:#444;--line:#bbb;--card:#f2f2f2;--link:#000}
body{max-width:none;padding:0;font-size:11pt}figure,tr,.figures{break-inside:avoid}h2{break-after:avoid}
svg,i{print-color-adjust:exact;-webkit-print-color-adjust:exact}th button{text-decoration:none}}
"""
# Without the characters that XML has a use for.
_SCRIPT = """
for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => {
  const head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
  const at = head.cellIndex, down = head.getAttribute("aria-sort") !== "descending";
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = row => row.cells[at].dataset.value ?? row.cells[at].textContent;
  const order = new Intl.Collator("en", {numeric: true}).compare;
  const rows = [...body.rows].sort((one, other) => order(key(one), key(other)) * (down ? -1 : 1));
  body.append(...rows);
});
"""


def text(value: str) -> str:
    """Text of others on one line, as HTML and as XML; the middle of a very long one left out."""
    shown = for_terminal(value)
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST // 2]}...{shown[-_LONGEST // 2 :]}"
    return html.escape(shown)


def document(title: str, body: list[str]) -> str:
    """A whole page."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8"/>',
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>',
            f"<title>{text(title)}</title><style>{_STYLE}</style></head><body>",
            *body,
            f"<script>{_SCRIPT}</script></body></html>\n",
        )
    )


def colour(family: str) -> str:
    """The colour of a family."""
    return COLOURS.get(family, _OTHER)


def ink(background: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    return "#000000" if contrast("#000000", background) > contrast("#ffffff", background) else "#ffffff"


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dot(family: str) -> str:
    """A square in the colour of a family."""
    square = f'<rect width="10" height="10" rx="2" fill="{colour(family)}"/>'
    return f'<svg class="dot" viewBox="0 0 10 10" aria-hidden="true">{square}</svg>'
