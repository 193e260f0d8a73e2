"""What the repository already has for parameters: a home for them, and config files with keys; for findings only."""

from __future__ import annotations

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import contents, index, objects
from ...git.objects import Missing
from ...parameters import config_target, yaml_edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...parameters.config_target import ConfigTarget
    from ...parameters.yaml_edit import ConfigEntry, ConfigValue
    from .scan import ParameterScan

# So many config files, and so many bytes of them, are looked into: parsing YAML takes a second for 200 kB.
_MOST_FILES = 300
_MOST_BYTES = 200_000
_SECRETS = ("pass", "secret", "token", "credential", "key", "pwd")


class ConfigFiles(NamedTuple):
    """Where the parameters of a file go, and the command line it defines, where that is a second choice."""

    target: ConfigTarget
    options: ConfigTarget | None = None


def homes(repository: Repository, scans: Sequence[ParameterScan]) -> dict[bytes, ConfigFiles]:
    """The home for each file, by what the index holds; outside of a repository by the file alone."""
    entries = {path_text(entry.path): entry for entry in index.tracked(repository)} if repository.is_real() else {}
    tracked = config_target.tracked_paths(entries)
    texts: dict[str, str] = {}

    def read(path: str) -> str:
        if path not in texts:
            content = objects.content(entries[path].blob) if path in entries else b""
            texts[path] = content.decode("utf-8", "replace")
        return texts[path]

    by_path = {}
    for path, content in _contents(repository, scans):
        own, text = path_text(path), content.decode("utf-8", "replace")
        target = config_target.decide(own, text, tracked, read)
        options = config_target.command_line(own, text)
        by_path[path] = ConfigFiles(target, options if options != target else None)
    return by_path


def _contents(repository: Repository, scans: Sequence[ParameterScan]) -> Iterable[tuple[bytes, bytes]]:
    for whole in contents.read_whole(repository, [scan.entry for scan in scans if scan.entry]):
        if not isinstance(whole, Missing):
            yield whole.entry.path, whole.content
    for scan in scans:
        file = None if scan.entry else contents.on_disk(repository.on_disk(scan.path))
        if file:
            yield scan.path, file.content


def known(repository: Repository, names: Iterable[str]) -> dict[str, list[ConfigValue]]:
    """What tracked config files say under each of `names`, as the last part of a key; those nearest the top first."""
    wanted = set(names)
    if not wanted or not repository.is_real():
        return {}
    values: dict[str, list[ConfigValue]] = {}
    for file, content in _config_files(index.tracked(repository), repository, wanted):
        for value in yaml_edit.values(file, content):
            if value.key[-1] in wanted:
                values.setdefault(value.key[-1], []).append(value)
    return values


def _config_files(entries: list[Entry], repository: Repository, names: set[str]) -> list[tuple[str, bytes]]:
    configs = [entry for entry in entries if yaml_edit.is_config(path_text(entry.path))]
    configs.sort(key=lambda entry: (entry.path.count(b"/"), entry.path))
    sizes = objects.sizes_of(entry.blob for entry in configs[:_MOST_FILES])
    small = [entry for entry in configs[:_MOST_FILES] if 0 < (sizes[entry.blob] or 0) <= yaml_edit.LARGEST]
    read = {
        whole.entry: whole.content
        for whole in contents.read_whole(repository, small)
        if not isinstance(whole, Missing) and yaml_edit.may_name(whole.content, names)
    }
    chosen, size = [], 0
    for entry in small:
        size += len(read.get(entry, b""))
        if entry in read and size <= _MOST_BYTES:
            chosen.append((path_text(entry.path), read[entry]))
    return chosen


def value_of(entry: ConfigEntry, values: Mapping[str, list[ConfigValue]]) -> ConfigValue | None:
    """Where a config file already has a literal: its value, else its key, else the only key of that name."""
    literal = entry.literal
    if literal.secret or literal.value is None or any(word in literal.name.lower() for word in _SECRETS):
        return None
    there = values.get(literal.name, [])
    alike = [value for value in there if yaml_edit.same(value.value, literal.value)]
    same_key = [value for value in there if value.key == entry.key]
    only = there if len(there) == 1 else []
    return next(iter((*alike, *same_key, *only)), None)
