"""The command line of a hook, made from the table of options.

Imports argparse, which takes as long as the interpreter's start, only to help or to complain.
"""

from __future__ import annotations

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import convert
from .options import DOCUMENTS, EVERY_HOOK, FAMILIES, USUAL, Flag, Option, in_files, of_hook

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

_WORDS: Mapping[str, Callable[[str], object]] = {
    "size": convert.size,
    "kilobytes": convert.kilobytes,
    "count": convert.whole,
    "text": str,
    "words": str,
    "flag": str,
    "limits": lambda word: convert.family_limit(word, FAMILIES),
    "choice": str,
}
HELP_ALL = "--help-all"
# Their flags may stand several times, and each adds to what the others say.
_REPEATED = ("limits", "words")


def split(hook: str, argv: list[str], is_path: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """(options, file names).  A framework puts no `--` in front of file names, and a file may be called `-x.bin`.

    So a word with a dash that is no flag of ours and is a path is a file name; `--` ends the options, and is itself
    judged where a file is called so.  CheckError where a word is both an option and a file: one called
    `--maxkb=99999` must not raise the limit by being committed.
    """
    if not any(word.startswith("-") for word in argv):
        return [], argv
    flags = {flag.name: flag for option in _options(hook) for flag in option.flags}
    flags |= {_opposite(flag): flag for option in _options(hook) if option.kind == "switch" for flag in option.flags}
    options: list[str] = []
    names: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            names.extend([word] if is_path(word) else [])
            names.extend(words)
        elif (flag := flags.get(word.partition("=")[0])) is not None:
            if is_path(word):
                raise CheckError(f"{word} is both an option and a file: for the file, write ./{word}")
            options.append(word)
            options.extend([next(words, "")] if flag.metavar and "=" not in word else [])
        elif not word.startswith("-") or word == "-" or is_path(word):
            names.append(word)
        else:
            options.append(word)
    return options, names


def parser(
    hook: str, description: str, example: str, operands: str = "[FILE ...]", *, whole: bool = False
) -> ArgumentParser:
    """The parser of one hook's options, without its file names.  Ends the process with 2 at a bad value.

    `whole` where its help is to show every option, also of a hook that has more than a screen of them.
    """
    from argparse import RawDescriptionHelpFormatter

    from .parser import Parser

    parser = Parser(
        prog=f"commitworthy {hook}",
        usage=f"commitworthy {hook} [options] {operands}",
        description=description,
        epilog=f"example: {example}",
        formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, max_help_position=30, width=80),
    )
    if hook in USUAL:
        parser.add_argument(HELP_ALL, action="help", help="show all options")
    for option in _options(hook):
        for flag in option.flags:
            _add(parser, option, flag, shown=whole or hook not in USUAL or option.key in USUAL[hook])
    return parser


def read(hook: str, options: list[str]) -> dict[str, Any] | None:
    """What sound options say, as the parser's namespace has it; None where argparse has to help or to complain."""
    said: dict[str, Any] = {_destination(option): _default(option) for option in _options(hook) if option.flags}
    meant = _meant(hook)
    words = iter(options)
    try:
        for word in words:
            name, equals, value = word.partition("=")
            option, flag, plain = meant[name]
            typed = _typed(option, flag, value if equals else _next(words)) if flag.metavar else plain
            if equals and not flag.metavar:
                return None
            before = said[_destination(option)]
            said[_destination(option)] = [*(before or ()), typed] if option.kind in _REPEATED else typed
    except (LookupError, ValueError, CheckError):
        return None
    return said


def _meant(hook: str) -> dict[str, tuple[Option, Flag, bool]]:
    """Each flag of a hook, and what it says of its option where it takes no word."""
    flags = [(option, flag) for option in _options(hook) for flag in option.flags]
    meant = {_opposite(flag): (option, flag, False) for option, flag in flags if option.kind == "switch"}
    return meant | {flag.name: (option, flag, True) for option, flag in flags}


def _next(words: Iterator[str]) -> str:
    """The word after a flag; LookupError where that may be a flag itself, which only argparse can tell."""
    word = next(words, "-")
    if word.startswith("-"):
        raise LookupError(word)
    return word


def _typed(option: Option, flag: Flag, word: str) -> object:
    """A flag's word as a value; ValueError or CheckError if it is none."""
    typed = _reader_of(option, flag)(word)
    if option.kind == "choice" and typed not in option.names:
        raise ValueError(word)
    return typed


def overrides(hook: str, said: Mapping[str, Any]) -> dict[tuple[str, str], object]:
    """What the command line says of the hook's own options: (hook, key) -> typed value."""
    values = ((option, said[_destination(option)]) for option in of_hook(hook) if option.flags)
    return {
        (hook, option.key): dict(value) if option.kind == "limits" else value
        for option, value in values
        if value is not None and not (option.kind == "flag" and not value)
    }


def to_words(hook: str, said: Mapping[tuple[str, str], object]) -> tuple[str, ...]:
    """The flags that say again what a command line said, as `overrides` has it, and a policy file could say too."""
    found: list[str] = []
    for option in in_files(hook):
        value = said.get((hook, option.key))
        if value is None or not option.flags:
            continue
        flag = option.flags[0]
        if option.kind == "switch":
            found.append(flag.name if value else _opposite(flag))
        else:
            parts = value if isinstance(value, (list, tuple)) else (value,)
            found.extend(f"{flag.name}={part}" for part in parts)
    return tuple(found)


def _options(hook: str) -> tuple[Option, ...]:
    """Those of the hook; one of its own takes the place of one that every hook has."""
    own = of_hook(hook)
    keys = {option.key for option in own}
    return own + tuple(option for option in of_hook(EVERY_HOOK) if option.key not in keys)


def _opposite(flag: Flag) -> str:
    """`--no-x` takes back what a file says, or an earlier `--x`."""
    return "--no-" + flag.name.removeprefix("--")


def _destination(option: Option) -> str:
    return option.key.replace("-", "_")


def _default(option: Option) -> object:
    """What the namespace has of an option that is not given: nothing, so that a file counts, where one may speak."""
    if option.kind == "flag" and not option.flags[0].metavar:
        return False
    return option.default if option.kind == "choice" and option.hook == EVERY_HOOK else None


def _reader_of(option: Option, flag: Flag) -> Callable[[str], object]:
    return _no_document if option.key == "format" else _WORDS[flag.kind or option.kind]


def _add(made: ArgumentParser, option: Option, flag: Flag, *, shown: bool) -> None:
    from argparse import SUPPRESS

    text = (flag.help or option.help).replace("%", "%%") if shown else SUPPRESS
    destination, default = _destination(option), _default(option)
    if not flag.metavar:
        made.add_argument(flag.name, dest=destination, action="store_true", default=default, help=text)
        if option.kind == "switch":
            made.add_argument(_opposite(flag), dest=destination, action="store_false", default=default, help=SUPPRESS)
        return
    made.add_argument(
        flag.name,
        dest=destination,
        action="append" if option.kind in _REPEATED else "store",
        metavar=flag.metavar,
        type=_reader(_reader_of(option, flag)),
        choices=option.names if option.kind == "choice" else None,
        default=default,
        help=text,
    )


def _no_document(word: str) -> str:
    if word in DOCUMENTS:
        raise CheckError(
            f"--format {word} writes one document, but pre-commit may run this hook in several batches: "
            f"commitworthy check --format {word} --output FILE"
        )
    return word


def _reader(function: Callable[[str], object]) -> Callable[[str], object]:
    """`function`, with its ValueError in the form whose text argparse prints."""
    from argparse import ArgumentTypeError

    def read(word: str) -> object:
        try:
            return function(word)
        except ValueError as error:
            raise ArgumentTypeError(str(error)) from None

    return read
