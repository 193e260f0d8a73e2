"""Folders beside DVC, and MLflow's registry beside its own upload: `python -m bench.homes --write docs`.

Takes some minutes and the extra `test-move`.  As in `bench.moves` each case is a whole process, in turn in each round,
against a SeaweedFS and an MLflow server of our own on this machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.moves import BIN, Cases, Figure, measured, ours, project, timed
from tests.stores import KEY, SECRET, VERSIONED, mlflow_server, seaweedfs

if TYPE_CHECKING:
    from collections.abc import Sequence

CHUNKS, CHUNK = 2_000, 4_000
LARGE = 200_000_000
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


def one_file(place: Path) -> Path:
    # Bit by bit: the size of this process counts as that of those it starts.
    with open(place / "big.bin", "wb") as file:
        file.writelines(os.urandom(LARGE // 100) for _ in range(100))
    return place


def in_turn(place: Path, *commands: Sequence[str]) -> tuple[float, float]:
    """DVC, once or several times: the sum of seconds, and the largest peak."""
    runs = [timed([str(BIN / "dvc"), *words, "--quiet"], place) for words in commands]
    return sum(seconds for seconds, _ in runs), max(peak for _, peak in runs)


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
        place = store(project(folder / "dvc"))
        remote = ["remote", "add", "--default", "store", f"s3://{VERSIONED}/dvc-folder{number}"]
        in_turn(place, ["init"], remote, ["remote", "modify", "store", "endpointurl", endpoint])
        return in_turn(place, ["add", "era.zarr"], ["push"])

    def pushed_again(_: int, folder: Path) -> tuple[float, float]:
        (folder / "dvc/era.zarr/c/7").write_bytes(os.urandom(CHUNK))
        return in_turn(folder / "dvc", ["add", "era.zarr"], ["push"])

    def pulled(_: int, folder: Path) -> tuple[float, float]:
        shutil.rmtree(folder / "dvc/era.zarr")
        shutil.rmtree(folder / "dvc/.dvc/cache")
        return in_turn(folder / "dvc", ["pull"])

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
        place = one_file(project(folder / "ours"))
        return timed(ours("move", "--to", f"mlflow+s3://{VERSIONED}/registry{number}", "big.bin"), place)

    def fetched(_: int, folder: Path) -> tuple[float, float]:
        (folder / "ours/big.bin").unlink()
        return timed(ours("fetch"), folder / "ours")

    def logged(_: int, folder: Path) -> tuple[float, float]:
        (folder / "mlflow").mkdir()
        return timed([sys.executable, "-c", LOG], one_file(folder / "mlflow"))

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


def page(results: dict[str, dict[str, Figure]], rounds: int) -> str:
    lines = [
        "# Benchmarks of folders and of MLflow's registry",
        "",
        "Written by `python -m bench.homes --write docs`.",
        "",
        _ABOUT.format(processors=os.cpu_count(), load=os.getloadavg()[1], rounds=rounds),
        "",
        "| work | beside | times as long |",
        "|---|---|---:|",
    ]
    for work, case, peer in GOALS:
        ratio = results[work][case].median / results[work][peer].median
        lines.append(f"| {work}: {case} | {peer} | {ratio:.2f} |")
    for work, figures in results.items():
        lines += [
            "",
            f"## {work[:1].upper()}{work[1:]}",
            "",
            "| case | median s | least s | peak MB |",
            "|---|---:|---:|---:|",
        ]
        lines += [
            f"| {name} | {figure.median:.2f} | {min(figure.seconds):.2f} | {figure.peak:.0f} |"
            for name, figure in figures.items()
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", metavar="FOLDER", help="write the page there; else it is printed")
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="bench-weed-") as folder,
        tempfile.TemporaryDirectory(prefix="bench-mlflow-") as other,
        seaweedfs(Path(folder)) as s3,
    ):
        os.environ.update(
            AWS_ENDPOINT_URL=s3.endpoint,
            MLFLOW_S3_ENDPOINT_URL=s3.endpoint,
            AWS_ACCESS_KEY_ID=KEY,
            AWS_SECRET_ACCESS_KEY=SECRET,
            AWS_DEFAULT_REGION="us-east-1",
            AWS_EC2_METADATA_DISABLED="true",
            DVC_NO_ANALYTICS="1",
            MLFLOW_DISABLE_TELEMETRY="true",
        )
        results = {FOLDER: measured(folder_cases(s3.endpoint), args.rounds)}
        with mlflow_server(Path(other), "--artifacts-destination", f"s3://{VERSIONED}/proxied") as tracking:
            results[MODEL] = measured(model_cases(tracking), args.rounds)
    text = page(results, args.rounds)
    if args.write:
        (Path(args.write) / "benchmarks-homes.md").write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
