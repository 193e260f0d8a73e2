"""Addresses of homes and of objects, as far as they name a store: `s3://bucket/key`, `file:///share`, `/share`."""

from __future__ import annotations

import os

from ..base import secrets
from ..base.findings import CheckError
from ..base.namedtuple import NamedTuple
from ..cards.card import SCHEMES, has_user, is_bucket, refused_address

STORES = (*(f"{scheme}://" for scheme in SCHEMES), "file://", "/")
"""What the address of a home begins with that files can be moved to without another program."""
LFS_PREFIX = "lfs+"
"""What stands before it where Git LFS keeps its objects there."""
DELTA_PREFIX = "delta+"
"""What stands before it where tables are loaded into Delta tables below it."""
KNOWN = f"use lfs, dvc, an address ({', '.join(STORES[:-1])}) or a folder"
"""What to do where a home is none of these."""


class Address(NamedTuple):
    """`scheme` is one of SCHEMES, or "file"; `root` the bucket, "" of a folder; `key` what comes behind it.

    Of `abfss` the root is `container@host`.  The key of a folder is an absolute path.
    """

    scheme: str
    root: str
    key: str

    def text(self) -> str:
        """As a card has it."""
        return self.key if self.scheme == "file" else f"{self.scheme}://{self.root}/{self.key}"

    def below(self, key: str) -> Address:
        """The address of what is called `key` below this one."""
        return self._replace(
            key=f"{self.key.rstrip('/')}/{key}" if self.key.strip("/") or self.scheme == "file" else key
        )


def is_store(home: str) -> bool:
    """Whether a home is a store of this kind, not a program, a service or a sentence."""
    return home.startswith(STORES)


def home(text: str) -> Address:
    """The address of a home, as a policy or a user names it; CheckError for one with credentials in it."""
    scheme, found, rest = text.partition("://")
    root = rest.partition("/")[0]
    if found and ("?" in text or has_user(scheme, root)):
        # Whatever it is, it would be written into every card.
        named = secrets.shown(text.partition("?")[0])
        reason = "has credentials in it, as a presigned URL has: name the bucket and the folder alone"
        raise CheckError(f"{named}: {reason}")
    if scheme in SCHEMES and found and not root:
        what = "bucket" if scheme in ("s3", "gs") else "container"
        raise CheckError(f"{secrets.shown(text)}: names no {what}: write it as {scheme}://{what}/folder")
    if found and scheme != "file" and (scheme not in SCHEMES or not is_bucket(root)):
        raise CheckError(f"{secrets.shown(text)}: no home for files: {KNOWN}")
    is_folder = not found or scheme == "file"
    address = Address("file", "", _folder(text, rest if found else text)) if is_folder else parse(text)
    reason = refused_address(address.below("file").text())
    if reason:
        raise CheckError(f"{secrets.shown(text)}: {reason}, so that no card can name it: choose another home")
    return address


def parse(text: str) -> Address:
    """The address of an object, as a card that was read has it."""
    scheme, found, rest = text.partition("://")
    root, _, key = rest.partition("/")
    return Address(scheme, root, key.strip("/")) if found else Address("file", "", text)


def _folder(text: str, path: str) -> str:
    if not path.startswith("/"):
        raise CheckError(
            f"{secrets.shown(text)}: the folder of a home is an absolute path, as in file:///mnt/share or /mnt/share"
        )
    return os.path.normpath(f"/{path.lstrip('/')}")
