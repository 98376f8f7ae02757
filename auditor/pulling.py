"""Live accounts: from a consent to a snapshot file, and back to no consent."""

from __future__ import annotations

import codecs
import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.consent import flow
from auditor.consent.grants import Grant, Grants
from auditor.consent.home import home
from auditor.consent.listener import Listener
from auditor.errors import AuditorError
from auditor.writing import sweep, whole, write
from connectors import pull as pulls
from connectors import snapshot_json
from connectors.addresses import Hosts, host_of, is_here
from connectors.http import Http
from connectors.journal import Journal, forget, forget_old
from connectors.live import Access, Consent, LiveSource, Way, consent_of
from connectors.model import Message, Platform
from connectors.pull import Pulled
from connectors.refusal import Refusal
from connectors.registry import live_source, read_input
from connectors.tokens import Keeper

if TYPE_CHECKING:
    from connectors.x.hydrate import Hydrated

_HOST = re.compile(r"[a-z0-9:](?:[a-z0-9.:-]*[a-z0-9])?")
_EARLY = timedelta(minutes=5)
"""A token that ends so soon is renewed before a pull."""
_MUCH_EARLIER = timedelta(days=30)
"""One that cannot be renewed once it has ended."""
_KEPT = timedelta(days=7)
"""A pull that was cut is gone on with for so long; people come and go."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How the person at the terminal is asked."""

    hidden: Callable[[Message], str]
    """Ask for a secret; it is not shown."""
    shown: Callable[[Message], str]
    """Ask for something that may be shown."""
    open: Callable[[str], None]
    """Show an address, and open it where there is a browser."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what while an account is read."""

    step: pulls.Step
    waiting: Callable[[float], None]
    """Seconds that will be waited for a limit of the platform's."""
    agree: Callable[[Message], bool]
    """Asked before money is spent."""


def server_of(source: LiveSource, server: str) -> str:
    """The account's server as `https://host`; "" for the platform's usual one. Raises `AuditorError`."""
    consent = source.consent
    if server and not (consent.needs_server or consent.own_server):
        raise AuditorError(f"{source.platform} has one server; leave --server out.")
    if not server and not consent.needs_server:
        return ""
    if not server:
        raise AuditorError(f"{source.platform} has many servers: say which with --server https://example.org")
    try:
        parts = urlsplit(server if "://" in server else f"https://{server}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii").lower(), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    odd = parts.username is not None or parts.query or parts.fragment
    scheme = parts.scheme in ("https", "imaps") or (parts.scheme in ("http", "imap") and is_here(host))
    if odd or not scheme or not _HOST.fullmatch(host):
        shown = "What stands there" if "@" in server else f"“{server}”"  # no password on a terminal
        raise AuditorError(f"--server: {shown} is no address of a server. Write it as https://example.org")
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{f':{port}' if port is not None else ''}{parts.path.rstrip('/')}"


def connect(
    source: LiveSource, grant: Grant, app: dict[str, str], port: int, ask: Answers, *, paste: bool, grants: Grants
) -> Grant:
    """Let an owner agree, and keep what came of it. `grant` says who and what, and has no secret yet.

    Raises `AuditorError` or `Refusal` where nothing came of it; nothing is kept then.
    """
    grants.ready()
    if not grant.handle.strip().lstrip("@"):
        raise AuditorError(
            "Name the account with --account, as it is registered. Without its name, nobody could tell whether the "
            "sign-in is for that account or for a personal one."
        )
    consent = consent_of(source, grant.server, grant.way)
    if consent.way is not Way.CODE:
        secret = ask.hidden(Message(f"consent.ask_{consent.way}")).strip()
        if not secret:
            raise AuditorError("Nothing was entered, so nothing is kept.")
        if consent.shape and not re.fullmatch(consent.shape, secret):
            raise AuditorError(
                "This does not look like an app password, so it was not kept. Never enter the account's own password "
                "here: make an app password on the platform."
            )
        key = "password" if consent.way is Way.APP_PASSWORD else "token"
        done = replace(grant, scopes=consent.scopes, secret={"user": grant.handle, key: secret})
    else:
        with _http(consent, grant.server) as http:
            done = _agree(source, grant, app, port, ask, http, paste=paste)
    grants.keep(done)
    return done


def _agree(
    source: LiveSource, grant: Grant, app: dict[str, str], port: int, ask: Answers, http: Http, *, paste: bool
) -> Grant:
    consent = consent_of(source, grant.server, grant.way)
    with nullcontext() if paste else Listener(port) as listener:
        redirect = listener.redirect if listener else f"http://127.0.0.1:{port}/callback"
        if consent.register and "client_id" not in app:
            app = flow.register(consent, grant.server, redirect, http)
        if "client_id" not in app:
            raise AuditorError(
                f"The district's program is not known to {grant.platform}: put its client_id into "
                f"[apps.{grant.platform}] of the configuration (config.example.toml shows how), or use the platform's "
                "data export instead."
            )
        walk = flow.Flow(consent, app, grant.server, redirect, http)
        ask.open(walk.address())
        answer = listener.wait() if listener else ask.shown(Message("consent.ask_code"))
        token = _settled(source, grant, app, walk.finish(answer))
    more = set(token.scopes) - set(consent.scopes)
    if more and consent.scopes:
        _give_back(source, replace(grant, secret=token.secret), app)
        raise AuditorError(
            f"The platform gave more than was asked for ({', '.join(sorted(more))}), so its token was not kept."
        )
    own = {f"app_{name}": value for name, value in app.items()} if consent.register else {}
    return replace(grant, scopes=token.scopes, expires_at=token.expires_at, secret={**token.secret, **own})


def _settled(source: LiveSource, grant: Grant, app: dict[str, str], token: flow.Token) -> flow.Token:
    """The token as it is kept: exchanged for one that lasts, on platforms that have such."""
    if not isinstance(source, Keeper):
        return token
    with Http(Hosts.of(source.keepers())) as http:
        access = Access(grant.handle, token.secret, grant.server, app)
        kept = flow.token_of(consent_of(source, grant.server, grant.way), source.settle(access, http))
    return replace(token, secret=kept.secret, expires_at=kept.expires_at or token.expires_at)


def disconnect(source: LiveSource, grant: Grant, app: dict[str, str], grants: Grants) -> bool:
    """Take a consent back: revoke it on the platform and delete it here, along with a pull that was cut.

    Returns whether the platform was told; where it has no way to be, or cannot be reached, that is left to the owner.
    """
    told = _give_back(source, grant, _app(grant, app))
    grants.forget(grant)
    for path in (_journal_path(grant), _names_path(grant)):
        forget(path)
    return told


def _give_back(source: LiveSource, grant: Grant, app: dict[str, str]) -> bool:
    """Tell the platform to forget its tokens; whether it was told."""
    consent = consent_of(source, grant.server, grant.way)
    with suppress(Refusal):
        if isinstance(source, Keeper):
            with Http(Hosts.of(source.keepers())) as http:
                source.revoke(Access(grant.handle, grant.secret, grant.server, app), http)
            return True
        if consent.way is Way.CODE:
            with _http(consent, grant.server) as http:
                return flow.revoke(consent, grant.server, grant.secret, app, http)
    return False


def pull(
    source: LiveSource,
    grant: Grant,
    app: dict[str, str],
    out: Path,
    grants: Grants,
    told: Told,
    *,
    restart: bool = False,
) -> Pulled:
    """Read an account and write its snapshot. A pull that was cut is gone on with, unless `restart`.

    Raises `AuditorError` where the snapshot cannot be written, `ConnectorError` where another run reads the account.
    """
    sweep(out)
    with _stored(_journal_path(grant), restart=restart) as journal:
        grant = _fresh(source, grant, app, grants)
        access = Access(grant.handle, grant.secret, grant.server, _app(grant, app))
        with Http(Hosts.of(source.hosts(access)), waiting=told.waiting) as http:
            found = pulls.pull(source, source.open(access, http), journal, told.step, told.agree)
        with whole(out) as file:
            pulls.write(source, found, journal, codecs.getwriter("utf-8")(file, "surrogatepass"))
        if not found.unfinished:
            journal.discard()
    return found


def hydrate(
    export: Sequence[Path],
    grant: Grant,
    app: dict[str, str],
    out: Path,
    grants: Grants,
    told: Told,
    *,
    restart: bool = False,
) -> Hydrated:
    """Give the numbers of an X archive their names, and write the snapshot.

    A look-up that was cut is gone on with, unless `restart`.

    Raises `ConnectorError` where the archive cannot be read, `AuditorError` where the snapshot cannot be written.
    """
    from connectors.x import hydrate as x

    source = live_source(Platform.X)
    archive = read_input(export, platform=Platform.X)
    sweep(out)
    with _stored(_names_path(grant), restart=restart) as journal:
        grant = _fresh(source, grant, app, grants)
        access = Access(grant.handle, grant.secret, grant.server, _app(grant, app))
        with Http(Hosts.of(source.hosts(access)), waiting=told.waiting) as http:
            found = x.hydrate(archive, access, http, journal, told.step, told.agree)
        write(out, snapshot_json.dump(found.snapshot).encode("utf-8", "surrogatepass"))
        if not found.unfinished:
            journal.discard()
    return found


@contextmanager
def _stored(path: Path, *, restart: bool = False) -> Iterator[Journal]:
    """What was read of an account so far, which nobody else goes on with meanwhile; nothing where `restart`.

    Raises `AuditorError` where it cannot be kept.
    """

    def unkept(error: Exception) -> AuditorError:
        return AuditorError(
            f"{path.parent}: what is read cannot be kept there ({error}). Free some space, let this user write to it "
            "or name another folder in AUDITOR_HOME, and run the same command again."
        )

    try:
        forget_old(path.parent, _KEPT)
        journal = Journal(path)
        if restart:
            journal.discard()
            journal = Journal(path)
    except (OSError, sqlite3.Error) as e:
        raise unkept(e) from e
    with journal:
        try:
            yield journal
        except sqlite3.OperationalError as e:
            raise unkept(e) from e
        except sqlite3.DatabaseError as e:
            journal.discard()
            raise AuditorError(
                "What was read before is damaged, and was deleted. Run the same command again; it begins anew."
            ) from e


def _fresh(source: LiveSource, grant: Grant, app: dict[str, str], grants: Grants) -> Grant:
    """The grant with a token that is not about to end, where the platform renews it."""
    soon = grant.expires_at is not None and grant.expires_at - _early(source) < datetime.now(UTC)
    consent = consent_of(source, grant.server, grant.way)
    if consent.way is not Way.CODE or not soon:
        return grant
    own = _app(grant, app)
    try:
        if isinstance(source, Keeper):
            with Http(Hosts.of(source.keepers())) as http:
                access = Access(grant.handle, grant.secret, grant.server, own)
                token = flow.token_of(consent, source.renew(access, http))
        elif "refresh_token" in grant.secret:
            with _http(consent, grant.server) as http:
                token = flow.renew(consent, grant.server, grant.secret, own, http)
        else:
            return grant
    except (AuditorError, Refusal):
        return grant  # the pull will say what is wrong
    renewed = replace(grant, secret=token.secret, expires_at=token.expires_at)
    grants.keep(renewed, event="")
    return renewed


def _early(source: LiveSource) -> timedelta:
    return _MUCH_EARLIER if isinstance(source, Keeper) else _EARLY


def _app(grant: Grant, app: dict[str, str]) -> dict[str, str]:
    """The program's ids: those a server gave when the account was connected, or the district's."""
    own = {name.removeprefix("app_"): value for name, value in grant.secret.items() if name.startswith("app_")}
    return own or app


def _http(consent: Consent, server: str) -> Http:
    addresses = (consent.authorize, consent.token, consent.revoke, consent.register)
    return Http(Hosts.of({host_of(address.format(server=server)) for address in addresses if address}))


def _journal_path(grant: Grant) -> Path:
    account = "\x1f".join((grant.platform, grant.server, grant.handle.lstrip("@").casefold()))
    return home() / "pulls" / f"{grant.platform}.{hashlib.sha256(account.encode()).hexdigest()[:16]}"


def _names_path(grant: Grant) -> Path:
    return _journal_path(grant).with_suffix(".names")
