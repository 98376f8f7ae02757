"""Reading a roster: which files are there, what each holds, and one `Roster` out of them."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from auditor.errors import RosterError
from auditor.roster import coverage, joining
from auditor.roster.draft import Draft
from auditor.roster.model import Roster
from auditor.roster.problems import INFO, WARNING
from auditor.roster.readers import oneroster, plain, sds
from auditor.roster.readers.detect import ONEROSTER, SDS1, Kind, kind_of, may_open
from auditor.roster.readers.tables import Table, open_table
from connectors.archive import Archive, Member
from connectors.errors import ConnectorError
from connectors.memory import no_collection

_NEEDED = (
    "Needed is a first row with column names: sourcedId, givenName, familyName (OneRoster, SDS v2), "
    "SIS ID, School SIS ID, Username (SDS v1), or for one's own lists e.g. id, first name, last name, role, email."
)


def load(path: Path, *, as_of: date | None = None, previous: Roster | None = None) -> Roster:
    """Read a roster: OneRoster 1.1/1.2 CSV, Microsoft SDS v1/v2/v2.1 or plain CSV, in a folder, a ZIP or one file.

    `as_of` is the day on which roles with an end date are judged (else the newest change in the files).
    People of `previous` who are not in the files are taken along as having left. Raises `RosterError`.
    """
    try:
        with no_collection(), Archive([path]) as archive:
            return _load(archive, as_of, previous)
    except ConnectorError as e:
        raise RosterError(str(e)) from e


def _load(archive: Archive, as_of: date | None, previous: Roster | None) -> Roster:
    draft = Draft()
    tables, unknown = _tables(archive)
    given = ", ".join(archive.inputs)
    kind = _format(tables)
    if kind is None:
        raise RosterError(_not_a_roster(archive, given, tables, unknown))
    others = ONEROSTER if kind is Kind.SDS1_PERSON else SDS1 if kind is Kind.USERS else (*ONEROSTER, *SDS1)
    for table in (table for other in others for table in tables.get(other, ())):
        draft.problems.add(WARNING, "other_format", table.name, table.header_row)
    for table in unknown:
        draft.problems.add(INFO, "file_not_used", table.name, table.header_row)
    if kind is Kind.USERS:
        version = _manifests(tables, draft, given)
        found = oneroster.read(tables, draft)
        if found.startswith("oneroster") and Kind.MANIFEST not in tables:
            draft.problems.add(INFO, "no_manifest")
        name = f"oneroster-{version}" if version and found.startswith("oneroster") else found
    elif kind is Kind.SDS1_PERSON:
        name = sds.read(tables, draft)
    else:
        name = "csv"
    # Lists of one's own may lie beside the standard's files, of volunteers above all.
    plain.read(tables.get(Kind.PLAIN, ()), draft)
    if not draft.people:
        raise RosterError(
            f"{given}: the list of people ({tables[kind][0].name}) holds nobody with an id. "
            "Export it again, and look at it in a spreadsheet first."
        )
    return _finish(draft, name, archive, as_of, previous)


def _finish(draft: Draft, name: str, archive: Archive, as_of: date | None, previous: Roster | None) -> Roster:
    joining.settle(draft, as_of or draft.newest)
    if previous is not None:
        joining.remember(draft, previous, as_of)
    alias = joining.merge(draft)
    joining.link(draft, alias)
    joining.default_roles(draft)
    draft.note_unknown_words()
    statement = coverage.assess(draft.people, previous, draft.problems)
    for other, stays in alias.items():
        if other in draft.classes:
            draft.classes.setdefault(stays, []).extend(draft.classes.pop(other))
    digests = sorted(f"{member.name}\x1f{digest}" for member, digest in archive.digests.items())
    return Roster(
        format=name,
        people=draft.people,
        orgs=draft.orgs,
        classes_of={
            person_id: tuple(ids) if len(ids) == 1 else tuple(dict.fromkeys(ids))
            for person_id, ids in draft.classes.items()
        },
        coverage=statement,
        problems=draft.problems.result(),
        sha256=hashlib.sha256("\n".join(digests).encode("utf-8", "surrogatepass")).hexdigest(),
        as_of=draft.newest,
        alias=alias,
    )


def _tables(archive: Archive) -> tuple[dict[Kind, list[Table]], list[Table]]:
    """The tables by what they hold, in name order, and those with a header we do not know."""
    tables: dict[Kind, list[Table]] = {}
    unknown: list[Table] = []
    for member in sorted(filter(may_open, archive.members), key=lambda m: (m.name, m.raw)):
        table = open_table(archive, member)
        if table is None:
            continue
        kind = kind_of(table)
        if kind is None:
            unknown.append(table)
        else:
            tables.setdefault(kind, []).append(table)
    return tables, unknown


def _format(tables: dict[Kind, list[Table]]) -> Kind | None:
    return next((kind for kind in (Kind.USERS, Kind.SDS1_PERSON, Kind.PLAIN) if kind in tables), None)


def _folder(member: Member) -> str:
    return member.name.rpartition("/")[0]


def _manifests(tables: dict[Kind, list[Table]], draft: Draft, given: str) -> str:
    """Heed the manifests: leave out what is a delta, note what is promised but absent; the version they name."""
    version = ""
    problems = draft.problems
    for table in tables.get(Kind.MANIFEST, ()):
        properties = oneroster.manifest(table, draft)
        version = version or properties.get("oneroster.version", "")
        beside = [
            other
            for kind in ONEROSTER
            for other in tables.get(kind, ())
            if _folder(other.member) == _folder(table.member)
        ]
        modes = {name.removeprefix("file."): value for name, value in properties.items() if name.startswith("file.")}
        for other in beside:
            if modes.get(other.stem) == "delta":
                problems.add(WARNING, "delta_not_used", other.name)
                for found in tables.values():
                    if other in found:
                        found.remove(other)
        stems = {other.stem for other in beside}
        for name in ("users", "roles", "orgs", "enrollments"):
            if modes.get(name) == "bulk" and name not in stems:
                problems.add(WARNING, "promised_file", table.name, t_file=f"roster.file.{name}")
    if not tables[Kind.USERS]:
        raise RosterError(
            f"{given}: these files hold only changes since an earlier export (the manifest says “delta”). "
            "Ask for the full set (“bulk”) and give that."
        )
    return version if version in ("1.1", "1.2") else ""


def _not_a_roster(archive: Archive, given: str, tables: dict[Kind, list[Table]], unknown: list[Table]) -> str:
    if any(member.name.startswith("xl/") for member in archive.members):
        return f"{given}: this is an Excel workbook. Save the list as CSV (File > Save as > CSV UTF-8) and give that."
    if tables:
        held = ", ".join(table.name for found in tables.values() for table in found[:1])
        return f"{given}: no list of people was found, only {held}. Add the file with the people (users.csv)."
    if unknown:
        table = unknown[0]
        columns = [name for name in table.keys if plain.known_header(name)]
        more = f" (and {len(unknown) - 1} more files like it)" if len(unknown) > 1 else ""
        return (
            f"{table.name}{more}: row {table.header_row} is not a header we know. Of its {len(table.keys)} columns we "
            f"know {', '.join(columns) or 'none'}. {_NEEDED}"
        )
    return f"{given}: no list of people was found. Give OneRoster or SDS files (folder or ZIP), or a CSV. {_NEEDED}"
