"""Where this installation came from, for the `repo:` and `rev:` of a configuration."""

from __future__ import annotations

import json
from importlib import metadata

from .. import __version__, secrets
from ..values import NamedTuple


class Source(NamedTuple):
    """A repository that frameworks can clone, and a revision of it."""

    repo: str
    rev: str


def installed_from() -> Source | None:
    """The repository that pip was told to install from; None for an index, an archive or a folder."""
    try:
        text = metadata.distribution("commitworthy").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    told = json.loads(text) if text else {}
    vcs = told.get("vcs_info", {})
    if vcs.get("vcs") != "git":
        return None
    tag = f"v{__version__}"
    return Source(secrets.address(told["url"]), tag if vcs.get("requested_revision") == tag else vcs["commit_id"])
