"""A mailbox over IMAP: what is read, every way that can fail in the middle, and what is never asked for."""

from __future__ import annotations

import logging
import time

import pytest

from connectors.model import Coverage, Gap, GroupMail, Kind, Message, State, address_key
from tests.connectors.mailbox import CONNECTIONS, ME, SECRET, TOKEN, a_mailbox, access, emails, mail, read
from tests.emulators.imap import CUT, Folder, ImapServer


@pytest.fixture
def server():
    with a_mailbox() as emulator:
        yield emulator


def verbs(server: ImapServer) -> list[str]:
    return [" ".join(line.split()[1:3]) for line in server.lines]


def test_senders_and_recipients_are_the_correspondents(server, tmp_path):
    snapshot, result = read(server, tmp_path)
    assert [(p.display_name, p.email, p.kinds) for p in snapshot.connections] == [
        ("Imelda Quimbleton", "imelda@parent.example", (Kind.CORRESPONDENT,)),
        ("Brám Strathclyde", "bram@students.district.example", (Kind.CORRESPONDENT,)),
        ("Cosima Thorp", "cosima@parent.example", (Kind.CORRESPONDENT,)),
    ]
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 3)
    assert (snapshot.profile.handle, snapshot.profile.email) == (ME, ME)
    assert [place.pointer for p in snapshot.connections for place in p.places] == ["item 3", "item 9", "item 4"]
    assert snapshot.traffic is not None
    assert (snapshot.traffic.state, snapshot.traffic.messages) == (State.COMPLETE, 3)
    assert not result.unfinished


def test_only_named_fields_are_asked_for_and_nothing_is_changed(server, tmp_path):
    snapshot, _ = read(server, tmp_path)
    fetched = [line.partition(" ")[2] for line in server.lines if " FETCH " in line]
    assert fetched == [
        "UID FETCH 3,9 (UID BODY.PEEK[HEADER.FIELDS (FROM DATE LIST-ID)])",
        "UID FETCH 4 (UID BODY.PEEK[HEADER.FIELDS (FROM TO CC BCC DATE MESSAGE-ID)])",
    ]
    assert "grades" not in repr(snapshot)
    changing = ("SELECT", "STORE", "APPEND", "COPY", "MOVE", "EXPUNGE", "CREATE", "DELETE", "CLOSE")
    assert not [verb for verb in verbs(server) if verb.removeprefix("UID ").startswith(changing)]


FETCHING = "UID FETCH 9"
HALF = b"* 2 FETCH (UID 9 BODY[HEADER.FIELDS (FROM DATE LIST-ID)] {400}\r\nFrom: Br"


@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (CUT, Gap.PAGINATION_STOPPED, "live.unreachable"),
        (HALF + CUT, Gap.PAGINATION_STOPPED, "live.unreachable"),
        (b"* BYE Autologout; idle for too long\r\n" + CUT, Gap.PAGINATION_STOPPED, "live.unreachable"),
        (b"{tag} NO [UNAVAILABLE] try later\r\n", Gap.PAGINATION_STOPPED, "live.server_error"),
        (b"{tag} NO [SERVERBUG] oops\r\n", Gap.PAGINATION_STOPPED, "live.server_error"),
        (b"{tag} NO internal error\r\n", Gap.PAGINATION_STOPPED, "live.server_error"),
        (b"{tag} BAD what\r\n", Gap.DAMAGED, "email.not_imap"),
        (b"{tag} NO [NOPERM] no\r\n", Gap.PERMISSION_MISSING, "live.forbidden"),
        (b"{tag} NO [THROTTLED] slow down\r\n", Gap.RATE_LIMITED, "live.rate_limited"),
        (b"{tag} NO [OVERQUOTA] limits\r\n", Gap.RATE_LIMITED, "live.rate_limited"),
        (b"{tag} OK nothing for you\r\n", Gap.DAMAGED, "email.kept_back"),
        (b"* 2 FETCH (UID 9 BODY[] {99999999999}\r\n", Gap.PAGINATION_STOPPED, "live.unreachable"),
        (b"<html>Please sign in</html>\r\n", Gap.PAGINATION_STOPPED, "live.unreachable"),
        (b"\xff\xfe\x00\r\n", Gap.PAGINATION_STOPPED, "live.unreachable"),
    ],
)
def test_whatever_fails_in_the_middle_is_said_and_never_complete(server, tmp_path, monkeypatch, reply, gap, said):
    monkeypatch.setattr("connectors.email.live._BATCH", 1)
    server.fail(FETCHING, reply)
    snapshot, _ = read(server, tmp_path, keep=True)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert [note.id for note in coverage.notes][:2] == [said, "live.read_so_far"]
    assert "imelda@parent.example" in emails(snapshot)
    assert snapshot.traffic is not None
    assert snapshot.traffic.state is State.PARTIAL
    server.heal()
    server.lines.clear()
    snapshot, _ = read(server, tmp_path)
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 3)
    assert emails(snapshot) == ["imelda@parent.example", "bram@students.district.example", "cosima@parent.example"]
    assert snapshot.traffic is not None
    assert (snapshot.traffic.state, snapshot.traffic.messages) == (State.COMPLETE, 3)
    assert not any("FETCH 3" in line for line in server.lines)


def test_a_connection_cut_once_is_made_again(server, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.email.live._BATCH", 1)
    server.fail(FETCHING, HALF + CUT, times=1)
    snapshot, result = read(server, tmp_path)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert not result.refused
    assert sum(" EXAMINE" in line for line in server.lines) == 3


def test_a_folder_numbered_anew_is_read_again_and_counts_none_twice(server, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.email.live._BATCH", 1)
    server.fail(FETCHING, b"{tag} NO [UNAVAILABLE] later\r\n")
    read(server, tmp_path, keep=True)
    server.heal()
    server.inbox.validity = 8
    server.inbox.messages = {1: server.inbox.messages[3], 2: server.inbox.messages[9]}
    snapshot, _ = read(server, tmp_path)
    assert len(snapshot.connections) == 3
    assert snapshot.traffic is not None
    assert snapshot.traffic.messages == 3


def test_a_message_deleted_meanwhile_is_no_gap(server, tmp_path):
    def gone(tag: bytes) -> bytes:
        del server.inbox.messages[9]
        server.heal()
        block = b"From: imelda@parent.example\r\n\r\n"
        return b"* 1 FETCH (UID 3 BODY[X] {%d}\r\n%s)\r\n%s OK done\r\n" % (len(block), block, tag)

    server.fail("UID FETCH 3,9", gone)
    snapshot, _ = read(server, tmp_path)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert emails(snapshot) == ["imelda@parent.example", "cosima@parent.example"]


def test_answers_in_another_order_and_unasked_ones_are_understood(server, tmp_path):
    block = b"From: Imelda <imelda@parent.example>\r\n\r\n"
    other = b"From: Bram <bram@students.district.example>\r\n\r\n"
    reply = (
        b"* 5 EXISTS\r\n* 2 FETCH (BODY[HEADER.FIELDS (FROM DATE LIST-ID)] {%d}\r\n%s UID 9)\r\n"
        b"* 1 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 3 BODY[HEADER.FIELDS (FROM DATE LIST-ID)] {%d}\r\n%s)\r\n"
        b"* 7 FETCH (UID 77 BODY[HEADER.FIELDS (FROM DATE LIST-ID)] {%d}\r\n%s)\r\n{tag} OK done\r\n"
    ) % (len(other), other, len(block), block, len(block), block)
    server.fail("UID FETCH 3,9", reply)
    snapshot, _ = read(server, tmp_path)
    assert emails(snapshot)[:2] == ["imelda@parent.example", "bram@students.district.example"]


def test_numbers_far_apart_are_found_in_few_questions(server, tmp_path):
    person = mail("Imelda <imelda@parent.example>", ME)
    server.inbox.messages = {2: person, 40_000: person, 4_000_000_000: mail("b@parent.example", ME)}
    snapshot, _ = read(server, tmp_path)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert len(snapshot.connections) == 3
    assert sum("SEARCH" in line for line in server.lines) < 25


@pytest.mark.parametrize(
    ("name", "flags", "found"),
    [
        ("[Gmail]/Sent Mail", "\\HasNoChildren \\Sent", True),
        ("Sent Items", "\\HasNoChildren", True),
        ("INBOX.Enviados", "", True),
        ("&AMk-l&AOk-ments envoy&AOk-s", "", True),
        ("Sent", "\\Noselect", True),
        ("Homework", "", False),
    ],
)
def test_the_folder_of_sent_mail_is_found_by_its_use_or_its_name(server, tmp_path, name, flags, found):
    server.folders[1] = Folder(name, flags, messages=server.sent.messages)
    server.capabilities = "" if "\\Sent" not in flags else server.capabilities
    snapshot, _ = read(server, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    if found and flags != "\\Noselect":
        assert coverage.state is State.COMPLETE
    else:
        assert coverage.reason in (Gap.NOT_OFFERED, Gap.PLATFORM_LIMIT)
        assert Message("email.no_sent") in coverage.notes


def test_mail_in_other_folders_makes_the_list_a_part(server, tmp_path):
    server.folders += [
        Folder("Trash", "\\Trash", messages={1: b""}),
        Folder("Empty"),
        Folder('2025 \\"old\\"', messages={1: b""}),
        Folder("Archive", "\\Archive", messages={1: b""}),
    ]
    coverage = read(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert coverage.notes == (Message("email.other_folders", {"n": 2}),)


def test_a_folder_that_tells_nothing_may_hold_mail(server, tmp_path):
    server.folders.append(Folder("Shared"))
    server.fail('STATUS "SHARED"', b"{tag} NO [NOPERM] no\r\n")
    coverage = read(server, tmp_path)[0].coverage[CONNECTIONS]
    assert coverage.notes == (Message("email.other_folders", {"n": 1}),)


def test_an_answer_without_end_ends(server, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.email.imap._LARGEST", 100_000)
    server.fail("UID FETCH 3,9", b"* OK more to come\r\n" * 10_000)
    coverage = read(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.reason, coverage.notes[0].id) == (Gap.PAGINATION_STOPPED, "live.unreachable")


def test_an_answer_that_comes_letter_by_letter_ends(server, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.email.imap._WHOLE", 0.5)

    def slowly(tag: bytes) -> bytes:
        server.pace = 0.05
        return b"* OK " + b"x" * 200 + b"\r\n" + tag + b" OK done\r\n"

    server.fail("UID FETCH 3,9", slowly)
    started = time.monotonic()
    coverage = read(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.reason, coverage.notes[0].id) == (Gap.PAGINATION_STOPPED, "live.unreachable")
    assert time.monotonic() - started < 6


def test_mail_of_lists_outside_is_left_out_and_counted(server, tmp_path):
    server.inbox.messages = {
        1: mail("News <news@shop.example>", ME, List_Id="Offers <offers.shop.example>"),
        2: mail("odd@shop.example", ME, List_Id="<>"),
        3: mail("Imelda <imelda@parent.example>", "room12@lists.district.example",
                List_Id='"Room 12" <room12.lists.district.example>'),
    }  # fmt: skip
    snapshot, _ = read(server, tmp_path)
    assert emails(snapshot) == ["imelda@parent.example", "cosima@parent.example"]
    assert Message("email.lists_left_out", {"n": 2}) in snapshot.coverage[CONNECTIONS].notes
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE


FAMILIES = [f"family{n}@parent.example" for n in range(10)]
OFFICE = "Office@district.example"


def test_mail_to_groups_comes_to_numbers_and_nothing_else(server, tmp_path):
    server.inbox.messages[20] = mail("x@parent.example", ME, List_Id="<room12.lists.district.example>")
    server.sent.messages = {
        1: mail(to=", ".join(FAMILIES), cc=OFFICE),  # ten addresses shown, the office on it
        2: mail(bcc=", ".join(FAMILIES), to="undisclosed-recipients:;", Message_ID="<2@x>"),
        3: mail(bcc=", ".join(FAMILIES[:4])),  # some of the group, once
        4: mail(to=", ".join(FAMILIES[:9])),  # nearly all of it
        5: mail(to=", ".join(FAMILIES[:2])),  # two parents
        6: mail(to="room12@lists.district.example"),
        7: mail(to=f"{OFFICE}, osei@district.example, a@district.example"),  # colleagues are no group
        8: mail(bcc=", ".join(FAMILIES), Message_ID="<2@x>"),  # the second copy of one message
        9: mail(sender="Room 12 <room12@district.example>", bcc=", ".join(FAMILIES)),
    }
    snapshot, _ = read(server, tmp_path)
    assert snapshot.traffic is not None
    assert snapshot.traffic.groups == GroupMail(
        messages=5,
        listed=1,
        shown={2: 1, 9: 1, 10: 1},
        part=1,
        copied={address_key(OFFICE): 1, address_key("room12@district.example"): 1},
    )
    assert not any(name in repr(snapshot.traffic) for name in ("family", "office", "room12"))


@pytest.mark.parametrize("to", ["Families of room 12", "Cosima <cosima@parent.example>, Families of room 12"])
def test_recipients_that_cannot_be_read_leave_the_numbers_a_part(server, tmp_path, to):
    server.sent.messages = {4: mail(to=to)}
    traffic = read(server, tmp_path)[0].traffic
    assert traffic is not None
    assert (traffic.state, traffic.messages) == (State.PARTIAL, 3)


@pytest.mark.parametrize(
    "to", ["undisclosed-recipients:;", "Undisclosed recipients", '"undisclosed-recipients" <Undisclosed:;>']
)
def test_hidden_recipients_are_nobody_lost(server, tmp_path, to):
    server.sent.messages = {4: mail(to=to, bcc="a@x.example, b@x.example, c@x.example")}
    snapshot = read(server, tmp_path)[0]
    assert (snapshot.unreadable, snapshot.traffic.state) == ((), State.COMPLETE)


def test_an_empty_mailbox_is_complete_and_empty(server, tmp_path):
    server.inbox.messages, server.sent.messages = {}, {}
    snapshot, _ = read(server, tmp_path)
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 0)
    assert snapshot.traffic is not None
    assert snapshot.traffic.messages == 0


def test_hostile_headers_are_read_or_named_and_stop_nothing(server, tmp_path):
    server.inbox.messages = {
        1: mail('"=cmd()" <a@x.example>', ME),
        2: mail("\u202egnp.exe <b@x.example>", ME),
        3: mail(f"{'x' * 10_000} <c@x.example>", ME),
        4: mail("👩‍🏫 <d@x.example>", ME),
        5: mail("no address at all", ME),
        6: b"From: \xff\x00\xfe <e@x.example>\r\n\r\n",
        7: b"\r\n\r\n",
        8: mail("f@bücher.example", ME),
    }
    server.sent.messages = {1: mail(to=", ".join(f"p{n}@x.example" for n in range(5_000)))}
    snapshot, _ = read(server, tmp_path)
    names = {person.email: person.display_name for person in snapshot.connections}
    assert names["a@x.example"] == "=cmd()"
    assert names["b@x.example"] == "\u202egnp.exe"
    assert names["c@x.example"] == "x" * 10_000
    assert names["d@x.example"] == "👩‍🏫"
    assert "e@x.example" in names
    assert "f@xn--bcher-kva.example" in names
    assert len(names) == 6 + 5_000
    assert [(lost.place.pointer, lost.reason.id) for lost in snapshot.unreadable] == [
        ("item 5", "email.entry_unreadable"),
        ("item 7", "email.no_sender"),
    ]


def test_no_secret_and_nobody_in_any_log(server, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    server.fail("UID FETCH 4", b"{tag} NO Imelda Quimbleton is away\r\n")
    for secret in ({"password": SECRET}, {"token": TOKEN}):
        given = access(server, secret=secret)
        _, result = read(server, tmp_path, given)
        text = caplog.text + repr(given) + "".join(f"{each} {each!r}" for each in result.refused)
        assert not any(word in text for word in ("sesame", "Imelda", "mara.rivera", "parent.example"))
