"""What every request is held to: waits, addresses, sizes, silence."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import bridge, http, throttle
from connectors.addresses import LOOPBACK, ROUTES, GuardedBackend, Hosts, host_of
from connectors.http import Http
from connectors.model import Gap
from connectors.refusal import Refusal
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.base import Asked, Emulator, Reply

NOW = 1_795_000_000.0
DATE = "Wed, 18 Nov 2026 11:06:40 GMT"


class Echo(Emulator):
    hosts = ("api.example",)

    def answer(self, asked: Asked) -> Reply:
        return Reply.json({"path": asked.path, "host": asked.host, "agent": asked.headers.get("user-agent", "")})


@pytest.fixture
def echo():
    with Echo() as emulator:
        yield emulator


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": DATE}, 0),
        ({"retry-after": "Wed, 18 Nov 2026 11:08:40 GMT"}, 120),
        ({"x-rate-limit-reset": "1795000060"}, 60),
        ({"x-rate-limit-reset": "1795000060", "date": "Wed, 18 Nov 2026 11:07:10 GMT"}, 30),
        ({"x-ratelimit-reset": "2026-11-18T11:07:40.000Z"}, 60),
        ({"ratelimit-reset": "17"}, 17),
        ({"ratelimit-reset": "1794999000"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"x-rate-limit-reset": "1e300"}, throttle.LONGEST),
    ],
)
def test_how_long_to_wait_is_read_from_every_platforms_headers(headers, seconds):
    assert throttle.wait_of(headers, NOW) == seconds


@given(st.dictionaries(st.sampled_from(["retry-after", "x-rate-limit-reset", "ratelimit-reset", "date"]), st.text()))
def test_no_header_breaks_anything_or_waits_for_ever(headers):
    wait = throttle.wait_of(headers, NOW)
    assert wait is None or 0 <= wait <= throttle.LONGEST


def test_a_request_says_who_we_are_and_goes_where_the_environment_sends_it(echo, monkeypatch):
    monkeypatch.setenv(LOOPBACK, "1")
    monkeypatch.setenv(ROUTES, echo.routes)
    with Http(Hosts.of(["API.example"])) as client:
        said = client.get("https://api.example/a/b", params={"c": "d"}).json()
    assert said == {"path": "/a/b", "host": "api.example", "agent": http.AGENT}


def test_without_the_switch_no_route_and_no_loopback(echo, monkeypatch):
    monkeypatch.delenv(LOOPBACK, raising=False)
    monkeypatch.setenv(ROUTES, echo.routes)
    hosts = Hosts.of(["127.0.0.1", "localhost", host_of(echo.base)])
    assert not hosts.routes
    with Http(hosts, clock=FakeClock()) as client:
        for url in (echo.base, "https://localhost/", "https://127.0.0.1/"):
            with pytest.raises(Refusal):
                client.get(url)
    assert not echo.asked


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "127.0.0.1", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b:1::1", "64:ff9b::a00:1",
     "2002:a00:1::1", "ff02::1"],
)  # fmt: skip
def test_no_connection_into_the_districts_own_network(address, monkeypatch):
    """Also where a public name points there: what is checked is the address that is connected to."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refusal) as refused:
        GuardedBackend(Hosts(frozenset({"innocent.example"}))).connect_tcp("innocent.example", 443)
    assert refused.value.note.id == "live.elsewhere"


def test_public_addresses_are_allowed():
    hosts = Hosts(frozenset())
    assert hosts.allows("93.184.216.34")
    assert hosts.allows("2606:2800:220:1:248:1893:25c8:1946")


def test_an_answer_that_is_too_large_is_not_read_to_its_end(echo, monkeypatch):
    monkeypatch.setattr(http, "LARGEST", 1000)
    echo.fail(Reply(body=b"x" * 100_000))
    with http_to(echo, ("api.example",)) as client, pytest.raises(Refusal) as refused:
        client.get("https://api.example/")
    assert (refused.value.gap, refused.value.note.id) == (Gap.DAMAGED, "live.too_large")


def test_an_answer_that_drips_is_given_up(echo, monkeypatch):
    clock = FakeClock()
    echo.fail(Reply(body=b"x" * 500_000))
    advance = clock.now

    def hurried() -> float:
        clock.time += 50
        return advance()

    monkeypatch.setattr(clock, "now", hurried)
    with http_to(echo, ("api.example",), clock=clock) as client, pytest.raises(Refusal) as refused:
        client.get("https://api.example/")
    assert refused.value.note.id == "live.too_slow"


def test_what_changes_something_is_never_sent_twice(echo):
    echo.fail(Reply.json({}, 503))
    with http_to(echo, ("api.example",)) as client:
        assert client.send("POST", "https://api.example/", json={"a": 1}).status == 503
    assert len(echo.asked) == 1


def test_requests_keep_a_polite_distance(echo):
    clock = FakeClock()
    with http_to(echo, ("api.example",), clock=clock, spacing=0.25) as client:
        for _ in range(5):
            client.get("https://api.example/")
    assert clock.slept == pytest.approx(1.0)


def test_a_token_does_not_follow_a_redirect_to_another_host(echo):
    with Echo() as other:
        other.hosts = ("other.example",)
        echo.fail(Reply(301, headers={"location": "https://other.example/x"}))
        hosts = Hosts(
            frozenset({"api.example", "other.example"}), True, {"api.example": echo.base, "other.example": other.base}
        )
        with Http(hosts, clock=FakeClock()) as client:
            assert client.get("https://api.example/", headers={"authorization": "Bearer t"}).status == 200
    assert "authorization" in echo.asked[0].headers
    assert "authorization" not in other.asked[0].headers


def test_libraries_on_requests_go_the_same_way(echo):
    echo.fail(Reply.json({}, 500), times=1)
    with http_to(echo, ("api.example",)) as client, bridge.session(client) as session:
        answer = session.get("https://api.example/p", params={"q": "ü"}, timeout=3)
        assert answer.json()["agent"] == http.AGENT
        assert answer.status_code == 200
        with pytest.raises(Refusal):
            session.get("https://elsewhere.example/")
    assert echo.asked[-1].query == {"q": "ü"}


def test_libraries_on_httpx_go_the_same_way(echo):
    import httpx

    with http_to(echo, ("api.example",)) as client, httpx.Client(transport=client.for_httpx()) as library:
        assert library.post("https://api.example/p", json={}).json()["path"] == "/p"
        with pytest.raises(Refusal):
            library.get("https://elsewhere.example/")


@given(st.text())
def test_no_address_breaks_the_guard(url):
    try:
        Hosts(frozenset({"api.example"})).check(url)
    except Refusal:
        pass
    else:
        assert host_of(url) == "api.example"


def test_a_server_that_is_reached_elsewhere_keeps_its_cookies_and_its_name(echo):
    echo.fail(Reply(302, headers={"location": f"{echo.base}/onward", "set-cookie": "a=b; path=/"}), times=1)
    with http_to(echo, ("api.example",)) as client:
        assert client.get("https://api.example/").json()["path"] == "/onward"
        client.get("https://api.example/again")
    assert [asked.headers.get("cookie") for asked in echo.asked] == [None, "a=b", "a=b"]
