"""Libraries that not everybody needs, and the line that installs one into the very environment that runs."""

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

# By library: the extra that has it, and what that asks for, as in pyproject.toml.
LIBRARIES = {
    "boto3": ("aws", "boto3>=1.34"),
    "deltalake": ("delta", "deltalake>=1.0"),
    "distributed": ("cluster", "distributed>=2024.8"),
    "ipykernel": ("execute", "ipykernel>=6"),
    "mlflow": ("mlflow", "mlflow-skinny>=3"),
    "nbclient": ("execute", "nbclient>=0.10"),
    "obstore": ("move", "obstore>=0.12"),
    "pyarrow": ("delta", "pyarrow>=17"),
}


def load(name: str, why: str) -> ModuleType:
    """A module of an extra; CheckError with the line that installs it, where it cannot be imported."""
    try:
        return import_module(name)
    except ImportError as error:
        library = name.partition(".")[0]
        extra, requirement = LIBRARIES[library]
        broken = "" if isinstance(error, ModuleNotFoundError) else f", which cannot be imported ({error})"
        needs = f"{why} needs {library} (extra {extra}){broken}"
        raise CheckError(f"{needs}: {install_line(requirement)}") from None


def install_line(requirement: str) -> str:
    """The command that installs a package where this Python looks for it."""
    package = shlex.quote(requirement)
    if f"{os.sep}pipx{os.sep}" in sys.prefix:
        return f"pipx inject commitworthy {package}"
    if f"{os.sep}archive-v" in sys.prefix:  # of uvx, in the cache of uv: what is put in there may be gone any day
        return f"uvx --with {package} commitworthy"
    if find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(sys.executable)} {package}"
    return f"{shlex.quote(sys.executable)} -m pip install {package}"
