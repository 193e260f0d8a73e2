"""Our hooks in the files of husky and lefthook, changed as text; CannotMerge where the text cannot be put in safely."""

from __future__ import annotations

from ...base import markup
from ...base.namedtuple import TYPE_CHECKING
from ..doctor import shell_script
from .entry import CannotMerge

if TYPE_CHECKING:
    from typing import Any

CHECK, PUSH = "commitworthy check", 'commitworthy check-push "$@"'
HUSKY = {".husky/pre-commit": CHECK, ".husky/pre-merge-commit": CHECK, ".husky/pre-push": PUSH}
"""The line of each hook of husky."""
_NAME = "commitworthy"
LEFTHOOK: dict[str, dict[str, object]] = {
    "pre-commit": {"run": CHECK},
    "pre-merge-commit": {"run": CHECK},
    "pre-push": {"run": "commitworthy check-push {0}", "use_stdin": True},
}
"""The command of ours at each stage of lefthook."""


def names_us(content: bytes) -> bool:
    """Whether a line that is no comment has our name."""
    return any(_NAME.encode() in line and not line.lstrip().startswith(b"#") for line in content.splitlines())


def husky(name: str, old: str | None, *, needs_more: bool) -> str:
    """The hook with our line at its end; `needs_more` where a new one would need a first line and a mode."""
    line = HUSKY[name]
    if old is None:
        if needs_more:
            raise CannotMerge("it has to be made executable, and to begin as the other hooks there")
        return f"{line}\n"
    if line == PUSH:
        raise CannotMerge("what it runs may read the refs that git sends, and they are there once")
    text = f"{old}{'' if not old or old.endswith(chr(10)) else chr(10)}{line}\n"
    reading = shell_script.read(text, lambda words: [*words] == line.split(), _NAME, stops=True)
    if reading.verdict != shell_script.RUNS:
        raise CannotMerge("whether its last line is reached cannot be told")
    return text


def lefthook(text: str) -> str:
    """The configuration with a command of ours at each stage that has to do with commits."""
    document = _parsed(text)
    wanted = {key: dict(value) if key in LEFTHOOK else value for key, value in document.items()}
    for stage, command in LEFTHOOK.items():
        section = wanted.setdefault(stage, {})
        if isinstance(section.get("jobs"), list):
            section["jobs"] = [*section["jobs"], {"name": _NAME, **command}]
        else:
            section["commands"] = {**(section.get("commands") or {}), _NAME: command}
        text = _with_command(text, stage, command)
    if _parsed(text) != wanted:
        raise CannotMerge("it is written in a style that this command cannot edit")
    return text


def _parsed(text: str) -> dict[str, Any]:
    try:
        document = markup.from_yaml(text) or {}
    except markup.UnreadableDocument as error:
        raise CannotMerge(f"it is {error}") from None
    stages = [document.get(stage, {}) for stage in LEFTHOOK] if isinstance(document, dict) else [None]
    if not all(isinstance(stage, dict) for stage in stages):
        raise CannotMerge("it is not a mapping of hooks")
    return document


def _with_command(text: str, stage: str, command: dict[str, object]) -> str:
    root = markup.nodes_of_yaml(text)
    pairs = {key.value: value for key, value in root.value} if root is not None else {}
    section = {key.value: value for key, value in pairs[stage].value} if stage in pairs else {}
    place = section.get("jobs") or section.get("commands")
    end = "\r\n" if "\r\n" in text else "\n"
    if stage not in pairs:
        lines = [f"{stage}:", "  commands:", *(f"    {line}" for line in _lines(command))]
        gap = end if text and text.endswith("\n") else end * 2 if text else ""
        return text + gap + "".join(f"{line}{end}" for line in lines)
    if place is None or place.flow_style or not place.value:
        raise CannotMerge(f"its {stage} has no list of commands in block style")
    is_list = place is section.get("jobs")
    if is_list:
        last, column = place.value[-1], place.start_mark.column
        lines = [f"- name: {_NAME}", *(f"  {key}: {_shown(value)}" for key, value in command.items())]
    else:
        last, column = place.value[-1][1], place.value[0][0].start_mark.column
        lines = _lines(command)
    # Behind the last line with content of the last command.
    above = text[: last.end_mark.index].splitlines(keepends=True)
    if (
        last.end_mark.column
        and last.end_mark.index < len(text)
        and not text[last.end_mark.index :].startswith(("\n", "\r"))
    ):
        above = above[:-1]
    while above and (not above[-1].strip() or above[-1].lstrip().startswith("#")):
        above.pop()
    before = "".join(above)
    rest = text[len(before) :]
    if not before.endswith("\n"):
        newline = rest.find("\n") + 1
        before, rest = before + (rest[:newline] if newline else end), rest[newline:] if newline else ""
    return before + "".join(f"{' ' * column}{line}{end}" for line in lines) + rest


def _lines(command: dict[str, object]) -> list[str]:
    return [f"{_NAME}:", *(f"  {key}: {_shown(value)}" for key, value in command.items())]


def _shown(value: object) -> str:
    return "true" if value is True else str(value)


def lefthook_lines() -> tuple[str, ...]:
    """What to write by hand."""
    return tuple(
        line
        for stage, command in LEFTHOOK.items()
        for line in (f"{stage}:", "  commands:", *(f"    {line}" for line in _lines(command)))
    )
