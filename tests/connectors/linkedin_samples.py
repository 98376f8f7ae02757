"""LinkedIn exports by era. All people are invented."""

from __future__ import annotations

from connectors.model import State
from tests.connectors.sample import Sample

NOTES = (
    "Notes:\r\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing, which is '
    'expected."\r\n\r\n'
)
COLUMNS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
ROWS = (
    'Ana,Duarte,https://www.linkedin.com/in/ana-duarte-4,,"Elm Street School, Inc.",Teacher,15 Jan 2024\r\n'
    "Benoît,Lémieux,https://www.linkedin.com/in/beno%C3%AEt-l%C3%A9mieux,ben@school.example,,Coach,03 Feb 2024\r\n"
)
INVITATIONS = (
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\r\n"
    'Cara Ngo,Maria Rivera,"2/14/24, 10:12 AM","Hello, Maria",INCOMING,'
    "https://www.linkedin.com/in/cara-ngo,https://www.linkedin.com/in/maria-rivera-room12\r\n"
    'Maria Rivera,Dev Patel,"2/15/24, 9:02 PM",,OUTGOING,'
    "https://www.linkedin.com/in/maria-rivera-room12,https://www.linkedin.com/in/devpatel\r\n"
)
PROFILE = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline\r\nMaria,Rivera,,,,Grade 4 teacher\r\n"
FRIEND = ("friend",)

SAMPLES = [
    Sample(
        "linkedin",
        "2024-csv",
        {
            "Connections.csv": b"\xef\xbb\xbf" + (NOTES + COLUMNS + ROWS).encode(),
            "Invitations.csv": INVITATIONS.encode(),
            "Profile.csv": PROFILE.encode(),
            "Email Addresses.csv": (
                b"Email Address,Confirmed,Primary,Updated On\r\n"
                b"old@mail.example,Yes,No,\r\nrivera@school.example,Yes,Yes,\r\n"
            ),
            "messages.csv": b"CONVERSATION ID,CONVERSATION TITLE,FROM,TO,CONTENT\r\n1,,Ana Duarte,Maria Rivera,Hi\r\n",
        },
        (
            (FRIEND, "ana-duarte-4"),
            (FRIEND, "benoît-lémieux"),
            (("request_received",), "cara-ngo"),
            (("request_sent",), "devpatel"),
        ),
        handle="maria-rivera-room12",
        list_members=("Connections.csv",),
    ),
    Sample(
        "linkedin",
        "2019-csv-without-url",
        {
            "Connections.csv": (
                b"First Name,Last Name,Email Address,Company,Position,Connected On\r\n"
                b"Ana,Duarte,,Elm Street School,Teacher,15 Jan 2019\r\n"
                b"Ben,Okafor,ben@school.example,,,03 Feb 2019\r\n"
            ),
            "Invitations.csv": (
                b'From,To,Date Sent,Message,Direction\r\nCara Ngo,Maria Rivera,"2/14/19, 10:12 AM",,INCOMING\r\n'
            ),
        },
        ((FRIEND, "Ana Duarte"), (FRIEND, "Ben Okafor"), (("request_received",), "Cara Ngo")),
        list_members=("Connections.csv",),
    ),
    Sample(
        "linkedin",
        "2026-csv-saved-by-a-spreadsheet",
        {
            "Connections.csv": (
                "First Name;Last Name;URL;Email Address;Company;Position;Connected On\r\n"
                "Ana;Duarte;https://www.linkedin.com/in/ana-duarte-4;;Elm Street School, Inc.;Teacher;6-Feb-26\r\n"
                "Zoë;Núñez;https://www.linkedin.com/in/zoe-n;;;;7-Feb-26\r\n"
            ).encode("cp1252")
        },
        ((FRIEND, "ana-duarte-4"), (FRIEND, "zoe-n")),
    ),
    Sample(
        "linkedin",
        "2024-csv-without-connections",
        {"Rich_Media.csv": b"Time,Media Link\r\n2024-02-01 12:00:00 UTC,https://media.example/1\r\n"},
        (),
        connections=State.NONE,
    ),
]
