"""The shape of a policy pack: which tables and keys there are, and of what type.

What they mean is the loader's business. A rule about what somebody wrote has no shape here: its very key is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from auditor.policy.pack import LANGUAGES

TEXT = "text"
"""The type of a sentence: a string (English), or a table with `en` and perhaps `es` and `pt`."""

_TABLES: Mapping[str, Mapping[str, Any]] = {
    "pack": {
        "id": str,
        "title": str,
        "district": str,
        "version": str,
        "status": str,
        "source_document": str,
        "source_sha256": str,
        "contact": str,
        "audience_mode": str,
        "email_domains": list,
        "effective": date,
    },
    "clause": {
        "id": str,
        "source": str,
        "verb": str,
        "demand": TEXT,
        "checks": list,
        "audience": list,
        "params": dict,
        "floor": dict,
        "severity": str,
        "guard": str,
        "not_automated": TEXT,
    },
    "open_question": {"clauses": list, "question": TEXT, "default": TEXT, "reason": TEXT},
    "guard": {"id": str, "reason": TEXT},
}
_OPTIONAL = frozenset(
    {"contact", "audience_mode", "email_domains", "effective"}
    | {"checks", "audience", "params", "floor", "severity", "guard", "not_automated"}
)
_SETTINGS = ("community", "thresholds", "verdicts")

NAMES = {
    str: "a text",
    list: "a list of texts",
    dict: "a table",
    date: "a date like 2026-09-01",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    TEXT: 'a text, or a table like { en = "…", es = "…" }',
}
"""Type → what to call it."""

_CONTENT = re.compile(
    r"(?:^|[_\-. ])(?:contents?|keywords?|text_?match|post_?text|regex(?:es)?|patterns?|phrases?|hashtags?|topics?"
    r"|sentiment|viewpoints?|opinions?|forbidden_words|posts?_contain)(?:$|[_\-. ])"
)
"""Names that only a rule about what somebody wrote would need."""

_NO_CONTENT = (
    "would judge what somebody wrote. No pack can do that: there is no such check, and there will be none. Remove it."
)


def fits(value: object, wanted: Any) -> bool:
    """Whether a value of TOML has a type of `NAMES`. A whole number is a number; true and false are not."""
    if wanted == TEXT:
        if isinstance(value, dict):
            return "en" in value and all(k in LANGUAGES and isinstance(v, str) and v for k, v in value.items())
        return isinstance(value, str)
    if wanted is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(value, bool):
        return wanted is bool
    if wanted is float:
        return isinstance(value, int | float)
    return isinstance(value, wanted)


def about_content(name: str) -> bool:
    """Whether a key or a check's name could only belong to a rule about what somebody wrote."""
    return _CONTENT.search(name.casefold()) is not None


@dataclass
class Shape:
    """One TOML document: gives out the parts that have the right shape and gathers what is wrong with the others."""

    file: str
    text: str
    document: dict[str, Any]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._content_rules(self.document, ())
        self.unknown(self.document, (*_TABLES, *_SETTINGS), "the file")

    def say(self, where: str, what: str) -> None:
        """Note a problem: what is wrong with the place, and what to do."""
        self.problems.append(f"{self.file}, {where}: {what}")

    def table(self, name: str) -> dict[str, Any]:
        """The table `[name]`; empty, and a problem, where it is missing or of no use."""
        where = f"[{name}]"
        if name not in self.document:
            if name in _TABLES:
                self.say(where, f"this table is missing. Add it with {', '.join(_needed(name))}.")
            return {}
        table = self.document[name]
        if not isinstance(table, dict):
            self.say(where, f"this is no table. Write its keys under a line [{name}].")
            return {}
        return self._checked(table, name, where) if name in _TABLES else table

    def tables(self, name: str) -> Iterator[tuple[dict[str, Any], str]]:
        """The tables `[[name]]`, each with what to call it: its line and its id."""
        tables = self.document.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.say(f"[[{name}]]", f"this is no list of tables. Write [[{name}]] above each.")
            return
        header = re.compile(rf"\s*\[\[\s*{name}\s*\]\]")
        lines = [number for number, line in enumerate(self.text.splitlines(), 1) if header.match(line)]
        for index, table in enumerate(tables):
            known = isinstance(table.get("id"), str) and table["id"]
            where = f"{name} {table['id']}" if known else f"[[{name}]] number {index + 1}"
            if len(lines) == len(tables):
                where = f"line {lines[index]}, {where}"
            yield self._checked(table, name, where), where

    def unknown(self, names: Iterable[str], known: Iterable[str], where: str) -> None:
        """Note every name that is not among the known ones."""
        allowed = sorted(known)
        for name in names:
            if name not in allowed and not about_content(name):
                self.say(where, f"“{name}” is unknown here. Known are: {', '.join(allowed) or 'none'}.")

    def one_of(self, table: Mapping[str, Any], name: str, words: Iterable[str], where: str) -> str | None:
        """The word a table has for a key, if it is an allowed one."""
        allowed = [str(word) for word in words]
        if name in table and table[name] not in allowed:
            self.say(where, f"“{table[name]}” is no {name}. Use one of: {', '.join(allowed)}.")
        return table[name] if name in table and table[name] in allowed else None

    def _checked(self, table: dict[str, Any], name: str, where: str) -> dict[str, Any]:
        """The keys of a table that are known and of the right type; the others become problems."""
        keys = _TABLES[name]
        self.unknown(table, keys, where)
        for key in _needed(name):
            if key not in table:
                self.say(where, f"“{key}” is missing. Add {key} = {NAMES[keys[key]]}.")
        wrong = [key for key, value in table.items() if key in keys and (value == "" or not fits(value, keys[key]))]
        for key in wrong:
            self.say(where, f"“{key}” has to be {NAMES[keys[key]]}, and not empty.")
        return {key: value for key, value in table.items() if key in keys and key not in wrong}

    def _content_rules(self, value: object, path: tuple[str, ...]) -> None:
        """No key, and no name of a check, may speak of what somebody wrote."""
        if isinstance(value, dict):
            for name, inner in value.items():
                if about_content(name):
                    self.say(".".join((*path, name)), _NO_CONTENT)
                self._content_rules(inner, (*path, name))
        elif isinstance(value, list):
            for item in value:
                if path[-1:] == ("checks",) and isinstance(item, str) and about_content(item):
                    self.say(item, _NO_CONTENT)
                self._content_rules(item, path)


def _needed(name: str) -> list[str]:
    return [key for key in _TABLES[name] if key not in _OPTIONAL]
