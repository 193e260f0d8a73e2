"""The options of flag-parameters: a part of THE TABLE."""

from __future__ import annotations

from .option import Flag, Option

ROWS = (
    Option(
        "flag-parameters", "select", "words", (),
        "the rules to ask, by name or code, instead of those that are on: also default and all",
        (Flag("--select", "RULE"),),
    ),
    Option("flag-parameters", "ignore", "words", (), "rules that are not asked", (Flag("--ignore", "RULE"),)),
    Option(
        "flag-parameters", "per-file-ignores", "globs", {},
        "rules that are not asked in some files: a gitignore pattern, and the rules",
    ),
    Option(
        "flag-parameters", "extra-hyperparameters", "words", (),
        "names that count as hyperparameters, beside those that are known",
    ),
    Option("flag-parameters", "allow-names", "words", (), "names that are never reported"),
    Option("flag-parameters", "allow-callees", "words", (), "calls whose arguments are never reported"),
    Option(
        "flag-parameters", "config-files", "words", (),
        "gitignore patterns of files that hold settings, beside those that are known by name",
    ),
    Option(
        "flag-parameters", "test-globs", "words", (),
        "gitignore patterns of tests, beside those that are known by name",
    ),
    Option(
        "flag-parameters", "unparsable", "choice", "note",
        "a file that this Python cannot parse: a note, or fail with exit status 2",
        (Flag("--unparsable", "note|fail"),),
        ("note", "fail"),
    ),
    Option(
        "flag-parameters", "whole-file", "switch", False,
        "also report what stood in the file before this commit",
        (Flag("--whole-file"),),
    ),
    Option(
        "flag-parameters", "write-params", "flag", "",
        "append what is missing to a YAML file; the code stays as it is",
        (Flag("--write-params", "FILE"),),
    ),
    Option(
        "flag-parameters", "allow", "exceptions", (),
        "files whose parameters may stay, each with the reason",
        names=("paths", "because", "until"),
    ),
)  # fmt: skip
