"""How a name is spelled: particles, diacritics, other transliterations, slips of the finger, letters of other kinds."""

from __future__ import annotations

import random
import re
import unicodedata
from functools import lru_cache

from auditor.classify.population import related
from bench.districts.words import listed

_IRISH = frozenset(
    listed(
        "oconnor oneill obrien oneal odonnell ohara okeefe oleary oreilly omalley osullivan oconnell ogrady omeara "
        "orourke otoole oshea ohearn ohare obryan obryant odonoghue ohanlon okelly oquinn oneil omara oconner "
        "odwyer ofarrell oboyle ocallaghan dangelo damico dandrea dagostino damato dambrosio dorazio damore"
    )
)
_SPLIT = {
    joined.replace(" ", ""): joined.title()
    for joined in listed(
        "de la cruz,de la rosa,de la torre,de la fuente,de la garza,de la paz,de la o,de leon,de jesus,de la vega,"
        "de los reyes,de los santos,de la pena,del rio,del valle,del real,del toro,de luna,de anda,de santiago,"
        "dos santos,da silva,da costa,de souza,de oliveira,de haro,de lara,del castillo,del bosque,de la rocha,"
        "de luca,de rosa,de marco,de angelis,de simone,de vries,de young,de groot,de haan,la rue,la porte,le blanc,"
        "st john,st clair,st pierre,st germain,st louis,st amour,st onge,st james,san miguel,san juan,di pietro,"
        "di giovanni,ben david,el amin,von hagen,la rosa,le roy,du bois,du pont",
        ",",
    )
}
_VAN = re.compile(r"(vander|vanden|van)((?:[bcdfghjklmpqrstwz]|ness|nostrand|note|natta|norman)[a-z]{2,})$")
_NOT_VAN = frozenset(
    listed("vang vance vann vandal vanda vandalen vangie vanhoy vanstone vanbus vanek vandana vanter vanderi vanders")
)
_ACCENTED = {
    bare: accented
    for accented in listed(
        "García Hernández Martínez López González Rodríguez Pérez Sánchez Ramírez Gómez Díaz Vásquez Vázquez Núñez "
        "Muñoz Peña Jiménez Gutiérrez Domínguez Cortés Valdés Fernández Álvarez Chávez Juárez Suárez Ríos León "
        "Guzmán Mejía Rincón Ibáñez Ordóñez Cárdenas Calderón Estévez Báez Meléndez Benítez Bermúdez Márquez Solís "
        "Beltrán Durán Galván Marín Barragán Colón Nguyễn Trần Phạm Lê Đặng Bùi Đỗ Hồ Ngô Dương Müller Schröder "
        "Schäfer Jäger Köhler Krüger Lindström Åberg Søren Kovačević Marković Novák Dvořák Šimić Gonçalves Araújo "
        "Conceição Simões Çelik Yılmaz Şahin Wójcik Wiśniewski Kamiński Zieliński José Jesús María Sofía Andrés Ángel "
        "Lucía Zoë Chloé Renée René André Inés Mónica Verónica Óscar Iván Adrián Julián Sebastián Martín Tomás Ramón "
        "Raúl Jesús Héctor Víctor Fabián Germán Hernán Nicolás Matías Moisés Concepción Belén Rocío Estefanía Sarahí "
        "Noël Zoé Élise Hélène Françoise Jérôme Björn Jürgen Søren Łukasz Beyoncé Anaïs Esmé Mía Ximénez Thảo Hương"
    )
    if (bare := "".join(c for c in unicodedata.normalize("NFKD", accented) if not unicodedata.combining(c)))
}
_SPELLINGS = [
    listed(line)
    for line in listed(
        "muhammad mohammed mohamed mohammad|sofia sophia|katherine catherine kathryn|yusuf yousef youssef|lee li|"
        "wang wong|zhang chang|chen chan|xu hsu|aleksandra alexandra|yulia julia|ahmed ahmad|hussein hussain husain|"
        "park pak|choi choe|elena yelena|sean shawn shaun|sara sarah|steven stephen|jeffrey geoffrey|eric erik|"
        "caitlin katelyn kaitlyn|hannah hanna|jon john|brian bryan|allison alison alyson|cristina christina|"
        "teresa theresa|rachel rachael|megan meghan|zachary zachery|isabel isabelle|gonzalez gonzales|"
        "rodriguez rodrigues|vasquez vazquez|smith smyth|johnson jonson|reid reed|clark clarke|brown browne|"
        "thompson thomson|miller mueller|meyer myers|peterson petersen|anderson andersen|hansen hanson|stewart stuart|"
        "philips phillips|nicholson nickolson|schmidt schmitt|ann anne|deborah debra|lynn lynne|lewis louis|"
        "jaden jayden|aidan aiden|jackson jaxon|madison maddison|makayla mikayla|emily emilee|kaylee kayleigh",
        "|",
    )
]
_SPELLED_ALSO = {form: [other for other in forms if other != form] for forms in _SPELLINGS for form in forms}
_SCRIPTS = (0x1D4D0, 0x1D400, 0x1D5D4, 0x1D670, 0x1D434)
"""Where alphabets of bold, italic and handwritten letters begin in Unicode: 26 capitals, then 26 small ones."""


def surname(name: str, chance: random.Random, solid: float) -> str:
    """A surname of the table as a person writes it; `solid` is the share that joins a particle to the name."""
    form = _particled(name)
    if form is None:
        return name.title()
    if " " not in form:
        return form
    draw = chance.random()
    if draw < solid:
        return name.title()
    particles, _, last = form.rpartition(" ")
    return f"{particles.lower()} {last}" if draw > 0.85 and particles != "St." else form


@lru_cache(maxsize=1 << 16)
def _particled(name: str) -> str | None:
    """`O'Brien`, `McDonald`, `De La Cruz`, `Van Dyke`, `St. John`; None for a plain surname."""
    if name in _IRISH:
        return f"{name[0].upper()}'{name[1:].title()}"
    if name.startswith("mc") and len(name) > 4:
        return f"Mc{name[2:].title()}"
    if name in _SPLIT:
        return _SPLIT[name].replace("St ", "St. ")
    if name.startswith("van") and len(name) > 6 and name not in _NOT_VAN and (found := _VAN.match(name)):
        particle, rest = found.groups()
        return f"{'Van' if particle == 'van' else 'Van ' + particle[3:].title()} {rest.title()}"
    return None


def accented(name: str) -> str:
    """The name with the diacritics it has where it comes from, if it is one we know; else as it is."""
    return _ACCENTED.get(name, name)


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Without diacritics, in ASCII; letters that have no Latin base are dropped."""
    if text.isascii():
        return text
    swapped = text.translate(_NO_BASE)
    return unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()


_NO_BASE = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i", "æ": "ae"})
_NOT_LETTER = re.compile("[^a-z]")


@lru_cache(maxsize=1 << 17)
def letters(text: str) -> str:
    """The letters a to z of a name, in lower case, as a handle has them."""
    return _NOT_LETTER.sub("", plain(text).lower())


@lru_cache(maxsize=1 << 15)
def short_forms(given: str) -> tuple[str, ...]:
    """Other forms of a given name, with a capital, in a fixed order (the table's own is that of a set)."""
    return tuple(sorted(form.title() for form in related(letters(given))))


def another(name: str, chance: random.Random) -> str:
    """Another spelling of a name: a known one, or one that sounds the same; the name itself if there is none."""
    known = _SPELLED_ALSO.get(letters(name))
    if known:
        return chance.choice(known).title()
    low = name.lower()
    pairs = [(old, new) for old, new in _SOUNDS if old in low[1:]]
    if not pairs or not name.isascii():
        return name
    old, new = chance.choice(pairs)
    place = low.index(old, 1)
    return name[:place] + new + name[place + len(old) :]


_SOUNDS = (
    ("ie", "y"), ("y", "ie"), ("ee", "ey"), ("ck", "k"), ("ph", "f"), ("ll", "l"), ("nn", "n"), ("tt", "t"),
    ("ai", "ay"), ("sen", "son"), ("ez", "es"), ("ey", "y"), ("mann", "man"), ("x", "ks"), ("th", "t"), ("l", "ll"),
)  # fmt: skip


_ROMANISED: tuple[tuple[tuple[str, str], ...], ...] = tuple(
    tuple((pair.partition(">")[0], pair.partition(">")[2]) for pair in listed(rules))
    for rules in (
        "tch>tsch ch>tsch sh>sch v>w zh>sch ts>z y>j kh>ch",
        "sh>sz ch>cz v>w y>j kh>ch ts>c zh>z",
        "sh>ch u>ou ch>tch j>dj v>v kh>kh",
        "u>oe sh>sj y>j ch>tsj kh>ch",
        "w>v j>y sz>sh cz>ch sch>sh ou>u dj>j tch>ch ck>k",
        "x>ks c>k ph>f ee>i oo>u y>i gh>g",
        "k>c f>ph i>ee u>oo ks>x",
        "h> ll>l tt>t nn>n ss>s rr>r dd>d",
        "h> y>j w>v e>e",
    )
)
"""Rules by which one name gets another spelling, those of one language each (German, Polish, French, Dutch, back to
English, phonetic ones, and letters left out)."""


_ENDING, _OTHER_ENDING = 2, 0.2


def romanised(name: str, chance: random.Random) -> str:
    """A name spelled by the rules of one other language, all of them at once; itself where none of them applies."""
    low = plain(name).lower()
    if len(low) > _ENDING + 2 and chance.random() < _OTHER_ENDING:
        low = low.rstrip("aeiouy")
        return (low + chance.choice(("us", "o", "a", "e", "i", "os", "is", "y", ""))).title()
    rules = chance.choice(_ROMANISED)
    found, at = low[:1], 1
    while at < len(low):
        for old, new in rules:
            if low.startswith(old, at):
                found, at = found + new, at + len(old)
                break
        else:
            found, at = found + low[at], at + 1
    return found.title() if found != low and len(found) > 2 else name


def slip(text: str, chance: random.Random) -> str:
    """The text with one letter dropped, doubled, swapped with the next or replaced by another."""
    if len(text) < 5:
        return text
    at = chance.randrange(1, len(text) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] * chance.choice((2, 2, 3)) + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + chance.choice("aeiounrstlm") + text[at + 1 :]


def fancy(text: str, chance: random.Random) -> str:
    """The text in letters of another style, as web pages offer them for profiles."""
    start = chance.choice(_SCRIPTS)
    shift = {ord(c): start + n for n, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")}
    if start == 0x1D434:
        shift[ord("h")] = 0x210E  # the italic h stands elsewhere in Unicode
    return text.translate(shift)
