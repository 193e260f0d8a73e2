"""Formats that are one document a run, whatever was found: written by `commitworthy check`, to a file or a stream."""

from __future__ import annotations

from importlib import import_module

from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .run import Run

FORMATS = ("sarif", "gitlab", "junit")


def render(format: str, run: Run) -> Iterator[str]:  # noqa: A002 (named as the option)
    """The lines of the document; each format is a module of its name."""
    if format not in FORMATS:
        raise ValueError(f"no such document: {format!r}")
    lines: Iterator[str] = import_module(f"{__package__}.{format}").render(run)
    return lines


def content(format: str, run: Run) -> bytes:  # noqa: A002
    """The file's bytes: UTF-8, lines that end in LF."""
    return b"".join(f"{line}\n".encode("utf-8", "backslashreplace") for line in render(format, run))
