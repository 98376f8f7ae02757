"""Reading an input with one source directly, without the registry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from connectors.archive import Archive
from connectors.base import Export, ExportSource, Recognition
from connectors.model import Coverage, Gap, RecordType, Snapshot, State
from connectors.snapshot import assemble
from tests.connectors.sample import Sample


@dataclass(frozen=True)
class Reading:
    """What one source made of an input."""

    snapshot: Snapshot
    recognition: Recognition
    export: Export
    archive: Archive

    @property
    def people(self) -> list[tuple[tuple[str, ...], str]]:
        """As in `Sample.people`."""
        return [
            (tuple(c.kinds), c.handle or c.platform_id or c.display_name or c.url or c.email or "")
            for c in self.snapshot.connections
        ]

    @property
    def settings(self) -> dict[str, str]:
        """Key and value of each setting."""
        return {setting.key.value: setting.value for setting in self.snapshot.settings}

    def coverage(self, record: RecordType = RecordType.CONNECTIONS) -> Coverage:
        """The coverage of one record type."""
        return self.snapshot.coverage[record]

    def gap(self, record: RecordType = RecordType.CONNECTIONS) -> tuple[State, Gap | None]:
        """State and reason of one record type."""
        return self.coverage(record).state, self.coverage(record).reason

    def notes(self, record: RecordType = RecordType.CONNECTIONS) -> set[str]:
        """The ids of its notes."""
        return {note.id for note in self.coverage(record).notes}


def read_all(source: ExportSource, *paths: Path) -> list[Reading]:
    """What the source makes of each account it recognises."""
    with Archive(paths) as archive:
        found = []
        for recognition in source.recognise(archive):
            export = Export(archive, source, recognition.root)
            snapshot = assemble(source.platform, source.kind, source.yields, source.read(export))
            found.append(Reading(snapshot, recognition, export, archive))
        return found


def read(source: ExportSource, *paths: Path) -> Reading:
    """The one account in the input."""
    [found] = read_all(source, *paths)
    return found


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these members."""
    folder.mkdir(parents=True, exist_ok=True)
    return Sample("", "", files, ()).write(folder)
