"""What is written into the configuration of a framework."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_OLD_NAMES = {"commit": "pre-commit", "merge-commit": "pre-merge-commit", "push": "pre-push"}
_AT_COMMIT = ["pre-commit", "pre-merge-commit", "manual"]
_AT_PUSH = ["pre-push", "manual"]

MANIFEST: Mapping[str, Mapping[str, object]] = {
    "block-artifacts": {
        "name": "block large files, data, models and binaries",
        "require_serial": True,
        "always_run": True,
        "stages": _AT_COMMIT,
    },
    "strip-notebooks": {
        "name": "strip outputs of notebooks",
        "types": ["jupyter"],
        "stages": _AT_COMMIT,
    },
    "require-lfs": {
        "name": "require Git LFS for artifacts",
        "require_serial": True,
        "always_run": True,
        "stages": _AT_COMMIT,
    },
    "flag-parameters": {
        "name": "flag hard-coded parameters",
        "types": ["text"],
        "require_serial": False,
        "stages": _AT_COMMIT,
    },
    "limit-commit": {
        "name": "limit the bytes and files one commit adds",
        "pass_filenames": False,
        "always_run": True,
        "stages": _AT_COMMIT,
    },
    "check-push": {
        "name": "check every blob of a push",
        "pass_filenames": False,
        "always_run": True,
        "stages": _AT_PUSH,
    },
    "check-cards": {
        "name": "check the cards of moved files",
        "pass_filenames": False,
        "always_run": True,
        "stages": [*_AT_COMMIT[:2], "post-checkout", "post-merge", "manual"],
    },
    "commitworthy": {
        "name": "check artifacts, notebooks, LFS and parameters",
        "require_serial": True,
        "always_run": True,
        "stages": _AT_COMMIT,
    },
}
"""What `repo: local` has to say of each hook itself; a test compares it with `.pre-commit-hooks.yaml`."""


class HookEntry(NamedTuple):
    """One repository of hooks; `rev` is "" for `repo: local`, which runs what the user has installed.

    `keys` are written with each hook, beside those of its own.  `below` is the number of the repository in the
    configuration that gets the hooks, None for one of their own.
    """

    repo: str
    rev: str
    hooks: tuple[str, ...]
    keys: Mapping[str, object] = {}
    below: int | None = None

    @property
    def installed(self) -> tuple[str, ...]:
        """The hooks of git that the installation of a framework has to put in place."""
        stages = ("pre-commit", "pre-merge-commit", "pre-push", "post-checkout", "post-merge")
        return tuple(stage for stage in stages if any(stage in _stages(hook) for hook in self.hooks))

    def plain(self) -> dict[str, object]:
        """As a parser of the configuration returns it."""
        hooks = [{**({"id": hook} if self.rev else local(hook)), **self.keys} for hook in self.hooks]
        return {"repo": self.repo, **({"rev": self.rev} if self.rev else {}), "hooks": hooks}


def local(hook: str) -> dict[str, object]:
    """The keys of a hook that no manifest speaks for."""
    name, *others = MANIFEST[hook].items()
    return {"id": hook, **dict([name]), "entry": f"commitworthy {hook}", "language": "system", **dict(others)}


def _stages(hook: str) -> list[str]:
    found = MANIFEST[hook]["stages"]
    assert isinstance(found, list)
    return found


class CannotMerge(Exception):  # noqa: N818 (it is not an error of the code)
    """The file is written in a way that text cannot be put into safely; the text says how."""


def refuse_odd_shape(document: Mapping[str, object]) -> None:
    """CannotMerge where what we add to, or take hooks out of, is not what the frameworks read."""
    types, repos = (document.get(key) or [] for key in ("default_install_hook_types", "repos"))
    if not isinstance(types, list) or not all(isinstance(stage, str) for stage in types):
        raise CannotMerge("its `default_install_hook_types` is not a list of names")
    if not isinstance(repos, list) or not all(isinstance(repo, dict) for repo in repos):
        raise CannotMerge("its `repos` is not a list of mappings")
    for hooks in (repo.get("hooks") or [] for repo in repos):
        if not isinstance(hooks, list) or not all(isinstance(hook, dict) for hook in hooks):
            raise CannotMerge("the `hooks` of a repository is not a list of mappings")
        if not all(isinstance(hook.get("id", ""), str) for hook in hooks):
            raise CannotMerge("the `id` of a hook is not a name")


def named(stages: object) -> list[str]:
    """Stages as they are called today."""
    return [_OLD_NAMES.get(str(stage), str(stage)) for stage in stages] if isinstance(stages, list) else []


def ids(document: Mapping[str, object]) -> dict[str, list[dict[str, object]]]:
    """The hooks of a configuration by their ids; what is not as it should be is passed over."""
    found: dict[str, list[dict[str, object]]] = {}
    repos = document.get("repos")
    for repo in repos if isinstance(repos, list) else ():
        hooks = repo.get("hooks") if isinstance(repo, dict) else None
        for hook in hooks if isinstance(hooks, list) else ():
            if isinstance(hook, dict) and isinstance(hook.get("id"), str):
                found.setdefault(hook["id"], []).append(hook)
    return found
