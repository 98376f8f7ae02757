"""Every way LinkedIn refuses, and whatever else may come in place of an answer."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.http import Answer
from connectors.linkedin.live import body_of, onward, rows_of
from connectors.model import Gap, Message, State
from connectors.pull import Refusal
from tests.connectors.linkedin_pulling import CONNECTIONS, CUT, SOURCE, access, asks, ids, member, read, rows
from tests.connectors.pulling import FakeClock, pulled
from tests.emulators.base import Reply
from tests.emulators.linkedin import contact


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def linkedin(clock):
    with member(clock) as emulator:
        yield emulator


# Refusals: each on the second page of the connections, where it leaves the first

HALF = Reply(200, b'{"elements": [', {"content-type": "application/json"})
AWAY = Reply(302, b"", {"location": "https://www.linkedin.com/login"})
VERSION = ("NONEXISTENT_VERSION", "Requested version 20231201 is not active")
REVOKED = ("REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user")

REFUSALS = [
    ("expired", lambda x: x.refuse(401), Gap.PERMISSION_MISSING, "live.signed_out", True),
    ("invalid", lambda x: x.error(401, 65600, "INVALID_ACCESS_TOKEN", "Invalid access token"),
     Gap.PERMISSION_MISSING, "live.signed_out", True),
    ("revoked", lambda x: x.error(401, 65601, *REVOKED), Gap.PERMISSION_MISSING, "linkedin.live_revoked", True),
    ("402", lambda x: x.refuse(402), Gap.PLAN_TIER, "live.not_paid", False),
    ("403", lambda x: x.refuse(403), Gap.PLATFORM_LIMIT, "linkedin.live_lists", False),
    ("403 of a proxy", lambda x: Reply.html(status=403), Gap.PERMISSION_MISSING, "live.forbidden", False),
    ("403 empty", lambda x: Reply.json({}, 403), Gap.PERMISSION_MISSING, "live.forbidden", False),
    ("404", lambda x: x.refuse(404), Gap.NOT_OFFERED, "live.not_found", False),
    ("400", lambda x: x.refuse(400), Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("426", lambda x: x.error(426, 100, *VERSION), Gap.FORMAT_UNKNOWN, "linkedin.live_version", False),
    ("no version", lambda x: x.error(400, 100, "VERSION_MISSING", "A version must be present."),
     Gap.FORMAT_UNKNOWN, "linkedin.live_version", False),
    ("429", lambda x: x.refuse(429), Gap.RATE_LIMITED, "live.rate_limited", True),
    ("500", lambda x: x.refuse(500), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("503", lambda x: Reply.html(status=503), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("list 500", lambda x: Reply.json([], 500), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("html", lambda x: Reply.html(), Gap.DAMAGED, "live.not_json", False),
    ("half", lambda x: HALF, Gap.DAMAGED, "live.not_json", False),
    ("cut", lambda x: CUT, Gap.PAGINATION_STOPPED, "live.unreachable", True),
    ("away", lambda x: AWAY, Gap.PAGINATION_STOPPED, "live.elsewhere", False),
    ("list", lambda x: Reply.json([]), Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("bare", lambda x: Reply.json({}), Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("no rows", lambda x: Reply.json({"elements": [{"snapshotDomain": "CONNECTIONS"}]}),
     Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("another list", lambda x: rows("CONTACTS", contact("Ana", "Duarte")),
     Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("other columns", lambda x: rows("CONNECTIONS", {"Vorname": "Ana", "Nachname": "Duarte"}),
     Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("rows of text", lambda x: rows("CONNECTIONS", "Ana Duarte"),
     Gap.FORMAT_UNKNOWN, "linkedin.live_not_understood", False),
    ("bad link", lambda x: rows("CONNECTIONS", links=[{"rel": "next", "href": "https://[evil/?start=2"}]),
     Gap.PAGINATION_STOPPED, "linkedin.live_not_understood", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "gap", "said", "again"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_what_is_refused_is_said_and_never_complete(linkedin, tmp_path, clock, caplog, name, reply, gap, said, again):
    caplog.set_level(logging.DEBUG)
    linkedin.fail(reply(linkedin), when=asks("CONNECTIONS", 1))
    owner = access(linkedin)
    snapshot, result = pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, gap, 2)
    assert said in ids(coverage)
    assert Message("live.read_so_far", {"n": 2, "t_list": "live.list.connections"}) in coverage.notes
    assert result.unfinished == again
    text = caplog.text + "".join(f"{e}{e!r}{e.__context__!r}" for e in result.refused) + repr(owner)
    for secret in (owner.secret["token"], "Duarte", "rivera", "Rivera"):
        assert secret not in text


@pytest.mark.parametrize(("name", "reply", "gap", "said", "again"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_what_is_refused_at_once_is_none_of_everything(linkedin, tmp_path, clock, name, reply, gap, said, again):
    linkedin.fail(reply(linkedin))
    snapshot, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    for record in SOURCE.yields:
        assert snapshot.coverage[record].state is State.NONE
        assert said in ids(snapshot.coverage[record])
    assert snapshot.connections == ()
    assert result.unfinished == (again and not result.refused[0].final)  # nothing was read that could be gone on with


def test_an_expired_token_is_refused_by_the_emulator_too(linkedin, tmp_path, clock):
    owner = access(linkedin)
    clock.time += 61 * 86_400
    snapshot, _ = pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
    assert ids(snapshot.coverage[CONNECTIONS]) == ["live.signed_out"]


# Limits


def test_a_fault_that_passes_is_waited_out(linkedin, tmp_path, clock):
    linkedin.fail(linkedin.refuse(500), times=2)
    assert read(linkedin, tmp_path, clock=clock).coverage[CONNECTIONS].state is State.COMPLETE
    assert clock.slept > 1


def test_the_limit_of_a_day_ends_at_midnight_in_utc(linkedin, tmp_path, clock):
    linkedin.fail(linkedin.refuse(429), when=asks("CONNECTIONS", 1))
    _, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    until = result.refused[0].until
    now = datetime.fromtimestamp(clock.time, UTC)
    assert until is not None
    assert (until.hour, until.minute) == (0, 0)
    assert 0 < (until - now).total_seconds() <= 86_400


def test_a_limit_that_says_when_it_ends_is_believed(linkedin, tmp_path, clock):
    reply = Reply(429, linkedin.refuse(429).body, {"content-type": "application/json", "retry-after": "7200"})
    linkedin.fail(reply, when=asks("CONNECTIONS", 1))
    before = clock.time
    _, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    until = result.refused[0].until
    assert until is not None
    assert 7199 < until.timestamp() - before < 7300
    assert clock.slept < 100


# Any answer at all

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["elements", "paging", "links", "rel", "href", "total", "snapshotDomain", "snapshotData",
                         "First Name", "Connected On", "serviceErrorCode", "message", "code"]),
        inner, max_size=5,
    ),
    max_leaves=14,
)  # fmt: skip


@given(json_values, st.sampled_from([200, 400, 401, 403, 404, 426, 429, 500]), st.integers(0, 3))
def test_any_body_at_all_is_an_answer_or_a_refusal(body, status, number):
    try:
        found = body_of(Answer(status, {}, json.dumps(body).encode()), "CONNECTIONS", 0.0)
        assert status == 200
        rows_of(found, "CONNECTIONS")
        after = onward(found, number)
    except Refusal:
        return
    assert after is None or int(after) >= 0


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_link_and_any_cell_is_taken_or_refused(href, text):
    row = {"First Name": text, "Connected On": text, "URL": href}
    body = {"paging": {"links": [{"rel": "next", "href": href}]},
            "elements": [{"snapshotDomain": "CONNECTIONS", "snapshotData": [row]}]}  # fmt: skip
    assert rows_of(body, "CONNECTIONS")
    try:
        assert int(onward(body, 0) or 0) >= 0
    except Refusal as e:
        assert e.gap is Gap.PAGINATION_STOPPED


@given(st.binary())
def test_any_bytes_at_all_are_an_answer_or_a_refusal(content):
    try:
        body_of(Answer(200, {}, content), "PROFILE", 0.0)
    except Refusal as e:
        assert e.gap in (Gap.DAMAGED, Gap.FORMAT_UNKNOWN)
