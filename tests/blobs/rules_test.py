"""The rules about blobs."""

from __future__ import annotations

import re

from commitworthy.blobs.judge import ALL


def test_a_rule_has_a_code_a_name_and_a_summary_to_end_a_sentence_with() -> None:
    for rule in ALL:
        assert re.fullmatch(r"(ART|LFS)\d{3}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
        assert re.fullmatch(r"[\w.].{20,}[^.]", rule.summary)


def test_no_two_rules_share_a_code_or_a_name() -> None:
    assert len({rule.code for rule in ALL}) == len({rule.name for rule in ALL}) == len(ALL)
