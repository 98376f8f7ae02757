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
from connectors.facebook.export import FacebookExport
from connectors.meta_dates import from_words
from connectors.meta_format import repair
from connectors.model import Gap, Kind, RecordType, State
from connectors.snapshot import assemble
from reports.messages.connectors_meta import MESSAGES
from tests.connectors.facebook_samples import FILES_2021, FILES_2024, FILES_2026, SAMPLES, dated, privacy, written
from tests.connectors.meta_pages import (
    as_bytes,
    box_2019,
    box_2023,
    gap,
    meta_json,
    notes,
    page,
    people,
    read,
    read_files,
    scores,
    section_2025,
)
from tests.connectors.sample import Sample

SOURCE = FacebookExport()
FRIENDS = "connections/friends/your_friends.json"
FOLLOWERS = "connections/followers/people_who_followed_you"


def read_2026(folder: Path, **changes: object):
    """The whole export of 2026 with some members changed (None: left out); `__` is a slash."""
    files = {**FILES_2026, **{name.replace("__", "/") + ".json": content for name, content in changes.items()}}
    return read_files(SOURCE, folder, written({name: c for name, c in files.items() if c is not None}))


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


def test_gotcha_2_split_bytes_are_joined_in_json_values_and_keys(tmp_path):
    labelled = {"label_values": [{"label": "Wer kann künftige Beiträge sehen?", "value": "Öffentlich"}]}
    files = {FRIENDS: {"friends_v2": dated("José Álvarez", "Zoë 🌸 Dupont", "Ali Yılmaz")}}
    snapshot = read_files(
        SOURCE, tmp_path, {**written(files), "preferences/preferences/privacy_settings.json": meta_json(labelled)}
    )
    assert [c.display_name for c in snapshot.connections] == ["José Álvarez", "Zoë 🌸 Dupont", "Ali Yılmaz"]
    assert "facebook.settings_unread" in notes(snapshot, RecordType.SETTINGS)


def test_gotcha_2_html_is_left_alone(tmp_path):
    # "Ã©" is what a joined text looks like before it is joined; in a page it is somebody's own spelling.
    body = page("Your friends", box_2023("AndrÃ© Roux", "Nov 14, 2023"), box_2023("Zoë Marsh", "Nov 14, 2023"))
    snapshot = read_files(SOURCE, tmp_path, {"connections/friends/your_friends.html": body})
    assert [c.display_name for c in snapshot.connections] == ["AndrÃ© Roux", "Zoë Marsh"]


@given(st.text())
def test_repair_gives_back_any_text_that_was_split_into_bytes(text):
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert repair(as_bytes(text)) == text


@pytest.mark.parametrize("text", ["José", "Łukasz", "山田", "ÿ", "Ana", "", "naïve – yes", "Ã"])
def test_repair_leaves_proper_text_alone(text):
    assert repair(text) == text


def test_gotcha_4_a_missing_follower_list_is_not_an_empty_one(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, written(FILES_2024))
    assert gap(snapshot) == (State.PARTIAL, Gap.FILE_ABSENT)
    assert "facebook.followers_absent" in notes(snapshot)
    assert snapshot.coverage[RecordType.CONNECTIONS].received == 4  # people; one is a friend and followed


def test_gotcha_4_an_empty_list_is_not_a_missing_one(tmp_path):
    snapshot = read_2026(tmp_path, connections__friends__your_friends={"friends_v2": []})
    assert gap(snapshot) == (State.COMPLETE, None)
    assert not any(Kind.FRIEND in c.kinds for c in snapshot.connections)


def test_gotcha_4_a_note_that_there_is_no_data_is_an_empty_list(tmp_path):
    files = written({k: v for k, v in FILES_2021.items() if "follower" not in Path(k).name})
    snapshot = read_files(SOURCE, tmp_path, {**files, "friends_and_followers/no-data.txt": b"no data"})
    assert gap(snapshot) == (State.COMPLETE, None)


def test_gotcha_4_nothing_of_the_lists_is_none(tmp_path):
    files = {k: v for k, v in FILES_2024.items() if not k.startswith("connections/")}
    snapshot = read_files(SOURCE, tmp_path, written(files), score=70)
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)
    assert gap(snapshot, RecordType.REQUESTS) == (State.NONE, Gap.FILE_ABSENT)
    assert len(snapshot.settings) == 4


@pytest.mark.parametrize(("absent", "state"), [("_1", State.PARTIAL), ("_2", State.COMPLETE)])
def test_gotcha_4_a_gap_in_the_numbers_is_partial(absent, state, tmp_path):
    snapshot = read_2026(tmp_path, **{f"{FOLLOWERS}{absent}".replace("/", "__"): None})
    assert gap(snapshot)[0] is state
    assert ("meta.parts_absent" in notes(snapshot)) == (state is State.PARTIAL)


def named(folder: Path, made: str, created: str, oldest: str, *, name: str = "facebook-rivera.room12-{}-aBcDeFgH"):
    """The snapshot of an export made on a day, of an account born on a day, whose first friendship is of a day."""
    seconds = {day: int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) for day in (created, oldest)}
    profile = {"name": {"full_name": "x"}, "registration_timestamp": seconds[created]}
    files = {
        **FILES_2026,
        FRIENDS: {"friends_v2": [{"name": "Bo Li", "timestamp": seconds[oldest]}]},
        "connections/followers/who_you've_followed.json": {"following_v3": []},
        "connections/friends/sent_friend_requests.json": {"sent_requests_v2": []},
        "connections/friends/received_friend_requests.json": {"received_requests_v2": []},
        "personal_information/profile_information/profile_information.json": {"profile_v2": profile},
    }
    root = name.format(made)
    return read_files(SOURCE, folder, {f"{root}/{member}": data for member, data in written(files).items()})


@pytest.mark.parametrize(
    ("created", "oldest", "suspected"),
    [
        ("2015-01-01", "2026-01-05", True),  # a week
        ("2015-01-01", "2025-02-01", True),  # a year
        ("2015-01-01", "2023-02-01", True),  # three years
        ("2015-01-01", "2020-01-01", False),  # longer than any range on offer
        ("2025-01-01", "2025-02-01", False),  # the account itself is young
        ("2023-06-01", "2023-07-01", False),
    ],
)
def test_gotcha_4_a_range_of_dates_is_suspected_from_the_age_of_the_account(created, oldest, suspected, tmp_path):
    snapshot = named(tmp_path, "2026-01-09", created, oldest)
    assert gap(snapshot) == ((State.PARTIAL, Gap.DATE_RANGE) if suspected else (State.COMPLETE, None))
    assert ("facebook.range_unsaid" in notes(snapshot)) != suspected
    assert snapshot.profile.created_at is not None


def test_without_the_day_of_the_export_no_range_is_suspected(tmp_path):
    snapshot = named(tmp_path, "", "2015-01-01", "2026-01-05", name="my folder{}")
    assert gap(snapshot) == (State.COMPLETE, None)


def test_gotcha_5_one_record_without_its_list(tmp_path):
    snapshot = read_2026(
        tmp_path,
        connections__friends__your_friends={"friends_v2": dated("Bo Li")[0]},
        **{"connections__followers__who_you've_followed": dated("Cy Ode")[0]},
    )
    kinds = {c.display_name: c.kinds for c in snapshot.connections}
    assert kinds["Cy Ode"] == (Kind.FOLLOWER, Kind.FOLLOWING)
    assert not {"name", "timestamp", "friends_v2"} & kinds.keys()
    assert gap(snapshot) == (State.COMPLETE, None)


@pytest.mark.parametrize("box", [box_2019, box_2023, section_2025])
def test_gotcha_6_html_of_three_eras_without_its_headings_and_help_links(box, tmp_path):
    body = page("Your friends", box("O'Brien & Co", "Oct 19, 2025 1:47:55 pm"), box("Bo Li", "14. Nov. 2023, 22:13"))
    snapshot = read_files(SOURCE, tmp_path, {"connections/friends/your_friends.html": body})
    assert [(c.display_name, c.since) for c in snapshot.connections] == [
        ("O'Brien & Co", datetime(2025, 10, 19, 13, 47, 55, tzinfo=UTC)),
        ("Bo Li", datetime(2023, 11, 14, 22, 13, tzinfo=UTC)),
    ]
    assert [c.places[0].pointer for c in snapshot.connections] == ["item 1", "item 2"]


@pytest.mark.parametrize("at", [0.3, 0.6, 0.95])
def test_a_page_that_ends_early_is_never_whole(at, tmp_path):
    body = page("Your friends", *(section_2025(f"Person {n}", "Oct 19, 2025 1:47 pm") for n in range(8)))
    lists = ("connections/followers/who_you_ve_followed", "connections/followers/people_who_followed_you")
    files = {f"{name}.html": page("x") for name in lists}
    snapshot = read_files(
        SOURCE, tmp_path, {**files, "connections/friends/your_friends.html": body[: int(len(body) * at)]}
    )
    assert gap(snapshot) == (State.PARTIAL, Gap.DAMAGED)
    assert {c.display_name for c in snapshot.connections} <= {f"Person {n}" for n in range(8)}
    assert [u.reason.id for u in snapshot.unreadable] == ["meta.member_damaged"]


def test_a_page_of_a_new_kind_is_not_an_empty_list(tmp_path):
    body = page("Your friends", "<article class='zz1'>Bo Li</article>")
    snapshot = read_files(SOURCE, tmp_path, {"connections/friends/your_friends.html": body})
    assert gap(snapshot) == (State.PARTIAL, Gap.FORMAT_UNKNOWN)
    assert not snapshot.connections


@pytest.mark.parametrize(
    "name", ["who_you've_followed", "who_you_ve_followed", "who_you’ve_followed", "who_youâ€™ve_followed"]
)
def test_gotcha_9_apostrophes_folders_and_copies(name, tmp_path):
    files = written({FRIENDS: {"friends_v2": dated("Bo Li")}})
    files[f"connections/followers/{name}.json"] = meta_json({"following_v3": dated("Cy Ode")})
    moved = {f"unpacked (1)/{member}".replace(".json", " (1).json"): data for member, data in files.items()}
    snapshot = read_files(SOURCE, tmp_path, {**moved, "__MACOSX/._your_friends.json": b"\x00"}, score=95)
    assert people(snapshot) == [(("friend",), "Bo Li"), (("following",), "Cy Ode")]


def test_gotcha_10_two_people_of_one_name_stay_two(tmp_path):
    friends = [*dated("John Smith"), *dated("John Smith", start=1400000000), *dated("John Smith", start=1400000000)]
    snapshot = read_2026(tmp_path, connections__friends__your_friends={"friends_v2": friends})
    assert len([c for c in snapshot.connections if c.display_name == "John Smith"]) == 3


def test_a_row_that_a_later_part_repeats_counts_once(tmp_path):
    first, second = dated("Ana Ruiz", "John Smith"), dated("John Smith", "John Smith", "Bo Li", start=1500086400)
    files = {
        "connections/friends/your_friends_1.json": {"friends_v2": first},
        "connections/friends/your_friends_2.json": {"friends_v2": second},
        "connections/friends/your_friends_10.json": {"friends_v2": dated("Cy Ode")},
        **{f"connections/friends/your_friends_{n}.json": {"friends_v2": []} for n in range(3, 10)},
    }
    snapshot = read_files(SOURCE, tmp_path, written(files))
    assert [c.display_name for c in snapshot.connections] == ["Ana Ruiz", "John Smith", "John Smith", "Bo Li", "Cy Ode"]
    assert snapshot.coverage[RecordType.CONNECTIONS].received == 5
    assert "meta.rows_repeated" in notes(snapshot)
    assert "meta.parts_absent" not in notes(snapshot)


def test_undated_followers_of_one_name_in_two_parts_stay_two(tmp_path):
    first = [{"name": "John Smith"}, {"name": "Bo Li"}]
    second = [{"name": "Bo Li"}, {"name": "John Smith"}]
    snapshot = read_2026(
        tmp_path,
        **{
            f"{FOLLOWERS}_1".replace("/", "__"): {"followers_v3": first},
            f"{FOLLOWERS}_2".replace("/", "__"): {"followers_v3": second},
        },
    )
    followers = [c.display_name for c in snapshot.connections if c.kinds == (Kind.FOLLOWER,)]
    assert followers == ["John Smith", "Bo Li", "John Smith"]


# --- rows, settings, profile ---------------------------------------------------------------------------------------


def test_closed_accounts_are_listed_as_unreadable_and_noted(tmp_path):
    rows = [*dated("Bo Li"), {"name": "", "timestamp": 1500000000}, {"timestamp": 1500000000}]
    snapshot = read_2026(tmp_path, connections__friends__your_friends={"friends_v2": [*rows, *dated("Facebook user")]})
    assert [u.place.pointer for u in snapshot.unreadable] == ["/friends_v2/1", "/friends_v2/2", "/friends_v2/3"]
    assert gap(snapshot) == (State.COMPLETE, None)
    assert "meta.rows_without_name" in notes(snapshot)


def test_a_row_that_is_not_understood_makes_the_list_partial(tmp_path):
    rows = [*dated("Ida Roth"), "Cy Ode", ["x"], {"name": {"first": "x"}}, None, 7, {"colour": "red"}]
    snapshot = read_2026(tmp_path, connections__friends__your_friends={"friends_v2": rows})
    assert [u.place.pointer for u in snapshot.unreadable] == [f"/friends_v2/{n}" for n in range(1, 7)]
    assert gap(snapshot) == (State.PARTIAL, Gap.DAMAGED)
    assert (("friend",), "Ida Roth") in people(snapshot)


@pytest.mark.parametrize(
    "content", [{"friends_v2": 7}, {"pals": dated("Bo Li")}, 7, "x", {}, {"friends_v2": ["a", "b"]}]
)
def test_a_list_of_another_shape_is_a_new_layout_and_never_an_empty_list(content, tmp_path):
    snapshot = read_2026(tmp_path, connections__friends__your_friends=content)
    assert gap(snapshot) == (State.PARTIAL, Gap.FORMAT_UNKNOWN)
    assert snapshot.unreadable


def test_followers_in_instagrams_shape(tmp_path):
    rows = [{"title": "", "string_list_data": [{"value": "José Álvarez", "timestamp": 1500000000}]}]
    snapshot = read_files(SOURCE, tmp_path, written({"people_who_followed_you_1.json": rows}), score=60)
    assert people(snapshot) == [(("follower",), "José Álvarez")]


def test_json_is_read_where_html_is_there_too(tmp_path):
    files = written({FRIENDS: {"friends_v2": dated("Bo Li")}})
    files[FRIENDS.replace("json", "html")] = page("x", section_2025("Bo Li", "Oct 19, 2025 1:47 pm"))
    assert people(read_files(SOURCE, tmp_path, files)) == [(("friend",), "Bo Li")]


def test_requests_are_requests_and_removed_people_are_nobody(tmp_path):
    snapshot = read_2026(tmp_path)
    kinds = {c.display_name: c.kinds for c in snapshot.connections}
    assert kinds["Priya Nair"] == (Kind.REQUEST_RECEIVED,)
    assert kinds["Tom Okafor"] == (Kind.REQUEST_SENT,)
    assert not {"Not A Friend", "Suggested One", "Close Friends", "Turned Away"} & kinds.keys()
    assert snapshot.coverage[RecordType.REQUESTS].received == 2


@pytest.mark.parametrize(
    ("label", "word", "key", "value"),
    [
        ("Who can see your future posts?", "Public", "posts.audience", "public"),
        ("Who can see your future posts?", "Friends except...", "posts.audience", "custom"),
        ("Who can see your future posts?", "Only me", "posts.audience", "only_me"),
        ("Who can see your future posts?", "Les élèves", "posts.audience", "unknown"),
        ("Who can see your friends list?", "Public", "connections.visibility", "public"),
        ("Who can see your friends list?", "Friends of friends", "connections.visibility", "unknown"),
        ("Who can follow me", "Public", "requests.approval", "open"),
        ("Do you want search engines outside of Facebook to link to your profile?", "Yes", "search.indexing", "on"),
        ("Review posts you’re tagged in before the post appears on your profile?", "Off", "tags.review", "off"),
        ("Who can look you up using the email address you provided?", "Only me", "discovery.by_contact", "off"),
    ],
)
def test_privacy_words(label, word, key, value, tmp_path):
    snapshot = read_2026(tmp_path, preferences__preferences__privacy_settings=privacy(**{label: word}))
    (found,) = [s for s in snapshot.settings if s.key == key]
    assert found.value == value
    assert list(found.raw.values()) == [word]
    assert found.place.pointer.startswith("/label_values/0/dict/")


def test_who_may_send_friend_requests_says_nothing_of_approval(tmp_path):
    more = privacy(**{"Who can send you friend requests?": "Everyone"})
    snapshot = read_2026(tmp_path, preferences__preferences__privacy_settings=more)
    assert "requests.approval" not in [s.key for s in snapshot.settings]


def test_of_two_labels_for_one_setting_the_open_one_counts(tmp_path):
    stem = "Who can look you up using the {} you provided?"
    more = privacy(**{stem.format("email address"): "Only me", stem.format("phone number"): "Everyone"})
    snapshot = read_2026(tmp_path, preferences__preferences__privacy_settings=more)
    (found,) = [s for s in snapshot.settings if s.key == "discovery.by_contact"]
    assert found.value == "on"
    assert sorted(found.raw.values()) == ["Everyone", "Only me"]


def test_the_doubled_path_of_the_privacy_file(tmp_path):
    files = {FRIENDS: {"friends_v2": []}}
    files["personal_information/profile_information/preferences/preferences/privacy_settings.json"] = privacy()
    snapshot = read_files(SOURCE, tmp_path, written(files))
    assert [s.key.value for s in snapshot.settings] == ["connections.visibility", "posts.audience"]
    assert gap(snapshot, RecordType.SETTINGS) == (State.PARTIAL, Gap.NOT_OFFERED)


def test_a_damaged_privacy_file_is_said_so(tmp_path):
    files = {**written(FILES_2026), "preferences/preferences/privacy_settings.json": b'{"label_values": ['}
    snapshot = read_files(SOURCE, tmp_path, files)
    assert gap(snapshot, RecordType.SETTINGS) == (State.PARTIAL, Gap.DAMAGED)
    assert gap(snapshot) == (State.COMPLETE, None)
    assert [u.place.source for u in snapshot.unreadable] == ["preferences/preferences/privacy_settings.json"]


def test_the_profile(tmp_path):
    profile = read_2026(tmp_path).profile
    assert (profile.handle, profile.display_name) == ("rivera.room12", "Ms. Rivera, Room 12")
    assert (profile.email, profile.url) == ("m.rivera@oakdale.example", "https://www.facebook.com/rivera.room12")
    assert profile.created_at == datetime(2011, 3, 13, 7, 6, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("folder", "handle", "account_id", "made"),
    [
        ("facebook-rivera.room12-2026-01-09-tP4KIfRH", "rivera.room12", None, datetime(2026, 1, 9, tzinfo=UTC)),
        ("facebook-61568298782340-2024-11-18-tP4KIfRH", None, "61568298782340", datetime(2024, 11, 18, tzinfo=UTC)),
        ("facebook-rivera.room12-24-4-2025-tP4KIfRH", "rivera.room12", None, datetime(2025, 4, 24, tzinfo=UTC)),
        ("facebook-rivera.room12-12-4-2025-tP4KIfRH", "rivera.room12", None, None),
        ("facebook-data", None, None, None),
    ],
)
def test_the_name_of_the_download_says_whose_it_is_and_when(folder, handle, account_id, made, tmp_path):
    Sample("", "", {f"{folder}/{FRIENDS}": meta_json({"friends_v2": []})}, ()).write(tmp_path)
    with Archive([tmp_path]) as archive:
        (recognition,) = SOURCE.recognise(archive)
        assert recognition.handle == handle
        export = Export(archive, SOURCE, recognition.root)
        snapshot = assemble(SOURCE.platform, SOURCE.kind, SOURCE.yields, SOURCE.read(export))
    assert export.taken_at == made
    assert (snapshot.profile.handle, snapshot.profile.account_id) == (handle, account_id)


# --- recognising ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("following.json", {"relationships_following": [{"title": "bo", "string_list_data": [{"timestamp": 1}]}]}),
        ("followers.json", {"text_post_app_text_post_app_followers": []}),
        ("followers_1.json", [{"string_list_data": [{"value": "bo"}]}]),
        ("message_1.json", {"participants": [{"name": "Bo"}], "messages": []}),
        ("your_posts_1.json", [{"timestamp": 1, "data": [{"post": "x"}]}]),
        ("friends.json", {"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"friends": {}}}),
        ("friends/friends.json", {"$schema": "http://json-schema.org/draft-04/schema#", "properties": {}}),
        ("json/friends.json", {"Friends": [{"Username": "bo"}]}),
        ("friends/photo.json", {}),
    ],
)
def test_what_is_not_facebooks_is_declined(name, content, tmp_path):
    Sample("", "", {name: json.dumps(content).encode()}, ()).write(tmp_path)
    assert scores(SOURCE, tmp_path) == []


def test_a_stray_instagram_list_is_named_and_not_read(tmp_path):
    files = written({"your_friends.json": {"friends_v2": dated("Bo Li")}, "who_you_follow.json": {"following": []}})
    files["following.json"] = json.dumps({"relationships_following": [{"title": "cy"}]}).encode()
    snapshot = read_files(SOURCE, tmp_path, files, score=61)
    assert people(snapshot) == [(("friend",), "Bo Li")]
    assert [(u.place.source, u.reason.params["platform"]) for u in snapshot.unreadable] == [
        ("following.json", "Instagram")
    ]


# --- anything at all -----------------------------------------------------------------------------------------------

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["friends_v2", "name", "timestamp", "string_list_data", "label_values", "label", "value", "dict"]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANY, st.sampled_from(sorted(FILES_2026)))
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


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_in_a_page_ends_in_coverage(text):
    body = page("x", section_2025("Bo Li", "Oct 19, 2025")).replace(b"Bo Li", text.encode())
    with TemporaryDirectory() as folder:
        snapshot = read_files(SOURCE, Path(folder), {"connections/friends/your_friends.html": body})
    assert gap(snapshot)[0] is not State.COMPLETE


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"friends_v2": [' * 5_000, b"1e999", b"", b"\xff\xfe\x00", b"NaN"]
)
def test_hostile_bytes_end_in_coverage(content, tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {**written(FILES_2026), FRIENDS: content})
    assert gap(snapshot)[0] is State.PARTIAL
    assert snapshot.unreadable


def test_an_endless_time_is_no_time(tmp_path):
    times = {"Bo": "1e999", "Cy": "-5", "Di": "9" * 400}
    rows = ",".join(f'{{"name": "{name}", "timestamp": {time}}}' for name, time in times.items())
    snapshot = read_files(SOURCE, tmp_path, {FRIENDS: f'{{"friends_v2": [{rows}]}}'.encode()})
    assert [c.since for c in snapshot.connections] == [None, None, None]


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text):
    assert from_words(text) is None or from_words(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oct 19, 2025 1:47:55 pm", (2025, 10, 19, 13, 47, 55)),
        ("Oct 19, 2025, 12:05 AM", (2025, 10, 19, 0, 5, 0)),
        ("14. Nov. 2023, 22:13", (2023, 11, 14, 22, 13, 0)),
        ("6月 30, 2026 5:30:53 AM", (2026, 6, 30, 5, 30, 53)),
        ("2023年11月14日 22:13", (2023, 11, 14, 22, 13, 0)),
        ("3 sept. 2024, 9:15 p. m.", (2024, 9, 3, 21, 15, 0)),
        ("12 de março de 2024", (2024, 3, 12, 0, 0, 0)),
    ],
)
def test_dates_in_words(text, expected):
    assert from_words(text) == datetime(*expected, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "May", "Anna May", "11/04/2023, 22:13", "Feb 31, 2024", "2024", "Class of 2024"])
def test_what_is_no_date_or_could_be_two(text):
    assert from_words(text) is None


# --- others' samples -----------------------------------------------------------------------------------------------


@pytest.mark.peer
def test_peer_loose_lists(peer_data):
    folder = peer_data / "exports/facebook/RobinOehler__unfollowtool-export-parsers/tests/fixtures/facebook/loose"
    snapshot = read(SOURCE, folder, score=61)
    friends = [c.display_name for c in snapshot.connections if Kind.FRIEND in c.kinds]
    followed = [c.display_name for c in snapshot.connections if Kind.FOLLOWING in c.kinds]
    assert len(friends) == 9
    assert len(followed) == 9
    assert friends.count("John Smith") == 2
    assert {"Jürgen Müller", "José Álvarez", "Zoë 🌸 Dupont", "Ali Yılmaz", "Łukasz Wójcik"} <= set(friends)
    assert '=HYPERLINK("http://evil.example","x")' in followed
    assert [u.place.source for u in snapshot.unreadable] == ["following.json"]
    assert scores(SOURCE, folder / "your_friends.json") == [60]
    assert scores(SOURCE, folder / "following.json") == []


@pytest.mark.peer
def test_peer_schemas_and_posts_are_declined(peer_data):
    for name in ("SamuelePilleri__facebook-schemas", "pedrofuentes__kawsay"):
        assert scores(SOURCE, peer_data / "exports/facebook" / name) == []
    for path in sorted((peer_data / "exports/facebook/SamuelePilleri__facebook-schemas").rglob("*.json")):
        assert scores(SOURCE, path) == []


@pytest.mark.peer
def test_peer_other_platforms_are_declined(peer_data):
    for folder in sorted((peer_data / "exports").iterdir()):
        if folder.is_dir() and folder.name != "facebook":
            assert scores(SOURCE, folder) == [], folder.name
