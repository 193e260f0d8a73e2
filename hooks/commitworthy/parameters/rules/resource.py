"""PAR601: `n_jobs=8`, `timeout=30`, `device="cuda:0"`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from ..literals import NUMBER, TEXT
from ..place import CONSTANT, KEYWORD, POSITION, SPARED
from ..vocabulary import RESOURCE, role
from .rule import ParameterRule

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

_WAITING = frozenset(("sleep", "Timeout", "set_num_threads", "setNumThreads", "Semaphore", "ThreadPool", "Pool", "ThreadPoolExecutor", "ProcessPoolExecutor",
                      "implicitly_wait", "WebDriverWait", "set_page_load_timeout"))  # fmt: skip
_POSITIONS = {"WebDriverWait": 1}


def judge(place: Place, facts: Facts) -> str:
    """The keyword; what is right on every machine counts only beside others, see `accompanies`."""
    if place.slot == SPARED:
        return "spared_cores"
    if place.level == CONSTANT or facts.draws(place.owner) or facts.declares(place.owner):
        return ""
    callee, value = facts.callee(place), place.value
    if place.kind is TEXT:
        gpu = place.name in ("device", "map_location") or callee.last in ("device", "to")
        return "device" if gpu and str(value).startswith("cuda:") else ""
    if place.slot == POSITION:
        is_wait = callee.last in _WAITING and place.index == _POSITIONS.get(callee.last, 0) and value not in (0, None)
        return "_".join(callee.words) if is_wait else ""
    if role(place.name) != RESOURCE or value in (0, 1, None) or isinstance(value, int) and value < 0:
        return ""
    return place.name


def accompanies(place: Place) -> bool:
    """Whether it is `n_jobs=-1`, which is listed where the call has other parameters and is no finding by itself."""
    return place.slot == KEYWORD and place.kind is NUMBER and place.value == -1 and role(place.name) == RESOURCE


RULE = ParameterRule(
    Rule("PAR601", "resource", "what a run may take of a machine"),
    "resources",
    ((KEYWORD, NUMBER), (POSITION, NUMBER), (KEYWORD, TEXT), (POSITION, TEXT), (SPARED, NUMBER)),
    judge,
    "Every machine has other cores, memory and patience.",
    ("RandomForestClassifier(n_jobs=8)", "DataLoader(ds, num_workers=4)", "time.sleep(5)", "x.to('cuda:0')"),
    ("RandomForestClassifier(n_jobs=-1)", "DataLoader(ds, num_workers=0)", "x.to('cpu')", "MaxPool2D(pool_size=2)"),
    "-1, 0 and 1, which are right on every machine",
)
