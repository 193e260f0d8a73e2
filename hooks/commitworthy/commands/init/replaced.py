"""Hooks of others that ours stand in for, and what their settings mean here."""

from __future__ import annotations

import shlex

from ...base import wording
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...notebooks import strip_options
from ...policy.exceptions import compiled
from ..doctor.shell_script import bare_words
from . import filters
from .entry import ids, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Hook = Mapping[str, object]
    Value = bool | int | str | list[str]

_ARTIFACTS, _NOTEBOOKS = "block-artifacts", "strip-notebooks"
_IDS = {
    "check-added-large-files": _ARTIFACTS,
    "check-large-files": _ARTIFACTS,
    "forbid-large": _ARTIFACTS,
    "forbid-large-files": _ARTIFACTS,
    "nbstripout": _NOTEBOOKS,
    "nbstripout-fast": _NOTEBOOKS,
    "nb-clean": _NOTEBOOKS,
    "nbstrip": _NOTEBOOKS,
    "jupyter-strip": _NOTEBOOKS,
    "jupyter-nb-clear-output": _NOTEBOOKS,
    "jupyter-notebook-cleanup": _NOTEBOOKS,
}
_PROGRAMS = ("nbstripout", "nbstripout-fast", "nb-clean", "check-added-large-files")
# Words of theirs that say the same as a key of ours; None where ours does so anyway.
_KEYS: Mapping[str, Mapping[str, str | None]] = {
    _ARTIFACTS: {"--maxkb": "max-size", "--enforce-all": None},
    _NOTEBOOKS: {
        "--keep-output": "keep-output",
        "--preserve-cell-outputs": "keep-output",
        "--keep-count": "keep-count",
        "--preserve-execution-counts": "keep-count",
        "--drop-empty-cells": "drop-empty-cells",
        "--remove-empty-cells": "drop-empty-cells",
        "--strip-init-cells": "strip-init-cells",
        "--extra-keys": "strip-keys",
        "--keep-metadata-keys": "keep-keys",
        "--drop-tagged-cells": "drop-tagged",
        "--max-size": "max-output",
        "--remove-kernel-metadata": "strip-keys",
        "--remove-all-notebook-metadata": "strip-keys",
        "--keep-output-type": "keep-types",
        "--drop-output-type": "drop-types",
        "--keep-id": None,
        "--force": None,
        "-f": None,
        "--unix-newlines": None,
        "--mode": None,
        "-m": None,
        "--preserve-cell-metadata": None,
        "--preserve-notebook-metadata": None,
    },
}
# The letters of nb-clean; those of other programs mean something else.
_LETTERS = {
    "-c": "--preserve-execution-counts",
    "-e": "--remove-empty-cells",
    "-m": "--preserve-cell-metadata",
    "-n": "--preserve-notebook-metadata",
    "-o": "--preserve-cell-outputs",
}
_VALUED = ("max-size", "max-output", "strip-keys", "keep-keys", "drop-tagged", "keep-types", "drop-types")
_KEEPS = ("--keep-output", "--keep-output-type", "--max-size")
# Flags without a value that stand for some.
_MEANT = {"--remove-kernel-metadata": "metadata.kernelspec", "--remove-all-notebook-metadata": "metadata.*"}
# Words of nbconvert that say no more than that outputs go.
_CLEARING = ("--to", "--inplace", "--clear-output", "--ClearOutputPreprocessor.enabled", "--log-level", "-y")
# Keys of an entry that say nothing of which files are checked, or how.
_SILENT = frozenset(
    "id name description entry args language language_version additional_dependencies minimum_pre_commit_version "
    "require_serial verbose log_file".split()
)
# What pre-commit-hooks takes for `--maxkb` (check_added_large_files.py).
_DEFAULT = "500 kB"
_PAGES = {_ARTIFACTS: "docs/block-artifacts.md", _NOTEBOOKS: "docs/strip-notebooks.md"}


class Setting(NamedTuple):
    """What one setting of a replaced hook has become, as a line to print."""

    hook: str
    said: str
    became: str


FILTER = Setting(
    "nbstripout",
    "as a filter in .gitattributes",
    "stays: nbstripout --uninstall --attributes .gitattributes removes it, "
    "commitworthy strip-notebooks --install-filter --attributes .gitattributes sets up ours",
)


class LeftAlone(NamedTuple):
    """Files that the replaced hook left alone: patterns of a .gitignore, and why."""

    hook: str
    paths: tuple[str, ...]
    because: str


class Carried(NamedTuple):
    """The policy that replaced hooks amount to: hook -> key -> value, and exceptions; and what has no counterpart."""

    tables: dict[str, dict[str, Value]]
    exceptions: list[LeftAlone]
    kept: list[Setting]
    lost: list[Setting]


def written(made: Carried, by_hand: Iterable[str]) -> Carried:
    """The same, knowing the lines that are left to be written by hand: what they say is not kept yet."""
    left = [line.partition(" = ")[0] for line in by_hand]
    kept, lost = [], [*made.lost]
    for row in made.kept:
        key, _, ours = row.became.partition(" of ")
        if any(line.endswith((f"[{ours}] {key}", f".{ours}] {key}")) for line in left):
            lost.append(row._replace(became=f"{row.became}, to be written by hand: see above"))
        else:
            kept.append(row)
    return made._replace(kept=kept, lost=lost)


def stands_in(hook: Hook) -> str:
    """The hook of ours that does what this one does; "" where there is none."""
    name = hook.get("id")
    if isinstance(name, str) and name in _IDS:
        return _IDS[name]
    program, words = _command(hook)
    if program in _PROGRAMS:
        return _IDS[program]
    clears = any(word.startswith(("--clear-output", "--ClearOutputPreprocessor.enabled")) for word in words)
    return _NOTEBOOKS if "nbconvert" in words and clears else ""


def names(document: Mapping[str, object]) -> list[str]:
    """The ids of the hooks that ours stand in for."""
    return [name for name, hooks in ids(document).items() if any(map(stands_in, hooks))]


def named_in(text: str) -> tuple[str, ...]:
    """The programs that ours stand in for, of which lines of a script that are no comments have the name."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    words = {word.strip("\"'`$();|&,").rpartition("/")[2].replace("_", "-") for line in lines for word in line.split()}
    return tuple(program for program in _PROGRAMS if program in words)


def _command(hook: Hook) -> tuple[str, Sequence[str]]:
    """The program that the entry of a hook runs, also through `uv run` or `python -m`, and the words behind it."""
    words = bare_words(tuple(_split(hook.get("entry"))))
    if words[1:2] == ("-m",) and words[0].rpartition("/")[2].startswith("py"):
        words = words[2:]
    program = words[0].rpartition("/")[2].removeprefix("pre_commit_hooks.").replace("_", "-") if words else ""
    return program, words[1:]


def _split(entry: object) -> list[str]:
    try:
        return shlex.split(entry) if isinstance(entry, str) else []
    except ValueError:
        return []


def carried(documents: Iterable[Mapping[str, object]], data_limit: int | None = None) -> Carried:
    """What the settings of all hooks that are replaced come to; `data_limit` is that of the policy, in bytes."""
    made = Carried({}, [], [], [])
    hooks = [hook for document in documents for entries in ids(document).values() for hook in entries]
    for ours in (_ARTIFACTS, _NOTEBOOKS):
        theirs = [
            hook
            for hook in hooks
            if stands_in(hook) == ours and _runs_at_commit(hook, made) and _sees_all(ours, hook, made)
        ]
        for hook in theirs:
            _arguments(made, ours, hook)
            _others(made, ours, hook)
        _filters(made, ours, theirs)
        if ours == _ARTIFACTS:
            _default_limit(made, theirs, data_limit)
    for hook in hooks:
        entry = hook.get("entry")
        if isinstance(entry, str) and not stands_in(hook) and (programs := named_in(entry)):
            became = f"is left as it is: if it does no more than run {' and '.join(programs)}, remove it by hand"
            made.lost.append(Setting(str(hook["id"]), f"entry: {' '.join(entry.split())}", became))
    return made


def _default_limit(made: Carried, theirs: Sequence[Hook], data_limit: int | None) -> None:
    """A limit that nobody has chosen is not carried over, but what it was is said where ours is lower."""
    if data_limit is None or data_limit >= wording.parse(_DEFAULT) or "max-size" in made.tables.get(_ARTIFACTS, {}):
        return
    for hook in theirs:
        is_known = "check-added-large-files" in (hook.get("id"), _command(hook)[0])
        if is_known and "--maxkb" not in dict(_flags(hook)):
            became = (
                f'the limit of data is {wording.show(data_limit)} now; max-size = "{_DEFAULT}" of {_ARTIFACTS} keeps it'
            )
            made.lost.append(Setting(str(hook["id"]), f"without --maxkb, whose default is {_DEFAULT}", became))


def _runs_at_commit(hook: Hook, made: Carried) -> bool:
    """Whether its settings are those of a commit; else it is named."""
    told = hook.get("stages")
    if not isinstance(told, list) or "pre-commit" in named(told):
        return True
    said = f"stages: [{', '.join(map(str, told))}]"
    made.lost.append(Setting(str(hook["id"]), said, "ran at no commit, so its settings are not carried over"))
    return False


def _sees_all(ours: str, hook: Hook, made: Carried) -> bool:
    """Whether it looked at files of every type, as ours does; else its limit is none for them, and it is named."""
    for key in ("types", "types_or"):
        told = hook.get(key)
        if ours == _ARTIFACTS and isinstance(told, list) and "file" not in told:
            became = f"its settings are not carried over: {ours} checks files of every type"
            made.lost.append(Setting(str(hook["id"]), f"{key}: [{', '.join(map(str, told))}]", became))
            return False
    return True


def _arguments(made: Carried, ours: str, hook: Hook) -> None:
    name = str(hook["id"])
    flags = list(_flags(hook))
    given = {flag for flag, _ in flags}
    for flag, value in flags:
        said = flag if value is None else f"{flag}={value}"
        key = _KEYS[ours].get(flag, "")
        if flag == "--keep-output" and "--keep-output-type" in given:
            made.kept.append(Setting(name, said, "narrowed by --keep-output-type, as there"))
            continue
        # It is asked of kept outputs; ours, by itself, keeps all others.
        if key is None or (flag == "--drop-output-type" and given.isdisjoint(_KEEPS)):
            made.kept.append(Setting(name, said, f"needs no setting: {ours} does so"))
            continue
        read = _value(key, _MEANT.get(flag, value)) if key else None
        if not key or read is None or not _is_valid(key, read):
            made.lost.append(Setting(name, said, f"has no counterpart here: see {_PAGES[ours]}"))
            continue
        table = made.tables.setdefault(ours, {})
        table[key] = _both(table.get(key), read)
        made.kept.append(Setting(name, said, f"{key} of {ours}"))


def _flags(hook: Hook) -> Iterator[tuple[str, str | None]]:
    """Each flag with its value, from `args` and, in a local hook, from the command itself."""
    args = hook.get("args")
    program, words = _command(hook)
    words = [*words, *map(str, args if isinstance(args, list) else ())]
    is_nb_clean = "nb-clean" in (hook.get("id"), program)
    known = _CLEARING if "nbconvert" in words else ("--",)
    yield from (row for row in _paired(words, _LETTERS if is_nb_clean else {}) if row[0] not in known)


def _paired(words: Iterable[str], letters: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Each flag with the words behind it."""
    flag: str | None = None
    values: list[str] = []
    for word in words:
        if word.startswith("-") and word != "-":
            if flag:
                yield flag, " ".join(values) if values else None
            flag, equals, value = word.partition("=")
            flag = letters.get(flag, flag)
            values = [value] if equals else []
        elif flag:
            values.append(word)
    if flag:
        yield flag, " ".join(values) if values else None


def _value(key: str, text: str | None) -> Value | None:
    """The value of a key of ours; None where theirs cannot be read."""
    if key not in _VALUED:
        return True
    words = (text or "").split()
    if key == "max-size":
        return f"{int(text)} kB" if text and text.isascii() and text.isdecimal() and len(text) < 15 else None
    if key == "max-output":
        return _bytes(text or "")
    return words or None


def _bytes(text: str) -> int | None:
    """As nbstripout reads it: a number, and k or M for thousands and millions."""
    factor = {"k": 1000, "M": 1_000_000}.get(text[-1:], 1)
    digits = text[:-1] if factor > 1 else text
    return int(digits) * factor if digits.isascii() and digits.isdecimal() and len(digits) < 12 else None


def _is_valid(key: str, value: Value) -> bool:
    if key not in ("strip-keys", "keep-keys"):
        return True
    assert isinstance(value, list)
    try:
        # Both kinds of keys are written alike; some must not be stripped.
        keys = tuple(value)
        strip_options.check(strip_options.StripOptions(keep_keys=keys))
        strip_options.check(strip_options.StripOptions(strip_keys=keys if key == "strip-keys" else ()))
    except ValueError:
        return False
    return True


def _both(old: Value | None, new: Value) -> Value:
    """Of two entries, what lets through whatever one of them let through."""
    if isinstance(old, list) and isinstance(new, list):
        return list(dict.fromkeys([*old, *new]))
    if isinstance(old, str) and isinstance(new, str):
        return max(old, new, key=wording.parse)
    return max(old, new) if isinstance(old, int) and isinstance(new, int) else new


def _others(made: Carried, ours: str, hook: Hook) -> None:
    """What else an entry may say: of types, of stages."""
    for key, value in hook.items():
        if key in _SILENT or key in ("files", "exclude", "stages"):
            continue
        if (key, value) in (("pass_filenames", True), ("always_run", False), ("fail_fast", False)):
            continue
        if key == "types" and value in (["jupyter"], ["file"]):
            continue
        shown = f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
        made.lost.append(Setting(str(hook["id"]), f"{key}: {shown}", f"is not carried over: {ours} has its own"))


def _filters(made: Carried, ours: str, theirs: Sequence[Hook]) -> None:
    """Files that none of the replaced hooks looked at become exceptions."""
    told = {(str(hook.get("files", "")), str(hook.get("exclude", ""))) for hook in theirs}
    for hook in theirs:
        name = str(hook["id"])
        for key in ("files", "exclude"):
            expression = hook.get(key)
            if expression is None:
                continue
            if len(told) > 1 or not isinstance(expression, str):
                reason = "is not carried over" + (": other entries look at other files" if len(told) > 1 else "")
                said = f"{key}: {' '.join(str(expression).split())}"
                made.lost.append(Setting(name, said, f"{reason}; {_by_hand(ours)}"))
                continue
            _filter(made, ours, name, key, expression)
        if len(told) == 1:
            return  # all say the same


def _filter(made: Carried, ours: str, name: str, key: str, expression: str) -> None:
    found = filters.patterns(expression)
    said = f"{key}: {' '.join(expression.split())}"
    if found is None:
        made.lost.append(Setting(name, said, f"says more than patterns of .gitignore can; {_by_hand(ours)}"))
        return
    paths = found if key == "exclude" else _all_but(ours, found)
    if not paths:
        made.kept.append(Setting(name, said, f"needs no setting: {ours} does so"))
        return
    made.exceptions.append(LeftAlone(ours, paths, f"{name} had {said}"))
    made.kept.append(Setting(name, said, f"an exception of {ours}"))


def _all_but(ours: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns of what the hook did not look at."""
    everything = "*.ipynb" if ours == _NOTEBOOKS else "*"
    is_found = compiled(found)
    samples = ("a.ipynb", "b/c/d.ipynb") if ours == _NOTEBOOKS else ("a", "b/c/d")
    return () if all(map(is_found, samples)) else (everything, *(f"!{pattern}" for pattern in found))


def _by_hand(ours: str) -> str:
    return f"for files to leave alone write [[{ours}.{'keep' if ours == _NOTEBOOKS else 'allow'}]]: see docs/policy.md"
