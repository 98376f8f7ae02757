"""X live against an emulator of its API: all of it, every refusal, what it costs, and what is never told."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.live import Access
from connectors.model import Connection, Coverage, Gap, Kind, Message, RecordType, State, Unreadable
from connectors.x import prices
from connectors.x.api import gone, refused
from connectors.x.export import XExport
from connectors.x.live import XLive
from connectors.x.users import counts, owner, person, settings
from tests.connectors.faults import AWAY, CUT, HALF, HOSTILE
from tests.connectors.pulling import FakeClock, pulled
from tests.connectors.reading import read
from tests.connectors.x_samples import ANA, BEN, CARA, SAMPLES
from tests.emulators.base import Asked, Reply
from tests.emulators.x import PROBLEMS, XEmulator

SOURCE = XLive()
ALL = SOURCE.consent.scopes
CONNECTIONS = RecordType.CONNECTIONS


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def x(clock: FakeClock):
    with XEmulator(clock.now) as emulator:
        emulator.largest = 2
        people = [(str(1000 + n), f"quimbleton_{n}", f"Imelda Quimbleton {n}") for n in range(5)]
        emulator.add("followers", *people)
        emulator.add("following", people[0], ("2000", "district_news", "District News"))
        emulator.add("blocking", ("3000", "spam_4711", "Thorp"))
        emulator.add("muting", ("4000", "muted", "Muted"))
        yield emulator


def access(x: XEmulator, *scopes: str, handle: str = "@Ms_Rivera_Room12") -> Access:
    return Access(handle, {"token": x.issue(*(scopes or ALL))})


def listed(name: str, page: int = 0):
    def when(asked: Asked) -> bool:
        token = asked.query.get("pagination_token")
        return asked.path.endswith(f"/{name}") and token == (f"{name.upper()}-{page}" if page else None)

    return when


def test_everybody_is_read_and_complete(x, tmp_path, clock):
    snapshot, result = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    kinds = {c.platform_id: c.kinds for c in snapshot.connections}
    assert kinds["1000"] == (Kind.FOLLOWER, Kind.FOLLOWING)
    assert kinds["3000"] == (Kind.BLOCKED,)
    assert len(kinds) == 7
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 7, 7)
    assert snapshot.coverage[RecordType.PROFILE].state is State.COMPLETE
    assert snapshot.coverage[RecordType.REQUESTS].reason is Gap.NOT_OFFERED
    assert (snapshot.profile.handle, snapshot.profile.account_id) == ("ms_rivera_room12", "42")
    assert {s.key: s.value for s in snapshot.settings} == {
        "profile.visibility": "private",
        "requests.approval": "required",
    }
    assert snapshot.coverage[RecordType.SETTINGS].state is State.PARTIAL
    assert not result.unfinished


def test_nobody_muted_is_read_and_no_permission_beyond_reading_is_asked_for(x, tmp_path, clock):
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert "4000" not in {c.platform_id for c in snapshot.connections}
    assert not [a for a in x.asked if "muting" in a.path or a.method != "GET"]
    assert all(scope.endswith(".read") or scope == "offline.access" for scope in ALL)
    assert {a.host for a in x.asked} == set(SOURCE.hosts(Access("")))


def test_live_and_archive_give_the_same_people(tmp_path, clock):
    exported = read(XExport(), next(s for s in SAMPLES if s.name == "2024-js").write(tmp_path)).snapshot
    with XEmulator(clock.now) as x:
        x.add("followers", (ANA, "ana_reads", "Ana Duarte"), (BEN, "coach_ben", "Ben Okafor"))
        x.add("following", (ANA, "ana_reads", "Ana Duarte"), (CARA, "cara", "Cara"))
        x.add("blocking", ("700700", "nobody", "Nobody"))
        live, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    keys = [[(c.id, c.kinds, c.platform_id, c.url) for c in s.connections] for s in (exported, live)]
    assert keys[0] == keys[1]
    handles = {c.platform_id: c.handle for c in live.connections}
    assert all(handles[c.platform_id] == c.handle for c in exported.connections if c.handle)
    same = (exported.profile, live.profile)
    assert len({(p.handle, p.account_id, p.display_name, p.url, p.created_at, p.bio) for p in same}) == 1
    assert {s.key: s.value for s in exported.settings}.items() <= {s.key: s.value for s in live.settings}.items()


REFUSALS = [
    ("401", lambda x: x.refuse(401), Gap.PERMISSION_MISSING, "live.signed_out", True),
    ("402", lambda x: x.refuse(402), Gap.PLAN_TIER, "x.live_no_credit", True),
    ("403", lambda x: x.refuse(403), Gap.PERMISSION_MISSING, "live.forbidden", False),
    ("not enrolled", lambda x: x.not_enrolled(), Gap.PLAN_TIER, "x.live_not_enrolled", False),
    ("404", lambda x: x.refuse(404), Gap.NOT_OFFERED, "live.not_found", False),
    ("400 cursor", lambda x: x.refuse(400), Gap.PAGINATION_STOPPED, "x.live_not_understood", False),
    ("429", lambda x: x.refuse(429), Gap.RATE_LIMITED, "live.rate_limited", True),
    ("500", lambda x: x.refuse(500), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("503", lambda x: x.refuse(503), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("list", lambda x: Reply.json([], 500), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("null errors", lambda x: Reply.json({"errors": None}, 403), Gap.PERMISSION_MISSING, "live.forbidden", False),
    ("html", lambda x: Reply.html(), Gap.DAMAGED, "live.not_json", False),
    ("html error", lambda x: Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("half", lambda x: HALF, Gap.DAMAGED, "live.not_json", False),
    ("cut", lambda x: CUT, Gap.PAGINATION_STOPPED, "live.unreachable", True),
    ("away", lambda x: AWAY, Gap.PAGINATION_STOPPED, "live.elsewhere", False),
    ("bare", lambda x: Reply.json({}), Gap.DAMAGED, "live.not_json", False),
    ("spend cap", lambda x: Reply.json({"title": "SpendCapReached", "type": PROBLEMS + "credits-cap"}, 403),
     Gap.PLAN_TIER, "x.live_spend_limit", True),
    ("usage cap", lambda x: Reply.json({"title": "UsageCapExceeded", "type": PROBLEMS + "usage-capped"}, 429),
     Gap.PLAN_TIER, "x.live_spend_limit", True),
    ("200 refusal",
     lambda x: Reply.json({"errors": [{"type": PROBLEMS + "not-authorized-for-resource", "value": "42"}]}),
     Gap.PERMISSION_MISSING, "live.forbidden", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "gap", "said", "again"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_what_x_refuses_is_said_and_never_complete(x, tmp_path, clock, name, reply, gap, said, again):
    x.fail(reply(x), when=listed("followers", 2))
    snapshot, result = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert said in [note.id for note in coverage.notes]
    assert Message("live.read_so_far", {"n": 2, "t_list": "live.list.followers"}) in coverage.notes
    assert {"1000", "1001"} <= {c.platform_id for c in snapshot.connections}
    assert "1002" not in {c.platform_id for c in snapshot.connections}
    assert result.unfinished is again


@pytest.mark.parametrize("stale", ["expired", "revoked", "none"])
def test_a_sign_in_that_ended_is_none_for_everything(x, tmp_path, clock, stale):
    mine = access(x)
    if stale == "expired":
        clock.time += 7201
    elif stale == "revoked":
        x.end_consent()
    else:
        mine = Access("ms_rivera_room12")
    snapshot, result = pulled(SOURCE, mine, x, tmp_path, clock=clock)
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert snapshot.coverage[CONNECTIONS].notes == (Message("live.signed_out", {"status": 401}),)
    assert len(x.asked) == (0 if stale == "none" else 1)
    assert not result.unfinished


@pytest.mark.parametrize(
    ("left_out", "unread"), [("block.read", {"blocking"}), ("follows.read", {"followers", "following"})]
)
def test_a_permission_that_was_not_given_leaves_the_other_lists(x, tmp_path, clock, left_out, unread):
    mine = access(x, *(scope for scope in ALL if scope != left_out))
    snapshot, _ = pulled(SOURCE, mine, x, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PERMISSION_MISSING)
    read_kinds = {kind.value for c in snapshot.connections for kind in c.kinds}
    expected = {"followers": "follower", "following": "following", "blocking": "blocked"}
    assert read_kinds == {kind for name, kind in expected.items() if name not in unread}


def test_an_owner_x_cannot_give_today_is_tried_again_for_each_list(x, tmp_path, clock):
    x.fail(x.refuse(500), when=lambda a: a.path.endswith("/me"), times=4)
    snapshot, result = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert snapshot.coverage[RecordType.PROFILE].state is State.NONE
    assert snapshot.coverage[RecordType.PROFILE].reason is Gap.PAGINATION_STOPPED
    assert len(snapshot.connections) == 7
    assert result.unfinished


def test_another_account_s_sign_in_reads_nothing(x, tmp_path, clock):
    snapshot, _ = pulled(SOURCE, access(x, handle="mr_strathclyde"), x, tmp_path, clock=clock)
    assert snapshot.connections == ()
    assert snapshot.profile.handle is None
    assert snapshot.coverage[CONNECTIONS].notes == (Message("x.live_other_account"),)
    assert len(x.asked) == 1


def test_a_429_with_its_reset_is_waited_for_and_a_limit_used_up_too(x, tmp_path, clock):
    reset = {"x-rate-limit-reset": str(int(clock.time) + 60), "x-rate-limit-remaining": "0"}
    too_many = x.refuse(429)
    x.fail(Reply(429, too_many.body, {**too_many.headers, **reset}), when=listed("followers", 2), times=1)
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert 59 < clock.slept < 63


def test_fifteen_requests_for_blocked_accounts_are_a_window(x, tmp_path, clock):
    x.add("blocking", *((str(5000 + n), f"b{n}", f"B {n}") for n in range(40)))
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert sum(Kind.BLOCKED in c.kinds for c in snapshot.connections) == 41
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert clock.slept > 0


def test_a_long_reset_is_named_and_gone_on_from(x, tmp_path, clock):
    later = str(int(clock.time) + 7200)
    too_many = x.refuse(429)
    x.fail(Reply(429, too_many.body, {**too_many.headers, "x-rate-limit-reset": later}), when=listed("followers", 2))
    _, first = pulled(SOURCE, access(x), x, tmp_path, clock=clock, keep=True)
    assert first.unfinished
    until = next(r.until for r in first.refused if r.until)
    assert until.timestamp() == pytest.approx(int(later), abs=2)
    x.heal()
    x.asked.clear()
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert [a.query.get("pagination_token") for a in x.asked if a.path.endswith("/followers")] == [
        "FOLLOWERS-2",
        "FOLLOWERS-4",
    ]
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 7, 7)


def test_credit_that_ends_in_the_middle_keeps_what_was_paid_for(x, tmp_path, clock):
    x.credit = 50  # the owner and four followers
    _, first = pulled(SOURCE, access(x), x, tmp_path, clock=clock, keep=True)
    assert first.unfinished
    assert first.refused[-1].final
    x.credit = None
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE


def test_the_cost_is_asked_for_first_and_is_what_x_charges(x, tmp_path, clock):
    asked: list[Message] = []
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock, agree=lambda m: bool(asked.append(m)))
    assert [a.path for a in x.asked] == ["/2/users/me"]
    assert snapshot.coverage[CONNECTIONS].reason is Gap.PLAN_TIER
    assert asked == [
        Message(
            "x.live_cost", {"n": 7, "dollars": "0.07", "price": "0.010", "block": "0.001", "d_prices": "2026-08-22"}
        )
    ]
    before = x.spent
    pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    # Six people in seven rows (one is on both lists, charged once), and one blocked.
    assert x.spent - before == 6 * prices.FOLLOW + prices.BLOCK
    assert x.spent - before <= 7 * prices.FOLLOW + prices.BLOCK


@pytest.mark.parametrize(
    ("thousandths", "said"), [(0, "0.00"), (1, "0.01"), (10, "0.01"), (8000, "8.00"), (15, "0.02")]
)
def test_no_cost_is_shown_as_nothing(thousandths, said):
    assert prices.dollars(thousandths) == said


def test_without_counts_the_cost_is_per_person(x, tmp_path, clock):
    me = {"data": {"id": "42", "username": "ms_rivera_room12", "name": "Ms. Rivera"}}
    x.fail(Reply.json(me), when=lambda a: a.path.endswith("/me"))
    asked: list[Message] = []
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock, agree=lambda m: not asked.append(m))
    assert [m.id for m in asked] == ["x.live_cost_unknown"]
    assert snapshot.settings == ()
    assert snapshot.coverage[RecordType.SETTINGS].state is State.NONE
    assert snapshot.coverage[CONNECTIONS].expected is None


def test_suspended_people_are_counted_and_not_listed(x, tmp_path, clock):
    x.suspended.add("1003")
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.reason, coverage.received, coverage.expected) == (Gap.DECLARED_COUNT_DIFFERS, 6, 7)
    assert [note.id for note in coverage.notes] == ["live.count_differs", "x.live_suspended"]


def test_a_page_with_partial_errors_says_how_many_are_missing(x, tmp_path, clock):
    x.unseen.update({"1000", "1001"})
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert Message("live.not_shown", {"n": 2, "t_list": "live.list.followers"}) in coverage.notes


def test_a_cursor_that_repeats_and_an_empty_page_in_the_middle(x, tmp_path, clock):
    x.fail(Reply.json({"meta": {"result_count": 0, "next_token": "FOLLOWERS-4"}}), when=listed("followers", 2), times=1)
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.reason, coverage.received) == (Gap.DECLARED_COUNT_DIFFERS, 5)
    x.fail(Reply.json({"meta": {"next_token": "FOLLOWERS-2"}}), when=listed("followers", 2))
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].reason is Gap.PAGINATION_STOPPED


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(x, tmp_path, clock, name):
    x.people["1000"]["name"] = name
    x.people["1001"] = {"id": "1001"}
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    found = {c.platform_id: c for c in snapshot.connections}
    assert found["1000"].display_name == name.replace("\x00", "").strip()
    assert (found["1001"].display_name, found["1001"].handle) == (None, None)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE


def test_no_token_and_no_name_in_any_log_or_error(x, tmp_path, clock, caplog):
    caplog.set_level(logging.DEBUG)
    x.fail(x.refuse(403), when=listed("followers", 2))
    mine = access(x)
    session = SOURCE.open(mine, None)  # type: ignore[arg-type]
    _, result = pulled(SOURCE, mine, x, tmp_path, clock=clock)
    text = caplog.text + repr(mine) + repr(session) + "".join(f"{r}{r!r}" for r in result.refused)
    for secret in (mine.secret["token"], "rivera", "Quimbleton", "quimbleton"):
        assert secret not in text


def test_the_words_of_a_refusal_and_of_unknown_shapes():
    assert refused(403, {"type": PROBLEMS + "unsupported-authentication"}).note.id == "x.live_wrong_token"
    assert refused(403, {"type": PROBLEMS + "credits"}).note.id == "x.live_no_credit"
    assert refused(400, {"type": 7, "title": None, "reason": []}).note.id == "x.live_not_understood"
    assert gone({"errors": [{"resource_type": "tweet", "value": "1"}, {"value": "2"}, "x"]}, frozenset({"3"})) == 1


@pytest.mark.parametrize("word", ["protect", 1, "false", {}])
def test_a_word_we_do_not_know_is_unknown_and_none_is_absent(word):
    assert {s.value for s in settings({"protected": word})} == {"unknown"}
    assert settings({}) == settings({"protected": None}) == ()
    assert {s.value for s in settings({"protected": False})} == {"public", "open"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
FIELDS = st.sampled_from(
    ["id", "name", "username", "description", "protected", "public_metrics", "created_at", "verified_type"]
)


@given(st.dictionaries(FIELDS, ANYTHING), ANYTHING)
def test_whatever_a_user_looks_like_it_is_a_record_or_an_unreadable_row(row: dict[str, Any], other: Any):
    for candidate in (row, other, {**row, "id": "12"}):
        found = person(candidate, Kind.FOLLOWER, "followers", 0)
        assert isinstance(found, Connection | Unreadable)
        json.dumps([str(found)])
    owner(row)
    settings(row)
    assert all(count >= 0 for count in counts(row).values())
    refused(403, other)
    gone({"errors": other}, frozenset())


def test_a_row_without_an_id_is_kept_as_unreadable(x, tmp_path, clock):
    x.people["1001"] = {"name": "Nameless"}
    x.fail(
        Reply.json({"data": [{"name": "No Number"}, {"id": "1000", "name": "A", "username": "a"}], "meta": {}}),
        when=listed("followers"),
    )
    snapshot, _ = pulled(SOURCE, access(x), x, tmp_path, clock=clock)
    assert [u.reason.id for u in snapshot.unreadable] == ["x.row_without_id"]
    assert replace(snapshot.coverage[CONNECTIONS], notes=()).state is State.PARTIAL
