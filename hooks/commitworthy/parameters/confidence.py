"""How sure a finding is: certain, likely or possible, and why it is no surer.

A match is as sure as its rule, unless one of `DOUBTS` holds of it.  The figures behind them: docs/confidence.md.
"""

from __future__ import annotations

import _ast as ast

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import calls, shapes, sites
from .names import FIXED, MODEL, RESOURCE, is_class, is_length, is_strong, role, words
from .sites import (
    BATCH,
    COMMAND,
    COMPARED,
    ENTRY,
    FUNCTION,
    JOINED,
    KEYWORD,
    NUMBER,
    POSITION,
    REPEATS,
    SMALL,
    TARGET,
    TOP,
    WORD,
    called,
)
from .source import is_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from .calls import FileContext
    from .matches import RuleMatch
    from .source import CodeUnit

    _Answer = TypeVar("_Answer")


# What kind of file a program is, told from its path, what it imports and what it does where it is run.


SCRIPT = "script"
NOTEBOOK = "notebook"
PIPELINE = "pipeline"
APPLICATION = "application"
LIBRARY = "library"
DOCUMENTATION = "documentation"
TUTORIAL = "tutorial"
COURSE = "course"
EXAMPLE = "example"
PACKAGE = "package"
SETTINGS = "settings"

_PIPELINES = frozenset("airflow prefect dagster kedro luigi kfp zenml metaflow flytekit mage_ai ploomber".split())
_APPLICATIONS = frozenset(
    "streamlit flask fastapi dash gradio django shiny panel chainlit litestar starlette sanic tornado nicegui".split()
)
_DAGS = frozenset(("dags", "pipelines", "pipeline"))
_DOCUMENTED = frozenset(("doc", "docs", "documentation"))
_TEACHING = frozenset("tutorial tutorials quickstart walkthrough howto".split())
_LESSONS = frozenset("exercises solutions _solutions solved _solved".split())
_SHOWING = frozenset(("demo", "demos"))
_EXAMPLES = frozenset(("example", "examples", "gallery", "benchmark", "benchmarks"))
# How docstrings look whose parameters, examples and versions are published: those of a package with users.
_PUBLISHED = ("    ----------\n", "    >>> ", "\n>>> ", ".. versionadded::", ".. versionchanged::")
# What a module of settings calls, and what none does.
_SETTERS = frozenset("set_option append insert seed filterwarnings simplefilter".split())
_MAKING = frozenset(
    """
    read load open fit train predict transform parse query fetch get request download concat merge group apply map
    plot dataset dataframe table frame randn rand randint normal uniform dag
    """.split()
)
_MOST = 50
# What at the top of a module does work, where a library only defines.
_WORKING = (ast.Expr, ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith)


def kind_of(path: str, units: Iterable[CodeUnit]) -> str:
    """One of the constants above: SCRIPT, NOTEBOOK, PIPELINE and so on."""
    *folders, name = path.replace("\\", "/").split("/")
    parsed = list(units)
    within = frozenset(map(str.lower, folders))
    documented = not _DOCUMENTED.isdisjoint(within)
    shows = not _EXAMPLES.isdisjoint(within) or words(name)[:1] == ("benchmark",)
    said = words(path)
    teaches = not _TEACHING.isdisjoint(said) or (shows and not _SHOWING.isdisjoint(said))
    sets_exercises = not _LESSONS.isdisjoint(within) or any(unit.sets_exercises for unit in parsed)
    if is_notebook(name) or any(unit.regions for unit in parsed):
        return TUTORIAL if documented or teaches else EXAMPLE if shows else COURSE if sets_exercises else NOTEBOOK
    if documented:
        return DOCUMENTATION
    if teaches or shows:
        return TUTORIAL if teaches else EXAMPLE
    if sets_exercises:
        return COURSE
    statements = [statement for unit in parsed for statement in unit.tree.body]
    imported = set(_imported(statements))
    if "marimo" in imported:
        return NOTEBOOK
    if imported & _APPLICATIONS:
        return APPLICATION
    if imported & _PIPELINES or not _DAGS.isdisjoint(folders):
        return PIPELINE
    named = {sites.described(target) for statement in statements for target in sites.targets(statement)}
    if len(named) > _FEW and all(map(_only_sets, _flat(statements))):
        return SETTINGS
    if any(map(_works, statements)):
        return SCRIPT
    return PACKAGE if any(mark in unit.text for unit in parsed for mark in _PUBLISHED) else LIBRARY


def _imported(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """The packages that a module imports at its top."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module.partition(".")[0]


def _flat(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements, loops and conditions replaced by what is in them, in no order."""
    stack = list(statements)
    while stack:
        statement = stack.pop()
        if isinstance(statement, (ast.For, ast.If)):
            stack += (*statement.body, *statement.orelse)
        else:
            yield statement


def _only_sets(statement: ast.stmt) -> bool:
    """Whether a statement at the top is one of a module of settings: it sets something, and reads and trains nothing.

    `import os`, `epochs = 5`, `pd.set_option("display.max_columns", 20)`, `sys.path.append("src")`
    """
    if isinstance(statement, ast.Expr):
        name = sites.called(statement.value)
        return name in _SETTERS or isinstance(statement.value, ast.Constant)
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        done = sites.calls_in([statement.value] if statement.value else [], _MOST)
        return _MAKING.isdisjoint(part for name in done for part in words(name))
    return isinstance(statement, (ast.Import, ast.ImportFrom))


def _works(statement: ast.stmt) -> bool:
    """Whether a statement at the top does something when the module is run: `if __name__ == "__main__"` too."""
    if isinstance(statement, ast.If):
        test = statement.test
        return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, (ast.Call, ast.Await))
    return isinstance(statement, _WORKING)


CERTAIN = "certain"
LIKELY = "likely"
POSSIBLE = "possible"
LEVELS = (POSSIBLE, LIKELY, CERTAIN)
"""From the least sure to the surest."""


def reaches(level: str, least: str) -> bool:
    """Whether a level is at or above the least that is asked for."""
    return LEVELS.index(level) >= LEVELS.index(least)


class Surroundings(NamedTuple):
    """What is known of the file; `dated` are the ids of statements in which several dates stand one after another."""

    context: FileContext
    kind: str
    dated: frozenset[int]


class Doubt(NamedTuple):
    """Why a match of the rules `codes` (of all, where there are none) is at most at a level; `holds` of it."""

    codes: tuple[str, ...]
    level: str
    reason: str
    holds: Callable[[RuleMatch, Surroundings], bool]

    def concerns(self, code: str) -> bool:
        """Whether it may hold of the matches of a rule."""
        return not self.codes or code in self.codes


def graded(claimed: list[RuleMatch], context: FileContext, kind: str) -> list[RuleMatch]:
    """The matches with their level, and the reason why it is no higher; `kind` is that of the file."""
    around = Surroundings(context, kind, dated(claimed))
    return [_graded(match, around) for match in claimed]


def _graded(match: RuleMatch, around: Surroundings) -> RuleMatch:
    level, reason, code = match.rule.confidence, match.rule.doubt, match.rule.rule.code
    if code not in _CONCERNING:
        _CONCERNING[code] = [doubt for doubt in DOUBTS if doubt.concerns(code)]
    for doubt in _CONCERNING[code]:
        if not reaches(doubt.level, level) and doubt.holds(match, around):
            level, reason = doubt.level, doubt.reason
    return match._replace(confidence=level, doubt=reason)


# What is seen of a match


_FEW = 10
# So many words of models say that all of a dict is chosen.
_TUNED = 2
_MANY_DATES = 3
_REMEMBERED = 64
_CONVERSIONS = frozenset((7, 12, 24, 30, 52, 60, 365, 1000, 1440, 3600, 86400))
_UNITS = frozenset(
    """
    second seconds sec minute minutes min hour hours hrs day days week weeks month months year years ms milliseconds
    """.split()
)
_OFFERING = frozenset(("button", "link", "offer"))
_MIME = ("application/", "text/", "image/")
_SIGNIFICANT = frozenset((0.05, 0.01))
_TESTED = frozenset(("p", "pval", "pvalue"))
_TRIES = frozenset("retry retries tries attempts".split())
_SHOWN = frozenset("limit top n rows count".split())
_DEFAULTS = frozenset(("default", "defaults"))
_QUANTILES = frozenset(
    "percentile quantile nanpercentile nanquantile percentile_approx approxQuantile approx_quantile".split()
)
_PROBING = frozenset("exists isfile is_file getsize stat isdir".split())
_RANGES = frozenset(("date_range", "bdate_range", "period_range", "between", "is_between"))
_STAND_INS = frozenset("default dummy fake sentinel placeholder missing origin epoch unix null".split())
_ENDS = frozenset("start end begin since until from to".split())
_SPREADS = frozenset("std var norm sum max min abs range scale length denominator det".split())
_PRESCRIBED = ("/opt/ml/", "/opt/program/", "/var/task/", "/usr/share/fonts", "/System/Library/", "C:/Windows/")
_WRITTEN = frozenset(("w", "wb", "wt", "a", "ab", "at", "w+", "wb+", "a+", "x", "xb"))
# So small a bound keeps from dividing by nothing, and so few rows from working out what they cannot tell.
_NOTHING, _TOO_FEW = 1e-3, 10
# The texts and pictures that are installed with a package.
_INSTALLED = (".rst", ".md", ".txt", ".html", ".json", ".yaml", ".yml", ".toml", ".ini", ".svg", ".png", ".ico", ".ttf")
_SETTINGS = frozenset("config conf cfg params settings args options kwargs hparams grid".split())
# How long something is waited for, and who works at the same time.
_WAITS = frozenset("timeout sleep wait retry poll polling delay backoff keepalive heartbeat settimeout".split())
_PAUSES = frozenset("sleep timeout settimeout poke".split())
_WORKERS = frozenset("jobs job workers worker threads thread nthread processes procs parallel".split())
_MANY_WORKERS = 4
_HASHES = frozenset("hash sha md checksum digest sha256 md5 sha1".split())
_TIME_SPANS = frozenset(("timedelta", "Timedelta", "relativedelta", "DateOffset"))
_SPANS = frozenset("days weeks months years hours minutes".split())
_WARM = 10
_COOLING = frozenset("initial init start begin anneal annealing max min cooling".split())
# How functions are called that define published models.
_PUBLISHED_MODELS = (
    "densenet", "resnet", "resnext", "wide_resnet", "vgg", "inception", "mobilenet", "efficientnet", "squeezenet",
    "shufflenet", "mnasnet", "regnet", "convnext", "senet", "seresnet", "vit_", "swin_", "darknet", "xception",
)  # fmt: skip
_LAGGING = frozenset("shift rolling diff pct_change ewm".split())
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".ico", ".webp")
# Files whose name a competition gives, or that are gone at the end.
_PASSING = frozenset("submission sub cache cached tmp temp".split())
_MADE_UP = frozenset("make synthetic fake dummy toy simulate simulated mock".split())
_FLAT = (2, 3)
# Kinds of files that have cells or are read like them, and modules that only define.
_CELLS = frozenset((NOTEBOOK, TUTORIAL, EXAMPLE, COURSE))
_DEFINING = frozenset((LIBRARY, PACKAGE))
# What stands in the way wherever it is.
_FILES = frozenset(("PAR502", "PAR503"))
_ANYWHERE = frozenset(("PAR501", "PAR506"))
_QUARTILES = frozenset((0.25, 0.5, 0.75, 25, 50, 75))
_INTERVALS = frozenset((0.025, 0.5, 0.975, 2.5, 50, 97.5))
_SMALL_KERNEL = frozenset((1, 2, 3))
_INITIAL = frozenset("normal_ uniform_ constant_ trunc_normal_ fill_ xavier_uniform_ kaiming_normal_".split())
_INITIALISING = frozenset(("init", "initializers", "initializations"))
_STORED = frozenset("quality resolution dpi compresslevel compression_level".split())
_NUMBERED = frozenset(("id",))
_HEX = frozenset("0123456789abcdef")
_DIGEST = 8
_LAYERS = frozenset("kernel_size filter_size pool_size scale_factor stride strides input_dim".split())
_PORTS = frozenset((21, 22, 25, 80, 443, 465, 587, 993))
_ENDLESS = 10**9
_AT_ONCE = frozenset(("page", "pages"))
_SHOWN_FILES = (".html", ".css", ".png", ".svg", ".rst")


def _once(question: Callable[[ast.AST], _Answer]) -> Callable[[ast.AST], _Answer]:
    """Remember what holds of a whole dict or call: each of its entries asks, and a machine writes thousands of them."""
    answers: dict[ast.AST, _Answer] = {}

    def answered(node: ast.AST) -> _Answer:
        if node not in answers:
            if len(answers) == _REMEMBERED:
                answers.clear()
            answers[node] = question(node)
        return answers[node]

    return answered


@_once
def _keys(node: ast.AST) -> Mapping[int, str]:
    """What the entries of a dict and the keywords of a call are called, by the ids of their values."""
    if node.__class__ is ast.Dict:
        return {id(value): sites.bare_text(key) or "" for key, value in zip(node.keys, node.values, strict=False)}
    return {id(keyword.value): keyword.arg or "" for keyword in sites.keywords(node)}


def dated(claimed: list[RuleMatch]) -> frozenset[int]:
    """The ids of the statements with three dates and more, each in a call or text of its own."""
    owners: dict[int, set[int]] = {}
    for match in claimed:
        if match.rule.rule.code == "PAR401":
            node = match.site.owner if match.site.kind in (NUMBER, SMALL) else match.site.node
            owners.setdefault(id(match.site.statement), set()).add(id(node))
    return frozenset(statement for statement, several in owners.items() if len(several) >= _MANY_DATES)


def _is_of_record(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it stands in a dict of constants among texts, none of which is a setting: a person, a trip, a request."""
    owner = match.site.owner
    if match.site.slot != ENTRY or not _SETTINGS.isdisjoint(words(around.context.titles.get(id(owner), ""))):
        return False
    return _is_record(owner)


def _is_fixed(key: ast.AST | None, value: ast.AST) -> bool:
    """Whether a value is a constant, or what `extract` made of one: `"seed": a_seed`, `"seed": params["x"]["seed"]`."""
    if value.__class__ is ast.Subscript and value.slice.__class__ is ast.Constant:
        name = str(value.slice.value)
    elif value.__class__ is ast.Name:
        name = value.id
    else:
        return value.__class__ in (ast.Constant, ast.UnaryOp)
    return set(words(str(getattr(key, "value", "?")))) <= set(words(name))


@_once
def _is_record(node: ast.AST) -> bool:
    if node.__class__ is not ast.Dict or len(node.keys) < _MANY_DATES:
        return False
    constant = all(_is_fixed(key, value) for key, value in zip(node.keys, node.values, strict=False))
    return constant and sum(role(key) == MODEL for key in _keys(node).values()) < len(node.keys) / 2


def _is_in_row(match: RuleMatch, around: Surroundings) -> bool:
    return id(match.site.statement) in around.dated


def _is_prescribed(match: RuleMatch, _: Surroundings) -> bool:
    return str(match.site.value).replace("\\", "/").startswith(_PRESCRIBED)


def _is_of_container(match: RuleMatch, _: Surroundings) -> bool:
    """Whether its root is none of those that machines of people have."""
    return shapes.location(str(match.site.value)) != shapes.ABSOLUTE


def _is_shown(_: RuleMatch, around: Surroundings) -> bool:
    return around.kind == DOCUMENTATION


def _is_settings(match: RuleMatch, around: Surroundings) -> bool:
    return around.kind == SETTINGS and match.rule.rule.code not in _ANYWHERE


def _is_trial(match: RuleMatch, around: Surroundings) -> bool:
    if around.kind == NOTEBOOK or match.rule.rule.code in _ANYWHERE:
        return False
    line = match.site.node.lineno
    return around.context.is_test(match.site.scope) or any(
        first <= line <= last for first, last in around.context.trials
    )


def _is_taught(match: RuleMatch, around: Surroundings) -> bool:
    # A folder of one machine is no better in a tutorial.
    return around.kind == TUTORIAL and match.rule.rule.code not in _ANYWHERE


def _is_of_course(_: RuleMatch, around: Surroundings) -> bool:
    return around.kind == COURSE


def _is_of_example(match: RuleMatch, around: Surroundings) -> bool:
    """Whether an example sets it; a folder or date that it needs has to be changed by everyone."""
    needed = match.rule.rule.code[3] in "45" and not _is_bare(match)
    return around.kind == EXAMPLE and not needed


def _is_bare(match: RuleMatch) -> bool:
    """Whether it is the name of a file without a folder."""
    text = str(match.site.value)
    return match.rule.rule.code in _FILES and "/" not in text and "\\" not in text


def _is_published(match: RuleMatch, around: Surroundings) -> bool:
    return around.kind == PACKAGE and match.rule.rule.code not in _ANYWHERE


def _is_few_rows(match: RuleMatch, around: Surroundings) -> bool:
    value = match.site.value
    few = isinstance(value, int) and 0 < value <= _FEW and around.kind in _CELLS
    return few and match.site.slot == KEYWORD and match.name in _SHOWN


def _is_few(match: RuleMatch, _: Surroundings) -> bool:
    value = match.site.value
    return isinstance(value, int) and 0 < value <= _FEW and match.name in _SHOWN


def _is_unknown_call(match: RuleMatch, around: Surroundings) -> bool:
    """Whether the callee is no model, training or loss, and the name one of many things that no team has listed."""
    if match.name in around.context.extra:
        return False
    callee = around.context.callee(match.site.owner)
    if calls.is_fitting(callee) or calls.is_estimator(callee) or "loss" in callee.words:
        return False
    if calls.is_builder(callee):
        # Of a class any name in the vocabulary will do, or a share; any other may be one of a record or of a style.
        value = match.site.value
        share = isinstance(value, float) and 0 < abs(value) < 1
        return role(match.name) == "" and len(match.name) > 1 and not share
    return role(match.name) != MODEL or calls.is_vague(match.name)


def _is_told_by_function(match: RuleMatch, around: Surroundings) -> bool:
    callee = around.context.callee(match.site.owner)
    parts = callee.words
    if calls.is_batching(callee):
        return True
    return len(parts) > 1 and match.site.position == 0 and match.name == "_".join(parts)


def _is_at_top_of_script(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is at the top of a module that only defines, or a name without a folder at that of a script."""
    site = match.site
    if site.level != TOP or site.slot != TARGET or around.kind in _CELLS:
        return False
    return around.kind in _DEFINING or (
        isinstance(site.value, str) and "/" not in site.value and "\\" not in site.value
    )


def _is_word(match: RuleMatch, _: Surroundings) -> bool:
    """Whether a folder is told by nothing but a word, or a name of a file by its place in a call."""
    return match.site.kind == WORD


def _is_worked_out(match: RuleMatch, _: Surroundings) -> bool:
    return match.site.node.__class__ is ast.JoinedStr


def _is_of_method(match: RuleMatch, _: Surroundings) -> bool:
    """Whether what has a bound is a word of models: that of workers or rows is one of a machine or of the data."""
    return role(match.name) == MODEL


def _is_no_file(match: RuleMatch, _: Surroundings) -> bool:
    text = str(match.site.value)
    return not shapes.has_known_ending(text) and not shapes.in_known_folder(text)


def _is_beside_program(match: RuleMatch, around: Surroundings) -> bool:
    site = match.site
    if around.kind in _DEFINING and site.level == FUNCTION and str(site.value).endswith(_INSTALLED):
        # Data lie there as often, and change.
        joined = _is_joined(match) or (site.position > 0 and around.context.callee(site.owner).last in calls.PATHS)
        return joined and "__file__" in _names(site.owner, around.context.bound)
    return _is_joined(match) and around.kind != NOTEBOOK and "__file__" in _names(site.owner, {})


def _is_joined(match: RuleMatch) -> bool:
    """Whether it is joined to a path: `folder / "a.csv"`, `folder.joinpath("a.csv")`."""
    return match.site.slot == JOINED or match.callee == "joinpath"


def _names(node: ast.AST, bound: Mapping[str, Sequence[ast.expr]]) -> set[str]:
    """The names in a path, and in what they are set to."""
    found: set[str] = set()
    stack: list[ast.AST] = [node]
    for _ in range(20):
        if not stack:
            break
        part = stack.pop()
        if part.__class__ is ast.Name and part.id not in found:
            found.add(part.id)
            stack += bound.get(part.id, ())
        stack += [part.left] if part.__class__ is ast.BinOp else []
        stack += [part.value] if part.__class__ is ast.Attribute else []
        stack += [part.func, *part.args] if part.__class__ is ast.Call else []
    return found


def _is_length(match: RuleMatch, _: Surroundings) -> bool:
    return is_length(match.name)


def _is_limit(match: RuleMatch, _: Surroundings) -> bool:
    return match.callee in ("clip", "clamp")


def _is_by_name(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a named choice decides it: `if period == "8 weeks": days = 56`, `"8 weeks": days(56)`."""
    code, text = match.rule.rule.code, str(match.site.value)
    if code == "PAR101" and match.name not in _SPANS:
        return False
    if id(match.site.statement) in around.context.arms:
        return code != "PAR503" or "/" not in text.rstrip("/")
    return code != "PAR503" and any(map(_digits, _held(match, around)))


def _is_of_heat(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is in degrees or kelvin: what softens a softmax is less, and annealing says what it is."""
    value, parts = match.site.value, words(match.name)
    return isinstance(value, (int, float)) and value > _WARM and "temperature" in parts and _COOLING.isdisjoint(parts)


def _is_median(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it asks where a cumulative distribution reaches its median or a quartile: `cumulative >= 0.5`."""
    return match.site.value in _QUARTILES and any(word.startswith("cum") or word == "cdf" for word in words(match.name))


def _is_guard(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it keeps from what cannot be worked out: `x.std() < 1e-6`, `mask.sum() < 3`."""
    value, parts = match.site.value, words(match.name)
    if isinstance(value, float) and 0 < value <= _NOTHING:
        return not _SPREADS.isdisjoint(parts)
    return isinstance(value, int) and 0 < value <= _TOO_FEW and parts[-1:] == ("sum",)


def _is_in_published(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it defines a published model: `def densenet201(): return DenseNet(32, (6, 12, 48, 32))`."""
    name = match.site.scope.rpartition(".")[2].lower()
    return bool(_digits(name)) and name.startswith(_PUBLISHED_MODELS)


def _is_made_of_numbers(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is a part of a date that nothing calls the start or end of something; a span of time is no date."""
    callee = around.context.callee(match.site.owner)
    if match.site.kind not in (NUMBER, SMALL) or callee.last not in ("datetime", "date", "Timestamp"):
        return False
    return around.context.enclosing(match.site).last not in _RANGES and _ENDS.isdisjoint(_named(match, around))


def _named(match: RuleMatch, around: Surroundings) -> tuple[str, ...]:
    """The words of the keyword, key or variable that has the call of a match."""
    owner = match.site.owner
    parent = around.context.parents.get(id(owner))
    if parent is not None:
        return words(_keys(parent).get(id(owner), ""))
    target = next(iter(sites.targets(match.site.statement)), None)
    return words(sites.described(target)) if getattr(match.site.statement, "value", None) is owner else ()


def _is_stand_in(match: RuleMatch, around: Surroundings) -> bool:
    """Whether what has the date says that it stands for no date, or is where counting begins: `default_date`."""
    return not _STAND_INS.isdisjoint((*words(match.name), *_named(match, around)))


def _is_date_of_library(match: RuleMatch, around: Surroundings) -> bool:
    inside = around.kind in _DEFINING and match.site.level == FUNCTION
    return inside and _is_made_of_numbers(match, around)


def _is_moment(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is a time of a day, or in seconds, under a key that says neither start nor end.

    `"seen": "2025-03-02T10:00:00Z"`, `"ts": 1740909600`
    """
    if not _SETTINGS.isdisjoint(words(around.context.titles.get(id(match.site.owner), ""))):
        return False
    timed = match.site.kind is NUMBER or ":" in str(match.site.value)
    return match.site.slot == ENTRY and timed and _ENDS.isdisjoint(words(match.name))


def _is_handed_on(match: RuleMatch, around: Surroundings) -> bool:
    """Whether nothing says that what is called reads or writes: `report("scores.csv")`; any folder says enough."""
    site = match.site
    if site.slot != POSITION or "/" in str(site.value) or "\\" in str(site.value):
        return False
    callee = around.context.callee(site.owner)
    if callee.last in calls.PATHS or callee.last in _PROBING:
        return False
    return "path" in (callee.words[:1] + callee.words[-1:]) or not calls.reads_or_writes(callee)


def _is_fallback(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it counts only where nothing else is set: `os.environ.setdefault("OMP_NUM_THREADS", "1")`."""
    return called(match.site.owner) == "setdefault" and shapes.location(str(match.site.value)) != shapes.ABSOLUTE


def _is_least(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is 0 or 1 of something that is counted: no number of a device, no active run."""
    counted = match.rule.rule.code == "PAR601" or role(match.name) == RESOURCE
    return match.site.kind is SMALL and counted and _NUMBERED.isdisjoint(words(match.name))


def _is_few_workers(match: RuleMatch, around: Surroundings) -> bool:
    """Whether so few threads or processes are no matter; those of a pipeline are machines."""
    value = match.site.value
    few = isinstance(value, int) and 0 < value <= _MANY_WORKERS and around.kind != PIPELINE
    return few and not _WORKERS.isdisjoint(words(match.name))


def _is_wait(match: RuleMatch, around: Surroundings) -> bool:
    callee = around.context.callee(match.site.owner)
    said = (*words(match.name), *_named(match, around), *callee.words)
    # How often a pipeline tries again is set for each of its services.
    chosen = around.kind == PIPELINE and not _is_default(match)
    return not (_PAUSES if chosen else _WAITS).isdisjoint(said)


def _is_page(match: RuleMatch, _: Surroundings) -> bool:
    return not _AT_ONCE.isdisjoint(words(match.name))


def _is_endless(match: RuleMatch, _: Surroundings) -> bool:
    value = match.site.value
    return isinstance(value, (int, float)) and value >= _ENDLESS and role(match.name) != RESOURCE


def _is_refused(match: RuleMatch, _: Surroundings) -> bool:
    """Whether less or more is refused: `if not 0 < share < 0.5: raise ValueError`."""
    statement = match.site.statement
    return statement.__class__ is ast.If and statement.body[0].__class__ is ast.Raise


def _is_quartile(match: RuleMatch, _: Surroundings) -> bool:
    return match.callee in _QUANTILES and _is_all_of(_QUARTILES, match)


def _is_interval(match: RuleMatch, _: Surroundings) -> bool:
    return match.callee in _QUANTILES and _is_all_of(_INTERVALS, match)


def _is_all_of(known: frozenset[float], match: RuleMatch) -> bool:
    """Whether a number, or each of several, is a known one."""
    value = match.site.value
    return known.issuperset(value if isinstance(value, tuple) else (value,))


def _is_most_common(match: RuleMatch, _: Surroundings) -> bool:
    return match.callee == "most_common"


def _is_small_kernel(match: RuleMatch, _: Surroundings) -> bool:
    return match.name in _LAYERS and _is_all_of(_SMALL_KERNEL, match)


def _is_beginning(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is what weights begin with: `nn.init.normal_(w, std=0.02)`, `w.data.normal_(0, 0.01)`."""
    callee = around.context.callee(match.site.owner)
    return callee.last in _INITIAL or not _INITIALISING.isdisjoint(callee.chain[1:])


def _is_stored(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is how a picture or a file is stored: `image.save(path, quality=95)`."""
    callee = around.context.callee(match.site.owner)
    return match.name in _STORED and callee.words[:1] in (("save",), ("imwrite",), ("compress",))


def _is_of_schedule(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a DAG that catches up with nothing only has to begin at some day."""
    parent = around.context.parents.get(id(match.site.owner))
    if parent is None or "start" not in _named(match, around):
        return False
    if _is_default(match):
        return True
    caught = next((keyword.value for keyword in sites.keywords(parent) if keyword.arg == "catchup"), None)
    return caught.__class__ is ast.Constant and caught.value is False


def _is_default(match: RuleMatch) -> bool:
    """Whether it is one of the defaults of the tasks of a DAG, in a variable of that name."""
    return any(sites.described(target) == "default_args" for target in sites.targets(match.site.statement))


def _is_usual_port(match: RuleMatch, _: Surroundings) -> bool:
    return match.site.value in _PORTS


def _is_shown_file(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a module that only defines sets the name of a picture or page without a folder: a template, a report."""
    text = str(match.site.value)
    return around.kind in _DEFINING and "/" not in text and text.endswith(_SHOWN_FILES)


def _is_checked(match: RuleMatch, _: Surroundings) -> bool:
    """Whether the digest of what lies there stands beside it, or in its name: `vgg11-bbd30ac9.pth`."""
    stem, _dot, ending = str(match.site.value).rpartition(".")
    digest = stem.rpartition("-")[2]
    if ending.isalnum() and len(digest) >= _DIGEST and _HEX.issuperset(digest) and not digest.isdigit():
        return True
    return _has_digest(match.site.owner)


@_once
def _has_digest(node: ast.AST) -> bool:
    return any(not _HASHES.isdisjoint(words(name)) for name in _keys(node).values())


def _is_picture(match: RuleMatch, _: Surroundings) -> bool:
    return str(match.site.value).partition("?")[0].lower().endswith(_PICTURES)


def _is_passing(match: RuleMatch, _: Surroundings) -> bool:
    text = str(match.site.value).replace("\\", "/")
    return "/" not in text and not _PASSING.isdisjoint(words(text.rpartition(".")[0]))


def _is_below_name(match: RuleMatch, around: Surroundings) -> bool:
    """Whether the folder that it is joined to has a name of its own, and can be moved alone: `data_dir / "a.csv"`."""
    site = match.site
    if site.slot == JOINED:
        folder = getattr(site.owner, "left", None)
    elif site.position > 0 and around.context.callee(site.owner).last in calls.PATHS:
        folder = sites.arguments(site.owner)[0]
    else:
        return False
    return (folder.value if folder.__class__ is ast.Attribute else folder).__class__ is ast.Name


def _is_told_by_dict(match: RuleMatch, _: Surroundings) -> bool:
    """Whether neither the key nor two others are words of models: `model_params = {"height": 100, "speed": 3}`."""
    owner = match.site.owner
    keys = [sites.bare_text(key) or "" for key in owner.keys if key] if owner.__class__ is ast.Dict else []
    return role(match.name) in ("", FIXED) and len(match.name) > 1 and sum(role(key) == MODEL for key in keys) < _TUNED


def _is_of_command(match: RuleMatch, _: Surroundings) -> bool:
    return match.name == COMMAND


def _is_point(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is one moment of a training: `if epoch == 5`."""
    return match.site.slot == COMPARED and match.site.position == 1


def _is_repeated(match: RuleMatch, _: Surroundings) -> bool:
    """Whether nothing but the end of a range says that a loop repeats something."""
    return match.name == REPEATS


def _is_made_up(match: RuleMatch, around: Surroundings) -> bool:
    """Whether data are made up rather than read: `make_blobs(n_samples=500)`, `rng.poisson(lam=2.0)`."""
    callee = around.context.callee(match.site.owner)
    drawn = callee.last in calls.SIZE_AT and not is_class(callee.last)
    return drawn or (not is_class(callee.last) and not _MADE_UP.isdisjoint(callee.words))


def _is_of_parent(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a class tells the one that it is made from what it is: `super().__init__(quantile=0.5)`."""
    return "super" in around.context.callee(match.site.owner).chain[1:]


def _is_flat(match: RuleMatch, _: Surroundings) -> bool:
    """Whether data are laid out in the plane or in space, to be seen: `TSNE(n_components=2)`."""
    return match.callee in ("TSNE", "UMAP", "MDS", "Isomap") and match.site.value in _FLAT


def _is_looked_at(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a notebook only shows what is selected: the statement is `df[df.x > 5]`, and nothing is kept."""
    statement = match.site.statement
    shown = getattr(statement, "value", None) if statement.__class__ is ast.Expr else None
    return around.kind in _CELLS and shown.__class__ in (ast.Subscript, ast.Attribute, ast.Compare)


def _is_stride(match: RuleMatch, _: Surroundings) -> bool:
    return match.name == BATCH


def _is_next(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is one day or one hour, which is as often the one before or behind as a choice."""
    return match.site.kind is SMALL and called(match.site.owner) in (
        "timedelta",
        "Timedelta",
        "relativedelta",
        "DateOffset",
    )


def _names_itself(match: RuleMatch, around: Surroundings) -> bool:
    """Whether what is measured is called by the number: `{"p95": np.percentile(x, 95)}`, `hit_at_10 = rank <= 10`."""
    site, value = match.site, match.site.value
    if not isinstance(value, (int, float)):
        return False
    if site.slot == COMPARED:
        names = [sites.described(target) for target in sites.targets(site.statement)]
    else:
        names = _held(match, around) if match.callee in _QUANTILES else []
    shown = {str(value), str(round(value * 100)) if abs(value) < 1 else str(value)} - {"0", "1"}
    return bool(shown & {_digits(name) for name in names})


def _is_lag(match: RuleMatch, _: Surroundings) -> bool:
    """Whether a feature is called by its lag or window: `df["sales_lag7"] = df.sales.shift(7)`."""
    names = [
        sites.text(getattr(target, "slice", None)) or sites.described(target)
        for target in sites.targets(match.site.statement)
    ]
    return match.callee in _LAGGING and str(match.site.value) in map(_digits, names)


def _digits(name: str) -> str:
    return "".join(char for char in name if char.isdigit())


def _held(match: RuleMatch, around: Surroundings) -> list[str]:
    """The keys and keywords around a literal, from the inside out."""
    names: list[str] = []
    node: ast.AST | None = match.site.owner
    for _ in range(_FEW):
        around_it = around.context.parents.get(id(node))
        if around_it is None:
            break
        names.append(_keys(around_it).get(id(node), ""))
        node = around_it
    return names


def _is_blank(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is the size of an array that is made up rather than read: `torch.randn(1, 3, 224, 224)`."""
    return match.callee in ("randn", "rand", "zeros", "ones", "empty", "full")


def _is_band(match: RuleMatch, around: Surroundings) -> bool:
    """Whether rows are put into classes, which the bounds define.

    `df.loc[df.age < 37, "group"] = "young"`; a chain of ifs, each with a bound of the same.
    """
    site, statement = match.site, match.site.statement
    if match.rule.rule.code == "PAR203" and (site.scope, site.name) in around.context.stepped and not site.masks:
        return True
    target = next(iter(sites.targets(statement)), None)
    value = getattr(statement, "value", None)
    while value.__class__ is ast.BinOp:
        # `df.loc[df.month < 10, "key"] = "0" + df.month`
        value = value.left
    return target.__class__ is ast.Subscript and sites.bare_text(value) is not None


def _is_offered(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a user downloads it under this name: `st.download_button("Save", data, "report.csv", "text/csv")`."""
    owner = match.site.owner
    if not _is_bare(match):
        return False
    return not _OFFERING.isdisjoint(around.context.callee(owner).words) or _has_type(owner)


@_once
def _has_type(node: ast.AST) -> bool:
    """Whether a call is given a media type: `"text/csv"`."""
    return any((sites.bare_text(argument) or "").startswith(_MIME) for argument in sites.arguments(node))


def _is_own(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a program makes the file where it is run: `scores.to_csv("scores.csv")`, `"log": "train.log"`."""
    if not _is_bare(match):
        return False
    owner = match.site.owner
    opened = match.callee == "open" and any(sites.bare_text(mode) in _WRITTEN for mode in sites.arguments(owner)[1:2])
    return opened or calls.writes(around.context.callee(owner)) or str(match.site.value).endswith(".log")


def _is_filled_in(match: RuleMatch, _: Surroundings) -> bool:
    text = str(match.site.value)
    return _is_bare(match) and ("%" in text or "{}" in text)


def _is_significance(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is 5 % or 1 % of what is called p or alpha."""
    return match.site.value in _SIGNIFICANT and (match.name == "alpha" or not _TESTED.isdisjoint(words(match.name)))


def _is_unit(match: RuleMatch, _: Surroundings) -> bool:
    """Whether it is how many of a unit make another: `hours_per_day = 24`."""
    return match.site.value in _CONVERSIONS and len(_UNITS.intersection(words(match.name))) > 1


def _is_retry(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is how often something is tried again; a pipeline sets that for each of its services."""
    return around.kind != PIPELINE and not _TRIES.isdisjoint(words(match.name))


def _is_result(match: RuleMatch, _: Surroundings) -> bool:
    return match.site.slot == ENTRY and match.name in ("confidence", "score")


def _is_table(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it is a bound, or the number, of three classes or more that are only named, coloured or numbered."""
    return _ladder(match, around) is False


def _is_rung(match: RuleMatch, around: Surroundings) -> bool:
    return _ladder(match, around) is True


def _ladder(match: RuleMatch, around: Surroundings) -> bool | None:
    ladders = around.context.ladders
    return ladders.get(id(match.site.owner), ladders.get(id(match.site.statement)))


def _is_entry(match: RuleMatch, around: Surroundings) -> bool:
    """Whether an arm of such a table sets it: `if age < 6: units = 15`."""
    return id(match.site.statement) in around.context.ladders


def _is_of_library(match: RuleMatch, around: Surroundings) -> bool:
    return around.kind in (LIBRARY, PACKAGE) and role(match.name) == "" and _is_unknown_call(match, around)


def _is_of_defaults(match: RuleMatch, around: Surroundings) -> bool:
    """Whether it stands in a table of defaults: by its name, or in a dict within a dict of a library."""
    owner = match.site.owner
    parent = around.context.parents.get(id(owner))
    within = around.kind in _DEFINING and parent.__class__ is ast.Dict
    return within or not _DEFAULTS.isdisjoint(words(around.context.titles.get(id(owner), "")))


def _is_drawn(match: RuleMatch, around: Surroundings) -> bool:
    """Whether a program draws what is as often data; a rate or a share of a model is none."""
    tuned = is_strong(match.name) or is_strong("".join(words(match.name))) or "rate" in words(match.name)
    return not tuned and calls.is_drawn(around.context.callee(match.site.owner))


# What an exercise asks for, while the data and the model are those of the lesson.
_ASKED = ("PAR104", "PAR201", "PAR203", "PAR402")
_OF_RECORDS = ("PAR103", "PAR304", "PAR401", "PAR402", "PAR503")

_OF_TABLES = ("PAR104", "PAR201", "PAR202", "PAR203", "PAR701", "PAR702")
DOUBTS = (
    Doubt(_OF_RECORDS, POSSIBLE, "it stands in what looks like a record", _is_of_record),
    Doubt(("PAR401",), POSSIBLE, "several dates in a row look like data", _is_in_row),
    Doubt(("PAR101", "PAR303"), POSSIBLE, "so few rows are mostly only shown", _is_few_rows),
    Doubt(("PAR501",), POSSIBLE, "a service or system prescribes this folder", _is_prescribed),
    Doubt(("PAR501",), LIKELY, "the folder may be one of a container", _is_of_container),
    Doubt((), POSSIBLE, "the module is only tried out here", _is_trial),
    Doubt((), POSSIBLE, "the module holds nothing but settings", _is_settings),
    Doubt((), POSSIBLE, "documentation shows how to use it", _is_shown),
    Doubt((), LIKELY, "a tutorial shows how something is done", _is_taught),
    Doubt(_ASKED, LIKELY, "an exercise may ask for this value", _is_of_course),
    Doubt((), LIKELY, "an example shows how something is done", _is_of_example),
    Doubt((), LIKELY, "a package with users documents what it does", _is_published),
    Doubt(("PAR101",), LIKELY, "so few may only be shown", _is_few),
    Doubt(("PAR103", "PAR104", "PAR601"), LIKELY, "0 and 1 are the least that it can be", _is_least),
    Doubt(("PAR103", "PAR104", "PAR601"), LIKELY, "any machine has so many", _is_few_workers),
    Doubt(("PAR113", "PAR401", "PAR601"), LIKELY, "how long it waits rarely matters", _is_wait),
    Doubt(("PAR101", "PAR103", "PAR104"), LIKELY, "a service may set how much comes at once", _is_page),
    Doubt(("PAR101", "PAR103", "PAR104", "PAR303"), LIKELY, "so large a number bounds nothing", _is_endless),
    Doubt(("PAR201", "PAR202", "PAR203"), LIKELY, "what is refused may make no sense", _is_refused),
    Doubt(("PAR101", "PAR102"), POSSIBLE, "a median or a quartile is a method", _is_quartile),
    Doubt(("PAR101", "PAR102"), LIKELY, "an interval of 95 % may be the method's", _is_interval),
    Doubt(("PAR102",), LIKELY, "it may only be how much is shown", _is_most_common),
    Doubt(("PAR101",), LIKELY, "so small a kernel may be one of the architecture", _is_small_kernel),
    Doubt(("PAR506",), LIKELY, "the protocol has this port", _is_usual_port),
    Doubt(("PAR503",), LIKELY, "a page or picture may be one of the program", _is_shown_file),
    Doubt(("PAR505",), LIKELY, "its digest stands beside it", _is_checked),
    Doubt(("PAR505",), LIKELY, "a picture may be one of the program", _is_picture),
    Doubt(("PAR502", "PAR503"), LIKELY, "others give the name, or nobody keeps the file", _is_passing),
    Doubt(("PAR101", "PAR102", "PAR302", "PAR303"), LIKELY, "the data are made up", _is_made_up),
    Doubt(("PAR101",), LIKELY, "a class says what it is made of", _is_of_parent),
    Doubt(("PAR101",), LIKELY, "two or three dimensions are for a picture", _is_flat),
    Doubt(("PAR201", "PAR203", "PAR401", "PAR402"), LIKELY, "the rows are only looked at", _is_looked_at),
    Doubt(("PAR101",), LIKELY, "neither the name nor the call says that it is tuned", _is_unknown_call),
    Doubt(("PAR102",), LIKELY, "only the name of the function tells", _is_told_by_function),
    Doubt(("PAR101", "PAR102"), LIKELY, "a limit may be one of arithmetic", _is_limit),
    Doubt(("PAR101", "PAR401", "PAR402", "PAR503"), LIKELY, "a named choice decides it", _is_by_name),
    Doubt(("PAR101", "PAR103", "PAR104"), POSSIBLE, "a temperature above 10 may be one in degrees", _is_of_heat),
    Doubt(("PAR201", "PAR203"), LIKELY, "a median or quartile may be part of the method", _is_median),
    Doubt(("PAR201", "PAR203"), LIKELY, "it may only guard against too little data or a division by zero", _is_guard),
    Doubt((), LIKELY, "it may define a published model", _is_in_published),
    Doubt(("PAR201",), LIKELY, "a length may be one of a format", _is_length),
    Doubt(("PAR104", "PAR503", "PAR107"), LIKELY, "it has a name at the top of the module", _is_at_top_of_script),
    Doubt(("PAR502",), LIKELY, "a word alone may be anything", _is_word),
    Doubt(("PAR502",), LIKELY, "what lies beside the program may be a part of it", _is_beside_program),
    Doubt(("PAR502",), LIKELY, "the folder has a name of its own", _is_below_name),
    Doubt(("PAR101", "PAR102"), LIKELY, "the feature is called by the number", _is_lag),
    Doubt(("PAR101", "PAR102"), LIKELY, "what weights begin with is rarely tuned", _is_beginning),
    Doubt(("PAR101",), LIKELY, "it is how a picture or file is stored", _is_stored),
    Doubt(("PAR401",), LIKELY, "a schedule has to begin at some day", _is_of_schedule),
    Doubt(("PAR503", "PAR506"), LIKELY, "a part of it is put in when it runs", _is_worked_out),
    Doubt(("PAR113",), LIKELY, "the bound may be one of the method", _is_of_method),
    Doubt(("PAR502", "PAR503"), LIKELY, "it has neither the ending nor the folder of a file", _is_no_file),
    Doubt(("PAR401",), POSSIBLE, "a library has dates to compare others with", _is_date_of_library),
    Doubt(("PAR401",), LIKELY, "a date made of numbers may be data or a default", _is_made_of_numbers),
    Doubt(("PAR107",), LIKELY, "the array may only stand in for one", _is_blank),
    Doubt(("PAR103",), LIKELY, "a table of defaults is a place for settings", _is_of_defaults),
    Doubt(("PAR106",), LIKELY, "what is drawn may be data", _is_drawn),
    Doubt(("PAR401",), POSSIBLE, "its name says that it stands for no date", _is_stand_in),
    Doubt(("PAR401",), POSSIBLE, "a point in time is mostly one of a record", _is_moment),
    Doubt(("PAR502",), LIKELY, "nothing says that the call reads or writes", _is_handed_on),
    Doubt(("PAR108",), POSSIBLE, "what is taken at once may be set by a service", _is_stride),
    Doubt(("PAR502",), LIKELY, "it is a part of a command", _is_of_command),
    Doubt(("PAR201",), LIKELY, "what happens then may only be shown", _is_point),
    Doubt(("PAR108",), LIKELY, "it may be how many there are", _is_repeated),
    Doubt(("PAR601",), LIKELY, "whoever runs it can set another", _is_fallback),
    Doubt(("PAR401",), POSSIBLE, "one day more or less may be the next", _is_next),
    Doubt(("PAR102", "PAR201", "PAR203"), POSSIBLE, "its name says the number already", _names_itself),
    Doubt(("PAR201", "PAR203"), LIKELY, "the bounds of classes may be a definition", _is_band),
    Doubt(("PAR502", "PAR503"), LIKELY, "a download may be called anything", _is_offered),
    Doubt(("PAR502", "PAR503"), LIKELY, "the program makes it where it is run", _is_own),
    Doubt(("PAR502", "PAR503"), LIKELY, "the rest of its name is put in when it runs", _is_filled_in),
    Doubt(("PAR104", "PAR201", "PAR203"), LIKELY, "it is a usual level of significance", _is_significance),
    Doubt(("PAR103", "PAR104"), POSSIBLE, "so many make another unit", _is_unit),
    Doubt(("PAR101", "PAR103", "PAR104", "PAR601"), LIKELY, "how often it tries again rarely matters", _is_retry),
    Doubt(("PAR103",), LIKELY, "it may be a result", _is_result),
    Doubt(("PAR103",), LIKELY, "only the name of the dict tells", _is_told_by_dict),
    Doubt(_OF_TABLES, POSSIBLE, "its arms only name or number: a table", _is_table),
    Doubt(("PAR201", "PAR202", "PAR203"), LIKELY, "so few or urgent classes may be a definition", _is_rung),
    Doubt(("PAR104",), LIKELY, "it is an entry of a table", _is_entry),
    Doubt(("PAR101",), POSSIBLE, "nothing but the keyword tells, and a library has many", _is_of_library),
)  # fmt: skip
"""What holds of a match decides; the first of the lowest level gives the reason."""
_CONCERNING: dict[str, list[Doubt]] = {}
