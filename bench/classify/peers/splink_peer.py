"""Splink 5 on DuckDB: probabilistic linkage, trained without labels on the files themselves.

Names are compared with term frequencies, nicknames, halves of double names, similar spellings and initials; handles
with the usual ways to write a name as one word. A connection's probability is what the odds of all its pairs make
together; its person is that of the best pair. The probability is Splink's own, not calibrated.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_level_library import CustomLevel, ElseLevel, ExactMatchLevel
from splink.comparison_library import CustomComparison

from bench.classify.peers import columns

LISTS = ("first_forms", "last_forms", "handle_forms")
TEXTS = ("first", "last", "handle", "name_word", "block_word", "first_word", "last_word")
PRIOR = 0.55
WIDE_UP_TO = 100_000
_LOWEST_WEIGHT = -8


def _null(condition: str) -> Any:
    return CustomLevel(condition, label_for_charts="nothing to compare").configure(is_null_level=True)


def _common(column: str, label: str) -> CustomLevel:
    return CustomLevel(f"len(list_intersect({column}_l, {column}_r)) > 0", label_for_charts=label)


def _name(column: str, similar: float, forms: str) -> list[Any]:
    return [
        _null(f"{column}_l is null or {column}_r is null"),
        ExactMatchLevel(column, term_frequency_adjustments=True),
        _common(f"{column}_forms", forms),
        CustomLevel(f"jaro_winkler_similarity({column}_l, {column}_r) > {similar}", label_for_charts="similar"),
        CustomLevel(f"length({column}_l) = 1 and {column}_l = {column}_r[1]", label_for_charts="initial"),
        ElseLevel(),
    ]


FIRST = _name("first", 0.9, "nickname")
LAST = _name("last", 0.92, "half of a double name")
# Splink leaves a comparison out of a training that blocks on a column it reads: hence copies of names and words.
HANDLE = [
    _null("handle_l is null"),
    CustomLevel("list_contains(handle_forms_l, name_word_r)", label_for_charts="first and last name"),
    _common("handle_forms", "another usual form"),
    CustomLevel("contains(handle_l, last_word_r) and length(last_word_r) > 3", label_for_charts="last name inside"),
    CustomLevel("contains(handle_l, first_word_r) and length(first_word_r) > 2", label_for_charts="first name inside"),
    ElseLevel(),
]
# Where only the display name or only the handle is shown there is nothing to train one by the other with.
GUESSED = {
    "first": (0.6, 0.15, 0.1, 0.05, 0.1),
    "last": (0.7, 0.1, 0.1, 0.03, 0.07),
    "handle": (0.45, 0.25, 0.15, 0.1, 0.05),
}
# Which pairs are looked at. Wide blocks find more (first names alone, another first letter) and stop being affordable.
WIDE = (
    block_on("last_forms", arrays_to_explode=["last_forms"]),
    block_on("handle_forms", arrays_to_explode=["handle_forms"]),
    block_on("first", "substr(last, 1, 1)"),
)
TIGHT = (
    block_on("last_forms", "substr(first, 1, 1)", arrays_to_explode=["last_forms"]),
    block_on("handle_forms", arrays_to_explode=["handle_forms"]),
    block_on("first", "substr(last, 1, 3)"),
)


def match(folder: Path, most: int | None) -> pd.DataFrame:
    """Train on the files, predict, and take each connection's pairs together."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    table, roster = columns.connections(folder, most), columns.people(folder)
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    # Splink puts the tables in the order of their names: the connection is the left of every pair.
    connection.register("left_arrow", _arrow(_connections(table)))
    connection.register("right_arrow", _arrow(_people(roster)))
    connection.execute("CREATE TABLE a_connections AS FROM left_arrow; CREATE TABLE b_people AS FROM right_arrow")
    api = DuckDBAPI(connection=connection)
    both = [api.register(name, dataset_display_name=name) for name in ("a_connections", "b_people")]
    linker = Linker(both, _settings(table, len(roster)), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=4e6, seed=1)
    if _trainable(table):
        train = linker.training.estimate_parameters_using_expectation_maximisation
        train(block_on("block_word"), fix_probability_two_random_records_match=True)
        train(block_on("first", "last"), fix_probability_two_random_records_match=True)
    pairs = linker.inference.predict(threshold_match_weight=_LOWEST_WEIGHT)
    found = connection.execute(
        "SELECT unique_id_l AS connection, arg_max(unique_id_r, match_weight) AS person, "
        f"sum(pow(2, least(match_weight, 60))) AS odds FROM {pairs.physical_name} GROUP BY 1"
    ).df()
    best, chance = np.full(len(table), -1), np.zeros(len(table))
    best[found["connection"]] = found["person"]
    chance[found["connection"]] = found["odds"] / (1 + found["odds"])
    return columns.answers(table, roster, best.tolist(), chance.tolist())


def _shown(table: pd.DataFrame) -> tuple[bool, bool]:
    return bool((table["first"] != "").any()), bool((table["handle"] != "").any())


def _trainable(table: pd.DataFrame) -> bool:
    return all(_shown(table))


def _settings(table: pd.DataFrame, people: int) -> SettingsCreator:
    names, handles = _shown(table)
    wanted = {"first": FIRST, "last": LAST} if names else {}
    if handles:
        wanted["handle"] = HANDLE
    if not _trainable(table):
        wanted = {name: _guessed(levels, GUESSED[name]) for name, levels in wanted.items()}
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            CustomComparison(output_column_name=f"{name}_compared", comparison_levels=levels)
            for name, levels in wanted.items()
        ],
        blocking_rules_to_generate_predictions=list(WIDE if people <= WIDE_UP_TO else TIGHT),
        probability_two_random_records_match=PRIOR / people,
        retain_matching_columns=False,
    )


def _guessed(levels: list[Any], chances: tuple[float, ...]) -> list[Any]:
    given = (level.configure(m_probability=m) for level, m in zip(levels[1:], chances, strict=True))
    return [levels[0], *given]


def _connections(table: pd.DataFrame) -> dict[str, list[Any]]:
    return {
        "first": [name or None for name in table["first"]],
        "last": [name or None for name in table["last"]],
        "handle": [name or None for name in table["handle"]],
        "name_word": [None] * len(table),
        "block_word": [name or None for name in table["handle"]],
        "first_word": [None] * len(table),
        "last_word": [None] * len(table),
        "first_forms": [[name] if name else [] for name in table["first"]],
        "last_forms": [[name] if name else [] for name in table["last"]],
        "handle_forms": [columns.handle_forms(handle) for handle in table["handle"]],
    }


def _people(roster: pd.DataFrame) -> dict[str, list[Any]]:
    short_forms = columns.nicknames()
    names = list(zip(roster["first"], roster["short"], roster["preferred"], strict=True))
    words = [s + name if s and name else None for s, name in zip(roster["short"], roster["last"], strict=True)]
    return {
        "first": [short or None for short in roster["short"]],
        "last": [name or None for name in roster["last"]],
        "first_word": [short or None for short in roster["short"]],
        "last_word": [name or None for name in roster["last"]],
        "handle": [None] * len(roster),
        "name_word": words,
        "block_word": words,
        "first_forms": [sorted({*three, *short_forms.get(three[1], ())} - {""}) for three in names],
        "last_forms": roster["lasts"].tolist(),
        "handle_forms": [_words(three, lasts) for three, lasts in zip(names, roster["lasts"], strict=True)],
    }


def _words(firsts: tuple[str, ...], lasts: list[str]) -> list[str]:
    """How people write their name as one word."""
    return sorted(
        {
            word
            for first in firsts
            for last in lasts
            if first
            for word in (first + last, last + first, first[0] + last, last + first[0])
        }
    )


def _arrow(columns_of: dict[str, list[Any]]) -> pa.Table:
    rows = len(columns_of["first"])
    arrays = {"unique_id": pa.array(range(rows), pa.int64())}
    arrays |= {name: pa.array(columns_of[name], pa.string()) for name in TEXTS}
    arrays |= {name: pa.array(columns_of[name], pa.list_(pa.string())) for name in LISTS}
    return pa.table(arrays)


if __name__ == "__main__":
    columns.run(match)
