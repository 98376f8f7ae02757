"""Where a request may go: only to the hosts a connector names, and never into the district's own network.

An address that came from data (the next page, a link) is followed only on those hosts. Names are resolved here and the
connection is made to the very address that was checked, so that a name that answers twice differently gains nothing.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import httpcore

from connectors.model import Gap
from connectors.refusal import Refusal, refusal

LOOPBACK = "AUDITOR_LOOPBACK"
"""Environment: `1` lets requests go to this computer. For tests and trials alone."""
ROUTES = "AUDITOR_ROUTES"
"""Environment, together with `LOOPBACK`: `api.example=http://127.0.0.1:8080 ...` sends a host's requests there."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts one connector may reach."""

    names: frozenset[str]
    loopback: bool = False
    routes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, names: Iterable[str]) -> Hosts:
        """Some hosts (`example.org`, with a port where it is not the usual one), and what the environment adds."""
        loopback = os.environ.get(LOOPBACK) == "1"
        pairs = (pair.partition("=") for pair in os.environ.get(ROUTES, "").split() if loopback)
        return cls(frozenset(map(str.lower, names)), loopback, {host.lower(): base for host, _, base in pairs})

    def check(self, url: str) -> str:
        """The address to ask for `url`: itself, or where the environment sends its host.

        Raises `Refusal` for another host, another scheme than https, and an address with a password in it.
        """
        try:
            parts = urlsplit(url)
            host = _host(parts.hostname or "", parts.port, parts.scheme)
        except ValueError:
            raise elsewhere() from None
        if host not in self.names or parts.username is not None or parts.scheme not in ("https", "http"):
            raise elsewhere()
        if host in self.routes:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            return self.routes[host].rstrip("/") + (path or "/")
        if parts.scheme != "https" and not (self.loopback and is_here(parts.hostname or "")):
            raise elsewhere()
        return url

    def named(self, url: str) -> str:
        """An address with the host that is asked for, for a server that names itself by where it really is."""
        for host, base in self.routes.items():
            if url == base or url.startswith(f"{base}/"):
                return f"https://{host}{url.removeprefix(base)}"
        return url

    def allows(self, address: str) -> bool:
        """Whether a connection to this IP address may be made."""
        ip = ipaddress.ip_address(address)
        if isinstance(ip, ipaddress.IPv6Address):
            if ip in _LOCAL_NAT64:
                return False
            ip = _inside(ip) or ip
        return (ip.is_global and not ip.is_multicast) or (self.loopback and ip.is_loopback)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, where it stands for one (RFC 4291, 3056, 4380, 6052)."""
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def host_of(url: str) -> str:
    """The host of an address, with its port where that is not the usual one; "" where there is none."""
    try:
        parts = urlsplit(url)
        return _host(parts.hostname or "", parts.port, parts.scheme)
    except ValueError:
        return ""


def is_here(host: str) -> bool:
    """Whether a host is this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def elsewhere() -> Refusal:
    """The refusal of an address that is none of the account's."""
    return refusal(Gap.PAGINATION_STOPPED, "elsewhere")


def _host(name: str, port: int | None, scheme: str) -> str:
    usual = {"https": 443, "http": 80}.get(scheme)
    return name.lower() if port in (None, usual) else f"{name.lower()}:{port}"


class GuardedBackend(httpcore.SyncBackend):
    """Makes connections to checked addresses only."""

    def __init__(self, hosts: Hosts, left: Callable[[], float] | None = None) -> None:
        """`left`: seconds that are left for what is being asked; none bounds it where there is no such."""
        self._hosts, self._left = hosts, left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, connect. Raises `Refusal` where every address is private, link-local or not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):  # its words hold the name
            raise httpcore.ConnectError("no such host") from None
        allowed = [str(info[4][0]) for info in found if self._hosts.allows(str(info[4][0]).partition("%")[0])]
        if not allowed:
            raise elsewhere()
        failed: Exception | None = None
        for address in dict.fromkeys(allowed):
            try:
                wait = timeout if self._left is None else bounded(timeout, self._left)
                made = super().connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:  # the next one may answer: IPv4 behind IPv6
                failed = e
            else:
                return made if self._left is None else _Bounded(made, self._left)
        raise failed or httpcore.ConnectError("no address")


def bounded(timeout: float | None, left: Callable[[], float]) -> float:
    """The shorter of a timeout and what is left. Raises `Refusal` where nothing is."""
    seconds = left()
    if seconds <= 0:
        raise refusal(Gap.PAGINATION_STOPPED, "too_slow", passing=True)
    return seconds if timeout is None else min(timeout, seconds)


class _Bounded(httpcore.NetworkStream):
    """A connection on which no answer lasts longer than what is left, however it drips."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream, self._left = stream, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, bounded(timeout, self._left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, bounded(timeout, self._left))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        made = self._stream.start_tls(ssl_context, server_hostname, bounded(timeout, self._left))
        return _Bounded(made, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
