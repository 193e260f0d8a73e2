"""`prek.toml`, changed as text."""

from __future__ import annotations

import tomllib

import pytest

from commitworthy.commands.init import toml_config
from commitworthy.commands.init.entry import CannotMerge, HookEntry, local
from commitworthy.commands.init.stages import Quiet

OURS = HookEntry("https://example.org/commitworthy", "v0.1.0", ("block-artifacts",))
TYPES = 'default_install_hook_types = ["pre-commit", "pre-merge-commit"]\n'
ENTRY = """\
[[repos]]
repo = "https://example.org/commitworthy"
rev = "v0.1.0"
hooks = [
  { id = "block-artifacts" },
]
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", TYPES + "\n" + ENTRY),
        ("# c\n[[repos]]\nrepo = 'a'", TYPES + "# c\n[[repos]]\nrepo = 'a'\n\n" + ENTRY),
        (TYPES + "[[repos]]\nrepo = 'a'\n", TYPES + "[[repos]]\nrepo = 'a'\n\n" + ENTRY),
        (
            'default_install_hook_types = ["commit-msg"]\n',
            'default_install_hook_types = ["commit-msg", "pre-commit", "pre-merge-commit"]\n\n' + ENTRY,
        ),
        (
            '# c\ndefault_install_hook_types=[\n  "commit-msg", # ours\n  "pre-commit",\n]  # all\nfail_fast = true\n',
            'default_install_hook_types = ["commit-msg", "pre-commit", "pre-merge-commit"]\n# c\nfail_fast = true\n\n'
            + ENTRY,
        ),
    ],
)
def test_an_entry_is_added_at_the_end(before: str, after: str) -> None:
    assert toml_config.merged(before, OURS) == after


def test_a_local_entry_says_what_no_manifest_says() -> None:
    made = tomllib.loads(toml_config.merged("", HookEntry("local", "", ("block-artifacts",))))
    assert made["repos"] == [{"repo": "local", "hooks": [local("block-artifacts")]}]


@pytest.mark.parametrize(
    ("text", "replace", "complaint"),
    [
        ("a = \n", False, "it is not valid TOML: Invalid value (at line 1, column 5)"),
        ('repos = [{repo = "a"}]\n', False, "written in a style that this command cannot edit"),
        (
            'repos = [{repo = "a", hooks = [{id = "nbstripout"}]}]\n', True,
            "it is written in a style that this command cannot edit",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_safely_is_left_alone(text: str, replace: bool, complaint: str) -> None:
    with pytest.raises(CannotMerge) as error:
        toml_config.merged(text, OURS, replace=replace)
    assert complaint in str(error.value)


OTHERS = """\
# ours
[[repos]]
repo = "https://github.com/pre-commit/pre-commit-hooks"
rev = "v6.0.0"
hooks = [
  { id = "trailing-whitespace", args = ["a}", "# b"] },  # ws
  { id = "check-added-large-files", args = ["--maxkb=1"] },  # large
  { id = "check-yaml" },
]

# notebooks
[[repos]]
repo = "https://github.com/kynan/nbstripout"
rev = "0.8.1"
hooks = [{ id = "nbstripout" }]

[[repos]]
repo = "local"

[[repos.hooks]]
id = "nb-clean"
entry = "nb-clean clean"

[[repos.hooks]]
id = "lint"
entry = "lint"
"""
WITHOUT = """\
# ours
[[repos]]
repo = "https://github.com/pre-commit/pre-commit-hooks"
rev = "v6.0.0"
hooks = [
  { id = "trailing-whitespace", args = ["a}", "# b"] },  # ws
  { id = "check-yaml" },
]

# notebooks
[[repos]]
repo = "local"

[[repos.hooks]]
id = "lint"
entry = "lint"
"""


def test_replaced_hooks_go() -> None:
    assert toml_config.merged(OTHERS, None, replace=True) == WITHOUT


def test_hooks_get_stages_of_their_own() -> None:
    quiet = Quiet(("pre-commit", "manual"), frozenset({(0, 0), (2, 1)}), ("pre-commit",))
    made = toml_config.merged(OTHERS, OURS, quiet=quiet)
    assert made.startswith('default_stages = ["pre-commit", "manual"]\n' + TYPES)
    assert '  { id = "trailing-whitespace", args = ["a}", "# b"], stages = ["pre-commit"] },  # ws\n' in made
    assert '[[repos.hooks]]\nstages = ["pre-commit"]\nid = "lint"\n' in made
    assert made.count("stages = [") == 3


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_no_blank_line_is_left_where_the_replaced_hook_was(place: int, end: str) -> None:
    others = [f'[[repos]]\nrepo = "{name}"\nhooks = [{{ id = "{name}" }}]\n' for name in "ab"]
    strips = '[[repos]]\nrepo = "https://github.com/kynan/nbstripout"\nhooks = [{ id = "nbstripout" }]\n'
    text = "\n".join([*others[:place], strips, *others[place:]]).replace("\n", end)
    left = "\n".join(others)
    assert toml_config.merged(text, None, replace=True) == left.replace("\n", end)
    assert toml_config.merged(text, OURS, replace=True) == f"{TYPES}{left}\n{ENTRY}".replace("\n", end)
