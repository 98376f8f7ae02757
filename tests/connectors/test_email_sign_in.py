"""Signing in to a mailbox: with what, into which one, and every way a server can refuse."""

from __future__ import annotations

import pytest

from connectors.email.live import GOOGLE, MICROSOFT, EmailLive
from connectors.live import Access
from connectors.model import Gap, Message, State
from tests.connectors.mailbox import CONNECTIONS, ME, SECRET, TOKEN, a_mailbox, access, read
from tests.emulators.imap import CUT


@pytest.fixture
def server():
    with a_mailbox() as emulator:
        yield emulator


@pytest.mark.parametrize("capabilities", ["AUTH=PLAIN", "SASL-IR SPECIAL-USE", ""])
def test_a_password_is_given_as_the_server_likes_it(server, tmp_path, capabilities):
    server.capabilities = capabilities
    assert read(server, tmp_path)[0].coverage[CONNECTIONS].state is State.COMPLETE


def test_a_token_is_given_as_xoauth2(server, tmp_path):
    snapshot, _ = read(server, tmp_path, access(server, secret={"token": TOKEN, "user": ME.upper()}))
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"app": {}}, "no_domains"),
        ({"handle": "mara@mail.example"}, "not_school"),
        ({"handle": "mara@evil-district.example"}, "not_school"),
        ({"handle": "mara"}, "not_school"),
        ({"secret": {"user": "mara.private@mail.example", "password": "x"}}, "other_mailbox"),
        ({"secret": {"user": "mara.rivera", "password": "x"}}, "other_mailbox"),
        ({"secret": {"user": "osei@district.example", "password": "x"}}, "other_mailbox"),
        ({"secret": {}}, "no_secret"),
        ({"server": ""}, "no_server"),
    ],
)
def test_a_mailbox_that_is_not_the_schools_is_refused_before_any_connection(server, tmp_path, changes, said):
    snapshot, result = read(server, tmp_path, access(server, **changes))
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.NONE, Gap.PERMISSION_MISSING)
    assert coverage.notes == (Message(f"email.{said}"),)
    assert not result.unfinished
    assert not server.lines
    assert snapshot.traffic is None


def test_a_name_without_domain_is_for_the_schools_own_server_alone():
    given = Access(ME, {"user": "mara.rivera", "password": "x"}, "mail.district.example", {"email_domains": ME[12:]})
    assert EmailLive().hosts(given) == ("mail.district.example:993",)
    assert EmailLive().open(given, None)._allowed()[0] == "mara.rivera"  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["imap://mail.district.example", "imaps://10.1.2.3", "imap://10.1.2.3:143", "::"])
def test_without_tls_and_inside_the_network_nothing_is_sent(server, tmp_path, address):
    coverage = read(server, tmp_path, access(server, server=address))[0].coverage[CONNECTIONS]
    assert coverage.state is State.NONE
    assert coverage.notes[0].id in ("live.elsewhere", "email.no_server")


def test_a_server_that_cannot_be_trusted_gets_no_password(server, tmp_path):
    coverage = read(server, tmp_path, access(server, server=f"imaps://127.0.0.1:{server.port}"))[0].coverage
    assert coverage[CONNECTIONS].notes == (Message("email.not_secure"),)
    assert not any("AUTHENTICATE" in line or "LOGIN" in line for line in server.lines)


@pytest.mark.parametrize(
    ("refusal", "challenge", "secret", "gap", "said", "passing"),
    [
        (b"NO [AUTHENTICATIONFAILED] Authentication failed.", "", "password", "permission_missing",
         "email.password_refused", False),
        (b"NO [ALERT] Application-specific password required: https://support.google.com (Failure)", "", "password",
         "permission_missing", "email.password_refused", False),
        (b"NO LOGIN failed.", "", "password", "permission_missing", "email.password_refused", False),
        (b"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "400", "token", "permission_missing",
         "email.token_refused", False),
        (b"NO AUTHENTICATE failed.", "401", "token", "permission_missing", "email.token_refused", False),
        (b"NO [AUTHENTICATIONFAILED] scope", "403", "token", "permission_missing", "email.scope_missing", False),
        (b"NO [EXPIRED] That password isn't valid any more.", "", "password", "permission_missing", "live.signed_out",
         False),
        (b"NO [AUTHORIZATIONFAILED] No such authorization-ID.", "", "token", "permission_missing",
         "email.other_mailbox", False),
        (b"NO [PRIVACYREQUIRED] Connection offers no privacy.", "", "password", "permission_missing",
         "email.office_only", False),
        (b"NO [CONTACTADMIN] Ask the administrator.", "", "password", "permission_missing", "email.office_only", False),
        (b"NO [UNAVAILABLE] Temporary authentication failure.", "", "password", "pagination_stopped",
         "live.server_error", True),
        (b"NO [LIMIT] Connection limit exceeded.", "", "password", "rate_limited", "live.rate_limited", True),
        (b"NO [ALERT] Too many simultaneous connections. (Failure)", "", "password", "rate_limited",
         "live.rate_limited", True),
        (b"NO [OVERQUOTA] Account exceeded command or bandwidth limits.", "", "password", "rate_limited",
         "live.rate_limited", True),
    ],
)  # fmt: skip
def test_every_refusal_to_sign_in_says_what_to_do(server, tmp_path, refusal, challenge, secret, gap, said, passing):
    server.refusal = refusal
    server.challenge = {"status": challenge, "schemes": "Bearer"}
    given = access(server, secret={secret: "an old one"})
    snapshot, result = read(server, tmp_path, given)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.notes) == (State.NONE, Gap(gap), (Message(said),))
    assert result.unfinished is passing
    assert len([line for line in server.lines if " AUTHENTICATE" in line or " LOGIN" in line]) == 1


def test_a_server_that_takes_no_passwords_is_not_given_one(server, tmp_path):
    server.capabilities = "LOGINDISABLED AUTH=XOAUTH2"
    assert read(server, tmp_path)[0].coverage[CONNECTIONS].notes == (Message("email.office_only"),)
    assert not any(SECRET in line or " LOGIN" in line for line in server.lines)


@pytest.mark.parametrize(
    ("greeting", "said"),
    [
        (b"* BYE Server busy\r\n", "live.unreachable"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n<html>", "email.not_imap"),
        (b"* PREAUTH already signed in\r\n", "email.not_imap"),
        (CUT, "live.unreachable"),
    ],
)
def test_whatever_greets_us_instead_is_said(server, tmp_path, greeting, said):
    server.greeting = greeting
    coverage = read(server, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.notes[0].id) == (State.NONE, said)


def test_consent_asks_for_no_more_than_reading_mail():
    for consent in (GOOGLE, MICROSOFT):
        assert consent.authorize.startswith("https://")
        assert consent.token.startswith("https://")
        assert set(consent.scopes) <= {
            "https://mail.google.com/",
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "offline_access",
        }
