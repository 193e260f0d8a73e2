"""gitignore patterns of the policy.  Imported only where there are any."""

from __future__ import annotations


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether `path`, below the top of the repository, matches one of the patterns."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file(path)
