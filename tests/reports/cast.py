"""Results made by hand, for reports to be rendered from. Everybody in them is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from auditor.result import (
    AccountRef,
    AuditResult,
    Decision,
    Declaration,
    Evidence,
    ExceptionGrant,
    Finding,
    FindingSubject,
    JudgedConnection,
    NotAutomated,
    Outcome,
    PolicyRef,
    RosterRef,
    Run,
    Severity,
)
from auditor.roster.model import Group, GroupCoverage
from auditor.verdict import Category, Verdict, VerdictKind
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Profile,
    RecordType,
    Setting,
    SettingKey,
    State,
    Unreadable,
)

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SCRIPT = "<script>alert('x')</script>"
FORMULA = '=HYPERLINK("http://evil","x")'
TURNED = "Ana\u202egnp.exe\u2066"
LONG = "Ludovica " * 1_112
BROKEN = "Nul\x00Byte\ud800 Half"
HOSTILE = (SCRIPT, FORMULA, TURNED, LONG, BROKEN, "+1 555 0100", "-Minus", "@handle", "\tTab", "محمد العلي", "")

ROSTER = RosterRef(
    sha256="9f2c" * 16,
    as_of=date(2026, 11, 18),
    people=2_412,
    groups=(
        GroupCoverage(Group.STUDENT, 1_150, "covered"),
        GroupCoverage(
            Group.PARENT,
            640,
            "thin",
            Message("roster.coverage.guardians", {"n": 487, "students": 1_150, "percent": 42}),
        ),
        GroupCoverage(
            Group.VOLUNTEER, 0, "missing", Message("roster.coverage.none", {"t_group": "roster.group.volunteer"})
        ),
    ),
    students=1_150,
    students_with_guardian=487,
)
RUN = Run("run-2026-11", AT, PolicyRef("melrose-2011", "5be1" * 16, "Melrose draft of 2011"), ROSTER, "1.0.0")
ACCOUNT = AccountRef("instagram", "oakview.room12", "s-0042", "community", "Ana Ferreira", "Oakview Elementary")
_CATEGORIES = (Category.STUDENT, Category.STUDENT, Category.PARENT, Category.PARENT, Category.TEACHER, Category.STAFF)


def person(
    number: int,
    name: str | None,
    verdict: VerdictKind = VerdictKind.COMMUNITY,
    *,
    kinds: tuple[Kind, ...] = (Kind.FOLLOWER,),
    declared: Declaration | None = None,
) -> JudgedConnection:
    """A connection with its verdict; who is in the lists has one role after another."""
    known = verdict is VerdictKind.COMMUNITY
    return JudgedConnection(
        Connection(
            kinds=kinds,
            places=(Place("followers_1.json", f"/{number}"),),
            display_name=name,
            handle=f"user.{number}",
            since=AT - timedelta(days=37 * (number % 40)) if number % 7 else None,
            id=f"c{number}",
        ),
        Verdict(
            verdict,
            _CATEGORIES[number % len(_CATEGORIES)] if known else Category.NONE,
            0.97 if known else 0.1,
            reasons=(Message("reason.several_fit", {"n": 2}),) if verdict is VerdictKind.UNCERTAIN else (),
        ),
        declared,
    )


def finding(
    check: str,
    which: str,
    outcome: Outcome,
    subject: FindingSubject,
    severity: Severity = Severity.SUGGESTION,
    remedy: Message | None = None,
    evidence: tuple[Evidence, ...] = (),
    **params: str | int,
) -> Finding:
    """A finding with a message of its check."""
    return Finding(
        fingerprint=f"{check}-{subject.id}",
        check=check,
        clauses=("4.3d",) if check == "connections_in_community" else ("4.4", "N1"),
        outcome=outcome,
        severity=severity,
        subject=subject,
        evidence=evidence,
        message=Message(f"check.{check}.{which}", params),
        remedy=remedy,
    )


def not_found(judged: JudgedConnection) -> Finding:
    """The finding on somebody who is in no list."""
    return finding(
        "connections_in_community",
        "not_found",
        Outcome.ATTENTION,
        FindingSubject("connection", judged.connection.id),
        remedy=Message("check.connections_in_community.remedy"),
        name=judged.connection.display_name or judged.connection.handle or "",
    )


def coverage(
    state: State = State.COMPLETE,
    reason: Gap | None = None,
    *notes: Message,
    received: int = 61,
    expected: int | None = None,
) -> dict[RecordType, Coverage]:
    """What was seen: the connections as told, no requests, all the rest."""
    return {
        RecordType.CONNECTIONS: Coverage(RecordType.CONNECTIONS, state, reason, received, expected, notes),
        RecordType.REQUESTS: Coverage(RecordType.REQUESTS, State.NONE, Gap.FILE_ABSENT),
        RecordType.SETTINGS: Coverage(RecordType.SETTINGS, State.PARTIAL, Gap.NOT_OFFERED, 3),
        RecordType.PROFILE: Coverage(RecordType.PROFILE, State.COMPLETE, None, 1),
    }


def settings() -> tuple[Setting, ...]:
    """One open, one as asked, one we do not know."""
    place = Place("personal_information/account_privacy.json", "/0")
    return (
        Setting(SettingKey.CONNECTIONS_VISIBILITY, "public", {"Who can see your list": "Anyone"}, place),
        Setting(SettingKey.REQUESTS_APPROVAL, "required", {"Private Account": "True"}, place),
        Setting(SettingKey.TAGS_REVIEW, "unknown", {"Tags": "Sometimes"}, place),
    )


def _setting_findings() -> tuple[Finding, ...]:
    about = {key: FindingSubject("setting", key) for key in SettingKey}
    return (
        finding(
            "friend_list_hidden",
            "attention",
            Outcome.ATTENTION,
            about[SettingKey.CONNECTIONS_VISIBILITY],
            Severity.FIX,
            Message("steps.instagram.private_account"),
        ),
        finding(
            "settings_reviewed",
            "attention",
            Outcome.ATTENTION,
            FindingSubject("account", "oakview.room12"),
            Severity.REVIEW,
            Message("check.settings_reviewed.remedy"),
            (Evidence("register", "settings_reviewed", "2024-09-02"),),
            d_date="2024-09-02",
            n=365,
        ),
        finding("requests_gated", "pass", Outcome.PASS, about[SettingKey.REQUESTS_APPROVAL], Severity.INFO),
        finding("contact_upload_off", "pass", Outcome.PASS, about[SettingKey.CONTACTS_UPLOAD], Severity.INFO),
        Finding(
            "location",
            "location_off",
            ("4.4",),
            Outcome.NOT_ASSESSED,
            Severity.SUGGESTION,
            about[SettingKey.LOCATION_SHARING],
            (),
            Message("policy.setting.absent", {"t_setting": "policy.setting.location.sharing"}),
            Message("steps.instagram.location"),
        ),
        Finding(
            "disclaimer",
            "disclaimer_present",
            ("4.9",),
            Outcome.NOT_APPLICABLE,
            Severity.INFO,
            FindingSubject("account", "oakview.room12"),
            (),
            Message("check.disclaimer_present.other_kind"),
            None,
        ),
    )


def ordinary(connections: int = 60, look: int = 4) -> AuditResult:
    """An account with some people to look at, an open setting, an exception, and a list that is not complete."""
    names = ("Maya Lindqvist", "Tomás Aguilar", "Priya Raman", "Jonah Whitfield", "Zoë O'Hara", "Nguyễn Thị Mai")
    lost = tuple(
        person(number, f"{names[number % len(names)]} {number}", VerdictKind.NOT_IN_ROSTER) for number in range(look)
    )
    unsure = person(
        look,
        "J. Silva",
        VerdictKind.UNCERTAIN,
        kinds=(Kind.FOLLOWER, Kind.FOLLOWING),
        declared=Declaration("colleague", "teaches at the middle school"),
    )
    nameless = person(look + 1, None, VerdictKind.CANNOT_TELL)
    known = tuple(person(n, f"Person No. {n}") for n in range(look + 2, connections))
    settled = person(connections, "City Library", VerdictKind.NOT_IN_ROSTER, declared=Declaration("organisation"))
    findings = [not_found(judged) for judged in lost]
    manual = finding(
        "connections_in_community",
        "uncertain",
        Outcome.MANUAL,
        FindingSubject("connection", unsure.connection.id),
        remedy=Message("check.connections_in_community.remedy"),
        name="J. Silva",
    )
    decided = replace(
        not_found(settled),
        exception=ExceptionGrant("Partner of the reading week", "P. Oduya", date(2027, 6, 30)),
        decision=Decision("exception", "P. Oduya", date(2026, 10, 2), "Asked for by the library"),
    )
    place = Place("followers_1.json", "/88")
    return AuditResult(
        run=RUN,
        account=ACCOUNT,
        profile=Profile(handle="oakview.room12", display_name="Room 12 at Oakview"),
        coverage=coverage(State.PARTIAL, Gap.DATE_RANGE, received=connections + 1, expected=connections + 20),
        connections=(*lost, unsure, nameless, *known, settled),
        settings=settings(),
        findings=(*findings, manual, decided, *_setting_findings()),
        unreadable=(Unreadable(place, Message("x.row_without_id")),),
        inputs=("instagram-oakview.room12-2026-11-15.zip",),
        taken_at=datetime(2026, 11, 15, 8, tzinfo=UTC),
        opened=("connections/followers_and_following/followers_1.json", "personal_information/account_privacy.json"),
        unopened=187,
        unknown=("connections/followers_and_following/close_friends_v2.json",),
        not_automated=(
            NotAutomated(
                "4.2",
                Message(
                    "pack.text", {"en": "In-person principles hold online.", "es": "Los principios valen en línea."}
                ),
                Message(
                    "pack.text", {"en": "No program judges what people write.", "pt": "Nenhum programa julga textos."}
                ),
            ),
        ),
    )


def all_fine() -> AuditResult:
    """Everything seen, everybody known, nothing to do."""
    result = ordinary(12, 0)
    known = tuple(j for j in result.connections if j.verdict.kind is VerdictKind.COMMUNITY)
    passes = tuple(f for f in result.findings if f.outcome is Outcome.PASS)
    full = RosterRef("9f2c" * 16, date(2026, 11, 18), 90, (GroupCoverage(Group.STUDENT, 60, "covered"),), 60, 60)
    return replace(
        result,
        run=replace(RUN, roster=full),
        connections=known,
        coverage={record: Coverage(record, State.COMPLETE, None, 1) for record in RecordType},
        findings=passes,
        settings=result.settings[1:2],
        unreadable=(),
        unknown=(),
        not_automated=(),
    )


def hostile() -> AuditResult:
    """Names that try to break out, in every place that a platform or a user fills."""
    result = ordinary(2, 0)
    people = tuple(
        replace(
            person(n, name, VerdictKind.NOT_IN_ROSTER, declared=Declaration("organisation", name)),
            connection=Connection(
                (Kind.FRIEND,),
                (Place(name, name),),
                display_name=name,
                handle=name or "plain",
                url=f"javascript:{SCRIPT}",
                id=f"h{n}",
            ),
        )
        for n, name in enumerate(HOSTILE)
    )
    told = tuple(
        replace(
            not_found(j),
            evidence=(Evidence(SCRIPT, FORMULA, TURNED),),
            decision=Decision("district", SCRIPT, date(2026, 10, 2), FORMULA),
        )
        for j in people
    )
    return replace(
        result,
        account=replace(ACCOUNT, handle=SCRIPT, staff_name=FORMULA, school=TURNED),
        run=replace(RUN, id=SCRIPT, policy=PolicyRef(SCRIPT, SCRIPT, SCRIPT)),
        connections=people,
        findings=(*told, *_setting_findings()),
        settings=tuple(replace(s, raw={SCRIPT: FORMULA, TURNED: LONG}) for s in result.settings),
        inputs=(SCRIPT, LONG),
        opened=(SCRIPT, BROKEN),
        unknown=(TURNED, FORMULA),
        unreadable=(Unreadable(Place(SCRIPT, BROKEN), Message("no.such.message", {"name": SCRIPT})),),
    )
