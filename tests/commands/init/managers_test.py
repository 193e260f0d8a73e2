"""The configuration of lefthook is changed as text: comments, order, indentation and line ends stay."""

from __future__ import annotations

import pytest

from commitworthy.commands.init import managers

MERGE = "\npre-merge-commit:\n  commands:\n    commitworthy:\n      run: commitworthy check\n"
PUSH = "\npre-push:\n  commands:\n    commitworthy:\n      run: commitworthy check-push {0}\n      use_stdin: true\n"
COMMIT = "pre-commit:\n  commands:\n    commitworthy:\n      run: commitworthy check\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", COMMIT + MERGE + PUSH, id="empty"),
        pytest.param("# ours\n", "# ours\n\n" + COMMIT + MERGE + PUSH, id="a comment"),
        pytest.param(
            "pre-commit:\n    parallel: true\n    commands:\n        a:\n            run: b  # why\n\n# push\n"
            "pre-push:\n    commands:\n        c:\n            run: d\nskip_output: [meta]\n",
            "pre-commit:\n    parallel: true\n    commands:\n        a:\n            run: b  # why\n"
            "        commitworthy:\n          run: commitworthy check\n\n# push\n"
            "pre-push:\n    commands:\n        c:\n            run: d\n        commitworthy:\n"
            "          run: commitworthy check-push {0}\n          use_stdin: true\nskip_output: [meta]\n" + MERGE,
            id="between others, four columns",
        ),
        pytest.param(
            "pre-commit:\n  jobs:\n    - run: a\n    - name: b\n      run: c",
            "pre-commit:\n  jobs:\n    - run: a\n    - name: b\n      run: c\n    - name: commitworthy\n"
            "      run: commitworthy check\n" + MERGE + PUSH,
            id="jobs, no end of line",
        ),
        pytest.param(
            "pre-commit:\n  jobs:\n  - {run: a}\n\nmin_version: 1.10.0\n",
            "pre-commit:\n  jobs:\n  - {run: a}\n  - name: commitworthy\n    run: commitworthy check\n\n"
            "min_version: 1.10.0\n" + MERGE + PUSH,
            id="a job in brackets",
        ),
        pytest.param(
            "pre-commit:\n  commands:\n    a:\n      run: |\n        b\n        c\n",
            "pre-commit:\n  commands:\n    a:\n      run: |\n        b\n        c\n    commitworthy:\n"
            "      run: commitworthy check\n" + MERGE + PUSH,
            id="a script of lines",
        ),
    ],
)
def test_a_command_is_added_at_each_stage(before: str, after: str) -> None:
    assert managers.lefthook(before) == after
    assert managers.lefthook(before.replace("\n", "\r\n")) == after.replace("\n", "\r\n") or not before.count("\n")
