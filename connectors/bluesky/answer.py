"""Saved answers of Bluesky's public API: who follows the account, whom it follows, whom it blocks.

Everybody can save these pages without signing in, and unlike the repository file they carry handles and names. Shapes:
the lexicons `app.bsky.graph.getFollowers`, `getFollows` and `getBlocks` of the AT Protocol. An answer is one page of at
most 100 people; a `cursor` in it means that more follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.bluesky import people
from connectors.dates import from_text
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import Json, text_of
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Profile,
    Record,
    RecordType,
    SourceKind,
    State,
)

_KINDS = {"followers": Kind.FOLLOWER, "follows": Kind.FOLLOWING, "blocks": Kind.BLOCKED}


class BlueskyAnswer:
    """Reads JSON files with `followers`, `follows` or `blocks` of people who have a DID."""

    platform: ClassVar[str] = Platform.BLUESKY
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS, RecordType.PROFILE})
    opens: ClassVar[tuple[str, ...]] = ("*followers*.json", "*follows*.json", "*blocks*.json")
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Loose files whose first people have a DID: no other platform's lists have."""
        export = Export(archive, self)
        return [Recognition(self.platform, 60)] if self._answers(archive, export) else []

    def read(self, export: Export) -> Iterator[Record]:
        """The people of all pages given, then what is still missing."""
        profile, received, missing = Profile(), 0, set(_KINDS) - {"blocks"}
        reasons: list[Gap] = []
        notes: list[Message] = []
        for member in export.members(*self.opens):
            try:
                page = export.json(member)
            except MemberDamaged as e:
                reasons.append(Gap.DAMAGED)
                notes.append(note("bluesky.answer_damaged", member=e.member))
                continue
            name = next((key for key in _KINDS if isinstance(page, dict) and isinstance(page.get(key), list)), None)
            if name is None:
                continue
            missing.discard(name)
            if profile.place is None:
                profile = _profile(page.get("subject"), export.name(member))
            if page.get("cursor"):
                reasons.append(Gap.PAGINATION_STOPPED)
                notes.append(note("bluesky.answer_goes_on", member=export.name(member)))
            for number, person in enumerate(page[name]):
                record = people.person(person, _KINDS[name], Place(export.name(member), f"/{name}/{number}"))
                received += isinstance(record, Connection) and name != "blocks"
                yield record
        notes += [note("bluesky.answer_absent", t_list=f"bluesky.list.{name}") for name in sorted(missing)]
        if missing:
            reasons.append(Gap.FILE_ABSENT)
        yield profile
        known = profile.place is not None
        yield Coverage(RecordType.PROFILE, State.PARTIAL if known else State.NONE, Gap.NOT_OFFERED, int(known))
        state = State.PARTIAL if reasons else State.COMPLETE
        yield Coverage(RecordType.CONNECTIONS, state, reasons[0] if reasons else None, received, notes=tuple(notes))

    def _answers(self, archive: Archive, export: Export) -> list[Member]:
        return [member for member in export.members(*self.opens) if _has_did(archive, member)]


def _has_did(archive: Archive, member: Member) -> bool:
    try:
        head = archive.peek(member)
    except DamagedInput:
        return False
    return b'"did:' in head and any(f'"{key}"'.encode() in head for key in (*_KINDS, "subject"))


def _profile(subject: Json, source: str) -> Profile:
    if not isinstance(subject, dict) or not text_of(subject.get("did")):
        return Profile()
    return Profile(
        handle=people.handle_of(subject.get("handle")),
        display_name=text_of(subject.get("displayName")),
        account_id=text_of(subject.get("did")),
        bio=text_of(subject.get("description")),
        created_at=from_text(subject.get("createdAt")),
        place=Place(source, "/subject"),
    )
