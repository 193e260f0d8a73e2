"""What of a notebook is volatile: the choices of a user."""

from __future__ import annotations

from ..values import NamedTuple
from .keys import DEFAULT_GROUPS, GROUPS, REQUIRED

IDS = ("keep", "sequential", "drop")


class StripOptions(NamedTuple):
    """The defaults empty outputs, null counts, and drop what `keys.DEFAULT_GROUPS` name.

    Outputs.  `keep_output` keeps them in every cell that does not say otherwise.  Of all others an output is kept if it
    is no larger than `max_output` bytes, of one of `keep_types` (`stream`, `stream:stderr`, `error`), or if its text
    matches one of the regular expressions `keep_text`; of its representations, those that match the globs `keep_mimes`.
    `drop_types`, `drop_text` and `drop_mimes` name what goes, also from kept cells; given without anything to keep,
    they are all that goes.

    Metadata.  `strip_keys` and `keep_keys` are dotted names with globs: `metadata.language_info`, `cell.metadata.x*`,
    `cell.attachments`.  `groups` are keys of `keys.GROUPS`.

    Cells.  `drop_tagged` are tags.  `ids` is one of IDS; dropping them makes a notebook of format 4.5 one of 4.4.

    Kernel.  `normalize_kernel` gives every Python kernel the name that Jupyter gives its own, and others their name as
    display name; `kernel_name` sets both to one text.
    """

    groups: tuple[str, ...] = DEFAULT_GROUPS
    strip_keys: tuple[str, ...] = ()
    keep_keys: tuple[str, ...] = ()
    keep_output: bool = False
    keep_count: bool = False
    keep_widgets: bool = False
    strip_init_cells: bool = False
    max_output: int = 0
    keep_types: tuple[str, ...] = ()
    drop_types: tuple[str, ...] = ()
    keep_mimes: tuple[str, ...] = ()
    drop_mimes: tuple[str, ...] = ()
    keep_text: tuple[str, ...] = ()
    drop_text: tuple[str, ...] = ()
    drop_empty_cells: bool = False
    drop_tagged: tuple[str, ...] = ()
    ids: str = "keep"
    normalize_kernel: bool = False
    kernel_name: str = ""
    drop_unused_attachments: bool = False


DEFAULT = StripOptions()


def selects(options: StripOptions) -> bool:
    """Whether single outputs are to be looked at."""
    return bool(_keeps(options) or options.drop_types or options.drop_mimes or options.drop_text)


def keeps_by_default(options: StripOptions) -> bool:
    """Whether the outputs stay of a cell that says nothing of them."""
    return options.keep_output or (selects(options) and not _keeps(options))


def _keeps(options: StripOptions) -> bool:
    return bool(options.max_output or options.keep_types or options.keep_mimes or options.keep_text)


def check(options: StripOptions) -> None:
    """ValueError, in plain words, for options that cannot be meant."""
    for group in options.groups:
        if group not in GROUPS:
            raise ValueError(f"{group!r} is not a group of metadata; there are {', '.join(GROUPS)}")
    for key in (*options.strip_keys, *options.keep_keys):
        _check_key(key)
    for key in options.strip_keys:
        _check_harmless(key)
    if options.ids not in IDS:
        raise ValueError(f"{options.ids!r} is not one of {', '.join(IDS)}")
    _check_expressions((*options.keep_text, *options.drop_text))


def _check_key(key: str) -> None:
    first, _, rest = key.partition(".")
    if first not in ("metadata", "cell") or not all(rest.split(".")):
        raise ValueError(f"{key!r} is not a key; write metadata.NAME, or cell.metadata.NAME for those of the cells")


def _check_harmless(key: str) -> None:
    from fnmatch import fnmatchcase

    first, _, rest = key.partition(".")
    if first == "cell" and any(fnmatchcase(name, rest) for name in REQUIRED):
        raise ValueError(f"{key!r} would strip a part that every cell needs")


def _check_expressions(expressions: tuple[str, ...]) -> None:
    for expression in expressions:
        import re

        try:
            re.compile(expression)
        except re.error as error:
            raise ValueError(f"{expression!r} is not a regular expression: {error}") from None
