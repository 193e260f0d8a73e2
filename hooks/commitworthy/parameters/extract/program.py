"""A Python file: its literals moved, as bytes in and bytes out."""

from __future__ import annotations

import ast
import io
import tokenize

from ...base import secrets
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .. import keys, source, yaml_edit
from . import proof
from .candidates import candidates
from .holders import plain
from .module import Left, applied, parsed, read_units
from .plan import Unproved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..keys import ConfigEntry, Key
    from ..yaml_edit import ConfigValue
    from .module import Candidate, Module
    from .plan import Place, Plan


_BOM = b"\xef\xbb\xbf"


class Extraction(NamedTuple):
    """Program and config as they are to be, the entries that moved, and those that stay with the reason.

    `home` says where they went; `known` are the keys that were there already.
    """

    content: bytes
    config: bytes
    moved: tuple[ConfigEntry, ...]
    left: tuple[Left, ...]
    notes: tuple[str, ...] = ()
    home: str = ""
    known: frozenset[Key] = frozenset()


def extract(  # noqa: PLR0913, what there is, and how it is to be moved
    content: bytes,
    config: bytes,
    entries: Sequence[ConfigEntry],
    place: Place,
    plan: Callable[[Module, Sequence[Candidate], Place], Plan] = plain.plan,
    *,
    is_notebook: bool = False,
) -> Extraction:
    """The entries of one program moved to its config file; `is_notebook` where the plan is one for cells.

    Unproved where the new program could not be shown to be the old one; CheckError where the config file is no YAML
    that keys can be added to.
    """
    units = read_units(place.path, content)
    if not units:
        return Extraction(content, config, (), ())
    if not is_notebook and source.is_notebook(place.path):
        reason = "a document has no __file__ to find a config file from; set it in the first cell"
        return Extraction(content, config, (), tuple(Left(entry, reason) for entry in entries))
    module = parsed(units[0], decoded(place.path, content))
    reason = "" if is_notebook else _is_no_program(module)
    if reason:
        return Extraction(content, config, (), tuple(Left(entry, reason) for entry in entries))
    if config and place.file != place.path:
        entries = _with_known_keys(entries, place, config)
    taken, left = candidates(module, entries, is_yaml=place.file != place.path)
    return _moved(content, config, module, taken, left, place, plan)


def _is_no_program(module: Module) -> str:
    """Why a file of text is run as a notebook, which does not know its own place; "" for a program."""
    if module.is_masked or "\n#   jupytext:" in module.text[:2000]:
        return "a notebook kept as text has no __file__ to find a config file from; set it in the first cell"
    if "@app.cell" in module.text and "marimo" in module.text:
        return "it is in a marimo notebook, which extract leaves as it is; read it from mo.cli_args() by hand"
    return ""


def _with_known_keys(entries: Sequence[ConfigEntry], place: Place, config: bytes) -> list[ConfigEntry]:
    """Under the key that the config file has already for the name and the value, where there is one such key alone."""
    try:
        tree = yaml_edit.tree_of(config.decode("utf-8-sig"))
    except ValueError:
        # Said where it is written to.
        return list(entries)
    known: dict[str, list[ConfigValue]] = {}
    for value in yaml_edit.values(place.file, config):
        if value.key[0] in place.composed:
            continue
        known.setdefault(value.key[-1], []).append(value)
    found = []
    for entry in entries:
        same = [
            value
            for value in known.get(entry.key[-1], ())
            if not entry.literal.secret and keys.same(value.value, entry.literal.value)
        ]
        has_own = any(value.key == entry.key for value in known.get(entry.key[-1], ()))
        # A key that is a number is a text only here.
        is_one = len(same) == 1 and not has_own and proof.at(tree, same[0].key) is not proof.ABSENT
        found.append(entry._replace(key=same[0].key) if is_one else entry)
    return found


def _moved(  # noqa: PLR0913, PLR0917, what was read, and how it is to be moved
    content: bytes,
    config: bytes,
    module: Module,
    taken: Sequence[Candidate],
    left: list[Left],
    place: Place,
    plan: Callable[[Module, Sequence[Candidate], Place], Plan],
) -> Extraction:
    planned = plan(module, taken, place)
    while True:
        written = (*planned.moved, *planned.kept)
        entries = [candidate.entry for candidate in written]
        appended = yaml_edit.append(place.file, config, entries) if entries and place.file != place.path else None
        others = appended.others if appended else ()
        if not others:
            break
        left += [Left(entry, has_another_value(place.file, entry.key, value), module.cell) for entry, value in others]
        # By place: a holder may have given the entry another key.
        refused = {candidate.start for candidate in written if any(candidate.entry is entry for entry, _ in others)}
        taken = [candidate for candidate in taken if candidate.start not in refused]
        planned = plan(module, taken, place)
    left += planned.left
    if not planned.edits:
        return Extraction(content, appended.content if appended else config, (), tuple(left), tuple(planned.notes))
    changed = appended.content if appended else config
    text = applied(module.text, planned.edits)
    rewritten = encoded(place.path, content, text)
    reason = _unproved(content, rewritten, changed, place, planned)
    if reason:
        raise Unproved(f"{place.path}: {reason}, so nothing was written")
    moved = tuple(candidate.entry for candidate in planned.moved)
    known = {entry.key for entry in moved}.difference(appended.added) if appended else ()
    notes = tuple(planned.notes)
    return Extraction(rewritten, changed, moved, tuple(left), notes, known=frozenset(known))


def has_another_value(file: str, key: Key, value: object) -> str:
    """The reason why a key is not used."""
    shown = secrets.HIDDEN if secrets.may_be_secret(key[-1], str(value)) else secrets.shown(str(value))[:60]
    return f"{file} has another value for {'.'.join(key)}: {shown}"


def decoded(path: str, content: bytes) -> str:
    """The text of a program, without its byte order mark; Unproved where it declares an encoding that is none."""
    try:
        return content.removeprefix(_BOM).decode(_encoding(content))
    except (LookupError, SyntaxError, UnicodeError):
        raise Unproved(f"{path}: is not text in the encoding that it declares, so nothing was written") from None


def encoded(path: str, content: bytes, text: str) -> bytes:
    """A text in the encoding that the file of before has, with its byte order mark."""
    try:
        return (_BOM if content.startswith(_BOM) else b"") + text.encode(_encoding(content))
    except UnicodeError:
        raise Unproved(f"{path}: its encoding cannot write what is new, so nothing was written") from None


def _encoding(content: bytes) -> str:
    """As Python reads it; a mark is no part of the text here."""
    lines = io.BytesIO(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    return tokenize.detect_encoding(lines.readline)[0].removesuffix("-sig")


def _is_uncompiled(tree: ast.Module, path: str) -> bool:
    try:
        compile(tree, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return True
    return False


def _unproved(content: bytes, rewritten: bytes, config: bytes, place: Place, planned: Plan) -> str:
    """Why the new bytes are not shown to be the old program; "" where they are."""
    old, new = read_units(place.path, content), read_units(place.path, rewritten)
    if len(new) != len(old):
        return "the rewritten file would not parse"
    try:
        tree = yaml_edit.tree_of(config.decode("utf-8-sig")) if place.file != place.path else None
    except ValueError as error:
        raise CheckError(f"{place.file}: {error}; fix it or name another file") from None
    try:
        # Not all that can be parsed can be run: an import from __future__ has to come first.
        compile(new[0].tree, place.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        if _is_uncompiled(old[0].tree, place.path):
            # The cells of a notebook may wait for something at the top.
            return planned.proof(old[0].tree, new[0].tree, tree)
        return f"the rewritten file would not compile: {getattr(error, 'msg', error)}"
    # To a notebook a text at its top is none, but where it is read.
    has_docstring = not source.notebook_in_text(new[0].text) or "__doc__" in new[0].text
    docstrings = {ast.get_docstring(unit.tree, clean=False) for unit in (old[0], new[0])}
    if has_docstring and len(docstrings) > 1:
        return "its docstring would be none any more"
    return planned.proof(old[0].tree, new[0].tree, tree)
