"""Keys that a colleague finds, and YAML that says the same values."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.parameters.keys import ConfigEntry, keyed, snake
from commitworthy.parameters.matches import FoundParameter
from commitworthy.parameters.yaml_edit import environment, is_writable, shown, yaml_lines
from tests.parameters.looking import look
from tests.parameters.make import RULE, found, literal
from tests.parameters.scalars_test import VALUES, lists, same


def keys(*wanted: tuple[FoundParameter, str]) -> list[str]:
    return [".".join(one.key) for group in keyed(wanted) for one in group]


def stanza(*wanted: FoundParameter, stem: str = "train") -> str:
    return "\n".join(yaml_lines(one for group in keyed([(each, stem) for each in wanted]) for one in group))


def test_a_key_is_section_and_name() -> None:
    assert keys((found("model", "SVC", C=5, kernel="poly"), "train")) == ["model.C", "model.kernel"]
    assert keys((found("", seed=42), "train"), (found("", seed=7), "train")) == ["seed", "train_seed"]
    assert keys((found("seed", "seed", seed=42, random_state=7), "train")) == ["seed", "train_seed"]


def test_the_same_value_has_the_same_key() -> None:
    assert keys((found("train", epochs=20), "a"), (found("train", epochs=20), "b")) == ["train.epochs"] * 2
    assert keys((found("train", x=1), "a"), (found("train", x=True), "a"), (found("train", x=1.0), "a")) == [
        "train.x", "train.a.x", "train.x_2",
    ]  # fmt: skip


def test_a_clash_gets_the_callee_then_the_stem_then_a_number() -> None:
    forest, boosted = "RandomForestClassifier", "XGBRegressor"
    assert keys(
        (found("model", forest, max_depth=12), "train"),
        (found("model", boosted, max_depth=6), "train"),
        (found("model", boosted, max_depth=7), "fit-late"),
        (found("model", boosted, max_depth=8), "fit-late"),
        (found("model", boosted, max_depth=9), "fit-late"),
    ) == [
        "model.max_depth",
        "model.xgb.max_depth",
        "model.fit_late.max_depth",
        "model.fit_late.xgb.max_depth",
        "model.max_depth_2",
    ]


def test_the_numbers_of_a_row_are_told_apart() -> None:
    wanted = [(look(f"alphas = np.{row}(-4, 1, 7)").found[0], "t") for row in ("logspace", "arange")]
    assert [keys(one) for one in wanted] == [
        ["search.alphas_start", "search.alphas_stop", f"search.alphas_{last}"] for last in ("num", "step")
    ]
    assert keys((look("alphas = np.logspace(-4, 2)").found[0], "t")) == ["search.alphas", "search.logspace.alphas"]


def test_a_name_is_never_both_value_and_section() -> None:
    got = keys(
        (found("model", alpha=1), "t"), (found("model", "Alpha", alpha=2), "t"), (found("model", "Alpha", alpha=3), "t")
    )
    assert got == ["model.alpha", "model.t.alpha", "model.alpha_2"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("RandomForestClassifier", "random_forest"),
        ("XGBRegressor", "xgb"),
        ("train_test_split", "train_test_split"),
        ("KMeans", "k_means"),
        ("HTTPServer2", "http_server2"),
        ("01 - Train (final)", "01_train_final"),
        ("Classifier", "classifier"),
        ("", ""),
    ],
)
def test_names_in_snake_case(name: str, text: str) -> None:
    assert snake(name) == text


def test_case_74() -> None:
    made = stanza(
        found("model", tol=1e-3, warm_start="no", betas=(0.9, 0.999), C=math.inf), found("period", start="2020-01-01")
    )
    assert made == (
        "model:\n"
        "  tol: 1.0e-03\n"
        '  warm_start: "no"\n'
        "  betas: [0.9, 0.999]\n"
        "  # C: inf cannot be written in YAML; write it as text and convert it\n"
        "period:\n"
        '  start: "2020-01-01"'
    )
    assert yaml.safe_load(made) == {
        "model": {"tol": 0.001, "warm_start": "no", "betas": [0.9, 0.999]},
        "period": {"start": "2020-01-01"},
    }


def test_a_secret_is_never_written() -> None:
    secret = found("db")._replace(literals=(literal("url", "postgresql://u:hunter2@h/d", secret=True),))
    assert stanza(secret) == 'db:\n  # url: a secret, not for git: os.environ["DB_URL"]'
    assert shown(secret.literals[0]) == "url may contain credentials, not shown here"
    assert not is_writable(secret.literals[0])


def test_a_text_put_together_in_the_code_is_named_alone() -> None:
    assert stanza(found("paths", train=None)) == ("paths:\n  # train: built at run time; put its constant part here")


def test_what_is_shown_of_a_long_value_is_cut() -> None:
    assert shown(literal("a", "x" * 100)) == "a = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."
    assert shown(literal("max_depth", 12)) == "max_depth = 12"


def test_an_odd_name_stays_on_its_line() -> None:
    assert yaml.safe_load(stanza(found("a\nb", **{"c: d\u2028": 1}))) == {"a\nb": {"c: d\u2028": 1}}
    assert environment(("db", "read only-url")) == 'os.environ["DB_READ_ONLY_URL"]'
    assert environment(("db", "DB")) == 'os.environ["DB_URL"]'
    assert environment(("db", "db_password")) == 'os.environ["DB_PASSWORD"]'
    assert environment(("model", "db", "url")) == 'os.environ["MODEL_DB_URL"]'


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(["lr", "model", "yes"])
FOUND = st.builds(
    lambda section, callee, pairs: FoundParameter(
        RULE, section, callee, "", None, tuple(literal(*pair) for pair in pairs)
    ),
    NAMES | st.just(""),
    NAMES | st.just(""),
    st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4),
)


def get(tree: Any, keyed_literal: ConfigEntry) -> object:
    for part in keyed_literal.key:
        tree = tree[part]
    return tree


@given(st.lists(st.tuples(FOUND, NAMES), min_size=1, max_size=6))
def test_every_value_stands_at_its_key(wanted: list[tuple[FoundParameter, str]]) -> None:
    groups = keyed(wanted)
    everything = [one for group in groups for one in group]
    tree = yaml.safe_load("\n".join(yaml_lines(everything)))
    for one in everything:
        if is_writable(one.literal):
            assert same(get(tree, one), lists(one.literal.value))
