"""Consent on Meta's platforms and TikTok: from the consent page to a token that lasts, is renewed and given back."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.addresses import host_of
from connectors.facebook.live import FacebookLive
from connectors.instagram.live import InstagramLive
from connectors.live import Access, Way
from connectors.model import Gap
from connectors.pull import Refusal
from connectors.threads.live import ThreadsLive
from connectors.tiktok.live import TikTokLive
from connectors.tokens import granted
from tests.connectors.pulling import http_to
from tests.emulators import meta, tiktok
from tests.emulators.base import Emulator
from tests.emulators.meta import FacebookEmulator, InstagramEmulator, ThreadsEmulator, Token
from tests.emulators.tiktok import TikTokEmulator

SOURCES: dict[str, tuple[Any, type[Emulator]]] = {
    "facebook": (FacebookLive(), FacebookEmulator),
    "instagram": (InstagramLive(), InstagramEmulator),
    "threads": (ThreadsLive(), ThreadsEmulator),
    "tiktok": (TikTokLive(), TikTokEmulator),
}
VERIFIER = "v" * 64
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture(params=SOURCES)
def platform(request):
    source, emulator = SOURCES[request.param]
    with emulator() as running:
        yield source, running


def the(name: str):
    return SOURCES[name]


def app_of(emulator: Any) -> dict[str, str]:
    if isinstance(emulator, TikTokEmulator):
        return {"client_id": emulator.client_key, "client_secret": emulator.client_secret}
    return {"client_id": emulator.app_id, "client_secret": emulator.app_secret}


def callback(emulator: Emulator) -> str:
    return tiktok.CALLBACK if isinstance(emulator, TikTokEmulator) else meta.CALLBACK


class Owner:
    """An owner at a browser, and the exchange of what the browser brings back: as each `Consent` says."""

    def __init__(self, source: Any, emulator: Any, redirect: str = "") -> None:
        self.source, self.emulator, self.consent = source, emulator, source.consent
        self.redirect = redirect or callback(emulator)
        names = {
            host_of(self.consent.authorize),
            host_of(self.consent.token),
            *source.keepers(),
            *source.hosts(Access("")),
        }
        self.http = http_to(emulator, tuple(names))

    def __enter__(self) -> Owner:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.__exit__()

    def visit(self, **changes: str) -> dict[str, str]:
        """What the browser is sent back with."""
        consent, digest = self.consent, hashlib.sha256(VERIFIER.encode())
        query = {
            consent.client: app_of(self.emulator)["client_id"],
            "redirect_uri": self.redirect,
            "scope": consent.separator.join(consent.scopes),
            "response_type": "code",
            "state": "s-1",
            **consent.extra,
        }
        challenges = {"base64url": base64.urlsafe_b64encode(digest.digest()).decode().rstrip("="),
                      "hex": digest.hexdigest()}  # fmt: skip
        if consent.pkce:
            query |= {"code_challenge": challenges[consent.pkce], "code_challenge_method": "S256"}
        page = urlsplit(f"{consent.authorize}?{urlencode({**query, **changes})}")
        connection = HTTPConnection(urlsplit(self.emulator.base).netloc, timeout=10)
        connection.request("GET", f"{page.path}?{page.query}", headers={"Host": page.netloc})
        answer = connection.getresponse()
        answer.read()
        back = urlsplit(answer.getheader("location", ""))
        connection.close()
        assert back.geturl() == "" or back.geturl().startswith(self.redirect)
        return {name: values[0] for name, values in parse_qs(back.query).items()}

    def redeem(self, code: str, **changes: str) -> dict[str, str]:
        """The secret a code is worth."""
        app = app_of(self.emulator)
        form = {
            self.consent.client: app["client_id"],
            "client_secret": app["client_secret"],
            "grant_type": "authorization_code",
            "redirect_uri": self.redirect,
            "code": code,
            **({"code_verifier": VERIFIER} if self.consent.pkce else {}),
        }
        return granted(self.http.send("POST", self.consent.token, data={**form, **changes}).json())

    def access(self, secret: dict[str, str]) -> Access:
        return Access(self.emulator.user.get("username", "ms.rivera"), secret, app=app_of(self.emulator))


def test_consent_asks_for_the_least(platform):
    source, emulator = platform
    consent = source.consent
    assert consent.way is Way.CODE
    assert all(host_of(url) in emulator.hosts for url in (consent.authorize, consent.token))
    assert set(source.keepers()) <= set(emulator.hosts)
    least = {
        "facebook": ("public_profile", "user_friends", "pages_show_list"),
        "instagram": ("instagram_business_basic",),
        "threads": ("threads_basic", "threads_manage_insights"),
        "tiktok": ("user.info.basic", "user.info.profile", "user.info.stats", "video.publish"),
    }
    assert consent.scopes == least[source.platform]


def test_from_consent_to_reading(platform):
    source, emulator = platform
    with Owner(source, emulator) as owner:
        back = owner.visit()
        assert back["state"] == "s-1"
        fresh = owner.redeem(back["code"])
        secret = dict(source.settle(owner.access(fresh), owner.http))
        assert secret["expires_at"]
        session = source.open(owner.access(secret), owner.http)
        assert session.about().profile.display_name == "Ms. Rivera"
        if source.platform != "tiktok":  # whose tokens are short, and renewed instead
            assert secret["token"] != fresh["token"]


def test_a_code_is_good_once(platform):
    with Owner(*platform) as owner:
        code = owner.visit()["code"]
        owner.redeem(code)
        with pytest.raises(Refusal):
            owner.redeem(code)


@pytest.mark.parametrize("wrong", [{"client_secret": "x"}, {"redirect_uri": "https://audit.oakdale.example/other"}])
def test_a_code_is_good_for_the_app_it_was_given_to(platform, wrong):
    with Owner(*platform) as owner, pytest.raises(Refusal):
        owner.redeem(owner.visit()["code"], **wrong)


def test_an_owner_may_decline(platform):
    source, emulator = platform
    emulator.agrees = False
    with Owner(source, emulator) as owner:
        back = owner.visit()
        assert back["error"] == "access_denied"
        assert "code" not in back


@pytest.mark.parametrize("wrong", [{"client_id": "0", "client_key": "0"}, {"redirect_uri": "https://x.example/"}])
def test_the_emulators_know_their_app(platform, wrong):
    with Owner(*platform) as owner:
        assert owner.visit(**wrong) == {}


def test_tiktok_wants_its_own_challenge_where_the_browser_comes_back_to_this_computer():
    source, emulator = the("tiktok")
    with emulator() as running, Owner(source, running, "http://127.0.0.1:8642/callback/") as owner:
        assert source.consent.pkce == "hex"
        assert owner.redeem(owner.visit()["code"])["scopes"].split() == sorted(source.consent.scopes)
        with pytest.raises(Refusal):
            owner.redeem(owner.visit()["code"], code_verifier="w" * 64)
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        standard = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert owner.visit(code_challenge=standard)["error"] == "invalid_request"


def test_facebook_checks_a_challenge_where_one_is_sent():
    source, emulator = the("facebook")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    with emulator() as running, Owner(source, running) as owner:
        assert owner.redeem(owner.visit(code_challenge=challenge)["code"], code_verifier=VERIFIER)
        with pytest.raises(Refusal):
            owner.redeem(owner.visit(code_challenge=challenge)["code"], code_verifier="other")


def test_a_permission_that_is_declined_is_not_in_the_token():
    source, emulator = the("tiktok")
    with emulator() as running, Owner(source, running) as owner:
        running.declined = frozenset(("video.publish",))
        assert "video.publish" not in owner.redeem(owner.visit()["code"])["scopes"]


# Longer, renewed, given back


@pytest.mark.parametrize("name", ["instagram", "threads"])
def test_sixty_days_more_for_a_token_that_is_a_day_old(name):
    source, emulator = the(name)
    with emulator() as running, Owner(source, running) as owner:
        old = {"token": running.token, "expires_at": "2026-11-27T00:00:00+00:00", "kept": "as it is"}
        secret = source.renew(owner.access(old), owner.http)
        assert secret["token"] != running.token
        assert secret["kept"] == "as it is"
        days = (datetime.fromisoformat(secret["expires_at"]) - datetime.now(UTC)) / timedelta(days=1)
        assert 59 < days < 61
        with pytest.raises(Refusal):
            source.renew(owner.access(dict(secret)), owner.http)  # made a moment ago


@pytest.mark.parametrize("name", ["facebook", "instagram", "threads"])
@pytest.mark.parametrize("sub", [463, 458])
def test_a_token_that_ended_is_not_exchanged(name, sub):
    source, emulator = the(name)
    with emulator() as running, Owner(source, running) as owner:
        running.tokens["old"] = Token(frozenset(running.known), lasting=False, ended=sub)
        with pytest.raises(Refusal) as refused:
            source.settle(owner.access({"token": "old"}), owner.http)
        assert (refused.value.gap, refused.value.final) == (Gap.PERMISSION_MISSING, True)
        assert "old" not in f"{refused.value}{refused.value!r}"


def test_tiktok_replaces_both_tokens():
    source, emulator = the("tiktok")
    with emulator() as running, Owner(source, running) as owner:
        first = owner.redeem(owner.visit()["code"])
        second = source.renew(owner.access(first), owner.http)
        assert first["token"] != second["token"]
        assert first["refresh_token"] != second["refresh_token"]
        with pytest.raises(Refusal) as refused:
            source.renew(owner.access(first), owner.http)
        assert refused.value.final


def test_facebook_asks_its_owner_again():
    source, emulator = the("facebook")
    with emulator() as running, Owner(source, running) as owner:
        with pytest.raises(Refusal) as refused:
            source.renew(owner.access({"token": running.token}), owner.http)
        assert refused.value.final
        assert running.asked == []


def test_facebook_refuses_a_token_that_was_given_to_another_app(monkeypatch):
    source, emulator = the("facebook")
    with emulator() as running, Owner(source, running) as owner:
        fresh = owner.access(owner.redeem(owner.visit()["code"]))
        told = {"data": {"is_valid": True, "app_id": "somebody-else", "scopes": []}}
        monkeypatch.setattr(running, "_debug", lambda _: running._reply(told))
        with pytest.raises(Refusal):
            source.settle(fresh, owner.http)


@pytest.mark.parametrize("name", ["facebook", "tiktok"])
def test_what_is_given_back_works_no_more(name):
    source, emulator = the(name)
    with emulator() as running, Owner(source, running) as owner:
        access = owner.access({"token": running.token})
        source.revoke(access, owner.http)
        with pytest.raises(Refusal) as refused:
            source.open(access, owner.http).about()
        assert refused.value.final
        with pytest.raises(Refusal):
            source.revoke(access, owner.http)


@pytest.mark.parametrize("name", ["instagram", "threads"])
def test_where_only_the_owner_can_take_it_back_it_says_where(name):
    source, emulator = the(name)
    with emulator() as running, Owner(source, running) as owner:
        with pytest.raises(Refusal) as refused:
            source.revoke(owner.access({"token": running.token}), owner.http)
        assert (refused.value.gap, refused.value.note.id) == (Gap.NOT_OFFERED, f"{name}.live_guide")


# Token answers


@pytest.mark.parametrize(
    ("body", "secret"),
    [
        ({"access_token": "t"}, {"token": "t"}),
        (
            {"access_token": "t", "expires_in": 60, "refresh_token": "r", "scope": "a,b"},
            {"token": "t", "expires_at": "2026-11-26T00:01:00+00:00", "refresh_token": "r", "scopes": "a b"},
        ),
        ({"data": [{"access_token": "t", "user_id": 1, "permissions": "a,b"}]}, {"token": "t", "scopes": "a b"}),
        ({"access_token": "t", "user_id": 1, "permissions": ["a", "b"]}, {"token": "t", "scopes": "a b"}),
        ({"access_token": "t", "expires_in": 0}, {"token": "t"}),
    ],
)
def test_token_answers_in_every_shape(body, secret):
    assert granted(body, NOW) == secret


bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["data", "access_token", "expires_in", "scope", "permissions"]), inner)
    ),
)


@given(bodies)
def test_any_token_answer_at_all_is_a_token_or_a_refusal(body):
    try:
        assert granted(body, NOW)["token"]
    except Refusal as e:
        assert e.final
