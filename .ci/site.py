"""What the site needs beside the pages: links that leave docs/, and the pages of rules and commands in the nav."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Put the pages of rules and commands below their sections, as many as there are."""
    folder = Path(config["docs_dir"])
    for name, title, pattern in (("Rules", "By code", "rules/*[0-9].md"), ("Commands", "Options", "commands/*.md")):
        pages = sorted(page.relative_to(folder).as_posix() for page in folder.glob(pattern))
        next(part[name] for part in config["nav"] if name in part).append({title: pages})
    return config


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Links of a page at the top of docs/ that go up, such as to ../CONTRIBUTING.md."""
    if "/" in page.file.src_uri:
        return markdown
    return re.sub(r"\]\(\.\./", f"]({config['repo_url']}/blob/main/", markdown)
