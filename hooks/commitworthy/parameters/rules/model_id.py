"""PAR507: `set_experiment("nyc-taxi")`, `from_pretrained("allenai/scibert")`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from .. import texts
from ..literals import TEXT, WORD
from ..place import CLASS, CONSTANT, KEYWORD, POSITION, TARGET
from ..words import words
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_EXPERIMENTS = frozenset(("set_experiment", "create_experiment", "get_experiment_by_name"))
_TABLES = frozenset(("saveAsTable", "insertInto", "read_table", "to_gbq", "read_gbq"))
_DATASETS = frozenset(("load_dataset", "fetch_openml"))


def judge(place: Place, facts: Facts) -> str:
    """The experiment, model or table."""
    if place.level in (CONSTANT, CLASS):
        return ""
    callee, text = facts.callee(place), str(place.value)
    if place.slot == POSITION and place.position == 0:
        if callee.last in _EXPERIMENTS:
            return "experiment"
        if callee.last in _TABLES and not texts.place(text):
            return "table"
        if callee.last in _DATASETS or (callee.last == "load" and callee.root == "tfds"):
            return "dataset"
        return "model_name" if callee.last in ("from_pretrained", "SentenceTransformer", "pipeline_from") else ""
    if place.slot == KEYWORD and callee.last == "load" and callee.root == "tfds":
        return "dataset" if place.name == "name" else ""
    if place.slot == KEYWORD:
        if callee.last == "init" and callee.root in ("wandb", "neptune", "comet_ml", "aim"):
            return place.name if place.name in ("project", "entity", "experiment", "name", "group") else ""
        return (
            place.name
            if place.name in ("experiment_name", "registered_model_name") and not facts.declares(place.owner)
            else ""
        )
    return place.name if _is_model_name(place.name) and _is_hub_name(text) else ""


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
    places((POSITION, KEYWORD), (TEXT, WORD)) + places((TARGET,), (TEXT,)),
    judge,
    "The next experiment has another name, and the next model is tried in its place.",
    (
        "mlflow.set_experiment('nyc-taxi')",
        "AutoModel.from_pretrained('allenai/scibert')",
        "wandb.init(project='churn')",
        "load_dataset('emotion')",
    ),
    ("AutoModel.from_pretrained(cfg.model)", "MODEL_NAME = 'allenai/scibert'"),
    "UPPER_CASE constants",
)
