"""Many repositories on the workers of a Dask scheduler, each the task of one worker.

Whoever can talk to a scheduler can have its workers run anything, and whoever listens sees names of repositories and
of files.  So only TLS leaves this machine, unless somebody says that he knows better.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from ... import __version__
from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...homes import extras
from .many import Result, perform

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from .many import Run, Task

# Seconds until a scheduler that does not answer is taken to be none.
_PATIENCE = 20


def refusal(address: str, *, insecure: bool) -> str:
    """Why a scheduler is not talked to, "" where it may be."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or port is None or parts.scheme not in ("tls", "tcp"):
        return "must be such as tls://scheduler.example:8786, with a port, or tcp on this machine"
    if parts.scheme == "tls" or insecure or _is_loopback(host):
        return ""
    return "tcp sends all in the clear, and anybody can have workers run anything: use tls://, or add --insecure"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def on_cluster(address: str) -> Run:
    """Runs tasks on the workers of a scheduler; CheckError where it, or what it takes, is not there."""

    def run(tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        distributed = _distributed()
        client = _client(distributed, address)
        try:
            _agree(client, address)
            # A worker's death gives its task to another one; `retries` are for what git could not do the first time.
            futures = {client.submit(perform, task, pure=False, retries=1): task for task in tasks}
            for future in distributed.as_completed(futures, loop=client.loop, raise_errors=False):
                task = futures[future]
                yield task, future.result() if future.status == "finished" else _lost(task, future.exception())
        finally:
            client.close()

    return run


def _distributed() -> Any:
    import logging

    distributed = extras.load("distributed", "--scheduler")
    # What it has to say of workers that die is said of their repositories.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    return distributed


def _client(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError):
        raise CheckError(f"{address}: no Dask scheduler answers: start one, or check the address") from None
    except (TypeError, ValueError, RuntimeError) as error:
        said = " ".join(str(error).split())
        raise CheckError(f"{address}: {said}: check distributed.comm.tls in the configuration of Dask") from None


def _agree(client: Any, address: str) -> None:
    """All workers must have our own version: they get functions and values by name."""
    try:
        versions = client.run(_version)
    except Exception as error:
        if "No module named" not in str(error):
            raise
        versions = {"": "none"}
    if not versions:
        raise CheckError(f"{address}: has no worker: start some with `dask worker {address}`")
    others = sorted(set(versions.values()) - {__version__})
    if others:
        raise CheckError(f"{address}: workers have commitworthy {', '.join(others)}, not {__version__}: install that")


def _version() -> str:
    return __version__


def _lost(task: Task, error: object) -> Result:
    reason = "its workers died again and again" if type(error).__name__ == "KilledWorker" else f"{error}"
    return Result({"repository": task.target.name, "error": reason})
