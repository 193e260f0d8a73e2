"""PAR507: `set_experiment("nyc-taxi")`, `from_pretrained("allenai/scibert")`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes
from ..calls import Callee, FileContext
from ..names import words
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, POSITION, TARGET, TEXT, WORD, LiteralSite, called
from .rule import ParameterRule, asks

_EXPERIMENTS = frozenset(("set_experiment", "create_experiment", "get_experiment_by_name"))
_TABLES = frozenset(("saveAsTable", "insertInto", "read_table", "to_gbq", "read_gbq"))
_DATASETS = frozenset(("load_dataset", "fetch_openml"))
# How files of the user's own are read.
_BUILDERS = frozenset("csv json text parquet arrow imagefolder audiofolder videofolder webdataset pandas xml".split())
_MODELS = frozenset(("from_pretrained", "SentenceTransformer", "pipeline_from"))
# What is told the name of a model first; another kind of name may stand there as well.
_NAMED_FIRST = frozenset(
    """
    GenerativeModel init_chat_model create_model load_model get_model encoding_for_model LM LLM ChatModel
    TextGenerationModel TextEmbeddingModel CrossEncoder
    """.split()
)
# How the names of published models begin.
_FAMILIES = (
    "gpt", "o1-", "o3-", "o4-", "chatgpt", "claude-", "gemini-", "gemma", "llama", "codellama", "mistral", "mixtral",
    "ministral", "codestral", "qwen", "phi-", "phi3", "deepseek", "command-", "text-embedding-", "text-davinci",
    "embed-", "whisper-", "dall-e", "tts-", "titan-", "nova-", "grok-", "palm-", "text-bison", "bert-", "roberta-",
    "distilbert-", "distilgpt2", "albert-", "xlm-", "t5-", "flan-t5", "bart-", "all-minilm", "all-mpnet", "bge-", "e5-",
    "nomic-embed", "mxbai-embed", "voyage-", "jina-", "sonar", "falcon-", "starcoder", "stable-diffusion", "en_core_",
)  # fmt: skip
_ASKED = _EXPERIMENTS | _TABLES | _DATASETS | _MODELS | _NAMED_FIRST | {"load"}
_ENTRIES = frozenset(("model", "model_name", "model_id", "engine", "deployment", "llm", "embedding_model"))
_BARE = frozenset((("model",), ("llm",), ("engine",), ("deployment",), ("embeddings",)))
_REGISTERED = frozenset(("experiment_name", "registered_model_name"))
_PUBLISHED = frozenset(
    """
    model model_name model_id modelId tokenizer checkpoint pretrained_model_name_or_path engine deployment_name
    embedding_model azure_deployment
    """.split()
)
_KEYWORDS = _PUBLISHED | _REGISTERED | {"project", "entity", "experiment", "name", "group"}
_TRACKERS = frozenset(("wandb", "neptune", "comet_ml", "aim"))


def judge(site: LiteralSite, context: FileContext) -> str:
    """The experiment, model or table."""
    if site.level in (CONSTANT, CLASS):
        return ""
    if site.slot == POSITION:
        asked = site.position == 0 and called(site.owner) in _ASKED
        return _by_call(context.callee(site.owner), str(site.value)) if asked else ""
    if site.slot == ENTRY:
        return site.name if site.name in _ENTRIES and _is_of_family(str(site.value)) else ""
    if site.slot == KEYWORD:
        return _by_keyword(site, context) if site.name in _KEYWORDS else ""
    if site.name in _REGISTERED:
        return site.name if site.value and " " not in str(site.value) else ""
    text = str(site.value)
    if text[:1] in ("_", "-"):
        # A suffix.
        return ""
    hub = site.kind is TEXT and _is_hub_name(text)
    if _is_model_name(site.name) and (_is_published(text) or hub) and not _is_file(text):
        return site.name
    return site.name if words(site.name)[-1:] in _BARE and _is_of_family(text) else ""


def _by_call(callee: Callee, text: str) -> str:
    if callee.last in _EXPERIMENTS:
        return "experiment"
    if callee.last in _TABLES:
        return "" if shapes.location(text) else "table"
    if callee.root in ("spacy", "whisper") and callee.last in ("load", "load_model"):
        # Any word is a model of theirs: `whisper.load_model("base")`.
        return "" if shapes.location(text) else "model_name"
    if callee.last == "load":
        if "hub" in callee.chain:
            return "model_repository"
        return "dataset" if callee.root == "tfds" else ""
    if callee.last in _NAMED_FIRST:
        return "model_name" if _is_published(text) else ""
    if callee.last in _DATASETS:
        return "" if text in _BUILDERS else "dataset"
    return "model_name"


def _by_keyword(site: LiteralSite, context: FileContext) -> str:
    callee = context.callee(site.owner)
    name = site.name
    if callee.root == "tfds":
        return "dataset" if callee.last == "load" and name == "name" else ""
    if name in _PUBLISHED:
        text = str(site.value)
        known = (_is_hub_name(text) or _is_published(text)) and not _is_file(text)
        return name if known and not (callee.declares or callee.draws) else ""
    if name in _REGISTERED:
        return "" if callee.declares else name
    return name if callee.last == "init" and callee.root in _TRACKERS else ""


_HELD = frozenset("model checkpoint tokenizer backbone encoder dataset llm embedding embeddings engine".split())
_NAMING = frozenset("name id checkpoint base path hub repo".split())


def _is_model_name(name: str) -> bool:
    parts = words(name)
    return "pretrained" in parts or (not _HELD.isdisjoint(parts) and not _NAMING.isdisjoint(parts))


def _is_file(text: str) -> bool:
    return shapes.has_known_ending(text) or shapes.in_known_folder(text)


def _is_of_family(text: str) -> bool:
    """Whether it begins as the names of published models do: `gpt-4o`, `llama3.1:8b`, `openai/gpt-4o`."""
    name = text.lower().rpartition("/")[2]
    return " " not in text and "{}" not in text and name.startswith(_FAMILIES) and not shapes.has_known_ending(name)


def _is_published(text: str) -> bool:
    """Whether it is the name of a model, with a size, a version or a tag: `resnet50`, `minilm-l6`, `churn-v2`."""
    if _is_of_family(text):
        return True
    plain = text.replace("-", "").replace(".", "").replace(":", "").replace("_", "")
    told = any(map(str.isdigit, text)) or ":" in text or "-" in text
    return (
        4 <= len(text) <= 60 and told and plain.isalnum() and plain[0].isalpha() and not shapes.has_known_ending(text)
    )


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
    asks((POSITION, KEYWORD, TARGET, ENTRY), (TEXT, WORD)),
    judge,
    "The next experiment has another name, and the next model is tried in its place.",
    "UPPER_CASE constants",
)
