"""The YouTube part of a Google Takeout: subscriptions, the owner's channel and its settings.

Who subscribes *to* the channel is in no Takeout, so connections are never complete. Comments, chats, playlists
and histories stay closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, matches, note, roots
from connectors.errors import ConnectorError, MemberDamaged
from connectors.files import parse_csv
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Message,
    Place,
    Platform,
    Profile,
    Record,
    RecordType,
    Setting,
    SourceKind,
    State,
    Unreadable,
)
from connectors.youtube import takeout
from connectors.youtube.tables import Rows, Table, channel, features, old_subscriptions, subscriptions, table_of

_HEAD = 16 * 1024
_HEAD_ROWS = 12
_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT)


class YouTubeExport:
    """Reads the subscriptions in any language of Takeout, and the old JSON list."""

    platform: ClassVar[str] = Platform.YOUTUBE
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = (*takeout.TABLES, *takeout.OLD_JSON, *takeout.LOOSE)
    ignores: ClassVar[tuple[str, ...]] = takeout.CONTENT
    lists: ClassVar[tuple[str, ...]] = takeout.LISTS

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Takeouts by their YouTube folder; else a CSV or JSON file by the channels in it."""
        if found := roots(archive, *takeout.FOLDER):
            return [Recognition(self.platform, 95, root) for root in found]
        loose = takeout.LOOSE if len(archive.members) == 1 else ()
        patterns = (*takeout.TABLES, *takeout.NAMED, *takeout.OLD_JSON, *loose)
        scores = {root: self._score(Export(archive, self, root), patterns) for root in roots(archive, *patterns)}
        return [Recognition(self.platform, score, root) for root, score in scores.items() if score]

    def _score(self, export: Export, patterns: tuple[str, ...]) -> int:
        best = 0
        for member in _tables(export, patterns):
            try:
                table = table_of(_head(export, member))
            except MemberDamaged:
                continue
            if table is Table.SUBSCRIPTIONS:
                best = max(best, 90 if matches(export.name(member), takeout.NAMED) else 60)
            elif table is Table.EMPTY and matches(export.name(member), takeout.NAMED):
                best = max(best, 30)
        for member in export.members(*takeout.OLD_JSON):
            try:
                best = max(best, 90 if b"youtube#" in _start(export, member) else 0)
            except MemberDamaged:
                continue
        return best

    def read(self, export: Export) -> Iterator[Record]:
        """Profile, settings and subscriptions."""
        return _Reading(export).records()


def _tables(export: Export, patterns: tuple[str, ...]) -> list[Member]:
    """The CSV files that may be lists or settings; what people wrote or watched is left out by its name."""
    closed = (*takeout.CONTENT, *takeout.OLD_JSON)
    return [member for member in export.members(*patterns) if not matches(export.name(member), closed)]


def _start(export: Export, member: Member) -> bytes:
    try:
        return export.open(member).read(_HEAD)
    except ConnectorError as e:
        raise MemberDamaged(export.name(member), str(e)) from e


def _head(export: Export, member: Member) -> Rows:
    """The first rows; a row cut by the end of what was read is harmless here."""
    return list(islice(parse_csv(_start(export, member), export.name(member)), _HEAD_ROWS))


class _Reading:
    """One pass over one Takeout."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._gaps: list[tuple[Gap, Message]] = []
        self._listed = False
        self._subscriptions = 0
        self._channel: Profile | None = None
        self._channel_seen = False
        self._settings: list[Setting] = []

    def records(self) -> Iterator[Record]:
        self._look_at_names()
        for member in _tables(self._export, (*takeout.TABLES, *self._loose())):
            yield from self._counted(self._table(member))
        for member in self._export.members(*takeout.OLD_JSON):
            yield from self._counted(self._old(member))
        yield from self._coverage()

    def _loose(self) -> tuple[str, ...]:
        """Files outside a YouTube folder: those with a known name, or any one CSV that came alone."""
        named = self._export.members(*takeout.NAMED)
        return takeout.LOOSE if not named and len(self._export.members("**/*")) == 1 else takeout.NAMED

    def _look_at_names(self) -> None:
        folders = sorted({m.name.partition("/")[0] for m in self._export.members(*takeout.TABLES)})
        parts = takeout.parts((*self._export.inputs, *self._export.root.split("/"), *folders))
        if len(parts.made_at) > 1:
            days = " and ".join(f"{moment:%Y-%m-%d %H:%M}" for moment in parts.made_at)
            raise ConnectorError(
                f"{', '.join(self._export.inputs)}: these are Takeouts of different times ({days} UTC). "
                "Give only the parts of the newest one."
            )
        self._export.taken_at = next(iter(parts.made_at), None)
        if parts.missing:
            said = note("youtube.parts_absent", n=len(parts.missing), parts=", ".join(parts.missing[:20]))
            self._gaps.append((Gap.FILE_ABSENT, said))

    def _counted(self, found: Iterator[Record]) -> Iterator[Record]:
        """Pass connections and unreadable rows on; keep the channel and its settings for their own place."""
        damaged, source = 0, ""
        for record in found:
            if isinstance(record, Profile):
                self._channel = self._channel or record
            elif isinstance(record, Setting):
                self._settings.append(record)
            else:
                self._subscriptions += isinstance(record, Connection)
                if isinstance(record, Unreadable) and record.reason.id == "youtube.row_without_channel":
                    damaged, source = damaged + 1, record.place.source
                yield record
        if damaged:
            self._gaps.append((Gap.DAMAGED, note("youtube.rows_unreadable", n=damaged, member=source)))

    def _table(self, member: Member) -> Iterator[Record]:
        source = self._export.name(member)
        named = matches(source, takeout.NAMED)
        try:
            table = table_of(_head(self._export, member))
            if table in (Table.OTHER, Table.EMPTY) and not named:
                return
            rows = list(parse_csv(self._export.read(member), source))
        except MemberDamaged as e:
            yield self._gap(Gap.DAMAGED, Place(source, e.place), note("youtube.member_damaged", member=source))
            return
        match table:
            case Table.SUBSCRIPTIONS:
                self._listed = True
                yield from subscriptions(rows, source)
            case Table.EMPTY:
                self._listed = True
            case Table.OTHER:
                yield self._gap(Gap.FORMAT_UNKNOWN, Place(source), note("youtube.member_unknown", member=source))
            case Table.CHANNEL:
                self._channel_seen = True
                yield from channel(rows, source)
            case Table.FEATURES:
                self._channel_seen = True
                yield from features(rows, source)

    def _old(self, member: Member) -> Iterator[Record]:
        source = self._export.name(member)
        try:
            document = self._export.json(member)
        except MemberDamaged as e:
            yield self._gap(Gap.DAMAGED, Place(source, e.place), note("youtube.member_damaged", member=source))
            return
        if not isinstance(document, list):
            yield self._gap(Gap.FORMAT_UNKNOWN, Place(source), note("youtube.member_unknown", member=source))
            return
        self._listed = True
        yield from old_subscriptions(document, source)

    def _gap(self, reason: Gap, place: Place, message: Message) -> Unreadable:
        self._gaps.append((reason, message))
        return Unreadable(place, message)

    def _coverage(self) -> Iterator[Record]:
        if not self._listed and not any(gap in (Gap.DAMAGED, Gap.FORMAT_UNKNOWN) for gap, _ in self._gaps):
            self._gaps.append((Gap.FILE_ABSENT, note("youtube.list_absent")))
        notes = tuple(message for _, message in self._gaps)
        if self._listed and not self._subscriptions:
            notes = (*notes, note("youtube.list_empty"))
        reason = min((gap for gap, _ in self._gaps), key=_WORST_FIRST.index, default=Gap.PLATFORM_LIMIT)
        state = State.PARTIAL if self._listed else State.NONE
        limit = note("youtube.subscribers_not_exported")
        yield Coverage(RecordType.CONNECTIONS, state, reason, self._subscriptions, notes=(*notes, limit))
        if self._channel is not None:
            yield self._channel
            yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
        else:
            yield Coverage(RecordType.PROFILE, State.NONE, Gap.FILE_ABSENT, notes=(note("youtube.channel_absent"),))
        yield from self._settings
        if self._settings:
            said = note("youtube.settings_only_channel")
            yield Coverage(RecordType.SETTINGS, State.PARTIAL, Gap.NOT_OFFERED, len(self._settings), notes=(said,))
        else:
            absent = not self._channel_seen
            reason = Gap.FILE_ABSENT if absent else Gap.NOT_OFFERED
            said = note("youtube.channel_absent" if absent else "youtube.settings_not_in_channel")
            yield Coverage(RecordType.SETTINGS, State.NONE, reason, notes=(said,))
