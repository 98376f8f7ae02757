"""Words of the yearly run and its index page."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "coverage.shown_count_differs": (
        "The list holds {listed}, but the profile showed {shown} when the account was registered. Some may be missing."
    ),
    "index.title": "{district}: audit of educational accounts {year}",
    "index.district": "For the district office",
    "index.reviews": "For principals: connections to look at",
    "index.other": "Other accounts",
    "index.open": ("One connection is open.", "{n} connections are open."),
    "index.audited": (
        "{n} connection, {community} in the school lists.",
        "{n} connections, {community} in the school lists.",
    ),
    "index.public": "A public account: settings only, no connections are listed.",
    "state.audited": "Audited.",
    "state.no_export": "No export has been handed in yet.",
    "state.no_consent": "The owner's consent is not on file, so the account was not opened.",
    "state.failed": "Could not be audited:",
    "run.problem": "{text}",
}
