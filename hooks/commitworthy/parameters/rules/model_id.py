"""PAR507: `set_experiment("nyc-taxi")`, `from_pretrained("allenai/scibert")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import Callee, FileContext
from ..names import words
from ..sites import CLASS, CONSTANT, KEYWORD, POSITION, TARGET, TEXT, WORD, LiteralSite, called
from .rule import ParameterRule, asks

_EXPERIMENTS = frozenset(("set_experiment", "create_experiment", "get_experiment_by_name"))
_TABLES = frozenset(("saveAsTable", "insertInto", "read_table", "to_gbq", "read_gbq"))
_DATASETS = frozenset(("load_dataset", "fetch_openml"))
_MODELS = frozenset(("from_pretrained", "SentenceTransformer", "pipeline_from"))
_ASKED = _EXPERIMENTS | _TABLES | _DATASETS | _MODELS | {"load"}
_REGISTERED = frozenset(("experiment_name", "registered_model_name"))
_PUBLISHED = frozenset("model model_name model_id tokenizer checkpoint pretrained_model_name_or_path".split())
_KEYWORDS = _PUBLISHED | _REGISTERED | {"project", "entity", "experiment", "name", "group"}
_TRACKERS = frozenset(("wandb", "neptune", "comet_ml", "aim"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """The experiment, model or table."""
    if site.level in (CONSTANT, CLASS):
        return ""
    if site.slot == POSITION:
        asked = site.position == 0 and called(site.owner) in _ASKED
        return _by_call(context.callee(site.owner), str(site.value)) if asked else ""
    if site.slot == KEYWORD:
        return _by_keyword(site, context) if site.name in _KEYWORDS else ""
    if site.name in _REGISTERED:
        return site.name if site.value and " " not in str(site.value) else ""
    if site.kind is WORD:
        return ""
    return site.name if _is_model_name(site.name) and _is_hub_name(str(site.value)) else ""


def _by_call(callee: Callee, text: str) -> str:
    if callee.last in _EXPERIMENTS:
        return "experiment"
    if callee.last in _TABLES:
        return "" if shapes.location(text) else "table"
    if callee.last == "load":
        if "hub" in callee.chain:
            return "model_repository"
        return "dataset" if callee.root == "tfds" else ""
    return "dataset" if callee.last in _DATASETS else "model_name"


def _by_keyword(site: LiteralSite, context: FileContext) -> str:
    callee = context.callee(site.owner)
    name = site.name
    if callee.root == "tfds":
        return "dataset" if callee.last == "load" and name == "name" else ""
    if name in _PUBLISHED:
        text = str(site.value)
        known = _is_hub_name(text) and not shapes.has_known_ending(text) and not shapes.in_known_folder(text)
        return name if known and not callee.declares else ""
    if name in _REGISTERED:
        return "" if callee.declares else name
    return name if callee.last == "init" and callee.root in _TRACKERS else ""


_HELD = frozenset("model checkpoint tokenizer backbone encoder dataset".split())
_NAMING = frozenset("name id checkpoint base path hub repo".split())


def _is_model_name(name: str) -> bool:
    parts = words(name)
    return "pretrained" in parts or (not _HELD.isdisjoint(parts) and not _NAMING.isdisjoint(parts))


def _is_hub_name(text: str) -> bool:
    owner, slash, name = text.partition("/")
    return (
        bool(slash and owner and name)
        and "/" not in name
        and " " not in text
        and not name.endswith((".csv", ".pkl", ".pt"))
    )


RULE = ParameterRule(
    Rule("PAR507", "model-id", "an experiment, a published model or a table"),
    "tracking",
    asks((POSITION, KEYWORD), (TEXT, WORD)) + asks((TARGET,), (TEXT, WORD)),
    judge,
    "The next experiment has another name, and the next model is tried in its place.",
    "UPPER_CASE constants",
)
