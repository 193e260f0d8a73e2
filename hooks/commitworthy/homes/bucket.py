"""Buckets of S3, Google Cloud Storage and Azure, through obstore; to be filled in."""

from __future__ import annotations

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from .address import Address
    from .store import Store


def open_bucket(address: Address, endpoint: str) -> Store:
    """The bucket of an address."""
    raise CheckError(f"{address.text()}: not yet {endpoint}")
