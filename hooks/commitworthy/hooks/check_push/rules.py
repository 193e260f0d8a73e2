"""The rules of check-push and pre-receive that judge a push as a whole."""

from __future__ import annotations

from ...base.findings import Rule

TOO_LARGE = Rule("PSH001", "push-too-large", "the new blobs of one push are larger than its budget")
TOO_MANY = Rule("PSH002", "too-many-blobs", "one push brings more new blobs than its budget")
HEAVY = Rule("PSH003", "heavy-object", "a commit, a tag or the names of files hold more than a text file may")
ALL = (TOO_LARGE, TOO_MANY, HEAVY)
