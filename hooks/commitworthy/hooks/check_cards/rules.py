"""The rules about cards; those from CRD101 on take a look into the stores, which only `commitworthy cards` does."""

from __future__ import annotations

from ...base.findings import Rule

MALFORMED = Rule("CRD001", "malformed-card", "a card that cannot be relied on")
INCOMPLETE = Rule("CRD002", "incomplete-card", "the card of a model does not say what the policy requires")
TRACKED = Rule("CRD003", "tracked-beside-card", "a file is in git although a card stands for it")
NOT_IGNORED = Rule("CRD004", "not-ignored", "no .gitignore keeps a moved file out of git")
STALE = Rule("CRD005", "stale-card", "the file on disk is not the one of its card")
LOST = Rule("CRD101", "lost-object", "a store no longer holds what a card stands for")
ALTERED = Rule("CRD102", "altered-object", "a store holds something else than a card stands for")
