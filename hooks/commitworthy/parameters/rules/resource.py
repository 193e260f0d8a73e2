"""PAR601: `n_jobs=8`, `timeout=30`, `device="cuda:0"`."""

from __future__ import annotations

import _ast as ast

from ...base.findings import Rule
from ..calls import FileContext
from ..names import RESOURCE, role, words
from ..sites import (
    CONSTANT,
    ENTRY,
    KEYWORD,
    NUMBER,
    NUMBERS,
    POSITION,
    SMALL,
    SPARED,
    TARGET,
    TEXT,
    WORD,
    LiteralSite,
    called,
    described,
    targets,
)
from .rule import ParameterRule, asks

_WAITING = frozenset(
    """
    sleep Timeout set_num_threads setNumThreads Semaphore ThreadPool Pool ThreadPoolExecutor ProcessPoolExecutor
    implicitly_wait WebDriverWait set_page_load_timeout stop_after_attempt stop_after_delay wait_fixed wait_random
    settimeout set_timeout wait_for Parallel
    """.split()
)
# One try or one second is a choice.
_PATIENCE = frozenset("timeout retries retry attempts delay wait sleep backoff active concurrency concurrent".split())
# Of these 0 and 1 are as much of a choice as any number: no worker beside the main one, the first device.
_COUNTED = frozenset("workers worker gpu gpus device devices retries retry cores cpus memory mem nodes".split())
# What kind of machine is taken in a cloud.
_MACHINES = frozenset("vm_size instance_type machine_type node_type_id driver_node_type_id worker_type".split())
_DEVICES = frozenset("gpus gpu devices device_ids gpu_ids gpu_id".split())
# What of the environment differs from machine to machine, or from run to run.
_OF_ENVIRONMENT = frozenset(
    """
    visible devices device threads cores memory cache timeout retries partitions seed hashseed port host region
    project bucket uri url endpoint home path dir driver address master
    """.split()
)
_CHUNKS = frozenset(("chunk", "chunks", "chunksize", "blocksize"))
_CHUNKED = frozenset(("chunk", "rechunk"))
# Of these as many chunks are cut as there are names for.
_TENSORS = frozenset(("torch", "tf", "jnp"))
# What urllib3, httpx and aiohttp call how often and how long they try.
_PATIENT = frozenset(("Retry", "Timeout", "ClientTimeout"))
_RETRIES = frozenset("total connect read write pool sock_connect sock_read redirect other backoff_factor".split())
# How many bytes or lines come at once, of which the whole is the same.
_BUFFERED = frozenset("iter_content iter_bytes iter_lines iter_chunked iter_any readinto copyfileobj".split())
_SPOKEN = frozenset("log logging verbose verbosity warnings level debug".split())
_DRAWN = frozenset(("randint", "uniform", "randrange", "random_integers"))
_POSITIONS = {"WebDriverWait": 1, "wait_for": 1}
# tenacity's and backoff's waits, and how they call their bounds.
_WAITS = frozenset(("wait_random", "wait_exponential", "wait_random_exponential", "wait_incrementing", "on_exception"))
_ASKING = _WAITS | _CHUNKED | _PATIENT
_BOUNDS = frozenset("min max factor base max_value multiplier start increment exp_base max_tries max_time".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword or the call; -1, which is right on every machine, is a rule of its own."""
    if site.slot in (TARGET, ENTRY) or site.kind is NUMBERS:
        return _set_or_listed(site, context)
    if site.kind is WORD and site.name not in _MACHINES:
        return ""
    if site.slot == SPARED:
        return "spared_cores"
    if site.level == CONSTANT or not _is_asked(site):
        return ""
    callee, value = context.callee(site.owner), site.value
    if callee.draws or callee.declares or (callee.last in _CHUNKED and callee.root in _TENSORS):
        return ""
    if site.name in _MACHINES and site.kind in (TEXT, WORD):
        return site.name
    if not isinstance(value, (int, float)):
        gpu = site.name in ("device", "map_location") or callee.last in ("device", "to")
        return "device" if gpu and str(value).startswith("cuda:") and "{}" not in str(value) else ""
    if site.slot == POSITION and callee.last in _DRAWN:
        return "sleep" if context.enclosing(site).last == "sleep" else ""
    if site.slot == POSITION:
        is_wait = callee.last in _WAITING and site.position == _POSITIONS.get(callee.last, 0) and value > 0
        return "_".join(callee.words) if is_wait else ""
    if callee.last in _CHUNKED and value > 1:
        return site.name if site.slot == KEYWORD else f"chunk_{site.name}"
    if callee.last in _PATIENT and site.name in _RETRIES and value > 0:
        return site.name
    if callee.last in _WAITS and site.name in _BOUNDS and value > 0:
        return site.name
    chosen = role(site.name) == RESOURCE and is_choice(site.name, value) and callee.last not in _BUFFERED
    return site.name if chosen else ""


def _set_or_listed(site: LiteralSite, context: FileContext) -> str:
    """A device or setting of the environment that is set, and devices or chunks in a list."""
    if site.level == CONSTANT:
        return ""
    if site.kind is NUMBER:
        of_chunks = context.enclosing(site).last in _CHUNKED or context.titles.get(id(site.owner)) == "chunks"
        return f"chunk_{site.name}" if of_chunks and isinstance(site.value, int) and site.value > 1 else ""
    if site.kind is NUMBERS:
        counted = site.name in _DEVICES or not _CHUNKS.isdisjoint(words(site.name))
        return site.name if counted and not context.callee(site.owner).declares else ""
    if site.slot == TARGET and str(site.value).startswith("cuda:"):
        return site.name if "{}" not in str(site.value) else ""
    return site.name if _is_of_environment(site, context) else ""


def _is_of_environment(site: LiteralSite, context: FileContext) -> bool:
    """Whether it is put into the environment, which is that of one machine: `os.environ["CUDA_VISIBLE_DEVICES"]`."""
    if site.slot == ENTRY:
        if "environ" not in (context.callee(site.owner).chain or context.enclosing(site).chain):
            return False
    else:
        target = next(iter(targets(site.statement)), None)
        if target.__class__ is not ast.Subscript or not described(target.value).endswith("environ"):
            return False
    if str(site.value) in ("-1", "PCI_BUS_ID"):
        # No device, and the order that tools show.
        return False
    parts = words(site.name)
    return not _OF_ENVIRONMENT.isdisjoint(parts) and _SPOKEN.isdisjoint(parts)


def is_choice(name: str, value: float) -> bool:
    """Whether a share of a machine is one that somebody chose: -1 is right on every machine, no second is none."""
    parts = words(name)
    if value < -1:
        # All cores but one.
        return "jobs" in parts
    if value in (0, 1) and not _COUNTED.isdisjoint(parts):
        return True
    return value > 0 and (value != 1 or not _PATIENCE.isdisjoint(parts))


def _is_asked(site: LiteralSite) -> bool:
    """What is seen without a look at the call, and rules out nearly all."""
    if site.kind in (TEXT, WORD):
        return site.name in _MACHINES or str(site.value).startswith("cuda:")
    if site.slot == POSITION:
        return called(site.owner) in _WAITING or called(site.owner) in _DRAWN
    return role(site.name) == RESOURCE or called(site.owner) in _ASKING


RULE = ParameterRule(
    Rule("PAR601", "resource", "the resources that a run may use"),
    "resources",
    (
        *asks((KEYWORD, POSITION), (NUMBER, SMALL, TEXT)),
        *asks((TARGET, ENTRY), (WORD, TEXT)),
        (KEYWORD, WORD),
        (ENTRY, NUMBER),
        *asks((KEYWORD, TARGET), (NUMBERS,)),
        (SPARED, NUMBER),
    ),
    judge,
    "Every machine has other cores, memory and patience.",
    "0 and 1 where they count neither workers nor devices nor tries, -1",
)
