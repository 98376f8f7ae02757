"""Headers of a message as they are in the world: fields, words in any charset, lists of addresses, dates.

Follows RFC 5322 (with its obsolete forms), RFC 2047 and RFC 6532, and gets on with what breaks them: nothing here
raises for any bytes, and the time is proportional to their number. What reads as nothing comes out as nothing.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_WORD = re.compile(r"=\?([^?\s*]{1,64})(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_TEXT_ONLY = ("unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined")
"""Python's codecs of text that are no charset of mail, and that a stranger could make work hard."""
_LONGEST_NAME = 10_000
_LONGEST_ADDRESS = 320
"""Characters: RFC 3696 allows 64 before the `@` and 255 behind it."""
_NO_LOCAL = re.compile(r"[\s\x00-\x1f\x7f<>,;:()\[\]\\]")
_NO_DOMAIN = re.compile(r"[^\w.\-\[\]:]")
_EARLIEST, _LATEST = 1982, 2100


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One entry of a list of addresses. `address` is None where the entry has words but no address we can read."""

    name: str | None
    address: str | None


def fields(block: bytes) -> dict[str, list[str]]:
    """The fields of a header block up to its empty line, unfolded, by name in lower case."""
    found: dict[str, list[str]] = {}
    parts: list[bytes] | None = None
    ended: list[tuple[str, list[bytes]]] = []
    for line in block.split(b"\n"):
        line = line.removesuffix(b"\r")
        if not line:
            break
        if line[:1] in b" \t":
            if parts is not None:
                parts.append(line)
            continue
        name, colon, value = line.partition(b":")
        key = name.strip().decode("ascii", "replace").lower()
        parts = [value] if colon and key and " " not in key else None
        if parts is not None:
            ended.append((key, parts))
    for key, values in ended:
        found.setdefault(key, []).append(_text(b"".join(values)))
    return found


def _text(raw: bytes) -> str:
    raw = raw.replace(b"\x00", b"").replace(b"\r", b" ")
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").strip()


def words(text: str) -> str:
    """Text with its encoded words read (RFC 2047), white space made single."""
    if "=?" not in text:
        return _single(text)
    out: list[str] = []
    pending: list[bytes] = []
    charset, end = "", 0

    def flush() -> None:
        if pending:
            out.append(_decode(b"".join(pending), charset))
            pending.clear()

    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        joined = bool(pending) and not between.strip()
        if not joined or match[1].lower() != charset:
            # Programs cut words in the middle of a letter, so neighbours of one charset are read as one.
            flush()
        if not joined:
            out.append(between)
        charset, end = match[1].lower(), match.end()
        pending.append(_bytes(match[2].lower(), match[3]))
    flush()
    out.append(text[end:])
    return _single("".join(out))


def _bytes(how: str, body: str) -> bytes:
    raw = body.encode("utf-8", "replace")
    if how == "q":
        return binascii.a2b_qp(raw, header=True)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def _decode(data: bytes, charset: str) -> str:
    try:
        codec = codecs.lookup(charset)
        if codec.name.replace("-", "_") not in _TEXT_ONLY:
            return data.decode(codec.name)
    except (LookupError, UnicodeError, ValueError):
        pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _single(text: str) -> str:
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").split())


def mailboxes(value: str) -> Iterator[Mailbox]:
    """The entries of an address list, those inside groups among them; an empty group has none."""
    reading = _Entry()
    at, end = 0, len(value)
    open_ended = {'"': False, "(": False}
    while at < end:
        char = value[at]
        if char == "=" and (word := _WORD.match(value, at)):  # before anything else: commas stand bare in some
            at = word.end()
            if len(word[3]) < 5 and words(word[0]) == ",":  # Python's mail library encodes even the comma between two
                yield from reading.end()
                reading = _Entry()
            else:
                reading.add(word[0], words=True)
        elif char in open_ended and not open_ended[char]:
            after, text = (_quoted if char == '"' else _comment)(value, at + 1)
            if after is None:  # never closed: taken as any letter, or everybody behind it would be lost
                open_ended[char] = True
            elif char == '"':
                reading.add(text, quoted=True)
            else:
                reading.comments.append(text)
            at = after or at + 1
        elif char == "<":
            at, text = _angle(value, at + 1)
            reading.angle = text if reading.angle is None else reading.angle
        elif char in ",;":
            yield from reading.end()
            reading, at = _Entry(), at + 1
        elif char == ":" and reading.angle is None and not reading.has_at:
            reading, at = _Entry(), at + 1  # the name of a group
        else:
            stop = _PLAIN.match(value, at)
            upto = stop.end() if stop else at + 1
            reading.add(value[at:upto])
            at = upto
    yield from reading.end()


_PLAIN = re.compile(r'[^"(<,;:=]+')
_IN_QUOTES = re.compile(r'\\(.)|([^"\\]+)|(")', re.DOTALL)
_IN_COMMENT = re.compile(r"\\(.)|([^()\\]+)|(\()|(\))", re.DOTALL)


def _quoted(value: str, at: int) -> tuple[int | None, str]:
    """Where a quoted string ends and what it says; None where it does not end."""
    out: list[str] = []
    for part in _IN_QUOTES.finditer(value, at):
        if part[3]:
            return part.end(), "".join(out)
        out.append(part[1] or part[2])
    return None, ""


def _comment(value: str, at: int) -> tuple[int | None, str]:
    out: list[str] = []
    depth = 1
    for part in _IN_COMMENT.finditer(value, at):
        depth += bool(part[3]) - bool(part[4])
        if not depth:
            return part.end(), "".join(out)
        out.append(part[1] or part[2] or part[3] or part[4])
    return None, ""


_IN_ANGLE = re.compile(r'(?:[^<>",;]|"(?:[^"\\]|\\.)*"|,(?=@)|<)*', re.DOTALL)


def _angle(value: str, at: int) -> tuple[int, str]:
    """What stands between `<` and `>`; where the `>` is missing, up to the next entry."""
    found = _IN_ANGLE.match(value, at)
    end = found.end() if found else at
    return end + (value[end : end + 1] == ">"), value[at:end]


class _Entry:
    """One entry, while it is read."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, bool, bool]] = []
        self.comments: list[str] = []
        self.angle: str | None = None
        self.has_at = False

    def add(self, text: str, *, quoted: bool = False, words: bool = False) -> None:
        self.parts.append((text, quoted, words))
        self.has_at = self.has_at or (not quoted and not words and "@" in text)

    def end(self) -> Iterator[Mailbox]:
        said = _name("".join(text for text, _, _ in self.parts))
        if self.angle is not None:
            address = address_of(self.angle)
        else:
            bare = "".join(f'"{text}"' if quoted else text for text, quoted, _ in self.parts)
            address = address_of(bare)
            if address is None and (alone := address_of("".join(text for text, quoted, _ in self.parts if quoted))):
                address = alone  # "ana@school.example" and nothing else
            if address is not None:
                said = _name(" ".join(self.comments))
        if said is not None and said.casefold() == (address or "").casefold():
            said = None
        if address is not None or said is not None or (self.angle or "").strip():
            yield Mailbox(said, address)


def _name(text: str) -> str | None:
    said = words(text).strip("<> ")
    if len(said) > 1 and said[0] == said[-1] and said[0] in "'\"":
        said = said[1:-1].strip()
    return said[:_LONGEST_NAME] or None


def address_of(text: str) -> str | None:
    """An address in one spelling: domain in lower case and, where it is not ASCII, as DNS has it (`xn--...`)."""
    text = text.strip().strip("<>").strip()
    if text[:1] == text[-1:] == "'":
        text = text[1:-1]
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]  # a route, long obsolete
    if text[:7].lower() == "mailto:":
        text = text[7:]
    if not 3 <= len(text) <= _LONGEST_ADDRESS:
        return None
    local, at, domain = text.rpartition("@")
    local, domain = local.strip(), domain.strip().rstrip(".").lower()
    quoted = len(local) > 2 and local[0] == local[-1] == '"'
    if quoted and not _NO_LOCAL.search(local[1:-1]) and '"' not in local[1:-1]:
        local, quoted = local[1:-1], False
    if not at or not local or not domain or _NO_DOMAIN.search(domain):
        return None
    if any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in local):
        return None
    if not quoted and (_NO_LOCAL.search(local) or '"' in local or "@" in local):
        return None
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return f"{local}@{domain}"


def moment(value: str) -> datetime | None:
    """A date field in UTC; None for what is no date, or one before there was mail or far ahead."""
    if len(value) > 200:
        return None
    try:
        found = parsedate_to_datetime(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return found.replace(microsecond=0) if _EARLIEST <= found.year <= _LATEST else None


def domain_of(address: str) -> str:
    """What stands behind the `@`, in lower case."""
    return address.rpartition("@")[2].lower()


def within(domain: str, domains: tuple[str, ...]) -> bool:
    """Whether a domain is one of these or below one of them."""
    known = [name.strip().lstrip("@").lower() for name in domains]
    return any(domain == name or domain.endswith(f".{name}") for name in known if name)
