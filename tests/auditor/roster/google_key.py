"""A service account of the invented district: its key file, and a Workspace domain that knows it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from auditor.roster.live.service_key import ServiceKey
from auditor.roster.live.source import Source, SourceKind
from tests.auditor.roster import live_district as district
from tests.emulators.google_workspace import TOKEN_URL, GoogleWorkspace, Service

EMAIL = "roster@harbor-falls-4711.iam.gserviceaccount.com"
ADMIN = "ithorp@harborfalls.example"
KEY_ID = "4711abcdef"


@cache
def key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key; another number, another key."""
    return rsa.generate_private_key(65537, bits)


def pem(private: Any, password: bytes | None = None) -> str:
    """A private key as it stands in a key file."""
    hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    text: bytes = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden)
    return text.decode()


def body(**changes: Any) -> dict[str, Any]:
    """A key file's content; a change to None leaves a member out."""
    usual = {
        "type": "service_account", "project_id": "harbor-falls-4711", "private_key_id": KEY_ID,
        "private_key": pem(key()), "client_email": EMAIL, "client_id": "104711047110471104711",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": TOKEN_URL,
    }  # fmt: skip
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def write(folder: Path, text: str | None = None, *, lines: str = "", subject: str | None = ADMIN) -> Path:
    """auditor.toml with a key file beside it."""
    file = folder / "key.json"
    file.write_text(json.dumps(body(), indent=2) if text is None else text, encoding="utf-8")
    file.chmod(0o600)
    whom = f'subject = "{subject}"\n' if subject is not None else ""
    path = folder / "auditor.toml"
    path.write_text(
        f'[roster_source]\nkind = "google"\nsecret_file = "key.json"\n{whom}'
        f'classroom_url = "https://classroom.googleapis.com"\n{lines}'
    )
    return path


def source(private: rsa.RSAPrivateKey | None = None, subject: str = ADMIN) -> Source:
    """The same as a checked section."""
    return Source(
        SourceKind.GOOGLE,
        "https://admin.googleapis.com",
        "",
        token_url=TOKEN_URL,
        auth="service_account",
        classroom_url="https://classroom.googleapis.com",
        subject=subject,
        key=ServiceKey(EMAIL, KEY_ID, TOKEN_URL, private or key()),
    )


def workspace(**data: Any) -> GoogleWorkspace:
    """The district's domain, which has delegated to the service account everything that is read."""
    domain = GoogleWorkspace(**{**district.google(), **data}, token="none-was-given")
    domain.services[EMAIL] = Service({KEY_ID: key().public_key()})
    domain.admins = {ADMIN}
    return domain
