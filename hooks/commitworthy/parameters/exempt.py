"""Files that are made for settings, and tests: known by their names."""

from __future__ import annotations

from .words import words

_TESTS = frozenset(("test", "tests", "testing", "testdata", "fixtures"))
_SETTINGS = frozenset(
    """
    config configs configuration configurations settings setting params parameters constants constant const consts
    hparams cfg conf defaults hyperparameters hyperparams
    """.split()
)
_FOLDERS = frozenset("conf config configs configuration settings params migrations alembic".split())
_SETUP = frozenset(
    ("setup.py", "conf.py", "noxfile.py", "tasks.py", "fabfile.py", "gunicorn.conf.py", "version.py", "_version.py")
)


# What tells a test from a program that evaluates a model, which is as often called `test.py`.
_LIBRARIES = (b"pytest", b"unittest", b"TestCase")
_MARKS = (*_LIBRARIES, b"\nassert ", b"\nasync def test_", b"requests.", b"doctest")
_CHECKED = (b"\ndef test_", b"\nclass Test", b" def test_", b"\tdef test_")


def is_test(path: str, content: bytes) -> bool:
    """Whether a file holds tests: by a folder such as `tests/`, or by what is in a `test_x.py` or `x_test.py`."""
    *folders, name = path.replace("\\", "/").lower().split("/")
    stem = name.rpartition(".")[0]
    if not _TESTS.isdisjoint(folders) or stem == "conftest":
        return True
    if not stem.startswith("test_") and not stem.endswith("_test") and stem not in ("test", "tests"):
        return "test" in words(stem) and any(mark in content for mark in _LIBRARIES)
    asserts = content.count(b"assert")
    return (
        asserts > 1
        or any(mark in content for mark in _MARKS)
        or (asserts > 0 and any(mark in content for mark in _CHECKED))
    )


def is_made(path: str, content: bytes) -> bool:
    """Whether a program wrote the file, or it is a migration: what was sent to a database once is never edited."""
    name = path.rpartition("/")[2]
    return name.endswith(("_pb2.py", "_pb2_grpc.py")) or name == "versioneer.py" or b"from alembic import op" in content


def is_settings(path: str) -> bool:
    """Whether a file is a place for settings: `config.py`, `train_config.py`, `conf/`, `setup.py`."""
    *folders, name = path.replace("\\", "/").split("/")
    if name.endswith(".ipynb"):
        return False
    parts = words(name.rpartition(".")[0])
    if name.lower() in _SETUP:
        return True
    return not _FOLDERS.isdisjoint(folder.lower() for folder in folders) or (bool(parts) and (parts[-1] in _SETTINGS))
