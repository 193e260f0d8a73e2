"""Notebooks from stream to stream: standard input stripped, a file for `git diff`, and git's long-running filter.

The protocol of the filter: gitattributes(5), "Long Running Filter Process", and gitprotocol-common(5), "pkt-line".
"""

from __future__ import annotations

import os
import sys

from ..base.findings import CheckError, path_text
from ..base.namedtuple import TYPE_CHECKING
from ..blobs import notebooks
from ..git import objects
from ..notebooks.json_scan import NotANotebook
from ..policy import settings
from ..policy.options import of_files
from ..report.text import complain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ..blobs.notebooks import Stripper
    from ..hooks.context import Invocation
    from ..policy.settings import Policy

_HOOK = "strip-notebooks"
_FLUSH = b"0000"
_LARGEST_PACKET = 65516
_CONFLICT = b"<<<<<<< "


def run(mode: str, invocation: Invocation) -> int:
    """Serve one of the modes; exit status 0, or 2 without any output for what is no notebook.

    Under `--check` standard input is only judged: 1 if there is something to strip.
    """
    stripper = notebooks.stripper(_policy(invocation).strip_notebooks)
    if mode == "--filter-process":
        return _serve(stripper, sys.stdin.buffer, sys.stdout.buffer)
    if mode == "--textconv":
        _print(_converted(stripper, invocation.names))
        return 0
    if invocation.names != [b"-"]:
        raise CheckError("-: cannot be combined with files: strip standard input alone")
    name = os.fsencode(str(invocation.overrides.get((_HOOK, "stdin-name"), "standard input.ipynb")))
    content = sys.stdin.buffer.read()
    if notebooks.is_empty(content) and (_HOOK, "stdin-name") not in invocation.overrides:
        # Without the name that git gives its filter this is a pipe whose other end has failed.
        raise CheckError("standard input is empty, not a notebook: check the command before the pipe")
    stripped = _stripped(stripper, name, content, strict=True)
    if invocation.overrides.get((_HOOK, "check")):
        return int(stripped is not content)
    _print(stripped)
    return 0


def _print(content: bytes) -> None:
    """All of it, or CheckError: what stands behind `>` may be a full disk."""
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CheckError(f"standard output: cannot be written ({error.strerror})") from None


def _converted(stripper: Stripper, names: list[bytes]) -> bytes:
    """The one file that git names.  What cannot be stripped is shown as it is: this is for the eye."""
    file = objects.on_disk(names[0]) if len(names) == 1 else None
    if file is None:
        raise CheckError("--textconv takes one readable file")
    # Git hands over a temporary file, whose name need not end as the notebook's.
    name = names[0] if notebooks.is_notebook(names[0]) else names[0] + b".ipynb"
    return _stripped(stripper, name, file.content, strict=False)


def _policy(invocation: Invocation) -> Policy:
    """As it is staged; a first commit stages notebooks and policy together, so that on disk counts where there is none.

    Git starts its filters at the top of the work tree.
    """
    try:
        found = objects.answers(objects.named(f":{name}" for name in settings.POLICY_FILES), len(settings.POLICY_FILES))
    except CheckError:
        found = [None] * len(settings.POLICY_FILES)
    files = {name: answer[1] if answer else None for name, answer in zip(settings.POLICY_FILES, found, strict=True)}
    if not settings.has_policy(files):
        files = {name: file and file.content for name in files for file in [objects.on_disk(name.encode())]}
    return settings.load(files, of_files(invocation.overrides))


def _stripped(stripper: Stripper, name: bytes, content: bytes, *, strict: bool) -> bytes:
    """The content without what is volatile; CheckError for what is no notebook if `strict`.

    A conflict is passed on even so: git asks its filters also to show the two sides.  The hook refuses it.
    """
    try:
        made = stripper.strip(name, content)
    except NotANotebook as error:
        if strict and not (content.startswith(_CONFLICT) or b"\n" + _CONFLICT in content):
            raise CheckError(notebooks.refusal(name, error)) from None
        return content
    if strict and made and notebooks.is_empty(content):
        complain(f"{path_text(name)}: {notebooks.EMPTY}")
    return made.content if made else content


def _serve(stripper: Stripper, asking: BinaryIO, answering: BinaryIO) -> int:
    """Answer git until it hangs up."""
    _expect(asking, {b"git-filter-client", b"version=2"})
    _send(answering, b"git-filter-server", b"version=2")
    offered = set(_lines(asking))
    _send(answering, *(word for word in (b"capability=clean", b"capability=smudge") if word in offered))
    while command := dict(line.partition(b"=")[::2] for line in _lines(asking)):
        content = b"".join(_packets(asking))
        try:
            if command[b"command"] == b"clean":
                content = _stripped(stripper, command[b"pathname"], content, strict=True)
        except CheckError as problem:
            complain(str(problem))
            _send(answering, b"status=error")
            continue
        _send(answering, b"status=success")
        for at in range(0, len(content), _LARGEST_PACKET):
            _write(answering, content[at : at + _LARGEST_PACKET])
        # An empty list keeps the status.
        answering.write(_FLUSH + _FLUSH)
        answering.flush()
    return 0


def _expect(asking: BinaryIO, lines: set[bytes]) -> None:
    if not lines <= set(_lines(asking)):
        raise CheckError("--filter-process: only git starts this, as filter.<driver>.process")


def _lines(asking: BinaryIO) -> list[bytes]:
    return [packet.removesuffix(b"\n") for packet in _packets(asking)]


def _packets(asking: BinaryIO) -> Iterator[bytes]:
    """Packets up to a flush or the end; each begins with its own length in four hexadecimal digits."""
    while (length := asking.read(4)) not in (_FLUSH, b""):
        try:
            size = int(length, 16) - 4
        except ValueError:
            raise CheckError("--filter-process: only git starts this, as filter.<driver>.process") from None
        yield asking.read(size)


def _send(answering: BinaryIO, *lines: bytes) -> None:
    for line in lines:
        _write(answering, line + b"\n")
    answering.write(_FLUSH)
    answering.flush()


def _write(answering: BinaryIO, packet: bytes) -> None:
    answering.write(b"%04x" % (len(packet) + 4) + packet)
