"""What every request is held to: waits, addresses, sizes, silence."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from contextlib import suppress

import httpcore
import httpx
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


@pytest.mark.parametrize("packed", ["br", "zstd", "gzip, gzip", "gzip,deflate", "GZIP , br"])
def test_an_answer_that_could_unpack_to_any_size_is_not_unpacked(echo, packed):
    echo.fail(Reply(body=b"\0" * 100, headers={"content-encoding": packed}))
    with http_to(echo, ("api.example",)) as client:
        with pytest.raises(Refusal) as refused:
            client.get("https://api.example/")
        with httpx.Client(transport=client.for_httpx()) as library, pytest.raises(Refusal):
            library.get("https://api.example/")
    assert (refused.value.gap, refused.value.passing) == (Gap.DAMAGED, False)
    assert {asked.headers["accept-encoding"] for asked in echo.asked} == {"gzip, deflate"}


def test_a_small_brotli_answer_does_not_fill_the_memory(echo):
    brotli = pytest.importorskip("brotli")
    echo.fail(Reply(body=brotli.compress(bytes(100 << 20), quality=1), headers={"content-encoding": "br"}))
    with http_to(echo, ("api.example",)) as client:
        tracemalloc.start()
        with suppress(Refusal):
            client.get("https://api.example/")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 32 << 20


@pytest.mark.parametrize("packed", ["gzip", "GZip", "identity"])
def test_an_answer_may_be_packed(echo, packed):
    body = gzip.compress(b"{}") if packed.lower() == "gzip" else b"{}"
    echo.fail(Reply(body=body, headers={"content-encoding": packed}))
    with http_to(echo, ("api.example",)) as client:
        assert client.get("https://api.example/").json() == {}


@pytest.mark.parametrize(
    ("first", "dripped"),
    [(b"", b"x"), (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), (b"HTTP/1.1 200 OK\r\n", b"a: b\r\n"),
     (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0", b"name")],
    ids=["status line", "early hints", "headers", "a packed file's name"],
)  # fmt: skip
def test_an_answer_that_never_begins_is_given_up(first, dripped, monkeypatch):
    """Nothing of it reaches whoever counts the bytes of a body."""
    monkeypatch.setattr(http, "WHOLE", 0.5)
    monkeypatch.setattr(http, "ATTEMPTS", 1)
    ended = threading.Event()

    def drip(listening: socket.socket) -> None:
        made, _ = listening.accept()
        with made, suppress(OSError):
            made.recv(10_000)
            made.sendall(first)
            while not ended.wait(0.05):
                made.sendall(dripped)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip, args=(listening,), daemon=True).start()
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        started = time.monotonic()
        hosts = Hosts(frozenset({"api.example"}), True, {"api.example": base})
        with Http(hosts) as client, pytest.raises(Refusal) as refused:
            client.get("https://api.example/")
        ended.set()
    assert (refused.value.note.id, refused.value.passing) == ("live.too_slow", True)
    assert time.monotonic() - started < 5


def test_an_address_that_does_not_answer_is_passed_over_for_one_that_does(monkeypatch):
    """As with IPv6 that leads nowhere: the address before it times out, and is not refused."""
    tried: list[str] = []

    def connect(_self: object, host: str, *_: object) -> str:
        tried.append(host)
        if ":" in host:
            raise httpcore.ConnectTimeout
        return "connected"

    found = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606:4700::1", 443)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    assert GuardedBackend(Hosts(frozenset())).connect_tcp("api.example", 443) == "connected"
    assert tried == ["2606:4700::1", "1.1.1.1"]


def test_a_name_that_is_none_is_not_reached_and_not_a_crash():
    name = f"{'a' * 70}.example"
    with http_to(None, (name, f"{name}:993")) as client:
        for ask in (client.get, client.connect):
            with pytest.raises(Refusal) as refused:
                ask(f"https://{name}:993/" if ask == client.connect else f"https://{name}/")
            assert refused.value.note.id == "live.unreachable"


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


def test_a_limit_that_is_used_up_for_long_is_not_waited_for_in_vain(echo):
    """It may be that of one address alone; where it is not, the next answer says so at once."""
    clock = FakeClock()
    echo.fail(Reply.json({}, headers={"x-rate-limit-remaining": "0", "x-rate-limit-reset": "86400"}), times=1)
    with http_to(echo, ("api.example",), clock=clock) as client:
        client.get("https://api.example/me")
        client.get("https://api.example/followers")
    assert clock.slept == 0


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
