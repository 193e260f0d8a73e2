"""PAR101: `RandomForestClassifier(n_estimators=500)`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import calls
from ..calls import Callee, FileContext
from ..names import FIXED, MODEL, deciding, role, words
from ..sites import CONSTANT, KEYWORD, NUMBER, NUMBERS, SMALL, LiteralSite, keywords, number
from .rule import ParameterRule, asks, trivial

_GUARDS = frozenset("eps epsilon tol tolerance atol rtol jitter delta".split())
_ORDERS = frozenset(("order", "seasonal_order", "pdq"))
# What the numbers of a library's function are that is nothing but a method with knobs.
_KNOBS = frozenset(
    """
    median_filter uniform_filter gaussian_filter maximum_filter minimum_filter find_peaks find_peaks_cwt
    peak_local_max blob_log blob_dog slic felzenszwalb quickshift canny denoise_bilateral
    denoise_tv_chambolle HoughCircles HoughLines HoughLinesP hough_line_peaks goodFeaturesToTrack detectMultiScale
    adaptiveThreshold bilateralFilter fastNlMeansDenoising createCLAHE calcOpticalFlowFarneback
    calcOpticalFlowPyrLK seasonal_decompose auto_arima adfuller savgol_filter butter welch spectrogram stft mfcc
    melspectrogram apriori fpgrowth association_rules differential_evolution minimize curve_fit gp_minimize
    forest_minimize fmin hog find_synonyms dual_annealing basinhopping interpolate spring_layout
    """.split()
)
# How finely Earth Engine samples a map, and how much of it.
_ON_MAPS = ("bbox", "layer")
_SAMPLED = frozenset(("scale", "maxPixels", "tileScale", "numPixels"))
_OF_MAPS = frozenset(
    """
    reproject reduceRegion reduceRegions sample sampleRegions sampleRectangle stratifiedSample toDrive toAsset
    toCloudStorage getDownloadURL getRegion reduceResolution reduceToVectors getVideoThumbURL getThumbURL
    ee_export_image ee_export_image_to_drive
    """.split()
)
# What keeps things for a while, and how much of them.
_STORES = frozenset("cache lru lfu queue handler memoize".split())
_SIZES = frozenset("max size maxlen bytes count capacity entries items limit len length".split())
# Where lmfit is told what may become of a parameter: `params.add("c", value=1, min=-100, max=100)`.
_FITTED = frozenset(("add", "Parameter"))
# Bits of the numbers that a trainer calculates with.
_PRECISIONS = (16, 32, 64)
# The hours of a day, the months of a year: what is turned on a circle, not tuned.
_CALENDAR = (5, 7, 12, 24, 52, 60, 365, 365.25)
# Of these 1 is as much of a choice as any number, where a model is built.
_CHOSEN_AT_ONE = frozenset(
    """
    alpha reg_lambda reg_alpha learning_rate subsample temperature sigma length_scale max_depth n_neighbors n_components
    num_layers n_layers clipnorm clipvalue clip_norm max_norm max_grad_norm gradient_clip_val l2_leaf_reg
    min_child_weight min_samples_leaf epochs n_epochs num_epochs max_epochs num_train_epochs patience
    """.split()
)
_LOOKED_AT = frozenset("axis dim verbose disp seed random_state precision dpi n_jobs workers".split())
_LETTERS = frozenset(("p", "n", "k", "m", "r", "nu", "q", "std"))
# What a single letter is for, whatever else is called so.
_LETTERED = frozenset((("q", "qcut"), ("n", "predict"), ("n", "forecast"), ("n", "historical_forecasts")))
# 0 and 1 of these are no and yes.
_SWITCHES = frozenset(
    "is has use with do if enable allow verbose silent quiet debug return keep show save plot normalize".split()
)
_MANY_BESIDE = 3
# What gives a value even for the first rows.
_NATURAL = frozenset(("min_periods", "step", "steps"))
_FROM_ZERO = frozenset(
    "warmup dropout decay momentum gamma alpha lambda delta probability prob smoothing noise penalty jitter".split()
)
# Matrices of numpy have a k-th diagonal, and drawings several of something.
_DIAGONALS = frozenset(("triu", "tril", "diag", "eye", "rot90", "diagonal", "triu_indices", "tril_indices", "trace"))
# How many are drawn is a rule of its own.
_UNTUNED = _DIAGONALS | {"choice", "choices", "sample"}
_ANYWHERE = frozenset(("C", "gamma", "lr", "eta"))
# Vague names that still say what is waited for, looked back on or capped.
_TOLD = frozenset("days hours minutes months weeks years seconds duration capacity ratio cap bound floor top".split())
# What a number is in itself, a time of the day, or a place in a format: no choice, whatever is called.
_PLAIN_NAMES = frozenset(
    """
    hour minute second day month year weekday day_of_week dayofweek hour_of_day day_of_month fill_value value default
    flag flags repeat repeats copies deg sheet sheet_name num const constant status http_status opset low high ord
    left_index amount total result answer number target ind
    """.split()
)
# What holds or prints whatever it is given, and spans of time, which are a rule of their own.
_SPANS = frozenset("timedelta Timedelta relativedelta DateOffset duration timezone".split())
_HOLDING = _SPANS | frozenset(
    "dict update assign replace Series DataFrame Row namedtuple Enum format log add_row emit".split()
)
# The width of what lies between what comes in and what goes out.
_WIDTHS = (("dim",), ("dims",), ("channels",), ("width",), ("planes",))
_LEAST_WIDTH = 8


def judge(site: LiteralSite, context: FileContext) -> str:
    """The keyword, where it or the callee says that a model, a step or a decision is tuned by it."""
    name, value = site.name, site.value
    callee = context.callee(site.owner)
    if not name or site.level == CONSTANT or callee.draws or callee.declares:
        return ""
    if name in context.extra or name in _ANYWHERE or _is_knob(site, callee):
        return name
    if not _STORES.isdisjoint(callee.words) and _SIZES.issuperset(words(name)):
        return ""
    if _is_letter(site, callee):
        return name
    purpose = role(name)
    if site.kind is SMALL and _is_chosen_beside(site, purpose) and not calls.is_shown(callee):
        return name
    if purpose == FIXED or trivial(value) or _is_guard(name, value) or calls.is_shown(callee):
        return name if _is_width(site, callee) else _settled(name, value, callee)
    if purpose != MODEL:
        if isinstance(value, tuple) and purpose == "":
            return name if len(value) > 2 and all(isinstance(share, float) and 0 < share < 1 for share in value) else ""
        if purpose == "" and isinstance(value, float) and 0 < abs(value) < 1:
            return name
        tuned = calls.is_fitting(callee) or calls.is_estimator(callee) or (purpose == "" and _stands_beside(site))
        return name if tuned or (purpose == "" and _is_named(site, callee)) else ""
    if calls.is_builder(callee) or calls.is_fitting(callee) or "loss" in callee.words:
        return name
    share = value.__class__ is float and 0 < abs(value) < 1
    vague = name.lower() in calls.VAGUE and name.lower() not in _TOLD and not share
    return "" if vague or _is_of_calendar(name, value) or callee.last in _SPANS else name


def _is_letter(site: LiteralSite, callee: Callee) -> bool:
    """Whether it is a letter that stands for a setting: of what is built, and k of nearly everything."""
    name, value = site.name, site.value
    if trivial(value) or calls.is_shown(callee):
        return False
    if name == "k" and value.__class__ is int and value > 1 and callee.last not in _UNTUNED:
        return True
    if (name, callee.last) in _LETTERED:
        return True
    return name in _LETTERS and calls.is_builder(callee)


def _is_named(site: LiteralSite, callee: Callee) -> bool:
    """Whether a single number has a name of its own, of which nothing says that it is not chosen."""
    name = site.name
    if site.kind is not NUMBER or len(name) < 2 or name.lower() in _PLAIN_NAMES or callee.last in _HOLDING:
        return False
    if words(name)[0] in ("in", "out"):
        # Of a layer, whose widths are a rule of their own.
        return False
    # What is built of an amount or an age is a record.
    return not (deciding(name) and calls.is_builder(callee))


def _is_width(site: LiteralSite, callee: Callee) -> bool:
    """Whether it is the width of a layer inside of a model that is built with other hyperparameters beside it."""
    inner = words(site.name)[-1:] in _WIDTHS and isinstance(site.value, int) and site.value >= _LEAST_WIDTH
    return inner and calls.is_builder(callee) and not calls.is_shown(callee) and _stands_beside(site)


def _stands_beside(site: LiteralSite) -> bool:
    """Whether another keyword of the call is a hyperparameter with a number: then this one is tuned with it."""
    return any(
        role(keyword.arg or "") == MODEL and number(keyword.value) is not None for keyword in keywords(site.owner)
    )


def _is_tuned_beside(site: LiteralSite) -> bool:
    """Whether another keyword is a hyperparameter with a number of its own: then 0 and 1 here were chosen like that."""
    chosen = site.name not in _NATURAL if site.value == 1 else site.value == 0 and _is_tuned_at_zero(site.name)
    return chosen and any(
        role(keyword.arg or "") == MODEL and keyword.arg not in calls.VAGUE and not trivial(number(keyword.value) or 0)
        for keyword in keywords(site.owner)
    )


def _is_chosen_beside(site: LiteralSite, purpose: str) -> bool:
    """Whether what stands beside it says that 0 or 1 was chosen."""
    return (purpose == MODEL and _is_tuned_beside(site)) or (purpose in (MODEL, "") and _is_one_of_many(site))


def _is_one_of_many(site: LiteralSite) -> bool:
    """Whether 0 or 1 stands among so many numbers that all were chosen: `simulate(rate=0.3, noise=10, agents=200)`."""
    if site.value == -1 or not _SWITCHES.isdisjoint(words(site.name)[:1]) or site.name in _NATURAL | _LOOKED_AT:
        return False
    chosen = [keyword.arg or "" for keyword in keywords(site.owner) if not trivial(number(keyword.value) or 0)]
    return len(chosen) >= _MANY_BESIDE and any(role(name) == MODEL for name in chosen)


def _is_tuned_at_zero(name: str) -> bool:
    """Whether 0 is a setting like any other: no warm-up, no dropout, any improvement at all."""
    return not _FROM_ZERO.isdisjoint(words(name))


def _settled(name: str, value: object, callee: Callee) -> str:
    """What stays of names and values that rarely are parameters: filters and kernels of a layer."""
    if name == "precision" and calls.is_estimator(callee):
        return name if value in _PRECISIONS else ""
    layer = name in ("filters", "units", "kernel_size", "rate", "depth", "input_shape", "input_dim", "output_dim")
    if trivial(value) or calls.is_shown(callee):
        return ""
    share = value.__class__ is float and 1e-6 < abs(value) < 1 and name != "rescale"
    return name if layer or (share and (calls.is_fitting(callee) or calls.is_estimator(callee))) else ""


def _is_knob(site: LiteralSite, callee: Callee) -> bool:
    """Whether the keyword is a knob of a method, the order of a series, the size of a memory or a 1 that was chosen."""
    name, value = site.name, site.value
    if site.kind is SMALL:
        return name == "temperature" or (value == 1 and name in _CHOSEN_AT_ONE and calls.is_estimator(callee))
    if name in ("width", "height") and any(keyword.arg in _ON_MAPS for keyword in keywords(site.owner)):
        return not trivial(value)
    if name in _SAMPLED:
        return callee.last in _OF_MAPS and not trivial(value)
    if name in ("min", "max") and callee.last in _FITTED and any(one.arg == "value" for one in keywords(site.owner)):
        return not trivial(value)
    if callee.last in _KNOBS:
        return name not in _LOOKED_AT and not trivial(value) and not _is_guard(name, value)
    if site.kind is NUMBERS:
        return name in _ORDERS and calls.is_builder(callee)
    return name == "maxlen" and callee.last == "deque"


def _is_of_calendar(name: str, value: object) -> bool:
    """Whether it is the period of a clock or a year."""
    return name == "period" and value in _CALENDAR


def _is_guard(name: str, value: object) -> bool:
    """Numerical guards such as 1e-8 keep a division possible; nobody tunes them."""
    if name in ("atol", "rtol", "abs_tol", "rel_tol") or name.startswith("ensure_min"):
        return True
    guards = not _GUARDS.isdisjoint(words(name)) or name in ("lower", "min", "a_min", "floor")
    return guards and value.__class__ is float and 0 < abs(value) < 1e-6


RULE = ParameterRule(
    Rule("PAR101", "hyperparameter-keyword", "a hyperparameter passed as a keyword"),
    "model",
    asks((KEYWORD,), (NUMBER, SMALL, NUMBERS)),
    judge,
    "Models are tuned by trying other values; in a call they have to be searched for.",
    "plots, widgets, declared options and fields, 0, 1 and -1, numerical guards below 1e-6, sizes of caches, queues "
    "and logs, sizes and positions of things that are drawn",
)
