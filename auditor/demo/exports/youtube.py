"""Google Takeout of a YouTube channel, in Spanish and in two parts."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account
from auditor.demo.exports.packing import pack_zip, photo, table

_ROOT = "Takeout/YouTube y YouTube Music"


def write(account: Account, folder: Path) -> list[Path]:
    """Two ZIPs: the lists in the first, the rest in the second."""
    people = account.of("subscription")
    rows = [(x.number, f"http://www.youtube.com/channel/{x.number}", x.shown) for x in people]
    channel = f"UC{account.number:0>22}"
    visible = "Privado" if account.careful else "Público"
    chance = account.chance("videos")
    first: dict[str, str | bytes] = {
        f"{_ROOT}/suscripciones/suscripciones.csv": table(("ID del canal", "URL del canal", "Título del canal"), rows),
        f"{_ROOT}/comentarios/comentarios.csv": table(
            ("ID del comentario", "ID del canal", "Texto del comentario"), [("1", channel, '{"text":"¡Muy bien!"}')]
        ),
    }
    second: dict[str, str | bytes] = {
        "Takeout/archive_browser.html": "<html><body>Google Takeout</body></html>",
        f"{_ROOT}/canales/canal.csv": table(
            ("ID del canal", "Título del canal (original)", "Visibilidad del canal"), [(channel, account.name, visible)]
        ),
        f"{_ROOT}/vídeos/Repaso de verbos.mp4": photo(chance),
        f"{_ROOT}/historial/historial de reproducciones.html": "<html><body>Has visto un vídeo</body></html>",
    }
    name = f"takeout-{account.taken:%Y%m%dT%H%M%SZ}"
    return [
        pack_zip(folder / f"{name}-{number:03d}.zip", members, account.taken)
        for number, members in enumerate((first, second), 1)
    ]
