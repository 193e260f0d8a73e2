"""The cards of folders: every file is in them, and nothing that leads out of the folder."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.cards import card as cards
from commitworthy.cards import plain
from commitworthy.cards.card import Card, Member

FILES = (Member(".zattrs", 2, "a" * 64, "v1", "e-1"), Member("0.0", 5, "b" * 64, "v2", "e-2"))
LISTING = f"{'a' * 64} 2 .zattrs\n{'b' * 64} 5 0.0\n"
SHA = hashlib.sha256(LISTING.encode()).hexdigest()
GOOD = Card("era.zarr", 7, SHA, "s3://team/proj/era.zarr", family="data", files=FILES)
TEXT = f"""\
frozen: true
desc: era.zarr, moved out of git by commitworthy
deps:
- path: s3://team/proj/era.zarr
  size: 7
  nfiles: 2
  fs_config:
    version_aware: true
  files:
  - relpath: .zattrs
    etag: e-1
    size: 2
    version_id: v1
  - relpath: '0.0'
    etag: e-2
    size: 5
    version_id: v2
outs:
- size: 7
  nfiles: 2
  path: era.zarr
  type: data
  push: false
meta:
  commitworthy:
    schema: 2
    sha256: {SHA}
    files: |
      {"a" * 64} 2 .zattrs
      {"b" * 64} 5 0.0
"""


def test_the_card_of_a_folder_lists_its_files_as_dvc_does() -> None:
    assert cards.render(GOOD).decode() == TEXT
    assert cards.parse(TEXT.encode()) == GOOD
    assert plain.read(TEXT.encode()) == yaml.safe_load(TEXT), "it takes no parser"
    assert GOOD.parts() == [
        Card("era.zarr/.zattrs", 2, "a" * 64, "s3://team/proj/era.zarr/.zattrs", "v1", "e-1"),
        Card("era.zarr/0.0", 5, "b" * 64, "s3://team/proj/era.zarr/0.0", "v2", "e-2"),
    ]


def test_without_versions_there_is_one_list() -> None:
    bare = GOOD._replace(files=tuple(member._replace(version="", etag="") for member in FILES))
    content = cards.render(bare)
    assert yaml.safe_load(content)["deps"] == [{"path": "s3://team/proj/era.zarr", "size": 7, "nfiles": 2}]
    assert cards.parse(content) == bare


NAMES = st.text(min_size=1, max_size=12).filter(lambda name: not cards.refused_name(name))
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), min_size=1, max_size=6, unique=True).filter(
    lambda paths: not any(one != other and other.startswith(f"{one}/") for one in paths for other in paths)
)


@given(PATHS, st.integers(0, 2**50), st.booleans())
@pytest.mark.long
def test_whatever_the_files_are_called_they_come_back(paths: list[str], size: int, versions: bool) -> None:
    members = [Member(path, size, "c" * 64, "v" if versions else "", "e" if versions else "") for path in paths]
    files = tuple(cards.by_path(members))
    made = Card("f", size * len(files), cards.hash_of(files), "/share/f", files=files)
    assert cards.parse(cards.render(made)) == made


def changed(*where: Any, to: Any) -> bytes:
    document = yaml.safe_load(TEXT)
    inner = document
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = to
    return yaml.safe_dump(document).encode()


def listed(*paths: str, size: int = 7) -> bytes:
    """A card that is true to its list, whatever that names."""
    files = tuple(cards.by_path(Member(path, size, "a" * 64) for path in paths))
    return cards.render(Card("f", size * len(files), cards.hash_of(files), "/share/f", files=files))


OURS = ("meta", "commitworthy")
LINE = f"{'a' * 64} 7 x\n"
NO_LINE = "files has a line that is not `SHA256 SIZE PATH`"
NO_NAME = "files: a path is not the name of a file beside the card"
DEEP = "files: a path is deeper than 32 folders, or longer than 1,024 bytes"
TWICE = "files names a path twice, or as a file and as a folder"
NO_ROW = "deps: files has a row without relpath, size and version_id"
BAD = {
    "no list": (changed(*OURS, "files", to=5), "files is not a list of lines"),
    "an empty list": (changed(*OURS, "files", to=""), "files is not a list of lines"),
    "half a line": (changed(*OURS, "files", to=LISTING[:-1]), "files is not a list of lines"),
    "no size": (changed(*OURS, "files", to=f"{'a' * 64} x\n"), NO_LINE),
    "a size of other digits": (changed(*OURS, "files", to=f"{'a' * 64} \u0663 x\n"), NO_LINE),
    "an endless size": (changed(*OURS, "files", to=f"{'a' * 64} {'9' * 19} x\n"), NO_LINE),
    "a short hash": (
        changed(*OURS, "files", to="ab 2 .zattrs\n"),
        "files: sha256 is not 64 digits of lower-case hexadecimal",
    ),
    "upwards": (listed("../x"), NO_NAME),
    "upwards and down": (listed("a/../../x"), NO_NAME),
    "absolute": (listed("/etc/passwd"), NO_NAME),
    "a folder": (listed("a/"), NO_NAME),
    "a backslash": (listed("a\\b"), NO_NAME),
    "git's folder": (listed(".git/hooks/pre-commit"), "files: a path names git's own folder"),
    "git's folder further down": (listed("a/.GIT/config"), "files: a path names git's own folder"),
    "a control character": (
        listed("a\x1b[2J"),
        "files: a path has characters that do not print, or is not UTF-8",
    ),
    "too deep": (listed("/".join("a" * 33)), DEEP),
    "too long": (listed("a" * 1025), DEEP),
    "too many": (listed(*map(str, range(10_001))), "lists 10,001 files, and 10,000 are the most"),
    "twice": (listed("a", "a"), TWICE),
    "a file and a folder": (listed("a", "a/b/c"), TWICE),
    "another hash": (changed(*OURS, "sha256", to="a" * 64), "files is not the list that sha256 stands for"),
    "no hash": (changed(*OURS, "sha256", to=None), "files is not the list that sha256 stands for"),
    "another order": (
        changed(*OURS, "files", to="".join(reversed(LISTING.splitlines(keepends=True)))),
        "files is not the list that sha256 stands for",
    ),
    "another sum": (changed("outs", 0, "size", to=8), "the sizes of the files do not add up to that of outs"),
    "another size in DVC's list": (changed("deps", 0, "files", 0, "size", to=3), "the sizes in deps and files differ"),
    "another size of the folder": (changed("deps", 0, "size", to=8), "the sizes of deps and outs differ"),
    "another file in DVC's list": (
        changed("deps", 0, "files", 0, "relpath", to="x"),
        "deps: files names others than files does",
    ),
    "no version": (changed("deps", 0, "files", 0, "version_id", to=""), NO_ROW),
    "no list of DVC's": (changed("deps", 0, "files", to="x"), "deps: files is not a list of files"),
    "no row": (changed("deps", 0, "files", 0, to="x"), "holds no mapping"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_what_is_no_card_of_a_folder(content: bytes, reason: str) -> None:
    with pytest.raises(cards.CardError) as raised:
        cards.parse(content)
    assert str(raised.value) == reason
