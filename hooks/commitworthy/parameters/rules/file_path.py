"""PAR502: `open("models/pre.bin", "wb")`."""

from __future__ import annotations

import _ast

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes
from ..context import says_place
from ..names import is_constant, words
from ..sites import CLASS, CONSTANT, JOINED, KEYWORD, POSITION, TEXT, TEXTS, WORD, called
from .paths import is_joined, is_put_together, is_said, is_settings_file, reads_or_writes
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from typing import Any

    from ..context import FileContext
    from ..sites import LiteralSite

_JOINING = frozenset(("join", "joinpath", "Path"))
_FOLDERS = frozenset(("makedirs", "mkdir", "listdir", "Path", "rmtree", "isdir", "exists"))
_SAID = frozenset("directory folder dir".split())
_ASKING = frozenset("is has temp tmp get temporary".split())
_TAKING = _JOINING | _FOLDERS


def judge(place: LiteralSite, facts: FileContext) -> str:
    """A file or folder that is handed to a call."""
    if place.level in (CONSTANT, CLASS):
        return ""
    value = place.value[0] if isinstance(place.value, tuple) else place.value
    text = str(value)
    if place.kind is WORD:
        return "path" if _is_word(place, facts, text) else ""
    if text.startswith("{}/"):
        return _of_folder(place, facts, text)
    kind = _kind(place, text)
    if kind not in (shapes.RELATIVE, shapes.FILE):
        return "path" if _is_word(place, facts, text) else ""
    if place.slot == JOINED:
        if text.startswith("/") or shapes.has_known_ending(text) or _is_subfolder(text):
            return "path" if _is_file_of(place, facts, place.owner.left, text) else ""
        return ""
    if is_joined(place, facts):
        return "path" if _is_file_of(place, facts, place.owner.args[0], text) else ""
    if facts.declares(place.owner) or is_said(place, facts) or not _is_own(place, text):
        return ""
    if place.slot == KEYWORD:
        return _keyword(place, facts, text)
    return "path" if _is_taken(place, facts, text, kind) else ""


def _kind(place: LiteralSite, text: str) -> str:
    """What it looks like; what is joined and begins with a slash may have any ending."""
    kind = shapes.place(text)
    if not kind and place.position == 0 and _is_read(place, text):
        return shapes.FILE
    joined = place.slot == JOINED and kind in ("", shapes.ABSOLUTE) and text.startswith("/")
    return shapes.RELATIVE if joined and shapes.has_known_ending(text) and "*" not in text else kind


def _is_subfolder(text: str) -> bool:
    """Whether it is `day2/tables/`: two folders at least, and a slash behind the last."""
    return text.endswith("/") and text.count("/") > 1 and text[0].isalnum() and "{}" not in text


def _is_read(place: LiteralSite, text: str) -> bool:
    """Whether a name of many words is handed to what reads tables: `read_csv("Risk of the Third Data Set.csv")`."""
    reads = called(place.owner).startswith(("read_", "load", "open", "to_")) if place.slot == POSITION else False
    return reads and shapes.is_named_file(text)


def _is_word(place: LiteralSite, facts: FileContext, text: str) -> bool:
    """Whether a bare word is the name of a folder, by the keyword, by what is called, or by what it is joined to."""
    if place.slot == POSITION and called(place.owner) not in _TAKING:
        says = place.position == 0 and place.owner.func.__class__ is _ast.Name and _says_folder(called(place.owner))
        return says and _is_folder_name(text) and not text.isupper()
    return _is_named_folder(place, facts, text) or _is_folder_part(place, facts, text)


def _says_folder(name: str) -> bool:
    """Whether a function of the project is called by the folder it works on: `unzip_files_in_directory`."""
    parts = words(name)
    return len(parts) > 1 and parts[-1] in _SAID and parts[0] not in _ASKING


def _is_own(place: LiteralSite, text: str) -> bool:
    """Whether it is neither code, nor settings, nor a pattern, nor put together from a given folder."""
    if shapes.is_code(text) or is_settings_file(text) or is_put_together(place, text):
        return False
    return not text.startswith("*") and text.strip("./") != ""


def _of_folder(place: LiteralSite, facts: FileContext, text: str) -> str:
    """`f"{folder}/x.csv"` with a folder that is itself hard-coded in this file."""
    parts = getattr(place.node, "values", ())
    folder = getattr(parts[0], "value", None) if parts else None
    known = folder.__class__ is _ast.Name and facts.is_chosen(folder)
    named = shapes.has_known_ending(text) or (place.slot == POSITION and reads_or_writes(facts.callee(place)))
    if not known or not named or facts.declares(place.owner) or is_said(place, facts):
        return ""
    return place.name or "path"


def _is_file_of(place: LiteralSite, facts: FileContext, folder: object, text: str) -> bool:
    """Whether a name is joined to a folder that is itself hard-coded in this file."""
    return _is_own(place, text) and facts.is_chosen(folder)


def _keyword(place: LiteralSite, facts: FileContext, text: str) -> str:
    callee = facts.callee(place)
    if place.name in ("config_path", "config_name", "config_file", "package_data", "template_folder", "static_folder"):
        return ""
    if facts.draws(place.owner) and not shapes.has_known_ending(text):
        return ""
    certain = shapes.has_known_ending(text) or shapes.in_known_folder(text)
    if certain or says_place(place.name) or reads_or_writes(callee):
        return place.name
    return ""


def _is_taken(place: LiteralSite, facts: FileContext, text: str, kind: str) -> bool:
    callee = facts.callee(place)
    if facts.draws(place.owner) and place.position > 0:
        return False
    if shapes.has_known_ending(text):
        return True
    return kind == shapes.RELATIVE and (reads_or_writes(callee) or shapes.in_known_folder(text))


def _is_folder_part(place: LiteralSite, facts: FileContext, text: str) -> bool:
    """The folders in `join("data", "x.csv")`, and in `folder / "raw" / "x.csv"` below a folder hard-coded here."""
    if not _is_folder_name(text):
        return False
    if place.slot == JOINED:
        return (
            place.owner.op.__class__ is _ast.Div
            and facts.is_chosen(place.owner.left)
            and not _is_constant(place.owner.left)
        )
    if place.slot != POSITION:
        return False
    callee, arguments = facts.callee(place), place.owner.args
    if callee.last not in _JOINING or (callee.last == "join" and "path" not in callee.chain and callee.root != "join"):
        return False
    if place.position == 0:
        return len(arguments) > 1 and callee.last != "joinpath"
    return facts.is_chosen(arguments[0]) and not _is_constant(arguments[0])


def _is_constant(node: Any) -> bool:
    """Whether a folder is an UPPER_CASE constant, which is where it should be."""
    return node.__class__ is _ast.Name and is_constant(node.id)


def _is_folder_name(text: str) -> bool:
    return 0 < len(text) <= 40 and text.replace("_", "").replace("-", "").isalnum() and not text[0].isdigit()


def _is_named_folder(place: LiteralSite, facts: FileContext, text: str) -> bool:
    """A bare word under a keyword that says folder, such as `model_dir="checkpoints"`, or given to makedirs."""
    if not _is_folder_name(text):
        return False
    if place.slot == KEYWORD:
        folder = place.name in ("directory", "folder", "path", "dirname") or place.name.lower().endswith(
            ("_dir", "_folder", "_directory", "_path", "logdir", "savedir", "outdir")
        )
        return folder and not facts.declares(place.owner) and not place.name.startswith("config")
    callee = facts.callee(place)
    if callee.last == "exists" and "path" not in callee.chain:
        return False
    return place.slot == POSITION and place.position == 0 and facts.callee(place).last in _FOLDERS


RULE = ParameterRule(
    Rule("PAR502", "file-path", "a file or folder that is read or written"),
    "paths",
    places((POSITION, KEYWORD), (TEXT, WORD, TEXTS)) + places((JOINED,), (TEXT, WORD)),
    judge,
    "Another data set, another run and another machine have other files.",
    "names joined to a folder that is given, patterns, code and templates, configuration files, texts that are printed",
)
