"""What the doctor may find in a clone, explained."""

from __future__ import annotations

from ...base.findings import Explanation
from . import rules

_RUNS = "Hooks run only where they are installed, in each clone. Git is silent about a missing hook."
_WHAT_IT_PRINTS = "Paste the command that `commitworthy doctor` prints."
_DECIDED = "People read these decisions. Lines without effect hide those that have one."

_TEXTS = (
    (rules.OLD_GIT, "Git is older than 2.34, the oldest version that is tested.",
     "Older versions lack options that the hooks need.", "Install a newer git."),
    (rules.NOT_CONFIGURED, "No framework's configuration names a hook of ours, and no hook of git calls one.",
     _RUNS, "`commitworthy init --write` sets it up."),
    (rules.NOT_INSTALLED, "The configuration names our hooks, and git has no pre-commit hook that would run them.",
     _RUNS, _WHAT_IT_PRINTS),
    (rules.STAGE_MISSING, "A hook is configured for a stage, such as pre-merge-commit, for which git has no hook.",
     "A merge commits without the pre-commit hook: what it brings in is then not checked.", _WHAT_IT_PRINTS),
    (rules.HOOKS_ELSEWHERE, "`core.hooksPath` points git to another folder, where no hook runs what is configured.",
     "The hooks of this clone are installed but never run.", _WHAT_IT_PRINTS),
    (rules.NOT_EXECUTABLE, "The hook's file exists but is not executable.", "Git skips it and prints only a hint.",
     _WHAT_IT_PRINTS),
    (rules.SECOND_OPINION, "Another hook, such as check-added-large-files or nbstripout, checks what ours check.",
     "A commit can be refused twice, or for what the policy allows.", _WHAT_IT_PRINTS),
    (rules.BAD_CONFIG, "A configuration of pre-commit or prek is not valid YAML or TOML.",
     "The framework stops before it runs any hook.", "Fix the file at the line that is named."),
    (rules.BAD_POLICY, "The policy or the baseline in the index cannot be read.",
     "Nothing can be checked without it, so every run ends with exit status 2.", "Fix it, and `git add` it."),
    (rules.NOT_STAGED, "The policy or the baseline on disk is not the one in the index.",
     "The hooks check what will be committed, with the policy that will be committed with it.", _WHAT_IT_PRINTS),
    (rules.ROT, "Rows of the baseline whose path and blob are no longer tracked.", _DECIDED,
     "`commitworthy baseline` shrinks it."),
    (rules.EXPIRED, "The last day of an exception has passed.", _DECIDED, "Renew `until`, or remove the exception."),
    (rules.SKIPPED, "`SKIP` or `PREK_SKIP` in the environment names hooks of ours, or `HUSKY` or `LEFTHOOK` is 0.",
     "They are skipped in every commit made from this shell.", _WHAT_IT_PRINTS),
    (rules.UNUSED, "The patterns of an exception match no tracked file.", _DECIDED,
     "Remove the exception, or fix its pattern."),
    (rules.WITHOUT_EFFECT, "A hook names commitworthy and does not run it, ignores its result, or checks nothing.",
     "The hook looks installed, and refuses nothing.",
     "End the hook with `exec commitworthy check`, or fix the entry."),
    (rules.UNSURE, "A hook runs commitworthy under a condition, or through a program such as make.",
     "Nothing is run to find out, and what cannot be told from the lines of a script is not called sound.",
     "`commitworthy doctor --prove` tries it, with the hooks of this clone, in a scratch repository."),
    (rules.PASSED, "Under `--prove`: a model or a notebook with outputs was committed with the hooks of this clone.",
     "The same commit would pass here.", "The other problems say which hook is missing or without effect."),
    (rules.UNPROVED, "Under `--prove`: another hook refused the commit, it took too long, or the policy accepts it.",
     "Whether commitworthy refuses it is then not known.", "Run that hook by itself, fix it, and try again."),
    (rules.CARDS_UNCHECKED, "Cards of moved files are in git, and nothing that is set up runs check-cards.",
     "A file that was trained again, or is out of date after a pull, then goes unnoticed.", _WHAT_IT_PRINTS),
    (rules.OLD_PYTHON, "`default_language_version`, or a hook's `language_version`, is a Python older than 3.11.",
     "The framework cannot install commitworthy, so every commit fails for everybody.",
     "Add `language_version: python3` to each hook of commitworthy: pre-commit then takes the Python it runs with."),
    (rules.UNMERGED, "The baseline has rows, and `.gitattributes` says nothing of its `merge`.",
     "Two branches that both change it then conflict, and until that is resolved every hook stops.", _WHAT_IT_PRINTS),
    (rules.MISSING_PROGRAM, "A hook begins with a program that is not here, or calls commitworthy where it is not.",
     "Git or the framework stops every commit with a line about a file that does not exist.",
     "Install the program where the hook looks for it, or change the hook."),
)  # fmt: skip

ALL = tuple(Explanation(*row) for row in _TEXTS)
