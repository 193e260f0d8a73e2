from __future__ import annotations

import pytest

from commitworthy.policy.settings import LIMITS, BlockArtifacts

KB = 1024

CASES = {
    "a family has its default": (BlockArtifacts(), "data", 100 * KB),
    "text has the default of 500 kB": (BlockArtifacts(), "text", 500 * KB),
    "a model is refused at any size": (BlockArtifacts(), "model", 0),
    "an executable is refused at any size": (BlockArtifacts(), "executable", 0),
    "max-size sets a smaller default": (BlockArtifacts(max_size=KB), "text", KB),
    "max-size sets a larger default": (BlockArtifacts(max_size=KB**2), "data", KB**2),
    "max-size does not let a model in": (BlockArtifacts(max_size=KB**2), "model", 0),
    "max-size does not let an executable in": (BlockArtifacts(max_size=KB**2), "executable", 0),
    "the family's own limit beats max-size": (BlockArtifacts(KB, {"data": 7}), "data", 7),
    "a limit of one family leaves the others": (BlockArtifacts(None, {"data": 7}), "archive", 100 * KB),
    "a model with a limit is let in up to it": (BlockArtifacts(None, {"model": 9}), "model", 9),
    "no limit stays no limit under max-size": (BlockArtifacts(KB, {"text": None}), "text", None),
    "a refused family stays refused under max-size": (BlockArtifacts(KB, {"media": 0}), "media", 0),
    "a max-size of 0 refuses what had a number": (BlockArtifacts(max_size=0), "text", 0),
}


@pytest.mark.parametrize(("settings", "family", "limit"), CASES.values(), ids=CASES)
def test_limit(settings: BlockArtifacts, family: str, limit: int | None) -> None:
    assert settings.limit(family) == limit


def test_every_family_has_its_default_and_any_other_is_a_mistake_of_the_caller() -> None:
    sizes = {family: (BlockArtifacts().limit(family) or 0) / KB for family in LIMITS}
    assert sizes == {
        "model": 0, "executable": 0, "data": 100, "archive": 100, "binary": 100,
        "media": 500, "document": 500, "notebook": 500, "text": 500,
    }  # fmt: skip
    with pytest.raises(KeyError):
        BlockArtifacts().limit("modle")
