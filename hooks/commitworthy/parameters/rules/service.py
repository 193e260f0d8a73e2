"""PAR506: `create_engine("postgresql://host/db")`, `host="db1"`, `port=8181`."""

from __future__ import annotations

from ...base.findings import Rule
from ...base.namedtuple import TYPE_CHECKING
from .. import shapes, sites
from ..names import is_class, words
from ..sites import CLASS, CONSTANT, ENTRY, KEYWORD, NAMED, NUMBER, POSITION, TARGET, TEXT, TEXTS, WORD, called
from .paths import is_said
from .rule import ParameterRule, places

if TYPE_CHECKING:
    from ..context import FileContext
    from ..sites import LiteralSite

_HOSTS = frozenset(
    """
    host hostname server broker brokers endpoint bootstrap_servers tracking_uri dbname database db_name db_host
    """.split()
)
_CONNECTING = frozenset(
    """
    connect run Redis StrictRedis MongoClient Client serve HTTPServer bind create_connection Elasticsearch
    InfluxDBClient SMTP HTTPConnection SSHClient
    """.split()
)
_DOMAINS = frozenset("com org net gov edu io ai eu uk de fr local internal lan".split())
_TRACKING = frozenset(("set_tracking_uri", "set_registry_uri", "MlflowClient"))
_ASKED = _CONNECTING | _TRACKING


def judge(place: LiteralSite, facts: FileContext) -> str:
    """An address of a database or service, a host, a port."""
    if place.kind is TEXTS:
        said = place.level in (CLASS, CONSTANT) or facts.declares(place.owner)
        return "" if said or not all(map(shapes.is_host_and_port, place.value)) else place.name or "hosts"
    text = str(place.value)
    if place.level == CLASS or not _may_be(place, text) or facts.declares(place.owner):
        return ""
    if place.kind is NUMBER:
        return _port(place, facts)
    if "://" in text or text.startswith("jdbc:") or shapes.is_connection(text):
        return _address(place, facts, text)
    if place.level == CONSTANT or not text or text == ":memory:" or " " in text:
        return ""
    return _host(place, facts, text)


def _may_be(place: LiteralSite, text: str) -> bool:
    """What is seen without a look at the call, and rules out nearly all."""
    if place.kind is NUMBER:
        return place.position == 1 or words(place.name)[-1:] == ("port",)
    if ":" in text or "=" in text or place.name in _HOSTS:
        return True
    return place.slot == POSITION and place.position == 0 and ("." in text or called(place.owner) in _ASKED)


def _port(place: LiteralSite, facts: FileContext) -> str:
    """A port by its name, or behind a host."""
    value = place.value
    if place.level == CONSTANT or not isinstance(value, int) or not 0 < value < 65536:
        return ""
    if place.slot == POSITION:
        behind = place.position == 1 and facts.callee(place).last in _CONNECTING
        return "port" if behind and sites.text(place.owner.args[0]) is not None else ""
    return place.name if words(place.name)[-1:] == ("port",) else ""


def _host(place: LiteralSite, facts: FileContext, text: str) -> str:
    if shapes.is_host_and_port(text):
        return "" if is_said(place, facts) else place.name or "host"
    if place.slot == POSITION:
        last = facts.callee(place).last
        if place.position == 0 and last in _CONNECTING and shapes.is_host(text):
            return "host"
        if place.position == 0 and is_class(last) and text.rpartition(".")[2] in _DOMAINS and shapes.is_host(text):
            return "host"
        return "tracking_uri" if place.position == 0 and last in _TRACKING else ""
    named = place.name in _HOSTS and (shapes.is_host(text) or (place.slot == KEYWORD and place.name == "host"))
    return place.name if named else ""


def _address(place: LiteralSite, facts: FileContext, text: str) -> str:
    if shapes.has_password(text):
        return place.name or "url"
    if shapes.place(text) == shapes.DATABASE or shapes.is_connection(text):
        return "" if is_said(place, facts) or text.endswith("://") or ":memory:" in text else place.name or "url"
    if place.slot == POSITION and facts.callee(place).last in _TRACKING:
        return "tracking_uri"
    return ""


RULE = ParameterRule(
    Rule("PAR506", "service", "a database, host or port"),
    "db",
    places((POSITION, KEYWORD, TARGET, NAMED, ENTRY), (TEXT,))
    + places((KEYWORD, TARGET, ENTRY), (TEXTS,))
    + places((KEYWORD, TARGET, ENTRY, POSITION), (WORD, NUMBER)),
    judge,
    "Development and production reach their services elsewhere, and credentials belong in the environment.",
    "databases in memory, declared options",
)
