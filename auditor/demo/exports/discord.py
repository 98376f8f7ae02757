"""Discord's data package of 2025."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports.packing import dump, pack_zip, photo

_TYPES = {"friend": 1, "blocked": 2, "request_received": 3, "request_sent": 4}


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP: the account's file with its relationships, and messages that stay closed."""
    relations = [_relation(link, number) for kind, number in _TYPES.items() for link in account.of(kind)]
    user = {
        "id": account.number,
        "username": account.handle,
        "discriminator": 0,
        "global_name": account.name,
        "email": account.owner.email,
        "verified": True,
        "has_mobile": True,
        "relationships": relations,
        "settings": {
            "settings": {
                "privacy": {
                    "friendSourceFlags": {"value": 0 if account.careful else 14},
                    "defaultGuildsRestricted": account.careful,
                }
            }
        },
        "connections": [],
    }
    friends = account.of("friend")
    partners = {str(n): f"Direct Message with {x.handle}#0" for n, x in enumerate(friends[:4], 1)}
    members: dict[str, str | bytes] = {
        "Account/user.json": dump(user),
        "Account/avatar.png": photo(account.chance("pictures")),
        "Servers/index.json": dump({"900100": "Robotics Club"}),
        "Servers/900100/guild.json": dump({"id": "900100", "name": "Robotics Club"}),
        "Messages/index.json": dump(partners),
        "README.txt": "Your Discord data package\n",
    }
    for number in partners:
        members[f"Messages/c{number}/messages.json"] = dump([{"ID": number, "Contents": "Meet at three?"}])
    return [pack_zip(folder / "package.zip", members, account.taken)]


def _relation(link: Link, number: int) -> dict[str, object]:
    user = {"id": link.number, "username": link.handle, "discriminator": "0", "avatar": None}
    return {"id": link.number, "type": number, "nickname": None, "user": user | {"global_name": link.shown}}
