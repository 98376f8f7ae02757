"""Who may moderate a site, and what shows that somebody does: how blogs and wikis tell it, for the checks.

Sites have members with roles, and every platform has words of its own for them. A role is no kind of connection, so it
stands in the place: `members/subscriber`, and `moderators/editor` where the role lets its holder decide on what others
write. Somebody with several roles has several places.
"""

from __future__ import annotations

from collections.abc import Iterable

from connectors.files import text_of
from connectors.model import Connection, Place, Platform

TELL_ROLES = frozenset({Platform.WORDPRESS, Platform.MEDIAWIKI})
"""Platforms whose live sources say which member has which role."""
WAITING = "comments waiting"
"""The raw word of `comments.moderation` that says how many wait now: some are held, perhaps not all."""
EXTENSIONS = "extensions"
"""The raw word that names extensions with which what others write can wait."""
_MEMBERS, _MODERATORS = "members", "moderators"
_LONGEST = 60
"""Characters of a role's name: a site may have roles of its own making."""


def places(roles: Iterable[str], pointer: str, *, moderating: Iterable[str]) -> tuple[Place, ...]:
    """Where a member with these roles was read; `moderating` are the roles that may moderate."""
    may = frozenset(moderating)
    found = tuple(
        Place(f"{_MODERATORS if role in may else _MEMBERS}/{shown[:_LONGEST]}", pointer)
        for role in roles
        if (shown := text_of(role))
    )
    return found or (Place(_MEMBERS, pointer),)


def moderating_places(connection: Connection) -> tuple[Place, ...]:
    """The places that say the member may moderate; empty for everybody else."""
    return tuple(place for place in connection.places if place.source.startswith(f"{_MODERATORS}/"))
