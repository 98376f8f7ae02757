"""The command line. Each command gathers its inputs, calls what judges, and says where the results are."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import auditor
from auditor import cli_live, cli_roster, terminal
from auditor.cli_options import Lang, LangOption
from auditor.verdict import Subject
from connectors.model import Message

app = typer.Typer(
    name="auditor",
    help="Audits educational social-media accounts of school staff: who is connected, which settings are open, "
    "and what could not be seen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
roster_app = typer.Typer(help="The district's roster.", no_args_is_help=True)
policy_app = typer.Typer(help="Policy packs: clauses and the checks that serve them.", no_args_is_help=True)
app.add_typer(roster_app, name="roster")
app.add_typer(policy_app, name="policy")
cli_live.add_to(app)
roster_app.command("pull", epilog=cli_roster.EXAMPLE)(cli_roster.pull)


class TextOrJson(StrEnum):
    """How a check is printed."""

    TEXT = "text"
    JSON = "json"


class Engine(StrEnum):
    """Where a table is classified."""

    LOCAL = "local"
    DASK = "dask"


class Schema(StrEnum):
    """The files that have a schema."""

    FINDINGS = "findings"
    SNAPSHOT = "snapshot"


def _version(wanted: bool) -> None:
    if wanted:
        terminal.say(f"auditor {auditor.__version__}")
        raise typer.Exit


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a date; write it as 2026-11-20") from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a point in time; write it as 2026-11-20T08:30:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _formats(text: str) -> list[str]:
    from auditor.outputs import FORMATS

    wanted = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise typer.BadParameter(f"“{name}” is no format; choose from {', '.join(FORMATS)}")
    return wanted


_RunId = Annotated[str | None, typer.Option("--run-id", help="Id of the run, to make the same bytes again.")]
_RunAt = Annotated[
    str | None, typer.Option("--run-at", help="Time of the run (ISO 8601), to make the same bytes again.")
]
_Roster = Annotated[
    Path, typer.Option("--roster", help="Folder or ZIP of OneRoster or SDS files, or one CSV.", metavar="PATH")
]


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    del version  # handled by its callback


@app.command(epilog="Example: auditor audit instagram.zip --staff t-204 --roster roster/ -o my-audit")
def audit(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="An export (all its parts), or a snapshot file.")
    ],
    staff: Annotated[str, typer.Option(help="Roster id or e-mail of the account's owner.", metavar="ID")],
    roster: _Roster,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the reports.", metavar="DIR")],
    platform: Annotated[str | None, typer.Option(help="Settles a tie; otherwise the content tells.")] = None,
    account: Annotated[str | None, typer.Option(help="The account's handle, as registered.", metavar="HANDLE")] = None,
    policy: Annotated[str, typer.Option(help="A policy pack or the path of one.", metavar="PACK")] = "melrose-2011",
    declarations: Annotated[
        Path | None, typer.Option(help="What the owner said of people (CSV).", metavar="FILE")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day ages are counted from.", metavar="DATE")] = None,
    formats: Annotated[str, typer.Option("--format", help="Any of html,json,csv,xlsx,pdf.")] = "html,json",
    lang: LangOption = Lang.EN,
    run_id: _RunId = None,
    run_at: _RunAt = None,
) -> None:
    """Audit one account and write its report."""
    wanted = _formats(formats)
    day = _day(as_of) or date.today()  # noqa: DTZ011 - the user's own calendar day
    moment = _moment(run_at)
    from auditor import audit as auditing
    from auditor import classify
    from auditor import declarations as declared
    from auditor import policy as policies
    from auditor import roster as rosters
    from auditor.outputs import write_reports
    from connectors.registry import platforms, read_input
    from reports.catalog import Catalog

    if platform is not None and platform not in platforms():
        raise typer.BadParameter(f"“{platform}” is unknown; there are {', '.join(platforms())}")
    pack = policies.load(policy)
    said = declared.read(declarations) if declarations else None
    with terminal.progress() as step:
        step("Reading the export", 0, 0)
        snapshot = read_input(inputs, platform=platform, handle=account)
        if auditing.nothing_to_audit(snapshot):
            _nothing(snapshot.platform, [note for c in snapshot.coverage.values() for note in c.notes], lang)
        step("Reading the roster", 0, 0)
        people = rosters.load(roster, as_of=day)
        owner = auditing.find_owner(people, staff)
        step("Comparing", 0, 0)
        district = auditing.prepare(people, classify.build(people, roster), pack, as_of=day, run_id=run_id, at=moment)
        result = auditing.audit(snapshot, owner, district, handle=account, declarations=said)
        step("Writing the report", 0, 0)
        written = write_reports(result, output, wanted, lang)
    if said is not None:
        for unused in said.unused:
            terminal.note(Catalog(lang).text(unused))
    for path in written:
        terminal.say(str(path))
    raise typer.Exit(auditing.exit_status(result))


def _nothing(platform: str, notes: list[Message], lang: str) -> None:
    from reports.catalog import Catalog

    catalog = Catalog(lang)
    name = catalog.text(Message(f"platform.{platform}"))
    why = " ".join(dict.fromkeys(map(catalog.text, notes)))
    terminal.note(
        f"Error: nothing could be audited: this {name} export holds no connection list and no settings. {why}"
    )
    raise typer.Exit(3)


@app.command(epilog="Example: auditor classify followers.csv --roster roster/ --accounts accounts.csv -o verdicts.csv")
def classify(
    connections: Annotated[Path, typer.Argument(metavar="CONNECTIONS", help="CSV or Parquet with connection_id.")],
    roster: _Roster,
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV or Parquet, by suffix.", metavar="OUT")],
    accounts: Annotated[
        Path | None, typer.Option(help="CSV or Parquet: account_id, staff_id.", metavar="ACCOUNTS")
    ] = None,
    candidates: Annotated[
        Path | None,
        typer.Option(
            help="CSV or Parquet for everybody who was weighed, the best first, equals with one rank.", metavar="FILE"
        ),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="On this computer, or on a Dask cluster.")] = Engine.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option(help="Dask scheduler; by default a cluster for the time being.", metavar="ADDRESS")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(help="Processes; by default one per core for a large table.", min=1, metavar="N")
    ] = None,
    lang: LangOption = Lang.EN,
) -> None:
    """Compare a table of connections with the roster, row by row."""
    from auditor import roster as rosters
    from auditor.classify import engines, store
    from auditor.classify.table import about_rows, classify_table
    from auditor.roster.model import Roster
    from auditor.timing import Times
    from reports.catalog import Catalog

    if scheduler and engine is not Engine.DASK:
        raise typer.BadParameter("--scheduler goes with --engine dask")
    times = Times("roster_s", "index_s", "classify_s")

    def load() -> Roster:
        with times.of("roster_s"):
            return rosters.load(roster)

    with terminal.progress() as step:
        step("Reading the roster", 0, 0)
        with times.of("index_s"):
            index = store.for_roster(roster, load)
        with times.of("classify_s"), engines.started(engine, index, jobs, about_rows(connections), scheduler) as run:
            counts = classify_table(
                connections,
                index,
                accounts,
                output,
                Catalog(lang).text,
                lambda done, total: step("Comparing", done, total or 0),
                run,
                candidates,
            )
    times.note(rows=counts.rows)
    terminal.say(f"{output}: {counts.rows:,} rows")
    terminal.say(str(counts))


@app.command(epilog="Example: auditor annual --config auditor.toml --dry-run")
def annual(
    config: Annotated[Path, typer.Option("--config", help="See config.example.toml.")] = Path("auditor.toml"),
    year: Annotated[str | None, typer.Option(help="Name of the run's folder.")] = None,
    resume: Annotated[
        bool | None,
        typer.Option("--resume/--restart", help="Go on with a run that was cut (default), or do all again."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the inputs and write nothing.")] = False,
    run_id: _RunId = None,
    run_at: _RunAt = None,
) -> None:
    """Audit every registered account of the district."""
    moment = _moment(run_at)
    from auditor import annual as yearly

    with terminal.progress() as step:
        done = yearly.run(
            config, year=year, restart=resume is False, dry_run=dry_run, progress=step, run_id=run_id, at=moment
        )
    _report_run(done, dry_run)
    raise typer.Exit(done.status)


def _report_run(done: Any, dry_run: bool) -> None:
    for problem in done.problems:
        terminal.note(f"Please look: {problem}")
    for outcome in done.outcomes:
        if outcome.error:
            terminal.note(f"{outcome.account.platform} {outcome.account.handle}: {outcome.error}")
    states: dict[str, int] = {}
    for outcome in done.outcomes:
        states[outcome.state.value] = states.get(outcome.state.value, 0) + 1
    words = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(states.items()))
    if dry_run:
        terminal.say(f"Dry run, nothing written. Would be: {words}")
    else:
        terminal.say(f"{len(done.outcomes)} accounts: {words}")
        terminal.say(str(done.index))


@app.command(epilog="Example: auditor demo -o demo-out")
def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the district.", metavar="DIR")] = Path(
        "demo-out"
    ),
    seed: Annotated[int, typer.Option(help="Another seed makes another district.")] = 2026,
    lang: LangOption = Lang.EN,
) -> None:
    """Make a whole synthetic district, audit it, and say where the reports are."""
    from auditor.demo.run import run

    with terminal.progress() as step:
        done = run(output, seed=seed, lang=lang, progress=step, say=terminal.note)
    _report_run(done, dry_run=False)


@roster_app.command("check", epilog="Example: auditor roster check roster.zip")
def roster_check(
    path: Annotated[Path, typer.Argument(help="Folder or ZIP of OneRoster or SDS files, or one CSV.")],
    form: Annotated[TextOrJson, typer.Option("--format", help="Words or JSON.")] = TextOrJson.TEXT,
    lang: LangOption = Lang.EN,
) -> None:
    """List the roster's problems, its counts, and what it cannot answer for."""
    from auditor import roster as rosters
    from auditor.roster import check
    from reports.catalog import Catalog

    with terminal.progress() as step:
        step("Reading the roster", 0, 0)
        report = check.report(rosters.load(path))
    if form is TextOrJson.JSON:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
    else:
        for line in check.lines(report, Catalog(lang).text):
            terminal.say(line)
    raise typer.Exit(10 if any(problem.severity == "error" for problem in report.problems) else 0)


@policy_app.command("list", epilog="Example: auditor policy list")
def policy_list() -> None:
    """Name the packs that come with the program."""
    from auditor import policy as policies

    for name in policies.packs():
        terminal.say(f"{name}: {policies.load(name).title}")


@policy_app.command("show", epilog="Example: auditor policy show melrose-2011")
def policy_show(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack's name or the path of a TOML file.")],
    lang: LangOption = Lang.EN,
) -> None:
    """Print every clause of a pack, its checks, and what is not automated and why."""
    from auditor import policy as policies
    from auditor.policy import show
    from reports.catalog import Catalog

    for line in show.lines(policies.load(pack), Catalog(lang).text):
        terminal.say(line)


@policy_app.command("check", epilog="Example: auditor policy check our-policy.toml")
def policy_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A pack of your own.")],
) -> None:
    """Say everything that is wrong with a pack."""
    from auditor import policy as policies

    problems = policies.check_file(file)
    for problem in problems:
        terminal.say(problem)
    if problems:
        raise typer.Exit(1)
    terminal.say(f"{file}: this pack can be used.")


@app.command(epilog="Example: auditor explain --roster roster/ --in my-audit/findings.json --connection j.silva")
def explain(
    roster: _Roster,
    staff: Annotated[str | None, typer.Option(help="Roster id or e-mail of the account's owner.", metavar="ID")] = None,
    findings: Annotated[Path | None, typer.Option("--in", help="A stored result.", metavar="FINDINGS.json")] = None,
    connection: Annotated[str | None, typer.Option(help="Its id, handle or name there.", metavar="WHICH")] = None,
    name: Annotated[str | None, typer.Option(help="Instead of --in: the name that is shown.")] = None,
    handle: Annotated[str | None, typer.Option(help="The handle.")] = None,
    url: Annotated[str | None, typer.Option(help="The profile's address.")] = None,
    email: Annotated[str | None, typer.Option(help="The e-mail address.")] = None,
    bio: Annotated[str | None, typer.Option(help="What the profile says of itself.")] = None,
    policy: Annotated[str, typer.Option(help="The pack that sets the limits.", metavar="PACK")] = "melrose-2011",
    lang: LangOption = Lang.EN,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write a page too.", metavar="FILE")] = None,
) -> None:
    """Say how the answer on one connection was reached, and what would change it."""
    shown = Subject(name, handle, url, email, bio)
    if (findings is None) == (shown == Subject()) or (findings is None) != (connection is None):
        raise typer.BadParameter("give --in and --connection, or else any of --name, --handle, --url, --email, --bio")
    from auditor import explaining

    with terminal.progress() as step:
        step("Reading the roster", 0, 0)
        done = explaining.explain(roster, staff, policy, shown, findings, connection)
    explaining.show(done, lang, output, terminal.say, terminal.note)


@app.command(epilog="Example: auditor schema findings > findings.schema.json")
def schema(name: Annotated[Schema, typer.Argument(metavar="findings|snapshot", help="Which file.")]) -> None:
    """Print the JSON Schema of a file the program writes."""
    from auditor import result_json
    from connectors import snapshot_json

    body = result_json.schema() if name is Schema.FINDINGS else snapshot_json.schema()
    print(json.dumps(body, ensure_ascii=False, indent=1))


def main() -> None:
    """The program `auditor`."""
    terminal.run(app)


if __name__ == "__main__":
    main()
