"""`doctor --prove`: commits that must be refused, tried with the hooks of this clone in a scratch repository."""

from __future__ import annotations

import json
import os
import pickle
import re
import tempfile
import time

from ...base import wording
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import attributes, index, trial
from ...policy.exceptions import covering
from ...report.escape import for_terminal
from ..init import adoption
from ..init.entry import MANIFEST, CannotMerge, ids
from . import rules
from .rules import problem, remark, way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...base.findings import Finding
    from ...git.trial import Attempt
    from ...hooks.context import HookContext
    from ...policy.settings import Exemption
    from .setup import Setup

SECONDS = 60
_CODE = re.compile(r"\b((?:ART|NBK|LFS)\d{3}) ([a-z-]+):")
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_NAME = "commitworthy-canary"
# Folders that a canary may lie in, where an exception covers the top.
_FOLDERS = 50
_LINES = 3


class Canary(NamedTuple):
    """What is tried: `accepted` says why the policy lets it through, "" where it must be refused."""

    what: str
    path: str
    content: bytes
    accepted: str


def canaries(context: HookContext, configured: Iterable[str]) -> list[Canary]:
    """A pickle and a notebook with an output, neither of which is known to any baseline or cache.

    `configured` are our hooks in the configuration of a framework; none where it has none.
    """
    policy = context.policy
    limit = policy.block_artifacts.limit("model")
    content = pickle.dumps({"weights": os.urandom(24_000)}, 4)
    model = "" if limit is not None and len(content) > limit else "the policy accepts models of this size"
    model = model or _absent("block-artifacts", configured)
    of_models = (*policy.block_artifacts.allow, *policy.require_lfs.allow)
    path = _path(context, (".pkl", ".joblib", ".pickle", ".model"), of_models, plain=True)
    notebook = "the policy keeps outputs" if policy.strip_notebooks.chosen.get("keep_output") else ""
    notebook = notebook or _absent("strip-notebooks", configured)
    of_notebooks = _path(context, (".ipynb",), policy.strip_notebooks.keep, plain=False)
    return [
        Canary("a pickled model", path, content, model or ("" if path else _COVERED)),
        Canary("a notebook with outputs", of_notebooks, _notebook(), notebook or ("" if of_notebooks else _COVERED)),
    ]


def _absent(hook: str, configured: Iterable[str]) -> str:
    names = {*configured} - {"limit-commit", "check-push"}
    # An id of the project's own may run any of them.
    is_known = names and names <= {*MANIFEST} and not names & {hook, "commitworthy"}
    return f"{hook} is not configured here" if is_known else ""


_COVERED = "an exception covers every name that was tried"


def _path(context: HookContext, suffixes: tuple[str, ...], exemptions: tuple[Exemption, ...], *, plain: bool) -> str:
    """A name that is not tracked, that no exception covers, and if it is `plain` that no filter takes; "" for none."""
    tracked = {entry.path for entry in index.tracked(context.repository)}
    folders = sorted({path.rpartition(b"/")[0] for path in tracked if b"/" in path})[:_FOLDERS]
    today = time.strftime("%Y-%m-%d")
    names = []
    for folder in ("", "canary", *(folder.decode("utf-8", "surrogateescape") for folder in folders)):
        for suffix in suffixes:
            path = f"{folder}/{_NAME}{suffix}" if folder else f"{_NAME}{suffix}"
            if path.isprintable() and path.encode() not in tracked and covering(exemptions, path, 1, today) is None:
                names.append(path)
    routed = attributes.filters(context.repository, [name.encode() for name in names]) if plain else {}
    return next((name for name in names if not routed.get(name.encode())), names[0] if names else "")


def _notebook() -> bytes:
    output = {"name": "stdout", "output_type": "stream", "text": [f"{os.urandom(8).hex()}\n"]}
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [output], "source": ["print(1)"]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1).encode() + b"\n"


def files(found: Setup, content: Callable[[str], bytes | None]) -> Iterator[str]:
    """What is going to be run, as lines to read before it is."""
    yield f"--prove runs these hooks in a scratch repository, as you, for at most {SECONDS} seconds:"
    hooks = [hook for hook in found.hooks if hook.stage == "pre-commit" and hook.is_executable]
    for hook in hooks:
        maker = hook.maker if hook.maker in ("pre-commit", "prek", "husky", "lefthook") else "a script of its own"
        yield f"    {for_terminal(hook.place)}, by {maker}"
        if os.path.exists(f"{hook.place}.legacy"):
            yield f"    {for_terminal(hook.place)}.legacy"
    if not hooks:
        yield "    none: git runs no pre-commit hook here"
        return
    for name in adoption.CONFIG_FILES:
        text = content(name)
        if text is not None:
            yield f"    {name}: {for_terminal(', '.join(_ids(name, text)) or 'no hook')}"
    for name in (adoption.HUSKY_FILES[0], *adoption.LEFTHOOK_FILES):
        if content(name) is not None:
            yield f"    {name}"


def _ids(name: str, content: bytes) -> list[str]:
    try:
        return list(ids(adoption.parsed(name, content)))
    except CannotMerge:
        return ["it cannot be read"]


class Proof(NamedTuple):
    """Lines that say what became of each canary, the problems among them, and whether all were refused by us."""

    lines: list[str]
    problems: list[Finding]
    is_proved: bool


def run(context: HookContext, configured: Iterable[str]) -> Proof:
    """Try each canary; CheckError where no scratch repository can be made."""
    lines, problems, proved = [], [], 0
    wanted = canaries(context, configured)
    end = time.monotonic() + SECONDS
    top = os.fsdecode(context.repository.on_disk(b".")) or os.curdir
    named = (*adoption.CONFIG_FILES, *adoption.LEFTHOOK_FILES, *adoption.HUSKY_FILES, "package.json")
    with tempfile.TemporaryDirectory(prefix="commitworthy-prove-", ignore_cleanup_errors=True) as folder:
        scratch = trial.build(folder, top, named)
        for canary in wanted:
            if not canary.path:
                lines.append(f"    {canary.what}: not tried: {canary.accepted}.")
                problems.append(_undecided(canary, f"not tried: {canary.accepted}"))
                continue
            attempt = scratch.attempt(canary.path, canary.content, end - time.monotonic())
            said, finding = _outcome(canary, attempt)
            lines.append(f"    {canary.what} ({canary.path}): {said}.")
            proved += finding is None
            problems += [finding] if finding else []
    return Proof(lines, problems, proved == len(wanted))


def _outcome(canary: Canary, attempt: Attempt) -> tuple[str, Finding | None]:
    text = _COLOURS.sub("", attempt.said)
    ours = next((match for line in text.splitlines() if canary.path in line for match in [_CODE.search(line)] if match),
                None)  # fmt: skip
    if attempt.status is None:
        said = f"stopped after {SECONDS} seconds"
        return said, _undecided(canary, f"the hooks took longer than {SECONDS} seconds")
    if attempt.status and ours:
        return f"refused by commitworthy: {ours[1]} {ours[2]}", None
    if attempt.status:
        last = [for_terminal(line.strip()) for line in text.splitlines() if line.strip()][-_LINES:]
        return "refused, but not by commitworthy", _undecided(
            canary, f"another hook refused it, which printed: {' / '.join(last) or 'nothing'}"
        )
    if attempt.blob != canary.content:
        return "committed without its outputs" if attempt.blob else "left out of the commit", None
    if canary.accepted:
        return f"passed: {canary.accepted}", _undecided(canary, canary.accepted)
    text = f"{wording.capitalised(canary.what)} was committed with the hooks of this clone: nothing refused it."
    look = way("see the problems above, or set the hooks up", ("commitworthy", "init", "--write"))
    return "passed through", problem(rules.PASSED, text, look)


def _undecided(canary: Canary, reason: str) -> Finding:
    text = f"Whether commitworthy refuses {canary.what} is not proved: {reason}."
    return remark(rules.UNPROVED, text)
