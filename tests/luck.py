"""What a run leaves to chance, and what its machine may lack.

The ordinary runs leave nothing to chance: the same examples and seeds every time.  `COMMITWORTHY_EXPLORE=N pytest -m
long` tries others, all drawn from the number N, which fails again in the same way.

A test that needs git-lfs skips where there is none.  With `COMMITWORTHY_NO_SKIPS=1`, as in CI, a skip is a failure.
"""

from __future__ import annotations

import os
import shutil

import pytest

INSTALL = "pip install -e '.[test]'"

try:
    from hypothesis import settings
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(f"{missing}: {INSTALL}") from None

EXPLORE = os.environ.get("COMMITWORTHY_EXPLORE", "")
NO_SKIPS = bool(os.environ.get("COMMITWORTHY_NO_SKIPS"))
# What is added to every seed.
OFFSET = int(EXPLORE or 0) * 1_000_000
# On PATH, where we look for it too; git would also find it among its own programs.
HAS_LFS = shutil.which("git-lfs") is not None
NO_LFS = "git-lfs is not installed: https://git-lfs.com"

settings.register_profile("the same each time", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("explore" if EXPLORE else "the same each time")


def need_lfs() -> None:
    """Skip the test that asks, where git-lfs is not installed."""
    if not HAS_LFS:
        pytest.skip(NO_LFS)


def seeds(*numbers: int) -> list[int]:
    """These, or others of a run that explores."""
    return [OFFSET + number for number in numbers]
