"""What the live connectors of Bluesky and Mastodon say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {
    "bluesky.guide": (
        "On Bluesky, open Settings, Privacy and security, App passwords, and make one named “auditor”; leave access to "
        "direct messages off. It can be deleted in the same place at any time."
    ),
    "bluesky.password_refused": (
        "Bluesky did not accept the app password: it was deleted there or mistyped. Make a new one and run “auditor "
        "connect” again."
    ),
    "bluesky.app_password_needed": (
        "Bluesky asked for a code by e-mail, so this was the account's own password. Make an app password instead (in "
        "Settings, Privacy and security, App passwords) and run “auditor connect” again."
    ),
    "bluesky.other_account": (
        "The app password belongs to another account than the registered one, so nothing was read. Correct the "
        "account's name in the register if it has changed, and run “auditor connect” again."
    ),
    "bluesky.account_off": (
        "Bluesky says that this account is switched off or suspended. Sign in there to see why, then run the same "
        "command again."
    ),
    "bluesky.not_indexed": (
        "Bluesky does not list this account yet, as happens with new ones for a few minutes. Run the same command "
        "later."
    ),
    "bluesky.no_record": "The account has no such record on Bluesky.",
    "bluesky.blocked_left_out": (
        "Bluesky counts accounts that it leaves out of the list: those that the account blocks or that block it, and "
        "those that were switched off. The blocked ones are in the list of blocked accounts."
    ),
    "mastodon.guide": (
        "Sign in on the account's own server and agree. What was agreed to can be taken back there at any time: "
        "Preferences, Account, Authorized apps."
    ),
    "mastodon.other_account": (
        "The sign-in belongs to another account than the registered one, so nothing was read. Correct the account's "
        "name in the register if it has changed, and run “auditor connect” again."
    ),
    "mastodon.account_off": (
        "The server says that this account is switched off, or is still waiting to be confirmed. Sign in there to see "
        "why, then run the same command again."
    ),
    "mastodon.not_understood": (
        "The server did not accept how the list was asked for, so it was read only up to there. Tell us which software "
        "the server runs."
    ),
    "mastodon.next_unknown": (
        "The server did not say how the list goes on, so it was read only up to there. Tell us which software the "
        "server runs."
    ),
    "mastodon.count_lags": (
        "The server's counts lag behind, and hold suspended accounts and accounts that have moved, which it does not "
        "list."
    ),
    "mastodon.account_without_name": "This entry of the list does not say whose account it is.",
    "mastodon.settings_from_server": (
        "These are the settings that the server lets a program see. Two-factor sign-in and who may send messages are "
        "not among them; look at those on the server."
    ),
}
