"""A card: a `.dvc` file that says where a file was taken, which bytes it has, and where they came from.

It is the import form of DVC, so that `dvc pull` restores the file without us: `deps` names the object and its version,
`outs` the file beside the card.  What DVC has no key for is under `meta.commitworthy`, which DVC leaves alone.  A card
holds no time: the same file moved twice gives the same bytes.

A folder that is one artifact, such as a Zarr store, has one card too.  `meta.commitworthy.files` is a line for each of
its files, `SHA256 SIZE PATH`, sorted by path, and `sha256` is the hash of these lines.  Where the store keeps versions
`deps.files` has that of each file, as DVC's import of a folder has.

A card comes out of a repository, which may be anybody's: what is read here is checked before anything follows from it.
"""

from __future__ import annotations

from ..base import markup, system
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

SUFFIX = b".dvc"
# What every card of ours has, and no other `.dvc` file.
MARK = b"commitworthy:"
SCHEMA = 1
# Of the card of a folder, which an earlier commitworthy must not take for that of a file.
_SCHEMA_OF_FOLDERS = 2
_LARGEST = 2**60
# What a card may list, so that it stays a small file: some 2 MB of text at most, and no deeper than anybody works.
MOST_FILES = 10_000
_DEEPEST = 32
_LONGEST_PATH = 1024
LARGEST = 4 * 1024 * 1024
MOST = LARGEST + 1
"""So many bytes are read of a card: one more than a card can have."""
_HEX = frozenset("0123456789abcdef")
SCHEMES = ("s3", "gs", "az", "abfss")


class CardError(Exception):
    """A card that is none; the text goes on after "is not a card: ".  `fix` says what to do where that is known."""

    def __init__(self, reason: str, fix: str = "") -> None:
        super().__init__(f"{reason}: {fix}" if fix else reason)
        self.fix = fix


class Member(NamedTuple):
    """A file of a folder that has one card; `path` is below the folder, and the rest is as in a `Card`."""

    path: str
    size: int
    sha256: str
    version: str = ""
    etag: str = ""


class Card(NamedTuple):
    """What a card says.

    `name` is that of the file, which lies in the folder of the card; `size` counts bytes, and the hashes are in
    lower-case hexadecimal.  `address` is that of the object, such as `s3://bucket/key` or an absolute path, "" where a
    remote of DVC's own holds it; `version` "" where the store keeps none.  `endpoint` is where a store is that is not
    the cloud's own.  `family` is what kind of file it is, and `notes` are all the other keys of ours.

    Of a folder `files` are all that is in it, sorted by path, `size` is that of all of them, `sha256` the hash of their
    `listing`, and `address` that of the folder, below which each lies under its path.
    """

    name: str
    size: int
    sha256: str
    address: str = ""
    version: str = ""
    etag: str = ""
    md5: str = ""
    endpoint: str = ""
    family: str = ""
    notes: Mapping[str, Any] = {}
    files: tuple[Member, ...] = ()

    def parts(self) -> list[Card]:
        """A card for each file: of a folder one for each in it, whose name is its path from beside the card."""
        return [
            Card(
                f"{self.name}/{member.path}",
                member.size,
                member.sha256,
                f"{self.address}/{member.path}",
                member.version,
                member.etag,
                endpoint=self.endpoint,
            )
            for member in self.files
        ] or [self]

    @property
    def pinned(self) -> str:
        """The version to ask for: none where the hash is in the address, so that nothing else is ever called so."""
        return "" if f"/{self.sha256[:12]}/" in self.address else self.version

    def same_place(self, other: Card) -> bool:
        """Whether another card speaks of the same bytes in the same place, whatever the version."""
        return (self.sha256, self.address, self.endpoint) == (other.sha256, other.address, other.endpoint)


def path_of(file: bytes) -> bytes:
    """The path of the card of a file."""
    return file + SUFFIX


def file_of(path: bytes, card: Card) -> bytes:
    """The path of the file that the card at `path` stands for."""
    folder, slash, _ = path.rpartition(b"/")
    return folder + slash + card.name.encode()


def is_ours(content: bytes) -> bool:
    """Whether a `.dvc` file is a card, which may still be a broken one."""
    return MARK in content


def parse(content: bytes) -> Card:
    """The card in a file that `is_ours`; CardError with the reason where it cannot be relied on."""
    if len(content) > LARGEST:
        raise CardError(f"larger than {LARGEST // 2**20} MB")
    document = plain.read(content)
    if document is None:
        document = parsed(content)
    outs, deps = _only(document, "outs"), _only(document, "deps", optional=True)
    if "wdir" in document:
        raise CardError("has a wdir, so that DVC would write the file elsewhere")
    notes = _table(_table(_at(document, "meta"), "meta").get("commitworthy"), "meta.commitworthy")
    schema = notes.get("schema")
    if schema not in (SCHEMA, _SCHEMA_OF_FOLDERS):
        newer = type(schema) is int and schema > _SCHEMA_OF_FOLDERS
        raise (
            CardError("was written by a newer commitworthy", "install that")
            if newer
            else CardError("its schema is missing")
        )
    size = outs.get("size")
    if type(size) is not int or not 0 <= size < _LARGEST:
        raise CardError("outs: size is not a number of bytes")
    files = _files(notes, deps, size) if schema == _SCHEMA_OF_FOLDERS else ()
    if deps and deps.get("size", size if files else None) != size:
        raise CardError("the sizes of deps and outs differ")
    settings = _table(deps.get("fs_config", {}), "deps: fs_config")
    return Card(
        _name(outs.get("path")),
        size,
        _digest(notes.get("sha256"), 64, "sha256"),
        _address(deps.get("path")) if deps else "",
        _text(deps, "version_id"),
        _text(deps, "etag"),
        # That of a folder DVC works out by itself, where it has to know.
        _digest(outs["md5"], 32, "md5") if "md5" in outs and not files else "",
        _endpoint(settings.get("endpointurl", "")),
        _text(outs, "type"),
        {key: value for key, value in notes.items() if key not in ("schema", "sha256", *(["files"] if files else ()))},
        files,
    )


def parsed(content: bytes) -> Any:
    """The document in a card of any kind; CardError for what is none."""
    if content.startswith(b"<<<<<<< ") or b"\n<<<<<<< " in content:
        raise CardError("has two sides of a merge in it", "keep one (git checkout --ours or --theirs)")
    try:
        return markup.from_yaml(content, LARGEST, unique=True)
    except markup.UnreadableDocument as error:
        raise CardError(f"{error} (line {error.line})" if error.line else str(error)) from None


def render(card: Card) -> bytes:
    """The bytes of a card, which `parse` reads back."""
    import yaml

    hashed: dict[str, Any] = {"md5": card.md5} if card.md5 else {}
    hashed |= {"size": card.size}
    hashed |= {"hash": "md5"} if card.md5 else {}
    kind = {"type": card.family} if card.family else {}
    document: dict[str, Any] = {
        "frozen": True,
        "desc": f"{card.name}, moved out of git by commitworthy",
        "deps": [_dependency(card)],
        "outs": [{**hashed, "path": card.name, **kind, "push": False}],
        "meta": {"commitworthy": {"schema": SCHEMA, "sha256": card.sha256, **card.notes}},
    }
    if card.files:
        document["outs"][0] = {"size": card.size, "nfiles": len(card.files), **document["outs"][0]}
        of_folder = {"schema": _SCHEMA_OF_FOLDERS, "sha256": card.sha256, **card.notes}
        document["meta"] = {"commitworthy": {**of_folder, "files": _Lines(listing(card.files))}}
    text: str = yaml.dump(document, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=2**20)
    return text.encode()


class _Lines(str):
    """A text that is written line by line, so that a file that changes is a line that does."""

    __slots__ = ()


def _dumper() -> Any:
    import yaml

    class Dumper(yaml.SafeDumper):
        """The safe one, with a style for `_Lines`."""

    Dumper.add_representer(
        _Lines, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
    )
    return Dumper


def with_notes(content: bytes, sha256: str, notes: Mapping[str, Any]) -> bytes:
    """A `.dvc` file of DVC's own with our keys in it, which makes it a card; what DVC wrote stays."""
    import yaml

    document = markup.from_yaml(content)
    document["meta"] = {
        **(document.get("meta") or {}),
        "commitworthy": {"schema": SCHEMA, "sha256": sha256, **notes},
    }
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=2**20)
    return text.encode()


def _dependency(card: Card) -> dict[str, Any]:
    settings: dict[str, Any] = {"version_aware": True} if card.version else {}
    settings |= {"endpointurl": card.endpoint} if card.endpoint else {}
    found: dict[str, Any] = {"path": card.address}
    found |= {"etag": card.etag} if card.etag else {}
    found |= {"size": card.size}
    if card.files:
        found |= {"nfiles": len(card.files)}
        versions = [_version(member) for member in card.files] if card.files[0].version else []
        settings = {"version_aware": True, **settings} if versions else settings
        return found | ({"fs_config": settings} if settings else {}) | ({"files": versions} if versions else {})
    found |= {"version_id": card.version} if card.version else {}
    return found | ({"fs_config": settings} if settings else {})


def _version(member: Member) -> dict[str, Any]:
    """A file of a folder in DVC's own list."""
    etag = {"etag": member.etag} if member.etag else {}
    return {"relpath": member.path, **etag, "size": member.size, "version_id": member.version}


def _at(document: object, key: str) -> object:
    if not isinstance(document, dict):
        raise CardError("holds no mapping")
    return document.get(key)


def _only(document: object, key: str, *, optional: bool = False) -> dict[str, Any]:
    """The one mapping in a list."""
    found = _at(document, key)
    if found is None and optional:
        return {}
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        raise CardError(f"{key} is not a list of one mapping")
    return found[0]


def _table(value: object, key: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise CardError(f"{key} is not a mapping")
    return value


def _text(table: object, key: str) -> str:
    value = _at(table, key)
    if value is None:
        return ""
    if not isinstance(value, str) or not value.isprintable() or len(value) > 1024:
        raise CardError(f"{key} is not a short text")
    return value


def _digest(value: object, length: int, key: str) -> str:
    if not isinstance(value, str) or len(value) != length or not _HEX.issuperset(value):
        raise CardError(f"{key} is not {length} digits of lower-case hexadecimal")
    return value


def _name(value: object) -> str:
    reason = refused_name(value) if isinstance(value, str) else "is not a text"
    if reason or not isinstance(value, str):
        raise CardError(f"outs: path {reason}")
    return value


def refused_name(name: str) -> str:
    """Why a card can name no file so, which goes on after the name; "" where it can.

    What does not print, and what is a path to another system, is no name that everybody reads alike.
    """
    if name in ("", ".", "..") or any(char in "/\\" for char in name):
        return "is not the name of a file beside the card"
    if not _is_utf8(name) or not name.isprintable():
        return "has characters that do not print, or is not UTF-8"
    return "names git's own folder" if system.is_git_folder(name) else ""


def _is_utf8(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _address(value: object) -> str:
    reason = refused_address(value) if isinstance(value, str) else "is not an address"
    if reason or not isinstance(value, str):
        raise CardError(f"deps: path {reason}")
    return value


def refused_address(value: str) -> str:
    """Why a card can name no object so, which goes on after the address; "" where it can.

    It is an address or an absolute path, without anything that may be a credential.
    """
    if not value.isprintable() or not _is_utf8(value):
        return "is not an address"
    scheme, found, rest = value.partition("://")
    if not found:
        # Windows connects to the host of `//host/share`, and logs in there.
        is_absolute = value.startswith("/") and not value.startswith("//") and "/../" not in f"{value}/"
        return "" if is_absolute else "is neither an address nor an absolute path"
    root, slash, key = rest.partition("/")
    is_known = scheme in SCHEMES and root and key and not (slash and key.endswith("/"))
    reasons = (
        (not is_known, f"is not of a store that we know ({', '.join(SCHEMES)} or an absolute path)"),
        (has_user(scheme, root), "has a user or a password in it"),
        (not is_bucket(root), "has no name of a bucket in it"),
        ("Signature=" in key or "sig=" in key, "is a presigned URL, which is a credential"),
        (".." in key.split("/"), "leads upwards"),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def has_user(scheme: str, root: str) -> bool:
    """Whether a user or a password stands before the key of an address; of `abfss` a container stands at a host."""
    return ":" in root or ("@" in root and scheme != "abfss")


def is_bucket(root: str) -> bool:
    """Whether it can be the name of a bucket or container, which some clients make a part of the name of a host."""
    return all(char.isascii() and (char.isalnum() or char in "._-$@") for char in root)


def _endpoint(value: object) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")) or not value.isprintable():
        raise CardError("deps: endpointurl is not a URL")
    if "@" in value or "?" in value or " " in value:
        raise CardError("deps: endpointurl has more in it than a host")
    return value


# Folders.


def listing(files: Iterable[Member]) -> str:
    """A line for each file of a folder, sorted by path: `SHA256 SIZE PATH`."""
    return "".join(f"{member.sha256} {member.size} {member.path}\n" for member in by_path(files))


def by_path(files: Iterable[Member]) -> list[Member]:
    """In the order of a card, which is that of the bytes of the paths."""
    return sorted(files, key=lambda member: member.path.encode())


def hash_of(files: Iterable[Member]) -> str:
    """The sha256 of a folder: that of its listing."""
    import hashlib

    return hashlib.sha256(listing(files).encode()).hexdigest()


def refused_path(path: str) -> str:
    """Why no card can list a file of this path below its folder, which goes on after the path; "" where it can."""
    parts = path.split("/")
    if len(parts) > _DEEPEST or len(path.encode("utf-8", "surrogateescape")) > _LONGEST_PATH:
        return f"is deeper than {_DEEPEST} folders, or longer than {_LONGEST_PATH:,} bytes"
    return next(filter(None, map(refused_name, parts)), "")


def _files(notes: dict[str, Any], deps: dict[str, Any], size: int) -> tuple[Member, ...]:
    """The files of a folder, which both lists of its card name alike."""
    text = notes.get("files")
    if not isinstance(text, str) or not text.endswith("\n"):
        raise CardError("files is not a list of lines")
    lines = text.split("\n")[:-1]
    if len(lines) > MOST_FILES:
        raise CardError(f"lists {len(lines):,} files, and {MOST_FILES:,} are the most")
    versions = _versions(deps.get("files", []))
    found = tuple([_member(line, versions) for line in lines])
    paths = {member.path for member in found}
    if len(paths) != len(found) or any(folder in paths for path in paths for folder in _folders(path)):
        raise CardError("files names a path twice, or as a file and as a folder")
    if by_path(found) != list(found) or hash_of(found) != notes.get("sha256"):
        raise CardError("files is not the list that sha256 stands for")
    if sum(member.size for member in found) != size:
        raise CardError("the sizes of the files do not add up to that of outs")
    if versions and versions.keys() != paths:
        raise CardError("deps: files names others than files does")
    return found


def _member(line: str, versions: Mapping[str, tuple[int, str, str]]) -> Member:
    """A line of a listing; a path may have blanks in it."""
    sha256, _, rest = line.partition(" ")
    digits, _, path = rest.partition(" ")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 18:
        raise CardError("files has a line that is not `SHA256 SIZE PATH`")
    if refused_path(path):
        raise CardError(f"files: a path {refused_path(path)}")
    size, version, etag = versions.get(path, (int(digits), "", ""))
    if size != int(digits):
        raise CardError("the sizes in deps and files differ")
    return Member(path, size, _digest(sha256, 64, "files: sha256"), version, etag)


def _versions(listed: object) -> dict[str, tuple[int, str, str]]:
    """Path -> size, version and etag, as DVC's list has them."""
    if not isinstance(listed, list) or len(listed) > MOST_FILES:
        raise CardError("deps: files is not a list of files")
    found = {}
    for row in listed:
        path, size = _at(row, "relpath"), _at(row, "size")
        if not isinstance(path, str) or type(size) is not int or not _text(row, "version_id"):
            raise CardError("deps: files has a row without relpath, size and version_id")
        found[path] = (size, _text(row, "version_id"), _text(row, "etag"))
    return found


def _folders(path: str) -> Iterator[str]:
    """All above it."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
