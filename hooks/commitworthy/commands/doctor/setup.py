"""Why a hook did not fire: git, its hooks, and what the frameworks are told."""

from __future__ import annotations

import os

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import contents, hooks
from ..init import adoption, toml_config, yaml_config
from ..init.entry import MANIFEST, CannotMerge, ids
from ..init.replaced import stands_in
from . import rules
from .rules import problem, remark, way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...base.findings import Finding
    from ...git.hooks import Installed, Setting
    from ...git.repository import Repository

_OLDEST = (2, 34)
_FRAMEWORKS = ("pre-commit", "prek")
# Hooks of others, and which of ours says the same by what git will store.
_OTHERS = {
    "check-added-large-files": "block-artifacts",
    "forbid-binary": "block-artifacts",
    "nbstripout": "strip-notebooks",
    "nb-clean": "strip-notebooks",
    "nbstripout-fast": "strip-notebooks",
    "jupyter-notebook-cleanup": "strip-notebooks",
}
_STARTERS = ("lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".husky/pre-commit", ".husky/pre-push")


class Setup(NamedTuple):
    """`configured` are our hooks and their stages by the frameworks' files; `others` are ids of other hooks there.

    `mentions` are files of other hook managers that name us.
    """

    git: tuple[str, tuple[int, int]]
    hooks: list[Installed]
    hooks_path: Setting | None
    configured: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    mentions: tuple[str, ...]
    broken: Mapping[str, str]


def look(here: Repository) -> Setup:
    """Everything that is asked of git and read from files; nothing is started but git."""
    configured: dict[str, tuple[str, ...]] = {}
    others: list[str] = []
    broken: dict[str, str] = {}
    for name in adoption.CONFIG_FILES:
        content = _read(here, name)
        if content is None:
            continue
        module = toml_config if name == adoption.TOML_FILE else yaml_config
        try:
            document = module.parsed(content.decode("utf-8", "replace"))
        except CannotMerge as error:
            broken[name] = str(error)
            continue
        for hook, made in ids(document).items():
            if hook in MANIFEST:
                configured[hook] = _stages(hook, made[0])
            else:
                others.append(hook)
    mentions = tuple(name for name in _STARTERS if b"commitworthy" in (_read(here, name) or b""))
    return Setup(
        hooks.version(), hooks.hooks(), hooks.setting("core.hooksPath"), configured, tuple(others),
        mentions, broken,
    )  # fmt: skip


def _stages(hook: str, made: Mapping[str, object]) -> tuple[str, ...]:
    told = made.get("stages", MANIFEST.get(hook, MANIFEST["block-artifacts"])["stages"])
    return tuple(map(str, told)) if isinstance(told, list) else ()


def _read(here: Repository, name: str) -> bytes | None:
    file = contents.on_disk(here.on_disk(name.encode()))
    return file.content if file else None


def facts(found: Setup) -> Iterator[tuple[str, str]]:
    """What is so, as name and value."""
    yield "git", found.git[0]
    if found.hooks_path:
        yield "core.hooksPath", f"{found.hooks_path.value} ({found.hooks_path.scope})"
    for made in found.hooks:
        yield made.stage, f"{made.place}, by {made.maker or 'a script of its own'}"
    for hook, stages in found.configured.items():
        yield hook, f"configured for {', '.join(stages)}"
    for name in found.mentions:
        yield name, "runs commitworthy"


def check(found: Setup, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What keeps the hooks from running, in the order in which one would look."""
    said, numbers = found.git
    if numbers < _OLDEST:
        yield remark(rules.OLD_GIT, f"git {said}; tested with 2.34 and newer.", way("install a newer git"))
    for name, error in found.broken.items():
        yield problem(
            rules.BAD_CONFIG, f"{error}: pre-commit and prek cannot run its hooks.", way("fix the file"), path=name
        )
    yield from _missing(found)
    yield from _not_executable(found)
    yield from _second_opinions(found)
    skipped = [hook for hook in environ.get("SKIP", "").split(",") if hook.strip() in found.configured]
    if skipped:
        text = f"SKIP={environ['SKIP']} in this shell disables {', '.join(skipped)}."
        yield remark(rules.SKIPPED, text, way("enable them", ("unset", "SKIP")))


def _missing(found: Setup) -> Iterator[Finding]:
    by_hand = [hook for hook in found.hooks if b"commitworthy" in hook.content]
    if not found.configured and not by_hand and not found.mentions:
        if not found.broken:
            text = "Nothing here runs commitworthy: it is in no hook configuration and in no git hook."
            yield problem(rules.NOT_CONFIGURED, text, way("set it up", ("commitworthy", "init", "--write")))
        return
    if not found.configured:
        return
    framework = next((hook.maker for hook in found.hooks if hook.maker in _FRAMEWORKS), _framework())
    wanted = {stage for stages in found.configured.values() for stage in stages} & set(hooks.STAGES)
    there = {hook.stage for hook in found.hooks if hook.maker in _FRAMEWORKS or _calls(hook)}
    missing = [stage for stage in hooks.STAGES if stage in wanted - there]
    if not missing:
        return
    if found.hooks_path:
        yield _elsewhere(found.hooks_path, framework)
        return
    types = [word for stage in missing for word in ("--hook-type", stage)]
    install = way("install them", *_getting(framework), (framework, "install", *types))
    if "pre-commit" in missing:
        yield problem(rules.NOT_INSTALLED, "The hooks are configured, but git does not run them.", install)
    else:
        which = "that git hook is" if len(missing) == 1 else "those git hooks are"
        text = f"Hooks are configured for {', '.join(missing)}, but {which} not installed."
        yield problem(rules.STAGE_MISSING, text, install)


def _calls(hook: Installed) -> bool:
    return any(
        name in hook.content for name in (b"pre-commit run", b"prek run", b"pre-commit hook-impl", b"commitworthy")
    )


def _framework() -> str:
    import shutil

    return "prek" if shutil.which("prek") and not shutil.which("pre-commit") else "pre-commit"


def _getting(framework: str) -> Iterator[tuple[str, ...]]:
    """The command that brings a framework which is configured and not there."""
    import shutil

    if not shutil.which(framework):
        yield ("pip", "install", framework)


def _elsewhere(setting: Setting, framework: str) -> Finding:
    scope = f"--{setting.scope}" if setting.scope in ("local", "global", "system") else "--local"
    unset = ("git", "config", scope, "--unset-all", "core.hooksPath")
    text = f"core.hooksPath is {setting.value} ({setting.scope}), and no hook there runs the configured hooks."
    by_hand = way(f"or call it in the hook there: {framework} run --hook-stage pre-commit")
    return problem(
        rules.HOOKS_ELSEWHERE,
        text,
        way("use the hooks of this clone", unset, *_getting(framework), (framework, "install")),
        by_hand,
    )


def _not_executable(found: Setup) -> Iterator[Finding]:
    for hook in found.hooks:
        if not hook.is_executable and os.name != "nt":
            text = f"{hook.place} is not executable, so git skips it."
            yield problem(rules.NOT_EXECUTABLE, text, way("make it executable", ("chmod", "+x", hook.place)))


def _second_opinions(found: Setup) -> Iterator[Finding]:
    for other in dict.fromkeys(found.others):
        ours = _OTHERS.get(other)
        if ours in found.configured or (ours and "commitworthy" in found.configured):
            text = (
                f"{other} checks the same as {ours}, by other rules: a commit can be refused twice, or for no reason."
            )
            ways = way("remove it", ("commitworthy", "init", "--replace", "--write"))
            yield remark(rules.SECOND_OPINION, text, ways if stands_in({"id": other}) else way("remove it by hand"))
