"""The generator of districts: what it makes hangs together, differs by seed, and is the same for the same seed."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.roster.load import load
from auditor.roster.model import Group
from bench.districts import District, draw_rates, make, spelling, write
from bench.districts.persona import halves

SEED = 21


def _digest(folder: Path) -> str:
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in names)).hexdigest()


@pytest.fixture(scope="module")
def district() -> District:
    return make(seed=SEED, people=1500, connections=1200, rates=draw_rates(SEED))


@pytest.fixture(scope="module")
def folder(district: District, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(district, tmp_path_factory.mktemp("district"))


def test_same_seed_same_bytes_in_another_process(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.districts", str(tmp_path / "d"), "1500", "1200", str(SEED)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONHASHSEED": "5"})
    assert _digest(tmp_path / "d") == _digest(folder)


def test_other_seeds_make_other_districts(district: District) -> None:
    other = make(seed=SEED + 1, people=1500, connections=1200, rates=district.rates)
    assert not other.connections.display_name.equals(district.connections.display_name)
    assert draw_rates(1) == draw_rates(1)
    drawn = [draw_rates(seed) for seed in range(90)]
    for field in dataclasses.fields(drawn[0]):
        assert len({str(getattr(rates, field.name)) for rates in drawn}) > 1, field.name
    assert {rates.mode for rates in drawn} == {"mixed", "handle_only", "display_only"}
    for rates in drawn:
        for table in (*rates.displays.values(), *rates.handles.values(), rates.stranger_kinds):
            assert sum(share for _, share in table) == pytest.approx(1)


def test_truth_fits_roster_and_connections(district: District) -> None:
    truth, people = district.truth, district.roster.people
    assert list(truth.connection_id) == list(district.connections.connection_id)
    assert len(truth) == 1200
    members = truth[truth.person_id != ""]
    assert set(members.person_id) <= set(people)
    assert not any(people[one].left for one in members.person_id)
    assert set(members.role) <= {"administrator", "teacher", "staff", "student", "guardian"}
    assert set(members.tier) == {"class", "school", "district"}
    strangers = truth[truth.person_id == ""]
    assert set(strangers.role) <= {"stranger", "relative", "left", "org"}
    assert set(strangers.tier) == {""}
    owners = district.accounts.staff_id
    assert all(people[one].group in (Group.TEACHER, Group.STAFF, Group.ADMINISTRATOR) for one in owners)
    assert set(district.connections.account_id) == set(district.accounts.account_id)
    shown = district.connections
    assert ((shown.display_name != "") | (shown.handle != "")).all()
    assert all(isinstance(value, str) for value in shown.to_numpy().ravel())


def test_families_are_linked_both_ways(district: District) -> None:
    people = district.roster.people
    for person in people.values():
        assert all(person.person_id in people[one].children for one in person.guardians)
        assert all(person.person_id in people[one].guardians for one in person.children)
        if Group.STUDENT in person.groups:
            assert person.guardians
            assert person.grades
            assert district.roster.classes_of[person.person_id]
    assert any(len(person.groups) == 2 for person in people.values())
    assert 1350 < len(people) < 1650


def test_the_files_are_read_as_the_same_roster(district: District, folder: Path) -> None:
    read, made = load(folder / "roster"), district.roster
    assert {problem.message.id for problem in read.problems if problem.severity == "error"} == set()
    assert set(read.people) | set(read.alias) == set(made.people)
    for person_id, person in made.people.items():
        found = read.people[person_id]
        assert (found.given, found.family, found.middle) == (person.given, person.family, person.middle)
        assert (found.former_family, found.left) == (person.former_family, person.left)
        assert found.groups == person.groups
        if not person.left:
            assert sorted(found.guardians) == sorted(one for one in person.guardians if one in read.people)
    assert {one: set(ids) for one, ids in read.classes_of.items()} == {
        one: set(ids) for one, ids in made.classes_of.items()
    }


def test_nothing_says_what_people_are(district: District) -> None:
    columns = {*district.connections.columns, *district.truth.columns, *district.accounts.columns}
    assert not columns & {"race", "sex", "gender", "ethnicity", "circle", "side"}


def test_the_number_of_accounts_can_be_given(district: District) -> None:
    made = make(seed=1, people=300, connections=100, rates=district.rates, accounts=7)
    assert len(made.accounts) == 7
    assert len(made.connections) == 100


def test_names_are_spelled_as_people_do() -> None:
    assert halves("Garcia De La Cruz") == ("Garcia", "De La Cruz")
    assert halves("Smith-Jones Jr") == ("Smith", "Jones")
    assert spelling.letters("Nguyễn") == "nguyen"
    assert spelling.accented("Garcia") == "García"
    assert spelling.short_forms("Robert") == tuple(sorted(spelling.short_forms("Robert")))
