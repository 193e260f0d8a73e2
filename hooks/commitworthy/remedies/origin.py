"""Where this installation came from, as pip and uv record it in `direct_url.json` (PEP 610)."""

from __future__ import annotations

import os
import sys

from .. import __version__
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from ..git import process

if TYPE_CHECKING:
    from collections.abc import Mapping


class Installation(NamedTuple):
    """A repository that frameworks can clone, and a revision of it."""

    repo: str
    rev: str


def of_git() -> Installation | None:
    """The repository that pip was told to install from; None for an index, an archive or a folder."""
    told = _record()
    vcs = told.get("vcs_info")
    if not isinstance(vcs, dict) or vcs.get("vcs") != "git":
        return None
    tag = f"v{__version__}"
    rev = tag if vcs.get("requested_revision") == tag else str(vcs.get("commit_id", ""))
    return Installation(_address(_url(told)), rev) if rev else None


def requirement() -> str:
    """What `pip install` takes here to get this very version; "" where that is not recorded."""
    if shared := _shared():
        return shared
    if source := of_git():
        return f"git+{source.repo}@{source.rev}"
    folder = _folder()
    return folder if os.path.exists(folder) else ""


def shared_requirement() -> str:
    """The same for another machine, without a path of this one; "" where only this one has the source."""
    return _shared() or ("" if _record() else f"commitworthy=={__version__}")


def _shared() -> str:
    """An address that others can install from; "" where there is none."""
    url = _address(_url(_record()))
    if not url or url.startswith("file:"):
        return _published(_folder())
    source = of_git()
    return f"git+{source.repo}@{source.rev}" if source else url


def _folder() -> str:
    """The folder or file of this machine that we were installed from; "" for none."""
    url = _url(_record())
    if not url.startswith("file:"):
        return ""
    folder = url.removeprefix("file://")
    if "%" in folder:
        from urllib.parse import unquote

        folder = unquote(folder)
    return folder


def _url(record: Mapping[str, object]) -> str:
    url = record.get("url")
    return url if isinstance(url, str) else ""


def _address(url: str) -> str:
    """Without credentials."""
    from ..base.secrets import address

    return address(url)


def _record() -> Mapping[str, object]:
    """What is recorded; empty for an installation from an index.

    Read without `importlib.metadata` and `json`, which take as long to load as two interpreters take to start.
    """
    from ..notebooks.json_scan import REFUSED, scanner

    record = os.path.join(f"commitworthy-{__version__}.dist-info", "direct_url.json")
    # In the order of the search path, as an editable installation has its record elsewhere than its code.
    places = (os.path.join(folder or os.curdir, record) for folder in sys.path)
    place = next((place for place in places if os.path.isfile(place)), "")
    try:
        with open(place, encoding="utf-8") as file:
            told, _ = scanner().value(file.read(), 0)
    except (OSError, *REFUSED):
        return {}
    return told if isinstance(told, dict) else {}


def _published(folder: str) -> str:
    """The address that `folder` was cloned from; "" where that is a path or nothing.

    With the commit where none of its branches is checked out, as in the clones of the frameworks.
    """
    # Named as a file: inside a hook GIT_DIR may lead any other way of asking to the user's own repository.
    place = os.path.join(folder, ".git", "config")
    if not folder or not os.path.isfile(place):
        return ""
    asked = process.run("config", "--file", place, "--get", "remote.origin.url", accept=(0, 1, 128))
    url = _address(asked.decode("utf-8", "surrogateescape").strip())
    if not url.startswith(("https://", "ssh://")):
        return ""
    with open(os.path.join(folder, ".git", "HEAD"), encoding="ascii", errors="replace") as file:
        head = file.read().strip()
    return f"git+{url}" if head.startswith("ref:") else f"git+{url}@{head}"
