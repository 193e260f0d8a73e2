"""The rules of strip-notebooks."""

from __future__ import annotations

from ...base.findings import Rule
from ...notebooks import results

DIRTY = Rule("NBK001", "dirty-notebook", "a notebook with outputs, execution counts or volatile metadata")
OUTPUTS = Rule("NBK002", "cell-outputs", "a cell with outputs")
COUNT = Rule("NBK003", "execution-count", "a cell with an execution count")
METADATA = Rule("NBK004", "volatile-metadata", "metadata that changes with every run, or shows who ran it")
PART = Rule("NBK005", "unwanted-part", "a cell, an id, an attachment or a kernel name that an option strips")
INVALID = Rule("NBK006", "invalid-notebook", "a notebook that is invalid by the schema of its format")
REMARK = Rule("NBK007", "notebook-remark", "something unusual in a notebook, which is left as it is")

ALL = (DIRTY, OUTPUTS, COUNT, METADATA, PART, INVALID, REMARK)
OF_KIND = {results.OUTPUTS: OUTPUTS, results.COUNT: COUNT, results.METADATA: METADATA}
