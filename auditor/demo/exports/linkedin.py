"""LinkedIn's export: CSV files, the connections under three lines of notes."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports.packing import pack_zip, table

_NOTES = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. You will only '
    "see email addresses for connections who have allowed their connections to see or download their email address "
    'using this setting."\n\n'
)
_CONNECTIONS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
_INVITATIONS = ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
_PROFILE = ("First Name", "Last Name", "Maiden Name", "Address", "Birth Date", "Headline", "Summary", "Industry")
_MESSAGES = ("CONVERSATION ID", "CONVERSATION TITLE", "FROM", "TO", "DATE", "SUBJECT", "CONTENT", "FOLDER")
_MAILED = 40
"""One connection in so many lets others see an e-mail address."""


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP. A closed account stays in the list as an empty row."""
    people = account.of("friend")
    rows = [_connection(x, with_mail=n % _MAILED == 0) for n, x in enumerate(people)]
    rows.insert(len(rows) // 2, ("", "", "", "", "", "", f"{account.taken:%d %b %Y}"))
    who = (account.owner.called, account.owner.surname, "", "", "", "School counselor", account.bio, "Education")
    members: dict[str, str | bytes] = {
        "Connections.csv": _NOTES + table(_CONNECTIONS, rows),
        "Invitations.csv": table(_INVITATIONS, _invitations(account)),
        "Profile.csv": table(_PROFILE, [who]),
        "Email Addresses.csv": table(
            ("Email Address", "Confirmed", "Primary", "Updated On"), [(account.owner.email, "Yes", "Yes", "")]
        ),
        "messages.csv": table(_MESSAGES, [("1", "", people[0].shown, account.name, "", "", "Hello", "INBOX")]),
        "Shares.csv": table(("Date", "ShareLink", "ShareCommentary", "Visibility"), [("", "", "", "MEMBER_NETWORK")]),
    }
    name = f"Basic_LinkedInDataExport_{account.taken:%m-%d-%Y}.zip"
    return [pack_zip(folder / name, members, account.taken)]


def _url(link: Link) -> str:
    return f"https://www.linkedin.com/in/{link.handle}"


def _connection(link: Link, *, with_mail: bool) -> tuple[str, ...]:
    first, _, last = link.shown.partition(" ")
    mail = link.email if with_mail else ""
    return first, last, _url(link), mail, *link.job, f"{link.since:%d %b %Y}"


def _invitations(account: Account) -> list[tuple[str, ...]]:
    own = f"https://www.linkedin.com/in/{account.handle}"
    rows: list[tuple[str, ...]] = []
    for x in account.of("request_received"):
        rows.append((x.shown, account.name, f"{x.since:%m/%d/%y, %I:%M %p}", "", "INCOMING", _url(x), own))
    for x in account.of("request_sent"):
        rows.append((account.name, x.shown, f"{x.since:%m/%d/%y, %I:%M %p}", "", "OUTGOING", own, _url(x)))
    return rows
