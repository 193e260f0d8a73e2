"""Where an artifact lives instead of git: the team's choice, as commands or as a sentence."""

from __future__ import annotations

import os

from ..base.findings import Step
from ..base.namedtuple import TYPE_CHECKING
from ..formats import pointers
from ..git import index, objects
from .steps import pathspec, with_own_command

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..base.findings import Remedy
    from ..git.index import Entry
    from .environment import Environment


# Which types of files can go to Git LFS as a whole: those of which no file that nobody asked about lies in git raw.
#
# A route such as `*.pkl` takes in every file of the type.  An old one that is an ordinary blob would then show as
# modified in every clone, be refused at its next rename, and upset a framework that puts unstaged changes away.


# More patterns than this take git longer than all paths take us, and need not fit on a command line.
_MOST_PATTERNS = 50


def types_without_others(asked: Mapping[str, Collection[bytes]], tracked: list[Entry] | None = None) -> frozenset[str]:
    """The suffixes of `asked`, in lower case, of which every raw file in the index is among the paths they stand for.

    `tracked` are the files of a commit, to be looked at in place of the index.  Pointers and empty files are not raw;
    a blob that is not here may be.
    """
    if not asked:
        return frozenset()
    known = _tracked(asked) if tracked is None else tracked
    lengths = {len(suffix) for suffix in asked}
    others = [(_suffix(entry.path, asked, lengths), entry) for entry in known]
    others = [(suffix, entry) for suffix, entry in others if suffix and entry.path not in asked[suffix]]
    sizes = objects.sizes_of(entry.blob for _, entry in others)
    raw = {suffix for suffix, entry in others if _is_surely_raw(sizes[entry.blob])}
    small = {entry: suffix for suffix, entry in others if suffix not in raw and sizes[entry.blob]}
    for blob in objects.stored(None, small, sizes):
        if isinstance(blob, objects.Missing) or pointers.recognise(blob.entry.path, blob.size, blob.head) is None:
            raw.add(small[blob.entry])
    return frozenset(asked).difference(raw)


def _tracked(suffixes: Collection[str]) -> list[Entry]:
    if len(suffixes) > _MOST_PATTERNS:
        return index.all_tracked(index.ask_tracked())
    return index.like(*(f"*{suffix}" for suffix in suffixes), icase=True)


def _suffix(path: bytes, suffixes: Collection[str], lengths: Collection[int]) -> str:
    name = path.decode("utf-8", "surrogateescape").lower()
    return next((name[-length:] for length in lengths if name[-length:] in suffixes), "")


def _is_surely_raw(size: int | None) -> bool:
    return size is None or size >= pointers.LFS_SIZE


_SENTENCES = {
    "mlflow": "log it to MLflow's registry: mlflow.<flavour>.log_model(model, name=..., registered_model_name=...)",
    "delta": 'write it to a Delta table: df.write.format("delta").save(...), or deltalake.write_deltalake(...)',
}


def home_of(family: str, homes: Mapping[str, str], *, has_dvc: bool) -> str:
    """The home that the policy gives a family, else DVC where the repository has it, else Git LFS.

    That is "lfs" also where its objects go to a bucket: git and its attributes know no difference.
    """
    home = homes.get(family)
    if not home:
        return "dvc" if has_dvc else "lfs"
    from ..homes.address import LFS_PREFIX

    return "lfs" if home.startswith(LFS_PREFIX) else home


def shown(home: str) -> str:
    """A home as far as it may be shown: a policy may have credentials in an address, though not in that of a folder."""
    from ..base import secrets

    if home.startswith(("/", "file:///")):
        return home
    return secrets.line(home) if " " in home else secrets.shown(home)


def to_dvc(path: str) -> tuple[Step, Step]:
    """Hands an untracked file to DVC, which writes a pointer and an ignore line beside it; stages both."""
    folder = path.rpartition("/")[0]
    ignore = f"{folder}/.gitignore" if folder else ".gitignore"
    staging = Step(("git", "add", "--"), (pathspec(f"{path}.dvc"), pathspec(ignore)))
    return Step(("dvc", "add", "--"), (path,)), staging


# What lies at the top of a folder that is one artifact of many files: Zarr, TensorFlow, MLflow, sharded weights, Delta
# and Lance.
_OF_WHOLES = (".zgroup", ".zarray", "zarr.json", "saved_model.pb", "MLmodel", "model.safetensors.index.json",
              "pytorch_model.bin.index.json", "_delta_log", "_versions")  # fmt: skip


def whole_of(path: str, to_top: str) -> str:
    """The folder that is one artifact and has the file in it, "" for none; of several the outermost."""
    parts = path.split("/")
    folders = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
    places = ((folder, os.path.join(to_top, folder)) for folder in folders)
    found = (
        folder for folder, place in places if any(os.path.lexists(os.path.join(place, mark)) for mark in _OF_WHOLES)
    )
    return next(found, "")


def moving(path: str, home: str, env: Environment) -> Remedy | None:
    """Carries the file to a bucket or a folder; None where no card can name the file, or its home is another.

    An address that may not be shown is another, too.  A file of a Zarr store and its like goes with all of that.
    """
    if home in ("lfs", "dvc"):
        return None
    from ..cards.card import refused_name
    from ..homes import mlflow
    from ..homes.address import DELTA_PREFIX, is_store

    names = path.split("/")
    is_table_home = home.startswith(DELTA_PREFIX)
    if is_table_home:
        from ..homes.table import is_table

        if not is_table(path):
            return None
    elif not is_store(home.removeprefix(mlflow.PREFIX)):
        return None
    if shown(home) != home or any(refused_name(name) for name in names):
        return None
    whole = "" if is_table_home else whole_of(path, env.up)
    if whole:
        step = Step(("commitworthy", "move", "--"), (whole,))
        return with_own_command("move the whole folder to its home", step, env)
    what = "load its rows into a table below" if is_table_home else "move it to"
    return with_own_command(f"{what} {home}", Step(("commitworthy", "move", "--"), (path,)), env)


def sentence(home: str) -> str:
    """What to do by hand, or the team's own sentence."""
    if shown(home) != home:
        return shown(home) if " " in home else f"keep it in {shown(home)}; the policy has the address in full"
    from ..homes import mlflow
    from ..homes.address import DELTA_PREFIX, is_store

    has_address = home.startswith(DELTA_PREFIX) or is_store(home.removeprefix(mlflow.PREFIX))
    return _SENTENCES.get(home) or (f"keep it in {home}" if has_address else home)
