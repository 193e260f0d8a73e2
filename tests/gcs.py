"""A server that speaks of Google Cloud Storage's XML API what a client of objects needs, and no more than that.

No emulator that can be had speaks this dialect: fake-gcs-server and gcp-storage-emulator know the JSON API alone.
Facts: Google's reference of the XML API (objects, lists, multipart uploads, `x-goog-generation`) and of self-signed
tokens of service accounts.  It is strict: each request has to be signed by the account's key, and what it does not know
is a `complaint`, which no test may leave behind.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest

from tests.stores import INSTALL, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUCKET = "team"
ACCOUNT = "mover@project.iam.gserviceaccount.com"
_SCOPES = {"https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/devstorage.full_control"}
_SMALLEST_PART = 5 * 1024 * 1024
_PLAIN = {"host", "accept", "user-agent", "authorization", "content-length", "content-type", "range"}
_NOT_FOUND = 404


class Stored(NamedTuple):
    """A generation of an object, and what the client said of it."""

    content: bytes
    metadata: dict[str, str]
    generation: int

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content).hexdigest()}"'


class GCS:
    """What the server holds, by key; `complaints` are requests that Google's would not take."""

    def __init__(self, public: Any) -> None:
        self.public = public
        self.objects: dict[str, Stored] = {}
        self.uploads: dict[str, tuple[str, dict[str, str], dict[int, bytes]]] = {}
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.lock = threading.Lock()
        self.number = 1_700_000_000_000_000

    def put(self, key: str, content: bytes, metadata: dict[str, str]) -> Stored:
        with self.lock:
            self.number += 1
            # The bucket has no object versioning: the earlier generation is gone.
            self.objects[key] = Stored(content, metadata, self.number)
            return self.objects[key]

    def refused(self, token: str) -> str:
        """Why a token is none, "" where it is the account's own."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.hashes import SHA256

        parts = token.removeprefix("Bearer ").split(".")
        if len(parts) != len("hps"):
            return "no token"
        claims = json.loads(_decoded(parts[1]))
        try:
            self.public.verify(_decoded(parts[2]), ".".join(parts[:2]).encode(), padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return "another key"
        if claims["iss"] != ACCOUNT or claims["sub"] != ACCOUNT or claims["scope"] not in _SCOPES:
            return f"claims {claims}"
        return "" if claims["iat"] <= time.time() + 1 and claims["exp"] <= claims["iat"] + 3600 else "too long a life"


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    held: GCS

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as its base calls it)
        pass

    def _serve(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        url = urlsplit(self.path)
        bucket, _, key = unquote(url.path.removeprefix("/")).partition("/")
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        self.held.asked.append(f"{self.command} {url.path}?{','.join(sorted(query))}")
        unknown = {name.lower() for name in self.headers} - _PLAIN
        unknown = {name for name in unknown if not name.startswith("x-goog-meta-")}
        if unknown:
            self._complain(f"headers {sorted(unknown)}")
        elif self.held.refused(self.headers.get("Authorization", "")):
            self._error(401, "AuthenticationRequired")
        elif bucket != BUCKET:
            self._error(_NOT_FOUND, "NoSuchBucket")
        else:
            self._answer(key, query, body)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _serve  # noqa: N815 (as http.server calls them)

    def _answer(self, key: str, query: dict[str, str], body: bytes) -> None:
        shape = (self.command, bool(key), frozenset(query))
        if shape[:2] == ("GET", False) and {"list-type"} <= shape[2] <= {
            "list-type", "prefix", "max-keys", "start-after", "continuation-token",
        }:  # fmt: skip
            self._list(query)
        elif self.command in ("GET", "HEAD") and key and shape[2] <= {"generation"}:
            self._read(key, query)
        elif shape == ("PUT", True, frozenset()):
            self._said(self.held.put(key, body, self._metadata()))
        elif shape == ("POST", True, frozenset({"uploads"})):
            self._begin(key)
        elif shape == ("PUT", True, frozenset({"partNumber", "uploadId"})):
            self.held.uploads[query["uploadId"]][2][int(query["partNumber"])] = body
            self._send(200, b"", ETag=_etag(body))
        elif shape == ("POST", True, frozenset({"uploadId"})):
            self._complete(key, query["uploadId"], body)
        else:
            self._complain(f"{self.command} {self.path}")

    def _metadata(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items() if name.lower().startswith("x-goog-meta-")}

    def _list(self, query: dict[str, str]) -> None:
        most = int(query.get("max-keys", 1000))
        after = query.get("continuation-token") or query.get("start-after") or ""
        keys = sorted(key for key in self.held.objects if key.startswith(query.get("prefix", "")) and key > after)
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Generation>{found.generation}</Generation>"
            f"<LastModified>2026-01-02T03:04:05.678Z</LastModified><ETag>{found.etag}</ETag>"
            f"<Size>{len(found.content)}</Size></Contents>"
            for key, found in ((key, self.held.objects[key]) for key in keys[:most])
        )
        more = f"<NextContinuationToken>{escape(keys[most - 1])}</NextContinuationToken>" if len(keys) > most else ""
        self._xml(
            f"<ListBucketResult><Name>{BUCKET}</Name><KeyCount>{len(keys[:most])}</KeyCount>"
            f"<IsTruncated>{str(len(keys) > most).lower()}</IsTruncated>{more}{rows}</ListBucketResult>"
        )

    def _read(self, key: str, query: dict[str, str]) -> None:
        found = self.held.objects.get(key)
        if found is None or query.get("generation", str(found.generation)) != str(found.generation):
            self._error(_NOT_FOUND, "NoSuchKey")
            return
        content, status, more = found.content, 200, {}
        if span := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            start, end = int(span[1]), int(span[2] or len(content) - 1)
            status, more = 206, {"Content-Range": f"bytes {start}-{end}/{len(content)}"}
            content = content[start : end + 1]
        self._send(status, content, **_of(found), **more)

    def _begin(self, key: str) -> None:
        upload = f"upload-{len(self.held.uploads)}"
        self.held.uploads[upload] = (key, self._metadata(), {})
        self._xml(
            f"<InitiateMultipartUploadResult><Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key>"
            f"<UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
        )

    def _complete(self, key: str, upload: str, body: bytes) -> None:
        begun, metadata, parts = self.held.uploads[upload]
        tree = ET.fromstring(body.decode())
        told = [(int(part.findtext("PartNumber") or 0), part.findtext("ETag")) for part in tree.iter("Part")]
        held = [(number, _etag(part)) for number, part in sorted(parts.items())]
        if begun != key or told != held or any(len(parts[number]) < _SMALLEST_PART for number, _ in held[:-1]):
            self._complain(f"parts {told}")
            return
        stored = self.held.put(key, b"".join(parts[number] for number, _ in held), metadata)
        self._xml(
            f"<CompleteMultipartUploadResult><Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key>"
            f"<ETag>{escape(stored.etag)}</ETag></CompleteMultipartUploadResult>",
            generation=str(stored.generation),
        )

    def _said(self, stored: Stored) -> None:
        self._send(200, b"", **{"ETag": stored.etag, "x-goog-generation": str(stored.generation)})

    def _complain(self, what: str) -> None:
        self.held.complaints.append(what)
        self._error(400, "InvalidArgument")

    def _error(self, status: int, code: str) -> None:
        self._xml(f"<Error><Code>{code}</Code><Message>{code}</Message></Error>", status)

    def _xml(self, text: str, status: int = 200, generation: str = "") -> None:
        content = f"<?xml version='1.0' encoding='UTF-8'?>{text}".encode()
        headers = {"Content-Type": "application/xml; charset=UTF-8"}
        self._send(status, content, **headers, **({"x-goog-generation": generation} if generation else {}))

    def _send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content).hexdigest()}"'


def _of(stored: Stored) -> dict[str, str]:
    return {
        "ETag": stored.etag,
        "Last-Modified": "Fri, 02 Jan 2026 03:04:05 GMT",
        "Content-Type": "application/octet-stream",
        "x-goog-generation": str(stored.generation),
        **stored.metadata,
    }


@contextlib.contextmanager
def google(folder: Path) -> Iterator[tuple[GCS, Path]]:
    """The server, and the file of the account that may use it."""
    rsa = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.rsa", reason=f"cryptography is not installed: {INSTALL}"
    )
    key = rsa.generate_private_key(65537, 2048)
    held = GCS(key.public_key())
    with served(type("Handler", (_Handler,), {"held": held})) as address:
        yield held, account(folder / "account.json", key, address)


def account(place: Path, key: Any, url: str) -> Path:
    """The file of a service account, as Google makes it, that names a server of its own."""
    from cryptography.hazmat.primitives import serialization

    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    known = {"type": "service_account", "private_key": pem, "private_key_id": "1", "client_email": ACCOUNT}
    place.write_text(json.dumps({**known, "gcs_base_url": url}))
    return place
