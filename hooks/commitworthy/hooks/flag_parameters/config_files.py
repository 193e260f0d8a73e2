"""What the repository already has for parameters: homes, and config files with keys.  Asked only after a finding."""

from __future__ import annotations

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import index, objects
from ...git.objects import Missing
from ...parameters import config_target, yaml_edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def homes(repository: Repository, judged: Iterable[ParameterScan]) -> dict[bytes, ConfigFiles]:
    """The home for each file, by what the index holds; outside of a repository by the file alone."""
    files = list(judged)
    entries = {path_text(entry.path): entry for entry in index.tracked(repository)} if repository.is_real() else {}

    tracked = config_target.tracked_paths(entries)
    known_texts: dict[str, str] = {}

    def read(path: str) -> str:
        if path not in known_texts:
            known_texts[path] = (
                objects.content(entries[path].blob).decode("utf-8", "replace") if path in entries else ""
            )
        return known_texts[path]

    found = {}
    for path, content in _contents(repository, files):
        own, text = path_text(path), content.decode("utf-8", "replace")
        target = config_target.decide(own, text, tracked, read)
        options = config_target.command_line(own, text)
        found[path] = ConfigFiles(target, options if options != target else None)
    return found


def _contents(repository: Repository, files: list[ParameterScan]) -> Iterable[tuple[bytes, bytes]]:
    for whole in objects.read_whole(repository, [one.entry for one in files if one.entry]):
        if not isinstance(whole, Missing):
            yield whole.entry.path, whole.content
    for one in files:
        file = None if one.entry else objects.on_disk(repository.on_disk(one.path))
        if file:
            yield one.path, file.content


def known(repository: Repository, names: Iterable[str]) -> dict[str, list[ConfigValue]]:
    """What tracked config files say under each of `names`, as the last part of a key; those nearest the top first."""
    wanted = set(names)
    if not wanted or not repository.is_real():
        return {}
    found: dict[str, list[ConfigValue]] = {}
    for file, content in _config_files(index.tracked(repository), repository, wanted):
        for value in yaml_edit.values(file, content):
            if value.key[-1] in wanted:
                found.setdefault(value.key[-1], []).append(value)
    return found


def _config_files(entries: list[Entry], repository: Repository, names: set[str]) -> list[tuple[str, bytes]]:
    configs = [entry for entry in entries if yaml_edit.is_config(path_text(entry.path))]
    configs.sort(key=lambda entry: (entry.path.count(b"/"), entry.path))
    sizes = objects.sizes_of(entry.blob for entry in configs[:_MOST_FILES])
    small = [entry for entry in configs[:_MOST_FILES] if 0 < (sizes[entry.blob] or 0) <= yaml_edit.LARGEST]
    read = {
        whole.entry: whole.content
        for whole in objects.read_whole(repository, small)
        if not isinstance(whole, Missing) and yaml_edit.may_name(whole.content, names)
    }
    chosen, size = [], 0
    for entry in small:
        size += len(read.get(entry, b""))
        if entry in read and size <= _MOST_BYTES:
            chosen.append((path_text(entry.path), read[entry]))
    return chosen


def place_of(one: ConfigEntry, values: Mapping[str, list[ConfigValue]]) -> ConfigValue | None:
    """Where a config file already has a literal: its value, else its key, else the only key of that name."""
    literal = one.literal
    if literal.secret or literal.value is None or any(word in literal.name.lower() for word in _SECRETS):
        return None
    there = values.get(literal.name, [])
    alike = [value for value in there if yaml_edit.same(value.value, literal.value)]
    same_key = [value for value in there if value.key == one.key]
    only = there if len(there) == 1 else []
    return next(iter((*alike, *same_key, *only)), None)
