"""Push and clone with Git LFS: `commitworthy lfs-agent` on a bucket and on a folder, beside a server and a file remote.

Run it as `python -m bench.lfs --rounds 3`, with `--write docs` for docs/benchmarks-lfs.md.  It starts a SeaweedFS,
and a server of its own that speaks the batch API of Git LFS and keeps objects on disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

from bench.commands import LARGE, git, head, main, measured, ours, project, timed
from tests.stores import VERSIONED, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.commands import Cases
    from tests.stores import S3

FILES, SIZE = 200, 100_000
_PIECE = 1 << 20
AGENT, BUCKET, SERVER, REMOTE = (
    "lfs-agent, a folder",
    "lfs-agent, S3 (read-back included)",
    "a server of the batch API",
    "git-lfs's own file remote",
)


@contextlib.contextmanager
def batch_server(folder: Path) -> Iterator[str]:
    """The address of a server that gives out addresses of its own for objects, and keeps them as files."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as its base calls it)
            pass

        def _answer(self, content: bytes, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.git-lfs+json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self.path.endswith("/objects/batch"):
                self._answer(b"{}", 404)
                return
            name = asked["operation"]
            host = f"http://{self.headers['Host']}"
            rows = [
                {**row, "actions": {} if name == "upload" and (folder / row["oid"]).exists() else
                 {name: {"href": f"{host}/o/{row['oid']}"}}}
                for row in asked["objects"]
            ]  # fmt: skip
            self._answer(json.dumps({"transfer": "basic", "objects": rows}).encode())

        def do_PUT(self) -> None:
            left = int(self.headers["Content-Length"])
            with open(folder / self.path.rpartition("/")[2], "wb") as file:
                while left:
                    piece = self.rfile.read(min(left, _PIECE))
                    file.write(piece)
                    left -= len(piece)
            self._answer(b"")

        def do_GET(self) -> None:
            with open(folder / self.path.rpartition("/")[2], "rb") as file:
                self.send_response(200)
                self.send_header("Content-Length", str(os.fstat(file.fileno()).st_size))
                self.end_headers()
                shutil.copyfileobj(file, self.wfile, _PIECE)

    folder.mkdir()
    with served(Handler) as address:
        yield address


def cases(sizes: list[int], server: str) -> Cases:
    """Push and clone of files of these sizes, four ways."""

    def settings(way: str, number: int, folder: Path) -> dict[str, str]:
        if way == SERVER:
            return {"lfs.url": server, f"lfs.{server}.locksverify": "false"}
        if way == REMOTE:
            return {}
        (folder / "share").mkdir(exist_ok=True)
        home = f"lfs+file://{folder}/share" if way == AGENT else f"lfs+s3://{VERSIONED}/{len(sizes)}-{number}"
        return {
            "lfs.standalonetransferagent": "commitworthy",
            "lfs.customtransfer.commitworthy.path": ours()[0],
            "lfs.customtransfer.commitworthy.args": "lfs-agent",
            "commitworthy.lfshome": home,
        }

    def pushed(way: str, number: int, folder: Path) -> tuple[float, float]:
        place = project(folder / way / "project")
        git(place, "init", "--quiet", "--bare", "../origin.git")
        git(place, "remote", "add", "origin", f"file://{folder / way / 'origin.git'}")
        for name, value in settings(way, number, folder).items():
            git(place, "config", name, value)
        git(place, "lfs", "install", "--local")
        git(place, "lfs", "track", "*.bin")
        for row, size in enumerate(sizes):
            (place / f"{row}.bin").write_bytes(os.urandom(size))
        git(place, "add", "--all")
        git(place, "commit", "--quiet", "--message", "data")
        return timed(["git", "push", "--quiet", "origin", "HEAD:refs/heads/main"], place)

    def cloned(way: str, number: int, folder: Path) -> tuple[float, float]:
        words = [word for name, value in settings(way, number, folder).items() for word in ("-c", f"{name}={value}")]
        filters = {
            "smudge": "git-lfs smudge -- %f",
            "clean": "git-lfs clean -- %f",
            "process": "git-lfs filter-process",
        }
        words += [word for name, line in filters.items() for word in ("-c", f"filter.lfs.{name}={line}")]
        origin = f"file://{folder / way / 'origin.git'}"
        seconds = timed(["git", "clone", "--quiet", "--branch", "main", *words, origin, "clone"], folder / way)
        for row, size in enumerate(sizes):
            assert (folder / way / "clone" / f"{row}.bin").stat().st_size == size
        shutil.rmtree(folder / way)
        return seconds

    found: Cases = {}
    for way in (SERVER, REMOTE, AGENT, BUCKET):
        found[f"push, {way}"] = lambda number, folder, way=way: pushed(way, number, folder)  # type: ignore[misc]
        found[f"clone, {way}"] = lambda number, folder, way=way: cloned(way, number, folder)  # type: ignore[misc]
    return found


_ABOUT = """\
On one machine ({processors} processors, load average {load:.1f}), with SeaweedFS and the server beside what is timed.
Rounds: {rounds}; medians of whole processes.  Trust the ratios, not the seconds.  The server and the file remote take
what they are sent; lfs-agent hashes the file, uploads, reads the object back and compares.  git-lfs verifies downloads
in all four."""


def page(_: S3, rounds: int) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="bench-lfs-") as folder, batch_server(Path(folder) / "objects") as server:
        results = {
            "200 MB": measured(cases([LARGE], server), rounds),
            "200 files of 100 kB": measured(cases([SIZE] * FILES, server), rounds),
        }
    lines = head("Benchmarks of Git LFS without a server", "lfs", _ABOUT, rounds)
    for work, figures in results.items():
        lines += ["", f"## {work}", "", "| way | push, median s | clone, median s |", "|---|---:|---:|"]
        lines += [
            f"| {way} | {figures[f'push, {way}'].median:.2f} | {figures[f'clone, {way}'].median:.2f} |"
            for way in (SERVER, REMOTE, AGENT, BUCKET)
        ]
    return lines


if __name__ == "__main__":
    main(__doc__, "benchmarks-lfs.md", page)
