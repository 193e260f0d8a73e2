"""GitLab's and JUnit's documents, and what all documents have in common."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import ERROR, WARNING, Finding, Remedy
from commitworthy.policy.options import DOCUMENTS
from commitworthy.report import documents
from commitworthy.report.documents import Run
from tests.report.samples import BLOCKED, blocked, date, disguised, large_commit

ANY = st.text(st.characters(exclude_categories=()))
# What GitLab's reader requires of an issue, and the severities it knows.
REQUIRED = {"description", "check_name", "fingerprint", "severity", "location"}


def run(*findings: Finding, problems: tuple[str, ...] = ()) -> Run:
    return Run(findings, ("block-artifacts", "flag-parameters"), (), problems, "0.1.0")


def gitlab(*findings: Finding) -> list[dict[str, object]]:
    made = json.loads(documents.content("gitlab", run(*findings)))
    assert isinstance(made, list)
    for issue in made:
        assert set(issue) == REQUIRED
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
    return made


def junit(*findings: Finding, problems: tuple[str, ...] = ()) -> ET.Element:
    top = ET.fromstring(documents.content("junit", run(*findings, problems=problems)))
    for what in ("failure", "error"):
        assert int(top.attrib[f"{what}s"]) == len(top.findall(f".//{what}"))
        assert int(top.attrib[f"{what}s"]) == sum(int(suite.attrib[f"{what}s"]) for suite in top)
    assert int(top.attrib["tests"]) == len(top.findall(".//testcase"))
    return top


@pytest.mark.parametrize("format", DOCUMENTS)
def test_a_document_is_made_of_nothing_and_ends_its_line(format: str) -> None:  # noqa: A002
    content = documents.content(format, run())
    assert content.strip()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")


def test_an_issue_for_gitlab() -> None:
    (issue,) = gitlab(date("a.py", line=3, column=9)._replace(end_line=5))
    del issue["fingerprint"]
    assert issue == {
        "description": 'hard-coded-date: `start="2021-01-01"`.',
        "check_name": "PAR003",
        "severity": "major",
        "location": {"path": "a.py", "lines": {"begin": 3, "end": 5}},
    }


@pytest.mark.parametrize(
    ("finding", "location"),
    [
        (blocked("a"), {"path": "a", "lines": {"begin": 1}}),
        (date("n.ipynb", cell=6, line=2), {"path": "n.ipynb", "lines": {"begin": 1}}),
        (date("n.ipynb", cell=6)._replace(facts={"file_line": 9}), {"path": "n.ipynb", "lines": {"begin": 9}}),
        (large_commit(), {"path": ".", "lines": {"begin": 1}}),
        (blocked("caf\udce9"), {"path": "caf\\xe9", "lines": {"begin": 1}}),
    ],
)
def test_where_an_issue_is(finding: Finding, location: dict[str, object]) -> None:
    assert gitlab(finding)[0]["location"] == location


def test_a_warning_is_minor_and_fingerprints_differ() -> None:
    possible = date("a.py")._replace(level=WARNING, facts={"confidence": "possible"})
    issues = gitlab(disguised("a", level=WARNING), disguised("a"), possible, possible._replace(level=ERROR))
    assert [issue["severity"] for issue in issues] == ["minor", "major", "info", "major"]
    assert issues[0]["fingerprint"] != issues[1]["fingerprint"]


def test_each_finding_is_a_failed_test_in_the_suite_of_its_hook() -> None:
    top = junit(blocked("a b.bin"), date("n.ipynb", cell=6, line=2), large_commit(), problems=("x: missing",))
    names = {suite.attrib["name"]: [case.attrib["name"] for case in suite] for suite in top}
    assert names == {
        "block-artifacts": ["ART001 a b.bin"],
        "flag-parameters": ["PAR003 n.ipynb, cell 7, line 2"],
        "limit-commit": ["LIM001 commit"],
        "could not check": ["could not check"],
    }
    failure = top.find(".//failure")
    assert failure is not None
    assert failure.attrib == {"message": "Parquet data, 48.2 MB (limit 500 kB).", "type": "blocked-artifact"}
    assert (failure.text or "").splitlines() == [
        "keep it out of git: git rm --cached -- 'a b.bin' && printf '%s\\n' '/a b.bin' >> .gitignore",
        "or send it to LFS: git lfs track '*.parquet'",
    ]


def test_lines_to_paste_stand_below_their_sentence() -> None:
    way = Remedy("move to params.yaml:", (), ("model:", "  lr: 0.1"))
    failure = junit(date("a.py")._replace(remedies=(way,))).find(".//failure")
    assert failure is not None
    assert failure.text == "move to params.yaml:\n    model:\n      lr: 0.1"
    (result,) = json.loads(documents.content("sarif", run(date("a.py")._replace(remedies=(way,)))))["runs"][0][
        "results"
    ]
    assert result["message"]["text"].endswith("`.\nmove to params.yaml:\n    model:\n      lr: 0.1")


def test_a_hook_without_findings_is_a_test_that_passed_and_a_warning_fails_nothing() -> None:
    top = junit(disguised("a", level=WARNING))
    assert top.attrib == {"name": "commitworthy", "tests": "2", "failures": "0", "errors": "0"}
    assert top.find(".//system-out") is not None


@given(ANY, ANY)
def test_any_finding_is_well_formed(path: str, message: str) -> None:
    finding = Finding("h", BLOCKED, message, path, line=7)
    top = junit(finding, finding._replace(level=WARNING), problems=(message,))
    assert len(top.findall(".//testcase[@file]")) == 2
    assert len(gitlab(finding)) == 1
