"""YouTube live against an emulator of its API: what is listed, what YouTube hides, and every refusal."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import google_api
from connectors.google_api import next_midnight, refused
from connectors.http import Answer
from connectors.live import Access
from connectors.model import Connection, Coverage, Gap, Kind, Message, RecordType, State, Unreadable
from connectors.youtube.export import YouTubeExport
from connectors.youtube.live import YouTubeLive, is_named, listed, owner, settings
from tests.connectors.faults import AWAY, CUT, HALF, HOSTILE
from tests.connectors.pulling import FakeClock, pulled
from tests.connectors.reading import read
from tests.connectors.youtube_samples import DELTA, OTTER, OWNER, PINE, SAMPLES
from tests.emulators.base import Asked, Reply
from tests.emulators.google import AUTH, GoogleEmulator

SOURCE = YouTubeLive()
READONLY = f"{AUTH}youtube.readonly"
CONNECTIONS = RecordType.CONNECTIONS


def channel(n: int) -> str:
    return f"UC{n:022d}"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def google(clock: FakeClock):
    with GoogleEmulator(clock.now) as emulator:
        emulator.largest = 2
        for n in range(5):
            emulator.subscribe(channel(n), f"Channel {n}")
        for n in range(3):
            emulator.gain(channel(100 + n), f"Imelda Quimbleton {n}")
        yield emulator


def access(google: GoogleEmulator, *scopes: str, handle: str = "@MsRiveraReads") -> Access:
    return Access(handle, {"token": google.issue(*(scopes or (READONLY,)))})


def second(asked: Asked) -> bool:
    return "mine" in asked.query and asked.query.get("pageToken") == "CP2"


def test_subscriptions_are_whole_and_subscribers_never(google, tmp_path, clock):
    snapshot, result = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert (coverage.received, coverage.expected) == (8, 8)
    assert coverage.notes == (Message("youtube.live_subscribers_public"),)
    kinds = [c.kinds for c in snapshot.connections]
    assert kinds.count((Kind.SUBSCRIPTION,)) == 5
    assert kinds.count((Kind.SUBSCRIBER,)) == 3
    assert snapshot.connections[0].since == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    profile = snapshot.profile
    assert (profile.handle, profile.display_name, profile.account_id) == (
        "@msriverareads",
        "Ms Rivera Reads",
        "UC" + "R" * 22,
    )
    assert snapshot.coverage[RecordType.PROFILE].state is State.COMPLETE
    assert {s.key: s.value for s in snapshot.settings} == {"profile.visibility": "public"}
    assert dict(snapshot.settings[0].raw) == {"madeForKids": "false", "privacyStatus": "public"}
    assert not result.unfinished


def test_one_permission_to_read_is_asked_for_and_no_comment_is_read(google, tmp_path, clock):
    pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert SOURCE.consent.scopes == (READONLY,)
    comments = [a for a in google.asked if a.path.endswith("/commentThreads")]
    assert [(a.query["part"], a.query["fields"]) for a in comments] == [("id", "items/id")]
    assert {a.host for a in google.asked} == set(SOURCE.hosts(Access("")))
    assert all(a.method == "GET" for a in google.asked)


@pytest.mark.parametrize("count", [None, "x", "1" * 30, True, -1])
def test_a_hidden_or_senseless_count_is_none(google, tmp_path, clock, count):
    google.channel["statistics"] = {"subscriberCount": count, "hiddenSubscriberCount": False}
    google.closed = 0
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].expected is None
    google.channel["statistics"] = {"subscriberCount": "0", "hiddenSubscriberCount": True}
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].expected is None


def test_more_are_counted_than_listed(google, tmp_path, clock):
    google.closed = 4
    google.channel["statistics"]["subscriberCount"] = "412"
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.received, coverage.expected) == (State.PARTIAL, 8, 421)
    assert {(n.id, n.params.get("n")) for n in coverage.notes} == {
        ("live.count_differs", 4),
        ("youtube.live_closed_channels", None),
        ("youtube.live_subscribers_public", None),
        ("live.count_differs", 409),
    }


@pytest.mark.parametrize(
    ("word", "value"), [("public", "public"), ("private", "private"), ("unlisted", "unknown"), ("new_word", "unknown")]
)
def test_who_may_see_the_channel(google, tmp_path, clock, word, value):
    google.channel["status"]["privacyStatus"] = word
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert {s.key: s.value for s in snapshot.settings} == {"profile.visibility": value}


def test_held_comments_and_the_old_switch_are_evidence_and_no_pass(google, tmp_path, clock):
    google.channel["brandingSettings"]["channel"]["moderateComments"] = True
    google.held = [{"id": "c1", "snippet": {}}]
    everything = access(google, READONLY, f"{AUTH}youtube.force-ssl")
    snapshot, _ = pulled(SOURCE, everything, google, tmp_path, clock=clock)
    found = {s.key: s for s in snapshot.settings}["comments.moderation"]
    assert found.value == "unknown"
    assert dict(found.raw) == {
        "brandingSettings.channel.moderateComments": "true",
        "commentThreads.moderationStatus": "heldForReview",
    }
    google.channel["brandingSettings"] = {}
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert "comments.moderation" not in {s.key for s in snapshot.settings}


def test_nothing_is_said_of_settings_where_youtube_says_nothing(google, tmp_path, clock):
    google.channel = {"id": channel(1), "snippet": {"title": "Ms Rivera Reads"}}
    snapshot, _ = pulled(SOURCE, access(google, handle=""), google, tmp_path, clock=clock)
    assert snapshot.settings == ()
    assert snapshot.coverage[RecordType.SETTINGS] == Coverage(
        RecordType.SETTINGS, State.NONE, Gap.NOT_OFFERED, 0, notes=(Message("youtube.live_settings"),)
    )


def test_live_and_takeout_give_the_same_channels(tmp_path: Path, clock):
    exported = read(YouTubeExport(), SAMPLES[0].write(tmp_path)).snapshot
    with GoogleEmulator(clock.now) as google:
        google.channel["id"], google.channel["snippet"]["title"] = OWNER, exported.profile.display_name
        for name, title in ((PINE, "Pine Hill Band"), (OTTER, "Otter, reads aloud"), (DELTA, "Matemática João")):
            google.subscribe(name, title)
        live, _ = pulled(SOURCE, access(google, handle=OWNER), google, tmp_path, clock=clock)
    keys = [[(c.id, c.kinds, c.platform_id, c.handle, c.url, c.display_name) for c in s.connections]
            for s in (exported, live)]  # fmt: skip
    assert keys[0] == keys[1]
    assert (live.profile.account_id, live.profile.url) == (exported.profile.account_id, exported.profile.url)
    visible = "profile.visibility"
    assert {s.key: s.value for s in live.settings}[visible] == {s.key: s.value for s in exported.settings}[visible]


REFUSALS = [
    ("401", lambda g: g.refuse(401), Gap.PERMISSION_MISSING, "live.signed_out", True),
    ("402", lambda g: g.refuse(402), Gap.PLAN_TIER, "live.not_paid", False),
    ("403 scope", lambda g: g.refuse(403), Gap.PERMISSION_MISSING, "live.forbidden", False),
    ("403 list", lambda g: g.refuse(403, "subscriptionForbidden"), Gap.PERMISSION_MISSING,
     "youtube.live_subscriptions_closed", False),
    ("quota", lambda g: g.refuse(403, "quotaExceeded"), Gap.RATE_LIMITED, "youtube.live_quota", True),
    ("rate", lambda g: g.refuse(403, "rateLimitExceeded"), Gap.RATE_LIMITED, "live.rate_limited", True),
    ("api off", lambda g: g.refuse(403, "accessNotConfigured"), Gap.PLAN_TIER, "youtube.live_api_off", True),
    ("suspended", lambda g: g.refuse(403, "channelSuspended"), Gap.NOT_OFFERED, "youtube.live_closed", False),
    ("404", lambda g: g.refuse(404), Gap.NOT_OFFERED, "live.not_found", False),
    ("bad page", lambda g: g.refuse(400, "invalidPageToken"), Gap.PAGINATION_STOPPED,
     "youtube.live_not_understood", False),
    ("400", lambda g: Reply.json({"error": "error message"}, 400), Gap.PAGINATION_STOPPED,
     "youtube.live_not_understood", False),
    ("429", lambda g: g.refuse(429), Gap.RATE_LIMITED, "live.rate_limited", True),
    ("500", lambda g: g.refuse(500), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("html", lambda g: Reply.html(), Gap.DAMAGED, "live.not_json", False),
    ("html error", lambda g: Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("list", lambda g: Reply.json([]), Gap.DAMAGED, "live.not_json", False),
    ("half", lambda g: HALF, Gap.DAMAGED, "live.not_json", False),
    ("cut", lambda g: CUT, Gap.PAGINATION_STOPPED, "live.unreachable", True),
    ("away", lambda g: AWAY, Gap.PAGINATION_STOPPED, "live.elsewhere", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "gap", "said", "again"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_what_youtube_refuses_is_said(google, tmp_path, clock, name, reply, gap, said, again):
    google.fail(reply(google), when=second)
    snapshot, result = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    ids = [note.id for note in coverage.notes]
    assert ids[:2] == [said, "live.read_so_far"]
    assert sum(Kind.SUBSCRIPTION in c.kinds for c in snapshot.connections) == 2
    assert result.unfinished is again


def test_a_quota_that_is_used_up_ends_the_pull_until_midnight_in_california(google, tmp_path, clock):
    google.quota = 5  # the channel, held comments, the count, two pages
    first, result = pulled(SOURCE, access(google), google, tmp_path, clock=clock, keep=True)
    assert (result.unfinished, len(first.connections)) == (True, 4)
    assert result.refused[-1].until > datetime.now(UTC)
    assert len(google.asked) == 6
    google.quota = 100
    google.asked.clear()
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert [a.query.get("pageToken") for a in google.asked if "maxResults" in a.query and "mine" in a.query] == [
        None,
        "CP4",
    ]
    assert len(snapshot.connections) == 8


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), datetime(2026, 11, 27, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), datetime(2026, 7, 1, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), datetime(2026, 3, 9, 7, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2027, 1, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_midnight_in_california(now, then):
    assert next_midnight(now) == then


def test_a_computer_without_time_zones_waits_an_hour_more_at_most(monkeypatch):
    def none(_: str) -> None:
        raise google_api.ZoneInfoNotFoundError

    monkeypatch.setattr(google_api, "ZoneInfo", none)
    assert next_midnight(datetime(2026, 7, 1, 6, 59, tzinfo=UTC)) == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("stale", ["expired", "revoked", "none", "other scope"])
def test_a_sign_in_that_ended_is_none_for_everything(google, tmp_path, clock, stale):
    mine = access(google)
    if stale == "expired":
        clock.time += 3600
    elif stale == "revoked":
        google.end_consent()
    elif stale == "none":
        mine = Access("")
    else:
        mine = access(google, f"{AUTH}blogger.readonly")
    snapshot, result = pulled(SOURCE, mine, google, tmp_path, clock=clock)
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert snapshot.coverage[CONNECTIONS].reason is Gap.PERMISSION_MISSING
    assert not result.unfinished


@pytest.mark.parametrize("how", ["401", "empty"])
def test_an_account_without_a_channel(google, tmp_path, clock, how):
    if how == "401":
        google.channel = None
    else:
        google.fail(Reply.json({"kind": "youtube#channelListResponse"}), when=lambda a: a.path.endswith("/channels"))
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].notes[0] == Message("youtube.live_no_channel")


def test_another_channel_s_sign_in_reads_nothing(google, tmp_path, clock):
    snapshot, _ = pulled(SOURCE, access(google, handle="@mrstrathclyde"), google, tmp_path, clock=clock)
    assert snapshot.connections == ()
    assert snapshot.coverage[CONNECTIONS].notes[0] == Message("youtube.live_other_account")


@pytest.mark.parametrize(
    "handle",
    ["", "@msriverareads", "MsRiveraReads", "ms rivera reads", "https://www.youtube.com/@MsRiveraReads/",
     "https://www.youtube.com/channel/UC" + "R" * 22, "UC" + "R" * 22],
)  # fmt: skip
def test_a_channel_goes_by_many_names(google, handle):
    assert is_named(handle, owner(google.channel))


@pytest.mark.parametrize("body", [{"items": {}}, {"items": None}, {"items": [], "nextPageToken": ["CP4"]}])
def test_a_page_that_is_none_does_not_end_the_list(google, tmp_path, clock, body):
    google.fail(Reply.json(body), when=second)
    google.closed = -3  # no count that is larger gives it away
    coverage = pulled(SOURCE, access(google), google, tmp_path, clock=clock)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.DAMAGED)


def test_a_cursor_that_repeats_an_empty_page_and_rows_that_are_none(google, tmp_path, clock):
    rows = [{"snippet": {"title": "No id"}}, "junk", {"snippet": {"resourceId": {"channelId": "PL123"}}}]
    google.fail(Reply.json({"items": rows, "nextPageToken": "CP4"}), when=second, times=1)
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert len(snapshot.unreadable) == 3
    assert snapshot.coverage[CONNECTIONS].received == 6
    google.fail(Reply.json({"items": [], "nextPageToken": "CP2"}), when=second)
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].reason is Gap.PAGINATION_STOPPED


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(google, tmp_path, clock, name):
    google.subscribers[0]["subscriberSnippet"]["title"] = name
    google.subscribers[1]["subscriberSnippet"].pop("title")
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    found = {c.platform_id: c.display_name for c in snapshot.connections}
    assert found[channel(100)] == name.replace("\x00", "").strip()
    assert found[channel(101)] is None


def test_no_token_and_no_name_in_any_log_or_error(google, tmp_path, clock, caplog):
    caplog.set_level(logging.DEBUG)
    google.fail(google.refuse(500), when=second)
    mine = access(google)
    _, result = pulled(SOURCE, mine, google, tmp_path, clock=clock)
    text = caplog.text + repr(mine) + "".join(f"{r}{r!r}" for r in result.refused)
    for secret in (mine.secret["token"], "rivera", "Rivera", "Quimbleton"):
        assert secret not in text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["error", "errors", "reason", "status", "snippet", "subscriberSnippet", "resourceId", "channelId", "title",
             "id", "statistics", "privacyStatus", "brandingSettings", "channel", "moderateComments", "details"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(ANYTHING, st.booleans(), st.sampled_from([400, 401, 403, 404, 429, 500]))
def test_whatever_an_answer_looks_like_it_is_a_record_or_a_refusal(row: Any, held: bool, status: int):
    for listing in SOURCE.listings:
        assert isinstance(listed(row, listing, 0), Connection | Unreadable)
    is_named("x", owner(row))
    settings(row, held=held)
    assert refused("youtube", Answer(status, {}, json.dumps(row).encode())).gap in Gap
