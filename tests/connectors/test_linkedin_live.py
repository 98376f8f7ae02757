"""LinkedIn live against an emulator of its Member Snapshot API: consent, three lists and their pages."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from auditor.consent import flow
from auditor.errors import AuditorError
from connectors.linkedin.export import LinkedInExport
from connectors.linkedin.live import LinkedInLive
from connectors.live import Access, Way
from connectors.model import Coverage, Gap, Kind, Message, RecordType, State
from connectors.registry import live_source
from tests.connectors.linkedin_pulling import (
    CONNECTIONS,
    CUT,
    HANDLE,
    IN,
    ME,
    PROFILE,
    REQUESTS,
    SOURCE,
    access,
    asks,
    ids,
    invitation,
    member,
    read,
    rows,
)
from tests.connectors.linkedin_samples import SAMPLES
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.connectors.reading import read as read_export
from tests.emulators.base import Reply
from tests.emulators.linkedin import SCOPE, LinkedInEmulator, contact


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def linkedin(clock):
    with member(clock) as emulator:
        yield emulator


# Everything read


def test_everybody_is_read_and_complete(linkedin, tmp_path, clock):
    snapshot, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    assert {c.handle: c.kinds for c in snapshot.connections} == {
        "ana-duarte-4": (Kind.FRIEND,),
        "benoît-lémieux": (Kind.FRIEND,),
        "ida-q": (Kind.FRIEND,),
        "noor-s": (Kind.FRIEND,),
        "hal-thorp": (Kind.FRIEND,),
        "cara-ngo": (Kind.REQUEST_RECEIVED,),
        "devpatel": (Kind.REQUEST_SENT,),
    }
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 5)
    assert snapshot.coverage[REQUESTS] == Coverage(REQUESTS, State.COMPLETE, None, 2)
    as_of = (Message("linkedin.live_as_of"),)
    assert snapshot.coverage[PROFILE] == Coverage(PROFILE, State.COMPLETE, received=1, notes=as_of)
    assert snapshot.coverage[RecordType.SETTINGS].reason is Gap.NOT_OFFERED
    profile = snapshot.profile
    assert (profile.handle, profile.url, profile.display_name, profile.bio) == (
        HANDLE, ME, "Maria Rivera", "Grade 4 teacher",
    )  # fmt: skip
    assert not result.unfinished


def test_it_only_reads_three_lists_and_the_token_is_in_no_address(linkedin, tmp_path, clock):
    owner = access(linkedin)
    pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
    assert {(a.method, a.host, a.query["domain"]) for a in linkedin.asked} == {
        ("GET", "api.linkedin.com", domain) for domain in ("PROFILE", "CONNECTIONS", "INVITATIONS")
    }
    assert {a.headers["linkedin-version"] for a in linkedin.asked} == {"202312"}
    assert not any(owner.secret["token"] in str(a.query) for a in linkedin.asked)


def test_what_an_invitation_says_is_not_kept(linkedin, tmp_path, clock):
    read(linkedin, tmp_path, clock=clock, keep=True)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Cara Ngo" in kept
    assert b"a secret" not in kept


def test_live_and_export_give_the_same_people(tmp_path, clock):
    exported = read_export(LinkedInExport(), next(s for s in SAMPLES if s.name == "2024-csv").write(tmp_path)).snapshot
    with LinkedInEmulator(clock.now) as linkedin:
        linkedin.lists["CONNECTIONS"] = [
            contact("Ana", "Duarte", f"{IN}ana-duarte-4"),
            contact("Benoît", "Lémieux", f"{IN}beno%C3%AEt-l%C3%A9mieux", "ben@school.example", "03 Feb 2024"),
        ]
        outgoing = {**invitation("Dev Patel", f"{IN}devpatel", incoming=False), "Sent At": "2/15/24, 9:02 PM"}
        linkedin.lists["INVITATIONS"] = [invitation("Cara Ngo", f"{IN}cara-ngo"), outgoing]
        live = read(linkedin, tmp_path, clock=clock)
    keys = [
        [(c.id, c.kinds, c.display_name, c.handle, c.platform_id, c.url, c.email, c.since) for c in s.connections]
        for s in (exported, live)
    ]
    assert keys[0] == keys[1]
    assert len({(p.handle, p.display_name, p.url, p.bio) for p in (exported.profile, live.profile)}) == 1


def test_members_who_left_are_named_and_not_people(linkedin, tmp_path, clock):
    linkedin.lists["CONNECTIONS"].append(contact("", "", on=""))
    snapshot = read(linkedin, tmp_path, clock=clock)
    assert [(u.reason.id, u.place.source, u.place.pointer) for u in snapshot.unreadable] == [
        ("linkedin.row_without_name", "connections", "/2/1"),
    ]
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 5)


# Whose account it is


def test_another_account_is_not_read(linkedin, tmp_path, clock):
    owner = access(linkedin, handle="strathclyde-art-club")
    snapshot, _ = pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
    assert snapshot.connections == ()
    assert snapshot.profile.display_name is None
    for record in SOURCE.yields:
        assert snapshot.coverage[record].reason is Gap.PERMISSION_MISSING
        assert ids(snapshot.coverage[record]) == ["live.another_account"]
    assert [a.query["domain"] for a in linkedin.asked] == ["INVITATIONS"]


def test_without_an_invitation_nobody_knows_and_it_is_said(linkedin, tmp_path, clock):
    linkedin.lists["INVITATIONS"] = []
    snapshot, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    assert snapshot.profile.handle is None
    assert snapshot.coverage[PROFILE].state is State.PARTIAL
    assert ids(snapshot.coverage[PROFILE]) == ["linkedin.live_unchecked", "linkedin.live_as_of"]
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    no_invitations = Message("linkedin.live_no_data", {"t_list": "live.list.invitations"})
    assert snapshot.coverage[REQUESTS] == Coverage(REQUESTS, State.NONE, Gap.NOT_OFFERED, notes=(no_invitations,))
    assert not result.unfinished


def test_no_one_is_read_before_the_owner_was_looked_for(linkedin, tmp_path, clock):
    linkedin.fail(linkedin.refuse(500), when=asks("INVITATIONS"))
    snapshot, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    assert snapshot.connections == ()
    assert {a.query["domain"] for a in linkedin.asked} == {"INVITATIONS"}
    assert result.unfinished


# Where LinkedIn gives nothing: most of the world


@pytest.mark.parametrize("case", ["elsewhere", "sign-in alone"])
def test_outside_europe_the_export_is_the_way_in(linkedin, tmp_path, clock, case):
    linkedin.europe = case != "elsewhere"
    owner = access(linkedin, *(() if case == "elsewhere" else ("openid", "profile", "email")))
    snapshot, result = pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
    for record in SOURCE.yields:
        note = (Message("linkedin.live_lists"),)
        assert snapshot.coverage[record] == Coverage(record, State.NONE, Gap.PLATFORM_LIMIT, notes=note)
    assert len(linkedin.asked) == 1
    assert not result.unfinished


def test_what_is_still_being_gathered_is_not_an_empty_list(linkedin, tmp_path, clock):
    linkedin.lists = {"PROFILE": [], "CONNECTIONS": [], "INVITATIONS": []}
    snapshot, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    for record in SOURCE.yields:
        assert (snapshot.coverage[record].state, snapshot.coverage[record].reason) == (State.NONE, Gap.NOT_OFFERED)
        assert "linkedin.live_no_data" in ids(snapshot.coverage[record])
    assert result.unfinished


def test_a_profile_that_comes_later_than_the_rest(linkedin, tmp_path, clock):
    linkedin.lists["PROFILE"] = []
    snapshot = read(linkedin, tmp_path, clock=clock)
    assert (snapshot.profile.handle, snapshot.profile.display_name) == (HANDLE, None)
    assert ids(snapshot.coverage[PROFILE]) == ["linkedin.live_no_data", "linkedin.live_as_of"]
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE


# Pages


@pytest.mark.parametrize("total", [None, 1, 2, 99])
@pytest.mark.parametrize("linked", [True, False])
def test_neither_total_nor_links_end_a_list_but_that_there_is_no_more(linkedin, tmp_path, clock, total, linked):
    linkedin.total, linkedin.linked = total, linked
    snapshot = read(linkedin, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 5)
    assert max(int(a.query["start"]) for a in linkedin.asked if asks("CONNECTIONS")(a)) == 3


@pytest.mark.parametrize("elements", [{}, [], [{"snapshotDomain": "CONNECTIONS", "snapshotData": []}]])
def test_an_empty_page_in_the_middle_ends_nothing(linkedin, tmp_path, clock, elements):
    links = [{"type": "application/json", "rel": "next", "href": "/rest/memberSnapshotData?q=criteria&start=2"}]
    empty = Reply.json({"paging": {"start": 1, "count": 10, "links": links, "total": 3}, "elements": elements})
    linkedin.fail(empty, when=asks("CONNECTIONS", 1))
    snapshot = read(linkedin, tmp_path, clock=clock)
    assert {c.handle for c in snapshot.connections if Kind.FRIEND in c.kinds} == {
        "ana-duarte-4", "benoît-lémieux", "hal-thorp",
    }  # fmt: skip


def test_an_empty_page_without_a_link_ends_nothing_where_more_are_counted(linkedin, tmp_path, clock):
    linkedin.fail(rows("CONNECTIONS", total=3), when=asks("CONNECTIONS", 1))
    snapshot = read(linkedin, tmp_path, clock=clock)
    assert "hal-thorp" in {c.handle for c in snapshot.connections}


def test_an_empty_page_without_anything_to_come_is_the_end(linkedin, tmp_path, clock):
    linkedin.fail(rows("CONNECTIONS", total=3), when=asks("CONNECTIONS", 3))
    assert read(linkedin, tmp_path, clock=clock).coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 5)


def test_a_page_shorter_than_the_rest_ends_nothing(linkedin, tmp_path, clock):
    linkedin.fail(rows("CONNECTIONS", contact("Noor", "Strathclyde", f"{IN}noor-s")), when=asks("CONNECTIONS", 1))
    snapshot = read(linkedin, tmp_path, clock=clock)
    assert {"noor-s", "hal-thorp"} <= {c.handle for c in snapshot.connections}


def test_a_link_that_leads_back_is_noticed(linkedin, tmp_path, clock):
    links = [{"rel": "next", "href": "/rest/memberSnapshotData?start=1&q=criteria"}]
    found = rows("CONNECTIONS", contact("Hal", "Thorp", f"{IN}hal-thorp"), links=links)
    linkedin.fail(found, when=asks("CONNECTIONS", 2))
    coverage = read(linkedin, tmp_path, clock=clock).coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, Gap.PAGINATION_STOPPED, 5)
    assert "live.cursor_repeats" in ids(coverage)


def test_a_server_that_gives_one_page_for_ever_is_left(linkedin, tmp_path, clock):
    linkedin.fail(rows("CONNECTIONS", contact("Hal", "Thorp", f"{IN}hal-thorp")), when=asks("CONNECTIONS"))
    coverage = read(linkedin, tmp_path, clock=clock).coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PAGINATION_STOPPED)
    assert len(linkedin.asked) < 40


def test_a_link_to_another_host_is_not_followed(linkedin, tmp_path, clock):
    links = [{"rel": "next", "href": "https://evil.example/steal?start=1"}]
    found = rows("CONNECTIONS", contact("Ana", "Duarte", f"{IN}ana-duarte-4"), links=links)
    linkedin.fail(found, when=asks("CONNECTIONS", 0))
    assert read(linkedin, tmp_path, clock=clock).coverage[CONNECTIONS].state is State.COMPLETE
    assert {a.host for a in linkedin.asked} == {"api.linkedin.com"}


def test_a_cut_pull_goes_on_and_counts_nobody_twice(linkedin, tmp_path, clock):
    linkedin.fail(CUT, when=asks("CONNECTIONS", 1))
    first, result = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock, keep=True)
    assert first.coverage[CONNECTIONS].state is State.PARTIAL
    assert result.unfinished
    linkedin.heal()
    linkedin.asked.clear()
    second, _ = pulled(SOURCE, access(linkedin), linkedin, tmp_path, clock=clock)
    assert second.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 5)
    assert [a.query["start"] for a in linkedin.asked if asks("CONNECTIONS")(a)] == ["1", "2", "3"]


HOSTILE = ["\u202egnp.exe", "x" * 10_000, "=cmd()", "🌸", "\ud800", "a\x00b"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_come_as_they_are(linkedin, tmp_path, clock, name):
    linkedin.lists["CONNECTIONS"] = [contact(name, "", f"{IN}ana-duarte-4", Company=name)]
    linkedin.lists["PROFILE"][0]["First Name"] = name
    snapshot = read(linkedin, tmp_path, clock=clock)
    said = name.replace("\ud800", "?").replace("\x00", "")
    assert [c.display_name for c in snapshot.connections if Kind.FRIEND in c.kinds] == [said]
    assert snapshot.profile.display_name == f"{said} Rivera"


@pytest.mark.parametrize("value", [None, 7, ["x"], {"a": 1}, True])
def test_a_name_that_is_none_leaves_the_handle(linkedin, tmp_path, clock, value):
    linkedin.lists["CONNECTIONS"] = [{**contact("", "", f"{IN}ana-duarte-4"), "First Name": value}]
    (friend,) = [c for c in read(linkedin, tmp_path, clock=clock).connections if Kind.FRIEND in c.kinds]
    assert (friend.handle, friend.display_name) == ("ana-duarte-4", "7" if value == 7 and value is not True else None)


# Consent


def walk(linkedin: LinkedInEmulator) -> tuple[flow.Flow, str, Any]:
    """An owner at a browser: the walk, the address it ends on, and the way to LinkedIn."""
    app = {"client_id": "district", "client_secret": "office-secret"}
    http = http_to(linkedin, ("www.linkedin.com",))
    each = flow.Flow(SOURCE.consent, app, "", "http://127.0.0.1:8910/callback", http)
    page = urlsplit(each.address())
    connection = HTTPConnection(urlsplit(linkedin.base).netloc, timeout=10)
    connection.request("GET", f"{page.path}?{page.query}", headers={"Host": page.netloc})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return each, answer.getheader("location", ""), http


def test_consent_asks_for_one_permission_and_without_pkce(linkedin):
    each, back, http = walk(linkedin)
    with http:
        query = parse_qs(urlsplit(each.address()).query)
    assert query["scope"] == [SCOPE]
    assert "code_challenge" not in query
    assert SOURCE.consent.way is Way.CODE
    assert "code=" in back


@pytest.mark.parametrize("partner", [False, True])
def test_from_consent_to_reading_and_back(linkedin, tmp_path, clock, partner):
    linkedin.partner = partner
    each, back, http = walk(linkedin)
    app = {"client_id": "district", "client_secret": "office-secret"}
    with http:
        token = each.finish(back)
        assert token.scopes == (SCOPE,)
        assert token.expires_at is not None
        assert ("refresh_token" in token.secret) == partner
        if partner:
            token = flow.renew(SOURCE.consent, "", token.secret, app, http)
        owner = Access(HANDLE, token.secret)
        before, _ = pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
        assert before.coverage[CONNECTIONS].state is State.COMPLETE
        flow.revoke(SOURCE.consent, "", {"token": token.secret["token"]}, app, http)
    after, _ = pulled(SOURCE, owner, linkedin, tmp_path, clock=clock)
    assert ids(after.coverage[CONNECTIONS]) == ["linkedin.live_revoked"]


@pytest.mark.parametrize("case", ["declines", "elsewhere"])
def test_who_does_not_agree_or_cannot_gets_no_token(linkedin, case):
    linkedin.declines, linkedin.europe = case == "declines", case != "elsewhere"
    each, back, http = walk(linkedin)
    with http, pytest.raises(AuditorError, match="gave no consent"):
        each.finish(back)


def test_a_code_is_good_once_and_a_wrong_secret_never(linkedin):
    each, back, http = walk(linkedin)
    with http:
        each.finish(back)
        with pytest.raises(AuditorError, match="invalid_grant"):
            each.finish(back)
        linkedin.clients["district"] = "another"
        with pytest.raises(AuditorError, match="invalid_client"):
            each.finish(back)


def test_the_registry_has_it_and_opening_asks_nothing(linkedin):
    assert isinstance(live_source("linkedin"), LinkedInLive)
    owner = access(linkedin)
    with http_to(linkedin, SOURCE.hosts(owner)) as http:
        SOURCE.open(owner, http)
    assert linkedin.asked == []
