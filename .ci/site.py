"""What the site needs beside the pages: links that leave docs/ lead to the repository, and the nav has each rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Put the pages of the rules below their index, as many as there are."""
    folder = Path(config["docs_dir"])
    rules = sorted(str(page.relative_to(folder)) for page in folder.glob("rules/*[0-9].md"))
    next(part["Rules"] for part in config["nav"] if isinstance(part, dict) and "Rules" in part).extend(rules)
    return config


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Links of a page at the top of docs/ that go up, such as to ../CONTRIBUTING.md."""
    if "/" in page.file.src_uri:
        return markdown
    return re.sub(r"\]\(\.\./", f"]({config['repo_url']}/blob/main/", markdown)
