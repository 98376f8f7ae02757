"""What the JSON of Meta's exports (Facebook, Instagram, Threads) has in common.

- Text is written with every byte of its UTF-8 as one character (`José` is `Jos\\u00c3\\u00a9`), in values and in
  keys. `load` puts that right, string by string. HTML exports are proper UTF-8 and must not be touched.
- Named values come as `string_map_data` (`{"Private Account": {"value": "True"}}`) or, since about 2022, as
  `label_values` (`[{"label": "Username", "value": "ana"}]`, which may nest under `dict`). `pairs` reads both.
- A list of one record is often written as the bare record.
- The download's name says whose it is and when it was made: `instagram-<handle>-2026-01-09-<8 letters>.zip`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.dates import from_epoch
from connectors.files import Json, parse_json, text_of
from connectors.model import Place, Platform


def repair(text: str) -> str:
    """The text that Meta wrote as single bytes; anything that is not such text comes back as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def repaired(document: Json) -> Json:
    """The document with every string and key repaired, changed in place. Safe for any depth."""
    box = [document]
    todo: list[Json] = [box]
    while todo:
        node = todo.pop()
        if isinstance(node, dict) and not all(key.isascii() for key in node):
            items = list(node.items())
            node.clear()
            node.update((repair(key), value) for key, value in items)
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, dict | list):
                todo.append(value)
            elif isinstance(value, str) and not value.isascii():
                node[key] = repair(value)
    return box[0]


def load(data: bytes, name: str) -> Json:
    """A JSON member, repaired. Raises `MemberDamaged`."""
    document = parse_json(data, name)
    # Meta writes such characters as `\u00c3`; most large lists hold none.
    return document if data.isascii() and b"\\u00" not in data else repaired(document)


def moment(value: Json) -> datetime | None:
    """A timestamp in seconds, which Meta writes as a whole number; 0 is "not known"."""
    return from_epoch(value) if isinstance(value, int) else None


def step(key: str | int) -> str:
    """One step of a JSON pointer."""
    return "/" + str(key).replace("~", "~0").replace("/", "~1")


def fold(text: str) -> str:
    """A label or a word for comparing: letter case, kinds of apostrophes, question marks and outer space aside."""
    return re.sub(r"\s+", " ", re.sub("[’‘ʼ`]", "'", text)).strip(" ?:.¿").casefold()


@dataclass(frozen=True, slots=True)
class Pair:
    """A named value and where it stands. `label` is as written; `when` is set where the value is a time."""

    label: str
    value: str
    place: Place
    when: datetime | None = None


def pairs(document: Json, source: str) -> Iterator[Pair]:
    """Every named value of a JSON document, in its order, whatever they are wrapped in."""
    todo: list[tuple[str, Json]] = [("", document)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, dict):
            yield from _pair(node.get("label"), node, path, source)
            named = node.get("string_map_data")
            for key, value in named.items() if isinstance(named, dict) else ():
                yield from _pair(key, value, f"{path}/string_map_data{step(key)}", source)
        inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        todo += reversed([(path + step(key), value) for key, value in inner if isinstance(value, dict | list)])


def _pair(label: Json, node: Json, path: str, source: str) -> Iterator[Pair]:
    name = text_of(label)
    if name and isinstance(node, dict):
        when = moment(node.get("timestamp_value")) or moment(node.get("timestamp"))
        yield Pair(name, value_of(node), Place(source, path), when)


def value_of(node: dict[str, Json]) -> str:
    """The value of a named value: `value`, else the texts of `vec`, else `href`; empty where there is none."""
    value = node.get("value")
    if isinstance(value, bool):
        return str(value)
    several = node.get("vec")
    listed = (
        [text_of(one.get("value")) for one in several if isinstance(one, dict)] if isinstance(several, list) else []
    )
    return text_of(value) or ", ".join(text for text in listed if text) or text_of(node.get("href")) or ""


def first_value(pairs: Sequence[Pair], *labels: str) -> str | None:
    """The first value under any of the labels, which are given folded."""
    return next((pair.value for pair in pairs if pair.value and fold(pair.label) in labels), None)


_OWNERS = (
    (Platform.THREADS, re.compile(r'"text_post_app_')),
    (Platform.INSTAGRAM, re.compile(r'"relationships_\w+"\s*:')),
    (
        Platform.FACEBOOK,
        re.compile(
            r'\s*\{\s*"(?:friends|following|followers|deleted_friends|(?:sent|received|rejected)_requests)(?:_v\d+)?"'
            r"\s*:\s*[\[{]"
        ),
    ),
)


def owner(head: str) -> Platform | None:
    """Whose list this is, by the key it begins with; None where the beginning does not say."""
    for platform, key in _OWNERS:
        if key.match(head) if platform is Platform.FACEBOOK else key.search(head):
            return platform
    return None


def is_schema(head: str) -> bool:
    """Whether this is a description of a format (JSON Schema) and not somebody's data."""
    return re.match(r'\s*\{\s*"(?:\$schema|\$id|definitions|properties)"', head) is not None


@dataclass(frozen=True, slots=True)
class Download:
    """What the name of a download says. `number` is there where Facebook wrote an id in place of a user name."""

    handle: str | None = None
    number: str | None = None
    made: datetime | None = None


_DATES = r"(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})-(\d{1,2})-(\d{4}))"
_NAME = re.compile(rf"(?:^|/)(?:facebook|instagram)-([\w.]+?)-{_DATES}(?![\w])", re.IGNORECASE | re.ASCII)
_NAME_2022 = re.compile(r"(?:^|/)[\w.]+?_(\d{4})(\d{2})(\d{2})(?:\.zip)?/?$", re.ASCII)


def download(inputs: Sequence[str], root: str = "") -> Download:
    """What the folder inside the input, or else the names of the inputs, say of the export."""
    for name in (root, *inputs):
        if found := _NAME.search(name):
            who, year, month, day, one, two, end = found.groups()
            number = who if who.isdigit() else None
            made = _day(year, month, day) if year else _either(one, two, end)
            return Download(None if number else who, number, made)
    for name in (root, *inputs):
        # Until early 2023 Instagram named it `ana_20220903.zip`; anybody names folders so: the date is taken,
        # the name is not.
        if (found := _NAME_2022.search(name)) and (made := _day(*found.groups())):
            return Download(made=made)
    return Download()


def _either(one: str, two: str, year: str) -> datetime | None:
    """`12-4-2025` can be read in two ways and then says nothing."""
    days = {_day(year, one, two), _day(year, two, one)} - {None}
    return days.pop() if len(days) == 1 else None


def _day(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
