"""The rules of check-push and pre-receive that judge a push as a whole, explained."""

from __future__ import annotations

from ..findings import Explanation
from ..verdicts.pushes import tell

_FIX = (
    "Push in parts, or keep the data out of git: `commitworthy block-artifacts` says how. A push that is large for a "
    "reason gets a larger budget in the policy, or passes by `git push --no-verify`, which a server does not heed."
)

TOO_LARGE = Explanation(
    tell.TOO_LARGE,
    "The new blobs of all the commits of one push are larger together than its budget. Each blob counts once, also one "
    "that a later commit deletes again. Nothing is said where the remote has nothing yet.",
    "What has been pushed is in every clone for ever. A push is the last moment at which it can be taken back alone.",
    _FIX,
    "push: PSH001 push-too-large: 212 MB in 5120 new blobs (limit 100 MB a push).",
)
TOO_MANY = Explanation(
    tell.TOO_MANY,
    "One push brings more new blobs than its budget.",
    "It is nearly always a data set or an environment that was committed by `git add .`, in one commit or in many.",
    _FIX,
    "push: PSH002 too-many-blobs: 61204 new blobs (limit 20000 a push).",
)

ALL = (TOO_LARGE, TOO_MANY)
