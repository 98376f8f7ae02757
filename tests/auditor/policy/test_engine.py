"""What the engine makes of observations, whichever check they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from auditor import policy
from auditor.policy.examples import facts, person, registered
from auditor.policy.model import AccountFacts, Check, CheckMeta, Observation, Param, Params
from auditor.policy.observe import account
from auditor.policy.registry import checks
from auditor.result import Decision, ExceptionGrant, FindingSubject, Outcome, Severity
from auditor.verdict import Category, VerdictKind
from connectors.model import Coverage, Gap, Message, Profile, RecordType, State
from reports.messages.policy import MESSAGES
from tests.auditor.policy.packs import clause, pack, pack_for


def check(outcomes: str, severity: Severity = Severity.FIX, **meta: object) -> dict[str, Check]:
    """A check `probe` that says these outcomes (words with a blank between), one per subject."""

    def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
        for n, outcome in enumerate(outcomes.split()):
            if outcome == "break":
                raise KeyError("a name that must not be shown")
            yield Observation(Outcome(outcome), Message("probe"), FindingSubject("setting", str(n)))

    described = CheckMeta("probe", "Probe", "Why.", severity, meta.pop("needs", frozenset()), **meta)  # type: ignore[arg-type]
    return {"probe": Check(described, evaluate, ())}


NEEDS = frozenset({RecordType.REQUESTS})


@pytest.mark.parametrize("outcome", ["attention", "manual", "not_applicable"])
def test_a_gap_stops_nothing_but_a_pass(outcome: str) -> None:
    probe = pack_for("probe", checks=check(outcome, needs=NEEDS))
    seen = policy.evaluate(probe, facts(incomplete={RecordType.REQUESTS: Gap.FILE_ABSENT}))
    assert [f.outcome for f in seen.findings] == [Outcome(outcome)]


@pytest.mark.parametrize("gap", [*Gap, None])
@pytest.mark.parametrize("state", [State.PARTIAL, State.NONE])
def test_a_pass_on_what_was_not_seen_is_not_assessed(gap: Gap | None, state: State) -> None:
    seen = facts()
    coverage = {**seen.snapshot.coverage, RecordType.REQUESTS: Coverage(RecordType.REQUESTS, state, gap)}
    seen = replace(seen, snapshot=replace(seen.snapshot, coverage=coverage))
    (finding,) = policy.evaluate(pack_for("probe", checks=check("pass", needs=NEEDS)), seen).findings
    assert finding.outcome is Outcome.NOT_ASSESSED
    assert finding.message.id in MESSAGES
    assert all(term in MESSAGES for term in finding.message.params.values())
    assert finding.remedy is not None
    assert finding.remedy.id in MESSAGES


def test_a_gap_elsewhere_is_no_matter() -> None:
    probe = pack_for("probe", checks=check("pass", needs=NEEDS))
    (finding,) = policy.evaluate(probe, facts(incomplete={RecordType.CONNECTIONS: Gap.FILE_ABSENT})).findings
    assert finding.outcome is Outcome.PASS


def test_a_broken_check_is_reported_and_the_others_go_on() -> None:
    both = {**checks(), **check("pass break")}
    evaluation = policy.evaluate(pack_for("probe", checks=both), facts())
    (finding,) = evaluation.findings
    assert finding.outcome is Outcome.NOT_ASSESSED
    assert [error.params for error in evaluation.errors] == [{"check": "probe", "error": "KeyError"}]
    two = pack(clause("1", rest='checks = ["probe"]') + clause("2"), both)
    assert [f.check for f in policy.evaluate(two, facts()).findings] == ["probe", "location_off"]


def test_a_check_without_an_answer_has_not_judged() -> None:
    (finding,) = policy.evaluate(pack_for("probe", checks=check("")), facts()).findings
    assert finding.outcome is Outcome.NOT_ASSESSED


@pytest.mark.parametrize(
    ("verb", "severity"),
    [
        ("must", Severity.FIX),
        ("may_not", Severity.FIX),
        ("will", Severity.FIX),
        ("should", Severity.REVIEW),
        ("strongly_recommended", Severity.REVIEW),
        ("discouraged", Severity.SUGGESTION),
        ("informs", Severity.INFO),
    ],
)
def test_the_verb_caps_the_severity(verb: str, severity: Severity) -> None:
    (finding,) = policy.evaluate(pack_for("probe", verb, checks=check("attention")), facts()).findings
    assert finding.severity is severity


def test_a_clause_may_ask_for_less() -> None:
    lower = pack_for("probe", more='severity = "suggestion"', checks=check("attention"))
    assert policy.evaluate(lower, facts()).findings[0].severity is Severity.SUGGESTION


def test_a_check_of_two_clauses_speaks_once_with_the_stronger_voice() -> None:
    rest = 'checks = ["probe"]'
    two = pack(clause("1", "informs", rest) + clause("2", "should", rest), check("attention"))
    (finding,) = policy.evaluate(two, facts()).findings
    assert finding.clauses == ("1", "2")
    assert finding.severity is Severity.REVIEW


def test_a_clause_for_closed_accounts_leaves_public_ones_alone() -> None:
    closed = pack_for("probe", more='audience = ["community"]', checks=check("attention"))
    (finding,) = policy.evaluate(closed, facts(audience="public")).findings
    assert finding.outcome is Outcome.NOT_APPLICABLE
    assert policy.evaluate(closed, facts()).findings[0].outcome is Outcome.ATTENTION


def test_one_clause_for_the_audience_is_enough() -> None:
    rest = 'checks = ["probe"]'
    two = pack(clause("1", rest=rest + '\naudience = ["community"]') + clause("2", rest=rest), check("attention"))
    (finding,) = policy.evaluate(two, facts(audience="public")).findings
    assert finding.clauses == ("2",)


def test_exceptions_and_decisions_are_fields_of_their_own() -> None:
    probe = pack_for("probe", checks=check("attention"))
    (plain,) = policy.evaluate(probe, facts()).findings
    grant = ExceptionGrant("School play", "the principal", date(2026, 11, 20))
    decision = Decision("fine")
    (settled,) = policy.evaluate(
        probe, facts(), exceptions={plain.fingerprint: grant}, decisions={plain.fingerprint: decision}
    ).findings
    assert (settled.exception, settled.decision) == (grant, decision)
    assert replace(settled, exception=None, decision=None) == plain


def test_an_exception_ends() -> None:
    probe = pack_for("probe", checks=check("attention"))
    (plain,) = policy.evaluate(probe, facts()).findings
    ended = ExceptionGrant("School play", "the principal", date(2026, 11, 19))
    (finding,) = policy.evaluate(probe, facts(), exceptions={plain.fingerprint: ended}).findings
    assert finding.exception is None


def test_a_pass_below_the_floor_does_not_count() -> None:
    meta = {"params": {"longest": Param(int, 90, "Days.", looser="higher")}}
    floor = "floor.probe = { longest = 120 }\nparams.probe = { longest = %d }"

    def outcome(longest: int) -> Outcome:
        probe = pack_for("probe", more=floor % longest, checks=check("pass", **meta))
        return policy.evaluate(probe, facts()).findings[0].outcome

    assert outcome(120) is Outcome.PASS
    assert outcome(121) is Outcome.NOT_ASSESSED


def test_findings_come_with_the_most_pressing_first() -> None:
    probe = pack_for("probe", checks=check("pass manual attention not_assessed not_applicable attention"))
    found = policy.evaluate(probe, facts()).findings
    assert [f"{f.subject.id} {f.outcome}" for f in found] == [
        "2 attention",
        "5 attention",
        "1 manual",
        "3 not_assessed",
        "0 pass",
        "4 not_applicable",
    ]


def test_the_whole_pack_gives_the_same_findings_twice() -> None:
    melrose = policy.load("melrose-2011")
    people = [
        person("Ada Pires", VerdictKind.COMMUNITY, Category.STUDENT),
        person("Kit Marlow", VerdictKind.NOT_IN_ROSTER),
    ]
    seen = replace(facts(*people), registration=registered().registration)
    once, again = policy.evaluate(melrose, seen), policy.evaluate(policy.load("melrose-2011"), seen)
    assert once == again
    assert {f.check for f in once.findings} == set(melrose.checks)
    prints = [f.fingerprint for f in once.findings]
    assert len(set(prints)) == len(prints)


def test_fingerprints_outlast_a_new_export_and_other_spellings() -> None:
    probe = pack_for("probe", checks=check("attention"))
    prints = {
        policy.evaluate(probe, replace(facts(taken_at=None), handle=handle)).findings[0].fingerprint
        for handle in ("okafor_room12", "@Okafor_Room12", "")
    }
    assert len(prints) == 1
    other = policy.evaluate(probe, replace(facts(), handle="another")).findings[0].fingerprint
    assert other not in prints


def test_an_account_without_any_name_still_has_a_subject() -> None:
    assert account(facts(profile=Profile())).id == ""
    assert policy.evaluate(policy.load("melrose-2011"), facts(profile=Profile())).errors == ()
