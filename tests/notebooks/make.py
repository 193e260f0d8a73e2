"""Notebooks to strip, written down so that what goes can be seen."""

from __future__ import annotations

import re

from commitworthy.notebooks.strip_options import StripOptions

_MARK = re.compile("«(.*?)(?:¦(.*?))?»", re.DOTALL)
STREAM = '{"name": "stdout", "output_type": "stream", "text": ["1\\n"]}'


def marked(text: str) -> tuple[bytes, bytes]:
    """Before and after: of `«old¦new»` one or the other, of `«old»` the text or nothing."""
    before = _MARK.sub(lambda found: found[1], text)
    after = _MARK.sub(lambda found: found[2] or "", text)
    return before.encode("utf-8", "surrogatepass"), after.encode("utf-8", "surrogatepass")


def notebook(cells: str, metadata: str = "{}", version: str = '"nbformat": 4, "nbformat_minor": 5') -> str:
    return f'{{"cells": [{cells}], "metadata": {metadata}, {version}}}\n'


def code(outputs: str = "[]", count: str = "null", metadata: str = "{}", source: str = '"x"') -> str:
    return (
        f'{{"cell_type": "code", "execution_count": {count}, "metadata": {metadata}, "outputs": {outputs}, '
        f'"source": {source}}}'
    )


def markdown(members: str) -> str:
    return f'{{"cell_type": "markdown", {members}}}'


def emptied(outputs: str = STREAM) -> str:
    """Outputs that go, marked."""
    return f"«[{outputs}]¦[]»"


def options(**chosen: object) -> StripOptions:
    return StripOptions()._replace(**chosen)  # type: ignore[arg-type]
