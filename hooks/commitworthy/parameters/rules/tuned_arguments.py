"""What is tuned by its position: the callee -> the names of its arguments, "" for one that is none.  `a|b` is both."""

from __future__ import annotations

Names = dict[str, tuple[str, ...]]


def _table(text: str) -> Names:
    """Lines such as `Dropout|AlphaDropout dropout`; `-` stands for an argument that is not tuned."""
    made: Names = {}
    for line in text.strip().splitlines():
        callees, *names = line.split()
        made |= dict.fromkeys(callees.split("|"), tuple(name.strip("-") for name in names))
    return made


BY_WORD = _table(
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
"""By the last word of a class name."""

LAYERS = _table(
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
    """
)
"""Layers that are told their width, and the size of their kernel."""

FUNCTIONS = _table(
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
    forecast|get_forecast steps
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
    buffer distance
    simplify tolerance
    """
)
"""Functions, methods, and classes by their whole name."""
