"""JUnit XML, which CI services show as tests: a suite for each hook, a failed test for each finding.

There is no standard; elements and attributes are those that Jenkins' and GitLab's readers share.  A hook without
findings is one passed test, so that its name shows that it ran.
"""

from __future__ import annotations

from ..base.findings import WARNING
from ..base.namedtuple import TYPE_CHECKING
from . import documents
from .escape import for_terminal
from .text import in_notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..base.findings import Finding
    from .documents import Run

_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def render(run: Run) -> Iterator[str]:
    """The lines of the document."""
    hooks = dict.fromkeys((*run.hooks, *(finding.hook for finding in run.findings)))
    suites = {hook: [found for found in run.findings if found.hook == hook] for hook in hooks}
    tests = sum(max(1, len(found)) for found in suites.values()) + len(run.problems)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<testsuites{_counts('commitworthy', tests, run.findings, len(run.problems))}>"
    for hook, found in suites.items():
        yield from _suite(hook, found)
    if run.problems:
        yield from _unjudged(run.problems)
    yield "</testsuites>"


def _counts(name: str, tests: int, findings: Iterable[Finding], errors: int = 0) -> str:
    failures = sum(finding.level != WARNING for finding in findings)
    return f' name="{_text(name)}" tests="{tests}" failures="{failures}" errors="{errors}"'


def _suite(hook: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"  <testsuite{_counts(hook, max(1, len(findings)), findings)}>"
    for finding in findings:
        yield from _case(finding)
    if not findings:
        yield f'    <testcase classname="{_text(hook)}" name="nothing to say"/>'
    yield "  </testsuite>"


def _case(finding: Finding) -> Iterator[str]:
    place = ", ".join(filter(None, (_place(finding), in_notebook(finding))))
    file = "" if finding.path is None else f' file="{_text(finding.path)}"'
    yield f'    <testcase classname="{_text(finding.hook)}" name="{_text(f"{finding.rule.code} {place}")}"{file}>'
    if finding.level == WARNING:
        yield f"      <system-out>{_text(finding.message)}</system-out>"
    else:
        lines = "\n".join(map(documents.plain_text, finding.remedies)).split("\n")
        kind = f'message="{_text(finding.message)}" type="{_text(finding.rule.name)}"'
        yield f"      <failure {kind}>{'&#10;'.join(map(_text, lines))}</failure>"
    yield "    </testcase>"


def _place(finding: Finding) -> str:
    if finding.path is None:
        return "commit"
    return finding.path if finding.cell is not None or finding.line is None else f"{finding.path}:{finding.line}"


def _unjudged(problems: Sequence[str]) -> Iterator[str]:
    yield f"  <testsuite{_counts('could not check', len(problems), (), len(problems))}>"
    for problem in problems:
        yield '    <testcase classname="commitworthy" name="could not check">'
        yield f'      <error message="{_text(problem)}"/>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _text(text: str) -> str:
    """Visible characters alone, since XML has no way to write most of the others, and those of its markup escaped."""
    return "".join(_MARKUP.get(char, char) for char in for_terminal(text))
