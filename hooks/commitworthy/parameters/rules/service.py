"""PAR506: `create_engine("postgresql://host/db")`, `host="db1"`, `port=8181`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import shapes, sites
from ..calls import FileContext
from ..names import is_class, words
from ..sites import (
    CLASS,
    CONSTANT,
    ENTRY,
    KEYWORD,
    NAMED,
    NUMBER,
    POSITION,
    TARGET,
    TEXT,
    TEXTS,
    WORD,
    LiteralSite,
    called,
)
from .paths import is_given, is_said
from .rule import ParameterRule, asks

_HOSTS = frozenset(
    """
    host hostname server broker brokers endpoint bootstrap_servers tracking_uri dbname database db_name db_host
    """.split()
)
_CONNECTING = frozenset(
    """
    connect run Redis StrictRedis MongoClient Client serve HTTPServer bind create_connection Elasticsearch
    InfluxDBClient SMTP SMTP_SSL HTTPConnection SSHClient
    """.split()
)
_DOMAINS = frozenset("com org net gov edu io ai eu uk de fr local internal lan".split())
_TRACKING = frozenset(("set_tracking_uri", "set_registry_uri", "MlflowClient"))
_ASKED = _CONNECTING | _TRACKING


def judge(site: LiteralSite, context: FileContext) -> str:
    """An address of a database or service, a host, a port."""
    if isinstance(site.value, tuple):
        exempt = site.level in (CLASS, CONSTANT) or context.callee(site.owner).declares
        return "" if exempt or not all(map(shapes.is_host_and_port, map(str, site.value))) else site.name or "hosts"
    text = str(site.value)
    if site.level == CLASS or not _may_be(site, text) or context.callee(site.owner).declares:
        return ""
    if site.kind is NUMBER:
        return _port(site, context)
    if "://" in text or text.startswith("jdbc:") or shapes.is_connection(text):
        return _address(site, context, text)
    if site.level == CONSTANT or not text or text == ":memory:" or " " in text:
        return ""
    return _host(site, context, text)


def _may_be(site: LiteralSite, text: str) -> bool:
    """What is seen without a look at the call, and rules out nearly all."""
    if site.kind is NUMBER:
        return site.position == 1 or words(site.name)[-1:] == ("port",)
    if ":" in text or "=" in text or site.name in _HOSTS:
        return True
    return site.slot == POSITION and site.position == 0 and ("." in text or called(site.owner) in _ASKED)


def _port(site: LiteralSite, context: FileContext) -> str:
    """A port by its name, or behind a host."""
    value = site.value
    if site.level == CONSTANT or not isinstance(value, int) or not 0 < value < 65536:
        return ""
    if site.slot == POSITION:
        last = context.callee(site.owner).last
        told = is_class(last) or sites.text(sites.arguments(site.owner)[0]) is not None
        return "port" if site.position == 1 and last in _CONNECTING and told else ""
    return site.name if words(site.name)[-1:] == ("port",) else ""


def _host(site: LiteralSite, context: FileContext, text: str) -> str:
    if shapes.is_host_and_port(text):
        return "" if is_said(site, context) else site.name or "host"
    if site.slot == POSITION:
        last = context.callee(site.owner).last
        if site.position == 0 and last in _CONNECTING and shapes.is_host(text):
            return "host"
        if site.position == 0 and is_class(last) and text.rpartition(".")[2] in _DOMAINS and shapes.is_host(text):
            return "host"
        return "tracking_uri" if site.position == 0 and last in _TRACKING else ""
    named = site.name in _HOSTS and (shapes.is_host(text) or (site.slot == KEYWORD and site.name == "host"))
    return site.name if named else ""


def _address(site: LiteralSite, context: FileContext, text: str) -> str:
    if shapes.has_password(text):
        return site.name or "url"
    if shapes.location(text) == shapes.DATABASE or shapes.is_connection(text):
        return (
            ""
            if is_said(site, context) or is_given(text) or text.endswith("://") or ":memory:" in text
            else site.name or "url"
        )
    if site.slot == POSITION and context.callee(site.owner).last in _TRACKING:
        return "tracking_uri"
    return ""


RULE = ParameterRule(
    Rule("PAR506", "service", "a database, host or port"),
    "db",
    asks((POSITION, KEYWORD, TARGET, NAMED, ENTRY), (TEXT,))
    + asks((KEYWORD, TARGET, ENTRY), (TEXTS,))
    + asks((KEYWORD, TARGET, ENTRY, POSITION), (WORD, NUMBER)),
    judge,
    "Development and production reach their services elsewhere, and credentials belong in the environment.",
    "databases in memory, declared options",
)
