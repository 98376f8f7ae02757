"""What holds for every check: its examples, its names, its words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from auditor import policy
from auditor.policy.examples import facts
from auditor.policy.model import Example
from auditor.policy.registry import checks
from auditor.policy.steps import STEPS
from auditor.result import Finding, Outcome
from connectors.model import Gap, Message, Platform, Profile, RecordType
from reports.messages.checks import MESSAGES as CHECKS
from reports.messages.live_mail import MESSAGES as MAIL
from reports.messages.policy import MESSAGES as POLICY
from reports.messages.steps import MESSAGES as STEP_LISTS
from tests.auditor.policy.packs import pack_for

WORDS = {**CHECKS, **MAIL, **POLICY, **STEP_LISTS}
CASES = [pytest.param(id, example, id=f"{id}-{example.name}") for id, c in checks().items() for example in c.examples]


def findings(id: str, example: Example) -> tuple[Finding, ...]:
    pack = pack_for(id)
    override = {id: dict(example.params)}
    evaluation = policy.evaluate(replace(pack, clauses=(replace(pack.clauses[0], params=override),)), example.facts())
    assert not evaluation.errors
    return evaluation.findings


def said(message: Message) -> str:
    """The English sentence; fails if it is missing or lacks a parameter."""
    text = WORDS[message.id]
    pattern = text if isinstance(text, str) else text[message.params.get("n") != 1]
    params = {k: said(Message(str(v))) if k.startswith("t_") else v for k, v in message.params.items()}
    return pattern.format(**params)


@pytest.mark.parametrize(("id", "example"), CASES)
def test_example_comes_out_as_it_says(id: str, example: Example) -> None:
    assert tuple(finding.outcome for finding in findings(id, example)) == example.outcomes


@pytest.mark.parametrize(("id", "example"), CASES)
def test_every_sentence_of_an_example_can_be_read(id: str, example: Example) -> None:
    for finding in findings(id, example):
        sentences = [said(finding.message), *([said(finding.remedy)] if finding.remedy else [])]
        assert all(sentence and "{" not in sentence for sentence in sentences)
        if finding.outcome is Outcome.ATTENTION:
            assert finding.remedy is not None, "who is asked to look is told what to do"


@pytest.mark.parametrize("id", sorted(checks()))
def test_examples_show_a_pass_and_something_else(id: str) -> None:
    shown = {outcome for example in checks()[id].examples for outcome in example.outcomes}
    assert Outcome.PASS in shown
    assert Outcome.ATTENTION in shown


@pytest.mark.parametrize("id", sorted(checks()))
def test_findings_of_one_run_have_fingerprints_of_their_own(id: str) -> None:
    for example in checks()[id].examples:
        prints = [finding.fingerprint for finding in findings(id, example)]
        assert len(set(prints)) == len(prints)


def test_ids_files_and_registry_are_the_same_words() -> None:
    folder = Path(policy.__file__).parent / "checks"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == set(checks()) == {check.meta.id for check in checks().values()}


@pytest.mark.parametrize("id", sorted(checks()))
def test_descriptions_are_complete(id: str) -> None:
    meta = checks()[id].meta
    assert CHECKS[f"check.{id}.title"] == meta.title
    assert CHECKS[f"check.{id}.why"] == meta.why
    assert len(meta.title) <= 120
    assert meta.why.endswith(".")
    assert not meta.title.endswith(".")
    assert all(param.doc for param in meta.params.values())
    assert meta.audiences <= {"community", "public"}


@pytest.mark.parametrize("id", sorted(checks()))
def test_nothing_that_needs_the_register_passes_without_it(id: str) -> None:
    """An account that nobody registered, of which nothing was seen, passes nothing."""
    unseen = facts(incomplete=dict.fromkeys(RecordType, Gap.FILE_ABSENT), profile=Profile("room12"), taken_at=None)
    outcomes = {finding.outcome for finding in policy.evaluate(pack_for(id), unseen).findings}
    assert Outcome.PASS not in outcomes
    assert Outcome.ATTENTION not in outcomes


def test_every_message_of_a_check_belongs_to_one() -> None:
    assert {id.split(".")[1] for id in CHECKS} == set(checks())


def test_every_step_list_is_offered_and_written() -> None:
    offered = {f"steps.{platform}.{topic}" for platform, topics in STEPS.items() for topic in topics.split()}
    assert offered == set(STEP_LISTS)
    assert set(STEPS) <= {*Platform, "any"}
    assert all(topic in STEPS["any"].split() for topics in STEPS.values() for topic in topics.split())


def test_steps_are_numbered_lines() -> None:
    for text in STEP_LISTS.values():
        assert isinstance(text, str)
        assert [line.split(". ")[0] for line in text.split("\n")] == [str(n + 1) for n in range(text.count("\n") + 1)]


@pytest.mark.parametrize("id", sorted(WORDS))
def test_words_are_kind_and_use_known_parameters(id: str) -> None:
    texts = [WORDS[id]] if isinstance(WORDS[id], str) else list(WORDS[id])
    for text in texts:
        assert not re.search(r"outsider|stranger|violat|non-compliant|flagged|\bblock", str(text), re.IGNORECASE)
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(str(text)))


def test_facebook_owners_are_not_told_to_open_a_second_account() -> None:
    text = str(STEP_LISTS["steps.facebook.separate"])
    assert "Do not open a second account" in text
    assert all(word in text for word in ("Page", "Group", "additional profile", "own device"))
