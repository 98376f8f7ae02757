"""Candidate recall, on a roster small enough to know who can be found."""

from __future__ import annotations

import pandas as pd
import pytest

from bench.classify import page, real_names, recall

PEOPLE = ["Rosalind Pemberthy", "Tomasz Wisniewski", *(f"Maria {c}ornbluth" for c in "BCDFGHJKLMNPRSTVWZ" * 2)]
CONNECTIONS = [
    # shown, the true person, and what is revealed of the first and the last name
    ("Rosalind Pemberthy", 0, 2, 2),
    ("", 1, 0, 0),
    ("Maria", 7, 2, 0),
    ("Zebulon Quackenbush", -1, 2, 2),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    members = pd.DataFrame([(name, *name.split()) for name in PEOPLE], columns=["name", "given", "family"])
    real_names._roster(members, folder / "roster")
    truth = pd.DataFrame(CONNECTIONS, columns=["display_name", "truth_person", "rev_g", "rev_s"])
    truth.to_parquet(folder / "truth.parquet")
    shown = truth[["display_name"]].assign(connection_id=range(len(truth)), account_id="0")
    shown.to_csv(folder / "connections.csv", index=False)
    return folder


def test_members_are_told_apart_by_how_they_could_be_chosen(folder):
    shares = {row["value"]: [row["members"], *(row[way] for way in recall.WAYS)] for row in recall.table([folder])}
    third = round(1 / 3, 6)
    assert shares == {
        recall.ALL: [3, third, 0, third, 0, third],
        "first and last name": [1, 1, 0, 0, 0, 0],
        "first name": [1, 0, 0, 1, 0, 0],
        "nothing": [1, 0, 0, 0, 0, 1],
    }


def test_sets_are_pooled_and_the_page_shows_them(folder):
    rows = recall.table([folder, folder])
    lines = page._candidates({"r5k": {"candidates": {"rows": rows}}, "r50k": {}})
    assert "| 5,000 people | all members | 6 | 33.33 % | 0.00 % | 33.33 % | 0.00 % | 33.33 % |" in lines
    assert page._candidates({"r5k": {}}) == []
