"""nbstripout's own end-to-end notebooks: `python -m tests.notebooks.nbstripout_cases FOLDER`.

FOLDER is `tests/e2e_notebooks` of its repository.  Each notebook goes through our command with the options that
correspond, and has to mean what its `.expected` file means.  Its runs that number the cells anew are `--ids sequential`
here, and its `--max-size 50` is `--max-output 150`: it counts the characters of the text, we the bytes of the output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.notebooks.peers import joined
from tests.repo import executable

if TYPE_CHECKING:
    from collections.abc import Iterator

# Only what nbstripout strips by default goes, unless a case says more.
ITS_KEYS = ("--group", "jupyter")
SAME = ".expected"
CASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("drop_empty_cells", "drop_empty_cells_dontdrop.ipynb.expected", ()),
    ("drop_empty_cells", SAME, ("--drop-empty-cells",)),
    ("drop_tagged_cells", "drop_tagged_cells_dontdrop.ipynb.expected", ()),
    ("drop_tagged_cells", SAME, ("--drop-tagged", "test")),
    ("execution_timing", SAME, ()),
    ("max_size", SAME, ("--max-output", "150")),
    ("max_size", ".expected_sequential_id", ("--max-output", "150", "--ids", "sequential")),
    ("empty_metadata", SAME, ("--ids", "sequential")),
    ("metadata", SAME, ()),
    (
        "metadata",
        "metadata_extra_keys.ipynb.expected",
        ("--strip-key", "metadata.kernelspec", "--strip-key", "metadata.language_info"),
    ),
    ("metadata", "metadata_keep_count.ipynb.expected", ("--keep-count",)),
    ("metadata", "metadata_keep_output.ipynb.expected", ("--keep-output",)),
    ("metadata", "metadata_keep_output_keep_count.ipynb.expected", ("--keep-output", "--keep-count")),
    ("metadata_notebook", SAME, ()),
    (
        "keep_metadata_keys",
        SAME,
        ("--keep-key", "cell.metadata.scrolled", "--keep-key", "cell.metadata.collapsed", "--keep-key", "metadata.a"),
    ),
    (
        "metadata_period",
        SAME,
        (
            *("--strip-key", "cell.metadata.application/vnd.databricks.v1+cell"),
            *("--strip-key", "metadata.application/vnd.databricks.v1+notebook"),
        ),
    ),
    ("strip_init_cells", SAME, ("--strip-init-cells",)),
    ("nbformat2", SAME, ()),
    ("nbformat45", SAME, ()),
    ("nbformat45", ".expected_sequential_id", ("--ids", "sequential")),
    ("missing_nbformat", SAME, ("--ids", "sequential")),
    ("unicode", SAME, ()),
    ("widgets", SAME, ()),
    ("zeppelin", SAME, ()),
)


def differing(folder: Path) -> Iterator[str]:
    """A line for each case that comes out otherwise."""
    for stem, expected, options in CASES:
        source = folder / f"test_{stem}.{'zpln' if stem == 'zeppelin' else 'ipynb'}"
        wanted = source.name + expected if expected.startswith(".") else f"test_{expected}"
        command = [executable("commitworthy"), "strip-notebooks", "--stdin-name", source.name, *ITS_KEYS, *options, "-"]
        with source.open("rb") as given:
            done = subprocess.run(command, stdin=given, capture_output=True, check=False)
        if done.returncode:
            yield f"{source.name} {' '.join(options)}: {done.stderr.decode().strip()}"
        elif joined(json.loads(done.stdout)) != joined(json.loads((folder / wanted).read_bytes())):
            yield f"{source.name} {' '.join(options)}: not as {wanted}"


def main() -> int:
    found = list(differing(Path(sys.argv[1])))
    sys.stdout.write("".join(f"{line}\n" for line in [f"{len(CASES)} cases, {len(found)} differ", *found]))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
