"""PAR102: `Dropout(0.5)`, `PCA(0.95)`."""

from __future__ import annotations

from ...findings import Rule
from ...values import TYPE_CHECKING
from .. import callees
from ..literals import NUMBER, NUMBERS
from ..place import CONSTANT, POSITION
from ..vocabulary import is_strong
from .rule import ParameterRule, trivial

if TYPE_CHECKING:
    from ..facts import Facts
    from ..place import Place

# The arguments that are tuned, by the last word of a class name.
_BY_WORD: dict[str, tuple[int, ...]] = {
    "dropout": (0,), "pca": (0,), "means": (0,), "svd": (0,), "nmf": (0,), "ridge": (0,), "lasso": (0,), "adam": (0, 1),
    "adamw": (0, 1), "sgd": (0, 1), "rmsprop": (0, 1), "adagrad": (0, 1), "adadelta": (0, 1), "regression": (0,), "gmm": (0,), "windows": (0, 1), "optimizer": (0, 1), "lr": (1, 2),
    "stopping": (0,), "classifier": (0, 1), "regressor": (0, 1), "neighbors": (0,), "features": (0,), "best": (1,),
    "blur": (0, 1), "rotation": (0,), "noise": (0, 1), "leaky": (0,), "relu": (0,), "kernel": (0, 1), "rbf": (0,),
    "tsne": (0,), "umap": (0,), "svc": (0,), "elu": (0,), "smoothing": (0,), "annealing": (1, 2), "mixture": (0,),
    "clustering": (0,), "discretizer": (0,), "forest": (0,), "loss": (0, 1), "sampler": (1,), "generator": (1, 2),
}  # fmt: skip
# Layers whose first numbers are their width and the size of their kernel.
_LAYERS: dict[str, tuple[int, ...]] = {
    "Dense": (0,), "LSTM": (0,), "GRU": (0,), "SimpleRNN": (0,), "CuDNNLSTM": (0,), "CuDNNGRU": (0,), "Conv1D": (0, 1),
    "Conv2D": (0, 1, 2), "Conv3D": (0, 1), "SeparableConv2D": (0, 1), "Convolution2D": (0, 1, 2), "Convolution1D": (0, 1),
    "Conv2DTranspose": (0, 1), "Embedding": (0, 1), "TimeDistributedDense": (0,), "ConvLSTM2D": (0, 1), "Dropout": (0,),
    "SpatialDropout1D": (0,), "GaussianNoise": (0,), "GaussianDropout": (0,), "LeakyReLU": (0,), "RepeatVector": (0,),
    "AlphaDropout": (0,), "Dropout2d": (0,), "Flatten": (),
}  # fmt: skip
# Functions and methods, and which of their arguments are tuned.
_FUNCTIONS: dict[str, tuple[int, ...]] = {
    "l1": (0,), "l2": (0,), "l1_l2": (0, 1), "L1": (0,), "L2": (0,), "rolling": (0,), "ewm": (0,), "quantile": (0,), "percentile": (1,),
    "nanpercentile": (1,), "nlargest": (0,), "nsmallest": (0,), "most_common": (0,), "topk": (0, 1), "top_k": (1,),
    "normal_": (0, 1), "uniform_": (0, 1, 2), "trunc_normal_": (1, 2), "constant_": (1,), "clip_grad_norm_": (1,), "clip_grad_norm": (1,),
    "clip_grad_value_": (1,), "clip_by_global_norm": (1,), "clip_by_norm": (1,), "dropout": (1,), "shuffle": (0,), "batch": (0,),
    "prefetch": (0,), "padded_batch": (0,), "savgol_filter": (1, 2), "gaussian_filter": (1,), "medfilt": (1,), "butter": (0, 1),
    "GaussianBlur": (1, 2), "medianBlur": (1,), "Canny": (1, 2), "threshold": (1,), "shift": (0,), "diff": (0,), "pct_change": (0,),
    "random_normal": (1, 2), "truncated_normal": (1, 2), "leaky_relu": (1,), "KFold": (0,), "set_learning_rate": (0,),
    "batch_gen": (1,), "batchify": (1,), "fit_generator": (1,), "exponential_decay": (0, 1, 2), "cross_val_score": (3,),
    "interp": (), "approx_quantile": (1,), "approxQuantile": (1,), "setNumTopFeatures": (0,), "setMaxIter": (0,), "setRegParam": (0,),
    "setElasticNetParam": (0,), "setK": (0,), "setNumTrees": (0,), "setMaxDepth": (0,), "setVectorSize": (0,), "setMinCount": (0,),
    "setNumFeatures": (0,), "timedelta": (0,), "thin": (0,),
}  # fmt: skip


def judge(place: Place, facts: Facts) -> str:
    """The callee, and the position behind the first."""
    value = place.value
    callee = facts.callee(place)
    if trivial(value) or place.level == CONSTANT or not callee.last:
        return ""
    if place.kind is NUMBERS and (callee.last not in _LAYERS or all(map(trivial, value))):  # type: ignore[call-overload]
        return ""
    if callee.last == "append" and place.kind is NUMBER:
        return callee.chain[1] if len(callee.chain) > 1 and is_strong(callee.chain[1]) else ""
    positions = _FUNCTIONS.get(callee.last, _LAYERS.get(callee.last))
    if positions is None and callees.is_class(callee.last) and callee.words:
        positions = _BY_WORD.get(callee.words[-1])
    if positions is None or place.index not in positions or facts.draws(place.owner):
        return ""
    return "_".join(callee.words) if place.index == positions[0] else f"{'_'.join(callee.words)}_{place.index + 1}"


RULE = ParameterRule(
    Rule("PAR102", "hyperparameter-argument", "a hyperparameter given by its position"),
    "model",
    ((POSITION, NUMBER), (POSITION, NUMBERS)),
    judge,
    "A bare number in a call does not even say what it is; under a name in a config file it does.",
    (
        "nn.Dropout(0.5)",
        "Adam(net.parameters(), 2e-4)",
        "PCA(0.95)",
        "model.add(Dense(256))",
        "weight.normal_(0, 0.01)",
        "df.x.rolling(7).mean()",
    ),
    ("nn.Linear(256, 128)", "nn.BatchNorm2d(64)", "MaxPool2D(2)", "Dense(1)", "df.quantile(q)", "round(x, 3)"),
    "0, 1 and -1; widths of layers whose shape follows from their neighbours",
)
