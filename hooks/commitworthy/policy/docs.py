"""The tables of options in the documentation."""

from __future__ import annotations

from .. import sizes
from ..values import TYPE_CHECKING
from .options import IN_FILES, of_hook

if TYPE_CHECKING:
    from .option import Option


def options_table(hook: str) -> str:
    """Markdown: the options of one hook, of the top level (""), or those that every hook has ("*")."""
    rows = ["| key | flag | default | meaning |", "|---|---|---|---|"]
    return "\n".join([*rows, *map(_row, of_hook(hook))]) + "\n"


def _row(option: Option) -> str:
    key = f"`{option.key}`" if option in IN_FILES else "-"
    flags = ", ".join(f"`{flag.name} {flag.metavar}`".replace(" `", "`") for flag in option.flags) or "-"
    cells = (key, flags, _default(option), option.help)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(option: Option) -> str:
    value = option.default
    if isinstance(value, bool):
        return "off"
    if option.kind == "size":
        if value is None:
            return "by family" if option.hook == "block-artifacts" else "none"
        return sizes.show(value) if isinstance(value, int) and value else "none"
    if option.kind == "words" and isinstance(value, tuple):
        return ", ".join(value) or "none"
    if option.kind == "limits" and isinstance(value, dict):
        return ", ".join(f"{family} {sizes.show(limit) if limit else 'refuse'}" for family, limit in value.items())
    return str(value) if value else "none"
