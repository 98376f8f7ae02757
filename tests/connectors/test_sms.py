"""A thread of texts: who is on it and from when to when, and not a word of it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import registry, snapshot_json
from connectors.errors import ConnectorError, NotRecognised
from connectors.model import Gap, Message, State, Traffic
from connectors.sms.export import SmsExport, _Mended
from tests.connectors.reading import Reading, read, write
from tests.connectors.sms_samples import HEAD, backup, mms, sms


def thread(folder: Path, data: bytes) -> Reading:
    return read(SmsExport(), write(folder, {"sms-20261004120000.xml": data}))


def test_people_and_period(tmp_path):
    reading = thread(
        tmp_path / "a", backup(sms("5550102211", 3, "Bram"), sms("+15550102211", 1), mms("5550102211", 40))
    )
    [bram] = reading.snapshot.connections
    assert (bram.display_name, bram.handle) == ("Bram", None)
    assert bram.since == datetime(2026, 10, 2, 7, tzinfo=UTC)
    first, last = datetime(2026, 10, 2, 7, tzinfo=UTC), datetime(2026, 10, 3, 22, tzinfo=UTC)
    assert reading.snapshot.traffic == Traffic(State.PARTIAL, 3, first, last)
    period = {"n": 3, "d_first": "2026-10-02", "d_last": "2026-10-03"}
    assert reading.coverage().notes == (Message("thread.only_this"), Message("thread.period", period))
    assert reading.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)


def test_nothing_that_was_written_is_kept_and_no_number_that_has_a_name(tmp_path):
    data = backup(sms("5550102211", 3, "Bram", body="Meet at the gym"), mms("5550102211"))
    stored = snapshot_json.dump(thread(tmp_path / "a", data).snapshot)
    for word in ("gym", "We are there", "iVBOR", "5550102211", "5550104477", "Homework"):
        assert word not in stored


@pytest.mark.parametrize(
    ("entries", "threads"),
    [
        ((sms("+15550102211"), sms("+15550104477")), 2),
        ((sms("+15550102211"), mms("+15550102211~+15550104477")), 2),
        ((sms("12345"), sms("GYMPASS"), sms("+15550102211")), 3),
    ],
)
def test_several_threads_are_refused(entries, threads, tmp_path):
    with pytest.raises(ConnectorError, match=f"{threads} threads. Hand in one at a time"):
        thread(tmp_path / "a", backup(*entries))
    files = {"sms-1.xml": backup(entries[0]), "sms-2.xml": backup(entries[0])}
    with pytest.raises(ConnectorError, match="2 files of threads"):
        registry.read_input([write(tmp_path / "b", files)])


@pytest.mark.parametrize(
    ("address", "handle"), [("12345", "12345"), ("GYMPASS", "GYMPASS"), ("+1 (555) 010-4477", "…4477")]
)
def test_senders_without_a_name(address, handle, tmp_path):
    [person] = thread(tmp_path / "a", backup(sms(address))).snapshot.connections
    assert (person.display_name, person.handle) == (None, handle)


def test_names_of_a_group_are_used_only_where_it_is_clear_whose_they_are(tmp_path):
    reading = thread(tmp_path / "a", backup(mms("5550102211~5550104477", 0, "Bram Strathclyde")))
    assert reading.people == [(("contact",), "…2211"), (("contact",), "…4477")]


HALVES = {
    "Bram &#55357;&#56832;": "Bram 😀",
    "Bram &#xD83D;&#xDE00;": "Bram 😀",
    "&#55357;&#56832;&#55357;&#56833;": "😀😁",
    "Bram &#56832;": "Bram \ufffd",
    "&#56832;&#55357;&#56832;": "\ufffd😀",
    "Bram &#55357; S": "Bram \ufffd S",
    "Bram &#128512; &amp; S": "Bram 😀 & S",
}


@pytest.mark.parametrize("written", HALVES)
def test_letters_that_stand_in_halves_are_joined(written, tmp_path):
    [person] = thread(tmp_path / "a", backup(sms("5550102211", name=written))).snapshot.connections
    assert person.display_name == HALVES[written]


def test_halves_are_joined_wherever_a_file_is_parted():
    text = " &amp; ".join(HALVES).encode()
    wanted = " &amp; ".join(HALVES.values()).replace("Bram 😀 & S", "Bram &#128512; &amp; S").encode()

    class Parted(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(pieces)

    for pieces in range(1, 60):
        mended, found = _Mended(Parted(text)), b""
        while data := mended.read(4096):
            found += data
        assert found == wanted, pieces


def test_drafts_are_left_out_and_entries_without_a_sender_are_named(tmp_path):
    reading = thread(tmp_path / "a", backup(sms("5550102211", kind=3), sms("5550104477"), sms("null"), sms("")))
    assert reading.people == [(("contact",), "…4477")]
    assert [lost.reason.id for lost in reading.snapshot.unreadable] == ["thread.entry_unreadable"] * 2
    assert Message("thread.entries_unreadable", {"n": 2}) in reading.coverage().notes


@pytest.mark.parametrize(
    "data",
    [
        backup(sms("5550104477"), sms("5550104477"), count=3),
        backup(sms("5550104477"))[:-20],
        backup(sms("5550104477"), mms("5550104477"))[:-90],
        backup(sms("5550104477")).replace(b"</smses>", b"<sms"),
    ],
)
def test_a_file_that_breaks_off_is_damaged(data, tmp_path):
    reading = thread(tmp_path / "a", data)
    assert reading.gap() == (State.PARTIAL, Gap.DAMAGED)
    assert "thread.ends_early" in reading.notes()


def test_an_empty_backup_says_that_nobody_is_in_it(tmp_path):
    reading = thread(tmp_path / "a", f'{HEAD}<smses count="0" />\n'.encode())
    assert reading.gap()[0] is State.NONE
    assert "thread.nobody" in reading.notes()


def test_a_log_of_calls_is_none(tmp_path):
    data = b'<?xml version="1.0"?><calls count="1"><call number="5550104477" duration="9" /></calls>'
    with pytest.raises(NotRecognised):
        registry.read_input([write(tmp_path / "a", {"calls-1.xml": data})])


def test_entities_are_not_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("sesame")
    bomb = f'<!DOCTYPE smses [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY b "{"b" * 1000}">]>'
    laughs = "&b;" * 50
    data = f'<?xml version="1.0"?>{bomb}<smses count="1">&x;<sms address="55501&b;" body="{laughs}" type="1" /></smses>'
    assert "sesame" not in snapshot_json.dump(thread(tmp_path / "a", data.encode()).snapshot)


@given(st.binary(max_size=600))
def test_no_bytes_stop_the_reading(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("sms")
    for whole in (b"<smses>" + data, backup(sms("5550104477")).replace(b"On my way", data)):
        try:
            reading = thread(folder, whole)
        except ConnectorError as e:
            assert "threads" in str(e)
            continue
        assert reading.coverage().state is not State.COMPLETE
