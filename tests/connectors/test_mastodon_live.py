"""Mastodon read live, against its emulator: every way it can refuse, and every odd thing it can say."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from connectors.live import Access
from connectors.mastodon.export import MastodonExport
from connectors.mastodon.live import MastodonLive
from connectors.model import Coverage, Gap, Kind, RecordType, State
from reports.messages import MESSAGES
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.connectors.reading import read, write
from tests.emulators import mastodon as emulated
from tests.emulators.base import Asked, Reply
from tests.emulators.mastodon import HOST, SCOPES, SERVER, Mastodon

CONNECTIONS, REQUESTS = RecordType.CONNECTIONS, RecordType.REQUESTS
HANDLE = f"ms_rivera@{HOST}"


@pytest.fixture
def server():
    with Mastodon(200) as emulator:
        yield emulator


def pull(server: Mastodon, folder: Path, *scopes: str, handle: str = HANDLE, **options: Any):
    access = Access(handle, {"token": server.token(*scopes)}, SERVER)
    return pulled(MastodonLive(), access, server, folder, **options)


def of(asked: Asked) -> bool:
    return asked.path.endswith("/followers")


def second_page(asked: Asked) -> bool:
    return of(asked) and asked.query.get("max_id") == "9921"


def settings(snapshot: Any) -> dict[str, str]:
    return {setting.key.value: setting.value for setting in snapshot.settings}


def link(*params: str) -> dict[str, str]:
    return {"link": ", ".join(f'<{SERVER}/api/v1/x?limit=80{each}>; rel="next"' for each in params)}


def test_everything_is_read_and_complete(server, tmp_path):
    snapshot, result = pull(server, tmp_path)
    count = {kind: len([c for c in snapshot.connections if kind in c.kinds]) for kind in Kind}
    assert (count[Kind.FOLLOWER], count[Kind.FOLLOWING], count[Kind.BLOCKED]) == (200, 3, 1)
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 203, 203)
    assert snapshot.coverage[REQUESTS] == Coverage(REQUESTS, State.COMPLETE, None, 2, 2)
    assert snapshot.profile.handle == HANDLE
    assert not result.refused
    assert not [asked for asked in server.asked if "mutes" in asked.path]


def test_the_same_people_and_owner_come_from_the_export(server, tmp_path):
    live, _ = pull(server, tmp_path)
    rows = [row["acct"] if "@" in row["acct"] else f"{row['acct']}@{HOST}" for row in server.lists["following"]]
    actor = {
        "id": f"{SERVER}/users/ms_rivera",
        "type": "Person",
        "inbox": f"{SERVER}/users/ms_rivera/inbox",
        "preferredUsername": "ms_rivera",
        "name": "Ms Rivera",
        "summary": server.me["note"],
        "url": f"{SERVER}/@ms_rivera",
        "published": "2024-01-02T00:00:00Z",
        "manuallyApprovesFollowers": True,
        "discoverable": True,
        "indexable": False,
    }
    files = {
        "following_accounts.csv": "\n".join(["Account address,Show boosts", *(f"{row},true" for row in rows)]).encode(),
        "actor.json": json.dumps(actor).encode(),
    }
    export = read(MastodonExport(), write(tmp_path / "export", files)).snapshot

    def followed(snapshot):
        return {(c.id, c.handle, c.platform_id) for c in snapshot.connections if Kind.FOLLOWING in c.kinds}

    def owner(snapshot):
        who = snapshot.profile
        return (who.handle, who.display_name, who.account_id, who.url, who.bio, who.account_type, who.created_at)

    assert followed(live) == followed(export)
    assert owner(live) == owner(export)
    assert settings(export).items() <= settings(live).items()


def test_a_server_that_knows_fewer_fields_leaves_settings_absent(server, tmp_path):
    for name in ("discoverable", "indexable", "noindex", "hide_collections", "uri", "group", "bot"):
        del server.me[name]
    server.me["source"] = {"privacy": "unlisted"}
    snapshot, _ = pull(server, tmp_path)
    assert settings(snapshot) == {"requests.approval": "required", "posts.audience": "public"}
    assert (snapshot.profile.account_id, snapshot.profile.account_type) == (None, None)
    assert snapshot.coverage[REQUESTS] == Coverage(REQUESTS, State.COMPLETE, None, 2, None)


@pytest.mark.parametrize(
    ("status", "gap", "said", "final"),
    [
        (401, Gap.PERMISSION_MISSING, "live.signed_out", True),
        (402, Gap.PLAN_TIER, "live.not_paid", False),
        (403, Gap.PERMISSION_MISSING, "live.forbidden", False),
        (404, Gap.NOT_OFFERED, "live.not_found", False),
        (410, Gap.NOT_OFFERED, "live.not_found", False),
        (422, Gap.PAGINATION_STOPPED, "mastodon.not_understood", False),
        (429, Gap.RATE_LIMITED, "live.rate_limited", False),
        (500, Gap.PAGINATION_STOPPED, "live.server_error", False),
        (503, Gap.PAGINATION_STOPPED, "live.server_error", False),
    ],
)
def test_what_the_server_refuses_in_the_middle(server, tmp_path, status, gap, said, final):
    server.fail(server.refuse(status), when=second_page)
    snapshot, _ = pull(server, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert [note.id for note in coverage.notes][:2] == [said, "live.read_so_far"]
    assert (snapshot.coverage[REQUESTS].state is State.COMPLETE) is not final


@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (Reply.html(), Gap.DAMAGED, "live.not_json"),
        (Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply(body=b'[{"id": "1'), Gap.DAMAGED, "live.not_json"),
        (Reply(body=b"[" * 100_000), Gap.DAMAGED, "live.not_json"),
        (Reply.json({"people": []}), Gap.DAMAGED, "live.not_json"),
        (Reply(200, b"[{}, {}, {}]", {}, 4), Gap.PAGINATION_STOPPED, "live.unreachable"),
        (Reply(302, headers={"location": "https://elsewhere.example/"}), Gap.PAGINATION_STOPPED, "live.elsewhere"),
        (Reply.json({"error": "Your login is currently disabled"}, 403),
         Gap.PERMISSION_MISSING, "mastodon.account_off"),
        (Reply.json({"error": ["?"]}, 403), Gap.PERMISSION_MISSING, "live.forbidden"),
        (Reply.json([], 400), Gap.PAGINATION_STOPPED, "mastodon.not_understood"),
    ],
    ids=["html", "html error", "half", "deep", "no list", "cut", "away", "disabled", "odd error", "400"],
)  # fmt: skip
def test_what_is_no_answer_in_the_middle(server, tmp_path, reply, gap, said):
    server.fail(reply, when=second_page)
    coverage = pull(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert said in [note.id for note in coverage.notes]


@pytest.mark.parametrize(
    ("scopes", "lost"),
    [
        (("read:accounts",), {Kind.REQUEST_RECEIVED, Kind.BLOCKED}),
        (("read:accounts", "read:follows"), {Kind.BLOCKED}),
        (("read",), set()),
    ],
)
def test_a_scope_that_was_not_given_costs_its_list_alone(server, tmp_path, scopes, lost):
    snapshot, _ = pull(server, tmp_path, *scopes)
    there = {kind for c in snapshot.connections for kind in c.kinds}
    assert {Kind.FOLLOWER, Kind.FOLLOWING, Kind.REQUEST_RECEIVED, Kind.BLOCKED} - there == lost
    if lost:
        assert snapshot.coverage[CONNECTIONS].reason is Gap.PERMISSION_MISSING


@pytest.mark.parametrize("token", ["revoked", "", "README.md"])
def test_a_consent_taken_back_leaves_nothing(server, tmp_path, token):
    access = Access(HANDLE, {"token": token}, SERVER)
    snapshot, result = pulled(MastodonLive(), access, server, tmp_path)
    assert {coverage.state for coverage in snapshot.coverage.values()} == {State.NONE}
    assert [refused.note.id for refused in result.refused] == ["live.signed_out"]
    assert len(server.asked) <= 1
    assert "# auditor" not in str([asked.headers for asked in server.asked])


@pytest.mark.parametrize(
    ("handle", "ok"),
    [(HANDLE, True), (f"@{HANDLE.upper()}", True), ("ms_rivera", True), ("", True),
     ("mr_thorp@social.example", False), ("ms_rivera@elsewhere.example", False), ("rivera", False)],
)  # fmt: skip
def test_only_the_registered_account_is_read(server, tmp_path, handle, ok):
    snapshot, _ = pull(server, tmp_path, handle=handle)
    assert (snapshot.coverage[CONNECTIONS].state is State.COMPLETE) is ok
    if not ok:
        assert [note.id for note in snapshot.coverage[CONNECTIONS].notes] == ["mastodon.other_account"]
        assert not any(of(asked) for asked in server.asked)


def test_handles_have_the_domain_that_the_server_says_and_not_the_host_it_runs_on(server, tmp_path):
    server.domain = "School.example"
    snapshot, _ = pull(server, tmp_path, handle="ms_rivera@school.example")
    assert snapshot.profile.handle == "ms_rivera@school.example"
    assert [c.handle for c in snapshot.connections[:3]] == [
        "quimbleton0@school.example",
        "quimbleton1@school.example",
        "quimbleton2@elsewhere.example",
    ]
    (asked,) = [asked for asked in server.asked if "webfinger" in asked.path]
    assert "authorization" not in asked.headers


@pytest.mark.parametrize(
    ("reply", "complete"),
    [
        (Reply(404), True),
        (Reply(401), True),
        (Reply.html(), True),
        (Reply.json({"subject": "acct:mr_thorp@school.example"}), True),
        (Reply.json({"subject": ["acct"]}), True),
        (Reply(503), False),
    ],
    ids=["none", "closed", "html", "another", "odd", "passing"],
)
def test_a_server_that_does_not_say_its_domain_is_taken_by_its_host(server, tmp_path, reply, complete):
    server.fail(reply, when=lambda a: "webfinger" in a.path)
    snapshot, result = pull(server, tmp_path)
    assert (snapshot.coverage[CONNECTIONS].state is State.COMPLETE) is complete
    assert result.unfinished is not complete
    assert snapshot.profile.handle == (HANDLE if complete else None)


def test_the_server_is_the_one_of_the_handle_where_none_is_given():
    assert MastodonLive().hosts(Access("@ms_rivera@Social.Example")) == (HOST,)
    assert MastodonLive().hosts(Access("ms_rivera", server="https://social.example:8443/")) == (f"{HOST}:8443",)


def test_a_limit_in_iso_time_is_waited_for_or_named(server, tmp_path):
    clock = FakeClock()
    body = server.refuse(429).body
    server.fail(Reply(429, body, {"x-ratelimit-reset": "2026-11-18T11:10:00.621469Z"}), when=second_page, times=1)
    assert pull(server, tmp_path, clock=clock)[0].coverage[CONNECTIONS].state is State.COMPLETE
    assert 199 < clock.slept < 210
    server.fail(Reply(429, body, {"x-ratelimit-reset": "2026-11-20T11:06:40.5Z"}), when=second_page)
    _, result = pull(server, tmp_path, clock=clock)
    assert result.refused[0].until.isoformat().startswith("2026-11-20T11:06:40")


@pytest.mark.parametrize("header", ["x-ratelimit-reset", "x-ratelimit-remaining", "x-ratelimit-limit", "deprecation"])
def test_a_header_that_cannot_be_read_costs_nothing(server, tmp_path, header):
    page = Reply.json(server.lists["followers"][80:160], headers={**link("&max_id=9841"), header: "soon"})
    server.fail(page, when=second_page)
    assert pull(server, tmp_path)[0].coverage[CONNECTIONS].state is State.COMPLETE


def test_short_and_empty_pages_do_not_end_a_list_and_no_next_page_does(server, tmp_path):
    server.fail(Reply.json(server.lists["followers"][80:81], headers=link("&max_id=b%2Fc&x=1")), when=second_page)
    server.fail(Reply.json([], headers=link("&max_id=d")), when=lambda a: a.query.get("max_id") == "b/c")
    server.fail(Reply.json(server.lists["followers"][81:160]), when=lambda a: a.query.get("max_id") == "d")
    server.me["followers_count"] = 160
    assert pull(server, tmp_path)[0].coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 163, 163)


@pytest.mark.parametrize(
    "headers",
    [{}, {"link": f'<{SERVER}/api/v1/x?page=2>; rel="next"'}, {"link": '<https://[bad>; rel="next"'}],
    ids=["no header", "another way", "no address"],
)
def test_a_list_that_goes_on_in_a_way_we_cannot_follow_is_not_complete(server, tmp_path, headers):
    server.fail(Reply.json(server.lists["followers"][80:160], headers=headers), when=second_page)
    snapshot, _ = pull(server, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, Gap.PAGINATION_STOPPED, 163)
    assert "mastodon.next_unknown" in [note.id for note in coverage.notes]


def test_no_request_goes_where_a_link_points(server, tmp_path):
    away = {"link": '<https://elsewhere.example/api/v1/steal?max_id=9841>; rel="next"'}
    server.fail(Reply.json(server.lists["followers"][80:160], headers=away), when=second_page)
    assert pull(server, tmp_path)[0].coverage[CONNECTIONS].state is State.COMPLETE
    assert {asked.host for asked in server.asked} == {HOST}


def test_a_cursor_that_repeats_ends_the_list(server, tmp_path):
    server.fail(Reply.json(server.lists["followers"][80:82], headers=link("&max_id=9921")), when=second_page)
    coverage = pull(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.notes[0].id) == (State.PARTIAL, "live.cursor_repeats")


def test_pulled_again_after_a_cut_it_goes_on_and_counts_nobody_twice(server, tmp_path):
    server.fail(Reply.json({}, 503), when=second_page)
    assert pull(server, tmp_path, keep=True)[1].unfinished
    server.heal()
    server.asked.clear()
    snapshot, _ = pull(server, tmp_path)
    assert [a.query.get("max_id") for a in server.asked if of(a)] == ["9921", "9841"]
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 203, 203)


def test_a_count_that_lags_is_said_and_explained(server, tmp_path):
    server.me["followers_count"] = 202
    coverage = pull(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert [note.id for note in coverage.notes] == ["live.count_differs", "mastodon.count_lags"]


@pytest.mark.parametrize("count", [-1, True, "7", None])
def test_a_count_that_is_none_is_not_used(server, tmp_path, count):
    server.me["followers_count"] = count
    assert pull(server, tmp_path)[0].coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 203, None)


NAMES = [
    "\u202eaelbmiuQ adlemI",
    "Q" * 10_000,
    '=cmd("calc")',
    "🦉" * 70,
    "",
    " \x00\ud800 ",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_kind_costs_nobody_else(server, tmp_path, name):
    server.lists["followers"][3] = emulated.account(3, name=name or " ")
    snapshot, _ = pull(server, tmp_path)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    found = next(c for c in snapshot.connections if c.handle == f"quimbleton3@{HOST}")
    assert (found.display_name or "") == name.replace("\x00", "").replace("\ud800", "?").strip()


def test_an_entry_without_an_account_is_kept_as_unreadable(server, tmp_path):
    server.lists["followers"][0:3] = [{"id": "7", "acct": "a@b@c"}, {"acct": " "}, "?"]
    snapshot, _ = pull(server, tmp_path)
    assert [lost.place.pointer for lost in snapshot.unreadable] == ["/7", "/1", "/2"]
    assert snapshot.coverage[CONNECTIONS].state is State.PARTIAL


def test_no_token_and_no_name_in_any_log(server, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    server.fail(Reply.json({"error": "Imelda Quimbleton"}, 422), when=second_page)
    _, result = pull(server, tmp_path)
    (token,) = server.tokens
    access = Access(HANDLE, {"token": token}, SERVER)
    with http_to(server, (HOST,)) as http:
        session = MastodonLive().open(access, http)
        text = caplog.text + repr(access) + repr(session) + "".join(f"{e}{e!r}{e.note}" for e in result.refused)
    for secret in (token, "rivera", "Quimbleton"):
        assert secret not in text


def test_the_consent_asks_for_reading_alone_and_every_sentence_is_there():
    consent = MastodonLive.consent
    assert consent.scopes == SCOPES
    assert all(scope.startswith("read:") for scope in consent.scopes)
    said = {consent.guide.id, *(listing.gap.id for listing in MastodonLive.listings if listing.gap)}
    assert {f"live.list.{listing.name}" for listing in MastodonLive.listings} | said <= MESSAGES.keys()


def test_a_defect_of_ours_is_not_blamed_on_the_server(server):
    with http_to(server, (HOST,)) as http:
        session = MastodonLive().open(Access(HANDLE, {"token": server.token()}, SERVER), http)

        def wrong(_client: object) -> None:
            raise TypeError("ours")

        with pytest.raises(TypeError):
            session._server.ask(wrong)
