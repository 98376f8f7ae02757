"""Recordings of the real YouTube Data API go through our parsers without loss."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from connectors.files import Json
from connectors.google_api import inside, items, refused
from connectors.http import Answer
from connectors.live import Access
from connectors.model import Connection, Gap
from connectors.youtube.live import YouTubeLive, listed, owner, settings
from connectors.youtube.tables import old_subscriptions
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.base import Asked, Emulator, Reply
from tests.emulators.google import GoogleEmulator

pytestmark = pytest.mark.peer

ROOT = Path(os.environ.get("AUDITOR_PEER_DATA", "/nowhere")) / "live" / "youtube"
FILES = sorted(ROOT.rglob("*.json"))
SOURCE = YouTubeLive()
SUBSCRIPTIONS = SOURCE.listings[0]


def resources(body: Json) -> list[dict[str, Any]]:
    """The resources of an answer: its list, or itself."""
    alone = isinstance(body, dict) and "kind" in body and "items" not in body
    return [body] if alone else items(body)


def test_there_are_recordings(peer_data: Path) -> None:
    kinds = [row.get("kind") for path in FILES for row in resources(json.loads(path.read_text()))]
    assert kinds.count("youtube#subscription") > 20
    assert kinds.count("youtube#channel") > 5


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_recording_goes_through_the_parsers(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))
    if "error" in body:
        found = refused("youtube", Answer(403, {}, path.read_bytes()))
        assert found.gap is Gap.PERMISSION_MISSING
        return
    for position, row in enumerate(resources(body)):
        match row["kind"]:
            case "youtube#subscription":
                person = listed(row, SUBSCRIPTIONS, position)
                assert isinstance(person, Connection)
                (exported,) = old_subscriptions([row], "subscriptions.json")
                assert isinstance(exported, Connection)
                assert (person.platform_id, person.url, person.display_name, person.since) == (
                    exported.platform_id,
                    exported.url,
                    exported.display_name,
                    exported.since,
                )
                assert person.platform_id == row["snippet"]["resourceId"]["channelId"]
                assert person.display_name == row["snippet"]["title"]
            case "youtube#channel":
                profile = owner(row)
                assert profile.account_id == row["id"]
                assert profile.display_name == inside(row, "snippet", "title")
                assert (profile.created_at is None) == ("snippet" not in row)
                found_settings = {s.key: s.value for s in settings(row, held=False)}
                public = {"profile.visibility": "public"} if "status" in row else {}
                moderated = inside(row, "brandingSettings", "channel", "moderateComments") is not None
                assert found_settings == public | ({"comments.moderation": "unknown"} if moderated else {})
            case kind:
                # Comments and members: nobody is taken from them, and nothing in them is in the way.
                assert kind.startswith(("youtube#comment", "youtube#member"))
                assert not isinstance(listed(row, SUBSCRIPTIONS, position), Connection)
    for part in ("snippet", "status", "statistics", "brandingSettings"):  # parts of a channel, recorded alone
        owner({"id": "", part: body})
        settings({part: body}, held=True)


@pytest.mark.parametrize("name", ["mine_p1", "mine_p2", "mine_filter", "by_channel_p1", "by_channel_p2"])
def test_recorded_pages_come_through_whole(peer_data: Path, name: str) -> None:
    (path,) = [p for p in FILES if p.name.startswith("subscriptions_") and name in p.stem]
    body = json.loads(path.read_text(encoding="utf-8"))

    class Recorded(Emulator):
        hosts = ("youtube.googleapis.com",)

        def answer(self, asked: Asked) -> Reply:
            return Reply(200, path.read_bytes(), {"content-type": "application/json; charset=UTF-8"})

    with Recorded() as youtube, http_to(youtube, youtube.hosts) as http:
        page = SOURCE.open(Access("", {"token": "t"}), http).page(SUBSCRIPTIONS, None)
    assert [c.platform_id for c in page.records if isinstance(c, Connection)] == [
        row["snippet"]["resourceId"]["channelId"] for row in body["items"]
    ]
    assert page.next == body.get("nextPageToken")


def paths(value: Json, prefix: str = "") -> set[str]:
    """Every key of an answer, with those above it."""
    if isinstance(value, list):
        return {found for inner in value for found in paths(inner, prefix)}
    if isinstance(value, dict):
        return {
            found for key, inner in value.items() for found in ({f"{prefix}/{key}"} | paths(inner, f"{prefix}/{key}"))
        }
    return set()


def test_the_emulator_answers_in_the_shape_of_the_recordings(peer_data: Path) -> None:
    bodies = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    recorded = {found for body in bodies for found in paths(body)}
    recorded |= {found for body in bodies for found in paths({"items": resources(body)})}
    clock = FakeClock()
    with GoogleEmulator(clock.now) as google, http_to(google, google.hosts, clock=clock) as http:
        google.largest = 1
        for n in range(2):
            google.subscribe(f"UC{n:022d}", "Pine Hill Band")
        head = {"authorization": f"Bearer {google.issue('https://www.googleapis.com/auth/youtube.readonly')}"}
        # Documented since these were recorded, or added to an error by all of Google's newer services.
        newer = {"/items/status/madeForKids"}
        for path in (
            "channels?part=id,snippet,status,statistics,brandingSettings&mine=true",
            "subscriptions?part=id,snippet&mine=true",
        ):
            shape = paths(http.get(f"https://youtube.googleapis.com/youtube/v3/{path}", headers=head).json())
            assert shape
            assert shape - newer <= recorded
        refusal = json.loads(google.refuse(403, "SERVICE_UNAVAILABLE").body)
        assert paths(refusal) == paths(
            json.loads((ROOT / "python-youtube/testdata/apidata/error_permission_resp.json").read_text())
        )
