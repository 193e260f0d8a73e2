"""Single values as users write them.

Each function raises ValueError with the half sentence that follows the name of an option: `must be ..., not ...`.
"""

from __future__ import annotations

from ..base import wording
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# More bytes than any file has, and more things than can be counted: beyond, a limit is none, and a slip.
_LARGEST = 2**60
HOMES = ("lfs", "dvc", "mlflow", "delta")
# What has to follow is the place: a bucket, or the path of a folder.
_PLACES = {
    "s3://": "bucket/folder",
    "gs://": "bucket/folder",
    "az://": "container/folder",
    "abfss://": "container@account.dfs.core.windows.net/folder",
    "file://": "/mnt/share",
    "/": "mnt/share",
}
STORES = tuple(_PLACES)
# Git LFS with its objects in one of these, Delta tables, and a bucket whose contents MLflow's registry names.
LFS_STORES = tuple(f"lfs+{store}" for store in STORES if "://" in store)
DELTA_STORES = tuple(f"delta+{store}" for store in STORES if "://" in store and store != "abfss://")
MLFLOW_STORES = ("mlflow+s3://", "mlflow+gs://", "mlflow+abfss://")
ADDRESSES = (*STORES, *LFS_STORES, *DELTA_STORES, *MLFLOW_STORES)
FOLDERS = ("/", "file://", "lfs+file://", "delta+file://")
"""Those of ADDRESSES that are followed by a path, and not by the name of a bucket."""
_TYPES = {bool: "a boolean", int: "an integer", float: "a float", list: "an array", dict: "a table"}


def quoted(text: str) -> str:
    """`text` in double quotes, with what does not print as escapes, so that it stays on its line."""
    return '"' + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text) + '"'


def shown(value: object) -> str:
    """A value in an error: strings, cut where long, and numbers themselves, of the rest only the type."""
    if isinstance(value, str):
        # Imported for an error alone, as it takes patterns.
        from ..base import secrets

        return cut(value if value.isdigit() else secrets.shown(value))
    if type(value) is int:
        return str(value) if abs(value) < 10**20 else "a number that large"
    return _TYPES.get(type(value), "a date or time")


def cut(text: object) -> str:
    """A text in an error, cut where it is long; for words of formats of ours, such as ids."""
    return quoted(str(text) if len(str(text)) <= 60 else str(text)[:57] + "...")


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of an error about an unknown word: the one that was probably meant, else all there are."""
    names = tuple(known)
    return meant(word, names) or "; known are " + ", ".join(names)


def meant(word: str, known: Iterable[str]) -> str:
    """The end of an error that lists them already: the one that was probably meant, else nothing."""
    near = wording.nearest(word.replace("_", "-"), tuple(known))
    return f"; did you mean {quoted(near)}?" if near else ""


def size(value: object) -> int:
    """Bytes in an integer or in a text such as "500 kB"."""
    try:
        read = wording.parse(value) if isinstance(value, str) else value
    except ValueError:
        read = None
    if type(read) is int and 0 <= read <= _LARGEST:
        return read
    raise ValueError(f'must be a size such as "500 kB" or a number of bytes from 0, not {shown(value)}')


def kilobytes(value: str) -> int:
    """Bytes in a whole number of kB, as check-added-large-files takes it."""
    return size(whole(value) * 1024)


def whole(value: str) -> int:
    """A count as a word of the command line."""
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise ValueError(f"must be a whole number from 0, not {shown(value)}")
    return int(value)


def count(value: object) -> int:
    """A count as a value of a policy file."""
    if type(value) is int and 0 <= value <= _LARGEST:
        return value
    raise ValueError(f"must be a whole number from 0, not {shown(value)}")


def switch(value: object) -> bool:
    """True or false, nothing else."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"must be true or false, not {shown(value)}")


def text(value: object) -> str:
    """A string, as it is."""
    if isinstance(value, str):
        return value
    raise ValueError(f"must be a string, not {shown(value)}")


def words(value: object) -> list[str]:
    """An array of strings."""
    if isinstance(value, list) and all(isinstance(word, str) and word for word in value):
        return value
    raise ValueError(f"must be an array of strings, not {shown(value)}")


def choice(value: object, known: tuple[str, ...]) -> str:
    """One of the words that there are."""
    if isinstance(value, str) and value in known:
        return value
    raise ValueError(f"must be one of {', '.join(known)}, not {shown(value)}")


def names(value: object, known: tuple[str, ...]) -> list[str]:
    """An array of some of the words that there are."""
    return [choice(word, known) for word in words(value)]


def limit(value: object) -> int | None:
    """A family's limit: bytes, 0 for "refuse", None for "none"."""
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in ("refuse", "none"):
        return 0 if word == "refuse" else None
    try:
        return size(value)
    except ValueError:
        raise ValueError(f'must be a size such as "500 kB", "none" or "refuse", not {shown(value)}') from None


def family_limit(word: str, families: tuple[str, ...]) -> tuple[str, int | None]:
    """`FAMILY=SIZE` of the command line."""
    family, equals, value = word.partition("=")
    if not equals:
        raise ValueError(f"must be FAMILY=SIZE, such as data=1MB, not {shown(word)}")
    if family not in families:
        raise ValueError(f"names an unknown family {quoted(family)}{nearest(family, families)}")
    return family, limit(value)


def home(value: object) -> str:
    """A home: a known word, the address of a store, or a sentence, which is what contains a blank."""
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {shown(value)}")  # noqa: TRY004, as for any bad value
    text = " ".join(value.split())
    if text in HOMES or " " in text:
        return text
    store = next((store for store in ADDRESSES if text.startswith(store)), "")
    rest = text.removeprefix(store)
    if store and rest and (store in FOLDERS or not rest.startswith("/")):
        return text
    if store:
        example = _PLACES[store.rpartition("+")[2]]
        place = "folder" if store in FOLDERS else example.partition("/")[0].partition("@")[0]
        raise ValueError(f"must name a {place}, as in {store}{example}, not {shown(value)}")
    listed = f"{', '.join(STORES[:-1])}; some also with lfs+, delta+ or mlflow+"
    wanted = f"must be one of {', '.join(HOMES)}, an address ({listed}), a folder or a sentence"
    raise ValueError(f"{wanted}, not {shown(value)}{meant(text, (*HOMES, *ADDRESSES))}")


def one_lfs_store(homes: Iterable[str]) -> None:
    """ValueError where Git LFS would need more than one store: it keeps all objects of a clone in one."""
    found = sorted({home.rstrip("/") for home in homes if home.startswith(LFS_STORES)})
    if len(found) > 1:
        both = " and ".join(map(shown, found[:2]))
        raise ValueError(f"name two stores for Git LFS, {both}: it keeps all objects of a clone in one")


def reason(value: object) -> str:
    """The reason of an exception, on one line."""
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {shown(value)}")  # noqa: TRY004, as for any bad value
    text = " ".join(value.split())
    if not text:
        raise ValueError("is blank: say why these files belong in git")
    if wording.is_placeholder(text):
        raise ValueError(f"must be the real reason, not {cut(text)}")
    return text


def date(value: object) -> str:
    """`2027-06-30`, from a TOML date or from the same as a string."""
    import datetime as dt

    try:
        if isinstance(value, str) and len(value) == 10 and value.isascii():
            return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    raise ValueError(f"must be a date such as 2027-06-30, not {shown(value)}")
