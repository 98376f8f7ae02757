"""Who is connected with the account: the traps of the school lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor import policy
from auditor.policy.examples import facts, person, roster
from auditor.policy.model import AccountFacts
from auditor.result import Finding, Outcome, Severity
from auditor.roster.model import RosterCoverage
from auditor.verdict import Category, VerdictKind
from connectors.model import Gap, Kind, RecordType
from tests.auditor.policy.packs import clause, pack, pack_for

ID = "connections_in_community"
FOUND, NOT_FOUND, UNCERTAIN, CANNOT_TELL = (
    VerdictKind.COMMUNITY,
    VerdictKind.NOT_IN_ROSTER,
    VerdictKind.UNCERTAIN,
    VerdictKind.CANNOT_TELL,
)


def judged(facts: AccountFacts, more: str = "", verb: str = "should") -> tuple[Finding, ...]:
    return policy.evaluate(pack(clause(verb=verb, rest=f'checks = ["{ID}"]') + more), facts).findings


def test_a_roster_without_families_asks_about_nobody() -> None:
    people = [person(name, NOT_FOUND) for name in ("Kit Marlow", "Bo Lund", "Mia Frost")]
    (finding,) = judged(facts(*people, roster=roster(parent="missing", students_with_guardian=0)))
    assert finding.outcome is Outcome.NOT_ASSESSED
    assert finding.message.id == f"check.{ID}.roster_gap"
    assert finding.message.params["n"] == 3


def test_a_thin_list_of_families_is_said_so() -> None:
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND), roster=roster(parent="thin", students_with_guardian=42)))
    assert finding.outcome is Outcome.ATTENTION
    assert finding.message.id.endswith("not_found_thin")
    assert finding.message.params["percent"] == 42


def test_the_owners_child_is_nobodys_business() -> None:
    (finding,) = judged(facts(person("Ivo Okafor", NOT_FOUND, declared="own_family")))
    assert finding.outcome is Outcome.PASS
    assert finding.subject.type == "account"
    assert finding.message.params == {"n": 1, "stated": 1}


def test_somebody_who_left_recently_is_not_asked_about() -> None:
    (finding,) = judged(facts(person("Noor Haddad", FOUND, Category.PARENT)))
    assert finding.outcome is Outcome.PASS


def test_a_public_account_names_nobody() -> None:
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND), audience="public"))
    assert finding.outcome is Outcome.NOT_APPLICABLE
    assert finding.subject.type == "account"


def test_a_district_of_public_accounts_names_nobody() -> None:
    public = replace(pack_for(ID), audience_mode="public")
    (finding,) = policy.evaluate(public, facts(person("Kit Marlow", NOT_FOUND))).findings
    assert finding.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("relation", "outcome"),
    [
        ("colleague", Outcome.PASS),
        ("family_of_student", Outcome.PASS),
        ("student", Outcome.PASS),
        ("professional", Outcome.PASS),
        ("own_family", Outcome.PASS),
        ("organisation", Outcome.MANUAL),
        ("will_remove", Outcome.ATTENTION),
        ("dont_know", Outcome.ATTENTION),
    ],
)
def test_what_the_owner_says_counts(relation: str, outcome: Outcome) -> None:
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND, declared=relation)))
    assert finding.outcome is outcome


def test_will_remove_has_words_of_its_own() -> None:
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND, declared="will_remove")))
    assert finding.message.id.endswith("will_remove")


@pytest.mark.parametrize(
    ("answer", "outcome"), [("yes", Outcome.PASS), ("ask", Outcome.MANUAL), ("no", Outcome.ATTENTION)]
)
def test_the_pack_decides_who_is_community(answer: str, outcome: Outcome) -> None:
    partner = facts(person("City Library", NOT_FOUND, declared="organisation"))
    volunteer = facts(person("Bo Lund", FOUND, Category.VOLUNTEER))
    assert judged(partner, f'[community]\norganisation = "{answer}"')[0].outcome is outcome
    assert judged(volunteer, f'[community]\nvolunteer = "{answer}"')[0].outcome is outcome


def test_a_relative_without_a_role_is_a_question() -> None:
    (finding,) = judged(facts(person("Grandma Pires", FOUND, Category.OTHER_COMMUNITY)))
    assert finding.outcome is Outcome.MANUAL


def test_a_relative_of_the_owner_is_no_question() -> None:
    (finding,) = judged(facts(person("Grandma Okafor", FOUND, Category.OTHER_COMMUNITY, declared="own_family")))
    assert finding.outcome is Outcome.PASS


def test_a_user_name_is_a_name() -> None:
    kit = person("Kit", CANNOT_TELL)
    kit = replace(kit, connection=replace(kit.connection, display_name=None, handle="kit_m"))
    (finding,) = judged(facts(kit))
    assert finding.message.id.endswith("roster_gap")


def test_a_thin_list_without_students_gives_no_share() -> None:
    thin = RosterCoverage(roster(parent="thin").groups, 0, 0)
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND), roster=thin))
    assert finding.message.id.endswith(".not_found")


def test_people_the_platform_does_not_name_are_counted_not_listed() -> None:
    nameless = [person(f"1234567{n}", CANNOT_TELL) for n in range(3)]
    nameless = [
        replace(p, connection=replace(p.connection, display_name=None, platform_id=p.connection.id)) for p in nameless
    ]
    by_message = {f.message.id.split(".")[-1]: f for f in judged(facts(*nameless, person("Kit", CANNOT_TELL)))}
    assert by_message["no_name"].message.params["n"] == 3
    assert by_message["roster_gap"].message.params["n"] == 1
    assert {f.outcome for f in by_message.values()} == {Outcome.NOT_ASSESSED}


def test_one_person_to_look_at_on_half_a_list_still_counts() -> None:
    half = {RecordType.CONNECTIONS: Gap.DATE_RANGE}
    found = facts(person("Ada Pires", FOUND, Category.STUDENT), incomplete=half)
    (finding,) = judged(found)
    assert finding.outcome is Outcome.NOT_ASSESSED
    assert finding.message.params["t_gap"] == "policy.gap.date_range"
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND), incomplete=half))
    assert finding.outcome is Outcome.ATTENTION


@pytest.mark.parametrize("kind", [Kind.BLOCKED, Kind.REQUEST_RECEIVED, Kind.REQUEST_SENT])
def test_only_standing_connections_count(kind: Kind) -> None:
    (finding,) = judged(facts(person("Kit Marlow", NOT_FOUND, Category.NONE, kind)))
    assert finding.message.id.endswith("pass_empty")


def test_many_open_connections_are_a_review_where_the_verb_allows() -> None:
    people = [person(f"Kit Marlow {n}", NOT_FOUND) for n in range(4)]
    known = [person(f"Ada Pires {n}", FOUND, Category.STUDENT) for n in range(36)]

    def severities(threshold: str, verb: str = "should") -> set[Severity]:
        return {f.severity for f in judged(facts(*people, *known), f"[thresholds]\n{threshold}", verb)}

    assert severities("review_above_count = 4") == {Severity.SUGGESTION}
    assert severities("review_above_count = 3") == {Severity.REVIEW}
    assert severities("review_above_share = 0.1") == {Severity.SUGGESTION}
    assert severities("review_above_share = 0.09") == {Severity.REVIEW}
    assert severities("review_above_count = 3", "discouraged") == {Severity.SUGGESTION}


def test_an_uncertain_person_is_for_people_to_say() -> None:
    (finding,) = judged(facts(person("J. Silva", UNCERTAIN)))
    assert finding.outcome is Outcome.MANUAL
    assert finding.subject.id == "c-j.-silva"
    assert finding.evidence[0].source == "followers_1.json"
