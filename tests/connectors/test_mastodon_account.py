"""What a Mastodon server says of an account, field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mastodon import account
from connectors.model import Connection, Kind, Place, Unreadable
from tests.emulators import mastodon as emulated

HOST = "social.example"


def settings(row: dict[str, Any]) -> dict[str, str]:
    return {setting.key.value: setting.value for setting in account.settings(row, "x")}


@pytest.mark.parametrize(
    ("field", "value", "key", "expected"),
    [
        ("locked", True, "requests.approval", "required"),
        ("locked", False, "requests.approval", "open"),
        ("locked", "maybe", "requests.approval", "unknown"),
        ("locked", None, "requests.approval", None),
        ("hide_collections", True, "connections.visibility", "only_me"),
        ("hide_collections", False, "connections.visibility", "public"),
        ("hide_collections", None, "connections.visibility", None),
        ("source.privacy", "public", "posts.audience", "public"),
        ("source.privacy", "unlisted", "posts.audience", "public"),
        ("source.privacy", "private", "posts.audience", "connections"),
        ("source.privacy", "direct", "posts.audience", "custom"),
        ("source.privacy", "sealed", "posts.audience", "unknown"),
        ("source.privacy", ["public"], "posts.audience", "unknown"),
        ("source.privacy", None, "posts.audience", None),
    ],
)
def test_each_setting_is_what_the_server_says_and_absent_where_it_says_nothing(field, value, key, expected):
    outer, _, inner = field.rpartition(".")
    row = {outer: {inner: value}} if outer else {inner: value}
    assert settings(row) == ({key: expected} if expected else {})


@pytest.mark.parametrize(
    ("discoverable", "indexable", "noindex", "expected"),
    [
        (None, None, None, None),
        (False, None, None, "off"),
        (False, False, True, "off"),
        (False, False, False, "on"),
        (True, False, True, "on"),
        (False, True, True, "on"),
        (None, None, True, "off"),
        ("?", False, True, "unknown"),
    ],
)
def test_an_account_is_hidden_from_search_only_where_nothing_stated_shows_it(
    discoverable, indexable, noindex, expected
):  # fmt: skip
    row = {"discoverable": discoverable, "indexable": indexable, "noindex": noindex}
    assert settings(row).get("search.indexing") == expected


@pytest.mark.parametrize("inner", [True, False])
def test_what_only_the_owner_is_told_counts_where_nothing_else_is_said(inner):
    row = {"hide_collections": None, "source": {"hide_collections": inner}}
    assert settings(row) == {"connections.visibility": "only_me" if inner else "public"}
    assert settings({**row, "hide_collections": not inner}) == {
        "connections.visibility": "public" if inner else "only_me"
    }


@pytest.mark.parametrize(
    ("acct", "handle"),
    [
        ("bo", f"bo@{HOST}"),
        ("Bo@Elsewhere.Example", "Bo@elsewhere.example"),
        ("bo@elsewhere.example:8443", "bo@elsewhere.example:8443"),
        ("bo@a@b", None),
        ("bo quimbleton", None),
        ("", None),
        (7, f"7@{HOST}"),
        (None, None),
    ],
)
def test_a_handle_always_has_its_server(acct, handle):
    found = account.person({**emulated.account(1), "acct": acct}, Kind.FOLLOWER, Place("x"), HOST)
    assert (found.handle if isinstance(found, Connection) else None) == handle


def test_addresses_that_are_none_and_markup_are_left_out():
    row = {**emulated.account(1), "url": "javascript:alert(1)", "note": "<p>Room&nbsp;12<br>a &lt; b</p><p></p>"}
    found = account.person(row, Kind.FOLLOWER, Place("x"), HOST)
    assert (found.url, found.bio) == (None, "Room\xa012 a < b")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["acct", "url", "note", "source", "privacy", "locked", "bot", "noindex"]), inner
        )
    ),
)


@given(ANY)
def test_whatever_stands_in_a_row_it_is_a_person_or_unreadable(row):
    assert isinstance(account.person(row, Kind.FOLLOWER, Place("x"), HOST), Connection | Unreadable)
    if isinstance(row, dict):
        account.profile(row, HOST, Place("x"))
        list(account.settings(row, "x"))
