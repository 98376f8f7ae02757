"""One invented district through CSV, OneRoster 1.1 and 1.2, Clever and Google: the same roster, as far as each says."""

from __future__ import annotations

import json
import stat

import pytest

from auditor.roster import load
from auditor.roster.model import Group
from tests.auditor.roster import live_district as district
from tests.auditor.roster import sets
from tests.auditor.roster.live import CLEVER, GOOGLE, OR11, OR12, fetch
from tests.auditor.roster.live_district import said
from tests.emulators.clever import Clever
from tests.emulators.google_workspace import GoogleWorkspace
from tests.emulators.oneroster import OneRoster


@pytest.mark.parametrize(("version", "source"), [("1.1", OR11), ("1.2", OR12)])
@pytest.mark.parametrize("strings", [True, False])
def test_oneroster_says_what_its_csv_files_say(version, source, strings, tmp_path):
    expected = load(sets.write(tmp_path / "csv", district.csv(version)))
    with OneRoster(district.oneroster(version, strings=strings), version) as server:
        done = fetch(source, server, tmp_path / "roster")
    roster = load(tmp_path / "roster")
    assert said(roster) == said(expected)
    assert roster.people.keys() == expected.people.keys()
    assert roster.orgs == expected.orgs
    assert roster.classes_of == expected.classes_of
    assert roster.coverage == expected.coverage
    assert roster.as_of == expected.as_of
    assert [p.message for p in roster.problems if p.severity != "info"] == []
    assert done.people[Group.TEACHER] == 2
    assert done.people[Group.STUDENT] == 2
    assert not done.absent


def test_versions_1_1_and_1_2_say_the_same(tmp_path):
    rosters = []
    for version, source in (("1.1", OR11), ("1.2", OR12)):
        with OneRoster(district.oneroster(version), version) as server:
            fetch(source, server, tmp_path / version)
        rosters.append(said(load(tmp_path / version)))
    assert rosters[0] == rosters[1]


def test_clever_says_the_same_of_those_who_are_here(tmp_path):
    expected = load(sets.write(tmp_path / "csv", district.csv("1.2")))
    with Clever(district.clever()) as server:
        fetch(CLEVER, server, tmp_path / "roster")
    roster = load(tmp_path / "roster")
    assert said(roster, "left") == said(expected, "left")
    assert {o.name: o.kind for o in roster.orgs.values()} == {o.name: o.kind for o in expected.orgs.values()}


def test_google_says_the_same_without_grades_schools_and_kin(tmp_path):
    expected = said(load(sets.write(tmp_path / "csv", district.csv("1.2"))), "middle", "emails", "roles", "grades")
    del expected["Hedda Quimbleton"]
    with GoogleWorkspace(**district.google()) as server:
        fetch(GOOGLE, server, tmp_path / "roster")
    roster = load(tmp_path / "roster")
    assert said(roster, "middle", "emails", "roles", "grades") == expected
    assert roster.find("sabadi@mail.example").given == "Samir"
    assert roster.find("rquimbleton@harborfalls.example").orgs == {"/Teachers/Oak"}


def sources():
    yield OR11, OneRoster(district.oneroster("1.1"), "1.1")
    yield OR12, OneRoster(district.oneroster("1.2"), "1.2")
    yield CLEVER, Clever(district.clever())
    yield GOOGLE, GoogleWorkspace(**district.google())


def test_what_nobody_needs_is_neither_asked_for_nor_kept(tmp_path):
    for number, (source, emulator) in enumerate(sources()):
        with emulator as server:
            fetch(source, server, tmp_path / str(number))
        assert not any("demographics" in asked.path for asked in server.asked)
        for file in (tmp_path / str(number)).iterdir():
            assert district.SECRET not in file.read_text()
            assert "sesame" not in file.read_text()


def test_the_folder_is_private_and_says_where_it_is_from(tmp_path):
    with OneRoster(district.oneroster("1.2")) as server:
        fetch(OR12, server, tmp_path / "deep" / "roster")
    folder = tmp_path / "deep" / "roster"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["roster"]
    body = json.loads((folder / "pull.json").read_text())
    assert body["source"] == {"kind": "oneroster-1.2", "base_url": "https://sis.harborfalls.example"}
    assert body["people"]["student"] == 2
    assert body["files"]["users"]["rows"] == len(district.PEOPLE)
    assert load(folder).format == "oneroster-1.2"


def test_the_same_server_gives_the_same_roster_twice(tmp_path):
    hashes = []
    for _ in range(2):
        with OneRoster(district.oneroster("1.2")) as server:
            fetch(OR12, server, tmp_path / "roster")
        hashes.append(load(tmp_path / "roster").sha256)
    assert hashes[0] == hashes[1]
