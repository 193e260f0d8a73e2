"""Findings for the tests of reports: short to write, whole when compared."""

from __future__ import annotations

from commitworthy.base.findings import WARNING, Finding, Remedy, Rule, Step

BLOCKED = Rule("ART001", "blocked-artifact", "An artifact is staged as an ordinary blob.")
DISGUISED = Rule("ART004", "disguised-artifact", "Content and name disagree.")
DATE = Rule("PAR003", "hard-coded-date", "A date belongs in a config file.")
COMMIT = Rule("LIM001", "large-commit", "The commit adds too many bytes.")


def blocked(path: str, *, line: int | None = None) -> Finding:
    """A data file with the two usual ways out."""
    ways = (
        Remedy(
            "keep it out of git",
            (
                Step(("git", "rm", "--cached", "--"), (path,)),
                Step(("printf", "%s\\n"), (f"/{path}",), ">> .gitignore"),
            ),
        ),
        Remedy("or send it to LFS", (Step(("git", "lfs", "track"), ("*.parquet",)),)),
    )
    message = "Parquet data, 48.2 MB (limit 500 kB)."
    return Finding("block-artifacts", BLOCKED, message, path, line=line, remedies=ways)


def disguised(path: str, *, level: str = "error") -> Finding:
    return Finding("block-artifacts", DISGUISED, "a pickle by content, text by name.", path, level)


def date(path: str, *, cell: int | None = None, line: int | None = None, column: int | None = None) -> Finding:
    ways = (Remedy("move it to conf/train.yaml and pass it in"),)
    message = '`start="2021-01-01"`.'
    return Finding("flag-parameters", DATE, message, path, cell=cell, line=line, column=column, remedies=ways)


def large_commit() -> Finding:
    return Finding("limit-commit", COMMIT, "adds 61 MB (limit 50 MB).", level=WARNING, scope="commit")
