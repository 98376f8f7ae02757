"""TikTok's text files: blocks of `Date: ...` and `Username: ...`, in the language of the app.

`Follower.txt`, `Volger.txt` and so on lie in `Profile and Settings/` (or its name of that year and language).
An empty list says so in a sentence. Labels are not looked at: of the two lines of a block, the one that holds a
time is the date. Every file ends with a line end, so one that does not was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectors.archive import Member
from connectors.base import Export, note
from connectors.errors import MemberDamaged
from connectors.files import Json, decode
from connectors.model import Gap, Place, Record
from connectors.tiktok.lists import BLOCKED, STANDING, Content, ListName, Lists

_SETTINGS = ("settings", "instellingen")
_PROFILE = ("profile info", "profile information", "profielinformatie")
_USERNAME = ("username", "user name", "gebruikersnaam")
_NO_DATA = ("you have no data in this section", "dit gedeelte bevat geen gegevens")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
_PART = re.compile(r"[ _-]\d{1,3}$")


def _files(*names: str) -> tuple[str, ...]:
    """In a section's folder or loose; long lists come in parts (`Following_2.txt`)."""
    return tuple(f"{folder}{name}{part}.txt" for name in names for folder in ("*/", "") for part in ("", "_*"))


LISTS = _files(*(name for part in STANDING for name in part.files))
ALL = (*LISTS, *_files(*BLOCKED.files, *_SETTINGS, *_PROFILE))


def is_list(text: str) -> bool:
    """Whether a file begins with a block of a list, or says that the list is empty."""
    return _says_empty(text) or isinstance(next(iter(_blocks(text)), None), dict)


def read_txt(export: Export, member: Member, lists: Lists, content: Content) -> Iterator[Record]:
    """The people of one file; a settings or profile file goes into `content`, what is missing into `lists`."""
    source, name = export.name(member), _PART.sub("", member.basename.casefold().removesuffix(".txt"))
    part = next((part for part in (*STANDING, BLOCKED) if name in part.files), None)
    try:
        text = decode(export.read(member), source).replace("\r\n", "\n")
    except MemberDamaged as e:
        yield lists.gap(Gap.DAMAGED, Place(source, e.place), note("tiktok.member_damaged", member=source))
        return
    if part is not None:
        yield from _list(part, text, source, lists)
    elif name in _SETTINGS:
        content.settings.append((dict(_pairs(text)), source, ""))
    else:
        pairs = {key.casefold(): value for key, value in _pairs(text)}
        content.profile.update(pairs)
        content.profile["username"] = next((pairs[key] for key in _USERNAME if key in pairs), None)
        content.profile_place = Place(source)


def _list(part: ListName, text: str, source: str, lists: Lists) -> Iterator[Record]:
    if not text.endswith("\n"):
        yield lists.gap(Gap.DAMAGED, Place(source), note("tiktok.file_cut", member=source))
    rows = [] if _says_empty(text) else _blocks(text)
    if rows and not any(isinstance(row, dict) for row in rows):
        yield lists.gap(Gap.FORMAT_UNKNOWN, Place(source), note("tiktok.list_unknown", t_list=part.title))
        return
    yield from lists.people(part, rows, source, "")


def _says_empty(text: str) -> bool:
    return text.strip().rstrip(".").casefold() in _NO_DATA


def _blocks(text: str) -> list[Json]:
    """The rows of a list; a block that is not a time and one other line stays a string, which no row is."""
    return [_row(block) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block]


def _row(block: str) -> Json:
    values = [line.partition(":")[2].strip() for line in block.split("\n")]
    dates = [value for value in values if _TIME.match(value)]
    others = [value for value in values if not _TIME.match(value)]
    return {"Date": dates[0], "UserName": others[0]} if len(dates) == len(others) == 1 else block


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """`Private Account: Off` lines; a name may itself end in colons."""
    for line in text.splitlines():
        name, _, value = line.rpartition(": ")
        if name.strip():
            yield name.strip(), value.strip()
