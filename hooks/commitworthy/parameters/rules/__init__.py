"""The rules, one a file, in the order in which they are asked: the first that knows a literal has it."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING
from . import (
    absolute_path,
    algorithm_choice,
    all_cores,
    blend_weight,
    cap,
    column_list,
    constant,
    data_url,
    date,
    factor,
    file_path,
    flowing,
    fraction_argument,
    fraction_threshold,
    fraction_variable,
    hyperparameter_argument,
    hyperparameter_dict,
    hyperparameter_keyword,
    hyperparameter_variable,
    layer_width,
    map_region,
    model_id,
    named_threshold,
    output_format,
    own_argument,
    path_variable,
    place_name,
    portion,
    preprocessing_size,
    record_id,
    resource,
    row_filter,
    sample_size,
    search_space,
    seed,
    service,
    spark_setting,
    split,
    sql_date,
    storage_uri,
    swept_list,
    top_k,
    training_loop,
    variable,
    year,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rule import ParameterRule

RULES: tuple[ParameterRule, ...] = (
    seed.RULE,
    split.RULE,
    portion.RULE,
    top_k.RULE,
    spark_setting.RULE,
    resource.RULE,
    all_cores.RULE,
    sample_size.RULE,
    record_id.RULE,
    map_region.RULE,
    search_space.RULE,
    service.RULE,
    storage_uri.RULE,
    absolute_path.RULE,
    data_url.RULE,
    date.RULE,
    sql_date.RULE,
    year.RULE,
    model_id.RULE,
    file_path.RULE,
    path_variable.RULE,
    place_name.RULE,
    preprocessing_size.RULE,
    hyperparameter_argument.RULE,
    hyperparameter_keyword.RULE,
    hyperparameter_dict.RULE,
    hyperparameter_variable.RULE,
    flowing.RULE,
    algorithm_choice.RULE,
    training_loop.RULE,
    blend_weight.RULE,
    cap.RULE,
    factor.RULE,
    own_argument.RULE,
    fraction_argument.RULE,
    named_threshold.RULE,
    row_filter.RULE,
    fraction_threshold.RULE,
    variable.RULE,
    fraction_variable.RULE,
    output_format.RULE,
    layer_width.RULE,
    column_list.RULE,
    constant.RULE,
    swept_list.RULE,
)

Table = dict[tuple[str, str], tuple["ParameterRule", ...]]


# Made once for the files of a run.
_TABLES: dict[tuple[frozenset[str], frozenset[str]], Table] = {}


def table(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Table:
    """The rules that are asked, by (slot, kind).  They are named by name or code; `default` and `all` are sets."""
    key = (frozenset(select), frozenset(ignore))
    if key not in _TABLES:
        _TABLES[key] = _table(*key)
    return _TABLES[key]


def _table(chosen: frozenset[str], left_out: frozenset[str]) -> Table:
    rules = [rule for rule in RULES if _is_on(rule, chosen) and not left_out & {rule.rule.name, rule.rule.code}]
    asked = dict.fromkeys(ask for rule in rules for ask in rule.asks)
    return {ask: tuple(rule for rule in rules if ask in rule.asks) for ask in asked}


def _is_on(rule: ParameterRule, chosen: frozenset[str]) -> bool:
    if not chosen:
        return rule.default
    return bool(chosen & {rule.rule.name, rule.rule.code, "all"}) or ("default" in chosen and rule.default)
