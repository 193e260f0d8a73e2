"""`.pre-commit-config.yaml` is changed as text: comments, order, indentation and line ends stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from commitworthy.commands.init import yaml_config
from commitworthy.commands.init.entry import MANIFEST, CannotMerge, HookEntry, local

OURS = HookEntry("https://example.org/commitworthy", "v0.1.0", ("block-artifacts", "limit-commit"))
LOCAL = HookEntry("local", "", ("block-artifacts",))
TYPES = "default_install_hook_types: [pre-commit, pre-merge-commit]\n"

INDENTED = """\
# top
repos:
  # tools
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v4.5.0  # pinned
    hooks:
      - id: check-yaml
        exclude: ^charts/
"""
INDENTED_AFTER = """\
# top
default_install_hook_types: [pre-commit, pre-merge-commit]
repos:
  # tools
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v4.5.0  # pinned
    hooks:
      - id: check-yaml
        exclude: ^charts/
  - repo: https://example.org/commitworthy
    rev: v0.1.0
    hooks:
      - id: block-artifacts
      - id: limit-commit
"""
WIDE = """\
default_install_hook_types: [pre-commit, commit-msg]  # ours
repos:
-   repo: a
    rev: '1'
    hooks:
    -   id: x

# for pre-commit.ci
ci:
    autofix_prs: false
"""
WIDE_AFTER = """\
default_install_hook_types: [pre-commit, commit-msg, pre-merge-commit]
repos:
-   repo: a
    rev: '1'
    hooks:
    -   id: x
-   repo: https://example.org/commitworthy
    rev: v0.1.0
    hooks:
    -   id: block-artifacts
    -   id: limit-commit

# for pre-commit.ci
ci:
    autofix_prs: false
"""
FLUSH = "repos:\n- repo: a\n  rev: b\n  hooks:\n  - id: x"
FLUSH_AFTER = (
    TYPES + "repos:\n- repo: a\n  rev: b\n  hooks:\n  - id: x\n"
    "- repo: https://example.org/commitworthy\n  rev: v0.1.0\n  hooks:\n  - id: block-artifacts\n  - id: limit-commit\n"
)
LIST_OF_TYPES = "default_install_hook_types:\n- pre-commit\n# why\n- commit-msg\n\nrepos: []\n"
LIST_OF_TYPES_AFTER = (
    "default_install_hook_types: [pre-commit, commit-msg, pre-merge-commit]\n\nrepos:\n"
    "  - repo: https://example.org/commitworthy\n    rev: v0.1.0\n    hooks:\n      - id: block-artifacts\n"
    "      - id: limit-commit\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(INDENTED, INDENTED_AFTER, id="lists indented, no types"),
        pytest.param(WIDE, WIDE_AFTER, id="four columns, types extended, a key behind"),
        pytest.param(FLUSH, FLUSH_AFTER, id="lists flush, no end of line"),
        pytest.param(LIST_OF_TYPES, LIST_OF_TYPES_AFTER, id="types as a list, no repository yet"),
    ],
)
def test_an_entry_is_added_in_the_style_of_the_file(before: str, after: str) -> None:
    assert yaml_config.merged(before, OURS) == after
    crlf = yaml_config.merged(before.replace("\n", "\r\n"), OURS)
    assert crlf == after.replace("\n", "\r\n")


REPLACED = """\
repos:
- repo: https://github.com/pre-commit/pre-commit-hooks
  rev: v4.5.0
  hooks:
  # whitespace
  - id: trailing-whitespace
  # nothing large
  - id: check-added-large-files
    args: [--maxkb=5120]
  - id: check-yaml
# notebooks
- repo: https://github.com/kynan/nbstripout
  rev: 0.6.0
  hooks:
  - id: nbstripout
    # of all folders
    files: ".ipynb"

# last
- repo: https://github.com/psf/black
  rev: '23.1'
  hooks: [{id: black}]
"""
REPLACED_AFTER = """\
repos:
- repo: https://github.com/pre-commit/pre-commit-hooks
  rev: v4.5.0
  hooks:
  # whitespace
  - id: trailing-whitespace
  # nothing large
  - id: check-yaml

# last
- repo: https://github.com/psf/black
  rev: '23.1'
  hooks: [{id: black}]
"""


def test_replaced_hooks_go_and_what_stands_around_them_stays() -> None:
    assert yaml_config.merged(REPLACED, None, replace=True) == REPLACED_AFTER
    both = yaml_config.merged(REPLACED, OURS, replace=True)
    assert both.startswith(TYPES + REPLACED_AFTER + "\n- repo: ")
    assert both.endswith("  - id: limit-commit\n")


APART = """\
repos:
  - repo: a
    rev: b
    hooks:
      - id: x

  # cell outputs
  # of notebooks
  - repo: https://github.com/kynan/nbstripout
    rev: 0.6.1
    hooks:
      - id: nbstripout

  # linting
  - repo: c
    rev: d
    hooks:
      - id: y
"""
APART_AFTER = """\
repos:
  - repo: a
    rev: b
    hooks:
      - id: x

  # linting
  - repo: c
    rev: d
    hooks:
      - id: y

  - repo: https://example.org/commitworthy
    rev: v0.1.0
    hooks:
      - id: block-artifacts
      - id: limit-commit
"""


def test_a_comment_goes_with_its_repository_and_blank_lines_stay_single() -> None:
    assert yaml_config.merged(APART, OURS, replace=True) == TYPES + APART_AFTER


def test_nothing_may_be_left() -> None:
    alone = "repos:\n  - repo: a\n    rev: b\n    hooks:\n      - id: 'nbstripout'\n"
    assert yaml_config.merged(alone, None, replace=True) == "repos: []\n"
    assert yaml_config.merged(alone, OURS, replace=True) == yaml_config.fresh(OURS)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("repos: [\n", "it is not valid YAML at line 2"),
        ("- a\n", "it is not a mapping with `repos`"),
        ("{ci: {}}\n", "it has no line `repos:`"),
        ("{repos: [{repo: a, rev: b, hooks: [{id: x}]}]}\n", "it has no line `repos:`"),
        ("repos: [{repo: a, rev: b, hooks: [{id: nbstripout}]}]\n", "it has no line `repos:`"),
        (
            "repos:\n- {repo: a, rev: b, hooks: [{id: x}, {id: nbstripout}]}\n",
            "it is written in a style that this command cannot edit",
        ),
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(text: str, complaint: str) -> None:
    with pytest.raises(CannotMerge) as error:
        yaml_config.merged(text, OURS, replace=True)
    assert str(error.value) == complaint


ITEM = (
    '{"repo": "https://example.org/commitworthy", "rev": "v0.1.0", "hooks": [{"id": "block-artifacts"}, '
    '{"id": "limit-commit"}]}'
)
BLOCK = (
    "  - repo: https://example.org/commitworthy\n    rev: v0.1.0\n    hooks:\n      - id: block-artifacts\n"
    "      - id: limit-commit\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", TYPES + "repos:\n" + BLOCK, id="empty"),
        pytest.param("# ours\n", "# ours\n" + TYPES + "repos:\n" + BLOCK, id="only a comment"),
        pytest.param("---\nrepos:  # tools\n", "---\n" + TYPES + "repos:  # tools\n" + BLOCK, id="nothing below repos"),
        pytest.param("repos: []  # none\n", TYPES + "repos:  # none\n" + BLOCK, id="an empty list"),
        pytest.param(
            "repos: [{repo: a, rev: b, hooks: [{id: x}]}]  # one\n",
            TYPES + f"repos: [{{repo: a, rev: b, hooks: [{{id: x}}]}}, {ITEM}]  # one\n",
            id="a list in brackets",
        ),
        pytest.param(
            "repos: [\n  {repo: a, rev: b, hooks: []},  # one\n]\n",
            TYPES + f"repos: [\n  {{repo: a, rev: b, hooks: []}},  # one\n  {ITEM},\n]\n",
            id="a long list in brackets",
        ),
        pytest.param(
            "repos: [\n  {repo: a, rev: b, hooks: []}\n]\n",
            TYPES + f"repos: [\n  {{repo: a, rev: b, hooks: []}},\n  {ITEM},\n]\n",
            id="a long list in brackets, no comma",
        ),
    ],
)
def test_an_entry_is_added_to_other_forms(before: str, after: str) -> None:
    assert yaml_config.merged(before, OURS) == after


def test_any_form_of_an_item_can_go() -> None:
    text = (
        "repos:\n- repo: a\n  rev: b\n  hooks:\n  - {id: nbstripout, args: [-x]}\n  - args: [--maxkb=1]\n"
        "    id: check-added-large-files\n    exclude: |\n      (?x)^(\n        a\n      )$\n  - id: x\n"
        "- {repo: c, rev: d, hooks: [{id: nb-clean}]}\n-\n  repo: e\n  rev: f\n  hooks:\n  - id: nbstripout"
    )
    left = "repos:\n- repo: a\n  rev: b\n  hooks:\n  - id: x\n-\n"
    with pytest.raises(CannotMerge):
        yaml_config.merged(text, None, replace=True)
    text, left = text.replace("-\n  repo: e", "- repo: e"), left.removesuffix("-\n")
    assert yaml_config.merged(text, None, replace=True) == left


def test_keys_of_every_hook_are_written_with_each() -> None:
    text = yaml_config.fresh(OURS._replace(keys={"verbose": True}))
    (repo,) = yaml.safe_load(text)["repos"]
    assert repo["hooks"] == [{"id": "block-artifacts", "verbose": True}, {"id": "limit-commit", "verbose": True}]


def test_a_local_entry_says_what_no_manifest_says() -> None:
    text = yaml_config.fresh(LOCAL)
    (repo,) = yaml.safe_load(text)["repos"]
    assert repo == {"repo": "local", "hooks": [local("block-artifacts")]}


def test_odd_texts_are_quoted() -> None:
    text = yaml_config.fresh(HookEntry("/tmp/a: b #c", "1.10", ("block-artifacts",)))
    (repo,) = yaml.safe_load(text)["repos"]
    assert (repo["repo"], repo["rev"]) == ("/tmp/a: b #c", "1.10")


def test_local_entries_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((Path(__file__).parents[3] / ".pre-commit-hooks.yaml").read_text())
    passed_over = ("description", "language", "minimum_pre_commit_version", "entry")
    known = {hook["id"]: {key: value for key, value in hook.items() if key not in passed_over} for hook in manifest}
    assert {hook: {"id": hook, **keys} for hook, keys in MANIFEST.items()} == known


A, B = (f"  - repo: {name}\n    rev: '1'\n    hooks:\n      - id: {name}\n" for name in "ab")
STRIPS = "  - repo: https://github.com/kynan/nbstripout\n    rev: 0.5.0\n    hooks:\n      - id: nbstripout\n"
ONLY = "  - repo: https://example.org/commitworthy\n    rev: v0.1.0\n    hooks:\n      - id: block-artifacts\n"


@pytest.mark.parametrize("apart", ["", "\n"], ids=["dense", "apart"])
@pytest.mark.parametrize("tail", ["", "# end\n", "\n# end\n", "ci:\n  a: 1\n", "\nci:\n  a: 1\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("is_ended", [True, False])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_blank_lines_are_as_before_wherever_the_replaced_hook_was(
    place: int, is_ended: bool, end: str, tail: str, apart: str
) -> None:
    others = [A, B]
    text = "repos:\n" + apart.join([*others[:place], STRIPS, *others[place:]]) + tail
    if not is_ended:
        text = text.removesuffix("\n")
        tail = tail.removesuffix("\n")
    entry = HookEntry("https://example.org/commitworthy", "v0.1.0", ("block-artifacts",))
    expected = TYPES + "repos:\n" + apart.join([A, B, ONLY]) + tail
    assert yaml_config.merged(text.replace("\n", end), entry, replace=True) == expected.replace("\n", end)
    without = "repos:\n" + apart.join([A, B]) + tail
    made = yaml_config.merged(text.replace("\n", end), None, replace=True).replace(end, "\n")
    # The last line of all may lack its end, as before.
    assert made.removesuffix("\n") == without.removesuffix("\n")


CARDS = HookEntry("https://example.org/commitworthy", "v0.1.0", ("check-cards",), {"verbose": True}, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("tail", ["", "\n  # of b\n" + B, "\n# end\n", "ci:\n  a: 1\n"])
@pytest.mark.parametrize("more", ["", "        verbose: true  # ours\n", "        args:\n          - --strict\n"])
def test_a_hook_is_added_below_those_of_its_repository(more: str, tail: str, end: str) -> None:
    head = "default_install_hook_types: [pre-commit, pre-merge-commit, post-checkout, post-merge]\nrepos:\n"
    added = "      - id: check-cards\n        verbose: true\n"
    before, after = (f"{head}{A}{ONLY}{more}{new}{tail}" for new in ("", added))
    assert yaml_config.merged(before.replace("\n", end), CARDS) == after.replace("\n", end)
    if not tail:
        assert yaml_config.merged(before.removesuffix("\n"), CARDS) == after


def test_in_another_style_it_is_added_in_that() -> None:
    text = "repos:\n-   repo: a\n    hooks:\n    -   id: a\n-   repo: b\n    hooks:\n    -   {id: b}\n"
    made = yaml_config.merged(text, CARDS)
    assert made.endswith("    -   {id: b}\n    -   id: check-cards\n        verbose: true\n")


@pytest.mark.parametrize("hooks", ["[{id: b}]", "\n  - - id: b"])
def test_hooks_in_brackets_get_none_below(hooks: str) -> None:
    with pytest.raises(CannotMerge):
        yaml_config.merged(f"repos:\n- repo: a\n  hooks: [{{id: a}}]\n- repo: b\n  hooks: {hooks}\n", CARDS)
