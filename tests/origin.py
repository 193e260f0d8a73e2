"""An installation that came from elsewhere than ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from commitworthy import __version__

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def install_from(monkeypatch: pytest.MonkeyPatch, folder: Path, record: object) -> None:
    """The `direct_url.json` that pip would have written, found before that of our own installation.

    An empty one is as good as none, which an installation from an index has.
    """
    place = folder / f"commitworthy-{__version__}.dist-info" / "direct_url.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(record))
    monkeypatch.syspath_prepend(folder)
