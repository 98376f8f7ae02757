"""TikTok read live, against the emulator: profile, counts, and privacy where it may be seen."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.crosscheck import crosscheck
from connectors.http import Answer
from connectors.live import Access, Listing
from connectors.model import (
    SETTING_VALUES,
    UNKNOWN,
    Coverage,
    Gap,
    Kind,
    Message,
    Profile,
    RecordType,
    SettingKey,
    Snapshot,
    State,
)
from connectors.pull import Refusal
from connectors.registry import live_source
from connectors.tiktok.export import TikTokExport
from connectors.tiktok.live import TikTokLive, data_of, remix_of, settings_of
from tests.connectors.meta_pages import read as read_download
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.connectors.reading import write
from tests.connectors.tiktok_samples import user_data_2024
from tests.emulators.base import Asked, Reply
from tests.emulators.tiktok import PRIVATE, PUBLIC, TikTokEmulator

SOURCE = TikTokLive()
CONNECTIONS, SETTINGS, PROFILE = RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE
ALL = frozenset(SOURCE.consent.scopes)


@pytest.fixture
def tiktok():
    with TikTokEmulator() as emulator:
        yield emulator


def result(tiktok: TikTokEmulator, folder: Path, **options: Any):
    return pulled(SOURCE, Access("ms_rivera_room12", {"token": tiktok.token}), tiktok, folder, **options)


def read(tiktok: TikTokEmulator, folder: Path, **options: Any) -> Snapshot:
    return result(tiktok, folder, **options)[0]


def ids(coverage: Coverage) -> list[str]:
    return [note.id for note in coverage.notes]


def creator(asked: Asked) -> bool:
    return "creator_info" in asked.path


def test_profile_counts_and_privacy(tiktok, tmp_path):
    snapshot = read(tiktok, tmp_path)
    profile = snapshot.profile
    assert (profile.handle, profile.display_name) == ("ms_rivera_room12", "Ms. Rivera")
    assert (profile.account_id, profile.bio) == ("723f24d7", "Grade 4")
    assert profile.url == "https://www.tiktok.com/@ms_rivera_room12"
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.expected) == (State.NONE, Gap.PLATFORM_LIMIT, 100)
    assert coverage.notes == (
        Message("tiktok.live_lists"),
        Message("crosscheck.counted", {"n": 88, "t_list": "live.list.followers"}),
        Message("crosscheck.counted", {"n": 12, "t_list": "live.list.following"}),
    )
    assert {s.key: s.value for s in snapshot.settings} == {
        SettingKey.PROFILE_VISIBILITY: "private",
        SettingKey.COMMENTS_ALLOWED_FROM: "nobody",
    }
    assert {s.key: dict(s.raw) for s in snapshot.settings} == {
        SettingKey.PROFILE_VISIBILITY: {"privacy_level_options": ", ".join(PRIVATE)},
        SettingKey.COMMENTS_ALLOWED_FROM: {"comment_disabled": "true"},
    }
    assert snapshot.coverage[SETTINGS] == Coverage(
        SETTINGS, State.PARTIAL, Gap.NOT_OFFERED, 2,
        notes=(
            Message("tiktok.live_settings"),
            Message("tiktok.live_remix", {"t_duet": "tiktok.live_off", "t_stitch": "tiktok.live_on"}),
        ),
    )  # fmt: skip
    assert snapshot.coverage[PROFILE].state is State.COMPLETE


def test_the_token_is_in_no_address_and_nothing_is_posted(tiktok, tmp_path):
    read(tiktok, tmp_path)
    assert [(a.method, a.path) for a in tiktok.asked] == [
        ("GET", "/v2/user/info/"),
        ("POST", "/v2/post/publish/creator_info/query/"),
    ]
    assert not any(tiktok.token in str(asked.query) for asked in tiktok.asked)


@pytest.mark.parametrize(
    ("options", "value"),
    [
        (PUBLIC, "public"),
        (PRIVATE, "private"),
        (("PUBLIC_TO_EVERYONE", "FOLLOWER_OF_CREATOR"), "public"),
        (("SELF_ONLY",), UNKNOWN),
        (("SOMETHING_NEW",), UNKNOWN),
        ((), None),
        (None, None),
        ("PUBLIC_TO_EVERYONE", None),
        ([None, {}], None),
    ],
)
def test_public_and_private_are_told_apart_by_the_two_words(options, value):
    options = list(options) if isinstance(options, tuple) else options
    found = settings_of({"privacy_level_options": options})
    assert [s.value for s in found] == ([] if value is None else [value])


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_comments_that_are_not_off_may_be_anybodys_and_are_not_told(said):
    assert settings_of({"comment_disabled": said}) == ()


def test_the_profile_is_the_downloads_and_the_counts_check_it(tiktok, tmp_path):
    files = {"user_data.json": json.dumps(user_data_2024()).encode()}
    export = read_download(TikTokExport(), write(tmp_path / "export", files))
    tiktok.user |= {"follower_count": 2, "following_count": 3}
    live = read(tiktok, tmp_path)
    assert (live.profile.handle, live.profile.url) == (export.profile.handle, export.profile.url)
    assert {s.key: s.value for s in live.settings}.items() <= {
        **{s.key: s.value for s in export.settings}, SettingKey.COMMENTS_ALLOWED_FROM: "nobody",
    }.items()  # fmt: skip
    checked = crosscheck(export, live).coverage[CONNECTIONS]
    assert (checked.state, checked.reason) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert (checked.received, checked.expected) == (4, 5)


# Permissions: TikTok lets an owner agree to some and not to others


@pytest.mark.parametrize(
    ("missing", "profile", "people", "settings"),
    [
        ({"video.publish"}, State.COMPLETE, Gap.PLATFORM_LIMIT, Gap.PERMISSION_MISSING),
        ({"user.info.stats"}, State.COMPLETE, Gap.PERMISSION_MISSING, Gap.NOT_OFFERED),
        ({"user.info.profile"}, State.PARTIAL, Gap.PLATFORM_LIMIT, Gap.NOT_OFFERED),
        ({"user.info.profile", "user.info.stats"}, State.PARTIAL, Gap.PERMISSION_MISSING, Gap.NOT_OFFERED),
        ({"user.info.basic"}, State.COMPLETE, Gap.PLATFORM_LIMIT, Gap.NOT_OFFERED),
    ],
    ids=lambda value: " ".join(sorted(value)) if isinstance(value, set) else "",
)
def test_what_was_not_permitted_is_missing_and_nothing_else(tiktok, tmp_path, missing, profile, people, settings):
    tiktok.tokens[tiktok.token] = ALL - missing
    snapshot = read(tiktok, tmp_path)
    assert snapshot.coverage[PROFILE].state is profile
    assert snapshot.coverage[CONNECTIONS].reason is people
    assert snapshot.coverage[SETTINGS].reason is settings
    assert (snapshot.coverage[CONNECTIONS].expected is None) == ("user.info.stats" in missing)
    assert snapshot.profile.handle == "ms_rivera_room12"  # from `creator_info` where `user/info` may not say it
    assert (snapshot.profile.bio is None) == ("user.info.profile" in missing)


@pytest.mark.parametrize(
    ("missing", "creator", "said"),
    [
        ({"user.info.profile", "video.publish"}, "", "live.account_unsaid"),
        ({"user.info.profile"}, "", "live.account_unsaid"),
        ({"user.info.profile"}, "ms.rivera.private", "live.another_account"),
    ],
)
def test_an_account_that_may_be_a_personal_one_is_not_read(tiktok, tmp_path, missing, creator, said):
    tiktok.tokens[tiktok.token] = ALL - missing
    tiktok.creator["creator_username"] = creator
    snapshot = read(tiktok, tmp_path)
    assert (snapshot.profile, snapshot.settings) == (Profile(), ())
    for record in SOURCE.yields:
        coverage = snapshot.coverage[record]
        assert (coverage.state, ids(coverage), coverage.expected) == (State.NONE, [said], None)


def test_without_the_permission_to_post_it_says_why_the_settings_are_unread(tiktok, tmp_path):
    tiktok.tokens[tiktok.token] = ALL - {"video.publish"}
    snapshot = read(tiktok, tmp_path)
    assert ids(snapshot.coverage[SETTINGS]) == ["tiktok.live_settings_permission"]
    assert snapshot.settings == ()


def test_without_any_permission_it_is_none_of_everything(tiktok, tmp_path):
    tiktok.tokens[tiktok.token] = frozenset()
    snapshot = read(tiktok, tmp_path)
    for record in SOURCE.yields:
        assert (snapshot.coverage[record].state, snapshot.coverage[record].reason) == (
            State.NONE, Gap.PERMISSION_MISSING,
        )  # fmt: skip


# Refusals


def error(code: str, status: int) -> Reply:
    return Reply.json({"data": {}, "error": {"code": code, "message": "x", "log_id": "1"}}, status)


REFUSALS = {
    "expired": (error("access_token_invalid", 401), Gap.PERMISSION_MISSING, "live.signed_out"),
    "402": (Reply.json({}, 402), Gap.PLAN_TIER, "live.not_paid"),
    "403": (Reply.json({}, 403), Gap.PERMISSION_MISSING, "live.forbidden"),
    "404": (Reply.html(status=404), Gap.NOT_OFFERED, "live.not_found"),
    "429": (error("rate_limit_exceeded", 429), Gap.RATE_LIMITED, "live.rate_limited"),
    "limit in 200": (error("rate_limit_exceeded", 200), Gap.RATE_LIMITED, "live.rate_limited"),
    "params": (error("invalid_params", 400), Gap.FORMAT_UNKNOWN, "tiktok.live_not_understood"),
    "new word": (error("something_new", 403), Gap.PERMISSION_MISSING, "live.forbidden"),
    "new word in 200": (error("something_new", 200), Gap.PAGINATION_STOPPED, "live.server_error"),
    "500": (error("internal_error", 500), Gap.PAGINATION_STOPPED, "live.server_error"),
    "html 502": (Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error"),
    "html": (Reply.html(), Gap.DAMAGED, "live.not_json"),
    "half": (Reply(200, b'{"data": {', {}), Gap.DAMAGED, "live.not_json"),
    "cut": (Reply(200, b'{"data": {}}', {}, 4), Gap.PAGINATION_STOPPED, "live.unreachable"),
    "no data": (Reply.json({"data": 1}), Gap.FORMAT_UNKNOWN, "tiktok.live_not_understood"),
    "list": (Reply.json([]), Gap.FORMAT_UNKNOWN, "tiktok.live_not_understood"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_whatever_fails_is_none_of_everything_and_said(tiktok, tmp_path, case, caplog):
    caplog.set_level(logging.DEBUG)
    reply, gap, said = REFUSALS[case]
    tiktok.fail(reply)
    snapshot, pull = result(tiktok, tmp_path)
    assert {(snapshot.coverage[r].state, snapshot.coverage[r].reason) for r in SOURCE.yields} == {(State.NONE, gap)}
    assert ids(snapshot.coverage[PROFILE]) == [said]
    assert pull.unfinished == (gap in (Gap.RATE_LIMITED, Gap.PAGINATION_STOPPED))
    text = caplog.text + "".join(f"{e}{e!r}{e.__context__!r}" for e in pull.refused)
    assert tiktok.token not in text
    assert "rivera" not in text.casefold()


@pytest.mark.parametrize(
    ("code", "status", "gap", "said"),
    [
        ("spam_risk_too_many_posts", 200, Gap.RATE_LIMITED, "live.rate_limited"),
        ("reached_active_user_cap", 403, Gap.RATE_LIMITED, "live.rate_limited"),
        ("spam_risk_user_banned_from_posting", 403, Gap.NOT_OFFERED, "tiktok.live_banned"),
        ("internal_error", 500, Gap.PAGINATION_STOPPED, "live.server_error"),
    ],
)
def test_settings_that_are_refused_leave_all_else(tiktok, tmp_path, code, status, gap, said):
    tiktok.fail(error(code, status), when=creator)
    snapshot = read(tiktok, tmp_path)
    assert (snapshot.coverage[SETTINGS].state, snapshot.coverage[SETTINGS].reason) == (State.NONE, gap)
    assert ids(snapshot.coverage[SETTINGS]) == [said]
    assert snapshot.coverage[CONNECTIONS].expected == 100


def test_a_fault_that_passes_is_waited_out(tiktok, tmp_path):
    clock = FakeClock()
    tiktok.fail(tiktok.refuse(429), times=2)
    assert read(tiktok, tmp_path, clock=clock).profile.handle == "ms_rivera_room12"
    assert clock.slept > 1


@pytest.mark.parametrize("name", ["‮gnp.exe", "x" * 10_000, "=cmd()", "🌸", None, 7])
def test_names_come_as_they_are(tiktok, tmp_path, name):
    tiktok.user |= {"display_name": name, "follower_count": "88"}
    snapshot = read(tiktok, tmp_path)
    assert snapshot.profile.display_name == (None if name is None else str(name))
    assert snapshot.coverage[CONNECTIONS].expected == 100


def test_the_registry_has_it_and_there_is_no_list(tiktok):
    assert isinstance(live_source("tiktok"), TikTokLive)
    access = Access("", {"token": tiktok.token})
    with http_to(tiktok, SOURCE.hosts(access)) as http, pytest.raises(Refusal) as refused:
        SOURCE.open(access, http).page(Listing("followers", Kind.FOLLOWER), None)
    assert refused.value.gap is Gap.PLATFORM_LIMIT
    assert tiktok.asked == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "error", "code", "user", "privacy_level_options", "comment_disabled"]), inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_values, st.sampled_from([200, 400, 401, 403, 429, 500]))
def test_any_body_at_all_is_an_answer_or_a_refusal(body, status):
    try:
        data = data_of(Answer(status, {}, json.dumps(body).encode()))
    except Refusal:
        return
    assert status == 200
    for setting in settings_of(data):
        assert setting.value in (*SETTING_VALUES[setting.key], UNKNOWN)
    remix_of(data)


@given(st.binary())
def test_any_bytes_at_all_are_an_answer_or_a_refusal(content):
    try:
        data_of(Answer(200, {}, content))
    except Refusal as e:
        assert e.gap in (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.PAGINATION_STOPPED)
