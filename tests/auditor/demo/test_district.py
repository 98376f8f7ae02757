"""What is written is repeatable, complete, and holds the cases the demonstration is there to show."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from auditor import config, register
from auditor.demo import district
from auditor.demo.account import NOT_ON_ROSTER
from auditor.demo.district import DemoDistrict
from auditor.demo.network import HOSTILE
from auditor.demo.truth import DemoAccount
from tests.auditor.demo.conftest import read_csv

RELATIONS = {
    "colleague",
    "family_of_student",
    "student",
    "organisation",
    "own_family",
    "professional",
    "will_remove",
    "dont_know",
}


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(demo: DemoDistrict, tmp_path: Path) -> None:
    again = district.write(tmp_path / "again")
    other = district.write(tmp_path / "other", seed=7)
    assert digest(again.folder) == digest(demo.folder)
    assert digest(other.folder) != digest(demo.folder)
    assert [a.people for a in again.accounts] == [a.people for a in demo.accounts]


def test_no_path_of_this_machine_is_written(demo: DemoDistrict) -> None:
    for path in (demo.config, demo.register, demo.roster / "manifest.csv"):
        assert str(demo.folder) not in path.read_text(encoding="utf-8")


def test_sixteen_accounts_can_be_audited_and_three_show_the_other_states(demo: DemoDistrict) -> None:
    assert Counter(a.state for a in demo.accounts) == {"audited": 16, "failed": 1, "no_export": 1, "no_consent": 1}
    assert {a.platform for a in demo.accounts if a.state == "audited"} == {
        "instagram",
        "threads",
        "facebook",
        "x",
        "linkedin",
        "tiktok",
        "snapchat",
        "youtube",
        "mastodon",
        "bluesky",
        "discord",
        "other",
    }
    assert [a.handle for a in demo.accounts if a.audience == "public"] == ["hfhs_music"]


@pytest.mark.parametrize("seed", [2026, 1, 99])
def test_every_audited_account_has_its_people_on_any_seed(seed: int, tmp_path: Path) -> None:
    for account in district.write(tmp_path, seed).accounts:
        if account.state == "audited":
            assert 40 <= len(account.people) <= 150, account.key
            assert account.counts()[NOT_ON_ROSTER] > 0
            assert all(path.is_file() for path in account.inputs)


def test_the_register_reads_back_whole(demo: DemoDistrict) -> None:
    read = register.read(demo.register)
    assert read.problems == ()
    by_key = {(r.platform, r.account): r for r in read.registrations}
    assert by_key.keys() == {(a.platform, a.handle) for a in demo.accounts}
    for account in demo.accounts:
        row = by_key[account.platform, account.handle]
        assert tuple(demo.register.parent / name for name in row.inputs) == account.inputs
        assert (row.consent_on is None) == (account.state == "no_consent")
        assert row.audience == account.audience
    header = demo.register.read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [field.name for field in fields(register.Registration)]


def test_owners_are_staff_of_the_roster_by_id_or_address(demo: DemoDistrict) -> None:
    users = read_csv(demo.roster / "users.csv")
    known = {u["sourcedId"] for u in users} | {u["email"] for u in users}
    rows = read_csv(demo.register)
    assert {row["owner"] for row in rows} <= known
    assert {row["second_moderator"] for row in rows} <= known | {""}
    assert any("@" in row["owner"] for row in rows)
    assert any("@" not in row["owner"] for row in rows)


def test_the_configuration_names_files_that_are_there(demo: DemoDistrict) -> None:
    loaded = config.load(demo.config)
    assert loaded.district.name == "Harbor Falls Public Schools"
    assert (demo.folder / loaded.roster.path).resolve() == demo.roster.resolve()
    assert (demo.folder / loaded.register_.path).resolve() == demo.register.resolve()
    assert (loaded.policy.pack, loaded.run.year, loaded.output.language) == ("melrose-2011", "2026", "en")
    assert demo.as_of == date(2026, 11, 20)


def test_declarations_speak_of_people_who_are_in_the_account(demo: DemoDistrict) -> None:
    relations: set[str] = set()
    by_key = {a.key: a for a in demo.accounts}
    files = sorted((demo.folder / "declarations").glob("*.csv"))
    assert len(files) >= 3
    for path in files:
        there = {person.identity for person in by_key[path.stem].people}
        for row in read_csv(path):
            assert row["connection"] in there
            relations.add(row["relation"])
    assert relations <= RELATIONS
    assert {"own_family", "organisation", "family_of_student", "professional"} <= relations


def test_every_case_worth_showing_occurs(account: Callable[[str], DemoAccount]) -> None:
    facebook = account("05").people
    assert [p.person_id != "" for p in facebook if p.note == "homonym"] == [True, True]
    assert len({p.person_id for p in facebook if p.identity == "Maria Garcia"}) == 2
    notes = Counter(p.note for p in facebook)
    assert notes["nickname"]
    assert notes["gap"]
    assert notes["left"]
    assert {p.identity for p in facebook if p.note == "hostile"} == set(HOSTILE)
    assert any(p.note == "gap" and p.role == NOT_ON_ROSTER for p in account("03").people)
    assert sum(p.identity.isdecimal() for p in account("07").people) > 60
    assert all(p.identity.startswith("did:plc:") for p in account("14").people)


def test_truth_points_into_the_roster(demo: DemoDistrict) -> None:
    users = {u["sourcedId"]: u for u in read_csv(demo.roster / "users.csv")}
    for account in demo.accounts:
        assert account.owner in users
        for person in account.people:
            if person.role == NOT_ON_ROSTER:
                assert not person.person_id or users[person.person_id]["status"] == "tobedeleted"
            else:
                assert users[person.person_id]["status"] == "active"


def test_no_two_people_of_an_account_are_named_alike_but_the_homonyms(demo: DemoDistrict) -> None:
    for account in demo.accounts:
        again = {name for name, n in Counter(p.identity for p in account.people).items() if n > 1}
        assert again <= {"Maria Garcia"}, account.key
