"""The commands of `commitworthy extract` that move a finding, where its plan says that they will."""

from __future__ import annotations

from collections import Counter

from ...base.findings import Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...parameters import yaml_edit
from ...parameters.config_target import COMMAND_LINES, DATACLASS, HYDRA, KEDRO, MLPROJECT, SETTINGS
from ...parameters.source import has_cells
from ...remedies.steps import relative_to_cwd, with_own_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...parameters.config_target import ConfigTarget
    from ...parameters.keys import ConfigEntry
    from ...remedies.environment import Environment
    from .messages import Advice

# What a program has in itself, and not everywhere in itself.
_IN_PROGRAM = (*COMMAND_LINES, SETTINGS, DATACLASS, HYDRA)


class Moving(NamedTuple):
    """How a finding can be moved: alone by `place`, FILE:LINE or FILE:NAME, and with all of its file by `file`.

    `place` is "" where `extract` would leave it, `file` where no other finding of the file is moved.  `each` is the
    name that other findings have as well, "" for none.  `holder` is what `--holder` has to be.  `reasons` say why a
    literal would stay in the code, if it is not to go to another holder.
    """

    place: str = ""
    file: str = ""
    each: str = ""
    holder: str = ""
    reasons: Mapping[ConfigEntry, str] = {}


STAYS = Moving()


def movings(every: Sequence[Advice]) -> list[Moving]:
    """For each finding how it is moved; each program is planned once."""
    chosen = _Plans(every)
    found = [chosen.moving(one) for one in every]
    moved = Counter(one.scan.path for one, moving in zip(every, found, strict=True) if moving.place)
    said = Counter(one.scan.path for one in every)
    times: dict[bytes, Counter[str]] = {}
    for one in every:
        times.setdefault(one.scan.path, Counter()).update({literal.name for literal in one.found.literals})
    return [
        _within(one, moving, times[one.scan.path], is_whole=moved[one.scan.path] == said[one.scan.path])
        if moving.place and said[one.scan.path] > 1
        else moving
        for one, moving in zip(every, found, strict=True)
    ]


def _within(one: Advice, moving: Moving, times: Counter[str], *, is_whole: bool) -> Moving:
    """Beside others of its file: a line is another one once these are moved, so the name says which it is.

    `times` says how many findings of the file have a name.
    """
    path = path_text(one.scan.path)
    names = [literal.name for literal in one.found.literals if literal.name.isidentifier()]
    name = min(names, key=lambda name: times[name], default="")
    file = path if is_whole else ""
    if not name:
        return moving._replace(place=path if is_whole else "", file=file)
    return moving._replace(place=f"{path}:{name}", file=file, each=name if times[name] > 1 else "")


class _Plans:
    """What the plan of each program leaves in it."""

    def __init__(self, every: Sequence[Advice]) -> None:
        self._of_file: dict[bytes, list[ConfigEntry]] = {}
        for one in every:
            self._of_file.setdefault(one.scan.path, []).extend(one.entries)
        self._reasons: dict[tuple[bytes, str], dict[ConfigEntry, str]] = {}
        self._with_cells: dict[bytes, bool] = {}

    def moving(self, one: Advice) -> Moving:
        home, found = one.home, one.found
        known = [value for there in one.there for value in (there.same, there.other) if value]
        writable = any(yaml_edit.is_writable(each.literal) and not each.literal.template.fill for each in one.entries)
        # What another file has already is to be read from there.
        if not home.reader.is_moved or not writable or any(value.file != home.target.file for value in known):
            return STAYS
        path = path_text(one.scan.path)
        cell = "" if found.cell is None else f":{found.cell + 1}"
        moving = Moving(f"{path}{cell}:{found.literals[0].line}")
        target = home.target
        if target.kind == MLPROJECT or found.cell is not None or self._has_cells(one):
            return moving
        reasons = self._left(one, target)
        if target.kind == KEDRO:
            return STAYS
        if not all(entry in reasons for entry in one.entries):
            return moving._replace(reasons=reasons)
        other = home.plain
        if target.kind in _IN_PROGRAM and other and not all(entry in self._left(one, other) for entry in one.entries):
            return moving._replace(holder=other.kind, reasons=reasons)
        return Moving(reasons=reasons)

    def _has_cells(self, one: Advice) -> bool:
        path = one.scan.path
        if path not in self._with_cells:
            self._with_cells[path] = has_cells(one.home.content.decode("utf-8", "replace"))
        return self._with_cells[path]

    def _left(self, one: Advice, target: ConfigTarget) -> dict[ConfigEntry, str]:
        key = (one.scan.path, target.kind)
        if key not in self._reasons:
            # Loaded late, for only what is new needs it.
            from ...parameters.extract import plans

            entries = self._of_file[one.scan.path]
            self._reasons[key] = plans.reasons(path_text(one.scan.path), one.home.content, entries, target)
        reasons = self._reasons[key]
        return {entry: reasons[entry] for entry in one.entries if entry in reasons}


def alone(one: Advice, env: Environment | None) -> Remedy:
    """The command that does what the remedies behind it say, in code and config at once."""
    moving = one.moving
    text = f"move each {moving.each}, in code and config" if moving.each else "move it, in code and config"
    text = f"move it to {one.home.plain.file}, in code and config" if moving.holder and one.home.plain else text
    return _remedy(text, one, moving.place, env)


def together(one: Advice, env: Environment | None) -> Remedy:
    """The command that moves all that is flagged in the file."""
    return _remedy("or move all that is flagged in the file", one, one.moving.file, env)


def _remedy(text: str, one: Advice, place: str, env: Environment | None) -> Remedy:
    # What is staged is what was checked, so the result has to be staged too.
    staged = ("--staged",) if one.scan.entry and one.scan.entry.staged else ()
    holder = ("--holder", one.moving.holder) if one.moving.holder else ()
    options = (*holder, *staged)
    if place == one.moving.file or place.startswith("-"):
        words, tail = (*options, *(("--",) if place.startswith("-") else ())), ""
    else:
        words, tail = (), " ".join(options)
    step = Step(("commitworthy", "extract", *words), (place,), tail)
    return relative_to_cwd(with_own_command(text, step, env), env) if env else Remedy(text, (step,))
