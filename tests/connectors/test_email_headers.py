"""Headers as they are in the world: whatever the bytes, something is read, nothing raises, and soon."""

from __future__ import annotations

import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.email.headers import Mailbox, address_of, fields, mailboxes, moment, within, words
from connectors.email.mbox import looks_like_mbox, looks_like_message, messages
from connectors.email.people import SENT, received, sent
from connectors.model import Place

ME = "mara.rivera@district.example"
PLACE = Place("INBOX", "item 1")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("", []),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients: ;", []),
        ("imelda@x.example", [(None, "imelda@x.example")]),
        ("Imelda Quimbleton <imelda@x.example>", [("Imelda Quimbleton", "imelda@x.example")]),
        ('"Quimbleton, Imelda" <i@x.example>', [("Quimbleton, Imelda", "i@x.example")]),
        (r'"Imelda \"Mel\" Q" <i@x.example>', [('Imelda "Mel" Q', "i@x.example")]),
        ("i@x.example (Imelda (Mel) Q)", [("Imelda (Mel) Q", "i@x.example")]),
        ("(note) i@x.example", [("note", "i@x.example")]),
        ("'i@x.example' <i@x.example>", [(None, "i@x.example")]),
        ("\"'Imelda'\" <i@x.example>", [("Imelda", "i@x.example")]),
        ("I@X.Example.", [(None, "I@x.example")]),
        ("i+school@x.example", [(None, "i+school@x.example")]),
        ("=?utf-8?Q?Quimbleton,_Im=C3=A9lda?= <i@x.example>", [("Quimbleton, Imélda", "i@x.example")]),
        ('"=?iso-8859-1?Q?Jos=E9?=" <i@x.example>', [("José", "i@x.example")]),
        ("=?utf-8?B?w6k=?= =?utf-8?B?w6k=?= <i@x.example>", [("éé", "i@x.example")]),
        ("=?utf-8?B?w6?= =?utf-8?B?k=?= <i@x.example>", [("Ã", "i@x.example")]),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?= <i@x.example>", [("é", "i@x.example")]),
        ("=?nonsense?Q?Im=C3=A9lda?= <i@x.example>", [("Imélda", "i@x.example")]),
        ("=?utf-8*en?Q?Imelda?= <i@x.example>", [("Imelda", "i@x.example")]),
        ("=?unicode_escape?Q?=5Cx41?= <i@x.example>", [("\\x41", "i@x.example")]),
        ("Team: a@x.example, B <b@x.example>;, c@x.example",
         [(None, "a@x.example"), ("B", "b@x.example"), (None, "c@x.example")]),
        ("a@x.example; b@x.example", [(None, "a@x.example"), (None, "b@x.example")]),
        ("a@x.example,, ,b@x.example,", [(None, "a@x.example"), (None, "b@x.example")]),
        ("Imelda <i@x.example, Bram <b@x.example>", [("Imelda", "i@x.example"), ("Bram", "b@x.example")]),
        ('"Imelda <i@x.example>, Bram <b@x.example>', [("Imelda", "i@x.example"), ("Bram", "b@x.example")]),
        ("Imelda (Mel <i@x.example>, b@x.example", [("Imelda Mel", "i@x.example"), (None, "b@x.example")]),
        ("<@relay.example,@other.example:i@x.example>", [(None, "i@x.example")]),
        ("<<i@x.example>>", [(None, "i@x.example")]),
        ("mailto:i@x.example", [(None, "i@x.example")]),
        ('"very odd"@x.example', [(None, '"very odd"@x.example')]),
        ("i@bücher.example", [(None, "i@xn--bcher-kva.example")]),
        ("i@[192.0.2.1]", [(None, "i@[192.0.2.1]")]),
        ("Imelda Quimbleton", [("Imelda Quimbleton", None)]),
        ("Imelda <>", [("Imelda", None)]),
        ("</O=SCHOOL/OU=ROOM/CN=IMELDA>", [(None, None)]),
        ("a@b@x.example", [("a@b@x.example", None)]),
        (f"{'a' * 400}@x.example", [(f"{'a' * 400}@x.example", None)]),
        ("\u202eevil <i@x.example>", [("\u202eevil", "i@x.example")]),
    ],
)  # fmt: skip
def test_lists_of_addresses(value: str, wanted: list[tuple[str | None, str | None]]) -> None:
    assert list(mailboxes(value)) == [Mailbox(*each) for each in wanted]


def test_fields_are_unfolded_and_kept_in_order() -> None:
    block = (
        b"TO: a@x.example,\r\n\tb@x.example,\r\n  c@x.example\r\nnonsense\r\n and more of it\r\n"
        b"From : d@x.example\nTo: e@\x00x.example\r\nEmpty:\r\n\r\nTo: in.the@body.example\r\n"
    )
    found = fields(block)
    assert found["to"] == ["a@x.example,\tb@x.example,  c@x.example", "e@x.example"]
    assert found["from"] == ["d@x.example"]
    assert found["empty"] == [""]
    assert [m.address for m in mailboxes(found["to"][0])] == ["a@x.example", "b@x.example", "c@x.example"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [("José".encode(), "José"), ("José".encode("cp1252"), "José"), (b"\xff\xfe\x00a", "ÿþa"), (b"a\rb", "a b")],
)
def test_bytes_of_any_charset_are_text(raw: bytes, text: str) -> None:
    assert fields(b"From: " + raw + b"\r\n")["from"] == [text]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Mon, 02 Mar 2026 08:30:00 -0500", "2026-03-02T13:30:00+00:00"),
        ("2 Mar 2026 08:30 GMT", "2026-03-02T08:30:00+00:00"),
        ("Mon, 02 Mar 2026 08:30:00 -0000", "2026-03-02T08:30:00+00:00"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Mon, 02 Mar 9999 23:59:59 -2359", None),
        ("Mon, 02 Mar 2026 25:61:00 +0000", None),
        ("not-a-real-date", None),
        ("", None),
        ("1" * 100_000, None),
    ],
)
def test_dates(value: str, day: str | None) -> None:
    found = moment(value)
    assert (found.isoformat() if found else None) == day


_PIECES = [*"ab@.,;:<>()[]\"\\'=?_ \t\r\n\x00é\u202e😀qQbB-+/*%&{}|~", "=?utf-8?q?", "?="]
_ODD = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)


@given(_ODD | st.text())
@example('"' * 1000)
@example("(" * 1000)
@example("=?a?b?" * 500)
def test_no_text_stops_the_reading_of_addresses(text: str) -> None:
    for found in mailboxes(text):
        assert found.name or found.address or "<" in text
        if found.address is not None:
            local, _, domain = found.address.rpartition("@")
            assert local
            assert domain == domain.lower()
            assert address_of(found.address) == found.address
        if found.name is not None:
            assert found.name == found.name.strip()
            assert "\x00" not in found.name
            found.name.encode()
    words(text).encode()
    moment(text)


@given(st.binary(max_size=2_000))
def test_no_bytes_stop_the_reading_of_a_message(data: bytes) -> None:
    for block in (data, b"From: " + data, b"To: " + data + b"\r\nDate: " + data + b"\r\nList-Id: " + data):
        found = fields(block)
        for told in (received(found, PLACE, ME, ("district.example",)), sent(found, PLACE, ME)):
            for person in told.people:
                assert person.email


_NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20).map(
    lambda name: " ".join(name.strip().split())
)
_LOCAL = st.from_regex(r"[a-z0-9]{1,12}(\.[a-z0-9]{1,8})?(\+[a-z0-9]{1,5})?", fullmatch=True)


@settings(max_examples=40)
@given(st.lists(st.tuples(_NAMES, _LOCAL), min_size=1, max_size=4, unique_by=lambda each: each[1]))
def test_what_pythons_own_mail_library_writes_is_read(people: list[tuple[str, str]]) -> None:
    from email.headerregistry import Address

    message = EmailMessage(policy=SMTP)
    message["From"] = ME
    addresses = [Address(name, local, "x.example") for name, local in people]
    message["To"] = addresses
    told = sent(fields(bytes(message)), PLACE, ME)
    assert [person.email for person in told.people] == [f"{local}@x.example" for _, local in people]
    wanted = [name for name, _ in people]
    for person, name in zip(told.people, wanted, strict=True):
        if name.isascii() and name.replace(" ", "").isalnum():
            assert person.display_name == name


def test_five_thousand_recipients_are_read_at_once() -> None:
    people = ", ".join(f'"Person {n}, Room {n % 9}" <p{n}@x.example>' for n in range(5_000))
    folded = people.replace(', "', ',\r\n "').encode()
    told = sent(fields(b"From: " + ME.encode() + b"\r\nBcc: " + folded + b"\r\n"), PLACE, ME)
    assert len(told.people) == 5_000
    assert told.people[7].display_name == "Person 7, Room 7"
    assert told.fact["shown"] == 0


@pytest.mark.parametrize(
    "hostile",
    ["a@b.c," * 40_000, "(" * 200_000, '"' * 200_001, "<" * 200_000, "=?" * 100_000, '"\\' * 100_000, ":" * 200_000,
     "=?utf-8?b?" * 20_000, "=?a?q?x?=" * 20_000, "((a)" * 50_000, '<"\\' * 60_000, "\\" * 200_000, "a" * 1_000_000],
    ids=lambda text: repr(text[:9]),
)  # fmt: skip
def test_the_time_does_not_explode(hostile: str) -> None:
    started = time.process_time()
    list(mailboxes(hostile))
    words(hostile)
    assert time.process_time() - started < 5


def test_the_own_address_is_no_correspondent_in_any_spelling() -> None:
    block = b"From: Mara <MARA.Rivera+x@District.example>\r\nTo: mara.rivera@district.example, b@x.example\r\n"
    assert [p.email for p in sent(fields(block), PLACE, ME).people] == ["b@x.example"]
    assert received(fields(block), PLACE, ME, ()).people == ()


def test_the_first_name_of_an_address_is_kept() -> None:
    block = b"From: mara.rivera@district.example\r\nTo: b@x.example\r\nCc: Bram <B@x.example>, Other <b@x.example>\r\n"
    [person] = sent(fields(block), PLACE, ME).people
    assert (person.display_name, person.email) == ("Bram", "B@x.example")


def test_domains() -> None:
    assert within("students.district.example", ("district.example",))
    assert within("district.example", ("@District.example ",))
    assert not within("evildistrict.example", ("district.example",))
    assert not within("district.example.evil.example", ("district.example", ""))
    assert {"SUBJECT", "BODY"}.isdisjoint(SENT)


MBOX = b"""From 1@xxx Mon Mar 02 13:30:00 +0000 2026
From: a@x.example
To: b@x.example

text
From here on it is text.

>From: quoted
From nobody knows

From - Tue Mar  3 08:00:00 2026
From: c@x.example
Subject: x

"""


def test_an_mbox_is_taken_apart_at_its_separators_alone() -> None:
    import io

    assert looks_like_mbox(MBOX)
    assert not looks_like_message(MBOX)
    blocks = list(messages(io.BytesIO(MBOX), many=True))
    assert [fields(block)["from"] for block in blocks] == [["a@x.example"], ["c@x.example"]]
    windows = list(messages(io.BytesIO(MBOX.replace(b"\n", b"\r\n")), many=True))
    assert [fields(block)["from"] for block in windows] == [["a@x.example"], ["c@x.example"]]
    assert list(messages(io.BytesIO(b"From: a@x.example\n\nFrom b@x.example 10:30\n"), many=False)) == [
        b"From: a@x.example\n"
    ]


@given(st.binary(max_size=3_000))
def test_no_bytes_stop_the_taking_apart(data: bytes) -> None:
    import io

    looks_like_mbox(data)
    looks_like_message(data)
    for many in (True, False):
        for block in messages(io.BytesIO(MBOX + data), many=many):
            fields(block)
