"""The ways out of an offence, each as commands that can be pasted."""

from __future__ import annotations

from ...artifacts.names import is_fixture
from ...findings import Remedy, Step, path_text
from ...values import TYPE_CHECKING
from .. import homes, rules
from ..remedies import (
    accepting,
    allowing,
    alternatives,
    from_where_the_user_stands,
    ignore,
    lfs_set_up,
    out_of_git,
    renormalize,
    restage,
    untrack,
    with_own_command,
)
from ..spelling import lfs_attributes, lfs_can_track, pathspec, suffix_pattern
from .judge import WITH_OUTPUTS

if TYPE_CHECKING:
    from ..surroundings import Surroundings
    from .judge import Offence
    from .parents import News


def remedies(news: News, home: str, around: Surroundings) -> tuple[Remedy, ...]:
    """All ways out, the best first; `home` is where the policy sends this family."""
    offence = news.offence
    rule = offence.rule
    if rule == rules.NOT_A_POINTER:
        found = [restage(offence.entry.path, around)]
    elif rule == rules.LITTER:
        found = [_ignore_litter(offence, around), _allow(offence, around)]
    elif offence.entry.link:
        found = [Remedy("keep it out of git", (untrack(offence.entry.path, around),)), _allow(offence, around)]
    elif rule == rules.EMBEDDED:
        found = [Remedy("put the data into a file of its own and read it from there"), _allow(offence, around)]
    elif is_fixture(offence.entry.path):
        found = [_allow(offence, around), _keep_out(offence, around), *_to_home(news, home, around)]
    else:
        found = [_keep_out(offence, around), *_to_home(news, home, around), _allow(offence, around)]
    found = [*_strip(offence, around), *found]
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


def path_of(offence: Offence) -> str:
    """The path as text; undecodable bytes as surrogate escapes."""
    return path_text(offence.entry.path)


def _strip(offence: Offence, around: Surroundings) -> list[Remedy]:
    """For a notebook that is judged with its outputs."""
    if offence.note != WITH_OUTPUTS:
        return []
    return [with_own_command("strip it", Step(("commitworthy", "strip-notebooks", "--"), (path_of(offence),)), around)]


def _keep_out(offence: Offence, around: Surroundings) -> Remedy:
    return Remedy("keep it out of git", out_of_git(offence.entry.path, around))


def _ignore_litter(offence: Offence, around: Surroundings) -> Remedy:
    left = offence.litter
    assert left is not None
    untracking = Step(("git", "rm", "-r", "--cached", "--force", "--"), (pathspec(left.root),))
    return Remedy("keep it out of git", (untracking, *ignore(left.pattern, around)))


def _unstage(offence: Offence) -> Remedy:
    return Remedy(
        "go back to the committed version", (Step(("git", "restore", "--staged", "--"), (pathspec(path_of(offence)),)),)
    )


def _to_home(news: News, home: str, around: Surroundings) -> list[Remedy]:
    offence = news.offence
    if offence.sniff.family == "executable" and home == "lfs":
        return [Remedy("build it where it runs, or attach it to a release")]
    path = path_of(offence)
    if home == "lfs":
        text = "send it to Git LFS" if around.has_lfs else "install git-lfs and send it to Git LFS"
        return [Remedy(text, lfs_steps(offence, around, was_there=news.size_before is not None))]
    if home == "dvc":
        return [Remedy("send it to DVC", (untrack(offence.entry.path, around), *homes.to_dvc(path)))]
    copying = homes.to_s3(path, home) if home.startswith("s3://") else None
    if copying:
        return [Remedy(f"keep it in {home}", (copying, *out_of_git(offence.entry.path, around)))]
    return [Remedy(homes.sentence(path, home))]


def lfs_steps(offence: Offence, around: Surroundings, *, was_there: bool = False) -> tuple[Step, ...]:
    """Route the type, or where the suffix is shared with text the path, and stage the pointer.

    A file that was in git before (`was_there`) goes alone: others of its type may lie there as well.  It may have a
    line of its own against the route of the type, to which `git lfs track` says "already supported".
    """
    # The table of formats, of which other hooks need nothing for their remedies.
    from ...artifacts.kinds import own_suffix

    suffix = own_suffix(offence.entry.path, offence.sniff)
    path = path_of(offence)
    if suffix and not was_there:
        track = Step(("git", "lfs", "track"), (suffix_pattern(suffix),))
    elif lfs_can_track(path) and not was_there:
        track = Step(("git", "lfs", "track", "--filename", "--"), (path,))
    else:
        form = "\\n%s\\n" if around.attributes_file_is_open else "%s\\n"
        track = Step(("printf", form), (lfs_attributes(path),), ">> .gitattributes")
    staging = Step(("git", "add", ".gitattributes"))
    # A file that is gone comes back first: git-lfs 3.6 touches what it tracks, and fails where nothing is.
    *back, adding = renormalize(offence.entry.path, around)
    return (*lfs_set_up(around), *back, track, staging, adding, *around.upload)


def _allow(offence: Offence, around: Surroundings) -> Remedy:
    return allowing("allow it, with the reason", (), path_of(offence), around)
