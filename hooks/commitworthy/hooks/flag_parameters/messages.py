"""Lines about files and cells that could not be read: notes, or problems where the team wants it so."""

from __future__ import annotations

from ...base import secrets, wording
from ...base.findings import ERROR, WARNING, Finding, Remedy, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...parameters import config_target, yaml_edit
from ...parameters.config_target import DVC, HYDRA, KEDRO, PLAIN, ConfigTarget
from ...remedies.steps import accepting, allowing, relative_to_cwd
from . import config_files
from .accepted import HOOK, counts, fact
from .rules import LEVELS, UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...git.repository import Repository
    from ...parameters.matches import FoundParameter
    from ...parameters.yaml_edit import ConfigEntry, ConfigValue
    from ...policy.acceptance import Acceptance
    from ...remedies.environment import Environment
    from .config_files import ConfigFiles
    from .parents import NewParameters
    from .scan import ParameterScan


def lines(judged: Iterable[ParameterScan], *, fails: bool) -> tuple[list[str], list[str]]:
    """Notes and problems, one line for each file; what is not even a file is a problem in any case."""
    notes: list[str] = []
    problems: list[str] = []
    for one in judged:
        unreadable = one.entry is None and one.findings is None
        (problems if fails or unreadable else notes).extend(_lines(one))
    return notes, problems


def _lines(judged: ParameterScan) -> Iterator[str]:
    path = judged.path.decode("utf-8", "surrogateescape")
    if judged.problem:
        yield f"{path}: {judged.problem}"
    notes = judged.findings.notes if judged.findings else ()
    whole = [note for note in notes if note.cell is None]
    for note in whole[:1]:
        yield f"{path}:{note.line}: not checked: {note.reason}"
    cells = [note for note in notes if note.cell is not None]
    if cells and not whole:
        first = cells[0]
        more = f" and {wording.counted(len(cells) - 1, 'more cell')}" if len(cells) > 1 else ""
        yield f"{path}: cell {(first.cell or 0) + 1}, line {first.line}{more}: not checked: {first.reason}"


# From found parameters to findings: what is said, and what to paste where.


if TYPE_CHECKING:
    News = Sequence[NewParameters]

_SHOWN = 6
WHY = "<why they may stay in the code>"


def keyed(news: News) -> list[tuple[ParameterScan, FoundParameter, tuple[ConfigEntry, ...]]]:
    """Each finding with a key for each of its literals; one key has one value in all that is said."""
    flat = [(judged, found) for judged, several, _ in news for found in several]
    keys = yaml_edit.keyed([(found, _stem(judged)) for judged, found in flat])
    return [(judged, found, group) for (judged, found), group in zip(flat, keys, strict=True)]


def findings(repository: Repository, news: News, known: Acceptance, around: Environment | None) -> Iterator[Finding]:
    """One finding for each of `news`."""
    every = keyed(news)
    homes = config_files.homes(repository, [one.judged for one in news])
    moved = {one.judged.path: path_text(one.moved) for one in news if one.moved}
    values = config_files.known(repository, {one.literal.name for *_, group in every for one in group})
    for judged, found, group in every:
        home = homes.get(judged.path) or config_files.ConfigFiles(ConfigTarget(PLAIN, "params.yaml"))
        # By number: a literal that is a list has no hash.
        places = {number: place for number, one in enumerate(group) if (place := config_files.place_of(one, values))}
        old = _accepted_as(found, moved.get(judged.path, ""), known)
        first = found.literals[0]
        last = found.literals[-1] if len(found.literals) == 1 else first
        yield Finding(
            HOOK,
            found.rule,
            _message(found, list(places.values()), _note(path_text(judged.path), old, known)),
            path_text(judged.path),
            LEVELS.get(found.rule, ERROR),
            found.cell,
            first.line,
            first.column,
            last.end_line,
            last.end_column,
            _following(judged, around) if around and old else _remedies(judged, found, group, places, home, around),
            {"literals": [_plain(one) for one in group]},
        )


def unused(judged: ParameterScan) -> Iterator[Finding]:
    """Warnings: comments that accept nothing, or do not say what they must."""
    for pragma in judged.findings.pragmas if judged.findings else ():
        message = pragma.problem or (
            "it accepts nothing in this file" if pragma.whole_file
            else f"nothing here is accepted by ignore[{', '.join(pragma.rules)}]"
        )  # fmt: skip
        way = Remedy("remove the comment" if not pragma.problem else "name the rule, or remove the comment")
        yield Finding(
            HOOK, UNUSED, f"{message[:1].upper()}{message[1:]}.", path_text(judged.path), WARNING, pragma.cell,
            pragma.line, pragma.column, remedies=(way,),
        )  # fmt: skip


def _accepted_as(found: FoundParameter, moved: str, known: Acceptance) -> str:
    """`moved`, where the baseline has all of the finding under that path."""
    rows = counts(known, moved)
    return moved if all(fact(found, literal) in rows for literal in found.literals) else ""


def _note(path: str, old: str, known: Acceptance) -> str:
    return f"accepted only under its old name {old}" if old else known.expired_note(path)


def _message(found: FoundParameter, places: list[ConfigValue], note: str) -> str:
    times: dict[str, int] = {}
    for literal in found.literals:
        text = yaml_edit.shown(literal)
        times[text] = times.get(text, 0) + 1
    texts = [text if count == 1 else f"{text} ({count} times)" for text, count in times.items()]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    where = f" in {found.callee}()" if found.callee else ""
    has = [f"{one.file}:{one.line} already has {_written(one)}" for one in places[:2]]
    return "; ".join([", ".join(texts[:_SHOWN]) + more + where, *has, *filter(None, [note])]) + "."


def _written(place: ConfigValue) -> str:
    name = secrets.name(place.key[-1])
    secret = any(secrets.may_be_secret(part, place.text) for part in place.key)
    return name if secret else f"{name}: {secrets.shown(place.text)[:60]}"


def _plain(one: ConfigEntry) -> dict[str, object]:
    literal = one.literal
    return {
        "name": literal.name,
        "value": None if literal.secret else literal.value,
        "line": literal.line,
        "column": literal.column,
        "end_line": literal.end_line,
        "end_column": literal.end_column,
    }


def _remedies(  # noqa: PLR0913, PLR0917, each is a part of what is said
    judged: ParameterScan,
    found: FoundParameter,
    group: Sequence[ConfigEntry],
    places: dict[int, ConfigValue],
    home: ConfigFiles,
    around: Environment | None,
) -> tuple[Remedy, ...]:
    numbered = reversed(list(enumerate(group)))
    missing = list({one.key: one for number, one in numbered if number not in places}.values())[::-1]
    open_ones = any(not one.literal.secret for one in missing)
    blocks = config_target.blocks(home.target, missing) if open_ones else []
    # A sentence with lines below it comes first: findings that are mended alike are printed together.
    made = [Remedy(block.text, (), tuple(block.lines)) for block in blocks]
    if missing and not open_ones:
        made.append(Remedy(f"{yaml_edit.said_of(missing[0].literal)}: set it in the environment, and never in git"))
    made.append(Remedy(("and " if made else "") + _in_code(home.target, missing, list(places.values()))))
    if home.options and open_ones:
        made.append(Remedy("or make it an option of the command line:", (),
                           tuple(config_target.options(home.options, missing))))  # fmt: skip
    ways = [Remedy(f"or keep it, with the reason, by a comment: # commitworthy: ignore[{found.rule.name}] <why>")]
    if around and judged.entry:
        ways.append(_allow(judged, around))
        if not judged.entry.staged:
            ways.append(accepting("or accept all that is already there", around))
    return (*made, *(relative_to_cwd(way, around) if around else way for way in ways))


def _following(judged: ParameterScan, around: Environment) -> tuple[Remedy, ...]:
    """For a file that was accepted under another name; a row of the baseline or an exception counts for one path."""
    ways = (accepting("follow it in the baseline", around), _allow(judged, around))
    return tuple(relative_to_cwd(way, around) for way in ways)


def _allow(judged: ParameterScan, around: Environment) -> Remedy:
    return allowing("or allow the whole file", ("--hook", HOOK), path_text(judged.path), around, WHY)


def _in_code(target: ConfigTarget, missing: Sequence[ConfigEntry], places: Sequence[ConfigValue]) -> str:
    """What to write instead of the literals, and how the code comes to have it."""
    expressions = [config_target.replacement(target, missing)] if missing else []
    expressions += [_there(target, place) for place in places]
    plain = [one for one in missing if not one.literal.secret]
    ways = [config_target.reading(target, plain)] if plain else []
    if target.kind in (PLAIN, DVC):
        ways += [config_target.loading(place.file) for place in places if not missing or place.file != target.file]
    how = "; ".join(dict.fromkeys(filter(None, ways)))
    return f"write in the code: {', '.join(dict.fromkeys(expressions))}" + (f"   ({how})" if how else "")


def _there(target: ConfigTarget, place: ConfigValue) -> str:
    """The expression for what a config file already has: groups of Hydra are folders below its config."""
    key = tuple(map(secrets.name, place.key))
    if target.kind == HYDRA:
        conf = target.file.rpartition("/")[0] + "/"
        inner = place.file.removeprefix(conf).rpartition("/")[0] if place.file.startswith(conf) else ""
        key = (*filter(None, inner.split("/")), *key)
        return ".".join((target.name, *key))
    if target.kind == KEDRO:
        return f'"params:{".".join(key)}"'
    return config_target.subscripts("params", key)


def _stem(judged: ParameterScan) -> str:
    return path_text(judged.path).rpartition("/")[2].rpartition(".")[0]
