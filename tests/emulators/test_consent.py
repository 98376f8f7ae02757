"""The emulated consent of X and Google refuses what the real ones refuse, so that a test of consent means something."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from connectors.blogger.live import BloggerLive
from connectors.http import Answer, Http
from connectors.live import LiveSource
from connectors.x.live import XLive
from connectors.youtube.live import YouTubeLive
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.google import GoogleEmulator
from tests.emulators.oauth import OAuthEmulator
from tests.emulators.x import XEmulator

BACK = "http://127.0.0.1:8765/back"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SOURCES: list[tuple[LiveSource, type[OAuthEmulator]]] = [
    (XLive(), XEmulator), (YouTubeLive(), GoogleEmulator), (BloggerLive(), GoogleEmulator),
]  # fmt: skip


class Way:
    """A program that asks for consent, by hand."""

    def __init__(self, source: LiveSource, emulator: OAuthEmulator, http: Http, clock: FakeClock) -> None:
        self.consent, self.emulator, self.http, self.clock = source.consent, emulator, http, clock

    def ask(self, **changed: str) -> Answer:
        given = {
            "response_type": "code",
            "client_id": "district",
            "redirect_uri": BACK,
            "scope": " ".join(self.consent.scopes),
            "state": "s1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **self.consent.extra,
            **changed,
        }
        return self.http.get(f"{self.consent.authorize}?{urlencode(given)}")

    def code(self, **changed: str) -> str:
        query = self.sent_back(**changed)
        assert query["state"] == "s1"
        return query["code"]

    def sent_back(self, **changed: str) -> dict[str, str]:
        """Where the browser is sent: read from the emulator, since our layer follows no redirect elsewhere."""
        given = self.emulator.answer
        seen: list[str] = []

        def noted(asked):  # type: ignore[no-untyped-def]
            reply = given(asked)
            seen.append(reply.headers.get("location", ""))
            return type(reply)(200, b"{}") if reply.status == 302 else reply

        self.emulator.answer = noted  # type: ignore[method-assign]
        try:
            self.ask(**changed)
        finally:
            self.emulator.answer = given  # type: ignore[method-assign]
        assert seen[-1].startswith(BACK)
        return {name: values[0] for name, values in parse_qs(urlsplit(seen[-1]).query).items()}

    def form(self, address: str, **form: str) -> Answer:
        basic = base64.b64encode(b"district:office-secret").decode()
        return self.http.send("POST", address, data=form, headers={"authorization": f"Basic {basic}"})

    def redeem(self, code: str, **changed: str) -> Answer:
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
        return self.form(self.consent.token, **{**given, **changed})

    def reads(self, token: str) -> int:
        address = {
            XEmulator: "https://api.twitter.com/2/users/me",
            GoogleEmulator: "https://youtube.googleapis.com/youtube/v3/channels?part=id&mine=true",
        }[type(self.emulator)]
        if "blogger" in self.consent.scopes[0]:
            address = "https://blogger.googleapis.com/v3/users/self/blogs"
        return self.http.get(address, headers={"authorization": f"Bearer {token}"}).status


@pytest.fixture(params=SOURCES, ids=["x", "youtube", "blogger"])
def way(request: pytest.FixtureRequest) -> Iterator[Way]:
    source, kind = request.param
    clock = FakeClock()
    with kind(clock.now) as emulator, http_to(emulator, emulator.hosts, clock=clock) as http:
        yield Way(source, emulator, http, clock)


def test_consent_gives_a_token_that_reads_until_it_expires_and_one_to_renew_it(way):
    answer = way.redeem(way.code()).json()
    assert set(answer["scope"].split()) == set(way.consent.scopes)
    assert way.reads(answer["access_token"]) == 200
    way.clock.time += answer["expires_in"] + 1
    assert way.reads(answer["access_token"]) == 401
    renewed = way.form(way.consent.token, grant_type="refresh_token", refresh_token=answer["refresh_token"]).json()
    assert way.reads(renewed["access_token"]) == 200
    # X gives a new one each time and takes the old one back; Google keeps the first.
    again = way.form(way.consent.token, grant_type="refresh_token", refresh_token=answer["refresh_token"])
    assert (again.status, "refresh_token" in renewed) == (
        (400, True) if type(way.emulator) is XEmulator else (200, False)
    )


@pytest.mark.parametrize("changed", [{"code_verifier": "w" * 64}, {"code_verifier": ""}, {"redirect_uri": BACK + "x"}])
def test_a_wrong_verifier_or_address_gives_no_token_and_the_code_is_spent(way, changed):
    code = way.code()
    assert way.redeem(code, **changed).status == 400
    assert way.redeem(code).status == 400


def test_a_code_is_good_once_and_not_for_long(way):
    code = way.code()
    assert way.redeem(code).status == 200
    assert way.redeem(code).status == 400
    code = way.code()
    way.clock.time += way.emulator.code_lives + 1
    assert way.redeem(code).status == 400


@pytest.mark.parametrize(
    "changed",
    [{"client_id": "stranger"}, {"redirect_uri": "https://evil.example/"}, {"response_type": "token"}, {"scope": ""},
     {"scope": "everything"}, {"code_challenge_method": "S1"}],
)  # fmt: skip
def test_a_wrong_question_is_not_put_to_the_owner(way, changed):
    assert way.ask(**changed).status == 400
    assert not way.emulator.codes


def test_an_owner_who_says_no(way):
    way.emulator.declines = True
    assert way.sent_back() == {"error": "access_denied", "state": "s1"}


def test_a_program_without_its_secret_gets_no_token(way):
    code = way.code()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    answer = way.http.send("POST", way.consent.token, data={**form, "client_id": "district", "client_secret": "guess"})
    assert answer.status == 401


def test_a_public_program_needs_none(way):
    way.emulator.clients["desk"] = ""
    form = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER, "client_id": "desk"}
    code = way.code(client_id="desk")
    assert way.http.send("POST", way.consent.token, data={**form, "code": code}).status == 200


def test_a_permission_that_is_taken_back_reads_nothing_and_renews_nothing(way):
    answer = way.redeem(way.code()).json()
    assert way.form(way.consent.revoke, token=answer["refresh_token"], client_id="district").status == 200
    assert way.reads(answer["access_token"]) == 401
    renewed = way.form(way.consent.token, grant_type="refresh_token", refresh_token=answer["refresh_token"])
    assert renewed.status == 400


def test_without_asking_for_offline_access_nothing_renews(way):
    changed = {"scope": "users.read tweet.read"} if type(way.emulator) is XEmulator else {"access_type": "online"}
    assert "refresh_token" not in way.redeem(way.code(**changed)).json()
