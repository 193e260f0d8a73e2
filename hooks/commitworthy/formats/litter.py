"""Run litter: what tools leave behind when they run, told by each tool's own marks.

A folder called `runs` or `outputs` proves nothing; `lightning_logs/version_0/` does.  The marks are the names that
the tools' default settings write.
"""

from __future__ import annotations

from ..base.namedtuple import NamedTuple


class Litter(NamedTuple):
    """`pattern` is the line for .gitignore, `root` the folder or file for `git rm -r --cached`."""

    tool: str
    pattern: str
    root: str


# Folders that no one makes by hand: the name alone is the mark.
FOLDERS = {
    ".ipynb_checkpoints": "Jupyter",
    ".virtual_documents": "JupyterLab",
    "catboost_info": "CatBoost",
    "spark-warehouse": "Spark",
    "dask-worker-space": "Dask",
    "dask-scratch-space": "Dask",
    ".metaflow": "Metaflow",
    ".neptune": "Neptune",
    ".Rproj.user": "RStudio",
    ".pytest_cache": "pytest",
    ".mypy_cache": "mypy",
    ".ruff_cache": "Ruff",
    ".hypothesis": "Hypothesis",
}
# Files by their whole name, and by how it starts.
FILES = {
    ".Rhistory": "R",
    ".RData": "R",
    "derby.log": "Derby",
    ".jupyter_ystore.db": "JupyterLab",
    ".DS_Store": "macOS",
    "Thumbs.db": "Windows",
}
_STAMPED = (
    ("events.out.tfevents.", "TensorBoard"),
    ("slurm-", "Slurm"),
    ("hs_err_pid", "Java"),
    # Of ourselves, killed while we were writing a file (`git/write.py`).
    (".commitworthy-draft-", "commitworthy"),
)
_STARTS = tuple(start for start, _ in _STAMPED)
_COMPILED = (".pyc", ".pyo", ".nbi", ".nbc")
_MARKED = frozenset(
    ("mlruns", "wandb", "lightning_logs", "__pycache__", "metastore_db", ".dvc", ".hydra", "joblib", "ray_results")
)
_KNOWN = _MARKED | FOLDERS.keys()


def recognise(path: str) -> Litter | None:
    """What `path`, relative to the top of the repository and separated by "/", was left behind by."""
    parts = path.split("/")
    name = parts[-1]
    if name in FILES:
        return Litter(FILES[name], name, path)
    if name.startswith(_STARTS):
        return _stamped(path, name)
    if _KNOWN.isdisjoint(parts):
        return None
    for index in range(len(parts) - 1):
        litter = _marked(parts, index) if parts[index] in _KNOWN else None
        if litter is not None:
            return litter
    return None


def _stamped(path: str, name: str) -> Litter | None:
    """Files whose name carries a job's number or the time."""
    for start, tool in _STAMPED:
        stamped = name.startswith(start) and name[len(start) : len(start) + 1].isdigit()
        if stamped and (tool in ("TensorBoard", "commitworthy") or name.endswith((".out", ".log"))):
            return Litter(tool, start + "*", path)
    return None


def _marked(parts: list[str], index: int) -> Litter | None:
    """The folder `parts[index]` with what stands below it."""
    folder, below = parts[index], parts[index + 1 :]
    root = "/".join(parts[: index + 1])
    if folder in FOLDERS:
        return Litter(FOLDERS[folder], folder + "/", root)
    if folder == "__pycache__":
        return Litter("Python", "__pycache__/", root) if below[-1].endswith(_COMPILED) else None
    if folder == "wandb":
        return _wandb(root, below)
    if folder == ".dvc":
        return _dvc(root, below)
    tool = _TOOLS[folder](below)
    return Litter(tool[0], tool[1], root) if tool else None


def _wandb(root: str, below: list[str]) -> Litter | None:
    for start in ("run-", "offline-run-"):
        if below[0].startswith(start) and below[0][len(start) : len(start) + 8].isdigit() and len(below) > 1:
            return Litter("Weights & Biases", f"wandb/{start}*/", f"{root}/{below[0]}")
    if below[0] in ("debug.log", "debug-internal.log", "latest-run"):
        return Litter("Weights & Biases", f"wandb/{below[0]}", f"{root}/{below[0]}")
    return None


def _dvc(root: str, below: list[str]) -> Litter | None:
    """The rest of `.dvc` belongs in git."""
    if below[0] not in ("cache", "tmp") or len(below) < 2:
        return None
    return Litter("DVC", f".dvc/{below[0]}/", f"{root}/{below[0]}")


def _mlflow(below: list[str]) -> tuple[str, str] | None:
    """`mlruns/<experiment>/meta.yaml`, `mlruns/<experiment>/<run of 32 hex digits>/...`, and the registry."""
    run = len(below) > 2 and len(below[1]) == 32 and not below[1].strip("0123456789abcdef")
    return ("MLflow", "mlruns/") if run or (len(below) > 1 and below[-1] == "meta.yaml") else None


def _lightning(below: list[str]) -> tuple[str, str] | None:
    version = below[0].removeprefix("version_")
    is_version = len(below) > 1 and version != below[0] and version.isdigit()
    return ("Lightning", "lightning_logs/") if is_version else None


def _derby(below: list[str]) -> tuple[str, str] | None:
    is_derby = below[0] in ("seg0", "log", "tmp", "service.properties", "db.lck", "dbex.lck")
    return ("Spark", "metastore_db/") if is_derby else None


def _hydra(below: list[str]) -> tuple[str, str] | None:
    is_hydra = len(below) == 1 and below[0] in ("config.yaml", "hydra.yaml", "overrides.yaml")
    return ("Hydra", ".hydra/") if is_hydra else None


def _joblib(below: list[str]) -> tuple[str, str] | None:
    """`Memory(location)` writes `joblib/<module>/<function>/func_code.py` beside the results."""
    return ("joblib", "joblib/") if len(below) > 2 and below[-1] in ("func_code.py", "output.pkl") else None


def _ray(below: list[str]) -> tuple[str, str] | None:
    return ("Ray", "ray_results/") if below[-1].startswith("experiment_state-") else None


_TOOLS = {
    "mlruns": _mlflow,
    "lightning_logs": _lightning,
    "metastore_db": _derby,
    ".hydra": _hydra,
    "joblib": _joblib,
    "ray_results": _ray,
}
