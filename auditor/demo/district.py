"""The whole invented district on disk: roster, exports, register, declarations, configuration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor.demo import accounts, office, people, roster, truth
from auditor.demo.exports import WRITERS
from auditor.demo.truth import DemoAccount

AS_OF = date(2026, 11, 20)
"""The day the district's files speak for: ages are counted from here, so that a run gives the same result any day."""


@dataclass(frozen=True, slots=True)
class DemoDistrict:
    """Where everything was written, and what is true of it."""

    folder: Path
    roster: Path
    register: Path
    config: Path
    accounts: tuple[DemoAccount, ...]
    as_of: date = AS_OF


def write(folder: Path, seed: int = 2026) -> DemoDistrict:
    """Write the district below `folder`. The same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    district = people.make(seed)
    rows: list[office.Row] = []
    shared: dict[str, tuple[Path, ...]] = {}
    for spec, account in accounts.make(district, seed):
        inputs = shared.get(account.key, ())
        if spec.layout in WRITERS:
            inputs = tuple(WRITERS[spec.layout](account, folder / "exports" / account.key))
        if account.companion:
            shared[account.companion.key] = inputs
        declared = None
        if spec.declares:
            declared = office.write_declarations(account, folder / "declarations" / f"{account.key}.csv")
        rows.append(office.Row(spec, account, inputs, declared))
    return DemoDistrict(
        folder=folder,
        roster=roster.write(district, folder / "roster"),
        register=office.write_register(district, rows, folder / "register.csv", seed),
        config=office.write_config(folder / "auditor.toml"),
        accounts=tuple(_described(row) for row in rows),
    )


def _described(row: office.Row) -> DemoAccount:
    spec, account = row.spec, row.account
    return DemoAccount(
        key=spec.key,
        platform=spec.platform,
        layout=spec.layout,
        handle=account.handle,
        owner=account.owner.id,
        audience=spec.audience,
        state=spec.state,
        inputs=row.inputs,
        people=truth.of(account),
    )
