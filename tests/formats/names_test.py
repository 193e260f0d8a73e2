from __future__ import annotations

import pytest

from commitworthy.formats.detect import is_fixture, is_lock_file


@pytest.mark.parametrize(
    ("path", "lock"),
    [
        (b"uv.lock", True),
        (b"web/package-lock.json", True),
        (b"a/b/pixi.lock", True),
        (b"conda-lock.yml", True),
        (b"package.json", False),
        (b"my-uv.lock", False),
        (b"uv.lock/readme.txt", False),
        (b"db.lock", False),
        (b"UV.LOCK", False),
        (b"", False),
    ],
)
def test_lock_files_go_by_the_whole_name(path: bytes, lock: bool) -> None:
    assert is_lock_file(path) is lock


@pytest.mark.parametrize(
    ("path", "fixture"),
    [
        (b"tests/a.npy", True),
        (b"src/pkg/test/data/a.npy", True),
        (b"testdata/a.pkl", True),
        (b"web/fixtures/a.csv", True),
        (b"tests", False),
        (b"a/tests", False),
        (b"latests/a.npy", False),
        (b"tests.py", False),
        (b"data/a.npy", False),
        (b"", False),
    ],
)
def test_fixtures_go_by_the_folder(path: bytes, fixture: bool) -> None:
    assert is_fixture(path) is fixture
