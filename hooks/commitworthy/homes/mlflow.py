"""MLflow's registry: a file or folder that is in a bucket already gets a name, a number and tags there.

Nothing is uploaded through MLflow.  A version of a model is registered by reference to the folder that holds the file,
so that `models:/NAME/VERSION` downloads it; MLflow knows folders, and no versions of objects, so each content has a
folder of its own.

Where the server is says the user, in the environment or in git's configuration, and never a repository alone: MLflow's
client sends its credentials there.
"""

from __future__ import annotations

import json
import os

from ..base import secrets
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from ..git import process
from . import extras

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, TypeVar

    Answer = TypeVar("Answer")

NAME = "mlflow"
PREFIX = "mlflow+"
"""What stands before the address of a bucket whose contents MLflow's registry names."""
# What MLflow's clients download from, of what we write to.
STORES = ("s3://", "gs://", "abfss://")
SHA256 = "sha256"
_CONFIGURED = "commitworthy.mlflow"
# MLflow's own limits are 250 and 5,000 characters, and some servers take no more than so many tags.
_LONGEST_KEY, _LONGEST_VALUE, _MOST_TAGS = 250, 5_000, 90
_REFUSED = frozenset("/:'\"`%\\")
_IN_KEYS = frozenset("_-. /")
_SCHEME = "models:/"
# It would try for minutes.
_TRIES = "2"


def is_registry(home: str) -> bool:
    """Whether a home is a bucket whose contents the registry names, or the registry alone."""
    return home == NAME or home.startswith(PREFIX)


def tracking_address() -> str:
    """Where the server is, as the user says; "" where nobody does."""
    named = os.environ.get("MLFLOW_TRACKING_URI")
    if named:
        return named
    answer = process.run("config", "--get", _CONFIGURED, accept=(0, 1))
    return answer.decode("utf-8", "replace").strip()


def default_name(path: str) -> str:
    """What the registry calls a file: its name without suffixes."""
    name = path.rpartition("/")[2]
    return name.partition(".")[0] or name


def refused_name(name: str) -> str:
    """Why no model can be called so, which goes on after the name; "" where it can."""
    if not name or not name.isprintable() or len(name) > _LONGEST_KEY or not _REFUSED.isdisjoint(name):
        return "is no name for MLflow's registry (no slash, colon, quote or percent sign): choose one with --name"
    return ""


def name_in(registered: object) -> tuple[str, str]:
    """Name and number in `models:/NAME/VERSION`, as a card has it; both "" for anything else."""
    if not isinstance(registered, str) or not registered.startswith(_SCHEME):
        return "", ""
    name, _, number = registered.removeprefix(_SCHEME).partition("/")
    return (name, number) if not refused_name(name) and number.isdecimal() and number.isascii() else ("", "")


class Registry:
    """The registry of one server."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self.shown = secrets.address(address)

    def bucket(self) -> str:
        """Where the server keeps what is logged to it; CheckError where that is nothing that we can write to."""
        found = self._ask(lambda: self._client.get_experiment("0"))
        location = str(found.artifact_location).rstrip("/")
        if location.startswith(STORES):
            return location
        raise CheckError(
            f"{self.shown}: keeps artifacts where only it can write ({secrets.shown(location)}): name a bucket, as in "
            f"{PREFIX}s3://bucket/folder"
        )

    def facts_of_run(self, run: str) -> tuple[dict[str, str], dict[str, float]]:
        """Parameters and metrics that were logged to a run."""
        found = self._ask(lambda: self._client.get_run(run))
        return dict(found.data.params), dict(found.data.metrics)

    def register(self, name: str, source: str, tags: Mapping[str, str], run: str) -> str:
        """The address of the version that is at `source`, such as `models:/churn/3`; one that is there is used again.

        Its tags become `tags`; others that it has are left.
        """
        known = [found for found in self._versions(name) if found.source == source and _hash(found) == tags[SHA256]]
        if known:
            version = known[0]
            for key, value in tags.items():
                if version.tags.get(key) != value:
                    self._set(name, version.version, key, value)
        else:
            version = self._ask(
                lambda: self._client.create_model_version(
                    name, source, run_id=run or None, tags=dict(tags), await_creation_for=0
                )
            )
        return f"{_SCHEME}{name}/{version.version}"

    def holds(self, name: str, number: str, sha256: str) -> bool | None:
        """Whether a version is registered with this hash; None where there is no such version."""
        found = [version for version in self._versions(name, make=False) if str(version.version) == number]
        return _hash(found[0]) == sha256 if found else None

    def _set(self, name: str, version: str, key: str, value: str) -> None:
        self._ask(lambda: self._client.set_model_version_tag(name, version, key, value))

    def _versions(self, name: str, *, make: bool = True) -> list[Any]:
        """All of a name, which is made where it is new."""
        found: list[Any] = self._ask(lambda: list(self._client.search_model_versions(f"name='{name}'")))
        if not found and make:
            self._ask(lambda: self._client.create_registered_model(name), known="RESOURCE_ALREADY_EXISTS")
        return found

    def _ask(self, question: Callable[[], Answer], known: str = "") -> Any:
        """The answer, None for an error that is `known`; CheckError for all others."""
        try:
            return question()
        except Exception as error:  # noqa: BLE001 (of a library, said)
            if known and getattr(error, "error_code", "") == known:
                return None
            raise CheckError(f"{self.shown}: {_reason(error)}") from None


def _hash(version: Any) -> str:
    return str(version.tags.get(SHA256, ""))


def _reason(error: Exception) -> str:
    said = " ".join(str(error).split())
    if "error code 401" in said or "error code 403" in said or "PERMISSION_DENIED" in said:
        return "access denied: check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
    if "Max retries exceeded" in said or "Connection" in type(error).__name__:
        return "cannot be reached: check the address and the network"
    return f"failed: {secrets.line(said.partition(': ')[2][:200] or said[:200])}"


def open_registry() -> Registry:
    """That of the user's server; CheckError where nobody says which, or where the extra is not installed."""
    address = tracking_address()
    if not address:
        raise CheckError(
            "mlflow: of which server? Set MLFLOW_TRACKING_URI, or git config commitworthy.mlflow <address>; what this "
            "repository says of it does not count"
        )
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", _TRIES)
    # It would tell its makers.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    import logging
    import warnings

    logging.getLogger("mlflow").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mlflow: Any = extras.load("mlflow.client", "MLflow's registry")
        registry = os.environ.get("MLFLOW_REGISTRY_URI") or None
        try:
            client = mlflow.MlflowClient(address, registry)
        except Exception as error:  # noqa: BLE001 (of a library, said)
            raise CheckError(f"{secrets.address(address)}: {_reason(error)}") from None
    return Registry(client, address)


def tags(path: str, sha256: str, notes: Mapping[str, Any]) -> dict[str, str]:
    """What a version of a model says of where it came from, of the notes of its card."""
    origin, made = _table(notes.get("origin")), _table(notes.get("made-by"))
    found = {
        SHA256: sha256,
        "path": path,
        "git.commit": str(origin.get("commit", "")),
        "git.remote": str(origin.get("remote", "")),
        "script": str(made.get("script") or made.get("command") or ""),
        "because": str(notes.get("because", "")),
    }
    found = {key: value[:_LONGEST_VALUE] for key, value in found.items() if value}
    for kind in ("metric", "param"):
        for name, value in _flat(notes.get(f"{kind}s")):
            if len(found) < _MOST_TAGS:
                found[_key(f"{kind}.{name}")] = value[:_LONGEST_VALUE]
    return found


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _flat(value: object, above: str = "") -> Iterator[tuple[str, str]]:
    """Each value by the names that lead to it, with dots between them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{above}.{key}" if above else str(key))
    elif above:
        yield above, value if isinstance(value, str) else json.dumps(value)


def _key(text: str) -> str:
    return "".join(char if char.isalnum() or char in _IN_KEYS else "_" for char in text)[:_LONGEST_KEY]
