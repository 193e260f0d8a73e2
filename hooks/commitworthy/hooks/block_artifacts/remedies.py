"""The remedies of a violation, each as commands that can be pasted."""

from __future__ import annotations

from ...base.findings import Remedy, Step, path_text
from ...base.namedtuple import TYPE_CHECKING
from ...blobs import judge
from ...blobs.judge import WITH_OUTPUTS
from ...formats.attribute_lines import ROUTE
from ...formats.detect import is_fixture
from ...remedies import homes
from ...remedies.steps import (
    accepting,
    allowing,
    attributes_pattern,
    following,
    ignore,
    in_words,
    lfs_filename,
    lfs_set_up,
    out_of_git,
    pathspec,
    renormalize,
    restage,
    shell_word,
    suffix_pattern,
    untrack,
    whole_type,
    with_own_command,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...blobs.judge import Violation
    from ...remedies.environment import Environment
    from .parents import NewViolation


def remedies(
    news: NewViolation, home: str, env: Environment, whole: frozenset[str], unended: frozenset[str] = frozenset()
) -> tuple[Remedy, ...]:
    """All ways out, the best first; `home` is where the policy sends this family, `whole` as of `whole_types`.

    `unended` are those of the attributes files that deny Git LFS whose last line has no end.
    """
    violation = news.violation
    rule = violation.rule
    if rule == judge.NOT_A_POINTER:
        found = [restage(violation.entry.path, env)]
    elif rule == judge.LITTER:
        found = [_ignore_litter(violation, env), _allow(violation, env)]
    elif violation.entry.link:
        found = [Remedy("keep it out of git", (untrack(violation.entry.path, env),)), _allow(violation, env)]
    elif rule == judge.EMBEDDED:
        found = [Remedy("move the data to a separate file and read it from there"), _allow(violation, env)]
    elif is_fixture(violation.entry.path):
        found = [_allow(violation, env), _keep_out(violation, env), *_to_home(news, home, env, whole, unended)]
    else:
        ways = _to_home(news, home, env, whole, unended)
        # What one command does, and undoes on any machine, comes first.
        before, after = ([], ways) if homes.moving(path_of(violation), home, env) is None else (ways, [])
        found = [*before, _keep_out(violation, env), *after, _allow(violation, env)]
    found = [*_strip(violation, env), *found]
    if news.size_before is not None and rule != judge.NOT_A_POINTER:
        found.insert(0, _unstage(violation))
    if news.accepted_as == violation.entry.path and news.in_baseline:
        found.insert(0, following("follow it in the baseline", env))
    elif news.accepted_as not in (None, violation.entry.path) and rule != judge.NOT_A_POINTER:
        allowing_it = _allow(violation, env)
        found = [allowing_it, *(remedy for remedy in found if remedy != allowing_it)]
    if not violation.entry.staged:
        found.append(accepting("accept all that is already there", env))
    return in_words(found, env)


def path_of(violation: Violation) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(violation.entry.path)


def _strip(violation: Violation, env: Environment) -> list[Remedy]:
    """For a notebook that is judged with its outputs."""
    if violation.note != WITH_OUTPUTS:
        return []
    return [with_own_command("strip it", Step(("commitworthy", "strip-notebooks", "--"), (path_of(violation),)), env)]


def _keep_out(violation: Violation, env: Environment) -> Remedy:
    return Remedy("keep it out of git", out_of_git(violation.entry.path, env))


def _ignore_litter(violation: Violation, env: Environment) -> Remedy:
    left = violation.litter
    assert left is not None
    untracking = Step(("git", "rm", "-r", "--cached", "--force", "--"), (pathspec(left.root),))
    return Remedy("keep it out of git", (untracking, *ignore(left.pattern, env)))


def _unstage(violation: Violation) -> Remedy:
    base = violation.entry.base
    where = (f"--source={base[:12]}", "--staged", "--worktree") if base else ("--staged",)
    restoring = Step(("git", "restore", *where, "--"), (pathspec(path_of(violation)),))
    return Remedy("go back to the committed version", (restoring,))


def _to_home(
    news: NewViolation, home: str, env: Environment, whole: frozenset[str], unended: frozenset[str]
) -> list[Remedy]:
    violation = news.violation
    if violation.sniff.family == "executable" and home == "lfs":
        return [Remedy("build it where it runs, or attach it to a release")]
    path = path_of(violation)
    if home == "lfs":
        suffix, was_there = _own_suffix(violation), news.size_before is not None
        text = "send it to Git LFS" if env.has_lfs else "install git-lfs and send it to Git LFS"
        is_whole = suffix.lower() in whole
        routing = _routing(news, env, suffix if is_whole else "", unended)
        sending = Remedy(text, _lfs_steps(violation, env, routing))
        if not suffix or is_whole or was_there or is_fixture(violation.entry.path):
            return [sending]
        return [sending, whole_type(suffix_pattern(suffix), _routing(news, env, suffix, unended), env)]
    if home == "dvc":
        return [Remedy("send it to DVC", (untrack(violation.entry.path, env), *homes.to_dvc(path)))]
    return [homes.moving(path, home, env) or Remedy(homes.sentence(home))]


def whole_types(found: Iterable[NewViolation]) -> frozenset[str]:
    """The suffixes, in lower case, whose files can go to Git LFS as a whole: all that are raw are new, and found here.

    Of new files the remedy makes pointers; a fixture may well stay in git.
    """
    asked: dict[str, set[bytes]] = {}
    for news in found:
        entry = news.violation.entry
        if suffix := _own_suffix(news.violation).lower():
            is_new = entry.staged and entry.old is None and not is_fixture(entry.path)
            asked.setdefault(suffix, set()).update((entry.path,) if is_new else ())
    return homes.types_without_others(asked)


def _own_suffix(violation: Violation) -> str:
    # The table of formats, of which other hooks need nothing for their remedies.
    from ...formats.table import own_suffix

    return own_suffix(violation.entry.path, violation.sniff) or ""


def _lfs_steps(violation: Violation, env: Environment, routing: tuple[Step, Step]) -> tuple[Step, ...]:
    # A file that is gone comes back first: git-lfs 3.6 touches what it tracks, and fails where nothing is.
    *back, adding = renormalize(violation.entry.path, env)
    return (*lfs_set_up(env), *back, *routing, adding, *env.upload)


def _routing(news: NewViolation, env: Environment, suffix: str, unended: frozenset[str]) -> tuple[Step, Step]:
    """Route all of the `suffix`, or where that is "" the path alone, and stage the route.

    `git lfs track` writes at the top, and says "already supported" of a pattern that has a line, whatever that says;
    a file that was in git before may have one.
    """
    path = path_of(news.violation)
    pattern, name = suffix_pattern(suffix) if suffix else "", lfs_filename(path)
    if not news.routing and news.size_before is None:
        if pattern and pattern not in env.attribute_patterns:
            return _staged(Step(("git", "lfs", "track"), (pattern,)))
        if not pattern and name:
            return _staged(Step(("git", "lfs", "track", "--filename", "--"), (name,)))
    place = news.routing or ".gitattributes"
    is_open = place in unended or (place == ".gitattributes" and env.attributes_file_is_open)
    line = f"{pattern or attributes_pattern(path[len(place) - len('.gitattributes') :])} {ROUTE}"
    writing = Step(("printf", "\\n%s\\n" if is_open else "%s\\n"), (line,), f">> {shell_word(place)}")
    return _staged(writing, place)


def _staged(routing: Step, place: str = ".gitattributes") -> tuple[Step, Step]:
    adding = Step(("git", "add", place)) if place == ".gitattributes" else Step(("git", "add"), (pathspec(place),))
    return routing, adding


def _allow(violation: Violation, env: Environment) -> Remedy:
    return allowing("allow it, with the reason", (), path_of(violation), env)
