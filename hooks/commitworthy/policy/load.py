"""From policy files and arguments to a `Policy`; default < file < argument.

`tables` reads and checks, which takes a TOML parser, and `build` makes the values, which takes
nothing.  What passes between them can be written with `marshal`, so that a caller may remember it
by the bytes of the files.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING
from .settings import (
    COMMIT_BYTES,
    COMMIT_FILES,
    PUSH_BLOBS,
    PUSH_BYTES,
    BlockArtifacts,
    CheckPush,
    Exemption,
    FlagParameters,
    LimitCommit,
    OwnKind,
    Policy,
    RequireLfs,
    StripNotebooks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Tables = dict[str, Any]

POLICY_FILES = ("pyproject.toml", "commitworthy.toml")
BASELINE_FILE = ".commitworthy-baseline"


def load(files: Mapping[str, bytes | None], overrides: Mapping[tuple[str, str], object] = {}) -> Policy:
    """The policy in `files` (name -> contents, None where there is no such file); CannotJudge if it is not one.

    `overrides` are (hook, key) -> typed value, as `flags.overrides` makes them.
    """
    return build(*tables(files), overrides)


def tables(files: Mapping[str, bytes | None]) -> tuple[Tables, str | None]:
    """Checked tables, and the name of the file they stand in; `{}, None` without a policy.

    Sizes are bytes, dates ISO strings; keys are those of the file.  CannotJudge names what is wrong.
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


def _check_push(table: dict[str, Any]) -> CheckPush:
    return CheckPush(table.get("max-size", PUSH_BYTES), table.get("max-blobs", PUSH_BLOBS))


def _strip_notebooks(table: dict[str, Any], source: str | None) -> StripNotebooks:
    kept = _exemptions(table, source, "keep")
    check, on_disk, validate = (bool(table.get(key)) for key in ("check", "on-disk", "validate"))
    chosen = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key not in ("keep", "check", "on-disk", "validate")
    }
    return StripNotebooks(chosen, kept, check, on_disk, validate)


def _flag_parameters(table: dict[str, Any], source: str | None) -> FlagParameters:
    search: dict[str, tuple[object, ...]] = {
        key.replace("-", "_"): tuple(value)
        for key, value in table.items()
        if isinstance(value, list) and key != "allow"
    }
    if "per-file-ignores" in table:
        rows = table["per-file-ignores"].items()
        search["per_file_ignores"] = tuple((pattern, tuple(rules)) for pattern, rules in rows)
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
