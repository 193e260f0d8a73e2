"""Findings as text for people; the one place where findings leave the process."""

from __future__ import annotations

import sys
from collections import Counter

from ..base import cache, system, wording
from ..base.findings import ACCEPTED_AS, WARNING, Remedy, Step
from ..base.namedtuple import TYPE_CHECKING
from .escape import command, for_terminal, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import IO, Any, BinaryIO

    from ..base.findings import Finding, Step


# Where a finding is: the order of a report, and the words for a place in a notebook.


def order(finding: Finding) -> tuple[bool, str, int, int, int, str]:
    """Sorting key: by path, cell, line, column and code; what concerns the whole commit comes last."""
    return (
        finding.path is None,
        finding.path or "",
        -1 if finding.cell is None else finding.cell,
        finding.line or 0,
        finding.column or 0,
        finding.rule.code,
    )


def in_notebook(finding: Finding) -> str:
    """Such as "cell 7, line 2"; empty outside notebooks.

    People count cells from 1, as they do lines (and as ruff does); `Finding.cell` counts from 0.
    """
    if finding.cell is None:
        return ""
    line = "" if finding.line is None else f", line {finding.line}"
    return f"cell {finding.cell + 1}{line}"


# Lines for standard error: what could not be judged, and notes.


def complain(*lines: str) -> None:
    """Each line on its own, escaped for the terminal, with our name before it; some hold what git or a file said.

    Where standard error is closed or takes no more, nobody can be told; the exit status still says what it says.
    """
    if sys.stderr is None:
        return
    try:
        for line in lines:
            sys.stderr.buffer.write(
                f"commitworthy: {for_terminal(without_secrets(line))}\n".encode("utf-8", "backslashreplace")
            )
        sys.stderr.flush()
    except OSError:
        return


def trace(error: BaseException) -> None:
    """Where a bug is, as Python says it: what an exception quotes may be anything."""
    import traceback

    complain(*(line for part in traceback.format_exception(error) for line in part.rstrip("\n").split("\n")))


# Findings for people: one line each, and under those of one cause the ways out.


_WIDTH = 160
_SAME_SHOWN = 3
TOGETHER = "Or, for several of these at once:"
_MOST_LISTED = 5
# Bytes of what is worth being called large.
_LARGE = 1024
_INDENT = " " * 4
_BOLD, _RED, _YELLOW = "1", "31", "33"


def render(
    findings: Sequence[Finding], *, color: bool, show_all: bool, cap: int = 20, memory: bytes | None = None
) -> Iterator[str]:
    """Lines without their ends, in the order given, the findings of one cause together.

    Of each rule `cap` causes are shown, and in a cause `cap` findings, or all with `show_all`; the remedies serve all
    findings of a cause, by way of a file in `memory` where they are many.  A remedy that several causes end in is
    printed once, below them.  The texts of remedies are printed as they are, with a colon where a command follows.
    """
    causes = _by_cause(findings)
    shared = _shared(causes)
    shown: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    for cause in causes:
        code = cause[0].rule.code
        if shown[code] == cap and not show_all:
            hidden[code] += len(cause)
            continue
        shown[code] += 1
        remedies = _merge(cause)
        if len(cause) > 1 and all(ACCEPTED_AS in finding.facts for finding in cause) and not show_all:
            yield _paint(_renamed(cause), _BOLD, color=color)
            remedies = remedies[:1]
        else:
            yield from _headlines(cause, _SAME_SHOWN if _is_one_fact(cause) else cap, color=color, show_all=show_all)
            remedies = [remedy for remedy in remedies if _without_its_arguments(remedy) not in shared]
        yield from _remedy_lines(with_files(remedies, memory))
        yield ""
    for code, number in hidden.items():
        yield f"... and {number:,} more of {code}; --all shows them"
    if hidden:
        yield ""
    if shared:
        yield TOGETHER
        yield from _remedy_lines(with_files(list(map(_merge_remedies, shared.values())), memory))
        yield ""
    if findings:
        yield _count(findings)
    if len(findings) > cap:
        yield from _summary(findings)


def _headlines(cause: Sequence[Finding], most: int, *, color: bool, show_all: bool) -> Iterator[str]:
    of_rule: dict[str, list[Finding]] = {}
    for finding in cause:
        of_rule.setdefault(finding.rule.code, []).append(finding)
    for findings in of_rule.values():
        shown = findings if show_all else findings[:most]
        yield from (_headline(finding, color=color) for finding in shown)
        if len(findings) > len(shown):
            yield f"... and {len(findings) - len(shown)} more; --all shows them"


def _is_one_fact(cause: Sequence[Finding]) -> bool:
    """Whether the same is said of many places and fixed by the same lines: a few of the places will do."""
    return any(remedy.lines for remedy in cause[0].remedies) and len({one.message for one in cause}) == 1


def _renamed(cause: Sequence[Finding]) -> str:
    """One line for what is refused only since its files have other names than the baseline."""
    names = {(str(finding.facts[ACCEPTED_AS]), finding.path or "") for finding in cause}
    if len(names) == 1:
        ((old, new),) = names
        where, there = for_terminal(new), f"its old name {for_terminal(old)}"
    else:
        folders = {_without_common_end(old, new) for old, new in names}
        old, new = folders.pop() if len(folders) == 1 else ("", "")
        where = for_terminal(f"{new}/" if new else "renamed files")
        there = f"their old names in {for_terminal(old)}/" if old else "their old names"
    what = wording.counted(len(cause), "finding")
    if len(names) > 1:
        what += f" in {wording.counted(len(names), 'file')}"
    rules = ", ".join(
        f"{code} {number}" for code, number in Counter(finding.rule.code for finding in cause).most_common()
    )
    return f"{where}: {what}, accepted only under {there}: {rules}."


def _without_common_end(old: str, new: str) -> tuple[str, str]:
    """The folders that differ: `src/a/m.py` and `scripts/a/m.py` are ("src", "scripts"); ("", "") for other names."""
    olds, news = old.split("/"), new.split("/")
    if olds[-1] != news[-1]:
        return "", ""
    while olds and news and olds[-1] == news[-1]:
        del olds[-1], news[-1]
    return "/".join(olds), "/".join(news)


def _summary(findings: Sequence[Finding]) -> Iterator[str]:
    """At most three lines: how many of each rule, in which folders, and the largest blobs."""
    rules = Counter(f"{finding.rule.code} {finding.rule.name}" for finding in findings).most_common()
    yield f"{_INDENT}by rule:    {_listed(rules)}"
    folders = Counter(_folder(finding.path) for finding in findings if finding.path is not None).most_common()
    if len(folders) > 1:
        yield f"{_INDENT}by folder:  {_listed(folders)}"
    sizes = {finding.path: size for finding in findings if isinstance(size := finding.facts.get("size"), int)}
    largest = sorted(((size, path) for path, size in sizes.items() if path and size >= _LARGE), reverse=True)
    largest = largest[:_MOST_LISTED]
    if largest:
        words = (f"{for_terminal(path)} {wording.show(size)}" for size, path in largest)
        yield f"{_INDENT}largest:    {', '.join(words)}"


def _folder(path: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return "/".join(folder.split("/")[:2]) + slash if slash else "./"


def _listed(counts: Sequence[tuple[str, int]]) -> str:
    more = sum(number for _, number in counts[_MOST_LISTED:])
    others = f", others {more:,}" if more else ""
    return ", ".join(f"{for_terminal(word)} {number:,}" for word, number in counts[:_MOST_LISTED]) + others


def wants_color(choice: str, stream: IO[Any], environ: Mapping[str, str]) -> bool:
    """Whether to colour, given `--color` ("always", "never" or "auto"), the stream and the environment.

    NO_COLOR beats FORCE_COLOR, as in Python itself; both count only if they are not empty.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return system.takes_escapes(stream, environ)


def _by_cause(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings with the same remedies, but for the arguments of their commands; without any, those of one rule."""
    causes: dict[object, list[Finding]] = {}
    for finding in findings:
        ways = tuple(map(_without_its_arguments, finding.remedies))
        causes.setdefault(ways or finding.rule, []).append(finding)
    return list(causes.values())


def _without_its_arguments(remedy: Remedy) -> Remedy:
    steps = (Step(step.words, (), step.tail, step.into and "file", step.over and "blob") for step in remedy.steps)
    return Remedy(remedy.text, tuple(steps), remedy.lines)


def _shared(causes: Sequence[Sequence[Finding]]) -> dict[Remedy, list[Remedy]]:
    """The last resorts ("or ...") of more than one cause, without their arguments, and all that they stand for."""
    found: dict[Remedy, list[Remedy]] = {}
    times: Counter[Remedy] = Counter()
    for cause in causes:
        for number, remedy in enumerate(cause[0].remedies):
            # A comment is written at each place, so what is no command stays there.
            if remedy.text.startswith("or ") and remedy.steps:
                key = _without_its_arguments(remedy)
                times[key] += 1
                found.setdefault(key, []).extend(finding.remedies[number] for finding in cause)
    return {key: remedies for key, remedies in found.items() if times[key] > 1}


def _headline(finding: Finding, *, color: bool) -> str:
    warning = finding.level == WARNING
    code = _paint(finding.rule.code, _YELLOW if warning else _RED, color=color)
    level = "warning: " if warning else ""
    return f"{_place(finding, color=color)}: {level}{code} {finding.rule.name}: {for_terminal(finding.message)}"


def _place(finding: Finding, *, color: bool) -> str:
    if finding.path is None:
        return _paint(finding.scope, _BOLD, color=color)
    path = for_terminal(finding.path)
    if path.lstrip().startswith("::"):  # at the start of a line that is a command to GitHub's runner
        path = f"./{path}"
    path = _paint(path, _BOLD, color=color)
    if finding.cell is not None:
        return f"{path}: {in_notebook(finding)}"
    line = "" if finding.line is None else f":{finding.line}"
    return path + line + (f":{finding.column}" if line and finding.column is not None else "")


def _paint(text: str, style: str, *, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text


def painted(text: str, *, color: bool) -> str:
    """A heading: bold where there is colour."""
    return _paint(text, _BOLD, color=color)


def _merge(findings: Sequence[Finding]) -> list[Remedy]:
    """The remedies of one cause, each command with the arguments of all the findings."""
    return [_merge_alike(ways) for ways in zip(*(finding.remedies for finding in findings), strict=True)]


def _merge_alike(ways: Sequence[Remedy]) -> Remedy:
    return Remedy(ways[0].text, _merge_ways(ways), ways[0].lines)


def _merge_remedies(ways: Sequence[Remedy]) -> Remedy:
    """One remedy of several causes, which no other stands before."""
    merged = _merge_alike(ways)
    return merged._replace(text=merged.text.removeprefix("or "))


def _merge_ways(ways: Sequence[Remedy]) -> tuple[Step, ...]:
    return tuple(one for steps in zip(*(way.steps for way in ways), strict=True) for one in _merge_steps(steps))


def _merge_steps(steps: tuple[Step, ...]) -> list[Step]:
    if steps[0].into:
        *others, last = dict.fromkeys(steps)
        # A tail that closes a subshell stands once.
        return [*(step._replace(tail="") for step in others), last]
    if len(steps) == 1:
        return list(steps)
    args = dict.fromkeys(arg for step in steps for arg in step.args)
    return [steps[0]._replace(args=tuple(args))]


def _remedy_lines(remedies: Sequence[Remedy]) -> Iterator[str]:
    """Texts padded to one column, commands behind them; one too long for the line goes below, never wrapped."""
    texts = [for_terminal(remedy.text) for remedy in remedies]
    column = max((len(text) for text, remedy in zip(texts, remedies, strict=True) if remedy.steps), default=0)
    for text, remedy in zip(texts, remedies, strict=True):
        if not remedy.steps:
            yield _INDENT + text
            yield from (_INDENT * 2 + for_terminal(line) for line in remedy.lines)
            continue
        words = command(remedy.steps)
        line = f"{_INDENT}{text + ':':<{column + len(':   ')}}{words}"
        if len(line) <= _WIDTH:
            yield line
        else:
            yield f"{_INDENT}{text}:"
            yield _INDENT * 2 + words


def _count(findings: Sequence[Finding]) -> str:
    warnings = sum(finding.level == WARNING for finding in findings)
    errors = len(findings) - warnings
    what = wording.counted(errors, "error" if warnings else "finding") if errors else ""
    if warnings:
        what = ", ".join(filter(None, (what, wording.counted(warnings, "warning"))))
    files = len({finding.path for finding in findings} - {None})
    return f"{what} in {wording.counted(files, 'file')}." if files else f"{what}."


def write(  # noqa: PLR0913 (each is one choice of the command line)
    findings: Iterable[Finding],
    *,
    format: str,  # noqa: A002 (named as the option)
    stream: BinaryIO,
    color: bool,
    show_all: bool,
    github_too: bool,
    memory: bytes | None = None,
) -> None:
    """Write the findings in order of place, as UTF-8 lines that end in LF on every system.

    `format` is "text", "json" or "github"; `github_too` appends the workflow commands to text.  `memory` is a folder
    that commands may read the names of many files from.
    Never raises for what is in a finding; errors of the stream pass through.
    """
    sorted_ones = ordered(findings)
    if format == "json":
        from . import jsonlines

        lines = jsonlines.render(sorted_ones)
    elif format == "github":
        from . import github

        lines = github.render(sorted_ones)
    elif format == "text":
        lines = _text(sorted_ones, color=color, show_all=show_all, github_too=github_too, memory=memory)
    else:
        raise ValueError(f"unknown format: {format!r}")
    write_lines(lines, stream)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by path, cell, line, column and code, as they may be shown."""
    return sorted(map(_showable, findings), key=order)


def _showable(finding: Finding) -> Finding:
    """What hooks word is free of secrets already; this is for what they quote of git, policies and commits."""
    remedies = tuple(
        Remedy(without_secrets(way.text), way.steps, tuple(map(without_secrets, way.lines))) for way in finding.remedies
    )
    return finding._replace(message=without_secrets(finding.message), remedies=remedies)


def write_lines(lines: Iterable[str], stream: BinaryIO) -> None:
    """Lines as UTF-8 that end in LF; what cannot be encoded is escaped."""
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)
    stream.flush()


def _text(
    findings: Sequence[Finding], *, color: bool, show_all: bool, github_too: bool, memory: bytes | None
) -> Iterator[str]:
    yield from render(findings, color=color, show_all=show_all, memory=memory)
    if github_too:
        from . import github

        yield from github.render(findings)


# Commands for more files than a line can name: the names go to a file under .git, and the command reads that.
#
# The file holds what this very run has refused.  To ask again would be to judge again, perhaps with other options,
# other names and another index than a framework's.


MOST = 50
"""The most arguments that a printed command names."""

_NAME = "refused-"
_A_DAY = 24 * 60 * 60
# These read a list of paths themselves; others are handed it by xargs.
_READERS = (("git", "rm"), ("git", "add"), ("git", "restore"), ("commitworthy", "allow"))


def with_files(remedies: Sequence[Remedy], memory: bytes | None) -> list[Remedy]:
    """The remedies, the arguments of their long commands in files of the folder `memory`, which is that of the cache.

    Where nothing can be written there, or `memory` is None, the commands name everything.
    """
    if memory is None:
        return list(remedies)
    return [
        Remedy(remedy.text, tuple(_with_file(step, memory) for step in remedy.steps), remedy.lines)
        for remedy in remedies
    ]


def _with_file(step: Step, memory: bytes) -> Step:
    if len(step.args) <= MOST:
        return step
    content = b"".join(b"%b\0" % arg.encode("utf-8", "surrogateescape") for arg in step.args)
    name = f"{_NAME}{cache.checksum(content).decode()}"
    if not cache.write(memory, name, content):
        return step
    cache.forget(memory, _NAME, _A_DAY)
    place = f'"$(git rev-parse --git-dir)/commitworthy/{name}"'
    if step.words[:2] in _READERS:
        words = step.words[:-1] if step.words[-1] == "--" else step.words
        reading = f"--pathspec-from-file={place} --pathspec-file-nul"
    else:
        words, reading = ("xargs", "-0", *step.words), f"< {place}"
    return Step(words, (), reading + (step.tail if step.tail in ("", ")") else f" {step.tail}"))
