"""Which members of the metadata go: dotted names, each part of them a literal or a glob."""

from __future__ import annotations

from ..values import TYPE_CHECKING, NamedTuple
from .scan import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class Rules(NamedTuple):
    """What goes, and what stays although it would go."""

    strip: list[Keys]
    keep: list[Keys]

    def below(self, key: str) -> Rules:
        """Those that are left behind `key`."""
        return Rules(step(self.strip, key), step(self.keep, key))


def rules(groups: Iterable[str], strip: Iterable[str], keep: Iterable[str]) -> Rules:
    """The dotted names of the groups and of `strip` go; those of `keep` stay."""
    names = [name for group in groups for name in GROUPS[group].split()]
    return Rules([tree([*names, *strip])], [tree(keep)])


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
