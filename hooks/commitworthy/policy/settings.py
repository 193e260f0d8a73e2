"""The typed values that hooks receive.  Sizes are bytes, dates ISO strings (`2027-06-30`)."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Tables = dict[str, Any]

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
    """`chosen` holds what the team set, by the names of `notebooks.strip_options.StripOptions`, and nothing else.

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
    """`search` holds what the team set of the search (the fields of `parameters.find.SearchOptions`), and nothing else.

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


OBSERVE, NEW, ALL = "observe", "new", "all"


class Enforcement(NamedTuple):
    """What becomes of the findings of a hook: `level`, from the day `since` on ("" for always).

    OBSERVE prints them and passes, NEW refuses what a commit brings, ALL also what the baseline or a parent has.
    """

    level: str = NEW
    since: str = ""

    def today(self) -> str:
        """The level that holds today: until the day comes it is the one before, OBSERVE for NEW and NEW for ALL."""
        import time

        if not self.since or self.since <= time.strftime("%Y-%m-%d"):
            return self.level
        return OBSERVE if self.level == NEW else NEW


class Cards(NamedTuple):
    """`require` are the notes that the card of a model must have; `versions` is "require" or "accept"."""

    require: tuple[str, ...] = ()
    versions: str = "accept"


class Policy(NamedTuple):
    """Everything a hook is told.  `source` is the file it stands in, None without one; `homes` is family -> home.

    `enforcement` has the hooks of which the team says something.
    """

    source: str | None = None
    homes: Mapping[str, str] = {}
    block_artifacts: BlockArtifacts = BlockArtifacts()
    limit_commit: LimitCommit = LimitCommit()
    strip_notebooks: StripNotebooks = StripNotebooks()
    flag_parameters: FlagParameters = FlagParameters()
    check_push: CheckPush = CheckPush()
    require_lfs: RequireLfs = RequireLfs()
    cards: Cards = Cards()
    enforcement: Mapping[str, Enforcement] = {}

    def level(self, hook: str) -> str:
        """How a hook is enforced today."""
        return self.enforcement[hook].today() if hook in self.enforcement else NEW


# From policy files and arguments to a `Policy`; default < file < argument.
#
# `tables` reads and checks, which takes a TOML parser, and `build` makes the values, which takes
# nothing.  What passes between them can be written with `marshal`, so that a caller may remember it
# by the bytes of the files.


# The table of a hook has its name, but for that of what the commands for cards read as well.
_HOOK_OF_TABLE = {"cards": "check-cards"}
POLICY_FILES = ("pyproject.toml", "commitworthy.toml")
BASELINE_FILE = ".commitworthy-baseline"
HAS_CONFLICTS = f"{BASELINE_FILE} has conflicts; to keep the rows of both sides: commitworthy baseline"
CONFLICT_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


def load(files: Mapping[str, bytes | None], overrides: Mapping[tuple[str, str], object] = {}) -> Policy:
    """The policy in `files` (name -> contents, None where there is no such file); CheckError if it is not one.

    `overrides` are (hook, key) -> typed value, as `argv.overrides` makes them.
    """
    return build(*tables(files), overrides)


def tables(files: Mapping[str, bytes | None]) -> tuple[Tables, str | None]:
    """Checked tables, and the name of the file they stand in; `{}, None` without a policy.

    Sizes are bytes, dates ISO strings; keys are those of the file.  CheckError names what is wrong.
    """
    if not has_policy(files):
        return {}, None
    from . import parse

    project, own = (files.get(name) for name in POLICY_FILES)
    return parse.read(project if _may_carry(project) else None, own)


def has_policy(files: Mapping[str, bytes | None]) -> bool:
    """Whether there may be one: `pyproject.toml` is read only if it names us."""
    project, own = (files.get(name) for name in POLICY_FILES)
    return own is not None or _may_carry(project)


def has_markers(baseline: bytes) -> bool:
    """Whether a merge has left its markers in the text of a baseline, of which no row begins like one."""
    return any(baseline.startswith(marker) or b"\n" + marker in baseline for marker in CONFLICT_MARKERS)


def _may_carry(project: bytes | None) -> bool:
    return project is not None and b"commitworthy" in project


def build(tables: Tables, source: str | None, overrides: Mapping[tuple[str, str], object] = {}) -> Policy:
    """The values of `tables`, which are taken as checked, under those of the command line."""
    if not tables and not overrides:
        return Policy(source)
    notebooks = _strip_notebooks(_overridden("strip-notebooks", tables, overrides), source)
    artifacts = _block_artifacts(_overridden("block-artifacts", tables, overrides), tables.get("kinds", ()), source)
    return Policy(
        source,
        tables.get("homes", {}),
        artifacts._replace(notebooks=notebooks),
        _limit_commit(_overridden("limit-commit", tables, overrides), source),
        notebooks,
        _flag_parameters(_overridden("flag-parameters", tables, overrides), source),
        _check_push(_overridden("check-push", tables, overrides)),
        _require_lfs(_overridden("require-lfs", tables, overrides), source),
        _cards(tables.get("cards", {})),
        {
            _HOOK_OF_TABLE.get(hook, hook): Enforcement(table.get("enforce", NEW), table.get("from", ""))
            for hook, table in tables.items()
            if "enforce" in table or "from" in table
        },
    )


def _overridden(hook: str, tables: Tables, overrides: Mapping[tuple[str, str], object]) -> dict[str, Any]:
    """One hook's table; an argument that is itself a table replaces only the keys it names."""
    table = dict(tables.get(hook, {}))
    for (of, key), value in overrides.items():
        if of == hook:
            table[key] = {**table.get(key, {}), **value} if isinstance(value, dict) else value
    return table


def _block_artifacts(table: dict[str, Any], kinds: Iterable[dict[str, Any]], source: str | None) -> BlockArtifacts:
    own = tuple(
        OwnKind(row["name"], row["family"], tuple(row.get("suffixes", ())), row.get("magic", b""), row.get("offset", 0))
        for row in kinds
    )
    return BlockArtifacts(table.get("max-size"), table.get("limits", {}), _exemptions(table, source), own)


def _limit_commit(table: dict[str, Any], source: str | None) -> LimitCommit:
    return LimitCommit(
        table.get("max-size", COMMIT_BYTES), table.get("max-files", COMMIT_FILES), _exemptions(table, source)
    )


def _require_lfs(table: dict[str, Any], source: str | None) -> RequireLfs:
    return RequireLfs(table.get("max-size"), tuple(table.get("filters", ())), _exemptions(table, source))


def _cards(table: dict[str, Any]) -> Cards:
    return Cards(tuple(table.get("require", ())), table.get("versions", "accept"))


def _check_push(table: dict[str, Any]) -> CheckPush:
    return CheckPush(table.get("max-size", PUSH_BYTES), table.get("max-blobs", PUSH_BLOBS))


def _strip_notebooks(table: dict[str, Any], source: str | None) -> StripNotebooks:
    kept = _exemptions(table, source, "keep")
    check, on_disk, validate = (bool(table.get(key)) for key in ("check", "on-disk", "validate"))
    chosen = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key not in ("keep", "check", "on-disk", "validate", "enforce", "from")
    }
    return StripNotebooks(chosen, kept, check, on_disk, validate)


def _flag_parameters(table: dict[str, Any], source: str | None) -> FlagParameters:
    search: dict[str, object] = {
        key.replace("-", "_"): tuple(value)
        for key, value in table.items()
        if isinstance(value, list) and key != "allow"
    }
    if "per-file-ignores" in table:
        rows = table["per-file-ignores"].items()
        search["per_file_ignores"] = tuple((pattern, tuple(rules)) for pattern, rules in rows)
    if "confidence" in table:
        search["confidence"] = table["confidence"]
    return FlagParameters(
        search,
        _exemptions(table, source),
        table.get("unparsable") == "fail",
        table.get("whole-file", False),
        table.get("write-params", ""),
    )


def _exemptions(table: dict[str, Any], source: str | None, key: str = "allow") -> tuple[Exemption, ...]:
    return tuple(
        Exemption(tuple(row["paths"]), row["because"], row.get("until"), row.get("max-size"), source or "")
        for row in table.get(key, ())
    )
