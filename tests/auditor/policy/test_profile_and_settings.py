"""Checks of settings, of what the profile says, and of the register, where an example is not enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor import policy
from auditor.policy.examples import COLLEAGUE, STAFF, facts, person, registered
from auditor.policy.model import AccountFacts
from auditor.policy.observe import MESSAGES_ALONE
from auditor.result import Finding, Outcome, Severity
from auditor.roster.model import Group, Person, Role
from auditor.verdict import Category, VerdictKind
from connectors.model import Kind, Platform, Profile, SettingKey
from reports.messages.steps import MESSAGES
from tests.auditor.policy.packs import pack_for

ONE_SWITCH = ["instagram", "threads", "x", "tiktok"]
DERIVED = ["requests_gated", "friend_list_hidden", "post_audience"]


def judged(check: str, facts: AccountFacts) -> Finding:
    return policy.evaluate(pack_for(check), facts).findings[0]


@pytest.mark.parametrize("platform", ONE_SWITCH)
@pytest.mark.parametrize("check", DERIVED)
@pytest.mark.parametrize(
    ("value", "outcome"),
    [("connections", "pass"), ("private", "pass"), ("public", "attention"), ("unknown", "manual")],
)
def test_one_switch_closes_it_all(platform: str, check: str, value: str, outcome: str) -> None:
    finding = judged(check, facts(platform=platform, settings={SettingKey.PROFILE_VISIBILITY: value}))
    assert finding.outcome == outcome
    assert finding.evidence[0].pointer == "/profile.visibility"


@pytest.mark.parametrize("check", DERIVED)
def test_elsewhere_a_closed_profile_says_nothing_of_the_rest(check: str) -> None:
    finding = judged(check, facts(platform="facebook", settings={SettingKey.PROFILE_VISIBILITY: "connections"}))
    assert finding.outcome is Outcome.NOT_ASSESSED


def test_the_setting_itself_goes_before_the_switch() -> None:
    settings = {SettingKey.PROFILE_VISIBILITY: "connections", SettingKey.REQUESTS_APPROVAL: "open"}
    assert judged("requests_gated", facts(settings=settings)).outcome is Outcome.ATTENTION


@pytest.mark.parametrize("platform", sorted(MESSAGES_ALONE))
def test_mail_and_texts_are_not_asked_for_settings_and_words_they_do_not_have(platform: Platform) -> None:
    for check in ("contact_upload_off", "comments_moderated", "role_label", "identity_shown"):
        found = judged(check, facts(platform=platform))
        assert (found.outcome, found.message.id) == (Outcome.NOT_APPLICABLE, "policy.messages_alone")


@pytest.mark.parametrize("platform", sorted(set(Platform) - MESSAGES_ALONE))
def test_steps_are_those_of_the_platform(platform: Platform) -> None:
    remedy = judged("contact_upload_off", facts(platform=platform)).remedy
    assert remedy is not None
    assert remedy.id in MESSAGES
    if f"steps.{platform}.contact_upload" in MESSAGES:
        assert remedy.id == f"steps.{platform}.contact_upload"


def test_an_open_list_of_students_is_to_be_changed() -> None:
    finding = judged("friend_list_hidden", facts(settings={SettingKey.CONNECTIONS_VISIBILITY: "public"}))
    assert finding.severity is Severity.FIX


def named(family: str, shown: str, preferred: str = "") -> Outcome:
    owner = Person("t1", "Lena", family, preferred_family=preferred, roles=(Role(Group.TEACHER, "s1", "teacher"),))
    return judged("identity_shown", facts(profile=Profile("room", shown), owner=owner, schools=())).outcome


@pytest.mark.parametrize(
    ("family", "shown"),
    [
        ("Núñez", "Sra. Nunez"),
        ("Okafor", "MsOkaforRoom12"),
        ("García López", "Profe García"),
        ("O'Brien", "Mr. O’Brien"),
        ("Li", "Ms. Li"),
        ("王", "王 老师"),
        ("Иванова", "Анна ИВАНОВА"),
    ],
)
def test_the_owners_name_is_recognised(family: str, shown: str) -> None:
    assert named(family, shown) is Outcome.PASS


@pytest.mark.parametrize(
    ("family", "shown"), [("Li", "Library Fun"), ("Okafor", "Room 12"), ("de la Cruz", "La clase de 4")]
)
def test_another_word_is_not_the_owners_name(family: str, shown: str) -> None:
    assert named(family, shown) is Outcome.ATTENTION


def test_a_preferred_name_counts() -> None:
    assert named("Okafor", "Ms. Stone", "Stone") is Outcome.PASS


def test_words_common_to_schools_do_not_name_one() -> None:
    profile = Profile("room12", "Ms. Okafor", bio="The best elementary school")
    found = policy.evaluate(pack_for("identity_shown"), facts(profile=profile)).findings
    assert [(f.subject.id, f.outcome) for f in found] == [("school", Outcome.ATTENTION), ("name", Outcome.PASS)]


def test_the_pack_may_name_the_district() -> None:
    more = 'params.identity_shown = { organisation_words = ["Melrose"] }'
    profile = Profile("room12", "Ms. Okafor", bio="Melrose, grade 4")
    found = policy.evaluate(pack_for("identity_shown", more=more), facts(profile=profile, schools=())).findings
    assert {f.outcome for f in found} == {Outcome.PASS}


@pytest.mark.parametrize(
    ("email", "outcome"),
    [
        ("a@schools.example", Outcome.PASS),
        ("a@staff.Schools.example", Outcome.PASS),
        ("a@notschools.example", Outcome.ATTENTION),
        ("a@mail.example", Outcome.ATTENTION),
        ("", Outcome.NOT_ASSESSED),
    ],
)
def test_school_mail_is_known_by_its_domain(email: str, outcome: Outcome) -> None:
    found = policy.evaluate(pack_for("account_separate"), registered(mixed_use=False, contact_email=email)).findings
    (mail,) = (f for f in found if f.subject.id == "contact_email")
    assert mail.outcome is outcome
    assert email == "" or email not in str(mail.evidence), "the domain is enough"


def test_following_counts_and_being_followed_does_not() -> None:
    ada = person("Ada Pires", VerdictKind.COMMUNITY, Category.STUDENT, Kind.FOLLOWER, Kind.FOLLOWING)
    leo = person("Leo Haddad", VerdictKind.COMMUNITY, Category.STUDENT, Kind.FOLLOWER)
    found = policy.evaluate(pack_for("follows_student_profiles"), facts(ada, leo)).findings
    assert [f.subject.id for f in found] == ["c-ada-pires"]


def test_a_moderator_who_is_gone_is_to_be_replaced() -> None:
    left = {key: p for key, p in STAFF.items() if p is not COLLEAGUE}
    group = registered("facebook", account_kind="group", second_moderator="t2")
    assert judged("staff_moderator_named", replace(group, staff=left)).severity is Severity.FIX
    assert judged("staff_moderator_named", replace(group, staff={})).outcome is Outcome.NOT_ASSESSED


def test_a_new_export_alone_is_no_archive() -> None:
    assert judged("archive_fresh", facts()).outcome is Outcome.MANUAL
