"""Sample sets of others: each is read, or ends in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.errors import RosterError
from auditor.roster import load
from auditor.roster.check import report

_DATA = Path(os.environ.get("AUDITOR_PEER_DATA", ""), "oneroster")
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(not os.environ.get("AUDITOR_PEER_DATA"), reason="AUDITOR_PEER_DATA is not set"),
]
_SDS = "OfficeDev__O365-EDU-Tools/CSV Samples"


@pytest.mark.parametrize(
    ("folder", "form", "counts"),
    [
        (f"{_SDS}/SDS v2.1", "sds-2.1", {"teacher": 2, "student": 4, "parent": 2, "relative": 1}),
        (f"{_SDS}/SDS v2", "sds-2", {"teacher": 5, "staff": 2, "student": 22}),
        *(
            (f"{_SDS}/{country} Format/{size}", "sds-1", counts)
            for country in ("SDS", "UK")
            for size, counts in (
                ("Min Required Attributes", {"teacher": 2, "student": 22}),
                ("25 Users", {"administrator": 2, "teacher": 2, "student": 22}),
                ("100 Users", {"administrator": 2, "teacher": 12, "student": 86}),
            )
        ),
    ],
)
def test_sets_are_read(folder: str, form: str, counts: dict[str, int]) -> None:
    found = report(load(_DATA / folder))
    assert found.format == form
    assert {count.group.value: count.current for count in found.groups if count.current} == counts
    assert not [problem for problem in found.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    "path",
    [
        "OfficeDev__O365-EDU-Tools/CustomSolutions/SDS_ADF_ETL_Integrations/SchoologyCSV",
        "Ed-Fi-Alliance-OSS__edfi-oneroster/config/swagger.yml",
        "bergerb__OneRosterSampleDataGenerator/Templates/Planets",
        "bergerb__OneRosterSampleDataGenerator/Templates/Planets/orgs.csv",
        "bergerb__OneRosterSampleDataGenerator/Templates/Planets/teachers.csv",
        "bergerb__OneRosterSampleDataGenerator/OneRosterSampleDataGenerator/Resources/courses.csv",
    ],
)
def test_what_is_no_roster_gets_a_sentence(path: str) -> None:
    with pytest.raises(RosterError, match="Needed is a first row"):
        load(_DATA / path)
