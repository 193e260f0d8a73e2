"""At which hooks of git a project's own hooks run, and how they go on doing so when ours need more of them."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from .entry import MANIFEST, named
from .replaced import stands_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ALL = (
    "pre-commit", "pre-merge-commit", "pre-push", "prepare-commit-msg", "commit-msg", "post-commit", "post-checkout",
    "post-merge", "post-rewrite", "pre-rebase", "manual",
)  # fmt: skip
"""The names of stages, in the order in which they are written."""
# Hooks of https://github.com/pre-commit/pre-commit-hooks whose manifest names pre-push, as of v6.0.0: that counts
# more than `default_stages`.
_ALSO_AT_PUSH = frozenset(
    "check-added-large-files check-executables-have-shebangs check-shebang-scripts-are-executable destroyed-symlinks "
    "end-of-file-fixer fix-byte-order-marker mixed-line-ending trailing-whitespace".split()
)
TYPES, STAGES = "default_install_hook_types", "default_stages"


class Quiet(NamedTuple):
    """What keeps the hooks that say nothing of stages from running where they did not.

    `default` is for the key `default_stages`, () where nothing is to be written.  `hooks` get `stages` of their own,
    each by the number of its repository and its own there.
    """

    default: tuple[str, ...] = ()
    hooks: frozenset[tuple[int, int]] = frozenset()
    stages: tuple[str, ...] = ()
    number: int = 0
    note: str = ""


def quiet(document: Mapping[str, object], installed: Sequence[str], there: Iterable[str], *, replace: bool) -> Quiet:
    """What to write, when a framework is going to install `installed`.

    `there` are the hooks of git that it has installed in this clone already.
    """
    old = [*(named(document.get(TYPES)) or ["pre-commit"]), *there]
    new = [stage for stage in installed if stage not in old]
    theirs = [(place, hook) for place, hook in _hooks(document) if not (replace and stands_in(hook))]
    free = [(place, hook) for place, hook in theirs if "stages" not in hook]
    if not new or not free:
        return Quiet()
    default = document.get(STAGES)
    allowed = tuple(stage for stage in ALL if stage in old or stage == "manual")
    own = frozenset(place for place, hook in free if "pre-push" in new and _is_also_at_push(document, place, hook))
    if default is None:
        note = f"default_stages keeps {_kept(len(free), new)}"
        return Quiet(allowed, own, ("pre-commit", "manual"), len(free), note)
    loud = [stage for stage in new if stage in named(default)]
    if loud:
        names = f"default_stages names {' and '.join(loud)}"
        note = f"{names}, so {_counted(len(free))} will run at every {_listed(loud)}"
        return Quiet((), frozenset(), (), len(free), note)
    note = f"`stages` keeps {_kept(len(own), new)}" if own else ""
    return Quiet((), own, ("pre-commit", "manual"), len(own), note)


def _counted(number: int) -> str:
    return "your hook that names no stage" if number == 1 else f"your {number:,} hooks that name no stage"


def _kept(number: int, new: Sequence[str]) -> str:
    """What would become of so many hooks once git's hooks for the stages `new` are there."""
    they = "it" if number == 1 else "they"
    return f"{_counted(number)} where {they} ran; otherwise {they} would run at every {_listed(new)} as well"


def _listed(stages: Sequence[str]) -> str:
    words = {"pre-merge-commit": "merge", "pre-push": "push", "pre-commit": "commit"}
    listed = [words.get(stage, stage.removeprefix("post-")) for stage in reversed(stages)]
    listed = list(dict.fromkeys(listed))
    return f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else listed[0]


def _hooks(document: Mapping[str, object]) -> Iterator[tuple[tuple[int, int], Mapping[str, object]]]:
    repos = document.get("repos")
    for number, repo in enumerate(repos if isinstance(repos, list) else ()):
        for place, hook in enumerate(repo.get("hooks") or ()):
            if hook.get("id") not in MANIFEST:
                yield (number, place), hook


def _is_also_at_push(document: Mapping[str, object], place: tuple[int, int], hook: Mapping[str, object]) -> bool:
    repos = document["repos"]
    assert isinstance(repos, list)
    source = str(repos[place[0]].get("repo", "")).lower().removesuffix("/").removesuffix(".git")
    return source.endswith("pre-commit/pre-commit-hooks") and hook.get("id") in _ALSO_AT_PUSH
