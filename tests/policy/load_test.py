from __future__ import annotations

import marshal
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commitworthy.policy.settings import (
    POLICY_FILES,
    BlockArtifacts,
    Exemption,
    LimitCommit,
    Policy,
    build,
    load,
    tables,
)

ROOT = Path(__file__).parents[2]

FULL = b"""
[homes]
model = "mlflow"
data = "s3://team-data/churn"
media = "ask Kim first"

[block-artifacts]
max-size = "500 kB"

[block-artifacts.limits]
data = "1 MB"
text = "none"
document = "refuse"
notebook = 2048

[[block-artifacts.allow]]
paths = ["tests/golden/**", "/logo.png"]
max-size = "2 MB"
because = "golden files of the parser tests"
until = 2027-06-30

[[block-artifacts.allow]]
paths = ["/one.bin"]
because = "tiny"
until = "2027-07-01"

[limit-commit]
max-size = "1 MB"
max-files = 20

[[limit-commit.allow]]
paths = ["vendor/"]
because = "taken over whole"
"""

GOLDEN = ("tests/golden/**", "/logo.png")


def expected(source: str) -> Policy:
    return Policy(
        source,
        {"model": "mlflow", "data": "s3://team-data/churn", "media": "ask Kim first"},
        BlockArtifacts(
            512_000,
            {"data": 1024**2, "text": None, "document": 0, "notebook": 2048},
            (
                Exemption(GOLDEN, "golden files of the parser tests", "2027-06-30", 2 * 1024**2, source),
                Exemption(("/one.bin",), "tiny", "2027-07-01", None, source),
            ),
        ),
        LimitCommit(1024**2, 20, (Exemption(("vendor/",), "taken over whole", None, None, source),)),
    )


def in_pyproject(text: bytes) -> bytes:
    return re.sub(rb"(?m)^(\[+)", rb"\1tool.commitworthy.", text)


def test_every_option_in_a_file_of_its_own() -> None:
    assert load({"commitworthy.toml": FULL, "pyproject.toml": None}) == expected("commitworthy.toml")


def test_every_option_in_pyproject() -> None:
    assert load({"pyproject.toml": in_pyproject(FULL)}) == expected("pyproject.toml")


def test_line_ends_of_windows() -> None:
    assert load({"commitworthy.toml": FULL.replace(b"\n", b"\r\n")}) == expected("commitworthy.toml")


NO_POLICY: dict[str, dict[str, bytes | None]] = {
    "no files at all": {},
    "both files absent": dict.fromkeys(POLICY_FILES),
    "a pyproject of something else": {"pyproject.toml": b"[tool.ruff]\nline-length = 120\n"},
    "a pyproject that is no TOML but not ours": {"pyproject.toml": b"[tool.ruff\n\xff"},
    "a pyproject that only depends on us": {"pyproject.toml": b'[project]\ndependencies = ["commitworthy"]\n'},
}


@pytest.mark.parametrize("files", NO_POLICY.values(), ids=NO_POLICY)
def test_no_policy(files: dict[str, bytes | None]) -> None:
    assert load(files) == Policy()
    assert tables(files) == ({}, None)


EMPTY = {
    "an empty file of its own": ("commitworthy.toml", b""),
    "an empty table in pyproject": ("pyproject.toml", b"[tool.commitworthy]\n"),
    "an empty table of a hook": ("pyproject.toml", b"[tool.commitworthy.block-artifacts]\n"),
}


@pytest.mark.parametrize(("name", "data"), EMPTY.values(), ids=EMPTY)
def test_an_empty_policy_has_the_defaults(name: str, data: bytes) -> None:
    assert load({name: data}) == Policy(source=name)


def test_an_argument_beats_the_file() -> None:
    policy = load({"commitworthy.toml": FULL}, {("block-artifacts", "max-size"): 7, ("limit-commit", "max-files"): 3})
    assert policy.block_artifacts.max_size == 7
    assert policy.limit_commit[:2] == (1024**2, 3)
    assert policy.block_artifacts.allow == expected("commitworthy.toml").block_artifacts.allow


def test_an_argument_without_a_file() -> None:
    assert load({}, {("limit-commit", "max-size"): 7}) == Policy(limit_commit=LimitCommit(max_bytes=7))


def test_a_limit_on_the_command_line_replaces_only_its_family() -> None:
    policy = load({"commitworthy.toml": FULL}, {("block-artifacts", "limits"): {"data": 7, "model": None}})
    limits = {"data": 7, "model": None, "text": None, "document": 0, "notebook": 2048}
    assert policy.block_artifacts.limits == limits


def test_arguments_leave_the_tables_as_they_were() -> None:
    made, source = tables({"commitworthy.toml": FULL})
    build(made, source, {("block-artifacts", "limits"): {"data": 7}, ("block-artifacts", "max-size"): 1})
    assert build(made, source) == expected("commitworthy.toml")


def test_tables_can_be_remembered() -> None:
    remembered = marshal.loads(marshal.dumps(tables({"commitworthy.toml": FULL})))
    assert build(*remembered) == expected("commitworthy.toml")


SLOW = {
    "typing", "re", "subprocess", "argparse", "json", "pathlib", "dataclasses", "enum", "tomllib", "pathspec",
    "logging", "functools", "contextlib", "datetime", "difflib",
    "commitworthy.policy.parse", "commitworthy.policy.options",
}  # fmt: skip


def imported_by(code: str) -> set[str]:
    """Modules that `code` leaves in a fresh interpreter, beyond those that were there before it."""
    source = f"import sys; before = set(sys.modules); sys.path.insert(0, {str(ROOT / 'hooks')!r})\n"
    source += f"{code}\nprint(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-S", "-c", source], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_without_a_policy_nothing_is_imported() -> None:
    files = {"pyproject.toml": b"[tool.ruff]", "commitworthy.toml": None}
    code = f"from commitworthy.policy.settings import load; load({files})"
    assert not imported_by(code) & SLOW
    assert "commitworthy.policy.settings" in imported_by(code)


def test_remembered_tables_are_built_without_a_parser() -> None:
    made = tables({"commitworthy.toml": FULL})
    code = "from commitworthy.policy.settings import build; "
    code += f"build(*{made!r}, {{('block-artifacts', 'max-size'): 7}}).block_artifacts.limit('data')"
    assert not imported_by(code) & SLOW


def test_plain_patterns_are_read_without_pathspec() -> None:
    code = f"from commitworthy.policy.settings import load; load({{'commitworthy.toml': {FULL!r}}})"
    found = imported_by(code)
    assert "tomllib" in found
    assert "pathspec" not in found
