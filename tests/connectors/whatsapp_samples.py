"""Exported WhatsApp chats, as phones write them. All people are invented."""

from __future__ import annotations

from connectors.model import State
from tests.connectors.sample import Sample

IOS = """\
[30/09/2026, 14:29:00] Chess trip: \u200eMessages and calls are end-to-end encrypted. Only people in this chat can read.
\u200e[30/09/2026, 14:29:10] Imelda Quimbleton: \u200eImelda Quimbleton created group “Chess trip”
[30/09/2026, 14:29:12] Chess trip: \u200eImelda Quimbleton added you
[30/09/2026, 14:30:00] Imelda Quimbleton: The bus leaves at 7: be there
and bring a coat
[02/10/2026, 06:58:12] Bram Strathclyde: \u200e<attached: 00000003-PHOTO-2026-10-02.jpg>
[02/10/2026, 06:59:00] ~\u202fCosima Thorp: Running late!
[03/10/2026, 07:00:00] \u202a+1\u00a0(555)\u00a0010-4477\u202c: Here
"""
ANDROID = """\
9/30/26, 2:29\u202fPM - Messages and calls are end-to-end encrypted. Tap to learn more.
9/30/26, 2:29\u202fPM - Imelda Quimbleton created group "Chess trip: finals"
9/30/26, 2:30\u202fPM - Imelda Quimbleton added Bram Strathclyde, Cosima Thorp and +1 555 010 4477
9/30/26, 2:31\u202fPM - Imelda Quimbleton changed the subject to "Chess: trip"
10/2/26, 6:58\u202fAM - Bram Strathclyde: <Media omitted>
"""
SPANISH = """\
20/9/2026 8:28 p.\u00a0m. - Los mensajes y las llamadas están cifrados de extremo a extremo.
20/9/2026 8:28 p.\u00a0m. - Imelda Quimbleton creó el grupo "Ajedrez"
20/9/2026 8:29 p.\u00a0m. - Imelda Quimbleton añadió a Bram Strathclyde y +1 555 010 4477
21/9/2026 8:30 a.\u00a0m. - Cosima Thorp: Listo
"""
MEMBERS = (
    (("member",), "Imelda Quimbleton"),
    (("member",), "Bram Strathclyde"),
    (("member",), "Cosima Thorp"),
    (("member",), "…4477"),
)
CLOSED = {"00000003-PHOTO-2026-10-02.jpg": b"\xff\xd8", "notes.txt": b"Ana, Bo and Cy\n"}


def sample(name: str, path: str, text: str, people: tuple = MEMBERS, files: dict | None = None) -> Sample:
    return Sample(
        "whatsapp",
        name,
        {path: text.encode(), **(files or {})},
        people,
        connections=State.PARTIAL,
        list_members=(path,),
        wrappable="/" in path or path == "_chat.txt" or "WhatsApp" in path,
    )


SAMPLES: list[Sample] = [
    sample("ios-2026", "_chat.txt", IOS, files=CLOSED),
    sample("android-2026", "WhatsApp Chat with Chess trip.txt", ANDROID),
    sample("android-spanish", "Chat de WhatsApp con Ajedrez.txt", SPANISH),
    sample(
        "two-people",
        "chat.txt",
        "2026-10-02, 06:58 - Bram Strathclyde: Here\n2026-10-03, 07:00 - Mara Rivera: Thank you\n",
        ((("contact",), "Bram Strathclyde"), (("contact",), "Mara Rivera")),
    ),
]
