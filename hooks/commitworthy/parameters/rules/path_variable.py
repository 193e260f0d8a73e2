"""PAR503: `source = "data/x.csv"`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..names import words
from ..sites import CLASS, CONSTANT, ENTRY, LOOP, TARGET, TEXT, TEXTS, LiteralSite
from .hyperparameter_dict import TABLES
from .paths import is_put_together, is_settings_file, says_place
from .rule import ParameterRule

_COMMANDS = frozenset("command cmd commands cmds args".split())
# What is put behind a name: `suffix = "_model.pt"`.
_ENDINGS = frozenset("suffix suffixes extension extensions ext ending endings".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """The variable or key."""
    if site.level in (CONSTANT, CLASS) or site.name == "__all__":
        return ""
    values = site.value if isinstance(site.value, tuple) else (site.value,)
    text = str(values[0])
    kind = shapes.location(text)
    if kind not in (shapes.RELATIVE, shapes.FILE) or is_put_together(site, text):
        return ""
    if text.startswith("*.") and site.slot == LOOP:
        # Patterns of kinds of files.
        return ""
    if shapes.is_code(text) or is_settings_file(text) or not text.strip("./"):
        return ""
    callee = context.callee(site.owner)
    if site.slot == ENTRY and (callee.draws or context.enclosing(site).last in TABLES or callee.declares):
        return ""
    if not _COMMANDS.isdisjoint(words(site.name)[-1:]) and " " in text:
        return ""
    if text[:1] in ("_", ".", "-") and "/" not in text and not _ENDINGS.isdisjoint(words(site.name)):
        return ""
    certain = shapes.has_known_ending(text) or shapes.in_known_folder(text)
    return site.name if certain or says_place(site.name) else ""


RULE = ParameterRule(
    Rule("PAR503", "path-variable", "a file or folder set as a variable"),
    "paths",
    ((TARGET, TEXT), (TARGET, TEXTS), (ENTRY, TEXT), (ENTRY, TEXTS), (LOOP, TEXTS)),
    judge,
    "Another data set, another run and another machine have other files.",
    "UPPER_CASE constants with a relative path, texts with a slash that are no paths, code and configuration files",
)
