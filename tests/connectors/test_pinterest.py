from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.model import Gap, RecordType, State
from connectors.pinterest.export import PinterestExport
from tests.connectors.pinterest_samples import LISTS, SAMPLES, page
from tests.connectors.reading import read, read_all, write
from tests.connectors.sample import Sample

SOURCE = PinterestExport()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_each_page_gives_what_is_in_it(sample: Sample, tmp_path: Path) -> None:
    found = read(SOURCE, sample.write(tmp_path))
    assert tuple(found.people) == sample.people
    assert found.coverage().state is sample.connections
    assert found.snapshot.profile.handle == sample.handle
    assert found.settings == {}


def test_the_page_says_nothing_of_people_and_tells_what_to_do(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"me.html": page("ms_okoye")}))
    assert found.gap() == (State.NONE, Gap.NOT_OFFERED)
    assert found.notes() == {"pinterest.no_lists", "pinterest.type_the_list"}
    assert found.gap(RecordType.SETTINGS) == (State.NONE, Gap.NOT_OFFERED)


def test_lists_never_seen_before_are_read_and_marked(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"me.html": page(more=LISTS)}))
    ana, bo, *_ = found.snapshot.connections
    assert (ana.display_name, ana.handle, ana.url) == ("Ana Ruiz", "ana_ruiz", "https://www.pinterest.com/ana_ruiz/")
    assert (bo.display_name, bo.handle) == (None, "bochen")
    assert found.gap() == (State.PARTIAL, Gap.FORMAT_UNKNOWN)
    assert "pinterest.list_unverified" in found.notes()


def test_several_user_names_are_nobodys(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"me.html": page("ms_okoye", "somebody_else")}))
    assert found.snapshot.profile.handle is None
    assert found.gap(RecordType.PROFILE) == (State.NONE, Gap.NOT_OFFERED)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body><h1>Hello</h1></body></html>",
        b"<html>a page that links to pinterest.com</html>",
        b'{"pinterest": "https://www.pinterest.com/x"}',
        b"<div class='_a6-g'><h2>ana</h2></div>",
    ],
)
def test_other_pages_are_declined(data: bytes, tmp_path: Path) -> None:
    assert read_all(SOURCE, write(tmp_path, {"page.html": data})) == []


def test_pages_in_a_large_export_are_not_opened(tmp_path: Path) -> None:
    files = {f"{n}/page.html": page("ms_okoye") for n in range(25)}
    assert read_all(SOURCE, write(tmp_path, files)) == []


PIECES = st.sampled_from(
    ["<h1>Followers</h1>", "<h1>", "</h1>", "<br>", "Username: a,", "pinterest.com", '<a href="https://pinterest.com/ana">',
     '<a href="http://[">', "</a>", "<a>", ":", "<!--", "\x00", "<div>" * 40]
)  # fmt: skip


@given(parts=st.lists(PIECES | st.text(max_size=10), max_size=12))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_page_ends_in_coverage(parts: list[str], tmp_path: Path) -> None:
    folder = write(
        tmp_path, {"me.html": b"<h1>Pins</h1> pinterest.com/pin/1 " + "".join(parts).encode("utf-8", "replace")}
    )
    assert read(SOURCE, folder).coverage().state is not State.COMPLETE


@pytest.mark.peer
def test_the_sample_page_names_its_owner_and_nobody_else(peer_data: Path) -> None:
    found = read(SOURCE, peer_data / "exports/pinterest/ChowSinWon__pinterest-export-parser/data/pinterest-sample.html")
    assert (found.people, found.snapshot.profile.handle) == ([], "me")
    assert found.gap() == (State.NONE, Gap.NOT_OFFERED)
