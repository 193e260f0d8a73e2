"""What each hook offers: mypy compares the modules with the Protocol, and a name leads to its module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitworthy.hooks import combined
from commitworthy.hooks.block_artifacts import hook as block_artifacts
from commitworthy.hooks.check_cards import hook as check_cards
from commitworthy.hooks.check_push import hook as check_push
from commitworthy.hooks.flag_parameters import hook as flag_parameters
from commitworthy.hooks.hook import FILE_HOOKS, HOOKS, load, load_file_hooks
from commitworthy.hooks.limit_commit import hook as limit_commit
from commitworthy.hooks.require_lfs import hook as require_lfs
from commitworthy.hooks.strip_notebooks import hook as strip_notebooks

if TYPE_CHECKING:
    from commitworthy.hooks.protocol import FileHook, Hook

FILE_MODULES: tuple[FileHook, ...] = (block_artifacts, strip_notebooks, require_lfs, flag_parameters)
MODULES: tuple[Hook, ...] = (*FILE_MODULES, limit_commit, check_push, check_cards, combined)


def test_a_name_leads_to_its_hook() -> None:
    assert [module.NAME for module in MODULES] == list(HOOKS)
    assert [load(module.NAME) for module in MODULES] == list(MODULES)


def test_the_hooks_that_check_files_have_a_baseline() -> None:
    assert list(load_file_hooks().items()) == list(zip(FILE_HOOKS, FILE_MODULES, strict=True))
