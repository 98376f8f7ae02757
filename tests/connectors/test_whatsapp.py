"""A thread of WhatsApp: who is on it and from when to when, in every layout that phones write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import registry, snapshot_json
from connectors.errors import ConnectorError
from connectors.model import Gap, Kind, RecordType, State
from connectors.whatsapp import lines
from connectors.whatsapp.export import WhatsAppExport
from tests.connectors.reading import Reading, read, write
from tests.connectors.whatsapp_samples import ANDROID, IOS

NB = "\u202f"


def chat(folder: Path, text: str, name: str = "_chat.txt") -> Reading:
    return read(WhatsAppExport(), write(folder, {name: text.encode()}))


def period(reading: Reading) -> tuple[str | None, str | None]:
    traffic = reading.snapshot.traffic
    assert traffic is not None
    return tuple(day.date().isoformat() if day else None for day in (traffic.first, traffic.last))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("[30/09/2026, 14:30:00] {}: x", "[04/10/2026, 06:58:12] {}: x"),
        ("[30/09/26 14:30] {}: x", "[04/10/26 06:58] {}: x"),
        ("[30.09.26, 14:30:00] {}: x", "[04.10.26, 06:58:12] {}: x"),
        ("[30.9.2026 klo 14.30.00] {}: x", "[4.10.2026 klo 6.58.12] {}: x"),
        ("[2026/9/30 下午2:30:00] {}: x", "[2026/10/4 上午6:58:12] {}: x"),
        ("[2026/9/30 02:28:09] {}:x", "[2026/10/4 02:28:37] {}:x"),
        ("[2026-09-30, 14:30:00] {}: x", "[2026-10-04, 06:58:12] {}: x"),
        (f"[9/30/26, 2:30:00{NB}PM] {{}}: x", f"[10/4/26, 6:58:12{NB}AM] {{}}: x"),
        ("30/09/2026, 14:30 - {}: x", "04/10/2026, 06:58 - {}: x"),
        ("30/9/2026 2:30 p.\u00a0m. - {}: x", "4/10/2026 6:58 a.\u00a0m. - {}: x"),
        ("30.09.26, 14:30 - {}: x", "04.10.26, 06:58 - {}: x"),
        ("30-09-2026 14:30 - {}: x", "04-10-2026 06:58 - {}: x"),
        (f"9/30/26, 2:30{NB}PM - {{}}: x", f"10/4/26, 6:58{NB}AM - {{}}: x"),
        ("30/09/2026 à 14:30 - {}: x", "04/10/2026 à 06:58 - {}: x"),
        ("30.09.2026 um 14:30 - {}: x", "04.10.2026 um 06:58 - {}: x"),
        ("30/09/2026, 2:30 pm – {}: x", "04/10/2026, 6:58 am – {}: x"),
        ("2026. 9. 30. 오후 2:30 - {}: x", "2026. 10. 4. 오전 6:58 - {}: x"),
        ("2026年9月30日 14:30 - {}: x", "2026年10月4日 06:58 - {}: x"),
        ("٣٠/٩/٢٠٢٦، ٢:٣٠ م - {}: x", "٤/١٠/٢٠٢٦، ٦:٥٨ ص - {}: x"),
        ("\ufeff\u200e[30/09/2026, 14:30:00] \u202a{}\u202c: x", "[04/10/2026, 06:58:12] ~\u202f{}: x"),
    ],
)
def test_every_layout_of_the_date(first: str, last: str, tmp_path: Path) -> None:
    text = f"{first.format('Imelda Quimbleton')}\nand more: of it\n{last.format('Bram Strathclyde')}\n"
    reading = chat(tmp_path / "a", text)
    assert [person for _, person in reading.people] == ["Imelda Quimbleton", "Bram Strathclyde"]
    assert period(reading) == ("2026-09-30", "2026-10-04")
    assert [c.since and c.since.day for c in reading.snapshot.connections] == [30, 4]


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (["01/02/2026", "02/01/2026"], ("2026-01-02", "2026-02-01")),  # only as month first are they in order
        (["02/01/2026", "01/02/2026"], ("2026-01-02", "2026-02-01")),
        (["01/02/2026", "03/04/2026"], (None, None)),
        (["02/02/2026", "03/03/2026"], ("2026-02-02", "2026-03-03")),
        (["01.02.2026", "03.04.2026"], ("2026-02-01", "2026-04-03")),
        (["31/31/2026", "03/04/2026"], ("2026-04-03", "2026-04-03")),
        (["3/4/1403", "9/4/1403"], (None, None)),
        (["31/02/2026", "31/04/2026"], (None, None)),
    ],
)
def test_day_and_month_are_told_apart_or_left_open(dates, wanted, tmp_path):
    reading = chat(tmp_path / "a", "".join(f"{day}, 10:00 - Imelda: x\n" for day in dates))
    assert period(reading) == wanted
    unsure = "thread.dates_unsure" in reading.notes()
    assert unsure is (dates == ["01/02/2026", "03/04/2026"])


@pytest.mark.parametrize(
    ("notice", "people"),
    [
        ("Imelda Quimbleton added Bram Strathclyde", ["Imelda Quimbleton", "Bram Strathclyde"]),
        ("Imelda added Bram, Cosima and Dov", ["Imelda", "Bram", "Cosima", "Dov"]),
        ("Bram joined using this group's invite link", ["Bram"]),
        ("Bram left", ["Bram"]),
        ("You added Bram", ["Bram"]),
        ('Imelda created group "A: B"', ["Imelda"]),
        ("Imelda añadió a Bram y Cosima", ["Imelda", "Bram", "Cosima"]),
        ("Bram se unió usando el enlace de invitación de este grupo", ["Bram"]),
        ("Imelda adicionou Bram e Cosima", ["Imelda", "Bram", "Cosima"]),
        ("Bram entrou usando o link de convite deste grupo", ["Bram"]),
        ("Imelda hat Bram hinzugefügt", ["Imelda", "Bram"]),
        ("Imelda a ajouté Bram", ["Imelda", "Bram"]),
        ("Messages and calls are end-to-end encrypted. Tap to learn more: here", []),
        ('Imelda changed the subject from "A: b" to "C: d"', []),
        ("Imelda cambió el asunto a “Viaje: hoy”", []),
        ("Your security code with Bram changed. Tap to learn more.", []),
        ("You're now an admin", []),
    ],
)
def test_notices_name_members_and_are_no_messages(notice, people, tmp_path):
    reading = chat(tmp_path / "a", f"30/09/2026, 14:30 - {notice}\n30/09/2026, 14:31 - Mara Rivera: x\n")
    assert [person for _, person in reading.people] == [*people, "Mara Rivera"]
    assert reading.snapshot.traffic is not None
    assert reading.snapshot.traffic.messages == 1


def test_numbers_are_kept_no_further_than_needed(tmp_path):
    text = "".join(
        f"30/09/2026, 14:3{n} - {who}: x\n"
        for n, who in enumerate(
            ["+1 555 010-4477", "\u202a+1 (555) 010-4477\u202c", "+44 20 7946 4477", "Bram", "+49 30 1234", "12345"]
        )
    )
    reading = chat(tmp_path / "a", text)
    assert [(c.display_name, c.handle) for c in reading.snapshot.connections] == [
        (None, "…04477"),
        (None, "…64477"),
        ("Bram", None),
        (None, "…1234"),
        (None, "12345"),
    ]
    stored = snapshot_json.dump(reading.snapshot)
    assert "555" not in stored
    assert "7946" not in stored


def test_nothing_that_was_written_is_kept(tmp_path):
    for name, text in (("a", IOS), ("b", ANDROID)):
        stored = snapshot_json.dump(chat(tmp_path / name, text).snapshot)
        for word in ("bus", "coat", "late", "PHOTO", "Media", "7: be"):
            assert word not in stored


def test_two_people_are_contacts_and_more_are_members(tmp_path):
    two = "30/09/2026, 14:30 - Imelda: x\n30/09/2026, 14:31 - Mara: x\n"
    assert {c.kinds for c in chat(tmp_path / "a", two).snapshot.connections} == {(Kind.CONTACT,)}
    group = chat(tmp_path / "b", "30/09/2026, 14:29 - You created group “Trip”\n" + two)
    assert {c.kinds for c in group.snapshot.connections} == {(Kind.MEMBER,)}


def test_two_threads_are_refused(tmp_path):
    files = {"WhatsApp Chat with A.txt": ANDROID.encode(), "WhatsApp Chat with B.txt": IOS.encode()}
    with pytest.raises(ConnectorError, match="2 threads"):
        registry.read_input([write(tmp_path / "a", files)])


def test_attachments_and_lists_are_not_taken_for_threads(tmp_path):
    folder = write(tmp_path / "a", {"_chat.txt": IOS.encode(), "notes.txt": b"30/09/2026, 14:30 - Secret: x\n"})
    reading = read(WhatsAppExport(), folder)
    assert [member.name for member in set(reading.archive.opened)] == ["_chat.txt"]
    assert (
        registry.read_input([write(tmp_path / "b", {"people.txt": b"Imelda Quimbleton\nBram\n"})]).platform == "other"
    )


def test_a_thread_without_a_message_says_so(tmp_path):
    reading = chat(tmp_path / "a", "30/09/2026, 14:30 - Messages and calls are end-to-end encrypted.\n")
    assert reading.gap() == (State.NONE, Gap.FORMAT_UNKNOWN)
    assert "thread.nobody" in reading.notes()
    assert reading.coverage(RecordType.CONNECTIONS).received == 0


def test_utf16_and_windows_ends_of_lines(tmp_path):
    folder = write(tmp_path / "a", {"_chat.txt": IOS.replace("\n", "\r\n").encode("utf-16")})
    assert len(read(WhatsAppExport(), folder).people) == 4


@pytest.mark.parametrize(
    "name", ["=cmd()", "\u202eevil", "x" * 119, "👩‍🏫", "O'Brien-Núñez", "Ms. Rivera (Room 12)", "左"]
)
def test_hostile_names(name, tmp_path):
    [person] = chat(tmp_path / "a", f"30/09/2026, 14:30 - {name}: x\n").snapshot.connections
    assert person.display_name == name.replace("\u202e", "")  # a mark of the file, not of the name
    assert person.since == datetime(2026, 9, 30, tzinfo=UTC)


@given(st.text(max_size=300))
def test_no_line_stops_the_reading(text):
    for row in (text, f"30/09/2026, 14:30 - {text}", f"[30/09/2026, 14:30:00] {text}: {text}"):
        found = lines.read(row)
        if found is not None and found.sender is not None:
            assert found.sender == found.sender.strip()
            assert found.sender
