"""Write an exception, with its reason, into the policy file."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time

from ..base import wording
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git import attributes, index, ranges, repository, write
from ..policy.allow import add_exemption, pattern_for
from ..policy.options import OPTIONS
from ..policy.parser import Parser
from ..policy.settings import POLICY_FILES
from ..report.escape import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..git.repository import Repository

SUMMARY = "Add an exception, with its reason, to the policy."
HOOKS_WITH_EXCEPTIONS = tuple(option.hook for option in OPTIONS if option.kind == "exceptions")
_GLOB = "*?["
_MOST_SHOWN = 10


def run(words: list[str]) -> int:
    """Add one exception for the paths given, and stage it where that stages nothing else; exit status 0."""
    args = _parser().parse_args(words)
    here = repository.answer(repository.ask())
    patterns = _patterns(here, _paths(args))
    known = {name: write.read(here, name) for name in POLICY_FILES}
    files = {name: file.content if file else None for name, file in known.items()}
    if args.until and args.until < time.strftime("%Y-%m-%d"):
        raise CheckError(f"allow: --until {args.until} has passed: use a future date, or omit --until")
    name, content = add_exemption(files, args.hook, patterns, args.because, args.until, args.max_size)
    for of_git in (".gitattributes", ".gitignore"):
        attributes.refuse_pipes(here.to_top, [name.encode()], of_git.encode())
    alone = _holds_nothing_else(here, name, files[name])
    seen, before = write.place_of(here, name), known[name]
    is_new = content != files[name]
    if is_new:
        write.save(here, seen, content, before.state if before else None)
    is_staged = alone and write.add(here, name)
    # Of a file that is in the index already git asks no force, and with it does the same.
    force = "--force " if attributes.rules(here, [name.encode()]) else ""
    ending = "It is staged." if is_staged else f"Stage it to make it take effect: git add {force}{seen}"
    allowed = for_terminal(wording.first_of(patterns, _MOST_SHOWN))
    sys.stdout.write(f"{name}: {args.hook} {'now' if is_new else 'already'} allows {allowed}.\n{ending}\n")
    for line in _not_covered(args):
        sys.stdout.write(f"{line}\n")
    return 0


def _not_covered(args: argparse.Namespace) -> Iterator[str]:
    """A line on each file that was named and is larger than what is allowed."""
    if not args.max_size:
        return
    most = wording.parse(args.max_size)
    for word in args.paths:
        if os.path.isfile(word) and (size := os.path.getsize(word)) > most:
            has, limit = wording.show_apart(size, most)
            yield f"{for_terminal(word)} has {has} on disk, more than {limit}: the exception does not cover it."


def _holds_nothing_else(here: Repository, name: str, content: bytes | None) -> bool:
    """Whether staging the policy file would stage the exception alone: it is new, or on disk as in the index."""
    path = name.encode()
    if path in index.differing_on_disk():
        return False
    return content is None or path in {entry.path for entry in index.tracked(here, [path])}


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="commitworthy allow",
        description=SUMMARY,
        epilog="example: commitworthy allow tests/a.parquet --because 'golden file of the tests'",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, a folder, or a quoted pattern as in .gitignore"
    )
    parser.add_argument("--pathspec-from-file", metavar="FILE", help="read the paths from FILE (- for standard input)")
    parser.add_argument("--pathspec-file-nul", action="store_true", help="paths there end in NUL")
    parser.add_argument("--because", required=True, metavar="TEXT", help="why it belongs in git")
    parser.add_argument("--until", metavar="DATE", help="the last day of the exception (2027-06-30)")
    parser.add_argument("--max-size", metavar="SIZE", help="the largest size that is allowed (any, if not given)")
    hooks = f"{', '.join(HOOKS_WITH_EXCEPTIONS)}; default: %(default)s"
    parser.add_argument("--hook", choices=HOOKS_WITH_EXCEPTIONS, metavar="ID", default="block-artifacts", help=hooks)
    return parser


def _paths(args: argparse.Namespace) -> list[str]:
    """Those of the command line or of a file, which git's own commands read in the same way."""
    place = args.pathspec_from_file
    if bool(args.paths) == (place is not None):
        raise CheckError("allow: name the paths, or a file that holds them by --pathspec-from-file")
    if place is None:
        return list(args.paths)
    try:
        content = sys.stdin.buffer.read() if place == "-" else pathlib.Path(place).read_bytes()
    except OSError as error:
        raise CheckError(f"--pathspec-from-file {place}: {error.strerror}") from None
    paths = content.split(b"\0") if args.pathspec_file_nul else content.splitlines()
    if not any(paths):
        raise CheckError(f"--pathspec-from-file {place}: no path in it")
    return [os.fsdecode(path) for path in paths if path]


def _patterns(here: Repository, words: list[str]) -> list[str]:
    """The pattern of each file or folder that is there; else the word itself, if it is a pattern."""
    if "" in words:
        # As from a variable that is not set; to git it would be the whole folder.
        raise CheckError("a path is empty: name the file, or . for the folder")
    paths = repository.from_top(here, map(os.fsencode, words))
    known = {path for path in paths if os.path.lexists(here.on_disk(path) or b".")}
    if missing := set(paths) - known:
        known |= missing & {entry.path for entry in index.tracked(here)}
        # A push is refused for what is deleted by now, too.
        known |= ranges.had(missing - known)
    return [_pattern(here, word, path, is_known=path in known) for word, path in zip(words, paths, strict=True)]


def _pattern(here: Repository, word: str, path: bytes, *, is_known: bool) -> str:
    text = path.decode("utf-8", "surrogateescape")
    place = here.on_disk(path) or b"."
    if os.path.isdir(place) and not os.path.islink(place):
        return pattern_for(f"{text}/") + "**" if text else "**"
    if is_known:
        return pattern_for(text)
    if any(char in word for char in _GLOB):
        prefix = here.prefix.decode("utf-8", "surrogateescape")
        return pattern_for(prefix) + word if prefix else word
    raise CheckError(f"{word}: no such file, and not a pattern: check the name")
