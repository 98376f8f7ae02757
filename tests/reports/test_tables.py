"""CSV and workbook: every row, and no cell that runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from syrupy.assertion import SnapshotAssertion

from reports import tables
from reports.catalog import LANGUAGES
from reports.xlsx import xlsx
from tests.reports import cast, offices


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes, number: int) -> list[list[str]]:
    """The cells of one sheet of a workbook, read from its XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = [item.get_text() for item in BeautifulSoup(book.read("xl/sharedStrings.xml"), "xml")("si")]
        page = BeautifulSoup(book.read(f"xl/worksheets/sheet{number}.xml"), "xml")
    assert not page("f")
    assert not page("hyperlink")
    return [
        [strings[int(cell.v.text)] if cell.get("t") == "s" else (cell.v.text if cell.v else "") for cell in row("c")]
        for row in page("row")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_tables_say(lang: str, snapshot: SnapshotAssertion) -> None:
    assert tables.csv(cast.ordinary(6, 2), lang).decode("utf-8-sig") == snapshot(name="connections")
    assert tables.review_csv(offices.review(), lang).decode("utf-8-sig") == snapshot(name="review")


def test_every_connection_has_a_row() -> None:
    result = cast.ordinary()
    found = rows(tables.csv(result, "en"))
    assert sorted(row["connection_id"] for row in found) == sorted(j.connection.id for j in result.connections)
    assert found[0]["verdict"] == "not_in_roster"
    assert found[0]["source"] == "followers_1.json /0"


def test_accents_survive_in_a_spreadsheet_program() -> None:
    assert tables.csv(cast.ordinary(), "es").startswith(b"\xef\xbb\xbf")


def test_no_cell_of_a_csv_file_is_a_formula() -> None:
    for data in (tables.csv(cast.hostile(), "en"), tables.review_csv(offices.review(), "en")):
        for row in rows(data):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                assert not re.search("[\x00\r\n\u202a-\u202e]", cell)
    assert "'" + cast.FORMULA in [row["display_name"] for row in rows(tables.csv(cast.hostile(), "en"))]


def test_a_decision_stays_in_the_review_list() -> None:
    first, _, last = rows(tables.review_csv(offices.review(), "en"))
    assert list(first) == list(tables.REVIEW_COLUMNS)
    assert (first["decision"], first["owner_says"], first["owner_note"]) == (
        "",
        "an organisation",
        "runs the reading club",
    )
    assert (last["decision"], last["decided_by"], last["decided_on"]) == ("ask_owner", "P. Oduya", "2026-10-02")
    assert (last["account"], last["platform"], last["fingerprint"]) == ("oakview.room12", "instagram", "f0a3")


@pytest.mark.parametrize("make", [tables.csv, xlsx])
def test_same_result_same_bytes(make: object) -> None:
    assert callable(make)
    assert make(cast.hostile(), "pt") == make(cast.hostile(), "pt")


def test_the_workbook_has_five_sheets_of_text() -> None:
    data = xlsx(cast.ordinary(), "en")
    summary, connections, findings, settings, unseen = (sheet(data, number) for number in range(1, 6))
    assert ["In the school lists", "54"] in summary
    assert len(connections) == 1 + 61
    assert connections[0][:3] == ["Name", "User name", "Connection"]
    assert len(findings) == 1 + len(cast.ordinary().findings)
    assert "Who can see the friend or follower list" in settings[1][0]
    assert ["Not checked: your posts, messages, private accounts."] in unseen


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    data = xlsx(cast.hostile(), "en")
    names = [row[0] for row in sheet(data, 2)]
    assert cast.FORMULA in names
    assert cast.SCRIPT in names
    assert "+1 555 0100" in names
    for number in range(1, 6):
        assert all(len(cell) < 32_767 for row in sheet(data, number) for cell in row)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_can_be_made_in_every_language(lang: str) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(cast.all_fine(), lang))) as book:
        assert len([name for name in book.namelist() if name.startswith("xl/worksheets/")]) == 5
        assert "2026-11-20T15:30:00Z" in book.read("docProps/core.xml").decode()
