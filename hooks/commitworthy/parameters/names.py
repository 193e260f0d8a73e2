"""Names as the words they are made of, and what these tell of a number: a seed, a hyperparameter, a matter of looks.

`rf__max_depth`, `maxDepth` and `max-depth` all say max, depth.
"""

from __future__ import annotations

_KNOWN: dict[str, tuple[str, ...]] = {}


def words(name: str) -> tuple[str, ...]:
    """The lower-case words of `name`, digits at their end removed; remembered, since names come again and again."""
    known = _KNOWN.get(name)
    if known is None:
        known = _KNOWN[name] = _split(name)
    return known


def _split(name: str) -> tuple[str, ...]:
    text = name.rpartition("__")[2] or name
    if text != text.lower() and text != text.upper():
        text = _humps(text)
    parts = text.replace("-", "_").replace(".", "_").replace(" ", "_").replace("/", "_").lower().split("_")
    return tuple(part.rstrip("0123456789") or part for part in parts if part)


def _humps(name: str) -> str:
    """`maxDepth` and `KMeansCV` with a line between their words."""
    chars: list[str] = []
    for at, char in enumerate(name):
        if char.isupper() and at:
            before, after = name[at - 1], name[at + 1 : at + 2]
            if before.islower() or before.isdigit() or (before.isupper() and after.islower()):
                chars.append("_")
        chars.append(char)
    return "".join(chars)


def is_constant(name: str) -> bool:
    """Whether it is written as a constant: `MAX_DEPTH`, `DATA`; a single letter is a name of mathematics."""
    return len(name) > 1 and name.isupper()


def is_class(name: str) -> bool:
    """Whether it is written as a class: `KMeans`, `Adam`, `SVC`, `PCA`."""
    return name[:1].isupper()


# Names of hyperparameters in the documentation of libraries whose words alone do not say so.
#
# Written down from the parameter lists of scikit-learn, xgboost, lightgbm, catboost, keras, torch, transformers, peft,
# optuna, bayesian-optimization, statsmodels, pmdarima, pymc, Spark ML, prophet, faiss, hnswlib, gensim, umap, hdbscan,
# optax, stable-baselines3, scanpy, librosa, scipy.signal, scikit-image and OpenCV.
_DOCUMENTED = frozenset(
    """
    coef0 power_t l2_regularization intercept_scaling early_exaggeration doc_topic_prior topic_word_prior
    contamination cluster_std shrinkage iterated_power shrink_threshold damping
    var_smoothing class_sep flip_y learning_offset max_bins max_bin min_bin_freq
    mean_change_tol stop_probability support_fraction reg_covar

    rate_drop one_drop skip_drop tweedie_variance_power huber_slope scale_pos_weight min_child_weight
    cat_l2 cat_smooth fair_c path_smooth min_data_in_bin bin_construct_sample_cnt lambdarank_truncation_level
    random_strength border_count rsm od_wait od_pval penalties_coefficient model_size_reg posterior_sampling

    l1 l2 clipnorm clipvalue clip_norm clip_value rho cooldown dampening milestones t_0 t_mult pct_start nhead
    d_model d_ff d_k d_v d_inner dim_feedforward ff_dim negative_slope bottleneck expansion growth_rate
    dilations kernel_sizes accumulate_grad_batches num_groups stem_width label_smoothing ema_decay swa_lr mixup_alpha
    cutmix_alpha max_position_embeddings doc_stride lora_r n_embd n_head n_ctx n_positions

    init_points kappa n_startup_trials executions_per_trial target_accept prior_scale holidays_prior_scale
    changepoint_prior_scale seasonality_prior_scale interval_width fourier_order stl_seasonal start_p start_q
    seasonal_order elasticnetparam userblocks itemblocks maxbins

    nlist nprobe efconstruction efsearch ef_construction ef_search ns_exponent passes no_below no_above keep_n
    local_connectivity repulsion_strength min_dist

    peak_value transition_begin transition_steps b1 b2 ent_coef vf_coef target_kl
    learning_starts train_freq target_update target_update_freq target_update_interval total_timesteps
    gradient_steps eval_freq n_envs replay_memory keep_prob

    target_sum min_mean max_mean min_disp max_disp n_pcs n_comps pct_counts_mt counts_per_cell_after
    n_top_genes min_genes min_cells max_genes min_counts max_counts

    sr fmin fmax n_mels n_mfcc n_fft hop_length win_length top_db nperseg noverlap polyorder prominence lowcut highcut
    min_distance sigmax sigmay param1 param2 minradius maxradius compactness detectioncon trackcon
    min_detection_confidence min_tracking_confidence anchor_sizes aspect_ratios

    slippage commission leverage stop_loss take_profit rebalance_freq
    col_sample_rate col_sample_rate_per_tree score_tree_interval gamma_x gamma_y laplace n_pca_dims
    z_size z_dim nz ngf ndf maxcc
    yield_per dist clevel complevel compresslevel compression_level
    half_life transaction_cost initial_capital risk_free_rate nbdev nbdevup nbdevdn vfactor initial_balance

    imgsz image_height image_width image_h image_w img_height img_width img_h img_w img_rows img_cols input_height
    input_width hsv_h hsv_s hsv_v translate mosaic mixup cutmix copy_paste beam beam_width lenpen pos_weight min_score
    grad_accum lrf bsz search_radius max_radius radius_km radius_m pixel_size cell_size grid_spacing eps_start eps_end
    epsilon_start epsilon_end retrain_every refit_every update_freq sync_freq page_size per_page fs frequency dt t_end
    t_max tmax frame_skip skip_frames mel_bins im_height im_width frame_height frame_width boundaries
    expected_doublet_rate
    """.split()
)


# What a name is for, told by its words: `max_depth`, `tree_depth` and `depth` all say depth


SEED = "seed"
SPLIT = "split"
SAMPLE = "sample"
RESOURCE = "resource"
MODEL = "model"
FIXED = "fixed"

_PARTS = frozenset(
    """
    test train training val valid validation dev eval holdout oob calibration
    """.split()
)
_SHARES = frozenset(
    """
    size split frac fraction ratio pct percent percentage share prop proportion portion
    """.split()
)
_FOLDS = frozenset("cv fold folds splits kfold kfolds holdout".split())
_RESOURCES = frozenset(
    """
    jobs job concurrent workers worker threads thread nthread nthreads processes procs cpus cpu gpus gpu cores core
    memory mem
    timeout retries retry attempts attempt wait delay sleep chunksize chunk partitions concurrency parallelism
    executors instances prefetch shards replicas quota backoff keepalive ttl polling poll poke heartbeat nodes
    devices parallel nproc nprocs qps rps lease expiry
    """.split()
)
_SAMPLES = frozenset("nrows samples sample subset limit records examples rows".split())
_MODEL = frozenset(
    """
    lr eta dropout wd ks sz tune nf bptt epoch epochs batch bs estimators depth patience threshold thresholds thresh th
    thres thr cutoff cutoffs momentum decay warmup temperature layers hidden units neurons clusters components
    neighbors neighbours filters filter kernels degree gamma alpha alphas beta betas lambda lambdas lam lamda reg l1 l2
    subsample colsample leaves leaf bagging iter iters iterations iteration rounds steps trials window windows lag
    lags lookback lookahead horizon horizons embedding embed emb vocab seq sequence tokens margin smoothing quantile
    quantiles percentile percentiles clip topk topn ngram ngrams bandwidth penalty fraction frac rate rates factor sigma
    noise prob probability perplexity distance order capacity maxlen minlen tolerance tol heads quality range fast slow
    stddev hiddens limit limits centers centres trees ntrees nfolds ratios fractions attention decimation resample
    stopping rank latent learners learner boost boosting gradient classes labels topics features factors population
    generations mutation crossover temperature discount epsilon tau periods lstm gru rnn mlp fc gap ratio weight
    weights confidence confidences conf iou nms burn overlap min max minimum maximum burnin chains draws mcmc samples
    regularization regularisation regularizer coef coefficient prior penalty brightness contrast saturation hue shear
    period delta budget damping smooth span halflife seasonality changepoint cap floor bound top frames fps crop
    resize resolution mels hop fft
    nfft timeperiod timesteps timestep significance sig buffer episodes cash capital fee fees inflation
    duration days hours minutes months weeks years seconds secs mins hrs length len size count steps stepsize k eps
    """.split()
)
_COUNTED = frozenset(("n", "num", "nb", "no", "number"))
# Words that make a number a matter of looks, of a shape or of a format, whatever else the name says.
_FIXED = frozenset(
    """
    fig figsize figure font fontsize fontweight width height color colour cmap marker markersize line linewidth
    linewidths lw ls linestyle tick ticks label labelsize labelpad title legend pad axis axes dim dims ndim level
    decimals decimal digits precision indent verbose verbosity header index idx col cols column columns usecols row
    nrow ncol ncols bottom left right hspace wspace rotation angle elev azim version ddof code status exit errno id pk
    argc xlim ylim zlim xmin xmax ymin ymax vmin vmax zorder bins bin nbins dpi display print page offset codes stride
    strides padding groups dilation channel start stop begin end skiprows skip x y z loc pos position shape ord base
    sep encoding annot bbox stacklevel maxsplit layout spacing border radius opacity pool pooling transparency thickness
    scale
    rescale zoom tilt bearing pitch lat lon latitude longitude margins expected actual answer score mode logging log
    verbose every interval freq stage protocol priority newline plot subplot plots subplots chart sum mean avg counter
    progress refresh bits bit pixel pixels cnt found current prev previous last first flag i j
    """.split()
)
_AMOUNTS = frozenset(("size", "n", "num", "frac", "count"))
_ROLES: dict[str, str] = {}


def role(name: str) -> str:
    """What a name with a number is for: SEED, SPLIT, SAMPLE, RESOURCE, MODEL, FIXED, "" where the words do not tell."""
    known = _ROLES.get(name)
    if known is None:
        known = _ROLES[name] = _role(words(name), name)
    return known


def _role(parts: tuple[str, ...], name: str) -> str:
    if name in _DOCUMENTED or name.lower() in _DOCUMENTED:
        return MODEL
    have = frozenset(parts)
    if not have & _ALL:
        parts = tuple(piece for part in parts for piece in _known(part))
        have = frozenset(parts)
    if len(parts) > 1:
        have -= _ALONE
        have |= {"".join(parts)} & (_MODEL | _FOLDS)
    if name.lower() in _PLUMBING or have & _DRAWN:
        return FIXED
    if "range" in have and have & _SIDES:
        return FIXED
    if parts[-1:] == ("num",) and len(parts) > 1:
        # `class_num` is `num_classes`.
        have |= {parts[-2] + "s", parts[-2] + "es"} & _MODEL
    if parts[-2:] == ("layer", "sizes"):
        have |= {"layers"}
    return _of_run(have, name) or _of_model(have, parts)


def _of_run(have: frozenset[str], name: str) -> str:
    """What concerns a run rather than a model."""
    if have & {"seed", "seeds"} or {"random", "state"} <= have:
        return SEED
    if (have & _FOLDS and not have & {"idx", "index", "current"}) or (have & _PARTS and have & _SHARES):
        return SPLIT
    if {"max", "active"} <= have:
        return RESOURCE
    aside = _FIXED - {"interval", "stop", "every"} - ({"id"} if have & {"gpu", "device"} else frozenset())
    if have & _RESOURCES and not have & aside and not have & _STRONG:
        return RESOURCE
    if name == "nrows" or "samples" in have or ("sample" in have and (len(have) == 1 or have & _AMOUNTS)):
        return MODEL if have & {"leaf", "split", "min", "per"} else SAMPLE
    return ""


def _of_model(have: frozenset[str], parts: tuple[str, ...]) -> str:
    if have & _FIXED and not have & _STRONG:
        return FIXED
    if have & _MODEL or (parts[:1] and parts[0] in _COUNTED and len(parts) > 1):
        return MODEL
    return FIXED if have & _FIXED else ""


def _known(word: str) -> tuple[str, ...]:
    """A word as we know it: `penalties` as penalty, `batchsize` as batch, size."""
    for ending, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word.removesuffix(ending) + singular in _PLURALS:
            return (word.removesuffix(ending) + singular,)
    return _unglued(word)


def _unglued(word: str) -> tuple[str, ...]:
    """`batchsize` as batch, size, where both halves are words of ours."""
    if len(word) > _LONGEST_GLUED:
        return (word,)
    for at in range(2, len(word) - 2):
        if word[:at] in _GLUED and word[at:] in _GLUED:
            return word[:at], word[at:]
    if word[:1] == "n" and word[1:] in _ALL:
        return "n", word[1:]
    return (word,)


def is_length(name: str) -> bool:
    """Whether it is how many there are of something: `len(rows)`."""
    return words(name)[-1:] in (("len",), ("shape",))


# Sizes of caches, queues and logs.
_PLUMBING = frozenset("maxsize maxbytes max_bytes backupcount backup_count cachesize cache_size".split())
# No two words of ours are longer, and names that programs make may have a million characters.
_LONGEST_GLUED = 40
# Words that are a matter of looks or format only where they are the whole name.
_ALONE = frozenset(("level", "scale", "freq", "total", "left", "right", "bottom"))
_DRAWN = frozenset("plot plots subplot subplots".split())
_SIDES = frozenset(("x", "y", "z", "axis", "color", "colour"))
_ALL = _RESOURCES | _SAMPLES | _MODEL | _FOLDS | _FIXED | _PARTS | _SHARES
# Of the others several are as often data as settings.
_PLURALS = _MODEL - frozenset(
    """
    bound population sequence rank length size limit min max k n count label class order floor cap frame top seq hour
    day week month year second minute
    """.split()
)
_GLUED = _ALL - _FIXED - {"th"} | {
    "learning", "drop", "max", "min", "num", "random", "state", "size", "number", "of", "time", "step"
}  # fmt: skip
# Words so much of a model that no other word in the name makes it a matter of looks.
_STRONG = frozenset(
    """
    lr dropout epoch epochs batch estimators depth patience threshold thresholds momentum decay warmup clusters
    components neighbors filters leaves leaf subsample bagging range embedding embed emb hidden latent vocab quantile
    window thresh thres thr th horizon horizons lookback lookahead discount
    """.split()
)


def is_strong(name: str) -> bool:
    """Whether a name is that of a hyperparameter beyond doubt."""
    return not _STRONG.isdisjoint(words(name))


# Comparisons with one of these are decisions.
DECIDING = frozenset(
    """
    prob probs proba probability probabilities score scores conf confidence thresh threshold pred preds prediction
    predictions sim similarity ratio pval pvalue p pvalues corr correlation iou auc acc accuracy loss losses dist
    distance distances pct percent percentage missing zscore weight weights freq frequency count counts duration
    importance importances error errors rate rates area areas speed income salary balance tenure skew skewness
    kurtosis vif variance var std r2 mae rmse mse cost price amount age temperature value_counts nunique support
    confidence lift entropy gain snr power quantile cutoff overlap coverage intensity magnitude delta diff change
    volume sum mean median std popularity rating ratings
    stat tstat tstats hours days minutes mins seconds secs weeks months years gap lag delay elapsed latency life reward
    rewards returns profit volatility rsi macd drawdown sharpe temp pressure humidity rain rainfall precipitation wind
    elevation altitude velocity mass energy bmi glucose fare mileage odds likelihood logit fdr qvalue qval padj reads
    umi umis occupancy brightness blur perimeter circularity solidity ndvi cloud psnr ssim bleu rouge wer cer jaccard
    cosine levenshtein polarity sentiment toxicity recency revenue sales quantity qty spend votes budget runtime likes
    views followers downloads clicks impressions visits stars wins population density concentration tempo bpm loudness
    maf stale fold fraction frac isnull notnull nan na null nulls uncertainty f1 precision recall
    """.split()
)
# Comparisons with one of these are about structure, protocol or the calendar.
STRUCTURAL = frozenset(
    """
    len shape ndim dim dims ord version versioninfo status code argv argc weekday dayofweek rank idx index indices i j
    k n ii jj month hour minute second day quarter depth level errno returncode exitcode nargs major minor micro type
    pos position size random rand step steps epoch epochs counter iteration iter nrows ncols platform hexversion info
    channels digits bits cmp attempt attempts retries tries id port line lineno number pid
    """.split()
)


def deciding(name: str) -> bool:
    """Whether a comparison with `name` decides something: a score, a share, a distance."""
    return not DECIDING.isdisjoint(words(name))


# How long something takes: `duration_minute` is none of the clock.
_SPANS = frozenset("duration elapsed delay wait waiting trip travel".split())


def structural(name: str) -> bool:
    """Whether a comparison with `name` is about the shape of things: a length, a version, a loop counter."""
    parts = words(name)
    return not STRUCTURAL.isdisjoint(parts) and _SPANS.isdisjoint(parts)


_CALENDAR = frozenset(
    """
    weekday dayofweek dow month hour minute second day quarter len shape ndim size dtype columns
    """.split()
)


def calendar(name: str) -> bool:
    """Whether a comparison of a column is one with the calendar, or with the size of the table."""
    parts = words(name)
    return not _CALENDAR.isdisjoint(parts) and _SPANS.isdisjoint(parts)
