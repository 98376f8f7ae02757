"""Instagram and Threads read live, against their emulators: a profile, counts, and no list."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.crosscheck import crosscheck
from connectors.instagram import live as instagram_live
from connectors.instagram.export import InstagramExport
from connectors.instagram.live import InstagramLive
from connectors.live import Access, Listing
from connectors.model import Coverage, Gap, Kind, Message, RecordType, Snapshot, State
from connectors.pull import Refusal
from connectors.registry import live_source
from connectors.threads import live as threads_live
from connectors.threads.export import ThreadsExport
from connectors.threads.live import ThreadsLive
from tests.connectors.instagram_samples import FILES_2026, personal
from tests.connectors.instagram_samples import written as instagram_files
from tests.connectors.meta_pages import read as read_download
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.connectors.reading import write
from tests.connectors.threads_samples import FILES as THREADS_FILES
from tests.emulators.base import Reply
from tests.emulators.meta import InstagramEmulator, Meta, ThreadsEmulator

SOURCES = {"instagram": (InstagramLive(), InstagramEmulator), "threads": (ThreadsLive(), ThreadsEmulator)}
CONNECTIONS, SETTINGS, PROFILE = RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE


@pytest.fixture
def instagram():
    with InstagramEmulator() as emulator:
        yield emulator


@pytest.fixture
def threads():
    with ThreadsEmulator() as emulator:
        yield emulator


@pytest.fixture(params=SOURCES)
def platform(request):
    source, emulator = SOURCES[request.param]
    with emulator() as running:
        yield source, running


def read(source: Any, emulator: Meta, folder: Path, **options: Any) -> Snapshot:
    return result(source, emulator, folder, **options)[0]


def result(source: Any, emulator: Meta, folder: Path, **options: Any):
    return pulled(source, Access(emulator.user["username"], {"token": emulator.token}), emulator, folder, **options)


def ids(coverage: Coverage) -> list[str]:
    return [note.id for note in coverage.notes]


def counted(listing: str, n: int) -> Message:
    return Message("crosscheck.counted", {"n": n, "t_list": f"live.list.{listing}"})


@pytest.mark.parametrize("wrapped", [False, True])
def test_instagram_tells_who_the_account_is_and_two_counts(instagram, tmp_path, wrapped):
    instagram.wrapped = wrapped
    snapshot = read(InstagramLive(), instagram, tmp_path)
    profile = snapshot.profile
    assert (profile.handle, profile.display_name, profile.account_id) == (
        "ms.rivera.room12", "Ms. Rivera", "17841405822304914",
    )  # fmt: skip
    assert (profile.url, profile.bio) == ("https://www.instagram.com/ms.rivera.room12/", "Grade 4 at Oakdale")
    assert profile.account_type == "MEDIA_CREATOR"
    assert snapshot.coverage[CONNECTIONS] == Coverage(
        CONNECTIONS, State.NONE, Gap.PLATFORM_LIMIT, 0, 245,
        (Message("instagram.live_lists"), counted("followers", 210), counted("following", 35)),
    )  # fmt: skip
    assert snapshot.coverage[SETTINGS].reason is Gap.NOT_OFFERED
    assert snapshot.settings == ()  # nothing follows from the kind of account
    assert snapshot.connections == ()
    assert [(a.path, a.method) for a in instagram.asked] == [("/v26.0/me", "GET")]


def test_threads_tells_who_the_account_is_and_how_many_follow(threads, tmp_path):
    snapshot = read(ThreadsLive(), threads, tmp_path)
    profile = snapshot.profile
    assert (profile.handle, profile.account_id, profile.bio) == ("ms.rivera.room12", "7311", "Grade 4 at Oakdale")
    assert profile.url == "https://www.threads.com/@ms.rivera.room12"
    assert snapshot.coverage[CONNECTIONS] == Coverage(
        CONNECTIONS, State.NONE, Gap.PLATFORM_LIMIT, 0, 98, (Message("threads.live_lists"), counted("followers", 98))
    )
    assert [a.path for a in threads.asked] == ["/v1.0/me", "/v1.0/me/threads_insights"]


def test_the_profile_is_the_downloads(instagram, threads, tmp_path):
    files = {**FILES_2026, "personal_information/personal_information/personal_information.json": personal()}
    export = read_download(InstagramExport(), write(tmp_path / "i", instagram_files(files)))
    instagram.user["username"] = "room12.oakdale"
    live = read(InstagramLive(), instagram, tmp_path)
    assert (live.profile.handle, live.profile.url) == (export.profile.handle, export.profile.url)
    export = read_download(ThreadsExport(), write(tmp_path / "t", THREADS_FILES), score=80)
    threads.user["username"] = "room12.oakdale"
    live = read(ThreadsLive(), threads, tmp_path)
    assert (live.profile.handle, live.profile.url) == (export.profile.handle, export.profile.url)


def test_the_counts_check_the_download(instagram, threads, tmp_path):
    export = read_download(InstagramExport(), write(tmp_path / "i", instagram_files(FILES_2026)))
    instagram.user |= {"username": export.profile.handle, "followers_count": 3, "follows_count": 4}
    checked = crosscheck(export, read(InstagramLive(), instagram, tmp_path)).coverage[CONNECTIONS]
    assert (checked.received, checked.expected) == (5, 7)
    assert {"crosscheck.agrees", "crosscheck.fewer"} <= set(ids(checked))
    assert checked.state is State.PARTIAL
    export = read_download(ThreadsExport(), write(tmp_path / "t", THREADS_FILES), score=80)
    threads.user["username"], threads.followers = export.profile.handle, 2
    checked = crosscheck(export, read(ThreadsLive(), threads, tmp_path)).coverage[CONNECTIONS]
    assert (checked.state, checked.expected) == (State.COMPLETE, None)  # nobody counted whom it follows
    assert ids(checked)[-1] == "crosscheck.agrees"


def test_a_biography_that_may_not_be_asked_for_is_left_out(instagram, tmp_path):
    del instagram.user["biography"]
    profile = read(InstagramLive(), instagram, tmp_path).profile
    assert (profile.handle, profile.bio) == ("ms.rivera.room12", None)
    assert len(instagram.asked) == 2


@pytest.mark.parametrize("missing", ["followers_count", "follows_count"])
def test_a_count_that_is_left_out_is_not_made_up(instagram, tmp_path, missing):
    instagram.user[missing] = None
    coverage = read(InstagramLive(), instagram, tmp_path).coverage[CONNECTIONS]
    assert coverage.expected is None
    assert len(coverage.notes) == 2


def test_without_the_permission_for_insights_threads_tells_the_profile(threads, tmp_path):
    threads.tokens[threads.token].scopes = frozenset(("threads_basic",))
    snapshot = read(ThreadsLive(), threads, tmp_path)
    assert snapshot.profile.handle == "ms.rivera.room12"
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.expected) == (State.NONE, Gap.PERMISSION_MISSING, None)
    assert ids(coverage) == ["threads.live_lists", "live.forbidden"]


def test_insights_that_are_empty_are_no_count(threads, tmp_path):
    threads.followers = None  # accounts with few followers have none
    coverage = read(ThreadsLive(), threads, tmp_path).coverage[CONNECTIONS]
    assert (coverage.reason, coverage.expected) == (Gap.PLATFORM_LIMIT, None)


def error(code: int, sub: int | None = None, status: int = 400) -> Reply:
    return Reply.json({"error": {"message": "x", "type": "OAuthException", "code": code, "error_subcode": sub}}, status)


REFUSALS = {
    "expired": (error(190, 463, 401), Gap.PERMISSION_MISSING, "live.signed_out"),
    "revoked": (error(190, 458), Gap.PERMISSION_MISSING, "meta.revoked"),
    "scope": (error(10, status=403), Gap.PERMISSION_MISSING, "live.forbidden"),
    "402": (Reply.json({}, 402), Gap.PLAN_TIER, "live.not_paid"),
    "404": (error(100, 33, 404), Gap.NOT_OFFERED, "live.not_found"),
    "429": (Reply.json({}, 429), Gap.RATE_LIMITED, "live.rate_limited"),
    "429 long": (Reply.json({}, 429, {"retry-after": "86400"}), Gap.RATE_LIMITED, "live.rate_limited"),
    "limit": (error(80002), Gap.RATE_LIMITED, "live.rate_limited"),
    "500": (error(1, status=500), Gap.PAGINATION_STOPPED, "live.server_error"),
    "html 502": (Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error"),
    "html": (Reply.html(), Gap.DAMAGED, "live.not_json"),
    "half": (Reply(200, b'{"id": "1"', {"content-type": "application/json"}), Gap.DAMAGED, "live.not_json"),
    "cut": (Reply(200, b'{"id": "1"}', {}, 5), Gap.PAGINATION_STOPPED, "live.unreachable"),
    "list": (Reply.json([]), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "nobody": (Reply.json({}), Gap.FORMAT_UNKNOWN, "meta.not_understood"),
    "error in 200": (error(190, 467, 200), Gap.PERMISSION_MISSING, "live.signed_out"),
    "other version": (Reply.json({"id": "1"}, headers={"facebook-api-version": "v99.0"}), Gap.FORMAT_UNKNOWN,
                      "meta.version"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_whatever_fails_is_none_of_everything_and_said(platform, tmp_path, case, caplog):
    caplog.set_level(logging.DEBUG)
    source, emulator = platform
    reply, gap, said = REFUSALS[case]
    emulator.fail(reply)
    snapshot, pull = result(source, emulator, tmp_path)
    assert {(snapshot.coverage[r].state, snapshot.coverage[r].reason) for r in source.yields} == {(State.NONE, gap)}
    assert ids(snapshot.coverage[PROFILE]) == [said]
    assert pull.unfinished == (gap in (Gap.RATE_LIMITED, Gap.PAGINATION_STOPPED))
    text = caplog.text + "".join(f"{e}{e!r}{e.__context__!r}" for e in pull.refused)
    assert emulator.token not in text
    assert "rivera" not in text.casefold()


def test_a_fault_that_passes_is_waited_out(platform, tmp_path):
    source, emulator = platform
    clock = FakeClock()
    emulator.fail(Reply.json({}, 429, {"retry-after": "120"}), times=1)
    emulator.fail(emulator.refuse(500), times=2)
    assert read(source, emulator, tmp_path, clock=clock).profile.handle == "ms.rivera.room12"
    assert clock.slept > 120


def test_threads_insights_that_pass_are_the_only_thing_missing(threads, tmp_path):
    threads.fail(error(4), when=lambda a: a.path.endswith("insights"))
    snapshot = read(ThreadsLive(), threads, tmp_path)
    assert snapshot.profile.handle == "ms.rivera.room12"
    assert snapshot.coverage[CONNECTIONS].reason is Gap.RATE_LIMITED


def test_a_nearly_used_up_allowance_is_left_to_others(threads, tmp_path):
    threads.usage = {"call_count": 99}
    snapshot = read(ThreadsLive(), threads, tmp_path)
    assert snapshot.coverage[CONNECTIONS].reason is Gap.RATE_LIMITED
    assert len(threads.asked) == 1


NAMES = ["‮gnp.exe", "x" * 10_000, "=cmd()", "🌸"]


@pytest.mark.parametrize("name", NAMES, ids=["rtl", "long", "formula", "emoji"])
def test_names_come_as_they_are(platform, tmp_path, name):
    source, emulator = platform
    emulator.user["name"] = name
    assert read(source, emulator, tmp_path).profile.display_name == name


def test_a_missing_name_is_none(platform, tmp_path):
    source, emulator = platform
    emulator.user["name"] = None
    assert read(source, emulator, tmp_path).profile.display_name is None


def test_the_registry_has_them_and_there_is_no_list(platform):
    source, emulator = platform
    assert type(live_source(source.platform)) is type(source)
    access = Access("", {"token": emulator.token})
    with http_to(emulator, source.hosts(access)) as http, pytest.raises(Refusal) as refused:
        source.open(access, http).page(Listing("followers", Kind.FOLLOWER), None)
    assert refused.value.gap is Gap.PLATFORM_LIMIT
    assert emulator.asked == []


def test_only_reading_is_asked_for(platform, tmp_path):
    source, emulator = platform
    read(source, emulator, tmp_path)
    assert {(a.method, a.host) for a in emulator.asked} == {("GET", source.hosts(Access("x"))[0])}
    assert not [scope for scope in source.consent.scopes if "publish" in scope or "messages" in scope]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "username", "user_id", "id", "name", "followers_count", "values", "total_value",
                         "value"]), inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["data", "username", "id", "name", "followers_count"]), json_values))
def test_any_body_at_all_is_an_account_or_a_refusal(body):
    for parse in (instagram_live.about_of, threads_live.profile_of, threads_live.metrics):
        try:
            found = parse(body)
        except Refusal as e:
            assert e.gap is Gap.FORMAT_UNKNOWN
        else:
            assert found is not None


def test_metrics_are_read_in_both_shapes():
    body = {"data": [{"name": "a", "total_value": {"value": 4}}, {"name": "b", "values": [{"value": 1}, {"value": 2}]}]}
    assert threads_live.metrics(body) == {"a": 4, "b": 2}


def test_a_sign_in_for_another_account_is_not_read(platform, tmp_path):
    source, emulator = platform
    snapshot, _ = pulled(source, Access("ms.rivera.private", {"token": emulator.token}), emulator, tmp_path)
    assert snapshot.profile.handle is None
    for record in source.yields:
        coverage = snapshot.coverage[record]
        assert (coverage.state, ids(coverage)) == (State.NONE, ["live.another_account"])


def test_a_sign_in_that_is_nobodys_for_sure_is_not_read(platform, tmp_path):
    source, emulator = platform
    registered = Access(emulator.user["username"], {"token": emulator.token})
    emulator.user["username"] = None
    snapshot, _ = pulled(source, registered, emulator, tmp_path)
    assert snapshot.profile.account_id is None
    for record in source.yields:
        coverage = snapshot.coverage[record]
        assert (coverage.state, ids(coverage), coverage.expected) == (State.NONE, ["live.account_unsaid"], None)
