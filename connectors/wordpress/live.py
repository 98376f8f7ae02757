"""WordPress, self-hosted or on WordPress.com: which of the two it is follows from what the owner gave."""

from __future__ import annotations

from typing import ClassVar

from connectors.addresses import host_of
from connectors.http import Http
from connectors.live import Access, Consent, Listing, LiveSession, Way
from connectors.model import Kind, Message, RecordType
from connectors.wordpress import hosted
from connectors.wordpress.site import SiteSession, address_of


class WordPressLive:
    """A blog: its users, those who commented, and who may comment and join.

    With `user` and `password` (an application password) the blog itself is asked; with a `token`, WordPress.com is.
    Users are members, with their roles in the place they were read at (`connectors.moderation`). Who left a comment is
    a correspondent: somebody who has written to the account and that it has an e-mail address of. Followers and e-mail
    subscribers are something WordPress.com has, and WordPress itself has not.
    """

    platform: ClassVar[str] = "wordpress"
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.PROFILE, RecordType.SETTINGS, RecordType.CONNECTIONS}
    )
    consent: ClassVar[Consent] = Consent(
        Way.APP_PASSWORD,
        authorize="{server}/wp-admin/authorize-application.php?app_name=auditor",
        needs_server=True,
        guide=Message("wordpress.guide"),
    )
    consent_hosted: ClassVar[Consent] = Consent(
        Way.CODE,
        scopes=("users", "sites", "comments", "stats"),
        authorize="https://public-api.wordpress.com/oauth2-1/authorize",
        token="https://public-api.wordpress.com/oauth2-1/token",  # noqa: S106 - an address
        revoke="https://public-api.wordpress.com/oauth2-1/revoke",
        needs_server=True,
        guide=Message("wordpress.guide_hosted"),
    )
    """The other way, for blogs on WordPress.com and those joined to it by Jetpack."""

    def consent_at(self, server: str, way: str) -> Consent:
        """At WordPress.com where the blog is there, or joined to it and its owner chose so (`code`)."""
        there = host_of(server).endswith(".wordpress.com") or way == Way.CODE
        return self.consent_hosted if there else self.consent

    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("members", Kind.MEMBER),
        Listing("commenters", Kind.CORRESPONDENT),
        Listing("followers", Kind.FOLLOWER),
        Listing("subscribers", Kind.SUBSCRIBER),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:
        """The blog's own host, and WordPress.com's where it is asked; the token goes there alone."""
        own = host_of(address_of(access))
        return (hosted.HOST, own) if "token" in access.secret else (own,)

    def open(self, access: Access, http: Http) -> LiveSession:
        """The blog, ready to be read."""
        return hosted.HostedSession(access, http) if "token" in access.secret else SiteSession(access, http)
