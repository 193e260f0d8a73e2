"""What is tuned by its keyword in the functions of libraries, whatever the words of the keyword say."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from .. import calls
from ..names import words
from ..sites import NUMBERS, SMALL, keywords
from .rule import trivial

if TYPE_CHECKING:
    from ..calls import Callee
    from ..sites import LiteralSite

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


def is_knob(site: LiteralSite, callee: Callee) -> bool:
    """Whether the keyword is a knob of a method, the order of a series, the size of a memory or a 1 that was chosen."""
    name, value = site.name, site.value
    if site.kind is SMALL:
        return value == 1 and name in _CHOSEN_AT_ONE and calls.is_estimator(callee)
    if name in ("width", "height") and any(keyword.arg in _ON_MAPS for keyword in keywords(site.owner)):
        return not trivial(value)
    if name in _SAMPLED:
        return callee.last in _OF_MAPS and not trivial(value)
    if callee.last in _KNOBS:
        return name not in _LOOKED_AT and not trivial(value) and not is_guard(name, value)
    if site.kind is NUMBERS:
        return name in _ORDERS and calls.is_builder(callee)
    return name == "maxlen" and callee.last == "deque"


def is_of_calendar(name: str, value: object) -> bool:
    """Whether it is the period of a clock or a year."""
    return name == "period" and value in _CALENDAR


def is_guard(name: str, value: object) -> bool:
    """Numerical guards such as 1e-8 keep a division possible; nobody tunes them."""
    if name in ("atol", "rtol"):
        return True
    guards = not _GUARDS.isdisjoint(words(name)) or name in ("lower", "min", "a_min", "floor")
    return guards and value.__class__ is float and 0 < abs(value) < 1e-6
