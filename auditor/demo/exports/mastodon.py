"""Mastodon: the CSV lists a user downloads one by one, and the archive. Followers are in neither."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports.packing import dump, pack_tar_gz, photo, save, table

HOSTS = ("tide.example", "learn.example", "tide.example", "classroom.example")


def address(link: Link) -> str:
    """`user@server`, the handle across servers."""
    return f"{link.handle.replace('.', '_')}@{HOSTS[int(link.number[-2:]) % len(HOSTS)]}"


def write(account: Account, folder: Path) -> list[Path]:
    """The CSV of accounts followed, the CSV of accounts blocked (no header), and the archive."""
    following = [(address(x), "true", "false", "") for x in account.of("following")]
    stamp = f"{account.taken:%Y%m%d%H%M%S}"
    user, _, host = account.handle.partition("@")
    url = f"https://{host}/users/{user}"
    post = {
        "type": "Create",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "object": {"content": "<p>Hi</p>"},
    }
    actor = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": url,
        "type": "Person",
        "inbox": f"{url}/inbox",
        "followers": f"{url}/followers",
        "preferredUsername": user,
        "name": account.name,
        "summary": f"<p>{account.bio}</p>",
        "url": f"https://{host}/@{user}",
        "manuallyApprovesFollowers": account.careful,
        "discoverable": not account.careful,
        "published": "2022-11-08T00:00:00Z",
        "attachment": [],
        "outbox": "outbox.json",
        "likes": "likes.json",
        "bookmarks": "bookmarks.json",
    }
    members: dict[str, str | bytes] = {
        "outbox.json": dump({"id": "outbox.json", "type": "OrderedCollection", "orderedItems": [post]}),
        "likes.json": dump({"id": "likes.json", "type": "OrderedCollection", "orderedItems": []}),
        "bookmarks.json": dump({"id": "bookmarks.json", "type": "OrderedCollection", "orderedItems": []}),
        "media_attachments/files/1/original.jpg": photo(account.chance("pictures")),
        "actor.json": dump(actor),
    }
    digits = f"{account.chance('name').getrandbits(128):032x}"
    return [
        save(
            folder / "following_accounts.csv",
            table(("Account address", "Show boosts", "Notify on new posts", "Languages"), following),
        ),
        save(folder / "blocked_accounts.csv", table((), [(address(x),) for x in account.of("blocked")])),
        pack_tar_gz(folder / f"archive-{stamp}-{digits}.tar.gz", members, account.taken),
    ]
