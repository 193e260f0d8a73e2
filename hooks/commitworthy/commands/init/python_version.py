"""With which Python the frameworks install our hooks, by what a configuration says of it."""

from __future__ import annotations

import re

from ...base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST = (3, 11)
"""The oldest Python that can run us; a test compares it with `pyproject.toml`."""
KEY = "language_version"
ANY = "python3"
"""For pre-commit its own Python, for prek the first Python 3 that it finds."""
# `python3.10`, `3.10`, `python310`, `pypy3.9`, `/usr/bin/python2`, `==3.10`. No number, no verdict.
_VERSION = re.compile(r"^(?:==?)?[a-z]*[-@]?(?P<major>\d)(?:\.?(?P<minor>\d+)(?:\.\S*)?)?(?:\.exe)?", re.IGNORECASE)


def is_too_old(version: object) -> bool:
    """Whether a `language_version`, a name or the path of an interpreter, is of a Python that cannot run us."""
    found = _VERSION.fullmatch(re.split(r"[/\\]", str(version))[-1].strip())
    if not found:
        return False
    major, minor = int(found["major"]), found["minor"]
    return major < OLDEST[0] or (minor is not None and (major, int(minor)) < OLDEST)


def default(document: Mapping[str, object]) -> str:
    """What `default_language_version` says of Python, where that is too old; else ""."""
    versions = document.get(f"default_{KEY}")
    version = versions.get("python") if isinstance(versions, dict) else None
    return str(version) if version is not None and is_too_old(version) else ""


def of_hook(hook: Mapping[str, object], document: Mapping[str, object]) -> str:
    """The too old Python that a hook of ours is to be installed with; else ""."""
    if hook.get("language", "python") != "python":
        return ""
    own = hook.get(KEY, "default")
    return default(document) if own == "default" else str(own) if is_too_old(own) else ""
