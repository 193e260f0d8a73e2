"""The rules of require-lfs, and what it knows of a clone, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from ..explanations import NOT_A_POINTER
from . import health, rules

_PRINTED = "Paste the command that is printed with the finding."
_COPIES = "A raw file in git stays in every clone forever, and nothing that is done later takes it back."

_TEXTS = (
    (rules.UNROUTED, "A model, binary data, an archive or an unknown binary, of any size, that no attributes route.",
     _COPIES,
     "Route the type and stage the file again; keep it out of git; or allow it, with the reason."),
    (rules.UNSTAGED, "The route is in the `.gitattributes` on disk, not in the staged one.",
     "What is committed is what is staged: everybody else would get the file without its route.",
     "`git add .gitattributes`, then stage the file again."),
    (rules.ORPHANED, "A pointer of Git LFS, perhaps a damaged one, is committed at a path that is not routed to it.",
     "Everyone gets the 130 bytes of the pointer in place of the file.", _PRINTED),
    (rules.PRIVATE, "Only attributes of this clone (`info/attributes`, `core.attributesFile`) route the path.",
     "Nobody else has them.", "Move the lines to `.gitattributes`."),
    (rules.MISROUTED, "A pointer of Git LFS is committed at a path that attributes route to another filter.",
     "The other filter does not know what a pointer is.", _PRINTED),
    (rules.LOOSE, "The pointer is not written as git-lfs writes it: other line ends, order of lines or spaces.",
     "It shows as modified in every clone, since git-lfs would rewrite it.", _PRINTED),
    (rules.LARGE, "The pointer stands for a file above the limit that the policy sets for Git LFS.",
     "Storage and traffic of Git LFS cost money, and files stay there.",
     "Send it to another home, or raise the limit."),
    (rules.ABSENT, "A pointer whose content is neither in this clone nor in HEAD. A warning.",
     "A push uploads what is here. If the content is nowhere else, it is lost.",
     "`git lfs fetch`, or commit the file again."),
    (rules.TWICE, "A path is in git, and a `.dvc` file keeps it too.", "The two copies drift apart.",
     _PRINTED),
    (rules.DEAD, "A line of `.gitattributes` that git ignores, or that matches nothing.",
     "It looks as if it routed something.", "Fix or remove the line."),
    (rules.INCOMPLETE, "A route to Git LFS without `-text`.",
     "Git may change line ends in a binary file before git-lfs sees it.",
     "Write `filter=lfs diff=lfs merge=lfs -text`."),
    (rules.CASE, "A route misses files whose suffix has a different letter case, such as `.PARQUET`.",
     "It matches them on case-insensitive systems only.", "Write the pattern for both."),
)  # fmt: skip
_OF_CLONE = (
    (health.NO_PROGRAM, "Files are routed to Git LFS, and git-lfs is not installed.", "Git stores them raw.",
     "Install git-lfs."),
    (health.NO_FILTERS, "Files are routed to Git LFS, and git knows no such filter here.", "Git stores them raw.",
     "`git lfs install --local`."),
    (health.NO_PUSH, "No pre-push hook uploads the objects of Git LFS.",
     "The push succeeds, and everybody else gets pointers to nothing.", _PRINTED),
    (health.SHADOWED, "Attributes of this clone alone change what is routed.", "Nobody else has them.",
     "Move the lines to `.gitattributes`, or remove them."),
    (health.INCOMPLETE_PUSH, "`lfs.allowincompletepush` is set.", "A push then silently leaves objects behind.",
     "Unset it."),
    (health.NO_AGENT, "The policy has a home such as `lfs+s3://bucket/folder`, and git-lfs does not use it here.",
     "Such settings are read from each clone alone. Without them objects go to the git server, or nowhere.",
     "Look at the home, then paste the command that is printed: it fixes the bucket in `.git/config`."),
    (health.BROKEN_AGENT, "`.git/config` has git-lfs start `commitworthy lfs-agent`, and that is not possible.",
     "Pushes and checkouts of files in Git LFS fail.", _PRINTED),
)  # fmt: skip


_RULES = [NOT_A_POINTER, *(Explanation(*row) for row in _TEXTS)]
ALL = (
    *sorted(_RULES, key=lambda explanation: rules.ALL.index(explanation.rule)),
    *(Explanation(*row) for row in _OF_CLONE),
)
