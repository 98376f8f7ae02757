"""Every way Facebook refuses, against the emulator: what is said, what is kept, and what never leaves."""

from __future__ import annotations

import json
import logging
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.facebook.graph import after, rows
from connectors.facebook.live import people, permissions, profile_of
from connectors.facebook.pages import page_of
from connectors.meta_graph import refused, until_of, used
from connectors.model import Connection, Gap, Message, RecordType, State, Unreadable
from connectors.pull import Refusal
from tests.connectors.facebook_pulling import SOURCE, access, friends, ids, read, third_page
from tests.connectors.pulling import FakeClock
from tests.emulators.base import Asked, Reply
from tests.emulators.meta import FacebookEmulator

CONNECTIONS, PROFILE = RecordType.CONNECTIONS, RecordType.PROFILE


@pytest.fixture
def facebook():
    with FacebookEmulator() as emulator:
        emulator.friends = [{"id": f"1022{n}", "name": f"Imelda Quimbleton {n}"} for n in range(250)]
        yield emulator


def error(code: int, sub: int | None = None, status: int = 400, text: str = "x", **more: object) -> Reply:
    body = {"message": text, "type": "OAuthException", "code": code, "error_subcode": sub, "fbtrace_id": "A", **more}
    return Reply.json({"error": body}, status)


REPLIES = {
    "expired": (error(190, 463, 401), Gap.PERMISSION_MISSING, "live.signed_out"),
    "logged out": (error(190, 467), Gap.PERMISSION_MISSING, "live.signed_out"),
    "password changed": (error(190, 460), Gap.PERMISSION_MISSING, "live.signed_out"),
    "no token": (error(2500), Gap.PERMISSION_MISSING, "live.signed_out"),
    "revoked": (error(190, 458), Gap.PERMISSION_MISSING, "meta.revoked"),
    "checkpoint": (error(190, 459), Gap.PERMISSION_MISSING, "meta.confirm"),
    "scope 200": (error(200, status=403), Gap.PERMISSION_MISSING, "live.forbidden"),
    "scope 10": (error(10, status=403), Gap.PERMISSION_MISSING, "live.forbidden"),
    "scope 3": (error(3), Gap.PERMISSION_MISSING, "live.forbidden"),
    "scope 100": (error(100, text="requires the 'user_friends' permission"), Gap.PERMISSION_MISSING, "live.forbidden"),
    "gone": (error(100, 33, 404), Gap.NOT_OFFERED, "live.not_found"),
    "field": (error(100, text="Tried accessing nonexisting field"), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "version ended": (error(2635), Gap.FORMAT_UNKNOWN, "meta.version"),
    **{f"limit {code}": (error(code), Gap.RATE_LIMITED, "live.rate_limited") for code in (4, 17, 32, 613, 80001)},
    "429": (error(4, status=429), Gap.RATE_LIMITED, "live.rate_limited"),
    "429 reset": (Reply.json({}, 429, {"retry-after": "86400"}), Gap.RATE_LIMITED, "live.rate_limited"),
    "429 bare": (Reply.html(status=429), Gap.RATE_LIMITED, "live.rate_limited"),
    "402": (Reply.json({}, 402), Gap.PLAN_TIER, "live.not_paid"),
    "403 bare": (Reply.json({}, 403), Gap.PERMISSION_MISSING, "live.forbidden"),
    "404 bare": (Reply.html(status=404), Gap.NOT_OFFERED, "live.not_found"),
    "service": (error(2, status=500), Gap.PAGINATION_STOPPED, "live.server_error"),
    "transient": (error(77, is_transient=True), Gap.PAGINATION_STOPPED, "live.server_error"),
    "500": (Reply.json({"ok": 1}, 500), Gap.PAGINATION_STOPPED, "live.server_error"),
    "html 502": (Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error"),
    "html": (Reply.html(), Gap.DAMAGED, "live.not_json"),
    "no type": (Reply(200, b"{}", {}), Gap.DAMAGED, "live.not_json"),
    "half": (Reply(200, b'{"data": [', {"content-type": "application/json"}), Gap.DAMAGED, "live.not_json"),
    "picture": (Reply(200, b"GIF", {"content-type": "image/gif"}), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "query": (Reply(200, b"access_token=x", {"content-type": "text/plain"}), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "list": (Reply.json([1]), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "no data": (Reply.json({"data": 7}), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "cut": (Reply(200, b'{"data": []}', {}, 5), Gap.PAGINATION_STOPPED, "live.unreachable"),
    "away": (Reply(302, headers={"location": "https://x.example/"}), Gap.PAGINATION_STOPPED, "live.elsewhere"),
    "no cursor": (Reply.json({"data": [], "paging": {"next": "https://[x"}}), Gap.PAGINATION_STOPPED, "meta.no_cursor"),
}  # fmt: skip


@pytest.mark.parametrize("case", REPLIES)
def test_whatever_fails_in_the_middle_is_said_and_what_came_before_is_kept(facebook, tmp_path, case):
    reply, gap, said = REPLIES[case]
    facebook.fail(reply, when=third_page)
    snapshot, _ = read(facebook, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert coverage.state is State.PARTIAL
    assert (coverage.received, coverage.expected) == (200, 412)
    assert ids(coverage)[:2] == [said, "live.read_so_far"]
    assert coverage.reason is gap
    assert len(snapshot.connections) == 200


@pytest.mark.parametrize("case", ["expired", "revoked", "scope 10", "limit 4", "html", "500", "cut"])
def test_refused_from_the_start_it_is_none_of_everything(facebook, tmp_path, case):
    reply, gap, said = REPLIES[case]
    facebook.fail(reply)
    snapshot, _ = read(facebook, tmp_path)
    assert {snapshot.coverage[r].state for r in SOURCE.yields} == {State.NONE}
    assert {snapshot.coverage[r].reason for r in SOURCE.yields} == {gap}
    assert ids(snapshot.coverage[PROFILE]) == [said]


@pytest.mark.parametrize(("sub", "said"), [(None, "live.signed_out"), (463, "live.signed_out"), (458, "meta.revoked")])
def test_a_token_that_ended_ends_the_account(facebook, tmp_path, sub, said):
    facebook.tokens[facebook.token].ended = sub
    if sub is None:
        del facebook.tokens[facebook.token]
    snapshot, result = read(facebook, tmp_path)
    assert ids(snapshot.coverage[PROFILE]) == [said]
    assert not result.unfinished
    assert len(facebook.asked) == 1


def test_a_refused_count_leaves_the_list(facebook, tmp_path):
    facebook.fail(error(2), when=lambda a: a.query.get("limit") == "1")
    coverage = read(facebook, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.received, coverage.expected) == (250, None)
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PLATFORM_LIMIT)


def test_refused_pages_leave_the_person_unless_it_passes(facebook, tmp_path):
    def accounts(asked: Asked) -> bool:
        return asked.path.endswith("/me/accounts")

    facebook.fail(error(10), when=accounts)
    assert read(facebook, tmp_path)[0].coverage[PROFILE].notes == (Message("facebook.live_no_pages"),)
    facebook.heal()
    facebook.fail(error(4), when=accounts)  # whether the account is a Page is not known now
    assert read(facebook, tmp_path)[1].unfinished


# Allowances


def test_an_allowance_that_is_nearly_used_up_stops_it_and_another_pull_goes_on(facebook, tmp_path):
    full = {"x-app-usage": json.dumps({"call_count": 96, "total_time": 3, "total_cputime": 3})}
    page = [{"id": f"1022{n}", "name": "x"} for n in range(100)]
    paging = {"cursors": {"after": "MTAw"}, "next": "https://graph.facebook.com/v26.0/me/friends?after=MTAw"}
    facebook.fail(Reply.json({"data": page, "paging": paging}, headers=full), when=friends, times=1)
    snapshot, result = read(facebook, tmp_path, keep=True)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, Gap.RATE_LIMITED, 100)
    assert result.unfinished
    facebook.asked.clear()
    snapshot, result = read(facebook, tmp_path)
    assert [a.query.get("after") for a in facebook.asked if friends(a)] == ["MTAw", "MjAw"]
    assert snapshot.coverage[CONNECTIONS].received == len(snapshot.connections) == 250
    assert not result.unfinished


def test_one_that_is_not_is_no_reason_to_stop(facebook, tmp_path):
    facebook.usage = {"call_count": 94, "total_time": 3, "total_cputime": 3}
    assert len(read(facebook, tmp_path)[0].connections) == 250


def test_when_a_limit_is_lifted_is_told(facebook, tmp_path):
    use = {
        "type": "pages",
        "call_count": 100,
        "total_time": 1,
        "total_cputime": 1,
        "estimated_time_to_regain_access": 19,
    }
    facebook.business = {"112": [use]}
    _, result = read(facebook, tmp_path)
    [refusal] = {each.note.id: each for each in result.refused}.values()
    assert refusal.gap is Gap.RATE_LIMITED
    assert 18 < (refusal.until.timestamp() - time.time()) / 60 < 20


@given(st.dictionaries(st.sampled_from(["x-app-usage", "x-business-use-case-usage", "retry-after"]), st.text()))
def test_headers_of_any_kind_do_no_harm(headers):
    assert used(headers) >= 0
    until_of(headers)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["error", "code", "error_subcode", "message", "data", "paging", "next", "cursors", "after",
                         "id", "name", "tasks", "permission", "status", "x-app-usage"]), inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_values, st.integers(100, 599))
def test_any_body_at_all_is_an_answer_or_a_refusal(body, status):
    assert isinstance(refused(body, status, {}), Refusal)
    page_of(body)
    if isinstance(body, dict):
        for parse in (profile_of, permissions, rows, after, lambda b: people(b, SOURCE.listings[0])):
            with suppress(Refusal):
                parse(body)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "name"]), st.text() | st.integers() | st.none())))
def test_no_row_is_ever_dropped(rows):
    found = people({"data": rows}, SOURCE.listings[0])
    assert len(found) == len(rows)
    assert all(isinstance(each, Connection | Unreadable) for each in found)


# Pages of the list


def test_short_and_empty_pages_in_the_middle_do_not_end_it(facebook, tmp_path):
    def onward(cursor: str) -> dict[str, object]:
        return {"cursors": {"before": "x", "after": cursor}, "next": f"https://graph.facebook.com/x?after={cursor}"}

    facebook.fail(Reply.json({"data": [], "paging": onward("MjAw")}), when=friends, times=1)
    snapshot, _ = read(facebook, tmp_path)
    assert snapshot.coverage[CONNECTIONS].received == 50
    assert [a.query.get("after") for a in facebook.asked if friends(a)] == [None, "MjAw"]


def test_a_cursor_that_repeats_ends_the_list(facebook, tmp_path):
    paging = {"cursors": {"after": "MTAw"}, "next": "https://graph.facebook.com/x?after=MTAw"}
    facebook.fail(Reply.json({"data": [{"id": "1", "name": "x"}], "paging": paging}), when=friends)
    coverage = read(facebook, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.reason, coverage.received) == (Gap.PAGINATION_STOPPED, 1)


def test_pulled_again_after_a_cut_it_goes_on_and_counts_none_twice(facebook, tmp_path):
    facebook.fail(error(17), when=third_page)
    assert read(facebook, tmp_path, keep=True)[1].unfinished
    facebook.heal()
    facebook.asked.clear()
    snapshot, _ = read(facebook, tmp_path)
    assert [a.query.get("after") for a in facebook.asked if friends(a)] == ["MjAw"]
    assert len(snapshot.connections) == snapshot.coverage[CONNECTIONS].received == 250


def test_a_fault_that_passes_is_waited_out(facebook, tmp_path):
    clock = FakeClock()
    facebook.fail(facebook.refuse(500), when=third_page, times=2)
    assert len(read(facebook, tmp_path, clock=clock)[0].connections) == 250
    assert clock.slept > 1


# Secrets


@pytest.mark.parametrize("case", [None, "expired", "html", "cut", "half", "limit 4"])
def test_no_secret_and_no_name_anywhere_but_where_it_belongs(facebook, tmp_path, caplog, case):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    if case:
        facebook.fail(REPLIES[case][0], when=third_page)
    who = access(facebook)
    _, result = read(facebook, tmp_path, keep=True)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir()).decode("utf-8", "replace")
    said = caplog.text + repr(who) + "".join(f"{e}{e!r}{e.__cause__!r}{e.__context__!r}" for e in result.refused)
    for secret in (facebook.token, facebook.app_secret):
        assert secret not in said
        assert secret not in stored  # the address of the next page holds the token
    assert "rivera" not in said.casefold()
    assert "Quimbleton" not in said
