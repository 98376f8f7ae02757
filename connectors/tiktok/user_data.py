"""The JSON file. Its keys are English in every language; only the sections that hold them move."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.archive import Member
from connectors.base import Export, note
from connectors.errors import MemberDamaged
from connectors.files import Json
from connectors.model import Gap, Place, Record
from connectors.tiktok.lists import BLOCKED, STANDING, Content, ListName, Lists


def read_json(export: Export, member: Member, lists: Lists, content: Content) -> Iterator[Record]:
    """The people of one file; its settings and profile go into `content`, what is missing into `lists`."""
    source = export.name(member)
    try:
        document = export.json(member)
    except MemberDamaged as e:
        yield lists.gap(Gap.DAMAGED, Place(source, e.place), note("tiktok.member_damaged", member=source))
        return
    if not isinstance(document, dict):
        yield lists.gap(Gap.FORMAT_UNKNOWN, Place(source), note("tiktok.member_unknown", member=source))
        return
    for part in (*STANDING, BLOCKED):
        for pointer, section in _sections(document, *part.sections):
            yield from _list(part, section, source, pointer, lists)
    for pointer, section in _sections(document, "settings"):
        for name, pairs in _inside(section, "settingsmap"):
            content.settings.append((pairs, source, f"{pointer}/{name}"))
    for pointer, section in _sections(document, "profile info", "profile information"):
        for name, pairs in _inside(section, "profilemap"):
            content.profile.update({key.casefold(): value for key, value in pairs.items()})
            content.profile_place = Place(source, f"{pointer}/{name}")


def _list(part: ListName, section: Json, source: str, pointer: str, lists: Lists) -> Iterator[Record]:
    inner = [(key, rows) for key, rows in _items(section) if key.casefold() == part.inner]
    for key, rows in inner or ([("", [])] if section is None else []):
        if rows is None or isinstance(rows, list):
            yield from lists.people(part, rows or [], source, f"{pointer}/{key}" if key else pointer)
            return
    yield lists.gap(Gap.FORMAT_UNKNOWN, Place(source, pointer), note("tiktok.list_unknown", t_list=part.title))


def _sections(document: Json, *names: str) -> Iterator[tuple[str, Json]]:
    for top, group in document.items():
        for name, section in _items(group):
            if name.casefold() in names:
                yield f"/{top}/{name}", section


def _inside(section: Json, name: str) -> Iterator[tuple[str, dict[str, Json]]]:
    for key, value in _items(section):
        if key.casefold() == name and isinstance(value, dict):
            yield key, value


def _items(value: Json) -> list[tuple[str, Json]]:
    return list(value.items()) if isinstance(value, dict) else []
