"""One line of an exported chat, in every layout of date and time that phones write, and the notices among them.

iOS puts the moment in brackets and seconds with it, Android a dash behind it:

    [30/12/2023, 14:30:00] Ana: ...        30/12/2023, 14:30 - Ana: ...
    [12.3.2022 klo 14.08.18] Ana: ...      1/4/23, 7:02 PM - Ana: ...
    [2024/1/5 下午2:30:00] Ana: ...         20/6/2017 8:28 p. m. - Ana: ...

Sources: the layouts in public parsers and their issues (Pustur/whatsapp-chat-parser 199, 224, 248, 258; chat-miner;
kawsay), 2017 to 2026. Only the day is read of a moment, so words for the half of the day may be any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_DATE = r"(?P<a>\d{1,4})(?P<sep>[./\-年])\s?(?P<b>\d{1,2})[./\-月]\s?(?P<c>\d{1,4})[.日]?"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
_IOS = re.compile(rf"\[{_DATE}[^\d\]]{{1,12}}{_TIME}[^\d\]]{{0,12}}\]\s?(?P<rest>.*)", re.DOTALL)
_ANDROID = re.compile(rf"{_DATE}[^\d]{{1,12}}{_TIME}(?:(?! [-–—] )[^\d]){{0,12}} [-–—] (?P<rest>.*)", re.DOTALL)
_SENDER = re.compile(r"(?P<name>[^:\n]{1,120}?):(?:\s|$|(?=[^\s/\d]))")
_MARKED = re.compile(r":\s?\u200e")
"""How newer exports of iPhones begin a notice that stands behind a name (and an attachment)."""
_NAME = r"(?P<who>.{1,120}?)"
_JOINED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<by>.{1,120}?) added (?P<whom>.{1,2000}?)\.?",
        rf"{_NAME} (?:was added|were added|joined(?: using| from| via)?.*|left(?: the group)?)\.?",
        rf"{_NAME} created (?:this |the )?group.*",
        r"(?P<by>.{1,120}?) (?:añadió|agregó) a (?P<whom>.{1,2000}?)\.?",
        rf"{_NAME} (?:se unió.*|salió(?: del grupo)?|creó el grupo.*|fue añadid[oa].*)\.?",
        r"(?P<by>.{1,120}?) adicionou (?P<whom>.{1,2000}?)\.?",
        rf"{_NAME} (?:entrou(?: usando.*| no grupo.*)?|saiu(?: do grupo)?|foi adicionad[oa].*)\.?",
        rf"{_NAME} criou (?:o|este) grupo.*",
        r"(?P<by>.{1,120}?) hat (?P<whom>.{1,2000}?) hinzugefügt\.?",
        rf"{_NAME} (?:ist.*beigetreten.*|hat die Gruppe (?:verlassen|.*erstellt)|wurde hinzugefügt)\.?",
        r"(?P<by>.{1,120}?) a ajouté (?P<whom>.{1,2000}?)\.?",
        rf"{_NAME} (?:a rejoint.*|est parti.*|a quitté.*|a créé le groupe.*|a été ajouté.*)\.?",
    )
)
"""Notices of who came, went or made the group, in English, Spanish, Portuguese, German and French."""
_NOTICE = re.compile(
    r"end-to-end encrypted|cifrad[oa]s? de extremo a extremo|criptografia de ponta a ponta"
    r"|ende-zu-ende-verschlüsselt|chiffré(?:s|es)? de bout en bout|crittografat[ie] end-to-end"
    r"|changed (?:the subject|this group|the group|their phone number|to \+)|security code|disappearing messages"
    r"|cambió (?:el asunto|la imagen|el ícono|la descripción|el nombre)|código de seguridad"
    r"|mudou (?:o assunto|a imagem|a descrição|o nome)|código de segurança|now an admin|ahora eres admin"
    r"|hat (?:den Betreff|das Gruppenbild|die Gruppenbeschreibung)|a (?:changé|modifié) (?:le sujet|l'icône|l’icône)",
    re.IGNORECASE,
)
_YOU = frozenset({"you", "tú", "tu", "vos", "usted", "você", "voce", "du", "vous", "tu hai"})


@dataclass(frozen=True, slots=True)
class Line:
    """The first line of a message or a notice. `parts` are the numbers of its date, in the order they stand in."""

    parts: tuple[int, int, int]
    dots: bool
    """Whether the date is written with dots or dashes, which always have the day first."""
    sender: str | None = None
    people: tuple[str, ...] | None = None
    """Named by a notice of a group, as on the thread; None where it is no such notice."""


def read(text: str) -> Line | None:
    """What a line says; None for one that goes on with the message before it."""
    plain = _MARKS.sub("", text).replace("\u202f", " ").replace("\u00a0", " ").strip()
    found = _IOS.match(plain) or _ANDROID.match(plain)
    if found is None:
        return None
    parts = (int(found["a"]), int(found["b"]), int(found["c"]))
    dots = found["sep"] in ".-"
    rest = found["rest"].strip()
    named = _SENDER.match(rest)
    if named is None:
        return Line(parts, dots, people=_named(rest))
    name, words = _name(named["name"]), rest[named.end() :].strip()
    # Newer exports put the name of the group, or of whoever did it, before a notice too.
    if _NOTICE.search(words[:400]) or _is_notice(named["name"]):
        return Line(parts, dots, people=None if _NOTICE.search(words[:400]) else _named(rest))
    of_sender = words[:120].casefold().startswith(name.casefold())
    if (of_sender or _MARKED.search(text)) and (people := _named(words)) is not None:
        return Line(parts, dots, people=people)
    return Line(parts, dots, sender=name or None)


def _is_notice(text: str) -> bool:
    """Whether what stands before a colon is the beginning of a notice: `Ana changed the subject to “Trip`."""
    return any(mark in text for mark in '“"«„') or _NOTICE.search(text) is not None


def _named(text: str) -> tuple[str, ...] | None:
    if _NOTICE.search(text):
        return None
    for pattern in _JOINED:
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            whom = re.split(r", (?:and |y |e |und |et )?| and | y | e | und | et ", groups.get("whom") or "")
            names = [_name(name) for name in (groups.get("who") or "", groups.get("by") or "", *whom)]
            return tuple(name for name in names if name and name.casefold() not in _YOU)
    return None


def _name(text: str) -> str:
    """A sender's name; of somebody who is not in the owner's address book it begins with a tilde."""
    return " ".join(text.replace("\x00", "").strip().removeprefix("~").split())


def in_order(parts: tuple[int, int, int], *, day_first: bool) -> tuple[int, int, int] | None:
    """Year, month, day of a date; None where it is none that way."""
    a, b, c = parts
    year, month, day = (a, b, c) if a > 31 else (c, b, a) if day_first else (c, a, b)
    year += 2000 if year < 100 else 0
    return (year, month, day) if 2009 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31 else None
