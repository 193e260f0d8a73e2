"""The rules of check-push and pre-receive that judge a push as a whole, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from . import rules

_FIX = (
    "Push in parts, or keep the data out of git: `commitworthy block-artifacts` says how. For a push that is large for "
    "a reason, raise the limit in the policy, or use `git push --no-verify`, which a server ignores."
)

TOO_LARGE = Explanation(
    rules.TOO_LARGE,
    "The new blobs of all commits of one push are larger together than the limit. Each blob counts once, even one "
    "that a later commit deletes. A push to an empty remote is not checked.",
    "What has been pushed is in every clone forever. Before the push, you can still remove it on your own.",
    _FIX,
)
TOO_MANY = Explanation(
    rules.TOO_MANY,
    "One push has more new blobs than the limit.",
    "It is nearly always a data set or an environment that was committed by `git add .`, in one commit or in many.",
    _FIX,
)

HEAVY = Explanation(
    rules.HEAVY,
    "An object of a push that is no blob weighs more than a text file may (500 kB, or the limit of text where the "
    "policy has a larger one): a commit or a tag with its message, signature and other headers. Or the names of files "
    "that a commit brings hold so much beyond 100 bytes each, a submodule counting with its id; or one name is longer "
    "than the 255 bytes that file systems take. A folder of very many files is no finding.",
    "Messages and names are in every clone like any file, and no commit hook checks them.",
    "Rewrite the message: `git commit --amend` for the last commit, `git rebase -i` and `reword` for an older one, "
    "`git tag -f -a` for a tag. Give files shorter names in the commit that brings them. What must stay passes with a "
    "larger limit of text in `[block-artifacts.limits]`.",
)

ALL = (TOO_LARGE, TOO_MANY, HEAVY)
