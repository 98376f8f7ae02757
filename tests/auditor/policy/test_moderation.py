"""Who moderates a blog or wiki, and whether comments wait: from what the live readers saw to the findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor import policy
from auditor.policy.examples import COLLEAGUE, OWNER, REGISTRATION, STAFF, facts
from auditor.policy.model import AccountFacts
from auditor.result import Declaration, Finding, JudgedConnection, Outcome, Severity
from auditor.verdict import Category, Verdict, VerdictKind
from connectors.live import Access
from connectors.mediawiki.live import MediaWikiLive
from connectors.model import Snapshot
from connectors.wordpress.live import WordPressLive
from tests.auditor.policy.packs import pack_for
from tests.connectors.pulling import pulled
from tests.emulators import mediawiki, wordpress
from tests.emulators.wordpress import Comment, Content, Person

NOBODY_KNOWS = Verdict(VerdictKind.CANNOT_TELL, Category.NONE, 0.5)


def account(snapshot: Snapshot, kind: str, verdict: Verdict = NOBODY_KNOWS, **fields: Any) -> AccountFacts:
    registration = replace(REGISTRATION, platform=snapshot.platform, account_kind=kind, **fields)
    people = tuple(JudgedConnection(c, verdict) for c in snapshot.connections)
    return replace(facts(), snapshot=snapshot, connections=people, registration=registration)


def findings(check: str, facts: AccountFacts) -> list[Finding]:
    evaluation = policy.evaluate(pack_for(check), facts)
    assert not evaluation.errors
    return list(evaluation.findings)


def blog(
    folder: Path, *people: Person, comments: tuple[Comment, ...] = (), role: str = "administrator", **plugin: str
) -> Snapshot:
    content = Content(
        [Person(wordpress.USER, "Lena Okafor", "administrator", OWNER.emails[0]), *people], list(comments)
    )
    access = Access("blog.schools.example", {"user": wordpress.USER, "password": wordpress.PASSWORD})
    with wordpress.WordPress(content, role=role) as emulator:
        emulator.plugin = dict(plugin)
        return pulled(WordPressLive(), access, emulator, folder)[0]


def wiki(folder: Path, *accounts: mediawiki.Account, **groups: list[str]) -> Snapshot:
    with mediawiki.MediaWiki(*accounts) as emulator:
        emulator.groups |= groups
        access = Access("room 12", {"user": mediawiki.BOT, "password": mediawiki.PASSWORD}, emulator.address)
        return pulled(MediaWikiLive(), access, emulator, folder)[0]


def test_a_colleague_with_a_role_is_seen_by_mail(tmp_path):
    snapshot = blog(tmp_path, Person("sruiz", "Sam Ruiz", "editor", "SRuiz@schools.example"))
    (finding,) = findings("staff_moderator_named", account(snapshot, "blog"))
    assert (finding.outcome, finding.message.id) == (Outcome.PASS, "check.staff_moderator_named.seen")
    assert [(e.source, e.value) for e in finding.evidence] == [("moderators/editor", "Sam Ruiz")]


def test_a_colleague_who_only_subscribes_moderates_nothing(tmp_path):
    snapshot = blog(tmp_path, Person("sruiz", "Sam Ruiz", "subscriber", "sruiz@schools.example"))
    (finding,) = findings("staff_moderator_named", account(snapshot, "blog"))
    assert (finding.outcome, finding.message.id) == (Outcome.ATTENTION, "check.staff_moderator_named.none_seen")
    (finding,) = findings("staff_moderator_named", account(snapshot, "blog", second_moderator="t2"))
    assert (finding.outcome, finding.message.id) == (Outcome.ATTENTION, "check.staff_moderator_named.no_role")


def test_without_the_members_nothing_is_said_of_who_moderates(tmp_path):
    snapshot = blog(tmp_path, role="editor")
    (finding,) = findings("staff_moderator_named", account(snapshot, "blog"))
    assert (finding.outcome, finding.message.id) == (Outcome.NOT_ASSESSED, "check.staff_moderator_named.not_all_seen")
    (finding,) = findings("staff_moderator_named", account(snapshot, "blog", second_moderator="t2"))
    assert finding.outcome is Outcome.PASS, "what the register says still holds"


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Verdict(VerdictKind.NOT_IN_ROSTER, Category.NONE, 0.02), Outcome.ATTENTION),
        (Verdict(VerdictKind.COMMUNITY, Category.STUDENT, 0.98, "p7", 0.9), Outcome.ATTENTION),
        (Verdict(VerdictKind.COMMUNITY, Category.TEACHER, 0.98), Outcome.MANUAL),
        (Verdict(VerdictKind.UNCERTAIN, Category.STUDENT, 0.5), Outcome.MANUAL),
        (NOBODY_KNOWS, Outcome.MANUAL),
    ],
)
def test_whoever_else_may_moderate_is_looked_at(tmp_path, verdict, outcome):
    snapshot = blog(tmp_path, Person("athorp", "Ana Thorp", "editor", "athorp@x.example"))
    found = findings("staff_moderator_named", account(snapshot, "blog", verdict))
    other = next(f for f in found if f.subject.type == "connection")
    assert (other.outcome, other.severity) == (outcome, Severity.REVIEW)
    assert other.message.params["name"] == "Ana Thorp"
    assert other.remedy is not None


def test_a_verdict_that_names_a_colleague_counts_like_the_mail(tmp_path):
    snapshot = wiki(tmp_path, mediawiki.Account("Sam Ruiz", ("sysop",)))
    verdict = Verdict(VerdictKind.COMMUNITY, Category.ADMINISTRATOR, 0.99, COLLEAGUE.person_id, 0.99)
    (finding,) = findings("staff_moderator_named", account(snapshot, "wiki", verdict))
    assert (finding.outcome, {e.source for e in finding.evidence}) == (Outcome.PASS, {"moderators/sysop"})


def test_what_the_owner_declares_is_for_a_person_to_see(tmp_path):
    snapshot = blog(tmp_path, Person("athorp", "Ana Thorp", "editor", "athorp@x.example"))
    seen = account(snapshot, "blog", Verdict(VerdictKind.NOT_IN_ROSTER, Category.NONE, 0.02))
    declared = tuple(replace(p, declared=Declaration("colleague")) for p in seen.connections)
    found = findings("staff_moderator_named", replace(seen, connections=declared))
    assert {f.outcome for f in found} == {Outcome.MANUAL}


def test_without_a_staff_list_nobody_is_called_a_stranger(tmp_path):
    snapshot = blog(tmp_path, Person("athorp", "Ana Thorp", "editor", "athorp@x.example"))
    (finding,) = findings("staff_moderator_named", replace(account(snapshot, "blog"), staff={}))
    assert (finding.outcome, finding.message.id) == (Outcome.NOT_ASSESSED, "check.staff_moderator_named.no_staff")
    assert STAFF


@pytest.mark.parametrize(
    ("plugin", "outcome", "said"),
    [
        ({"comment_moderation": "1"}, Outcome.PASS, "pass"),
        ({"comment_moderation": ""}, Outcome.ATTENTION, "attention"),
        ({}, Outcome.NOT_ASSESSED, "not_told"),
    ],
)
def test_comments_of_a_blog(tmp_path, plugin, outcome, said):
    (finding,) = findings("comments_moderated", account(blog(tmp_path, **plugin), "blog"))
    assert (finding.outcome, finding.message.id) == (outcome, f"check.comments_moderated.{said}")


def test_comments_that_wait_are_a_reason_to_look_and_no_pass(tmp_path):
    waiting = tuple(Comment(f"Visitor {n}", f"v{n}@x.example", status="hold") for n in range(3))
    (finding,) = findings("comments_moderated", account(blog(tmp_path, comments=waiting), "blog"))
    assert (finding.outcome, finding.message.params) == (Outcome.MANUAL, {"n": 3})


@pytest.mark.parametrize(
    ("groups", "outcome", "said"),
    [
        ({}, Outcome.ATTENTION, "wiki.attention"),
        ({"*": ["read"], "user": ["read"], "sysop": ["edit", "delete"]}, Outcome.PASS, "wiki.pass"),
    ],
)
def test_what_others_write_on_a_wiki(tmp_path, groups, outcome, said):
    (finding,) = findings("comments_moderated", account(wiki(tmp_path, **groups), "wiki"))
    assert (finding.outcome, finding.message.id) == (outcome, f"check.comments_moderated.{said}")
    assert outcome is Outcome.PASS or finding.remedy.id == "check.comments_moderated.wiki.remedy"


def test_the_disclaimer_below_the_posts_is_seen(tmp_path):
    (finding,) = findings("disclaimer_present", account(blog(tmp_path), "blog"))
    assert finding.outcome is Outcome.PASS
