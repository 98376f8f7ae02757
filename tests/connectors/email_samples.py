"""School mailboxes as files, as mail programs and Google write them. All people are invented."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from connectors.model import State
from tests.connectors.sample import Sample

OWNER = "mara.rivera@district.example"
BODY = "\nDear all,\n\n>From here on nothing is read.\nFrom me to you.\n"


def message(
    sender: str, to: str = OWNER, *more: tuple[str, str], day: int = 2, delivered: bool = True, body: str = BODY
) -> str:
    lines = [f"Delivered-To: {OWNER}", "Received: by mx.district.example"] if delivered else []
    lines += [f"From: {sender}", f"To: {to}", f"Date: Mon, {day} Mar 2026 08:30:00 -0500", "Subject: Homework"]
    lines += [f"{name}: {value}" for name, value in more]
    return "\n".join(
        [*lines, f"Message-ID: <{zlib.crc32(repr((sender, to, day, more)).encode())}@district.example>", body]
    )


def sent(to: str, *more: tuple[str, str], day: int = 3) -> str:
    return message(f"Mara Rivera <{OWNER}>", to, *more, day=day, delivered=False)


def mbox(messages: Sequence[str]) -> bytes:
    return "".join(f"From 1234567890@xxx Mon Mar 02 13:30:00 +0000 2026\n{each}\n" for each in messages).encode()


RECEIVED = [
    message("Imelda Quimbleton <imelda@parent.example>"),
    message("=?utf-8?Q?Strathclyde,_Br=C3=A1m?= <bram@students.district.example>"),
    message("News <news@shop.example>", OWNER, ("List-Id", "Offers <offers.shop.example>")),
]
SENT = [
    sent("undisclosed-recipients:;", ("Bcc", "a@x.example, b@x.example, c@x.example")),
    sent("Cosima Thorp <cosima@parent.example>", ("Cc", "Dov <dov@district.example>"), day=4),
]
PEOPLE = (
    (("correspondent",), "Imelda Quimbleton"),
    (("correspondent",), "Strathclyde, Brám"),
    (("correspondent",), "Cosima Thorp"),
    (("correspondent",), "Dov"),
    (("correspondent",), "a@x.example"),
    (("correspondent",), "b@x.example"),
    (("correspondent",), "c@x.example"),
)


def sample(name: str, files: dict[str, bytes], people: tuple = PEOPLE) -> Sample:
    return Sample("email", name, files, people, OWNER, connections=State.PARTIAL)


SAMPLES: list[Sample] = [
    sample("takeout", {"Takeout/Mail/All mail Including Spam and Trash.mbox": mbox([*RECEIVED, *SENT])}),
    sample("two-folders", {"Inbox.mbox": mbox(RECEIVED), "Sent.mbox": mbox(SENT)}),
    sample("apple-mail", {"Inbox.mbox/mbox": mbox(RECEIVED), "Sent Messages.mbox/mbox": mbox(SENT)}),
    sample(
        "saved-messages",
        {f"{n}.eml": each.replace("\n", "\r\n").encode() for n, each in enumerate([*RECEIVED, *SENT])},
    ),
    sample("one-sent-message", {"to the class.eml": SENT[1].encode()}, PEOPLE[2:4]),
]
