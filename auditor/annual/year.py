"""The yearly run: every registered account, one after the other, never stopped by one that fails."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import auditor
from auditor import audit, classify, config, policy, register, result_json, roster
from auditor import declarations as declared
from auditor.annual import decisions, manifest
from auditor.annual.figures import Figures
from auditor.annual.pages import write_pages
from auditor.annual.review import DISTRICT_OFFICE, School, open_connections, reviewed_at, school_of
from auditor.annual_result import (
    AccountOutcome,
    AccountState,
    DistrictResult,
    ReviewAccount,
    SchoolReview,
)
from auditor.errors import AuditorError, defect
from auditor.outputs import FORMATS, write_reports
from auditor.policy.pack import Pack
from auditor.register import Registration
from auditor.result import AccountRef, AuditResult
from auditor.roster.model import Roster
from auditor.verdict import VerdictKind
from auditor.writing import make_folder
from connectors.errors import ConnectorError
from connectors.model import Message, Platform
from connectors.registry import platforms, read_input

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class AnnualRun:
    """What a run made. `folder` holds everything; `index` is the page to open first."""

    folder: Path
    index: Path
    outcomes: tuple[AccountOutcome, ...]
    problems: tuple[str, ...]
    """Sentences for the office: rows of the register and of review lists that could not be used."""
    status: int


@dataclass(frozen=True, slots=True)
class _Setup:
    config: config.Config
    base: Path
    folder: Path
    roster: Roster
    pack: Pack
    register: register.Register
    ledger: decisions.Ledger
    as_of: date


def run(
    path: Path,
    *,
    year: str | None = None,
    restart: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    run_id: str | None = None,
    at: datetime | None = None,
) -> AnnualRun:
    """Audit every account of the register that the configuration at `path` names.

    A run on the same roster, pack and program goes on with what an earlier one left; `restart` does all again.
    `dry_run` checks the inputs, writes nothing and gives each account's state. Raises `AuditorError` where the
    configuration, the roster, the pack or the register cannot be used.
    """
    told = progress or (lambda *_: None)
    setup = _set_up(path, year, told)
    if dry_run:
        return _dry_run(setup)
    state = _state(setup, restart, run_id, at)
    told("classifier", 0, 0)
    district = audit.prepare(
        setup.roster,
        classify.build(setup.roster, path.parent / setup.config.roster.path),
        setup.pack,
        as_of=setup.as_of,
        run_id=state.run_id,
        at=state.at,
        email_domains=setup.config.district.email_domains,
        exceptions=setup.ledger.exceptions(setup.as_of),
        decisions=setup.ledger.decisions(),
    )
    outcomes: list[AccountOutcome] = []
    registrations = setup.register.registrations
    for number, registration in enumerate(registrations):
        told("accounts", number, len(registrations))
        key = f"{registration.platform}/{registration.account}"
        digest = manifest.digest_of(registration, _files(registration, setup.base))
        outcome = state.finished(key, digest)
        if outcome is None:
            outcome = _one(registration, setup, district)
            state.done[key] = (digest, outcome)
            state.save(setup.folder)
        outcomes.append(outcome)
    told("accounts", len(registrations), len(registrations))
    outcomes += [
        AccountOutcome(
            AccountRef(_readable(p.platform.lower()), p.account, p.owner, ""), AccountState.FAILED, error=p.sentence
        )
        for p in setup.register.problems
    ]
    index = _pages(setup, district, outcomes)
    setup.ledger.save(setup.folder.parent / decisions.LEDGER)
    problems = (*(p.sentence for p in setup.register.problems), *setup.ledger.problems)
    return AnnualRun(setup.folder, index, tuple(outcomes), problems, _status(outcomes))


def _set_up(path: Path, year: str | None, told: Progress) -> _Setup:
    settings = config.load(path)
    base = path.parent
    as_of = settings.run.as_of or date.today()  # noqa: DTZ011 - the office's own calendar day
    told("roster", 0, 0)
    previous = roster.load(base / settings.roster.previous) if settings.roster.previous else None
    people = roster.load(base / settings.roster.path, as_of=as_of, previous=previous)
    pack_path = base / settings.policy.pack
    pack = policy.load(str(pack_path) if pack_path.is_file() else settings.policy.pack)
    accounts = register.read(base / settings.register_.path)
    folder = base / settings.output.folder / (year or settings.run.year or str(as_of.year))
    reviews = sorted((base / settings.output.folder).glob("*/schools/*/review.csv"))
    ledger = decisions.read(folder.parent / decisions.LEDGER, reviews)
    return _Setup(settings, accounts.path.parent, folder, people, pack, accounts, ledger, as_of)


def _state(setup: _Setup, restart: bool, run_id: str | None, at: datetime | None) -> manifest.Manifest:
    output = setup.config.output
    shared = (
        setup.roster.sha256,
        setup.pack.sha256,
        auditor.__version__,
        output.language,
        output.formats,
        setup.as_of,
        setup.config.district,
        sorted(setup.ledger.rows.items()),
    )
    basis = hashlib.sha256(repr(shared).encode("utf-8", "surrogatepass")).hexdigest()
    earlier = None if restart else manifest.load(setup.folder, basis)
    return earlier or manifest.Manifest(
        run_id or uuid.uuid4().hex, at or datetime.now(UTC).replace(microsecond=0), basis
    )


def _files(registration: Registration, base: Path) -> list[Path]:
    names = [*registration.inputs, *([registration.declarations] if registration.declarations else [])]
    return [base / name for name in names]


def _reference(registration: Registration, setup: _Setup) -> AccountRef:
    owner = setup.roster.find(registration.owner)
    school = school_of(owner, setup.roster) if owner else None
    name = f"{owner.preferred_given or owner.given} {owner.preferred_family or owner.family}" if owner else ""
    return AccountRef(
        _readable(registration.platform),
        registration.account,
        owner.person_id if owner else registration.owner,
        registration.audience,
        name.strip(),
        school.name if school else "",
    )


def _precheck(registration: Registration) -> AccountState | None:
    """Why an account is not audited at all: consent first, then something to read."""
    if registration.consent_on is None:
        return AccountState.NO_CONSENT
    return None if registration.inputs else AccountState.NO_EXPORT


def _one(registration: Registration, setup: _Setup, district: audit.District) -> AccountOutcome:
    reference = _reference(registration, setup)
    state = _precheck(registration)
    if state is not None:
        return AccountOutcome(reference, state)
    try:
        owner = audit.find_owner(setup.roster, registration.owner)
        snapshot = read_input(
            [setup.base / name for name in registration.inputs],
            platform=_readable(registration.platform),
            handle=registration.account,
        )
        if audit.nothing_to_audit(snapshot):
            raise AuditorError(
                "The export holds neither a connection list nor settings. "
                "Ask the owner to make it again with the lists ticked."
            )
        said = declared.read(setup.base / registration.declarations) if registration.declarations else None
        result = audit.audit(
            snapshot, owner, district, handle=registration.account, registration=registration, declarations=said
        )
        folder = f"accounts/{_slug(registration)}"
        write_reports(result, setup.folder / folder, setup.config.output.formats, setup.config.output.language)
    except (AuditorError, ConnectorError) as e:
        return AccountOutcome(reference, AccountState.FAILED, error=str(e))
    except Exception as e:  # a defect met in one account must not take the others with it
        return AccountOutcome(reference, AccountState.FAILED, error=defect(e))
    review = open_connections(result)
    return AccountOutcome(
        result.account,
        AccountState.AUDITED,
        folder,
        connections=review.connections,
        community=review.community,
        open_items=len(review.items) + review.withheld,
        coverage_complete=review.coverage_complete,
        exit_status=audit.exit_status(result),
    )


def _readable(platform: str) -> str:
    """The platform whose reader takes the account's input: a typed list, for any that we have none of."""
    name = _FORMER_NAMES.get(platform, platform)
    return name if name in platforms() else Platform.OTHER.value


_FORMER_NAMES = {"twitter": Platform.X.value}


def _slug(registration: Registration) -> str:
    """A folder name for an account: readable, and unlike any other account's."""
    readable = re.sub(r"[^a-z0-9]+", "-", registration.account.lower()).strip("-")[:40]
    mark = hashlib.sha256(f"{registration.platform}/{registration.account}".encode()).hexdigest()[:6]
    return "-".join(part for part in (registration.platform, readable, mark) if part)


def _pages(setup: _Setup, district: audit.District, outcomes: list[AccountOutcome]) -> Path:
    """Review lists, district page and index, from the stored results alone."""
    people = setup.roster
    schools = [School(o.org_id, o.name) for o in people.orgs.values() if o.kind in ("school", "")]
    figures = Figures(people, schools)
    reviews: dict[School, list[ReviewAccount]] = {school: [] for school in (*schools, DISTRICT_OFFICE)}
    verdicts: Counter[VerdictKind] = Counter()
    for outcome in outcomes:
        owner = people.find(outcome.account.staff_id)
        result = _stored(setup.folder, outcome)
        figures.add(outcome, school_of(owner, people) if owner else None, result)
        if result is not None and owner is not None:
            verdicts.update(judged.verdict.kind for judged in result.connections)
            reviews.setdefault(reviewed_at(owner, people), []).append(open_connections(result))
    states = Counter(outcome.state for outcome in outcomes)
    run_of = district.run
    summary = DistrictResult(
        district=setup.config.district.name,
        year=setup.folder.name,
        at=run_of.at,
        version=run_of.version,
        policy=run_of.policy,
        roster=run_of.roster,
        registered=len(outcomes),
        by_state={state: states[state] for state in AccountState},
        by_platform=figures.by_platform(),
        by_verdict={kind: verdicts[kind] for kind in VerdictKind},
        schools=figures.schools(),
        checks=figures.checks(),
        failed=tuple(
            sorted(
                (o for o in outcomes if o.state is not AccountState.AUDITED),
                key=lambda o: (o.account.school, o.account.platform, o.account.handle),
            )
        ),
        open_questions=setup.pack.open_question_messages,
        notes=tuple(Message("run.problem", {"text": problem}) for problem in setup.ledger.problems),
    )
    lists = [
        SchoolReview(school.id, school.name, run_of.at, run_of.roster, tuple(accounts))
        for school, accounts in sorted(reviews.items(), key=lambda item: (item[0].name, item[0].id))
        if accounts
    ]
    make_folder(setup.folder)
    return write_pages(
        setup.folder, summary, lists, outcomes, setup.config.output.formats, setup.config.output.language
    )


def _stored(folder: Path, outcome: AccountOutcome) -> AuditResult | None:
    if outcome.state is not AccountState.AUDITED:
        return None
    return result_json.load(folder / outcome.folder / FORMATS["json"])


def _dry_run(setup: _Setup) -> AnnualRun:
    outcomes = []
    for registration in setup.register.registrations:
        reference = _reference(registration, setup)
        state = _precheck(registration)
        missing = [str(path) for path in _files(registration, setup.base) if not path.exists()]
        if state is None and missing:
            outcomes.append(AccountOutcome(reference, AccountState.FAILED, error=f"{missing[0]}: no such file."))
        else:
            outcomes.append(AccountOutcome(reference, state or AccountState.AUDITED))
    problems = (*(p.sentence for p in setup.register.problems), *setup.ledger.problems)
    return AnnualRun(setup.folder, setup.folder / "index.html", tuple(outcomes), problems, 0)


def _status(outcomes: list[AccountOutcome]) -> int:
    """10 where findings need attention, 4 where something could not be seen, 3 where nothing could be audited."""
    audited = [o for o in outcomes if o.state is AccountState.AUDITED]
    if not audited:
        return 3
    statuses = {o.exit_status for o in audited}
    if 1 in statuses:
        return 1
    if 10 in statuses:
        return 10
    return 4 if 4 in statuses or any(o.state is AccountState.FAILED for o in outcomes) else 0
