"""What flag-parameters says: notes on what could not be read, the findings, and for each what to paste where."""

from __future__ import annotations

from ...base import secrets, wording
from ...base.findings import ACCEPTED_AS, ERROR, WARNING, Finding, Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...parameters import config_target, yaml_edit
from ...parameters.confidence import CERTAIN
from ...parameters.config_target import DVC, HYDRA, KEDRO, PLAIN, ConfigTarget
from ...parameters.source import DOCUMENTS
from ...remedies.steps import accepting, allowing, alternatives, following, relative_to_cwd, with_own_command
from . import config_files
from .accepted import HOOK, counts, fact
from .rules import UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...git.repository import Repository
    from ...parameters.matches import FoundParameter, Literal
    from ...parameters.yaml_edit import ConfigEntry, ConfigValue
    from ...policy.acceptance import Acceptance
    from ...remedies.environment import Environment
    from .config_files import ConfigFiles
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


def keyed(news: News) -> list[tuple[ParameterScan, FoundParameter, tuple[ConfigEntry, ...]]]:
    """Each finding with a key for each of its literals; one key has one value in all that is said."""
    flat = [(scan, found) for scan, several, _ in news for found in several]
    stems = [path_text(scan.path).rpartition("/")[2].rpartition(".")[0] for scan, _ in flat]
    keys = yaml_edit.keyed([(found, stem) for (_, found), stem in zip(flat, stems, strict=True)])
    return [(scan, found, entries) for (scan, found), entries in zip(flat, keys, strict=True)]


def findings(repository: Repository, news: News, known: Acceptance, env: Environment | None) -> Iterator[Finding]:
    """One finding for each of `news`."""
    every = keyed(news)
    homes = config_files.homes(repository, [new.judged for new in news])
    moved = {new.judged.path: path_text(new.moved) for new in news if new.moved}
    names = {entry.literal.name for *_, entries in every for entry in entries}
    known_values = config_files.known(repository, names)
    for scan, found, entries in every:
        home = homes.get(scan.path) or config_files.ConfigFiles(ConfigTarget(PLAIN, "params.yaml"))
        # By number: a literal that is a list has no hash.
        values = {
            number: value
            for number, entry in enumerate(entries)
            if (value := config_files.value_of(entry, known_values))
        }
        old = _accepted_as(found, moved.get(scan.path, ""), known)
        note = f"accepted only under its old name {old}" if old else known.expired_note(path_text(scan.path))
        first = found.literals[0]
        last = found.literals[-1] if len(found.literals) == 1 else first
        yield Finding(
            HOOK,
            found.rule,
            _message(found, list(values.values()), note),
            path_text(scan.path),
            ERROR if found.confidence == CERTAIN else WARNING,
            found.cell,
            first.line,
            first.column,
            last.end_line,
            last.end_column,
            _following(scan, env) if env and old else _remedies(scan, found, entries, values, home, env),
            {
                "confidence": found.confidence,
                "literals": [_plain(entry.literal) for entry in entries],
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


def _message(found: FoundParameter, values: list[ConfigValue], note: str) -> str:
    times: dict[str, int] = {}
    for literal in found.literals:
        text = yaml_edit.shown(literal)
        times[text] = times.get(text, 0) + 1
    texts = [text if count == 1 else f"{text} ({count} times)" for text, count in times.items()]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    where = f" in {found.callee}()" if found.callee else ""
    has = [f"{value.file}:{value.line} already has {_written(value)}" for value in values[:2]]
    doubt = f"{found.confidence}: {found.doubt}" if found.doubt else ""
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


def _remedies(  # noqa: PLR0913, PLR0917, each is a part of what is said
    scan: ParameterScan,
    found: FoundParameter,
    entries: Sequence[ConfigEntry],
    values: dict[int, ConfigValue],
    home: ConfigFiles,
    env: Environment | None,
) -> tuple[Remedy, ...]:
    # Of entries under one key the first, where the last of them was.
    numbered = reversed(list(enumerate(entries)))
    new = list({entry.key: entry for number, entry in numbered if number not in values}.values())[::-1]
    open_ones = any(not entry.literal.secret for entry in new)
    blocks = config_target.blocks(home.target, new) if open_ones else []
    # A sentence with lines below it comes first: findings that are mended alike are printed together.
    remedies = [Remedy(block.text, (), tuple(block.lines)) for block in blocks]
    if new and not open_ones:
        remedies.append(Remedy(f"{yaml_edit.said_of(new[0].literal)}: set it in the environment, and never in git"))
    remedies.append(Remedy(("and " if remedies else "") + _in_code(home.target, new, list(values.values()))))
    # What another file has already is to be read from there.
    if _can_be_moved(scan, entries) and all(value.file == home.target.file for value in values.values()):
        remedies = [_moving(scan, found, env), *alternatives([_NOTHING, *remedies[:1]])[1:], *remedies[1:]]
    if home.options and open_ones:
        options = tuple(config_target.options(home.options, new))
        remedies.append(Remedy("or make it an option of the command line:", (), options))
    ways = [Remedy(f"or keep it, with the reason, by a comment: # commitworthy: ignore[{found.rule.name}] <why>")]
    if env and scan.entry:
        ways.append(_allow(scan, env))
        if not scan.entry.staged:
            ways.append(accepting("or accept all that is already there", env))
    return (*remedies, *(relative_to_cwd(way, env) if env else way for way in ways))


_NOTHING = Remedy("")


def _can_be_moved(scan: ParameterScan, entries: Sequence[ConfigEntry]) -> bool:
    """Whether extract may move a literal of the finding; a document does not know its own place when it runs."""
    return any(yaml_edit.is_writable(entry.literal) for entry in entries) and not path_text(scan.path).lower().endswith(
        DOCUMENTS
    )


def _moving(scan: ParameterScan, found: FoundParameter, env: Environment | None) -> Remedy:
    """The command that does what the remedies behind it say, in code and config at once."""
    cell = "" if found.cell is None else f":{found.cell + 1}"
    place = f"{path_text(scan.path)}{cell}:{found.literals[0].line}"
    # What is staged is what was checked, so the result has to be staged too.
    staged = "--staged" if scan.entry and scan.entry.staged else ""
    words: tuple[str, ...] = ("commitworthy", "extract")
    if place.startswith("-"):
        words, staged = (*words, *filter(None, [staged]), "--"), ""
    text, step = "move it, in code and config", Step(words, (place,), staged)
    return relative_to_cwd(with_own_command(text, step, env), env) if env else Remedy(text, (step,))


def _following(scan: ParameterScan, env: Environment) -> tuple[Remedy, ...]:
    """For a file that was accepted under another name; a row of the baseline or an exception counts for one path."""
    ways = (following("follow it in the baseline", env), _allow(scan, env))
    return tuple(relative_to_cwd(way, env) for way in ways)


def _allow(scan: ParameterScan, env: Environment) -> Remedy:
    return allowing("or allow the whole file", ("--hook", HOOK), path_text(scan.path), env, WHY)


def _in_code(target: ConfigTarget, new: Sequence[ConfigEntry], values: Sequence[ConfigValue]) -> str:
    """What to write instead of the literals, and how the code comes to have it."""
    expressions = [config_target.replacement(target, new)] if new else []
    expressions += [_existing(target, value) for value in values]
    plain = [entry for entry in new if not entry.literal.secret]
    ways = [config_target.reading(target, plain)] if plain else []
    if target.kind in (PLAIN, DVC):
        ways += [config_target.loading(value.file) for value in values if not new or value.file != target.file]
    how = "; ".join(dict.fromkeys(filter(None, ways)))
    return f"write in the code: {', '.join(dict.fromkeys(expressions))}" + (f"   ({how})" if how else "")


def _existing(target: ConfigTarget, value: ConfigValue) -> str:
    """The expression for what a config file already has: groups of Hydra are folders below its config."""
    key = tuple(map(secrets.name, value.key))
    if target.kind == HYDRA:
        conf = target.file.rpartition("/")[0] + "/"
        inner = value.file.removeprefix(conf).rpartition("/")[0] if value.file.startswith(conf) else ""
        return ".".join((target.name, *filter(None, inner.split("/")), *key))
    if target.kind == KEDRO:
        return f'"params:{".".join(key)}"'
    return config_target.subscripts("params", key)
