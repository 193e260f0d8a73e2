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


def is_test(path: str) -> bool:
    """Whether a file holds tests: `tests/`, `test_x.py`, `x_test.py`, `conftest.py`."""
    *folders, name = path.replace("\\", "/").lower().split("/")
    stem = name.rpartition(".")[0]
    return (
        not _TESTS.isdisjoint(folders)
        or stem.startswith("test_")
        or stem.endswith("_test")
        or stem in ("conftest", "test", "tests")
    )


def is_settings(path: str) -> bool:
    """Whether a file is a place for settings: `config.py`, `train_config.py`, `conf/`, `setup.py`."""
    *folders, name = path.replace("\\", "/").split("/")
    if name.endswith(".ipynb"):
        return False
    parts = words(name.rpartition(".")[0])
    if name.lower() in _SETUP:
        return True
    return not _FOLDERS.isdisjoint(folder.lower() for folder in folders) or (bool(parts) and (parts[-1] in _SETTINGS))
