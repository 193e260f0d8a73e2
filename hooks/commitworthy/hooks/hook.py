"""Where each hook is found by its name; what it offers is in `protocol.py`."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from .protocol import FileHook, Hook, PushedHook


FILES = "[FILE ...]"
NO_MODES: dict[str, str] = {}
_MODULES = {
    "block-artifacts": "block_artifacts.hook",
    "strip-notebooks": "strip_notebooks.hook",
    "require-lfs": "require_lfs.hook",
    "flag-parameters": "flag_parameters.hook",
    "limit-commit": "limit_commit.hook",
    "check-push": "check_push.hook",
    "check-cards": "check_cards.hook",
    "commitworthy": "combined",
}
HOOKS = tuple(_MODULES)
FILE_HOOKS = HOOKS[:4]
"""What the hook `commitworthy` is made of, in the order in which it reports."""
_PUSHED_HOOKS = ("block-artifacts", "require-lfs")


def load(name: str) -> Hook:
    """A hook by its name; only its own modules are imported."""
    hook: Hook = module(f"hooks.{_MODULES[name]}")
    return hook


def load_file_hooks() -> dict[str, FileHook]:
    """The hooks that check files one by one, by their names."""
    return {name: module(f"hooks.{_MODULES[name]}") for name in FILE_HOOKS}


def load_pushed_hooks() -> dict[str, PushedHook]:
    """What check-push asks beside its own rules; of a blob that one has refused, later ones say nothing."""
    return {name: module(f"hooks.{name.replace('-', '_')}.pushed") for name in _PUSHED_HOOKS}


def module(name: str) -> Any:
    """A module of this package, by its name below it."""
    return __import__(f"{__package__.rpartition('.')[0]}.{name}", fromlist=["*"])
