"""THE TABLE of options: file keys, command-line flags, documentation and JSON Schema all derive from it."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import options_notebooks, options_parameters
from .option import Flag, Option
from .settings import COMMIT_BYTES, COMMIT_FILES, LIMITS, PUSH_BLOBS, PUSH_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILIES = tuple(LIMITS)
EVERY_HOOK = "*"
DOCUMENTS = ("sarif", "gitlab", "junit")
"""Formats that only `commitworthy check` writes: the batches of one hook cannot share a document."""


OPTIONS = (
    Option(
        "", "homes", "homes", "lfs, or dvc where there is a .dvc folder",
        "where artifacts of a family go instead of git",
        names=FAMILIES,
    ),
    Option(
        "", "kinds", "kinds", (),
        "formats of your own, each known by its first bytes or its suffixes",
        names=("name", "family", "suffixes", "magic", "magic-hex", "offset"),
    ),
    Option(
        "block-artifacts", "max-size", "size", None,
        "largest blob of every family that has a limit",
        (
            Flag("--max-size", "SIZE"),
            Flag("--maxkb", "KB", "kilobytes", "the same in kB, as in check-added-large-files"),
        ),
    ),
    Option(
        "block-artifacts", "limits", "limits", LIMITS,
        'limit of one family: a size, "none" or "refuse"',
        (Flag("--limit", "FAMILY=SIZE"),),
        FAMILIES,
    ),
    Option(
        "block-artifacts", "allow", "exceptions", (),
        "exceptions, each with its reason",
        names=("paths", "max-size", "because", "until"),
    ),
    *options_notebooks.ROWS,
    *options_parameters.ROWS,
    Option(
        "limit-commit", "max-size", "size", COMMIT_BYTES,
        "most bytes of new blobs in one commit",
        (Flag("--max-size", "SIZE"),),
    ),
    Option(
        "limit-commit", "max-files", "count", COMMIT_FILES,
        "most new paths in one commit",
        (Flag("--max-files", "COUNT"),),
    ),
    Option(
        "limit-commit", "allow", "exceptions", (),
        "blobs at these paths do not count",
        names=("paths", "because", "until"),
    ),
    Option(
        "require-lfs", "max-size", "size", None,
        "largest file in Git LFS, by what its pointer says",
        (Flag("--max-size", "SIZE"),),
    ),
    Option(
        "require-lfs", "filters", "words", (),
        "filter drivers of your own that store files elsewhere, as Git LFS does",
    ),
    Option(
        "require-lfs", "allow", "exceptions", (),
        "files that may stay in git, each with its reason; those of block-artifacts hold here too",
        names=("paths", "max-size", "because", "until"),
    ),
    Option(
        "require-lfs", "fix", "flag", False,
        "write the missing lines into .gitattributes on disk; stages nothing",
        (Flag("--fix"),),
    ),
    Option(
        "require-lfs", "stage", "flag", False,
        "with --fix, at the prompt: stage the lines, and the files as pointers",
        (Flag("--stage"),),
    ),
    Option(
        "check-push", "max-size", "size", PUSH_BYTES,
        "most bytes of new blobs in one push",
        (Flag("--max-size", "SIZE"),),
    ),
    Option(
        "check-push", "max-blobs", "count", PUSH_BLOBS,
        "most new blobs in one push",
        (Flag("--max-blobs", "COUNT"),),
    ),
    Option(
        "check-push", "from-ref", "flag", None,
        "judge what came after this commit (for CI)",
        (Flag("--from-ref", "COMMIT"),),
    ),
    Option(
        "check-push", "to-ref", "flag", None,
        "judge up to this commit (HEAD, if not given)",
        (Flag("--to-ref", "COMMIT"),),
    ),
    Option(
        "check-push", "refuse-unseen", "flag", False,
        "exit 2 where the clone lacks something",
        (Flag("--refuse-unseen"),),
    ),
    Option("check-push", "all-files", "flag", False, "judge the whole history of HEAD", (Flag("--all-files"),)),
    Option(
        "limit-commit", "all-files", "flag", False,
        "no change: what is staged is judged as a whole",
        (Flag("--all-files"),),
    ),
    Option(
        EVERY_HOOK, "format", "choice", "text",
        "how findings are printed",
        (Flag("--format", "text|json|github"),),
        ("text", "json", "github"),
    ),
    Option(EVERY_HOOK, "strict", "flag", False, "warnings count as errors", (Flag("--strict"),)),
    Option(
        EVERY_HOOK, "color", "choice", "auto",
        "colour: auto asks the terminal",
        (Flag("--color", "auto|always|never"),),
        ("auto", "always", "never"),
    ),
    Option(EVERY_HOOK, "all-files", "flag", False, "judge every tracked file", (Flag("--all-files"),)),
    Option(EVERY_HOOK, "all", "flag", False, "show every finding of a rule", (Flag("--all"),)),
    Option(EVERY_HOOK, "debug", "flag", False, "show the traceback of an error", (Flag("--debug"),)),
)  # fmt: skip

USUAL = {"strip-notebooks": options_notebooks.USUAL}
"""The keys of what `--help` shows, for a hook whose options do not fit a screen."""

IN_FILES = tuple(option for option in OPTIONS if option.hook != EVERY_HOOK and option.kind != "flag")


def of_hook(hook: str) -> tuple[Option, ...]:
    """The options of one hook, in the order of the table; those that every hook has are under "*"."""
    return tuple(option for option in OPTIONS if option.hook == hook)


def in_files(hook: str) -> tuple[Option, ...]:
    """Those of one hook that a policy file may have."""
    return tuple(option for option in IN_FILES if option.hook == hook)


def of_files(overrides: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], object]:
    """Of what a command line says that which a policy file could say too."""
    known = {(option.hook, option.key) for option in IN_FILES}
    return {key: value for key, value in overrides.items() if key in known}
