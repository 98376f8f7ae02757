"""From what somebody typed to letters that can be compared: one form for `José`, `JOSÉ 🍎`, `Ｊｏｓé` and `Jose`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii

LONGEST = 120
"""Characters of a name that are looked at. Longer "names" are slogans; what follows adds nothing."""

_DROPPED = frozenset({"Cf", "Cs", "Me"})
_GAPS = frozenset({"Cc", "Cn", "Co", "No", "Sc", "Sk", "Sm", "So", "Zl", "Zp"})
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â[\u0080-\u009f€]|[ÐÑ][\u0080-\u00bf]|ð[\u0080-\u009fŸ]")
_QUOTES = "’‘ʼ´`"
_ASCII_GAPS = re.compile(r"[\x00-\x1f\x7f$+<=>^|~]")
_ASCII_SIGNS = str.maketrans(
    {chr(n): " " for n in range(128) if n != ord("\n") and _ASCII_GAPS.fullmatch(chr(n))} | {"`": "'"}
)
_SPACES = re.compile(" {2,}")
_EMOJI_STYLE = "\ufe0f"
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_NOT_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7ff]")
_SYLLABLES = re.compile("[\u3400-\u9fff\uac00-\ud7af]{2,4}")


def repair(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or cp1252 (`GarcÃ\xada`), where that is clearly what happened."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    for encoding in ("latin-1", "cp1252"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def clean(text: str | None) -> str:
    """The readable part of a name or a bio: compatibility forms folded; emoji, symbols and controls gone."""
    if not text:
        return ""
    text = text[: 4 * LONGEST]
    if text.isascii():
        text = _ASCII_GAPS.sub(" ", text.replace("`", "'"))
    else:
        text = unicodedata.normalize("NFKC", repair(text)).translate(_READABLE)
    return " ".join(text.split())[:LONGEST].rstrip()


def clean_all(texts: Sequence[str]) -> list[str]:
    """The readable part of each of many names: what `clean` says, many times faster where they are plain."""
    plain = [text if text.isascii() and len(text) <= LONGEST and "\n" not in text else "" for text in texts]
    whole = "\n".join(plain).translate(_ASCII_SIGNS)
    if "  " in whole:
        whole = _SPACES.sub(" ", whole)
    lines = [line.strip(" ") for line in whole.split("\n")] if texts else []
    others = [i for i, (text, line) in enumerate(zip(texts, plain, strict=True)) if text is not line]
    short = [i for i in others if len(texts[i]) <= LONGEST and "\n" not in texts[i]]
    for i in set(others).difference(short):
        lines[i] = clean(texts[i])
    whole = unicodedata.normalize("NFKC", "\n".join([repair(texts[i]) for i in short])).translate(_READABLE)
    for i, line in zip(short, whole.split("\n"), strict=bool(short)):
        lines[i] = " ".join(line.split())[:LONGEST].rstrip()
    return lines


class _Readable(dict[int, str]):
    """What stands for every character, by code point: itself, a blank or nothing; looked up once."""

    def __missing__(self, point: int) -> str:
        category = unicodedata.category(chr(point))
        dropped = category in _DROPPED or chr(point) == _EMOJI_STYLE
        self[point] = found = "" if dropped else " " if category in _GAPS else chr(point)
        return found


_READABLE = _Readable({ord("\n"): "\n", **dict.fromkeys(map(ord, _QUOTES), "'")})


@lru_cache(maxsize=1 << 17)
def key(word: str) -> str:
    """The letters and digits a word is compared by: casefolded, marks stripped, in Latin script."""
    folded = word.casefold()
    if not folded.isascii():
        folded = anyascii(folded).lower()
    return folded if folded.isalnum() else _NOT_KEY.sub("", folded)


def in_other_script(text: str) -> bool:
    """Whether the text has letters outside Latin script.

    The same name goes into Latin letters in several ways (and some scripts leave the vowels out): a transliteration
    that is found says something, one that is not found says nothing.
    """
    return not text.isascii() and _NOT_LATIN.search(text) is not None


def spaced(text: str) -> str:
    """Chinese and Korean names, written without a space and surname first, as `given surname`."""
    if text.isascii() or not _SYLLABLES.fullmatch(text):
        return text
    return f"{text[1:]} {text[0]}"
