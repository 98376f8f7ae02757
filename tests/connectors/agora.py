"""A platform that does not exist: what every live source has, and nothing else, to try the way there with."""

from __future__ import annotations

from typing import Any, ClassVar

from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way
from connectors.model import Connection, Coverage, Kind, Place, Profile, RecordType, State
from tests.connectors.agora_consent import OAuth
from tests.emulators.base import Asked, Emulator, Reply

SECRET = "sesame-4711"
ACCESS = Access("ms.rivera", {"token": SECRET})


class Agora(Emulator):
    """A platform of our own: followers in pages of two, requests in one."""

    hosts = ("api.agora.example",)

    def __init__(self, followers: int = 5, requests: int = 1) -> None:
        super().__init__()
        self.people = {"followers": followers, "requests": requests}
        self.size = 2
        self.oauth = OAuth("district-app", "s3cret", SECRET)

    def answer(self, asked: Asked) -> Reply:
        if asked.path in ("/authorize", "/token", "/revoke"):
            return self.oauth.answer(asked)
        if asked.headers.get("authorization") != f"Bearer {SECRET}":
            return self.refuse(401)
        if asked.path == "/me":
            return Reply.json({"counts": self.people})
        total, start = self.people[asked.path[1:]], int(asked.query.get("cursor", 0))
        end = min(total, start + self.size)
        people = [{"id": f"{asked.path[1:]}-{n}", "name": f"Imelda Quimbleton {n}"} for n in range(start, end)]
        return Reply.json({"people": people, "next": str(end) if end < total else None})


class AgoraLive:
    """Its live source."""

    platform: ClassVar[str] = "other"
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.REQUESTS, RecordType.PROFILE}
    )
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        ("people.read",),
        authorize="https://api.agora.example/authorize",
        token="https://api.agora.example/token",
        revoke="https://api.agora.example/revoke",
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("followers", Kind.FOLLOWER),
        Listing("requests", Kind.REQUEST_RECEIVED),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:
        return ("api.agora.example",)

    def open(self, access: Access, http: Http) -> AgoraSession:
        return AgoraSession(access, http)


class AgoraSession:
    """An account there."""

    def __init__(self, access: Access, http: Http) -> None:
        self.headers, self.http = {"authorization": f"Bearer {access.secret['token']}"}, http

    def ask(self, path: str, **params: str) -> Any:
        return self.http.get(f"https://api.agora.example/{path}", params=params, headers=self.headers).json()

    def about(self) -> About:
        counts = self.ask("me")["counts"]
        return About(
            Profile("ms.rivera"), coverage=(Coverage(RecordType.PROFILE, State.COMPLETE, received=1),), counts=counts
        )

    def page(self, listing: Listing, cursor: str | None) -> Page:
        data = self.ask(listing.name, **({"cursor": cursor} if cursor else {}))
        people = [
            Connection((listing.kind,), (Place(listing.name, p["id"]),), p["name"], platform_id=p["id"])
            for p in data["people"]
        ]
        return Page(people, data["next"])
