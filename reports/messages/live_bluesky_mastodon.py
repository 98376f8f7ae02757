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
}
