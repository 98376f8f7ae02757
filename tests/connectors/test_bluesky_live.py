"""Bluesky read live, against its emulator: every way it can refuse, and every odd thing it can say."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.bluesky import people
from connectors.bluesky.answer import BlueskyAnswer
from connectors.bluesky.export import BlueskyExport
from connectors.bluesky.live import BlueskyLive
from connectors.live import Access
from connectors.model import Connection, Coverage, Gap, Kind, Place, RecordType, SettingKey, State, Unreadable
from reports.messages import MESSAGES
from tests.connectors.bluesky_samples import ANA, BLOCK, BO, FOLLOW, HIDDEN, OWNER, PROFILE, SPAM, Repo, edge
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.connectors.reading import read, write
from tests.emulators.base import Asked, Reply
from tests.emulators.bluesky import DID, ENTRY, HANDLE, HOME, PASSWORD, Bluesky, person

ACCESS = Access(f"@{HANDLE.upper()}", {"user": HANDLE, "password": PASSWORD})
FOLLOWERS = "/xrpc/app.bsky.graph.getFollowers"
CONNECTIONS = RecordType.CONNECTIONS


@pytest.fixture
def bluesky():
    with Bluesky() as emulator:
        emulator.largest = 2
        yield emulator


def pull(bluesky: Bluesky, folder: Path, access: Access = ACCESS, **options: Any):
    return pulled(BlueskyLive(), access, bluesky, folder, **options)


def second_page(asked: Asked) -> bool:
    return asked.path == FOLLOWERS and asked.query.get("cursor") == "2"


def settings(snapshot: Any) -> dict[str, str]:
    return {setting.key.value: setting.value for setting in snapshot.settings}


def test_everything_is_read_from_the_server_the_sign_in_names(bluesky, tmp_path):
    snapshot, result = pull(bluesky, tmp_path)
    people_of = {kind: [c for c in snapshot.connections if kind in c.kinds] for kind in Kind}
    assert [len(people_of[kind]) for kind in (Kind.FOLLOWER, Kind.FOLLOWING, Kind.BLOCKED)] == [5, 3, 1]
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 8, 8)
    assert (snapshot.profile.handle, snapshot.profile.account_id) == (HANDLE, DID)
    assert settings(snapshot) == {
        "profile.visibility": "public",
        "search.indexing": "on",
        "messages.allowed_from": "connections",
    }
    assert not result.refused
    assert [asked.host for asked in bluesky.asked] == [ENTRY] + [HOME] * (len(bluesky.asked) - 1)
    assert not [asked for asked in bluesky.asked if "getMutes" in asked.path]


def test_the_same_people_and_settings_come_from_saved_answers(bluesky, tmp_path):
    live, _ = pull(bluesky, tmp_path)
    subject = {"did": DID, "handle": HANDLE}
    saved = {
        f"{name}.json": json.dumps({name: rows, "subject": subject}).encode() for name, rows in bluesky.lists.items()
    }
    export = read(BlueskyAnswer(), write(tmp_path / "saved", saved)).snapshot

    def facts(snapshot):
        return {(c.id, c.kinds, c.display_name, c.handle, c.platform_id, c.url, c.bio) for c in snapshot.connections}

    assert facts(live) == facts(export)


def test_the_same_people_and_settings_come_from_the_repository_file(bluesky, tmp_path):
    about = {"$type": "app.bsky.actor.profile", "displayName": "Ms Rivera", "labels": HIDDEN}
    bluesky.records["app.bsky.actor.profile"] = about
    bluesky.lists["follows"] = [{**person(n), "did": did} for n, did in enumerate((ANA, BO))]
    bluesky.lists["blocks"] = [{**person(9), "did": SPAM}]
    bluesky.counts["followsCount"] = 2
    records = {
        f"{FOLLOW}/3kaaaaaaaaa22": edge(FOLLOW, ANA),
        f"{FOLLOW}/3kaaaaaaaaa32": edge(FOLLOW, BO),
        f"{BLOCK}/3kddddddddd22": edge(BLOCK, SPAM),
        f"{PROFILE}/self": about,
    }
    live, _ = pull(bluesky, tmp_path)
    export = read(BlueskyExport(), write(tmp_path / "saved", {"repo.car": Repo(OWNER, records).car()})).snapshot

    def facts(snapshot):
        return {(c.id, c.kinds, c.platform_id, c.url) for c in snapshot.connections if Kind.FOLLOWER not in c.kinds}

    assert facts(live) == facts(export)
    assert [(s.key, s.value, s.raw) for s in export.settings] == [
        (s.key, s.value, s.raw) for s in live.settings if s.key is not SettingKey.MESSAGES_ALLOWED_FROM
    ]


@pytest.mark.parametrize(
    ("record", "value"),
    [
        (None, "connections"),
        ({"allowIncoming": "all"}, "everyone"),
        ({"allowIncoming": "following"}, "connections"),
        ({"allowIncoming": "none"}, "nobody"),
        ({"allowIncoming": "mutuals"}, "unknown"),
        ({}, "unknown"),
        ({"allowIncoming": ["all"]}, "unknown"),
    ],
)
def test_who_may_begin_a_chat(bluesky, tmp_path, record, value):
    if record is not None:
        bluesky.records["chat.bsky.actor.declaration"] = record
    assert settings(pull(bluesky, tmp_path)[0])["messages.allowed_from"] == value


def test_the_label_for_signed_in_people_is_about_search_and_never_about_visibility(bluesky, tmp_path):
    label = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}
    bluesky.records["app.bsky.actor.profile"]["labels"] = label
    snapshot, _ = pull(bluesky, tmp_path)
    assert (settings(snapshot)["profile.visibility"], settings(snapshot)["search.indexing"]) == ("public", "off")
    assert {"labels": "!no-unauthenticated"} in [setting.raw for setting in snapshot.settings]


def test_people_who_are_counted_and_left_out_are_said_and_explained(bluesky, tmp_path):
    bluesky.counts["followersCount"] = 7
    coverage = pull(bluesky, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert [(note.id, note.params.get("n")) for note in coverage.notes] == [
        ("live.count_differs", 2),
        ("bluesky.blocked_left_out", None),
    ]


@pytest.mark.parametrize(
    ("status", "error", "gap", "said", "final"),
    [
        (400, "ExpiredToken", Gap.PERMISSION_MISSING, "live.signed_out", True),
        (400, "InvalidToken", Gap.PERMISSION_MISSING, "live.signed_out", True),
        (401, "AuthMissing", Gap.PERMISSION_MISSING, "live.signed_out", True),
        (401, "", Gap.PERMISSION_MISSING, "bluesky.password_refused", True),
        (402, "", Gap.PLAN_TIER, "live.not_paid", False),
        (403, "", Gap.PERMISSION_MISSING, "live.forbidden", False),
        (404, "", Gap.NOT_OFFERED, "live.not_found", False),
        (501, "MethodNotImplemented", Gap.NOT_OFFERED, "live.not_found", False),
        (400, "AccountTakedown", Gap.NOT_OFFERED, "bluesky.account_off", True),
        (401, "AccountDeactivated", Gap.NOT_OFFERED, "bluesky.account_off", True),
        (429, "", Gap.RATE_LIMITED, "live.rate_limited", False),
        (500, "", Gap.PAGINATION_STOPPED, "live.server_error", False),
        (502, "", Gap.PAGINATION_STOPPED, "live.server_error", False),
    ],
)
def test_what_bluesky_refuses_in_the_middle(bluesky, tmp_path, status, error, gap, said, final):
    bluesky.fail(bluesky.refuse(status, error), when=second_page)
    snapshot, _ = pull(bluesky, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert [note.id for note in coverage.notes][:2] == [said, "live.read_so_far"]
    assert len([c for c in snapshot.connections if Kind.FOLLOWER in c.kinds]) == 2
    assert any(Kind.BLOCKED in c.kinds for c in snapshot.connections) is not final


@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (Reply.html(), Gap.DAMAGED, "live.not_json"),
        (Reply.html(status=503), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply(body=b'{"followers": [{"d', headers={"content-type": "application/json"}), Gap.DAMAGED, "live.not_json"),
        (Reply.json([]), Gap.DAMAGED, "live.not_json"),
        (Reply.json({"followers": None}), Gap.DAMAGED, "live.not_json"),
        (Reply(200, b'{"followers": []}', {"content-type": "application/json"}, 4),
         Gap.PAGINATION_STOPPED, "live.unreachable"),
        (Reply(302, headers={"location": "https://elsewhere.example/"}), Gap.PAGINATION_STOPPED, "live.elsewhere"),
        (Reply.json({"error": "InvalidToken", "message": "Bad token scope"}, 400),
         Gap.PERMISSION_MISSING, "live.forbidden"),
        (Reply.json({"error": ["?"], "message": {}}, 400), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply(400), Gap.PAGINATION_STOPPED, "live.server_error"),
    ],
    ids=["html", "html error", "half", "no object", "no list", "cut", "away", "scope", "odd error", "no body"],
)  # fmt: skip
def test_what_is_no_answer_in_the_middle(bluesky, tmp_path, reply, gap, said):
    bluesky.fail(reply, when=second_page)
    coverage = pull(bluesky, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert said in [note.id for note in coverage.notes]


def test_an_expired_sign_in_is_renewed_once_and_the_list_goes_on(bluesky, tmp_path):
    expired = bluesky.refuse(400, "ExpiredToken")
    bluesky.fail(expired, when=second_page, times=1)
    snapshot, _ = pull(bluesky, tmp_path)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert len([asked for asked in bluesky.asked if "refreshSession" in asked.path]) == 1
    assert bluesky.signed_in == 2


def test_a_sign_in_that_ends_soon_is_renewed_before_it_does(bluesky, tmp_path):
    bluesky.lasts = 60
    assert pull(bluesky, tmp_path)[0].coverage[CONNECTIONS].state is State.COMPLETE
    assert bluesky.signed_in > 1


def test_an_app_password_deleted_meanwhile_ends_everything(bluesky, tmp_path):
    def deleted(asked: Asked) -> bool:
        if second_page(asked):
            bluesky.revoke()
        return False

    bluesky.fail(Reply(), when=deleted)
    snapshot, result = pull(bluesky, tmp_path)
    assert snapshot.coverage[CONNECTIONS].notes[0].id == "live.signed_out"
    assert snapshot.coverage[CONNECTIONS].received == 2
    assert result.unfinished
    _, again = pull(bluesky, tmp_path / "again")
    assert [refused.note.id for refused in again.refused] == ["bluesky.password_refused"]


@pytest.mark.parametrize(
    ("access", "said"),
    [
        (Access(HANDLE, {"user": HANDLE, "password": "wrong"}), "bluesky.password_refused"),
        (Access(HANDLE, {"user": HANDLE}), "live.signed_out"),
        (Access("mr-thorp.bsky.social", {"user": HANDLE, "password": PASSWORD}), "bluesky.other_account"),
    ],
    ids=["wrong", "none", "other"],
)
def test_no_sign_in_no_data(bluesky, tmp_path, access, said):
    snapshot, _ = pull(bluesky, tmp_path, access)
    assert {coverage.state for coverage in snapshot.coverage.values()} == {State.NONE}
    assert [note.id for note in snapshot.coverage[CONNECTIONS].notes] == [said]
    assert {asked.path for asked in bluesky.asked} <= {"/xrpc/com.atproto.server.createSession"}


def test_a_handle_that_has_lapsed_is_still_the_account_that_signed_in_with_it(bluesky, tmp_path):
    session = {**json.loads(bluesky._session().body), "handle": "handle.invalid"}
    bluesky.fail(Reply.json(session), when=lambda a: "createSession" in a.path)
    assert pull(bluesky, tmp_path)[0].coverage[CONNECTIONS].state is State.COMPLETE


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply.json({"error": "AuthFactorTokenRequired", "message": "sent"}, 401), "bluesky.app_password_needed"),
        (Reply.json({"error": "AccountTakedown", "message": "Account has been taken down"}, 401),
         "bluesky.account_off"),
        (Reply.json({"accessJwt": "x", "refreshJwt": "y", "handle": HANDLE, "did": DID}), "live.not_json"),
        (Reply.json({"accessJwt": "x"}), "live.not_json"),
        (Reply.html(), "live.not_json"),
        (Reply(200, b"[" * 100_000, {"content-type": "application/json"}), "live.not_json"),
    ],
    ids=["factor", "taken down", "no token", "half", "html", "deep"],
)  # fmt: skip
def test_a_sign_in_that_is_answered_oddly(bluesky, tmp_path, reply, said):
    bluesky.fail(reply)
    snapshot, _ = pull(bluesky, tmp_path)
    assert {coverage.state for coverage in snapshot.coverage.values()} == {State.NONE}
    assert said in [note.id for note in snapshot.coverage[CONNECTIONS].notes]


def test_an_account_that_is_not_listed_yet_can_be_read_later(bluesky, tmp_path):
    bluesky.fail(bluesky.refuse(400, "InvalidRequest", "Profile not found"), when=lambda a: "getProfile" in a.path)
    snapshot, result = pull(bluesky, tmp_path)
    assert snapshot.coverage[RecordType.PROFILE].notes[0].id == "bluesky.not_indexed"
    assert result.unfinished


def test_a_sign_in_that_names_an_address_inside_the_network_is_not_followed(bluesky, tmp_path):
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://10.0.0.8"}
    session = json.loads(bluesky._session().body)
    session["didDoc"]["service"] = [service]
    bluesky.fail(Reply.json(session), when=lambda a: "createSession" in a.path)
    snapshot, _ = pull(bluesky, tmp_path)
    assert snapshot.coverage[CONNECTIONS].notes[0].id == "live.elsewhere"


def test_a_limit_is_waited_for_or_named(bluesky, tmp_path):
    clock = FakeClock()
    limited = bluesky.refuse(429)
    soon = {"ratelimit-limit": "3000", "ratelimit-remaining": "0", "ratelimit-reset": str(int(clock.time + 120))}
    bluesky.fail(Reply(429, limited.body, {**limited.headers, **soon}), when=second_page, times=1)
    assert pull(bluesky, tmp_path, clock=clock)[0].coverage[CONNECTIONS].state is State.COMPLETE
    assert 119 < clock.slept < 130
    late = {**soon, "ratelimit-reset": str(int(clock.time + 86_400))}
    bluesky.fail(Reply(429, limited.body, {**limited.headers, **late}), when=second_page)
    _, result = pull(bluesky, tmp_path, clock=clock)
    assert result.refused[0].until.timestamp() == pytest.approx(clock.time + 86_400, abs=2)


@pytest.mark.parametrize("cursor", ["", None])
def test_short_and_empty_pages_do_not_end_a_list_and_no_cursor_does(bluesky, tmp_path, cursor):
    short = {"followers": bluesky.lists["followers"][2:3], "cursor": "x"}
    bluesky.fail(Reply.json(short), when=second_page)
    bluesky.fail(Reply.json({"followers": [], "cursor": "y"}), when=lambda a: a.query.get("cursor") == "x")
    rest = {"followers": bluesky.lists["followers"][3:], "cursor": cursor}
    bluesky.fail(Reply.json(rest), when=lambda a: a.query.get("cursor") == "y")
    assert pull(bluesky, tmp_path)[0].coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 8, 8)


def test_a_cursor_that_repeats_ends_the_list(bluesky, tmp_path):
    bluesky.fail(Reply.json({"followers": [person(3)], "cursor": "2"}), when=second_page)
    coverage = pull(bluesky, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.notes[0].id) == (State.PARTIAL, "live.cursor_repeats")


def test_pulled_again_after_a_cut_it_goes_on_and_counts_nobody_twice(bluesky, tmp_path):
    bluesky.fail(Reply.json({}, 503), when=second_page)
    assert pull(bluesky, tmp_path, keep=True)[1].unfinished
    bluesky.heal()
    bluesky.asked.clear()
    snapshot, _ = pull(bluesky, tmp_path)
    assert [a.query.get("cursor") for a in bluesky.asked if a.path == FOLLOWERS] == ["2", "4"]
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 8, 8)


NAMES = [
    "\u202eaelbmiuQ adlemI",
    "Q" * 10_000,
    '=cmd("calc")',
    "🦉" * 70,
    "",
    " \x00 ",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_kind_costs_nobody_else(bluesky, tmp_path, name):
    bluesky.lists["followers"][3] = person(3, name or " ")
    snapshot, _ = pull(bluesky, tmp_path)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    found = next(c for c in snapshot.connections if c.platform_id == "did:plc:quimbleton3")
    assert (found.display_name or "") == name.replace("\x00", "").strip()


def test_an_entry_without_an_id_is_kept_as_unreadable_and_a_broken_handle_as_none(bluesky, tmp_path):
    broken = {**person(4), "handle": "handle.invalid"}
    bluesky.lists["followers"][1:5] = [broken, {"handle": "x.example"}, "?"]
    snapshot, _ = pull(bluesky, tmp_path)
    assert [lost.place.pointer for lost in snapshot.unreadable] == ["/followers/0", "/followers/1"]
    assert next(c for c in snapshot.connections if c.platform_id == "did:plc:quimbleton4").handle is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["did", "handle", "displayName", "description", "labels", "values"]), inner
            )
        ),
    )
)
def test_whatever_stands_in_a_row_it_is_a_person_or_unreadable(row):  # fmt: skip
    assert isinstance(people.person(row, Kind.FOLLOWER, Place("x")), Connection | Unreadable)
    list(people.settings(row if isinstance(row, dict) else {}, Place("x")))


def test_no_token_and_no_name_in_any_log(bluesky, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    bluesky.fail(bluesky.refuse(400, "InvalidRequest", "Actor not found: Imelda Quimbleton"), when=second_page)
    _, result = pull(bluesky, tmp_path)
    with http_to(bluesky, (ENTRY,)) as http:
        session = BlueskyLive().open(ACCESS, http)
        text = caplog.text + repr(ACCESS) + repr(session) + "".join(f"{e}{e!r}{e.note}" for e in result.refused)
    for secret in (PASSWORD, "rivera", "Quimbleton", "eyJ"):
        assert secret not in text


def test_every_sentence_is_there():
    said = {BlueskyLive.consent.guide.id, *(x.gap.id for x in BlueskyLive.listings if x.gap)}
    assert {f"live.list.{listing.name}" for listing in BlueskyLive.listings} | said <= MESSAGES.keys()


@pytest.mark.peer
def test_a_recorded_answer_goes_through_without_loss(peer_data):
    rows = json.loads((peer_data / "live/bluesky/atproto/get_follows.json").read_text())["follows"]
    found = [people.person(row, Kind.FOLLOWING, Place("x")) for row in rows]
    assert rows
    assert [c.platform_id for c in found] == [row["did"] for row in rows]
    assert [c.handle for c in found] == [row["handle"] for row in rows]
