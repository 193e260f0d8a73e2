"""Keys are added as text; everything else stays as it is, byte by byte."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import CheckError
from commitworthy.parameters.keys import ConfigEntry, keyed
from commitworthy.parameters.matches import FoundParameter
from commitworthy.parameters.yaml_edit import Appended, append
from tests.parameters.make import found, literal
from tests.parameters.scalars_test import VALUES


def wanted(*groups: FoundParameter) -> list[ConfigEntry]:
    return [one for group in keyed([(each, "train") for each in groups]) for one in group]


def after(before: str, *groups: FoundParameter) -> str:
    return append("params.yaml", before.encode(), wanted(*groups)).content.decode()


MODEL = found("model", max_depth=12, tol=1e-4)
CASES = {
    "no file": ("", "model:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "comments alone": ("# ours\n", "# ours\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "another section": ("a: 1\n", "a: 1\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "no line end": ("a: 1", "a: 1\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "the section": (
        "model: # ours\n    C: 5   # five\n\n# next\nb: 1\n",
        "model: # ours\n    C: 5   # five\n    max_depth: 12\n    tol: 1.0e-04\n\n# next\nb: 1\n",
    ),
    "the section last, no line end": ("model:\n  C: 5", "model:\n  C: 5\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "a section of that name in another section": (
        "a:\n  model:\n    C: 5\nb: 1\n",
        "a:\n  model:\n    C: 5\nb: 1\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n",
    ),
    "the section, empty": ("model:\nb: 1\n", "model:\n  max_depth: 12\n  tol: 1.0e-04\nb: 1\n"),
    "one key there": ("model:\n  max_depth: 12\n", "model:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "CRLF": ("model:\r\n  C: 5\r\nb: 1\r\n", "model:\r\n  C: 5\r\n  max_depth: 12\r\n  tol: 1.0e-04\r\nb: 1\r\n"),
    "a block of text last": (
        "model:\n  note: |\n    one\n    two\n\nb: 1\n",
        "model:\n  note: |\n    one\n    two\n\n  max_depth: 12\n  tol: 1.0e-04\nb: 1\n",
    ),
    "a list last": (
        "model:\n  deep:\n    - a\n    - [1,\n      2]\nb: 1\n",
        "model:\n  deep:\n    - a\n    - [1,\n      2]\n  max_depth: 12\n  tol: 1.0e-04\nb: 1\n",
    ),
    "an anchor": (
        "base: &base\n  x: 1\nmodel:\n  <<: *base\n  C: 5\n",
        "base: &base\n  x: 1\nmodel:\n  <<: *base\n  C: 5\n  max_depth: 12\n  tol: 1.0e-04\n",
    ),
    "a mark at the end": ("a: 1\n...\n", "a: 1\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n...\n"),
    "a mark at the end, CRLF": (
        "---\r\na: 1\r\n... # end\r\n",
        "---\r\na: 1\r\nmodel:\r\n  max_depth: 12\r\n  tol: 1.0e-04\r\n... # end\r\n",
    ),
    "a mark behind a text": (
        "a: |\n  one\n  ...\n...\n# end\n",
        "a: |\n  one\n  ...\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n...\n# end\n",
    ),
    "the section before a mark": ("model:\n  C: 5\n...\n", "model:\n  C: 5\n  max_depth: 12\n  tol: 1.0e-04\n...\n"),
    "a mark that begins": ("---\n\n# nothing yet\n", "---\n\n# nothing yet\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "marks alone": ("---\n...\n", "---\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n...\n"),
    "indented": ("# head\n  a: 1\n", "# head\n  a: 1\n  model:\n    max_depth: 12\n    tol: 1.0e-04\n"),
    "indented, the section": (
        "  model:\n    C: 5\n  b: 1\n",
        "  model:\n    C: 5\n    max_depth: 12\n    tol: 1.0e-04\n  b: 1\n",
    ),
    "indented, the section, empty": ("  model:\n", "  model:\n    max_depth: 12\n    tol: 1.0e-04\n"),
    "the section twice": (
        "model:\n  a: 1\nmodel:\n  b: 2\nc: 3\n",
        "model:\n  a: 1\nmodel:\n  b: 2\n  max_depth: 12\n  tol: 1.0e-04\nc: 3\n",
    ),
    "the section twice, the last empty": (
        "model:\n  a: 1\nmodel:\n",
        "model:\n  a: 1\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n",
    ),
    "a mark of order": ("\ufeffa: 1\n", "\ufeffa: 1\nmodel:\n  max_depth: 12\n  tol: 1.0e-04\n"),
    "quoted": (
        '"model":\n  "C": 5\n',
        '"model":\n  "C": 5\n  max_depth: 12\n  tol: 1.0e-04\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "then"), CASES.values(), ids=CASES)
def test_missing_keys_are_added_and_nothing_else(before: str, then: str) -> None:
    assert after(before, MODEL) == then
    assert after(then, MODEL) == then, "two runs give the same bytes"


BELOW = {
    "there already": ("model:\n  fit:\n    tol: 3\n  C: 5\n", "model:\n  fit:\n    tol: 3\n    epochs: 7\n  C: 5\n"),
    "with one below it": (
        "model:\n  fit:\n    fit:\n      tol: 3\n", "model:\n  fit:\n    fit:\n      tol: 3\n    epochs: 7\n",
    ),
    "empty": ("model:\n  fit:\n  C: 5\n", "model:\n  fit:\n    epochs: 7\n  C: 5\n"),
    "of an empty one": ("model:\nC: 5\n", "model:\n  fit:\n    epochs: 7\nC: 5\n"),
    "new": ("model:\n  C: 5\n", "model:\n  C: 5\n  fit:\n    epochs: 7\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "then"), BELOW.values(), ids=BELOW)
def test_a_section_below_a_section(before: str, then: str) -> None:
    entry = ConfigEntry(("model", "fit", "epochs"), literal("epochs", 7))
    assert append("p", before.encode(), [entry]).content.decode() == then


def test_a_key_with_another_value_is_told_and_left() -> None:
    before = b"model:\n  max_depth: 8\n  tol: 0.0001\n"
    assert append("p", before, wanted(MODEL)) == Appended(before, (), ((wanted(MODEL)[0], 8),))


@pytest.mark.parametrize(("before", "value"), [("true", 1), ("1", 1.0), ('"1"', 1), ("[1, 2]", (1, 3)), ("{b: 1}", 1)])
def test_a_value_of_another_type_is_another_value(before: str, value: object) -> None:
    made = append("p", f"a: {before}\n".encode(), wanted(found("", a=value)))
    assert (made.added, len(made.others)) == ((), 1)


def test_a_value_in_the_place_of_a_section_is_left() -> None:
    made = append("p", b"model: linear\n", wanted(MODEL))
    assert (made.content, [value for _, value in made.others]) == (b"model: linear\n", ["linear"] * 2)


def test_what_yaml_does_not_have_and_secrets_are_not_written() -> None:
    groups = (
        found("a", x=float("inf"), y=b"1", z=None),
        found("b")._replace(literals=(literal("c", "d", secret=True),)),
    )
    assert append("p", b"", wanted(*groups)) == Appended(b"", (), ())


_INLINE = "is written inline, so nothing was added; write one key a line"
REFUSED = {
    "p: model is inline": ("model: {C: 5}\n", f"p:1: model {_INLINE}"),
    "p: all is inline": ("{a: 1}\n", f"p: {_INLINE}"),
    "a null in words": ("model: null\nb: 1\n", f"p:1: model {_INLINE}"),
    "an alias": ("a: &a\n  C: 5\nmodel: *a\n", f"p:3: model {_INLINE}"),
    "an anchor used below": (
        "model: &m\n  C: 5\nb:\n  <<: *m\n",
        "p: model.max_depth cannot be added there as text; nothing was changed: add it by hand",
    ),
    "a list": ("- 1\n", "p: has no mapping of keys to values; name another file"),
    "two documents": ("a: 1\n---\nb: 1\n", "p:2: YAML with several documents; fix it or name another file"),
    "no YAML": ("a: [\n", "p:2: not valid YAML; fix it or name another file"),
    "a tag of its own": ("a: !env X\n", "p:1: not valid YAML; fix it or name another file"),
    "code": ("a: !!python/object/apply:os.x [x]\n", "p:1: not valid YAML; fix it or name another file"),
    "nested": ("a: " + "[" * 2000, "p:1: nested too deeply; fix it or name another file"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_added_to_is_refused(before: str, message: str) -> None:
    with pytest.raises(CheckError) as refused:
        append("p", before.encode(), wanted(MODEL))
    assert str(refused.value) == message


def test_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(CheckError, match="p: not UTF-8; save the file as UTF-8"):
        append("p", b"a: \xe9\n", wanted(MODEL))


KEYS = st.sampled_from(["a", "b", "model", "yes", "x y"])
TREES = st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3) | VALUES, max_size=4)
GROUPS = st.builds(lambda section, values: found(section, **values), KEYS, st.dictionaries(KEYS, VALUES, min_size=1))


def stands(before: str, then: str) -> bool:
    """Whether each line is still there, in its order."""
    kept = iter(then.splitlines())
    return all(line in kept for line in before.splitlines())


@given(TREES, st.lists(GROUPS, min_size=1, max_size=3))
def test_whatever_is_there_stays(tree: dict[str, object], groups: list[FoundParameter]) -> None:
    before = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True) if tree else ""
    try:
        made = append("p", before.encode(), wanted(*groups))
    except CheckError:
        return
    assert stands(before, made.content.decode()), "no line is gone or out of order"
    assert append("p", made.content, wanted(*groups)) == Appended(made.content, (), made.others)


PIECES = (
    "model:", "a: 1", "  a: 1", "  model:", "    C: 5", "...", "---", "# x", "", "- 1", "{a: 1}", "model: {}", "&m",
    "*m", "<<: *m", "? [a]", ": b", "|", "'", "model: &m", "\t", "%YAML 1.1", "\r", "\x85", "\ufeff", "!!null",
    "null", "? model",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["\n", "\r\n", " "]))
def test_any_text_is_added_to_or_refused_in_one_line(pieces: list[str], end: str) -> None:
    before = end.join(pieces)
    try:
        made, said = append("p", before.encode(), wanted(MODEL)), ""
    except CheckError as refused:
        made, said = None, str(refused)
    if made:
        assert stands(before, made.content.decode())
        assert append("p", made.content, wanted(MODEL)) == Appended(made.content, (), made.others)
    else:
        assert said.startswith("p:")
        assert said.isprintable()
