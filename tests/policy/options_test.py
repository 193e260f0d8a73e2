from __future__ import annotations

from typing import Any

import pytest

from commitworthy.notebooks.strip_options import StripOptions
from commitworthy.policy.argv import parser
from commitworthy.policy.options import EVERY_HOOK, IN_FILES, OPTIONS, Option
from commitworthy.policy.settings import LIMITS, Policy, build

NAMED = {f"{option.hook or 'top'} {option.key}": option for option in OPTIONS}


def test_no_option_stands_there_twice() -> None:
    assert len(NAMED) == len(OPTIONS)


@pytest.mark.parametrize("option", OPTIONS, ids=NAMED)
def test_a_row_is_complete(option: Option) -> None:
    assert option.help
    assert "\n" not in option.help
    assert not option.help.endswith(".")
    assert option.key == option.key.lower().replace("_", "-")
    assert bool(option.names) is (option.kind in ("limits", "homes", "exceptions", "kinds", "choice", "names"))
    assert all(flag.name.startswith("--") for flag in option.flags)
    assert option.flags or option.hook != EVERY_HOOK
    if option.kind == "flag":
        assert option.default is False or (not option.default and option.flags[0].metavar)


@pytest.mark.parametrize("hook", sorted({option.hook for option in IN_FILES if option.hook}))
def test_every_flag_is_in_the_help_of_its_hook(hook: str) -> None:
    text = parser(hook, "d", "e", whole=True).format_help()
    for option in OPTIONS:
        if option.hook in (hook, EVERY_HOOK):
            assert all(f"  {flag.name} {flag.metavar}".rstrip() in text for flag in option.flags)


def test_the_defaults_are_those_of_the_values() -> None:
    defaults = {(option.hook, option.key): option.default for option in IN_FILES}
    policy = Policy()
    assert defaults["block-artifacts", "max-size"] == policy.block_artifacts.max_size
    assert defaults["block-artifacts", "limits"] == {family: policy.block_artifacts.limit(family) for family in LIMITS}
    chosen = [option for option in IN_FILES if option.hook == "strip-notebooks" and option.key not in NOT_OF_STRIPPING]
    assert {option.key.replace("-", "_"): option.default for option in chosen} == StripOptions()._asdict()
    assert defaults["limit-commit", "max-size"] == policy.limit_commit.max_bytes == 10 * 1024**2
    assert defaults["limit-commit", "max-files"] == policy.limit_commit.max_files == 500
    assert defaults["check-push", "max-size"] == policy.check_push.max_bytes == 100 * 1024**2
    assert defaults["check-push", "max-blobs"] == policy.check_push.max_blobs == 10_000


NOT_OF_STRIPPING = ("keep", "validate", "enforce", "from")
SAMPLES = {"size": 7, "date": "2027-06-30", "switch": True, "words": ["x"], "text": "x",
           "count": 7, "limits": {"data": 7}, "homes": {"data": "lfs"}, "globs": {"a": ["b"]},
           "exceptions": [{"paths": ["a"], "because": "b"}], "kinds": [{"name": "a", "family": "model"}]}  # fmt: skip


@pytest.mark.parametrize("option", IN_FILES, ids=lambda option: f"{option.hook} {option.key}")
def test_every_option_of_a_file_reaches_the_policy(option: Option) -> None:
    value = option.names[-1] if option.kind == "choice" else SAMPLES.get(option.kind, option.names)
    row: dict[str, Any] = {option.key: value}
    assert build({option.hook: row} if option.hook else row, None) != Policy()


def test_the_help_of_a_hook_with_many_options_shows_the_usual_ones() -> None:
    lines = parser("strip-notebooks", "d", "e").format_help().splitlines()
    words = {word for line in lines if line.startswith("  --") for word in line.split()[:1]}
    shown = {option.key for option in OPTIONS for flag in option.flags if flag.name in words}
    usual = (
        "all all-files check diff drop-empty-cells format ids install-filter keep-count keep-output max-output on-disk"
    )
    assert shown == {*usual.split(), "status", "strict"}
