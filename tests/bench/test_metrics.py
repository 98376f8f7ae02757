"""The figures of the classifier's benchmark, on tables small enough to count by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bench.classify import metrics

# p, verdict, category, person, true person, true role, name group, account
MEMBER_ROWS = [
    (1.00, "community", "parent", "p1", 1, "guardian", 0, 0),  # all right
    (0.90, "uncertain", "student", "p9", 2, "student", 1, 0),  # the role, not the person
    (0.60, "uncertain", "teacher", "p3", 3, "staff", 1, 1),  # the person, not the role
    (0.02, "not_in_roster", "", "", 4, "student", 1, 1),  # a member said to be missing
]
STRANGER_ROWS = [
    (0.98, "community", "teacher", "p5", -1, "non-community", -1, 0),
    (0.40, "cannot_tell", "", "", -1, "non-community", -1, 1),
    (0.01, "not_in_roster", "", "", -1, "non-community", -1, 1),
    (0.01, "not_in_roster", "", "", -1, "non-community", -1, 1),
]
EXPECTED = {
    "f1": 3 / 4,  # 3 right of 4 said, 3 of 4 there are
    "precision": 3 / 4,
    "recall": 3 / 4,
    "role": 5 / 8,
    "top1": 2 / 4,
    "first": 2 / 4,
    "brier": (0 + 0.01 + 0.16 + 0.98**2 + 0.98**2 + 0.16 + 0.0001 + 0.0001) / 8,
    "accused": 1 / 4,
    "caught": 2 / 4,
    "strangers_clear": 1 / 4,
    "members_clear": 1 / 4,
    "undetermined": 3 / 8,
}


def tables(rows: list[tuple], verdict: bool = True, listed: pd.DataFrame | None = None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["p", "verdict", "category", "person", "truth", "role", "name_group", "account"])
    numbers = range(len(frame))
    truth = pd.DataFrame(
        {
            "conn_id": numbers,
            "account": frame["account"],
            "truth_person": frame["truth"],
            "truth_role": frame["role"],
            "name_group": frame["name_group"],
        }
    )
    out = pd.DataFrame(
        {
            "connection_id": [str(n) for n in numbers],
            "category": frame["category"],
            "person_id": frame["person"],
            "p_community": [str(p) for p in frame["p"]],
        }
    )
    if verdict:
        out["verdict"] = frame["verdict"]
    return metrics.scored(truth, out, listed)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_figure_is_what_counting_by_hand_gives(name):
    assert metrics.figures(tables(MEMBER_ROWS + STRANGER_ROWS))[name] == pytest.approx(EXPECTED[name])


def test_the_error_of_calibration_weighs_every_bin_by_its_connections():
    # One bin from 0 to 1/15 (0.02, a member; 0.01 and 0.01, not), and one each for 0.40, 0.60, 0.90, 0.98 and 1.00,
    # where 14/15 is 0.933: 0.98 and 1.00 share the last bin.
    gaps = abs(1 - 0.04) + 0.40 + abs(0.60 - 1) + abs(0.90 - 1) + abs(1.98 - 1)
    assert metrics.figures(tables(MEMBER_ROWS + STRANGER_ROWS))["ece"] == pytest.approx(gaps / 8)


def test_without_verdicts_the_probability_alone_decides():
    found = metrics.figures(tables(MEMBER_ROWS + STRANGER_ROWS, verdict=False))
    assert (found["accused"], found["caught"], found["undetermined"]) == (1 / 4, 2 / 4, 3 / 8)


def test_a_group_without_a_false_accusation_makes_the_ratio_infinite():
    rows = tables(MEMBER_ROWS + STRANGER_ROWS)
    assert metrics.figures(rows)["accused_ratio"] == math.inf  # 0 of 1 against 1 of 3
    groups = metrics.name_groups(rows)
    assert groups.loc["Black", ["members", "accused", "missed"]].tolist() == pytest.approx([3, 1 / 3, 1 / 3])
    assert groups.loc["Black", "low"] <= 1 / 3 <= groups.loc["Black", "high"]


def test_the_ratio_is_the_largest_rate_over_the_smallest():
    accused = (0.02, "not_in_roster", "", "", 4, "student", 0, 2)
    assert metrics.figures(tables([*MEMBER_ROWS, accused]))["accused_ratio"] == pytest.approx((1 / 2) / (1 / 3))


def test_without_members_or_strangers_their_figures_are_no_numbers():
    assert math.isnan(metrics.figures(tables(STRANGER_ROWS))["recall"])
    assert math.isnan(metrics.figures(tables(MEMBER_ROWS))["caught"])


def test_resampled_sums_are_those_of_repeating_the_account():
    rows = tables(MEMBER_ROWS + STRANGER_ROWS)
    drawn = metrics.from_sums(metrics.sums(rows).weighted(np.array([[0.0, 2.0]])))
    twice = pd.concat([rows[rows["account"] == 1]] * 2)
    for name, value in metrics.figures(twice).items():
        assert drawn[name][0] == pytest.approx(value, nan_ok=True), name


def test_an_interval_holds_the_figure_and_is_the_same_every_time():
    many = metrics.pool([tables(MEMBER_ROWS + STRANGER_ROWS)] * 20)
    first, second = metrics.intervals(many), metrics.intervals(many)
    assert first["f1"] == second["f1"]
    assert first["f1"][0] < metrics.figures(many)["f1"] < first["f1"][1]


def test_pooling_keeps_accounts_of_different_sets_apart():
    one = tables(MEMBER_ROWS)
    assert metrics.pool([one, one])["account"].nunique() == 2 * one["account"].nunique()


def test_strata_have_the_figures_of_their_rows():
    rows = tables(MEMBER_ROWS + STRANGER_ROWS)
    table = metrics.by(rows, "truth_role")
    assert table.loc["student", "recall"] == 1 / 2
    assert table.index[0] == "non-community"


def test_the_curve_counts_both_at_and_below_a_threshold():
    curve = metrics.accusation_curve(tables(MEMBER_ROWS + STRANGER_ROWS)).set_index("p")
    assert curve.loc[0.01].to_dict() == {"members": 0, "strangers": 1 / 2}
    assert curve.loc[0.02].to_dict() == {"members": 1 / 4, "strangers": 1 / 2}


def test_tables_of_other_connections_are_refused():
    truth = pd.DataFrame({"conn_id": [1, 2], "account": [0, 0], "truth_person": [-1, -1]})
    out = pd.DataFrame({"connection_id": ["2", "1"], "category": "", "person_id": "", "p_community": "0.5"})
    with pytest.raises(ValueError, match="same order"):
        metrics.scored(truth, out)


def test_equals_share_the_first_place() -> None:
    """Of two who rank first the right one counts half, of three a third; a later rank counts nothing."""
    ranked = [("0", 1, "p1"), ("1", 1, "p9"), ("1", 1, "p2"), ("2", 1, "p7"), ("2", 2, "p3")]
    listed = pd.DataFrame(ranked, columns=["connection_id", "rank", "person_id"])
    found = metrics.figures(tables(MEMBER_ROWS, listed=listed))
    assert found["first"] == pytest.approx((1 + 1 / 2) / 4)
    assert found["top1"] == pytest.approx(2 / 4)
