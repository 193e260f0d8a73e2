"""What a text looks like, and what a name says."""

from __future__ import annotations

import pytest

from commitworthy.parameters import shapes
from commitworthy.parameters.names import FIXED, MODEL, RESOURCE, SAMPLE, SEED, SPLIT, role, words

PLACES = {
    shapes.ABSOLUTE: ["/home/me/x", "/kaggle/input", "C:/Users/me", "C:\\Users\\me\\x.csv",
                     "~/x.csv", "file:///a/b", "E:/a b/c", "/data/{{ start | ds }}.json", "C:\\data\\new (2).csv"],
    shapes.RELATIVE: ["data/x.csv", "../input/", "a/b/c", "data\\x.csv", "./x", "a b/c.csv", "%s/x.csv",
        "Grassland/Pasture"],
    shapes.FILE: ["x.csv", "my model.pkl", "a.tar.gz", "x-1.2.h5"],
    shapes.STORAGE: ["s3://b/k", "gs://b", "abfss://c@a.dfs.core.windows.net/x", "dbfs:/mnt/x", "runs:/1/model"],
    shapes.URL: ["https://a.org/x.csv", "http://localhost:5000", "ftp://a.org/x"],
    shapes.DATABASE: ["postgresql://h/d", "postgresql+psycopg2://u:p@h/d", "sqlite:///x.db", "jdbc:mysql://h/d"],
    "": ["", "x", "hello world", "text/html", "image/png", "https://", "a, b.csv", "<b>x/y</b>", "/users/list",
         "1.5", "e.g. this", "n/a b/c d/e f/g h/i j/k l/m n/o", "x\ny.csv",
         ".*[\\\\/](\\d{4})_(\\d+).tfrecord", "(?:a|b)/c.csv", "[a-z]+/x.csv", "{{ a }}"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, some in PLACES.items() for text in some])
def test_place(kind: str, text: str) -> None:
    assert shapes.location(text) == kind


DATES = [
    "2020-01-31",
    "2020-01",
    "2020/1/31",
    "31.01.2020",
    "20200131",
    "2020-01-31 10:00:00",
    "2020-01-31T10:00:00Z",
    "12/31/2020",
]
NO_DATES = [
    "2020",
    "1.2.3",
    "2020-13-01",
    "12:30",
    "20201301",
    "10.0.0.1",
    "2020-01-xx",
    "99999999",
    "1-2-3",
    "123-4567",
    "",
]


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_one(text: str) -> None:
    assert shapes.is_date(text)


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_one(text: str) -> None:
    assert not shapes.is_date(text)


SECRET = [
    "postgresql://u:secret@h/d", "https://u:t0ken@h/x", "host=h password=admin", "https://h/x?token=abc",
        "mongodb+srv://a:b@c",
    "https://s.blob.core.windows.net/c/x?sv=1&sig=abc",
]  # fmt: skip
OPEN = [
    "postgresql://h/d",
    "postgresql://u@h/d",
    "postgresql://u:{}@h/d",
    "host=h password={}",
    "https://h/x?token=${TOKEN}",
    "a:b@c",
]


@pytest.mark.parametrize("text", SECRET)
def test_credentials_are_seen(text: str) -> None:
    assert shapes.has_password(text)


@pytest.mark.parametrize("text", OPEN)
def test_no_credentials_are_seen(text: str) -> None:
    assert not shapes.has_password(text)


@pytest.mark.parametrize("text", ["localhost", "10.0.0.1", "db.team.example.org"])
def test_hosts(text: str) -> None:
    assert shapes.is_host(text)
    assert shapes.is_host_and_port(f"{text}:9092")
    assert not shapes.is_host_and_port(text)


@pytest.mark.parametrize("text", ["12:30", "a:b", "x.csv", "hello", "cuda:0", "1.5"])
def test_no_hosts(text: str) -> None:
    assert not shapes.is_host(text)
    assert not shapes.is_host_and_port(text)


WORDS = {
    "max_depth": ("max", "depth"), "rf__max_depth": ("max", "depth"), "maxDepth": ("max", "depth"),
        "KMeansCV": ("k", "means", "cv"),
    "SelectKBest": ("select", "k", "best"), "dropout1_rate": ("dropout", "rate"), "N_ESTIMATORS": ("n",
        "estimators"), "__x__": ("x",),
    "figure.figsize": ("figure", "figsize"), "": (),
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), WORDS.items())
def test_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


ROLES = {
    SEED: ["seed", "random_state", "np_seed", "randomState"],
    SPLIT: ["test_size", "n_splits", "cv", "validation_split", "val_frac", "train_ratio"],
    SAMPLE: ["n_samples", "sample_size", "nrows", "max_samples", "sample"],
    RESOURCE: ["n_jobs", "num_workers", "timeout", "chunksize", "retry_delay_seconds"],
    MODEL: ["lr", "learning_rate", "max_depth", "n_estimators", "batch_size", "batchsize", "ntrees",
        "min_samples_leaf", "max_iter",
            "early_stopping_rounds", "window", "threshold", "num_leaves", "hidden_size", "rotation_range",
        "noise_level", "image_size"],
    FIXED: ["figsize", "font_size", "axis", "verbose", "header", "index_col", "x", "level", "width",
        "plot_range_x", "version"],
    "": ["callback", "name", "total"],
}  # fmt: skip


@pytest.mark.parametrize(("expected", "name"), [(expected, name) for expected, some in ROLES.items() for name in some])
def test_roles(expected: str, name: str) -> None:
    assert role(name) == expected
