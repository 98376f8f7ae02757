"""A Bluesky repository: whom the account follows and blocks, and its profile.

Who follows the account is written in other people's repositories, so connections are never complete. People are
known by their DID alone; handles and names are not in the file. The file is one stream of blocks that has to be
read through, but only the tree, the follows, the blocks and the profile are decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note, roots
from connectors.bluesky import people, repo
from connectors.bluesky.car import Car, is_car, link
from connectors.bluesky.people import DID, address
from connectors.dates import from_text
from connectors.errors import ConnectorError, MemberDamaged
from connectors.files import text_of
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
    Unreadable,
)

_FOLLOW, _BLOCK, _PROFILE = "app.bsky.graph.follow/", "app.bsky.graph.block/", "app.bsky.actor.profile/self"
_KINDS = {_FOLLOW: Kind.FOLLOWING, _BLOCK: Kind.BLOCKED}
_HEAD = 8192


class BlueskyExport:
    """Reads `repo.car`."""

    platform: ClassVar[str] = Platform.BLUESKY
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = ("*.car",)
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Any `.car` file with the header of one: no other platform uses them."""
        found = []
        for root in roots(archive, *self.opens):
            export = Export(archive, self, root)
            if any(is_car(_head(export, member)) for member in export.members(*self.opens)):
                found.append(Recognition(self.platform, 90, root))
        return found

    def read(self, export: Export) -> Iterator[Record]:
        """Profile, settings, then follows and blocks in the order of their keys."""
        members = [m for m in export.members(*self.opens) if is_car(_head(export, m))]
        if len(members) != 1:
            names = ", ".join(export.name(member) for member in members) or ", ".join(export.inputs)
            raise ConnectorError(f"{names}: give exactly one repository file (.car), that of one account.")
        return _Reading(export, members[0]).records()


def _head(export: Export, member: Member) -> bytes:
    try:
        return export.open(member).read(_HEAD)
    except ConnectorError:
        return b""


class _Reading:
    """One pass over one repository."""

    def __init__(self, export: Export, member: Member) -> None:
        self._export, self._member, self._source = export, member, export.name(member)
        self._walk = repo.Walk()
        self._unreadable = 0
        self._followed = 0
        self._profile: dict[str, Any] = {}

    def records(self) -> Iterator[Record]:
        try:
            car = Car(self._export.read(self._member), self._source)
            found = repo.commit(car, self._source)
        except MemberDamaged as e:
            said = note("bluesky.file_damaged", member=self._source)
            yield Unreadable(Place(self._source, e.place), said)
            yield from self._nothing(Gap.DAMAGED, said)
            return
        top = link(found["data"]) if found else None
        if found is None or top is None:
            yield from self._nothing(Gap.FORMAT_UNKNOWN, note("bluesky.not_a_repository", member=self._source))
            return
        for path, content in repo.records(car, top, (*_KINDS, _PROFILE), self._walk, self._source):
            yield from self._record(path, content)
        for problem in self._walk.broken:
            yield Unreadable(Place(self._source, problem.place), note("bluesky.block_damaged"))
        yield self._connections(car)
        yield from self._owner(found["did"])

    def _record(self, path: str, content: Any) -> Iterator[Record]:
        place = Place(self._source, path)
        if path == _PROFILE and isinstance(content, dict):
            self._profile = content
            return
        if path == _PROFILE:
            self._unreadable += 1
            yield Unreadable(place, note("bluesky.block_damaged"))
            return
        kind = _KINDS[path.rpartition("/")[0] + "/"]
        subject = content.get("subject") if isinstance(content, dict) else None
        if not isinstance(subject, str) or not DID.fullmatch(subject):
            self._unreadable += 1
            yield Unreadable(place, note("bluesky.record_without_subject"))
            return
        self._followed += kind is Kind.FOLLOWING
        yield Connection(
            (kind,), (place,), platform_id=subject, url=address(subject), since=from_text(content.get("createdAt"))
        )

    def _connections(self, car: Car) -> Coverage:
        notes: list[Message] = []
        if car.truncated:
            notes.append(note("bluesky.cut_short"))
        if self._walk.missing:
            notes.append(note("bluesky.blocks_missing", n=self._walk.missing))
        if self._walk.broken or self._unreadable:
            notes.append(note("bluesky.records_unreadable", n=len(self._walk.broken) + self._unreadable))
        reason = Gap.DAMAGED if notes else Gap.PLATFORM_LIMIT
        # A tree that could not be walked at all shows nothing, and nothing is not an empty list.
        state = State.PARTIAL if self._walk.whole or self._followed else State.NONE
        notes += [note("bluesky.followers_not_in_file"), note("bluesky.ids_only")]
        return Coverage(RecordType.CONNECTIONS, state, reason, self._followed, notes=tuple(notes))

    def _owner(self, did: str) -> Iterator[Record]:
        about = self._profile
        identity = did if DID.fullmatch(did) else None
        yield Profile(
            display_name=text_of(about.get("displayName")),
            account_id=identity,
            url=address(identity) if identity else None,
            bio=text_of(about.get("description")),
            created_at=from_text(about.get("createdAt")),
            place=Place(self._source, _PROFILE if about else ""),
        )
        if about:
            yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
        else:
            reason = Gap.FILE_ABSENT if self._walk.whole and not self._unreadable else Gap.DAMAGED
            said = note("bluesky.profile_absent")
            yield Coverage(RecordType.PROFILE, State.PARTIAL, reason, 1, notes=(said,))
        settings = list(people.settings(about, Place(self._source, _PROFILE if about else "")))
        yield from settings
        said = note("bluesky.all_public")
        yield Coverage(RecordType.SETTINGS, State.PARTIAL, Gap.NOT_OFFERED, len(settings), notes=(said,))

    def _nothing(self, reason: Gap, said: Message) -> Iterator[Record]:
        for record in (RecordType.CONNECTIONS, RecordType.PROFILE, RecordType.SETTINGS):
            yield Coverage(record, State.NONE, reason, notes=(said,))
