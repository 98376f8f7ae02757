"""Backups of "SMS Backup & Restore" with one thread. All people are invented."""

from __future__ import annotations

from connectors.model import State
from tests.connectors.sample import Sample

HEAD = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<?xml-stylesheet type=\"text/xsl\" href=\"sms.xsl\"?>\n"
)
MORNING = 1_790_920_800_000  # 2 October 2026, 06:00 UTC
HOUR = 3_600_000


def sms(address: str, at: int = 0, name: str = "(Unknown)", kind: int = 1, body: str = "On my way") -> str:
    return (
        f'  <sms protocol="0" address="{address}" date="{MORNING + at * HOUR}" type="{kind}" subject="null" '
        f'body="{body}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" '
        f'readable_date="Oct 2, 2026 6:00:00 AM" contact_name="{name}" />\n'
    )


def mms(address: str, at: int = 0, name: str = "(Unknown)", box: int = 1) -> str:
    when = MORNING + at * HOUR
    return (
        f'  <mms date="{when}" msg_box="{box}" address="{address}" m_type="132" contact_name="{name}">\n'
        + '    <parts><part seq="0" ct="text/plain" text="We are there" />\n'
        + '    <part seq="1" ct="image/png" data="iVBORw0KGgo=" /></parts>\n'
        + '    <addrs><addr address="+15550104477" type="137" charset="106" /></addrs>\n  </mms>\n'
    )


def backup(*entries: str, count: int | None = None) -> bytes:
    found = len(entries) if count is None else count
    return f'{HEAD}<smses count="{found}" backup_set="x" type="full">\n{"".join(entries)}</smses>\n'.encode()


def sample(name: str, data: bytes, *people: tuple[str, str]) -> Sample:
    path = "sms-20261004120000.xml"
    kinds = tuple(((kind,), who) for kind, who in people)
    return Sample("sms", name, {path: data}, kinds, connections=State.PARTIAL, list_members=(path,))


SAMPLES: list[Sample] = [
    sample(
        "one-other",
        backup(
            sms("+1 (555) 010-2211", name="Bram Strathclyde"),
            sms("5550102211", 1, kind=2),
            mms("+15550102211", 30, "Bram Strathclyde", box=2),
        ),
        ("contact", "Bram Strathclyde"),
    ),
    sample("no-name", backup(sms("+15550104477"), sms("+15550104477", 5, "null")), ("contact", "…4477")),
    sample(
        "group",
        backup(
            mms("+15550102211~+15550103322~+15550104477", 0, "Bram Strathclyde, Cosima Thorp, Dov Rivera"),
            mms("5550104477~5550102211~5550103322", 2),
        ),
        ("member", "Bram Strathclyde"),
        ("member", "Cosima Thorp"),
        ("member", "Dov Rivera"),
    ),
    sample("emoji-in-halves", backup(sms("+15550104477", body="Go &#55357;&#56832; team")), ("contact", "…4477")),
]
