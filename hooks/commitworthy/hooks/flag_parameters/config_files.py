"""What the repository already has for parameters: a home for them, and config files with keys; for findings only."""

from __future__ import annotations

import os

from ...base.findings import CheckError, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import contents, index, objects
from ...git.objects import Missing
from ...git.repository import from_top
from ...parameters import config_target, yaml_edit
from ...parameters.config_target import DVC, PLAIN, Reader
from ...parameters.keys import NOTHING_RESERVED, Reserved, natural_keys, same, written
from ...parameters.names import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...parameters.config_target import ConfigTarget, TrackedFiles
    from ...parameters.keys import ConfigEntry, Key
    from ...parameters.matches import FoundParameter
    from ...parameters.yaml_edit import ConfigValue
    from .scan import ParameterScan

# So many config files, and so many bytes of them, are looked into: parsing YAML takes a second for 200 kB.
_MOST_FILES = 300
_MOST_BYTES = 200_000
# Parts of a key that may be about anything.
_GENERAL = frozenset(
    """
    model models estimator train training trainer fit data dataset split optimizer optim optimization params parameters
    param hyperparameters hyperparams hparams hp config cfg conf settings default defaults base common general global
    run experiment decision filter paths path period resources seed options args arguments spark db tracking output
    features feature net network loss scheduler search eval evaluation test preprocessing preprocess pipeline stage
    stages main sources hydra
    """.split()
)


class ConfigFiles(NamedTuple):
    """Where the parameters of a file go, what is there already, and how the program reads it.

    `options` is the command line that the file defines, where that is a second choice; its names are `taken`.
    """

    target: ConfigTarget
    options: ConfigTarget | None = None
    taken: Reserved = NOTHING_RESERVED
    reserved: Reserved = NOTHING_RESERVED
    reader: Reader = Reader("")


def homes(repository: Repository, scans: Sequence[ParameterScan], write_to: str = "") -> dict[bytes, ConfigFiles]:
    """The home for each file, by what the index holds; outside of a repository by the file alone.

    `write_to` is the file that the keys are written to, as the user named it; what it holds on disk counts.
    """
    entries = {path_text(entry.path): entry for entry in index.tracked(repository)} if repository.is_real() else {}
    tracked = config_target.tracked_paths(entries)
    texts = _Texts(entries, tracked.yaml)
    written = _from_top(repository, write_to)
    if write_to:
        file = contents.on_disk(os.fsencode(write_to))
        texts.known[written] = file.content.decode("utf-8", "replace") if file else ""
    try:
        return _homes(_contents(repository, scans), tracked, texts.read, written)
    finally:
        texts.reader.close()


class _Texts:
    """The texts of tracked files, all asked of one git; of one that nobody writes by hand nothing."""

    def __init__(self, entries: Mapping[str, Entry], yaml_files: Sequence[str]) -> None:
        self.known: dict[str, str] = {}
        self.reader = objects.BlobReader()
        self._entries = entries
        self._yaml_files = yaml_files
        self._sizes: dict[bytes, int | None] = {}

    def read(self, path: str) -> str:
        """The text of one file; "" for one that is not tracked, is not here or is too large."""
        if path not in self.known:
            entry = self._entries.get(path)
            size = self._size(entry) if entry else None
            is_small = size is not None and size <= yaml_edit.LARGEST
            content = self.reader.content(entry.blob) if entry and is_small else b""
            self.known[path] = content.decode("utf-8", "replace")
        return self.known[path]

    def _size(self, entry: Entry) -> int | None:
        if not self._sizes:
            named = [path for path in self._entries if path.endswith(("pyproject.toml", "MLproject"))]
            self._sizes = objects.sizes_of(self._entries[path].blob for path in (*self._yaml_files, *named))
        return self._sizes.get(entry.blob)


def _homes(
    programs: Iterable[tuple[bytes, bytes]], tracked: TrackedFiles, read: Callable[[str], str], written: str
) -> dict[bytes, ConfigFiles]:
    by_path = {}
    for path, content in programs:
        own, text = path_text(path), content.decode("utf-8", "replace")
        target = config_target.decide(own, text, tracked, read)
        options = config_target.command_line(own, text)
        options = options if options != target else None
        if written:
            target = config_target.written_to(target, written)
        reader = config_target.reader(target, own, text)
        if target.kind in (PLAIN, DVC):
            target = target._replace(name=reader.variable)
        by_path[path] = ConfigFiles(
            target,
            options,
            config_target.reserved(options, text, tracked, read) if options else NOTHING_RESERVED,
            config_target.reserved(target, text, tracked, read),
            reader,
        )
    return by_path


def _from_top(repository: Repository, file: str) -> str:
    """A file that the user named, as a path from the top; its whole path where it is elsewhere."""
    if not file or not repository.is_real():
        return file
    try:
        return path_text(from_top(repository, [os.fsencode(file)])[0])
    except CheckError:
        return os.path.realpath(file)


def _contents(repository: Repository, scans: Sequence[ParameterScan]) -> Iterable[tuple[bytes, bytes]]:
    for whole in contents.read_whole(repository, [scan.entry for scan in scans if scan.entry]):
        if not isinstance(whole, Missing):
            yield whole.entry.path, whole.content
    for scan in scans:
        file = None if scan.entry else contents.on_disk(repository.on_disk(scan.path))
        if file:
            yield scan.path, file.content


def known(repository: Repository, names: Iterable[str], write_to: str = "") -> dict[str, list[ConfigValue]]:
    """What config files say under each of `names`, as the last part of a key; those nearest the top first.

    Those that are tracked, and `write_to` as it is on disk.
    """
    wanted = set(names)
    if not wanted:
        return {}
    files = _config_files(index.tracked(repository), repository, wanted) if repository.is_real() else []
    if write_to:
        path, on_disk = _from_top(repository, write_to), contents.on_disk(os.fsencode(write_to))
        files = [(path, on_disk.content if on_disk else b""), *(one for one in files if one[0] != path)]
    values: dict[str, list[ConfigValue]] = {}
    for file, content in files:
        # Such a config of Hydra's is put elsewhere than where its file is.
        if content.startswith(b"# @package"):
            continue
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


class Existing(NamedTuple):
    """What a config file already says of a literal: the very same value, or another one under its name.

    `is_open` tells that the other one is its own: which of the two holds is for the user to say.
    """

    same: ConfigValue | None = None
    other: ConfigValue | None = None
    is_open: bool = False


NOTHING_THERE = Existing()


def existing(
    home: ConfigFiles, found: FoundParameter, entries: Sequence[ConfigEntry], values: Mapping[str, list[ConfigValue]]
) -> tuple[Existing, ...]:
    """For each literal where a config file that the program reaches has it: the same thing, by the words of its key."""
    pairs = zip(entries, natural_keys(found), strict=True)
    return tuple(_existing(home, found, entry, natural, values) for entry, natural in pairs)


def _existing(
    home: ConfigFiles,
    found: FoundParameter,
    entry: ConfigEntry,
    natural: Key,
    values: Mapping[str, list[ConfigValue]],
) -> Existing:
    literal = entry.literal
    value = written(literal)
    if literal.secret or value is None:
        return NOTHING_THERE
    own = {*words(found.callee), *words(home.reader.path.rpartition("/")[2].rpartition(".")[0]), *words(found.scope)}
    of_name = [one for one in values.get(literal.name, []) if _is_of(one, own, found.callee)]
    of_key = [one for name in {entry.key[-1], natural[-1]} - {literal.name} for one in values.get(name, [])]
    of_key = [one for one in of_key if one.key in (entry.key, natural)]
    there = [
        one
        for one in (*of_name, *of_key)
        if config_target.is_reached(home.target, home.reserved, one.file, home.reader.path)
    ]
    alike = [one for one in there if same(one.value, value)]
    if alike:
        return Existing(min(alike, key=lambda one: (one.key != entry.key, one.file != home.target.file)))
    own_key = [
        one
        for one in there
        if _names_callee(one, found.callee)
        or (one.file == home.target.file and one.key == natural and found.section not in home.reserved.sections)
    ]
    if own_key:
        return Existing(None, own_key[0], True)
    return Existing(None, there[0] if len(there) == 1 else None)


def _names_callee(value: ConfigValue, callee: str) -> bool:
    """Whether a key names what is called, as `models.LogisticRegression.max_iter` does."""
    own = {*words(callee)} - _GENERAL
    return any(not own.isdisjoint(words(part)) for part in value.key[:-1])


def _is_of(value: ConfigValue, own: set[str], callee: str) -> bool:
    """Whether a key is about what is called: `model.n_layers` may be, `generator.n_layers` is not a discriminator's."""
    initials = "".join(word[0] for word in words(callee))
    # `model_summary` is of a summary: what says more than general words has to name the thing itself.
    named = own - _GENERAL
    return all(
        not named.isdisjoint(words(part)) or _GENERAL.issuperset(words(part)) or initials.startswith(part.lower())
        for part in value.key[:-1]
    )
