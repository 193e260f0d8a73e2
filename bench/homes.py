"""Folders beside DVC, and MLflow's registry beside its own upload: `python -m bench.homes --write docs`.

Takes some minutes, against a SeaweedFS and an MLflow server of our own on this machine.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.commands import Cases, dvc, dvc_project, head, large_file, main, measured, ours, project, tables, timed
from tests.stores import VERSIONED, mlflow_server

if TYPE_CHECKING:
    from tests.stores import S3

CHUNKS, CHUNK = 2_000, 4_000
FOLDER = f"a folder of {CHUNKS:,} chunks of 4 kB"
MODEL = "200 MB"
LOG = "import mlflow; mlflow.start_run(run_name='bench'); mlflow.log_artifact('big.bin')"
LOAD = """
import mlflow
client = mlflow.MlflowClient()
run = client.search_runs(["0"], order_by=["attributes.start_time DESC"], max_results=1)[0]
mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="big.bin", dst_path="back")
"""


def store(place: Path) -> Path:
    chunks = place / "era.zarr/c"
    chunks.mkdir(parents=True)
    for number in range(CHUNKS):
        (chunks / str(number)).write_bytes(number.to_bytes(4, "big") + os.urandom(CHUNK))
    return place


def folder_cases(endpoint: str) -> Cases:
    """A folder there, one chunk of it again, and back."""

    def moved(number: int, folder: Path) -> tuple[float, float]:
        place = store(project(folder / "ours"))
        return timed(ours("move", "--to", f"s3://{VERSIONED}/folder{number}", "era.zarr"), place)

    def updated(_: int, folder: Path) -> tuple[float, float]:
        (folder / "ours/era.zarr/c/7").write_bytes(os.urandom(CHUNK))
        return timed(ours("move", "--update", "era.zarr"), folder / "ours")

    def fetched(_: int, folder: Path) -> tuple[float, float]:
        shutil.rmtree(folder / "ours/era.zarr")
        return timed(ours("fetch"), folder / "ours")

    def pushed(number: int, folder: Path) -> tuple[float, float]:
        place = store(dvc_project(folder / "dvc", f"s3://{VERSIONED}/dvc-folder{number}", endpoint))
        return dvc(place, ["add", "era.zarr"], ["push"])

    def pushed_again(_: int, folder: Path) -> tuple[float, float]:
        (folder / "dvc/era.zarr/c/7").write_bytes(os.urandom(CHUNK))
        return dvc(folder / "dvc", ["add", "era.zarr"], ["push"])

    def pulled(_: int, folder: Path) -> tuple[float, float]:
        shutil.rmtree(folder / "dvc/era.zarr")
        shutil.rmtree(folder / "dvc/.dvc/cache")
        return dvc(folder / "dvc", ["pull"])

    return {
        "commitworthy move, read-back included": moved,
        "dvc add && dvc push": pushed,
        "commitworthy move --update, one chunk changed": updated,
        "dvc add && dvc push, one chunk changed": pushed_again,
        "commitworthy fetch": fetched,
        "dvc pull": pulled,
    }


def model_cases(tracking: str) -> Cases:
    """A model of 200 MB to MLflow's registry by reference, and to MLflow through the proxy of its server; and back."""
    os.environ["MLFLOW_TRACKING_URI"] = tracking

    def moved(number: int, folder: Path) -> tuple[float, float]:
        place = large_file(project(folder / "ours"))
        return timed(ours("move", "--to", f"mlflow+s3://{VERSIONED}/registry{number}", "big.bin"), place)

    def fetched(_: int, folder: Path) -> tuple[float, float]:
        (folder / "ours/big.bin").unlink()
        return timed(ours("fetch"), folder / "ours")

    def logged(_: int, folder: Path) -> tuple[float, float]:
        (folder / "mlflow").mkdir()
        return timed([sys.executable, "-c", LOG], large_file(folder / "mlflow"))

    def loaded(_: int, folder: Path) -> tuple[float, float]:
        return timed([sys.executable, "-c", LOAD], folder / "mlflow")

    return {
        "commitworthy move, read-back and registration included": moved,
        "mlflow.log_artifact": logged,
        "commitworthy fetch": fetched,
        "mlflow.artifacts.download_artifacts": loaded,
    }


GOALS = (
    (FOLDER, "commitworthy move, read-back included", "dvc add && dvc push"),
    (FOLDER, "commitworthy move --update, one chunk changed", "dvc add && dvc push, one chunk changed"),
    (FOLDER, "commitworthy fetch", "dvc pull"),
    (MODEL, "commitworthy move, read-back and registration included", "mlflow.log_artifact"),
    (MODEL, "commitworthy fetch", "mlflow.artifacts.download_artifacts"),
)
_ABOUT = """\
Against a SeaweedFS with a versioned bucket, and an MLflow server with SQLite that keeps artifacts in that bucket, on
the same machine ({processors} processors, load average {load:.1f}), which are most of what is timed.  Rounds:
{rounds}; medians of whole processes.  Trust the ratios, not the seconds.
`mlflow.log_artifact` sends the file through the proxy of its server, and nothing is compared afterwards; importing
MLflow is a part of both."""


def page(s3: S3, rounds: int) -> list[str]:
    os.environ.update(MLFLOW_S3_ENDPOINT_URL=s3.endpoint, MLFLOW_DISABLE_TELEMETRY="true")
    results = {FOLDER: measured(folder_cases(s3.endpoint), rounds)}
    with (
        tempfile.TemporaryDirectory(prefix="bench-mlflow-") as folder,
        mlflow_server(Path(folder), "--artifacts-destination", f"s3://{VERSIONED}/proxied") as tracking,
    ):
        results[MODEL] = measured(model_cases(tracking), rounds)
    lines = [
        *head("Benchmarks of folders and of MLflow's registry", "homes", _ABOUT, rounds),
        "",
        "| work | beside | times as long |",
        "|---|---|---:|",
    ]
    for work, case, peer in GOALS:
        ratio = results[work][case].median / results[work][peer].median
        lines.append(f"| {work}: {case} | {peer} | {ratio:.2f} |")
    return [*lines, *tables(results)]


if __name__ == "__main__":
    main(__doc__, "benchmarks-homes.md", page)
