"""PAR508: `output_dir = "features"`, `table_name = "artists"`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import FileContext
from ..confidence import LIKELY
from ..names import words
from ..sites import CLASS, CONSTANT, KEYWORD, POSITION, TARGET, TEXT, WORD, LiteralSite, called, is_plain
from .paths import OF_THE_CODE
from .rule import ParameterRule, asks
from .variable import is_setting

_NAMES = frozenset(
    """
    dir folder directory subdir subfolder outdir filename fname outfile bucket
    """.split()
)
# What has a name of its own: "table" alone may as well be the table itself.
_NAMED = frozenset(
    """
    table file bucket dir folder db database index topic queue endpoint cluster job stream schema catalog container
    dataset project deployment
    """.split()
)
_TABLES = frozenset(("to_sql", "read_sql_table", "Bucket", "bucket", "get_bucket", "Table"))
# Methods that write a folder or table under the name they are given.
_WRITING = frozenset("save save_pretrained save_model save_to_disk parquet orc delta to_parquet".split())
_BEGINNINGS = ("save", "table", *_WRITING, *_TABLES)
_KEYWORDS = frozenset(("bucket", "folder"))
# Earth Engine's name of what it exports.
_EXPORTED = frozenset(("fileNamePrefix", "assetId"))
_PICTURES = frozenset("fig figure plot picture image".split())
# What an object of settings may call the data: `config.dataset = "flowers"`.
_DATA = frozenset(("dataset", "corpus"))
_LONGEST = 60


def judge(site: LiteralSite, context: FileContext) -> str:
    """The variable or keyword, where it says that the word is the name of a place."""
    text = str(site.value)
    if site.level in (CONSTANT, CLASS):
        return ""
    if site.slot == POSITION:
        if site.position or not called(site.owner).startswith(_BEGINNINGS) or not _is_name(text):
            return ""
        return "table" if _is_table(site, context) else "name" if _saves(site, context) else ""
    parts = words(site.name)
    if "image" in parts and site.kind is TEXT and _is_image(text, parts) and not context.callee(site.owner).draws:
        return "" if context.callee(site.owner).declares else site.name
    named = len(parts) > 1 and parts[-1] == "name" and parts[-2] in _NAMED
    # What is called table alone may be the table itself; `gold.trips` is the name of one.
    callee = context.callee(site.owner)
    of_table = "." in text and "table" in (callee.words if site.name == "name" else parts[-1:])
    known = (
        named
        or of_table
        or (parts[-1:] and parts[-1] in _DATA and is_setting(site))
        or (site.slot == KEYWORD and site.name in _EXPORTED)
        or (bool(parts) and parts[-1] in (_KEYWORDS if site.slot == KEYWORD else _NAMES))
    )
    if not known or not _is_name(text) or site.name in OF_THE_CODE:
        return ""
    return "" if callee.draws or callee.declares else site.name


def _is_table(site: LiteralSite, context: FileContext) -> bool:
    callee = context.callee(site.owner)
    return callee.last in _TABLES or (callee.last == "table" and callee.root in ("spark", "sqlContext", "session"))


def _saves(site: LiteralSite, context: FileContext) -> bool:
    """Whether a function of the project writes what it is told the name of, and no picture of a notebook."""
    callee = context.callee(site.owner)
    parts = callee.words
    if callee.last in _WRITING and len(callee.chain) > 1 and not callee.draws:
        # A catalogue, such as Kedro's, knows where what it is told the name of lies.
        return _PICTURES.isdisjoint(callee.chain) and callee.chain[1] not in ("catalog", "io")
    return parts[:1] == ("save",) and _PICTURES.isdisjoint(parts) and is_plain(site.owner)


def _is_image(text: str, parts: tuple[str, ...]) -> bool:
    """Whether it is the name of a container: `team/loader:1.2`, and no picture; `image_base = "a/b"` may be either."""
    if "/" not in text or " " in text or "{}" in text or shapes.has_known_ending(text.partition(":")[0]):
        return False
    return parts[-1] == "image" or (":" in text.rpartition("/")[2] and "://" not in text)


def _is_name(text: str) -> bool:
    """Whether it is a word such as `artists`, `train-2`, `gold.tracks` or `plot_{}`, and says more than a suffix."""
    plain = text.replace("{}", "")
    if not 3 <= len(text) <= _LONGEST or not plain.strip("_-.") or text[0].isdigit() or text[0] in "._-":
        return False
    if text.startswith("{}") and "_" not in plain.strip("_-.") and "-" not in plain.strip("_-."):
        return False
    return all(char.isalnum() or char in "_-." for char in plain) and "." not in plain[-5:]


RULE = ParameterRule(
    Rule("PAR508", "place-name", "the name of a folder, file, table, bucket or container image"),
    "paths",
    asks((TARGET, KEYWORD, POSITION), (WORD, TEXT)),
    judge,
    "Another run writes beside this one, and another project has other tables.",
    "UPPER_CASE constants, fields of classes, a suffix put on a given name",
    confidence=LIKELY,
    doubt="the name may be one that never changes",
)
