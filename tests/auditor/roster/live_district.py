"""One invented district as each source says it: CSV, OneRoster 1.1 and 1.2, Clever and Google Workspace.

`said` is what a roster says of its people, in words that do not depend on a source's ids, to compare them by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from auditor.roster.model import Roster
from tests.auditor.roster import sets

MODIFIED = "2026-09-01T06:00:00.000Z"
SECRET = "never-kept-4711"


@dataclass(frozen=True)
class P:
    """Somebody of the district: `role` and `schools` as OneRoster would say them."""

    id: str
    given: str
    family: str
    role: str
    schools: tuple[str, ...]
    email: str = ""
    grade: str = ""
    middle: str = ""
    guardians: tuple[str, ...] = ()
    also: str = ""
    gone: bool = False
    unit: str = ""
    phone: str = ""


PEOPLE = (
    P("t1", "Rosa", "Quimbleton", "teacher", ("s1", "s2"), "rquimbleton@harborfalls.example", unit="/Teachers/Oak"),
    P(
        "t2", "Idris", "Strathclyde", "teacher", ("s2",), "istrathclyde@harborfalls.example", also="guardian",
        unit="/Teachers/Elm",
    ),
    P("a1", "Ines", "Thorp", "principal", ("s1",), "ithorp@harborfalls.example", unit="/Admin office"),
    P("n1", "Marco", "Rivera", "ext:nurse", ("s1",), "mrivera@harborfalls.example", unit="/Personnel/Health"),
    P("k1", "Noor", "Abadi", "student", ("s1",), grade="03", middle="Lea", guardians=("g1",), unit="/Students/Oak"),
    P("k2", "Lea", "Strathclyde", "student", ("s2",), grade="KG", guardians=("t2",), unit="/Students/Elm"),
    P("k3", "Otis", "Thorp", "student", ("s2",), grade="05", gone=True, unit="/Students/Elm"),
    P("g1", "Samir", "Abadi", "guardian", ("s1",), "sabadi@mail.example", phone="+1 555 010 4477"),
    P("r1", "Hedda", "Quimbleton", "relative", ("s1",), "hedda@mail.example"),
)  # fmt: skip
ORGS = (
    ("d1", "Harbor Falls", "district", ""),
    ("s1", "Oak School", "school", "d1"),
    ("s2", "Elm School", "school", "d1"),
)
CLASSES = {"c1": ("Art", "s1", ("t1",), ("k1",)), "c2": ("Music", "s2", ("t1", "t2"), ("k2",))}


def _ref(id: str, kind: str) -> dict[str, str]:
    return {"href": f"https://sis.harborfalls.example/{kind}/{id}", "sourcedId": id, "type": kind}


def _base(id: str, gone: bool = False) -> dict[str, Any]:
    return {
        "sourcedId": id,
        "status": "tobedeleted" if gone else "active",
        "dateLastModified": MODIFIED,
        "metadata": {},
    }


def _word11(role: str) -> str:
    return {"principal": "administrator", "ext:nurse": "aide"}.get(role, role)


def oneroster(version: str, *, people: Iterable[P] = PEOPLE, strings: bool = True) -> dict[str, list[dict[str, Any]]]:
    """The lists of a OneRoster server; truth values as strings, as many servers send them, or as such."""
    yes: Any = "true" if strings else True
    users = []
    for p in people:
        user = {
            **_base(p.id, p.gone), "enabledUser": yes, "username": p.id, "userIds": [], "givenName": p.given,
            "familyName": p.family, "middleName": p.middle or None, "email": p.email, "sms": "", "phone": p.phone,
            "agents": [_ref(g, "user") for g in p.guardians], "grades": [p.grade] if p.grade else [],
            "password": SECRET, "identifier": None,
        }  # fmt: skip
        if version == "1.1":
            user |= {"role": _word11(p.role), "orgs": [_ref(s, "org") for s in p.schools]}
        else:
            user["userMasterIdentifier"] = ""
            user["primaryOrg"] = _ref(p.schools[0], "org")
            user["roles"] = [
                {"roleType": "secondary" if n else "primary", "role": p.role, "org": _ref(s, "org")}
                for n, s in enumerate(p.schools)
            ]
            if p.also:
                user["roles"].append({"roleType": "secondary", "role": p.also, "org": _ref(p.schools[0], "org")})
            user["userProfiles"] = [{"profileId": "x", "credentials": [{"username": p.id, "password": SECRET}]}]
        users.append(user)
    enrollments = [
        {
            **_base(f"{c}-{who}"), "user": _ref(who, "user"), "class": _ref(c, "class"), "school": _ref(s, "org"),
            "role": role, "primary": yes if role == "teacher" else None,
        }
        for c, (_, s, teachers, students) in CLASSES.items()
        for role, ids in (("teacher", teachers), ("student", students))
        for who in ids
    ]  # fmt: skip
    return {
        "orgs": [
            {**_base(i), "name": n, "type": k, "identifier": "", "parent": _ref(up, "org") if up else None}
            for i, n, k, up in ORGS
        ],
        "academicSessions": [
            {**_base("y1"), "title": "2026-27", "type": "schoolYear", "startDate": "2026-08-15",
             "endDate": "2027-06-15", "schoolYear": "2027"}
        ],
        "courses": [{**_base("co1"), "title": "Art", "courseCode": "A", "org": _ref("d1", "org"), "grades": ["03"]}],
        "classes": [
            {**_base(c), "title": t, "classType": "scheduled", "course": _ref("co1", "course"),
             "school": _ref(s, "org"), "terms": [_ref("y1", "academicSession")], "grades": [], "periods": ["1", "3"]}
            for c, (t, s, _, _) in CLASSES.items()
        ],
        "users": users,
        "enrollments": enrollments,
        "demographics": [{"sourcedId": p.id, "birthDate": SECRET} for p in people],
    }  # fmt: skip


def csv(version: str) -> dict[str, str]:
    """The same as files of the standard."""
    status = {p.id: {"status": "tobedeleted" if p.gone else "active", "dateLastModified": MODIFIED} for p in PEOPLE}
    plain = {
        p.id: {"email": p.email, "grades": p.grade, "middleName": p.middle, "agentSourcedIds": ",".join(p.guardians),
               "phone": p.phone, **status[p.id]}
        for p in PEOPLE
    }  # fmt: skip
    head = "sourcedId,status,dateLastModified"
    files = {
        "orgs.csv": f"{head},name,type,identifier,parentSourcedId\n"
        + "".join(f"{i},active,{MODIFIED},{n},{k},,{up}\n" for i, n, k, up in ORGS),
        "classes.csv": sets.CLASSES.partition("\n")[0]
        + "\n"
        + "".join(f"{c},active,{MODIFIED},{t},,co1,,scheduled,,{s},y1,,,\n" for c, (t, s, _, _) in CLASSES.items()),
        "enrollments.csv": sets.ENROLLMENTS.partition("\n")[0]
        + "\n"
        + "".join(
            f"{c}-{who},active,{MODIFIED},{c},{s},{who},{role},,,\n"
            for c, (_, s, teachers, students) in CLASSES.items()
            for role, ids in (("teacher", teachers), ("student", students))
            for who in ids
        ),
        "manifest.csv": sets.manifest(version, "bulk", "users", "orgs", "classes", "enrollments"),
    }
    if version == "1.1":
        rows = [
            sets.user11(p.id, _word11(p.role), p.given, p.family, orgSourcedIds=",".join(p.schools), **plain[p.id])
            for p in PEOPLE
        ]
        return {**files, "users.csv": sets.users11(*rows)}
    files["users.csv"] = sets.users12(
        *(sets.user12(p.id, p.given, p.family, **{**plain[p.id], "primaryOrgSourcedId": p.schools[0]}) for p in PEOPLE)
    )
    roles = sets.roles12().strip() + "\n"
    for p in PEOPLE:
        pairs = [(p.role, s) for s in p.schools] + ([(p.also, p.schools[0])] if p.also else [])
        for n, (role, school) in enumerate(pairs):
            roles += f"{p.id}-{n},,,{p.id},{'secondary' if n else 'primary'},{role},,,{school},\n"
    return {**files, "roles.csv": roles}


def _hex(id: str) -> str:
    return id.encode().hex().rjust(24, "5")


def clever() -> dict[str, list[dict[str, Any]]]:
    """The same in Clever: who has left is not there, and a guardian on the staff is there twice."""
    users: list[dict[str, Any]] = []
    for p in PEOPLE:
        if p.gone:
            continue
        at = {"school": _hex(p.schools[0]), "schools": [_hex(s) for s in p.schools], "sis_id": p.id, "legacy_id": "x"}
        kind = p.role if p.role in ("student", "teacher") else "staff"
        if p.role in ("guardian", "relative"):
            users.append(_contact(p, p.id))
            continue
        if kind == "student":
            at |= {"grade": {"03": "3", "KG": "Kindergarten"}[p.grade], "dob": SECRET, "race": SECRET}
        else:
            at["title"] = {"principal": "Principal", "ext:nurse": "School Nurse"}.get(p.role, "Teacher")
        name = {"first": p.given, "middle": p.middle, "last": p.family}
        users.append(_clever_user(p, p.id, name, {kind: at}))
        if p.also:
            users.append(_contact(p, f"{p.id}x"))
    return {
        "districts": [{"id": _hex("d1"), "name": "Harbor Falls"}],
        "schools": [{"id": _hex(i), "name": n, "district": _hex("d1"), "sis_id": i} for i, n, k, _ in ORGS[1:]],
        "users": users,
        "sections": [
            {"id": _hex(c), "name": t, "school": _hex(s), "teacher": _hex(ts[0]), "teachers": [*map(_hex, ts)],
             "students": [*map(_hex, ks)]}
            for c, (t, s, ts, ks) in CLASSES.items()
        ],
    }  # fmt: skip


def _contact(p: P, id: str) -> dict[str, Any]:
    students = [k for k in PEOPLE if p.id in k.guardians]
    relations = [{"student": _hex(k.id), "relationship": "Parent", "type": "Primary"} for k in students]
    if p.role == "relative":
        relations = [{"student": _hex("k1"), "relationship": "Grandparent", "type": "Emergency"}]
    role = {"phone": p.phone, "phone_type": "Cell", "sis_id": id, "student_relationships": relations}
    return _clever_user(p, id, {"first": "", "middle": "", "last": f"{p.given} {p.family}"}, {"contact": role})


def _clever_user(p: P, id: str, name: dict[str, str], roles: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": _hex(id), "district": _hex("d1"), "created": MODIFIED, "last_modified": MODIFIED, "email": p.email,
        "name": name, "roles": roles,
    }  # fmt: skip


def google() -> dict[str, Any]:
    """The same in Workspace, where students have addresses and families are known to Classroom alone."""
    users = [
        {
            "id": f"1{p.id}", "primaryEmail": p.email or f"{p.id}@harborfalls.example", "orgUnitPath": p.unit,
            "name": {"givenName": p.given, "familyName": p.family, "fullName": f"{p.given} {p.family}"},
            "suspended": p.gone, "archived": False, "externalIds": [{"value": p.id, "type": "organization"}],
            "emails": [{"address": p.email or f"{p.id}@harborfalls.example", "primary": True}],
            "recoveryPhone": SECRET, "birthday": SECRET,
        }
        for p in PEOPLE
        if p.role not in ("guardian", "relative")
    ]  # fmt: skip
    courses = [
        {"id": c, "name": t, "courseState": "ACTIVE", "ownerId": f"1{ts[0]}"} for c, (t, _, ts, _) in CLASSES.items()
    ]
    members = {
        (c, what): [f"1{who}" for who in ids]
        for c, (_, _, ts, ks) in CLASSES.items()
        for what, ids in (("teachers", ts), ("students", ks))
    }
    guardians = [
        {
            "studentId": f"1{k.id}", "guardianId": f"9{g.id}", "invitedEmailAddress": g.email,
            "guardianProfile": {"id": f"9{g.id}", "name": {"givenName": g.given, "familyName": g.family}},
        }
        for k in PEOPLE
        for g in PEOPLE
        if g.id in k.guardians
    ]  # fmt: skip
    return {"users": users, "courses": courses, "members": members, "guardians": guardians}


def said(roster: Roster, *leave_out: str) -> dict[str, Any]:
    """What a roster says of each person, by name; some of it can be left out where a source cannot say it."""
    names = {p.person_id: f"{p.given} {p.family}" for p in roster.people.values()}
    org = {i: o.name for i, o in roster.orgs.items()}
    what = {
        names[p.person_id]: {
            "middle": p.middle,
            "emails": sorted(p.emails),
            "roles": sorted({(r.group.value, org.get(r.org_id, r.org_id)) for r in p.roles}),
            "groups": sorted(p.groups),
            "grades": p.grades,
            "guardians": sorted(names[g] for g in p.guardians),
            "children": sorted(names[c] for c in p.children),
            "classes": len(roster.classes_of.get(p.person_id, ())),
            "left": p.left,
        }
        for p in roster.people.values()
    }
    return {
        name: {key: value for key, value in about.items() if key not in leave_out}
        for name, about in what.items()
        if not ("left" in leave_out and about["left"])
    }


def many(count: int, role: str = "student") -> list[P]:
    """So many people of one group, with somebody to teach them."""
    base = P("", "Imelda", "", role, ("s1",))
    return [*PEOPLE, *(replace(base, id=f"m{n:06}", family=f"Thorp{n}") for n in range(count))]
