"""The pack of the Melrose draft: every sentence of the source has a row, and nothing is dropped."""

from __future__ import annotations

import pytest

from auditor import policy
from auditor.policy.model import MOST_SEVERE
from auditor.policy.registry import checks
from connectors.model import Message

_IN_ORDER = """
P0 1 2a 2b 3a 3b 4 4.1 4.2 4.3a 4.3b 4.3c 4.3d 4.3e 4.4 4.5 4.6 4.7a 4.7b 4.7c 4.8 4.9 4.10
AP-0 AP-E1 AP-E2 AP-E3 AP-E4 AP-E5 AP-E6 AP-R1 AP-R2 AP-R3 AP-R4 AP-R5 AP-R6 AP-R7 AP-R8 AP-R9 AP-M1 AP-M2
AP-L AP-T AP-P1 AP-P2 AP-P3 AP-S AP-C AP-U AP-B AP-X AP-Em1 AP-Em2 AP-Em3 AP-BP AP-EX AP-EN
N1 N2 N3 N4-N9 N10 N11 N12 N13
"""
SECTIONS = _IN_ORDER.split()
"""The source in its own order: opening, sections 1 to 4, the notes on procedures, the additional notes."""

SERVED = {
    "1": "aup_acknowledged",
    "2b": "platform_listed",
    "3a": "follows_student_profiles",
    "3b": "retention_route_recorded",
    "4.1": "public_fields_shown",
    "4.3a": "account_separate",
    "4.3d": "connections_in_community",
    "4.3e": "requests_gated pending_requests",
    "4.4": "friend_list_hidden post_audience tagging_review contact_upload_off location_off",
    "4.5": "archive_fresh",
    "4.8": "text_log_handed_in",
    "4.9": "role_label",
    "4.10": "logo_permission",
    "AP-E6": "policies_acknowledged",
    "AP-R3": "disclaimer_present",
    "AP-M1": "comments_moderated",
    "AP-M2": "house_rules_published",
    "AP-T": "training_current",
    "AP-B": "staff_moderator_named comments_moderated",
    "AP-Em1": "email_recipients_hidden",
    "AP-Em2": "group_mail_coordinator",
    "AP-Em3": "group_mail_whole_group",
    "N1": "privacy_baseline settings_reviewed",
    "N3": "account_separate connections_in_community requests_gated pending_requests",
    "N11": "role_label",
    "N12": "logo_permission",
}

MELROSE = policy.load("melrose-2011")


def test_every_section_of_the_source_has_a_row() -> None:
    assert [clause.id for clause in MELROSE.clauses] == SECTIONS


@pytest.mark.parametrize("id", SERVED)
def test_clauses_are_served_by_their_checks(id: str) -> None:
    (clause,) = (clause for clause in MELROSE.clauses if clause.id == id)
    assert clause.checks == tuple(SERVED[id].split())


def test_every_check_of_the_program_serves_a_clause() -> None:
    assert set(MELROSE.checks) == set(checks())


def test_what_is_not_judged_says_why() -> None:
    reasons = {item.clause: item.why for item in policy.not_automated(MELROSE)}
    unserved = [clause.id for clause in MELROSE.clauses if not clause.checks]
    assert set(unserved) <= set(reasons)
    assert all(reason.params["en"] for reason in reasons.values())


@pytest.mark.parametrize("id", ["4.2", "4.3c", "4.6", "4.7a", "4.7b", "4.7c", "AP-E1", "AP-R2", "AP-R5", "N10"])
def test_what_must_never_be_judged_is_guarded(id: str) -> None:
    (clause,) = (clause for clause in MELROSE.clauses if clause.id == id)
    assert clause.guard in {guard.id for guard in MELROSE.guards}
    assert not clause.checks


def messages() -> list[Message]:
    sentences = [clause.demand for clause in MELROSE.clauses]
    sentences += [clause.why for clause in MELROSE.clauses if clause.why]
    sentences += [guard.reason for guard in MELROSE.guards]
    sentences += [s for q in MELROSE.questions for s in (q.question, q.default, q.reason)]
    return sentences


def test_every_sentence_is_there_in_three_languages() -> None:
    for message in messages():
        assert message.id == "pack.text"
        assert list(message.params) == ["en", "es", "pt"]
        assert all(str(text).endswith((".", "?", "”.")) for text in message.params.values())


def test_no_translation_was_left_in_english() -> None:
    short = {"No.", "Não."}
    for message in messages():
        english, spanish, portuguese = message.params.values()
        assert english not in (spanish, portuguese) or english in short


def test_connections_are_a_suggestion_not_an_order() -> None:
    (clause,) = (clause for clause in MELROSE.clauses if clause.id == "4.3d")
    assert MOST_SEVERE[clause.verb] == "review"
    assert MELROSE.checks["connections_in_community"].meta.severity == "suggestion"


def test_open_questions_have_a_default_and_a_reason() -> None:
    assert len(MELROSE.questions) == 18
    assert len(MELROSE.open_question_messages) == 18
    asked = {clause for question in MELROSE.questions for clause in question.clauses}
    assert asked >= {"4.3d", "AP-B", "AP-M1", "4.9", "AP-Em2", "AP-EN", "AP-EX", "AP-T", "AP-P1", "N4-N9", "4.5", "N3"}


def test_the_pack_says_what_it_is_made_from() -> None:
    assert MELROSE.status == "draft"
    assert len(MELROSE.source_sha256) == 64
    assert policy.packs() == ["melrose-2011"]
    assert policy.check_file(policy.loader._PACKS / "melrose-2011.toml") == []
