"""Names of hyperparameters in the documentation of libraries whose words alone do not say so.

Written down from the parameter lists of scikit-learn, xgboost, lightgbm, catboost, keras, torch, transformers, peft,
optuna, bayesian-optimization, statsmodels, pmdarima, pymc, Spark ML, prophet, faiss, hnswlib, gensim, umap, hdbscan,
optax, stable-baselines3, scanpy, librosa, scipy.signal, scikit-image and OpenCV.
"""

from __future__ import annotations

NAMES = frozenset(
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
    half_life transaction_cost initial_capital risk_free_rate
    """.split()
)
