"""Each rule's page is also its table of cases."""

from __future__ import annotations

import pytest

from commitworthy.parameters.find import SearchOptions
from commitworthy.parameters.rules import RULES, table
from commitworthy.parameters.rules.examples import EXAMPLES
from commitworthy.parameters.rules.rule import ParameterRule
from tests.parameters.looking import look, said

FLAGGED = {f"{rule.rule.code} {code}": (rule, code) for rule in RULES for code in EXAMPLES[rule.rule.code][0]}
ACCEPTED = {f"{rule.rule.code} {code}": (rule, code) for rule in RULES for code in EXAMPLES[rule.rule.code][1]}


@pytest.mark.parametrize(("rule", "code"), FLAGGED.values(), ids=FLAGGED)
def test_what_the_page_says_is_flagged(rule: ParameterRule, code: str) -> None:
    options = SearchOptions(select=("default", rule.rule.name))
    assert rule.rule.code in {one.rule.code for one in look(code, options=options).found}


@pytest.mark.parametrize(("rule", "code"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_the_page_says_is_accepted(rule: ParameterRule, code: str) -> None:
    assert said(look(code, options=SearchOptions(select=(rule.rule.code,))).found) == []


WHOLE = {
    "params = {'max_depth': 6, 'eta': 0.1, 'ways': 3}": ["PAR103 max_depth=6 eta=0.1 ways=3"],
    "ways = {'max_depth': 6, 'eta': 0.1, 'ways': 3}": ["PAR103 max_depth=6 eta=0.1"],
    "layers = [n, 50, 30, m]": ["PAR104 layers=50 layers=30"],
    "rates = [low, 0.5, high]": [],
    "names = words[x.argsort()][-20:]": ["PAR306 top_k=-20"],
    "x, y = a[:500], b[500:]": [],
    "x_train, x_test = a[:500], a[500:]": ["PAR305 cut=500", "PAR305 cut=500"],
    "TrainingArguments(warmup_ratio=0.0, learning_rate=2e-5)": ["PAR101 warmup_ratio=0.0 learning_rate=2e-05"],
    "EarlyStopping(min_delta=0, patience=5, verbose=0)": ["PAR101 min_delta=0 patience=5"],
    "s.rolling(window=21, min_periods=1)": ["PAR101 window=21"],
    "LSTM(dropout=0 if n == 1 else 0.2, units=16)": ["PAR101 dropout=0.2 units=16"],
    "Trainer(gpus=1 if cuda else 0)": [],
    "learning_rate = 0.025 * 128": ["PAR104 learning_rate=3.2"],
    "lr = start * 0.1 ** (epoch // 30)": ["PAR114 lr=0.1 lr=30"],
    "low, high = mean - 3 * std, mean + 3 * std": ["PAR114 std=3", "PAR114 std=3"],
    "simulate(rate=0.3, noise=10, agents=200, shocks=1, verbose=0)": ["PAR101 rate=0.3 noise=10 agents=200 shocks=1"],
    "simulate(rate=0.3, noise=10, agents=n, shocks=1)": ["PAR101 rate=0.3 noise=10"],
    "LOG = f'out/{args.name}.log'": ["PAR503 LOG=None"],
    "LOG = f'out/{VERSION}.log'": [],
    "df.where(col('user_id') == 94)": ["PAR304 user_id=94"],
    "partitions = max(2, min(200, rows // size))": ["PAR113 partitions=2", "PAR113 partitions=200"],
    # Shapes that a rule does not expect: a list where it asks for a number, a call where it asks for a dict.
    "def solve(x):\n    max_iters = [10, 20]": [],
    "set_param('learning_rate', 0)": [],
    "set_param('C', 5)": [],
}


@pytest.mark.parametrize("code", WHOLE)
def test_each_literal_is_found_once_and_under_its_name(code: str) -> None:
    assert said(look(code).found) == WHOLE[code]


def test_examples_are_those_of_the_rules_in_the_order_of_their_codes() -> None:
    assert list(EXAMPLES) == sorted(rule.rule.code for rule in RULES)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.rule.code for rule in RULES}) == len({rule.rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.name)
def test_a_page_is_complete(rule: ParameterRule) -> None:
    assert rule.rule.code.startswith("PAR")
    assert rule.rule.name == rule.rule.name.lower().replace("_", "-").replace(" ", "-")
    assert rule.why.endswith((".", "."))
    assert all(EXAMPLES[rule.rule.code])
    assert rule.exempt
    assert rule.asks


def test_rules_are_chosen_by_name_code_or_set() -> None:
    def codes(*select: str, ignore: tuple[str, ...] = ()) -> set[str]:
        return {rule.rule.code for rules in table(select, ignore).values() for rule in rules}

    assert codes("seed") == codes("PAR302") == {"PAR302"}
    assert codes() == codes("default") == {rule.rule.code for rule in RULES if rule.default}
    assert codes("all") == {rule.rule.code for rule in RULES}
    assert codes("default", "constant") == codes() | {"PAR801"}
    assert codes(ignore=("seed",)) == codes() - {"PAR302"}
