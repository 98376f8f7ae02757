"""Discord packages, as they are sent. All people are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.sample import Sample


def relation(kind: object, number: int, username: str, **more: object) -> dict[str, object]:
    user = {"id": str(number), "username": username, "discriminator": "0", "avatar": None}
    nickname = more.pop("nickname", None)
    return {"id": str(number), "type": kind, "nickname": nickname, "user": {**user, **more}}


RELATIONS = [
    relation(1, 300000000000000001, "ana.ruiz", global_name="Ana Ruiz"),
    relation(1, 300000000000000002, "bochen", discriminator="0042", nickname="Bo from chess"),
    relation(2, 300000000000000003, "spammer"),
    relation(3, 300000000000000004, "cy_new"),
    relation(4, 300000000000000005, "dee.asks"),
]
PEOPLE = (
    (("friend",), "ana.ruiz"),
    (("friend",), "bochen#0042"),
    (("blocked",), "spammer"),
    (("request_received",), "cy_new"),
    (("request_sent",), "dee.asks"),
)
USER = {
    "id": "200000000000000000",
    "username": "coach_wren",
    "discriminator": 0,
    "global_name": "Coach Wren",
    "email": "wren@school.example",
    "user_settings": {"friend_source_flags": {"all": False}, "default_guilds_restricted": True},
}
CLOSED = {"Messages/index.json": b"{}", "Messages/c1/messages.json": b"[]", "Servers/index.json": b'{"1": "Chess"}'}


def user(relationships: object = RELATIONS, **more: object) -> bytes:
    return json.dumps({**USER, **more, "relationships": relationships}, ensure_ascii=False).encode()


def sample(name: str, path: str, data: bytes, people: tuple = PEOPLE, **more: object) -> Sample:
    files = {path: data, **CLOSED} if "/" in path else {path: data}
    return Sample("discord", name, files, people, "coach_wren", list_members=(path,), **more)


SAMPLES: list[Sample] = [
    sample("2025", "Account/user.json", user(mfa_enabled=True), settings={"signin.two_factor": "on"}),
    sample("2021", "account/user.json", user(mfa_enabled=False), settings={"signin.two_factor": "off"}),
    sample("2025-french", "Compte/user.json", user()),
    sample("no-friends", "Account/user.json", user([]), ()),
    sample("without-the-list", "Account/user.json", user(None), (), connections=State.NONE),
    sample("loose", "user.json", user()),
]
