"""The terminal: results on stdout, progress on stderr, errors as one sentence."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from auditor.errors import AuditorError, defect
from connectors.errors import ConnectorError, NotRecognised

Advance = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are (0: not known)."""


def harmless(text: str) -> str:
    """Text without control characters or marks that turn the direction of writing, for one terminal."""
    return "".join(c if c == "\n" or (c.isprintable() and c not in _TURNING) else "?" for c in text)


_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)))


def say(line: str) -> None:
    """One line of the result."""
    print(harmless(line))


def note(line: str) -> None:
    """One line beside the result."""
    print(harmless(line), file=sys.stderr)


@contextmanager
def progress() -> Iterator[Advance]:
    """Progress on stderr: a bar on a terminal, a line per step elsewhere."""
    if not sys.stderr.isatty():
        last: list[str] = []

        def line(what: str, done: int, total: int) -> None:
            if total and done == total:
                note(f"{what}: {total} done")
            elif [what] != last:
                last[:] = [what]
                note(f"{what} ...")

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield step


def run(command: Callable[[], object]) -> NoReturn:
    """Run the command line and leave with its status; whatever goes wrong ends in one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        command()
    except NotRecognised as e:
        note(f"Error: {e}")
        sys.exit(3)
    except (AuditorError, ConnectorError) as e:
        note(f"Error: {e}")
        sys.exit(1)
    except KeyboardInterrupt:
        note("Stopped. Run the same command again; a yearly run goes on where it was.")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except MemoryError:
        note("Error: this computer has not enough memory for these files. Close other programs or take a larger one.")
        sys.exit(1)
    except Exception as e:  # the last border: a traceback would show names and help nobody
        if os.environ.get("AUDITOR_DEBUG"):
            traceback.print_exc()
        note(f"Error: {defect(e)}")
        sys.exit(1)
    sys.exit(0)
