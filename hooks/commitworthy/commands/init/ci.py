"""Pipelines of a CI service that run the hooks, where they need our program on PATH."""

from __future__ import annotations

from ...base.findings import path_text
from ...base.namedtuple import TYPE_CHECKING
from ...git import objects
from ...git.objects import Missing
from ...remedies import origin
from ...remedies.steps import shell_word
from ...report.escape import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...hooks.context import HookContext

_WORKFLOWS = b".github/workflows/"
# Of GitLab, Azure, Bitbucket, CircleCI and Travis: how a line of shell is written there.
_SCRIPTS = {
    b".gitlab-ci.yml": "- ", b"azure-pipelines.yml": "- script: ", b"bitbucket-pipelines.yml": "- ",
    b".circleci/config.yml": "- run: ", b".travis.yml": "- ",
}  # fmt: skip
_PROGRAMS, _ACTIONS = ("pre-commit", "pre_commit", "prek"), ("pre-commit/action", "/prek-action")
_NOT_SHARED = (
    "commitworthy came from a folder of this machine: CI needs a place to install it from, or use --repo URL --rev REV"
)


def of_service(document: Mapping[str, object], hooks: Sequence[str]) -> Iterator[str]:
    """What pre-commit.ci, which the configuration is written for, needs: it runs no program that is on PATH."""
    told = document.get("ci")
    skipped = told.get("skip") if isinstance(told, dict) else None
    missing = [hook for hook in hooks if not isinstance(skipped, list) or hook not in skipped]
    if isinstance(told, dict) and missing:
        yield (
            f"pre-commit.ci installs no program for repo: local: add {', '.join(missing)} to skip: below ci:, "
            "or use --repo URL --rev REV"
        )


def steps(context: HookContext) -> Iterator[str]:
    """For each tracked pipeline that runs a framework, and does not name us yet, the line that it needs."""
    source = origin.shared_requirement()
    install = f"pip install {shell_word(source or 'commitworthy')}"
    is_any = False
    entries = [entry for entry in context.entries if _is_pipeline(entry.path)]
    for found in objects.read_whole(context.repository, entries):
        if isinstance(found, Missing):
            continue
        text = found.content.decode("utf-8", "replace")
        if "commitworthy" in text or not any(map(_runs_hooks, text.splitlines())):
            continue
        line = f"{_SCRIPTS.get(found.entry.path, '- run: ')}{install}"
        path = for_terminal(path_text(found.entry.path))
        yield f"{path} runs the hooks, so it needs commitworthy: add before that step:   {line}"
        is_any = True
    if is_any and not source:
        yield _NOT_SHARED


def _is_pipeline(path: bytes) -> bool:
    return path in _SCRIPTS or (
        path.startswith(_WORKFLOWS) and path.endswith((b".yml", b".yaml")) and path.count(b"/") == 2
    )


def _runs_hooks(line: str) -> bool:
    """`uses: pre-commit/action@v3`, or a command line such as `uvx pre-commit run --all-files`."""
    if line.lstrip().startswith("#"):
        return False
    if any(action in line for action in _ACTIONS):
        return True
    words = [word.strip("\"'`;,()") for word in line.split()]
    programs = [number for number, word in enumerate(words) if word.rpartition("/")[2] in _PROGRAMS]
    return bool(programs) and "run" in words[programs[0] + 1 :]
