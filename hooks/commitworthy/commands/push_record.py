"""Pushes that were accepted against the rules: asked for with a push option, and put on record."""

from __future__ import annotations

import os
import time

from ..findings import CannotJudge
from ..git import pushes, repository
from ..report.escape import for_terminal
from ..values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPTION = "commitworthy.override="
# Whoever a server says is pushing: over HTTP, GitLab, Gitea and Forgejo, and the account of an SSH login.
_WHO = ("REMOTE_USER", "GL_USERNAME", "GITEA_PUSHER_NAME", "LOGNAME", "USER")
FILE = "pre-receive.log"


def override(environment: Mapping[str, str]) -> str:
    """The reason given with `git push -o commitworthy.override=REASON`, "" for none."""
    number = environment.get("GIT_PUSH_OPTION_COUNT", "0")
    options = (environment.get(f"GIT_PUSH_OPTION_{index}", "") for index in range(int(number)))
    return next((one.removeprefix(_OPTION).strip() for one in options if one.startswith(_OPTION)), "")


def write(event: str, why: str, given: bytes) -> str:
    """Add a line for each ref to the record; where it is.  OSError if it cannot be written.

    Columns, separated by TAB: time (UTC), what happened, who, ref, old id, new id, reason.
    """
    updates = pushes.of_pre_receive(given)
    if not updates:
        raise CannotJudge("no ref was told")
    folder = repository.answer(repository.ask(), bare=True).memory
    os.makedirs(folder, exist_ok=True)
    place = os.path.join(os.fsdecode(folder), FILE)
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    who = next((os.environ[name] for name in _WHO if os.environ.get(name)), "?")
    with open(place, "a", encoding="utf-8") as file:
        for update in updates:
            cells = (now, event, who, update.ref, update.old or "-", update.tip, why)
            file.write("\t".join(map(for_terminal, cells)) + "\n")
    return place
