"""The ways out of an offence, each as commands that can be pasted."""

from __future__ import annotations

from ..artifacts.names import is_fixture
from ..findings import Remedy, Step, path_text
from ..values import TYPE_CHECKING
from . import homes, rules
from .spelling import ignore_pattern, lfs_attributes, lfs_can_track, pathspec

if TYPE_CHECKING:
    from .judge import Offence
    from .parents import News
    from .surroundings import Surroundings

PLACEHOLDER = "<why it belongs in git>"


def remedies(news: News, home: str, around: Surroundings) -> tuple[Remedy, ...]:
    """All ways out, the best first; `home` is where the policy sends this family."""
    offence = news.offence
    rule = offence.rule
    if rule == rules.NOT_A_POINTER:
        found = [restage(offence.entry.path, around)]
    elif rule == rules.LITTER:
        found = [_ignore_litter(offence, around), _allow(offence, around)]
    elif rule == rules.EMBEDDED:
        found = [Remedy("put the data into a file of its own and read it from there"), _allow(offence, around)]
    elif is_fixture(offence.entry.path):
        found = [_allow(offence, around), _keep_out(offence, around), *_to_home(offence, home, around)]
    else:
        found = [_keep_out(offence, around), *_to_home(offence, home, around), _allow(offence, around)]
    if news.size_before is not None and rule != rules.NOT_A_POINTER:
        found.insert(0, _unstage(offence))
    if news.accepted_as == offence.entry.path:
        found.insert(0, accepting("follow it in the baseline", around))
    elif news.accepted_as is not None and rule != rules.NOT_A_POINTER:
        allowing_it = _allow(offence, around)
        found = [allowing_it, *(remedy for remedy in found if remedy != allowing_it)]
    if not offence.entry.staged:
        found.append(accepting("accept all that is already there", around))
    return tuple(from_where_the_user_stands(remedy, around) for remedy in alternatives(found))


def alternatives(found: list[Remedy]) -> list[Remedy]:
    """The remedies as a sentence: each but the first begins with "or"."""
    return found[:1] + [remedy._replace(text=f"or {remedy.text}") for remedy in found[1:]]


def path_of(offence: Offence) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(offence.entry.path)


def untrack(path: bytes, around: Surroundings) -> Step:
    """Takes the path out of the index and leaves the file."""
    # Without --force git refuses where the staged content is neither the file's nor HEAD's.
    force = ("--force",) if path in around.off_disk else ()
    return Step(("git", "rm", "--cached", *force, "--"), (pathspec(path.decode("utf-8", "surrogateescape")),))


def ignore(pattern: str, around: Surroundings) -> tuple[Step, Step]:
    """Adds a line to the ignore file at the top and stages it."""
    line = "\\n%s\\n" if around.ignore_file_is_open else "%s\\n"
    return Step(("printf", line), (pattern,), ">> .gitignore"), Step(("git", "add", ".gitignore"))


def _keep_out(offence: Offence, around: Surroundings) -> Remedy:
    return Remedy("keep it out of git", out_of_git(offence.entry.path, around))


def out_of_git(path: bytes, around: Surroundings) -> tuple[Step, ...]:
    """Takes the path out of the index and ignores it."""
    return untrack(path, around), *ignore(ignore_pattern(path.decode("utf-8", "surrogateescape")), around)


def _ignore_litter(offence: Offence, around: Surroundings) -> Remedy:
    left = offence.litter
    assert left is not None
    untracking = Step(("git", "rm", "-r", "--cached", "--force", "--"), (pathspec(left.root),))
    return Remedy("keep it out of git", (untracking, *ignore(left.pattern, around)))


def _unstage(offence: Offence) -> Remedy:
    return Remedy(
        "go back to the committed version", (Step(("git", "restore", "--staged", "--"), (pathspec(path_of(offence)),)),)
    )


def _to_home(offence: Offence, home: str, around: Surroundings) -> list[Remedy]:
    if offence.sniff.family == "executable" and home == "lfs":
        return [Remedy("build it where it runs, or attach it to a release")]
    path = path_of(offence)
    if home == "lfs":
        text = "send it to Git LFS" if around.has_lfs else "install git-lfs and send it to Git LFS"
        return [Remedy(text, lfs_steps(offence, around))]
    if home == "dvc":
        return [Remedy("send it to DVC", (untrack(offence.entry.path, around), *homes.to_dvc(path)))]
    if home.startswith("s3://"):
        return [Remedy(f"keep it in {home}", (homes.to_s3(path, home), *out_of_git(offence.entry.path, around)))]
    return [Remedy(homes.sentence(path, home))]


def lfs_steps(offence: Offence, around: Surroundings) -> tuple[Step, ...]:
    """Route the type, or where the suffix is shared with text the path, and stage the pointer."""
    # The table of formats, of which other hooks need nothing for their remedies.
    from ..artifacts.kinds import own_suffix

    suffix = own_suffix(offence.entry.path, offence.sniff)
    path = path_of(offence)
    if suffix:
        track = Step(("git", "lfs", "track"), (f"*{suffix}",))
    elif lfs_can_track(path):
        track = Step(("git", "lfs", "track", "--filename", "--"), (path,))
    else:
        track = Step(("printf", "\\n%s\\n"), (lfs_attributes(path),), ">> .gitattributes")
    staging = Step(("git", "add", ".gitattributes"))
    return (*lfs_set_up(around), track, staging, *renormalize(offence.entry.path, around))


def lfs_set_up(around: Surroundings) -> tuple[Step, ...]:
    """Makes git-lfs the filter, where it is not."""
    if around.lfs_is_set_up:
        return ()
    # `git lfs install` fails where another pre-push hook stands; the filters are what staging needs.
    return (Step(("git", "lfs", "install", *(("--skip-repo",) if around.other_pre_push else ()))),)


def renormalize(path: bytes, around: Surroundings) -> tuple[Step, ...]:
    """Stages the file again, through the filter that it is routed to."""
    spec = pathspec(path.decode("utf-8", "surrogateescape"))
    back = (Step(("git", "restore", "--"), (spec,)),) if path in around.gone else ()
    return (*back, Step(("git", "add", "--renormalize", "--"), (spec,)))


def restage(path: bytes, around: Surroundings) -> Remedy:
    """Makes a pointer of a raw file under a route to LFS."""
    text = "stage it again as a pointer" if around.has_lfs else "install git-lfs, then stage it again as a pointer"
    return Remedy(text, (*lfs_set_up(around), *renormalize(path, around)))


def _allow(offence: Offence, around: Surroundings) -> Remedy:
    return allowing("allow it, with the reason", (), path_of(offence), around)


def allowing(text: str, options: tuple[str, ...], path: str, around: Surroundings, why: str = PLACEHOLDER) -> Remedy:
    """Write an exception for `path`; the reason is the user's to fill in."""
    step = Step(("commitworthy", "allow", *options, "--because", why, "--"), (path,))
    return with_own_command(text, step, around)


def accepting(text: str, around: Surroundings) -> Remedy:
    """Write the baseline anew."""
    staging = Step(("git", "add", ".commitworthy-baseline"))
    return with_own_command(text, Step(("commitworthy", "baseline")), around, staging)


def with_own_command(text: str, step: Step, around: Surroundings, *after: Step) -> Remedy:
    """A remedy that begins with a command of ours, and with its installation where the user's shell has none."""
    if around.command:
        return Remedy(text, (step, *after))
    if around.install:
        return Remedy(text, (Step(("pip", "install", around.install)), step, *after))
    return Remedy(f"{text} (install commitworthy in your own environment first)", (step, *after))


def from_where_the_user_stands(remedy: Remedy, around: Surroundings) -> Remedy:
    """Paths and ignore lines count from the top: for a user below it, a subshell goes there first."""
    if not around.up or not remedy.steps:
        return remedy
    going, last = Step((), (), f"(cd {around.up}"), remedy.steps[-1]
    ending = last._replace(tail=f"{last.tail})")
    return remedy._replace(steps=(going, *remedy.steps[:-1], ending))
