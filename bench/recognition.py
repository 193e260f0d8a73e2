"""Measure recognition: cost and rate of the table of formats beside identify, puremagic, filetype and libmagic.

`python bench/recognition.py --write docs/recognition.md`, with an interpreter that has the peers installed.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import statistics
import sys
import tempfile
import time
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(sys.path[0], "hooks"))

from bench import asking
from bench.environment import machine
from commitworthy.formats.detect import HEAD_SIZE, TEXTS, sniff
from commitworthy.formats.table import KINDS
from tests.samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Ask = Callable[[str], str]

PEERS = {"identify": "identify", "puremagic": "puremagic", "filetype": "filetype", "libmagic": "python-magic"}
CONDITIONS = ("own name", ".txt", "none")
# Answers that name no format.
_NOTHING = ("", "text", "binary", "data", "application/octet-stream", "text/plain", "inode/x-empty")
_HEAD = f"""\
# Recognition of formats

Written by `python bench/recognition.py --write docs/recognition.md` with an interpreter that has identify, puremagic,
filetype and python-magic (over libmagic) installed.

The files are the project's own samples, one a format ({{samples}}), each under its own name, as `.txt` and without a
suffix; and {{sources}} source files of the Python that runs this.  *Named*: an answer that is more than binary, data or
text, right or wrong, so the peers' figures are upper bounds.  *Binary seen*: of the samples that are not text, those
that were not called text, which filetype says of none.  *False*: sources that were called something other than text.
Milliseconds are medians over {{rounds}} rounds, of a whole answer for a file in the page cache; reading the first
{HEAD_SIZE} bytes alone costs {{reading:.3f}} ms.

- date: {{date}}
- machine: {{machine}}
- programs: {{versions}}

| program | named, own name | named, .txt | named, no suffix | binary seen, .txt | false | ms a sample | ms a source |
|---|---:|---:|---:|---:|---:|---:|---:|
"""


class Row(NamedTuple):
    """Shares from 0 to 1; milliseconds a file."""

    name: str
    named: list[float]
    seen: float
    false: int
    sample: float
    source: float


def main() -> None:
    asked = _parser().parse_args()
    programs = _programs()
    sources = _sources(asked.sources)
    with tempfile.TemporaryDirectory(prefix="recognition-") as folder:
        paths = _written(folder)
        reading = _cost(_read, sources, asked.rounds)
        rows = [_measure(name, ask, paths, sources, asked.rounds) for name, ask in programs.items()]
    text = _HEAD.format(
        samples=len(SAMPLES), sources=len(sources), rounds=asked.rounds, reading=reading,
        date=time.strftime("%Y-%m-%d"), machine=machine(), versions=_versions(programs),
    )  # fmt: skip
    text += "".join(_line(row) for row in rows)
    more = max(rows[0].sample, rows[0].source) - reading
    text += f"\nThe goal is at most 0.1 ms a file on top of reading its head: {more:.3f} ms.\n"
    asking.publish(text, asked.write)


def _parser() -> argparse.ArgumentParser:
    made = asking.parser(__doc__)
    made.set_defaults(rounds=5)
    made.add_argument("--sources", type=int, default=500, metavar="N", help="how many source files")
    return made


def _written(folder: str) -> dict[str, dict[str, str]]:
    """Kind -> condition -> path of its sample."""
    suffixes = {kind.id: (kind.suffixes.split() or [""])[0] for kind in KINDS}
    found: dict[str, dict[str, str]] = {}
    for kind, make in SAMPLES.items():
        content = make()
        for condition, suffix in zip(CONDITIONS, (suffixes[kind], ".txt", ""), strict=True):
            path = os.path.join(folder, condition.replace(" ", "-"), kind + suffix)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
            found.setdefault(kind, {})[condition] = path
    return found


def _sources(count: int) -> list[str]:
    """Python and C sources of the interpreter's own library, in a fixed order."""
    top = os.path.dirname(os.__file__)
    found = [os.path.join(top, name) for name in sorted(os.listdir(top)) if name.endswith(".py")]
    for name in ("asyncio", "email", "json", "idlelib", "unittest", "xml", "http", "importlib", "distutils", "test"):
        for folder, _, names in sorted(os.walk(os.path.join(top, name))):
            found += [os.path.join(folder, each) for each in sorted(names) if each.endswith(".py")]
    return found[:count]


def _measure(name: str, ask: Ask, paths: dict[str, dict[str, str]], sources: list[str], rounds: int) -> Row:
    named = [sum(_is_named(ask(some[way])) for some in paths.values()) / len(paths) for way in CONDITIONS]
    texts = {kind.id for kind in TEXTS}
    binaries = [some[".txt"] for kind, some in paths.items() if kind not in texts]
    seen = sum("text" not in ask(path) for path in binaries) / len(binaries)
    false = sum(not _is_text(ask(path)) for path in sources)
    own = [some["own name"] for some in paths.values()]
    return Row(name, named, seen, false, _cost(ask, own, rounds), _cost(ask, sources, rounds))


def _is_named(answer: str) -> bool:
    return answer.lower() not in _NOTHING


def _is_text(answer: str) -> bool:
    return answer in ("", "python", "empty", "inode/x-empty") or "text" in answer


def _cost(ask: Ask, paths: Iterable[str], rounds: int) -> float:
    files = list(paths)
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        for path in files:
            ask(path)
        times.append((time.perf_counter() - began) / len(files) * 1000)
    return statistics.median(times[1:])


def _read(path: str) -> str:
    with open(path, "rb", buffering=0) as file:
        file.read(HEAD_SIZE)
    return ""


def _ours(path: str) -> str:
    def tail(count: int) -> bytes:
        with open(path, "rb") as again:
            again.seek(max(0, os.fstat(again.fileno()).st_size - count))
            return again.read()

    def start(count: int) -> bytes:
        with open(path, "rb") as again:
            return again.read(count)

    with open(path, "rb", buffering=0) as file:
        return sniff(os.fsencode(path), os.fstat(file.fileno()).st_size, file.read(HEAD_SIZE), tail, start).format


def _programs() -> dict[str, Ask]:
    """Ours, and each peer that is installed; a tag, MIME type or suffix is the answer."""
    made: dict[str, Ask] = {"commitworthy": _ours}
    for name, load in (
        ("identify", _identify),
        ("puremagic", _puremagic),
        ("filetype", _filetype),
        ("libmagic", _magic),
    ):
        try:
            made[name] = load()
        except ImportError as error:
            sys.stderr.write(f"left out: {name} ({error})\n")
    return made


def _identify() -> Ask:
    tags_from_path = import_module("identify.identify").tags_from_path

    generic = {"file", "executable", "non-executable", "text", "binary", "plain-text"}

    def ask(path: str) -> str:
        tags = set(tags_from_path(path))
        return " ".join((*sorted(tags - generic), *({"text"} & tags)))

    return ask


def _puremagic() -> Ask:
    puremagic = import_module("puremagic")

    def ask(path: str) -> str:
        try:
            answer = str(puremagic.from_file(path))
        except (puremagic.PureError, ValueError):
            return ""
        return "text" if answer in (".txt", ".py") else answer

    return ask


def _filetype() -> Ask:
    filetype = import_module("filetype")

    return lambda path: str(filetype.guess_extension(path) or "")


def _magic() -> Ask:
    magic = import_module("magic")
    known = magic.Magic(mime=True)
    return lambda path: str(known.from_file(path))


def _versions(programs: Iterable[str]) -> str:
    said = [f"{PEERS[name]} {importlib.metadata.version(PEERS[name])}" for name in programs if name in PEERS]
    return ", ".join((f"Python {sys.version.split()[0]}", *said))


def _line(row: Row) -> str:
    shares = " | ".join(f"{share:.1%}" for share in (*row.named, row.seen))
    return f"| {row.name} | {shares} | {row.false} | {row.sample:.3f} | {row.source:.3f} |\n"


if __name__ == "__main__":
    main()
