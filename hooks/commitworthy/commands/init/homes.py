"""Where artifacts go instead of git: what each choice means, and the one that `--home` makes."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git import attributes, process
from ...homes import lfs
from ...policy import convert
from ...policy.options import FAMILIES
from ...remedies.homes import home_of, shown
from ...report.escape import for_terminal
from .adoption import FileChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...hooks.context import HookContext

ROUTED = ("model", "data", "archive", "binary")
"""The families that have a home where nothing else is said."""
_SENTENCES = (
    ("lfs", "Git LFS: git keeps a pointer, the LFS store of your git server keeps the file; everyone needs git-lfs."),
    ("lfs+s3://", "the same without an LFS server: a bucket keeps the files; each clone is set up once for it."),
    ("dvc", "DVC: git keeps a .dvc file, a storage of your own keeps the file; everyone needs dvc, and runs dvc pull."),
    ("s3://...", "a bucket (gs://, az://, abfss:// too) or a shared folder: git keeps a card; see commitworthy move."),
)
_NONE = "{} by default: for each refused file you choose whether it goes there or stays on your disk only."


def chosen(words: Iterable[str]) -> dict[str, str]:
    """The home of each family, of the values of `--home`; CheckError for one that is none."""
    found: dict[str, dict[str, str]] = {}
    for word in words:
        family, equals, rest = word.partition("=")
        known, home = (family, rest) if equals and family in FAMILIES else ("", word)
        try:
            given = convert.home(home)
        except ValueError as error:
            raise CheckError(f"init: --home {error}") from None
        homes = dict.fromkeys((known,) if known else ROUTED, given)
        if found.setdefault(known, homes) != homes:
            raise CheckError(f"init: two homes for {known or 'all families'}: say --home FAMILY=HOME, once for each")
    # What is said of one family goes before what is said of all.
    return found.pop("", {}) | {family: home for homes in found.values() for family, home in homes.items()}


def explained(homes: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each home there may be; nothing where all families have theirs."""
    by_home: dict[str, list[str]] = {}
    for family, home in homes.items():
        by_home.setdefault(home, []).append(family)
    if by_home:
        yield ""
        yield "Where artifacts go instead of git, by the policy:"
        yield from (f"    {', '.join(families)}: {for_terminal(shown(home))}" for home, families in by_home.items())
    if all(family in homes for family in ROUTED):
        return
    default = home_of("model", {}, has_dvc=has_dvc())
    name = {"lfs": "Git LFS", "dvc": "DVC"}[default]
    yield ""
    left = f"Where {', '.join(family for family in ROUTED if family not in homes)} files go"
    what = left if homes else "Where artifacts go instead of git"
    yield f"{what}: --home {'FAMILY=HOME ' if homes else ''}writes your choice to the policy."
    for home, sentence in _SENTENCES:
        yield f"    {f'--home {home}':<17}{sentence}"
    yield f"    {'without --home':<17}{_NONE.format(name)}"


def lfs_config(home: str, old: bytes | None) -> FileChange:
    """The file that keeps git-lfs from the git server in a clone that is not set up; `home` "" where it is to go there.

    What somebody has written there is left.
    """
    lines = ("[lfs]", f"    url = {lfs.NO_SERVER}")
    if not home or (old and lfs.NO_SERVER.encode() in old):
        return FileChange(lfs.CONFIG, old, old)
    if old is None:
        return FileChange(lfs.CONFIG, None, "".join(f"{line}\n" for line in lines).encode())
    return FileChange(lfs.CONFIG, old, None, "it has settings of its own", lines)


def agent(home: str, chosen: Mapping[str, str]) -> tuple[str, str]:
    """The home that git-lfs is still to be told in this clone, and why it cannot be; both "" where all is well.

    A bucket that is fixed in this clone gives way to nothing but what the user has chosen.
    """
    known = lfs.setting()
    why = lfs.mismatch(home, known)
    if why and known.home not in ("", home) and lfs.named(chosen) != home:
        return "", why
    if why and (other := lfs.other_agent(known)):
        return "", f"{other}: {lfs.shown(lfs.UNSET)}"
    return (home if why else ""), ""


def has_dvc() -> bool:
    """Whether the repository uses DVC."""
    return process.succeeds("cat-file", "-e", ":.dvc/config")


def is_lfs_used(context: HookContext, homes: Mapping[str, str]) -> bool:
    """Whether Git LFS is the decided home of a family, or a tracked file is routed to it."""
    paths = [entry.path for entry in context.entries]
    return (
        "lfs" in homes.values()
        or bool(lfs.named(homes))
        or "lfs" in attributes.filters(context.repository, paths).values()
    )
