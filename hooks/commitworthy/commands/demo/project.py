"""The files of the demo: what one afternoon leaves in the folder of a data-science project.

All are made here, byte for byte the same each time; none is a recording of the real thing.
"""

from __future__ import annotations

import base64
import io
import json
import pickle
import random
import struct
import zipfile

_TRAIN = """\
import pickle

import pandas as pd
import yaml
from sklearn.ensemble import RandomForestClassifier

with open("params.yaml") as file:
    params = yaml.safe_load(file)
customers = pd.read_csv(params["paths"]["customers"])
model = RandomForestClassifier(**params["model"])
model.fit(customers.drop(columns="churned"), customers["churned"])
with open(params["paths"]["model"], "wb") as file:
    pickle.dump(model, file)
"""
_PARAMS = """\
model:
  n_estimators: 400
  max_depth: 12
paths:
  customers: data/customers.csv
  model: models/churn.pkl
"""
_RUN = "8f14e45fceea167a5a36dedd4bea2543"


def afternoon() -> dict[str, bytes]:
    """Path -> content: code that belongs in git, and much that does not."""
    return {
        "README.md": b"# Churn\n\nWho is about to leave?\n",
        "train.py": _TRAIN.encode(),
        "params.yaml": _PARAMS.encode(),
        "data/customers.csv": table(6_000),
        "data/features.parquet": parquet(240_000),
        "models/churn.pkl": model(),
        "bin/predict": executable(90_000),
        "notebooks/explore.ipynb": notebook(),
        "notebooks/.ipynb_checkpoints/explore-checkpoint.ipynb": notebook(),
        "mlruns/0/meta.yaml": b"experiment_id: '0'\nlifecycle_stage: active\nname: Default\n",
        f"mlruns/0/{_RUN}/meta.yaml": f"experiment_id: '0'\nrun_id: {_RUN}\nstatus: 3\n".encode(),
        "tests/golden/scores.parquet": parquet(130_000),
    }


def deeper() -> dict[str, bytes]:
    """The numbers of the config file, tried out in the code."""
    return {"train.py": _TRAIN.replace('**params["model"]', "n_estimators=400, max_depth=20").encode()}


def leaves() -> dict[str, bytes]:
    """A parameter more, in the code."""
    return {"train.py": _TRAIN.replace('**params["model"]', '**params["model"], min_samples_leaf=20').encode()}


def old_debt() -> dict[str, bytes]:
    """What came into the repository before anybody looked."""
    return {"legacy/survey_2019.csv": table(9_000), "legacy/scorer.pkl": model()}


def news() -> dict[str, bytes]:
    """Two more artifacts, one of them small."""
    return {"data/embeddings.npy": array(40_000), "data/regions.npz": arrays()}


def detour() -> dict[str, bytes]:
    """What somebody commits in a hurry, and takes back."""
    return {"models/wider.pkl": model(2_500)}


def trained() -> dict[str, bytes]:
    """One model more."""
    return {"models/today.pkl": model(1_800)}


def many() -> dict[str, bytes]:
    """600 files, each of them harmless."""
    return {f"frames/{number:04}.json": b'{"frame": %d, "boxes": []}\n' % number for number in range(600)}


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (the same bytes each time are what is wanted)


def table(rows: int) -> bytes:
    """Comma-separated values of about 35 bytes a row."""
    chance = _chance(rows)
    lines = (
        f"{number},{chance.randrange(18, 90)},{chance.uniform(0, 9000):.2f},{chance.choice('ABC')},"
        f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02},{chance.randrange(2)}\n"
        for number in range(rows)
    )
    return b"customer,age,balance,plan,since,churned\n" + "".join(lines).encode()


def parquet(size: int) -> bytes:
    """The frame of a Parquet file: PAR1, pages, the u32 length of the footer, PAR1."""
    footer = b"\x15\x02\x19\x2c\x48\x06schema\x15\x02\x00\x15\x0c\x25\x02\x18\x03age\x25\x00"
    pages = _chance(size).randbytes(size - len(footer) - 12)
    return b"PAR1" + pages + footer + struct.pack("<I", len(footer)) + b"PAR1"


def model(nodes: int = 1_500) -> bytes:
    """A real pickle, as training scripts leave it, of about 20 bytes a node."""
    chance = _chance(7)
    trees = [{"feature": chance.randrange(20), "threshold": chance.random()} for _ in range(nodes)]
    return pickle.dumps({"estimator": "RandomForestClassifier", "trees": trees}, protocol=4)


def executable(size: int) -> bytes:
    """The header of a 64-bit ELF program for x86-64, and filler where its code would be."""
    header = (
        b"\x7fELF\x02\x01\x01"
        + bytes(9)
        + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0x401000, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    )
    return header + _chance(size).randbytes(size - len(header))


def array(values: int) -> bytes:
    """A NumPy file of 64-bit floats: magic, version 1.0, the u16 length of its header, the header, the values."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({values},), }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + _chance(3).randbytes(8 * values)


def arrays() -> bytes:
    """A small NumPy archive: a ZIP file of arrays, which are stored as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("centres.npy"), array(1_500))
    return file.getvalue()


def notebook() -> bytes:
    """A notebook that has been run: a count, and a plot in its output."""
    plot = base64.b64encode(b"\x89PNG\r\n\x1a\n" + _chance(11).randbytes(30_000)).decode()
    output = {"output_type": "display_data", "data": {"image/png": plot}, "metadata": {}}
    cell = {
        "cell_type": "code",
        "execution_count": 41,
        "id": "4f0c2a",
        "metadata": {},
        "outputs": [output],
        "source": ["customers.age.hist(bins=30)"],
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1).encode() + b"\n"
