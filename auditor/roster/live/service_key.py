"""The key file of a Google service account, and what is signed with it.

The file is the JSON that the Cloud console gives out once, when a key is made
(cloud.google.com/iam/docs/keys-create-delete). The signed text is a JSON Web Token, RS256 (RFC 7515, RFC 7518 3.3), as
developers.google.com/identity/protocols/oauth2/service-account asks for under "HTTP/REST" (read in November 2026).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from auditor.errors import ConfigError
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json

_KIND = "service_account"
_WORD = r"[!-~]+"
_NEEDED = {"client_email": _WORD, "private_key": r"[ -~\r\n]+", "private_key_id": _WORD, "token_uri": _WORD}
_SHORTEST = 2048
"""Bits of a key. Google makes none that are shorter."""


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A service account's key, checked."""

    email: str
    id: str
    token_url: str
    private: RSAPrivateKey = field(repr=False)

    def signed(self, claims: Mapping[str, Json]) -> str:
        """The claims as a token that this key vouches for."""
        head = {"alg": "RS256", "typ": "JWT", "kid": self.id}
        text = f"{_packed(json.dumps(head).encode())}.{_packed(json.dumps(claims).encode())}"
        return f"{text}.{_packed(self.private.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


def read(text: str, file: Path) -> ServiceKey:
    """The key in a file's text. Raises `ConfigError` naming what is missing or wrong, and never what is there."""
    body = _json(text)
    if body is None:
        raise ConfigError(f"{file}: the key file is damaged (no JSON). Copy it anew, or have a new key made.")
    if body.get("type") != _KIND:
        raise ConfigError(
            f"{file}: this is JSON, but not the key of a service account (type: {_KIND}). In the Cloud console, open "
            "the service account, then Keys, Add key, JSON, and take that file."
        )
    missing = [name for name, shape in _NEEDED.items() if not _is(body.get(name), shape)]
    if missing:
        raise ConfigError(
            f"{file}: the key file is damaged: {', '.join(missing)} is missing or no text. Copy it anew, or have a new "
            "key made."
        )
    private = _private(str(body["private_key"]))
    if private is None:
        raise ConfigError(
            f"{file}: the key file is damaged: private_key is no RSA key of at least {_SHORTEST} bits, unencrypted. "
            "Copy it anew, or have a new key made."
        )
    return ServiceKey(str(body["client_email"]), str(body["private_key_id"]), str(body["token_uri"]), private)


def _is(value: Json, shape: str) -> bool:
    return isinstance(value, str) and re.fullmatch(shape, value) is not None


# Errors of these parsers hold what they could not read: they end here, and nothing is raised from them.


def _json(text: str) -> dict[str, Json] | None:
    try:
        body = parse_json(text, "")
    except MemberDamaged:
        return None
    return body if isinstance(body, dict) else None


def _private(pem: str) -> RSAPrivateKey | None:
    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPrivateKey) and key.key_size >= _SHORTEST else None


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
