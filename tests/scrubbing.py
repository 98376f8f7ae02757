"""Taking out of a recording what must not be in it: tokens, passwords, cookies, real addresses, names of servers.

Everything here does nothing to what it was done to before, because recordings go through it when they are read, too.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

SCRUBBED = "scrubbed"
_LAST_SECOND = 4_102_444_800
"""The year 2100: a library that looks at a token before it sends it has to take it for a good one."""
_JWT = re.compile(r"eyJ[\w-]+\.(?P<claims>[\w-]+)\.(?P<signature>[\w-]*)")
_IN_BODIES = (
    "access_token|refresh_token|id_token|client_secret|client_id|code_verifier|password|appPassword|token|secret|"
    "accessJwt|refreshJwt|appsecret_proof|oauth_token|oauth_token_secret|_wpnonce|logintoken|csrftoken|lgpassword|lgtoken"
)
_IN_ADDRESSES = f"{_IN_BODIES}|code|key|api_key|nonce"
"""In an answer these words can also mean something else: `code` is WordPress's word for an error."""
_JSON = re.compile(rf'("(?:{_IN_BODIES})"\s*:\s*")((?:[^"\\]|\\.)*)(")')
_QUERY = re.compile(rf"((?:^|[?&]|\\u0026|&amp;)(?:{_IN_ADDRESSES})=)([^&\s\"'\\<>]*)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_INVENTED = (".test", ".example")
"""The ends of addresses that can be nobody's (RFC 2606)."""
_KEPT = frozenset({"accept", "content-type", "user-agent"})
"""Headers of a request that say something and no secret."""
_DROPPED = frozenset(
    {
        "set-cookie", "connection", "keep-alive", "transfer-encoding", "content-encoding", "content-length", "etag",
        "server", "x-powered-by", "x-request-id", "x-runtime", "report-to", "nel",
    }
)  # fmt: skip
"""Headers of an answer that say nothing, no longer hold, or are secret."""

LEAKS: Mapping[str, re.Pattern[str]] = {
    "a JWT": re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.(?!c2NydWJiZWQ\b)[\w-]+"),
    "a bearer token": re.compile(r"(?i)\b(?:bearer|basic|dpop)\s+(?!realm|error|scrubbed)[\w./+=-]{8,}"),
    "a token in JSON": re.compile(rf'"(?:{_IN_BODIES})"\s*:\s*"(?!{SCRUBBED}|eyJ|")'),
    "a token in a query": re.compile(rf"[?&](?:{_IN_ADDRESSES})=(?!{SCRUBBED}|eyJ)[^&\s\"']"),
    "a cookie": re.compile(r"(?im)^\s*(?:set-)?cookie\b"),
    "an app password": re.compile(r"(?<![\w-])(?:[a-z0-9]{4}(?:-[a-z0-9]{4}){3}|\w{4}(?: \w{4}){5})(?![\w-])"),
    "a token of a known form": re.compile(
        r"\b(?:EAA[A-Za-z0-9]{20}|ya29\.|gh[pousr]_\w{20}|xox[abp]-|AIza[\w-]{30}|THAA\w{20})"
    ),
    "a place on this computer": re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\]):\d+|/(?:home|root|tmp|work)/"),
}  # fmt: skip
"""What no recording may hold, by what it is called."""


def text(value: str, names: Mapping[str, str], secrets: Sequence[str]) -> str:
    """Without secrets, and with stable names: `names` maps an address on loopback to the address that stands for it."""
    for secret in secrets:
        if secret:
            value = value.replace(secret, SCRUBBED).replace(quote(secret, safe=""), SCRUBBED)
    for base, stable in names.items():
        for here in _spellings(base):
            value = value.replace(here, stable).replace(quote(here, safe=""), quote(stable, safe=""))
            value = value.replace(here.partition("://")[2], stable.partition("://")[2])
    value = _JWT.sub(_jwt, value)
    value = _JSON.sub(lambda found: _kept(found[1], found[2], found[3]), value)
    value = _QUERY.sub(lambda found: _kept(found[1], found[2], ""), value)
    return _EMAIL.sub(lambda found: found[0] if is_invented(found[0]) else f"{SCRUBBED}@person.example", value)


def is_invented(address: str) -> bool:
    """Whether an e-mail address can be nobody's."""
    return address.lower().endswith(_INVENTED)


def emails(value: str) -> list[str]:
    """The e-mail addresses in a text."""
    return _EMAIL.findall(value)


def request_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request that may be kept."""
    return {name: value for name, value in headers.items() if name.lower() in _KEPT}


def keeps(header: str) -> bool:
    """Whether a header of an answer may be kept."""
    return header.lower() not in _DROPPED


def _spellings(base: str) -> tuple[str, str]:
    return base.replace("localhost", "127.0.0.1"), base.replace("127.0.0.1", "localhost")


def _kept(before: str, secret: str, after: str) -> str:
    """A secret is replaced as a whole; a JWT was made harmless before and still has to be readable."""
    return before + (secret if _JWT.fullmatch(secret) or not secret else SCRUBBED) + after


def _jwt(found: re.Match[str]) -> str:
    """A token that reads as the one it stands for, but is signed by nobody and ends in the year 2100."""
    try:
        claims = json.loads(_decode(found["claims"]))
        head = json.loads(_decode(found[0].partition(".")[0]))
    except ValueError:
        return SCRUBBED
    if not isinstance(claims, dict) or not isinstance(head, dict):
        return SCRUBBED
    kept = {name: claims[name] for name in ("scope", "sub", "aud", "iss") if name in claims} | {"exp": _LAST_SECOND}
    parts = (json.dumps({"typ": head.get("typ", "JWT"), "alg": "none"}), json.dumps(kept), SCRUBBED)
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
