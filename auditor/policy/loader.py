"""Reading a policy pack and refusing whatever would make it say more than the document or the program can.

All problems of a file are found, each with its place and what to do about it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import PolicyError
from auditor.policy.model import MOST_SEVERE, Check, Param, Verb
from auditor.policy.pack import LANGUAGES, Clause, Guard, OpenQuestion, Pack
from auditor.policy.registry import checks as registered_checks
from auditor.policy.shape import NAMES, Shape, fits
from auditor.result import Severity
from auditor.verdict import Costs
from connectors.model import Message

_PACKS = Path(__file__).parent / "packs"
_AUDIENCES = ("community", "public")
_SEVERITIES = tuple(Severity)


def packs() -> list[str]:
    """The ids of the packs that come with the program."""
    return sorted(path.stem for path in _PACKS.glob("*.toml"))


def load(name_or_path: str, *, checks: Mapping[str, Check] | None = None) -> Pack:
    """The built-in pack of this id, or the pack in this file.

    Raises `PolicyError` with every problem of the file, one to a line. `checks` are the known ones (default: all
    that are registered).
    """
    path = _PACKS / f"{name_or_path}.toml" if name_or_path in packs() else Path(name_or_path)
    if not path.exists():
        raise PolicyError(
            f"{name_or_path}: there is no such policy pack. Built in: {', '.join(packs())}. "
            "Give one of them, or the path of a TOML file."
        )
    result = _read(path, registered_checks() if checks is None else checks)
    if isinstance(result, Pack):
        return result
    raise PolicyError("\n".join(result))


def check_file(path: Path) -> list[str]:
    """Every problem of a pack, each with its place and what to do; an empty list for a good one."""
    result = _read(path, registered_checks())
    return [] if isinstance(result, Pack) else result


def _read(path: Path, checks: Mapping[str, Check]) -> Pack | list[str]:
    try:
        data = path.read_bytes()
    except OSError as e:
        return [f"{path}: this policy pack cannot be read ({e.strerror}). Check the path."]
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as e:
        return [f"{path.name}, byte {e.start}: this is not UTF-8 text. Save the file as UTF-8."]
    except (tomllib.TOMLDecodeError, ValueError) as e:
        return [f"{path.name}: this is not TOML: {e}. Correct that place."]
    except RecursionError:
        return [f"{path.name}: this is nested too deeply to be a policy pack. Use tables one level deep."]
    shape = Shape(path.name, text, document)
    pack = _Loader(shape, checks).pack(hashlib.sha256(data).hexdigest())
    return shape.problems or pack


@dataclass
class _Loader:
    """Makes a pack of a document and adds what it finds to the problems of its shape."""

    shape: Shape
    checks: Mapping[str, Check]

    def pack(self, sha256: str) -> Pack:
        """The pack, of use only where the shape ends up without problems."""
        head = self.shape.table("pack")
        self.shape.one_of(head, "status", ("draft", "adopted"), "[pack]")
        self.shape.one_of(head, "audience_mode", _AUDIENCES, "[pack]")
        guards = {t.get("id", ""): Guard(t.get("id", ""), _text(t, "reason")) for t, _ in self.shape.tables("guard")}
        clauses = [self._clause(table, where, guards) for table, where in self.shape.tables("clause")]
        if not clauses:
            self.shape.say("the file", "there is no [[clause]]. Write one for every sentence of the document.")
        self._conflicts(clauses)
        return Pack(
            id=head.get("id", ""),
            title=head.get("title", ""),
            district=head.get("district", ""),
            version=head.get("version", ""),
            status=head.get("status", ""),
            source_document=head.get("source_document", ""),
            source_sha256=head.get("source_sha256", ""),
            audience_mode=head.get("audience_mode", "community"),
            clauses=tuple(clauses),
            checks={name: self.checks[name] for c in clauses for name in c.checks if name in self.checks},
            settings={**self._settings("community", (str,)), **self._settings("thresholds", (int, float))},
            costs=self._costs(),
            questions=tuple(self._question(t, where, clauses) for t, where in self.shape.tables("open_question")),
            guards=tuple(guards.values()),
            effective=head.get("effective"),
            contact=head.get("contact", ""),
            email_domains=tuple(head.get("email_domains", ())),
            sha256=sha256,
        )

    def _clause(self, table: Mapping[str, Any], where: str, guards: Mapping[str, Guard]) -> Clause:
        verb = Verb(self.shape.one_of(table, "verb", Verb, where) or Verb.INFORMS)
        checks = tuple(table.get("checks", ()))
        self.shape.unknown(checks, self.checks, where)
        audiences = table.get("audience", _AUDIENCES)
        self.shape.unknown(audiences, _AUDIENCES, where)
        if not audiences:
            self.shape.say(where, "the audience is empty. Leave it out, or name community or public.")
        guard = guards.get(table.get("guard", ""))
        if "guard" in table and guard is None:
            self.shape.say(where, f"the guard “{table['guard']}” is not in this pack. Add a [[guard]] with this id.")
        if not (checks or guard or "not_automated" in table):
            self.shape.say(
                where, "it has neither checks nor not_automated. Name a check, or say why none can judge it."
            )
        for key in ("params", "floor"):
            for name, values in table.get(key, {}).items():
                self._params(key, name, values, checks, where)
        return Clause(
            id=table.get("id", ""),
            source=table.get("source", ""),
            demand=_text(table, "demand"),
            verb=verb,
            audiences=frozenset(audiences),
            checks=checks,
            params=table.get("params", {}),
            floor=table.get("floor", {}),
            severity=self._severity(table, verb, where),
            guard=table.get("guard", ""),
            why=_text(table, "not_automated") if "not_automated" in table else guard.reason if guard else None,
        )

    def _severity(self, table: Mapping[str, Any], verb: Verb, where: str) -> Severity | None:
        word = self.shape.one_of(table, "severity", Severity, where)
        severity, most = Severity(word) if word else None, MOST_SEVERE[verb]
        if severity and _SEVERITIES.index(severity) > _SEVERITIES.index(most):
            self.shape.say(
                where,
                f"the severity “{severity}” is more than the verb “{verb}” allows. Use “{most}” at most: "
                "the document does not ask for more.",
            )
        return severity

    def _question(self, table: Mapping[str, Any], where: str, clauses: Sequence[Clause]) -> OpenQuestion:
        named = table.get("clauses", [])
        self.shape.unknown(named, (clause.id for clause in clauses), where)
        return OpenQuestion(tuple(named), _text(table, "question"), _text(table, "default"), _text(table, "reason"))

    def _params(self, key: str, check: str, values: object, named: Sequence[str], where: str) -> None:
        if not isinstance(values, dict):
            self.shape.say(where, f"“{key}” is written {key}.{check} = {{ name = value }}.")
        elif check not in named:
            self.shape.say(where, f"“{check}” has {key}, but is not among the clause's checks. Add it, or remove them.")
        elif check in self.checks:
            params = self.checks[check].meta.params
            self.shape.unknown(values, params, f"{where}, {key} of {check}")
            for name in filter(params.__contains__, values):
                self._value(params[name], name, values[name], where)
                if key == "floor" and not params[name].looser:
                    self.shape.say(where, f"“{name}” cannot have a floor: it is no measure. Set it under params.")

    def _value(self, param: Param, name: str, value: Any, where: str) -> None:
        if not fits(value, param.type):
            self.shape.say(where, f"“{name}” has to be {NAMES[param.type]}.")
        elif param.type in (int, float) and not 0 <= value < float("inf"):
            self.shape.say(where, f"“{name}” has to be zero or more.")
        elif param.choices:
            words = value if isinstance(value, list) else [value]
            self.shape.unknown(words, param.choices, f"{where}, {name}")

    def _settings(self, table: str, types: tuple[type, ...]) -> dict[str, Any]:
        """`[community]` (words) or `[thresholds]` (numbers): each key is a parameter of some check."""
        known = {
            name: param
            for check in self.checks.values()
            for name, param in check.meta.params.items()
            if param.type in types and (param.type is not str or param.choices)
        }
        settings = self.shape.table(table)
        self.shape.unknown(settings, known, f"[{table}]")
        for name in known:
            if name in settings:
                self._value(known[name], name, settings[name], f"[{table}]")
        return settings

    def _costs(self) -> Costs:
        """`[verdicts]`: nobody may make a false accusation cheaper than the program does."""
        table, where = self.shape.table("verdicts"), "[verdicts]"
        least = {"false_accusation": Costs().false_accusation, "missed_stranger": 2.0}
        self.shape.unknown(table, least, where)
        good = {}
        for name, value in table.items():
            if name in least and (not isinstance(value, int | float) or isinstance(value, bool) or value < least[name]):
                self.shape.say(where, f"“{name}” has to be a number, {least[name]:g} or more: so many times a look.")
            elif name in least:
                good[name] = float(value)
        return Costs(**good)

    def _conflicts(self, clauses: Sequence[Clause]) -> None:
        """Ids are there once; a check runs once, so no two clauses may give one of its parameters two values."""
        ids = [clause.id for clause in clauses if clause.id]
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            self.shape.say(f"clause {name}", "this id is there twice. Give each clause its own.")
        given: dict[tuple[str, str], tuple[str, Any]] = {}
        for clause in clauses:
            for check, values in clause.params.items():
                for name, value in values.items() if isinstance(values, dict) else ():
                    first, other = given.setdefault((check, name), (clause.id, value))
                    if other != value:
                        self.shape.say(
                            f"clause {clause.id}",
                            f"it gives “{check}” another “{name}” than clause {first}. A check runs once: "
                            "write the value in one of the two.",
                        )


def _text(table: Mapping[str, Any], key: str) -> Message:
    """A sentence of the pack, with the languages it is written in."""
    text = table.get(key, "")
    if isinstance(text, dict):
        return Message("pack.text", {language: text[language] for language in LANGUAGES if language in text})
    return Message("pack.text", {"en": text})
