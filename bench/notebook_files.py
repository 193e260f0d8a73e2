"""Notebooks to measure in: cells, outputs and sources as data-science projects have them, the same for the same seed.

The mix is that of 119 public notebooks of 0.5 to 2 MB: of their bytes 72% are pictures, 12% tables in HTML, 3% streams
and 2% sources, in 66 cells.
"""

from __future__ import annotations

import base64
import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_END = {
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def mixed(size: int, seed: int = 0) -> bytes:
    """Pictures, tables, streams and sources; about `size` bytes."""
    return _notebook(size, seed, lambda chance, number: (_picture, _table, _stream)[number // 2 % 3](chance))


def texts(size: int, seed: int = 0) -> bytes:
    """Streams alone, line by line, as training loops leave them."""
    return _notebook(size, seed, lambda chance, _: _stream(chance))


def clean(size: int, seed: int = 0) -> bytes:
    """Sources alone: nothing to strip."""
    return _notebook(size, seed, None)


def _notebook(size: int, seed: int, output: Callable[[random.Random, int], dict[str, object]] | None) -> bytes:
    chance, length = random.Random(seed), 0
    cells: list[dict[str, object]] = []
    while length < size:
        number = len(cells)
        made = [output(chance, number)] if output and number % 2 else []
        lines = [f"x_{at} = frame['column_{chance.randrange(99)}'].rolling({at}).mean()\n" for at in range(6)]
        cell: dict[str, object] = {
            "cell_type": "code",
            "execution_count": number + 1 if output else None,
            "id": str(number),  # as nbstripout numbers them, which leaves what is clean as it is
            "metadata": {},
            "outputs": made,
            "source": lines,
        }
        cells.append(cell)
        length += len(json.dumps(cell))
    return json.dumps({"cells": cells, **_END}, indent=1).encode() + b"\n"


def _picture(chance: random.Random) -> dict[str, object]:
    data = base64.b64encode(chance.randbytes(48_000)).decode()
    return {
        "data": {"image/png": data, "text/plain": ["<Figure size 640x480>"]},
        "metadata": {},
        "output_type": "display_data",
    }


def _table(chance: random.Random) -> dict[str, object]:
    cells = "".join(f"      <td>{chance.random():.6f}</td>\n" for _ in range(350))
    lines = ["<div>\n", '<table border="1" class="dataframe">\n', *cells.splitlines(keepends=True), "</table>\n"]
    return {"data": {"text/html": lines, "text/plain": ["table"]}, "metadata": {}, "output_type": "display_data"}


def _stream(chance: random.Random) -> dict[str, object]:
    lines = [f"epoch {at} loss {chance.random():.6f} accuracy {chance.random():.6f}\n" for at in range(60)]
    return {"name": "stdout", "output_type": "stream", "text": lines}
