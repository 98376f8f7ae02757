"""What OneRoster sets say and how real ones are dirty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor.errors import RosterError
from auditor.roster import load
from auditor.roster.model import Group, Roster
from auditor.roster.problems import SHOWN
from tests.auditor.roster import sets
from tests.auditor.roster.sets import manifest, roles12, user11, user12, users11, users12


def read(folder: Path, files: dict[str, str], **options: object) -> Roster:
    return load(sets.write(folder, files), **options)  # type: ignore[arg-type]


def ids(roster: Roster, what: str) -> list[tuple[str, str, int]]:
    """(severity, file, row) of the problems of one kind."""
    return [(p.severity, p.file, p.row) for p in roster.problems if p.message.id == f"roster.problem.{what}"]


@pytest.mark.parametrize(
    ("word", "group"),
    [
        ("administrator", "administrator"),
        ("principal", "administrator"),
        ("siteAdministrator", "administrator"),
        ("districtAdministrator", "administrator"),
        ("systemAdministrator", "administrator"),
        ("teacher", "teacher"),
        ("Teacher", "teacher"),
        ("professor", "teacher"),
        ("aide", "staff"),
        ("counselor", "staff"),
        ("proctor", "staff"),
        ("paraprofessional", "staff"),
        ("ext:nurse", "staff"),
        ("ext:coach", "staff"),
        ("officeStaff", "staff"),
        ("volunteer", "volunteer"),
        ("ext:volunteer", "volunteer"),
        ("student", "student"),
        ("guardian", "parent"),
        ("parent", "parent"),
        ("ext:primaryGuardian", "parent"),
        ("relative", "relative"),
    ],
)
def test_roles_of_both_versions(word: str, group: str, tmp_path: Path) -> None:
    old = read(tmp_path / "11", {"users.csv": users11(user11("p", word, "Ida", "Berg"))})
    new = read(tmp_path / "12", {"users.csv": users12(user12("p", "Ida", "Berg")), "roles.csv": roles12(("p", word))})
    for roster in (old, new):
        assert roster.people["p"].group == group
        assert roster.people["p"].roles[0].raw == word
        assert not roster.people["p"].left
        assert not ids(roster, "unknown_role")


def test_unknown_role_is_staff_and_said(tmp_path: Path) -> None:
    rows = [user11(f"p{n}", "user", "Ida", f"Berg{n}") for n in range(3)]
    roster = read(tmp_path, {"users.csv": users11(*rows)})
    assert {p.group for p in roster.people.values()} == {Group.STAFF}
    assert roster.people["p0"].roles[0].raw == "user"
    assert ids(roster, "unknown_role") == [("warning", "users.csv", row) for row in (2, 3, 4)]
    (word,) = (p.message for p in roster.problems if p.message.id == "roster.problem.unknown_role_word")
    assert word.params == {"role": "user", "n": 3}


def test_a_misplaced_name_is_not_repeated_as_a_role(tmp_path: Path) -> None:
    roster = read(tmp_path, {"users.csv": users11(user11("p", "Perdita", "Ida", "Berg"))})
    assert not [p for p in roster.problems if "Perdita" in str(p)]


def test_alumni_have_left_unless_they_work_here_now(tmp_path: Path) -> None:
    files = {
        "users.csv": users12(user12("a", "Ida", "Berg"), user12("b", "Jo", "Ray")),
        "roles.csv": roles12(("a", "ext:alumni"), ("b", "formerStudent"), ("b", "teacher")),
    }
    roster = read(tmp_path, files)
    assert roster.people["a"].left
    assert not roster.people["b"].left
    assert roster.people["b"].groups == {Group.TEACHER}


def test_status_is_leaving_and_a_closed_account_is_not(tmp_path: Path) -> None:
    rows = [
        user11("a", "guardian", "Ida", "Berg", status="tobedeleted", dateLastModified="2026-03-04T10:00:00.000Z"),
        user11("b", "teacher", "Jo", "Ray", status="inactive", dateLastModified="2026-02-01"),
        user11("c", "teacher", "Uma", "Lind", enabledUser="false"),
        user11("d", "teacher", "Eli", "Stone", status="active"),
    ]
    roster = read(tmp_path, {"users.csv": users11(*rows)})
    left = {p.person_id: p.left_on for p in roster.people.values() if p.left}
    assert left == {"a": date(2026, 3, 4), "b": date(2026, 2, 1)}
    assert roster.as_of == date(2026, 3, 4)
    assert roster.coverage.groups[Group.PARENT].people == 0
    assert roster.coverage.groups[Group.TEACHER].people == 2


def test_ended_role_is_leaving(tmp_path: Path) -> None:
    people = [user12(f"p{n}", "Ida", f"Berg{n}") for n in range(5)]
    roles = [("p0", "teacher", "2026-01-31"), ("p1", "teacher", "2027-06-30"), ("p2", "aide", "", "tobedeleted")]
    roles += [("p3", "teacher"), ("p3", "principal", "2025-06-30"), ("p4", "student", "1999")]
    files = {"users.csv": users12(*people), "roles.csv": roles12(*roles)}
    roster = read(tmp_path, files, as_of=date(2026, 5, 1))
    assert {p.person_id: p.left_on for p in roster.people.values() if p.left} == {"p0": date(2026, 1, 31), "p2": None}
    assert roster.people["p3"].groups == {Group.TEACHER}
    assert ids(roster, "date") == [("warning", "roles.csv", 7)]
    assert not any(p.left for p in load(tmp_path).people.values() if p.person_id != "p2")


def test_a_roster_of_last_year_is_said_and_nobody_has_left(tmp_path: Path) -> None:
    people = [user12(f"p{n}", "Ida", f"Berg{n}") for n in range(4)]
    files = {
        "users.csv": users12(*people),
        "roles.csv": roles12(*[(f"p{n}", "teacher", "2025-06-30") for n in range(4)]),
    }
    roster = read(tmp_path, files, as_of=date(2026, 5, 1))
    assert not any(p.left for p in roster.people.values())
    assert {p.group for p in roster.people.values()} == {Group.TEACHER}
    assert ids(roster, "expired") == [("warning", "", 0)]


def test_delta_alone_is_refused_and_beside_a_full_set_left_out(tmp_path: Path) -> None:
    delta = {
        "manifest.csv": manifest("1.1", "delta"),
        "users.csv": users11(user11("x", "teacher", "Ida", "Berg", status="active")),
    }
    with pytest.raises(RosterError, match="bulk"):
        read(tmp_path / "delta", delta)
    both = {f"full/{k}": v for k, v in sets.ONEROSTER_11.items()} | {f"delta/{k}": v for k, v in delta.items()}
    roster = read(tmp_path / "both", both)
    assert set(roster.people) == {"t1", "k1", "g1"}
    assert ids(roster, "delta_not_used") == [("warning", "delta/users.csv", 0)]


def test_manifest_that_promises_more_and_none_at_all(tmp_path: Path) -> None:
    files = dict(sets.ONEROSTER_12)
    del files["enrollments.csv"]
    assert ids(read(tmp_path / "a", files), "promised_file") == [("warning", "manifest.csv", 0)]
    del files["manifest.csv"]
    assert ids(read(tmp_path / "b", files), "no_manifest") == [("info", "", 0)]


def test_dirt_of_real_sets(tmp_path: Path) -> None:
    """1.2 with misspelt headers, dates day first, unnamed columns, and a copy of the roles under another name."""
    users = (
        "userId,SOURCEDID,dataLastModified,status,givenName,familyName,prefferedGivenName,agents,grade,ext_colour,Email\n"
        ",t1,13/05/2026,active,Rosalind,Quint,Rosa,,,red,RQ@Harbor.example\n"
        ",k1,1/05/2026,active,Noor,Abadi,,g1,03,blue,\n"
        ",g1,,active,Samir,Abadi,,,,,\n"
    )
    roles = (
        "sourcedId,status,dataLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,,\r\n"
        "r1,active,,t1,primary,teacher,,,s1,,\r\nr2,active,,k1,primary,student,,,s1,,\r\n"
        "r3,active,,g1,primary,parent,,,s1,,\r\n"
    )
    files = {"manifest.csv": manifest("1.2"), "users.csv": users, "roles.csv": roles, "userprofiles.csv": roles}
    roster = read(tmp_path, files)
    assert roster.format == "oneroster-1.2"
    assert roster.people["t1"].preferred_given == "Rosa"
    assert roster.people["t1"].emails == ("rq@harbor.example",)
    assert roster.people["t1"].roles == (roster.people["t1"].roles[0],)
    assert roster.people["k1"].guardians == ("g1",)
    assert roster.people["k1"].grades == ("03",)
    assert roster.as_of == date(2026, 5, 13)
    assert ids(roster, "date") == [("warning", "users.csv", 3)]
    assert ("info", "users.csv", 1) in ids(roster, "header_spelling")
    assert not [p for p in roster.problems if p.severity == "error"]


def test_former_and_preferred_names(tmp_path: Path) -> None:
    users = "sourcedId,givenName,familyName,preferredFamilyName,metadata.formerFamilyName\nt1,Rosa,Quint,Q,Dahl\n"
    person = read(tmp_path, {"users.csv": users, "roles.csv": roles12(("t1", "teacher"))}).people["t1"]
    assert (person.preferred_family, person.former_family) == ("Q", "Dahl")


def test_rows_that_cannot_be_used_are_said_with_file_and_row(tmp_path: Path) -> None:
    long = "Ω" * 10_000
    rows = [
        user11("a", "teacher", "Ida", "Berg"),
        user11("a", "teacher", "Jo", "Ray"),
        user11("", "teacher", "Uma", "Lind"),
        "",
        "," * 17,
        "b,,,true,s1,teacher,b,,Eli",
        user11("c", "teacher", long, "Stone") + ",extra",
        user11("d", "teacher", "Nu\x00l", "Vance"),
        user11("e", "teacher", "", ""),
        user11("f", "teacher", "Kim", "Oda", orgSourcedIds="s9", enabledUser="maybe", status="odd", email="none"),
    ]
    roster = read(tmp_path, {"users.csv": users11(*rows), "orgs.csv": sets.ORGS})
    assert set(roster.people) == set("abcdef")
    assert roster.people["a"].given == "Ida"
    assert roster.people["c"].given == long
    assert roster.people["d"].given == "Nul"
    assert ids(roster, "duplicate_id") == [("error", "users.csv", 3)]
    assert ids(roster, "no_id") == [("error", "users.csv", 4)]
    assert ids(roster, "too_few_cells") == [("warning", "users.csv", 7)]
    assert ids(roster, "too_many_cells") == [("warning", "users.csv", 8)]
    assert ids(roster, "no_name") == [("warning", "users.csv", 10)]
    for what in ("unknown_org", "switch_word", "status_word", "no_address"):
        assert [row for _, _, row in ids(roster, what)] == [11], what


def test_unknown_references_are_counted(tmp_path: Path) -> None:
    head = sets.ENROLLMENTS.partition("\n")[0]
    rows = [f"e{n},,,c1,s1,nobody{n},student,,," for n in range(SHOWN + 5)] + ["x,,,c9,s1,t1,teacher,,,"]
    files = {**sets.ONEROSTER_12, "enrollments.csv": "\n".join([head, *rows]) + "\n"}
    roster = read(tmp_path, files)
    assert [row for _, _, row in ids(roster, "unknown_user")] == list(range(2, 2 + SHOWN))
    (more,) = (p.message.params for p in roster.problems if p.message.id == "roster.problem.more")
    assert more == {"n": 5, "t_problem": "roster.kind.unknown_user"}
    assert ids(roster, "unknown_class") == [("warning", "enrollments.csv", SHOWN + 7)]


def test_no_role_is_inferred_from_classes_else_staff(tmp_path: Path) -> None:
    files = dict(sets.ONEROSTER_12)
    del files["roles.csv"]
    roster = read(tmp_path, files)
    assert roster.people["t1"].group is Group.TEACHER
    assert roster.people["k1"].group is Group.STUDENT
    assert roster.people["g1"].group is Group.PARENT
    files["users.csv"] += user12("x", "Kim", "Oda") + "\n"
    roster = read(tmp_path, files)
    assert [(r.group, r.raw, r.org_id) for r in roster.people["x"].roles] == [(Group.STAFF, "unmapped", "s1")]
    (message,) = (p.message for p in roster.problems if p.message.id == "roster.problem.no_role")
    assert message.params == {"n": 1, "id": "x"}


def test_closed_classes_and_ended_enrollments_are_no_classes(tmp_path: Path) -> None:
    files = {**sets.ONEROSTER_12, "classes.csv": sets.CLASSES + "c2,tobedeleted,,Old,,,,Scheduled,,s1,,,,\n"}
    files["enrollments.csv"] = sets.ENROLLMENTS + "e3,,,c2,s1,k1,student,,,\ne4,tobedeleted,,c1,s1,g1,student,,,\n"
    assert read(tmp_path, files).classes_of == {"t1": ("c1",), "k1": ("c1",)}


def test_full_name_in_the_family_name(tmp_path: Path) -> None:
    names = ["Maria Lopez", "Lopez, Maria", "Ana de la Cruz", "John Smith, Jr.", "Cher"]
    rows = [user11(f"p{n}", "guardian", "", name) for n, name in enumerate(names)]
    roster = read(tmp_path, {"users.csv": users11(*rows)})
    assert [(p.given, p.family) for p in roster.people.values()] == [
        ("Maria", "Lopez"),
        ("Maria", "Lopez"),
        ("Ana", "de la Cruz"),
        ("John", "Smith Jr."),
        ("", "Cher"),
    ]
    assert len(ids(roster, "name_split")) == 4


def test_output_shape_of_the_benchmark(tmp_path: Path) -> None:
    """The columns `bench` writers use: former family names as an extension, every optional file absent."""
    head = sets.users12().strip() + ",metadata.formerFamilyName\n"
    files = {
        "manifest.csv": manifest("1.2", "bulk", "users", "roles", "orgs"),
        "users.csv": head + user12("p1", "Ida", "Berg", agentSourcedIds="p2,p3") + ",\n"
        + user12("p2", "Jo", "Berg") + ",Dahl\n" + user12("p3", "Uma", "Lind") + ",\n",
        "roles.csv": roles12(("p1", "student"), ("p2", "guardian"), ("p3", "guardian")),
        "orgs.csv": sets.ORGS,
    }  # fmt: skip
    roster = read(tmp_path, files)
    assert roster.people["p1"].guardians == ("p2", "p3")
    assert roster.people["p2"].former_family == "Dahl"
    assert not roster.problems
