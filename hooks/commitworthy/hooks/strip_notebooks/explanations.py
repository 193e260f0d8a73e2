"""The rules of strip-notebooks, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from . import rules

_WHY = (
    "Outputs change at every run, so a notebook that was only run again shows hundreds of changed lines and conflicts "
    "with everybody else's. They make the repository grow forever, and they publish parts of the data, even "
    "after the cell is gone. Results belong in a report."
)
_KEEP = (
    "Keep an output on purpose with the tag `keep_output` on its cell, or a whole notebook with "
    "`commitworthy allow --hook strip-notebooks`, which asks for the reason."
)

DIRTY = Explanation(
    rules.DIRTY,
    "The notebook that git is about to store has outputs, execution counts or volatile metadata. The hook has "
    "rewritten the file: these parts are gone, and every other byte is unchanged. A notebook that an exception "
    "keeps under another name only is left as it is.",
    _WHY,
    f"Stage the stripped file again with the printed `git add`. {_KEEP}",
)
OUTPUTS = Explanation(
    rules.OUTPUTS,
    "Under `--check`, and in `commitworthy check`, which write nothing: a cell has outputs.",
    _WHY,
    f"Strip the notebook with `commitworthy strip-notebooks FILE`, and stage it. {_KEEP}",
)
COUNT = Explanation(
    rules.COUNT,
    "Under `--check`: a cell has an execution count, the number in brackets beside it.",
    "The count says how often somebody pressed run, differs for everybody, and is on the first line of every conflict.",
    "Strip the notebook with `commitworthy strip-notebooks FILE`, or keep counts everywhere with `keep-count = true`.",
)
METADATA = Explanation(
    rules.METADATA,
    "Under `--check`: metadata that tools write by themselves, such as the version of Python, timings, collapsed "
    "cells, or the account that ran the notebook in Colab.",
    "They change with every machine and every run, and some tell who ran it.",
    "Strip the notebook with `commitworthy strip-notebooks FILE`. The option `groups` says which metadata go, and "
    "`keep-keys` what stays.",
)
PART = Explanation(
    rules.PART,
    "Under `--check`: a cell, an id, an attachment or a kernel name that an option of the policy strips, such as "
    "`drop-tagged` or `normalize-kernel`.",
    "The project's policy says so.",
    "Strip the notebook with `commitworthy strip-notebooks FILE`, or change the option.",
)
INVALID = Explanation(
    rules.INVALID,
    "With `validate`: the notebook does not match the schema of its format, or its format has none.",
    "Jupyter may still open it, but tools that convert, run or compare it can fail.",
    "Open and save it in Jupyter, or fix the part that the message names.",
)
REMARK = Explanation(
    rules.REMARK,
    "Something odd in a notebook that does not affect stripping. A warning.",
    "Other tools may read it differently.",
    "Fix it if you can; a commit is not refused because of it.",
)

ALL = (DIRTY, OUTPUTS, COUNT, METADATA, PART, INVALID, REMARK)
