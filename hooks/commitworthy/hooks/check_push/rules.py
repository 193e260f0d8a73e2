"""The rules of check-push and pre-receive that judge a push as a whole."""

from __future__ import annotations

from ...base.findings import Rule

TOO_LARGE = Rule("PSH001", "push-too-large", "the new blobs of the push are larger than the limit")
TOO_MANY = Rule("PSH002", "too-many-blobs", "the push has more new blobs than the limit")
HEAVY = Rule("PSH003", "heavy-object", "a commit, a tag or file names are larger than a text file may be")
ALL = (TOO_LARGE, TOO_MANY, HEAVY)
