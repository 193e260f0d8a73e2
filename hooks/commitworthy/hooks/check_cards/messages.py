"""The messages of check-cards, and what to do."""

from __future__ import annotations

import os

from ...base import system, wording
from ...base.findings import Finding, Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...cards import seen
from ...remedies import environment
from ...remedies.steps import alternatives, ignore_pattern, pathspec, relative_to_cwd, shell_word, with_own_command
from . import history, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...git.repository import Repository
    from ...remedies.environment import Environment
    from .hook import CardViolation

# What pre-commit and prek set where git has checked something out, or pulled.
_AFTERWARDS = ("PRE_COMMIT_CHECKOUT_TYPE", "PRE_COMMIT_IS_SQUASH_MERGE")


def findings(hook: str, repository: Repository, found: Iterable[CardViolation]) -> list[Finding]:
    """A finding for each violation."""
    env = environment.nearby(repository)
    violations = list(found)
    older = _older(repository, [violation for violation in violations if violation.rule == rules.STALE])
    return [
        Finding(
            hook,
            violation.rule,
            _message(repository, violation),
            path_text(violation.path),
            remedies=tuple(relative_to_cwd(way, env) for way in alternatives(ways)),
        )
        for violation in violations
        for ways in [_remedies(repository, violation, env, is_older=violation.path in older)]
    ]


def _older(repository: Repository, stale: Sequence[CardViolation]) -> set[bytes]:
    """The cards whose file on disk is one that they have stood for in an earlier commit."""
    known = history.earlier([violation.path for violation in stale])
    older = set()
    for violation in stale:
        place, before = repository.on_disk(violation.file), known.get(violation.file, set())
        state = seen.state_of(place)
        if state and state[0] in {size for size, _ in before}:
            found = seen.sha256(place)
            older |= {violation.path} if found and (state[0], found[0]) in before else set()
    return older


def _message(repository: Repository, violation: CardViolation) -> str:
    file = path_text(violation.file)
    rule = violation.rule
    if rule == rules.MALFORMED:
        return f"It cannot be relied on: {violation.detail[0]}."
    if rule == rules.INCOMPLETE:
        return f"It says nothing of {', '.join(violation.detail)}, which the policy requires for a model."
    if rule == rules.TRACKED:
        return f"{file} is in git as well, so nobody knows which of the two counts."
    if rule == rules.NOT_IGNORED:
        return f"No .gitignore has {file}, so the next `git add` takes it in."
    return _stale(repository, violation, file)


def _stale(repository: Repository, violation: CardViolation, file: str) -> str:
    """How the file, or the folder, on disk differs."""
    if violation.detail:
        return f"{file} on disk is not as the card says: {_differences(*map(int, violation.detail))}."
    state = seen.state_of(repository.on_disk(violation.file))
    size = state[0] if state else 0
    if size == violation.size:
        return f"{file} on disk has other content than the card says (both {wording.show(size)})."
    shown, wanted = wording.show_apart(size, violation.size)
    return f"{file} on disk has {shown}, and the card says {wanted}."


def _differences(changed: int, missing: int, others: int) -> str:
    counts = (
        (changed, "differs", "differ"),
        (missing, "is not there", "are not there"),
        (others, "is not in the card", "are not in the card"),
    )
    words = ((count, one if count == 1 else more) for count, one, more in counts if count)
    return ", ".join(f"{wording.counted(count, 'file')} {what}" for count, what in words)


def _remedies(repository: Repository, violation: CardViolation, env: Environment, *, is_older: bool) -> list[Remedy]:
    file, path = path_text(violation.file), path_text(violation.path)
    rule = violation.rule
    if rule == rules.MALFORMED:
        removing = Step(("git", "rm", "--force", "--quiet", "--"), (pathspec(path),))
        restoring = Step(("git", "restore", "--source=HEAD", "--staged", "--worktree", "--"), (pathspec(path),))
        anew = Step((*_UPDATE, "--to", "<its home>", "--"), (_file_of(path),))
        own = [Remedy("go back to the committed card", (restoring,)), with_own_command("write it anew", anew, env)]
        return [Remedy("keep the other one alone", (removing,))] if file else own
    if rule == rules.INCOMPLETE:
        options = [word for key in violation.detail for word in (f"--{key}", f"<{_PLACEHOLDERS[key]}>")]
        step = Step((*_UPDATE, *options, "--"), (file,))
        return [with_own_command("say it", step, env)]
    if rule == rules.TRACKED:
        whole = ("-r",) if violation.detail else ()
        removing = Step(("git", "rm", *whole, "--cached", "--quiet", "--"), (pathspec(file),))
        keeping = Step(("git", "rm", "--cached", "--quiet", "--"), (pathspec(path),))
        return [Remedy("take the file out of git", (removing,)), Remedy("keep it in git, without a card", (keeping,))]
    if rule == rules.NOT_IGNORED:
        return [Remedy("ignore it", _ignoring(repository, violation.file, "/" if violation.detail else ""))]
    return _updating(violation, file, env, is_older=is_older)


def _updating(violation: CardViolation, file: str, env: Environment, *, is_older: bool) -> list[Remedy]:
    """What to do where the file on disk is another."""
    update = with_own_command("update the card to the file as it is now", Step((*_UPDATE, "--"), (file,)), env)
    if is_older or (system.framework_runs_us() and any(name in os.environ for name in _AFTERWARDS)):
        fetching = Step(("commitworthy", "fetch", "--"), (file,))
        return [with_own_command("bring the file of the card", fetching, env), update]
    if violation.detail[:2] == ("0", "0"):
        looking = Step(("commitworthy", "fetch", "--check", "--"), (file,))
        return [update, with_own_command("see what is not in the card, and remove it", looking, env)]
    forced = Step(("commitworthy", "fetch", "--force", "--"), (file,))
    return [update, with_own_command("go back to the file of the card", forced, env)]


_UPDATE = ("commitworthy", "move", "--update")
_PLACEHOLDERS = {"params": "a YAML file", "metrics": "a YAML file", "because": "why this version is kept"}


def _file_of(path: str) -> str:
    """The file that a card stands for which does not say so."""
    return path.removesuffix(".dvc")


def _ignoring(repository: Repository, file: bytes, end: str) -> tuple[Step, ...]:
    """Adds a line beside the file; that of a folder has a slash at its end."""
    folder, slash, name = path_text(file).rpartition("/")
    place = f"{folder}{slash}.gitignore"
    line = "\\n%s\\n" if environment.is_open(repository.on_disk(os.fsencode(place))) else "%s\\n"
    writing = Step(("printf", line), (ignore_pattern(name) + end,), f">> {shell_word(place)}")
    return writing, Step(("git", "add", "--"), (pathspec(place),))
