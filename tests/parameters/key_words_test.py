"""Keys are words of the domain, and different texts have different ones; texts put together keep their holes."""

from __future__ import annotations

import ast

import pytest

from commitworthy.parameters import keys
from commitworthy.parameters.config_target import ConfigTarget, kind_of, options
from commitworthy.parameters.keys import Reserved, keyed
from commitworthy.parameters.yaml_edit import yaml_lines
from tests.parameters.looking import look
from tests.parameters.make import found


def lines(code: str, *, scope: str = "") -> list[str]:
    """The YAML for all that is found in a program, or in the body of a function."""
    if scope:
        code = f"def {scope}:\n    " + code.replace("\n", "\n    ")
    groups = keyed([(one, "nodes") for one in look(code + "\n").found])
    return yaml_lines(entry for group in groups for entry in group)


FILTERS = {
    "the column beside a lambda": ("drop(df, 'Age', lambda x: x >= 39)", ["filter:", "  min_age: 39"]),
    "as a keyword": ("drop(df, column='Age group', test=lambda v: v < 39)", ["filter:", "  max_age_group: 39"]),
    "the column it is called on": (
        "df['income'].apply(lambda v: 1 if v > 500 else 0)",
        ["filter:", "  min_income: 500"],
    ),
    "an attribute": ("df.age.map(lambda x: x > 18)", ["filter:", "  min_age: 18"]),
    "the list that is filtered": ("list(filter(lambda x: x > 18, ages))", ["filter:", "  min_ages: 18"]),
    "a comprehension": ("q = [x for x in ages if x > 21]", ["filter:", "  min_ages: 21"]),
    "turned round": ("q = [x for x in ages if 21 > x]", ["filter:", "  max_ages: 21"]),
    "a frame that is asked": ("s = df.loc[lambda d: d['km'] > 500]", ["filter:", "  min_km: 500"]),
    "polars": ("t = df.filter(pl.col('km') > 500)", ["filter:", "  min_km: 500"]),
    "a range": ("d = df[df.duration.between(1, 60)]", ["filter:", "  min_duration: 1", "  max_duration: 60"]),
    "a range of a column": (
        "d = df[df['height_cm'].between(120, 210)]",
        ["filter:", "  min_height_cm: 120", "  max_height_cm: 210"],
    ),
    "a column that is asked": ("d = df[df['rate'].gt(5)]", ["decision:", "  rate_threshold: 5"]),
    "a query": ("r = df.query('price > 60')", ["filter:", '  price_query: "price > 60"']),
}


@pytest.mark.parametrize(("code", "wanted"), FILTERS.values(), ids=FILTERS)
def test_a_bound_of_a_filter_is_called_by_what_is_compared(code: str, wanted: list[str]) -> None:
    assert lines(code) == wanted


def test_several_bounds_of_one_column() -> None:
    old = "old = drop('Age', lambda x: x < 95)"
    code = f"drop('Age', lambda x: x >= 39)\ndrop('Age', lambda x: x < 45)\n{old}\ndf = drop('Age', lambda x: x < 9)"
    assert lines(code, scope="clean(drop)") == [
        "filter:", "  min_age: 39", "  max_age: 45", "  old:", "    max_age: 95", "  nodes:", "    max_age: 9",
    ]  # fmt: skip


def test_a_clash_gets_words_before_a_number() -> None:
    code = "\n".join(f"model{number} = f(lr=0.{number})" for number in (1, 2, 3)) + "\n"
    code += "\n".join(f"x = f(lr=0.{number})" for number in (4, 5, 6, 7))
    assert lines(code, scope="fit(f)") == [
        "model:", "  lr: 0.1", "  lr_2: 0.7", "  f:", "    lr: 0.2", "  model3:", "    lr: 0.3", "  nodes:",
        "    lr: 0.4", "    f:", "      lr: 0.5", "  fit:", "    lr: 0.6",
    ]  # fmt: skip


PATHS = {
    "holes": ("load(f'best/{ds}/{h}.ckpt')", ["best: best/{ds}/{h}.ckpt"]),
    "an ending": ("read_csv(f'./data/{ds}_dataset.csv')", ["dataset: ./data/{ds}_dataset.csv"]),
    "words between holes": ("df.to_csv(f'GAN_V{h}_epoch_{e}.csv')", ["gan_v_epoch: GAN_V{h}_epoch_{e}.csv"]),
    "percent signs": ("read_csv('data/%s_raw.csv' % a)", ["raw: data/%s_raw.csv"]),
    "format": ("read_csv('data/{}_raw.csv'.format(a))", ["raw: data/{}_raw.csv"]),
}


@pytest.mark.parametrize(("code", "wanted"), PATHS.values(), ids=PATHS)
def test_a_path_is_called_by_its_words(code: str, wanted: list[str]) -> None:
    (top, *rest) = [line.strip().replace('"', "") for line in lines(code)]
    assert (top, rest) == ("paths:", wanted)


def test_the_literals_of_a_call_stay_together() -> None:
    code = "start = date(year=2025, month=9, day=3)\nend = date(year=2025, month=12, day=31)"
    assert lines(code) == [
        "period:", "  year: 2025", "  month: 9", "  day: 3",
        "  date:", "    year: 2025", "    month: 12", "    day: 31",
    ]  # fmt: skip
    made = [(found("model", "SVC", C=1, gamma=2), "a"), (found("model", "NuSVC", C=3, gamma=2), "a")]
    home = ("params.yaml", Reserved({"model": {"C": 9}}))
    assert [[".".join(entry.key) for entry in group] for group in keyed(made, [home, home])] == [
        ["model.svc.C", "model.gamma"], ["model.nu_svc.C", "model.gamma"],
    ]  # fmt: skip


TOKEN = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"
OF_COLUMNS = {
    "cut": (f"customers of the eastern regi, {TOKEN}", ["decision:", "  customers_of_the_eastern_regi_threshold: 500"]),
    "whole": (TOKEN, ["decision:", "  value_threshold: 500"]),
}


@pytest.mark.parametrize(("column", "wanted"), OF_COLUMNS.values(), ids=OF_COLUMNS)
def test_a_key_has_no_part_of_what_may_be_a_credential(column: str, wanted: list[str]) -> None:
    assert lines(f"s = df[df['{column}'] > 500]") == wanted


def test_weights_are_called_by_what_they_weigh() -> None:
    assert lines("gray = 0.299 * r + 0.587 * g + 0.114 * b") == [
        "model:", "  weight_r: 0.299", "  weight_g: 0.587", "  weight_b: 0.114",
    ]  # fmt: skip


def test_different_texts_have_different_keys() -> None:
    texts = ("a/{x}/raw.csv", "b/{y}/raw.csv", "b/{y + 1}/raw.csv", "b/{y + 2}/raw.csv", "b/{y}/raw.csv")
    code = "\n".join(f"a = read_csv(f'{text}')" for text in texts)
    keys = [entry.key for group in keyed([(one, "n") for one in look(code).found]) for entry in group]
    assert (len(set(keys)), len(keys)) == (4, 5)
    assert not any(key[-1] == "path" for key in keys)


TEMPLATES = {
    "names": ("f'a/{x}/{y}.csv'", "a/{x}/{y}.csv", ".format(x=x, y=y)"),
    "a name twice": ("f'a/{x}/{x}.csv'", "a/{x}/{x}.csv", ".format(x=x)"),
    "attributes": ("f'a/{x.y.z}.csv'", "a/{x.y.z}.csv", ".format(x=x)"),
    "forms": ("f'a/{x!r}.csv'", "a/{x!r}.csv", ".format(x=x)"),
    "braces": ("f'a/{{b}}/{x}.csv'", "a/{{b}}/{x}.csv", ".format(x=x)"),
    "an expression": ("f'a/{x + 1}.csv'", "a/{}.csv", ""),
    "a subscript": ("f'a/{x[0]}.csv'", "a/{}.csv", ""),
    "a form that is filled": ("f'a/{x:{y}}.csv'", "a/{}.csv", ""),
}


@pytest.mark.parametrize(("text", "template", "fill"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_text_that_is_filled_can_be_filled_from_a_config_file(text: str, template: str, fill: str) -> None:
    (one,) = look(f"read_csv({text})").found
    (literal,) = one.literals
    assert (literal.value, literal.template.pattern, literal.template.fill) == (None, template, fill)
    if fill:

        class X:
            y = type("Y", (), {"z": 3})

        names = {"x": X if "x.y" in text else "v", "y": "w"}
        assert eval(template.__repr__() + fill, dict(names)) == eval(text, dict(names))


def test_a_credential_in_a_text_that_is_filled_is_not_kept() -> None:
    (one,) = look("create_engine(f'postgresql://u:hunter2@{host}/db')").found
    (literal,) = one.literals
    assert (literal.template.pattern, literal.template.fill) == ("", "")
    assert "hunter2" not in "".join(yaml_lines(entry for group in keyed([(one, "a")]) for entry in group))


KINDS = {
    "weight_decay": (0, "float"), "dropout": (1, "float"), "C": (5, "float"), "learning_rate": (1, "float"),
    "l1_ratio": (0, "float"), "threshold": (100, "float"), "max_depth": (5, "int"), "n_estimators": (100, "int"),
    "decay_steps": (1000, "int"), "num_weights": (3, "int"), "epochs": (1, "int"), "seed": (0, "int"),
    "batch_size": (32, "int"), "rate": ([0, 1], "float"), "lags": ([1, 7], "int"), "mixed": ([1, 0.5], "float"),
    "kernel": ("poly", "str"), "names": (["a", "b"], "str"), "odd": (["a", 1], "str"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_a_type_takes_what_the_name_may_be_set_to(name: str) -> None:
    value, kind = KINDS[name]
    assert kind_of(name, value) == kind


def test_a_name_that_the_command_line_has_is_not_taken_again() -> None:
    made = found("model", "SVC", max_depth=3, C=5)
    (entries,) = keyed([(made, "train")], [("train.py", Reserved(names=frozenset(("max_depth",))))])
    target = ConfigTarget("argparse", "train.py", "parser")
    assert options(target, entries) == [
        'parser.add_argument("--svc-max-depth", type=int, default=3)',
        'parser.add_argument("--C", type=float, default=5)',
    ]


def test_names_without_sections_differ_where_their_values_do() -> None:
    two = [(found("model", "SVC", size=3), "a"), (found("data", "load", size=4), "a")]
    home = ("a.py", Reserved(names=frozenset()))
    assert [".".join(group[0].key) for group in keyed(two, [home, home])] == ["model.size", "data.load.size"]
    assert [".".join(group[0].key) for group in keyed(two)] == ["model.size", "data.size"]
    apart = keyed(two[:1] * 2, [home, ("b.py", Reserved(names=frozenset()))])
    assert [".".join(group[0].key) for group in apart] == ["model.size", "model.size"]


def test_what_is_around_is_looked_up_once_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def parents_in(root: ast.AST) -> object:
        looked.append(root)
        return real(root)

    real = keys._parents_in
    monkeypatch.setattr(keys, "_parents_in", parents_in)
    calls = ", ".join(f"drop('a{number}', lambda x: x > {number}.5)" for number in range(100))
    (one,) = look(f"rows = [{calls}]\n").found
    assert [literal.words.subject for literal in one.literals] == [f"a{number}" for number in range(100)]
    assert len(looked) == 1
