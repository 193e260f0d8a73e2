"""What of a notebook is volatile: the choices of a user."""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .json_scan import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable


# Which members of the metadata go: dotted names, each part of them a literal or a glob.


# Members that a cell has to have; losing `source` would be losing work.
REQUIRED = frozenset({"cell_type", "source", "input", "metadata", "outputs", "execution_count"})
_GLOB = frozenset("*?[")

# Volatile members by who writes them.  `metadata.` is the notebook's, `cell.metadata.` a cell's.
GROUPS = {
    # The first eight are nbstripout's; nbformat itself drops the others when it signs a notebook.
    "jupyter": """
        metadata.signature metadata.widgets
        cell.metadata.collapsed cell.metadata.ExecuteTime cell.metadata.execution cell.metadata.heading_collapsed
        cell.metadata.hidden cell.metadata.scrolled
        metadata.orig_nbformat metadata.orig_nbformat_minor cell.metadata.trusted
        """,
    "language-version": "metadata.language_info.version",
    # Who ran the cell, with account number, name and picture; where and how tall the output was.
    "colab": """
        cell.metadata.executionInfo cell.metadata.outputId cell.metadata.colab.base_uri cell.metadata.colab.height
        cell.metadata.colab.referenced_widgets cell.metadata.colab.resources
        """,
    "deepnote": """
        cell.metadata.execution_start cell.metadata.execution_millis cell.metadata.source_hash
        cell.metadata.deepnote_to_be_reexecuted
        """,
    "kaggle": "cell.metadata._uuid cell.metadata._execution_state metadata._uuid",
    "papermill": "metadata.papermill cell.metadata.papermill",
    "vscode": "metadata.vscode cell.metadata.vscode",
}
DEFAULT_GROUPS = ("jupyter", "language-version", "colab", "deepnote", "kaggle")


class Keys(NamedTuple):
    """A tree of names: `ends` where one of the dotted names does."""

    ends: bool
    names: dict[str, Keys]
    globs: dict[str, Keys]


class KeyRules(NamedTuple):
    """What goes, and what stays although it would go."""

    strip: list[Keys]
    keep: list[Keys]

    def below(self, key: str) -> KeyRules:
        """Those that are left behind `key`."""
        return KeyRules(step(self.strip, key), step(self.keep, key))


def rules(groups: Iterable[str], strip: Iterable[str], keep: Iterable[str]) -> KeyRules:
    """The dotted names of the groups and of `strip` go; those of `keep` stay."""
    names = [name for group in groups for name in GROUPS[group].split()]
    return KeyRules([tree([*names, *strip])], [tree(keep)])


def tree(names: Iterable[str]) -> Keys:
    """Of dotted names such as `cell.metadata.colab.*`."""
    return _tree([tuple(name.split(".")) for name in names])


def _tree(paths: list[tuple[str, ...]]) -> Keys:
    below: dict[str, list[tuple[str, ...]]] = {}
    for path in paths:
        if path:
            below.setdefault(path[0], []).append(path[1:])
    made = {name: _tree(rest) for name, rest in below.items()}
    literal = {name: keys for name, keys in made.items() if _GLOB.isdisjoint(name)}
    return Keys(() in paths, literal, {name: keys for name, keys in made.items() if name not in literal})


def step(trees: list[Keys], key: str) -> list[Keys]:
    """Below the member `key`, which may have dots itself."""
    for part in as_text(key).split("."):
        trees = [below for keys in trees for below in _children(keys, part)]
    return trees


def _children(keys: Keys, part: str) -> list[Keys]:
    found = [keys.names[part]] if part in keys.names else []
    if keys.globs:
        from fnmatch import fnmatchcase

        found += [below for glob, below in keys.globs.items() if fnmatchcase(part, glob)]
    return found


DEFAULT_RULES = rules(DEFAULT_GROUPS, (), ())


IDS = ("keep", "sequential", "drop")


class StripOptions(NamedTuple):
    """The defaults empty outputs, null counts, and drop what `DEFAULT_GROUPS` name.

    Outputs.  `keep_output` keeps them in every cell that does not say otherwise.  Of all others an output is kept if it
    is no larger than `max_output` bytes, of one of `keep_types` (`stream`, `stream:stderr`, `error`), or if its text
    matches one of the regular expressions `keep_text`; of its representations, those that match the globs `keep_mimes`.
    `drop_types`, `drop_text` and `drop_mimes` name what goes, also from kept cells; given without anything to keep,
    they are all that goes.

    Metadata.  `strip_keys` and `keep_keys` are dotted names with globs: `metadata.language_info`, `cell.metadata.x*`,
    `cell.attachments`.  `groups` are keys of `GROUPS`.

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
