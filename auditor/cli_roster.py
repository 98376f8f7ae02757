"""`auditor roster pull`: the roster from a server, with progress and sentences for whatever goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor import terminal
from auditor.cli_options import Lang, LangOption
from connectors.model import Message, Param

EXAMPLE = "Example: auditor roster pull --config auditor.toml -o roster"


def pull(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the roster.", metavar="FOLDER")],
    config: Annotated[
        Path, typer.Option("--config", help="The file with the section roster_source.", metavar="FILE")
    ] = Path("auditor.toml"),
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Take the roster although a group became much smaller.")
    ] = False,
    changes: Annotated[
        bool,
        typer.Option("--changes", help="OneRoster: read only what changed since, where that can be checked."),
    ] = False,
    lang: LangOption = Lang.EN,
) -> None:
    """Fetch the roster from a OneRoster, Clever or Google Workspace server into a folder for --roster.

    The secret comes from the environment variable AUDITOR_ROSTER_SECRET or from the file that secret_file names.
    """
    from auditor.roster.live import source
    from auditor.roster.live.pull import NotPulled
    from auditor.roster.live.pull import pull as fetch
    from reports.catalog import Catalog

    catalog = Catalog(lang)

    def text(id: str, **params: Param) -> str:
        return catalog.text(Message(f"roster_live.{id}", params))

    settings = source.read(config)
    try:
        with terminal.progress() as step:
            done = fetch(
                settings,
                output,
                lambda label, came, total: step(text("progress", t_list=f"roster_live.list.{label}"), came, total),
                accept_shrink=accept_shrink,
                changes=changes,
                waiting=lambda seconds: step(text("waiting", seconds=round(seconds)), 0, 0),
            )
    except NotPulled as e:
        terminal.note(f"Error: {catalog.text(e.message)}")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        terminal.note(text("stopped"))
        raise typer.Exit(1) from None
    if changes:
        terminal.note(text("changes" if done.changes else "no_changes"))
    for label in done.absent:
        terminal.note(text("absent", t_list=f"roster_live.list.{label}"))
    for group, count in done.people.items():
        if count:
            terminal.say(f"{catalog.text(Message(f'roster.group.{group}'))}: {count:,}")
    terminal.say(text("next", folder=str(output)))
