"""Which programs are asked about, what is flagged in them, and which home for parameters each has."""

from __future__ import annotations

import functools
import os

from ...base import markup
from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import index, objects, repository, write
from ...hooks import context as hook_context
from ...hooks.flag_parameters import messages, parents, scan
from ...hooks.flag_parameters.messages import ConfigFiles
from ...parameters import config_target, keys, yaml_edit
from ...parameters.config_target import ConfigTarget, Reader
from ...parameters.extract.module import Left
from ...parameters.extract.program import has_another_value
from . import holders, spots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ...git.objects import File
    from ...hooks.context import HookContext
    from ...hooks.flag_parameters.scan import ParameterScan
    from ...parameters.config_target import TrackedFiles
    from ...parameters.keys import ConfigEntry
    from ...parameters.yaml_edit import ConfigValue
    from .spots import Spot


class Program(NamedTuple):
    """One file: its path from the top, where it lies as seen from here, and the entries that are asked for.

    Each entry comes with the index of its cell, None outside of notebooks.  Of those in `left` the config file has
    another value.  `composed`, `is_starred`, `nodes` and `bases` are those of `plan.Place`.
    `is_installed` where a file at the top would not be found by an installed copy.
    """

    path: str
    place: str
    file: File
    entries: Sequence[tuple[int | None, ConfigEntry]]
    target: ConfigTarget
    left: Sequence[Left]
    composed: frozenset[str]
    is_starred: bool
    nodes: frozenset[str] | None
    bases: Mapping[str, frozenset[str]]
    is_installed: bool


def prepare(
    words: Sequence[str], select: Sequence[str], confidence: str, *, staged: bool
) -> tuple[HookContext, dict[str, list[Spot]]]:
    """The context of the call, and the places that were named in each file, by its path from the top."""
    places = spots.named(words)
    said = {"select": list(select), "confidence": confidence}
    overrides = {("flag-parameters", key): value for key, value in said.items() if value}
    names = [os.fsencode(name) for name in places]
    context = hook_context.prepare(hook_context.Invocation(names, False, overrides, not staged, staged))
    by_path: dict[str, list[Spot]] = {}
    for name, some in places.items():
        path = path_of(context, name)
        raw = os.fsencode(path)
        if os.path.isfile(name) and not (scan.is_program(raw) or scan.may_be_program(raw)):
            raise CheckError(f"{path}: is no Python program or notebook, so there is nothing to move: name one")
        by_path.setdefault(path, []).extend(some)
    return context, by_path


def path_of(context: HookContext, name: str) -> str:
    """A file name as the user gave it, as a path from the top."""
    here = context.repository
    return path_text(repository.from_top(here, [os.fsencode(name)])[0]) if here.is_real() else os.path.normpath(name)


def scans(context: HookContext, *, staged: bool) -> list[tuple[ParameterScan, File]]:
    """The programs that something is flagged in, as they lie on disk."""
    chosen = scan.options(context.policy.flag_parameters)
    paths = {entry.path: entry for entry in context.entries} | dict.fromkeys(context.untracked)
    found: list[tuple[ParameterScan, File]] = []
    for path, entry in sorted(paths.items()):
        if not (scan.is_program(path) or scan.may_be_program(path)) or os.path.isdir(context.repository.on_disk(path)):
            continue
        place = write.place_of(context.repository, path_text(path))
        write.refuse_obstacle(context.repository, place)
        file = objects.on_disk(os.fsencode(place))
        if file is None:
            raise CheckError(f"{path_text(path)}: cannot be read; check its name and permissions")
        if not scan.is_program(path) and not scan.begins_as_program(file.content):
            continue
        judged = scan.judge(path, file.content, chosen, entry)
        if judged:
            found.append((judged, file))
    return _new_ones(context, found) if staged else found


def _new_ones(context: HookContext, found: list[tuple[ParameterScan, File]]) -> list[tuple[ParameterScan, File]]:
    """Of each program what the staged change brings."""
    files = {judged.path: file for judged, file in found}
    known = hook_context.accepted_now(context, "flag-parameters")
    new = parents.new_parameters(
        context.repository,
        [judged for judged, _ in found],
        known,
        lambda commit: hook_context.accepted_at(context, "flag-parameters", commit),
    )
    return [
        (one.judged._replace(findings=one.judged.findings._replace(found=tuple(one.found))), files[one.judged.path])
        for one in new
        if one.judged.findings
    ]


def programs(  # noqa: PLR0913, PLR0917, what is asked for, and what is there
    context: HookContext,
    found: Sequence[tuple[ParameterScan, File]],
    places: dict[str, list[Spot]],
    kind: str,
    to: str,
    tracked: TrackedFiles,
) -> list[Program]:
    """With keys as flag-parameters would print them: one key has one value in all files."""
    flat = [
        (judged, parameter) for judged, _ in found for parameter in (judged.findings.found if judged.findings else ())
    ]
    stems = [path_text(judged.path).rpartition("/")[2].rpartition(".")[0] for judged, _ in flat]
    texts = [
        file.content.decode("utf-8", "replace") for file in (*(file for _, file in found), *_others(context, tracked))
    ]
    homes, values, installed = _homes(context, found, kind, to, tracked, texts)
    starred = holders.starred_modules(texts)
    has_nodes = any(home.target.kind == config_target.KEDRO for home in homes.values())
    nodes = holders.kedro_nodes(texts) if has_nodes else None
    takes_arguments = any(home.target.kind == config_target.ARGUMENT for home in homes.values())
    bases = holders.class_bases(texts) if takes_arguments else {}
    keyed = keys.keyed(
        [(parameter, stem) for (_, parameter), stem in zip(flat, stems, strict=True)],
        [
            (config_target.keys_place(homes[judged.path].target, parameter.scope), homes[judged.path].reserved)
            for judged, parameter in flat
        ],
    )
    entries: dict[bytes, list[tuple[int | None, ConfigEntry]]] = {}
    left: dict[bytes, list[Left]] = {}
    for (judged, parameter), group in zip(flat, keyed, strict=True):
        if not spots.is_meant(parameter, places.get(path_text(judged.path), [])):
            continue
        home = homes[judged.path]
        there = messages.existing(home, parameter, group, values.get(home.target.file, {}))
        for entry, known in zip(group, there, strict=True):
            if known.other and known.is_open:
                reason = has_another_value(home.target.file, known.other.key, known.other.value)
                left.setdefault(judged.path, []).append(Left(entry, reason, parameter.cell))
            else:
                entries.setdefault(judged.path, []).append((parameter.cell, entry))
    return [
        Program(
            path_text(judged.path),
            write.place_of(context.repository, path_text(judged.path)),
            file,
            entries.get(judged.path, ()),
            homes[judged.path].target,
            left.get(judged.path, ()),
            homes[judged.path].reserved.sections
            if homes[judged.path].target.kind == config_target.HYDRA
            else frozenset(),
            _module(path_text(judged.path)) in starred,
            nodes,
            bases,
            judged.path in installed,
        )
        for judged, file in found
        if judged.path in entries or judged.path in left
    ]


def tracked_files(context: HookContext) -> TrackedFiles:
    """What the index has."""
    here = context.repository
    return config_target.tracked_paths(
        [path_text(entry.path) for entry in index.tracked(here)] if here.is_real() else []
    )


def _others(context: HookContext, tracked: TrackedFiles) -> Iterator[File]:
    """All modules of the repository."""
    for path in tracked.paths:
        file = objects.on_disk(context.repository.on_disk(os.fsencode(path))) if path.endswith(".py") else None
        if file:
            yield file


def _module(path: str) -> str:
    """The last name of a module, "" for a package, as `from . import *` has it."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    return "" if stem == "__init__" else stem


def _homes(  # noqa: PLR0913, PLR0917, what is asked for, and what is there
    context: HookContext,
    found: Sequence[tuple[ParameterScan, File]],
    kind: str,
    to: str,
    tracked: TrackedFiles,
    texts: Sequence[str],
) -> tuple[dict[bytes, ConfigFiles], dict[str, dict[str, list[ConfigValue]]], set[bytes]]:
    """What takes the values of each program, and of each file what it has already, by the last part of the key.

    Third are the programs within a package that is installed.
    """
    here = context.repository

    @functools.cache
    def read(path: str) -> str:
        file = objects.on_disk(here.on_disk(os.fsencode(path)))
        return file.content.decode("utf-8", "replace") if file else ""

    homes: dict[bytes, ConfigFiles] = {}
    imported = holders.imported_modules(texts)
    installed: set[bytes] = set()
    for judged, file in found:
        path, text = path_text(judged.path), file.content.decode("utf-8", "replace")
        # A script of the package may be installed as well.
        if config_target.is_library(path, "", tracked, read, imported | {_module(path)}):
            installed.add(judged.path)
        target = (
            _named_target(context, path, text, to) if to else holders.chosen(path, text, tracked, read, kind, imported)
        )
        is_argument = target.kind == config_target.ARGUMENT
        reserved = keys.NOTHING_RESERVED if is_argument else config_target.reserved(target, text, tracked, read)
        if target.kind == config_target.HYDRA:
            reserved = reserved._replace(sections=reserved.sections | _composed(target, tracked, read))
        homes[judged.path] = ConfigFiles(target, reserved=reserved, reader=Reader(path))
    if not any(home.reserved.tree for home in homes.values()):
        return homes, {}, installed
    whole = holders.whole_sections(texts)
    values: dict[str, dict[str, list[ConfigValue]]] = {}
    for name, home in homes.items():
        # Only what is there already can be taken whole, or have another value.
        reserved = home.reserved
        if not reserved.tree:
            continue
        sections = reserved.sections | whole.intersection(map(str, reserved.tree))
        homes[name] = home._replace(reserved=reserved._replace(sections=sections))
        if home.target.file not in values:
            by_name = values[home.target.file] = {}
            for value in yaml_edit.values(home.target.file, read(home.target.file).encode()):
                by_name.setdefault(value.key[-1], []).append(value)
    return homes, values, installed


def _composed(target: ConfigTarget, tracked: TrackedFiles, read: Callable[[str], str]) -> frozenset[str]:
    """The sections that other files of Hydra may set, which `@package _global_` puts at the top."""
    folder = f"{target.file.rpartition('/')[0]}/"
    texts = [read(path) for path in tracked.yaml if path.startswith(folder) and path != target.file]
    trees = [_tree(text) for text in texts if "_global_" in text or "@package" in text]
    return frozenset(str(key) for tree in trees for key in tree)


def _tree(text: str) -> dict[object, object]:
    try:
        tree = markup.from_yaml(text)
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


def _named_target(context: HookContext, path: str, text: str, to: str) -> ConfigTarget:
    """The file of `--to`."""
    if holders.keeps_cells(path, text):
        raise CheckError(f"{path}: a notebook keeps its values in the cell tagged parameters; leave out --to")
    if not to.lower().endswith(yaml_edit.SUFFIXES):
        raise CheckError(f"--to {to}: only YAML is written; name a .yaml file")
    return ConfigTarget(config_target.PLAIN, path_of(context, to))
