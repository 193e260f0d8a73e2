"""What `init` would write, file by file."""

from __future__ import annotations

import pytest

from commitworthy.commands.init import adoption
from commitworthy.commands.init.entry import HookEntry
from commitworthy.remedies import textfile

OURS = HookEntry("https://example.org/commitworthy", "v0.1.0", ("block-artifacts",))
WITH_OTHERS = (
    "repos:\n- repo: a\n  rev: b\n  hooks:\n  - id: check-added-large-files\n    args: {args}\n  - id: nbstripout\n"
)


def test_a_configuration_is_made_where_there_is_none() -> None:
    (change,) = adoption.configuration({}, OURS, replace=False)
    assert (change.path, change.old, change.is_one) == (".pre-commit-config.yaml", None, True)


def test_every_configuration_that_there_is_gets_the_entry() -> None:
    files = {"prek.toml": b"", ".pre-commit-config.yaml": b"repos: []\n"}
    changes = adoption.configuration(files, OURS, replace=False)
    assert [(change.path, change.is_one) for change in changes] == [
        (".pre-commit-config.yaml", True),
        ("prek.toml", True),
    ]


@pytest.mark.parametrize("hook", ["block-artifacts", "commitworthy"])
def test_one_that_has_any_of_our_hooks_is_left_alone(hook: str) -> None:
    old = f"repos:\n- repo: x\n  rev: y\n  hooks:\n  - id: {hook}\n".encode()
    (change,) = adoption.configuration({".pre-commit-config.yaml": old}, OURS, replace=False)
    assert not change.is_one
    assert change.new == old


def test_one_that_cannot_be_changed_is_named() -> None:
    (change,) = adoption.configuration({".pre-commit-config.yaml": b"a: \xff\n"}, OURS, replace=False)
    assert (change.new, change.note, change.is_one) == (None, "it is not UTF-8", False)


def test_hooks_that_say_the_same_are_named() -> None:
    old = WITH_OTHERS.format(args="[]").encode()
    (change,) = adoption.configuration({".pre-commit-config.yaml": old}, OURS, replace=False)
    assert change.note == (
        "check-added-large-files and nbstripout would report the same things twice: --replace removes them"
    )
    (change,) = adoption.configuration({".pre-commit-config.yaml": old}, OURS, replace=True)
    assert change.note == ""


@pytest.mark.parametrize(
    ("args", "policy", "lost"),
    [
        ("['--maxkb=5120']", {"block-artifacts": {"max-size": "5120 kB"}}, []),
        ("[--maxkb, '5120']", {"block-artifacts": {"max-size": "5120 kB"}}, []),
        ("[--maxkb=500, --enforce-all]", {}, []),
        ("[--keep-count, --x=1]", {"strip-notebooks": {"keep-count": True}}, ["check-added-large-files --x=1"]),
        ("nonsense", {}, []),
    ],
)  # fmt: skip
def test_arguments_of_replaced_hooks_become_a_policy(
    args: str, policy: dict[str, dict[str, object]], lost: list[str]
) -> None:
    assert adoption.carried({".pre-commit-config.yaml": WITH_OTHERS.format(args=args).encode()}) == (policy, lost)


def test_a_policy_goes_into_the_project_file_where_there_is_one() -> None:
    wanted: dict[str, dict[str, object]] = {"block-artifacts": {"max-size": "5120 kB"}}
    wanted["strip-notebooks"] = {"keep-output": True}
    (change,) = adoption.policy({}, wanted)
    assert (change.path, change.new) == (
        "commitworthy.toml",
        b'[block-artifacts]\nmax-size = "5120 kB"\n\n[strip-notebooks]\nkeep-output = true\n',
    )
    (change,) = adoption.policy({"pyproject.toml": b"[project]\n"}, {"block-artifacts": {"max-size": "1 MB"}})
    assert change.new == b'[project]\n\n[tool.commitworthy.block-artifacts]\nmax-size = "1 MB"\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, b"# why\na/\nb/\n"),
        (b"a/\nb/\n", b"a/\nb/\n"),
        (b"b/", b"b/\n\n# why\na/\n"),
        (b"x\r\n", b"x\r\n\r\n# why\r\na/\r\nb/\r\n"),
    ],
)
def test_lines_are_added_once(old: bytes | None, new: bytes) -> None:
    assert textfile.added(old, ["a/", "b/", "a/"], "why") == new
    assert textfile.added(new, ["a/", "b/"], "why") == new


def test_no_lines_are_no_file() -> None:
    assert not adoption.ignores(None, []).is_one
