"""The rules that judge blobs."""

from __future__ import annotations

from ..findings import Rule

BLOCKED = Rule("ART001", "blocked-artifact", "a model, an executable, data, an archive or an unknown binary in git")
LARGE = Rule("ART002", "large-file", "text, a notebook, media or a document above its limit")
LITTER = Rule("ART003", "run-litter", "a trace that a tool leaves behind when it runs")
DISGUISED = Rule("ART004", "disguised-artifact", "an artifact whose name says that it is something else")
EMBEDDED = Rule("ART005", "embedded-data", "data written as a base64 or hexadecimal literal into a text file")
NOT_A_POINTER = Rule("LFS002", "not-a-pointer", "attributes route it to Git LFS, but the blob is the file itself")

ALL = (BLOCKED, LARGE, LITTER, DISGUISED, EMBEDDED, NOT_A_POINTER)
