"""What the doctor may find."""

from __future__ import annotations

from ...base.findings import CLONE, WARNING, Finding, Remedy, Rule, Step

HOOK = "doctor"

OLD_GIT = Rule("DOC001", "old-git", "git is older than the oldest tested version")
NOT_CONFIGURED = Rule("DOC002", "not-configured", "no configuration file and no git hook runs commitworthy")
NOT_INSTALLED = Rule("DOC003", "not-installed", "configured, but no git hook runs it")
STAGE_MISSING = Rule(
    "DOC004", "stage-not-installed", "a hook is configured for a stage whose git hook is not installed"
)
HOOKS_ELSEWHERE = Rule("DOC005", "hooks-elsewhere", "core.hooksPath makes git skip the hooks of this clone")
NOT_EXECUTABLE = Rule("DOC006", "hook-not-executable", "git skips a hook that is not executable")
SECOND_OPINION = Rule("DOC007", "conflicting-hook", "another hook checks the same, by other rules")
BAD_CONFIG = Rule("DOC008", "bad-configuration", "the hook configuration cannot be read")
BAD_POLICY = Rule(
    "DOC009", "bad-policy", "the policy or baseline cannot be read: every commit fails with exit status 2"
)
NOT_STAGED = Rule("DOC010", "policy-not-staged", "a policy or baseline that is not staged has no effect")
ROT = Rule("DOC011", "baseline-rot", "rows of the baseline that match no tracked file")
EXPIRED = Rule("DOC012", "expired-exception", "an exception that has expired")
SKIPPED = Rule("DOC013", "skipped-hook", "a variable of this shell disables hooks")
UNUSED = Rule("DOC014", "unused-exception", "an exception that matches no tracked file")

WITHOUT_EFFECT = Rule("DOC015", "hook-without-effect", "a hook names commitworthy, but it cannot refuse anything")
UNSURE = Rule("DOC016", "uncertain-hook", "whether a hook runs commitworthy cannot be told from its lines")
PASSED = Rule("DOC017", "canary-passed", "under --prove: a commit that must be refused went through")
UNPROVED = Rule("DOC018", "canary-undecided", "under --prove: something else stopped the commit")
CARDS_UNCHECKED = Rule("DOC019", "unchecked-cards", "cards are in git, and no hook checks them")
OLD_PYTHON = Rule("DOC020", "old-python", "the configuration installs commitworthy with a Python that is too old")
UNMERGED = Rule("DOC021", "baseline-conflicts", "no line of .gitattributes says how git merges the baseline")
MISSING_PROGRAM = Rule("DOC022", "missing-program", "a hook needs a program that is not here: every commit fails")


def problem(rule: Rule, message: str, *ways: Remedy, path: str | None = None, level: str = "error") -> Finding:
    """A finding about the clone."""
    return Finding(HOOK, rule, message, path, level, remedies=ways, scope=CLONE)


def remark(rule: Rule, message: str, *ways: Remedy, path: str | None = None) -> Finding:
    """The same, as a warning."""
    return problem(rule, message, *ways, path=path, level=WARNING)


def way(text: str, *commands: tuple[str, ...]) -> Remedy:
    """A remedy of whole commands."""
    return Remedy(text, tuple(Step(command) for command in commands))
