"""Messages in the reader's language: an id and parameters in, a sentence out.

The English text is the key of the translations in `reports/locale/<language>/LC_MESSAGES/auditor.po`, which are
read as they are: there is nothing to compile.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

from connectors.model import Message
from connectors.model import Param as Value
from reports.display import safe_text
from reports.messages import MESSAGES, Text

LOCALE = Path(__file__).parent / "locale"
LANGUAGES: Mapping[str, tuple[str, str]] = {
    "en": ("en", "en_US"),
    "es": ("es", "es_US"),
    "pt": ("pt-BR", "pt_BR"),
}
"""Language → its name in the `lang` attribute of a page, and the locale of its dates and numbers."""

OWN_WORDS = "pack.text"
"""The message that brings its sentence along: a district's own, in its parameters `en`, `es` and `pt`."""

_PARAM_LIMIT = 160
_SENTENCE_LIMIT = 4_000
_SENTENCES = frozenset({"text", "en", "es", "pt"})
"""Parameters that hold a whole sentence of ours or of the district's."""


class Catalog:
    """The words of one language; English where a translation is missing, or for a language we do not have."""

    def __init__(self, lang: str) -> None:
        short = lang.replace("_", "-").split("-")[0].lower()
        self.lang = short if short in LANGUAGES else "en"
        self.html_lang, self.locale = LANGUAGES[self.lang]
        self._translations = _translations(self.lang)

    def gettext(self, text: str) -> str:
        """The translation of an English text."""
        return self._translations.gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The translation of an English text for `n` things."""
        return self._translations.ngettext(one, many, n)

    def date(self, day: date | datetime, width: str = "long") -> str:
        """A date in words; of a time, its date as it stands. `width` is one of Babel's: `medium` is shorter."""
        return _date(day.date() if isinstance(day, datetime) else day, width, self.locale)

    def number(self, value: int | float) -> str:
        """A number as people write it."""
        try:
            return format_decimal(value, locale=self.locale)
        except ArithmeticError:  # not a number, or too many digits
            return str(value)

    def text(self, message: Message) -> str:
        """The sentence. Never raises: a message that is not known, or lacks a parameter, is shown as it is."""
        return self.fill(message, str, str)

    def fill(self, message: Message, pattern: Callable[[str], str], value: Callable[[str], str]) -> str:
        """The sentence, its pattern and each parameter from outside passed through a function of the caller's.

        A page marks both: the pattern as its own text, the parameters as names to be escaped and set apart.
        """
        if message.id == OWN_WORDS:
            own = message.params.get(self.lang) or message.params.get("en") or ""
            return pattern("{}").format(safe_text(str(own), _SENTENCE_LIMIT))
        text = MESSAGES.get(message.id)
        if text is not None:
            try:
                return pattern(self._pattern(text, message.params)).format(
                    **{name: self._value(name, param, pattern, value) for name, param in message.params.items()}
                )
            except (KeyError, IndexError, ValueError, AttributeError):
                pass  # a parameter is missing: what there is is shown below
        known = ", ".join(f"{name}: {safe_text(str(param), _PARAM_LIMIT)}" for name, param in message.params.items())
        return pattern("{} ({})" if known else "{}").format(message.id, known)

    def _pattern(self, text: Text, params: Mapping[str, Value]) -> str:
        if isinstance(text, str):
            return self.gettext(text)
        n = params.get("n")
        return self.ngettext(*text, n if isinstance(n, int) else 2)

    def _value(self, name: str, value: Value, pattern: Callable[[str], str], outside: Callable[[str], str]) -> str:
        if value is None:
            return ""
        if isinstance(value, (int, float)):
            return self.number(value)
        if name.startswith("t_"):
            return self.fill(Message(value), pattern, outside)
        if name.startswith("d_"):
            try:
                return self.date(date.fromisoformat(value[:10]))
            except ValueError:
                return outside(safe_text(value, _PARAM_LIMIT))
        if name in _SENTENCES:
            return safe_text(value, _SENTENCE_LIMIT)
        return outside(safe_text(value, _PARAM_LIMIT))


@lru_cache(maxsize=len(LANGUAGES))
def _translations(lang: str) -> NullTranslations:
    path = LOCALE / lang / "LC_MESSAGES" / "auditor.po"
    if not path.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo  # only where a translation is read
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=4096)
def _date(day: date, width: str, locale: str) -> str:
    return format_date(day, width, locale=locale)
