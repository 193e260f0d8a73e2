"""Whether pre-commit or prek runs us."""

from __future__ import annotations

import os

# pre-commit and prek leave these in the environments that they make for hooks.
_MARKS = (".install_state_v1", ".install_state_v2", ".prek-hook.json")


def runs_us() -> bool:
    """Whether a framework has started this process: both set PRE_COMMIT for their hooks."""
    return bool(os.environ.get("PRE_COMMIT"))


def made(environment: str) -> bool:
    """Whether a framework has made a Python environment; `language: system` runs the user's own."""
    return any(os.path.exists(os.path.join(environment, mark)) for mark in _MARKS)
