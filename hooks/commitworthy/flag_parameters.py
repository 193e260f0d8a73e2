"""Flag parameters that are hard-coded: what a colleague would have to edit in the code."""

from __future__ import annotations

from .call import policy_of, report_missing
from .findings import CannotJudge
from .git.blobs import Missing
from .values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .call import Call
    from .findings import Finding
    from .git.index import Entry
    from .policy.baseline import Row
    from .policy.settings import FlagParameters
    from .verdicts.parameters.search import Judged

HOOK = "flag-parameters"
SUMMARY = "Flag literals that belong in a config file."
EXAMPLE = "commitworthy flag-parameters --write-params params.yaml src/train.py"
FILES_TOO = True
# Loaded while git works on its answers.
JUDGES_WITH = ("verdicts.parameters.search",)


def check(call: Call) -> list[Finding]:
    """Findings for what is new in the chosen files; nothing but the search is done where there is nothing."""
    from .verdicts.parameters import search as parameters

    settings = call.policy.flag_parameters
    chosen = parameters.options(settings)
    key = parameters.key(settings, call.governing)
    entries = parameters.unknown(call.repository, call.entries, key)
    judged = parameters.search(call.repository, entries, call.untracked, chosen, call.watch)
    findings = _said(call, judged) if judged else []
    parameters.remember(call.repository, call.entries, _unclean(judged, findings), key)
    return findings


def _said(call: Call, judged: list[Judged]) -> list[Finding]:
    from .verdicts import surroundings
    from .verdicts.parameters import facts, say
    from .verdicts.parameters import news as parameter_news
    from .verdicts.parameters import notes as parameter_notes

    settings = call.policy.flag_parameters
    missing = [Missing(one.entry) for one in judged if one.entry and not (one.findings or one.problem)]
    if missing:
        report_missing(call, missing)
    notes, problems = parameter_notes.lines(judged, fails=settings.fails)
    call.notes.extend(notes)
    call.problems.extend(problems)
    known = facts.decided(settings, call.baseline)
    rules_of = None if settings.whole_file else lambda commit: _rules_of(call, commit)
    news = parameter_news.news(call.repository, judged, known, rules_of)
    said = [finding for one in judged for finding in say.unused(one)]
    if not news:
        return said
    if settings.write_to:
        from .verdicts.parameters import writing

        call.notes.extend(writing.write_params(call.repository, settings.write_to, news))
    around = surroundings.look(call.repository, []) if call.repository.is_real() else None
    return said + list(say.findings(call.repository, news, known, around))


def _unclean(judged: list[Judged], findings: list[Finding]) -> list[Entry | None]:
    """What must be looked at again next time: what is said of anything, and what could not be read."""
    told = {finding.path for finding in findings}
    return [
        one.entry
        for one in judged
        if one.findings is None or one.findings.notes or one.path.decode("utf-8", "surrogateescape") in told
    ]


def _rules_of(call: Call, commit: str) -> tuple[FlagParameters, bytes | None]:
    """Policy and baseline as a commit has them; those of today where it has none that can be read."""
    try:
        policy, baseline_file = policy_of(call, commit)
    except CannotJudge:
        return call.policy.flag_parameters, call.baseline
    return policy.flag_parameters, baseline_file


def rows(call: Call) -> Iterator[Row]:
    """What a baseline accepts: how often each parameter stands in each file; CannotJudge for one that is not here."""
    from .verdicts.parameters import facts
    from .verdicts.parameters import search as parameters

    settings = call.policy.flag_parameters
    known = facts.decided(settings, None)
    for one in parameters.search(call.repository, call.entries, (), parameters.options(settings), call.watch):
        path = one.path.decode("utf-8", "surrogateescape")
        if one.findings is None and not one.problem:
            raise CannotJudge(f"{path}: its content is not in this clone: fetch it, then try again")
        if one.findings and facts.open_facts(path, one.findings.found, known):
            yield from facts.rows(path, one.findings.found)
