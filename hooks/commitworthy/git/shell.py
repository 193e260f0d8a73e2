"""Runs a line of shell as a user would type it: real git, real hooks, real exit status.  Serves the demo."""

from __future__ import annotations

import os
import subprocess

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def run(line: str, folder: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit status, and what both streams say in their order.  CheckError where there is no git.

    Git starts the shell, since it brings its own to systems that have none.
    """
    command = ("git", "-C", folder, "-c", f"alias.typed=!{line}", "typed")
    reading, writing = os.pipe()
    with open(reading, "rb") as answer:
        try:
            process = _start(command, writing, environment)
            said = answer.read()
            status = process.wait()
        except BaseException:
            # The pipe ends when the last process that holds it has: whatever was begun writes nothing after this.
            answer.read()
            raise
    return status, said.decode("utf-8", "replace")


def _start(command: tuple[str, ...], writing: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.STDOUT
        )
    except FileNotFoundError:
        raise CheckError("git is not on PATH: install git, or add its folder to PATH") from None
    finally:
        os.close(writing)
