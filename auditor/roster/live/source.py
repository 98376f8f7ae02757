"""`[roster_source]` of auditor.toml: where the roster comes from. The secret is never in that file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor import toml_file
from auditor.errors import ConfigError
from auditor.roster.live import service_key
from auditor.roster.live.service_key import ServiceKey
from connectors.addresses import host_of, is_here

SECTION = "roster_source"
SECRET = "AUDITOR_ROSTER_SECRET"  # noqa: S105 - the name of a variable
"""Environment: the client secret (OneRoster) or the token (Clever, Google)."""
_MAY_STAND_THERE = frozenset({"secret_file", "token_url"})
_GOOGLES_TOKENS = "oauth2.googleapis.com"
_SECRET_WORDS = re.compile(r"secret|password|passwd|token|credential|api_?key|bearer", re.IGNORECASE)


class SourceKind(StrEnum):
    """The interfaces a roster is read through."""

    ONEROSTER_11 = "oneroster-1.1"
    ONEROSTER_12 = "oneroster-1.2"
    CLEVER = "clever"
    GOOGLE = "google"


_USUAL = {SourceKind.CLEVER: "https://api.clever.com", SourceKind.GOOGLE: "https://admin.googleapis.com"}


class RosterSourceSection(BaseModel):
    """The section as it stands in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[SourceKind, Field(description="oneroster-1.1, oneroster-1.2, clever or google.")]
    base_url: Annotated[str, Field(description="The server's address, https only.")] = ""
    client_id: Annotated[str, Field(description="OneRoster: the client id or consumer key.")] = ""
    token_url: Annotated[str, Field(description="OAuth 2: where tokens are given out. Google: in its key file.")] = ""
    auth: Annotated[
        Literal["oauth1", "oauth2"] | None, Field(description="Default: oauth1 for 1.1, oauth2 for 1.2.")
    ] = None
    signature: Annotated[Literal["HMAC-SHA256", "HMAC-SHA1"], Field(description="How OAuth 1 requests are signed.")] = (
        "HMAC-SHA256"
    )
    secret_file: Annotated[Path | None, Field(description="A file with the secret alone, or Google's key file.")] = None
    subject: Annotated[str, Field(description="Google: the administrator whom the service account acts for.")] = ""
    classroom_url: Annotated[str, Field(description="Google: the Classroom address; empty leaves it out.")] = ""
    guardians: Annotated[bool, Field(description="Google: whether Classroom's guardians are read.")] = True
    org_units: Annotated[
        dict[str, Literal["student", "teacher", "administrator", "staff", "none"]],
        Field(description="Google: whose accounts an organizational unit holds."),
    ] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """A checked section, with the secret."""

    kind: SourceKind
    base_url: str
    secret: str = field(repr=False)
    client_id: str = ""
    token_url: str = ""
    auth: str = ""
    signature: str = "HMAC-SHA256"
    classroom_url: str = ""
    guardians: bool = True
    org_units: Mapping[str, str] = field(default_factory=dict)
    subject: str = field(default="", repr=False)
    key: ServiceKey | None = field(default=None, repr=False)
    """Google: the service account's; the secret is empty then."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that are named, and so the only ones that are reached."""
        return tuple(dict.fromkeys(map(host_of, filter(None, (self.base_url, self.token_url, self.classroom_url)))))


def _no_secret(path: Path, data: Mapping[str, Any]) -> None:
    """Raises `ConfigError` where the section holds what looks like a secret; called before anything else of it."""
    section = data.get(SECTION)
    if not isinstance(section, Mapping):
        return
    for name, value in section.items():
        if name not in _MAY_STAND_THERE and _SECRET_WORDS.search(name):
            raise ConfigError(
                f"{path}: [{SECTION}] {name}: a secret must not be in this file, which is copied and shown to people. "
                f"Take it out, have a new one made if others could read it, and give it in the environment variable "
                f"{SECRET} or in a file of its own that secret_file names."
            )
        if isinstance(value, str) and name.endswith("_url") and _odd(value):
            raise ConfigError(
                f"{path}: [{SECTION}] {name}: write the address alone, without user name, password and question mark."
            )


def _odd(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        return True


def read_toml(path: Path) -> dict[str, Any]:
    """A configuration file as it stands. Raises `ConfigError` where it cannot be read, or has a secret in it."""
    data = toml_file.read(path)
    _no_secret(path, data)
    return data


def read(path: Path, environment: Mapping[str, str] | None = None) -> Source:
    """The source that a configuration names. Raises `ConfigError` saying what is missing or wrong."""
    data = read_toml(path)
    if not isinstance(data.get(SECTION), dict):
        raise ConfigError(
            f"{path}: there is no section [{SECTION}], which says where the roster comes from. "
            "docs/rosters-over-the-network.md shows one for each kind of server."
        )
    try:
        section = RosterSourceSection.model_validate(data[SECTION])
    except ValidationError as e:
        found = "; ".join(
            f"{'.'.join(map(str, error['loc']))}: "
            + ("there is no such key" if error["type"] == "extra_forbidden" else error["msg"])
            for error in e.errors(include_input=False, include_url=False)
        )
        raise ConfigError(f"{path}: [{SECTION}] {found}. config.example.toml explains every key.") from e
    return _checked(path, section, os.environ if environment is None else environment)


def _checked(path: Path, section: RosterSourceSection, environment: Mapping[str, str]) -> Source:
    def wrong(what: str) -> ConfigError:
        return ConfigError(f"{path}: [{SECTION}] {what}")

    kind = section.kind
    base = section.base_url or _USUAL.get(kind, "")
    oneroster = kind in (SourceKind.ONEROSTER_11, SourceKind.ONEROSTER_12)
    auth = (section.auth or ("oauth1" if kind is SourceKind.ONEROSTER_11 else "oauth2")) if oneroster else "bearer"
    if not base:
        raise wrong("base_url: this key is missing. It is the address of the OneRoster server.")
    if kind is SourceKind.ONEROSTER_12 and auth == "oauth1":
        raise wrong("auth: OneRoster 1.2 knows OAuth 2 only. Take the line out, or set kind to oneroster-1.1.")
    if oneroster and not section.client_id:
        raise wrong("client_id: this key is missing. The server's administrator gives it out with the secret.")
    if auth == "oauth2" and not section.token_url:
        raise wrong("token_url: this key is missing. The server's documentation calls it the token endpoint.")
    for name, url in (("base_url", base), ("token_url", section.token_url), ("classroom_url", section.classroom_url)):
        if url and not _https(url):
            raise wrong(f"{name}: this is no https address. People's data and a secret go nowhere else.")
    secret = _secret(path, section, environment)
    google = kind is SourceKind.GOOGLE
    key = _key(path, section, secret) if google and secret.startswith("{") else None
    if google and key is None and section.subject:
        raise wrong("subject: it goes with a service account's key file, and the secret is a token. Take one out.")
    return Source(
        kind,
        base.rstrip("/"),
        "" if key else secret,
        section.client_id,
        key.token_url if key else section.token_url,
        "service_account" if key else auth,
        section.signature,
        section.classroom_url.rstrip("/"),
        section.guardians,
        section.org_units,
        section.subject if key else "",
        key,
    )


def _key(path: Path, section: RosterSourceSection, text: str) -> ServiceKey:
    file = path.parent / (section.secret_file or "")
    key = service_key.read(text, file)
    hosts = {_GOOGLES_TOKENS, host_of(section.token_url)}  # another one is named by trials alone
    if _odd(key.token_url) or not _https(key.token_url) or host_of(key.token_url) not in hosts:
        raise ConfigError(
            f"{file}: token_uri is no address on {_GOOGLES_TOKENS}, and nothing is sent elsewhere. Have a new key made."
        )
    if not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", section.subject):
        raise ConfigError(
            f"{path}: [{SECTION}] subject: write the e-mail address of an administrator of the domain here. A service "
            "account sees nobody of itself: it acts for that person."
        )
    return key


def _https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if not re.fullmatch(r"[!-~]+", url) or not re.fullmatch(r"[a-z0-9.:-]+", parts.hostname or ""):
        return False
    here = parts.scheme == "http" and is_here(parts.hostname or "")  # `Hosts` refuses it unless a trial says otherwise
    return parts.scheme == "https" or here


def _secret(path: Path, section: RosterSourceSection, environment: Mapping[str, str]) -> str:
    given = environment.get(SECRET, "").strip()
    google = section.kind is SourceKind.GOOGLE
    if google and given.startswith("{"):
        raise ConfigError(
            f"{SECRET} (environment): a service account's key belongs in a file that only you can read. Name that file "
            f"with secret_file in [{SECTION}], and unset the variable."
        )
    if given and not re.fullmatch(r"[!-~]+", given):
        raise ConfigError(
            f"{SECRET} (environment): a secret holds no spaces and no other letters than a-z. Copy it anew."
        )
    if given:
        return given
    if section.secret_file is None:
        raise ConfigError(
            f"{path}: [{SECTION}] needs a secret (the client secret, or the token). Set the environment variable "
            f"{SECRET}, or put it in a file that only you can read and name that with secret_file."
        )
    file = path.parent / section.secret_file
    try:
        if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError(f"{file}: others on this computer can read the secret. Run: chmod 600 {file.name}")
        text = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):  # the latter holds what is in the file
        raise ConfigError(f"{file}: the secret cannot be read. Check secret_file in [{SECTION}] of {path}.") from None
    if google and text.startswith("{"):
        return text
    if not re.fullmatch(r"[!-~]+", text):
        raise ConfigError(f"{file}: the file must hold the secret and nothing else.")
    return text
