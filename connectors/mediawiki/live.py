"""MediaWiki: who has an account on a wiki, in which groups, and who may read, join and edit."""

from __future__ import annotations

import json
from typing import ClassVar
from urllib.parse import quote

from connectors.addresses import host_of
from connectors.dates import from_text
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json, text_of
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, LiveSession, Page, Way
from connectors.mediawiki.api import Api, address_of
from connectors.mediawiki.rights import IMPLICIT, groups_of, moderating, settings
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Profile,
    RecordType,
    State,
    Unreadable,
)
from connectors.moderation import places
from connectors.refusal import Refusal

_MORE_THAN_READING = frozenset({"block", "delete", "edit", "protect", "userrights"})
_OWN_ACCOUNTS = frozenset(
    {
        "MediaWiki default", "Conversion script", "Maintenance script", "Template namespace initialisation script",
        "ScriptImporter", "Delete page script", "Move page script", "Command line script", "Unknown user",
    }
)  # fmt: skip
"""Names under which MediaWiki itself edits. Nobody can sign up as one (`$wgReservedUsernames`): they are no people."""


class MediaWikiLive:
    """A wiki: whoever has an account is a member, with the groups in the place (`connectors.moderation`).

    With `user` (`Name@program`) and `password`, a bot password; with `token`, OAuth. MediaWiki shows nobody's e-mail
    and no name but the user name. The accounts MediaWiki keeps for itself are left out.
    """

    platform: ClassVar[str] = "mediawiki"
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.PROFILE, RecordType.SETTINGS, RecordType.CONNECTIONS}
    )
    consent: ClassVar[Consent] = Consent(Way.APP_PASSWORD, needs_server=True, guide=Message("mediawiki.guide"))
    consent_token: ClassVar[Consent] = Consent(Way.TOKEN, needs_server=True, guide=Message("mediawiki.guide_token"))
    """The other way, for wikis with the extension OAuth."""

    def consent_at(self, server: str, way: str) -> Consent:  # noqa: ARG002 - any wiki may have both
        """By a bot password, or by a token where its owner chose so."""
        return self.consent_token if way == Way.TOKEN else self.consent

    listings: ClassVar[tuple[Listing, ...]] = (Listing("members", Kind.MEMBER),)

    def hosts(self, access: Access) -> tuple[str, ...]:
        """The wiki's own host alone."""
        return (host_of(address_of(access)),)

    def open(self, access: Access, http: Http) -> LiveSession:
        """The wiki, ready to be read."""
        return WikiSession(access, http)


class WikiSession:
    """One wiki, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._api = Api(access, http)
        self._site: dict[str, Json] = {}

    def about(self) -> About:
        """The wiki, and what its groups may do."""
        site = self._siteinfo()
        general = site["general"]
        groups = groups_of(site.get("usergroups"))
        listed = site.get("extensions")
        extensions = (
            [text_of(e.get("name")) or "" for e in listed if isinstance(e, dict)] if isinstance(listed, list) else []
        )
        found = tuple(settings(groups, extensions))
        url = text_of(general.get("base")) or ""
        own = site.get("userinfo")
        rights = own.get("rights") if isinstance(own, dict) else None
        broad = bool(_MORE_THAN_READING.intersection(map(str, rights))) if isinstance(rights, list) else False
        profile = Profile(
            handle=host_of(url) or None,
            display_name=text_of(general.get("sitename")),
            account_id=text_of(general.get("wikiid")),
            url=url or None,
            account_type="wiki",
            place=Place("siteinfo", "/general"),
        )
        notes = (Message("mediawiki.more_than_reading"),) if broad else ()
        coverage = (
            Coverage(RecordType.PROFILE, State.COMPLETE, received=1, notes=notes),
            Coverage(RecordType.SETTINGS, State.COMPLETE, received=len(found))
            if found
            else Coverage(RecordType.SETTINGS, State.NONE, Gap.FORMAT_UNKNOWN, notes=(Message("mediawiki.no_groups"),)),
        )
        return About(profile, found, coverage)

    def page(self, listing: Listing, cursor: str | None) -> Page:  # noqa: ARG002 - there is one list
        """A page of accounts, by name; the cursor is what the wiki wants to hear to go on."""
        site = self._siteinfo()
        onward: dict[str, str | int] = _continue(cursor) if cursor else {}
        data = self._api.query({**onward, "list": "allusers", "auprop": "groups|registration", "aulimit": "max"})
        query = data.get("query")
        rows = query.get("allusers") if isinstance(query, dict) else None
        if not isinstance(rows, list):
            raise Refusal(Gap.DAMAGED, Message("live.not_json"))
        moderators = moderating(groups_of(site.get("usergroups")))
        server, path = text_of(site["general"].get("server")) or "", text_of(site["general"].get("articlepath")) or ""
        base = server + path if "$1" in path else ""
        people = [_member(row, moderators, base) for row in rows if not _is_own(row)]
        more = data.get("continue")
        return Page(people, json.dumps(more, sort_keys=True) if isinstance(more, dict) and more else None)

    def _siteinfo(self) -> dict[str, Json]:
        if not self._site:
            data = self._api.query(
                {"meta": "siteinfo|userinfo", "siprop": "general|usergroups|extensions", "uiprop": "groups|rights"}
            ).get("query")
            if not isinstance(data, dict) or not isinstance(data.get("general"), dict):
                raise Refusal(Gap.DAMAGED, Message("live.not_json"))
            self._site = data
        return self._site


def _continue(cursor: str) -> dict[str, str | int]:
    try:
        data = parse_json(cursor, "")
    except MemberDamaged:
        data = None
    if not isinstance(data, dict):
        raise Refusal(Gap.DAMAGED, Message("live.not_json"))
    return {name: word for key, value in data.items() if (name := text_of(key)) and (word := text_of(value))}


def _is_own(row: Json) -> bool:
    return isinstance(row, dict) and text_of(row.get("name")) in _OWN_ACCOUNTS


def _member(row: Json, moderators: frozenset[str], base: str) -> Connection | Unreadable:
    number, name = (text_of(row.get("userid")), text_of(row.get("name"))) if isinstance(row, dict) else (None, None)
    if number is None or name is None:
        return Unreadable(Place("members"), Message("mediawiki.not_a_person"))
    groups = row.get("groups")
    roles = [str(g) for g in groups if str(g) not in IMPLICIT] if isinstance(groups, list) else []
    return Connection(
        (Kind.MEMBER,),
        places(roles, f"/{number}", moderating=moderators),
        display_name=name,
        handle=name,
        platform_id=number,
        url=base.replace("$1", f"User:{quote(name.replace(' ', '_'))}") or None,
        since=from_text(row.get("registration")),
    )
