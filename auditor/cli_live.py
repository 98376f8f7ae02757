"""The commands for live accounts: connect, pull, disconnect, and the keys that keep tokens safe."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import terminal
from auditor.cli_options import Lang, LangOption
from auditor.errors import AuditorError
from connectors.live import Way
from connectors.model import Message, Platform, State

if TYPE_CHECKING:
    from auditor.consent.grants import Grant, Grants
    from connectors.live import LiveSource
    from connectors.model import Coverage, Param, RecordType

keys_app = typer.Typer(help="The keys that sign-ins are encrypted with.", no_args_is_help=True)

_Platform = Annotated[str, typer.Argument(metavar="PLATFORM", help="bluesky, mastodon, x, wordpress ...")]
_Account = Annotated[str, typer.Option("--account", help="The account's handle, as registered.", metavar="HANDLE")]
_Server = Annotated[str, typer.Option(help="The account's server, for platforms of many.", metavar="ADDRESS")]
_Config = Annotated[Path | None, typer.Option("--config", help="Where the program's own ids are (apps.PLATFORM).")]
_CONFIG = Path("auditor.toml")


def add_to(app: typer.Typer) -> None:
    """Put the commands of this module into the program."""
    app.command(epilog="Example: auditor connect mastodon --account ms.rivera --server https://school.example")(connect)
    app.command(epilog="Example: auditor pull bluesky --account ms-rivera.bsky.social -o snapshot.json")(pull)
    app.command(epilog="Example: auditor disconnect bluesky --account ms-rivera.bsky.social")(disconnect)
    keys_app.command("rotate", epilog="Example: auditor keys rotate")(keys_rotate)
    app.add_typer(keys_app, name="keys")


def connect(
    platform: _Platform,
    account: _Account,
    server: _Server = "",
    staff: Annotated[str, typer.Option(help="Roster id or e-mail of the owner, for the record.", metavar="ID")] = "",
    way: Annotated[
        Way | None, typer.Option(help="How to agree, where the platform has several ways (WordPress, MediaWiki).")
    ] = None,
    paste: Annotated[bool, typer.Option("--paste", help="No browser here: paste the answer instead.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="The owner has read what is agreed to.")] = False,
    config: _Config = None,
    lang: LangOption = Lang.EN,
) -> None:
    """Let the owner of an account agree that the program reads it."""
    from auditor import pulling
    from auditor.consent import apps
    from auditor.consent.grants import Grant, Grants
    from auditor.consent.home import home
    from connectors.live import consent_of
    from reports.catalog import Catalog

    source, text = _source(platform), Catalog(lang).text
    address = pulling.server_of(source, server)
    own = apps.load(platform, _config(config))
    name = text(Message(f"platform.{platform}"))
    chosen = way.value if way else ""
    consent = consent_of(source, address, chosen)
    made = text(Message("consent.made"))
    scopes = ", ".join(consent.scopes) or made
    terminal.note(text(Message("consent.text", {"platform": name, "scopes": scopes})))
    terminal.note(text(consent.guide))
    if not yes and not typer.confirm(text(Message("consent.agree")), err=True):
        raise typer.Exit(1)

    def browse(where: str) -> None:
        terminal.note(f"{text(Message('consent.open'))}\n{where}")
        if not paste:
            webbrowser.open(where)

    ask = pulling.Answers(
        lambda what: typer.prompt(text(what), hide_input=True, err=True),
        lambda what: typer.prompt(text(what), err=True),
        browse,
    )
    grants, grant = Grants(home()), Grant(platform, account, address, staff, way=chosen)
    with _said(text):
        done = pulling.connect(source, grant, own.values(platform), own.redirect_port, ask, paste=paste, grants=grants)
    terminal.say(text(Message("consent.connected", {"platform": name, "scopes": ", ".join(done.scopes) or made})))


def pull(
    platform: _Platform,
    account: _Account,
    output: Annotated[Path, typer.Option("-o", "--output", help="The snapshot file.", metavar="SNAPSHOT.json")],
    server: _Server = "",
    yes: Annotated[bool, typer.Option("--yes", help="Agree to what the platform charges.")] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Do not go on with a pull that was cut.")] = False,
    hydrate: Annotated[
        list[Path] | None,
        typer.Option(help="X alone: look the numbers of this archive up instead (all its parts).", metavar="ARCHIVE"),
    ] = None,
    config: _Config = None,
    lang: LangOption = Lang.EN,
) -> None:
    """Read an account through the platform's own interface, and write a snapshot for `auditor audit`."""
    from auditor import pulling
    from auditor.consent import apps
    from reports.catalog import Catalog

    source, text = _source(platform), Catalog(lang).text
    grants, grant = _grant(source, account, server)
    own = apps.load(platform, _config(config)).values(platform)

    def agree(cost: Message) -> bool:
        terminal.note(text(cost))
        return yes or (sys.stdin.isatty() and typer.confirm(text(Message("consent.pay")), err=True))

    if hydrate and platform != Platform.X:
        raise typer.BadParameter("--hydrate is for X, whose archive knows most people by number alone")

    def waiting(seconds: float) -> None:
        terminal.note(text(Message("consent.waiting", {"minutes": max(1, round(seconds / 60))})))

    with _said(text), terminal.progress() as bar, _stoppable(text):

        def step(what: str, at: int, of: int) -> None:
            bar(text(Message(f"live.list.{what}")), at, of)

        told = pulling.Told(step, waiting, agree)
        if hydrate:
            coverage = pulling.hydrate(hydrate, grant, own, output, grants, told, restart=restart).snapshot.coverage
        else:
            coverage = pulling.pull(source, grant, own, output, grants, told, restart=restart).coverage
    _tell(coverage, source.yields, text)
    terminal.say(str(output))
    states = {coverage[record].state for record in source.yields}
    raise typer.Exit(0 if states == {State.COMPLETE} else 3 if states == {State.NONE} else 4)


def _tell(
    coverage: Mapping[RecordType, Coverage], yields: frozenset[RecordType], text: Callable[[Message], str]
) -> None:
    """What was seen, and what was not."""
    for record in sorted(yields):
        seen = coverage[record]
        told: dict[str, Param] = {
            "t_record": f"consent.record.{record}",
            "t_state": f"consent.state.{seen.state}",
            "received": seen.received,
        }
        if seen.expected is None:
            terminal.say(text(Message("consent.seen", told)))
        else:
            terminal.say(text(Message("consent.seen_of", {**told, "expected": seen.expected})))
        for note in seen.notes:
            terminal.say(f"  {text(note)}")


def disconnect(
    platform: _Platform,
    account: _Account,
    server: _Server = "",
    config: _Config = None,
    lang: LangOption = Lang.EN,
) -> None:
    """Take a consent back: on the platform where that can be done from here, and on this computer."""
    from auditor import pulling
    from auditor.consent import apps
    from reports.catalog import Catalog

    source, text = _source(platform), Catalog(lang).text
    grants, grant = _grant(source, account, server)
    told = pulling.disconnect(source, grant, apps.load(platform, _config(config)).values(platform), grants)
    name = text(Message(f"platform.{platform}"))
    terminal.say(text(Message("consent.disconnected" if told else "consent.deleted", {"platform": name})))


def keys_rotate(lang: LangOption = Lang.EN) -> None:
    """Encrypt every sign-in with a new key."""
    from auditor.consent.grants import Grants
    from auditor.consent.home import home
    from reports.catalog import Catalog

    count = Grants(home()).rotate()
    terminal.say(Catalog(lang).text(Message("consent.rotated", {"n": count})))


def _source(platform: str) -> LiveSource:
    from connectors.registry import live_platforms, live_source

    if platform not in live_platforms():
        raise typer.BadParameter(
            f"“{platform}” cannot be read live; these can: {', '.join(live_platforms())}. For others, use the "
            "platform's "
            "data export with “auditor audit”."
        )
    return live_source(platform)


def _grant(source: LiveSource, account: str, server: str) -> tuple[Grants, Grant]:
    from auditor.consent.grants import Grants
    from auditor.consent.home import home
    from auditor.pulling import server_of

    grants = Grants(home())
    grant = grants.find(source.platform, account, server_of(source, server) if server else "")
    if grant is None:
        raise AuditorError(
            f"Nobody agreed yet that this {source.platform} account is read. Its owner does that with: auditor connect "
            f"{source.platform} --account …"
        )
    return grants, grant


def _config(named: Path | None) -> Path | None:
    return named or (_CONFIG if _CONFIG.is_file() else None)


@contextmanager
def _stoppable(text: Callable[[Message], str]) -> Iterator[None]:
    """Ctrl-C ends the command, and says that it can be gone on with."""
    try:
        yield
    except KeyboardInterrupt:
        terminal.note(text(Message("consent.stopped")))
        raise typer.Exit(1) from None


@contextmanager
def _said(text: Callable[[Message], str]) -> Iterator[None]:
    """A refusal while connecting ends the command with its sentence."""
    from connectors.refusal import Refusal

    try:
        yield
    except Refusal as e:
        raise AuditorError(text(e.note)) from None
