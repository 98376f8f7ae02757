"""A pull, whatever the platform: every way a server can fail, being killed and going on, and a great many people."""

from __future__ import annotations

import io
import json
import logging
import ssl
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import pull, snapshot_json
from connectors.journal import Journal
from connectors.live import About, Access, Consent, Listing, Page, Way
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Profile,
    RecordType,
    SourceKind,
    State,
    Traffic,
    Unreadable,
)
from connectors.snapshot import assemble
from tests.connectors.agora import ACCESS, SECRET, Agora, AgoraLive, AgoraSession
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.emulators.base import Asked, Reply


@pytest.fixture
def agora():
    with Agora() as emulator:
        yield emulator


def of(asked: Asked) -> bool:
    return asked.path == "/followers"


def second_page(asked: Asked) -> bool:
    return of(asked) and asked.query.get("cursor") == "2"


def read(agora: Agora, folder: Path, **options: Any):
    return pulled(AgoraLive(), ACCESS, agora, folder, **options)


def test_everybody_is_there_and_complete_is_said(agora, tmp_path):
    snapshot, result = read(agora, tmp_path)
    assert [c.platform_id for c in snapshot.connections] == [f"followers-{n}" for n in range(5)] + ["requests-0"]
    assert snapshot.source_kind is SourceKind.LIVE
    for record, count in ((RecordType.CONNECTIONS, 5), (RecordType.REQUESTS, 1)):
        assert snapshot.coverage[record] == Coverage(record, State.COMPLETE, None, count, count)
    assert not result.unfinished


@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (Reply.json({}, 401), Gap.PERMISSION_MISSING, "live.signed_out"),
        (Reply.json({}, 402), Gap.PLAN_TIER, "live.not_paid"),
        (Reply.json({}, 403), Gap.PERMISSION_MISSING, "live.forbidden"),
        (Reply.json({}, 404), Gap.NOT_OFFERED, "live.not_found"),
        (Reply.json({}, 429), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.json({}, 429, {"retry-after": "5000"}), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.json({}, 500), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply.html(status=502), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply.html(), Gap.DAMAGED, "live.not_json"),
        (Reply(body=b'{"people": [{"id"', headers={"content-type": "application/json"}), Gap.DAMAGED, "live.not_json"),
        (Reply.json({"people": []}, headers={"x": "y"}).__class__(200, b'{"people": []}', {}, 5),
         Gap.PAGINATION_STOPPED, "live.unreachable"),
        (Reply(302, headers={"location": "https://elsewhere.example/"}), Gap.PAGINATION_STOPPED, "live.elsewhere"),
        (Reply(302, headers={"location": "/followers?cursor=2"}), Gap.PAGINATION_STOPPED, "live.elsewhere"),
    ],
    ids=["401", "402", "403", "404", "429", "429 long", "500", "html error", "html", "half", "cut", "away", "circle"],
)  # fmt: skip
def test_whatever_fails_in_the_middle_is_said_and_never_complete(agora, tmp_path, reply, gap, said):
    agora.fail(reply, when=second_page)
    snapshot, _ = read(agora, tmp_path)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received, coverage.expected) == (State.PARTIAL, gap, 2, 5)
    assert [note.id for note in coverage.notes] == [said, "live.read_so_far"]
    assert len([c for c in snapshot.connections if Kind.FOLLOWER in c.kinds]) == 2


def test_a_failure_of_one_list_leaves_the_others_and_a_dead_token_leaves_none(agora, tmp_path):
    agora.fail(agora.refuse(403), when=of)
    assert read(agora, tmp_path)[0].coverage[RecordType.REQUESTS].state is State.COMPLETE
    agora.heal()
    agora.fail(agora.refuse(401), when=of)
    assert read(agora, tmp_path)[0].coverage[RecordType.REQUESTS].reason is Gap.PERMISSION_MISSING


def test_a_dead_token_from_the_start_is_none_for_everything(agora, tmp_path):
    snapshot, result = pulled(AgoraLive(), Access("ms.rivera", {"token": "old"}), agora, tmp_path)
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert snapshot.coverage[RecordType.CONNECTIONS].notes == (Message("live.signed_out", {"status": 401}),)
    assert not result.unfinished
    assert len(agora.asked) == 1


def test_a_fault_that_passes_is_waited_out(agora, tmp_path):
    clock = FakeClock()
    agora.fail(Reply.json({}, 503), when=of, times=2)
    agora.fail(Reply.json({}, 429, {"retry-after": "120"}), when=second_page, times=1)
    snapshot, _ = read(agora, tmp_path, clock=clock)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert 121 < clock.slept < 125


def test_a_limit_that_is_used_up_is_waited_for_before_the_next_request(agora, tmp_path):
    clock = FakeClock()
    reset = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(clock.time + 60)}
    agora.fail(Reply.json({"people": [], "next": "2"}, headers=reset), when=of, times=1)
    snapshot, _ = read(agora, tmp_path, clock=clock)
    assert clock.slept == pytest.approx(60, abs=2)
    assert snapshot.coverage[RecordType.CONNECTIONS].received == 3


def test_a_long_wait_is_not_waited_for_but_named(agora, tmp_path):
    clock = FakeClock()
    agora.fail(Reply.json({}, 429, {"retry-after": "86400"}), when=of)
    _, result = read(agora, tmp_path, clock=clock)
    assert clock.slept == 0
    assert result.unfinished
    assert result.refused[0].until.timestamp() == pytest.approx(clock.time + 86_400, abs=2)


def test_a_clock_that_is_off_makes_no_wait_longer(agora, tmp_path):
    clock = FakeClock(now=1_000_000_000.0)  # years behind the server's
    reset = {"x-rate-limit-reset": "1795000060", "date": "Thu, 18 Nov 2026 11:06:40 GMT"}
    agora.fail(Reply.json({}, 429, reset), when=of, times=1)
    assert read(agora, tmp_path, clock=clock)[0].coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert clock.slept < 86_400


def test_a_cursor_that_repeats_ends_the_list(agora, tmp_path):
    agora.fail(Reply.json({"people": [{"id": "x", "name": "X"}], "next": "2"}), when=second_page)
    snapshot, result = read(agora, tmp_path)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, Gap.PAGINATION_STOPPED, 3)
    assert not result.unfinished


def test_cursors_without_end_and_without_people_end_the_list(agora, tmp_path):
    agora.answer = lambda asked: (  # type: ignore[method-assign]
        Reply.json({"counts": {}}) if asked.path == "/me" else Reply.json({"people": [], "next": str(len(agora.asked))})
    )
    assert read(agora, tmp_path)[0].coverage[RecordType.CONNECTIONS].reason is Gap.PAGINATION_STOPPED
    assert len(agora.asked) < 100


def test_short_and_empty_pages_in_the_middle_do_not_end_a_list(agora, tmp_path):
    agora.fail(Reply.json({"people": [], "next": "3"}), when=second_page, times=1)
    coverage = read(agora, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.reason, coverage.received, coverage.expected) == (Gap.DECLARED_COUNT_DIFFERS, 4, 5)
    assert coverage.notes == (Message("live.count_differs", {"n": 1, "t_list": "live.list.followers"}),)


def test_a_person_who_comes_twice_counts_once(agora, tmp_path):
    twice = {"people": [{"id": "followers-0", "name": "A"}, {"id": "followers-2", "name": "B"}], "next": "3"}
    agora.fail(Reply.json(twice), when=second_page, times=1)
    snapshot, _ = read(agora, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS] == Coverage(RecordType.CONNECTIONS, State.COMPLETE, None, 5, 5)


def test_a_pull_that_was_cut_goes_on_behind_the_last_stored_page(agora, tmp_path):
    agora.fail(Reply.json({}, 429, {"retry-after": "9000"}), when=lambda a: of(a) and a.query.get("cursor") == "4")
    _, first = read(agora, tmp_path, keep=True)
    assert first.unfinished
    agora.heal()
    agora.asked.clear()
    snapshot, _ = read(agora, tmp_path)
    assert [a.query.get("cursor") for a in agora.asked if of(a)] == ["4"]
    assert snapshot.coverage[RecordType.CONNECTIONS] == Coverage(RecordType.CONNECTIONS, State.COMPLETE, None, 5, 5)


@pytest.mark.parametrize("when", [lambda a: of(a) and a.query.get("cursor") == "4", lambda _: True])
def test_a_sign_in_that_ends_in_the_middle_loses_no_page(agora, tmp_path, when):
    agora.fail(Reply.json({}, 429, {"retry-after": "9000"}), when=lambda a: of(a) and a.query.get("cursor") == "4")
    read(agora, tmp_path, keep=True)
    agora.heal()
    agora.fail(agora.refuse(401), when=when)  # in the list, or before it
    assert read(agora, tmp_path, keep=True)[1].unfinished
    agora.heal()
    agora.asked.clear()
    snapshot, result = read(agora, tmp_path)
    assert [a.query.get("cursor") for a in agora.asked if of(a)] == ["4"]
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert not result.unfinished


@given(st.integers(0, 12))
def test_killed_at_any_request_loses_no_page_and_counts_none_twice(tmp_path_factory, at):
    folder = tmp_path_factory.mktemp("killed")

    class Killed(BaseException):
        pass

    with Agora(9, 4) as agora:
        count = 0

        def step(*_: object) -> None:
            nonlocal count
            count += 1
            if count == at:
                raise Killed

        with suppress(Killed):
            read(agora, folder, keep=True, step=step)
        snapshot, _ = read(agora, folder)
    assert len(snapshot.connections) == 13
    assert snapshot.coverage[RecordType.CONNECTIONS] == Coverage(RecordType.CONNECTIONS, State.COMPLETE, None, 9, 9)


def test_what_pages_tell_but_people_is_kept_over_a_cut_and_is_progress(agora, tmp_path, monkeypatch):
    page = AgoraSession.page

    def telling(self, listing, cursor):
        found = page(self, listing, cursor)
        return replace(found, facts={f"at {cursor}": {"messages": len(found.records)}})

    class Gathering(AgoraLive):
        def gather(self, facts, whole):
            kept = {name: list(each) for name, each in facts.items()}
            traffic = Traffic(State.COMPLETE if whole else State.PARTIAL, sum(f["messages"] for f in kept["followers"]))
            return traffic, (Message("said", {"n": len(kept["followers"])}),)

    monkeypatch.setattr(AgoraSession, "page", telling)
    agora.fail(agora.refuse(500), when=second_page)
    snapshot, _ = pulled(Gathering(), ACCESS, agora, tmp_path, keep=True)
    assert snapshot.traffic == Traffic(State.PARTIAL, 2)
    agora.heal()
    snapshot, _ = pulled(Gathering(), ACCESS, agora, tmp_path)
    assert snapshot.traffic == Traffic(State.COMPLETE, 5)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.notes) == (State.COMPLETE, (Message("said", {"n": 3}),))


def test_pages_with_nobody_new_but_new_facts_go_on(tmp_path):
    class Quiet:
        def about(self) -> About:
            return About(Profile("me"), coverage=(Coverage(RecordType.PROFILE, State.COMPLETE, received=1),))

        def page(self, listing: Listing, cursor: str | None) -> Page:
            number = int(cursor or 0) + 1
            return Page([], str(number) if number < 60 else None, facts={str(number): {}})

    with Journal(tmp_path / "j") as journal:
        result = pull.pull(AgoraLive(), Quiet(), journal, lambda *_: None)
    assert result.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_another_protocol_connects_by_the_same_rules(agora):
    port = int(agora.base.rpartition(":")[2])
    with http_to(agora, (f"127.0.0.1:{port}", f"10.0.0.8:{port}", "api.agora.example")) as http:
        for url in (agora.base, "https://api.agora.example:443"):  # where the environment sends it
            made = http.connect(url)
            made.sendall(b"GET /nothing HTTP/1.0\r\n\r\n")
            assert made.recv(4) == b"HTTP"
        for url, said in (
            ("https://elsewhere.example:993", "elsewhere"),
            (f"https://10.0.0.8:{port}", "elsewhere"),
            (f"http://10.0.0.8:{port}", "elsewhere"),
        ):
            with pytest.raises(pull.Refusal) as refused:
                http.connect(url)
            assert refused.value.note.id == f"live.{said}"
        with pytest.raises(ssl.SSLError):
            http.connect(f"https://127.0.0.1:{port}")
        closed: list[str] = []
        http.on_leaving(lambda: closed.append("closed"))
    assert closed == ["closed"]
    assert made.fileno() == -1
    with http_to(None, ("127.0.0.1:1",)) as http, pytest.raises(pull.Refusal) as refused:
        http.connect("http://127.0.0.1:1")
    assert (refused.value.note.id, refused.value.passing) == ("live.unreachable", True)


def test_a_list_the_account_does_not_have_is_neither_read_nor_spoken_of(agora, tmp_path, monkeypatch):
    about = AgoraSession.about
    monkeypatch.setattr(AgoraSession, "about", lambda self: replace(about(self), absent=frozenset({"followers"})))
    agora.people["requests"] = 0
    snapshot, _ = read(agora, tmp_path)
    assert not [a for a in agora.asked if of(a)]
    assert snapshot.coverage[RecordType.CONNECTIONS] == Coverage(RecordType.CONNECTIONS, State.NONE, Gap.NOT_OFFERED)
    assert snapshot.coverage[RecordType.REQUESTS].state is State.COMPLETE


def test_a_wait_that_a_body_asks_for_is_kept_unless_it_is_too_long(agora):
    clock = FakeClock()
    with http_to(agora, ("api.agora.example",), clock=clock, patience=60) as http:
        assert http.pause(40)
        http.get("https://api.agora.example/me")
        assert clock.slept == 40
        assert not http.pause(61)
        http.get("https://api.agora.example/me")
        assert clock.slept == 40


def test_what_costs_money_is_asked_for_first(agora, tmp_path, monkeypatch):
    about = AgoraSession.about
    cost = Message("x.cost", {"dollars": "8.00"})
    monkeypatch.setattr(AgoraSession, "about", lambda self: replace(about(self), cost=cost))
    asked: list[Message] = []
    snapshot, _ = read(agora, tmp_path, agree=lambda message: bool(asked.append(message)))
    assert asked == [cost]
    assert not [a for a in agora.asked if of(a)]
    assert snapshot.coverage[RecordType.CONNECTIONS].reason is Gap.PLAN_TIER


def test_no_token_and_no_name_in_any_log(agora, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    agora.fail(agora.refuse(500), when=second_page)
    _, result = read(agora, tmp_path)
    text = caplog.text + repr(ACCESS) + "".join(map(str, result.refused)) + "".join(map(repr, result.refused))
    assert SECRET not in text
    assert "rivera" not in text
    assert "Quimbleton" not in text


def test_the_snapshot_is_the_one_an_export_with_the_same_people_gives(tmp_path):
    person = Connection((Kind.FOLLOWER,), (Place("followers", "1"),), "Ana “A” Ruiz\n", platform_id="1")
    again = replace(person, kinds=(Kind.FOLLOWING,), places=(Place("following", "1"),))
    lost = Unreadable(Place("followers", "2"), Message("x"))
    with Journal(tmp_path / "j") as journal:
        journal.store("followers", 0, [person, lost], None, 0)
        journal.store("following", 1, [again], None, 0)
        about = About(Profile("me"), coverage=(Coverage(RecordType.PROFILE, State.COMPLETE, received=1),))
        coverage = {r: Coverage(r, State.COMPLETE) for r in RecordType}
        file = io.StringIO()
        pull.write(AgoraLive(), pull.Pulled(about, coverage, ()), journal, file)
    records = [about.profile, person, again, lost, *coverage.values()]
    expected = assemble("other", SourceKind.LIVE, AgoraLive.yields, records)
    written = json.loads(file.getvalue())
    expected = replace(expected, coverage=coverage, sha256=written["sha256"])
    wanted = json.loads(snapshot_json.dump(expected))
    del written["taken_at"], wanted["taken_at"]
    assert written == wanted


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_people(tmp_path):
    class Endless:
        def __init__(self, people: int) -> None:
            self.people = people

        def about(self) -> About:
            return About(Profile("me"), coverage=(Coverage(RecordType.PROFILE, State.COMPLETE, received=1),))

        def page(self, listing: Listing, cursor: str | None) -> Page:
            start = int(cursor or 0)
            end = min(start + 1000, self.people)
            place = (Place(listing.name, "item"),)
            return Page(
                [Connection((listing.kind,), place, "Somebody", platform_id=str(n)) for n in range(start, end)],
                str(end) if end < self.people else None,
            )

    def peak(people: int) -> int:
        tracemalloc.start()
        with Journal(tmp_path / f"{people}") as journal, (tmp_path / "out").open("w") as file:
            result = pull.pull(AgoraLive(), Endless(people), journal, lambda *_: None)
            pull.write(AgoraLive(), result, journal, file)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    small = peak(2_000)
    assert peak(40_000) < small * 1.5 + 1_000_000


def test_consent_is_asked_for_as_the_standards_say_unless_a_platform_differs():
    consent = Consent(Way.CODE)
    assert (consent.client, consent.separator, consent.pkce) == ("client_id", " ", "base64url")


def test_an_address_elsewhere_and_one_inside_the_network_are_refused(agora):
    with http_to(agora, ("api.agora.example", "10.0.0.8", "127.0.0.1:1")) as http:
        for url in (
            "https://other.example/", "http://api.agora.example.evil.example/", "https://10.0.0.8/", "https://[bad/",
            "ftp://api.agora.example/", "https://u:p@api.agora.example/", "https://[::1]/", "https://api.agora.example:x/",
            "https://api.agora.example/\x00", "https://xn--/", "https://\ud800/", "https://" + "x" * 70_000, "",
        ):  # fmt: skip
            with pytest.raises(pull.Refusal) as refused:
                http.get(url)
            assert refused.value.note.id == "live.elsewhere"


def test_a_host_that_is_admitted_may_be_asked_and_the_network_inside_still_may_not(agora):
    with http_to(agora, ()) as http:
        with pytest.raises(pull.Refusal):
            http.get("https://api.agora.example/me")
        http.admit("https://API.agora.example/xrpc")
        assert http.get("https://api.agora.example/me").status == 401
        http.admit("https://10.0.0.8/")
        with pytest.raises(pull.Refusal) as refused:
            http.get("https://10.0.0.8/")
        assert refused.value.note.id == "live.elsewhere"


def test_a_library_can_ask_what_the_headers_of_its_error_say(agora):
    clock = FakeClock()
    with http_to(agora, (), clock=clock) as http:
        assert http.until({"retry-after": "90"}).timestamp() == clock.time + 90
        assert http.until({}) is None


def test_each_attempt_is_signed_anew_and_another_host_gets_no_signature(agora):
    signed: list[str] = []

    def sign(method: str, url: str) -> dict[str, str]:
        signed.append(f"{method} {url}")
        return {"authorization": f"Nonce {len(signed)}"}

    elsewhere = Reply(302, headers={"location": "https://other.example/me?a=1"})
    agora.hosts = ("api.agora.example", "other.example")
    agora.fail(Reply.json({}, 503), times=2)
    agora.fail(elsewhere, times=1)
    with http_to(agora, agora.hosts) as http:
        http.get("https://api.agora.example/me", params={"a": "b c"}, sign=sign)
    assert [asked.headers.get("authorization") for asked in agora.asked] == ["Nonce 1", "Nonce 2", "Nonce 3", None]
    assert set(signed) == {"GET https://api.agora.example/me?a=b+c"}
