"""The rules about cards, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from . import rules

MALFORMED = Explanation(
    rules.MALFORMED,
    "A `.dvc` file with a block `commitworthy:` is a card. It must be one YAML document that names a file beside it, "
    "its size and sha256, and where it is kept, and nothing that a card never says: a path that leads elsewhere, an "
    "address with credentials in it.",
    "Nobody gets the file back by a card that is damaged, and one that somebody has tampered with would write or send "
    "what it should not. Most are left by a merge: then it holds both sides.",
    "Take the card of one side of the merge (`git checkout --ours` or `--theirs`), or the committed one, or write it "
    "anew with `commitworthy move --update` where the file is on disk.",
)
INCOMPLETE = Explanation(
    rules.INCOMPLETE,
    "The policy requires that the card of each model says more, with `[cards] require`: `params`, `metrics`, "
    "`because`; and this card does not.",
    "A model of which nobody knows how it was trained, or how good it was, cannot be compared with the next.",
    "`commitworthy move --update` with `--params`, `--metrics` and `--because` writes the card anew, and uploads "
    "nothing that is there already.",
)
TRACKED = Explanation(
    rules.TRACKED,
    "The index holds both a card and the file that it stands for.",
    "The two part company with the next training, and whoever clones gets one of them, without a word. Most often "
    "the file came back with a merge or with `git add --force`.",
    "Take the file out of the index (`git rm --cached`): it stays on disk. Or keep it in git, and remove the card.",
)
NOT_IGNORED = Explanation(
    rules.NOT_IGNORED,
    "No line of a `.gitignore` in the repository covers the file of a card. Your own ignore files, such as "
    "`.git/info/exclude`, do not count: a colleague does not have them.",
    "The next `git add .` takes the file into git again.",
    "Add the line that is printed; `commitworthy move` does so by itself.",
)
STALE = Explanation(
    rules.STALE,
    "The file on disk is not the one of its card: the sizes differ, or the hashes. A file that is not there is fine. "
    "Hashes are remembered by size and time of the file, so this costs next to nothing while nothing changes.",
    "A model was trained again and the card still speaks of the old one, so the commit records code that goes with "
    "no model; or a pull has brought a new card, and the program runs with yesterday's file.",
    "After a training: `commitworthy move --update`, then commit. After a pull or checkout: `commitworthy fetch`. It "
    "never replaces a file that no card has ever stood for, unless `--force` is given.",
)
LOST = Explanation(
    rules.LOST,
    "`commitworthy cards --online` asks each store for the object and version of a card, and there is none.",
    "The file cannot be restored. Somebody deleted it, or a lifecycle rule of the bucket removes old versions.",
    "Where a clone still has the file: `commitworthy move --update` there. Ask whoever keeps the store for a backup, "
    "and look at its lifecycle rules.",
)
ALTERED = Explanation(
    rules.ALTERED,
    "`commitworthy cards --online` found another size, hash or etag than the card says; in a folder the bytes are "
    "hashed, in a bucket what it recorded is compared.",
    "`commitworthy fetch` refuses such an object, since it is not what was moved.",
    "As for a lost object: move the file again from a clone that has it.",
)

ALL = (MALFORMED, INCOMPLETE, TRACKED, NOT_IGNORED, STALE, LOST, ALTERED)
