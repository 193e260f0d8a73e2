"""Flag parameters that are hard-coded: what a colleague would have to edit in the code."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING
from ...git.objects import Missing
from ...policy.settings import ALL
from ..context import accepted_at, accepted_now, report_missing, with_old
from ..context import prepare as prepare  # noqa: PLC0414 (part of the Protocol)
from ..hook import FILES, NO_MODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...base.findings import Finding
    from ...git.index import Entry
    from ...policy.acceptance import Acceptance, Row
    from ..context import HookContext
    from .scan import ParameterScan

NAME = "flag-parameters"
SUMMARY = "Flag literals that belong in a config file."
EXAMPLE = "commitworthy flag-parameters --write-params params.yaml src/train.py"
OPERANDS = FILES
PRELOAD = ("hooks.flag_parameters.scan",)
ACCEPTS_UNTRACKED = True
MODES = NO_MODES


def check(context: HookContext) -> list[Finding]:
    """Findings for what is new in the chosen files; nothing but the search is done where there is nothing."""
    from . import scan as parameters

    context = with_old(context, NAME)
    settings = context.policy.flag_parameters
    chosen = parameters.options(settings)
    key = parameters.key(settings, context.governing)
    entries = parameters.unknown(context.repository, context.entries, key)
    judged = parameters.search(context.repository, entries, context.untracked, chosen, context.watch)
    findings = _said(context, judged) if judged else []
    parameters.remember(context.repository, context.entries, _unclean(judged, findings), key)
    return findings


def _said(context: HookContext, judged: list[ParameterScan]) -> list[Finding]:
    from ...remedies import environment
    from . import messages
    from . import parents as parameter_news

    settings = context.policy.flag_parameters
    missing = [Missing(one.entry) for one in judged if one.entry and not (one.findings or one.problem)]
    if missing:
        report_missing(context, missing)
    readable = judged if settings.fails else [one for one in judged if one.path not in context.broken_notebooks]
    notes, problems = messages.lines(readable, fails=settings.fails)
    context.notes.extend(notes)
    context.problems.extend(problems)
    known = accepted_now(context, NAME)

    def at(commit: str) -> Acceptance:
        return accepted_at(context, NAME, commit)

    whole = settings.whole_file or context.policy.level(NAME) == ALL
    news = parameter_news.new_parameters(context.repository, judged, known, None if whole else at)
    if settings.whole_file:
        changed = parameter_news.changed_values(context.repository, judged, known, at)
        context.notes.extend(messages.changed_lines(changed))
    said = [finding for one in judged for finding in messages.unused(one)]
    if not news:
        return said
    every = messages.advice(context.repository, news, settings.write_to)
    if settings.write_to:
        from . import write_params

        context.notes.extend(write_params.write_params(context.repository, settings.write_to, every))
    around = environment.nearby(context.repository) if context.repository.is_real() else None
    return said + list(messages.findings(news, every, known, around))


def _unclean(judged: list[ParameterScan], findings: list[Finding]) -> list[Entry | None]:
    """What must be looked at again next time: what is said of anything, and what could not be read."""
    told = {finding.path for finding in findings}

    def is_clean(one: ParameterScan) -> bool:
        has_notes = one.findings is None or one.findings.notes or one.findings.language
        return not has_notes and one.path.decode("utf-8", "surrogateescape") not in told

    return [one.entry for one in judged if not is_clean(one)]


def baseline(context: HookContext) -> Iterator[Row]:
    """What a baseline accepts: how often each parameter stands in each file; CheckError for one that is not here."""
    from ...policy.acceptance import acceptance
    from . import parents as parameter_news
    from . import scan as parameters

    settings = context.policy.flag_parameters
    known = acceptance(NAME, context.policy, None)
    for one in parameters.search(context.repository, context.entries, (), parameters.options(settings), context.watch):
        path = one.path.decode("utf-8", "surrogateescape")
        if one.findings is None and not one.problem:
            raise CheckError(f"{path}: its content is not in this clone: fetch it, then run again")
        if one.findings and parameter_news.open_facts(path, one.findings.found, known):
            yield from parameter_news.rows(path, one.findings.found)
