"""What connecting, disconnecting and pulling say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "consent.text": (
        "What you agree to: this program reads, from your {platform} account, who is connected with it, its privacy "
        "settings and its public profile, and nothing else ({scopes}). It posts nothing and changes nothing. Your "
        "sign-in "
        "is kept encrypted on this computer until you take it back with “auditor disconnect”. Connect only the "
        "educational "
        "account you registered, never a personal one."
    ),
    "consent.agree": "Do you agree?",
    "consent.open": "Sign in and agree on this page:",
    "consent.connected": "{platform} is connected. What was given: {scopes}.",
    "consent.disconnected": "{platform} was told to forget the sign-in, and it is deleted here.",
    "consent.deleted": (
        "The sign-in is deleted here. {platform} could not be told: take the permission or app password back in the "
        "account's own settings there as well."
    ),
    "consent.pay": "Do you agree to pay this?",
    "consent.waiting": (
        "The platform's limit is reached: going on in about {minutes} min. Ctrl-C ends here; the same command goes on "
        "later."
    ),
    "consent.ask_app_password": "The app password",
    "consent.ask_token": "The token",
    "consent.ask_code": "The address you ended on, or the code",
    "consent.made": "an app password or token that you make for this program",
    "consent.seen": "{t_record}: {t_state}, {received}",
    "consent.seen_of": "{t_record}: {t_state}, {received} of {expected}",
    "consent.record.connections": "connections",
    "consent.record.requests": "requests",
    "consent.record.settings": "settings",
    "consent.record.profile": "profile",
    "consent.state.complete": "complete",
    "consent.state.partial": "partial",
    "consent.state.none": "not seen",
    "consent.stopped": "Stopped. What was read is kept; the same command goes on where it stopped.",
    "consent.rotated": ("One sign-in has a new key.", "{n} sign-ins have a new key."),
}
