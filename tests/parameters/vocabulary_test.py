"""What names are for, by their words."""

from __future__ import annotations

import pytest

from commitworthy.parameters.names import FIXED, MODEL, RESOURCE, SAMPLE, SEED, SPLIT, role

ROLES = {
    # The words say it.
    MODEL: (
        "max_depth", "learningRate", "rf__n_estimators", "batchsize", "latent_dim", "hidden_dims", "l2_penalty",
        "bias_regularization", "counts_per_cell_after", "th_nuclei", "n_states", "period", "label_horizon",
        # Several of them.
        "penalties", "learning_rates", "coefs", "buffer_distances",
        # The documentation of a library says it.
        "l2_regularization", "max_bin", "d_model", "nprobe", "maxBins", "ent_coef", "min_genes", "n_fft", "coef0",
    ),
    RESOURCE: ("n_jobs", "timeout", "max_active_runs", "heartbeat_interval", "poll_seconds"),
    SAMPLE: ("nrows", "n_samples", "sample_size"),
    SEED: ("seed", "random_state"),
    SPLIT: ("test_size", "n_folds", "val_frac"),
    FIXED: ("fig_width", "input_dim", "font_size", "label_size", "axis", "n_bins", "plot_interval"),
    # Several of these are data, and two words of ours may meet by chance.
    "": ("bounds", "populations", "sequences", "ranks", "theta", "wheels"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), [(name, one) for one, names in ROLES.items() for name in names])
def test_the_role_of_a_name(name: str, expected: str) -> None:
    assert role(name) == expected
