"""Files of named values (settings, profile) in Meta's exports, and what is said of the settings found in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connectors.archive import Member
from connectors.base import Export, note
from connectors.errors import MemberDamaged
from connectors.files import Json
from connectors.meta_format import Pair, fold, load, pairs
from connectors.meta_html import whole_page
from connectors.model import (
    UNKNOWN,
    Coverage,
    Gap,
    Message,
    Place,
    Profile,
    Record,
    RecordType,
    Setting,
    SettingKey,
    State,
    Unreadable,
)

TRUE = ("true", "on", "yes", "enabled", "1")
FALSE = ("false", "off", "no", "disabled", "0")
ON_OFF: Mapping[str, str] = {**dict.fromkeys(TRUE, "on"), **dict.fromkeys(FALSE, "off")}
PRIVATE: Mapping[str, str] = {**dict.fromkeys(TRUE, "private"), **dict.fromkeys(FALSE, "public")}
"""The words of the flag `Private Account`, which Instagram and Threads each keep for themselves."""
PRIVATE_ACCOUNT = (
    "private account", "private profile", "cuenta privada", "conta privada", "privates konto", "compte privé",
    "privéaccount", "account privato",
)  # fmt: skip
"""Its label. The first is what exports show; the others are the words of the app and not seen in an export."""


class Pages:
    """Reads the files of named values of one export, and remembers which of them are damaged."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._damaged: dict[str, Unreadable] = {}

    def pairs(self, *stems: str) -> list[Pair]:
        """The named values of the first of these members that is there (paths without suffix; JSON before HTML)."""
        for member, name in self._members(stems):
            try:
                data = self._export.read(member)
                if name.casefold().endswith(".json"):
                    return list(pairs(load(data, name), name))
                return list(whole_page(data, name).pairs())
            except MemberDamaged as e:
                self._note(name, e)
        return []

    def document(self, *stems: str) -> tuple[str, Json] | None:
        """(name, content) of the first of these members that is readable JSON."""
        for member, name in self._members(stems):
            if name.casefold().endswith(".json"):
                try:
                    return name, load(self._export.read(member), name)
                except MemberDamaged as e:
                    self._note(name, e)
        return None

    def _members(self, stems: Sequence[str]) -> Iterator[tuple[Member, str]]:
        for suffix in ("json", "html"):
            for member in self._export.members(*(f"{stem}.{suffix}" for stem in stems)):
                yield member, self._export.name(member)

    def _note(self, name: str, error: MemberDamaged) -> None:
        place = Place(name, error.place)
        self._damaged.setdefault(name, Unreadable(place, note("meta.member_damaged", member=name)))

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The damaged members."""
        return tuple(self._damaged.values())

    def settings(self, found: Sequence[Setting], absent: Message, partial: Message) -> Iterator[Record]:
        """The settings and their coverage: never complete, for no export of Meta's carries all of them."""
        yield from found
        damaged = [one.reason for one in self._damaged.values()]
        reason = Gap.DAMAGED if damaged else Gap.NOT_OFFERED if found else Gap.FILE_ABSENT
        state = State.PARTIAL if found else State.NONE
        notes = (*damaged, partial if found else absent)
        yield Coverage(RecordType.SETTINGS, state, reason, len(found), notes=notes)

    def profile(self, profile: Profile, absent: Message) -> Iterator[Record]:
        """The profile and its coverage: complete from the profile's file, partial from the download's name alone."""
        yield profile
        if profile.place is not None:
            yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
            return
        state = State.PARTIAL if profile.handle or profile.account_id else State.NONE
        reason = Gap.DAMAGED if self._damaged else Gap.FILE_ABSENT
        yield Coverage(RecordType.PROFILE, state, reason, int(state is State.PARTIAL), notes=(absent,))


def setting(key: SettingKey, words: Mapping[str, str], pair: Pair) -> Setting:
    """A setting in our words; a word we do not know is `unknown`."""
    return Setting(key, words.get(fold(pair.value), UNKNOWN), {pair.label: pair.value}, pair.place)
