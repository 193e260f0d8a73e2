"""What a team may set of the search for parameters."""

from __future__ import annotations

from ..values import NamedTuple


class Options(NamedTuple):
    """`select` and `ignore` name rules, by name or code; an empty `select` means the rules that are on by default.

    `config_files` and `test_globs` are gitignore patterns beside what is known by name; what they match is exempt.
    `per_file_ignores` are pairs of such a pattern and the rules it switches off.  `extra_hyperparameters` are names
    that count as hyperparameters, `allow_names` and `allow_callees` what is never reported.
    """

    extra_hyperparameters: tuple[str, ...] = ()
    allow_names: tuple[str, ...] = ()
    allow_callees: tuple[str, ...] = ()
    config_files: tuple[str, ...] = ()
    test_globs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()


DEFAULT = Options()
