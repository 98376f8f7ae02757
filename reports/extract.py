"""Brings the translations up to date with the English texts: `python -m reports.extract`.

New texts are added without a translation, texts that are gone are dropped, and what is missing is listed.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from reports.catalog import LANGUAGES, LOCALE, OWN_WORDS
from reports.messages import MESSAGES, Text

TRANSLATED = tuple(lang for lang in LANGUAGES if lang != "en")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""One date for every run, so that a file changes only with its texts."""
_PLURAL = ("Plural-Forms", "nplurals=2; plural=(n != 1);")
"""For Portuguese as well: our singular says "one", which must not stand for none."""
_HEADER = """# Translations of the texts in reports/messages.
# Add or change them here; `python -m reports.extract` keeps the list of texts up to date."""


def texts() -> Mapping[Text, tuple[str, ...]]:
    """Every English text with the ids it stands for, in the order of the areas."""
    found: dict[Text, list[str]] = {}
    for id, text in MESSAGES.items():
        if id != OWN_WORDS:
            found.setdefault(text, []).append(id)
    return {text: tuple(ids) for text, ids in found.items()}


def translations(lang: str) -> Mapping[Text, Text]:
    """The translations there are, by English text."""
    path = LOCALE / lang / "LC_MESSAGES" / "auditor.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=lang) if message.id]
    pairs = ((_key(message.id), _key(message.string)) for message in messages if not message.fuzzy)
    return {text: said for text, said in pairs if said and all(said)}


def missing(lang: str) -> list[tuple[str, ...]]:
    """The ids of the texts without a translation, text by text."""
    known = translations(lang)
    return [ids for text, ids in texts().items() if text not in known]


def refresh(lang: str, known: Mapping[Text, Text]) -> bytes:
    """The `.po` file of a language: every text, translated where `known` has a translation."""
    catalog = Catalog(
        locale=lang,
        domain="auditor",
        header_comment=_HEADER,
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
    )
    catalog.mime_headers = [_PLURAL]
    for text, ids in texts().items():
        catalog.add(text, known.get(text, ""), auto_comments=[" ".join(ids)], flags=["python-brace-format"])
    out = io.BytesIO()
    write_po(out, catalog, width=110)
    return out.getvalue()


def main() -> int:
    """Write every `.po` file anew; 1 if a translation is missing."""
    incomplete = False
    for lang in TRANSLATED:
        path = LOCALE / lang / "LC_MESSAGES" / "auditor.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(refresh(lang, translations(lang)))
        for ids in missing(lang):
            incomplete = True
            print(f"{lang}: no translation of {', '.join(ids)}", file=sys.stderr)
    return int(incomplete)


def _key(text: str | Sequence[str] | None) -> Text:
    if text is None or isinstance(text, str):
        return text or ""
    one, many = text
    return one, many


if __name__ == "__main__":
    sys.exit(main())
