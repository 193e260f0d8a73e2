"""What some stores need beside us, and the line that installs it into the very environment that runs."""

from __future__ import annotations

import os
import shlex
import sys
from importlib import import_module
from importlib.util import find_spec

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

OBSTORE = "obstore>=0.12"
BOTO3 = "boto3>=1.34"


def load(name: str, requirement: str, why: str) -> ModuleType:
    """A module of an extra; CheckError with the line that installs it, where it is not."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise CheckError(f"{why} needs {name.partition('.')[0]}: {install_line(requirement)}") from None


def install_line(requirement: str) -> str:
    """The command that installs a package where this Python looks for it."""
    package = shlex.quote(requirement)
    if f"{os.sep}pipx{os.sep}" in sys.prefix:
        return f"pipx inject commitworthy {package}"
    if find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(sys.executable)} {package}"
    return f"{shlex.quote(sys.executable)} -m pip install {package}"
