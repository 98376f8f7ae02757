from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.archive import Archive
from connectors.base import Export
from connectors.instagram.export import InstagramExport
from connectors.meta_handles import handle_of
from connectors.model import Gap, Kind, RecordType, State
from connectors.snapshot import assemble
from reports.messages.connectors_meta import MESSAGES
from tests.connectors.instagram_samples import (
    FILES_2026,
    LISTS,
    OLD,
    PERSONAL,
    SAMPLES,
    SITE,
    by_label,
    by_title,
    by_value,
    comments,
    following,
    html,
    html_titled,
    personal,
    written,
)
from tests.connectors.meta_pages import (
    gap,
    labels,
    link_box,
    meta_json,
    notes,
    page,
    people,
    read,
    read_files,
    scores,
    string_map,
)
from tests.connectors.sample import Sample
from tests.connectors.threads_samples import FILES as THREADS_FILES

SOURCE = InstagramExport()
FOLLOWERS, FOLLOWING = f"{LISTS}/followers_1.json", f"{LISTS}/following.json"


def read_lists(folder: Path, followers: object, followed: object = (), **more: object):
    """An export with these lists; `more` are further members of their folder."""
    files = {FOLLOWERS: followers, FOLLOWING: following(*followed)}
    files |= {f"{LISTS}/{name}.json": content for name, content in more.items()}
    return read_files(SOURCE, folder, written(files))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_era_gives_exactly_its_people(sample, tmp_path):
    snapshot = read(SOURCE, sample.write(tmp_path))
    assert sorted(people(snapshot)) == sorted(sample.people)
    assert {s.key: s.value for s in snapshot.settings} == sample.settings
    assert gap(snapshot)[0] is sample.connections
    assert snapshot.profile.handle == sample.handle
    assert not snapshot.unreadable
    assert not snapshot.unknown


# --- the nastiest gotchas ------------------------------------------------------------------------------------------


def test_gotcha_1_the_handle_moved_to_the_title_and_the_address_got_a_u(tmp_path):
    rows = [by_title("ana.ruiz"), {"title": "", "string_list_data": [{"href": f"{SITE}/_u/bo_li?hl=en"}]}]
    snapshot = read_lists(tmp_path, [by_value("ana.ruiz")], rows)
    assert people(snapshot) == [(("follower", "following"), "ana.ruiz"), (("following",), "bo_li")]
    assert snapshot.connections[0].url == f"{SITE}/ana.ruiz/"


def test_gotcha_1_a_handle_that_moves_again_is_a_new_layout_and_never_an_empty_list(tmp_path):
    rows = [{"title": "", "string_list_data": [{"who": "ana", "timestamp": 1}]} for _ in range(3)]
    snapshot = read_lists(tmp_path, [by_value("ana.ruiz")], rows)
    assert gap(snapshot) == (State.PARTIAL, Gap.FORMAT_UNKNOWN)
    assert len(snapshot.unreadable) == 3


def test_gotcha_2_split_bytes_are_joined_in_names_and_labels(tmp_path):
    values = string_map(**{"Nome de usuário": "room12.oakdale", "Nome": "Música 🎵", "Conta privada": "True"})
    files = {FOLLOWING: following(), f"{PERSONAL}.json": {"profile_user": [{"string_map_data": values}]}}
    snapshot = read_files(SOURCE, tmp_path, written(files))
    assert (snapshot.profile.handle, snapshot.profile.display_name) == ("room12.oakdale", "Música 🎵")
    assert [(s.value, dict(s.raw)) for s in snapshot.settings] == [("private", {"Conta privada": "True"})]


def test_gotcha_4_no_follower_file_is_said_and_is_not_zero(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, written({FOLLOWING: following(by_title("bo_li"))}))
    assert gap(snapshot) == (State.PARTIAL, Gap.FILE_ABSENT)
    absent = [n for n in snapshot.coverage[RecordType.CONNECTIONS].notes if n.id == "instagram.absent"]
    assert [n.params["t_list"] for n in absent] == ["instagram.list.followers"]
    assert gap(snapshot, RecordType.REQUESTS) == (State.NONE, Gap.FILE_ABSENT)


def test_gotcha_4_an_empty_list_is_a_list(tmp_path):
    snapshot = read_lists(tmp_path, [])
    assert gap(snapshot) == (State.COMPLETE, None)
    assert notes(snapshot) == ["instagram.range_unsaid"]


@pytest.mark.parametrize(("parts", "first"), [((1, 3, 10), 2), ((2,), 1), ((1, 2), None)])
def test_gotcha_4_a_missing_part_is_partial(parts, first, tmp_path):
    files = {f"{LISTS}/followers_{n}.json": [by_value(f"user_{n}")] for n in parts}
    snapshot = read_files(SOURCE, tmp_path, written({**files, FOLLOWING: following()}))
    missing = [n for n in snapshot.coverage[RecordType.CONNECTIONS].notes if n.id == "meta.parts_absent"]
    assert [n.params["part"] for n in missing] == ([] if first is None else [first])
    assert gap(snapshot)[0] is (State.COMPLETE if first is None else State.PARTIAL)
    assert [c.handle for c in snapshot.connections] == [f"user_{n}" for n in parts]


@pytest.mark.parametrize(("oldest", "suspected"), [("2025-03-01", True), ("2020-03-01", False)])
@pytest.mark.parametrize("name", ["signup_details", "instagram_signup_details"])
def test_gotcha_4_a_range_of_dates_is_suspected_from_the_sign_up(oldest, suspected, name, tmp_path):
    def seconds(day: str) -> int:
        return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())

    sign_up = {
        "string_map_data": {"Username": {"value": "x"}, "Time": {"value": "", "timestamp": seconds("2014-02-01")}}
    }
    folder = "security_and_login_information/login_and_profile_creation"
    files = {
        FOLLOWERS: [by_value("ana.ruiz", seconds("2025-12-01"))],
        FOLLOWING: following(by_title("bo_li", seconds(oldest))),
        f"{folder}/{name}.json": {"account_history_registration_info": [sign_up]},
    }
    root = "instagram-room12.oakdale-2026-01-09-aBcDeFgH"
    snapshot = read_files(SOURCE, tmp_path, {f"{root}/{member}": data for member, data in written(files).items()})
    assert gap(snapshot) == ((State.PARTIAL, Gap.DATE_RANGE) if suspected else (State.COMPLETE, None))
    assert snapshot.profile.created_at == datetime(2014, 2, 1, tzinfo=UTC)
    if suspected:
        found = next(n for n in snapshot.coverage[RecordType.CONNECTIONS].notes if n.id == "meta.date_range")
        assert found.params == {"d_oldest": "2025-03-01", "d_created": "2014-02-01"}


@pytest.mark.parametrize("row", [by_value("ana.ruiz"), by_title("ana.ruiz"), by_label("ana.ruiz")])
def test_gotcha_5_a_list_of_one_is_the_bare_record(row, tmp_path):
    snapshot = read_lists(tmp_path, row, blocked_profiles=by_label("dropped_1"))
    assert people(snapshot) == [(("follower",), "ana.ruiz"), (("blocked",), "dropped_1")]
    assert gap(snapshot) == (State.COMPLETE, None)


def test_gotcha_5_a_bare_record_under_its_key(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, written({FOLLOWING: {"relationships_following": by_title("ana.ruiz")}}))
    assert people(snapshot) == [(("following",), "ana.ruiz")]


def test_gotcha_6_links_in_the_foot_of_a_page_are_nobody(tmp_path):
    box = link_box(f"{SITE}/ana.ruiz", "ana.ruiz", "Jan 03, 2021 11:00 pm")
    post = link_box(f"{SITE}/p/AbC123/", "a post", "Jan 03, 2021 11:00 pm")
    body = page("Followers", box, foot=f'<a href="{SITE}/instagram">Instagram</a>')
    files = {f"{LISTS}/followers_1.html": body, f"{LISTS}/following.html": html_titled("x", "bo_li", "cy.ode")}
    snapshot = read_files(SOURCE, tmp_path, files)
    assert people(snapshot) == [(("follower",), "ana.ruiz"), (("following",), "bo_li"), (("following",), "cy.ode")]
    assert snapshot.connections[0].since == datetime(2021, 1, 3, 23, tzinfo=UTC)
    assert gap(snapshot) == (State.COMPLETE, None)
    files[f"{LISTS}/followers_1.html"] = page("Followers", box, post)
    again = read_files(SOURCE, tmp_path / "post", files)
    assert gap(again) == (State.PARTIAL, Gap.DAMAGED)
    assert [u.place.pointer for u in again.unreadable] == ["item 2"]


def test_gotcha_6_several_people_in_one_record_of_a_page(tmp_path):
    two = "".join(
        f'<div><div><a href="{SITE}/{h}">{h}</a></div><div>Jan 0{n}, 2021 11:00 pm</div></div>'
        for n, h in enumerate(("ana.ruiz", "bo_li"), 1)
    )
    body = page("Followers", f'<div class="pam _a6-g uiBoxWhite"><div class="_a6-p">{two}</div></div>')
    snapshot = read_files(SOURCE, tmp_path, {f"{LISTS}/followers_1.html": body})
    assert [(c.handle, c.since and c.since.day) for c in snapshot.connections] == [("ana.ruiz", 1), ("bo_li", 2)]


@pytest.mark.parametrize("name", ["you've", "you’ve", "you_ve"])
def test_gotcha_9_apostrophes_and_wrapping_folders(name, tmp_path):
    files = written(
        {FOLLOWERS: [], FOLLOWING: following(), f"{LISTS}/follow_requests_{name}_received.json": by_title("bo")}
    )
    top = "meta-2026-Jan-10-17-13-19/instagram-room12.oakdale-2026-01-09-f6TM2NkJ"
    snapshot = read_files(SOURCE, tmp_path, {f"{top}/{member}": data for member, data in files.items()}, score=95)
    assert people(snapshot) == [(("request_received",), "bo")]
    assert snapshot.profile.handle == "room12.oakdale"
    assert gap(snapshot, RecordType.PROFILE) == (State.PARTIAL, Gap.FILE_ABSENT)


@pytest.mark.parametrize("words", [("Name", "Username"), ("Name", "Benutzername"), ("Ime", "Korisničko ime")])
def test_gotcha_9_labels_in_any_language(words, tmp_path):
    snapshot = read_lists(tmp_path, [], blocked_profiles=[by_label("dropped_1", "Dána Ó Sé", words=words)])
    (found,) = snapshot.connections
    assert (found.handle, found.display_name, found.url) == ("dropped_1", "Dána Ó Sé", f"{SITE}/dropped_1/")


@pytest.mark.parametrize("url", ["", f"{SITE}/old_name", "https://elsewhere.example/old_name"])
def test_the_user_name_goes_before_a_stale_address(url, tmp_path):
    snapshot = read_lists(tmp_path, [], blocked_profiles=by_label("new_name", "Dana", url=url))
    assert [(c.handle, c.url) for c in snapshot.connections] == [("new_name", f"{SITE}/new_name/")]


def test_gotcha_10_threads_lists_are_not_instagrams(tmp_path):
    files = {**written({FOLLOWERS: [by_value("only.here")], FOLLOWING: following()}), **THREADS_FILES}
    snapshot = read_files(SOURCE, tmp_path, files, score=95)
    assert people(snapshot) == [(("follower",), "only.here")]
    assert scores(SOURCE, Sample("", "", THREADS_FILES, ()).write(tmp_path / "threads")) == []


def test_with_threads_lists_alone_the_profile_file_does_not_win(tmp_path):
    files = {**THREADS_FILES, **written({f"{PERSONAL}.json": personal()})}
    assert scores(SOURCE, Sample("", "", files, ()).write(tmp_path)) == [70]


# --- rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("ana.ruiz", "ana.ruiz"),
        ("@ana.ruiz", "ana.ruiz"),
        (f"{SITE}/_u/ana.ruiz", "ana.ruiz"),
        (f"{SITE}/ana.ruiz/?hl=en#x", "ana.ruiz"),
        ("www.instagram.com/ana.ruiz", "ana.ruiz"),
        ("https://www.threads.com/@ana.ruiz", "ana.ruiz"),
        (f"{SITE}/accounts/login/", None),
        (f"{SITE}/accounts/", None),
        (f"{SITE}/p/AbC/", None),
        (f"{SITE}/_u/", None),
        ("https://help.instagram.com/ana", None),
        ("https://instagram.com.evil.example/ana", None),
        ("https://[broken", None),
        ("javascript:alert(1)", None),
        ("Ana Ruiz", None),
        ("a" * 31, None),
        ("__deleted__123", None),
        ("", None),
        (None, None),
    ],
)
def test_handles(text, handle):
    assert handle_of(text) == handle


def test_closed_accounts_are_listed_as_unreadable_and_noted(tmp_path):
    closed = [by_value(""), by_title("__deleted__99"), {"title": "", "string_list_data": []}]
    snapshot = read_lists(tmp_path, [by_value("ana.ruiz"), *closed])
    assert [u.place.pointer for u in snapshot.unreadable] == ["/1", "/2", "/3"]
    assert gap(snapshot) == (State.COMPLETE, None)
    (note,) = [n for n in snapshot.coverage[RecordType.CONNECTIONS].notes if n.id == "meta.rows_without_name"]
    assert note.params == {"n": 3, "member": FOLLOWERS}


def test_what_is_no_handle_is_kept_as_a_name(tmp_path):
    rows = [{"title": "", "string_list_data": [{"value": "<b>Ana Ruiz</b>", "href": "javascript:alert(1)"}]}]
    (found,) = read_lists(tmp_path, rows).connections
    assert (found.handle, found.display_name, found.url) == (None, "<b>Ana Ruiz</b>", None)


def test_a_row_that_is_not_understood_makes_the_list_partial(tmp_path):
    rows = [by_value("ana.ruiz"), "bo_li", None, {"title": "cy"}, {"string_list_data": ["x"]}, {"string_list_data": 7}]
    snapshot = read_lists(tmp_path, rows)
    assert [u.place.pointer for u in snapshot.unreadable] == ["/1", "/2", "/3", "/4", "/5"]
    assert gap(snapshot) == (State.PARTIAL, Gap.DAMAGED)
    assert people(snapshot) == [(("follower",), "ana.ruiz")]


@pytest.mark.parametrize("content", [{}, {"followers": []}, 7, "x", {"relationships_followers": None}, ["a", "b"]])
def test_a_list_of_another_shape_is_a_new_layout(content, tmp_path):
    snapshot = read_lists(tmp_path, content)
    assert gap(snapshot) in ((State.PARTIAL, Gap.FORMAT_UNKNOWN), (State.PARTIAL, Gap.FILE_ABSENT))
    assert snapshot.unreadable


def test_a_damaged_part_keeps_the_others(tmp_path):
    files = written({FOLLOWERS: [by_value("ana.ruiz")], FOLLOWING: following()})
    files[f"{LISTS}/followers_2.json"] = meta_json([by_value("bo_li")])[:-20]
    snapshot = read_files(SOURCE, tmp_path, files)
    assert gap(snapshot) == (State.PARTIAL, Gap.DAMAGED)
    assert [c.handle for c in snapshot.connections] == ["ana.ruiz"]
    assert [u.place.source for u in snapshot.unreadable] == [f"{LISTS}/followers_2.json"]
    assert "line" in snapshot.unreadable[0].place.pointer


def test_lists_that_are_no_connections_stay_closed(tmp_path):
    Sample("", "", written(FILES_2026), ()).write(tmp_path)
    with Archive([tmp_path]) as archive:
        (recognition,) = SOURCE.recognise(archive)
        list(SOURCE.read(Export(archive, SOURCE, recognition.root)))
        opened = {member.basename for member in archive.opened}
    assert "followers_2.json" in opened
    assert not opened & {
        "close_friends.json",
        "recently_unfollowed_profiles.json",
        "restricted_profiles.json",
        "recent_follow_requests.json",
        "following_hashtags.json",
    }


def test_json_is_read_where_html_is_there_too(tmp_path):
    files = {**written({FOLLOWERS: [by_value("ana.ruiz")]}), f"{LISTS}/followers_1.html": html("x", "ana.ruiz")}
    assert [c.places for c in read_files(SOURCE, tmp_path, files).connections] != []
    assert len(read_files(SOURCE, tmp_path / "b", files).connections[0].places) == 1


def test_dates_and_places(tmp_path):
    (found,) = read_lists(tmp_path, {"relationships_followers": [by_value("ana.ruiz", 1700000000)]}).connections
    assert found.since == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert [(p.source, p.pointer) for p in found.places] == [(FOLLOWERS, "/relationships_followers/0")]


# --- 2019-20 -------------------------------------------------------------------------------------------------------


def test_the_one_file_of_2020(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {"connections.json": json.dumps(OLD).encode()}, score=60)
    assert snapshot.connections[0].since == datetime(2019, 5, 1, 10, tzinfo=UTC)
    assert snapshot.connections[0].places[0].pointer == "/followers/ana.ruiz"
    assert gap(snapshot, RecordType.REQUESTS) == (State.PARTIAL, Gap.FILE_ABSENT)


@pytest.mark.parametrize("content", [[], {"followers": 7}, {"followers": {"ana": {}}}, {"following": {}}])
def test_a_2020_file_of_another_shape_is_not_complete(content, tmp_path):
    Sample("", "", {"connections.json": json.dumps(content).encode()}, ()).write(tmp_path)
    with Archive([tmp_path]) as archive:
        snapshot = assemble(SOURCE.platform, SOURCE.kind, SOURCE.yields, SOURCE.read(Export(archive, SOURCE)))
    assert gap(snapshot)[0] is not State.COMPLETE


# --- settings and profile ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "word", "value"),
    [
        ("Private Account", "True", "private"),
        ("Private account", "False", "public"),
        ("PRIVATE ACCOUNT", "true", "private"),
        ("Private Account", "Perhaps", "unknown"),
    ],
)
def test_the_private_flag(label, word, value, tmp_path):
    values = {"Username": {"value": "x"}, label: {"value": word}}
    files = {FOLLOWING: following(), f"{PERSONAL}.json": {"profile_user": [{"string_map_data": values}]}}
    (found,) = read_files(SOURCE, tmp_path, written(files)).settings
    assert (found.key, found.value, dict(found.raw)) == ("profile.visibility", value, {label: word})
    assert found.place.pointer == f"/profile_user/0/string_map_data/{label}"


@pytest.mark.parametrize("folder", ["preferences/settings", "preferences/media_settings", "comments_settings"])
@pytest.mark.parametrize(
    ("word", "label", "value"),
    [
        ("Everyone", "Comments Allowed From", "everyone"),
        ("People you follow and your followers", "Comments allowed from", "connections"),
        ("Off", "Comments Allowed From", "nobody"),
        ("Tutti", "Commenti consentiti a", "unknown"),
        ("Everyone", "Kommentieren gestattet für", "everyone"),
    ],
)
def test_who_may_comment(folder, word, label, value, tmp_path):
    files = {FOLLOWING: following(), f"{folder}/comments_allowed_from.json": comments(word, label)}
    (found,) = read_files(SOURCE, tmp_path, written(files)).settings
    assert (found.key, found.value, dict(found.raw)) == ("comments.allowed_from", value, {label: word})


@pytest.mark.parametrize(("word", "value"), [("No one", "off"), ("Close friends", "on"), ("17 people", "unknown")])
def test_location_on_the_friend_map(word, value, tmp_path):
    name = "personal_information/personal_information/instagram_friend_map.json"
    files = {
        FOLLOWING: following(),
        name: {"profile_friend_map": {"string_map_data": string_map(Sharing_audience=word)}},
    }
    assert [(s.key, s.value) for s in read_files(SOURCE, tmp_path, written(files)).settings] == [
        ("location.sharing", value)
    ]


def test_an_absent_setting_is_no_setting(tmp_path):
    snapshot = read_lists(tmp_path, [])
    assert snapshot.settings == ()
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.FILE_ABSENT)
    assert gap(snapshot, RecordType.PROFILE) == (State.NONE, Gap.FILE_ABSENT)


def test_the_profile_of_sentence_case_labels(tmp_path):
    files = {FOLLOWING: following(), f"{PERSONAL}.json": personal(Email_address="m.rivera@oakdale.example")}
    profile = read_files(SOURCE, tmp_path, written(files)).profile
    assert (profile.handle, profile.display_name, profile.bio) == ("room12.oakdale", "Room 12 – Música", "Grade 4")
    assert (profile.email, profile.url) == ("m.rivera@oakdale.example", f"{SITE}/room12.oakdale/")


def test_a_damaged_profile_file_is_said_so(tmp_path):
    files = {**written({FOLLOWERS: [], FOLLOWING: following()}), f"{PERSONAL}.json": b'{"profile_user": ['}
    snapshot = read_files(SOURCE, tmp_path, files)
    assert gap(snapshot, RecordType.PROFILE) == (State.NONE, Gap.DAMAGED)
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.DAMAGED)
    assert gap(snapshot) == (State.COMPLETE, None)


def test_an_export_without_lists_still_has_its_settings(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, written({f"{PERSONAL}.json": personal()}), score=70)
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)
    assert [s.value for s in snapshot.settings] == ["private"]


# --- recognising ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("following.json", {"following_v3": [{"name": "Bo Li", "timestamp": 1}]}),
        ("followers.json", {"text_post_app_text_post_app_followers": []}),
        ("connections.json", [{"name": "Bo Li"}]),
        ("connections.json", {"followers": 7}),
        ("message_1.json", {"participants": [{"name": "Bo"}], "messages": []}),
        ("posts_1.json", [{"media": []}]),
        ("following.json", {"$schema": "http://json-schema.org/draft-04/schema#", "string_list_data": 1}),
        ("following.json", {"@context": "https://www.w3.org/ns/activitystreams", "orderedItems": []}),
        ("followers_1.json", []),
    ],
)
def test_what_is_not_instagrams_is_declined(name, content, tmp_path):
    Sample("", "", {name: json.dumps(content).encode()}, ()).write(tmp_path)
    assert scores(SOURCE, tmp_path) == []


@pytest.mark.parametrize(
    ("files", "score"),
    [
        (written({"followers_1.json": [by_value("bo_li")]}), 60),
        (written({"followers_1.json": [by_value("bo_li")], "following.json": following(by_title("bo_li"))}), 61),
        (written({"blocked_profiles.json": by_label("bo_li")}), 60),
        ({"followers_1.html": html("Followers", "bo_li")}, 60),
        ({"following.html": page("x", "<p>nothing</p>")}, None),
    ],
)
def test_loose_lists_are_told_by_their_content(files, score, tmp_path):
    assert scores(SOURCE, Sample("", "", files, ()).write(tmp_path)) == ([] if score is None else [score])


def test_a_loose_facebook_list_among_instagrams_is_named_and_not_read(tmp_path):
    files = written({"followers_1.json": [by_value("bo_li")], "following.json": {"following_v3": [{"name": "Cy"}]}})
    snapshot = read_files(SOURCE, tmp_path, files)
    assert people(snapshot) == [(("follower",), "bo_li")]
    assert [u.reason.params["platform"] for u in snapshot.unreadable] == ["Facebook"]
    assert gap(snapshot) == (State.PARTIAL, Gap.FILE_ABSENT)


# --- anything at all -----------------------------------------------------------------------------------------------

_KEYS = [
    "title",
    "string_list_data",
    "value",
    "href",
    "timestamp",
    "label_values",
    "label",
    "string_map_data",
    "vec",
    "dict",
]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just(f"{SITE}/_u/bo"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*_KEYS, "relationships_following"]) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(ANY, st.sampled_from(sorted({*FILES_2026, "connections.json"})))
@settings(deadline=None, max_examples=80)
def test_any_json_in_any_member_ends_in_coverage(content, member):
    files = {**written(FILES_2026), member: json.dumps(content).encode()}
    with TemporaryDirectory() as folder:
        snapshot = read_files(SOURCE, Path(folder), files)
    assert set(snapshot.coverage) == set(RecordType)
    for coverage in snapshot.coverage.values():
        assert (coverage.reason is None) == (coverage.state is State.COMPLETE)
        assert all(note.id in MESSAGES for note in coverage.notes)
    assert all(u.reason.id in MESSAGES for u in snapshot.unreadable)
    assert all(c.handle or c.display_name for c in snapshot.connections)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_in_a_page_ends_in_coverage(text):
    body = html("x", "bo_li").replace(b"bo_li", text.encode())
    with TemporaryDirectory() as folder:
        snapshot = read_files(SOURCE, Path(folder), {f"{LISTS}/followers_1.html": body})
    assert gap(snapshot)[0] is not State.COMPLETE


@pytest.mark.parametrize("content", [b"[" * 100_000, b"1e999", b"", b"\xff\xfe\x00", b"{" * 40, b'{"a":' * 900 + b"1"])
def test_hostile_bytes_end_in_coverage(content, tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {**written(FILES_2026), FOLLOWING: content})
    assert gap(snapshot)[0] is State.PARTIAL
    assert snapshot.unreadable


def test_a_deep_label_tree_is_read_without_a_traceback(tmp_path):
    deep: object = labels({"Private Account": "True"})
    for _ in range(150):
        deep = [{"label": "x", "dict": deep}]
    files = written({FOLLOWING: following(), f"{PERSONAL}.json": {"label_values": deep}})
    assert [s.value for s in read_files(SOURCE, tmp_path, files).settings] == ["private"]


# --- others' samples -----------------------------------------------------------------------------------------------

PEERS = {
    "shahbakhtk8-lang__unfollow-tracker/public/demo": (
        {"demo_mutual", "demo_fan"},
        {"demo_mutual", "demo_not_back", "demo_creator"},
    ),
    "shahbakhtk8-lang__unfollow-tracker/tests/fixtures": (
        {"alice_demo", "diana_demo", "legacy_user"},
        {"alice_demo", "bob_demo", "charlie_demo"},
    ),
    "gerrycuo87__ig-followers-checker/tests/fixtures": (
        {"follower1", "follower2", "follower3"},
        {"following1", "following2"},
    ),
}


@pytest.mark.peer
@pytest.mark.parametrize("folder", PEERS)
def test_peer_lists(folder, peer_data):
    snapshot = read(SOURCE, peer_data / "exports/instagram" / folder)
    followers = {c.handle for c in snapshot.connections if Kind.FOLLOWER in c.kinds}
    followed = {c.handle for c in snapshot.connections if Kind.FOLLOWING in c.kinds}
    assert (followers, followed) == PEERS[folder]
    assert gap(snapshot) == (State.COMPLETE, None)
    assert not snapshot.unreadable


@pytest.mark.peer
def test_peer_loose_lists(peer_data):
    folder = peer_data / "exports/instagram/RobinOehler__unfollowtool-export-parsers/tests/fixtures/instagram/loose"
    snapshot = read(SOURCE, folder)
    raw = json.loads((folder / "following.json").read_bytes())["relationships_following"]
    followed = [c.handle for c in snapshot.connections if Kind.FOLLOWING in c.kinds]
    assert sorted(followed) == sorted(row["title"] for row in raw)
    raw = json.loads((folder / "followers_1.json").read_bytes())
    followers = [c.handle for c in snapshot.connections if Kind.FOLLOWER in c.kinds]
    assert sorted(followers) == sorted(row["string_list_data"][0]["value"] for row in raw)
    assert not snapshot.unreadable


@pytest.mark.peer
def test_peer_an_instagram_list_in_a_facebook_folder(peer_data):
    folder = peer_data / "exports/facebook/RobinOehler__unfollowtool-export-parsers/tests/fixtures/facebook/loose"
    assert people(read(SOURCE, folder / "following.json", score=60)) == [(("following",), "carol")]
    assert scores(SOURCE, folder / "your_friends.json") == []


@pytest.mark.peer
def test_peer_chats_and_other_platforms_are_declined(peer_data):
    assert scores(SOURCE, peer_data / "exports/instagram/joweich__chat-miner") == []
    for folder in sorted((peer_data / "exports").iterdir()):
        if folder.is_dir() and folder.name not in ("facebook", "instagram"):
            assert scores(SOURCE, folder) == [], folder.name
