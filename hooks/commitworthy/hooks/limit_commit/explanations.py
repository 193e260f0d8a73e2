"""The rules that judge a commit as a whole, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from . import hook

TOO_LARGE = Explanation(
    hook.TOO_LARGE,
    "The new blobs of one commit are larger together than the limit (10 MB unless the policy says otherwise). A blob "
    "counts once; what a parent already holds, a pure rename and a Git LFS pointer cost next to nothing. The first "
    "commit of a repository is not checked.",
    "Two thousand images of 90 kB pass every limit on a single file, and are as large as one of 180 MB.",
    "Take the largest part out of the commit, keep data out of git, or commit in parts. For a one-off import use "
    "`SKIP=limit-commit git commit`; for a folder that keeps growing for a reason, an exception.",
)
TOO_MANY = Explanation(
    hook.TOO_MANY,
    "One commit adds more paths than the limit (500 unless the policy says otherwise).",
    "Nobody reviews five hundred new files. It is nearly always a data set, an unpacked archive, an environment or a "
    "build folder that was added by `git add .`.",
    "Take the folder out of the commit and ignore it, or commit in parts.",
)

ALL = (TOO_LARGE, TOO_MANY)
