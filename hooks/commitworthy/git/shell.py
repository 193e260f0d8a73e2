"""Runs a line of shell as a user would type it: real git, real hooks, real exit status.  Serves the demo."""

from __future__ import annotations

import subprocess

from ..findings import CannotJudge
from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def run(line: str, folder: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit status, and what both streams say in their order.  CannotJudge where there is no git.

    Git starts the shell, since it brings its own to systems that have none.
    """
    command = ("git", "-C", folder, "-c", f"alias.typed=!{line}", "typed")
    try:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except FileNotFoundError:
        raise CannotJudge("git is not on PATH: install git, or add its folder to PATH") from None
    with process:
        assert process.stdout is not None
        try:
            said = process.stdout.read()
        except BaseException:
            process.kill()
            # The pipe ends when the last process that holds it has: nothing of ours writes after this.
            process.stdout.read()
            raise
    return process.returncode, said.decode("utf-8", "replace")
