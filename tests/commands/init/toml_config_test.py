"""`prek.toml`, changed as text."""

from __future__ import annotations

import tomllib

import pytest

from commitworthy.commands.init import toml_config
from commitworthy.commands.init.entry import CannotMerge, HookEntry, local

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
        ('[[repos]]\nhooks = [{id = "nbstripout"}]\n', True, "remove nbstripout by hand"),
    ],
)
def test_what_cannot_be_changed_safely_is_left_alone(text: str, replace: bool, complaint: str) -> None:
    with pytest.raises(CannotMerge) as error:
        toml_config.merged(text, OURS, replace=replace)
    assert complaint in str(error.value)
