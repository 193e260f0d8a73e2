"""The typed values that hooks receive.  Sizes are bytes, dates ISO strings (`2027-06-30`)."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

LIMITS: Mapping[str, int] = {
    "model": 0,
    "executable": 0,
    "data": 100 * 1024,
    "archive": 100 * 1024,
    "binary": 100 * 1024,
    "media": 500 * 1024,
    "document": 500 * 1024,
    "notebook": 500 * 1024,
    "text": 500 * 1024,
}
"""Largest ordinary git blob of each family; 0 refuses the family at any size."""

COMMIT_BYTES = 10 * 1024**2
COMMIT_FILES = 500
PUSH_BYTES = 100 * 1024**2
PUSH_BLOBS = 10_000


class Exemption(NamedTuple):
    """One `[[...allow]]` table.  `until` is the last day on which it counts, `where` the file it stands in."""

    paths: tuple[str, ...]
    because: str
    until: str | None = None
    max_size: int | None = None
    where: str = ""


class OwnKind(NamedTuple):
    """A kind of artifact that only the team knows, one `[[...kinds]]` table.

    `suffixes` are lower-case with their dot; `magic` stands at `offset`, and is b"" where suffixes alone tell.
    """

    name: str
    family: str
    suffixes: tuple[str, ...] = ()
    magic: bytes = b""
    offset: int = 0


class StripNotebooks(NamedTuple):
    """`chosen` holds what the team set, by the names of `notebooks.options.StripOptions`, and nothing else.

    `keep` are the notebooks whose outputs stay.  With `check` nothing is written; with `on_disk` files are stripped
    whatever git has of them; with `validate` each notebook also answers to the schema of its format.
    """

    chosen: Mapping[str, Any] = {}
    keep: tuple[Exemption, ...] = ()
    check: bool = False
    on_disk: bool = False
    validate: bool = False


class BlockArtifacts(NamedTuple):
    """`limits` holds what the team set, and nothing else: 0 refuses at any size, None is no limit.

    `kinds`, which stand at the top level of a policy, are the team's own: what is judged by its family needs them.
    `notebooks` tell how large a notebook is once it has been stripped.  `outputs_count` tells of a path and a blob
    whether it is weighed with its outputs instead: True, False where a decision excuses them, and None where nothing is
    special about it; itself None where it never is.
    """

    max_size: int | None = None
    limits: Mapping[str, int | None] = {}
    allow: tuple[Exemption, ...] = ()
    kinds: tuple[OwnKind, ...] = ()
    notebooks: StripNotebooks = StripNotebooks()
    outputs_count: Callable[[bytes, bytes], bool | None] | None = None

    def limit(self, family: str) -> int | None:
        """Bytes a blob of `family` may have: its own limit, else max-size where it has a number, else the default."""
        if family in self.limits:
            return self.limits[family]
        default = LIMITS[family]
        return self.max_size if default and self.max_size is not None else default


class LimitCommit(NamedTuple):
    """`max_bytes` of new blobs and `max_files` new paths in one commit."""

    max_bytes: int = COMMIT_BYTES
    max_files: int = COMMIT_FILES
    allow: tuple[Exemption, ...] = ()


class RequireLfs(NamedTuple):
    """`max_size` is the most bytes of one file in Git LFS; `filters` are drivers that do as it does."""

    max_size: int | None = None
    filters: tuple[str, ...] = ()
    allow: tuple[Exemption, ...] = ()


class FlagParameters(NamedTuple):
    """`search` holds what the team set of the search (the fields of `parameters.options`), and nothing else.

    `fails` where a file that cannot be parsed ends in status 2; `whole_file` reports also what stood there before;
    `write_to` is the YAML file that takes up what is missing, "" for none.
    """

    search: Mapping[str, Any] = {}
    allow: tuple[Exemption, ...] = ()
    fails: bool = False
    whole_file: bool = False
    write_to: str = ""


class CheckPush(NamedTuple):
    """`max_bytes` and number of new blobs in one push."""

    max_bytes: int = PUSH_BYTES
    max_blobs: int = PUSH_BLOBS


class Policy(NamedTuple):
    """Everything a hook is told.  `source` is the file it stands in, None without one; `homes` is family -> home."""

    source: str | None = None
    homes: Mapping[str, str] = {}
    block_artifacts: BlockArtifacts = BlockArtifacts()
    limit_commit: LimitCommit = LimitCommit()
    strip_notebooks: StripNotebooks = StripNotebooks()
    flag_parameters: FlagParameters = FlagParameters()
    check_push: CheckPush = CheckPush()
    require_lfs: RequireLfs = RequireLfs()
