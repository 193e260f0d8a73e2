"""The page of an audit as a picture: `python -m bench.picture CLONE docs/audit.png`.

Takes chromium, and a bare clone of a repository: its name is that of the folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

_SIZE = "1240,1440"


def main(clone: str, picture: str) -> None:
    """Write the page of a clone, and let a browser without a window draw the top of it."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SystemExit("chromium is not installed: apt install chromium")
    with tempfile.TemporaryDirectory(prefix="bench-picture-") as folder:
        page = os.path.join(folder, "page.html")
        subprocess.run(["commitworthy", "audit", clone, "--html", page], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", f"--window-size={_SIZE}",
             f"--screenshot={os.path.abspath(picture)}", f"file://{page}"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
