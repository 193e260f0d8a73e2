"""The rules of strip-notebooks."""

from __future__ import annotations

from ...base.findings import Rule
from ...notebooks import results

DIRTY = Rule("NBK001", "dirty-notebook", "a notebook with outputs, execution counts or volatile metadata")
OUTPUTS = Rule("NBK002", "cell-outputs", "the outputs of one cell")
COUNT = Rule("NBK003", "execution-count", "the execution count of one cell")
METADATA = Rule("NBK004", "volatile-metadata", "metadata that change with every run, or tell who ran it")
PART = Rule("NBK005", "unwanted-part", "a cell, an id, an attachment or a kernel name that an option strips")
INVALID = Rule("NBK006", "invalid-notebook", "a notebook that the schema of its format refuses")
REMARK = Rule("NBK007", "notebook-remark", "something odd in a notebook that changes nothing")

ALL = (DIRTY, OUTPUTS, COUNT, METADATA, PART, INVALID, REMARK)
OF_KIND = {results.OUTPUTS: OUTPUTS, results.COUNT: COUNT, results.METADATA: METADATA}
