"""Building and reading Meta exports in tests: JSON with split bytes, the HTML pages of three eras, one source read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from connectors.archive import Archive
from connectors.base import Export, ExportSource
from connectors.model import Gap, RecordType, Snapshot, State
from connectors.snapshot import assemble
from tests.connectors.sample import Sample


def as_bytes(value: object) -> object:
    """Strings and keys as Meta writes them: every byte of the UTF-8 a character of its own."""
    match value:
        case str():
            return value.encode().decode("latin-1")
        case list():
            return [as_bytes(one) for one in value]
        case dict():
            return {as_bytes(key): as_bytes(one) for key, one in value.items()}
    return value


def meta_json(value: object) -> bytes:
    return json.dumps(as_bytes(value), indent=2).encode()


def page(title: str, *blocks: str, foot: str = "") -> bytes:
    """A page with a heading and links that are nobody."""
    return (
        '<html><head><meta charset="utf-8"/><title>x</title><style>._a6-g{margin:0}</style></head>'
        f'<body class="_5vb_"><div class="_a705"><header class="_a70a"><h1 class="_a70e">{escape(title)}</h1></header>'
        f'<main class="_a706" role="main">{"".join(blocks)}</main>'
        '<div class="_a72e"><a href="https://www.instagram.com/accounts/login/">Log in</a>'
        f'<a href="https://help.instagram.com/581066165581870">Help</a>{foot}</div></div></body></html>'
    ).encode()


def box_2019(name: str, date: str) -> str:
    return (
        '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder"><div class="_3-96 _2pio _2lek _2lel">'
        f'{escape(name)}</div><div class="_3-96 _2let"></div><div class="_3-94 _2lem">{date}</div></div>'
    )


def box_2023(name: str, date: str) -> str:
    return (
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_3-95 _2pim _a6-h _a6-i">{escape(name)}'
        f'</div><div class="_3-95 _a6-p"></div><div class="_3-94 _a6-o"><div class="_a72d">{date}</div></div></div>'
    )


def section_2025(name: str, date: str) -> str:
    return (
        f'<section class="_3-95 _a6-g" aria-labelledby="u"><h2 class="_2ph_ _a6-h _a6-i" id="u">{escape(name)}</h2>'
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{date}</div></footer></section>'
    )


def link_box(href: str, text: str, date: str, heading: str = "") -> str:
    """A record of Instagram's pages; with a heading since October 2025."""
    top = f'<h2 class="_3-95 _2pim _a6-h _a6-i">{escape(heading)}</h2>' if heading else ""
    return (
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">{top}<div class="_a6-p"><div>'
        f'<div><a target="_blank" href="{escape(href)}">{escape(text)}</a></div><div>{date}</div></div></div></div>'
    )


def table(**values: str) -> str:
    rows = "".join(
        f'<tr><td colspan="2" class="_2pin _a6_q">{escape(label.replace("_", " "))}<div><div>{escape(value)}'
        "</div></div></td></tr>"
        for label, value in values.items()
    )
    return (
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_a6-p"><table>{rows}</table></div></div>'
    )


def string_map(**values: str) -> dict[str, object]:
    return {label.replace("_", " "): {"href": "", "value": value, "timestamp": 0} for label, value in values.items()}


def labels(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in values.items()]


def read(source: ExportSource, path: Path, *, score: int | None = None) -> Snapshot:
    """The snapshot of one input, which the source must recognise once; nothing closed is opened."""
    with Archive([path]) as archive:
        (recognition,) = source.recognise(archive)
        assert score in (None, recognition.score)
        export = Export(archive, source, recognition.root)
        return assemble(source.platform, source.kind, source.yields, source.read(export))


def read_files(source: ExportSource, folder: Path, files: Mapping[str, bytes], score: int | None = None) -> Snapshot:
    return read(source, Sample(source.platform, "", files, ()).write(folder), score=score)


def scores(source: ExportSource, path: Path) -> list[int]:
    with Archive([path]) as archive:
        return [recognition.score for recognition in source.recognise(archive)]


def gap(snapshot: Snapshot, record: RecordType = RecordType.CONNECTIONS) -> tuple[State, Gap | None]:
    coverage = snapshot.coverage[record]
    return coverage.state, coverage.reason


def notes(snapshot: Snapshot, record: RecordType = RecordType.CONNECTIONS) -> list[str]:
    return [note.id for note in snapshot.coverage[record].notes]


def people(snapshot: Snapshot) -> list[tuple[tuple[str, ...], str]]:
    return [(tuple(kind.value for kind in c.kinds), c.handle or c.display_name or "") for c in snapshot.connections]
