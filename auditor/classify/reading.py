"""Everything a batch of connections shows, whoever the accounts' owners are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from auditor.classify import displays, handles, lexicon, schools
from auditor.classify.displays import Displays
from auditor.classify.handles import Handles
from auditor.classify.index import FULL, INITIAL_FAMILY, Index
from auditor.classify.lookup import I32, I64, U64, in_order, key
from auditor.classify.people import STAFF, email_hash
from auditor.classify.vocabulary import EVERYDAY
from auditor.classify.wording import NOTHING, Wording

COLUMNS = ("display_name", "handle", "url", "email", "bio")
NO_MAIL, OTHER_MAIL, DISTRICT_MAIL = range(3)
_GRADES = 12
_PIECE, _LONGEST = 3, 24
"""Letters of an everyday word in a longer one, and of the longer one."""
_PAGE_WORDS = 4
"""Words of a page that are looked at."""
_NAMEABLE = 2_000
"""Bearers from which on two letters are a name (Jo, Al) rather than initials."""


@dataclass(slots=True)
class Reading:
    """A batch of `n` connections, read."""

    wording: Wording
    names: Displays
    handles: Handles
    """Row i is connection i's handle; further rows are second ones."""
    repeated: NDArray[np.bool_]
    """n × words: which words of the display name stand in the handle as well."""
    second: I32
    """n: the row of a second handle (of an address, of a name that is none), or -1."""
    address: U64
    """n: the e-mail address, hashed; 0 for none."""
    mail: NDArray[np.uint8]
    """NO_MAIL, OTHER_MAIL or DISTRICT_MAIL."""
    year: NDArray[np.int32]
    """A leaving year that is written out (four digits, or `class of`), or -1."""
    loose_year: NDArray[np.int32]
    """Two digits that may be one, or -1."""
    school: NDArray[np.uint8]
    """schools.NO_SCHOOL, OURS or ANOTHER."""
    school_number: I32
    """Which school of the roster, or -1."""
    educator: NDArray[np.bool_]
    """The bio is an educator's."""
    titled: NDArray[np.bool_]
    somebodys: NDArray[np.bool_]
    """Words taken for a page, or for a class, hold the name of somebody on the roster: it may be neither."""

    @property
    def rows(self) -> int:
        """How many connections."""
        return len(self.mail)

    def grade(self, offset: int | None) -> I64:
        """n: the grade now of a student who leaves in the year that is written out; -1 where that is nobody's grade.

        `offset`: the year in which grade 0 leaves; None where the roster has no grades.
        """
        if offset is None:
            return np.full(self.rows, -1, np.int64)
        grade = offset - np.where(self.year > 99, self.year, 2000 + self.year).astype(np.int64)
        return np.where((self.year >= 0) & (grade >= 0) & (grade <= _GRADES), grade, -1)


def read(columns: Mapping[str, Sequence[str]], index: Index) -> Reading:
    """Read a batch; every column of COLUMNS has one string per connection, empty for nothing."""
    known = schools.Schools(index.facts)
    shown, mails = list(columns["display_name"]), [mail.strip().casefold() for mail in columns["email"]]
    for i in [i for i, name in enumerate(shown) if "@" in name]:
        name = shown[i]
        if not mails[i] and " " not in name.strip() and "@" in name.strip("@ "):
            shown[i], mails[i] = "", name.strip().casefold()
    wording = Wording(index.vocabulary)
    names = displays.read(shown, wording)
    logins = [handle or _from_url(url) for handle, url in zip(columns["handle"], columns["url"], strict=True)]
    second = np.full(len(shown), -1, np.int32)
    more: list[str] = []
    names.everyday |= _made_up(names, wording, index)
    borne = _borne(names, index)
    for each in (names.everyday, names.surname_only, names.organisation):
        each &= ~borne
    unread = _unread(names)
    mailed = np.array([bool(mail) for mail in mails], bool)
    for i in np.flatnonzero(_no_name(names, wording) & ~names.everyday | unread | mailed).tolist():
        other = mails[i].partition("@")[0] if mails[i] else shown[i].strip()
        if unread[i] and not mails[i]:
            other = "".join(wording.text(ref) for ref in names.words[i].tolist())
        if other and " " not in other and other != logins[i]:
            second[i] = len(logins) + len(more)
            more.append(other)
    names.unlisted |= _nobodys(names, index)
    names.learning &= ~_elsewhere(names, index)
    read_handles = handles.read([*logins, *more], index)
    _initials(names, wording, index)
    school, school_number = np.zeros(len(shown), np.uint8), np.full(len(shown), -1, np.int32)
    educator = np.zeros(len(shown), bool)
    bios = columns["bio"]
    for i in [i for i, bio in enumerate(bios) if bio]:
        school[i], school_number[i], educator[i] = known.in_bio(bios[i])
    for i in np.flatnonzero(names.organisation).tolist():
        of_town = not lexicon.TOWN_WORDS.isdisjoint(names.cleaned[i].split())
        if known.named(names.cleaned[i], loosely=not of_town) is not None:
            school[i] = schools.OURS
    bio_year = displays.years("\n".join([" ".join(bio.split()) if bio else "" for bio in bios]), len(shown))
    year = np.where(names.year >= 0, names.year, bio_year)
    login_year = read_handles.year[: len(shown)]
    year = np.where((year < 0) & (login_year > 99), login_year, year)
    domains = frozenset(index.facts.staff_domains)
    mail = np.array(
        [
            NO_MAIL if "@" not in each else DISTRICT_MAIL if each.rpartition("@")[2] in domains else OTHER_MAIL
            for each in mails
        ],
        np.uint8,
    )
    return Reading(
        wording=wording,
        names=names,
        handles=read_handles,
        repeated=_repeated(names, read_handles),
        second=second,
        address=np.array([email_hash(each) if each else 0 for each in mails], np.uint64),
        mail=mail,
        year=year.astype(np.int32),
        loose_year=np.where(login_year <= 99, login_year, -1).astype(np.int32),
        school=school,
        school_number=school_number,
        educator=educator,
        titled=(names.title > 0) | (read_handles.title[: len(shown)] > 0),
        somebodys=_somebodys(names, wording, index),
    )


def _repeated(names: Displays, read: Handles) -> NDArray[np.bool_]:
    """Which words of display names stand in the handles as well."""
    found = np.zeros(names.words.shape, bool)
    row, column = np.nonzero((names.words >= 0) & (read.length[: len(names.words)] > 0)[:, None])
    wanted = row << 32 | names.words[row, column]
    shown = in_order(read.known_row << 32 | read.known_token)
    at = np.searchsorted(shown, wanted)
    found[row, column] = shown.take(at, mode="clip") == wanted if len(shown) else False
    return found


def _from_url(url: str) -> str:
    """The handle in a profile's address; empty where the last part is a number or a page."""
    if not url:
        return ""
    try:
        last = urlsplit(url.strip()).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    return "" if last.endswith(".php") or last.isdecimal() else last


def _unread(names: Displays) -> NDArray[np.bool_]:
    """Rows with a word that is no name: the gap may stand in the wrong place."""
    return (
        (names.count > 1) & (names.title == 0) & ~names.everyday & ~names.organisation & (names.words < NOTHING).any(1)
    )


def _nobodys(names: Displays, index: Index) -> NDArray[np.bool_]:
    """Rows of several words none of which anybody bears, here or in the population: `fuzzy koala`."""
    known, word = index.vocabulary, np.maximum(names.words, 0)
    borne = (known.given_bearers[word] > 0) | (known.family_bearers[word] > 0) | (index.useful[word] > 0)
    letter = (names.words >= 0) & (known.length[word] == 1)
    person = names.organisation | names.everyday | names.other_script | (names.title > 0)
    return (names.count > 1) & ~person & ~(((names.words >= 0) & borne) | letter).any(1)


def _made_up(names: Displays, wording: Wording, index: Index) -> NDArray[np.bool_]:
    """Rows of one word that is nobody's name and is put together of everyday words: `bluefox`, `toxictiger`."""
    found = _no_name(names, wording) & ~names.organisation
    word = names.words[:, 0]
    found &= (index.useful[np.maximum(word, 0)] * (word >= 0) == 0) & (wording.length_of(word) <= _LONGEST)
    rows = np.flatnonzero(found)
    texts = [wording.text(int(ref)) for ref in word[rows]]
    cuts = [(i, at) for i, each in enumerate(texts) for at in range(_PIECE, len(each) - _PIECE + 1)]
    pieces = [texts[i][:at] for i, at in cuts] + [texts[i][at:] for i, at in cuts]
    token = index.vocabulary.tokens(pieces)
    everyday = (token >= 0) & (index.vocabulary.bits[np.maximum(token, 0)] & EVERYDAY > 0)
    long = np.array([len(piece) > _PIECE for piece in pieces], bool)
    first, second = np.split(everyday, 2)
    one = np.logical_or(*np.split(everyday & long, 2))
    made = np.zeros(len(rows), bool)
    made[[i for (i, _), good in zip(cuts, (first & second | one).tolist(), strict=True) if good]] = True
    found[rows] = made
    return found


def _borne(names: Displays, index: Index) -> NDArray[np.bool_]:
    """Rows of two words that are somebody's first and last name on the roster, whatever else they may mean.

    `Sparkle Blanc` is no phrase, `Jennifer Loja` is no shop, and `Ms. May Dominguez` has no compound surname.
    """
    open_ = (names.everyday | names.surname_only | names.organisation) & (names.count == 2)
    at = np.flatnonzero(open_ & (names.words[:, :2] >= 0).all(1))
    which, form = index.vocabulary.related(names.words[at, 0])
    row, first = np.append(at, at[which]), np.append(names.words[at, 0], form)
    found = np.zeros(len(open_), bool)
    found[row[index.postings.blocks(key(FULL, first, names.words[row, 1]))[1] > 0]] = True
    return found


def _somebodys(names: Displays, wording: Wording, index: Index) -> NDArray[np.bool_]:
    """Pages two words of which are a first name, or its first letter, and a surname of one person on the roster.

    `Ana Garcia Loja` may be a shop's page, but she is on the roster: of her nobody says that she is missing. Nor of
    `Mrs. Grace Loja`, whose surname was taken for what she teaches.
    """
    found = np.zeros(len(names.count), bool)
    rows = np.flatnonzero(names.organisation)
    one, other = np.nonzero(~np.eye(_PAGE_WORDS, dtype=bool))
    row = np.repeat(rows, len(one))
    first, last = (names.words[rows][:, columns].ravel() for columns in (one, other))
    there = (first >= 0) & (last >= 0)
    taught = np.flatnonzero((names.title > 0) & (names.words[:, 0] >= 0) & (names.cut >= 0))
    row = np.append(row[there], taught)
    first, last = np.append(first[there], names.words[taught, 0]), np.append(last[there], names.cut[taught])
    which, form = index.vocabulary.related(first)
    names_of = key(FULL, np.append(first, form), np.append(last, last[which]))
    found[np.append(row, row[which])[index.postings.blocks(names_of)[1] > 0]] = True
    short = wording.length_of(first) == 1
    letters = key(INITIAL_FAMILY, wording.first_of(first[short]), last[short] + 1)
    found[row[short][index.postings.blocks(letters)[1] > 0]] = True
    return found


def _elsewhere(names: Displays, index: Index) -> NDArray[np.bool_]:
    """Pages with a surname that nobody on the staff has, or of institutions with one that are none of the district's.

    `Fife Learning` may be a Ms. Fife's own page, `Fife Academy` is not. A family's page says nothing of staff.
    """
    known, word = index.vocabulary, np.maximum(names.words, 0)
    there = names.words >= 0
    surname = there & (known.family_bearers[word] > known.given_bearers[word])
    given = there & (known.given_bearers[word] > 0) & ~surname
    ours = surname & (index.family_people[word, STAFF] > 0) | given & (index.given_people[word] > 0).any(-1)
    found = names.organisation & (surname | given).any(1)
    for i in np.flatnonzero(found).tolist():
        words = names.cleaned[i].split()
        institution = surname[i].any() and not lexicon.INSTITUTION_WORDS.isdisjoint(words)
        found[i] = (institution or not ours[i].any()) and lexicon.FAMILY_WORDS.isdisjoint(words)
    return found


def _no_name(names: Displays, wording: Wording) -> NDArray[np.bool_]:
    """Rows whose display name is a single word that is no name: it may be read as a handle."""
    word = names.words[:, 0]
    known = wording.known
    listed = (word >= 0) & (known.given_bearers[np.maximum(word, 0)] + known.family_bearers[np.maximum(word, 0)] > 0)
    return (names.count == 1) & (names.title == 0) & ~listed


def _initials(names: Displays, wording: Wording, index: Index) -> None:
    """`jt` is `J. T.`, unless it is a name."""
    word = names.words[:, 0]
    known = index.vocabulary
    single = (names.count == 1) & (names.title == 0) & (word != NOTHING)
    for i in np.flatnonzero(single).tolist():
        text = wording.text(int(word[i]))
        if len(text) == 2 and text.isalpha() and (word[i] < 0 or known.given_bearers[word[i]] < _NAMEABLE):
            names.words[i, :2] = known.tokens(list(text))
            names.count[i] = 2
