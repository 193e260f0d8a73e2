"""Which hosts credentials may go to, and the stores that are open.

Credentials go to the clouds' own hosts, and to an endpoint that the user names: in the environment, or in git's
configuration as `commitworthy.endpoint`.  A card comes out of the repository, which may be anybody's: an endpoint that
only a card names has to be trusted first, which is written into `.git/config` as `commitworthy.trust`.
"""

from __future__ import annotations

import os

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git import process
from . import address as addresses
from .store import open_store

if TYPE_CHECKING:
    from ..cards.card import Card
    from .address import Address
    from .store import Store

_ENDPOINT, _TRUST = "commitworthy.endpoint", "commitworthy.trust"
# Of these one is the whole of Azure's storage, in its several clouds.
_OF_AZURE = (".core.windows.net", ".core.usgovcloudapi.net", ".core.chinacloudapi.cn", ".storage.azure.net")


def trust(host: str) -> None:
    """Remember, for this clone alone, that credentials may go to a host."""
    name = host_of(host) if "://" in host else host.lower()
    if not name or any(char.isspace() or char in "/@?" for char in name):
        raise CheckError(f"--trust {host}: name a host, such as minio.example.org:9000")
    if name not in trusted():
        process.run("config", "--local", "--add", _TRUST, name)


def trusted() -> frozenset[str]:
    """The hosts that the user's configuration of git names."""
    return frozenset(line.lower() for line in _configured(_TRUST))


def users_endpoint() -> str:
    """Where the user says that S3 is; "" for Amazon's own."""
    # The last is a name of the client's own.
    names = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
    named = next(filter(None, map(os.environ.get, names)), "")
    configured = [] if named else _configured(_ENDPOINT)
    endpoint = (named or (configured[-1] if configured else "")).rstrip("/")
    if endpoint and (not endpoint.startswith(("http://", "https://")) or any(char in "@?# " for char in endpoint)):
        # It is written into cards.
        raise CheckError("AWS_ENDPOINT_URL: must be the URL of a host, such as https://minio.example.org, and no more")
    return endpoint


def _configured(key: str) -> list[str]:
    answer = process.run("config", "--get-all", key, accept=(0, 1))
    return answer.decode("utf-8", "replace").splitlines()


def host_of(url: str) -> str:
    """Host and port of a URL, in lower case."""
    return url.partition("://")[2].partition("/")[0].lower()


class Stores:
    """The stores of one run, each opened once."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str, str], Store] = {}
        self._endpoint: str | None = None
        self._trusted: frozenset[str] | None = None

    def of_home(self, home: str) -> tuple[Store, Address]:
        """The store of a home that the policy or the user names, and its address."""
        address = addresses.home(home)
        return self._opened(address, ""), address

    def of_card(self, card: Card) -> tuple[Store, Address]:
        """The store that holds what a card stands for, and where; CheckError for a host that only the card names."""
        address = addresses.parse(card.address)
        return self._opened(address, card.endpoint), address

    def _opened(self, address: Address, named: str) -> Store:
        """`named` is the endpoint that a card has: what the user says comes before it."""
        endpoint = ""
        if address.scheme == "s3":
            if self._endpoint is None:
                self._endpoint = users_endpoint()
            endpoint = self._endpoint or named
            if endpoint and endpoint != self._endpoint:
                self._refuse_stranger(host_of(endpoint), "AWS_ENDPOINT_URL")
        elif address.scheme == "abfss":
            self._refuse_foreign_account(address)
        key = (address.scheme, address.root, endpoint)
        if key not in self._open:
            self._open[key] = open_store(address, endpoint)
        return self._open[key]

    def _refuse_foreign_account(self, address: Address) -> None:
        """A card or a policy names the account, and a token would go there in full."""
        host = address.root.rpartition("@")[2].lower()
        own = os.environ.get("AZURE_STORAGE_ACCOUNT_NAME", "").lower()
        if not (own and host.endswith(_OF_AZURE) and host.partition(".")[0] == own):
            self._refuse_stranger(host, "AZURE_STORAGE_ACCOUNT_NAME")

    def _refuse_stranger(self, host: str, variable: str) -> None:
        if self._trusted is None:
            self._trusted = trusted()
        if host not in self._trusted:
            raise CheckError(
                f"{host} is named by this repository alone, so your credentials do not go there: if it is yours, run "
                f"again with --trust {host}, or set {variable}"
            )
