from __future__ import annotations

import pytest

from commitworthy.formats.litter import recognise

RUN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "tool", "pattern", "root"),
    [
        ("mlruns/0/meta.yaml", "MLflow", "mlruns/", "mlruns"),
        (f"exp/mlruns/0/{RUN}/metrics/loss", "MLflow", "mlruns/", "exp/mlruns"),
        (f"mlruns/12/{RUN}/artifacts/model/model.pkl", "MLflow", "mlruns/", "mlruns"),
        ("wandb/run-20240101_120000-1a2b3c4d/files/config.yaml", "Weights & Biases", "wandb/run-*/",
         "wandb/run-20240101_120000-1a2b3c4d"),
        ("a/wandb/offline-run-20240101_120000-x/logs/debug.log", "Weights & Biases", "wandb/offline-run-*/",
         "a/wandb/offline-run-20240101_120000-x"),
        ("wandb/debug.log", "Weights & Biases", "wandb/debug.log", "wandb/debug.log"),
        ("lightning_logs/version_0/hparams.yaml", "Lightning", "lightning_logs/", "lightning_logs"),
        ("notebooks/.ipynb_checkpoints/eda-checkpoint.ipynb", "Jupyter", ".ipynb_checkpoints/",
         "notebooks/.ipynb_checkpoints"),
        ("catboost_info/learn_error.tsv", "CatBoost", "catboost_info/", "catboost_info"),
        ("spark-warehouse/sales/part-00000.parquet", "Spark", "spark-warehouse/", "spark-warehouse"),
        ("metastore_db/seg0/c10.dat", "Spark", "metastore_db/", "metastore_db"),
        ("derby.log", "Derby", "derby.log", "derby.log"),
        ("src/a/__pycache__/b.cpython-311.pyc", "Python", "__pycache__/", "src/a/__pycache__"),
        (".pytest_cache/v/cache/lastfailed", "pytest", ".pytest_cache/", ".pytest_cache"),
        (".dvc/cache/files/md5/0a/1b", "DVC", ".dvc/cache/", ".dvc/cache"),
        (".dvc/tmp/lock", "DVC", ".dvc/tmp/", ".dvc/tmp"),
        ("outputs/2024-01-01/12-00-00/.hydra/overrides.yaml", "Hydra", ".hydra/", "outputs/2024-01-01/12-00-00/.hydra"),
        ("cache/joblib/__main__--a/f/func_code.py", "joblib", "joblib/", "cache/joblib"),
        ("runs/jan/events.out.tfevents.1700000000.host.1.0", "TensorBoard", "events.out.tfevents.*",
         "runs/jan/events.out.tfevents.1700000000.host.1.0"),
        ("slurm-123456.out", "Slurm", "slurm-*", "slurm-123456.out"),
        ("R/.RData", "R", ".RData", "R/.RData"),
        ("data/.DS_Store", "macOS", ".DS_Store", "data/.DS_Store"),
        ("img/Thumbs.db", "Windows", "Thumbs.db", "img/Thumbs.db"),
    ],
)  # fmt: skip
def test_the_tools_own_marks(path: str, tool: str, pattern: str, root: str) -> None:
    assert recognise(path) == (tool, pattern, root)


@pytest.mark.parametrize(
    "path",
    [
        "mlruns.py",
        "mlruns/README.md",
        "src/mlruns/store.py",
        "mlruns/meta.yaml",
        "docs/wandb/setup.md",
        "wandb/run-experiments.py",
        "wandb/run-all/config.yaml",
        "lightning_logs/notes.md",
        "lightning_logs/version_final/a.yaml",
        "runs/first/config.yaml",
        "outputs/report.md",
        "checkpoints/epoch-1.md",
        "metastore_db/schema.sql",
        "__pycache__/notes.txt",
        ".dvc/config",
        ".dvc/.gitignore",
        ".dvc/plots/confusion.json",
        "slurm-jobs.out",
        "slurm-1.sh",
        "vendor/joblib/memory.py",
        "conf/.hydra/launcher/a.yaml",
        "events.out.tfevents.md",
        "catboost_info",
        "",
        "/",
    ],
)
def test_a_name_alone_proves_nothing(path: str) -> None:
    assert recognise(path) is None
