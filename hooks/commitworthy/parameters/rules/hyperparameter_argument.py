"""PAR102: `Dropout(0.5)`, `PCA(0.95)`."""

from __future__ import annotations

from ...base.findings import Rule
from .. import calls
from ..calls import Callee, FileContext
from ..names import MODEL, SAMPLE, is_class, is_strong, role, words
from ..sites import CONSTANT, NUMBER, NUMBERS, POSITION, SMALL, LiteralSite, arguments, called, described, targets
from .named_threshold import is_natural_bound
from .rule import ParameterRule, trivial


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """What is called -> the names of its arguments, "" for one that is not tuned: `Dropout|AlphaDropout - dropout`."""
    names_of: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        callees, *names = line.split()
        names_of |= dict.fromkeys(callees.split("|"), tuple(name.strip("-") for name in names))
    return names_of


# By the last word of a class name; `-` stands for an argument that is not tuned.
_BY_WORD = _table(
    """
    dropout dropout
    pca|svd|nmf|tsne|umap|mixture|gmm n_components
    means|clustering n_clusters
    ridge|lasso alpha
    adam|adamw|rmsprop|adagrad|adadelta|optimizer learning_rate learning_rate
    sgd learning_rate learning_rate momentum
    lr - step_size gamma
    annealing - T_max eta_min
    stopping patience
    neighbors n_neighbors
    classifier|regressor|forest n_estimators max_depth
    regression|features degree
    best - k
    blur|noise strength strength_max
    rotation degrees
    relu|elu|smoothing slope
    kernel|rbf scale scale_max
    svc C
    discretizer n_bins
    loss alpha gamma
    sampler - n_samples
    generator - batch_size n_batches
    windows window stride
    allocation n_components
    binarizer|threshold threshold
    rfe - n_features
    tokenizer n_words
    jitter brightness contrast saturation hue
    flip|erasing p
    memory capacity
    constant value
    normal mean std
    arima - order
    """
)
# Layers that are told their width, and the size of their kernel.
_LAYERS = _table(
    """
    Dense|LSTM|GRU|SimpleRNN|CuDNNLSTM|CuDNNGRU|TimeDistributedDense units
    Conv1D|Conv3D|SeparableConv2D|Conv2DTranspose|ConvLSTM2D filters kernel_size
    Conv2D|Convolution1D|Convolution2D filters kernel_size kernel_size
    Embedding input_dim output_dim
    Dropout|Dropout2d|AlphaDropout|SpatialDropout1D|GaussianDropout dropout
    GaussianNoise stddev
    LeakyReLU slope
    BatchNorm1d|BatchNorm2d|BatchNorm3d - eps momentum
    RepeatVector repeats
    Transformer d_model n_heads n_encoder_layers n_decoder_layers dim_feedforward dropout
    TransformerEncoderLayer|TransformerDecoderLayer d_model n_heads dim_feedforward dropout
    MultiheadAttention d_model n_heads dropout
    """
)
# Functions, methods, and classes by their whole name.
_FUNCTIONS = _table(
    """
    l1|L1 l1
    l2|L2 l2
    l1_l2 l1 l2
    rolling|ewm window
    qcut - q
    quantile q
    percentile|nanpercentile - percentile
    nlargest|nsmallest|most_common n
    topk k k
    top_k - k
    normal_ mean std std
    uniform_ low high high
    trunc_normal_ mean std std low high
    constant_ - value
    xavier_uniform_|xavier_normal_ - gain
    kaiming_uniform_|kaiming_normal_ - slope
    clip_grad_norm_|clip_grad_norm|clip_grad_value_|clip_by_global_norm|clip_by_norm - max_norm
    dropout - dropout
    fit|fine_tune|fit_one_cycle epochs lr
    train epochs lr n_rounds
    cv - - n_rounds n_folds
    optimize - n_trials
    run_mcmc|run_nuts - n_steps
    early_stopping stopping_rounds
    forecast|get_forecast|predict steps
    shuffle buffer_size
    batch|padded_batch batch_size
    prefetch buffer_size
    savgol_filter - window_length polyorder
    gaussian_filter - sigma
    medfilt|medianBlur - kernel_size
    butter order cutoff
    GaussianBlur - kernel_size sigma
    Canny - threshold1 threshold2
    threshold - threshold
    shift|diff|pct_change periods
    random_normal|truncated_normal - mean stddev
    random_normal_initializer|truncated_normal_initializer|RandomNormal|TruncatedNormal mean stddev
    leaky_relu - slope
    KFold n_splits
    set_learning_rate learning_rate
    batch_gen|batchify|fit_generator - batch_size
    exponential_decay learning_rate - decay_steps decay_rate
    cross_val_score - - - cv
    approx_quantile|approxQuantile - q relative_error
    setNumTopFeatures|setNumFeatures n_features
    setMaxIter max_iter
    setRegParam reg_param
    setElasticNetParam elastic_net_param
    setK k
    setNumTrees n_trees
    setMaxDepth max_depth
    setVectorSize vector_size
    setMinCount min_count
    timedelta|days_ago days
    recommendForAllUsers|recommendForAllItems n_items
    recommendForUserSubset|recommendForItemSubset|recommendProducts|recommendUsers|findSynonyms - n_items
    fcluster|cut_tree - n_clusters
    barabasi_albert_graph n m
    erdos_renyi_graph|gnp_random_graph|binomial_graph n p
    watts_strogatz_graph|newman_watts_strogatz_graph n k p
    kneighbors|knn_query|query|search|get_nns_by_item|get_nns_by_vector|nbest - k
    parallelize|textFile|wholeTextFiles - n_partitions
    percentile_approx|approx_percentile - percentile
    rowsBetween|rangeBetween start end
    lag|lead - periods
    ntile n_buckets
    date_sub|date_add|add_months - days
    chunked|batched|grouper|array_split - batch_size
    pad_sequences - maxlen
    to_categorical|one_hot - n_classes
    hashing_trick - n_words
    apply_freq_filter min_freq
    KNNImputer|KNN n_neighbors
    HMM|GMM n_components
    SMA|EMA|RSI|ATR - period
    ElasticNet alpha l1_ratio
    MLPClassifier|MLPRegressor hidden_layers
    Word2Vec|Doc2Vec|FastText - vector_size
    HashingTF n_features
    bilateralFilter - diameter sigma_color sigma_space
    adaptiveThreshold - - - - block_size C
    HoughCircles - - dp min_dist
    HoughLines|HoughLinesP - - - threshold
    goodFeaturesToTrack - max_corners quality_level min_distance
    detectMultiScale - scale_factor min_neighbors
    remove_small_objects|remove_small_holes - min_size
    uniform_filter|median_filter|maximum_filter|minimum_filter|uniform_filter1d|gaussian_filter1d - size
    find_peaks|find_peaks_cwt - height
    sliding_window_view - window
    clip|clamp low high high
    IndexFlatL2|IndexFlatIP|IndexHNSWFlat dim m
    IndexIVFFlat|IndexIVFPQ - dim n_lists m
    buffer distance
    piecewise_constant|PiecewiseConstantDecay boundaries values
    simplify tolerance
    DataLoader - batch_size
    DBSCAN|dbscan eps min_samples
    polyfit - - degree
    cut - n_bins
    ngrams|everygrams - n
    firwin n_taps cutoff
    decimate - factor
    grangercausalitytests - max_lag
    STL - period
    geo_to_h3|latlng_to_cell - - resolution
    similarity_search|similarity_search_with_score|max_marginal_relevance_search - k
    NMSBoxes - - score_threshold nms_threshold
    inRange - lower upper
    disk|ball radius
    eaSimple - - cxpb mutpb n_generations
    eaMuPlusLambda|eaMuCommaLambda - - mu lambda cxpb mutpb n_generations
    """
)


_BOUNDING = frozenset(("clip", "clamp"))
# A guard of arithmetic.
_TINY = 1e-5
# What takes several shares at once.
_SEVERAL = frozenset((
    "quantile", "percentile", "nanpercentile", "nanquantile", "qcut", "approxQuantile", "MLPClassifier", "MLPRegressor",
    "piecewise_constant", "PiecewiseConstantDecay", "GaussianBlur", "ARIMA", "SARIMAX", "median_filter",
    "uniform_filter", "inRange",
))  # fmt: skip
# Of these 1 is as much of a choice as any number.
_CLIPPING = frozenset(("clip_grad_norm_", "clip_grad_norm", "clip_grad_value_", "clip_by_global_norm", "clip_by_norm"))
_LIMITS = frozenset(("min", "max"))
_STATES = frozenset("state sampler generator search cv seed number int".split())
# Packages whose classes are distributions, told their name first.
_ARRAYS = frozenset(("array", "asarray", "tensor", "FloatTensor"))
_LONG = 20
_GIVEN = frozenset(("prior", "priors"))
_PRIORS = frozenset("pm pymc pymc3 dist distributions tfd tfp numpyro pyro".split())


def judge(site: LiteralSite, context: FileContext) -> str:
    """The name of the argument, by the callee and the position."""
    if site.kind is SMALL:
        return "max_norm" if site.position == 1 and site.value == 1 and called(site.owner) in _CLIPPING else ""
    value = site.value
    callee = context.callee(site.owner)
    if trivial(value) or site.level == CONSTANT or not callee.last:
        return ""
    if callee.last == "append" and site.kind is NUMBER:
        return callee.chain[1] if len(callee.chain) > 1 and is_strong(callee.chain[1]) else ""
    if site.kind is NUMBERS and callee.last in _ARRAYS and site.position == 0:
        return _of_array(site, context)
    several = callee.last in _LAYERS or callee.last in _SEVERAL or _is_augmentation(callee)
    if site.kind is NUMBERS and not several:
        return ""
    if site.kind is NUMBER and ((callee.root in _PRIORS and is_class(callee.last)) or _is_prior(site)):
        return "prior"
    guards = isinstance(value, float) and (abs(value) < _TINY or abs(1 - value) < _TINY)
    if callee.last in _BOUNDING and (guards or is_natural_bound(site)):
        return ""
    names = _FUNCTIONS.get(callee.last) or _LAYERS.get(callee.last) or ()
    if not names and is_class(callee.last) and callee.words:
        names = _BY_WORD.get(callee.words[-1], ())
    if _is_augmentation(callee) and not names:
        return "_".join(callee.words)
    if not names and calls.is_batching(callee):
        names = ("", "batch_size")
    if not names and site.position == 0:
        return _setter(callee.last) or _told_by_name(site, context)
    if site.position >= len(names) or callee.draws:
        return ""
    return names[site.position]


def _of_array(site: LiteralSite, context: FileContext) -> str:
    """What an array is called, where it holds shares or rates: `weights = np.array([0.2, 0.3, 0.5])`."""
    names = [described(target) for target in targets(site.statement)]
    value = site.value if isinstance(site.value, tuple) else ()
    shares = any(isinstance(item, float) for item in value)
    made = getattr(site.statement, "value", None) is site.owner and site.level != CONSTANT
    tuned = made and len(names) == 1 and role(names[0]) == MODEL and names[0] not in context.changed
    return names[0] if tuned and shares and len(value) < _LONG else ""


def _is_prior(site: LiteralSite) -> bool:
    """Whether what is made is called a prior: `prior["ratio"] = gvar(0.7, 0.3)`."""
    statement = site.statement
    made = getattr(statement, "value", None) is site.owner
    return made and any(not _GIVEN.isdisjoint(words(described(target))) for target in targets(statement))


def _is_augmentation(callee: Callee) -> bool:
    """Whether it changes pictures at random: `RandomSolarize(0.1)`."""
    return is_class(callee.last) and callee.words[0] == "random" and not _STATES.issuperset(callee.words[1:])


def _setter(last: str) -> str:
    """`model.setThreshold(0.7)` sets the threshold."""
    name = "_".join(words(last)[1:]) if last[:3] in ("set", "Set") and last != "set_alpha" else ""
    return name if name and role(name) in (MODEL, SAMPLE) else ""


def _told_by_name(site: LiteralSite, context: FileContext) -> str:
    """What the name of a function says it takes: `limit_vocab(2000)`."""
    callee = context.callee(site.owner)
    bounds = not _LIMITS.isdisjoint(callee.words[1:-1])
    tells = len(callee.words) > 1 and not is_class(callee.last) and (bounds or is_strong(callee.last))
    if not tells or calls.is_shown(callee) or callee.draws or len(arguments(site.owner)) > 1:
        return ""
    return "_".join(callee.words)


RULE = ParameterRule(
    Rule("PAR102", "hyperparameter-argument", "a hyperparameter passed by position"),
    "model",
    ((POSITION, NUMBER), (POSITION, NUMBERS), (POSITION, SMALL)),
    judge,
    "A bare number in a call does not even say what it is; under a name in a config file it does.",
    "0, 1 and -1; widths of layers whose shape follows from their neighbours",
)
