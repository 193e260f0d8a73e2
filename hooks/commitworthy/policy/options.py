"""THE TABLE of options: file keys, command-line flags, documentation and JSON Schema all derive from it."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .settings import ALL, COMMIT_BYTES, COMMIT_FILES, LIMITS, NEW, OBSERVE, PUSH_BLOBS, PUSH_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping


# What an option is: one row of the table.


class Flag(NamedTuple):
    """A way to say an option on the command line.  `kind` where its word is not read as the option's kind is."""

    name: str
    metavar: str = ""
    kind: str = ""
    help: str = ""


class Option(NamedTuple):
    """One option.  `hook` is "" for a table at the top level, "*" for a flag that every hook has and no file.

    Kinds: size, count, text, date, switch (yes or no), words (an array of texts, of which the flag gives one each
    time), names (an array of some of its `names`), limits (family -> size), homes (family -> home), globs (pattern ->
    words), exceptions and kinds (arrays of tables), choice, and flag, which no file has: yes or no, or the text that
    its metavar stands for.  `names` are the choices, or the keys that its table may have.
    """

    hook: str
    key: str
    kind: str
    default: object
    help: str
    flags: tuple[Flag, ...] = ()
    names: tuple[str, ...] = ()


# The rows of strip-notebooks in the table of options.


NOTEBOOK_DEFAULTS = (
    "keep-output", "keep-count", "max-output", "drop-empty-cells", "ids", "check", "diff", "on-disk", "install-filter",
    "status", "format", "strict", "all-files", "all",
)  # fmt: skip
"""What fits a screen: `--help` shows these, `--help-all` the others too."""

NOTEBOOK_OPTIONS = (
    Option(
        "strip-notebooks", "keep", "exceptions", (),
        "notebooks that keep their outputs, each with the reason",
        names=("paths", "because", "until"),
    ),
    Option(
        "strip-notebooks", "keep-output", "switch", False,
        "keep outputs, except of cells marked otherwise",
        (Flag("--keep-output"),),
    ),
    Option("strip-notebooks", "keep-count", "switch", False, "keep execution counts", (Flag("--keep-count"),)),
    Option(
        "strip-notebooks", "keep-widgets", "switch", False, "keep the state of widgets", (Flag("--keep-widgets"),)
    ),
    Option(
        "strip-notebooks", "strip-init-cells", "switch", False,
        "also strip cells marked as init_cell",
        (Flag("--strip-init-cells"),),
    ),
    Option(
        "strip-notebooks", "max-output", "size", 0,
        "keep outputs up to this size",
        (Flag("--max-output", "SIZE"),),
    ),
    Option(
        "strip-notebooks", "keep-types", "words", (),
        "keep outputs of this type, such as stream:stderr or error",
        (Flag("--keep-type", "TYPE"),),
    ),
    Option(
        "strip-notebooks", "drop-types", "words", (),
        "drop outputs of this type, even in cells that keep theirs",
        (Flag("--drop-type", "TYPE"),),
    ),
    Option(
        "strip-notebooks", "keep-mimes", "words", (),
        "keep output data of this MIME type, such as text/*",
        (Flag("--keep-mime", "GLOB"),),
    ),
    Option(
        "strip-notebooks", "drop-mimes", "words", (),
        "drop output data of this MIME type, such as image/*",
        (Flag("--drop-mime", "GLOB"),),
    ),
    Option(
        "strip-notebooks", "keep-text", "words", (),
        "keep outputs whose text matches",
        (Flag("--keep-text", "REGEX"),),
    ),
    Option(
        "strip-notebooks", "drop-text", "words", (),
        "drop outputs whose text matches",
        (Flag("--drop-text", "REGEX"),),
    ),
    Option(
        "strip-notebooks", "groups", "words", ("jupyter", "language-version", "colab", "deepnote", "kaggle"),
        "groups of volatile metadata to strip; papermill and vscode also exist",
        (Flag("--group", "NAME"),),
    ),
    Option(
        "strip-notebooks", "strip-keys", "words", (),
        "more metadata to strip, such as cell.metadata.foo or metadata.bar.*",
        (Flag("--strip-key", "KEY"),),
    ),
    Option(
        "strip-notebooks", "keep-keys", "words", (),
        "metadata to keep that would be stripped",
        (Flag("--keep-key", "KEY"),),
    ),
    Option(
        "strip-notebooks", "drop-empty-cells", "switch", False,
        "drop empty cells",
        (Flag("--drop-empty-cells"),),
    ),
    Option(
        "strip-notebooks", "drop-tagged", "words", (),
        "drop cells with this tag",
        (Flag("--drop-tagged", "TAG"),),
    ),
    Option(
        "strip-notebooks", "ids", "choice", "keep",
        "cell ids: keep them, number them, or drop them",
        (Flag("--ids", "keep|sequential|drop"),),
        ("keep", "sequential", "drop"),
    ),
    Option(
        "strip-notebooks", "normalize-kernel", "switch", False,
        "set the kernel's name to Jupyter's default",
        (Flag("--normalize-kernel"),),
    ),
    Option(
        "strip-notebooks", "kernel-name", "text", "",
        "set the kernel's name and display name",
        (Flag("--kernel-name", "NAME"),),
    ),
    Option(
        "strip-notebooks", "drop-unused-attachments", "switch", False,
        "drop attachments that the cell does not refer to",
        (Flag("--drop-unused-attachments"),),
    ),
    Option(
        "strip-notebooks", "validate", "switch", False,
        "also validate notebooks against their schema, with nbformat",
        (Flag("--validate"),),
    ),
    Option("strip-notebooks", "check", "flag", False, "write nothing; list what would be stripped", (Flag("--check"),)),
    Option("strip-notebooks", "diff", "flag", False, "write nothing; print the changes as a patch", (Flag("--diff"),)),
    Option(
        "strip-notebooks", "on-disk", "flag", False,
        "strip the files on disk, whatever is staged",
        (Flag("--on-disk"),),
    ),
    Option(
        "strip-notebooks", "stdin-name", "flag", "",
        "the path that standard input stands for (FILE is -)",
        (Flag("--stdin-name", "PATH"),),
    ),
    Option("strip-notebooks", "textconv", "flag", False, "print the stripped FILE", (Flag("--textconv"),)),
    Option(
        "strip-notebooks", "install-filter", "flag", False,
        "make git strip notebooks as it stages them",
        (Flag("--install-filter"),),
    ),
    Option("strip-notebooks", "uninstall-filter", "flag", False, "remove that filter", (Flag("--uninstall-filter"),)),
    Option("strip-notebooks", "status", "flag", False, "show whether that filter works", (Flag("--status"),)),
    Option(
        "strip-notebooks", "attributes", "flag", "",
        "attributes file for the filter (default: .git/info/attributes)",
        (Flag("--attributes", "PATH"),),
    ),
    Option(
        "strip-notebooks", "filter-process", "flag", False,
        "run as the filter; git starts this itself",
        (Flag("--filter-process"),),
    ),
)  # fmt: skip


# The options of flag-parameters: a part of THE TABLE.


PARAMETER_OPTIONS = (
    Option(
        "flag-parameters", "select", "words", (),
        "rules to check instead of the default ones: names, codes, default or all",
        (Flag("--select", "RULE"),),
    ),
    Option("flag-parameters", "ignore", "words", (), "rules to skip", (Flag("--ignore", "RULE"),)),
    Option(
        "flag-parameters", "per-file-ignores", "globs", {},
        "rules to skip in some files: a gitignore pattern, and the rules",
    ),
    Option(
        "flag-parameters", "extra-hyperparameters", "words", (),
        "names that count as hyperparameters, besides the built-in ones",
    ),
    Option("flag-parameters", "allow-names", "words", (), "names that are never reported"),
    Option("flag-parameters", "allow-callees", "words", (), "calls whose arguments are never reported"),
    Option(
        "flag-parameters", "config-files", "words", (),
        "gitignore patterns of config files, besides those known by name",
    ),
    Option(
        "flag-parameters", "test-globs", "words", (),
        "gitignore patterns of test files, besides those known by name",
    ),
    Option(
        "flag-parameters", "confidence", "choice", "likely",
        "least to report: certain (errors), likely, possible",
        (Flag("--confidence", "LEVEL"),),
        ("certain", "likely", "possible"),
    ),
    Option(
        "flag-parameters", "unparsable", "choice", "note",
        "for a file that this Python cannot parse: print a note, or exit 2",
        (Flag("--unparsable", "note|fail"),),
        ("note", "fail"),
    ),
    Option(
        "flag-parameters", "whole-file", "switch", False,
        "also report what was in the file before this commit, and say which accepted values change",
        (Flag("--whole-file"),),
    ),
    Option(
        "flag-parameters", "write-params", "flag", "",
        "append missing keys to a YAML file; the code is not changed",
        (Flag("--write-params", "FILE"),),
    ),
    Option(
        "flag-parameters", "allow", "exceptions", (),
        "files whose parameters may stay, each with the reason",
        names=("paths", "because", "until"),
    ),
)  # fmt: skip


FAMILIES = tuple(LIMITS)
EVERY_HOOK = "*"
LINES = ("text", "json", "github")
"""Formats of a report that every hook writes, a line at a time."""
DOCUMENTS = ("sarif", "gitlab", "junit")
"""Those that only `commitworthy check` writes, each by the module of its name in report/: the batches of one hook
cannot share a document."""


HOOKS_WITH_POLICY = (
    "block-artifacts", "strip-notebooks", "flag-parameters", "limit-commit", "require-lfs", "check-push", "cards"
)  # fmt: skip
ENFORCEMENT = tuple(
    option
    for hook in HOOKS_WITH_POLICY
    for option in (
        Option(
            hook, "enforce", "choice", NEW,
            "observe: print and pass; new: refuse what is new; all: refuse what is old, too",
            names=(OBSERVE, NEW, ALL),
        ),
        Option(hook, "from", "date", None, "the day from which enforce holds; before it the hook is one step milder"),
    )
)  # fmt: skip


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
        "largest blob, for every family that has a limit",
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
    *NOTEBOOK_OPTIONS,
    *PARAMETER_OPTIONS,
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
        "largest file in Git LFS, by the size in its pointer",
        (Flag("--max-size", "SIZE"),),
    ),
    Option(
        "require-lfs", "filters", "words", (),
        "filter drivers of your own that store files elsewhere, as Git LFS does",
    ),
    Option(
        "require-lfs", "allow", "exceptions", (),
        "files that may stay in git, each with its reason; those of block-artifacts apply too",
        names=("paths", "max-size", "because", "until"),
    ),
    Option(
        "require-lfs", "fix", "flag", False,
        "write the missing lines to .gitattributes on disk; stage nothing",
        (Flag("--fix"),),
    ),
    Option(
        "require-lfs", "stage", "flag", False,
        "with --fix, outside of hooks: also stage the lines, and the files as pointers",
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
        "check what came after this commit (for CI)",
        (Flag("--from-ref", "COMMIT"),),
    ),
    Option(
        "check-push", "to-ref", "flag", None,
        "check up to this commit (default: HEAD)",
        (Flag("--to-ref", "COMMIT"),),
    ),
    Option(
        "check-push", "refuse-unseen", "flag", False,
        "exit 2 if this clone lacks something to check",
        (Flag("--refuse-unseen"),),
    ),
    Option("check-push", "all-files", "flag", False, "check the whole history of HEAD", (Flag("--all-files"),)),
    Option(
        "check-cards", "all-files", "flag", False,
        "no effect: every card is checked each time",
        (Flag("--all-files"),),
    ),
    Option(
        "cards", "require", "names", (),
        "what the card of a model must say: params, metrics, because",
        names=("params", "metrics", "because"),
    ),
    Option(
        "cards", "versions", "choice", "accept",
        "whether a store without versions will do: require refuses it",
        names=("accept", "require"),
    ),
    Option(
        "limit-commit", "all-files", "flag", False,
        "no effect: the staged change is checked as a whole",
        (Flag("--all-files"),),
    ),
    *ENFORCEMENT,
    Option(
        EVERY_HOOK, "format", "choice", "text",
        "output format",
        (Flag("--format", "|".join(LINES)),),
        LINES,
    ),
    Option(EVERY_HOOK, "strict", "flag", False, "treat warnings as errors", (Flag("--strict"),)),
    Option(
        EVERY_HOOK, "color", "choice", "auto",
        "when to colour the output; auto: in a terminal",
        (Flag("--color", "auto|always|never"),),
        ("auto", "always", "never"),
    ),
    Option(EVERY_HOOK, "all-files", "flag", False, "check every tracked file", (Flag("--all-files"),)),
    Option(EVERY_HOOK, "all", "flag", False, "show all findings of each rule", (Flag("--all"),)),
    Option(EVERY_HOOK, "debug", "flag", False, "show the traceback of an error", (Flag("--debug"),)),
)  # fmt: skip

USUAL = {"strip-notebooks": NOTEBOOK_DEFAULTS}
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
