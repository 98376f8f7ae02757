"""The district's figures, with every count that could point at one person hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from auditor.annual.review import School
from auditor.annual_result import HIDDEN_BELOW, AccountOutcome, AccountState, CheckRow, SchoolRow
from auditor.result import AuditResult
from auditor.result_json import needs_attention
from auditor.roster.model import STAFF_GROUPS, Roster


def hidden(count: int) -> int | None:
    """The count, or None where it is small but not zero."""
    return count if count == 0 or count >= HIDDEN_BELOW else None


def hidden_row(counts: Mapping[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """A total and its parts. Where just one part would be hidden, the total would give it away: hide it too."""
    parts = {name: hidden(count) for name, count in counts.items()}
    total = hidden(sum(counts.values()))
    if sum(part is None for part in parts.values()) == 1:
        total = None
    return total, parts


class Figures:
    """Adds up accounts as they come and gives the tables of the district page."""

    def __init__(self, roster: Roster, schools: Sequence[School]) -> None:
        self._roster = roster
        self._schools = sorted(schools, key=lambda school: (school.name, school.id))
        self._outcomes: dict[str, list[AccountOutcome]] = defaultdict(list)
        self._checks: dict[str, Counter[str]] = defaultdict(Counter)
        self._clauses: dict[str, tuple[str, ...]] = {}
        self._platforms: Counter[str] = Counter()

    def add(self, outcome: AccountOutcome, school: School | None, result: AuditResult | None) -> None:
        """One account: what became of it, and its result if it was audited."""
        name = school.name if school else ""
        self._outcomes[name].append(outcome)
        self._platforms[outcome.account.platform] += 1
        if result is None:
            return
        for check in {finding.check for finding in result.findings if needs_attention(finding)}:
            self._checks[check][name] += 1
        for finding in result.findings:
            self._clauses[finding.check] = finding.clauses

    def by_platform(self) -> dict[str, int | None]:
        """Registered accounts per platform."""
        return {platform: hidden(self._platforms[platform]) for platform in sorted(self._platforms)}

    def schools(self) -> tuple[SchoolRow, ...]:
        """One row per school. A school with fewer than five accounts shows none of their numbers."""
        rows = []
        for school in self._schools:
            outcomes = self._outcomes.get(school.name, [])
            audited = [o for o in outcomes if o.state is AccountState.AUDITED]
            cells = (
                len(outcomes),
                len(audited),
                sum(o.coverage_complete for o in audited),
                sum(o.connections for o in audited),
                sum(o.open_items for o in audited),
            )
            few = 0 < len(outcomes) < HIDDEN_BELOW
            staff = hidden(self._staff_at(school))
            rows.append(SchoolRow(school.name, staff, *(None if few else hidden(cell) for cell in cells)))
        return tuple(rows)

    def _staff_at(self, school: School) -> int:
        """How many current staff work at a school."""
        return sum(
            not person.left and any(r.group in STAFF_GROUPS and r.org_id == school.id for r in person.roles)
            for person in self._roster.people.values()
        )

    def checks(self) -> tuple[CheckRow, ...]:
        """How many accounts each check asked to look at, most first, by school."""
        names = [school.name for school in self._schools]
        rows = []
        for check in sorted(self._checks, key=lambda c: (-self._checks[c].total(), c)):
            counts = self._checks[check]
            total, parts = hidden_row({name: counts[name] for name in names} | dict(counts))
            rows.append(CheckRow(check, self._clauses[check], total, parts))
        return tuple(rows)
