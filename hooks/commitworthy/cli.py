"""The one command: find the hook or command, parse, run, report, exit."""

from __future__ import annotations

import errno
import os
import sys

from . import __version__
from .base import system
from .base.findings import ERROR, CheckError
from .base.namedtuple import TYPE_CHECKING, NamedTuple
from .hooks.hook import HOOKS, load, module

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType
    from typing import NoReturn

    from .base.findings import Finding
    from .hooks.context import HookContext, PendingQueries
    from .hooks.protocol import Hook

# These judge what is sent, not what is about to be committed.
ON_PUSH = ("check-push",)
# Says itself what of a file on disk is not staged.
ON_FILES = ("strip-notebooks",)
# Runs the others, which users see one by one.
COMBINED = "commitworthy"
_COMMAND_MODULES = {
    "allow": "allow",
    "audit": "audit.command",
    "baseline": "baseline",
    "cards": "cards",
    "check": "check",
    "demo": "demo.command",
    "doctor": "doctor.command",
    "explain": "explain",
    "extract": "extract.command",
    "fetch": "fetch",
    "init": "init.command",
    "lfs-agent": "lfs_agent",
    "move": "move.command",
    "pre-receive": "pre_receive",
    "which": "which",
}
COMMANDS = tuple(_COMMAND_MODULES)

_EVERYTHING = "--all-files"
# So many files are read within the second in which progress stays silent anyway.
_LONG = 200
CLEAN, FOUND, UNJUDGED, INTERRUPTED = 0, 1, 2, 130


class Chosen(NamedTuple):
    """What the command line of a hook says."""

    names: list[bytes]
    everything: bool = False
    overrides: Mapping[tuple[str, str], object] = {}
    format: str = "text"
    color: str = "auto"
    show_all: bool = False
    strict: bool = False
    mode: str = ""


def command() -> NoReturn:
    """`main`, and the end of the process without putting away piece by piece what its memory holds."""
    status = main()
    try:
        if sys.stderr is not None:  # closed by whoever called us
            sys.stderr.flush()
    finally:
        # Also where it takes no more: in place of the status a complaint about that would count as findings.
        os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 nothing to say, 1 findings, 2 could not check."""
    words = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None:  # closed by whoever called us
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (as long as we run)
    for stream in (sys.stdout, sys.stderr):
        system.write_utf_8(stream)
    status = _guarded(words)
    try:
        sys.stdout.flush()
    except OSError:
        # Said by now.  Python must not try again at exit, complain, and end in a status of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _guarded(words: list[str]) -> int:
    """Run, and say what goes wrong; that includes what was printed and does not get through."""
    try:
        status = _status(words)
        sys.stdout.flush()
        return status  # noqa: TRY300 (what follows is all about failing)
    except CheckError as problem:
        _complain(str(problem))
        return UNJUDGED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return UNJUDGED
    except Exception as error:  # noqa: BLE001 (said, whatever it is)
        if "--debug" in words:
            _trace(error)
        elif isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _complain("no space left on the disk: free some, then run again")
        else:
            _complain(_bug(error))
        return UNJUDGED


def _status(words: list[str]) -> int:
    try:
        return _run(words)
    except SystemExit as ended:  # argparse has helped or complained
        return int(ended.code or CLEAN)


def _run(words: list[str]) -> int:
    name = words[0] if words else ""
    if name in HOOKS:
        return _run_hook(name, words[1:])
    if name in COMMANDS:
        status: int = load_command(name).run(words[1:])
        return status
    from .commands import overview

    return overview.run(words)


def load_command(name: str) -> ModuleType:
    """The module of a command, by its name."""
    command: ModuleType = module(f"commands.{_COMMAND_MODULES[name]}")
    return command


def _run_hook(name: str, words: list[str]) -> int:
    import gc

    from .hooks import context as hook_context

    # The process ends soon, and nothing it makes is cyclic.
    gc.disable()
    asked = _asked_early(name, words)
    hook = load(name)
    chosen = _parse(hook, words)
    request = hook_context.Invocation(
        chosen.names,
        chosen.everything,
        chosen.overrides,
        hook.ACCEPTS_UNTRACKED,
        asked=asked,
        meanwhile=lambda: [module(name) for name in hook.PRELOAD],
    )
    if chosen.mode:
        done: int = module(f"commands.{hook.MODES[chosen.mode]}").run(chosen.mode, request)
        return done
    context = hook.prepare(request)
    findings: list[Finding] = hook.check(context if name in ON_PUSH else _watched(context))
    if findings:
        if name not in ON_PUSH:
            findings = hook_context.of_call(findings, context, strict=chosen.strict)
            context.notes.extend(hook_context.differing_policy(context))
        elif chosen.strict:
            findings = hook_context.as_errors(findings)
    if chosen.names and name not in (*ON_PUSH, *ON_FILES):
        context.notes.extend(hook_context.differing_files(context))
    if findings or context.problems or context.notes:
        _report(findings, context, chosen)
    if context.problems:
        return UNJUDGED
    return FOUND if any(finding.level == ERROR for finding in findings) else CLEAN


def _asked_early(name: str, words: list[str]) -> PendingQueries | None:
    """What git answers while the script is loaded; nothing where other options may ask for something else."""
    from .hooks import context as hook_context

    everything = _EVERYTHING in words
    others = [word for word in words if word != _EVERYTHING] if everything else words
    return hook_context.ask(everything=everything) if name not in ON_PUSH and not _has_options(others) else None


def _watched(context: HookContext) -> HookContext:
    """With progress where somebody may have to wait and has a terminal; a framework shows what we say only later."""
    if len(context.entries) < _LONG or system.framework_runs_us() or not sys.stderr.isatty():
        return context
    from .report import progress

    return context._replace(watch=progress.watch(sys.stderr, os.environ))


def _has_options(words: list[str]) -> bool:
    """Also the "-" that stands for standard input.  One search, for a framework hands over names by the thousand."""
    return "\0-" in "\0".join(("", *words))


def _parse(hook: Hook, words: list[str]) -> Chosen:
    if not _has_options(words):
        return Chosen([os.fsencode(word) for word in words])
    from .policy import argv

    options, names = argv.split(hook.NAME, words, os.path.lexists)
    files = [os.fsencode(name) for name in names]
    mode = _mode(hook, options, names)
    if not options:
        return Chosen(files, mode=mode)
    said = argv.read(hook.NAME, options)
    if said is None:
        whole = argv.HELP_ALL in options
        parser = argv.parser(hook.NAME, hook.SUMMARY, hook.EXAMPLE, hook.OPERANDS, whole=whole)
        said = vars(parser.parse_args(options))
    overrides = argv.overrides(hook.NAME, said)
    return Chosen(files, said["all_files"], overrides, said["format"], said["color"], said["all"], said["strict"], mode)


def _mode(hook: Hook, options: list[str], names: list[str]) -> str:
    """What else than judging is asked for.  A file called as a mode has been refused by then; one may be called "-"."""
    asked = [word for word in options if word in hook.MODES]
    return asked[0] if asked else "-" if "-" in hook.MODES and "-" in names and not os.path.lexists("-") else ""


def _report(findings: list[Finding], context: HookContext, chosen: Chosen) -> None:
    from .report import text

    text.write(
        findings,
        format=chosen.format,
        stream=sys.stdout.buffer,
        color=text.wants_color(chosen.color, sys.stdout, os.environ),
        show_all=chosen.show_all,
        github_too=os.environ.get("GITHUB_ACTIONS") == "true",
        memory=context.repository.memory,
    )
    text.complain(*context.notes, *context.problems)


def _complain(line: str) -> None:
    from .report import text

    text.complain(line)


def _trace(error: Exception) -> None:
    from .report import text

    text.trace(error)


def _bug(error: Exception) -> str:
    from .git import process

    try:
        git = process.run("--version").decode().strip()
    except CheckError:
        git = "no git"
    return (
        f"this is a bug in commitworthy {__version__} ({type(error).__name__}: {error}; {git}): "
        "please report it with what `--debug` prints"
    )


if __name__ == "__main__":
    command()
