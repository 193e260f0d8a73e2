"""Cells as IPython takes them: magics, prompts and a common indent taken off, what is Python of them where it is."""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING
from .source import UnreadableSource, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a cell may hold: Python for sure, something else, or Python if it reads as such.
PYTHON, OTHER, PERHAPS = "python", "other", "perhaps"

# Magics with which the rest of the cell is Python, in a notebook of any language.
_INTO_PYTHON = frozenset("python python2 python3 pypy pyspark ipython local".split())
# Cell magics whose body is the language of the notebook.
_AROUND = frozenset(
    """
    time timeit capture prun mprun memit lprun heat wandb debug px autopx snakeviz pyinstrument skip black nb_black
    ipytest matplotlib scalene tracemalloc memray_flamegraph cache
    """.split()
)
# Cell magics whose body is no Python, also where it happens to parse as such.
_LANGUAGES = frozenset(
    """
    bash sh shell system sx cmd powershell pwsh script perl ruby node deno javascript js typescript ts html htm svg css
    latex tex markdown md md-sandbox mermaid r rscript rlang rpush sparkr julia octave matlab stata sas scala spark.sql
    java kotlin groovy
    go rust cpp c c++ cling cu cuda fortran lua haskell ocaml prolog awk sql sparksql psql sqlite mysql mssql duckdb
    bigquery bq kql trino presto athena snowflake ksql dbt cypher gremlin sparql opencypher oc graphql csharp fsharp
    writefile file overwrite configure info logs help cleanup delete ai chat jinja yaml json toml dot graphviz plantuml
    tikz verilog fs
    """.split()
)
_MOST_MAGICS = 200
# Line magics, and aliases of shell commands, that need no percent sign where they begin a line.
_AUTOMAGICS = frozenset(
    """
    alias alias_magic autoawait autocall automagic autoreload autosave bookmark cat cd clear cls colors conda config
    connect_info cp copy ddir debug dhist dirs doctest_mode echo ed edit env gui hist history killbgscripts ldir less
    lf lk ll load load_ext loadpy logoff logon logstart logstate logstop ls lsmagic lx macro magic mamba man
    matplotlib micromamba mkdir more mv notebook page pastebin pdb pdef pdoc pfile pinfo pinfo2 pip popd pprint
    precision prun psearch psource pushd pwd pycat pylab qtconsole quickref recall rehashx reload_ext ren rep rerun
    reset reset_selective rm rmdir run save sc set_env store sx system tb time timeit unalias unload_ext uv who who_ls
    whos xdel xmode
    """.split()
)
# A word with one of these behind it is an expression of Python, not a magic.
_OPERATORS = "!=()<>,+*/%^&|.[:"
_RUNNING = ("time", "timeit", "prun", "memit")


def kind(rows: Sequence[str], *, is_python: bool, is_databricks: bool) -> str:
    """What a cell of a notebook holds, that of a Python notebook `is_python`, told by the magics at its top.

    On Databricks `%sql` makes SQL of all of a cell; elsewhere it is a magic of its line.
    """
    own = PYTHON if is_python else OTHER
    for row in rows:
        bare = row.strip()
        if not bare or bare.startswith("#"):
            continue
        name = _name(bare)
        if bare.startswith("%%"):
            if name in _INTO_PYTHON or (name == "script" and "python" in bare):
                own = PYTHON
            elif name in _LANGUAGES:
                return OTHER
            elif name not in _AROUND:
                return PERHAPS if own == PYTHON else OTHER
            continue
        if bare.startswith("%") and name in _INTO_PYTHON and not bare[1 + len(name) :].strip():
            return PYTHON
        if bare.startswith("%") and name in _LANGUAGES:
            if is_databricks or bare[1:].lower() == name:
                return OTHER
            return PERHAPS if own == PYTHON else OTHER
        break
    return own


def _name(bare: str) -> str:
    words = bare.lstrip("%").split(None, 1)
    return words[0].lower() if words else ""


def read(rows: list[str], cuts: list[int] | None = None) -> tuple[ast.Module, list[str]] | UnreadableSource:
    """The tree of a cell and its lines as they were parsed: what is no Python in them is blanked in its place.

    `cuts` are how many characters of each line come before its Python; without it IPython's own rules say so.  A cell
    is parsed as it is first; only where that fails its magics are blanked.
    """
    if cuts is None:
        tree = parsed("\n".join(rows))
        if not isinstance(tree, UnreadableSource):
            return tree, rows
        rows = _without_cell_magics(rows)
        cuts = _cuts(rows)
    bare = [row[cut:] for row, cut in zip(rows, cuts, strict=True)]
    tree = _masking(bare)
    if isinstance(tree, UnreadableSource):
        return tree
    if any(cuts):
        _shift(tree, cuts)
        bare = [" " * cut + rest for cut, rest in zip(cuts, bare, strict=True)]
    return tree, bare


def _without_cell_magics(rows: list[str]) -> list[str]:
    """The lines with `%%time` and the like at the top blanked; what is below may be indented, as in any cell."""
    rows = list(rows)
    for number, row in enumerate(rows):
        if row.lstrip().startswith("%%"):
            rows[number] = ""
        elif row.strip():
            break
    return rows


def _cuts(rows: Sequence[str]) -> list[int]:
    """What IPython takes off at the left: the indent of the first line, then prompts."""
    start = next((number for number, row in enumerate(rows) if row.strip()), 0)
    indent = rows[start][: len(rows[start]) - len(rows[start].lstrip(" \t"))] if rows else ""
    cuts = [len(indent) if row.startswith(indent) else 0 for row in rows]
    for prompt in (_classic, _numbered):
        lines = [row[cut:] for row, cut in zip(rows, cuts, strict=True)][start:]
        # The second line may go on where the first has lost its prompt.
        if lines and prompt(lines[0], first=True):
            cuts = [cut + prompt(row[cut:], first=False) for row, cut in zip(rows, cuts, strict=True)]
    return cuts


def _classic(row: str, *, first: bool) -> int:
    """How long `>>> ` is at the beginning of a line, or `... ` where it is not the first."""
    marks = (">>>",) if first else (">>>", "...")
    return (3 + row.startswith(" ", 3)) if row.startswith(marks) and row[3:4] in ("", " ") else 0


def _numbered(row: str, *, first: bool) -> int:
    """How long `In [3]: ` is at the beginning of a line, or `   ...: ` where it is not the first."""
    head, found, _ = row.partition("]: ")
    if found and head.startswith("In [") and head[4:].isdigit() and head.isascii():
        return len(head) + 3
    bare = row.lstrip()
    dots = len(bare) - len(bare.lstrip("."))
    if first or dots < 3 or bare[dots : dots + 1] != ":":
        return 0
    return len(row) - len(bare) + dots + 1 + bare.startswith(" ", dots + 1)


def _shift(tree: ast.Module, widths: Sequence[int]) -> None:
    """Move the nodes to where they are with what was cut off before them, `widths` ASCII characters of each line."""
    from ast import walk

    placed = (ast.expr, ast.stmt, ast.excepthandler, ast.arg, ast.keyword, ast.alias, ast.pattern)
    for node in walk(tree):
        if isinstance(node, placed):
            node.col_offset += widths[node.lineno - 1]
            if node.end_lineno and node.end_col_offset is not None:
                node.end_col_offset += widths[node.end_lineno - 1]


def _masking(rows: list[str]) -> ast.Module | UnreadableSource:
    """The tree of lines whose magics are blanked one after the other, each with as many characters as it had."""
    first = tree = parsed("\n".join(rows))
    for _ in range(_MOST_MAGICS):
        if not isinstance(tree, UnreadableSource):
            return tree
        if not _mask_near(rows, min(max(tree.line, 1), len(rows)) - 1):
            break
        tree = parsed("\n".join(rows))
    return first


def _mask_near(rows: list[str], at: int) -> bool:
    """Blank the magic of line `at`, or of the nearest line above it that has one; False where there is none."""
    for number in range(at, max(at - 4, -1), -1):
        masked = _masked(rows[number])
        if masked is not None:
            goes_on = masked.rstrip().endswith(("pass", "= None")) and rows[number].rstrip().endswith("\\")
            rows[number] = masked
            while goes_on and number + 1 < len(rows):
                number += 1  # noqa: PLW2901 (the loop ends here)
                goes_on = rows[number].rstrip().endswith("\\")
                rows[number] = ""
            return True
    if at + 1 < len(rows):
        masked = _masked(rows[at + 1])
        if masked is not None:
            rows[at + 1] = masked
            return True
    return False


def _masked(row: str) -> str | None:
    """The line without its magic; None where it has none."""
    bare = row.lstrip()
    indent = row[: len(row) - len(bare)]
    if bare.startswith("%%"):
        return ""
    if bare.startswith("%"):
        return indent + _statement(bare, 1)
    if bare.startswith(("!", "?")) or (bare.rstrip().endswith("?") and not bare.startswith("#")):
        return indent + "pass"
    for mark in ("= %", "=%", "= !", "=!"):
        before, found, after = row.partition(mark)
        if found and not before.rstrip().endswith(("=", "!", "<", ">")) and not after.startswith("="):
            name = after.split(" ", 1)[0]
            rest = _behind_options(after[len(name) :]) if mark.endswith("%") and name in _RUNNING else ""
            # `%time f(x)` gives what its statement gives; what any other magic gives nobody knows.
            gap = len(row.rstrip()) - len(before) - 1 - len(rest)
            return f"{before}={' ' * gap}{rest}" if rest else f"{before}= None"
    return indent + _statement(bare, 0) if _is_automagic(bare) else None


def _is_automagic(bare: str) -> bool:
    """`pip install x`, `cd ..`: a magic without its percent sign, as IPython tells it from an expression."""
    words = bare.split(None, 1)
    if not words or words[0] not in _AUTOMAGICS:
        return False
    rest = words[1] if len(words) > 1 else ""
    # `cd ..` and `cd /tmp` are where IPython looks at a path.
    return not rest or rest[0] not in _OPERATORS or (words[0] not in _RUNNING and rest[0] in "./")


def _statement(bare: str, sign: int) -> str:
    """`%time fit(x)` with its statement kept in its place; `pass` for any other magic, with `sign` characters ahead."""
    name = bare[sign:].split(" ", 1)[0]
    if name in _RUNNING and " " in bare:
        rest = _behind_options(bare[len(name) + sign :])
        gap = len(bare) - len(rest)
        return "pass;" + " " * (gap - 5) + rest if gap >= 5 and rest.strip() else "pass"
    return "pass"


def _behind_options(text: str) -> str:
    """The statement in ` -n 3 -o fit(x)`."""
    rest = text.strip()
    while rest.startswith("-") and " " in rest:
        rest = rest.partition(" ")[2].lstrip()
        if rest[:1].isdigit():
            rest = rest.partition(" ")[2].lstrip()
    return rest


def move_down(tree: ast.Module, lines: int) -> None:
    """Move a tree as many lines down, for code that does not begin with its file."""
    from ast import increment_lineno

    increment_lineno(tree, lines)
