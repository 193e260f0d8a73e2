"""Which notebooks a policy keeps as they are."""

from __future__ import annotations

import pytest

from commitworthy.blobs.notebooks import stripper
from commitworthy.policy.settings import Exemption, StripNotebooks
from tests.names import NAMES_THAT_HURT, raw


@pytest.mark.parametrize("name", NAMES_THAT_HURT)
def test_a_notebook_is_kept_whatever_its_name(name: str | bytes) -> None:
    kept = stripper(StripNotebooks(keep=(Exemption(("reports/",), "they are the product"),)))
    assert kept.keeps(b"reports/" + raw(name))
    assert not kept.keeps(b"drafts/" + raw(name))
