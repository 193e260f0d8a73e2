"""What flag-parameters says: notes on what could not be read, the findings, and for each what to paste where."""

from __future__ import annotations

import os

from ...base import secrets, wording
from ...base.findings import ACCEPTED_AS, ERROR, WARNING, CheckError, Finding, Remedy, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import index, objects
from ...git.objects import Missing
from ...git.repository import from_top
from ...parameters import config_target, yaml_edit
from ...parameters.confidence import CERTAIN
from ...parameters.config_target import ARGUMENT, DVC, HYDRA, KEDRO, PLAIN, ConfigTarget, Reader
from ...parameters.keys import NOTHING_RESERVED, Reserved, identifier, keyed, natural_keys, same, snake, written
from ...parameters.names import words
from ...remedies.steps import accepting, allowing, following, relative_to_cwd
from . import moving
from .moving import STAYS
from .parents import HOOK, counts, fact
from .rules import UNUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ...git.index import Entry
    from ...git.repository import Repository
    from ...parameters.config_target import TrackedFiles
    from ...parameters.keys import ConfigEntry, Key
    from ...parameters.matches import FoundParameter, Literal
    from ...parameters.yaml_edit import ConfigValue
    from ...policy.acceptance import Acceptance
    from ...remedies.environment import Environment
    from .moving import Moving
    from .parents import ChangedValue, NewParameters
    from .scan import ParameterScan

    News = Sequence[NewParameters]

_SHOWN = 6
WHY = "<why they may stay in the code>"


def lines(scans: Iterable[ParameterScan], *, fails: bool) -> tuple[list[str], list[str]]:
    """Notes and problems, one line for each file; what is not even a file is a problem in any case.

    Of all that is in other languages there is one note.
    """
    notes: list[str] = []
    problems: list[str] = []
    others: dict[str, list[str]] = {}
    for scan in scans:
        unreadable = scan.entry is None and scan.findings is None
        (problems if fails or unreadable else notes).extend(_lines(scan))
        if scan.findings and scan.findings.language:
            others.setdefault(scan.findings.language, []).append(path_text(scan.path))
    if others:
        notes.append(_in_other_languages(others))
    return notes, problems


def _in_other_languages(others: Mapping[str, list[str]]) -> str:
    """One line about files in which nothing is Python, by their languages."""
    files = sum(map(len, others.values()))
    if files == 1:
        ((language, (path,)),) = others.items()
        return f"{path}: not checked: written in {_called(language)}; flag-parameters reads Python"
    each = [
        f"{wording.counted(len(paths), 'file')} in {_called(language)} ({paths[0]}{', ...' if len(paths) > 1 else ''})"
        for language, paths in sorted(others.items())
    ]
    return f"not checked: {', '.join(each)}; flag-parameters reads Python"


def _called(language: str) -> str:
    """A language as its people write it."""
    return language.upper() if language.lower() in ("r", "sql") else language[:1].upper() + language[1:]


def _lines(scan: ParameterScan) -> Iterator[str]:
    path = scan.path.decode("utf-8", "surrogateescape")
    if scan.problem:
        yield f"{path}: {scan.problem}"
    notes = scan.findings.notes if scan.findings else ()
    whole = [note for note in notes if note.cell is None]
    for note in whole[:1]:
        more = f", and {wording.counted(len(whole) - 1, 'more chunk')}" if len(whole) > 1 else ""
        yield f"{path}:{note.line}: not checked: {note.reason}{more}"
    cells = [note for note in notes if note.cell is not None]
    if cells and not whole:
        first = cells[0]
        more = f" and {wording.counted(len(cells) - 1, 'more cell')}" if len(cells) > 1 else ""
        yield f"{path}: cell {(first.cell or 0) + 1}, line {first.line}{more}: not checked: {first.reason}"


def changed_lines(changed: Iterable[ChangedValue]) -> Iterator[str]:
    """A line for each value that is new where its name is accepted, which is no finding."""
    for one in changed:
        path = path_text(one.path)
        line = one.literal.line
        where = f"{path}:{line}" if one.cell is None else f"{path}: cell {one.cell + 1}, line {line}"
        (before, *more) = sorted(one.before)
        was = f" (was {before[:60]})" if not more and before != "None" else ""
        yield f"{where}: {yaml_edit.shown(one.literal)}{was} is a new value, accepted by its name"


class Advice(NamedTuple):
    """What to do with one finding: a key for each literal in its home, and what config files already say of it.

    `options` are what is new once more, under names of the command line, where that is a second choice.  `moving` is
    how `commitworthy extract` moves it.
    """

    scan: ParameterScan
    found: FoundParameter
    home: ConfigFiles
    entries: tuple[ConfigEntry, ...]
    there: tuple[Existing, ...]
    options: tuple[ConfigEntry, ...] = ()
    moving: Moving = STAYS

    @property
    def new(self) -> list[ConfigEntry]:
        """What no config file has yet."""
        return [
            entry for entry, there in zip(self.entries, self.there, strict=True) if not (there.same or there.is_open)
        ]

    @property
    def open(self) -> list[tuple[ConfigEntry, ConfigValue]]:
        """What a config file has with another value, which is left to the user."""
        pairs = zip(self.entries, self.there, strict=True)
        return [(entry, there.other) for entry, there in pairs if there.other and there.is_open]


def advice(repository: Repository, news: News, write_to: str = "") -> list[Advice]:
    """Each finding with keys for its literals; one key has one value in all that is said of a home."""
    flat = [(scan, found) for scan, several, *_ in news for found in several]
    chosen = homes(repository, [new.judged for new in news], write_to)
    none = ConfigFiles(ConfigTarget(PLAIN, write_to or "params.yaml"))
    own = [chosen.get(scan.path, none) for scan, _ in flat]
    places = [config_target.keys_place(home.target, found.scope) for (_, found), home in zip(flat, own, strict=True)]
    keys = keyed(
        [(found, _stem(scan)) for scan, found in flat],
        [(place, home.reserved) for place, home in zip(places, own, strict=True)],
    )
    names = {name for entries in keys for entry in entries for name in (entry.literal.name, entry.key[-1])}
    names |= {key[-1] for _, found in flat for key in natural_keys(found)}
    values = known(repository, names, write_to)
    every = [
        Advice(scan, found, home, entries, existing(home, found, entries, values))
        for (scan, found), home, entries in zip(flat, own, keys, strict=True)
    ]
    every = [one._replace(moving=how) for one, how in zip(every, moving.movings(every), strict=True)]
    asked = [one for one in every if one.home.options]
    missing = [one.found._replace(literals=tuple(entry.literal for entry in one.new)) for one in asked]
    options = iter(
        keyed(
            [(found, _stem(one.scan)) for found, one in zip(missing, asked, strict=True)],
            [(path_text(one.scan.path), one.home.taken) for one in asked],
        )
    )
    return [one._replace(options=next(options)) if one.home.options else one for one in every]


def _stem(scan: ParameterScan) -> str:
    return path_text(scan.path).rpartition("/")[2].rpartition(".")[0]


def findings(news: News, every: Sequence[Advice], known: Acceptance, env: Environment | None) -> Iterator[Finding]:
    """One finding for each of `news`."""
    moved = {new.judged.path: path_text(new.moved) for new in news if new.moved}
    allowed = {new.judged.path: path_text(new.allowed) for new in news if new.allowed}
    for one in every:
        scan, found = one.scan, one.found
        in_baseline = _accepted_as(found, moved.get(scan.path, ""), known)
        old = in_baseline or allowed.get(scan.path, "")
        note = f"accepted only under its old name {old}" if old else known.expired_note(path_text(scan.path))
        first = found.literals[0]
        last = found.literals[-1] if len(found.literals) == 1 else first
        yield Finding(
            HOOK,
            found.rule,
            _message(one, note),
            path_text(scan.path),
            ERROR if found.confidence == CERTAIN else WARNING,
            found.cell,
            first.line,
            first.column,
            last.end_line,
            last.end_column,
            _renamed(scan, env, in_baseline=bool(in_baseline)) if env and old else _remedies(one, env),
            {
                "confidence": found.confidence,
                "literals": [_plain(literal) for literal in found.literals],
                **({ACCEPTED_AS: old} if old else {}),
            },
        )


def unused(scan: ParameterScan) -> Iterator[Finding]:
    """Warnings: comments that accept nothing, or do not say what they must."""
    for pragma in scan.findings.pragmas if scan.findings else ():
        message = pragma.problem or (
            "it accepts nothing in this file" if pragma.whole_file
            else f"nothing here is accepted by ignore[{', '.join(pragma.rules)}]"
        )  # fmt: skip
        way = Remedy("remove the comment" if not pragma.problem else "complete the comment, or remove it")
        yield Finding(
            HOOK, UNUSED, wording.ended(wording.capitalised(message)), path_text(scan.path), WARNING, pragma.cell,
            pragma.line, pragma.column, remedies=(way,),
        )  # fmt: skip


def _accepted_as(found: FoundParameter, moved: str, known: Acceptance) -> str:
    """`moved`, where the baseline has all of the finding under that path."""
    rows = counts(known, moved)
    return moved if all(fact(found, literal) in rows for literal in found.literals) else ""


def _message(one: Advice, note: str) -> str:
    times: dict[str, int] = {}
    for literal in one.found.literals:
        text = yaml_edit.shown(literal)
        times[text] = times.get(text, 0) + 1
    texts = [text if count == 1 else f"{text} ({count} times)" for text, count in times.items()]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    where = f" in {one.found.callee}()" if one.found.callee else ""
    has = [
        f"{there.same.file}:{there.same.line} already has {_written(there.same)}" for there in one.there if there.same
    ]
    others = [there.other for there in one.there if there.other]
    has = has[:2] + [f"{value.file}:{value.line} has another value, {_written(value)}" for value in others[:2]]
    doubt = f"{one.found.confidence}: {one.found.doubt}" if one.found.doubt else ""
    return "; ".join([", ".join(texts[:_SHOWN]) + more + where, *has, *filter(None, [note, doubt])]) + "."


def _written(value: ConfigValue) -> str:
    name = secrets.name(value.key[-1])
    secret = any(secrets.may_be_secret(part, value.text) for part in value.key)
    return name if secret else f"{name}: {secrets.shown(value.text)[:60]}"


def _plain(literal: Literal) -> dict[str, object]:
    return {
        "name": literal.name,
        "value": None if literal.secret else literal.value,
        "line": literal.line,
        "column": literal.column,
        "end_line": literal.end_line,
        "end_column": literal.end_column,
    }


def _remedies(one: Advice, env: Environment | None) -> tuple[Remedy, ...]:
    new = _once(one.new)
    open_ones = any(not entry.literal.secret for entry in new)
    blocks = config_target.blocks(one.home.target, new) if open_ones else []
    # A sentence with lines below it comes first: findings that are mended alike are printed together.
    remedies = [Remedy(block.text, (), tuple(block.lines)) for block in blocks]
    if new and not open_ones:
        remedies.append(Remedy(f"{yaml_edit.said_of(new[0].literal)}: set it in the environment, and never in git"))
    if new or any(there.same for there in one.there):
        remedies.append(Remedy(("and " if remedies else "") + _in_code(one, new)))
    if one.moving.place:
        remedies = [
            moving.alone(one, env),
            *(way._replace(text=f"or {way.text}") for way in remedies[:1]),
            *remedies[1:],
        ]
    remedies += [Remedy(_to_settle(one, entry, value)) for entry, value in one.open]
    if one.home.options and open_ones:
        options = config_target.options(one.home.options, _once(one.options))
        remedies.append(Remedy("or make it an option of the command line:", (), tuple(options)))
    if one.moving.file and one.moving.file != one.moving.place:
        remedies.append(moving.together(one, env))
    if any(entry.literal.secret for entry in one.entries):
        # For a credential there is no reason to stay.
        return tuple(remedies)
    ways = [Remedy(f"or keep it, with the reason, by a comment: # commitworthy: ignore[{one.found.rule.name}] <why>")]
    if env and one.scan.entry:
        ways.append(_allow(one.scan, env))
        if not one.scan.entry.staged:
            ways.append(accepting("or accept all that is already there", env))
    return (*remedies, *(relative_to_cwd(way, env) if env else way for way in ways))


def _once(entries: Sequence[ConfigEntry]) -> list[ConfigEntry]:
    """Of entries under one key the first, where the last of them was."""
    return list({entry.key: entry for entry in reversed(entries)}.values())[::-1]


def _renamed(scan: ParameterScan, env: Environment, *, in_baseline: bool) -> tuple[Remedy, ...]:
    """For a file that was accepted under another name; a row of the baseline or an exception counts for one path."""
    text = "allow the whole file under its new name"
    ways = (
        (following("follow it in the baseline", env), _allow(scan, env)) if in_baseline
        else (allowing(text, ("--hook", HOOK), path_text(scan.path), env, WHY),)
    )  # fmt: skip
    return tuple(relative_to_cwd(way, env) for way in ways)


def _allow(scan: ParameterScan, env: Environment) -> Remedy:
    return allowing("or allow the whole file", ("--hook", HOOK), path_text(scan.path), env, WHY)


def _in_code(one: Advice, new: Sequence[ConfigEntry]) -> str:
    """What to write instead of the literals, and how the code comes to have it."""
    target, reader = one.home.target, one.home.reader
    expressions = [config_target.replacement(target, new)] if new else []
    plain = [entry for entry in new if not entry.literal.secret]
    ways = [config_target.reading(target, plain, reader)] if plain else []
    for entry, there in zip(one.entries, one.there, strict=True):
        if there.same:
            expression, way = _existing(one.home, there.same, entry)
            expressions.append(expression)
            ways.append(way)
    ways += [f"extract leaves it: {reason}" for reason in dict.fromkeys(one.moving.reasons.values())]
    how = "; ".join(dict.fromkeys(filter(None, ways)))
    return f"write in the code: {', '.join(dict.fromkeys(expressions))}" + (f"   ({how})" if how else "")


def _to_settle(one: Advice, entry: ConfigEntry, value: ConfigValue) -> str:
    """What to do where a config file has another value: which one holds is not for us to say."""
    expression, how = _existing(one.home, value, entry)
    name = secrets.name(value.key[-1])
    text = f"{value.file}:{value.line} and the code differ in {name}: make them the same"
    return f"{text}, then write in the code: {expression}" + (f"   ({how})" if how else "")


def _variable(file: str) -> str:
    """What the tree of a config file is called that is not the home: `train_params` of conf/train.yaml."""
    folders, name = file.split("/")[:-1], snake(file.rpartition("/")[2].rpartition(".")[0])
    name = "_".join([*folders[-1:], name]) if name in ("params", "parameters", "config", "settings") else name
    return identifier(f"{name}_params")


def _existing(home: ConfigFiles, value: ConfigValue, entry: ConfigEntry) -> tuple[str, str]:
    """The expression for what a config file already has, and how the code comes to have it.

    Groups of Hydra are folders below its config.
    """
    target, key = home.target, tuple(map(secrets.name, value.key))
    if target.kind == HYDRA:
        conf = target.file.rpartition("/")[0] + "/"
        inner = value.file.removeprefix(conf).rpartition("/")[0] if value.file.startswith(conf) else ""
        key = (*filter(None, inner.split("/")), *key)
    if target.kind in (HYDRA, KEDRO):
        return config_target.expression(target, entry._replace(key=key)), ""
    is_own = value.file == target.file
    variable = target.name if is_own else _variable(value.file)
    way = "" if is_own and home.reader.is_read else config_target.loading(value.file, home.reader, variable)
    return config_target.expression(ConfigTarget(PLAIN, value.file, variable), entry._replace(key=key)), way


# Config files: which one a program reads, and what it already has.


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
    `content` is the program itself, `plain` its home if it had none in itself.
    """

    target: ConfigTarget
    options: ConfigTarget | None = None
    taken: Reserved = NOTHING_RESERVED
    reserved: Reserved = NOTHING_RESERVED
    reader: Reader = Reader("")
    content: bytes = b""
    plain: ConfigTarget | None = None


def homes(repository: Repository, scans: Sequence[ParameterScan], write_to: str = "") -> dict[bytes, ConfigFiles]:
    """The home for each file, by what the index holds; outside of a repository by the file alone.

    `write_to` is the file that the keys are written to, as the user named it; what it holds on disk counts.
    """
    entries = {path_text(entry.path): entry for entry in index.tracked(repository)} if repository.is_real() else {}
    tracked = config_target.tracked_paths(entries)
    texts = _Texts(entries, tracked.yaml)
    written = _from_top(repository, write_to)
    if write_to:
        file = objects.on_disk(os.fsencode(write_to))
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
            content,
            config_target.plain(own, text, tracked, read),
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
    for whole in objects.read_whole(repository, [scan.entry for scan in scans if scan.entry]):
        if not isinstance(whole, Missing):
            yield whole.entry.path, whole.content
    for scan in scans:
        file = None if scan.entry else objects.on_disk(repository.on_disk(scan.path))
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
        path, on_disk = _from_top(repository, write_to), objects.on_disk(os.fsencode(write_to))
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
        for whole in objects.read_whole(repository, small)
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
    return tuple(_what_is_there(home, found, entry, natural, values) for entry, natural in pairs)


def _what_is_there(
    home: ConfigFiles,
    found: FoundParameter,
    entry: ConfigEntry,
    natural: Key,
    values: Mapping[str, list[ConfigValue]],
) -> Existing:
    literal = entry.literal
    value = written(literal)
    if literal.secret or value is None or home.target.kind == ARGUMENT:
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
    there = [one for one in there if _may_be_same(one.value, value, is_named=literal.name != "path")]
    own_key = [
        one
        for one in there
        if _names_callee(one, found.callee)
        or (one.file == home.target.file and one.key == natural and found.section not in home.reserved.sections)
    ]
    if own_key:
        return Existing(None, own_key[0], True)
    return Existing(None, there[0] if len(there) == 1 else None)


def _may_be_same(there: object, value: object, *, is_named: bool) -> bool:
    """Whether two values can be of one thing: of one kind, and if they are files of one format.

    Unless the code gives a path a name its key is the last word of the path, which says little: a folder of results and
    an input are both called `train`.
    """
    if isinstance(there, str) and isinstance(value, str):
        suffixes = [text.rpartition("/")[2].rpartition(".")[1:] for text in (there, value)]
        ends = [end.lower() if dot else "" for dot, end in suffixes]
        return ends[0] == ends[1] and (is_named or ends[0] != "")
    numbers = [isinstance(one, (int, float)) and not isinstance(one, bool) for one in (there, value)]
    return all(numbers) or type(there) is type(value) or {type(there), type(value)} == {list, tuple}


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
