"""A small district for end-to-end tests: one school, a few families, one teacher with an account."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

TEACHER = "t1"
_USERS = (
    # id, given, family, e-mail, guardians or children
    ("t1", "Grace", "Okonkwo-Bell", "grace.okonkwobell@oak.example", ""),
    ("t2", "Tomasz", "Wisniewski", "tomasz.wisniewski@oak.example", ""),
    ("a1", "Lucinda", "Farquharson", "lucinda.farquharson@oak.example", ""),
    ("o1", "Odell", "Brathwaite", "odell.brathwaite@oak.example", ""),
    ("s1", "Imogen", "Thistlewood", "", "p1,p2"),
    ("s2", "Caspian", "Thistlewood", "", "p1,p2"),
    ("s3", "Mariela", "Quintanilla", "", "p3"),
    ("s4", "Maria", "Garcia", "", "p4"),
    ("s5", "Maria", "Garcia", "", "p5"),
    ("p1", "Rosalind", "Thistlewood", "rosalind@mail.example", ""),
    ("p2", "Benedict", "Thistlewood", "benedict@mail.example", ""),
    ("p3", "Esperanza", "Quintanilla", "", ""),
    ("p4", "Juana", "Garcia", "", ""),
    ("p5", "Teresa", "Garcia", "", ""),
)
_ROLES = {"t": "teacher", "a": "principal", "o": "aide", "s": "student", "p": "guardian"}


def table(header: str, rows: Sequence[Sequence[str]]) -> str:
    """CSV text; the header as it stands in a file."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return out.getvalue()


def roster(folder: Path) -> Path:
    """A OneRoster 1.2 folder; every student has a guardian, there are volunteers and other staff."""
    folder.mkdir(parents=True, exist_ok=True)
    users = [
        (
            i,
            "",
            "",
            "true",
            i,
            "",
            given,
            family,
            "",
            "",
            mail,
            "",
            "",
            agents,
            "5" if i[0] == "s" else "",
            "",
            "",
            "",
            "",
            "",
            "oak",
            "",
        )
        for i, given, family, mail, agents in _USERS
    ]
    header = (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
        "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
        "preferredFamilyName,primaryOrgSourcedId,pronouns"
    )
    roles = [(f"r-{i}", "", "", i, "primary", _ROLES[i[0]], "", "", "oak", "") for i, *_ in _USERS] + [
        ("r-v", "", "", "o1", "secondary", "ext:volunteer", "", "", "oak", "")
    ]
    files = {
        "manifest.csv": table(
            "propertyName,value",
            [
                ("manifest.version", "1.0"),
                ("oneroster.version", "1.2"),
                ("file.users", "bulk"),
                ("file.roles", "bulk"),
                ("file.orgs", "bulk"),
                ("file.enrollments", "bulk"),
                ("file.classes", "bulk"),
            ],
        ),
        "orgs.csv": table(
            "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
            [("oak", "", "", "Oak Elementary", "school", "", "")],
        ),
        "users.csv": table(header, users),
        "roles.csv": table(
            "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
            "orgSourcedId,userProfileSourcedId",
            roles,
        ),
        "classes.csv": table(
            "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,"
            "classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
            [("c1", "", "", "Grade 5", "5", "", "", "homeroom", "", "oak", "", "", "", "")],
        ),
        "enrollments.csv": table(
            "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,"
            "role,primary,beginDate,endDate",
            [("e0", "", "", "c1", "oak", "t1", "teacher", "true", "", "")]
            + [(f"e{n}", "", "", "c1", "oak", f"s{n}", "student", "", "", "") for n in range(1, 6)],
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def facebook(folder: Path, names: Sequence[str], followers: Sequence[str] | None = ()) -> Path:
    """A Facebook export with these friends (as Facebook writes them), nobody followed, and a follower file."""

    def rows(people: Sequence[str]) -> list[dict[str, object]]:
        return [
            {"name": name.encode("utf-8", "surrogatepass").decode("latin-1"), "timestamp": 1_700_000_000 + 86_400 * n}
            for n, name in enumerate(people)
        ]

    files: Mapping[str, object] = {
        "connections/friends/your_friends.json": {"friends_v2": rows(names)},
        "connections/followers/who_you've_followed.json": {"following_v3": []},
    }
    if followers is not None:
        files = {**files, "connections/followers/people_who_followed_you.json": {"followers_v3": rows(followers)}}
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(body), encoding="utf-8")
    return folder


def instagram(
    folder: Path, followers: Sequence[str], following: Sequence[str] = (), private: str | None = "True"
) -> Path:
    """An Instagram export of 2026 with these handles."""
    lists = folder / "connections" / "followers_and_following"
    lists.mkdir(parents=True, exist_ok=True)
    (lists / "followers_1.json").write_text(
        json.dumps(
            [
                {"title": "", "media_list_data": [], "string_list_data": [{"value": h, "timestamp": 1_700_000_000 + n}]}
                for n, h in enumerate(followers)
            ]
        ),
        encoding="utf-8",
    )
    (lists / "following.json").write_text(
        json.dumps(
            {
                "relationships_following": [
                    {"title": h, "string_list_data": [{"timestamp": 1_700_000_000 + n}]}
                    for n, h in enumerate(following)
                ]
            }
        ),
        encoding="utf-8",
    )
    if private is not None:
        about = folder / "personal_information" / "personal_information" / "personal_information.json"
        about.parent.mkdir(parents=True, exist_ok=True)
        values = {"Username": {"value": "ms_okonkwo_5"}, "Private Account": {"value": private}}
        about.write_text(json.dumps({"profile_user": [{"string_map_data": values}]}), encoding="utf-8")
    return folder
