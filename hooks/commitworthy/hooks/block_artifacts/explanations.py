"""The rules that judge blobs, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from ...blobs import judge
from ..explanations import NOT_A_POINTER

BLOCKED = Explanation(
    judge.BLOCKED,
    "A model, an executable, data, an archive or an unknown binary is about to become an ordinary git blob, and is "
    "larger than its family may be. Models and executables are refused at any size. What a file is follows from its "
    "content; `commitworthy which FILE` shows the verdict and the evidence.",
    "Git keeps every version of every blob in every clone, forever. A model that is retrained weekly doubles the "
    "repository in a month, nobody can review or merge it, and deleting it later frees nothing: the history has to be "
    "rewritten for that.",
    "Keep it out of git and commit the code that produces it; or send it where artifacts live: Git LFS, DVC, a "
    "bucket, a model registry (`[homes]` in the policy says which, and the remedy then names it). A small file that "
    "belongs in git, such as a golden file of a test, is allowed with its reason.",
)
LARGE = Explanation(
    judge.LARGE,
    "A text file, notebook, image, audio, video, font or document is larger than its family may be (500 kB unless the "
    "policy says otherwise). A notebook is measured without its outputs at a commit where strip-notebooks runs, and "
    "with them where they go into history: at a push, on a server, for a range. Lock files have no limit as long as "
    "they are text. A symbolic link is large where its target is longer than a path can be.",
    "Large text is nearly always data, generated code or a log. Every clone carries every version of it.",
    "Generate it where it is needed, keep it out of git, or send it to Git LFS. Where the project really is that large "
    "file, raise the limit of its family, or allow this one with the reason.",
)
LITTER = Explanation(
    judge.LITTER,
    "The path is a trace that a tool leaves behind whenever it runs: `.ipynb_checkpoints/`, `mlruns/*/meta.yaml`, "
    "`wandb/run-*`, `lightning_logs/version_*`, `catboost_info/`, `spark-warehouse/`, `__pycache__/*.pyc` and their "
    "like. A folder's name alone is never enough.",
    "Such files change at every run and differ on every machine. They bury the changes that matter, and a "
    "checkpoint is a second copy of a notebook, with its outputs.",
    "Take them out of the index and ignore them: the printed command does both. Results of a run belong in an "
    "experiment tracker.",
)
DISGUISED = Explanation(
    judge.DISGUISED,
    "Like ART001, but the file's name claims another type: a pickle called `notes.txt`, a parquet file called "
    "`data.csv`.",
    "A reviewer trusts the name, and so do tools, attributes and ignore rules. A pickle runs code when it is loaded, "
    "which nobody expects of a text file.",
    "Rename it, then treat it like any artifact: out of git, into Git LFS, or allowed with the reason.",
)
EMBEDDED = Explanation(
    judge.EMBEDDED,
    "A text file holds a base64 or hexadecimal literal that is larger than the limit of data.",
    "It is binary data in a text file: it cannot be reviewed, every edit of the file stores it again, and a limit on "
    "file sizes misses it.",
    "Move the data to a separate file, stored where artifacts live, and read it from there.",
)
ALL = (BLOCKED, LARGE, LITTER, DISGUISED, EMBEDDED, NOT_A_POINTER)
