"""Hook managers besides pre-commit and prek: what husky and lefthook are told, and whether git runs them."""

from __future__ import annotations

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...hooks.hook import HOOKS
from ..init.adoption import HUSKY_FILES, LEFTHOOK_FILES
from . import shell_script
from .shell_script import ABSENT, NAMED, RUNS, UNCERTAIN, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from ...git.hooks import Installed, Setting

NAME = "commitworthy"
_STAGES = ("pre-commit", "pre-merge-commit", "pre-push")
# Keys of lefthook that let a command run at some commits only.
_CONDITIONS = ("only", "skip", "glob", "file_types", "exclude_tags")
# Files of managers that are not read any further than for our name.
_OTHERS = (".overcommit.yml", "package.json", ".simple-git-hooks.json", ".huskyrc", ".huskyrc.json")


class Mention(NamedTuple):
    """A file of a manager that names us: for which stage, what becomes of it, and whether git runs the manager.

    `install` is the command that makes git do so.  `program` is what is named: us, or a framework that runs us.
    """

    place: str
    manager: str
    stage: str
    reading: Reading
    is_installed: bool
    install: tuple[str, ...]
    program: str = NAME


def is_ours(words: Sequence[str]) -> bool:
    """Whether these words run a check of ours."""
    if len(words) > 2 and words[1:3] in (("-m", NAME), ["-m", NAME]) and words[0].rpartition("/")[2].startswith("py"):
        words = words[2:]
    is_check = len(words) > 1 and words[0].rpartition("/")[2] == NAME and words[1] in (*HOOKS, "check")
    return is_check and not {"-h", "--help", "--help-all"} & {*words}


def checks_something_else(words: Sequence[str]) -> bool:
    """Whether `commitworthy check` is told of commits or of fixed files, in place of what is staged."""
    rest = [*words[words.index("check") + 1 :]] if "check" in words else []
    if any(word.partition("=")[0] in ("--from-ref", "--to-ref") for word in rest):
        return True
    files = [
        word
        for before, word in zip(["", *rest], rest, strict=False)
        if word[0] not in "-<>&|" and ">" not in word and before not in ("--format", "--output", "--color", ">", "2>")
    ]
    # What the shell puts in may be what is staged.
    return bool(files) and {*"".join(rest)}.isdisjoint("$`{*")


def is_framework(words: Sequence[str]) -> bool:
    """Whether these words run pre-commit or prek."""
    if len(words) > 2 and words[1] in ("-m", "-mpre_commit"):
        words = [words[2] if words[1] == "-m" else "pre_commit", *words[3 if words[1] == "-m" else 2 :]]
    program = words[0].rpartition("/")[2].replace("_", "-") if words else ""
    return program in ("pre-commit", "prek") and len(words) > 1 and words[1] in ("run", "hook-impl")


def read(text: str, *, stops: bool = False) -> Reading:
    """What a script does with us."""
    reading = shell_script.read(text, is_ours, NAME, stops=stops)
    for number, line in enumerate(text.splitlines(), 1):
        # Something else of our name.
        if f"alias {NAME}=" in line or f"{NAME}()" in line.replace(" ", ""):
            return Reading(UNCERTAIN, number, line.strip()) if reading.verdict == RUNS else reading
    return reading


def read_any(text: str, *, stops: bool = False) -> tuple[str, Reading]:
    """What a script does with us, else with a framework; and which of them it is."""
    found = [(NAME, read(text, stops=stops))]
    if found[0][1].verdict in (ABSENT, NAMED):
        names = ("pre-commit", "prek")
        found += [(name, shell_script.read(text, is_framework, name, stops=stops)) for name in names]
    runs = [row for row in found if row[1].verdict not in (ABSENT, NAMED)]
    return runs[0] if runs else found[0]


def mentions(
    content: Callable[[str], bytes | None], hooks: Sequence[Installed], hooks_path: Setting | None
) -> list[Mention]:
    """All of them; `content` reads a file of the work tree."""
    return [*_of_husky(content, hooks, hooks_path), *_of_lefthook(content, hooks), *_of_others(content)]


def _of_husky(
    content: Callable[[str], bytes | None], hooks: Sequence[Installed], hooks_path: Setting | None
) -> Iterator[Mention]:
    folder = hooks_path.value.rstrip("/") if hooks_path else ""
    is_husky = folder.removesuffix("/_").endswith(".husky")
    for name in HUSKY_FILES:
        text = content(name)
        stage = name.rpartition("/")[2]
        if text is None:
            continue
        program, reading = read_any(_text(text), stops=True)
        if reading.verdict == ABSENT:
            continue
        there = any(hook.stage == stage for hook in hooks)
        yield Mention(name, "husky", stage, reading, is_husky and there, ("npx", "husky"), program)


def _of_lefthook(content: Callable[[str], bytes | None], hooks: Sequence[Installed]) -> Iterator[Mention]:
    name = next((name for name in LEFTHOOK_FILES if content(name) is not None), "")
    text = content(name) if name else None
    if text is None or not any(known in text for known in (NAME.encode(), b"pre-commit run", b"prek run")):
        return
    try:
        document = markup.from_toml(_text(text)) if name.endswith(".toml") else markup.from_yaml(text)
    except markup.UnreadableDocument as error:
        yield Mention(name, "lefthook", "pre-commit", Reading(UNCERTAIN, error.line, f"it is {error}"), True, ())
        return
    found = False
    for stage in _STAGES:
        section = document.get(stage) if isinstance(document, dict) else None
        commands = list(_runs(section)) if isinstance(section, dict) else []
        readings = [_under(condition, *read_any(run)) for run, condition in commands]
        readings = [row for row in readings if row[1].verdict != ABSENT]
        if readings:
            found = True
            program, best = next((row for row in readings if row[1].verdict == RUNS), readings[0])
            there = any(hook.stage == stage and b"lefthook" in hook.content for hook in hooks)
            yield Mention(name, "lefthook", stage, best._replace(line=0), there, ("lefthook", "install"), program)
    if not found and NAME.encode() in text:
        line = next(number for number, line in enumerate(_text(text).splitlines(), 1) if NAME in line)
        said = _text(text).splitlines()[line - 1].strip()
        yield Mention(name, "lefthook", "pre-commit", Reading(NAMED, line, said), True, ())


def _runs(section: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    """The command lines that lefthook runs at a stage, each with the condition on it or around it, "" for none.

    What is skipped at any rate is none.
    """
    if section.get("skip") is True:
        return
    outer = outer or _condition(section)
    commands = section.get("commands")
    jobs = section.get("jobs")
    for job in [*(commands.values() if isinstance(commands, dict) else ()), *(jobs if isinstance(jobs, list) else ())]:
        if not isinstance(job, dict) or job.get("skip") is True:
            continue
        condition = outer or _condition(job)
        if isinstance(job.get("run"), str):
            yield job["run"], condition
        group = job.get("group")
        if isinstance(group, dict):
            yield from _runs(group, condition)


def _condition(job: Mapping[str, Any]) -> str:
    """What keeps lefthook from running a command at some commits, as it is written; "" where nothing does."""
    for key in _CONDITIONS:
        value = job.get(key)
        # What git merges or rebases has been checked where it was committed.
        if value and not (key == "skip" and _is_of_merges(value)):
            return f"{key}: {value}"
    return ""


def _is_of_merges(value: object) -> bool:
    names = value if isinstance(value, list) else [value]
    return all(name in ("merge", "merge-commit", "rebase") for name in names)


def _under(condition: str, program: str, reading: Reading) -> tuple[str, Reading]:
    """What a command line says of a program, where it runs under a condition."""
    is_doubtful = condition and reading.verdict == RUNS
    return program, Reading(UNCERTAIN, reading.line, condition) if is_doubtful else reading


def _of_others(content: Callable[[str], bytes | None]) -> Iterator[Mention]:
    for name in _OTHERS:
        text = content(name)
        if text is not None and NAME.encode() in text and b"commitworthy check" in text:
            line = next(number for number, line in enumerate(_text(text).splitlines(), 1) if NAME in line)
            said = "it is not read any further"
            yield Mention(name, "a hook manager", "pre-commit", Reading(UNCERTAIN, line, said), True, ())


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
