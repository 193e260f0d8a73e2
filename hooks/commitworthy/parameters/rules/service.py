"""PAR506: `create_engine("postgresql://host/db")`, `host="db1"`, `port=8181`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from .. import texts
from ..literals import NUMBER, TEXT
from ..place import CLASS, CONSTANT, ENTRY, KEYWORD, POSITION, TARGET
from ..words import words
from .paths import is_said
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_HOSTS = frozenset("host hostname server broker brokers endpoint bootstrap_servers tracking_uri dbname database db_name db_host".split())
_SECRETS = frozenset("password passwd pwd secret token api_key apikey api_key_value access_key secret_key auth_token".split())


def judge(place: Place, facts: Facts) -> str:
    """An address of a database or service, a host, a port."""
    if place.level == CLASS or facts.declares(place.owner):
        return ""
    if place.kind is NUMBER:
        is_port = words(place.name)[-1:] == ("port",) and place.level != CONSTANT and isinstance(place.value, int)
        return place.name if is_port and place.value > 0 else ""  # type: ignore[operator]
    text = str(place.value)
    if "://" in text or text.startswith("jdbc:"):
        return _address(place, facts, text)
    if place.level == CONSTANT or not text or text == ":memory:" or " " in text:
        return ""
    if place.slot == POSITION:
        return "tracking_uri" if facts.callee(place).last in ("set_tracking_uri", "set_registry_uri") and place.index == 0 else ""
    if place.name in _HOSTS and ("." in text or text == "localhost" or place.slot == KEYWORD and place.name == "host"):
        return place.name
    return ""


def _address(place: Place, facts: Facts, text: str) -> str:
    if texts.has_password(text):
        return place.name or "url"
    if texts.place(text) == texts.DATABASE:
        return "" if is_said(place, facts) or text.endswith("://") or ":memory:" in text else place.name or "url"
    if place.slot == POSITION and facts.callee(place).last in ("set_tracking_uri", "set_registry_uri", "MlflowClient"):
        return "tracking_uri"
    return ""


def is_secret(place: Place) -> bool:
    """Whether the literal carries credentials and must not be shown."""
    return place.kind is TEXT and (texts.has_password(str(place.value)) or place.name.lower() in _SECRETS)


RULE = ParameterRule(
    Rule("PAR506", "service", "a database, host or port"),
    "db",
    ((POSITION, TEXT), (KEYWORD, TEXT), (TARGET, TEXT), (ENTRY, TEXT), (KEYWORD, NUMBER), (TARGET, NUMBER), (ENTRY, NUMBER)),
    judge,
    "Development and production reach their services elsewhere, and credentials belong in the environment.",
    ("create_engine('postgresql://u:secret@host/db')", "mlflow.set_tracking_uri('sqlite:///mlflow.db')", "connect(host='db1', port=5433)"),
    ("duckdb.connect(':memory:')", "parser.add_argument('--port', default=8000, type=int)", "url.startswith('postgresql://')"),
    "databases in memory, declared options",
)
