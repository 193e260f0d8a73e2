"""The rules about blobs."""

from __future__ import annotations

import re

import pytest

from commitworthy.base.findings import Rule
from commitworthy.blobs.judge import ALL


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_has_a_code_a_name_and_a_summary_to_end_a_sentence_with(rule: Rule) -> None:
    assert re.fullmatch(r"(ART|LFS)\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert re.fullmatch(r"[\w.].{20,}[^.]", rule.summary)


def test_no_two_rules_share_a_code_or_a_name() -> None:
    assert len({rule.code for rule in ALL}) == len({rule.name for rule in ALL}) == len(ALL)
